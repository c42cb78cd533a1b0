"""Which column of a file is which field of a contact, by the names that other programs give them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from deskcrm.domain.text import fold, one_line

GOOGLE_SEPARATOR: Final = ":::"
"""What parts several values in one cell."""


@dataclass(frozen=True, slots=True)
class Place:
    """A field: `part` of the entry `key` of `group`, such as the value of e-mail 2."""

    group: str
    part: str
    key: str = ""
    label: str = ""
    """The label of an entry whose column says it by its name: “Mobile phone”."""

    def __str__(self) -> str:
        return ".".join(filter(None, (self.group, self.key, self.part)))


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a file: their names, made unique, and the place of each that has one."""

    names: tuple[str, ...]
    places: tuple[Place | None, ...]
    row: int
    """Which row of the file it is; what stands above it is a preamble."""

    @property
    def is_own(self) -> bool:
        """Say whether we wrote the file."""
        return Place("contact", "uid") in self.places

    @property
    def is_exact(self) -> bool:
        """Say whether the file keeps every field as it was."""
        return self.is_own and Place("own", "custom") in self.places


def find_header(rows: Sequence[Sequence[str]]) -> Header | None:
    """Return the header among the first rows, or None if none names a field that makes a contact."""
    candidates = [_header(cells, number) for number, cells in enumerate(rows[:20])]
    fitting = [header for header in candidates if any(map(_makes_a_contact, header.places))]
    return max(
        fitting, key=lambda header: (sum(map(bool, header.places)), -header.row), default=None
    )


def _header(cells: Sequence[str], row: int) -> Header:
    names: list[str] = []
    places: list[Place | None] = []
    for number, cell in enumerate(cells, 1):
        plain = one_line(cell) or f"Column {number}"
        name, again = plain, 2
        while name in names:
            name, again = f"{plain} ({again})", again + 1
        place = place_of(plain)
        if place is not None and place in places:
            several = place.group in {"email", "phone", "link"} and place.part == "value"
            place = Place(place.group, place.part, name, place.label) if several else None
        names.append(name)
        places.append(place)
    return Header(tuple(names), tuple(places), row)


def _makes_a_contact(place: Place | None) -> bool:
    """Say whether a field is one by which a contact can be found again."""
    if place is None:
        return False
    return (place.group, place.part) in {
        ("email", "value"),
        ("phone", "value"),
        ("role", "organization_name"),
        ("contact", "name"),
        ("contact", "given_name"),
        ("contact", "family_name"),
        ("contact", "nickname"),
    }


def place_of(column: str) -> Place | None:
    """Return the field that a column's name means, or None.

    >>> str(place_of("E-mail 2 - Value")), str(place_of("Mobile Phone")), place_of("Shoe size")
    ('email.2.value', 'phone.Mobile.value', None)
    """
    name = _plain(column)
    if name in _SINGLE:
        return Place("contact", _SINGLE[name])
    if name in _OTHER:
        return _OTHER[name]
    for pattern, group, parts in _NUMBERED:
        if match := pattern.fullmatch(name):
            part = parts.get(match["part"])
            return Place(group, part, match["n"]) if part else None
    for pattern, group in _VALUES:
        if match := pattern.fullmatch(name):
            label = _label(match)
            number = match["n"] or ""
            return Place(group, "value", " ".join(filter(None, (label, number))), label)
    if match := _POSTAL.fullmatch(name):
        label = _label(match)
        return Place("address", _POSTAL_PARTS[match["part"]], label, label)
    return None


def _plain(name: str) -> str:
    """Return a column's name as it is compared."""
    return re.sub(r"[\W_]+", " ", fold(name)).strip()


def _label(match: re.Match[str]) -> str:
    word = match["label"] or match.groupdict().get("kind") or ""
    label = _LABELS.get(word, "")
    return f"{label} Fax".strip() if "fax" in match[0] else label


