"""Turns vCards into the cards that an import brings, and notes what it leaves out."""

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeVar

from deskcrm.domain.people import ContactKind, Nameless
from deskcrm.domain.text import one_line
from deskcrm.errors import CrmError
from deskcrm.features.contacts.phones import country_code, e164
from deskcrm.features.exchange.card import Card, Labelled, Number, Position, Postal, clean
from deskcrm.features.exchange.cells import moment, split_listed_name, without_repetition, words
from deskcrm.features.exchange.incoming import Arrival, Columns, Incoming, LeftOut, Refusal
from deskcrm.features.exchange.mapping import Place
from deskcrm.features.exchange.vcard_file import Property, RawCard, raw_cards, split, unescaped
from deskcrm.features.exchange.vcard_words import ALIASES, DAYS, EXACT, LABELS, OWN, TEXTS
from deskcrm.i18n import _, mark
from deskcrm.jobs import Progress, Silent

_TECHNICAL: Final = frozenset({"VERSION", "PRODID", "BEGIN", "END", "FN", "X-ABLABEL", "X-ABADR"})
"""What says nothing of the contact itself."""
_PICTURES: Final = frozenset({"PHOTO", "LOGO", "SOUND", "KEY", "X-ABCROP-RECTANGLE"})
_APPLE_LABEL = re.compile(r"_\$!<(.*)>!\$_")
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ].*)?")


EntryT = TypeVar("EntryT")


class EndMissing(CrmError):
    """A card that is cut off."""

    sentence = mark("The card has no end; the file may be cut off.")


def read_cards(
    data: bytes, *, name: str, country: str = "", progress: Progress | None = None
) -> Incoming:
    """Read the bytes of a file called `name`.

    `country` is where phone numbers without a prefix belong if their card names no country.
    """
    progress = progress or Silent()
    raws = list(raw_cards(data))
    reader = _Reader(country)
    arrivals: list[Arrival] = []
    refused: list[Refusal] = []
    for number, raw in enumerate(raws, 1):
        if number % 200 == 0:
            progress.report(number, len(raws))
        try:
            if not raw.is_whole:
                raise EndMissing
            arrivals.append(Arrival(number, reader.card(raw)))
        except CrmError as error:
            refused.append(Refusal(number, _called(raw), str(error)))
    return Incoming(
        name,
        tuple(arrivals),
        tuple(refused),
        reader.columns(),
        (),
        exact=bool(raws) and all(map(_is_own, raws)),
    )


