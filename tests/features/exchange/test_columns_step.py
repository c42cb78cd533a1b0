"""The columns of a file in the window: what is proposed, changed by keyboard, and remembered."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from deskcrm.crm import Crm
from deskcrm.domain.custom import FieldKind, FieldOwner
from deskcrm.domain.people import Contact
from deskcrm.features.contacts.ui import FEATURE as CONTACTS
from deskcrm.features.exchange.place import NOTE, SKIPPED, email
from deskcrm.features.exchange.targets import read_target
from deskcrm.features.exchange.ui import FEATURE
from deskcrm.features.exchange.ui.columns import ColumnsStep
from deskcrm.features.exchange.ui.importing import ImportSheet
from deskcrm.features.exchange.ui.preview import Preview
from deskcrm.features.fields.usecases import FieldForm, add_field
from deskcrm.kit.text import Text
from deskcrm.shell.window import MainWindow
from windows import open_window

GOOGLE = Path(__file__).with_name("google.csv")
LIST = (
    "Name,Mail,Colour,Shoe size,Remark\n"
    "Ana Kostova,ana@example.com,red,37,\n"
    "Boris Lind,boris@example.com,blue,44,likes boats\n"
)


@pytest.fixture
def window(qtbot: QtBot, crm: Crm) -> MainWindow:
    return open_window(qtbot, crm, [CONTACTS, FEATURE])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(LIST)
    return path


def opened(qtbot: QtBot, window: MainWindow, file: Path) -> ImportSheet:
    """The sheet with a file's columns shown."""
    window.context.run("exchange.import")
    sheet = window.findChildren(ImportSheet)[-1]
    assert isinstance(sheet, ImportSheet)
    sheet.read(file)
    qtbot.waitUntil(lambda: sheet.plan is not None and not sheet.is_working)
    return sheet


def becomes(sheet: ImportSheet, column: str) -> str:
    return sheet.columns.target_box(column).currentText()


def press(key: Qt.Key, *, times: int = 1) -> None:
    """Press a key where the keyboard is."""
    for _time in range(times):
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key)


def custom(crm: Crm, name: str) -> dict[str, object]:
    found = crm.ask(
        lambda session: session.scalar(select(Contact.custom).where(Contact.name == name))
    )
    assert found is not None
    return dict(found)


def test_the_columns_are_shown_with_their_values_and_where_they_go(
    qtbot: QtBot, window: MainWindow, file: Path
) -> None:
    sheet = opened(qtbot, window, file)
    assert sheet.step == "Step 2 of 3: Columns"
    texts = {label.text() for label in sheet.columns.findChildren(Text)}
    assert {"Shoe size", "37 · 44", "likes boats", "Where does each column go?"} <= texts
    assert becomes(sheet, "Name") == "Full name"
    assert becomes(sheet, "Mail") == "E-mail"
    assert becomes(sheet, "Shoe size") == "Keep under its own name"
    box = sheet.columns.target_box("Shoe size")
    assert (box.accessibleName(), box.accessibleDescription()) == ("Shoe size", "37, 44")
    assert not sheet.columns.reset_button.isVisible()


def test_the_program_that_wrote_the_file_is_named(qtbot: QtBot, window: MainWindow) -> None:
    sheet = opened(qtbot, window, GOOGLE)
    texts = {label.text() for label in sheet.columns.findChildren(Text)}
    assert "Looks like an export of Google Contacts." in texts


def test_a_file_is_imported_by_keyboard_alone(
    qtbot: QtBot, crm: Crm, window: MainWindow, file: Path
) -> None:
    sheet = opened(qtbot, window, file)
    assert QApplication.focusWidget() is sheet.next_button
    box = sheet.columns.target_box("Shoe size")
    while QApplication.focusWidget() is not box:
        press(Qt.Key.Key_Backtab)
    press(Qt.Key.Key_Down)
    assert box.place() == SKIPPED
    while QApplication.focusWidget() is not sheet.next_button:
        press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: sheet.step == "Step 3 of 3: Dry run" and not sheet.is_working)
    assert QApplication.focusWidget() is sheet.import_button
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.toasts.text == "2 rows read: 2 new.")
    assert custom(crm, "Ana Kostova") == {"Colour": "red"}
    assert custom(crm, "Boris Lind") == {"Colour": "blue", "Remark": "likes boats"}
    window.toasts.button.click()
    assert crm.ask(lambda session: session.scalar(select(Contact.id))) is None


def test_typing_chooses_where_a_column_goes(qtbot: QtBot, window: MainWindow, file: Path) -> None:
    sheet = opened(qtbot, window, file)
    box = sheet.columns.target_box("Remark")
    box.setFocus()
    QTest.keyClicks(box, "note")
    assert box.place() == NOTE
    sheet.next_button.click()
    qtbot.waitUntil(lambda: not sheet.is_working)
    assert sheet.plan is not None
    assert [one.card.note for one in sheet.plan.incoming.arrivals] == [
        "",
        "Remark: likes boats",
    ]


