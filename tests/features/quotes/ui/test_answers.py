"""Sending a quote and recording the answer in the real window; saving its PDF."""

import hashlib
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from builders import NOW
from conftest import TODAY
from deskcrm.crm import Crm
from deskcrm.domain.quotes import QuoteState
from deskcrm.features.quotes.document import render_quote
from deskcrm.features.quotes.queries import quote_draft, quote_head, sent_pdf
from deskcrm.features.quotes.ui.page import QuotesPage
from deskcrm.features.quotes.ui.saving import save_pdf
from deskcrm.features.quotes.usecases import send_quote
from deskcrm.kit.form import FormDialog, Question, Sheet
from deskcrm.shell.window import MainWindow


def shown_sheet(kind: type[Sheet]) -> Sheet:
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]
    assert len(found) == 1
    return found[0]


def press(sheet: QWidget, text: str) -> None:
    [button] = [each for each in sheet.findChildren(QPushButton) if each.text() == text]
    button.click()


def state(crm: Crm, quote_id: int) -> QuoteState:
    return crm.ask(quote_head, quote_id, TODAY).state


@pytest.fixture
def sent_id(crm: Crm, quote_id: int) -> int:
    crm.do(send_quote, quote_id, today=TODAY, now=NOW, render=render_quote)
    return quote_id


def test_sending_first_says_that_it_stays_and_then_freezes_the_quote(
    window: MainWindow, page: QuotesPage, crm: Crm, quote_id: int, qtbot: QtBot
) -> None:
    page.show_quote(quote_id)
    window.context.run("quotes.send")
    question = shown_sheet(Question)
    assert state(crm, quote_id) is QuoteState.DRAFT
    press(question, "Send")
    assert state(crm, quote_id) is QuoteState.SENT
    sheet = shown_sheet(Sheet)
    assert sheet.windowTitle() == "Q-2026-0001 is ready"
    press(sheet, "Later")
    assert page.editor is not None
    editor = page.editor
    qtbot.waitUntil(lambda: editor.lines.read_only)
    stored = crm.ask(sent_pdf, quote_id)
    qtbot.waitUntil(lambda: editor.preview.pdf == stored.pdf)
    assert editor.preview.words == "1 page · as it was sent"
    assert editor.title_field.isReadOnly()
    assert stored.sha256 == hashlib.sha256(stored.pdf).hexdigest()


def test_what_is_missing_is_said_and_nothing_is_sent(
    window: MainWindow, page: QuotesPage, crm: Crm
) -> None:
    window.context.run("quotes.new")
    made = page.target("quote")
    assert made is not None
    window.context.run("quotes.send")
    press(shown_sheet(Question), "Send")
    assert "no customer" in window.toasts.text
    assert state(crm, made) is QuoteState.DRAFT


def test_accepting_is_recorded_and_can_be_undone(
    window: MainWindow, page: QuotesPage, crm: Crm, sent_id: int
) -> None:
    page.show_quote(sent_id)
    window.context.run("quotes.accept")
    dialog = shown_sheet(FormDialog)
    assert isinstance(dialog, FormDialog)
    dialog.form.field("note").set_value("By phone")
    dialog.try_to_save()
    head = crm.ask(quote_head, sent_id, TODAY)
    assert (head.state, head.decision_note) == (QuoteState.ACCEPTED, "By phone")
    assert window.toasts.text == "Q-2026-0001 accepted"
    window.context.run("undo")
    assert state(crm, sent_id) is QuoteState.SENT


def test_declining_asks_why(window: MainWindow, page: QuotesPage, crm: Crm, sent_id: int) -> None:
    page.show_quote(sent_id)
    window.context.run("quotes.decline")
    dialog = shown_sheet(FormDialog)
    assert isinstance(dialog, FormDialog)
    dialog.form.field("reason").set_value("Too dear")
    dialog.try_to_save()
    head = crm.ask(quote_head, sent_id, TODAY)
    assert (head.state, head.decision_note) == (QuoteState.DECLINED, "Too dear")


def test_a_draft_has_no_answer_to_record(
    window: MainWindow, page: QuotesPage, quote_id: int
) -> None:
    page.show_quote(quote_id)
    window.context.run("quotes.accept")
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, Sheet) and w.isVisible()]


def test_a_copy_is_a_draft_of_today_with_the_same_lines(
    window: MainWindow, page: QuotesPage, crm: Crm, sent_id: int
) -> None:
    page.show_quote(sent_id)
    window.context.run("quotes.copy")
    copied = page.target("quote")
    assert copied not in {None, sent_id}
    assert copied is not None
    assert state(crm, copied) is QuoteState.DRAFT
    assert crm.ask(quote_draft, copied).lines == crm.ask(quote_draft, sent_id).lines


def test_the_saved_file_of_a_sent_quote_has_the_stored_bytes(
    window: MainWindow, page: QuotesPage, crm: Crm, sent_id: int, tmp_path: Path
) -> None:
    page.show_quote(sent_id)
    save_pdf(window.context, sent_id, tmp_path / "offer.pdf")
    assert (tmp_path / "offer.pdf").read_bytes() == crm.ask(sent_pdf, sent_id).pdf
    assert window.toasts.text == "Saved as offer.pdf"
    assert [each.name for each in tmp_path.glob("*.p*")] == ["offer.pdf"]


def test_the_saved_file_of_a_draft_is_its_document_now(
    window: MainWindow, page: QuotesPage, quote_id: int, tmp_path: Path
) -> None:
    page.show_quote(quote_id)
    save_pdf(window.context, quote_id, tmp_path / "draft.pdf")
    text = PdfReader(tmp_path / "draft.pdf").pages[0].extract_text()
    assert "Booking flow" in text


def test_the_print_key_asks_where_to_save_and_suggests_a_name(
    window: MainWindow, page: QuotesPage, quote_id: int
) -> None:
    page.show_quote(quote_id)
    window.context.run("print")
    [dialog] = [
        each
        for each in QApplication.topLevelWidgets()
        if isinstance(each, QFileDialog) and each.isVisible()
    ]
    assert Path(dialog.selectedFiles()[0]).name == "Booking site.pdf"
    dialog.reject()
