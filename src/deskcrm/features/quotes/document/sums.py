"""The sums of a quote: from its lines to what is to be paid, and what comes back each month or year."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from deskcrm.domain.totals import Period, PeriodTotal, TaxCategory, TaxTotal, Totals
from deskcrm.features.quotes.document import wording as words
from deskcrm.features.quotes.document.look import GAP, RULE, Look
from deskcrm.features.quotes.document.wording import Wording, adjustments
from deskcrm.features.quotes.view import QuoteView
from deskcrm.paper.flow import Cell, Draw, Row, Slice, space
from deskcrm.paper.sheet import Align, Sheet
from deskcrm.paper.text import Line


class _Rank(Enum):
    """How much a row counts."""

    STEP = "step"
    SUM = "sum"
    TOTAL = "total"
    """What is to be paid: the largest."""


@dataclass(frozen=True, slots=True)
class _Sum:
    label: str
    value: Line
    rank: _Rank
    begins: bool = False
    """Whether a block of its own begins here."""


class Sums:
    """The rows below a quote's table."""

    def __init__(self, view: QuoteView, totals: Totals, wording: Wording, look: Look) -> None:
        self._figures = view.figures
        self._totals = totals
        self._wording = wording
        self._look = look
        self._left = look.left + look.room * (0.5 if look.design.filled else 0.52)
        self._right = look.right - look.design.inset

    def slices(self) -> Iterator[Slice]:
        """Yield the rows; what is to be paid stands last and largest."""
        rows = [*self._once(), *self._recurring()]
        widest = max(row.value.width for row in rows)
        for place, row in enumerate(rows):
            if row.begins and place:
                yield space(8)
            yield from self._row(row, widest)

    def _once(self) -> Iterator[_Sum]:
        totals, say = self._totals, self._wording.say
        charged = {line.period for line in self._figures.lines if line.counts}
        settling = list(self._settling())
        if charged and Period.ONCE not in charged and not (settling or totals.gross):
            return
        for label, amount in self._steps():
            yield self._step(label, amount)
        whole = words.ONE_OFF if charged - {Period.ONCE} else words.TOTAL
        yield self._total(say(whole), totals.gross, _Rank.SUM if settling else _Rank.TOTAL)
        for label, amount in settling:
            yield self._step(label, amount)
        if settling:
            yield self._total(say(words.DUE), totals.payable, _Rank.TOTAL)

    def _recurring(self) -> Iterator[_Sum]:
        """Yield what comes back each month and each year, with its taxes."""
        charged = {line.period for line in self._figures.lines if line.counts}
        for each in self._totals.recurring:
            if each.period in charged:
                yield from self._period(each)

    def _period(self, total: PeriodTotal) -> Iterator[_Sum]:
        say = self._wording.say
        label, begins = say(words.EVERY[total.period]), True
        for name, amount in self._taxes(total.net, total.tax):
            named = f"{label} · {name}" if begins else name
            yield replace(self._step(named, amount), begins=begins)
            begins = False
        yield replace(
            self._total(say(words.TOTALS[total.period]), total.gross, _Rank.SUM), begins=begins
        )

    def _step(self, label: str, amount: Decimal) -> _Sum:
        figure = self._wording.figure(self._wording.amount(amount))
        return _Sum(label, figure, _Rank.STEP)

    def _total(self, label: str, amount: Decimal, rank: _Rank) -> _Sum:
        style = self._look.strong if rank is _Rank.SUM else self._look.total
        if rank is _Rank.TOTAL and self._look.design.filled:
            style = replace(style, color=self._look.upon)
        return _Sum(label, self._wording.figure(self._wording.money(amount), style), rank)

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
        yield from self._taxes(totals.net, totals.tax)

    def _taxes(self, net: Decimal, taxes: tuple[TaxTotal, ...]) -> Iterator[tuple[str, Decimal]]:
        """Yield the net amount and the tax at each rate, unless nothing is taxed at all."""
        wording = self._wording
        if not taxes or [each.category for each in taxes] == [TaxCategory.O]:
            return
        yield wording.say(words.NET), net
        for each in taxes:
            name = wording.tax(each)
            if len(taxes) > 1:
                base = wording.amount(each.base)
                name = wording.say(words.TAX_ON).format(tax=name, base=base)
            yield name, each.tax

    def _settling(self) -> Iterator[tuple[str, Decimal]]:
        """Yield what leads from the total to the amount due."""
        if self._totals.prepaid:
            yield self._wording.say(words.PREPAID), -self._totals.prepaid
        if self._figures.cash_rounding:
            yield self._wording.say(words.ROUNDING), self._totals.rounding

    def _row(self, row: _Sum, widest: float) -> Iterator[Slice]:
        """Yield one row: plain, or below a rule, or on a ground if it is what is to be paid."""
        look = self._look
        style = look.muted if row.rank is _Rank.STEP else row.value.style
        # On a ground the text keeps off its edge.
        left = self._left + (look.design.inset if look.design.filled else 0.0)
        named = self._wording.lines(row.label, style, self._right - left - widest - GAP)
        # The right edges of the figures stand below each other, on a mirrored page too.
        amount = Cell(self._right, [row.value], Align.END)
        if self._wording.rtl:
            amount = Cell(self._right - widest, [row.value])
        cells = [Cell(left, named), amount]
        if row.rank is _Rank.STEP:
            yield from Row(cells, above=1.5, below=1.5).slices()
        elif row.rank is _Rank.TOTAL and look.design.filled:
            yield space(5)
            yield from Row(cells, above=6, below=6, ground=self._ground).slices()
        else:
            yield Slice(4, self._rule(row.rank))
            yield from Row(cells, above=5, below=2).slices()

    def _ground(self, sheet: Sheet, top: float, height: float) -> None:
        look = self._look
        sheet.fill(self._left, top - height, look.right - self._left, height, look.accent)

    def _rule(self, rank: _Rank) -> Draw:
        look = self._look
        color, thickness = (look.ink, 1.0) if rank is _Rank.TOTAL else (RULE, 0.5)

        def rule(sheet: Sheet, top: float) -> None:
            sheet.rule(self._left, look.right, top - 4, color, thickness)

        return rule
