"""Writes contacts as CSV: for spreadsheets, in which no cell is a formula, or exact, to be read back."""

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sqlalchemy.orm import Session

from deskcrm.domain.people import ContactKind
from deskcrm.features.exchange.card import Card, Postal
from deskcrm.features.exchange.mapping import place_of
from deskcrm.features.exchange.queries import Widths, cards, contact_ids, custom_names, widths
from deskcrm.files import replacing
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


def export_contacts(
    session: Session, path: Path, *, exact: bool = False, progress: Progress | None = None
) -> int:
    """Write all contacts to a file, whole or not at all; return how many. Raise FileProblem."""
    progress = progress or Silent()
    ids = contact_ids(session)
    most = widths(session)
    own = [] if exact else _own_columns(custom_names(session))
    header = list(_header(most, exact=exact)) + [column for _name, column in own]
    with replacing(path) as fresh, fresh.open("w", encoding="utf-8", newline="") as file:
        # The mark tells spreadsheets that this is UTF-8; an exact file is for programs.
        file.write("" if exact else "\ufeff")
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(header if exact else map(harmless, header))
        for done, (_key, card) in enumerate(cards(session, ids), 1):
            if done % 200 == 0:
                progress.report(done, len(ids))
            row = _row(card, exact=exact)
            row |= {
                column: _plain(card.custom[name]) for name, column in own if name in card.custom
            }
            cells = [row.get(column, "") for column in header]
            writer.writerow(cells if exact else map(harmless, cells))
    return len(ids)


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; numbers and phone numbers stay.

    >>> harmless("=1+1"), harmless("+359 88 812"), harmless("-5"), harmless("-2+3")
    ("'=1+1", '+359 88 812', '-5', "'-2+3")
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _header(most: Widths, *, exact: bool) -> Iterator[str]:
    if exact:
        yield from ("UID", "Kind", "Name")
    yield from (column for column, _part in _SINGLE)
    yield from _role_columns(1, exact=exact)
    for number in range(2, most.roles + 1):
        yield from _role_columns(number, exact=exact)
    yield "Labels"
    for number in range(1, max(1, most.emails) + 1):
        yield from (f"E-mail {number} - Label", f"E-mail {number} - Value")
    for number in range(1, max(1, most.phones) + 1):
        yield from (f"Phone {number} - Label", f"Phone {number} - Value")
        if exact:
            yield f"Phone {number} - E.164"
    for number in range(1, max(1, most.addresses) + 1):
        yield from (f"Address {number} - {column}" for column, _part in _POSTAL)
    for number in range(1, max(1, most.links) + 1):
        yield from (f"Website {number} - Label", f"Website {number} - Value")
    yield from ("Custom", "Created", "Updated") if exact else ("UID",)


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
    return value if isinstance(value, str) else str(value)
