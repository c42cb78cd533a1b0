"""The Revenue page in the real window, by mouse and by keys."""

import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton
from pytestqt.qtbot import QtBot

import pdfs
from builders import NOW, TODAY
from deskcrm.crm import Crm
from deskcrm.features.quotes.ui.page import QuotesPage
from deskcrm.features.quotes.usecases import accept_quote
from deskcrm.features.revenue.periods import Period
from deskcrm.features.revenue.ui.page import RevenuePage
from deskcrm.kit.controls import Chip, FilterChips
from deskcrm.kit.text import Text
from deskcrm.settings import Settings
from deskcrm.shell.registry import load_features
from deskcrm.shell.window import MainWindow
from earning import accepted, won
from quoting import sent_quote
from windows import open_window

SEPTEMBER, OCTOBER, NOVEMBER = 9, 10, 11
"""The places of their bars among the twelve months that end in November 2026."""


def fill(crm: Crm) -> None:
    crm.do(accepted, dt.date(2025, 9, 10), "1000", "Forno Rossi", number="Q-2025-0003")
    crm.do(accepted, dt.date(2026, 9, 4), "1200", "Brightwork", number="Q-2026-0007")
    crm.do(won, dt.date(2026, 9, 20), "300", "Forno Rossi", title="Menu", source="Fair")
    crm.do(accepted, dt.date(2026, 11, 3), "2000", "Brightwork", number="Q-2026-0011")


@pytest.fixture
def window(qtbot: QtBot, crm: Crm) -> MainWindow:
    fill(crm)
    window = open_window(qtbot, crm, load_features(("contacts", "pipeline", "quotes", "revenue")))
    window.resize(1280, 800)
    return window


@pytest.fixture
def page(window: MainWindow) -> RevenuePage:
    return window.context.show_page("revenue", RevenuePage)


def place(page: RevenuePage, index: int) -> QPoint:
    return page.chart.chart.place_of(index).toPoint()


def told(page: RevenuePage) -> list[str]:
    """The lines of the chart's bubble."""
    return list(page.chart.chart.told)


def texts(page: RevenuePage) -> list[str]:
    return [label.text() for label in page.findChildren(Text) if label.isVisible()]


def chips(page: RevenuePage, name: str) -> list[str]:
    [row] = [row for row in page.window().findChildren(FilterChips) if row.accessibleName() == name]
    return [chip.text() for chip in row.findChildren(Chip)]


def listed(page: RevenuePage) -> list[str]:
    model = page.entries.table.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_the_figures_stand_above_the_chart(page: RevenuePage) -> None:
    said = texts(page)
    for text in ("Revenue, 12 months", "€3,500", "+250%", "Best 20% of clients bring", "91%"):
        assert text in said, text


def test_the_mouse_over_a_bar_tells_its_figures(page: RevenuePage, qtbot: QtBot) -> None:
    chart = page.chart.chart
    qtbot.mouseMove(chart, place(page, SEPTEMBER))
    assert told(page) == [
        "September 2026: €1,500", "1 quote, 1 deal · click to list", "a year before: €1,000",
    ]  # fmt: skip
    qtbot.mouseMove(chart, place(page, OCTOBER))
    assert told(page) == ["October 2026: €0", "nothing came in"]
    qtbot.mouseMove(chart, QPoint(2, 2))
    assert told(page) == []


def test_a_click_on_a_bar_lists_what_came_in_and_esc_goes_back(
    page: RevenuePage, qtbot: QtBot
) -> None:
    qtbot.mouseClick(page.chart.chart, Qt.MouseButton.LeftButton, pos=place(page, SEPTEMBER))
    assert page.entries.isVisible()
    assert listed(page) == ["Menu", "Booking site"]
    assert "September 2026" in texts(page)
    assert "€1,500" in texts(page)
    qtbot.keyClick(page.entries.table, Qt.Key.Key_Escape)
    assert page.clients.isVisible()
    assert page.chart.chart.hasFocus()


def test_an_empty_month_lists_nothing(page: RevenuePage, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.chart.chart, Qt.MouseButton.LeftButton, pos=place(page, OCTOBER))
    assert page.clients.isVisible()


def test_arrow_keys_move_over_the_months_and_enter_opens_one(
    page: RevenuePage, qtbot: QtBot
) -> None:
    chart = page.chart.chart
    assert chart.hasFocus()
    assert told(page) == []
    for _press in range(2):
        qtbot.keyClick(chart, Qt.Key.Key_Left)
    assert told(page)[0] == "September 2026: €1,500"
    assert chart.accessibleDescription().startswith("September 2026: €1,500, 1 quote, 1 deal")
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert listed(page) == ["Menu", "Booking site"]
    assert page.entries.table.hasFocus()
    qtbot.keyClick(page.entries.table, Qt.Key.Key_Escape)
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    assert told(page)[0] == "December 2025: €0"
    qtbot.keyClick(chart, Qt.Key.Key_End)
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert chart.current == NOVEMBER


