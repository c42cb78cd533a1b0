"""The editor of a quote in the real window, with real keys."""

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from deskcrm.crm import Changes, Crm
from deskcrm.features.quotes.drafts import LineDraft
from deskcrm.features.quotes.queries import quote_draft
from deskcrm.features.quotes.ui.cells import Cell
from deskcrm.features.quotes.ui.editor import QuoteEditor
from deskcrm.features.quotes.ui.options import open_adjustment
from deskcrm.features.quotes.ui.page import QuotesPage
from deskcrm.features.quotes.usecases import save_draft
from deskcrm.i18n import use_language
from deskcrm.shell.window import MainWindow
from hands import SHIFT, Hands


def saved(crm: Crm, quote_id: int) -> tuple[LineDraft, ...]:
    return crm.ask(quote_draft, quote_id).lines


def first_figures(crm: Crm, quote_id: int) -> tuple[Decimal, Decimal]:
    first = saved(crm, quote_id)[0]
    return first.quantity, first.unit_price


def names(crm: Crm, quote_id: int) -> list[str]:
    return [each.description.partition("\n")[0] for each in saved(crm, quote_id)]


def test_a_line_is_added_by_keys_alone_and_the_totals_follow(
    editor: QuoteEditor, hands: Hands, crm: Crm, quote_id: int, qtbot: QtBot
) -> None:
    assert editor.totals_box.total == "€5,008.20"
    hands.tab("Workshop", "2", "day", "500.50", "10")
    hands.press(Qt.Key.Key_Return)
    added = saved(crm, quote_id)[-1]
    assert (added.description, added.quantity, added.unit) == ("Workshop", Decimal(2), "day")
    assert added.unit_price == Decimal("500.50")
    assert [each.percent for each in added.discounts] == [Decimal(10)]
    qtbot.waitUntil(lambda: editor.totals_box.total == "€6,089.28")
    # Enter goes to where the next line is typed.
    assert editor.lines.is_new(editor.table.currentIndex().row())


@pytest.mark.usefixtures("editor")
def test_an_item_of_the_catalog_fills_its_line(hands: Hands, crm: Crm, quote_id: int) -> None:
    hands.type("photo")
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Return)
    added = saved(crm, quote_id)[-1]
    assert added.description == "Photography day\nOn site"
    assert (added.unit, added.unit_price) == ("day", Decimal(640))


def test_the_totals_follow_while_a_cell_is_being_typed(
    editor: QuoteEditor, hands: Hands, crm: Crm, quote_id: int, qtbot: QtBot
) -> None:
    editor.table.choose(0, Cell.QUANTITY)
    hands.type("1")
    qtbot.waitUntil(lambda: editor.totals_box.total == "€1,846.20")
    assert saved(crm, quote_id)[0].quantity == 32
    hands.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: editor.totals_box.total == "€5,008.20")


def test_every_edit_is_one_step_of_undo(
    editor: QuoteEditor,
    hands: Hands,
    window: MainWindow,
    crm: Crm,
    quote_id: int,
    qtbot: QtBot,
) -> None:
    editor.table.choose(0, Cell.QUANTITY)
    hands.tab("10")
    editor.table.choose(0, Cell.PRICE)
    hands.tab("20")
    assert first_figures(crm, quote_id) == (Decimal(10), Decimal(20))
    window.context.run("undo")
    assert first_figures(crm, quote_id) == (Decimal(10), Decimal(85))
    window.context.run("undo")
    assert saved(crm, quote_id)[0].quantity == 32
    qtbot.waitUntil(lambda: editor.lines.lines[0].quantity == 32)
    qtbot.waitUntil(lambda: editor.totals_box.total == "€5,008.20")


def test_a_text_that_is_no_number_stays_marked_while_the_rest_is_saved(
    editor: QuoteEditor, hands: Hands, crm: Crm, quote_id: int, window: MainWindow
) -> None:
    editor.table.choose(0, Cell.QUANTITY)
    hands.tab("3x2")
    hands.tab("day")
    wrong = editor.lines.wrong_at(0, Cell.QUANTITY)
    assert wrong is not None
    assert wrong.text == "3x2"
    assert "could not be read" in wrong.sentence
    assert (saved(crm, quote_id)[0].quantity, saved(crm, quote_id)[0].unit) == (Decimal(32), "day")
    editor.reload()
    assert editor.lines.wrong_at(0, Cell.QUANTITY) == wrong
    window.context.run("quotes.send")
    assert "Correct it first" in window.toasts.text
    editor.table.choose(0, Cell.QUANTITY)
    hands.tab("6")
    assert editor.lines.wrong == ()
    assert saved(crm, quote_id)[0].quantity == 6


