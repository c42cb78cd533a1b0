"""Turns vCards into the cards that an import brings, and notes what it leaves out."""

import datetime as dt
import re
from collections import Counter
from dataclasses import replace
from typing import Final

from deskcrm import formats
from deskcrm.domain.people import ContactKind, Nameless
from deskcrm.domain.text import one_line
from deskcrm.errors import CrmError
from deskcrm.features.contacts.phones import country_code, e164
from deskcrm.features.exchange.belongings import own_picture
from deskcrm.features.exchange.card import Card, Day, Number, Position, Said, clean
from deskcrm.features.exchange.cells import (
    json_value,
    moment,
    split_listed_name,
    without_repetition,
    words,
)
from deskcrm.features.exchange.incoming import Arrival, Columns, Incoming, LeftOut, Refusal
from deskcrm.features.exchange.place import Place
from deskcrm.features.exchange.vcard_fields import TAKERS, Found
from deskcrm.features.exchange.vcard_file import Property, RawCard, picture_bytes, raw_cards
from deskcrm.features.exchange.vcard_labels import (
    LAST,
    label_of,
    label_text,
    rank,
    with_service,
    without_borrowed_year,
)
from deskcrm.features.exchange.vcard_words import ALIASES, DAYS, EXACT, OWN, TEXTS
from deskcrm.i18n import _, mark, ngettext
from deskcrm.jobs import Progress, Silent

_TECHNICAL: Final = frozenset({"VERSION", "PRODID", "BEGIN", "END", "FN", "X-ABLABEL", "X-ABADR"})
"""What says nothing of the contact itself."""
_PICTURES: Final = frozenset({"PHOTO", "LOGO", "SOUND", "KEY", "X-ABCROP-RECTANGLE"})
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ].*)?")


class EndMissing(CrmError):
    """A card that is cut off."""

    sentence = mark("The card has no end; the file may be cut off.")


