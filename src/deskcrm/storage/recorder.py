"""Records each row a session changes, before and after; undo and change notices are made of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from operator import itemgetter
from typing import Any, Literal

from sqlalchemy import (
    Column,
    Connection,
    Dialect,
    LargeBinary,
    Table,
    event,
    func,
    inspect,
    select,
    text,
)
from sqlalchemy.orm import InstanceState, Mapper, ORMExecuteState, Session, object_session
from sqlalchemy.orm.unitofwork import UOWTransaction

from deskcrm.domain.base import Base, Words

Raw = int | float | str | bytes | None
"""A value as the database keeps it."""
Image = dict[str, Raw]
"""A row, or its changed columns, as the database keeps it."""


_NOTHING: Image = {}
"""The image of every row that is remembered by its key alone: an import makes a million."""


@dataclass(slots=True)
class RowChange:
    """What happened to one row: an insert has no `before`, a delete no `after`.

    An inserted row is remembered by its key alone: `after` is then empty, and its image is taken
    when the insert is undone. An update keeps the changed columns only.
    """

    table: str
    key: int
    before: Image | None
    after: Image | None

    @property
    def op(self) -> Literal["insert", "update", "delete"]:
        """What kind of change it is."""
        if self.before is None:
            return "insert"
        return "delete" if self.after is None else "update"


@dataclass(slots=True)
class Recorder:
    """The changes of one session, a row each, in the order in which they first happened."""

    changes: dict[tuple[str, int], RowChange] = field(default_factory=dict)

    @classmethod
    def of(cls, session: Session) -> "Recorder":
        """Return the recorder that listens to `session`, attaching one the first time."""
        recorder: Recorder | None = session.info.get("recorder")
        if recorder is None:
            recorder = session.info["recorder"] = cls()
            event.listen(session, "after_flush", recorder.after_flush)
            event.listen(session, "do_orm_execute", _refuse_unrecorded)
        return recorder

    def after_flush(self, session: Session, context: UOWTransaction) -> None:  # noqa: ARG002
        """Keep what a flush wrote, while the old values are still known."""
        dialect = session.get_bind().dialect
        for entity in session.new:
            state = inspect(entity)
            self.add(RowChange(_table(state.mapper).name, entity.id, None, {}))
        for entity in session.dirty:
            state = inspect(entity)
            before, after = _changed_columns(state, dialect)
            if after:
                table = _table(state.mapper).name
                self.add(RowChange(table, entity.id, before, after))

    def add(self, change: RowChange) -> None:
        """Add a change, joined with what already happened to the same row."""
        known = self.changes.get((change.table, change.key))
        if known is None:
            self.changes[change.table, change.key] = change
        elif change.after is None:
            if known.before is None:
                del self.changes[change.table, change.key]
            else:
                # The row's image was read before this delete, with earlier updates in it.
                known.before = {**(change.before or {}), **known.before}
                known.after = None
        elif known.before is None:
            return
        elif known.after is None:
            raise AssertionError(f"{change.table} {change.key} changed after it was deleted")
        else:
            known.before = {**(change.before or {}), **known.before}
            known.after = {**known.after, **change.after}

    def __iter__(self) -> Iterator[RowChange]:
        return iter(self.changes.values())


def touch(session: Session, entities: Iterable[Base]) -> None:
    """Count rows as changed, though they are not: a final step keeps them from ever being undone."""
    recorder = Recorder.of(session)
    session.flush()
    for entity in entities:
        recorder.add(RowChange(_table(inspect(entity).mapper).name, entity.id, {}, {}))


def insert_all(session: Session, entity: type[Base], rows: Sequence[Mapping[str, Any]]) -> range:
    """Insert many rows at once, recorded by their keys; return the ids they got, in order.

    Each row maps the same attribute names to values; an `id` in it is ignored. Texts are cleaned as they
    would be on an entity. Columns that are missing take their defaults.
    """
    table = _table(inspect(entity))
    if not rows:
        return range(0)
    session.flush()
    connection = session.connection()
    first = 1 + max(
        connection.scalar(select(func.coalesce(func.max(table.c.id), 0))) or 0,
        connection.scalar(
            text("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = :name"),
            {"name": table.name},
        )
        or 0,
    )
    columns = [
        column
        for column in table.c
        if column.key != "id" and (column.key in rows[0] or column.default is not None)
    ]
    makers = [_maker(column, rows[0], connection.dialect) for column in columns]
    names = ", ".join(f'"{column.name}"' for column in columns)
    marks = ", ".join("?" * (1 + len(columns)))
    # Straight to the driver: naming each value of each row takes longer than writing it.
    connection.exec_driver_sql(
        f'INSERT INTO "{table.name}" (id, {names}) VALUES ({marks})',  # noqa: S608 - names of the schema
        [(key, *[make(row) for make in makers]) for key, row in enumerate(rows, first)],
    )
    recorder = Recorder.of(session)
    for key in range(first, first + len(rows)):
        recorder.changes[table.name, key] = RowChange(table.name, key, None, _NOTHING)
    return range(first, first + len(rows))


def _maker(
    column: Column[Any], sample: Mapping[str, Any], dialect: Dialect
) -> Callable[[Mapping[str, Any]], Raw]:
    """Return what makes the value of a column, as the database keeps it, from a row like `sample`."""
    bind: Callable[[Any], Raw] | None = column.type.dialect_impl(dialect).bind_processor(dialect)
    process = bind or _as_it_is
    if column.key not in sample:
        default: Any = column.default
        if default.is_scalar:
            constant = process(default.arg)
            return lambda _row: constant
        return lambda _row: process(default.arg(None))
    take = itemgetter(column.key)
    if not isinstance(words := column.type, Words):
        return lambda row: process(take(row))
    label = str(column.info.get("label", column.key))
    return lambda row: words.clean(value, label) if (value := take(row)) else value


def _as_it_is(value: Any) -> Any:
    return value


@event.listens_for(Mapper, "before_delete")
def _keep_deleted(mapper: Mapper[Any], connection: Connection, target: Base) -> None:
    """Keep the image of a row that is about to go."""
    session = object_session(target)
    recorder = session.info.get("recorder") if session is not None else None
    if recorder is None:
        return
    table = _table(mapper)
    for key, image in read_rows(connection, table, [target.id]).items():
        recorder.add(RowChange(table.name, key, image, None))


def read_rows(connection: Connection, table: Table, keys: Sequence[int]) -> dict[int, Image]:
    """Return those rows of `table` with ids in `keys` that exist, as the database keeps them."""
    rows: dict[int, Image] = {}
    for start in range(0, len(keys), 500):
        some = tuple(keys[start : start + 500])
        marks = ", ".join("?" * len(some))
        found = connection.exec_driver_sql(
            f'SELECT * FROM "{table.name}" WHERE id IN ({marks})',  # noqa: S608 - names of the schema
            some,
        )
        rows.update((row["id"], dict(row)) for row in found.mappings())
    return rows


def _refuse_unrecorded(state: ORMExecuteState) -> None:
    """Refuse writes that pass the recorder by: they could not be undone."""
    if state.is_insert or state.is_update or state.is_delete:
        raise RuntimeError("bulk writes pass the recorder by; change entities or use insert_all")


def _changed_columns(state: InstanceState[Any], dialect: Dialect) -> tuple[Image, Image]:
    before: Image = {}
    after: Image = {}
    for attribute in state.mapper.column_attrs:
        history = state.attrs[attribute.key].history
        if not history.added or not history.has_changes():
            continue
        column = attribute.columns[0]
        raw = _raw(column, dialect)
        old = raw(history.deleted[0]) if history.deleted else None
        new = raw(history.added[0])
        if old != new:
            before[column.name], after[column.name] = old, new
    return before, after


@cache
def _raw(column: Column[Any], dialect: Dialect) -> Any:
    """Return the function from a Python value to the value the database keeps."""
    # The driver takes bytes as they are; SQLAlchemy's memoryview of them could not be journalled.
    binary = isinstance(column.type, LargeBinary)
    process = None if binary else column.type.dialect_impl(dialect).bind_processor(dialect)
    return process or (lambda value: value)


def _table(mapper: Mapper[Any]) -> Table:
    table = mapper.local_table
    assert isinstance(table, Table)
    return table
