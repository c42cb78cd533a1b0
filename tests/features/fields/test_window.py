"""Fields of the user's own in the real window, with real keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from builders import TODAY, add, contact
from deskcrm.crm import Crm
from deskcrm.domain.custom import FieldKind, FieldOwner
from deskcrm.features.contacts.queries.records import contact_record
from deskcrm.features.contacts.ui.form import ContactDialog
from deskcrm.features.contacts.ui.page import ContactsPage
from deskcrm.features.fields.queries import fields_of
from deskcrm.features.fields.ui.section import FieldsSection
from deskcrm.features.fields.usecases import FieldForm, add_field
from deskcrm.features.pipeline.queries import deal_view
from deskcrm.features.pipeline.usecases import add_lead
from deskcrm.kit.custom_fields import ChecksField
from deskcrm.kit.fields import ChoiceField
from deskcrm.kit.form import FormDialog
from deskcrm.kit.parts import FactRow
from windows import NOON, open_window


def sheet(qtbot: QtBot) -> FormDialog:
    """The form that has just opened."""

    def found() -> list[FormDialog]:
        tops = QApplication.topLevelWidgets()
        return [top for top in tops if isinstance(top, FormDialog) and top.isVisible()]

    qtbot.waitUntil(lambda: len(found()) == 1)
    return found()[0]


def type_into(form: FormDialog, name: str, text: str) -> QLineEdit:
    edit = form.form.field(name).focusProxy()
    assert isinstance(edit, QLineEdit)
    edit.setFocus()
    edit.end(False)
    QTest.keyClicks(edit, text)
    return edit


def test_a_field_is_added_renamed_and_deleted_with_keys(crm: Crm, qtbot: QtBot) -> None:
    window = open_window(qtbot, crm)
    window.show_page("settings")
    section = window.findChild(FieldsSection)
    assert section is not None
    section.add()
    form = sheet(qtbot)
    type_into(form, "name", "Shoe size")
    kind = form.form.field("kind")
    assert isinstance(kind, ChoiceField)
    kind.set_value(FieldKind.NUMBER)
    edit = form.form.field("name").focusProxy()
    assert edit is not None
    QTest.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(crm.ask(fields_of)) == 1)
    (spec,) = crm.ask(fields_of)
    assert (spec.name, spec.kind, spec.owner) == ("Shoe size", FieldKind.NUMBER, FieldOwner.PERSON)

    section.table.setFocus()
    section.table.select_row(0)
    QTest.keyClick(section.table, Qt.Key.Key_F2)
    form = sheet(qtbot)
    edit = type_into(form, "name", " EU")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: crm.ask(fields_of)[0].name == "Shoe size EU")
    QTest.keyClick(section.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not crm.ask(fields_of))
    assert "Its values stay" in window.toasts.text


def test_the_form_of_a_contact_asks_for_them_and_the_details_show_them(
    crm: Crm, qtbot: QtBot
) -> None:
    crm.do(add_field, FieldOwner.PERSON, FieldForm("Shoe size", FieldKind.NUMBER, required=True))
    likes = FieldForm("Likes", FieldKind.CHOICES, options=("Surf", "Вятър & вълни"))
    crm.do(add_field, FieldOwner.PERSON, likes)
    crm.do(add_field, FieldOwner.ORGANIZATION, FieldForm("Staff", required=True))
    (key,) = crm.do(add, contact("Ana Kovač", custom={"Shoe size": "forty", "Odd": "kept"}))
    window = open_window(qtbot, crm)
    page = window.show_page("contacts")
    assert isinstance(page, ContactsPage)
    page.show_contact(key)
    window.run("contacts.edit")
    form = sheet(qtbot)
    assert isinstance(form, ContactDialog)
    size, checks, staff = (form.form.field(f"custom.{spec.id}") for spec in crm.ask(fields_of))
    assert [field.isVisibleTo(form) for field in (size, checks, staff)] == [True, True, False]
    assert isinstance(checks, ChecksField)
    QTest.keyClick(checks.boxes[1], Qt.Key.Key_Space)
    edit = type_into(form, size.name, "41.5")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    wanted = {"Shoe size": "41.5", "Odd": "kept", "Likes": ["Вятър & вълни"]}
    qtbot.waitUntil(lambda: crm.ask(contact_record, key)["custom"] == wanted)

    rows = page.details.findChildren(FactRow)
    facts = [[text.text() for text in row.findChildren(QLabel)] for row in rows]
    assert facts[-3:] == [["Shoe size", "41.5"], ["Likes", "Вятър & вълни"], ["Odd", "kept"]]


def test_a_value_that_its_field_cannot_show_stays_below_it(crm: Crm, qtbot: QtBot) -> None:
    crm.do(add_field, FieldOwner.PERSON, FieldForm("Shoe size", FieldKind.NUMBER, required=True))
    (key,) = crm.do(add, contact("Ana Kovač", custom={"Shoe size": "forty"}))
    window = open_window(qtbot, crm)
    page = window.show_page("contacts")
    assert isinstance(page, ContactsPage)
    page.show_contact(key)
    window.run("contacts.edit")
    form = sheet(qtbot)
    edit = type_into(form, "given_name", "Maria ")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Maria" in crm.ask(contact_record, key)["name"])
    assert crm.ask(contact_record, key)["custom"] == {"Shoe size": "forty"}


def test_a_required_field_left_empty_is_marked_and_what_was_typed_stays(
    crm: Crm, qtbot: QtBot
) -> None:
    form = FieldForm("Size", FieldKind.CHOICE, required=True, options=("Small", "Large"))
    crm.do(add_field, FieldOwner.PERSON, form)
    window = open_window(qtbot, crm)
    window.show_page("contacts")
    window.run("contacts.new")
    dialog = sheet(qtbot)
    edit = type_into(dialog, "given_name", "Ana")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    (spec,) = crm.ask(fields_of)
    assert dialog.form.field(spec.form_name).wrong == "Please fill in “Size”."
    assert edit.text() == "Ana"
    dialog.reject()


@pytest.mark.parametrize("typed", ["1200.5", ""])
def test_the_form_of_a_deal_has_them(crm: Crm, qtbot: QtBot, typed: str) -> None:
    crm.do(add_field, FieldOwner.DEAL, FieldForm("Budget", FieldKind.MONEY))
    key = crm.do(add_lead, "Wedding film", at=NOON)
    window = open_window(qtbot, crm)
    window.context.open("deal", key)
    (spec,) = crm.ask(fields_of)
    from deskcrm.features.pipeline.ui.deal import DealPane

    pane = window.findChild(DealPane)
    assert pane is not None
    edit = pane.form.field(spec.form_name).focusProxy()
    assert isinstance(edit, QLineEdit)
    edit.setFocus()
    QTest.keyClicks(edit, typed or "x")
    if not typed:
        QTest.keyClick(edit, Qt.Key.Key_Backspace)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    wanted = {"Budget": "1200.5 EUR"} if typed else {}
    qtbot.waitUntil(lambda: crm.ask(deal_view, key, TODAY).custom == wanted)
