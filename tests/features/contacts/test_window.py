"""Contacts in the real window: commands by id and real keys."""

import datetime as dt
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from builders import NOW, add, contact, organization
from deskcrm.crm import Crm
from deskcrm.domain.activities import Activity, ActivityKind
from deskcrm.domain.custom import FieldKind, FieldOwner
from deskcrm.domain.people import Contact
from deskcrm.features.contacts.conditions import Condition, Op
from deskcrm.features.contacts.form import ContactForm, Labelled, SharedChanges
from deskcrm.features.contacts.queries.view import contact_form, tags_of
from deskcrm.features.contacts.ui import FEATURE
from deskcrm.features.contacts.ui.edit_several import EditSeveral
from deskcrm.features.contacts.ui.form import ContactDialog
from deskcrm.features.contacts.ui.page import ContactsPage
from deskcrm.features.contacts.ui.several import LinesField
from deskcrm.features.contacts.usecases import add_contact, edit_contacts
from deskcrm.features.fields.queries import contact_fields
from deskcrm.features.fields.usecases import FieldForm, add_field
from deskcrm.kit.controls import Button, IconButton
from deskcrm.kit.custom_fields import ChecksField
from deskcrm.kit.form import FormDialog
from deskcrm.kit.parts import EmptyState, ScrollColumn
from deskcrm.kit.table import WindowedTableModel
from deskcrm.shell.registry import load_features
from deskcrm.shell.window import MainWindow
from windows import open_window

Open = Callable[[], ContactsPage]


@pytest.fixture
def opened(qtbot: QtBot, crm: Crm) -> Open:
    """Open the window on the page of contacts."""

    def go() -> ContactsPage:
        window = open_window(qtbot, crm, [FEATURE])
        page = window.show_page("contacts")
        assert isinstance(page, ContactsPage)
        page.setProperty("window", window)
        return page

    return go


def people(crm: Crm) -> list[int]:
    """Marta, Reza and Zoë, in the order of the list."""
    return crm.do(
        add,
        contact("Marta Ivanova", organization="Северна Звезда", email="marta@severna.example"),
        contact("Reza Karimi", organization="آتلیه کریمی", phone="+98 71 1234 5678"),
        contact("Zoë Dubois"),
    )


def shell(page: ContactsPage) -> MainWindow:
    window = page.window()
    assert isinstance(window, MainWindow)
    return window


def dialog(qtbot: QtBot, kind: type[FormDialog] = FormDialog) -> FormDialog:
    """The sheet that has just opened."""

    def one() -> FormDialog:
        found = [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]
        assert len(found) == 1
        return found[0]

    qtbot.waitUntil(lambda: bool(one()))
    return one()


def write(widget: QWidget, text: str) -> None:
    target = widget.focusProxy() or widget
    assert isinstance(target, QLineEdit | QPlainTextEdit)
    if text.isascii():
        QTest.keyClicks(target, text)
    elif isinstance(target, QLineEdit):
        target.insert(text)  # QTest has keys for ASCII only


def listed(page: ContactsPage) -> list[str]:
    model = page.table.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def count(crm: Crm) -> int:
    return crm.ask(lambda s: s.scalar(select(func.count()).select_from(Contact))) or 0


def test_the_first_contact_is_offered_where_there_is_none(qtbot: QtBot, opened: Open) -> None:
    page = opened()

    (state,) = page.findChildren(EmptyState)
    (button,) = state.findChildren(Button)
    assert button.text() == "Add the first contact"
    button.click()
    assert isinstance(dialog(qtbot), ContactDialog)


def test_import_is_offered_where_that_feature_is_there(crm: Crm, qtbot: QtBot) -> None:
    window = open_window(qtbot, crm, load_features(["contacts", "exchange"]))
    page = window.show_page("contacts")
    (state,) = page.findChildren(EmptyState)
    assert [button.text() for button in state.findChildren(Button)] == [
        "Add the first contact",
        "Import",
    ]
    texts = [button.text() for button in page.header_end.findChildren(Button)]
    assert texts == ["Import", "New contact"]


