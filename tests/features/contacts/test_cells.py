"""Editing a value of a contact in its cell of the list, with the keyboard."""

import datetime as dt

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from builders import NOW, add, contact, organization
from deskcrm.crm import Crm
from deskcrm.domain.custom import FieldKind, FieldOwner
from deskcrm.domain.people import Email
from deskcrm.features.contacts.conditions import OWN
from deskcrm.features.contacts.form import ContactForm, Labelled
from deskcrm.features.contacts.queries.view import contact_form
from deskcrm.features.contacts.ui.form import ContactDialog
from deskcrm.features.contacts.ui.page import ContactsPage
from deskcrm.features.contacts.usecases import add_contact
from deskcrm.features.fields.usecases import FieldForm, add_field
from deskcrm.kit.edit_in_place import CellEditor
from deskcrm.kit.table import WindowedTableModel
from deskcrm.shell.window import MainWindow
from windows import open_window


def people(crm: Crm) -> list[int]:
    return crm.do(
        add,
        contact("Ana Kovač", organization="Zeta", email="ana@kovac.example"),
        contact("Boris Iliev", emails=[Email(label="Home", value="b@iliev.example", position=0),
                                       Email(label="Work", value="b@work.example", position=1)]),
        organization("Delta Ltd"),
    )  # fmt: skip


def opened(qtbot: QtBot, crm: Crm, *columns: str) -> ContactsPage:
    page = open_window(qtbot, crm).show_page("contacts")
    assert isinstance(page, ContactsPage)
    if columns:
        page.columns.choose(["name", *columns])
        page.show_columns()
    page.table.setFocus()
    page.table.select_row(0)
    return page


