"""The undo journal, kept in the database: steps of row changes that can be taken back and done again."""

import base64
import datetime as dt
import enum
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection, LargeBinary, Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from deskcrm.domain.base import Base, choice
from deskcrm.errors import CrmError
from deskcrm.i18n import _, mark
from deskcrm.storage.recorder import Image, RowChange, read_rows


class ChangedSince(CrmError):
    """A step whose rows have changed in a way that is not on the journal above it."""

    sentence = mark(
        "“{step}” cannot be undone: what it changed has been changed since. Nothing was undone."
    )


class StepState(enum.StrEnum):
    """Whether a step's changes are in the data."""

    DONE = "done"
    UNDONE = "undone"
    FINAL = "final"
    """Done for good: what has left the house cannot be taken back."""


class UndoStep(Base):
    """One use case that was done, with the rows it changed."""

    __tablename__ = "undo_step"

    at: Mapped[dt.datetime]
    label: Mapped[str]
    """What was done, in the source language; translated where it is shown."""
    state: Mapped[StepState] = mapped_column(choice(StepState), index=True)
    changes: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


STEPS: Final[Table] = UndoStep.__table__  # type: ignore[assignment] # a mapped class's table is a Table


@dataclass(frozen=True, slots=True)
class Step:
    """A step as the history shows it."""

    id: int
    at: dt.datetime
    label: str
    state: StepState


def record(
    connection: Connection,
    label: str,
    changes: Iterable[RowChange],
    *,
    at: dt.datetime,
    final: bool = False,
) -> None:
    """Put a step on the journal; what had been undone before it can no longer be done again.

    What led to a final step is done for good with it: undo passes over both.
    """
    changes = list(changes)
    connection.execute(delete(STEPS).where(STEPS.c.state == StepState.UNDONE))
    if final:
        _seal(connection, {(change.table, change.key) for change in changes})
    connection.execute(
        insert(STEPS).values(
            at=at,
            label=label,
            state=StepState.FINAL if final else StepState.DONE,
            changes=_pack(changes),
        )
    )


def next_undo(connection: Connection) -> Step | None:
    """Return the step that undo would take back."""
    return _first(connection, StepState.DONE, newest=True)


def next_redo(connection: Connection) -> Step | None:
    """Return the step that redo would do again."""
    return _first(connection, StepState.UNDONE, newest=False)


def history(connection: Connection, *, limit: int) -> tuple[Step, ...]:
    """Return the newest steps, newest first."""
    rows = connection.execute(_STEP.order_by(STEPS.c.id.desc()).limit(limit))
    return tuple(Step(*row) for row in rows)


def undo(connection: Connection, step: Step) -> list[RowChange]:
    """Take a step back; return its changes. Raise ChangedSince, whereupon the caller rolls back."""
    changes = _changes(connection, step)
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    for (name, op), group in groupby(reversed(changes), lambda change: (change.table, change.op)):
        table, rows = Base.metadata.tables[name], list(group)
        if op == "insert":
            _take_out(connection, table, rows, step)
        elif op == "delete":
            _put_back(connection, table, [change.before or {} for change in rows], step)
        else:
            for change in rows:
                _set(connection, table, change.key, change.after or {}, change.before or {}, step)
    _keep(connection, step, StepState.UNDONE, changes)
    return changes


def redo(connection: Connection, step: Step) -> list[RowChange]:
    """Do an undone step again; return its changes. Raise ChangedSince, whereupon the caller rolls back."""
    changes = _changes(connection, step)
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    for (name, op), group in groupby(changes, lambda change: (change.table, change.op)):
        table, rows = Base.metadata.tables[name], list(group)
        if op == "insert":
            _put_back(connection, table, [change.after or {} for change in rows], step)
            for change in rows:
                change.after = {}
        elif op == "delete":
            _remove(connection, table, {c.key: c.before or {} for c in rows}, step)
        else:
            for change in rows:
                _set(connection, table, change.key, change.before or {}, change.after or {}, step)
    _keep(connection, step, StepState.DONE, changes)
    return changes


_STEP = select(STEPS.c.id, STEPS.c.at, STEPS.c.label, STEPS.c.state)


def _first(connection: Connection, state: StepState, *, newest: bool) -> Step | None:
    order = STEPS.c.id.desc() if newest else STEPS.c.id.asc()
    row = connection.execute(_STEP.where(STEPS.c.state == state).order_by(order).limit(1)).first()
    return None if row is None else Step(*row)


