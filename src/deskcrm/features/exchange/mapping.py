"""Which column of a file is which field of a contact, by the names that other programs give them."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from deskcrm.domain.text import fold, one_line
from deskcrm.features.exchange.content import by_content, guesses, is_address
from deskcrm.features.exchange.place import SKIPPED, Place, plain_name
from deskcrm.features.exchange.presets import Preset, find_preset

GOOGLE_SEPARATOR: Final = ":::"
"""What parts several values in one cell."""


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a file: their names, made unique, and the place of each that has one."""

    names: tuple[str, ...]
    places: tuple[Place | None, ...]
    row: int
    """Which row of the file it is; what stands above it is a preamble. -1 where there is none."""
    preset: Preset | None = None
    """The program that wrote the file, if it is known."""

    @property
    def is_own(self) -> bool:
        """Say whether we wrote the file."""
        return Place("contact", "uid") in self.places

    @property
    def is_exact(self) -> bool:
        """Say whether the file keeps every field as it was."""
        return self.is_own and Place("own", "custom") in self.places


def find_header(
    rows: Sequence[Sequence[str]],
    *,
    preset: Preset | None = None,
    chosen: Mapping[str, Place | None] | None = None,
    own: Collection[str] = (),
) -> Header | None:
    """Return the header among the first rows, or None if nothing in them makes a contact.

    A column is what its program means by it, else what its name means, else what its cells look
    like. `preset` is the program, where it is known better; `chosen` are the places of columns that
    somebody decided on by their names; `own` are the names of the user's own fields, folded.
    """
    candidates = [
        _header(cells, number, preset)
        for number, cells in enumerate(rows[:20])
        if not any(map(is_address, cells))
    ]
    fitting = [header for header in candidates if any(map(makes_a_contact, header.places))]
    found = max(
        fitting, key=lambda header: (sum(map(bool, header.places)), -header.row), default=None
    )
    if found is None:
        found = _without_names(rows)
    if found is not None and not found.is_own:
        found = _with_guesses(found, rows, own)
    if not chosen:
        return found
    header = found or plain_header(rows)
    places = (
        chosen.get(name, place) for name, place in zip(header.names, header.places, strict=True)
    )
    return _together(replace(header, places=tuple(places)), first=chosen)


def plain_header(rows: Sequence[Sequence[str]]) -> Header:
    """Return the columns of a table in which nobody recognizes any: the first row names them.

    Titles above a table have a single cell; they are passed over.
    """
    row = next((n for n, cells in enumerate(rows[:20]) if sum(map(bool, cells)) > 1), 0)
    return _header(rows[row] if rows else (), row, None)


def _header(cells: Sequence[str], row: int, preset: Preset | None) -> Header:
    preset = preset or find_preset(cells)
    names: dict[str, None] = {}
    again: Counter[str] = Counter()
    places: list[Place | None] = []
    for number, cell in enumerate(cells, 1):
        plain = one_line(cell[:_LONGEST_NAME].replace("\0", "")) or f"Column {number}"
        name = plain
        while name in names:
            again[plain] += 1
            name = f"{plain} ({again[plain] + 1})"
        known = preset is not None and plain_name(plain) in preset.places
        place = preset.places[plain_name(plain)] if preset and known else place_of(plain)
        names[name] = None
        places.append(place)
    header = _together(Header(tuple(names), tuple(places), row, preset))
    return replace(header, preset=None) if header.is_own else header


def _together(header: Header, *, first: Collection[str] = ()) -> Header:
    """Give several columns of one place their own entries, or let them be where there can be one only.

    The columns in `first` go before the others: what somebody decided on outdoes what was supposed.
    """
    places = dict(enumerate(header.places))
    taken: set[Place] = set()
    for column in sorted(places, key=lambda column: header.names[column] not in first):
        place = places[column]
        if place is not None and place in taken and not place.is_joined:
            several = place.group in {"email", "phone", "link"} and place.part == "value"
            name = header.names[column]
            place = Place(place.group, place.part, name, place.label) if several else None
        if place is not None:
            taken.add(place)
        places[column] = place
    return replace(header, places=tuple(places.values()))


def _without_names(rows: Sequence[Sequence[str]]) -> Header | None:
    """Return the columns of a file that names none, or none in a known language, by their cells."""
    found = by_content(rows)
    if found is None:
        return None
    row, is_named, width, places = found
    cells = [*rows[row], *[""] * width][:width] if is_named else [""] * width
    header = _header(cells, row, None)
    return replace(header, places=tuple(map(places.get, range(width))))


def _with_guesses(header: Header, rows: Sequence[Sequence[str]], own: Collection[str]) -> Header:
    """Add what the cells of columns say that neither their names nor a program tells."""
    told = header.preset.places if header.preset else {}
    open_ = [
        SKIPPED if place is None and (plain_name(name) in told or fold(name) in own) else place
        for name, place in zip(header.names, header.places, strict=True)
    ]
    found = guesses(header.names, open_, rows[header.row + 1 :])
    return replace(
        header,
        places=tuple(found.get(number, place) for number, place in enumerate(header.places)),
    )


def makes_a_contact(place: Place | None) -> bool:
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


_LONGEST_NAME: Final = 500
"""A column whose name is longer is called by its beginning."""


def place_of(column: str) -> Place | None:
    """Return the field that a column's name means, or None.

    >>> str(place_of("E-mail 2 - Value")), str(place_of("Mobile Phone")), place_of("Shoe size")
    ('email.2.value', 'phone.Mobile.value', None)
    """
    name = plain_name(column)
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


def _label(match: re.Match[str]) -> str:
    word = match["label"] or match.groupdict().get("kind") or ""
    label = _LABELS.get(word, "")
    return f"{label} Fax".strip() if "fax" in match[0] else label


_SINGLE: Final = {
    plain_name(alias): part
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
    "more": Place("own", "more"),
    "consent": Place("own", "consent"),
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
    (re.compile(r"event (?P<n>\d+) (?P<part>label|type|value)"), "date", _ENTRY_PARTS),
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
    plain_name(alias): part
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
