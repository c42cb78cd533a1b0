"""Import and export in the window: a dry run first, one toast with Undo after."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractItemView
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from builders import TODAY, add, contact
from deskcrm.crm import Crm
from deskcrm.domain.people import Contact
from deskcrm.features.contacts.queries.rows import ContactFilter
from deskcrm.features.contacts.segments import add_segment
from deskcrm.features.contacts.ui import FEATURE as CONTACTS
from deskcrm.features.exchange.dates import Order
from deskcrm.features.exchange.formats import Format
from deskcrm.features.exchange.plan import ImportPlan
from deskcrm.features.exchange.ui import FEATURE
from deskcrm.features.exchange.ui.exporting import ExportSheet
from deskcrm.features.exchange.ui.importing import ImportSheet
from deskcrm.features.exchange.ui.preview import Preview
from deskcrm.shell.window import MainWindow
from windows import open_window

GOOGLE = Path(__file__).with_name("google.csv")


@pytest.fixture
def window(qtbot: QtBot, crm: Crm) -> MainWindow:
    return open_window(qtbot, crm, [CONTACTS, FEATURE])


@pytest.fixture
def sheet(window: MainWindow) -> ImportSheet:
    window.context.run("exchange.import")
    found = window.findChild(ImportSheet)
    assert isinstance(found, ImportSheet)
    return found


def count(crm: Crm) -> int | None:
    return crm.ask(lambda session: session.scalar(select(func.count(Contact.id))))


def read(qtbot: QtBot, sheet: ImportSheet, file: Path) -> ImportPlan:
    """Read a file, leave its columns as they are proposed, and wait for its dry run."""
    sheet.read(file)
    qtbot.waitUntil(lambda: sheet.plan is not None and not sheet.is_working)
    sheet.go_on()
    assert sheet.plan is not None
    return sheet.plan


def preview(sheet: ImportSheet) -> Preview:
    found = sheet.findChild(Preview)
    assert isinstance(found, Preview)
    return found


def test_a_file_is_shown_before_anything_is_written(
    qtbot: QtBot, crm: Crm, sheet: ImportSheet
) -> None:
    read(qtbot, sheet, GOOGLE)
    rows = preview(sheet).rows
    assert rows[0].name == "Jose Garcia"
    assert rows[0].verdict == "new, look twice"
    assert "likely the same as José García Núñez in row 3" in rows[0].remark
    columns = {line.name: line for line in preview(sheet).columns}
    assert columns["Last Name"].becomes == "Last name"
    assert columns["Photo"].remark == "Kept under its own name."
    assert "* myContacts" in columns["Labels"].remark
    assert sheet.import_button.isEnabled()
    assert count(crm) == 0


def test_importing_says_what_came_and_undo_takes_it_back(
    qtbot: QtBot, crm: Crm, window: MainWindow, sheet: ImportSheet
) -> None:
    read(qtbot, sheet, GOOGLE)
    sheet.import_button.click()
    qtbot.waitUntil(lambda: window.toasts.text == "7 rows read: 7 new.")
    assert count(crm) == 7
    assert window.toasts.button.isVisible()
    window.toasts.button.click()
    assert count(crm) == 0


def test_a_file_that_brings_nothing_new_cannot_be_imported(
    qtbot: QtBot, window: MainWindow, sheet: ImportSheet
) -> None:
    read(qtbot, sheet, GOOGLE)
    sheet.import_button.click()
    qtbot.waitUntil(lambda: bool(window.toasts.text))
    window.context.run("exchange.import")
    again = window.findChildren(ImportSheet)[-1]
    read(qtbot, again, GOOGLE)
    assert not again.import_button.isEnabled()
    assert {row.verdict for row in preview(again).rows} == {"already there"}


def test_a_file_that_is_no_csv_is_a_sentence_in_the_sheet(
    qtbot: QtBot, crm: Crm, sheet: ImportSheet, tmp_path: Path
) -> None:
    (tmp_path / "x.csv").write_bytes(b"\x89PNG\r\n")
    sheet.read(tmp_path / "x.csv")
    qtbot.waitUntil(lambda: "is neither a CSV or XLSX file nor a vCard" in sheet.sentence)
    assert not sheet.import_button.isVisible()
    assert count(crm) == 0


def test_a_dropped_file_is_read(qtbot: QtBot, sheet: ImportSheet) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(GOOGLE))])
    sheet.dropEvent(
        QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    qtbot.waitUntil(lambda: sheet.plan is not None)


def test_the_user_says_which_number_is_the_day(
    qtbot: QtBot, sheet: ImportSheet, tmp_path: Path
) -> None:
    (tmp_path / "x.csv").write_text("Name,Birthday\nAna,03/04/1980\n")
    assert read(qtbot, sheet, tmp_path / "x.csv").incoming.undecided == ("Birthday",)
    preview(sheet).order.set_value(Order.MONTH_FIRST)

    qtbot.waitUntil(lambda: not sheet.is_working)
    assert sheet.plan is not None
    assert str(sheet.plan.incoming.arrivals[0].card.birthday) == "1980-03-04"


def test_closing_while_it_reads_leaves_nothing_running(
    qtbot: QtBot, crm: Crm, window: MainWindow, sheet: ImportSheet
) -> None:
    sheet.read(GOOGLE)
    sheet.reject()
    qtbot.waitUntil(lambda: not window.context.jobs.running)
    assert count(crm) == 0


@pytest.mark.parametrize(
    ("form", "first"),
    [
        (Format.CSV, "Name Prefix"),
        (Format.EXACT, "UID"),
        (Format.VCARD3, "BEGIN:VCARD\nVERSION:3.0"),
        (Format.VCARD4, "BEGIN:VCARD\nVERSION:4.0"),
    ],
)
def test_contacts_are_exported_for_what_the_file_is_for(
    qtbot: QtBot, crm: Crm, window: MainWindow, tmp_path: Path, form: Format, first: str
) -> None:
    crm.do(add, contact("Marta Ivanova"))
    window.context.run("exchange.export")
    sheet = window.findChild(ExportSheet)
    assert isinstance(sheet, ExportSheet)
    sheet.form.set_value(form)
    sheet.write(tmp_path / "out.csv")
    qtbot.waitUntil(lambda: window.toasts.text == "Wrote 1 contact to out.csv.")
    assert (tmp_path / "out.csv").read_text("utf-8-sig").startswith(first)


def test_those_who_are_selected_or_listed_or_of_a_segment_can_leave_alone(
    qtbot: QtBot, crm: Crm, window: MainWindow, tmp_path: Path
) -> None:
    crm.do(add, contact("Ana Kovač"), contact("Bo Lind"), contact("Carla Rossi"))
    crm.do(add_segment, "With R", ContactFilter(TODAY, text="rossi"))
    page = window.show_page("contacts")
    assert isinstance(page.list, QAbstractItemView)
    page.list.setFocus()
    page.list.selectAll()
    window.context.run("exchange.export")
    sheet = window.findChild(ExportSheet)
    assert isinstance(sheet, ExportSheet)
    offered = [sheet.who.edit.itemText(n) for n in range(sheet.who.edit.count())]
    assert offered == ["All contacts", "The 3 selected contacts", "Segment: With R"]
    assert sheet.who.value() == "The 3 selected contacts"
    sheet.who.set_value("Segment: With R")
    for box in sheet.columns.boxes[1:]:
        box.setChecked(False)
    sheet.write(tmp_path / "out.csv")
    qtbot.waitUntil(lambda: window.toasts.text == "Wrote 1 contact to out.csv.")
    lines = (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()
    assert lines == ["Name Prefix,First Name,Middle Name,Last Name,Name Suffix", ",Carla,,Rossi,"]
    window.context.run("exchange.export")
    again = window.findChildren(ExportSheet)[-1]
    assert [box.isChecked() for box in again.columns.boxes[:2]] == [True, False]
    for box in again.columns.boxes:
        box.setChecked(False)
    again._ask_place()
    assert again.columns.wrong == "Please fill in “Columns”."
    again.reject()


def test_what_is_left_out_of_a_vcard_is_named(
    qtbot: QtBot, sheet: ImportSheet, tmp_path: Path
) -> None:
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:Ana\nPHOTO;ENCODING=b;TYPE=JPEG:/9j/\nEND:VCARD\n"
    (tmp_path / "ana.vcf").write_text(card * 2)
    read(qtbot, sheet, tmp_path / "ana.vcf")
    remarks = {line.name: line.remark for line in preview(sheet).columns}
    assert remarks["PHOTO"].startswith("Left out: “2 attachments”.")
