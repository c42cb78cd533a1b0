"""Copies the business while it is in use, and counts a copy only once it was opened and checked."""

import datetime as dt
import errno
import os
import re
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Final

from sqlcipher3 import dbapi2

from deskcrm.errors import CrmError, FileProblem
from deskcrm.i18n import mark
from deskcrm.storage import contents
from deskcrm.storage.database import check, connect, worded

DAILY: Final = 7
WEEKLY: Final = 4

_NAME = re.compile(r"deskcrm-(\d{4}-\d{2}-\d{2})\.sqlite")


class BackupFailed(CrmError):
    """A copy that is not what it should be; it was thrown away."""

    sentence = mark(
        "The backup to {name} did not pass its check and was thrown away. Your data is safe; please try again."
    )


class InUse(CrmError):
    """A restore while something else has the file open."""

    sentence = mark(
        "The data is open in another window. Nothing was changed; close it, then restore."
    )


def back_up(source: Path, target: Path) -> Path:
    """Copy a live file to `target`, whole or not at all; open, check and count the copy first."""
    _require_place(target, source)
    fresh = target.with_name(f".{target.name}.new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh.unlink(missing_ok=True)
        fresh.touch()  # the system says better than SQLite why a file cannot be made
        with worded(source):
            connection = connect(source)
            try:
                connection.execute("PRAGMA busy_timeout = 10000")
                before = _counts(connection)
                connection.execute("VACUUM INTO ?", (str(fresh),))
                after = _counts(connection)
            finally:
                connection.close()
        check(fresh)
        copy = connect(fresh, read_only=True)
        try:
            counted = _counts(copy)
            hashes = _hashes(copy)
        finally:
            copy.close()
        # Somebody else may have added or removed rows while the copy was made.
        if counted.keys() != after.keys() or any(
            not min(before[name], after[name]) <= count <= max(before[name], after[name])
            for name, count in counted.items()
        ):
            raise BackupFailed(name=target.name)
        # A backup counts once the files that its records name lie beside it.
        contents.carry(hashes, contents.folder_beside(source), contents.folder_beside(target))
        _sync(fresh)
        fresh.replace(target)
    except OSError as error:
        raise FileProblem(name=target, reason=error.strerror or error) from error
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
    return target


def _require_place(target: Path, source: Path) -> None:
    """Raise FileProblem where a copy would replace a folder, a device, or the file it is made of."""
    if target.is_dir():
        wrong = errno.EISDIR
    elif target.exists() and not target.is_file():
        wrong = errno.EINVAL
    elif target.exists() and target.samefile(source):
        wrong = errno.EBUSY
    else:
        return
    raise FileProblem(name=target, reason=os.strerror(wrong))


def daily_backup(source: Path, folder: Path, *, today: dt.date) -> Path | None:
    """Make today's backup unless there is one, and let go of those past keeping; return it if made."""
    target = folder / f"deskcrm-{today.isoformat()}.sqlite"
    if target.exists():
        return None
    back_up(source, target)
    for old in set(backups(folder)) - kept(backups(folder)):
        old.unlink(missing_ok=True)
    return target


def backups(folder: Path) -> list[Path]:
    """Return the daily backups in a folder, newest first."""
    if not folder.is_dir():
        return []
    return sorted((p for p in folder.iterdir() if _NAME.fullmatch(p.name)), reverse=True)


def day_of(backup: Path) -> dt.date:
    """Return the day a daily backup was made."""
    match = _NAME.fullmatch(backup.name)
    if match is None:
        raise ValueError(backup)
    return dt.date.fromisoformat(match[1])


def kept(newest_first: list[Path]) -> set[Path]:
    """Return the backups worth keeping: the last 7, and of the weeks before, the last of each of 4."""
    keep = set(newest_first[:DAILY])
    weeks: dict[tuple[int, int], Path] = {}
    for backup in newest_first[DAILY:]:
        year, week, _day = day_of(backup).isocalendar()
        weeks.setdefault((year, week), backup)
    return keep | set(list(weeks.values())[:WEEKLY])


def last_good(folder: Path) -> Path | None:
    """Return the newest backup that passes its check, or None."""
    for backup in backups(folder):
        try:
            check(backup)
        except CrmError:
            continue
        return backup
    return None


def restore(backup: Path, target: Path) -> Path | None:
    """Put a checked backup in the place of `target`; return where the file it replaces was kept.

    Raises what `check` raises of the backup, and InUse if the target is open somewhere; then
    nothing was changed.
    """
    if not os.path.isfile(backup):  # noqa: PTH113 - it takes a name that no file can have
        raise FileProblem(name=backup, reason=os.strerror(2))
    check(backup)
    fresh = target.with_name(f".{target.name}.restored")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(backup, fresh)
        check(fresh)
        copy = connect(fresh, read_only=True)
        try:
            hashes = _hashes(copy)
        finally:
            copy.close()
        contents.carry(hashes, contents.folder_beside(backup), contents.folder_beside(target))
        _sync(fresh)
        replaced = _set_aside(target) if target.exists() else None
        fresh.replace(target)
    except OSError as error:
        raise FileProblem(name=target, reason=error.strerror or error) from error
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
    return replaced


def _set_aside(target: Path) -> Path:
    """Move a file that nobody has open, with its journal folded in, beside itself."""
    try:
        connection = connect(target)
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()
    except dbapi2.OperationalError as error:
        if "locked" in str(error):
            raise InUse from error
    except dbapi2.DatabaseError:
        # A damaged file cannot be folded; it is kept as it is, with what lies beside it.
        pass
    number = 1
    while (aside := target.with_name(f"{target.stem}-replaced-{number}{target.suffix}")).exists():
        number += 1
    for ending in ("-wal", "-shm"):
        beside = target.with_name(target.name + ending)
        if beside.exists():
            beside.replace(aside.with_name(aside.name + ending))
    target.replace(aside)
    return aside


def missing_contents(database: Path) -> int:
    """Return how many contents of attached files are not where they are kept, or no longer what they were."""
    connection = connect(database, read_only=True)
    try:
        hashes = _hashes(connection)
    finally:
        connection.close()
    folder = contents.folder_beside(database)
    return sum(not contents.is_whole(folder, sha256) for sha256 in hashes)


def _counts(connection: dbapi2.Connection) -> dict[str, int]:
    """Return the number of rows of each table."""
    names = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search~_%' ESCAPE '~'"
        " AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
    ).fetchall()
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - names of the schema
        for (name,) in names
    }


def _hashes(connection: dbapi2.Connection) -> list[str]:
    """Return the contents that the records of a file name; none in a file of an older version."""
    known = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'attachment'").fetchone()
    if known is None:
        return []
    rows = connection.execute("SELECT DISTINCT sha256 FROM attachment").fetchall()
    return [str(sha256) for (sha256,) in rows]


def _sync(path: Path) -> None:
    """Make sure a file's bytes are on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