class _Reader:
    """Reads the cards of one file."""

    def __init__(self, country: str) -> None:
        self._country = country
        self._mapped: dict[str, Place] = {}
        self._kept: dict[str, None] = {}
        self._left_out: Counter[str] = Counter()

    def columns(self) -> Columns:
        """Say what became of each property."""
        reason = _("Pictures, sounds and keys are not part of a contact here.")
        return Columns(
            mapped=self._mapped,
            kept=tuple(self._kept),
            empty=(),
            left_out=tuple(
                LeftOut(name, _("attachment"), cards, reason)
                for name, cards in self._left_out.items()
            ),
        )

    def card(self, raw: RawCard) -> Card:
        """Read one card; raise Nameless or TooLong."""
        own = _is_own(raw)
        card, found = Card(), _Found(own=own)
        labels = {
            p.group: p.text if own else _label_text(p.text)
            for p in raw.properties
            if p.name == "X-ABLABEL"
        }
        for one in raw.properties:
            label = labels.get(one.group, "") if one.group else ""
            if not one.value.strip() and one.name != "ORG" and not own:
                continue
            self._take(card, found, one, label or _label(one))
        card.emails = _preferred_first(found.emails)
        card.links = _preferred_first(found.links)
        card.addresses = [
            postal if own else without_repetition(postal)
            for postal in _preferred_first(found.addresses)
        ]
        country = next((p.country for p in card.addresses if country_code(p.country)), "")
        card.phones = [
            number if number.e164 or own
            else Number(number.label, number.value, e164(number.value, country=country, otherwise=self._country))
            for number in _preferred_first(found.phones)
        ]  # fmt: skip
        card.roles = [Position(**parts) for parts in found.roles.values() if any(parts.values())]
        self._name(card, found, own=own)
        return card

    def _take(self, card: Card, found: "_Found", one: Property, label: str) -> None:
        """Take over one property."""
        one = replace(one, name=ALIASES.get(one.name, one.name))
        if one.name in _TAKERS:
            take, place = _TAKERS[one.name]
            take(card, found, one, clean("email", "label", label))
            self._mapped.setdefault(one.name, place)
        elif one.name in TEXTS:
            self._take_text(card, one)
        elif one.name in DAYS:
            self._take_day(card, one)
        else:
            self._take_other(card, found, one)

    def _take_text(self, card: Card, one: Property) -> None:
        """Take over a text; several notes stand below each other."""
        part = TEXTS[one.name]
        known, text = getattr(card, part), clean("contact", part, one.text)
        setattr(card, part, f"{known}\n{text}" if known and part == "note" else text)
        self._mapped.setdefault(one.name, Place("contact", part))

    def _take_other(self, card: Card, found: "_Found", one: Property) -> None:
        """Keep what has no field of its own under its name."""
        if one.name == "FN":
            found.full_name = clean("contact", "name", one.text)
        elif one.name in _KINDS:
            found.kind = found.kind or one.text.strip().lower()
        elif one.name in _MOMENTS:
            # Another program's moments say nothing of our own record.
            if found.own:
                setattr(card, _MOMENTS[one.name], moment(one.text))
        elif found.own and one.name == f"{OWN}CUSTOM":
            name = next(iter(one.params.get("X-NAME", ())), one.name)
            card.custom[name] = _json(one.text)
        elif found.own and one.name in _ROLE_PARTS:
            self._take_role_part(card, found, one)
        elif one.name in _PICTURES:
            self._left_out[one.name] += 1
        elif one.name not in _TECHNICAL:
            self._keep(card, one.name, one.text)

    def _take_role_part(self, card: Card, found: "_Found", one: Property) -> None:
        """Take over what only we say of a role; a day that somebody made unreadable stays as text."""
        part = _ROLE_PARTS[one.name]
        try:
            known = one.text if part == "organization_uid" else dt.date.fromisoformat(one.text)
        except ValueError:
            self._keep(card, one.name, one.text)
        else:
            found.role(one, part)[part] = known

    def _take_day(self, card: Card, one: Property) -> None:
        """Take over a day; one without its year, or in words, stays as text."""
        part = DAYS[one.name]
        match = _DAY.fullmatch(one.text.strip())
        try:
            day = dt.date(*map(int, match.groups())) if match else None
        except ValueError:
            day = None
        if day is None:
            self._keep(card, one.name, one.text)
        else:
            setattr(card, part, day)
            self._mapped.setdefault(one.name, Place("contact", part))

    def _keep(self, card: Card, name: str, text: str) -> None:
        self._kept[name] = None
        card.custom[name] = f"{card.custom[name]}\n{text}" if name in card.custom else text

    def _name(self, card: Card, found: "_Found", *, own: bool) -> None:
        """Decide whether it is a person or an organization, and how it is called."""
        named = any((card.given_name, card.family_name, card.additional_names, card.nickname))
        house = next((role.organization_name for role in card.roles if role.organization_name), "")
        is_house = found.kind in {"org", "organization", "company"}
        names_house = bool(house) and not named and found.full_name in {house, ""}
        if is_house or (names_house and not found.kind and not own):
            card.kind = ContactKind.ORGANIZATION
            card.name = found.full_name or house
            if not own:
                card.roles = []
        elif not named and found.full_name and not own:
            card.given_name, card.family_name = split_listed_name(found.full_name)
        if own:
            card.name = found.full_name
        else:
            card.complete()
            card.name = card.name or found.full_name
        if not card.name:
            raise Nameless
        if not words(found.full_name) <= words(f"{card.name} {card.nickname}"):
            self._keep(card, "FN", found.full_name)


@dataclass(slots=True)
class _Found:
    """What is gathered of a card before it is whole."""

    emails: list[tuple[bool, Labelled]] = field(default_factory=list)
    phones: list[tuple[bool, Number]] = field(default_factory=list)
    links: list[tuple[bool, Labelled]] = field(default_factory=list)
    addresses: list[tuple[bool, Postal]] = field(default_factory=list)
    roles: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)
    full_name: str = ""
    kind: str = ""
    own: bool = False

    def role(self, one: Property, part: str) -> dict[str, Any]:
        """Return the role that a property is a part of: the first of its group without that part."""
        number = 0
        while part in self.roles.get((one.group, number), {}):
            number += 1
        return self.roles.setdefault((one.group, number), {})


_ROLE_PARTS: Final = {
    f"{OWN}SINCE": "since",
    f"{OWN}UNTIL": "until",
    f"{OWN}ORGANIZATION-UID": "organization_uid",
}


def _take_name(card: Card, _found: _Found, one: Property, _label: str) -> None:
    names = [" ".join(filter(None, map(one_line, some))) for some in _lists(one)]
    for part, text in zip(_NAME_PARTS, names, strict=False):
        setattr(card, part, clean("contact", part, text))


