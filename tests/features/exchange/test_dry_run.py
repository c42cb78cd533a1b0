"""The dry run of an import in the window: who is there already, and the rows that are refused."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from builders import add, contact
from deskcrm.crm import Crm
from deskcrm.domain.people import Address, Contact
from deskcrm.features.contacts.ui import FEATURE as CONTACTS
from deskcrm.features.exchange.plan import ImportPlan, OnMatch, Verdict
from deskcrm.features.exchange.ui import FEATURE
from deskcrm.features.exchange.ui.importing import ImportSheet
from deskcrm.features.exchange.ui.preview import Preview
from deskcrm.jobs import Cancelled
from deskcrm.shell.window import MainWindow
from windows import open_window

TOWNS = "Name,Email,City\nAna Kovač,ana@kovac.example,Zagreb\nBo Lind,bo@lind.example,Ulm\n"
NAMELESS = 'Name,Email,City\nAna Kovač,ana@kovac.example,Zagreb\n,,"Lost, town"\n'


@pytest.fixture
def window(qtbot: QtBot, crm: Crm) -> MainWindow:
    crm.do(add, contact("Ana Kovač", email="ana@kovac.example"))
    return open_window(qtbot, crm, [CONTACTS, FEATURE])


def dry_run(qtbot: QtBot, window: MainWindow, file: Path, text: str) -> tuple[ImportSheet, Preview]:
    """The sheet with a file's dry run shown."""
    file.write_text(text, "utf-8")
    window.context.run("exchange.import")
    sheet = window.findChildren(ImportSheet)[-1]
    assert isinstance(sheet, ImportSheet)
    sheet.read(file)
    qtbot.waitUntil(lambda: sheet.plan is not None and not sheet.is_working)
    sheet.go_on()
    preview = sheet.findChild(Preview)
    assert isinstance(preview, Preview)
    return sheet, preview


def planned(qtbot: QtBot, sheet: ImportSheet) -> ImportPlan:
    qtbot.waitUntil(lambda: not sheet.is_working)
    assert sheet.plan is not None
    return sheet.plan


def tab_to(wanted: QWidget) -> None:
    """Press Tab until a widget has the keyboard."""
    for _time in range(30):
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus is wanted:
            return
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    raise AssertionError(wanted)


def counts(crm: Crm) -> tuple[int | None, int | None]:
    """How many contacts and how many addresses there are."""
    return crm.ask(
        lambda session: (
            session.scalar(select(func.count(Contact.id))),
            session.scalar(select(func.count(Address.id))),
        )
    )


