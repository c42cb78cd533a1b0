"""Revising, comparing, extending, taking back and accepting with choices in the real window."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from builders import NOW
from conftest import TODAY
from deskcrm.crm import Crm
from deskcrm.domain.activities import FollowUp
from deskcrm.domain.belongings import Attachment
from deskcrm.domain.quotes import QuoteState
from deskcrm.domain.totals import Period
from deskcrm.features.quotes.document import render_quote
from deskcrm.features.quotes.queries import quote_draft, quote_head
from deskcrm.features.quotes.ui.acceptance import AcceptanceSheet, ChoicesField
from deskcrm.features.quotes.ui.difference_sheet import DifferenceSheet
from deskcrm.features.quotes.ui.page import QuotesPage
from deskcrm.features.quotes.ui.sent_strip import SentStrip
from deskcrm.features.quotes.ui.sheets import SendQuestion
from deskcrm.features.quotes.usecases import save_draft, send_quote
from deskcrm.kit.form import FormDialog, Sheet
from deskcrm.shell.window import MainWindow
from windows import drop


def sheet(kind: type[Sheet]) -> Sheet:
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]
    assert len(found) == 1
    return found[0]


def form() -> FormDialog:
    found = sheet(FormDialog)
    assert isinstance(found, FormDialog)
    return found


def acceptance() -> AcceptanceSheet:
    found = sheet(AcceptanceSheet)
    assert isinstance(found, AcceptanceSheet)
    return found


def state(crm: Crm, quote_id: int) -> QuoteState:
    return crm.ask(quote_head, quote_id, TODAY).state


def send(crm: Crm, quote_id: int) -> str:
    return crm.do(send_quote, quote_id, today=TODAY, now=NOW, render=render_quote)


def shown_buttons(page: QuotesPage) -> list[str]:
    assert page.editor is not None
    strip = page.editor.findChild(SentStrip)
    assert isinstance(strip, SentStrip)
    return [each.text() for each in strip.buttons.values() if each.isVisible()]


@pytest.fixture
def sent_id(crm: Crm, quote_id: int) -> int:
    send(crm, quote_id)
    return quote_id


def test_sending_proposes_the_follow_up_and_takes_another_day(
    window: MainWindow, page: QuotesPage, crm: Crm, quote_id: int
) -> None:
    page.show_quote(quote_id)
    window.context.run("quotes.send")
    question = sheet(SendQuestion)
    assert isinstance(question, SendQuestion)
    assert question.choice.day() == TODAY + timedelta(days=7)
    question.choice.field.edit.setText("no day")
    [button] = [each for each in question.findChildren(QPushButton) if each.text() == "Send"]
    button.click()
    assert "could not be read as a date" in question.choice.field.wrong
    assert state(crm, quote_id) is QuoteState.DRAFT
    question.choice.field.set_value(TODAY + timedelta(days=3))
    button.click()
    planned = crm.ask(lambda s: s.scalars(select(FollowUp)).one())
    assert (planned.title, planned.due_on) == ("Ask about Q-2026-0001", TODAY + timedelta(days=3))


def test_sending_without_a_follow_up_plans_none(
    window: MainWindow, page: QuotesPage, crm: Crm, quote_id: int
) -> None:
    page.show_quote(quote_id)
    window.context.run("quotes.send")
    question = sheet(SendQuestion)
    assert isinstance(question, SendQuestion)
    question.choice.box.click()
    assert not question.choice.field.isEnabled()
    [button] = [each for each in question.findChildren(QPushButton) if each.text() == "Send"]
    button.click()
    assert state(crm, quote_id) is QuoteState.SENT
    assert crm.ask(lambda s: s.scalars(select(FollowUp)).all()) == []


def test_a_revision_is_begun_compared_and_sent(
    window: MainWindow, page: QuotesPage, crm: Crm, sent_id: int, qtbot: QtBot
) -> None:
    page.show_quote(sent_id)
    assert shown_buttons(page) == ["Revise", "Decline", "Accept"]
    window.context.run("quotes.revise")
    revision = page.target("quote")
    assert revision not in {None, sent_id}
    assert revision is not None
    assert shown_buttons(page) == ["Open Q-2026-0001", "Compare"]
    draft = crm.ask(quote_draft, revision)
    lines = (replace(draft.lines[0], quantity=draft.lines[0].quantity + 1), *draft.lines[1:])
    crm.do(save_draft, revision, replace(draft, lines=lines, title="Booking site, larger"))

    window.context.run("quotes.difference")
    shown = sheet(DifferenceSheet)
    assert isinstance(shown, DifferenceSheet)
    table = shown.table
    cells = [[table.item(r, c).text().strip() for c in range(4)] for r in range(table.rowCount())]  # type: ignore[union-attr] # filled
    assert ["Title", "Booking site", "Booking site, larger", "changed"] in cells
    assert ["Quantity", "32", "33", "changed"] in cells
    assert [table.horizontalHeaderItem(c).text() for c in (1, 2)] == ["Q-2026-0001", "Draft"]  # type: ignore[union-attr]
    qtbot.waitUntil(table.hasFocus)
    focused = table.grab().toImage()
    table.clearFocus()
    assert table.grab().toImage() != focused
    shown.reject()

    assert send(crm, revision) == "Q-2026-0001-B"
    page.show_quote(sent_id)
    assert shown_buttons(page) == ["Compare", "Open Q-2026-0001-B"]
    window.context.run("quotes.open_revision")
    assert page.target("quote") == revision
    window.context.run("quotes.open_revised")
    assert page.target("quote") == sent_id


def test_a_replaced_or_void_quote_counts_in_no_sum_and_in_no_list_of_the_open_ones(
    page: QuotesPage, window: MainWindow, crm: Crm, sent_id: int
) -> None:
    before = page.quotes.sums
    window.context.run("quotes.revise", ("quote", sent_id))
    revision = page.target("quote")
    assert revision is not None
    send(crm, revision)
    page.show_list()
    assert page.quotes.sums == before != ""
    page.quotes.choose("waiting")
    assert [quote.number for quote in page.quotes.shown()] == ["Q-2026-0001-B"]


def test_a_later_last_day_is_asked_for_and_refused_where_it_is_none(
    window: MainWindow, page: QuotesPage, crm: Crm, sent_id: int
) -> None:
    page.show_quote(sent_id)
    window.context.run("quotes.extend")
    dialog = form()
    until = crm.ask(quote_head, sent_id, TODAY).valid_until
    dialog.form.field("valid_until").set_value(until)
    dialog.try_to_save()
    assert "Choose a later day" in dialog.form.wrong
    dialog.form.field("valid_until").set_value(until + timedelta(days=1))
    dialog.try_to_save()
    assert crm.ask(quote_head, sent_id, TODAY).valid_until == until + timedelta(days=1)
    assert window.toasts.text.startswith("Q-2026-0001 is valid until")


def test_the_acceptance_shows_live_what_the_choices_come_to(
    window: MainWindow, page: QuotesPage, crm: Crm, quote_id: int
) -> None:
    draft = crm.ask(quote_draft, quote_id)
    first, second, option = draft.lines
    dearer = replace(second, description="Larger calendar", alternative=True, discounts=())
    care = replace(option, description="Hosting", period=Period.MONTH)
    lines = (first, second, dearer, option, care)
    crm.do(save_draft, quote_id, replace(draft, lines=lines))
    send(crm, quote_id)
    page.show_quote(quote_id)
    window.context.run("quotes.accept")
    shown = acceptance()
    field = shown.form.field("chosen")
    assert isinstance(field, ChoicesField)
    assert [button.text() for button in field.buttons.values()] == [
        "Calendar", "Larger calendar", "Care plan", "Hosting",
    ]  # fmt: skip
    assert field.total.text() == "€5,008.20"
    _base, larger, plan, hosting = field.buttons.values()
    larger.click()
    plan.click()
    hosting.click()
    assert field.total.text() == "€5,805.60 + €705.60 every month"
    shown.try_to_save()
    assert state(crm, quote_id) is QuoteState.ACCEPTED
    head = crm.ask(quote_head, quote_id, TODAY)
    assert (head.payable, head.taken) == (
        Decimal("5805.60"), ("Larger calendar", "Care plan", "Hosting"),
    )  # fmt: skip


def test_of_an_optional_line_and_its_alternatives_none_need_be_taken(
    window: MainWindow, page: QuotesPage, crm: Crm, quote_id: int
) -> None:
    draft = crm.ask(quote_draft, quote_id)
    dearer = replace(
        draft.lines[2], description="Better care", quantity=Decimal(24), alternative=True
    )
    crm.do(save_draft, quote_id, replace(draft, lines=(*draft.lines, dearer)))
    send(crm, quote_id)
    page.show_quote(quote_id)
    window.context.run("quotes.accept")
    shown = acceptance()
    field = shown.form.field("chosen")
    assert isinstance(field, ChoicesField)
    assert (field.value(), field.total.text()) == ((), "€5,008.20")
    care, better = field.buttons.values()
    care.click()
    assert field.total.text() == "€5,713.80"
    better.click()
    assert field.total.text() == "€6,419.40"
    shown.try_to_save()
    assert crm.ask(quote_head, quote_id, TODAY).payable == Decimal("6419.40")


def test_a_dropped_file_is_kept_as_the_signed_copy(
    window: MainWindow, page: QuotesPage, crm: Crm, sent_id: int, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "signed.pdf"
    file.write_bytes(b"%PDF signed")
    page.show_quote(sent_id)
    window.context.run("quotes.accept")
    shown = acceptance()
    assert not drop(shown, file, file)
    assert drop(shown, file)
    assert shown.signed.value() == file
    shown.signed.remove.click()
    assert shown.signed.value() is None
    shown.signed.set_value(file)
    shown.try_to_save()
    qtbot.waitUntil(lambda: state(crm, sent_id) is QuoteState.ACCEPTED)
    assert crm.ask(lambda s: s.scalars(select(Attachment.name)).one()) == "signed.pdf"
    window.context.run("undo")
    assert crm.ask(lambda s: s.scalars(select(Attachment.name)).all()) == []


def test_a_signed_copy_that_is_gone_leaves_the_sheet_open_with_what_was_typed(
    window: MainWindow, page: QuotesPage, crm: Crm, sent_id: int, tmp_path: Path, qtbot: QtBot
) -> None:
    page.show_quote(sent_id)
    window.context.run("quotes.accept")
    shown = acceptance()
    shown.form.field("note").set_value("By phone")
    shown.signed.set_value(tmp_path / "gone.pdf")
    shown.try_to_save()
    qtbot.waitUntil(lambda: "gone.pdf could not be used" in shown.form.wrong)
    assert shown.isVisible()
    assert shown.save_button.isEnabled()
    assert state(crm, sent_id) is QuoteState.SENT
    shown.signed.set_value(None)
    shown.try_to_save()
    assert crm.ask(quote_head, sent_id, TODAY).decision_note == "By phone"


def test_an_answer_is_taken_back_for_a_reason(
    window: MainWindow, page: QuotesPage, crm: Crm, sent_id: int, qtbot: QtBot
) -> None:
    page.show_quote(sent_id)
    window.context.run("quotes.accept")
    acceptance().try_to_save()
    editor = page.editor
    assert editor is not None
    qtbot.waitUntil(lambda: shown_buttons(page) == ["Copy", "Take back…", "Invoiced…"])
    window.context.run("quotes.reverse")
    dialog = form()
    dialog.try_to_save()
    assert dialog.form.field("reason").wrong == "Please fill in “Reason”."
    dialog.form.field("reason").set_value("Their board said no")
    dialog.try_to_save()
    assert state(crm, sent_id) is QuoteState.SENT
    assert window.toasts.text == "Q-2026-0001 waits for an answer again"


def test_an_accepted_quote_is_invoiced_and_not_after_all(
    window: MainWindow, page: QuotesPage, crm: Crm, sent_id: int
) -> None:
    page.show_quote(sent_id)
    window.context.run("quotes.invoiced")  # not accepted yet: nothing to do
    window.context.run("quotes.accept")
    acceptance().try_to_save()
    window.context.run("quotes.invoiced")
    form().try_to_save()
    assert state(crm, sent_id) is QuoteState.INVOICED
    window.context.run("quotes.not_invoiced")
    assert state(crm, sent_id) is QuoteState.ACCEPTED


def test_a_quote_is_declared_void(
    window: MainWindow, page: QuotesPage, crm: Crm, sent_id: int, qtbot: QtBot
) -> None:
    page.show_quote(sent_id)
    window.context.run("quotes.void")
    dialog = form()
    dialog.form.field("reason").set_value("Wrong prices")
    qtbot.keyClick(dialog.form.field("reason"), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert state(crm, sent_id) is QuoteState.VOID
    qtbot.waitUntil(lambda: shown_buttons(page) == ["Copy"])