def test_a_negative_price_is_marked_with_its_rule(editor: QuoteEditor, hands: Hands) -> None:
    editor.table.choose(1, Cell.PRICE)
    hands.tab("-5")
    wrong = editor.lines.wrong_at(1, Cell.PRICE)
    assert wrong is not None
    assert "cannot be negative" in wrong.sentence


def test_a_comma_is_read_as_the_windows_language_means_it(
    editor: QuoteEditor, hands: Hands, crm: Crm, quote_id: int
) -> None:
    use_language("es")
    editor.table.choose(0, Cell.PRICE)
    hands.tab("99,5")
    assert saved(crm, quote_id)[0].unit_price == Decimal("99.5")


def test_delete_removes_the_line_and_undo_brings_it_back(
    editor: QuoteEditor, hands: Hands, window: MainWindow, crm: Crm, quote_id: int
) -> None:
    editor.table.choose(1, Cell.ITEM)
    hands.press(Qt.Key.Key_Delete)
    assert names(crm, quote_id) == ["Booking flow", "Care plan"]
    assert window.toasts.text == "Line removed"
    window.context.run("undo")
    assert names(crm, quote_id) == ["Booking flow", "Calendar", "Care plan"]


def test_alt_and_arrows_move_the_line(
    editor: QuoteEditor, window: MainWindow, crm: Crm, quote_id: int
) -> None:
    editor.table.choose(0, Cell.ITEM)
    window.context.run("quotes.line_down")
    assert names(crm, quote_id) == ["Calendar", "Booking flow", "Care plan"]
    assert editor.table.current_row() == 1
    window.context.run("quotes.line_up")
    window.context.run("quotes.line_up")
    assert names(crm, quote_id) == ["Booking flow", "Calendar", "Care plan"]


def test_a_line_is_dragged_by_its_handle(
    editor: QuoteEditor, qtbot: QtBot, crm: Crm, quote_id: int
) -> None:
    table, port = editor.table, editor.table.viewport()
    start = table.visualRect(editor.lines.index(0, Cell.HANDLE)).center()
    end = QPoint(start.x(), table.visualRect(editor.lines.index(2, Cell.HANDLE)).bottom() - 2)
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(port, end)
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=end)
    assert names(crm, quote_id) == ["Calendar", "Care plan", "Booking flow"]


def test_what_is_in_an_open_cell_is_taken_before_the_quote_is_copied(
    editor: QuoteEditor, hands: Hands, window: MainWindow, crm: Crm, quote_id: int
) -> None:
    editor.table.choose(0, Cell.QUANTITY)
    hands.type("9")
    window.context.run("quotes.copy")
    assert saved(crm, quote_id)[0].quantity == 9
    assert editor.quote_id is not None
    assert editor.quote_id != quote_id
    assert saved(crm, editor.quote_id)[0].quantity == 9