def test_the_table_behind_the_chart_says_the_same_and_opens_months_too(
    page: RevenuePage, qtbot: QtBot
) -> None:
    page.chart.forms.choose("table")
    table = page.chart.table
    assert table.isVisible()
    assert not page.chart.chart.isVisible()
    model = table.model()
    row = [model.index(SEPTEMBER, column).data() for column in range(model.columnCount())]
    assert row == ["September 2026", "€1,500.00", "€1,000.00", "1", "1"]
    table.select_row(SEPTEMBER)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert listed(page) == ["Menu", "Booking site"]


def test_a_listed_quote_opens_where_quotes_are_shown(
    page: RevenuePage, window: MainWindow, crm: Crm, qtbot: QtBot
) -> None:
    quote_id = sent_quote(crm)
    crm.do(accept_quote, quote_id, on=TODAY, now=NOW)
    qtbot.waitUntil(lambda: page.view.measures.revenue == 3576)
    page.open_bar(NOVEMBER)
    qtbot.keyClick(page.entries.table, Qt.Key.Key_Return)
    shown = window.current_page()
    assert isinstance(shown, QuotesPage)
    assert shown.is_editing
    assert shown.target("quote") == quote_id


def test_the_quotes_of_a_month_can_be_seen_on_their_own_page(
    page: RevenuePage, window: MainWindow
) -> None:
    page.open_bar(SEPTEMBER)
    page.entries.in_quotes.click()
    shown = window.current_page()
    assert isinstance(shown, QuotesPage)
    assert shown.title == "Accepted, September 2026"
    model = shown.quotes.table.model()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["Q-2026-0007"]


def test_clients_stand_by_value_with_a_word_and_open_with_enter(
    page: RevenuePage, window: MainWindow, qtbot: QtBot
) -> None:
    table = page.clients.table
    model = table.model()
    rows = [
        [model.index(row, column).data() for column in range(3)] for row in range(model.rowCount())
    ]
    assert [(row[0], row[2]) for row in rows] == [
        ("Brightwork", "€3,200"),
        ("Forno Rossi", "€1,300"),
    ]
    assert any("three bands" in text for text in texts(page))
    table.setFocus()
    table.select_row(0)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    shown = window.current_page()
    assert shown is not None
    assert shown.target("contact") is not None


def test_the_page_follows_what_happens(page: RevenuePage, crm: Crm, qtbot: QtBot) -> None:
    page.open_bar(NOVEMBER)
    crm.do(won, dt.date(2026, 11, 9), "500", title="Shop audit")
    qtbot.waitUntil(lambda: "Shop audit" in listed(page))
    assert page.view.measures.revenue == 4000
    page.context.run("undo")
    qtbot.waitUntil(lambda: "Shop audit" not in listed(page))


def test_other_times_and_currencies_are_a_chip_away_and_remembered(
    page: RevenuePage, crm: Crm, qtbot: QtBot
) -> None:
    crm.do(accepted, dt.date(2026, 11, 9), "7000", currency="JPY")
    qtbot.waitUntil(lambda: page.view.currencies == ("EUR", "JPY"))
    assert chips(page, "Which currency") == ["EUR", "JPY"]
    page.show_currency("JPY")
    assert "¥7,000" in " ".join(texts(page)) or "JP¥7,000" in " ".join(texts(page))
    page.show_period(Period.QUARTER)
    assert [bar.first.month for bar in page.view.bars] == [10, 11, 12]
    page.show_period(Period.ALL)
    assert "Revenue by year" in texts(page)
    again = RevenuePage(page.context)
    assert (again.view.period, again.view.currency) == (Period.ALL, "JPY")


def test_with_one_currency_there_is_nothing_to_choose(page: RevenuePage) -> None:
    names = [row.accessibleName() for row in page.window().findChildren(FilterChips)]
    assert "Which currency" not in names


def test_before_anything_came_in_the_page_offers_the_first_step(qtbot: QtBot, crm: Crm) -> None:
    window = open_window(qtbot, crm, load_features(("quotes", "revenue")))
    page = window.context.show_page("revenue", RevenuePage)
    qtbot.waitUntil(lambda: "No revenue yet" in texts(page))
    [button] = [b for b in page.findChildren(QPushButton) if b.text() == "New quote"]
    button.click()
    shown = window.current_page()
    assert isinstance(shown, QuotesPage)
    crm.do(won, dt.date(2026, 11, 9), "500")
    window.context.show_page("revenue", RevenuePage)
    qtbot.waitUntil(page.chart.chart.isVisible)
    qtbot.waitUntil(lambda: "No revenue yet" not in texts(page))


