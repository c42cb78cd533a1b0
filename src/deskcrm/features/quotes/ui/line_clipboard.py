"""Lines on the clipboard: ours whole, and as the plain table that a spreadsheet gives and takes."""

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QMimeData

from deskcrm.domain.figures import Figures, check_figures
from deskcrm.errors import CrmError
from deskcrm.features.quotes.drafts import LineDraft
from deskcrm.features.quotes.line_json import CarriedLines, lines_from_json, lines_to_json
from deskcrm.features.quotes.ui.cells import Cell, currency_sign, new_line, plainly, read, typed
from deskcrm.features.quotes.ui.line_choices import Choices
from deskcrm.features.quotes.ui.line_rows import Row, Wrong, row_of
from deskcrm.i18n import _, mark

_KIND = "application/x-deskcrm-quote-lines"
_MOST_LINES = 2_000
_MOST_LETTERS = 2_000_000
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_COLUMNS = {
    1: (Cell.ITEM,),
    2: (Cell.ITEM, Cell.PRICE),
    3: (Cell.ITEM, Cell.QUANTITY, Cell.PRICE),
    4: (Cell.ITEM, Cell.QUANTITY, Cell.UNIT, Cell.PRICE),
}
"""What the columns of a plain table are; those after the fourth are left out."""


class NothingToPaste(CrmError):
    """A clipboard without a text."""

    sentence = mark(
        "There is no text on the clipboard. Copy lines or cells first, then paste them."
    )


class TooMuchToPaste(CrmError):
    """A clipboard with more than a quote is written by."""

    sentence = mark("At most {most} lines can be pasted at once. Copy fewer, then paste them.")


def to_clipboard(carried: CarriedLines) -> QMimeData:
    """Return lines for the clipboard: description, quantity, unit and price for other programs."""
    data = QMimeData()
    data.setData(_KIND, json.dumps(lines_to_json(carried)).encode())
    choices = Choices(carried.currency)
    table = io.StringIO()
    rows = csv.writer(table, "excel-tab", lineterminator="\n")
    for line in carried.lines:
        if line.is_item:
            price = plainly(line.unit_price / line.price_base_quantity)
            rows.writerow([line.description, plainly(line.quantity), line.unit, price])
        else:
            rows.writerow([typed(line, Cell.ITEM, choices)])
    data.setText(table.getvalue().rstrip("\n"))
    return data


def from_clipboard(
    data: QMimeData | None, before: LineDraft | None, here: CarriedLines, choices: Choices
) -> list[Row]:
    """Return the rows that the clipboard holds, for the quote that `here` tells of.

    What cannot be read, or would mean something else here, is marked in its cell. `before` is the
    item whose tax new lines take.
    """
    if data is not None and data.hasFormat(_KIND):
        carried = _carried(bytes(data.data(_KIND).data()))
        if carried is not None:
            return [_fitted(line, carried, here, choices) for line in carried.lines]
    text = data.text() if data is not None and data.hasText() else ""
    if len(text) > _MOST_LETTERS:
        raise TooMuchToPaste(most=_MOST_LINES)
    table = [cells for cells in _table(text) if any(cell.strip() for cell in cells)]
    if not table:
        raise NothingToPaste
    if len(table) > _MOST_LINES:
        raise TooMuchToPaste(most=_MOST_LINES)
    rows = []
    for cells in table:
        row = _typed_row(cells, before, choices)
        before = row.line
        rows.append(row)
    return rows


def _carried(document: bytes) -> CarriedLines | None:
    """Read our own lines; None if another program wrote something else under their name."""
    try:
        found = lines_from_json(json.loads(document))
        check_figures(
            Figures(
                found.currency,
                found.prices_include_tax,
                tuple(replace(line.figures, alternative=False) for line in found.lines),
            )
        )
    except (CrmError, ValueError, RecursionError):
        return None
    return found if len(found.lines) <= _MOST_LINES else None


def _fitted(line: LineDraft, carried: CarriedLines, here: CarriedLines, choices: Choices) -> Row:
    """Return a row for a line from another quote: a price that means something else is marked."""
    known = carried.source == here.source and choices.of_catalog(line.catalog_item_id) is not None
    line = line if known else replace(line, catalog_item_id=None)
    same_money = carried.currency == here.currency
    if not line.is_item or (same_money and carried.prices_include_tax == here.prices_include_tax):
        return row_of(line, choices)
    was = Choices(carried.currency)
    told = f"{typed(line, Cell.PRICE, was)} {carried.currency}"
    found = Row(replace(line, unit_price=Decimal(0), price_base_quantity=Decimal(1)))
    if same_money:
        sentence = _("This price was meant without tax. Enter it with its tax.")
        if carried.prices_include_tax:
            sentence = _("This price was meant with its tax. Enter it without.")
    else:
        sentence = _("This price was in {other}. Enter it in {currency}.").format(
            other=carried.currency, currency=here.currency
        )
        found.line = replace(found.line, cost=None)
    found.wrong[Cell.PRICE] = Wrong(told, sentence)
    if any(each.amount is not None for each in (*line.discounts, *line.charges)):
        found.wrong[Cell.DISCOUNT] = Wrong(typed(line, Cell.DISCOUNT, was), sentence)
        found.line = replace(found.line, discounts=(), charges=())
    return found


def _table(text: str) -> list[list[str]]:
    """Split a text into rows and cells; quotes mean something only in a table that closes them."""
    clean = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if "\t" in clean and clean.count('"') % 2 == 0:
        return list(csv.reader(io.StringIO(clean), "excel-tab"))
    return [line.split("\t") for line in clean.split("\n")]


def _typed_row(cells: Sequence[str], before: LineDraft | None, choices: Choices) -> Row:
    """Read a row of a plain table as if each cell had been typed; nothing is guessed."""
    columns = _COLUMNS[min(len(cells), 4)]
    text = dict(zip(columns, (cell.strip() for cell in cells), strict=False))
    name = text.pop(Cell.ITEM)
    row = Row(replace(new_line("-", before, choices), description=name))
    if not name:
        row.wrong[Cell.ITEM] = Wrong("", _("Say what this line offers."))
    for cell, words in text.items():
        if words:
            _enter(row, cell, words, choices)
    return row


def _enter(row: Row, cell: Cell, words: str, choices: Choices) -> None:
    sign = currency_sign(choices.currency)
    bare = words
    if cell is Cell.PRICE:
        for each in (choices.currency, sign):
            bare = bare.removeprefix(each).removesuffix(each).strip()
    try:
        line = read(row.line, cell, bare, choices)
        check_figures(Figures(choices.currency, False, (line.figures,)))
    except CrmError as error:
        row.wrong[cell] = Wrong(words, _rule(error))
    else:
        row.line = line


def _rule(error: CrmError) -> str:
    """Return an error's sentence without the number that the line had while it was read alone."""
    facts: dict[str, Any] = error.facts
    if "line" in facts:
        facts["line"] = None
    return str(error)
