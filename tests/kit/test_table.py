"""The windowed table: only what is in sight is asked for."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from demo_feature import FEATURE, ContactsPage
from deskcrm.crm import Crm
from windows import open_window


@pytest.fixture
def page(qtbot: QtBot, crm: Crm) -> ContactsPage:
    window = open_window(qtbot, crm, [FEATURE])
    shown = window.context.show_page("contacts", ContactsPage)
    shown.total = 100_000
    shown.reload()
    shown.asked.clear()
    return shown


def test_only_the_first_rows_are_asked_for(page: ContactsPage) -> None:
    page.asked.clear()
    page.reload()
    page.grab()
    assert page.asked == [(0, 40)]


def test_jump_asks_for_the_rows_there_and_no_others(page: ContactsPage) -> None:
    page.table.select_row(70_050)
    page.grab()
    assert page.asked[-1] == (70_000, 40)
    assert len(page.asked) <= 3
    assert page.table.current_id() == 70_051


def test_memory_stays_small_however_far_one_scrolls(page: ContactsPage) -> None:
    for row in range(0, 50_000, 40):
        page.model.cell(row, 0)
    assert len(page.model._records) < 3_000


def test_selection_is_kept_when_the_rows_are_asked_for_anew(page: ContactsPage) -> None:
    page.table.select_row(42)
    page.reload()
    assert page.table.current_id() == 43


def test_click_on_a_header_orders_by_its_key(page: ContactsPage) -> None:
    page.table.sortByColumn(4, Qt.SortOrder.DescendingOrder)
    assert page.model.sorting.key == "won"
    assert page.model.record(0) == page.model._records[0]
    assert page.model._records[0].id == 100_000


def test_markup_stays_text(page: ContactsPage) -> None:
    assert page.model.index(7, 0).data() == "<b>Bold</b> & Sons"


def test_enter_opens_the_current_record(page: ContactsPage, qtbot: QtBot) -> None:
    opened: list[int] = []
    page.table.opened.connect(opened.append)
    page.table.select_row(5)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert opened == [6]


def test_empty_page_says_what_it_is_for(page: ContactsPage) -> None:
    from deskcrm.kit.parts import EmptyState

    page.total = 0
    page.reload()
    assert page.findChild(EmptyState) is not None
    assert not page.both.isVisible()