def press(page: ContactsPage, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(page.table, key)


def editor(page: ContactsPage) -> CellEditor:
    assert page.cells.editor is not None
    return page.cells.editor


def edit(page: ContactsPage) -> QLineEdit:
    """The line in which a cell is written."""
    found = editor(page).field.focusProxy()
    assert isinstance(found, QLineEdit)
    assert QApplication.focusWidget() is found
    return found


def write(page: ContactsPage, text: str, *, end: Qt.Key = Qt.Key.Key_Return) -> None:
    """Type in place of what stands in the cell."""
    line = edit(page)
    QTest.keyClicks(line, text)
    QTest.keyClick(line, end)


def cell(page: ContactsPage, row: int, column: int) -> str:
    return str(page.table.model().index(row, column).data())


def toast(page: ContactsPage) -> str:
    window = page.window()
    assert isinstance(window, MainWindow)
    return window.toasts.text


def test_f2_edits_the_current_cell_and_enter_keeps_it_as_one_step(qtbot: QtBot, crm: Crm) -> None:
    ana, *_others = people(crm)
    page = opened(qtbot, crm)
    press(page, Qt.Key.Key_Right, Qt.Key.Key_F2)
    assert edit(page).text() == "Zeta"
    write(page, "Omega")
    qtbot.waitUntil(lambda: cell(page, 0, 1) == "Omega")
    assert page.cells.editor is None
    assert toast(page) == "Saved Ana Kovač"
    assert QApplication.focusWidget() is page.table
    assert (page.table.current_id(), page.table.currentIndex().column()) == (ana, 1)
    assert crm.ask(contact_form, ana).title == "Owner"
    crm.undo()
    qtbot.waitUntil(lambda: cell(page, 0, 1) == "Zeta")


def test_esc_leaves_a_cell_as_it_was_and_so_does_enter_without_a_change(
    qtbot: QtBot, crm: Crm
) -> None:
    ana, *_others = people(crm)
    page = opened(qtbot, crm)
    before = crm.ask(contact_form, ana)
    press(page, Qt.Key.Key_Right, Qt.Key.Key_F2)
    write(page, "Omega", end=Qt.Key.Key_Escape)
    assert page.cells.editor is None
    assert QApplication.focusWidget() is page.table
    press(page, Qt.Key.Key_F2)
    QTest.keyClick(edit(page), Qt.Key.Key_Return)
    assert page.cells.editor is None
    assert crm.ask(contact_form, ana) == before
    assert toast(page) == ""


def test_a_wrong_value_says_so_and_what_was_typed_stays(qtbot: QtBot, crm: Crm) -> None:
    ana, *_others = people(crm)
    page = opened(qtbot, crm, "email", "birthday")
    press(page, Qt.Key.Key_Right, Qt.Key.Key_F2)
    write(page, "ana at home")
    assert "“ana at home” is not an e-mail address." in editor(page).field.wrong
    assert edit(page).text() == "ana at home"
    QTest.keyClick(edit(page), Qt.Key.Key_Escape)
    press(page, Qt.Key.Key_Right, Qt.Key.Key_F2)
    write(page, "31/31/1990")
    assert "could not be read as a date" in editor(page).field.wrong
    edit(page).selectAll()
    write(page, "2040-01-31")
    assert editor(page).field.wrong == "A birthday cannot lie in the future."
    edit(page).selectAll()
    write(page, "1990-01-31")
    assert page.cells.editor is None
    assert crm.ask(contact_form, ana).birthday == dt.date(1990, 1, 31)


@pytest.mark.parametrize(
    ("column", "typed", "name"),
    [("nickname", "Anka", "nickname"), ("title", "Chair", "title"), ("source", "Fair", "source")],
)
def test_simple_texts_are_edited(
    qtbot: QtBot, crm: Crm, column: str, typed: str, name: str
) -> None:
    ana, *_others = people(crm)
    page = opened(qtbot, crm, column)
    press(page, Qt.Key.Key_Right, Qt.Key.Key_F2)
    write(page, typed)
    assert getattr(crm.ask(contact_form, ana), name) == typed
    qtbot.waitUntil(lambda: cell(page, 0, 1) == typed)


def test_the_first_address_is_edited_and_the_others_stay(qtbot: QtBot, crm: Crm) -> None:
    ana, boris, _house = people(crm)
    page = opened(qtbot, crm, "email", "phone")
    press(page, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_F2)
    write(page, "new@iliev.example")
    assert crm.ask(contact_form, boris).emails == (
        Labelled("new@iliev.example", "Home"),
        Labelled("b@work.example", "Work"),
    )
    qtbot.waitUntil(lambda: cell(page, 1, 1) == "new@iliev.example")
    press(page, Qt.Key.Key_F2)
    write(page, " ")
    assert crm.ask(contact_form, boris).emails == (Labelled("b@work.example", "Work"),)
    page.table.select_row(0)
    press(page, Qt.Key.Key_Right, Qt.Key.Key_F2)
    write(page, "+385 1 555 0166")
    assert crm.ask(contact_form, ana).phones == (Labelled("+385 1 555 0166", "Mobile"),)


def test_tags_and_a_language_are_edited(qtbot: QtBot, crm: Crm) -> None:
    ana, *_others = people(crm)
    page = opened(qtbot, crm, "tags", "language")
    press(page, Qt.Key.Key_Right, Qt.Key.Key_F2)
    write(page, "surf")
    QTest.keyClick(edit(page), Qt.Key.Key_Return)
    assert crm.ask(contact_form, ana).tags == ("surf",)
    press(page, Qt.Key.Key_Right, Qt.Key.Key_F2)
    box = editor(page).field.focusProxy()
    assert isinstance(box, QComboBox)
    QTest.keyClick(box, Qt.Key.Key_End)
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert page.cells.editor is None
    assert crm.ask(contact_form, ana).language == "ko"


def test_fields_of_ones_own_are_edited_in_cells(qtbot: QtBot, crm: Crm) -> None:
    for name, kind in (("Size", FieldKind.NUMBER), ("Life", FieldKind.LONG_TEXT)):
        crm.do(add_field, FieldOwner.PERSON, FieldForm(name, kind))
    key = crm.do(add_contact, ContactForm(given_name="Ana", custom={"Pet": "cat"}), now=NOW)
    page = opened(qtbot, crm, f"{OWN}Size", f"{OWN}Life")
    press(page, Qt.Key.Key_Right, Qt.Key.Key_F2)
    write(page, "nine")
    assert editor(page).field.wrong
    edit(page).selectAll()
    write(page, "9.5")
    assert crm.ask(contact_form, key).custom == {"Pet": "cat", "Size": "9.5"}
    press(page, Qt.Key.Key_Right, Qt.Key.Key_F2)
    assert page.cells.editor is None
    assert any(isinstance(w, ContactDialog) for w in QApplication.topLevelWidgets())


def test_what_a_contact_of_its_kind_has_not_is_edited_in_the_form(qtbot: QtBot, crm: Crm) -> None:
    people(crm)
    page = opened(qtbot, crm)
    page.table.select_row(2)
    press(page, Qt.Key.Key_Right, Qt.Key.Key_F2)
    assert page.cells.editor is None
    assert any(
        isinstance(w, ContactDialog) and w.isVisible() for w in QApplication.topLevelWidgets()
    )


def test_commands_of_the_list_are_letters_in_a_cell(qtbot: QtBot, crm: Crm) -> None:
    people(crm)
    page = opened(qtbot, crm, "language")
    press(page, Qt.Key.Key_Right, Qt.Key.Key_F2)
    box = editor(page).field.focusProxy()
    assert isinstance(box, QComboBox)
    QTest.keyClick(box, Qt.Key.Key_Delete)
    QTest.keyClick(box, Qt.Key.Key_F2)
    assert page.cells.editor is not None
    assert page.table.model().rowCount() == 3
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert page.cells.editor is None


def test_going_elsewhere_keeps_what_was_typed(qtbot: QtBot, crm: Crm) -> None:
    ana, *_others = people(crm)
    page = opened(qtbot, crm)
    press(page, Qt.Key.Key_Right, Qt.Key.Key_F2)
    QTest.keyClicks(edit(page), "Omega")
    page.table.setFocus()
    assert page.cells.editor is None
    assert crm.ask(contact_form, ana).organization == "Omega"


def double_click(page: ContactsPage, column: int) -> None:
    place = page.table.visualRect(page.table.model().index(0, column)).center()
    for click in (QTest.mouseClick, QTest.mouseDClick):
        click(page.table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))


