"""Going to a contact by typing how its name begins."""

import datetime as dt
import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from asking import statements
from builders import add, contact
from deskcrm.crm import Crm
from deskcrm.domain.people import Address
from deskcrm.features.contacts.conditions import Condition, Op
from deskcrm.features.contacts.queries.rows import (
    ContactFilter,
    contact_ids,
    place_beginning,
)
from deskcrm.features.contacts.ui.page import ContactsPage
from deskcrm.kit.table import WindowedTableModel
from windows import open_window

NAMES = (
    "Ángel Ruiz", "Ana Kovač", "Anna Meyer", "Łukasz Nowak", "Marta Ivanova", "Zoë Dubois",
    "Николай Стоянов", "كريم رحیمی", "小明 王",
)  # fmt: skip


def people(crm: Crm) -> None:
    cities = {"Ana Kovač": "Zagreb", "Marta Ivanova": "Sofia"}
    crm.do(
        add,
        *(
            contact(name, addresses=[Address(city=cities[name])] if name in cities else [])
            for name in NAMES
        ),
    )


def opened(qtbot: QtBot, crm: Crm) -> ContactsPage:
    people(crm)
    page = open_window(qtbot, crm).show_page("contacts")
    assert isinstance(page, ContactsPage)
    page.table.setFocus()
    return page


def press(page: ContactsPage, letters: str) -> None:
    """Press the keys of any script; QTest has those of ASCII only."""
    for letter in letters:
        if letter.isascii():
            QTest.keyClicks(page.table, letter)
            continue
        for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
            key = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(page.table, key)


def current(page: ContactsPage) -> str:
    return str(page.table.currentIndex().siblingAtColumn(0).data())


def test_letters_in_quick_succession_add_up_and_backspace_takes_one_back(
    qtbot: QtBot, crm: Crm
) -> None:
    page = opened(qtbot, crm)
    press(page, "m")
    assert current(page) == "Marta Ivanova"
    page.jump.forget()
    press(page, "an")
    assert current(page) == "Ana Kovač"
    press(page, "g")
    assert current(page) == "Ángel Ruiz"
    QTest.keyClick(page.table, Qt.Key.Key_Backspace)
    press(page, "n")
    assert current(page) == "Anna Meyer"
    assert page.details.shown is not None
    assert page.details.shown.name == "Anna Meyer"
    assert not page.filter_bar.is_wanted


def test_after_a_while_a_letter_begins_anew(qtbot: QtBot, crm: Crm) -> None:
    page = opened(qtbot, crm)
    press(page, "a")
    qtbot.waitUntil(lambda: page.jump.typed == "", timeout=3000)
    press(page, "z")
    assert current(page) == "Zoë Dubois"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("ana k", "Ana Kovač"),
        ("ANG", "Ángel Ruiz"),
        ("lu", "Łukasz Nowak"),
        ("zoe", "Zoë Dubois"),
        ("Ник", "Николай Стоянов"),
        ("کری", "كريم رحیمی"),
        ("王", "王 小明"),
    ],
)
def test_any_script_is_typed_as_it_is_searched(
    qtbot: QtBot, crm: Crm, typed: str, name: str
) -> None:
    page = opened(qtbot, crm)
    press(page, typed)
    assert current(page) == name


def test_a_capital_letter_selects_nobody_else(qtbot: QtBot, crm: Crm) -> None:
    page = opened(qtbot, crm)
    press(page, "Z")
    assert current(page) == "Zoë Dubois"
    assert len(page.selected_ids()) == 1
    QTest.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert len(page.selected_ids()) == 2


def test_a_composed_letter_jumps_too(qtbot: QtBot, crm: Crm) -> None:
    page = opened(qtbot, crm)
    qtbot.waitUntil(lambda: page.table.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled))
    composed = QInputMethodEvent()
    composed.setCommitString("王")
    QApplication.sendEvent(page.table, composed)
    assert current(page) == "王 小明"


def test_where_no_name_begins_so_the_list_stays(qtbot: QtBot, crm: Crm) -> None:
    page = opened(qtbot, crm)
    press(page, "max")
    assert current(page) == "Marta Ivanova"
    assert page.jump.typed == "max"
    QTest.keyClick(page.table, Qt.Key.Key_Backspace)
    assert current(page) == "Marta Ivanova"


def test_from_z_to_a_the_first_from_above_is_gone_to(qtbot: QtBot, crm: Crm) -> None:
    page = opened(qtbot, crm)
    page.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    press(page, "an")
    assert current(page) == "Anna Meyer"


def test_a_list_in_another_order_does_nothing(qtbot: QtBot, crm: Crm) -> None:
    page = opened(qtbot, crm)
    page.table.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    before = current(page)
    press(page, "z")
    assert current(page) == before
    page.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    page.filter_bar.set_filter("ana", ())
    before = current(page)
    page.table.setFocus()
    press(page, "m")
    assert (current(page), page.filter_bar.text) == (before, "ana")


def test_the_filter_holds(qtbot: QtBot, crm: Crm) -> None:
    page = opened(qtbot, crm)
    page.filter_bar.add(Condition("city", Op.HAS))
    page.table.setFocus()
    press(page, "m")
    assert (current(page), page.table.currentIndex().row()) == ("Marta Ivanova", 1)
    page.jump.forget()
    press(page, "zo")
    assert current(page) == "Marta Ivanova"


def test_space_selects_unless_something_is_typed_and_keys_with_ctrl_stay(
    qtbot: QtBot, crm: Crm
) -> None:
    page = opened(qtbot, crm)
    press(page, " ")
    assert page.jump.typed == ""
    QTest.keyClick(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(page.selected_ids()) == len(NAMES)
    assert page.jump.typed == ""


def test_a_far_contact_is_found_by_one_statement_over_the_index(qtbot: QtBot, crm: Crm) -> None:
    crm.do(add, *(contact(f"Name N{number:04}") for number in range(2000)))
    page = opened(qtbot, crm)
    everybody = ContactFilter(dt.date(2026, 11, 21))
    with statements() as seen:
        place = crm.ask(place_beginning, everybody, "name n19")
    asked = [sql for sql in seen if "contact" in sql]
    assert len(asked) == 1
    explained = re.sub(r"LIMIT \? OFFSET \?", "LIMIT 1", asked[0]).replace("?", "'x'")
    plan = crm.ask(lambda s: s.execute(text(f"EXPLAIN QUERY PLAN {explained}")).all())
    assert all("SCAN contact" not in str(step) for step in plan), plan
    ids = crm.ask(contact_ids, everybody, 0, 3000)
    press(page, "name n19")
    model = page.table.model()
    assert isinstance(model, WindowedTableModel)
    assert current(page) == "Name N1900"
    assert page.table.current_id() == ids[place or 0]
    assert model.row_of(ids[700]) == -1