def test_a_contact_is_added_with_the_keyboard_alone(crm: Crm, qtbot: QtBot, opened: Open) -> None:
    people(crm)
    page = opened()
    QTest.keyClick(page.table, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    sheet = dialog(qtbot, ContactDialog)
    write(sheet.form.field("given_name"), "Lucía")
    write(sheet.form.field("family_name"), "Fernández")
    write(sheet.form.field("emails"), "lucia@olasurf.example")
    field = sheet.form.field("family_name").focusProxy()
    assert field is not None
    QTest.keyClick(field, Qt.Key.Key_Return)

    qtbot.waitUntil(
        lambda: page.details.shown is not None and page.details.shown.name == "Lucía Fernández"
    )
    assert listed(page)[0] == "Lucía Fernández"
    assert shell(page).toasts.text == "Added Lucía Fernández"
    shell(page).toasts.button.click()
    qtbot.waitUntil(lambda: "Lucía Fernández" not in listed(page))


def test_a_wrong_field_is_marked_and_what_was_typed_stays(
    crm: Crm, qtbot: QtBot, opened: Open
) -> None:
    page = opened()
    shell(page).context.run("contacts.new")
    sheet = dialog(qtbot, ContactDialog)
    write(sheet.form.field("given_name"), "<b>Ana</b> {{7*7}}")
    write(sheet.form.field("emails"), "ana at home")
    write(sheet.form.field("birthday"), "31/31/1990")
    sheet.try_to_save()
    assert "could not be read as a date" in sheet.form.field("birthday").wrong
    sheet.form.field("birthday").set_value(dt.date(1990, 1, 31))
    sheet.try_to_save()
    assert "is not an e-mail address" in sheet.form.field("emails").wrong
    assert sheet.form.field("given_name").value() == "<b>Ana</b> {{7*7}}"
    assert count(crm) == 0

    sheet.form.field("emails").set_value((Labelled("ana@home.example", "Home"),))
    sheet.try_to_save()
    qtbot.waitUntil(lambda: listed(page) == ["<b>Ana</b> {{7*7}}"])


def test_a_form_with_nothing_in_it_says_what_it_needs(qtbot: QtBot, opened: Open) -> None:
    page = opened()
    shell(page).context.run("contacts.new")
    sheet = dialog(qtbot, ContactDialog)
    sheet.try_to_save()
    assert "needs a name" in sheet.form.wrong


def test_several_addresses_of_each_kind_are_added_and_taken_away(
    crm: Crm, qtbot: QtBot, opened: Open
) -> None:
    (key, *_rest) = people(crm)
    page = opened()
    shell(page).context.run("contacts.edit", ("contact", key))
    sheet = dialog(qtbot, ContactDialog)

    emails = sheet.form.field("emails")
    assert isinstance(emails, LinesField)
    QTest.keyClick(emails.adder, Qt.Key.Key_Return)
    typed = QApplication.focusWidget() or emails.findChildren(QLineEdit)[-1]
    QTest.keyClicks(emails.findChildren(QLineEdit)[2], "second@severna.example")
    assert [one.value for one in emails.value()] == [
        "marta@severna.example",
        "second@severna.example",
    ]
    emails.findChildren(IconButton)[0].click()
    assert [one.value for one in emails.value()] == ["second@severna.example"]
    sheet.try_to_save()
    assert [one.value for one in crm.ask(contact_form, key).emails] == ["second@severna.example"]
    assert typed is not None


def test_a_likely_duplicate_is_named_while_typing(crm: Crm, qtbot: QtBot, opened: Open) -> None:
    people(crm)
    page = opened()
    shell(page).context.run("contacts.new")
    sheet = dialog(qtbot, ContactDialog)
    assert isinstance(sheet, ContactDialog)
    write(sheet.form.field("given_name"), "zoe")
    write(sheet.form.field("family_name"), "DUBOIS")
    qtbot.waitUntil(lambda: sheet.warning == "Zoë Dubois has the same name.")
    write(sheet.form.field("emails"), "Marta@Severna.example")
    qtbot.waitUntil(lambda: sheet.warning.startswith("Marta Ivanova has the same e-mail address."))


def test_f2_edits_and_the_selection_stays(crm: Crm, qtbot: QtBot, opened: Open) -> None:
    keys = people(crm)
    page = opened()
    page.table.select_row(1)
    QTest.keyClick(page.table, Qt.Key.Key_F2)
    sheet = dialog(qtbot, ContactDialog)
    sheet.form.field("given_name").set_value("Aaron")
    sheet.try_to_save()
    qtbot.waitUntil(lambda: listed(page)[0] == "Aaron Karimi")
    assert page.target("contact") == keys[1]
    assert page.details.shown is not None
    assert page.details.shown.name == "Aaron Karimi"


def test_changes_by_others_leave_the_selection_where_it_is(
    crm: Crm, qtbot: QtBot, opened: Open
) -> None:
    keys = people(crm)
    page = opened()
    page.table.select_row(2)
    crm.do(add_contact, ContactForm(given_name="Aaa"), now=dt.datetime.now(dt.UTC))
    qtbot.waitUntil(lambda: len(listed(page)) == 4)
    assert page.target("contact") == keys[2]


def test_delete_deletes_all_selected_and_the_toast_brings_them_back(
    crm: Crm, qtbot: QtBot, opened: Open
) -> None:
    people(crm)
    page = opened()
    page.table.select_row(0)
    QTest.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert len(page.selected_ids()) == 2
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: listed(page) == ["Zoë Dubois"])
    assert shell(page).toasts.text == "Deleted 2 contacts"
    shell(page).toasts.button.click()
    qtbot.waitUntil(lambda: len(listed(page)) == 3)