_SINGLE: Final = {
    _plain(alias): part
    for part, aliases in {
        "uid": ("uid",),
        "kind": ("kind",),
        "name": (
            "name", "full name", "display name", "contact", "contact name", "nombre completo",
            "vollstandiger name", "nom complet", "име и фамилия", "имена", "نام و نام خانوادگی",
            "名前", "氏名", "имя и фамилия",
        ),
        "prefix": ("name prefix", "prefix", "title prefix", "honorific", "anrede", "tratamiento"),
        "given_name": (
            "first name", "given name", "firstname", "forename", "vorname", "nombre", "prenom",
            "nome", "voornaam", "име", "имя", "نام", "名",
        ),
        "additional_names": (
            "middle name", "additional name", "middlename", "segundo nombre", "презиме", "отчество",
        ),
        "family_name": (
            "last name", "family name", "lastname", "surname", "nachname", "familienname",
            "apellido", "apellidos", "nom de famille", "cognome", "achternaam", "фамилия",
            "نام خانوادگی", "姓",
        ),
        "suffix": ("name suffix", "suffix", "sufijo"),
        "nickname": ("nickname", "spitzname", "apodo", "alias", "псевдоним"),
        "phonetic_given_name": (
            "phonetic first name", "phonetic given name", "given name yomi", "given yomi",
        ),
        "phonetic_additional_names": (
            "phonetic middle name", "additional name yomi",
        ),
        "phonetic_family_name": (
            "phonetic last name", "phonetic family name", "family name yomi", "surname yomi",
        ),
        "file_as": ("file as",),
        "tax_id": ("tax id", "vat id", "vat number", "tax number", "ust idnr", "nif", "еик"),
        "birthday": (
            "birthday", "date of birth", "birth date", "geburtstag", "cumpleanos",
            "fecha de nacimiento", "рожден ден", "дата на раждане", "день рождения", "تاریخ تولد",
        ),
        "anniversary": ("anniversary", "jahrestag", "aniversario", "годишнина"),
        "language": ("language", "sprache", "idioma", "език", "زبان"),
        "time_zone": ("time zone", "timezone", "zeitzone"),
        "source": ("source", "lead source", "quelle", "origen", "източник"),
        "note": (
            "notes", "note", "comment", "comments", "remarks", "notizen", "bemerkungen", "notas",
            "бележки", "бележка", "заметки", "یادداشت",
        ),
        "referred_by": ("referred by",),
        "created": ("created",),
        "updated": ("updated",),
    }.items()
    for alias in aliases
}  # fmt: skip

_OTHER: Final = {
    **dict.fromkeys(("labels", "group membership"), Place("tags", "labels")),
    **dict.fromkeys(
        ("tags", "tag", "categories", "category", "groups", "group", "etiquetas", "етикети",
         "группы", "برچسب"),
        Place("tags", "words"),
    ),
    **dict.fromkeys(
        ("organization name", "organization", "organisation", "company", "company name", "firma",
         "unternehmen", "empresa", "organizacion", "societe", "entreprise", "azienda", "bedrijf",
         "фирма", "компания", "организация", "شرکت", "会社"),
        Place("role", "organization_name", "1"),
    ),
    **dict.fromkeys(
        ("organization title", "job title", "title", "position", "role", "cargo", "puesto",
         "berufsbezeichnung", "длъжност", "должность", "سمت"),
        Place("role", "title", "1"),
    ),
    **dict.fromkeys(
        ("organization department", "department", "abteilung", "departamento", "отдел"),
        Place("role", "department", "1"),
    ),
    "custom": Place("own", "custom"),
}  # fmt: skip

_LABELS: Final = {
    "home": "Home", "private": "Home", "personal": "Home", "privat": "Home", "casa": "Home",
    "work": "Work", "business": "Work", "office": "Work", "company": "Work", "geschaftlich": "Work",
    "trabajo": "Work", "служебен": "Work", "mobile": "Mobile", "cell": "Mobile",
    "cell phone": "Mobile", "mobil": "Mobile", "movil": "Mobile", "handy": "Mobile", "gsm": "Mobile",
    "мобилен": "Mobile", "موبایل": "Mobile", "other": "Other", "main": "Main", "primary": "Main",
    "assistant": "Assistant", "assistant s": "Assistant", "car": "Car", "pager": "Pager",
}  # fmt: skip

