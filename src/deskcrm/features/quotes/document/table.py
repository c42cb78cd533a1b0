"""The table of a quote: what is offered, and apart from it what may be taken as well."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from deskcrm.domain.totals import Line as QuoteLine, Totals
from deskcrm.features.quotes.document import wording as words
from deskcrm.features.quotes.document.style import (
    BODY,
    DETAIL,
    GAP,
    LEFT,
    RIGHT,
    RULE,
    SMALL,
    STRONG,
)
from deskcrm.features.quotes.document.wording import Wording, adjustments
from deskcrm.features.quotes.view import QuoteView
from deskcrm.jobs import Progress
from deskcrm.paper.flow import Cell, Draw, Row, Slice, glued, space
from deskcrm.paper.sheet import Align, Sheet
from deskcrm.paper.text import Line, lines

_REPORT_EVERY = 50
_WIDEST_QUANTITY, _WIDEST_PRICE = 90.0, 130.0
_INSET = 12.0
"""From the frame around optional lines to their text."""

Offered = tuple[QuoteLine, Decimal]
"""A line and what it comes to, as entered."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """What stands in one column of a row; `hang` is its width from the decimal sign on.

    A word has no hang and stands at the column's edge.
    """

    lines: list[Line]
    hang: float | None = None

    @property
    def width(self) -> float:
        """The width of the widest line."""
        return max((line.width for line in self.lines), default=0.0)


_Entries = tuple[_Entry, _Entry, _Entry, _Entry]
"""Quantity, price, tax and amount of one row."""


class _Column:
    """A column as wide as its widest entry, its figures with decimal sign under decimal sign."""

    def __init__(self, entries: Sequence[_Entry], end: float, *, rtl: bool) -> None:
        hangs = [(entry.width, entry.hang) for entry in entries if entry.hang is not None]
        self._hang = max((hang for _, hang in hangs), default=0.0)
        before_sign = max((width - hang for width, hang in hangs), default=0.0)
        width = max(before_sign + self._hang, *(entry.width for entry in entries))
        self._rtl = rtl
        # Figures run from left to right in every language: the right edge of their column is
        # where its reading ends, or, on a mirrored page, where it starts.
        self._edge = end - width if rtl else end
        self.start = end - width - GAP if width else end
        """Where the column before has to end."""

    def cell(self, entry: _Entry) -> Cell:
        """Return an entry in its place."""
        hanging = 0.0 if entry.hang is None else self._hang - entry.hang
        if self._rtl:
            return Cell(self._edge + hanging, entry.lines)
        return Cell(self._edge - hanging, entry.lines, Align.END)


class _Columns:
    """The columns of figures beside the descriptions."""

    def __init__(self, rows: Sequence[_Entries], end: float, *, rtl: bool) -> None:
        self._columns: list[_Column] = []
        for entries in reversed(list(zip(*rows, strict=True))):
            column = _Column(entries, end, rtl=rtl)
            self._columns.insert(0, column)
            end = column.start
        self.description = end
        """Where the description has to end."""

    def cells(self, row: _Entries) -> list[Cell]:
        """Return the entries of a row in their columns."""
        placed = zip(self._columns, row, strict=True)
        return [column.cell(entry) for column, entry in placed if entry.lines]


class Table:
    """The lines of one quote, as rows of a page."""

    def __init__(self, view: QuoteView, totals: Totals, wording: Wording) -> None:
        self._wording = wording
        self._accent = view.accent
        self._with_options = totals.with_options
        self._shows_taxes = len({line.tax for line in view.figures.lines}) > 1
        offered = zip(view.figures.lines, (each.entered for each in totals.lines), strict=True)
        self._offered: list[Offered] = []
        self._optional: list[Offered] = []
        for line, amount in offered:
            (self._optional if line.optional else self._offered).append((line, amount))

    def slices(self, progress: Progress | None) -> Iterator[Slice]:
        """Yield the lines that count; their heading is repeated on every page."""
        figures = [self._entries(*each) for each in self._offered]
        columns = _Columns([*figures, self._head()], RIGHT, rtl=self._wording.rtl)
        heading = self._heading(columns)
        yield replace(heading, glued=bool(figures))
        for done, ((line, _), row) in enumerate(zip(self._offered, figures, strict=True)):
            if progress and done % _REPORT_EVERY == 0:
                progress.report(done, len(figures))
            yield from self._row(line, row, columns, LEFT, _border).slices(heading)

    def options(self) -> Iterator[Slice]:
        """Yield the optional lines in a frame, with what all of them would come to."""
        if not self._optional:
            return
        wording, left, right = self._wording, LEFT + _INSET, RIGHT - _INSET
        figures = [self._entries(*each) for each in self._optional]
        whole = wording.figure(wording.money(self._with_options), STRONG)
        columns = _Columns(figures, right, rtl=wording.rtl)
        heading = wording.lines(wording.say(words.OPTIONAL), STRONG, right - left)
        label = wording.lines(
            wording.say(words.WITH_OPTIONS), STRONG, right - left - whole.width - GAP
        )
        first, *rows = (
            part
            for (line, _), row in zip(self._optional, figures, strict=True)
            for part in self._row(line, row, columns, left, None).slices()
        )
        total = Row([Cell(left, label), Cell(right, [whole], Align.END)], above=5, below=8)
        inner = [
            *glued([*Row([Cell(left, heading)], above=8).slices(), first]),
            *rows[:-1],
            *glued([*rows[-1:], *total.slices()]),
        ]
        yield space(20)
        for i, each in enumerate(inner):
            is_last = i == len(inner) - 1
            yield replace(each, draw=_framed(each, is_first=i == 0, is_last=is_last))

    def _head(self) -> _Entries:
        wording = self._wording
        quantity, price, tax, amount = (
            _Entry([wording.line(wording.say(word), SMALL)])
            for word in (words.QUANTITY, words.PRICE, words.TAX, words.AMOUNT)
        )
        return quantity, price, tax if self._shows_taxes else _Entry([]), amount

    def _heading(self, columns: _Columns) -> Slice:
        name = self._wording.say(words.DESCRIPTION)
        named = self._wording.lines(name, SMALL, columns.description - LEFT)

        def line_below(sheet: Sheet, y: float) -> None:
            sheet.rule(LEFT, RIGHT, y, self._accent, 1.0)

        # One line high in every language, so the head is never a page's whole height.
        cells = [Cell(LEFT, named[:1]), *columns.cells(self._head())]
        return next(Row(cells, below=5, border=line_below).slices())

    def _entries(self, line: QuoteLine, amount: Decimal) -> _Entries:
        wording, language = self._wording, self._wording.language
        quantity = language.number(line.quantity)
        price = language.number(line.unit_price, wording.digits)
        if line.price_base_quantity != 1:
            price = f"{price} / {language.number(line.price_base_quantity)}"
        counted = f"{quantity} {line.unit}" if line.unit else quantity
        priced = lines(price, BODY, _WIDEST_PRICE)
        sum_of_line = wording.amount(amount)
        return (
            _Entry(wording.lines(counted, BODY, _WIDEST_QUANTITY)),
            _Entry(priced, wording.after_sign(price) if len(priced) == 1 else None),
            _Entry([wording.figure(self._rate(line))] if self._shows_taxes else []),
            _Entry([wording.figure(sum_of_line)], wording.after_sign(sum_of_line)),
        )

    def _rate(self, line: QuoteLine) -> str:
        if line.tax.category.charges_tax:
            return self._wording.language.percent(line.tax.rate)
        return line.tax.category.value

    def _row(
        self, line: QuoteLine, row: _Entries, columns: _Columns, left: float, border: Draw | None
    ) -> Row:
        described = Cell(left, self._description(line, columns.description - left))
        return Row([described, *columns.cells(row)], above=5, below=5, border=border)

    def _description(self, line: QuoteLine, room: float) -> list[Line]:
        """Return the name of a line, what is said of it, and its discounts and charges."""
        wording = self._wording
        name, _, details = line.description.strip().partition("\n")
        found = wording.lines(name, BODY, room)
        if details.strip():
            found += wording.lines(details, DETAIL, room)
        for adjustment in adjustments(line.discounts, line.charges):
            found += wording.lines(wording.adjustment(*adjustment), DETAIL, room)
        return found


def _border(sheet: Sheet, y: float) -> None:
    sheet.rule(LEFT, RIGHT, y, RULE)


def _framed(inner: Slice, *, is_first: bool, is_last: bool) -> Draw:
    """Draw a slice of a framed block with its part of the frame."""

    def draw(sheet: Sheet, top: float) -> None:
        foot = top - inner.height
        sheet.upright(LEFT, foot, top, RULE)
        sheet.upright(RIGHT, foot, top, RULE)
        if is_first:
            sheet.rule(LEFT, RIGHT, top, RULE)
        if is_last:
            sheet.rule(LEFT, RIGHT, foot, RULE)
        inner.draw(sheet, top)

    return draw
