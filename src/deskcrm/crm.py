"""The heart: does what the user asks, records it for undo, and tells who is showing what changed."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Concatenate, ParamSpec, Self, TypeVar

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from deskcrm.i18n import _, mark
from deskcrm.storage import search, undo
from deskcrm.storage.database import Database, open_database
from deskcrm.storage.recorder import Recorder, RowChange
from deskcrm.storage.undo import Step

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Changes:
    """Which kinds of records changed; None means that any may have."""

    kinds: frozenset[str] | None

    def touches(self, *kinds: str) -> bool:
        """Say whether records of one of these kinds may have changed."""
        return self.kinds is None or not self.kinds.isdisjoint(kinds)


F = TypeVar("F", bound=Callable[..., object])


def undoable(label: str) -> Callable[[F], F]:
    """Name a use case as the Edit menu says it: `@undoable(mark("add contact"))`."""
    return _labelled(label, final=False)


def final(label: str) -> Callable[[F], F]:
    """Name a use case that cannot be taken back, such as giving a number."""
    return _labelled(label, final=True)


def _labelled(label: str, *, final: bool) -> Callable[[F], F]:
    def decorate(use_case: F) -> F:
        use_case.__dict__.update(label=label, final=final)
        return use_case

    return decorate


class Crm:
    """One open business: `do` changes it, `ask` reads it, every change can be undone and is told."""

    def __init__(self, database: Database, *, now: Callable[[], dt.datetime] | None = None) -> None:
        self._database = database
        self._now = now or (lambda: dt.datetime.now(dt.UTC))
        self._listeners: list[Callable[[Changes], None]] = []
        self._version = database.data_version()

    @classmethod
    def open(cls, path: Path, *, now: Callable[[], dt.datetime] | None = None) -> Self:
        """Open the business in the file at `path`; see `open_database` for what may be wrong."""
        return cls(open_database(path), now=now)

    @property
    def path(self) -> Path:
        """The file that holds the business."""
        return self._database.path

    def do(
        self, use_case: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run a use case in one transaction, record it as a step of undo, and tell what changed.

        If it raises, everything it did is rolled back, nothing is recorded and nobody is told.
        """
        with self._writing() as (session, changes):
            recorder = Recorder.of(session)
            result = use_case(session, *args, **kwargs)
            session.flush()
            changes.extend(recorder)
            if changes:
                connection = session.connection()
                search.refresh(connection, changes)
                label = getattr(use_case, "label", mark("change"))
                undo.record(
                    connection,
                    label,
                    changes,
                    at=self._now(),
                    final=getattr(use_case, "final", False),
                )
        return result

    def ask(
        self, query: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run a query on one moment of the data and return its answer."""
        with self._database.read() as session:
            return query(session, *args, **kwargs)

    def undo(self) -> str | None:
        """Take the last step back and return what it was, or None if there is nothing to undo."""
        return self._travel(undo.next_undo, undo.undo)

    def redo(self) -> str | None:
        """Do the step that was undone last again and return what it was, or None."""
        return self._travel(undo.next_redo, undo.redo)

    @property
    def undo_label(self) -> str | None:
        """What `undo` would take back, in the window's language."""
        return self._label(undo.next_undo)

    @property
    def redo_label(self) -> str | None:
        """What `redo` would do again, in the window's language."""
        return self._label(undo.next_redo)

    def history(self, *, limit: int = 100) -> tuple[Step, ...]:
        """Return the newest steps, newest first."""
        return self.ask(lambda session: undo.history(session.connection(), limit=limit))

    def subscribe(self, listener: Callable[[Changes], None]) -> Callable[[], None]:
        """Call `listener` after each change; return the function that ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def notice(self) -> None:
        """Tell everybody that anything may have changed if another program wrote to the file."""
        version = self._database.data_version()
        if version != self._version:
            self._version = version
            self._publish(Changes(None))

    def tidy(self) -> None:
        """Do the search index's housekeeping; for idle moments."""
        with self._writing() as (session, _changes):
            search.tidy(session.connection())

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def _travel(
        self,
        find: Callable[..., Step | None],
        go: Callable[..., list[RowChange]],
    ) -> str | None:
        step = None
        try:
            with self._writing() as (session, changes):
                connection = session.connection()
                step = find(connection)
                if step is None:
                    return None
                changes.extend(go(connection, step))
                search.refresh(connection, changes)
        except IntegrityError as error:
            if step is None:
                raise
            # Something that stays refers to a row that would have gone: only the commit sees it.
            raise undo.ChangedSince(step=_(step.label)) from error
        return _(step.label)

    @contextmanager
    def _writing(self) -> Iterator[tuple[Session, list[RowChange]]]:
        """Give a session and a list for its changes; at the end commit, and tell what changed."""
        changes: list[RowChange] = []
        with self._database.write() as session:
            session.connection()  # BEGIN IMMEDIATE: from here on nobody else writes
            outside = self._database.data_version() != self._version
            yield session, changes
            session.commit()
        self._version = self._database.data_version()
        if outside:
            self._publish(Changes(None))
        elif changes:
            self._publish(Changes(frozenset(change.table for change in changes)))

    def _label(self, find: Callable[..., Step | None]) -> str | None:
        step = self.ask(lambda session: find(session.connection()))
        return None if step is None else _(step.label)

    def _publish(self, changes: Changes) -> None:
        for listener in tuple(self._listeners):
            listener(changes)
