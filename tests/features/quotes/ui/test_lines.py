"""The table of a quote's lines in the real window: sections, kinds of lines, catalog, cost."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from builders import NOW, add
from deskcrm.crm import Crm
from deskcrm.domain.catalog import CatalogItem
from deskcrm.domain.quotes import LineKind
from deskcrm.domain.totals import Period
from deskcrm.features.quotes.document import render_quote
from deskcrm.features.quotes.drafts import LineDraft, words_draft
from deskcrm.features.quotes.queries import quote_draft, quote_view
from deskcrm.features.quotes.ui.cells import Cell
from deskcrm.features.quotes.ui.editor import QuoteEditor
from deskcrm.features.quotes.ui.line_rows import total_words
from deskcrm.features.quotes.ui.page import QuotesPage
from deskcrm.features.quotes.usecases import save_draft
from deskcrm.i18n import use_language
from deskcrm.shell.window import MainWindow
from hands import ALT, SHIFT, Hands
from quoting import draft_quote, line as offered

ITEM, SPOKEN = Cell.ITEM, Qt.ItemDataRole.AccessibleTextRole


def saved(crm: Crm, quote_id: int) -> tuple[LineDraft, ...]:
    return crm.ask(quote_draft, quote_id).lines


def names(crm: Crm, quote_id: int) -> list[str]:
    return [each.description.partition("\n")[0] for each in saved(crm, quote_id)]


def text(editor: QuoteEditor, row: int, cell: Cell) -> str:
    return str(editor.lines.index(row, cell).data())


def spoken(editor: QuoteEditor, row: int, cell: Cell) -> str:
    return str(editor.lines.index(row, cell).data(SPOKEN))


def sums(editor: QuoteEditor, row: int) -> tuple[str, ...]:
    here = editor.lines.row(row)
    assert here is not None
    return total_words(here, "EUR")


def wake(widget: QWidget, qtbot: QtBot) -> None:
    """Make the window active again after a list of suggestions has closed."""
    with qtbot.waitActive(widget.window()):
        widget.window().activateWindow()


def put(crm: Crm, quote_id: int, *lines: LineDraft) -> None:
    crm.do(save_draft, quote_id, replace(crm.ask(quote_draft, quote_id), lines=lines))


def section(name: str) -> LineDraft:
    return words_draft(LineKind.SECTION, name)


def test_a_section_is_added_named_and_sums_up_the_lines_below_it(
    editor: QuoteEditor, hands: Hands, window: MainWindow, crm: Crm, quote_id: int, qtbot: QtBot
) -> None:
    editor.table.choose(0, ITEM)
    window.context.run("quotes.line_section")
    hands.type("Later")
    hands.press(Qt.Key.Key_Return)
    assert names(crm, quote_id) == ["Booking flow", "Later", "Calendar", "Care plan"]
    assert saved(crm, quote_id)[1].kind is LineKind.SECTION
    qtbot.waitUntil(lambda: text(editor, 1, Cell.TOTAL) == "1,453.50")
    assert spoken(editor, 1, ITEM) == "Section, Later, 1,453.50"
    # It follows while a price below it is being typed.
    editor.table.choose(2, Cell.QUANTITY)
    hands.type("2")
    qtbot.waitUntil(lambda: text(editor, 1, Cell.TOTAL) == "161.50")
    assert editor.totals_box.total == "€3,457.80"


def test_a_text_line_is_added_and_takes_no_numbers(
    editor: QuoteEditor, hands: Hands, window: MainWindow, crm: Crm, quote_id: int
) -> None:
    editor.table.choose(1, ITEM)
    window.context.run("quotes.line_text")
    hands.type("You bring the pictures.")
    hands.press(Qt.Key.Key_Tab)
    assert saved(crm, quote_id)[2] == words_draft(LineKind.TEXT, "You bring the pictures.")
    # Its only cell is left for the next line's first.
    assert editor.table.currentIndex().row() == 3
    assert editor.table.currentIndex().column() == ITEM
    hands.press(Qt.Key.Key_Tab, SHIFT)
    assert editor.table.currentIndex().row() == 2


def test_the_totals_stand_beside_their_lines_whatever_stands_between(
    editor: QuoteEditor, crm: Crm, quote_id: int, qtbot: QtBot
) -> None:
    one, two, three = saved(crm, quote_id)
    put(
        crm, quote_id, section("A"), one, words_draft(LineKind.TEXT, "Hm"), section("B"), two, three
    )
    qtbot.waitUntil(lambda: text(editor, 4, Cell.TOTAL) == "1,453.50")
    shown = [text(editor, row, Cell.TOTAL) for row in range(6)]
    assert shown == ["2,720.00", "2,720.00", "", "1,453.50", "1,453.50", "588.00"]


def test_a_line_becomes_an_alternative_an_option_and_part_of_the_total(
    editor: QuoteEditor, window: MainWindow, crm: Crm, quote_id: int, qtbot: QtBot
) -> None:
    editor.table.choose(1, ITEM)
    window.context.run("quotes.line_alternative")
    assert saved(crm, quote_id)[1].alternative
    qtbot.waitUntil(lambda: editor.totals_box.total == "€3,264.00")
    assert spoken(editor, 1, ITEM) == "Calendar, alternative"
    window.context.run("quotes.line_optional")
    assert (saved(crm, quote_id)[1].optional, saved(crm, quote_id)[1].alternative) == (True, False)
    window.context.run("quotes.line_included")
    assert not saved(crm, quote_id)[1].optional
    qtbot.waitUntil(lambda: editor.totals_box.total == "€5,008.20")


def test_the_first_line_cannot_be_an_alternative(
    editor: QuoteEditor, window: MainWindow, crm: Crm, quote_id: int
) -> None:
    editor.table.choose(0, ITEM)
    window.context.run("quotes.line_alternative")
    assert "needs a line before it" in window.toasts.text
    assert not saved(crm, quote_id)[0].alternative


def test_a_line_that_comes_back_says_how_often(
    editor: QuoteEditor, window: MainWindow, crm: Crm, quote_id: int, qtbot: QtBot
) -> None:
    editor.table.choose(1, ITEM)
    window.context.run("quotes.line_section")
    editor.table.finish()
    editor.table.choose(3, ITEM)
    height = editor.table.rowHeight(3)
    window.context.run("quotes.line_monthly")
    assert saved(crm, quote_id)[3].period is Period.MONTH
    window.context.run("quotes.line_yearly")
    window.context.run("quotes.line_included")
    assert saved(crm, quote_id)[3].period is Period.YEAR
    qtbot.waitUntil(lambda: sums(editor, 3) == ("588.00", "/ year"))
    assert spoken(editor, 3, Cell.TOTAL) == "588.00, / year"
    qtbot.waitUntil(lambda: sums(editor, 2) == ("588.00 / year",))
    assert editor.table.rowHeight(3) > height
    window.context.run("quotes.line_once")
    qtbot.waitUntil(lambda: sums(editor, 3) == ("588.00",))


def test_the_prices_of_a_section_are_hidden_from_any_of_its_lines(
    editor: QuoteEditor, window: MainWindow, crm: Crm, quote_id: int, qtbot: QtBot
) -> None:
    one, two, three = saved(crm, quote_id)
    put(crm, quote_id, one, section("Care"), two, three)
    qtbot.waitUntil(lambda: editor.lines.count() == 4)
    editor.table.choose(3, ITEM)
    window.context.run("quotes.line_hide_prices")
    assert saved(crm, quote_id)[1].hides_prices
    assert spoken(editor, 1, ITEM).startswith("Section, Care, prices hidden")
    editor.table.choose(0, ITEM)
    window.context.run("quotes.line_hide_prices")  # Above every section there is nothing to hide.
    assert saved(crm, quote_id)[1].hides_prices


def test_a_sum_is_typed_and_the_totals_follow_it(
    editor: QuoteEditor, hands: Hands, crm: Crm, quote_id: int, qtbot: QtBot
) -> None:
    use_language("es")
    editor.table.choose(0, Cell.QUANTITY)
    hands.type("8*3,5")
    qtbot.waitUntil(lambda: text(editor, 0, Cell.TOTAL) == "2.380,00")
    hands.press(Qt.Key.Key_Tab)
    assert saved(crm, quote_id)[0].quantity == 28
    editor.table.choose(0, Cell.PRICE)
    hands.tab("=(2+3)*40")
    assert saved(crm, quote_id)[0].unit_price == 200


def test_a_sum_that_divides_by_zero_stays_marked(
    editor: QuoteEditor, hands: Hands, crm: Crm, quote_id: int
) -> None:
    editor.table.choose(0, Cell.PRICE)
    hands.tab("=1/0")
    wrong = editor.lines.wrong_at(0, Cell.PRICE)
    assert wrong is not None
    assert "divides by zero" in wrong.sentence
    assert wrong.sentence in spoken(editor, 0, Cell.PRICE)
    assert saved(crm, quote_id)[0].unit_price == 85


# The catalog.


def test_an_item_without_a_price_in_the_currency_asks_for_one(
    editor: QuoteEditor, hands: Hands, window: MainWindow, crm: Crm, quote_id: int, qtbot: QtBot
) -> None:
    crm.do(save_draft, quote_id, replace(crm.ask(quote_draft, quote_id), currency="USD"))
    qtbot.waitUntil(lambda: editor.lines.choices.currency == "USD")
    editor.begin()
    hands.type("photo")
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Return)
    added = saved(crm, quote_id)[-1]
    assert (added.unit, added.unit_price, added.cost) == ("day", Decimal(0), None)
    assert added.catalog_item_id is not None
    assert text(editor, 3, Cell.PRICE) == "missing"
    assert "no price in USD" in spoken(editor, 3, Cell.PRICE)
    window.context.run("quotes.send")
    assert "Correct it first" in window.toasts.text
    editor.table.choose(3, Cell.PRICE)
    hands.tab("700")
    assert saved(crm, quote_id)[-1].unit_price == 700
    assert editor.lines.wrong == ()


def test_what_was_sold_together_before_is_suggested_first(
    page: QuotesPage, hands: Hands, crm: Crm, quote_id: int, customer_id: int, qtbot: QtBot
) -> None:
    ids = crm.do(
        add,
        CatalogItem(name="Album", unit="pc", unit_price=Decimal(90), currency="EUR"),
        CatalogItem(name="Zoom lens", unit="day", unit_price=Decimal(30), currency="EUR"),
    )
    day = next(item for item in names_of_catalog(crm) if item[1] == "Photography day")[0]
    for _time in range(3):
        draft_quote(
            crm,
            offered("Photography day", catalog_item_id=day),
            offered("Zoom lens", catalog_item_id=ids[1]),
            contact_id=customer_id,
        )
    page.show_quote(quote_id)
    editor = page.editor
    assert editor is not None
    assert next(item.name for item in editor.lines.choices.items) == "Album"
    hands.type("photo")
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: next(item.name for item in editor.lines.choices.items) == "Zoom lens")
    # An empty cell shows the catalog at the press of a key, what fits first.
    wake(page, qtbot)
    editor.begin()
    editor.table.edit(editor.table.currentIndex())
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Return)
    assert saved(crm, quote_id)[-1].catalog_item_id == ids[1]
    editor.preview.stop()


def names_of_catalog(crm: Crm) -> list[tuple[int, str]]:
    return crm.ask(lambda session: [(i.id, i.name) for i in session.query(CatalogItem)])


# Moves and selections.


@pytest.fixture
def sections(editor: QuoteEditor, crm: Crm, quote_id: int, qtbot: QtBot) -> QuoteEditor:
    one, two, three = saved(crm, quote_id)
    put(crm, quote_id, section("A"), one, two, section("B"), three)
    qtbot.waitUntil(lambda: editor.lines.count() == 5)
    return editor


def test_a_heading_moves_with_its_section_by_key(
    sections: QuoteEditor, hands: Hands, crm: Crm, quote_id: int, window: MainWindow
) -> None:
    sections.table.choose(0, ITEM)
    hands.press(Qt.Key.Key_Down, ALT)
    assert names(crm, quote_id) == ["B", "Care plan", "A", "Booking flow", "Calendar"]
    assert sections.table.current_row() == 2
    hands.press(Qt.Key.Key_Down, ALT)  # There is nowhere further to go.
    assert sections.table.current_row() == 2
    window.context.run("undo")
    assert names(crm, quote_id) == ["A", "Booking flow", "Calendar", "B", "Care plan"]


def test_a_heading_is_dragged_with_its_section(
    sections: QuoteEditor, qtbot: QtBot, crm: Crm, quote_id: int
) -> None:
    table, port = sections.table, sections.table.viewport()
    start = table.visualRect(sections.lines.index(3, Cell.HANDLE)).center()
    end = QPoint(start.x(), table.visualRect(sections.lines.index(0, Cell.HANDLE)).top() + 2)
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(port, end)
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=end)
    assert names(crm, quote_id) == ["B", "Care plan", "A", "Booking flow", "Calendar"]


def test_several_lines_are_selected_moved_and_removed_in_one_step(
    editor: QuoteEditor, hands: Hands, window: MainWindow, crm: Crm, quote_id: int
) -> None:
    editor.table.choose(0, ITEM)
    hands.press(Qt.Key.Key_Down, SHIFT)
    assert editor.table.chosen_rows() == range(2)
    picked = {index.row() for index in editor.table.selectionModel().selectedIndexes()}
    assert picked == {0, 1}
    hands.press(Qt.Key.Key_Down, ALT)
    assert names(crm, quote_id) == ["Care plan", "Booking flow", "Calendar"]
    assert editor.table.chosen_rows() == range(1, 3)
    window.context.run("quotes.line_optional")
    assert [each.optional for each in saved(crm, quote_id)] == [True, True, True]
    hands.press(Qt.Key.Key_Delete)
    assert names(crm, quote_id) == ["Care plan"]
    assert window.toasts.text == "2 lines removed"
    window.context.run("undo")
    assert names(crm, quote_id) == ["Care plan", "Booking flow", "Calendar"]
    hands.press(Qt.Key.Key_Up)
    assert len(editor.table.chosen_rows()) <= 1


# Cost and margin.


def test_cost_and_margin_are_the_senders_alone(
    editor: QuoteEditor, hands: Hands, window: MainWindow, crm: Crm, quote_id: int, qtbot: QtBot
) -> None:
    table = editor.table
    assert table.isColumnHidden(Cell.COST)
    assert table.isColumnHidden(Cell.MARGIN)
    window.context.run("quotes.line_cost")
    assert not table.isColumnHidden(Cell.COST)
    assert window.context.settings.get("quotes.cost") is True
    table.choose(0, Cell.COST)
    hands.tab("33.33")
    assert saved(crm, quote_id)[0].cost == Decimal("33.33")
    qtbot.waitUntil(lambda: text(editor, 0, Cell.MARGIN) == "60.8%")
    assert spoken(editor, 0, Cell.MARGIN) == "Margin 1,653.44 (60.8%)"
    assert text(editor, 1, Cell.MARGIN) == ""
    pdf = render_quote(crm.ask(quote_view, quote_id, NOW.date()))
    printed = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    assert "2,720.00" in printed or "2.720,00" in printed
    assert "33.33" not in printed.replace(",", ".")
    window.context.run("quotes.line_cost")
    assert table.isColumnHidden(Cell.COST)
    table.choose(0, Cell.TAX)
    hands.press(Qt.Key.Key_Tab)
    assert (table.currentIndex().row(), table.currentIndex().column()) == (1, ITEM)


# Two windows.


def test_a_change_made_elsewhere_is_not_overwritten_and_what_was_typed_stays(
    editor: QuoteEditor, hands: Hands, window: MainWindow, crm: Crm, quote_id: int, qtbot: QtBot
) -> None:
    other = Crm.open(crm.path)
    try:
        theirs = other.ask(quote_draft, quote_id)
        new = replace(theirs.lines[0], description="Newly added")
        other.do(save_draft, quote_id, replace(theirs, lines=(new, *theirs.lines)))
    finally:
        other.close()
    editor.table.choose(0, Cell.UNIT)
    hands.tab("day")
    assert "changed in another window" in window.toasts.text
    assert names(crm, quote_id)[0] == "Newly added"
    qtbot.waitUntil(lambda: editor.lines.count() == 4)
    wrong = editor.lines.wrong_at(1, Cell.UNIT)
    assert wrong is not None
    assert (wrong.text, text(editor, 1, Cell.UNIT)) == ("day", "day")
    wake(editor, qtbot)
    editor.table.choose(1, Cell.UNIT)
    editor.table.edit(editor.table.currentIndex())
    hands.press(Qt.Key.Key_Return)
    assert [each.unit for each in saved(crm, quote_id)] == ["h", "day", "h", "h"]
    assert editor.lines.wrong == ()


def test_a_new_line_that_could_not_be_saved_stays_where_it_was_typed(
    editor: QuoteEditor, hands: Hands, crm: Crm, quote_id: int, qtbot: QtBot
) -> None:
    other = Crm.open(crm.path)
    try:
        theirs = other.ask(quote_draft, quote_id)
        other.do(save_draft, quote_id, replace(theirs, title="Shop"))
    finally:
        other.close()
    hands.type("Workshop")
    hands.press(Qt.Key.Key_Return)
    assert text(editor, 3, ITEM) == "Workshop"
    qtbot.waitUntil(lambda: editor.title_field.text() == "Shop")
    editor.table.choose(3, ITEM)
    editor.table.edit(editor.table.currentIndex())
    hands.press(Qt.Key.Key_Return)
    assert names(crm, quote_id)[-1] == "Workshop"


def test_what_is_being_typed_stays_open_while_a_line_is_added_elsewhere(
    editor: QuoteEditor, hands: Hands, crm: Crm, quote_id: int, qtbot: QtBot
) -> None:
    editor.table.choose(1, Cell.UNIT)
    hands.type("half d")
    lines = saved(crm, quote_id)
    put(crm, quote_id, replace(lines[0], description="First"), *lines)
    qtbot.waitUntil(lambda: editor.lines.count() == 4)
    hands.type("ay")
    hands.press(Qt.Key.Key_Return)
    assert [each.unit for each in saved(crm, quote_id)] == ["h", "h", "half day", "h"]


def test_a_title_that_could_not_be_saved_goes_on_being_shown_and_is_saved_next(
    editor: QuoteEditor, hands: Hands, window: MainWindow, crm: Crm, quote_id: int, qtbot: QtBot
) -> None:
    other = Crm.open(crm.path)
    try:
        theirs = other.ask(quote_draft, quote_id)
        other.do(save_draft, quote_id, replace(theirs, title="Shop", terms="Net 30"))
    finally:
        other.close()
    editor.title_field.setFocus()
    editor.title_field.selectAll()
    hands.type("Blog")
    hands.press(Qt.Key.Key_Return)
    assert "changed in another window" in window.toasts.text
    qtbot.waitUntil(lambda: editor.terms.text() == "Net 30")
    assert editor.title_field.text() == "Blog"
    assert crm.ask(quote_draft, quote_id).title == "Shop"
    editor.finish()
    assert crm.ask(quote_draft, quote_id).title == "Blog"
    assert crm.ask(quote_draft, quote_id).terms == "Net 30"


def test_the_menu_of_a_line_does_what_it_says(editor: QuoteEditor, crm: Crm, quote_id: int) -> None:
    editor.table.choose(1, ITEM)
    actions = {action.text(): action for action in editor.table.acts.menu().actions()}
    assert actions["Charged once"].isChecked()
    assert "Hide the prices of this section's lines" not in actions
    actions["Charged yearly"].trigger()
    assert saved(crm, quote_id)[1].period is Period.YEAR
    actions["Move up"].trigger()
    assert names(crm, quote_id) == ["Calendar", "Booking flow", "Care plan"]


def test_a_selection_is_let_go_when_lines_come_or_go_elsewhere(
    editor: QuoteEditor, crm: Crm, quote_id: int, qtbot: QtBot
) -> None:
    editor.table.select(range(1, 3))
    lines = saved(crm, quote_id)
    put(crm, quote_id, replace(lines[0], description="First"), *lines)
    qtbot.waitUntil(lambda: editor.lines.count() == 4)
    assert len(editor.table.chosen_rows()) == 1
    assert not editor.table.selectionModel().hasSelection()


def test_shift_and_a_click_select_up_to_a_line(editor: QuoteEditor, qtbot: QtBot) -> None:
    table = editor.table
    table.choose(0, ITEM)
    place = table.visualRect(editor.lines.index(2, Cell.UNIT)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, SHIFT, place)
    assert table.chosen_rows() == range(3)


def test_a_key_writes_the_totals_anew_where_they_stand(
    editor: QuoteEditor, hands: Hands, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: editor.totals_box.words == ("Net: 4,173.50", "Tax 20%: 834.70"))
    texts = editor.totals_box.findChildren(QLabel)
    editor.table.choose(0, Cell.QUANTITY)
    hands.type("1")
    qtbot.waitUntil(lambda: editor.totals_box.words == ("Net: 1,538.50", "Tax 20%: 307.70"))
    assert editor.totals_box.findChildren(QLabel) == texts
    shown = {text.text() for text in texts}
    assert {"1,538.50", "307.70", "€1,846.20"} <= shown
    assert "Net: 1,538.50" in {text.accessibleName() for text in texts}
