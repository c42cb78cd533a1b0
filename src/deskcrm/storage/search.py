"""Finds records by what people type: folded texts under a prefix and a trigram index, kept by the heart.

Every record that can be found has one entry: its folded name, and its other words. The two FTS5
indexes read the entries, so nothing is stored twice. No triggers: whoever commits changes calls
`refresh`, which costs a save little and lets an import rebuild the indexes once at its end.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from sqlalchemy import ColumnElement, Connection, Table, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from deskcrm.domain.base import Base
from deskcrm.domain.people import ContactTag
from deskcrm.domain.text import digits, fold, keepable, latin, sounding
from deskcrm.storage.recorder import RowChange
from deskcrm.storage.words import TEXTS, chunks

KINDS = ("contact", "deal", "quote")
"""The kinds of records that can be found; an entry's id is the record's times 4 plus the kind's place."""

_SLOTS = 4
_MANY = 3000


class SearchEntry(Base):
    """The folded texts of one record."""

    __tablename__ = "search_entry"
    __table_args__ = {"sqlite_autoincrement": False}  # noqa: RUF012 - SQLAlchemy's own form

    name: Mapped[str] = mapped_column(index=True)
    words: Mapped[str]


ENTRIES: Final[Table] = SearchEntry.__table__  # type: ignore[assignment] # a mapped class's table is a Table

INDEXES: Final = (
    """CREATE VIRTUAL TABLE IF NOT EXISTS search_prefix USING fts5(name, words,
       content='search_entry', content_rowid='id', columnsize=0,
       tokenize='unicode61 remove_diacritics 0', prefix='1 2 3')""",
    """CREATE VIRTUAL TABLE IF NOT EXISTS search_inside USING fts5(name, words,
       content='search_entry', content_rowid='id', columnsize=0, tokenize='trigram')""",
    "INSERT INTO search_prefix(search_prefix, rank) VALUES ('automerge', 0)",
    "INSERT INTO search_inside(search_inside, rank) VALUES ('automerge', 0)",
)
"""The statements that create the two indexes; merges are left to `tidy`, off the save."""

