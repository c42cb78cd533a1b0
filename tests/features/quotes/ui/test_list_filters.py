"""Orders, periods, whose quotes, and taking them away, in the real window."""

import csv
import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from builders import NOW, add, deal, stage_id
from conftest import TODAY
from deskcrm.crm import Crm
from deskcrm.domain.deals import Stage
from deskcrm.features.exchange.formats import Format
from deskcrm.features.quotes.document import render_quote
from deskcrm.features.quotes.queries import quote_draft
from deskcrm.features.quotes.ui import FEATURE
from deskcrm.features.quotes.ui.page import QuotesPage
from deskcrm.features.quotes.usecases import copy_quote, save_draft, send_quote
from deskcrm.kit.save_as import SaveAsSheet
from deskcrm.settings import Settings
from deskcrm.shell.registry import load_features
from deskcrm.shell.window import MainWindow
from windows import open_window

DAY = dt.timedelta(days=1)


def titles(page: QuotesPage) -> list[str]:
    return [quote.title for quote in page.quotes.shown()]


@pytest.fixture
def three(page: QuotesPage, crm: Crm, quote_id: int) -> tuple[int, ...]:
    """A draft, a quote that has waited longest, and one that runs out first."""
    made = [quote_id]
    for title, days, ago in (("Old", 20, 9), ("Soon", 2, 1)):
        copied = crm.do(copy_quote, quote_id, today=TODAY, now=NOW)
        draft = crm.ask(quote_draft, copied)
        kept = replace(draft, title=title, valid_until=TODAY + days * DAY, date=TODAY - ago * DAY)
        crm.do(save_draft, copied, kept)
        crm.do(send_quote, copied, today=TODAY, now=NOW - ago * DAY, render=render_quote)
        made.append(copied)
    page.reload()
    return tuple(made)


def test_an_order_is_chosen_by_keys_and_remembered(
    qtbot: QtBot, page: QuotesPage, three: tuple[int, ...], window: MainWindow
) -> None:
    filters = page.quotes.filters
    assert titles(page) == ["Booking site", "Soon", "Old"]
    assert page.quotes.table.isColumnHidden(5)
    filters.order.setFocus()
    qtbot.keyClick(filters.order, Qt.Key.Key_Down)
    assert (filters.order.currentText(), titles(page)[0]) == ("Expiring soon", "Soon")
    qtbot.keyClick(filters.order, Qt.Key.Key_Down)
    assert (filters.order.currentText(), titles(page)[:2]) == ("Waiting longest", ["Old", "Soon"])
    assert not page.quotes.table.isColumnHidden(5)
    model = page.quotes.table.model()
    assert [model.index(row, 5).data() for row in range(3)] == ["9 days", "1 day", "—"]
    assert window.context.settings.get("quotes/order") == "longest"
    # A column that is clicked counts more, until an order is chosen again.
    page.quotes.table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert titles(page) == ["Booking site", "Old", "Soon"]
    qtbot.keyClick(filters.order, Qt.Key.Key_Up)
    assert titles(page)[0] == "Soon"
    assert len(three) == 3


def test_a_period_narrows_the_list_and_its_sums(
    qtbot: QtBot, page: QuotesPage, crm: Crm, three: tuple[int, ...]
) -> None:
    draft = crm.ask(quote_draft, three[0])
    crm.do(save_draft, three[0], replace(draft, date=dt.date(2026, 10, 31)))
    page.reload()
    assert page.quotes.sums == "€15,024.60"
    period = page.quotes.filters.period
    period.setFocus()
    for shown in (["Soon", "Old"], ["Booking site"]):
        qtbot.keyClick(period, Qt.Key.Key_Down)
        assert titles(page) == shown
    assert page.quotes.sums == "€5,008.20"


def test_a_word_of_a_line_finds_its_quote(qtbot: QtBot, page: QuotesPage, quote_id: int) -> None:
    page.reload()
    qtbot.keyClicks(page.quotes.filter, "lesson types")
    qtbot.waitUntil(lambda: [q.id for q in page.quotes.shown()] == [quote_id])
    qtbot.keyClicks(page.quotes.filter, " zzz")
    qtbot.waitUntil(lambda: titles(page) == [])


def test_the_quotes_of_a_customer_are_shown_alone_until_all_are_wanted_again(
    page: QuotesPage, window: MainWindow, crm: Crm, three: tuple[int, ...]
) -> None:
    other = crm.do(copy_quote, three[0], today=TODAY, now=NOW)
    draft = crm.ask(quote_draft, other)
    crm.do(save_draft, other, replace(draft, title="Nobody's", contact_id=None))
    page._chips.choose("waiting")
    page.quotes.table.select_row(0)
    window.context.run("quotes.of_customer")
    assert page._chips.key == "all"
    assert sorted(titles(page)) == ["Booking site", "Old", "Soon"]
    assert page.quotes.filters.whose.text() == "Customer: Lucía Fernández"
    page.quotes.filters.whose.click()
    assert "Nobody's" in titles(page)
    assert not page.quotes.filters.whose.isVisible()


def test_customer_and_deal_are_opened_from_a_row_by_keys(
    qtbot: QtBot, crm: Crm, quote_id: int
) -> None:
    stage = stage_id(crm, "new")
    draft = crm.ask(quote_draft, quote_id)
    (site,) = crm.do(
        lambda session: add(
            session, deal(session.get_one(Stage, stage), "Site", contact_id=draft.contact_id)
        )
    )
    window = open_window(qtbot, crm, load_features())
    page = window.show_page("quotes")
    assert isinstance(page, QuotesPage)
    page.quotes.table.select_row(0)
    assert not window.registry.commands["quotes.open_deal"].enabled(window.context)  # type: ignore[misc]
    crm.do(save_draft, quote_id, replace(draft, deal_id=site))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    page.quotes.table.setFocus()
    qtbot.keyClick(page.quotes.table, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.context.target("contact") == draft.contact_id)
    window.show_page("quotes")
    window.context.run("quotes.open_deal")
    assert window.current_page() is not page


def test_what_is_shown_is_exported_as_quotes_or_lines(
    qtbot: QtBot, page: QuotesPage, window: MainWindow, three: tuple[int, ...], tmp_path: Path
) -> None:
    page._chips.choose("waiting")
    page.quotes.table.selectAll()
    window.context.run("quotes.export")
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, SaveAsSheet)
    which, what = sheet.findChildren(type(sheet.form))[:2]
    words = [which.edit.itemText(place) for place in range(which.edit.count())]
    assert words == ["Those selected (2)", "Those shown (2)", "All quotes"]
    what.set_value(True)
    sheet.form.set_value(Format.EXACT)
    place = tmp_path / "lines.csv"
    sheet.write(place)
    qtbot.waitUntil(lambda: window.toasts.text == "Wrote 6 rows to lines.csv.")
    rows = list(csv.DictReader(place.open(encoding="utf-8")))
    assert {row["quote"] for row in rows} == {"Old", "Soon"}
    assert len(three) == 3


@pytest.mark.parametrize("language", ["en", "bg", "es", "fa"])
def test_the_row_fits_the_smallest_window(
    qtbot: QtBot, crm: Crm, quote_id: int, language: str
) -> None:
    kept = Settings(values={"language": language, "appearance": "light"})
    window = open_window(qtbot, crm, [FEATURE], settings=kept)
    window.resize(960, 600)
    page = window.show_page("quotes")
    assert isinstance(page, QuotesPage)
    page.quotes.filters.show_whose("contact", 1, "A very long name of a customer indeed")
    assert page.quotes.filters.minimumSizeHint().width() <= page.width()
    assert quote_id
