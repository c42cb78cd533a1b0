"""The sums of a quote: from its lines to what is to be paid."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from deskcrm.domain.totals import TaxCategory, Totals
from deskcrm.features.quotes.document import wording as words
from deskcrm.features.quotes.document.style import (
    BODY,
    GAP,
    LEFT,
    MUTED,
    RIGHT,
    RULE,
    SUM,
    TOTAL,
)
from deskcrm.features.quotes.document.wording import Wording, adjustments
from deskcrm.features.quotes.view import QuoteView
from deskcrm.paper.flow import Cell, Row, Slice
from deskcrm.paper.fonts import Weight
from deskcrm.paper.sheet import Align, Sheet
from deskcrm.paper.text import Line, Style

_LEFT = LEFT + (RIGHT - LEFT) * 0.52


class Sums:
    """The rows below a quote's table."""

    def __init__(self, view: QuoteView, totals: Totals, wording: Wording) -> None:
        self._figures = view.figures
        self._accent = view.accent
        self._totals = totals
        self._wording = wording

    def slices(self) -> Iterator[Slice]:
        """Yield the rows; what is to be paid stands last and largest."""
        rows = list(self._rows())
        widest = max(value.width for _, value in rows)
        for label, value in rows:
            yield from self._row(label, value, widest)

    def _rows(self) -> Iterator[tuple[str, Line]]:
        say, totals = self._wording.say, self._totals
        settling = list(self._settling())
        for label, amount in self._steps():
            yield label, self._wording.figure(self._wording.amount(amount))
        yield say(words.TOTAL), self._money(totals.gross, SUM if settling else TOTAL)
        for label, amount in settling:
            yield label, self._wording.figure(self._wording.amount(amount))
        if settling:
            yield say(words.DUE), self._money(totals.payable, TOTAL)

    def _money(self, value: Decimal, style: Style) -> Line:
        return self._wording.figure(self._wording.money(value), style)

    def _steps(self) -> Iterator[tuple[str, Decimal]]:
        """Yield what leads from the lines to the total."""
        figures, totals, wording = self._figures, self._totals, self._wording
        if figures.discounts or figures.charges:
            yield wording.say(words.SUBTOTAL), totals.lines_entered
            amounts = [-each.entered for each in totals.discounts]
            amounts += [each.entered for each in totals.charges]
            said = adjustments(figures.discounts, figures.charges)
            for adjustment, amount in zip(said, amounts, strict=True):
                yield wording.adjustment_name(*adjustment), amount
        if totals.tax and [each.category for each in totals.tax] != [TaxCategory.O]:
            yield wording.say(words.NET), totals.net
            for each in totals.tax:
                name = wording.tax(each)
                if len(totals.tax) > 1:
                    base = wording.amount(each.base)
                    name = wording.say(words.TAX_ON).format(tax=name, base=base)
                yield name, each.tax

    def _settling(self) -> Iterator[tuple[str, Decimal]]:
        """Yield what leads from the total to the amount due."""
        if self._totals.prepaid:
            yield self._wording.say(words.PREPAID), -self._totals.prepaid
        if self._figures.cash_rounding:
            yield self._wording.say(words.ROUNDING), self._totals.rounding

    def _row(self, label: str, value: Line, widest: float) -> Iterator[Slice]:
        """Yield one row: plain, or below a rule if its value is set in bold."""
        is_total = value.style.weight is Weight.BOLD
        style = value.style if is_total else _STEP
        named = self._wording.lines(label, style, RIGHT - _LEFT - widest - GAP)
        # The right edges of the figures stand below each other, on a mirrored page too.
        amount = Cell(RIGHT, [value], Align.END)
        if self._wording.rtl:
            amount = Cell(RIGHT - widest, [value])
        if is_total:
            is_last = value.style == TOTAL
            color, thickness = (self._accent, 1.0) if is_last else (RULE, 0.5)

            def rule(sheet: Sheet, top: float) -> None:
                sheet.rule(_LEFT, RIGHT, top - 4, color, thickness)

            yield Slice(4, rule)
        above, below = (5.0, 2.0) if is_total else (1.5, 1.5)
        yield from Row([Cell(_LEFT, named), amount], above=above, below=below).slices()


_STEP = replace(BODY, color=MUTED)
