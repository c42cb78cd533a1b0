"""Turns the rows of a contacts file into cards, and notes what becomes of each column and each oddity."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from deskcrm.domain.people import ContactKind, Nameless
from deskcrm.domain.text import fold, keepable
from deskcrm.errors import CrmError
from deskcrm.features.contacts.phones import country_code, e164
from deskcrm.features.exchange import dates
from deskcrm.features.exchange.card import Card, Labelled, Number, Position, Postal, clean
from deskcrm.features.exchange.cells import (
    is_footer,
    is_total,
    json_value,
    labelled_numbers,
    moment,
    parted,
    position,
    several_addresses,
    split_listed_name,
    starred_label,
    tag_texts,
    without_repetition,
    words,
)
from deskcrm.features.exchange.csv_file import CsvFile
from deskcrm.features.exchange.incoming import (
    Arrival,
    Columns,
    Incoming,
    LeftOut,
    Refusal,
    Remark,
    Table,
)
from deskcrm.features.exchange.mapping import (
    Header,
    find_header,
    makes_a_contact,
    plain_header,
)
from deskcrm.features.exchange.own_fields import Fitter, OwnFields
from deskcrm.features.exchange.place import SKIPPED, Place, plain_name
from deskcrm.features.exchange.presets import Preset
from deskcrm.features.exchange.rows import Row, Sorter, table_of
from deskcrm.i18n import _, mark
from deskcrm.jobs import Progress, Silent

_SYSTEM_LABEL: Final = "* myContacts"
"""The label that Google gives to every contact; it says nothing of any of them."""


class NoContacts(CrmError):
    """A table without a column that makes a contact."""

    sentence = mark(
        "No column of {name} could be recognized as a name, an organization, an e-mail address or a phone number."
    )

    def __init__(self, table: Table | None = None, **facts: Any) -> None:
        super().__init__(**facts)
        self.table = table
        """The columns, for somebody who knows them better."""


def read_contacts(
    file: CsvFile,
    *,
    country: str = "",
    order: dates.Order | None = None,
    preset: Preset | None = None,
    chosen: Mapping[str, Place | None] | None = None,
    own: OwnFields | None = None,
    progress: Progress | None = None,
) -> Incoming:
    """Read what a file says of contacts; raise NoContacts if none of its columns does.

    `country` is where phone numbers without a prefix belong if their row names no country; `order`
    decides dates that the file itself leaves open. `preset` and `chosen` say what columns mean where
    that is known better than the file tells; `own` are the fields by which columns of their names
    are read.
    """
    own = own or OwnFields()
    header = find_header(file.rows, preset=preset, chosen=chosen, own=own.names)
    if header is None or not any(map(makes_a_contact, header.places)):
        raise NoContacts(table_of(header or plain_header(file.rows), file.rows), name=file.name)
    return _Reader(file, header, country, order, own).read(progress or Silent())


class _Reader:
    """Reads the rows of one file."""

    def __init__(
        self,
        file: CsvFile,
        header: Header,
        country: str,
        order: dates.Order | None,
        own: OwnFields,
    ) -> None:
        self._file = file
        self._header = header
        self._country = country
        self._exact = header.is_exact
        self._own_file = header.is_own
        self._rows = file.rows[header.row + 1 :]
        self._remarks: list[Remark] = []
        self._sorter = Sorter(header, self._remark)
        self._left_out: Counter[tuple[str, str]] = Counter()
        self._kept: dict[str, None] = {}
        self._undecided: dict[str, None] = {}
        self._names = {place: name for name, place in zip(header.names, header.places, strict=True)}
        self._orders = {part: self._order(part) or order for part in ("birthday", "anniversary")}
        self._fitter = Fitter(
            own,
            header,
            self._rows,
            self._remark,
            order=order,
            is_plain=self._own_file or file.encoding == "xlsx",
        )

    def read(self, progress: Progress) -> Incoming:
        """Read them all."""
        arrivals: list[Arrival] = []
        refused: list[Refusal] = []
        for number, cells in enumerate(self._rows, 1):
            if number % 200 == 0:
                progress.report(number, len(self._rows))
            try:
                if number == len(self._rows) and self._file.unclosed:
                    raise _Unclosed
                if is_total(cells):
                    raise _Total
                if is_footer(cells) and len(self._header.names) > 2:
                    raise _Footer
                card = self._card(self._sorter.sort(number, cells))
            except CrmError as error:
                refused.append(Refusal(number, self._called(cells), str(error)))
            else:
                arrivals.append(Arrival(number, card))
        return Incoming(
            self._file.name,
            tuple(arrivals),
            tuple(refused),
            self._columns(),
            tuple(self._remarks),
            exact=self._exact,
            undecided=tuple(self._undecided | self._fitter.undecided),
            table=table_of(self._header, self._file.rows),
        )

    def _columns(self) -> Columns:
        unmapped = [
            name
            for name, place in zip(self._header.names, self._header.places, strict=True)
            if place is None
        ]
        return Columns(
            mapped={
                name: place
                for name, place in zip(self._header.names, self._header.places, strict=True)
                if place is not None and place != SKIPPED
            },
            kept=tuple(self._kept),
            empty=tuple(name for name in unmapped if name not in self._kept),
            left_out=tuple(
                LeftOut(column, value, rows, _("Google puts this label on every contact."))
                for (column, value), rows in self._left_out.items()
            )
            + tuple(
                LeftOut(name, "", len(self._rows), _("You left this column out."))
                for name, place in zip(self._header.names, self._header.places, strict=True)
                if place == SKIPPED
            ),
            own=self._fitter.fields,
        )

    def _order(self, part: str) -> dates.Order | None:
        """Return the order that a column of dates proves."""
        place = Place("contact", part)
        if place not in self._header.places:
            return None
        column = self._header.places.index(place)
        return dates.order_of(cells[column] for cells in self._rows if column < len(cells))

    def _card(self, row: Row) -> Card:
        card = Card()
        for part, text in row.single.items():
            if part in _SPECIAL:
                continue
            setattr(card, part, clean("contact", part, text))
        card.birthday = self._date(row, "birthday") or self._birth(row)
        card.anniversary = self._date(row, "anniversary")
        card.created = self._instant(row, "created")
        card.updated = self._instant(row, "updated")
        if card.referred_by and not self._own_file:
            # Another program's file names somebody in words of its own, not by our UID.
            row.rest[self._names[Place("contact", "referred_by")]] = card.referred_by
            card.referred_by = ""
        self._add_entries(card, row)
        self._add_phones(card, row)
        self._add_tags(card, row)
        for name, value in row.rest.items():
            self._keep(card, name, self._day(name, value))
        if row.own:
            card.custom |= self._own(row)
        self._name(card, row)
        if not self._exact:
            self._fitter.fit(row.number, card)
        return card

    def _add_entries(self, card: Card, row: Row) -> None:
        emails: list[tuple[bool, Labelled]] = []
        for group, parts in self._entries(row):
            first, label = starred_label(parts.get("label", ""), exact=self._exact)
            cleaned = {
                part: clean(group, part, text)
                for part, text in parts.items()
                if part != "label" and group != "custom"
            }
            if group == "email" and cleaned.get("value"):
                values = [cleaned["value"]] if self._exact else several_addresses(cleaned["value"])
                label = clean(group, "label", label)
                emails += [(first, Labelled(label, value)) for value in values]
            elif group == "link" and cleaned.get("value"):
                card.links.append(Labelled(clean(group, "label", label), cleaned["value"]))
            elif group == "address" and cleaned:
                postal = Postal(label=clean(group, "label", label), **cleaned)
                card.addresses.append(postal if self._exact else without_repetition(postal))
            elif group == "role" and cleaned:
                card.roles.append(position(cleaned))
            elif group == "custom" and parts.get("value"):
                self._keep(card, label or _("Custom field"), keepable(parts["value"]))
        # Google marks the address that is used first with a star.
        card.emails = [email for _first, email in sorted(emails, key=lambda one: not one[0])]

    def _add_phones(self, card: Card, row: Row) -> None:
        """Add the phone numbers; those without a prefix belong to the country of the address."""
        country = next((p.country for p in card.addresses if country_code(p.country)), "")
        numbers: list[tuple[bool, Number]] = []
        for group, parts in self._entries(row, phones=True):
            value = clean(group, "value", parts.get("value", ""))
            if not value:
                continue
            first, label = starred_label(parts.get("label", ""), exact=self._exact)
            label = clean(group, "label", label)
            if self._exact:
                numbers.append((first, Number(label, value, parts.get("e164", ""))))
                continue
            several = [] if self._own_file else labelled_numbers(value)
            for other, text in several or [(label, value)]:
                dialled = e164(text, country=country, otherwise=self._country)
                numbers.append((first, Number(other or label, text, dialled)))
        card.phones = [number for _first, number in sorted(numbers, key=lambda one: not one[0])]

    def _entries(self, row: Row, *, phones: bool = False) -> list[tuple[str, dict[str, str]]]:
        """Return the entries of a row, several in one cell each by itself."""
        found: list[tuple[str, dict[str, str]]] = []
        for key, parts in row.entries.items():
            group = key[0]
            if (group == "phone") is not phones:
                continue
            parts.setdefault("label", row.labels[key])
            found += [(group, one) for one in ([parts] if self._exact else parted(parts))]
        return found

    def _add_tags(self, card: Card, row: Row) -> None:
        names: dict[str, str] = {}
        for kind, cell in row.tags:
            for text in tag_texts(cell, kind, exact=self._exact):
                if text == _SYSTEM_LABEL and not self._exact:
                    self._left_out[self._names[Place("tags", kind)], text] += 1
                    continue
                name = clean("tag", "name", text if self._exact else text.removeprefix("* "))
                if name:
                    names.setdefault(fold(name), name)
        card.tags = list(names.values())

    def _date(self, row: Row, part: str) -> dt.date | None:
        """Read a date; one that cannot be read stays as it was written, beside the fields."""
        text = row.single.get(part, "")
        if dates.no_date(text):
            return None
        name = self._names[Place("contact", part)]
        try:
            return dates.read_date(text, self._orders[part])
        except dates.Undecided:
            self._undecided[name] = None
            reason = _("“{text}” may be day/month or month/day; it was kept as text.")
        except ValueError:
            reason = _("“{text}” could not be read as a date; it was kept as text.")
        row.rest[name] = keepable(text)
        self._remark(row.number, reason.format(text=text.strip()))
        return None

    def _birth(self, row: Row) -> dt.date | None:
        """Read a birthday in three columns; what is no day stays under the columns' names."""
        parts = [row.single.get(part, "").strip() for part in _BIRTH]
        if not any(parts):
            return None
        try:
            return dt.date(*map(int, parts))
        except ValueError:
            for part, text in zip(_BIRTH, parts, strict=True):
                if text:
                    row.rest[self._names[Place("contact", part)]] = keepable(text)
        return None

    def _day(self, name: str, value: str) -> str:
        """Return a day in a column that a program keeps for days as it is kept; any other text as it is."""
        preset = self._header.preset
        if preset is None or plain_name(name) not in preset.days:
            return value
        try:
            return dates.read_date(value, None).isoformat()
        except ValueError:
            return value

    def _instant(self, row: Row, part: str) -> dt.datetime | None:
        """Read a moment as our own exports write it; another's stays as text."""
        text = row.single.get(part, "")
        read = moment(text)
        if text and read is None:
            row.rest[self._names[Place("contact", part)]] = keepable(text)
        return read

    def _own(self, row: Row) -> dict[str, Any]:
        """Read the fields without a place that an exact export wrote."""
        values = json_value(row.own)
        if isinstance(values, dict):
            return {str(name): value for name, value in values.items()}
        self._kept["Custom"] = None
        return {"Custom": keepable(row.own)}

    def _name(self, card: Card, row: Row) -> None:
        """Decide whether it is a person or an organization, and how it is called."""
        kind = row.single.get("kind", "").strip()
        is_named = any((card.given_name, card.family_name, card.additional_names, card.nickname))
        if kind.casefold() in _ORGANIZATION:
            card.kind = ContactKind.ORGANIZATION
        elif kind and kind.casefold() != ContactKind.PERSON:
            self._keep(card, self._names[Place("contact", "kind")], kind)
        elif not self._exact and not is_named and not card.name and not kind:
            self._make_organization(card)
        if self._exact and card.name:
            return
        whole = card.name
        if card.kind is ContactKind.PERSON and whole and not is_named:
            card.given_name, card.family_name = split_listed_name(whole)
        card.complete()
        if not card.name:
            raise Nameless
        if self._header.preset is not None:
            # Programs for invoices name a customer's organization even where it is the person.
            card.roles = [role for role in card.roles if not _is_only(role, card.name)]
        said = f"{card.name} {card.nickname}"
        if not words(whole) <= words(said):
            self._keep(card, self._names[Place("contact", "name")], whole)

    def _make_organization(self, card: Card) -> None:
        """Make a row that names an organization and nobody in it the organization itself."""
        named = [role for role in card.roles if role.organization_name]
        if not named:
            return
        card.kind = ContactKind.ORGANIZATION
        card.name = named[0].organization_name
        first, *others = (role for role in card.roles if role is named[0] or role.organization_name)
        for part, value in (("title", first.title), ("department", first.department)):
            if value:
                column = self._names.get(Place("role", part, "1"), f"Organization {part.title()}")
                self._keep(card, column, value)
        for number, role in enumerate(others, 2):
            self._keep(card, f"Organization {number}", role.organization_name)
        card.roles = []

    def _keep(self, card: Card, name: str, value: str) -> None:
        self._kept[name] = None
        card.custom[name] = f"{card.custom[name]}\n{value}" if name in card.custom else value

    def _remark(self, row: int, text: str) -> None:
        remark = Remark(row, text)
        if not self._remarks or self._remarks[-1] != remark:
            self._remarks.append(remark)

    def _called(self, cells: Sequence[str]) -> str:
        """Return the first words of a row, to name it by."""
        words = (" ".join(cell.split()) for cell in cells)
        return next((word[:60] for word in words if word), "")


_BIRTH: Final = ("birth_year", "birth_month", "birth_day")
_SPECIAL: Final = {"kind", "birthday", "anniversary", "created", "updated", *_BIRTH}
_ORGANIZATION: Final = frozenset({"organization", "organisation", "company"})


def _is_only(role: Position, name: str) -> bool:
    """Say whether a role says nothing but that somebody is at an organization of their own name."""
    return role == Position(organization_name=role.organization_name) and fold(
        role.organization_name
    ) == fold(name)


class _Unclosed(CrmError):
    sentence = mark("A quotation mark in this row is never closed; the rest of the file is in it.")


class _Footer(CrmError):
    sentence = mark("This looks like the end of a report, not like a contact.")


class _Total(CrmError):
    sentence = mark("This looks like the sum below a table, not like a contact.")
