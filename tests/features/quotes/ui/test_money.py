"""The money side of the editor: totals, payment plan, explanation and options in the real window."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskcrm.crm import Crm
from deskcrm.domain.payments import Part
from deskcrm.domain.totals import Adjustment, Period
from deskcrm.features.quotes.queries import quote_draft
from deskcrm.features.quotes.ui.editor import QuoteEditor
from deskcrm.features.quotes.ui.explain_sheet import ExplainSheet
from deskcrm.features.quotes.ui.line_acts import COST_SETTING
from deskcrm.features.quotes.ui.page import QuotesPage
from deskcrm.features.quotes.ui.payment_sheet import PaymentSheet
from deskcrm.features.quotes.usecases import save_draft
from deskcrm.i18n import texts
from deskcrm.kit.controls import Button
from deskcrm.kit.form import FormDialog
from deskcrm.kit.text import Text
from deskcrm.shell.window import MainWindow

SheetT = TypeVar("SheetT", bound=QWidget)


@pytest.fixture
def editor(page: QuotesPage, quote_id: int) -> Iterator[QuoteEditor]:
    page.show_quote(quote_id)
    assert page.editor is not None
    yield page.editor
    page.editor.preview.stop()


def change(crm: Crm, quote_id: int, **changes: object) -> None:
    draft = crm.ask(quote_draft, quote_id)
    crm.do(save_draft, quote_id, replace(draft, **changes))  # type: ignore[arg-type]


def top(kind: type[SheetT]) -> SheetT:
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind)
    return found


def click(qtbot: QtBot, holder: QWidget, words: str) -> None:
    (button,) = [each for each in holder.findChildren(Button) if each.text() == words]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_what_comes_back_stands_below_the_total(
    editor: QuoteEditor, crm: Crm, quote_id: int, qtbot: QtBot
) -> None:
    lines = crm.ask(quote_draft, quote_id).lines
    monthly = replace(lines[2], optional=False, period=Period.MONTH)
    change(crm, quote_id, lines=(*lines, monthly))
    qtbot.waitUntil(lambda: "Then each month: 705.60" in editor.totals_box.words_below)
    assert editor.totals_box.total == "€5,008.20"
    assert "In the first year €11,229.50 without tax" in editor.totals_box.words_below
    assert "With all options €5,713.80" in editor.totals_box.words_below


def test_the_margin_is_seen_only_where_costs_are(
    editor: QuoteEditor, window: MainWindow, crm: Crm, quote_id: int, qtbot: QtBot
) -> None:
    lines = crm.ask(quote_draft, quote_id).lines
    costly = [replace(each, cost=Decimal(60)) for each in lines]
    change(crm, quote_id, lines=(costly[0], lines[1], costly[2]))

    def margins() -> list[str]:
        return [each for each in editor.totals_box.words_below if each.startswith("Margin")]

    window.context.run("quotes.line_cost")
    assert window.context.settings.get(COST_SETTING)
    # 32 hours at 85 for which 32 × 60 are paid; lines without a cost, and options, say nothing.
    qtbot.waitUntil(lambda: margins() == ["Margin: 800.00 · 29.4%"])
    window.context.run("quotes.line_cost")
    qtbot.waitUntil(lambda: margins() == [])


def test_a_payment_plan_is_typed_with_live_amounts(
    editor: QuoteEditor, window: MainWindow, crm: Crm, quote_id: int, qtbot: QtBot
) -> None:
    window.context.run("quotes.payments")
    sheet = top(PaymentSheet)
    click(qtbot, sheet, "30% deposit, the rest on delivery")
    assert [row.amount.text() for row in sheet.rows] == ["€1,502.46", "€3,505.74"]
    sheet.rows[0].share.setFocus()
    sheet.rows[0].share.clear()
    qtbot.keyClicks(sheet.rows[0].share, "1000 EUR")
    assert [row.amount.text() for row in sheet.rows] == ["€1,000.00", "€4,008.20"]
    qtbot.keyClicks(sheet.rows[1].due, "2026-12-24")
    qtbot.keyClick(sheet.rows[1].due, Qt.Key.Key_Return)
    kept = crm.ask(quote_draft, quote_id).payments
    # What is printed is in the language of the quote, whatever the window speaks.
    deposit, on_delivery = (texts("es").gettext(each) for each in ("Deposit", "On delivery"))
    assert kept[0] == Part(deposit, amount=Decimal(1000))
    assert (kept[1].label, str(kept[1].due_on)) == (on_delivery, "2026-12-24")
    below = editor.totals_box.words_below
    assert below[0] == f"{deposit}: 1,000.00"
    assert below[1].startswith(f"{on_delivery} · ")
    window.context.run("undo")
    qtbot.waitUntil(lambda: editor.totals_box.words_below[0].startswith("With all options"))


def test_three_equal_parts_add_up_and_a_plan_that_does_not_is_refused(
    editor: QuoteEditor, window: MainWindow, crm: Crm, quote_id: int, qtbot: QtBot
) -> None:
    assert editor.is_draft
    window.context.run("quotes.payments")
    sheet = top(PaymentSheet)
    click(qtbot, sheet, "Three equal parts")
    assert [row.amount.text() for row in sheet.rows] == ["€1,669.40"] * 3
    for row, share in zip(sheet.rows, ("50 %", "40 %", "5 %"), strict=True):
        row.share.setText(share)
    assert not sheet.sentence.isHidden()
    assert "comes to 4757.79 EUR, but 5008.20 EUR is to be paid" in sheet.sentence.text()
    assert not sheet.save_button.isEnabled()
    sheet.save()
    assert crm.ask(quote_draft, quote_id).payments == ()
    sheet.rows[2].share.setText("a lot")
    assert "a lot" in sheet.sentence.text()
    sheet.rows[2].share.setText("")
    assert sheet.sentence.isHidden()
    sheet.add_part()
    assert "fill in" in sheet.sentence.text()
    sheet.rows[-1].label.setText("Later")
    sheet.save()
    assert len(crm.ask(quote_draft, quote_id).payments) == 4


def test_a_plan_that_no_longer_adds_up_is_said_below_the_totals(
    editor: QuoteEditor, crm: Crm, quote_id: int, qtbot: QtBot
) -> None:
    parts = (Part("All", amount=Decimal("5008.20")),)
    change(crm, quote_id, payments=parts)
    qtbot.waitUntil(lambda: "All: 5,008.20" in editor.totals_box.words_below)
    change(crm, quote_id, discounts=(Adjustment(percent=Decimal(10)),))
    qtbot.waitUntil(
        lambda: any("comes to 5008.20 EUR" in each for each in editor.totals_box.words_below)
    )


@pytest.mark.usefixtures("editor")
def test_the_totals_are_explained_by_a_key(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    sheet = top(ExplainSheet)
    said = [text.text() for text in sheet.findChildren(Text)]
    for words in ("32 × 85.00", "5% of 1,530.00", "4,173.50 × 20%", "5,008.20"):
        assert words in said
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)


def test_a_design_and_a_paper_are_chosen_for_one_quote(
    editor: QuoteEditor, window: MainWindow, crm: Crm, quote_id: int
) -> None:
    assert editor.is_draft
    window.context.run("quotes.options")
    dialog = top(FormDialog)
    dialog.form.field("design").set_value("compact")
    dialog.form.field("paper").set_value("letter")
    dialog.form.field("heading").set_value("Estimate")
    dialog.try_to_save()
    draft = crm.ask(quote_draft, quote_id)
    assert (draft.design, draft.paper, draft.heading) == ("compact", "letter", "Estimate")