def test_a_selection_of_many_is_known_without_reading_their_rows(crm: Crm, opened: Open) -> None:
    keys = crm.do(add, *(contact(f"Name N{number:03}") for number in range(450)))
    page = opened()
    page.table.selectAll()
    with_rows = page.table.model()
    assert list(page.selected_ids()) == keys
    assert isinstance(with_rows, WindowedTableModel)
    assert with_rows.row_of(keys[-1]) == -1


def test_ctrl_f_filters_by_typing_and_escape_shows_all(crm: Crm, opened: Open) -> None:
    people(crm)
    page = opened()
    QTest.keyClick(page.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(page.filter_bar.edit, "severna")
    assert listed(page) == ["Marta Ivanova"]
    assert page.details.shown is not None
    assert page.details.shown.name == "Marta Ivanova"
    QTest.keyClick(page.filter_bar.edit, Qt.Key.Key_Escape)
    assert len(listed(page)) == 3
    assert not page.filter_bar.isVisible()


def test_opening_a_contact_that_a_filter_hides_shows_it(crm: Crm, opened: Open) -> None:
    keys = people(crm)
    page = opened()
    page.chips.choose("clients")
    assert listed(page) == []
    shell(page).context.open("contact", keys[1])
    assert page.target("contact") == keys[1]


def test_tags_of_one_and_of_several(crm: Crm, qtbot: QtBot, opened: Open) -> None:
    keys = people(crm)
    page = opened()
    page.table.selectAll()
    shell(page).context.run("contacts.tag")
    sheet = dialog(qtbot)
    write(sheet.form.field("add"), "surf, web")
    sheet.try_to_save()
    assert {crm.ask(tags_of, key) for key in keys} == {("surf", "web")}
    assert shell(page).toasts.text == "Tagged 3 contacts"
    page.filter_bar.add(Condition("tag", Op.IS, ("web",)))
    assert len(listed(page)) == 3


def test_several_contacts_are_edited_at_once_and_it_says_of_how_many(
    crm: Crm, qtbot: QtBot, opened: Open
) -> None:
    keys = people(crm)
    crm.do(edit_contacts, keys[:1], SharedChanges(source="Fair"), now=NOW)
    page = opened()
    page.table.setFocus()
    page.table.selectAll()
    shell(page).context.run("contacts.edit")
    sheet = dialog(qtbot, EditSeveral)
    assert isinstance(sheet, EditSeveral)
    assert sheet.preview.text() == "This changes 0 of 3."
    assert sheet.preview.visibleRegion().boundingRect() == sheet.preview.rect()
    assert not sheet.save_button.isEnabled()
    write(sheet.form.field("source"), "Fair")
    qtbot.waitUntil(lambda: sheet.preview.text() == "This changes 2 of 3.")
    sheet.try_to_save()
    assert {crm.ask(contact_form, key).source for key in keys} == {"Fair"}
    assert shell(page).toasts.text == "Changed 2 contacts"
    crm.undo()
    assert [crm.ask(contact_form, key).source for key in keys] == ["Fair", "", ""]


def test_own_fields_of_several_are_edited_and_it_says_of_how_many(
    crm: Crm, qtbot: QtBot, opened: Open
) -> None:
    keys = people(crm)
    for name, kind in (("Size", FieldKind.NUMBER), ("Met", FieldKind.DATE)):
        crm.do(add_field, FieldOwner.PERSON, FieldForm(name, kind))
    crm.do(edit_contacts, keys[:1], SharedChanges(custom={"Size": "9"}), now=NOW)
    crm.do(edit_contacts, keys, SharedChanges(custom={"Met": "2026-01-31"}), now=NOW)
    page = opened()
    page.table.selectAll()
    QTest.keyClick(page.table, Qt.Key.Key_F2)
    sheet = dialog(qtbot, EditSeveral)
    assert isinstance(sheet, EditSeveral)
    size, emptied = sheet.form.field(_own(crm, "Size")), sheet.form.field("emptied")
    write(size, "odd")
    sheet.try_to_save()
    assert "could not be read as a number" in size.wrong
    size.set_value(None)
    write(size, "9")
    qtbot.waitUntil(lambda: sheet.preview.text() == "This changes 2 of 3.")
    assert isinstance(emptied, ChecksField)
    QTest.keyClick(emptied.boxes[1], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: sheet.preview.text() == "This changes 3 of 3.")
    sheet.try_to_save()
    assert [crm.ask(contact_form, key).custom for key in keys] == [{"Size": "9"}] * 3
    crm.undo()
    assert crm.ask(contact_form, keys[1]).custom == {"Met": "2026-01-31"}


def test_own_fields_that_nobody_selected_has_are_not_asked_for(
    crm: Crm, qtbot: QtBot, opened: Open
) -> None:
    people(crm)
    crm.do(add_field, FieldOwner.ORGANIZATION, FieldForm("Seats", FieldKind.NUMBER))
    page = opened()
    page.table.selectAll()
    QTest.keyClick(page.table, Qt.Key.Key_F2)
    sheet = dialog(qtbot, EditSeveral)
    with pytest.raises(KeyError):
        sheet.form.field("emptied")


def _own(crm: Crm, name: str) -> str:
    """How the form calls a field of the user's own."""
    return next(spec.form_name for spec in crm.ask(contact_fields) if spec.name == name)


def test_a_call_is_logged_and_stands_in_the_timeline(crm: Crm, qtbot: QtBot, opened: Open) -> None:
    people(crm)
    page = opened()
    page.table.select_row(0)
    shell(page).context.run("contacts.log_call")
    sheet = dialog(qtbot)
    write(sheet.form.field("text"), "wants <b>Basque</b> too")
    write(sheet.form.field("minutes"), "twelve")
    sheet.try_to_save()
    assert sheet.form.field("minutes").wrong
    sheet.form.field("minutes").set_value(None)
    write(sheet.form.field("minutes"), "12")
    sheet.try_to_save()
    assert crm.ask(lambda s: s.scalar(select(Activity.minutes))) == 12
    qtbot.waitUntil(lambda: "Call, 12 min: wants <b>Basque</b> too" in _happenings(page))


def test_the_timeline_is_loaded_as_it_is_scrolled(crm: Crm, qtbot: QtBot, opened: Open) -> None:
    (key, *_rest) = people(crm)
    start = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    notes = [
        Activity(
            kind=ActivityKind.NOTE, at=start + dt.timedelta(days=n), text=f"N{n}", contact_id=key
        )
        for n in range(70)
    ]
    crm.do(add, *notes)
    page = opened()
    page.show_contact(key)
    assert len(page.details.events) == 20
    bar = page.details.findChildren(ScrollColumn)[0].verticalScrollBar()

    def scrolled_to_the_end() -> bool:
        bar.setValue(bar.maximum())
        return len(page.details.events) == 71

    qtbot.waitUntil(scrolled_to_the_end)
    assert [event.text for event in page.details.events[1:71]] == [f"N{69 - n}" for n in range(70)]


def test_the_timeline_shows_one_strand_and_keeps_it_for_the_next_contact(
    crm: Crm, qtbot: QtBot, opened: Open
) -> None:
    (marta, reza, _zoe) = people(crm)
    at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    crm.do(
        add,
        Activity(kind=ActivityKind.CALL, at=at, text="rang", contact_id=marta),
        Activity(kind=ActivityKind.NOTE, at=at, text="likes Basque", contact_id=marta),
    )
    page = opened()
    page.show_contact(marta)
    assert len(page.details.events) == 3
    button = next(
        b for b in page.details.history.findChildren(Button) if b.text() == "Everything ▾"
    )
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)
    menu = page.details.history.findChild(QMenu)
    assert isinstance(menu, QMenu)
    qtbot.waitUntil(menu.isVisible)
    for _step in range(2):  # to the first entry, and on to the second
        QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert [event.text for event in page.details.events] == ["likes Basque"]
    assert button.accessibleName() == "Timeline shows: Notes"
    page.show_contact(reza)
    assert page.details.events == []


