"""Opens the one SQLite file: checks that it is ours and whole, brings it up to date, hands out sessions."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2

from deskcrm.domain import (
    activities,
    belongings,
    business,
    catalog,
    custom,
    deals,
    people,
    quotes,
    segments,
    wording,
)
from deskcrm.domain.base import Base
from deskcrm.errors import CrmError
from deskcrm.i18n import mark
from deskcrm.storage import search, undo

APPLICATION_ID: Final = 0x4465736B
"""Written into the file's header ("Desk"), so that no other program's file is taken for ours."""

SCHEMA_VERSION: Final = 4
"""The number of the newest migration; kept in the file's user_version."""

ENTITIES: Final = (
    activities, belongings, business, catalog, custom, deals, people, quotes, segments, wording,
    search, undo,
)  # fmt: skip
"""The modules whose tables make the schema."""

_KEEP_FREE = 8 * 1024 * 1024

_CHECKED_AT_OPEN = 16 * 1024 * 1024
"""Files up to this size are read through at each opening; larger ones by the backup of the day."""


class NotOurs(CrmError):
    """A file that some other program made."""

    sentence = mark(
        "{name} is not a DeskCRM file. It was left as it is; choose another folder with --profile."
    )


class Damaged(CrmError):
    """A file of ours that SQLite finds broken."""

    sentence = mark(
        "{name} is damaged and was not opened. Nothing was written; restore the last good backup."
    )


class FromTheFuture(CrmError):
    """A file that a newer version of the program wrote."""

    sentence = mark(
        "{name} was written by a newer DeskCRM. Nothing was changed; please update DeskCRM to open it."
    )


class ReadOnly(CrmError):
    """A file or folder that may not be written."""

    sentence = mark(
        "{name} can be read but not written. Nothing was changed; check the file's permissions."
    )


class DiskFull(CrmError):
    """No room for what was to be saved."""

    sentence = mark(
        "The disk is full. What was saved before is safe, this change was not saved; free some space and try again."
    )


class DiskTrouble(CrmError):
    """The system could not read or write."""

    sentence = mark(
        "The disk could not be read or written. What was saved before is safe; check the disk and try again."
    )


class Busy(CrmError):
    """Another program holds the file for too long."""

    sentence = mark(
        "The data is being used by another program just now. Nothing was changed; try again in a moment."
    )


class NoRoom(CrmError):
    """A folder that cannot be made or used."""

    sentence = mark("The folder {name} cannot be used: {reason}.")


class Database:
    """One open file. Every write is one transaction that starts with BEGIN IMMEDIATE."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine = _engine(path)
        self._writer = self._engine.execution_options(write=True)
        self._watch: dbapi2.Connection | None = None
        self._watching = Lock()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session that sees one moment of the data and writes nothing."""
        with worded(self.path), Session(self._engine) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Give a session whose changes are saved together by `commit`, or not at all."""
        with worded(self.path), Session(self._writer) as session:
            yield session

    @contextmanager
    def rebuild(self) -> Iterator[Session]:
        """Give a writing session that lets go of foreign keys, for tables that are made anew.

        Whoever commits it checks them first.
        """
        engine = _engine(self.path, foreign_keys=False)
        try:
            with worded(self.path), Session(engine.execution_options(write=True)) as session:
                yield session
        finally:
            engine.dispose()

    def schema_version(self) -> int:
        """Return the number of the migration the file is at; 0 for an empty one."""
        with self.read() as session:
            return int(session.connection().exec_driver_sql("PRAGMA user_version").scalar_one())

    def data_version(self) -> int:
        """Return a number that changes whenever anybody but this very connection writes to the file."""
        with self._watching:
            if self._watch is None:
                self._watch = connect(self.path)
            return int(self._watch.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        """Let go of the file."""
        with self._watching:
            if self._watch is not None:
                self._watch.close()
                self._watch = None
        self._engine.dispose()


def open_database(path: Path) -> Database:
    """Open the file at `path`, making it if there is none and migrating it if it is older.

    Raises NotOurs, Damaged, FromTheFuture, ReadOnly, DiskFull, Busy or NoRoom; then nothing was written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NoRoom(name=path.parent, reason=error.strerror or error) from error
    fresh = not path.exists() or path.stat().st_size == 0
    if fresh:
        if shutil.disk_usage(path.parent).free < _KEEP_FREE:
            raise DiskFull
    else:
        _require_ours(path)
    database = Database(path)
    try:
        version = database.schema_version()
        if version == 0:
            with database.write() as session:
                _create(session)
                session.commit()
        elif version < SCHEMA_VERSION:
            from deskcrm.storage.migrate import upgrade

            upgrade(database)
    except BaseException:
        database.close()
        raise
    return database