def test_what_was_decided_is_chosen_for_the_next_file_with_the_same_columns(
    qtbot: QtBot, window: MainWindow, file: Path, tmp_path: Path
) -> None:
    sheet = opened(qtbot, window, file)
    sheet.columns.target_box("Colour").choose(SKIPPED)
    sheet.go_on()
    qtbot.waitUntil(lambda: not sheet.is_working)
    sheet.reject()
    (tmp_path / "next.csv").write_text(LIST.replace("Ana", "Ivo"))
    again = opened(qtbot, window, tmp_path / "next.csv")
    assert becomes(again, "Colour") == "Leave out"
    texts = {label.text() for label in again.columns.findChildren(Text)}
    assert "What you decided for the last such file is chosen." in texts
    assert again.plan is not None
    assert [one.column for one in again.plan.incoming.columns.left_out] == ["Colour"]
    again.columns.reset_button.click()
    again.go_on()
    qtbot.waitUntil(lambda: not again.is_working)
    assert again.plan is not None
    assert again.plan.incoming.columns.left_out == ()
    again.reject()
    assert becomes(opened(qtbot, window, file), "Colour") == "Keep under its own name"


def test_back_from_the_dry_run_keeps_what_was_chosen(
    qtbot: QtBot, window: MainWindow, file: Path
) -> None:
    sheet = opened(qtbot, window, file)
    sheet.columns.target_box("Colour").choose(SKIPPED)
    sheet.next_button.click()
    qtbot.waitUntil(lambda: not sheet.is_working)
    preview = sheet.findChild(Preview)
    assert isinstance(preview, Preview)
    assert {line.name: line.becomes for line in preview.columns}["Colour"] == "–"
    sheet.back_button.click()
    assert sheet.step == "Step 2 of 3: Columns"
    assert becomes(sheet, "Colour") == "Leave out"


def test_a_field_that_a_contact_has_once_is_let_go_by_the_other_column(
    qtbot: QtBot, window: MainWindow, file: Path
) -> None:
    sheet = opened(qtbot, window, file)
    box = sheet.columns.target_box("Remark")
    name = sheet.columns.target_box("Name").place()
    box.choose(name)
    assert becomes(sheet, "Name") == "Keep under its own name"
    sheet.columns.target_box("Colour").choose(email("Work"))
    assert becomes(sheet, "Mail") == "E-mail"


def test_columns_that_make_no_contact_are_a_sentence(
    qtbot: QtBot, window: MainWindow, file: Path
) -> None:
    sheet = opened(qtbot, window, file)
    for column in ("Name", "Mail"):
        sheet.columns.target_box(column).choose(SKIPPED)
    sheet.next_button.click()
    assert sheet.sentence.startswith("No column of list.csv")
    assert sheet.step == "Step 2 of 3: Columns"


def test_columns_that_nobody_recognizes_can_be_said(
    qtbot: QtBot, crm: Crm, window: MainWindow, tmp_path: Path
) -> None:
    (tmp_path / "x.csv").write_text("Our people\nWer,Farbe\nAna,red\nBo,blue\n")
    window.context.run("exchange.import")
    sheet = window.findChildren(ImportSheet)[-1]
    sheet.read(tmp_path / "x.csv")
    qtbot.waitUntil(lambda: sheet.sentence == "No column was recognized. Say what the columns are.")
    assert sheet.step == "Step 2 of 3: Columns"
    sheet.columns.target_box("Wer").choose(read_target("name"))
    sheet.next_button.click()
    qtbot.waitUntil(lambda: sheet.plan is not None and not sheet.is_working)
    sheet.import_button.click()
    qtbot.waitUntil(lambda: window.toasts.text == "2 rows read: 2 new.")
    assert custom(crm, "Ana") == {"Farbe": "red"}
    again = opened(qtbot, window, tmp_path / "x.csv")
    assert becomes(again, "Wer") == "Full name"
    assert again.plan is not None
    assert again.plan.incoming.read == 2


def test_a_column_can_be_sent_to_a_field_of_the_users_own(
    qtbot: QtBot, crm: Crm, window: MainWindow, file: Path
) -> None:
    crm.do(add_field, FieldOwner.PERSON, FieldForm("EU size", kind=FieldKind.NUMBER))
    sheet = opened(qtbot, window, file)
    sheet.columns.target_box("Shoe size").choose(read_target("custom.EU size"))
    assert becomes(sheet, "Shoe size") == "Own field: EU size"
    sheet.go_on()
    qtbot.waitUntil(lambda: not sheet.is_working)
    sheet.start()
    qtbot.waitUntil(lambda: not sheet.is_working)
    assert custom(crm, "Ana Kostova")["EU size"] == "37"


def test_the_wheel_changes_no_column(qtbot: QtBot, window: MainWindow, file: Path) -> None:
    sheet = opened(qtbot, window, file)
    box = sheet.columns.target_box("Shoe size")
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, event)
    assert not box.is_changed


def test_a_vcard_has_no_columns_to_ask_about(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    (tmp_path / "ana.vcf").write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Ana\nEND:VCARD\n")
    sheet = opened(qtbot, window, tmp_path / "ana.vcf")
    assert sheet.step == "Step 2 of 2: Dry run"
    assert not sheet.back_button.isVisible()


def test_a_table_of_five_thousand_columns_shows_the_first(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    names = ",".join(["Name", *(f"c{number}" for number in range(4_999))])
    (tmp_path / "wide.csv").write_text(f"{names}\nAna,{',' * 4_997}x\n")
    sheet = opened(qtbot, window, tmp_path / "wide.csv")
    assert sheet.findChildren(ColumnsStep)[0].places()["c4998"] is None
    texts = {label.text() for label in sheet.columns.findChildren(Text)}
    assert "4,800 more columns become what was proposed." in texts
