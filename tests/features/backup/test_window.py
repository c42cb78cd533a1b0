"""Backups in the window: one a day by itself, and the commands of the menu."""

import datetime as dt
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from builders import add, contact
from deskcrm.crm import Crm
from deskcrm.domain.people import Contact
from deskcrm.features.backup.ui import FEATURE
from deskcrm.features.backup.ui.asking import ask_whether, make_backup
from deskcrm.features.backup.ui.daily import DailyBackup
from deskcrm.features.contacts.ui import FEATURE as CONTACTS
from deskcrm.storage.backup import back_up, backups, day_of
from deskcrm.storage.database import check
from windows import open_window

PARTS = [CONTACTS, FEATURE]


def names(crm: Crm) -> list[str]:
    return crm.ask(lambda session: list(session.scalars(select(Contact.name))))


def test_the_day_gets_its_backup_and_the_status_bar_says_so(
    qtbot: QtBot, crm: Crm, today: dt.date
) -> None:
    window = open_window(qtbot, crm, PARTS)
    assert "No backup yet" in window.status.text
    daily = window.context.findChild(DailyBackup)
    assert isinstance(daily, DailyBackup)

    daily.make()

    def told() -> None:
        assert "Last backup: today" in window.status.text

    qtbot.waitUntil(told)
    (made,) = backups(daily.folder)
    assert day_of(made) == today
    daily.make()
    assert window.context.jobs.running == []
    window.close()


def test_a_backup_can_be_made_at_any_time(qtbot: QtBot, crm: Crm, tmp_path: Path) -> None:
    window = open_window(qtbot, crm, PARTS)
    make_backup(window.context, tmp_path / "b.sqlite")
    qtbot.waitUntil(lambda: window.toasts.text == "Backed up to b.sqlite and checked.")
    check(tmp_path / "b.sqlite")
    window.close()


def test_the_command_asks_where_with_a_dated_name(qtbot: QtBot, crm: Crm) -> None:
    window = open_window(qtbot, crm, PARTS)
    window.context.run("backup.make")
    dialog = window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    assert dialog.selectedFiles()[0].endswith("deskcrm-2026-11-21.sqlite")
    dialog.reject()
    window.close()


def test_a_restore_asks_first_and_shows_what_came_back(
    qtbot: QtBot, crm: Crm, tmp_path: Path
) -> None:
    crm.do(add, contact("Before Backup"))
    backup = back_up(crm.path, tmp_path / "b.sqlite")
    crm.do(add, contact("After Backup"))
    window = open_window(qtbot, crm, PARTS)

    question = ask_whether(window.context, backup)
    assert names(crm) == ["Before Backup", "After Backup"]
    with qtbot.waitSignal(window.context.changes.changed):
        next(b for b in question.findChildren(QPushButton) if b.text() == "Restore").click()
    assert names(window.context.crm) == ["Before Backup"]
    assert "deskcrm-replaced-1.sqlite" in window.toasts.text
    window.context.crm.do(add, contact("Third Person"))
    window.close()
    window.context.crm.close()


def test_a_restore_that_fails_leaves_the_window_as_it_was(
    qtbot: QtBot, crm: Crm, tmp_path: Path
) -> None:
    crm.do(add, contact("Marta Ivanova"))
    (tmp_path / "words.sqlite").write_text("words " * 90)
    window = open_window(qtbot, crm, PARTS)
    question = ask_whether(window.context, tmp_path / "words.sqlite")
    next(b for b in question.findChildren(QPushButton) if b.text() == "Restore").click()
    assert "not a DeskCRM file" in window.toasts.text
    assert names(window.context.crm) == ["Marta Ivanova"]
    window.close()
    window.context.crm.close()