@contextmanager
def worded(path: Path) -> Iterator[None]:
    """Turn what SQLite says of files and disks into a sentence for the user."""
    try:
        yield
    except (DatabaseError, dbapi2.DatabaseError) as error:
        problem = _problem(str(getattr(error, "orig", error)), path)
        if problem is None:
            raise
        raise problem from error


def check(path: Path) -> None:
    """Check a file from top to bottom; raise NotOurs, FromTheFuture or Damaged. Writes nothing."""
    _require_ours(path, whole=True)


def connect(path: Path, *, read_only: bool = False, immutable: bool = False) -> dbapi2.Connection:
    """Open a bare driver connection to a file; `immutable` trusts that nobody writes meanwhile."""
    mode = "ro" if read_only else "rwc"
    return dbapi2.connect(
        f"{path.absolute().as_uri()}?mode={mode}{'&immutable=1' if immutable else ''}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
    )


def _require_ours(path: Path, *, whole: bool = False) -> None:
    """Raise unless the file at `path` is a sound file of ours that this version can open."""
    identity = _identity(path)
    if identity is None or identity[0] != APPLICATION_ID:
        raise NotOurs(name=path.name)
    if identity[1] > SCHEMA_VERSION:
        raise FromTheFuture(name=path.name)
    with worded(path):
        connection = connect(path, read_only=not _may_write(path))
        try:
            connection.execute("PRAGMA busy_timeout = 5000")
            if whole:
                answer = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
                broken = answer != "ok" or connection.execute("PRAGMA foreign_key_check").fetchone()
            elif path.stat().st_size <= _CHECKED_AT_OPEN:
                broken = connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok"
            else:
                broken = connection.execute("PRAGMA schema_version").fetchone() is None
            if broken:
                raise Damaged(name=path.name)
        finally:
            connection.close()


def _identity(path: Path) -> tuple[int, int] | None:
    """Return a file's application id and schema version; None if it is not SQLite's.

    A file that SQLite made and nobody has filled yet is (APPLICATION_ID, 0): ours to fill.
    """
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except OSError as error:
        raise NoRoom(name=path, reason=error.strerror or error) from error
    if len(head) < 100 or not head.startswith(b"SQLite format 3\0"):
        return None
    said = int.from_bytes(head[68:72], "big"), int.from_bytes(head[60:64], "big")
    journal = path.with_name(path.name + "-wal")
    if said[0] == APPLICATION_ID and not journal.exists():
        return said
    # What was written last may still be in the journal; without one, looking leaves no trace.
    with worded(path):
        connection = connect(path, read_only=True, immutable=not journal.exists())
        try:
            number = connection.execute("PRAGMA application_id").fetchone()[0]
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
        finally:
            connection.close()
    return (number, version) if number or tables else (APPLICATION_ID, 0)


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _create(session: Session) -> None:
    """Make the newest schema in an empty file, and what every business starts with."""
    connection = session.connection()
    if connection.exec_driver_sql("PRAGMA user_version").scalar_one() != 0:
        return  # another start was faster
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID:d}")
    Base.metadata.create_all(connection)
    search.create(connection)
    session.add_all(
        [
            business.new_business(),
            *deals.default_stages(),
            *catalog.default_tax_rates(),
        ]
    )
    session.flush()
    connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION:d}")


def _engine(path: Path, *, foreign_keys: bool = True) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}", module=dbapi2, connect_args={"timeout": 10, "check_same_thread": False}
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: Any) -> None:  # noqa: ARG001
        # SQLAlchemy says BEGIN itself (below): without that, deferring foreign keys has no effect.
        connection.isolation_level = None
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            connection.execute("PRAGMA journal_mode = WAL")
        # A save is on the disk when it is said to be, even if the battery dies the next moment.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        connection.execute("PRAGMA temp_store = MEMORY")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    @event.listens_for(engine, "reset")
    def end(connection: Any, record: Any, state: Any) -> None:  # noqa: ARG001
        # A COMMIT that deferred foreign keys refuse leaves the transaction open; SQLAlchemy thinks not.
        if connection.in_transaction:
            connection.rollback()

    return engine


_PROBLEMS: Final = (
    (r"disk is full", DiskFull),
    (r"readonly|read-only|unable to open database file", ReadOnly),
    (r"malformed|not a database", Damaged),
    (r"disk I/O error", DiskTrouble),
    (r"is locked|is busy", Busy),
)


def _problem(said: str, path: Path) -> CrmError | None:
    for pattern, problem in _PROBLEMS:
        if re.search(pattern, said):
            return problem(name=path.name)
    return None