def test_nobody_is_asked_about_where_nobody_is_there_already(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    text = "Name,Email\nBo Lind,bo@lind.example\n"
    _sheet, preview = dry_run(qtbot, window, tmp_path / "x.csv", text)
    assert not preview.match.isVisible()
    assert not preview.refused.isVisible()


@pytest.mark.parametrize(
    ("times", "choice", "verdict", "said", "after"),
    [
        (0, OnMatch.UPDATE, Verdict.UPDATE, "2 rows read: 1 new, 1 updated.", (2, 2)),
        (1, OnMatch.SKIP, Verdict.LEFT, "2 rows read: 1 new, 1 left as they are.", (2, 1)),
        (2, OnMatch.ADD, Verdict.NEW, "2 rows read: 2 new.", (3, 2)),
    ],
)
def test_what_becomes_of_those_who_are_there_is_chosen_by_keys_and_done(
    qtbot: QtBot,
    crm: Crm,
    window: MainWindow,
    tmp_path: Path,
    times: int,
    choice: OnMatch,
    verdict: Verdict,
    said: str,
    after: tuple[int, int],
) -> None:
    sheet, preview = dry_run(qtbot, window, tmp_path / "x.csv", TOWNS)
    assert preview.match.edit.accessibleName() == "Contacts who are there already"
    assert preview.match.isVisible()
    tab_to(preview.match.edit)
    for _time in range(times):
        QTest.keyClick(preview.match.edit, Qt.Key.Key_Down)
        planned(qtbot, sheet)
        qtbot.waitUntil(preview.match.edit.hasFocus)
    assert preview.match.value() is choice
    assert [one.verdict for one in planned(qtbot, sheet).decisions] == [verdict, Verdict.NEW]
    tab_to(sheet.import_button)
    QTest.keyClick(sheet.import_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.toasts.text == said)
    assert counts(crm) == after
    window.toasts.button.click()
    assert counts(crm) == (1, 0)


def test_nothing_can_be_imported_where_all_are_there_and_stay_as_they_are(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    text = "Name,Email,City\nAna Kovač,ana@kovac.example,Zagreb\n"
    sheet, preview = dry_run(qtbot, window, tmp_path / "x.csv", text)
    assert sheet.import_button.isEnabled()
    preview.match.set_value(OnMatch.SKIP)
    assert planned(qtbot, sheet).count(Verdict.LEFT) == 1
    assert not sheet.import_button.isEnabled()
    preview.match.set_value(OnMatch.UPDATE)
    planned(qtbot, sheet)
    assert sheet.import_button.isEnabled()


def test_the_choice_holds_for_the_file_and_not_for_the_next(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    sheet, preview = dry_run(qtbot, window, tmp_path / "x.csv", TOWNS)
    preview.match.set_value(OnMatch.SKIP)
    planned(qtbot, sheet)
    sheet.go_back()
    sheet.columns.target_box("City").choose(None)
    sheet.go_on()
    assert planned(qtbot, sheet).count(Verdict.LEFT) == 1
    assert preview.match.value() is OnMatch.SKIP
    sheet.read(tmp_path / "x.csv")
    assert planned(qtbot, sheet).count(Verdict.UPDATE) == 1
    assert preview.match.value() is OnMatch.UPDATE


def test_a_choice_that_is_cancelled_is_not_shown(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet, preview = dry_run(qtbot, window, tmp_path / "x.csv", TOWNS)

    def stop(*_given: object) -> None:
        raise Cancelled

    monkeypatch.setattr("deskcrm.features.exchange.ui.importing.plan_again", stop)
    preview.match.set_value(OnMatch.ADD)
    assert planned(qtbot, sheet).count(Verdict.UPDATE) == 1
    assert preview.match.value() is OnMatch.UPDATE


def test_refused_rows_are_saved_by_keys_and_can_be_imported_once_they_are_mended(
    qtbot: QtBot, crm: Crm, window: MainWindow, tmp_path: Path
) -> None:
    sheet, preview = dry_run(qtbot, window, tmp_path / "x.csv", NAMELESS)
    button = preview.refused.save_button
    assert (button.isVisible(), button.accessibleName()) == (True, "Save refused rows…")
    tab_to(button)
    QTest.keyClick(button, Qt.Key.Key_Return)
    dialog = sheet.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    assert [Path(name).name for name in dialog.selectedFiles()] == ["x refused.csv"]
    out = tmp_path / "x refused.csv"
    dialog.fileSelected.emit(str(out))
    dialog.reject()
    qtbot.waitUntil(lambda: preview.refused.said.text() == "Wrote 1 row to x refused.csv.")
    lines = out.read_text("utf-8-sig").splitlines()
    assert lines[0] == "Name,Email,City,Reason"
    assert lines[1].startswith(',,"Lost, town","A contact needs a name')
    assert counts(crm) == (1, 0)
    mended = out.read_text("utf-8-sig").replace(",,", "Nova,,")
    again, other = dry_run(qtbot, window, tmp_path / "y.csv", mended)
    assert planned(qtbot, again).count(Verdict.NEW) == 1
    assert not other.refused.isVisible()


def test_a_place_that_cannot_be_written_is_a_sentence(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    _sheet, preview = dry_run(qtbot, window, tmp_path / "x.csv", NAMELESS)
    preview.refused.write(tmp_path / "no such folder" / "out.csv")
    qtbot.waitUntil(lambda: "out.csv" in preview.refused.said.text())
    assert preview.refused.said.tone == "bad"


def test_a_vcard_without_a_name_can_be_saved_as_well(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    card = "BEGIN:VCARD\nVERSION:3.0\nNOTE:Who?\nEND:VCARD\n"
    _sheet, preview = dry_run(qtbot, window, tmp_path / "x.vcf", card)
    assert preview.refused.isVisible()
    preview.refused.write(tmp_path / "out.csv")
    qtbot.waitUntil(lambda: bool(preview.refused.said.text()))
    assert (tmp_path / "out.csv").read_text("utf-8-sig").startswith("Name,Reason")
