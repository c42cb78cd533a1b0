"""What the cells of a quote's lines say, on the screen and to a screen reader."""

from typing import Any

from PySide6.QtCore import Qt

from deskcrm import formats
from deskcrm.domain.quotes import LineKind
from deskcrm.features.quotes.ui.cells import NUMBERS, Cell, details, shown
from deskcrm.features.quotes.ui.line_choices import Choices
from deskcrm.features.quotes.ui.line_rows import Row, Wrong, tags, total_words
from deskcrm.features.quotes.ui.words import amount
from deskcrm.i18n import _
from deskcrm.kit.text import tooltip_text


def title(cell: Cell, *, tax_included: bool) -> str:
    """Return the title of a column."""
    titles = {
        Cell.ITEM: _("Item"),
        Cell.QUANTITY: _("Qty"),
        Cell.UNIT: _("Unit"),
        Cell.PRICE: _("Gross price") if tax_included else _("Price"),
        Cell.DISCOUNT: _("Disc."),
        Cell.TAX: _("Tax"),
        Cell.TOTAL: _("Total"),
        Cell.COST: _("Cost"),
        Cell.MARGIN: _("Margin"),
    }
    return titles.get(cell, "")


def column_data(cell: Cell, role: int, *, tax_included: bool) -> Any:
    """Return what Qt asks of a column's head."""
    words = title(cell, tax_included=tax_included)
    if role == Qt.ItemDataRole.DisplayRole:
        return words
    if role == Qt.ItemDataRole.ToolTipRole:
        return tooltip_text(words)
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return words or _("Handle to move the line")
    if role == Qt.ItemDataRole.TextAlignmentRole:
        side = Qt.AlignmentFlag
        across = side.AlignRight if cell in NUMBERS else side.AlignLeft
        return across | side.AlignVCenter
    return None


def shown_in(row: Row | None, cell: Cell, wrong: Wrong | None, choices: Choices) -> str:
    """Return what a cell shows; `row` is None for the row that adds a line."""
    if wrong is not None:
        return wrong.text or _("missing")
    if row is None:
        return _("Type to add from the catalog…") if cell is Cell.ITEM else ""
    if cell is Cell.TOTAL:
        return next(iter(total_words(row, choices.currency)), "")
    if cell is Cell.MARGIN:
        left = row.margin(choices.currency)
        if left is None:
            return ""
        return (
            amount(left.amount, choices.currency)
            if left.percent is None
            else formats.percent(left.percent)
        )
    return shown(row.line, cell, choices)


def spoken_in(row: Row | None, cell: Cell, wrong: Wrong | None, choices: Choices) -> str:
    """Return a cell as a screen reader says it: with its details and what is wrong in it."""
    words = [shown_in(row, cell, wrong, choices)]
    if wrong is not None:
        words.append(wrong.sentence)
    elif row is None:
        pass
    elif cell is Cell.ITEM:
        words.extend(details(row.line, choices))
        words.extend(tags(row.line))
        if row.line.kind is LineKind.SECTION:
            words = [_("Section"), *words, *total_words(row, choices.currency)]
    elif cell is Cell.TOTAL:
        words = list(total_words(row, choices.currency))
    elif cell is Cell.MARGIN:
        words = [margin_words(row, choices)]
    return ", ".join(words)


def margin_words(row: Row, choices: Choices) -> str:
    """Return a line's margin whole, such as "Margin 51.00 (60%)"; nothing without a cost."""
    left = row.margin(choices.currency)
    if left is None:
        return ""
    words = _("Margin {amount}").format(amount=amount(left.amount, choices.currency))
    return words if left.percent is None else f"{words} ({formats.percent(left.percent)})"