_NAMES = ("search_prefix", "search_inside")


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found."""

    kind: str
    id: int


def create(connection: Connection) -> None:
    """Create the indexes."""
    for statement in INDEXES:
        connection.exec_driver_sql(statement)


def find(
    connection: Connection, needle: str, *, kinds: Collection[str] = KINDS, limit: int = 50
) -> list[Hit]:
    """Return up to `limit` records that `needle` fits, best first; -1 means all.

    Best is a name that starts with the needle; then names in which words start with the needle's
    words; then records with such words anywhere; then any text that has them inside.
    """
    slots = tuple(slot for slot, kind in enumerate(KINDS) if kind in kinds)
    return [
        Hit(KINDS[key % _SLOTS], key // _SLOTS)
        for key in _best_first(connection, needle, slots, limit)
    ]


def find_ids(connection: Connection, needle: str, *, kind: str, limit: int = 50) -> list[int]:
    """Return the ids of up to `limit` records of one kind that `needle` fits, best first."""
    slots = (KINDS.index(kind),)
    return [key // _SLOTS for key in _best_first(connection, needle, slots, limit)]


def keys(connection: Connection, needle: str, *, kind: str) -> set[int]:
    """Return the ids of all records of one kind that `needle` fits."""
    return set(find_ids(connection, needle, kind=kind, limit=-1))


def count(connection: Connection, needle: str, *, kind: str) -> int:
    """Return how many records of a kind `find` would give without a limit."""
    tiers = list(_tiers(fold(keepable(needle)), needle))
    if not tiers:
        return 0
    parts = " UNION ".join(_sql(tier.found, (KINDS.index(kind),)) for tier in tiers)
    facts = tuple(fact for tier in tiers for fact in tier.facts)
    counted = connection.exec_driver_sql(f"SELECT count(*) FROM ({parts})", facts)  # noqa: S608
    return int(counted.scalar_one())


def name_of(kind: str, number: ColumnElement[int]) -> ColumnElement[str]:
    """Return the folded name of a record, to order by in a query; `number` is its id there."""
    key = number * _SLOTS + KINDS.index(kind)
    return select(ENTRIES.c.name).where(ENTRIES.c.id == key).scalar_subquery()


def _best_first(
    connection: Connection, needle: str, slots: tuple[int, ...], limit: int
) -> list[int]:
    found: dict[int, None] = {}
    for tier in _tiers(fold(keepable(needle)), needle):
        if 0 <= limit <= len(found):
            break
        # What an earlier tier found is found again: ask for as many as are wanted in all.
        rows = connection.exec_driver_sql(_sql(tier.ordered, slots), (*tier.facts, limit))
        found.update(dict.fromkeys(key for (key,) in rows.all() if key not in found))
    return list(found) if limit < 0 else list(found)[:limit]


def refresh(connection: Connection, changes: Collection[RowChange]) -> None:
    """Bring the entries of all records that `changes` touch up to date, in the same transaction.

    Straight to the driver: a save waits for it, and compiling statements would take most of the time.
    """
    touched = _touched(connection, changes)
    keys = [_key(kind, number) for kind, numbers in touched.items() for number in numbers]
    if not keys:
        return
    fresh = [
        (_key(kind, number), name, words)
        for kind, numbers in touched.items()
        for number, name, words in TEXTS[kind](connection, sorted(numbers))
    ]
    if len(keys) > _MANY:
        _replace(connection, keys, fresh)
        _rebuild_indexes(connection)
        return
    known = [
        (key, name, words)
        for some in chunks(keys)
        for key, name, words in connection.exec_driver_sql(_KNOWN, (_listed(some),))
    ]
    # A new price or date changes no words, and then the indexes have nothing to do.
    same = set(known).intersection(fresh)
    gone = [entry for entry in known if entry not in same]
    fresh = [entry for entry in fresh if entry not in same]
    for index in _NAMES:
        if gone:
            connection.exec_driver_sql(_DROP[index], gone)
    _replace(connection, [entry[0] for entry in gone], fresh)
    for index in _NAMES:
        if fresh:
            connection.exec_driver_sql(_ADD[index], fresh)


def _replace(
    connection: Connection, keys: Sequence[int], fresh: Sequence[tuple[int, str, str]]
) -> None:
    for some in chunks(keys):
        connection.exec_driver_sql(_DELETE, (_listed(some),))
    if fresh:
        connection.exec_driver_sql(_INSERT, list(fresh))


def rebuild(connection: Connection) -> None:
    """Make all entries anew, as a newer version of the program would have made them."""
    connection.execute(delete(ENTRIES))
    for kind in KINDS:
        numbers = connection.scalars(select(Base.metadata.tables[kind].c.id)).all()
        for some in chunks(numbers, _MANY):
            fresh = [
                (_key(kind, number), name, words)
                for number, name, words in TEXTS[kind](connection, some)
            ]
            if fresh:
                connection.exec_driver_sql(_INSERT, fresh)
    _rebuild_indexes(connection)


def _rebuild_indexes(connection: Connection) -> None:
    for index in _NAMES:
        connection.exec_driver_sql(f"INSERT INTO {index}({index}) VALUES ('rebuild')")  # noqa: S608


def tidy(connection: Connection, *, pages: int = 200) -> None:
    """Merge a little of the indexes' segments; for idle moments, so that no save has to."""
    for index in _NAMES:
        connection.exec_driver_sql(
            f"INSERT INTO {index}({index}, rank) VALUES ('merge', {pages:d})"  # noqa: S608
        )


_INSERT: Final = "INSERT INTO search_entry(id, name, words) VALUES (?, ?, ?)"
_DELETE: Final = "DELETE FROM search_entry WHERE id IN (SELECT value FROM json_each(?))"
_KNOWN: Final = (
    "SELECT id, name, words FROM search_entry WHERE id IN (SELECT value FROM json_each(?))"
)
_ADD: Final = {
    index: f"INSERT INTO {index}(rowid, name, words) VALUES (?, ?, ?)"  # noqa: S608
    for index in _NAMES
}
_DROP: Final = {
    index: f"INSERT INTO {index}({index}, rowid, name, words) VALUES ('delete', ?, ?, ?)"  # noqa: S608
    for index in _NAMES
}

_WORD = re.compile(r"[^\W_]+")


_STARTS: Final = "SELECT id FROM search_entry WHERE name >= ? AND name < ? AND id % 4 IN {slots}"
_PREFIX: Final = (
    "SELECT rowid FROM search_prefix WHERE search_prefix MATCH ? AND rowid % 4 IN {slots}"
)
_INSIDE: Final = (
    "SELECT rowid FROM search_inside WHERE search_inside MATCH ? AND rowid % 4 IN {slots}"
)