def test_a_click_opens_the_cell(
    editor: QuoteEditor, qtbot: QtBot, hands: Hands, crm: Crm, quote_id: int
) -> None:
    table = editor.table
    place = table.visualRect(editor.lines.index(1, Cell.UNIT)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    hands.type("day")
    hands.press(Qt.Key.Key_Return)
    assert saved(crm, quote_id)[1].unit == "day"


def test_everything_that_takes_the_keyboard_has_a_name(editor: QuoteEditor) -> None:
    nameless = [
        widget
        for widget in editor.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.accessibleName()
    ]
    assert nameless == []


def test_an_optional_line_leaves_the_total_and_is_shown_apart(
    editor: QuoteEditor, window: MainWindow, crm: Crm, quote_id: int, qtbot: QtBot
) -> None:
    editor.table.choose(1, Cell.ITEM)
    window.context.run("quotes.line_optional")
    assert saved(crm, quote_id)[1].optional
    qtbot.waitUntil(lambda: editor.totals_box.total == "€3,264.00")


@pytest.mark.usefixtures("editor")
def test_shift_enter_writes_details_below_the_name(hands: Hands, crm: Crm, quote_id: int) -> None:
    hands.type("Texts")
    hands.press(Qt.Key.Key_Return, SHIFT)
    hands.type("In two languages")
    hands.press(Qt.Key.Key_Return)
    assert saved(crm, quote_id)[-1].description == "Texts\nIn two languages"


def test_a_change_from_elsewhere_leaves_what_is_being_typed_alone(
    editor: QuoteEditor,
    hands: Hands,
    window: MainWindow,
    crm: Crm,
    quote_id: int,
    qtbot: QtBot,
) -> None:
    editor.table.choose(0, Cell.UNIT)
    hands.type("half d")
    window.context.changes.changed.emit(Changes(None))
    qtbot.wait(30)
    hands.type("ay")
    hands.press(Qt.Key.Key_Return)
    assert saved(crm, quote_id)[0].unit == "half day"


def test_the_customer_is_found_by_typing_and_brings_a_language(
    editor: QuoteEditor, hands: Hands, crm: Crm, quote_id: int, customer_id: int
) -> None:
    editor.meta.customer.setFocus()
    editor.meta.customer.clear()
    hands.type("fern")
    hands.press(Qt.Key.Key_Return)
    draft = crm.ask(quote_draft, quote_id)
    assert (draft.contact_id, draft.language) == (customer_id, "es")


def test_a_name_that_nobody_has_is_marked_and_kept(
    editor: QuoteEditor, hands: Hands, crm: Crm, quote_id: int, customer_id: int
) -> None:
    editor.meta.customer.setFocus()
    editor.meta.customer.clear()
    hands.type("Nobody at all")
    hands.press(Qt.Key.Key_Return)
    assert editor.meta.customer.is_wrong
    assert editor.meta.customer.text() == "Nobody at all"
    assert crm.ask(quote_draft, quote_id).contact_id == customer_id


def test_esc_gives_up_what_was_typed_into_a_field(
    editor: QuoteEditor, hands: Hands, crm: Crm, quote_id: int, page: QuotesPage
) -> None:
    before = crm.ask(quote_draft, quote_id)
    editor.title_field.setFocus()
    hands.type("Something else")
    hands.press(Qt.Key.Key_Escape)
    assert editor.title_field.text() == "Booking site"
    hands.press(Qt.Key.Key_Escape)
    assert not page.is_editing
    assert crm.ask(quote_draft, quote_id) == before


def test_a_discount_on_the_whole_quote_is_added_changed_and_undone(
    editor: QuoteEditor, window: MainWindow, crm: Crm, quote_id: int, qtbot: QtBot
) -> None:
    draft = editor.draft
    assert draft is not None
    dialog = open_adjustment(window.context, draft, editor._save_and_show, "discount")
    dialog.form.field("reason").set_value("Returning client")
    dialog.form.field("value").set_value("10 %")
    dialog.try_to_save()
    assert "Returning client 10%: −417.35" in editor.totals_box.words
    assert editor.totals_box.total == "€4,507.38"
    window.context.run("undo")
    assert crm.ask(quote_draft, quote_id).discounts == ()
    qtbot.waitUntil(lambda: editor.totals_box.total == "€5,008.20")


def test_a_discount_that_cannot_be_keeps_what_was_typed(
    editor: QuoteEditor, window: MainWindow, crm: Crm, quote_id: int
) -> None:
    draft = editor.draft
    assert draft is not None
    dialog = open_adjustment(window.context, draft, editor._save_and_show, "discount")
    dialog.form.field("value").set_value("150 %")
    dialog.try_to_save()
    assert "between 0 and 100" in dialog.form.wrong
    assert dialog.form.field("value").value() == "150 %"
    assert crm.ask(quote_draft, quote_id).discounts == ()
    dialog.reject()


@pytest.mark.parametrize(
    ("typed", "until"),
    [("14", "2026-12-05"), ("valid 7 days", "2026-11-28"), ("2027-01-31", "2027-01-31")],
)
def test_the_validity_is_a_number_of_days_or_a_date(
    editor: QuoteEditor, hands: Hands, crm: Crm, quote_id: int, typed: str, until: str
) -> None:
    editor.meta.valid.setFocus()
    editor.meta.valid.clear()
    hands.type(typed)
    hands.press(Qt.Key.Key_Return)
    assert crm.ask(quote_draft, quote_id).valid_until.isoformat() == until


@pytest.mark.parametrize("typed", ["5 Jan", "soon", "-3"])
def test_a_validity_that_could_mean_something_else_is_not_guessed(
    editor: QuoteEditor, hands: Hands, crm: Crm, quote_id: int, typed: str
) -> None:
    before = crm.ask(quote_draft, quote_id)
    editor.meta.valid.setFocus()
    editor.meta.valid.clear()
    hands.type(typed)
    hands.press(Qt.Key.Key_Return)
    assert editor.meta.valid.is_wrong
    assert crm.ask(quote_draft, quote_id) == before


def test_the_terms_are_saved_when_they_are_left(
    editor: QuoteEditor, hands: Hands, crm: Crm, quote_id: int, page: QuotesPage
) -> None:
    editor.terms.edit.setFocus()
    hands.type("Net 14 days")
    page.show_list()
    assert crm.ask(quote_draft, quote_id).terms == "Net 14 days"


def test_a_text_is_saved_while_it_is_written(
    editor: QuoteEditor, hands: Hands, qtbot: QtBot, crm: Crm, quote_id: int
) -> None:
    editor.introduction.edit.setFocus()
    hands.type("Dear client, ")
    qtbot.waitUntil(lambda: crm.ask(quote_draft, quote_id).introduction == "Dear client,")
    assert editor.introduction.edit.hasFocus()
    hands.type("thank you.")  # the space that was typed is still there
    editor.finish()
    assert crm.ask(quote_draft, quote_id).introduction == "Dear client, thank you."


def test_the_preview_is_the_real_document_and_follows(
    editor: QuoteEditor, hands: Hands, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: bool(editor.preview.pdf), timeout=10_000)
    first = editor.preview.pdf
    assert first.startswith(b"%PDF")
    assert editor.preview.words == "1 page · updates as you type"
    with qtbot.waitSignal(editor.preview.shown, timeout=10_000):
        hands.tab("Workshop")
    assert editor.preview.pdf != first


def test_the_preview_stays_at_its_place_when_the_document_changes(
    editor: QuoteEditor, hands: Hands, crm: Crm, quote_id: int, qtbot: QtBot
) -> None:
    draft = crm.ask(quote_draft, quote_id)
    crm.do(save_draft, quote_id, replace(draft, lines=draft.lines[:1] * 80))
    qtbot.waitUntil(lambda: editor.preview.pages.page_count > 1, timeout=10_000)
    bar = editor.preview.pages.verticalScrollBar()
    bar.setValue(300)
    with qtbot.waitSignal(editor.preview.shown, timeout=10_000):
        editor.table.choose(0, Cell.QUANTITY)
        hands.tab("7")
    assert bar.value() == 300


def test_the_preview_folds_away_in_a_narrow_window_until_it_is_asked_for(
    editor: QuoteEditor, window: MainWindow, qtbot: QtBot
) -> None:
    assert editor.preview.isVisible()
    window.resize(1000, 700)
    qtbot.waitUntil(lambda: not editor.preview.isVisible())
    window.context.run("quotes.preview")
    assert editor.preview.isVisible()


def test_a_new_quote_begins_with_its_title(
    window: MainWindow, page: QuotesPage, hands: Hands, crm: Crm, customer_id: int
) -> None:
    window.context.run("quotes.new_for_contact", ("contact", customer_id))
    hands.type("Autumn posters")
    hands.press(Qt.Key.Key_Tab)
    made = page.target("quote")
    assert made is not None
    draft = crm.ask(quote_draft, made)
    assert (draft.title, draft.contact_id) == ("Autumn posters", customer_id)


def test_undo_leaves_the_keyboard_in_its_cell(
    editor: QuoteEditor, hands: Hands, window: MainWindow, crm: Crm, quote_id: int, qtbot: QtBot
) -> None:
    editor.table.choose(0, Cell.QUANTITY)
    hands.tab("10")
    assert first_figures(crm, quote_id)[0] == Decimal(10)
    window.context.run("undo")
    qtbot.waitUntil(lambda: editor.lines.lines[0].quantity == Decimal(32))
    here = editor.table.currentIndex()
    assert (here.row(), here.column()) == (0, Cell.UNIT)
    assert editor.table.hasFocus()


def test_tab_goes_from_the_title_to_the_customer_and_back(
    editor: QuoteEditor, hands: Hands
) -> None:
    editor.title_field.setFocus()
    hands.press(Qt.Key.Key_Tab)
    assert editor.meta.customer.hasFocus()
    hands.press(Qt.Key.Key_Backtab)
    assert editor.title_field.hasFocus()
