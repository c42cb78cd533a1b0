"""Lines copied, cut and pasted: within a quote, between quotes, from and to a spreadsheet."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings, strategies as st
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication

from builders import NOW
from conftest import TODAY
from deskcrm.crm import Crm
from deskcrm.domain.numbers import plain as number
from deskcrm.domain.quotes import LineKind
from deskcrm.domain.totals import Adjustment, Period
from deskcrm.errors import CrmError
from deskcrm.features.quotes.drafts import LineDraft, words_draft
from deskcrm.features.quotes.line_json import CarriedLines
from deskcrm.features.quotes.queries import quote_draft
from deskcrm.features.quotes.ui.cells import Cell
from deskcrm.features.quotes.ui.editor import QuoteEditor
from deskcrm.features.quotes.ui.line_choices import Choices, ItemOption
from deskcrm.features.quotes.ui.line_clipboard import (
    NothingToPaste,
    TooMuchToPaste,
    from_clipboard,
    to_clipboard,
)
from deskcrm.features.quotes.ui.line_rows import Row
from deskcrm.features.quotes.ui.page import QuotesPage
from deskcrm.features.quotes.usecases import add_quote, save_draft
from deskcrm.i18n import use_language
from deskcrm.shell.window import MainWindow
from hands import CTRL, SHIFT, Hands
from quoting import line

HERE = CarriedLines((), "EUR", prices_include_tax=False, source="here")
CATALOG = Choices("EUR", items=(ItemOption("Photo day", "day", Decimal(640), id=7),))
KIND = "application/x-deskcrm-quote-lines"


def plain(text: str) -> QMimeData:
    data = QMimeData()
    data.setText(text)
    return data


def pasted(text: str, here: CarriedLines = HERE) -> list[Row]:
    return from_clipboard(plain(text), line(), here, CATALOG)


def told(row: Row) -> tuple[str, str, str, str]:
    made = row.line
    return made.description, number(made.quantity), made.unit, number(made.unit_price)


def test_cells_of_a_spreadsheet_become_lines() -> None:
    rows = pasted('Design\t8\th\t85.00\t680\nHosting\t\t\t1,200.50\n\n"Two\nlines"\t1\th\t5')
    assert [told(row) for row in rows] == [
        ("Design", "8", "h", "85"),
        ("Hosting", "1", "", "1200.5"),
        ("Two\nlines", "1", "h", "5"),
    ]
    assert {row.line.tax for row in rows} == {line().tax}
    assert not any(row.wrong for row in rows)


def test_fewer_columns_are_a_name_a_quantity_and_a_price() -> None:
    assert [told(row) for row in pasted("Design\nTexts")] == [
        ("Design", "1", "", "0"),
        ("Texts", "1", "", "0"),
    ]
    assert told(pasted("Design\t85")[0]) == ("Design", "1", "", "85")
    assert told(pasted("Design\t2\t€85")[0]) == ("Design", "2", "", "85")


def test_numbers_are_read_as_the_users_language_writes_them() -> None:
    use_language("es")
    assert told(pasted("Diseño\t1,5\th\t1.234,50 €")[0]) == (
        "Diseño",
        "1.5",
        "h",
        "1234.5",
    )


def test_what_cannot_be_read_is_marked_and_not_guessed() -> None:
    (row,) = pasted("Design\tabout 3\th\t$85")
    assert told(row) == ("Design", "1", "h", "0")
    assert row.wrong[Cell.QUANTITY].text == "about 3"
    assert row.wrong[Cell.PRICE].text == "$85"
    (comma,) = pasted("Design\t1,5\th\t9")
    assert "could not be read" in comma.wrong[Cell.QUANTITY].sentence


def test_what_breaks_a_rule_is_marked_with_it() -> None:
    (row,) = pasted("Back\t1\th\t-85")
    assert row.wrong[Cell.PRICE].sentence.startswith("A price cannot be negative")
    (nameless,) = pasted("\t1\th\t85")
    assert Cell.ITEM in nameless.wrong


@pytest.mark.parametrize(
    "text", ["<b>x</b>", "<img src='file:///etc/passwd'>", "{{ 7*7 }}", "=HYPERLINK(1)", '"open']
)
def test_markup_stays_the_text_it_is(text: str) -> None:
    assert pasted(text)[0].line.description == text


def test_too_much_or_nothing_is_refused_with_a_sentence() -> None:
    with pytest.raises(TooMuchToPaste, match="At most 2000 lines"):
        pasted("x\n" * 2_001)
    with pytest.raises(TooMuchToPaste):
        pasted("x" * 2_000_001)
    for empty in (None, QMimeData(), plain(" \n\t")):
        with pytest.raises(NothingToPaste):
            from_clipboard(empty, None, HERE, CATALOG)


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=80))
def test_any_text_becomes_lines_or_a_sentence(text: str) -> None:
    try:
        rows = pasted(text)
    except CrmError as error:
        outcome = str(error)
    else:
        outcome = "".join(row.line.description or "wrong" for row in rows)
    assert outcome


def test_our_own_lines_come_back_the_same() -> None:
    lines = (
        words_draft(LineKind.SECTION, "Care", hides_prices=True),
        line("Plan\nEvery night", period=Period.MONTH, cost=Decimal("3.5"), catalog_item_id=7),
        line("Instead", alternative=True, discounts=(Adjustment(percent=Decimal(5)),)),
        words_draft(LineKind.TEXT, "Hm"),
    )
    data = to_clipboard(replace(HERE, lines=lines))
    assert tuple(row.line for row in from_clipboard(data, None, HERE, CATALOG)) == lines
    assert data.text() == 'Care\n"Plan\nEvery night"\t2\th\t38\nInstead\t2\th\t38\nHm'
    # Another file's items of the catalog are not those of this one.
    elsewhere = replace(HERE, source="elsewhere")
    assert from_clipboard(data, None, elsewhere, CATALOG)[1].line.catalog_item_id is None


def test_a_price_from_a_quote_in_another_currency_is_asked_for() -> None:
    lines = (line(cost=Decimal(9), discounts=(Adjustment(amount=Decimal(5)),)),)
    data = to_clipboard(CarriedLines(lines, "USD", prices_include_tax=False))
    (row,) = from_clipboard(data, None, HERE, CATALOG)
    assert row.line == replace(line(), unit_price=Decimal(0))
    assert row.wrong[Cell.PRICE].text == "38 USD"
    assert row.wrong[Cell.PRICE].sentence == "This price was in USD. Enter it in EUR."
    assert row.wrong[Cell.DISCOUNT].text == "5 USD"


def test_a_price_that_was_meant_with_tax_is_asked_for() -> None:
    data = to_clipboard(CarriedLines((line(),), "EUR", prices_include_tax=True))
    (row,) = from_clipboard(data, None, HERE, CATALOG)
    assert "meant with its tax" in row.wrong[Cell.PRICE].sentence


@pytest.mark.parametrize(
    "document",
    ["", "[]", "{", '{"currency": "EUR"}', '{"currency": "EUR", "lines": [{}]}', "9" * 50],
)
def test_what_another_program_writes_under_our_name_is_left(document: str) -> None:
    data = plain("Design\t85")
    data.setData(KIND, document.encode())
    assert told(from_clipboard(data, None, HERE, CATALOG)[0]) == ("Design", "1", "", "85")


# In the window.


@pytest.fixture(autouse=True)
def empty_clipboard() -> Iterator[None]:
    yield
    if QGuiApplication.instance() is not None:
        QGuiApplication.clipboard().clear()


def saved(crm: Crm, quote_id: int) -> tuple[LineDraft, ...]:
    return crm.ask(quote_draft, quote_id).lines


def names(crm: Crm, quote_id: int) -> list[str]:
    return [each.description.partition("\n")[0] for each in saved(crm, quote_id)]


def test_lines_are_cut_and_pasted_by_key_and_undone_in_one_step(
    editor: QuoteEditor, hands: Hands, window: MainWindow, crm: Crm, quote_id: int
) -> None:
    editor.table.choose(0, Cell.ITEM)
    hands.press(Qt.Key.Key_Down, SHIFT)
    hands.press(Qt.Key.Key_X, CTRL)
    assert names(crm, quote_id) == ["Care plan"]
    assert window.toasts.text == "2 lines cut"
    hands.press(Qt.Key.Key_V, CTRL)
    assert names(crm, quote_id) == ["Care plan", "Booking flow", "Calendar"]
    assert window.toasts.text == "2 lines pasted"
    assert editor.table.chosen_rows() == range(1, 3)
    window.context.run("undo")
    assert names(crm, quote_id) == ["Care plan"]


def test_lines_are_copied_into_another_quote(
    page: QuotesPage, editor: QuoteEditor, hands: Hands, crm: Crm, quote_id: int
) -> None:
    other = crm.do(add_quote, today=TODAY, now=NOW)
    editor.table.choose(1, Cell.ITEM)
    hands.press(Qt.Key.Key_C, CTRL)
    page.show_quote(other)
    editor.table.setFocus()
    hands.press(Qt.Key.Key_V, CTRL)
    assert saved(crm, other) == saved(crm, quote_id)[1:2]


def test_a_pasted_cell_that_is_wrong_keeps_the_quote_from_being_sent(
    editor: QuoteEditor, window: MainWindow, crm: Crm, quote_id: int
) -> None:
    QGuiApplication.clipboard().setText("Design\tthree\th\t85")
    window.context.run("quotes.line_paste")
    assert window.toasts.text == "1 line pasted; 1 cell needs a look"
    wrong = editor.lines.wrong_at(3, Cell.QUANTITY)
    assert wrong is not None
    assert wrong.text == "three"
    window.context.run("quotes.send")
    assert "Correct it first" in window.toasts.text
    assert names(crm, quote_id)[-1] == "Design"


def test_an_empty_clipboard_is_said(window: MainWindow, editor: QuoteEditor) -> None:
    QGuiApplication.clipboard().clear()
    assert editor.is_draft
    window.context.run("quotes.line_paste")
    assert "no text on the clipboard" in window.toasts.text


def test_a_copied_heading_brings_its_section(
    editor: QuoteEditor, hands: Hands, crm: Crm, quote_id: int
) -> None:
    draft = crm.ask(quote_draft, quote_id)
    lines = (words_draft(LineKind.SECTION, "All"), *draft.lines)
    crm.do(save_draft, quote_id, replace(draft, lines=lines))
    editor.reload()
    editor.table.setFocus()
    editor.table.choose(0, Cell.ITEM)
    hands.press(Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text().startswith("All\n")
    assert QGuiApplication.clipboard().text().count("\n") >= 3