def _changes(connection: Connection, step: Step) -> list[RowChange]:
    packed = connection.scalar(select(STEPS.c.changes).where(STEPS.c.id == step.id))
    if packed is None:
        raise ChangedSince(step=_(step.label))
    return list(_unpack(packed))


def _seal(connection: Connection, rows: set[tuple[str, int]]) -> None:
    """Make the steps that changed any of these rows final."""
    done = connection.execute(
        select(STEPS.c.id, STEPS.c.changes).where(STEPS.c.state == StepState.DONE)
    )
    sealed = [
        step
        for step, packed in done
        if any((change.table, change.key) in rows for change in _unpack(packed))
    ]
    for step in sealed:
        connection.execute(update(STEPS).where(STEPS.c.id == step).values(state=StepState.FINAL))


def _keep(
    connection: Connection, step: Step, state: StepState, changes: Iterable[RowChange]
) -> None:
    connection.execute(
        update(STEPS).where(STEPS.c.id == step.id).values(state=state, changes=_pack(changes))
    )


def _take_out(connection: Connection, table: Table, rows: list[RowChange], step: Step) -> None:
    """Take inserted rows out again, keeping their images for redo."""
    images = read_rows(connection, table, [change.key for change in rows])
    for change in rows:
        if change.key not in images:
            raise ChangedSince(step=_(step.label))
        change.after = images[change.key]
    _remove(connection, table, images, step)


def _put_back(connection: Connection, table: Table, images: list[Image], step: Step) -> None:
    for _names, group in groupby(images, tuple[str, ...]):
        rows = list(group)
        names = ", ".join(f'"{name}"' for name in rows[0])
        marks = ", ".join("?" * len(rows[0]))
        try:
            connection.exec_driver_sql(
                f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})',  # noqa: S608 - names of the schema
                [tuple(row.values()) for row in rows],
            )
        except IntegrityError as error:
            raise ChangedSince(step=_(step.label)) from error


def _set(
    connection: Connection, table: Table, key: int, expected: Image, image: Image, step: Step
) -> None:
    """Write the columns of `image` to a row whose columns are as `expected`."""
    found = read_rows(connection, table, [key]).get(key)
    if found is None or any(found[name] != value for name, value in expected.items()):
        raise ChangedSince(step=_(step.label))
    names = ", ".join(f'"{name}" = ?' for name in image)
    try:
        connection.exec_driver_sql(
            f'UPDATE "{table.name}" SET {names} WHERE id = ?',  # noqa: S608 - names of the schema
            (*image.values(), key),
        )
    except IntegrityError as error:
        raise ChangedSince(step=_(step.label)) from error


def _remove(connection: Connection, table: Table, images: dict[int, Image], step: Step) -> None:
    """Delete rows that are as `images` say."""
    found = read_rows(connection, table, list(images))
    for key, image in images.items():
        if key not in found or any(found[key][name] != value for name, value in image.items()):
            raise ChangedSince(step=_(step.label))
    connection.exec_driver_sql(
        f'DELETE FROM "{table.name}" WHERE id = ?',  # noqa: S608 - a table of the program's own
        [(key,) for key in images],
    )


def _pack(changes: Iterable[RowChange]) -> bytes:
    """Write changes as compressed JSON; runs of inserted rows become [table, first, last]."""
    packed: list[Any] = []
    for change in changes:
        last = packed[-1] if packed else None
        if change.before is not None or change.after:
            packed.append([change.table, change.key, _json(change.before), _json(change.after)])
        elif last and len(last) == 3 and last[0] == change.table and last[2] == change.key - 1:
            last[2] = change.key
        else:
            packed.append([change.table, change.key, change.key])
    return zlib.compress(json.dumps(packed, ensure_ascii=False).encode(), 1)


def _unpack(packed: bytes) -> Iterator[RowChange]:
    for entry in json.loads(zlib.decompress(packed)):
        if len(entry) == 3:
            table, first, last = entry
            for key in range(first, last + 1):
                yield RowChange(table, key, None, {})
        else:
            table, key, before, after = entry
            yield RowChange(table, key, _image(before), _image(after))


def _json(image: Image | None) -> dict[str, Any] | None:
    if image is None:
        return None
    return {
        name: [base64.b64encode(value).decode()] if isinstance(value, bytes) else value
        for name, value in image.items()
    }


def _image(packed: dict[str, Any] | None) -> Image | None:
    if packed is None:
        return None
    return {
        name: base64.b64decode(value[0]) if isinstance(value, list) else value
        for name, value in packed.items()
    }
