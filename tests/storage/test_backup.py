"""Backups: checked before they count, rotated, and put back without losing what they replace."""

import datetime as dt
import os
from pathlib import Path

import pytest
from sqlalchemy import select

from builders import add, contact
from damaging import damage
from deskcrm.crm import Crm
from deskcrm.domain.people import Contact
from deskcrm.errors import FileProblem
from deskcrm.storage.backup import (
    BackupFailed,
    InUse,
    back_up,
    backups,
    daily_backup,
    day_of,
    last_good,
    restore,
)
from deskcrm.storage.database import Damaged, NotOurs, check, connect


def names(path: Path) -> list[str]:
    crm = Crm.open(path)
    found = crm.ask(lambda session: list(session.scalars(select(Contact.name))))
    crm.close()
    return found


def test_a_live_file_is_copied_with_what_was_just_saved(crm: Crm, tmp_path: Path) -> None:
    crm.do(add, contact("Marta Ivanova"))
    made = back_up(crm.path, tmp_path / "copies" / "b.sqlite")
    check(made)
    assert names(made) == ["Marta Ivanova"]


def test_a_backup_in_the_place_of_another_replaces_it_whole(crm: Crm, tmp_path: Path) -> None:
    back_up(crm.path, tmp_path / "b.sqlite")
    crm.do(add, contact("Marta Ivanova"))
    back_up(crm.path, tmp_path / "b.sqlite")
    assert names(tmp_path / "b.sqlite") == ["Marta Ivanova"]
    assert not list(tmp_path.glob(".*"))


def test_a_backup_replaces_no_folder_no_device_and_not_the_business_itself(
    crm: Crm, tmp_path: Path
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for place in (tmp_path, Path(), Path("/"), pipe, crm.path):
        with pytest.raises(FileProblem):
            back_up(crm.path, place)
    assert pipe.is_fifo()
    check(crm.path)


def test_where_no_file_can_be_made_the_system_says_why(crm: Crm) -> None:
    # A folder of the kernel: even root makes no file in it.
    with pytest.raises(FileProblem, match="could not be used"):
        back_up(crm.path, Path("/proc/deskcrm-backup.sqlite"))


def test_a_damaged_file_makes_no_backup_and_keeps_the_last(crm: Crm, tmp_path: Path) -> None:
    crm.do(add, *(contact(f"Person {n}") for n in range(300)))
    back_up(crm.path, tmp_path / "b.sqlite")
    before = (tmp_path / "b.sqlite").read_bytes()
    path = crm.path
    crm.close()
    damage(path)
    with pytest.raises(Damaged):
        back_up(path, tmp_path / "b.sqlite")
    assert (tmp_path / "b.sqlite").read_bytes() == before


def test_a_copy_that_lost_rows_is_thrown_away(
    crm: Crm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crm.do(add, contact("Marta Ivanova"))

    def check_and_lose(copy: Path) -> None:
        """Stand for a disk that loses rows behind a copy that SQLite finds sound."""
        connection = connect(copy)
        connection.execute("DELETE FROM contact")
        connection.close()
        check(copy)

    monkeypatch.setattr("deskcrm.storage.backup.check", check_and_lose)
    with pytest.raises(BackupFailed, match="thrown away"):
        back_up(crm.path, tmp_path / "b.sqlite")
    assert not list(tmp_path.glob("*b.sqlite*"))


def test_a_day_has_one_backup(crm: Crm, tmp_path: Path, today: dt.date) -> None:
    made = daily_backup(crm.path, tmp_path / "backups", today=today)
    assert made is not None
    assert day_of(made) == today
    assert daily_backup(crm.path, tmp_path / "backups", today=today) is None


def test_seven_days_and_four_weeks_are_kept(crm: Crm, tmp_path: Path, today: dt.date) -> None:
    folder = tmp_path / "backups"
    for day in range(60):
        daily_backup(crm.path, folder, today=today + dt.timedelta(days=day))
    days = [day_of(backup) for backup in backups(folder)]
    last = today + dt.timedelta(days=59)
    assert days[:7] == [last - dt.timedelta(days=n) for n in range(7)]
    assert len(days) == 11
    weeks = [day.isocalendar()[:2] for day in days[7:]]
    assert len(set(weeks)) == 4


def test_other_files_among_the_backups_are_left_alone(
    crm: Crm, tmp_path: Path, today: dt.date
) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    for day in range(30):
        daily_backup(crm.path, tmp_path, today=today + dt.timedelta(days=day))
    assert (tmp_path / "mine.txt").read_text() == "keep"


def test_the_last_good_backup_is_not_the_damaged_one(
    crm: Crm, tmp_path: Path, today: dt.date
) -> None:
    crm.do(add, *(contact(f"Person {n}") for n in range(300)))
    good = daily_backup(crm.path, tmp_path, today=today)
    bad = daily_backup(crm.path, tmp_path, today=today + dt.timedelta(days=1))
    assert bad is not None
    damage(bad)
    assert last_good(tmp_path) == good
    assert last_good(tmp_path / "none") is None


def test_a_restore_keeps_what_it_replaces(crm: Crm, tmp_path: Path) -> None:
    crm.do(add, contact("Before Backup"))
    backup = back_up(crm.path, tmp_path / "b.sqlite")
    crm.do(add, contact("After Backup"))
    path = crm.path
    crm.close()

    replaced = restore(backup, path)
    assert names(path) == ["Before Backup"]
    assert replaced is not None
    assert names(replaced) == ["Before Backup", "After Backup"]
    again = restore(backup, path)
    assert again not in {replaced, None}


def test_a_damaged_file_can_be_replaced_and_is_kept(crm: Crm, tmp_path: Path) -> None:
    crm.do(add, *(contact(f"Person {n}") for n in range(300)))
    backup = back_up(crm.path, tmp_path / "b.sqlite")
    path = crm.path
    crm.close()
    damage(path)
    broken = path.read_bytes()
    replaced = restore(backup, path)
    assert replaced is not None
    assert replaced.read_bytes() == broken
    assert len(names(path)) == 300


def test_a_restore_into_an_empty_profile_replaces_nothing(crm: Crm, tmp_path: Path) -> None:
    crm.do(add, contact("Marta Ivanova"))
    backup = back_up(crm.path, tmp_path / "b.sqlite")
    assert restore(backup, tmp_path / "new" / "deskcrm.sqlite") is None
    assert names(tmp_path / "new" / "deskcrm.sqlite") == ["Marta Ivanova"]


def test_nothing_is_restored_over_an_open_file(crm: Crm, tmp_path: Path) -> None:
    backup = back_up(crm.path, tmp_path / "b.sqlite")
    crm.do(add, contact("Marta Ivanova"))
    with pytest.raises(InUse, match="open in another window"):
        restore(backup, crm.path)
    assert crm.ask(lambda session: list(session.scalars(select(Contact.name)))) == ["Marta Ivanova"]
    assert sorted(entry.name for entry in crm.path.parent.glob("*.sqlite")) == ["deskcrm.sqlite"]


def test_what_is_no_sound_backup_is_not_restored(crm: Crm, tmp_path: Path) -> None:
    crm.do(add, *(contact(f"Person {n}") for n in range(300)))
    path = crm.path
    crm.close()
    before = path.read_bytes()
    words = tmp_path / "words.sqlite"
    words.write_text("just words " * 50)
    with pytest.raises(NotOurs):
        restore(words, path)
    with pytest.raises(FileProblem, match="No such file"):
        restore(tmp_path / "missing.sqlite", path)
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(before)
    damage(broken)
    with pytest.raises(Damaged):
        restore(broken, path)
    assert path.read_bytes() == before