def test_what_is_bought_together_names_whom_to_suggest_it_to(
    qtbot: QtBot, crm: Crm, window: MainWindow
) -> None:
    for who in ("Ann", "Ben", "Cleo"):
        crm.do(accepted, dt.date(2026, 5, 5), "1", who, lines=("Booking site", "Care plan"))
    crm.do(accepted, dt.date(2026, 5, 5), "1", "Dan & Sons", lines=("Booking site",))
    for who in ("Eve", "Finn", "Gil"):
        crm.do(accepted, dt.date(2026, 5, 5), "1", who, lines=("Menu",))
    page = window.context.show_page("revenue", RevenuePage)
    qtbot.waitUntil(lambda: "Booking site then Care plan" in texts(page))
    assert "Often bought together" in texts(page)
    assert "3 of 4 clients ·" in texts(page)
    [suggest] = [b for b in page.findChildren(QPushButton) if b.text() == "suggest it to 1 more"]
    suggest.click()
    [menu] = [m for m in page.findChildren(QMenu) if m.isVisible()]
    assert [action.text() for action in menu.actions()] == ["Dan && Sons"]
    menu.close()


def dialog_of(window: MainWindow) -> QFileDialog:
    [dialog] = [d for d in window.findChildren(QFileDialog) if d.isVisible()]
    return dialog


def test_the_entries_are_saved_as_csv_in_all_currencies(
    page: RevenuePage, window: MainWindow, crm: Crm, qtbot: QtBot, tmp_path: Path
) -> None:
    crm.do(accepted, dt.date(2026, 11, 9), "7000", "=1+1", currency="JPY")
    page.reload()
    place = tmp_path / "revenue.csv"
    place.write_text("what was here before")
    window.context.run("revenue.export_csv")
    dialog = dialog_of(window)
    dialog.fileSelected.emit(str(place))
    dialog.close()
    qtbot.waitUntil(lambda: "revenue.csv" in window.toasts.text)
    with place.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    euros = sum(Decimal(row["Net amount"]) for row in rows if row["Currency"] == "EUR")
    assert euros == page.view.measures.revenue == 3500
    assert [row["Client"] for row in rows if row["Currency"] == "JPY"] == ["'=1+1"]
    assert list(tmp_path.glob(".deskcrm-*")) == []


def test_the_report_is_saved_as_pdf_with_ctrl_p(
    page: RevenuePage, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    page.print_or_save()
    dialog = dialog_of(window)
    assert dialog.selectedFiles()[0].endswith("Revenue 2025-12 to 2026-11.pdf")
    dialog.fileSelected.emit(str(tmp_path / "revenue.pdf"))
    dialog.close()
    qtbot.waitUntil(lambda: "revenue.pdf" in window.toasts.text, timeout=15_000)
    assert "€3,500" in pdfs.text((tmp_path / "revenue.pdf").read_bytes())


def test_a_folder_that_is_gone_is_said_in_a_sentence(
    page: RevenuePage, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    assert page.isVisible()
    window.context.run("revenue.export_csv")
    dialog = dialog_of(window)
    dialog.fileSelected.emit(str(tmp_path / "gone" / "revenue.csv"))
    dialog.close()
    qtbot.waitUntil(lambda: "revenue.csv could not be used" in window.toasts.text)


def test_a_narrow_window_has_the_clients_below_the_chart(
    page: RevenuePage, window: MainWindow, qtbot: QtBot
) -> None:
    at = page.clients.mapTo(page, QPoint(0, 0))
    assert at.x() > page.chart.width() // 2
    window.resize(1000, 700)
    qtbot.waitUntil(lambda: page.clients.mapTo(page, QPoint(0, 0)).x() < 100)
    qtbot.waitUntil(page.clients.isVisible)
    window.resize(1280, 800)
    qtbot.waitUntil(lambda: page.clients.mapTo(page, QPoint(0, 0)).x() == at.x())


def test_in_a_persian_window_time_runs_from_the_right(qtbot: QtBot, crm: Crm) -> None:
    fill(crm)
    kept = Settings(values={"language": "fa", "appearance": "dark"})
    window = open_window(qtbot, crm, load_features(("quotes", "revenue")), settings=kept)
    chart = window.context.show_page("revenue", RevenuePage).chart.chart
    assert chart.place_of(0).x() > chart.place_of(NOVEMBER).x()
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert chart.current == OCTOBER
    qtbot.mouseMove(chart, chart.place_of(SEPTEMBER).toPoint())
    assert "۱٬۵۰۰" in chart.told[0]
