"""Writes contacts as CSV: for spreadsheets, in which no cell is a formula, or exact, to be read back."""

import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy.orm import Session

from deskcrm.domain.custom import texts
from deskcrm.domain.people import ContactKind
from deskcrm.domain.text import fold
from deskcrm.errors import CrmError
from deskcrm.features.exchange.card import NAMES, Card, Postal
from deskcrm.features.exchange.mapping import place_of
from deskcrm.features.exchange.queries import Widths, cards, contact_ids, custom_names, widths
from deskcrm.files import replacing
from deskcrm.i18n import mark
from deskcrm.jobs import Progress, Silent

Row = dict[str, str]

_FORMULA = re.compile(r"[=@\t\r\n＝＠]|[+\-＋－](?![\d(][\d\s().,/\-]*$|$)")

_SINGLE: Final = (
    ("Name Prefix", "prefix"),
    ("First Name", "given_name"),
    ("Middle Name", "additional_names"),
    ("Last Name", "family_name"),
    ("Name Suffix", "suffix"),
    ("Nickname", "nickname"),
    ("Phonetic First Name", "phonetic_given_name"),
    ("Phonetic Middle Name", "phonetic_additional_names"),
    ("Phonetic Last Name", "phonetic_family_name"),
    ("File As", "file_as"),
    ("Birthday", "birthday"),
    ("Anniversary", "anniversary"),
    ("Tax ID", "tax_id"),
    ("Language", "language"),
    ("Time Zone", "time_zone"),
    ("Source", "source"),
    ("Referred By", "referred_by"),
    ("Notes", "note"),
)

_POSTAL: Final = (
    ("Label", "label"),
    ("Formatted", "formatted"),
    ("Street", "street"),
    ("City", "city"),
    ("PO Box", "po_box"),
    ("Region", "region"),
    ("Postal Code", "postal_code"),
    ("Country", "country"),
    ("Extended Address", "extended"),
)


COLUMNS: Final = (
    "uid", "name", "nickname", "phonetic", "file_as", "birthday", "anniversary", "tax_id",
    "language", "time_zone", "source", "referred_by", "note", "organization", "tags", "emails",
    "phones", "addresses", "links", "custom",
)  # fmt: skip
"""What can be chosen for a file, beside the user's own fields by their names."""


class UnknownColumn(CrmError):
    """A name that no column of an export has."""

    sentence = mark("“{text}” is not a column of contacts. There are: {names}.")


@dataclass(frozen=True, slots=True)
class Choice:
    """What is exported: which contacts, in this order, and which columns; None means all."""

    ids: Sequence[int] | None = None
    columns: tuple[str, ...] | None = None


ALL: Final = Choice()


@dataclass(frozen=True, slots=True)
class CardTable:
    """Contacts as rows of texts under a header."""

    session: Session
    ids: Sequence[int]
    header: tuple[str, ...]
    own: tuple[tuple[str, str], ...]
    """The fields without a place: their names, and their columns'."""
    exact: bool

    def rows(self) -> Iterator[tuple[str, list[str]]]:
        """Yield the name and the cells of each contact."""
        for _key, card in cards(self.session, self.ids):
            row = _row(card, exact=self.exact)
            row |= {
                column: _plain(card.custom[name])
                for name, column in self.own
                if name in card.custom
            }
            yield card.name, [row.get(column, "") for column in self.header]


def table_of(session: Session, choice: Choice, *, exact: bool = False) -> CardTable:
    """Return the rows that are chosen; raise UnknownColumn. An exact table has all columns."""
    ids = contact_ids(session) if choice.ids is None else choice.ids
    own = [] if exact else _own_columns(custom_names(session))
    columns = list(_header(widths(session), exact=exact))
    header = [column for _group, column in columns] + [column for _name, column in own]
    if choice.columns is not None and not exact:
        header = _chosen(choice.columns, columns, own)
    return CardTable(session, ids, tuple(header), tuple(own), exact)


def _chosen(
    wanted: Sequence[str], columns: list[tuple[str, str]], own: list[tuple[str, str]]
) -> list[str]:
    """Return the columns with these names, in the order in which they are wanted."""
    by_name = {fold(name): column for name, column in own}
    header: list[str] = []
    for text in wanted:
        name = text.strip()
        if name == "custom":
            found = [column for _name, column in own]
        elif name in COLUMNS:
            found = [column for group, column in columns if group == name]
        elif fold(name) in by_name:
            found = [by_name[fold(name)]]
        else:
            raise UnknownColumn(text=text, names=", ".join(COLUMNS))
        header += [column for column in found if column not in header]
    return header