def read_cards(
    *files: bytes, name: str, others: int = 0, country: str = "", progress: Progress | None = None
) -> Incoming:
    """Read the bytes of a file called `name`, or of all files in a ZIP or a folder called so.

    `others` files lay beside them and were not read. `country` is where phone numbers without a
    prefix belong if their card names no country.
    """
    progress = progress or Silent()
    raws = [raw for data in files for raw in raw_cards(data)]
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
        reader.columns(name, others),
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

    def columns(self, name: str, others: int) -> Columns:
        """Say what became of each property, and of the files that are no vCards."""
        reason = _(
            "Logos, sounds, keys and pictures that cannot be read are not part of a contact here."
        )
        left_out = []
        for column, count in self._left_out.items():
            said = ngettext("{count} attachment", "{count} attachments", count)
            left_out.append(
                LeftOut(column, said.format(count=formats.number(count)), count, reason)
            )
        if others:
            said = ngettext("{count} other file", "{count} other files", others)
            reason = _("Only vCards are read from a ZIP or a folder.")
            left_out.append(
                LeftOut(name, said.format(count=formats.number(others)), others, reason)
            )
        return Columns(self._mapped, tuple(self._kept), (), tuple(left_out))

    def card(self, raw: RawCard) -> Card:
        """Read one card; raise Nameless or TooLong."""
        own = _is_own(raw)
        card, found = Card(), Found(own=own)
        labels = {
            p.group: p.text if own else label_text(p.text)
            for p in raw.properties
            if p.name == "X-ABLABEL"
        }
        # ORG and TITLE belong together by their order, so that one keeps it.
        for one in sorted(raw.properties, key=lambda p: LAST if p.name in _PAIRED else rank(p)):
            label = labels.get(one.group, "") if one.group else ""
            if not one.value.strip() and one.name != "ORG" and not own:
                continue
            self._take(card, found, one, label or label_of(one))
        self._complete_addresses(card, found.whole_addresses)
        if not own:
            card.addresses = [without_repetition(postal) for postal in card.addresses]
        country = next((p.country for p in card.addresses if country_code(p.country)), "")
        card.phones = [
            number if number.e164 or own
            else Number(number.label, number.value, e164(number.value, country=country, otherwise=self._country))
            for number in card.phones
        ]  # fmt: skip
        card.roles = [Position(**parts) for parts in found.roles.values() if any(parts.values())]
        self._name(card, found, own=own)
        return card

    def _take(self, card: Card, found: Found, one: Property, label: str) -> None:
        """Take over one property."""
        alias = ALIASES.get(one.name)
        if one.name == "X-ABDATE" and label.casefold() == "anniversary" and not found.own:
            alias = "ANNIVERSARY"
        one = without_borrowed_year(replace(one, name=alias) if alias else one)
        if one.name in _ONCE and one.name in found.seen:
            self._keep(card, one.name, one.text)
        elif one.name in TAKERS:
            take, place = TAKERS[one.name]
            take(card, found, one, clean("email", "label", with_service(one, label)))
            self._mapped.setdefault(one.name, place)
            found.seen.add(one.name)
        elif one.name in TEXTS:
            self._take_text(card, one)
        elif one.name in DAYS:
            self._take_day(card, one)
        elif one.name == "X-ABDATE" and (day := _read_day(one.text)) is not None:
            card.dates.append(Day(clean("date", "label", label), day))
            self._mapped.setdefault(one.name, Place("date", "value"))
        elif one.name == "PHOTO" and card.photo is None:
            self._take_photo(card, one)
        else:
            self._take_other(card, found, one, label)

    def _take_text(self, card: Card, one: Property) -> None:
        """Take over a text; several notes stand below each other, any other second text beside the fields."""
        part = TEXTS[one.name]
        known, text = getattr(card, part), clean("contact", part, one.text)
        if known and part != "note":
            self._keep(card, one.name, text)
            return
        setattr(card, part, f"{known}\n{text}" if known else text)
        self._mapped.setdefault(one.name, Place("contact", part))

    def _take_other(self, card: Card, found: Found, one: Property, label: str) -> None:
        """Keep what has no field of its own under its name, and under its label if it has one."""
        if one.name == "FN":
            found.full_names.append(clean("contact", "name", one.text))
        elif one.name in _KINDS:
            found.kind = found.kind or one.text.strip().lower()
        elif one.name in _MOMENTS:
            # Another program's moments say nothing of our own record.
            if found.own:
                setattr(card, _MOMENTS[one.name], moment(one.text))
        elif found.own and one.name == f"{OWN}CUSTOM":
            name = next(iter(one.params.get("X-NAME", ())), one.name)
            value = json_value(one.text)
            card.custom[name] = one.text if value is None and one.text != "null" else value
        elif found.own and one.name == f"{OWN}CONSENT":
            self._take_consent(card, one)
        elif found.own and one.name in _ROLE_PARTS:
            self._take_role_part(card, found, one)
        elif one.name in _PICTURES:
            self._left_out[one.name] += 1
        elif one.name not in _TECHNICAL:
            self._keep(card, f"{one.name} ({label})" if label else one.name, one.text)

    def _take_role_part(self, card: Card, found: Found, one: Property) -> None:
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
        part, day = DAYS[one.name], _read_day(one.text)
        if day is None or getattr(card, part) is not None:
            self._keep(card, one.name, one.text)
        else:
            setattr(card, part, day)
            self._mapped.setdefault(one.name, Place("contact", part))

    def _take_photo(self, card: Card, one: Property) -> None:
        """Take over a photo that stands in the card; one that lies elsewhere is not fetched."""
        data = picture_bytes(one)
        if data is None:
            self._keep(card, one.name, one.text)
            return
        try:
            card.photo = own_picture(data)
        except CrmError:
            self._left_out[one.name] += 1
        else:
            self._mapped.setdefault(one.name, Place("contact", "photo"))

    def _take_consent(self, card: Card, one: Property) -> None:
        """Take over what only we say of consent; what somebody made unreadable stays as text."""
        day = _read_day(next(iter(one.params.get("X-DAY", ())), ""))
        if day is None:
            self._keep(card, one.name, one.text)
        else:
            given = next(iter(one.params.get("X-GIVEN", ())), "") == "yes"
            card.consents.append(Said(given, day, clean("consent", "source", one.text)))

    def _keep(self, card: Card, name: str, text: str) -> None:
        self._kept[name] = None
        card.custom[name] = f"{card.custom[name]}\n{text}" if name in card.custom else text

    def _complete_addresses(self, card: Card, wholes: list[tuple[str, str]]) -> None:
        """Give each address the whole text that stood beside it; a text without an address is kept."""
        for label, text in wholes:
            for at, postal in enumerate(card.addresses):
                if postal.label == label and not postal.formatted:
                    card.addresses[at] = replace(postal, formatted=text)
                    break
            else:
                self._keep(card, f"LABEL ({label})" if label else "LABEL", text)

    def _name(self, card: Card, found: Found, *, own: bool) -> None:
        """Decide whether it is a person or an organization, and how it is called."""
        parted = any((card.given_name, card.family_name, card.additional_names))
        house = next((role.organization_name for role in card.roles if role.organization_name), "")
        full_name = next(iter(found.full_names), "")
        names_house = bool(house) and not parted and not card.nickname and full_name in {house, ""}
        if found.kind in _HOUSES or (names_house and not found.kind and not own):
            card.kind = ContactKind.ORGANIZATION
            card.name = full_name or house
            if not own:
                self._drop_roles(card)
        elif not parted and full_name and not own:
            card.given_name, card.family_name = split_listed_name(full_name)
        if own:
            card.name = full_name
        else:
            card.complete()
            card.name = card.name or full_name
        if not card.name:
            raise Nameless
        if found.kind and found.kind not in _HOUSES | _PEOPLE:
            self._keep(card, "KIND", found.kind)
        for name in found.full_names:
            if not words(name) <= words(f"{card.name} {card.nickname}"):
                self._keep(card, "FN", name)

    def _drop_roles(self, card: Card) -> None:
        """Keep what an organization says of its place in an organization beside its fields."""
        for role in card.roles:
            for name, text in (
                ("ORG", role.organization_name),
                ("ORG", role.department),
                ("TITLE", role.title),
            ):
                if text and text != card.name:
                    self._keep(card, name, text)
        card.roles = []