_LABEL = "(?P<label>" + "|".join(sorted(_LABELS, key=len, reverse=True)) + ")"

_ENTRY_PARTS: Final = {"label": "label", "type": "label", "value": "value", "e 164": "e164"}

_NUMBERED: Final = (
    (re.compile(r"e ?mail (?P<n>\d+) (?P<part>label|type|value)"), "email", _ENTRY_PARTS),
    (re.compile(r"phone (?P<n>\d+) (?P<part>label|type|value|e 164)"), "phone", _ENTRY_PARTS),
    (re.compile(r"website (?P<n>\d+) (?P<part>label|type|value)"), "link", _ENTRY_PARTS),
    (re.compile(r"custom field (?P<n>\d+) (?P<part>label|type|value)"), "custom", _ENTRY_PARTS),
    (
        re.compile(r"address (?P<n>\d+) (?P<part>[a-z ]+)"),
        "address",
        {
            "label": "label",
            "type": "label",
            "formatted": "formatted",
            "street": "street",
            "city": "city",
            "po box": "po_box",
            "region": "region",
            "postal code": "postal_code",
            "country": "country",
            "extended address": "extended",
        },
    ),
    (
        re.compile(r"organization (?P<n>\d+) (?P<part>[a-z]+)"),
        "role",
        {
            "name": "organization_name",
            "title": "title",
            "department": "department",
            "since": "since",
            "until": "until",
            "uid": "organization_uid",
        },
    ),
)

_VALUES: Final = (
    (
        re.compile(
            rf"(?:{_LABEL} )?(?:e ?mail|correo(?: electronico)?|имеил|имеил адрес|электронная почта|ایمیل|メール)"
            r"(?: address| адрес)?(?: (?P<n>\d+))?(?: address)?"
        ),
        "email",
    ),
    (
        re.compile(
            rf"(?:{_LABEL} )?(?:phone|telephone|tel|telefon|telefono|telefonnummer|phone number|fax|телефон|تلفن|電話)"
            r"(?: number)?(?: (?P<n>\d+))?"
        ),
        "phone",
    ),
    (
        re.compile(
            r"(?P<label>mobile|cell|mobil|movil|handy|gsm|мобилен|موبایل|pager)(?: (?P<n>\d+))?"
        ),
        "phone",
    ),
    (
        re.compile(
            rf"(?:{_LABEL} )?(?:website|web page|web|url|homepage|webseite|sitio web|уебсаит|саит|وب سایت)(?: (?P<n>\d+))?"
        ),
        "link",
    ),
)

_POSTAL_PARTS: Final = {
    _plain(alias): part
    for part, aliases in {
        "formatted": ("address", "postal address", "adresse", "direccion", "адрес", "آدرس", "住所"),
        "street": ("street", "street address", "straße", "calle", "улица"),
        "extended": ("street 2", "address line 2", "extended address"),
        "po_box": ("po box", "address po box", "postfach"),
        "city": ("city", "town", "ort", "stadt", "ciudad", "ville", "citta", "град", "город", "شهر"),
        "region": ("state", "region", "province", "county", "bundesland", "provincia", "област"),
        "postal_code": (
            "postal code", "zip", "zip code", "postcode", "plz", "codigo postal", "пощенски код",
            "индекс", "کد پستی",
        ),
        "country": ("country", "country region", "land", "pais", "pays", "държава", "страна", "کشور"),
    }.items()
    for alias in aliases
}  # fmt: skip

_POSTAL: Final = re.compile(
    rf"(?:{_LABEL} )?(?P<part>" + "|".join(sorted(_POSTAL_PARTS, key=len, reverse=True)) + ")"
)