def _take_email(_card: Card, found: _Found, one: Property, label: str) -> None:
    found.emails.append((_is_preferred(one), Labelled(label, clean("email", "value", one.text))))


def _take_phone(_card: Card, found: _Found, one: Property, label: str) -> None:
    text = one.text if found.own else one.text.removeprefix("tel:")
    dialled = next(iter(one.params.get("X-E164", ())), "") if found.own else ""
    number = Number(label, clean("phone", "value", text), dialled)
    found.phones.append((_is_preferred(one), number))


def _take_link(_card: Card, found: _Found, one: Property, label: str) -> None:
    found.links.append((_is_preferred(one), Labelled(label, clean("link", "value", one.text))))


def _take_address(_card: Card, found: _Found, one: Property, label: str) -> None:
    found.addresses.append((_is_preferred(one), _postal(one, label)))


def _take_organization(_card: Card, found: _Found, one: Property, _label: str) -> None:
    name, *units = one.parts()
    role = found.role(one, "organization_name")
    role["organization_name"] = clean("role", "organization_name", name)
    role["department"] = clean("role", "department", ", ".join(filter(None, units)))


def _take_title(_card: Card, found: _Found, one: Property, _label: str) -> None:
    found.role(one, "title")["title"] = clean("role", "title", one.text)


def _take_tags(card: Card, _found: _Found, one: Property, _label: str) -> None:
    names = dict.fromkeys(clean("tag", "name", text) for text in one.parts(","))
    card.tags += [name for name in names if name and name not in card.tags]


def _take_uid(card: Card, found: _Found, one: Property, _label: str) -> None:
    uid = one.text.strip()
    card.uid = uid if found.own else uid.removeprefix("urn:uuid:")


_Taker = Callable[[Card, _Found, Property, str], None]

_TAKERS: Final[dict[str, tuple[_Taker, Place]]] = {
    "N": (_take_name, Place("contact", "family_name")),
    "EMAIL": (_take_email, Place("email", "value")),
    "TEL": (_take_phone, Place("phone", "value")),
    "URL": (_take_link, Place("link", "value")),
    "IMPP": (_take_link, Place("link", "value")),
    "X-SOCIALPROFILE": (_take_link, Place("link", "value")),
    "ADR": (_take_address, Place("address", "street")),
    "ORG": (_take_organization, Place("role", "organization_name")),
    "TITLE": (_take_title, Place("role", "title")),
    "CATEGORIES": (_take_tags, Place("tags", "words")),
    "UID": (_take_uid, Place("contact", "uid")),
}
"""What takes over a property, and the field it becomes."""

_NAME_PARTS: Final = ("family_name", "given_name", "additional_names", "prefix", "suffix")
_KINDS: Final = frozenset({"KIND", "X-ADDRESSBOOKSERVER-KIND", "X-ABSHOWAS"})
_MOMENTS: Final = {"REV": "updated", "CREATED": "created"}


def _is_own(raw: RawCard) -> bool:
    """Say whether we wrote a card so that nothing is lost."""
    return any(one.name == "PRODID" and one.text == EXACT for one in raw.properties)


def _lists(one: Property) -> list[list[str]]:
    """Return the lists that stand between semicolons."""
    return [[unescaped(text) for text in split(part, ",")] for part in split(one.value, ";")]


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _postal(one: Property, label: str) -> Postal:
    parts = ("po_box", "extended", "street", "city", "region", "postal_code", "country")
    texts = dict(zip(parts, one.parts(), strict=False))
    texts["formatted"] = "\n".join(one.params.get("LABEL", ()))
    return Postal(
        label=label, **{part: clean("address", part, text) for part, text in texts.items()}
    )


def _label(one: Property) -> str:
    """Return the label that a property's types say, in our words."""
    named = [LABELS[kind] for kind in one.types if kind in LABELS]
    if "fax" in one.types:
        named.append("Fax")
    return " ".join(named[:2]) if "Fax" in named else next(iter(named), "")


def _label_text(text: str) -> str:
    match = _APPLE_LABEL.fullmatch(text.strip())
    return match[1] if match else text


def _is_preferred(one: Property) -> bool:
    return "pref" in one.types or "PREF" in one.params


def _preferred_first(entries: Sequence[tuple[bool, EntryT]]) -> list[EntryT]:
    return [entry for _first, entry in sorted(entries, key=lambda one: not one[0])]


def _called(raw: RawCard) -> str:
    """Return what a card that cannot be read calls itself."""
    return next((one_line(p.text)[:60] for p in raw.properties if p.name == "FN"), "")