@dataclass(frozen=True, slots=True)
class _Tier:
    """One way in which records fit a needle."""

    found: str
    facts: tuple[str, ...]
    order: str = "rowid"

    @property
    def ordered(self) -> str:
        """The query for the first few, which takes their number last."""
        return f"{self.found} ORDER BY {self.order} LIMIT ?"


@cache
def _sql(sql: str, slots: tuple[int, ...]) -> str:
    return sql.replace("{slots}", f"({', '.join(map(str, slots))})")


def _tiers(folded: str, needle: str) -> Iterator[_Tier]:
    """Yield the queries for a needle, best matches first."""
    if not folded:
        return
    yield _Tier(_STARTS, (folded, folded + "\U0010ffff"), "name, id")
    words = _WORD.findall(folded)
    if words:
        starts = " AND ".join(f'"{word}"*' for word in words)
        yield _Tier(_PREFIX, (f"name : ({starts})",))
        yield _Tier(_PREFIX, (starts,))
    number = digits(_TRUNK_ZERO.sub("", needle)).lstrip("0")
    if len(number) >= 3 and not any(letter.isalpha() for letter in folded):
        yield _Tier(_INSIDE, (f'words : "{number}"',))
    if inside := _inside(folded):
        yield inside
    yield from _sounding_tiers(folded, needle)


def _inside(folded: str) -> _Tier | None:
    """Return the query for words that have the needle's inside them; three letters are the least."""
    parts = [part.replace('"', '""') for part in folded.split() if len(part) >= 3]
    if not parts or len(parts) != len(folded.split()):
        return None
    return _Tier(_INSIDE, (" AND ".join(f'"{part}"' for part in parts),))


def _sounding_tiers(folded: str, needle: str) -> Iterator[_Tier]:
    """Yield the queries for what sounds like a needle but is spelt in other letters.

    A needle in Cyrillic or Greek is looked for as Latin letters write it; one in Latin letters, as
    the reading of names in Cyrillic or Greek is kept.
    """
    written = latin(keepable(needle))
    for spelling in dict.fromkeys((written, sounding(written or folded))):
        if not spelling or spelling == folded:
            continue
        if words := _WORD.findall(spelling):
            yield _Tier(_PREFIX, (" AND ".join(f'"{word}"*' for word in words),))
        if inside := _inside(spelling):
            yield inside


_TRUNK_ZERO: Final = re.compile(r"\(0\)")
"""The zero of "+49 (0)30", which is not dialled."""


_OWNERS: Final[Mapping[str, tuple[str, str]]] = {
    "contact": ("contact", "id"),
    "email": ("contact", "contact_id"),
    "phone": ("contact", "contact_id"),
    "address": ("contact", "contact_id"),
    "link": ("contact", "contact_id"),
    "activity": ("contact", "contact_id"),
    "contact_tag": ("contact", "contact_id"),
    "role": ("contact", "person_id"),
    "deal": ("deal", "id"),
    "quote": ("quote", "id"),
    "quote_line": ("quote", "quote_id"),
}
"""Which record a row's words belong to: its kind, and the column with its id."""


def _touched(connection: Connection, changes: Iterable[RowChange]) -> Mapping[str, set[int]]:
    touched: dict[str, set[int]] = defaultdict(set)
    look_up: dict[str, list[int]] = defaultdict(list)
    for change in changes:
        if change.table == "tag":
            carriers = select(ContactTag.contact_id).where(ContactTag.tag_id == change.key)
            touched["contact"].update(connection.scalars(carriers))
            continue
        if change.table not in _OWNERS:
            continue
        kind, column = _OWNERS[change.table]
        if column == "id":
            touched[kind].add(change.key)
            continue
        for image in (change.before, change.after):
            if image and isinstance(owner := image.get(column), int):
                touched[kind].add(owner)
        look_up[change.table].append(change.key)
    for table, keys in look_up.items():
        kind, column = _OWNERS[table]
        sql = f"SELECT {column} FROM {table} WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608 - names from above
        for some in chunks(keys):
            owners = connection.exec_driver_sql(sql, (_listed(some),)).scalars()
            touched[kind].update(owner for owner in owners if owner is not None)
    return touched


def _listed(keys: Sequence[int]) -> str:
    return f"[{','.join(map(str, keys))}]"


def _key(kind: str, number: int) -> int:
    return number * _SLOTS + KINDS.index(kind)
