"""The list of quotes in the real window."""

from dataclasses import replace

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from builders import NOW
from conftest import TODAY
from deskcrm.crm import Crm
from deskcrm.features.quotes.document import render_quote
from deskcrm.features.quotes.queries import quote_draft
from deskcrm.features.quotes.ui.page import QuotesPage
from deskcrm.features.quotes.usecases import add_quote, copy_quote, save_draft, send_quote
from deskcrm.shell.window import MainWindow


def titles(page: QuotesPage) -> list[str]:
    return [quote.title for quote in page.quotes.shown()]


def retitle(crm: Crm, quote_id: int, title: str, currency: str = "EUR") -> None:
    draft = crm.ask(quote_draft, quote_id)
    crm.do(save_draft, quote_id, replace(draft, title=title, currency=currency))


def test_without_quotes_the_page_says_what_it_is_for_and_offers_the_first(
    window: MainWindow, page: QuotesPage
) -> None:
    assert not page.quotes.isVisible()
    window.context.run("quotes.new")
    assert page.is_editing


def test_the_sums_stand_side_by_side_and_are_never_added(
    page: QuotesPage, crm: Crm, quote_id: int
) -> None:
    other = crm.do(copy_quote, quote_id, today=TODAY, now=NOW)
    retitle(crm, other, "In dollars", "USD")
    page.reload()
    assert page.quotes.sums == "€5,008.20 · US$5,008.20"


def test_the_chips_count_and_filter(
    qtbot: QtBot, page: QuotesPage, window: MainWindow, crm: Crm, quote_id: int
) -> None:
    crm.do(send_quote, quote_id, today=TODAY, now=NOW, render=render_quote)
    draft = crm.do(add_quote, today=TODAY, now=NOW)
    retitle(crm, draft, "Only a draft")
    qtbot.waitUntil(lambda: len(titles(page)) == 2)
    page._chips.choose("waiting")
    assert titles(page) == ["Booking site"]
    page._chips.choose("drafts")
    assert titles(page) == ["Only a draft"]
    assert window.registry.pages["quotes"].count is not None
    assert window.registry.pages["quotes"].count(window.context) == 1


def test_typing_in_the_list_filters_it_and_enter_opens(
    qtbot: QtBot, page: QuotesPage, crm: Crm, quote_id: int
) -> None:
    other = crm.do(copy_quote, quote_id, today=TODAY, now=NOW)
    retitle(crm, other, "Poster")
    qtbot.waitUntil(lambda: len(titles(page)) == 2)
    page.quotes.table.setFocus()
    qtbot.keyClick(page.quotes.table, "p")
    qtbot.keyClicks(page.quotes.filter, "ost")
    qtbot.waitUntil(lambda: titles(page) == ["Poster"])
    qtbot.keyClick(page.quotes.filter, Qt.Key.Key_Return)
    qtbot.keyClick(page.quotes.table, Qt.Key.Key_Return)
    assert page.target("quote") == other
    assert page.is_editing
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert not page.is_editing


def test_a_deleted_draft_comes_back_with_undo(
    page: QuotesPage, window: MainWindow, quote_id: int
) -> None:
    page.reload()
    assert page.target("quote") == quote_id
    window.context.run("quotes.delete")
    page.reload()
    assert titles(page) == []
    assert window.toasts.text == "Quote deleted"
    window.context.run("undo")
    page.reload()
    assert titles(page) == ["Booking site"]


def test_a_sent_quote_cannot_be_deleted_by_command(
    page: QuotesPage, window: MainWindow, crm: Crm, quote_id: int
) -> None:
    crm.do(send_quote, quote_id, today=TODAY, now=NOW, render=render_quote)
    page.reload()
    window.context.run("quotes.delete")
    page.reload()
    assert titles(page) == ["Booking site"]


def test_another_page_can_show_some_quotes_under_its_own_title(
    page: QuotesPage, crm: Crm, quote_id: int
) -> None:
    crm.do(copy_quote, quote_id, today=TODAY, now=NOW)
    page.show_ids([quote_id], "Quotes of November 2026")
    assert (page.title, len(titles(page))) == ("Quotes of November 2026", 1)
    page.show_all()
    assert (page.title, len(titles(page))) == ("Quotes", 2)


def test_the_palette_finds_quotes_by_number_and_title(
    window: MainWindow, crm: Crm, quote_id: int
) -> None:
    number = crm.do(send_quote, quote_id, today=TODAY, now=NOW, render=render_quote)
    find = window.registry.features[0].find
    assert find is not None
    for text in (number, "booking"):
        assert [found.id for found in find(window.context, text)] == [quote_id]