_ROLE_PARTS: Final = {
    f"{OWN}SINCE": "since",
    f"{OWN}UNTIL": "until",
    f"{OWN}ORGANIZATION-UID": "organization_uid",
}
_ONCE: Final = frozenset({"N", "UID"})
_PAIRED: Final = frozenset({"ORG", "TITLE"})
_HOUSES: Final = frozenset({"org", "organization", "company"})
_PEOPLE: Final = frozenset({"individual", "person"})
_KINDS: Final = frozenset({"KIND", "X-ADDRESSBOOKSERVER-KIND", "X-ABSHOWAS"})
_MOMENTS: Final = {
    "REV": "updated",
    "CREATED": "created",
    f"{OWN}REV": "updated",
    f"{OWN}CREATED": "created",
}
"""What says when a record was added and changed; our own, to the part of a second, comes last."""


def _read_day(text: str) -> dt.date | None:
    """Read a whole day; None for one without its year, in words, or not in the calendar."""
    match = _DAY.fullmatch(text.strip())
    try:
        return dt.date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _is_own(raw: RawCard) -> bool:
    """Say whether we wrote a card so that nothing is lost."""
    return any(one.name == "PRODID" and one.text == EXACT for one in raw.properties)


def _called(raw: RawCard) -> str:
    """Return what a card that cannot be read calls itself."""
    return next((one_line(p.text)[:60] for p in raw.properties if p.name == "FN"), "")
