"""Contacts as rows of texts under a header, read straight from the driver: an export is mostly that."""

import datetime as dt
import json
from base64 import b64encode
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.orm import Session

from deskcrm.domain.custom import texts
from deskcrm.domain.people import ContactKind
from deskcrm.domain.text import fold
from deskcrm.errors import CrmError
from deskcrm.features.exchange.belongings import written_consent
from deskcrm.features.exchange.card import NAMES, Said
from deskcrm.features.exchange.mapping import place_of
from deskcrm.features.exchange.queries import Widths, contact_ids, custom_names, fetched, widths
from deskcrm.i18n import mark

_AT_ONCE: Final = 1000
"""So many contacts are read at a time."""

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
    "phones", "addresses", "links", "dates", "consent", "custom",
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

_Cells = Mapping[int, Sequence[str]]
"""The cells of some contacts, by their ids; those at the end that are empty may be missing."""


@dataclass(frozen=True, slots=True)
class _Block:
    """Columns that are read together: what each belongs to with its title, and the cells of contacts."""

    columns: Sequence[tuple[str, str]]
    read: Callable[[Session, str], _Cells]


@dataclass(frozen=True, slots=True)
class ContactTable:
    """Contacts as rows of texts under a header."""

    session: Session
    ids: Sequence[int]
    header: tuple[str, ...]
    blocks: Sequence[_Block]
    picked: Sequence[int] | None
    """Which of the blocks' columns are wanted; None for all."""

    def rows(self) -> Iterator[tuple[str, Sequence[str]]]:
        """Yield the name and the cells of each contact; those that are gone are left out."""
        blanks = [[""] * len(block.columns) for block in self.blocks]
        for start in range(0, len(self.ids), _AT_ONCE):
            some = self.ids[start : start + _AT_ONCE]
            wanted = json.dumps(some)
            names = _each("c.name")(self.session, wanted)
            read = [block.read(self.session, wanted) for block in self.blocks]
            for key in some:
                if key not in names:
                    continue
                row: list[str] = []
                for cells, blank in zip(read, blanks, strict=True):
                    found = cells.get(key, ())
                    row += found
                    row += blank[len(found) :]
                yield names[key][0], row if self.picked is None else [row[n] for n in self.picked]


def table_of(session: Session, choice: Choice, *, exact: bool = False) -> ContactTable:
    """Return the rows that are chosen; raise UnknownColumn. An exact table has all columns."""
    ids = contact_ids(session) if choice.ids is None else choice.ids
    own = {} if exact else _own_columns(custom_names(session))
    most = widths(session)
    blocks = list(_exact_blocks(most) if exact else _blocks(most, own))
    columns = [column for block in blocks for column in block.columns]
    picked = None
    if choice.columns is not None and not exact:
        picked = _picked(choice.columns, columns, own)
        columns = [columns[number] for number in picked]
    return ContactTable(session, ids, tuple(title for _group, title in columns), blocks, picked)


def _picked(
    wanted: Sequence[str], columns: list[tuple[str, str]], own: Mapping[str, str]
) -> list[int]:
    """Return the places of the columns with these names, in the order in which they are wanted."""
    by_name = {fold(name): ("custom", title) for name, title in own.items()}
    places: dict[int, None] = {}
    for text in wanted:
        name = text.strip()
        if name not in COLUMNS and fold(name) not in by_name:
            raise UnknownColumn(text=text, names=", ".join(COLUMNS))
        is_group = name in COLUMNS
        places |= {
            place: None
            for place, column in enumerate(columns)
            if (column[0] == name if is_group else column == by_name[fold(name)])
        }
    return list(places)


def _own_columns(names: list[str]) -> dict[str, str]:
    """Return the columns of fields without a place; none may look like one that has a place."""
    return {name: f"Other: {name}" if place_of(name) else name for name in names}


# What stands in which columns.