def test_who_referred_somebody_is_chosen_by_typing(crm: Crm, qtbot: QtBot, opened: Open) -> None:
    (marta, reza, _zoe) = people(crm)
    page = opened()
    shell(page).context.run("contacts.edit", ("contact", reza))
    sheet = dialog(qtbot, ContactDialog)
    field = sheet.form.field("referred_by_id")
    write(field, "nobody at all")
    sheet.try_to_save()
    assert field.wrong == "“nobody at all” is not one of your contacts. Choose one from the list."
    field.set_value(None)
    write(field, "marta ivanova")
    sheet.try_to_save()
    assert crm.ask(contact_form, reza).referred_by_id == marta
    _press_link(qtbot, page, "Marta Ivanova")
    assert page.target("contact") == marta


def test_a_note_without_words_is_not_kept(crm: Crm, qtbot: QtBot, opened: Open) -> None:
    people(crm)
    page = opened()
    shell(page).context.run("contacts.log_note")
    sheet = dialog(qtbot)
    sheet.try_to_save()
    assert sheet.form.field("text").wrong == "Please fill in “Note”."


def test_rename_and_copy(crm: Crm, qtbot: QtBot, opened: Open) -> None:
    people(crm)
    page = opened()
    page.table.select_row(0)
    shell(page).context.run("contacts.copy_email")
    assert QGuiApplication.clipboard().text() == "marta@severna.example"
    shell(page).context.run("contacts.copy_phone")
    assert shell(page).toasts.text == "There is no phone number to copy."
    shell(page).context.run("contacts.rename")
    sheet = dialog(qtbot)
    sheet.form.field("name").set_value("Мария Иванова")
    sheet.try_to_save()
    qtbot.waitUntil(lambda: "Мария Иванова" in listed(page))