def export_contacts(
    session: Session,
    path: Path,
    choice: Choice = ALL,
    *,
    exact: bool = False,
    progress: Progress | None = None,
) -> int:
    """Write contacts to a file, whole or not at all; return how many. Raise FileProblem."""
    progress = progress or Silent()
    table = table_of(session, choice, exact=exact)
    with replacing(path) as fresh, fresh.open("w", encoding="utf-8", newline="") as file:
        # The mark tells spreadsheets that this is UTF-8; an exact file is for programs.
        file.write("" if exact else "\ufeff")
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(table.header if exact else map(harmless, table.header))
        for done, (_name, cells) in enumerate(table.rows(), 1):
            if done % 200 == 0:
                progress.report(done, len(table.ids))
            writer.writerow(cells if exact else map(harmless, cells))
    return len(table.ids)


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; numbers and phone numbers stay.

    >>> harmless("=1+1"), harmless("+359 88 812"), harmless("-5"), harmless("-2+3")
    ("'=1+1", '+359 88 812', '-5', "'-2+3")
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _header(most: Widths, *, exact: bool) -> Iterator[tuple[str, str]]:
    """Yield each column with the name of what it belongs to."""
    if exact:
        yield from (("uid", "UID"), ("kind", "Kind"), ("name", "Name"))
    yield from ((_group_of(part), column) for column, part in _SINGLE)
    for number in range(1, max(1, most.roles) + 1):
        yield from (("organization", column) for column in _role_columns(number, exact=exact))
    yield "tags", "Labels"
    for number in range(1, max(1, most.emails) + 1):
        yield from (("emails", f"E-mail {number} - {part}") for part in ("Label", "Value"))
    for number in range(1, max(1, most.phones) + 1):
        parts = ("Label", "Value", "E.164") if exact else ("Label", "Value")
        yield from (("phones", f"Phone {number} - {part}") for part in parts)
    for number in range(1, max(1, most.addresses) + 1):
        yield from (("addresses", f"Address {number} - {column}") for column, _part in _POSTAL)
    for number in range(1, max(1, most.links) + 1):
        yield from (("links", f"Website {number} - {part}") for part in ("Label", "Value"))
    if exact:
        yield from (("custom", "Custom"), ("created", "Created"), ("updated", "Updated"))
    else:
        yield "uid", "UID"


def _group_of(part: str) -> str:
    if part in NAMES:
        return "name"
    return "phonetic" if part.startswith("phonetic") else part


def _role_columns(number: int, *, exact: bool) -> tuple[str, ...]:
    """Return the columns of a role; the first has the names that other programs know."""
    start = "Organization " if number == 1 else f"Organization {number} - "
    columns = [f"{start}Name", f"{start}Title", f"{start}Department"]
    first = f"Organization {number} - "
    more = ["Since", "Until", "UID"] if exact else ["Since", "Until"]
    return tuple(columns + [first + part for part in more])


def _row(card: Card, *, exact: bool) -> Row:
    row: Row = {"UID": card.uid, "Labels": _labels(card.tags, exact=exact)}
    for column, part in _SINGLE:
        row[column] = _plain(getattr(card, part))
    for number, role in enumerate(card.roles, 1):
        values = (role.organization_name, role.title, role.department, role.since, role.until,
                  role.organization_uid)  # fmt: skip
        columns = _role_columns(number, exact=True)
        row |= {column: _plain(value) for column, value in zip(columns, values, strict=True)}
    if not exact and card.kind is ContactKind.ORGANIZATION:
        row["Organization Name"] = card.name
    for number, email in enumerate(card.emails, 1):
        row[f"E-mail {number} - Label"] = email.label
        row[f"E-mail {number} - Value"] = email.value
    for number, phone in enumerate(card.phones, 1):
        row[f"Phone {number} - Label"] = phone.label
        row[f"Phone {number} - Value"] = phone.value
        row[f"Phone {number} - E.164"] = phone.e164
    for number, postal in enumerate(card.addresses, 1):
        row |= _postal(number, postal)
    for number, link in enumerate(card.links, 1):
        row[f"Website {number} - Label"] = link.label
        row[f"Website {number} - Value"] = link.value
    if exact:
        row |= {
            "Kind": card.kind.value,
            "Name": card.name,
            "Custom": json.dumps(card.custom, ensure_ascii=False) if card.custom else "",
            "Created": card.created.isoformat() if card.created else "",
            "Updated": card.updated.isoformat() if card.updated else "",
        }
    return row


def _postal(number: int, postal: Postal) -> Row:
    return {f"Address {number} - {column}": getattr(postal, part) for column, part in _POSTAL}


def _labels(tags: list[str], *, exact: bool) -> str:
    if exact:
        return json.dumps(tags, ensure_ascii=False) if tags else ""
    return " ::: ".join(tags)


def _own_columns(names: list[str]) -> list[tuple[str, str]]:
    """Return the columns of fields without a place; none may look like one that has a place."""
    return [(name, f"Other: {name}" if place_of(name) else name) for name in names]


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(texts(value))
    return value if isinstance(value, str) else str(value)