def _exact_blocks(most: Widths) -> Iterator[_Block]:
    identity = (("uid", "UID"), ("kind", "Kind"), ("name", "Name"))
    yield _Block(identity, _each("c.uid, c.kind, c.name"))
    yield _singles()
    yield _roles(most.roles, _EXACT_ROLE)
    yield _Block((("tags", "Labels"),), _labels(lambda tags: json.dumps(tags, ensure_ascii=False)))
    yield from _entries(most, _EXACT_PHONE)
    yield _Block((("custom", "Custom"),), _custom_json)
    yield _Block((("more", "More"),), _more_json)
    moments = (("created", "Created"), ("updated", "Updated"))
    yield _Block(moments, _each("c.created, c.updated"))


def _blocks(most: Widths, own: Mapping[str, str]) -> Iterator[_Block]:
    yield _singles()
    yield _roles(most.roles, _ROLE)
    yield _Block((("tags", "Labels"),), _labels(" ::: ".join))
    yield from _entries(most, _LABELLED)
    if most.dates:
        yield _several("dates", "Event", "important_date", _DAY, most.dates)
    if most.consents:
        yield _Block((("consent", "Consent"),), _consents)
    yield _Block((("uid", "UID"),), _each("c.uid"))
    yield _Block([("custom", title) for title in own.values()], _own_values(list(own)))


_LABELLED: Final = (("Label", "label"), ("Value", "value"))
_EXACT_PHONE: Final = (*_LABELLED, ("E.164", "e164"))
_DAY: Final = (("Label", "label"), ("Value", "day"))
_ROLE: Final = (
    ("Name", "organization_name"),
    ("Title", "title"),
    ("Department", "department"),
    ("Since", "coalesce(since, '')"),
    ("Until", "coalesce(\"until\", '')"),
)
_EXACT_ROLE: Final = (
    *_ROLE,
    ("UID", "coalesce((SELECT uid FROM contact WHERE id = organization_id), '')"),
)
_NULLABLE: Final = frozenset({"birthday", "anniversary"})


def _singles() -> _Block:
    sql = ", ".join(f"coalesce(c.{p}, '')" if p in _NULLABLE else f"c.{p}" for _, p in _SINGLE)
    # Who sent them is told by a UID: an id means nothing elsewhere.
    sender = "coalesce((SELECT uid FROM contact WHERE id = c.referred_by_id), '')"
    columns = [(_group_of(part), title) for title, part in _SINGLE]
    return _Block(columns, _each(sql.replace("c.referred_by", sender)))


def _group_of(part: str) -> str:
    if part in NAMES:
        return "name"
    return "phonetic" if part.startswith("phonetic") else part


def _roles(most: int, parts: Sequence[tuple[str, str]]) -> _Block:
    """Return what somebody is where; the first has the columns that other programs know."""
    columns = [("organization", f"Organization {title}") for title, _part in parts[:3]]
    columns += [("organization", f"Organization 1 - {title}") for title, _part in parts[3:]]
    for number in range(2, most + 1):
        columns += [("organization", f"Organization {number} - {title}") for title, _ in parts]
    read = _owned("role", "person_id", [part for _title, part in parts])

    def with_houses(session: Session, wanted: str) -> _Cells:
        """Name an organization itself as its own, where a table has no column for its kind."""
        cells = dict(read(session, wanted))
        for key, kind, name in _run(session, "c.kind, c.name", wanted):
            if kind == ContactKind.ORGANIZATION.value:
                cells[key] = [name, *cells.get(key, ())[1:]]
        return cells

    return _Block(columns, read if parts is _EXACT_ROLE else with_houses)


def _entries(most: Widths, phone: Sequence[tuple[str, str]]) -> Iterator[_Block]:
    yield _several("emails", "E-mail", "email", _LABELLED, most.emails)
    yield _several("phones", "Phone", "phone", phone, most.phones)
    yield _several("addresses", "Address", "address", _POSTAL, most.addresses)
    yield _several("links", "Website", "link", _LABELLED, most.links)


def _several(
    group: str, title: str, table: str, parts: Sequence[tuple[str, str]], most: int
) -> _Block:
    columns = [
        (group, f"{title} {number} - {column}")
        for number in range(1, max(1, most) + 1)
        for column, _part in parts
    ]
    return _Block(columns, _owned(table, "contact_id", [part for _column, part in parts]))