def test_a_double_click_edits_such_a_cell_and_opens_the_contact_elsewhere(
    qtbot: QtBot, crm: Crm
) -> None:
    people(crm)
    page = opened(qtbot, crm)
    gone_to: list[int] = []
    page.table.opened.connect(gone_to.append)
    double_click(page, 1)
    assert edit(page).text() == "Zeta"
    assert gone_to == []
    QTest.keyClick(edit(page), Qt.Key.Key_Escape)
    double_click(page, 2)
    assert (page.cells.editor, gone_to) == (None, [page.table.current_id()])


def test_an_editor_at_the_end_of_the_list_stays_in_sight(qtbot: QtBot, crm: Crm) -> None:
    crm.do(add, *(contact(f"Name N{number:03}") for number in range(60)))
    page = opened(qtbot, crm, "email")
    page.table.select_row(59)
    press(page, Qt.Key.Key_Right, Qt.Key.Key_F2)
    write(page, "nobody at home")
    assert editor(page).field.wrong
    assert editor(page).geometry().bottom() < page.table.viewport().height()
    before = editor(page).y()
    page.table.verticalScrollBar().setValue(page.table.verticalScrollBar().maximum() - 60)
    assert editor(page).y() == before + 60


def test_a_cell_is_edited_over_its_record_when_others_come(qtbot: QtBot, crm: Crm) -> None:
    ana, *_others = people(crm)
    page = opened(qtbot, crm)
    press(page, Qt.Key.Key_Right, Qt.Key.Key_F2)
    QTest.keyClicks(edit(page), "Omega")
    before = editor(page).y()
    crm.do(add_contact, ContactForm(given_name="Aaron"), now=NOW)
    model = page.table.model()
    assert isinstance(model, WindowedTableModel)
    qtbot.waitUntil(lambda: model.rowCount() == 4 and editor(page).y() > before)
    write(page, "!")
    assert crm.ask(contact_form, ana).organization == "Omega!"