def test_a_person_is_linked_to_its_organization_and_back(
    crm: Crm, qtbot: QtBot, opened: Open
) -> None:
    (house,) = crm.do(add, organization("Ola Surf Escuela"))
    key = crm.do(
        add_contact,
        ContactForm(given_name="Lucía", organization="Ola Surf Escuela"),
        now=dt.datetime.now(dt.UTC),
    )
    page = opened()
    page.show_contact(key)
    _press_link(qtbot, page, "Ola Surf Escuela")
    assert page.target("contact") == house
    _press_link(qtbot, page, "Lucía")
    assert page.target("contact") == key


def test_the_contacts_are_found_by_the_palette(crm: Crm, opened: Open) -> None:
    people(crm)
    page = opened()
    assert FEATURE.find is not None
    (found,) = FEATURE.find(page.context, "karimi")
    assert (found.kind, found.title, found.subtitle) == ("contact", "Reza Karimi", "آتلیه کریمی")


def test_the_context_menu_offers_what_can_be_done(crm: Crm, opened: Open) -> None:
    people(crm)
    page = opened()
    page.table.select_row(0)
    page.table.menu_asked.emit(page.mapToGlobal(QPoint(40, 80)))
    menu = QApplication.activePopupWidget()
    assert menu is not None
    texts = [action.text() for action in menu.actions() if action.text()]
    menu.close()
    assert texts[:2] == ["Edit contact", "Rename contact"]
    assert texts[-1] == "Delete contact"


def _happenings(page: ContactsPage) -> list[str]:
    return [
        child.accessibleName().rsplit(", ", 1)[0]
        for child in page.details.history.findChildren(QWidget)
        if child.accessibleName()
    ]


def _press_link(qtbot: QtBot, page: ContactsPage, text: str) -> None:
    """Press the link of this text once the details have laid it out."""

    def links() -> list[Button]:
        buttons = page.details.findChildren(Button)
        return [button for button in buttons if button.text() == text and button.isVisibleTo(page)]

    qtbot.waitUntil(lambda: len(links()) == 1)
    links()[0].click()
