"""Filters and segments in the real window: commands by id and real keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from builders import TODAY, add, contact
from deskcrm.crm import Crm
from deskcrm.domain.custom import FieldKind, FieldOwner
from deskcrm.domain.people import Address
from deskcrm.features.contacts.conditions import OWN, Condition, Op
from deskcrm.features.contacts.queries.rows import ContactFilter
from deskcrm.features.contacts.queries.segments import segments
from deskcrm.features.contacts.segments import add_segment
from deskcrm.features.contacts.ui.filter_bar import ConditionChip
from deskcrm.features.contacts.ui.page import ContactsPage
from deskcrm.features.contacts.usecases import tag_contacts
from deskcrm.features.fields.usecases import FieldForm, add_field
from deskcrm.kit.form import FormDialog
from deskcrm.settings import Settings
from deskcrm.shell.window import MainWindow
from windows import open_window

SOFIA = Condition("city", Op.IS, ("Sofia & region",))


def towns(crm: Crm) -> list[int]:
    """Ana and Boris in one town, Carla in another."""
    keys = crm.do(
        add,
        contact("Ana Kovač", addresses=[Address(city="Sofia & region")], custom={"Size": "38"}),
        contact("Boris Iliev", addresses=[Address(city="Sofia & region")], custom={"Size": "44"}),
        contact("Carla Rossi", addresses=[Address(city="Torino")]),
    )
    crm.do(tag_contacts, keys[:1], add=["web"])
    return keys


def opened(qtbot: QtBot, crm: Crm, settings: Settings | None = None) -> ContactsPage:
    page = open_window(qtbot, crm, settings=settings).show_page("contacts")
    assert isinstance(page, ContactsPage)
    return page


def window_of(page: ContactsPage) -> MainWindow:
    window = page.window()
    assert isinstance(window, MainWindow)
    return window


def listed(page: ContactsPage) -> list[str]:
    model = page.table.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def chips(page: ContactsPage) -> list[str]:
    found = page.filter_bar.findChildren(ConditionChip)
    return [chip.text() for chip in found if not chip.isHidden()]


def pick(qtbot: QtBot, *words: str) -> None:
    """Choose an entry of the menu that is open, by the beginning of the words, with the keyboard."""
    for word in words:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        action = next(a for a in menu.actions() if a.text().startswith(word))
        assert action.isEnabled()
        menu.setActiveAction(action)
        below = action.menu()
        QTest.keyClick(menu, Qt.Key.Key_Return)
        if isinstance(below, QMenu):
            qtbot.waitUntil(below.isVisible)
    QTest.qWait(1)  # what was chosen is laid out


def sheet(qtbot: QtBot) -> FormDialog:
    def found() -> list[FormDialog]:
        tops = QApplication.topLevelWidgets()
        return [top for top in tops if isinstance(top, FormDialog) and top.isVisible()]

    qtbot.waitUntil(lambda: len(found()) == 1)
    return found()[0]


def type_and_enter(dialog: FormDialog, name: str, text: str) -> None:
    edit = dialog.form.field(name).focusProxy()
    assert isinstance(edit, QLineEdit)
    edit.setFocus()
    QTest.keyClicks(edit, text)
    QTest.keyClick(edit, Qt.Key.Key_Return)


def test_a_condition_is_chosen_turned_round_and_taken_away_with_keys(
    crm: Crm, qtbot: QtBot
) -> None:
    towns(crm)
    page = opened(qtbot, crm)
    QTest.keyClick(
        page.table,
        Qt.Key.Key_F,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    pick(qtbot, "City", "Sofia")
    assert chips(page) == ["City: Sofia & region"]
    assert listed(page) == ["Ana Kovač", "Boris Iliev"]

    (chip,) = page.filter_bar.findChildren(ConditionChip)
    QTest.keyClick(chip, Qt.Key.Key_Return)
    pick(qtbot, "City is not")
    assert listed(page) == ["Carla Rossi"]
    (chip,) = (c for c in page.filter_bar.findChildren(ConditionChip) if not c.isHidden())
    QTest.keyClick(chip, Qt.Key.Key_Delete)
    assert chips(page) == []
    assert len(listed(page)) == 3


def test_two_values_of_a_field_are_either_and_one_can_be_left_out(crm: Crm, qtbot: QtBot) -> None:
    towns(crm)
    page = opened(qtbot, crm)
    for city in ("Sofia", "Torino"):
        page.filter_bar.offer()
        pick(qtbot, "City", city)
    assert chips(page) == ["City: Sofia & region or Torino"]
    assert len(listed(page)) == 3
    page.filter_bar.offer()
    pick(qtbot, "Without", "Tag")
    assert listed(page) == ["Boris Iliev", "Carla Rossi"]


def test_a_number_of_the_users_own_is_compared(crm: Crm, qtbot: QtBot) -> None:
    towns(crm)
    crm.do(add_field, FieldOwner.PERSON, FieldForm("Size", FieldKind.NUMBER))
    page = opened(qtbot, crm)
    page.filter_bar.offer()
    pick(qtbot, "Size", "Over or under")
    type_and_enter(sheet(qtbot), "bound", "40.5")
    qtbot.waitUntil(lambda: chips(page) == ["Size over 40.5"])
    assert page.filter_bar.conditions == (Condition(f"{OWN}Size", Op.OVER, ("40.5",)),)
    assert listed(page) == ["Boris Iliev"]


@pytest.mark.parametrize(("typed", "wrong"), [("45", ""), ("4.5", "Type a whole number of days")])
def test_any_number_of_days_can_be_typed(crm: Crm, qtbot: QtBot, typed: str, wrong: str) -> None:
    towns(crm)
    page = opened(qtbot, crm)
    page.filter_bar.offer()
    pick(qtbot, "Last contact", "Another")
    dialog = sheet(qtbot)
    type_and_enter(dialog, "days", typed)
    if wrong:
        assert dialog.form.field("days").wrong.startswith(wrong)
        dialog.reject()
    else:
        qtbot.waitUntil(lambda: chips(page) == ["Last contact over 45 days ago"])


def test_a_filter_is_kept_as_a_segment_shown_again_changed_and_deleted(
    crm: Crm, qtbot: QtBot
) -> None:
    towns(crm)
    settings = Settings(values={"language": "en", "appearance": "light"})
    page = opened(qtbot, crm, settings)
    page.filter_bar.add(SOFIA)
    window_of(page).run("contacts.save_segment")
    type_and_enter(sheet(qtbot), "name", "The south")
    qtbot.waitUntil(lambda: page.segment.text() == "The south 2")
    page.filter_bar.add(Condition("tag", Op.HAS))
    assert page.segment.text() == "The south, changed"
    window_of(page).run("contacts.choose_segment")
    pick(qtbot, "Keep the changed filter")
    qtbot.waitUntil(lambda: page.segment.text() == "The south 1")
    page.segment.offer()
    pick(qtbot, "Show all contacts")
    assert (page.segment.text(), len(listed(page)), chips(page)) == ("Segments", 3, [])

    page.segment.offer()
    pick(qtbot, "The south (1)")
    assert listed(page) == ["Ana Kovač"]
    again = opened(qtbot, crm, settings)
    assert listed(again) == ["Ana Kovač"]
    again.segment.offer()
    pick(qtbot, "Delete segment")
    qtbot.waitUntil(lambda: crm.ask(segments, TODAY) == ())
    assert len(listed(again)) == 3
    window_of(again).run("undo")
    assert [one.name for one in crm.ask(segments, TODAY)] == ["The south"]


def test_a_segment_is_renamed_and_a_taken_name_is_marked(crm: Crm, qtbot: QtBot) -> None:
    towns(crm)
    for name in ("North", "South"):
        crm.do(add_segment, name, ContactFilter(TODAY, conditions=(SOFIA,)))
    page = opened(qtbot, crm)
    page.segment.offer()
    pick(qtbot, "North")
    page.segment.offer()
    pick(qtbot, "Rename segment")
    dialog = sheet(qtbot)
    edit = dialog.form.field("name").focusProxy()
    assert isinstance(edit, QLineEdit)
    edit.selectAll()
    type_and_enter(dialog, "name", "south")
    assert "already a segment" in dialog.form.field("name").wrong
    edit.selectAll()
    type_and_enter(dialog, "name", "East")
    qtbot.waitUntil(lambda: page.segment.text() == "East 2")


def test_everybody_is_no_segment(crm: Crm, qtbot: QtBot) -> None:
    towns(crm)
    page = opened(qtbot, crm)
    window_of(page).run("contacts.save_segment")
    assert "Filter the contacts first" in window_of(page).toasts.text
