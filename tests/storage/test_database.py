"""Opening the file: what is not ours, damaged, newer, locked, full or read-only is one plain sentence."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlcipher3 import dbapi2

from builders import add, contact
from damaging import damage
from deskcrm.__main__ import main
from deskcrm.crm import Crm
from deskcrm.domain.people import Contact
from deskcrm.storage.database import (
    APPLICATION_ID,
    SCHEMA_VERSION,
    Busy,
    Damaged,
    Database,
    DiskFull,
    FromTheFuture,
    NoRoom,
    NotOurs,
    ReadOnly,
    check,
    connect,
    open_database,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A business with some contacts, closed."""
    path = tmp_path / "deskcrm.sqlite"
    crm = Crm.open(path)
    crm.do(add, *(contact(f"Person {n}", email=f"p{n}@x.example") for n in range(300)))
    crm.close()
    return path


def test_a_new_file_says_whose_it_is_and_at_which_version(tmp_path: Path) -> None:
    open_database(tmp_path / "new" / "deskcrm.sqlite").close()
    connection = connect(tmp_path / "new" / "deskcrm.sqlite", read_only=True)
    asked = [
        connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("application_id", "user_version", "journal_mode")
    ]
    connection.close()
    assert asked == [APPLICATION_ID, SCHEMA_VERSION, "wal"]


@pytest.mark.parametrize("content", [b"just words\n" * 50, b"SQLite format 3", b"\x89PNG" * 50])
def test_a_file_of_another_program_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "deskcrm.sqlite"
    path.write_bytes(content)
    with pytest.raises(NotOurs, match="is not a DeskCRM file"):
        open_database(path)
    assert path.read_bytes() == content


def test_another_programs_sqlite_file_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "deskcrm.sqlite"
    connection = dbapi2.connect(str(path))
    connection.execute("CREATE TABLE theirs (x)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(NotOurs):
        open_database(path)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["deskcrm.sqlite"]


def test_a_damaged_file_is_not_opened_and_not_written(path: Path) -> None:
    damage(path)
    before = path.read_bytes()
    with pytest.raises(Damaged, match="restore the last good backup"):
        open_database(path)
    with pytest.raises(Damaged):
        check(path)
    assert path.read_bytes() == before


def test_a_cut_off_file_is_damaged(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(Damaged):
        open_database(path)


def test_a_file_of_a_newer_version_is_not_touched(path: Path) -> None:
    connection = connect(path)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1:d}")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(FromTheFuture, match="newer DeskCRM"):
        open_database(path)
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(NoRoom, match="cannot be used"):
        open_database(tmp_path / "file" / "deskcrm.sqlite")


def test_a_full_disk_loses_only_what_was_not_saved(path: Path) -> None:
    database = Database(path)

    def fill() -> None:
        with database.write() as session:
            connection = session.connection()
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages:d}")
            session.add(contact("Too Much", note="x" * 500_000))
            session.commit()

    with pytest.raises(DiskFull, match="What was saved before is safe"):
        fill()
    database.close()
    check(path)
    with Database(path).read() as session:
        assert len(session.scalars(select(Contact.id)).all()) == 300


def test_a_file_that_may_not_be_written_says_so(path: Path) -> None:
    database = Database(path)

    def write() -> None:
        with database.write() as session:
            # SQLite's own refusal, as on a read-only disk: permissions do not stop a root user.
            session.connection().exec_driver_sql("PRAGMA query_only = ON")
            session.add(contact("Not Saved"))
            session.commit()

    with pytest.raises(ReadOnly, match="can be read but not written"):
        write()
    database.close()


def test_a_file_that_another_program_is_writing_is_busy(path: Path) -> None:
    database = Database(path)
    with database.read() as session:
        session.connection().exec_driver_sql("PRAGMA busy_timeout = 50")
    other = connect(path)
    other.execute("BEGIN IMMEDIATE")

    def write() -> None:
        with database.write() as session:
            session.add(contact("Waiting"))
            session.commit()

    with pytest.raises(Busy, match="another program"):
        write()
    other.execute("COMMIT")
    other.close()
    write()
    database.close()


def test_a_start_that_was_killed_before_its_first_save_is_no_strangers_file(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path; "
        "from deskcrm.storage.database import open_database; "
        "open_database(Path(sys.argv[1])); os.kill(os.getpid(), signal.SIGKILL)"
    )
    path = tmp_path / "deskcrm.sqlite"
    done = subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    assert done.returncode == -9
    check(path)
    open_database(path).close()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (damage, "is damaged"),
        (lambda path: path.write_bytes(b"words " * 90), "is not a DeskCRM file"),
    ],
)
def test_the_command_line_says_it_in_one_line(
    path: Path, capsys: pytest.CaptureFixture[str], spoil: Callable[[Path], object], said: str
) -> None:
    spoil(path)
    for command in ("check", "undo", "history"):
        assert main(["--profile", str(path.parent), command]) == 1
        error = capsys.readouterr().err
        assert said in error
        assert len(error.splitlines()) == 1