# How cells are read: each by one statement for some contacts, whose parts are names from above.


def _run(session: Session, columns: str, wanted: str) -> Any:
    sql = f"SELECT c.id, {columns} FROM json_each(?) AS w JOIN contact AS c ON c.id = w.value"  # noqa: S608
    return fetched(session, sql, wanted)


def _run_owned(
    session: Session, table: str, owner: str, columns: str, wanted: str, order: str
) -> Any:
    sql = (
        f"SELECT o.{owner}, {columns} FROM (SELECT value AS wanted FROM json_each(?))"  # noqa: S608
        f" JOIN {table} AS o ON o.{owner} = wanted ORDER BY {order}"
    )
    return fetched(session, sql, wanted)


def _each(columns: str) -> Callable[[Session, str], _Cells]:
    """Read what each contact has one of."""
    return lambda session, wanted: {key: cells for key, *cells in _run(session, columns, wanted)}


def _owned(table: str, owner: str, parts: Sequence[str]) -> Callable[[Session, str], _Cells]:
    """Read what contacts may have several of, one after the other."""
    columns = ", ".join(parts)

    def read(session: Session, wanted: str) -> _Cells:
        cells: dict[int, list[str]] = defaultdict(list)
        rows = _run_owned(session, table, owner, columns, wanted, "o.position, o.id")
        for key, *some in rows:
            cells[key] += some
        return cells

    return read


def _labels(written: Callable[[list[str]], str]) -> Callable[[Session, str], _Cells]:
    """Read the tags of contacts in one cell."""

    def read(session: Session, wanted: str) -> _Cells:
        tags: dict[int, list[str]] = defaultdict(list)
        name = "(SELECT name FROM tag WHERE id = o.tag_id)"
        for key, tag in _run_owned(session, "contact_tag", "contact_id", name, wanted, "o.id"):
            tags[key].append(tag)
        return {key: [written(some)] for key, some in tags.items()}

    return read


def _custom(session: Session, wanted: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the values of the user's own fields, and of what came without a field."""
    for key, text in _run(session, "c.custom", wanted):
        if text not in {"{}", "null", None}:
            yield key, json.loads(text)


def _custom_json(session: Session, wanted: str) -> _Cells:
    return {
        key: [json.dumps(values, ensure_ascii=False)] for key, values in _custom(session, wanted)
    }


def _own_values(names: Sequence[str]) -> Callable[[Session, str], _Cells]:
    return lambda session, wanted: {
        key: [_plain(values.get(name)) for name in names]
        for key, values in _custom(session, wanted)
    }


def _consents(session: Session, wanted: str) -> _Cells:
    """Read what was said last about being written to."""
    rows = _run_owned(
        session, "consent", "contact_id", "o.given, o.day, o.source", wanted, "o.day, o.id"
    )
    return {
        key: [written_consent(Said(bool(given), dt.date.fromisoformat(day), source))]
        for key, given, day, source in rows
    }


def _more_json(session: Session, wanted: str) -> _Cells:
    """Read days to remember, consent and the photo, as `belongings.take_more` reads them back."""
    more: dict[int, dict[str, Any]] = defaultdict(dict)
    days = _run_owned(
        session, "important_date", "contact_id", "o.label, o.day", wanted, "o.position, o.id"
    )
    for key, *day in days:
        more[key].setdefault("dates", []).append(day)
    said = _run_owned(
        session, "consent", "contact_id", "o.given, o.day, o.source", wanted, "o.day, o.id"
    )
    for key, given, *rest in said:
        more[key].setdefault("consents", []).append([bool(given), *rest])
    for key, kind, data in _run_owned(
        session, "photo", "contact_id", "o.media_type, o.data", wanted, "o.id"
    ):
        more[key]["photo"] = [kind, b64encode(data).decode()]
    return {key: [json.dumps(values, ensure_ascii=False)] for key, values in more.items()}


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(texts(value))
    return value if isinstance(value, str) else str(value)
