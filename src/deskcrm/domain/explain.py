"""How every total of a quote comes about, step by step, each with its exact value before rounding."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from deskcrm.domain.figures import Adjustment, Figures, Line, Period, Tax, check_figures
from deskcrm.domain.money import digits
from deskcrm.domain.totals import NothingToShare


@dataclass(frozen=True, slots=True)
class Rounded:
    """An exact value, and the amount of money it becomes."""

    exact: Fraction
    amount: Decimal

    @property
    def is_exact(self) -> bool:
        """Whether rounding changed nothing."""
        return self.exact == Fraction(self.amount)


@dataclass(frozen=True, slots=True)
class Change:
    """A discount or a charge: a percentage of something, or an amount."""

    adjustment: Adjustment
    is_charge: bool
    of: Fraction
    result: Rounded


@dataclass(frozen=True, slots=True)
class LineSteps:
    """A line: its price before rounding, what changes it, what it comes to as entered and net."""

    number: int
    line: Line
    price: Fraction
    changes: tuple[Change, ...]
    entered: Rounded
    net: Decimal


@dataclass(frozen=True, slots=True)
class Share:
    """What of something falls to one place: exactly, and in whole cents that add up."""

    tax: Tax
    base: Decimal
    result: Rounded


@dataclass(frozen=True, slots=True)
class DocumentSteps:
    """A discount or a charge on the whole quote, and how the tax groups share it."""

    change: Change
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What of a tax group is one line's (by its number) or one discount's or charge's."""

    line: int | None
    adjustment: Adjustment | None
    entered: Decimal
    net: Rounded


@dataclass(frozen=True, slots=True)
class GroupSteps:
    """One tax: what is entered in its group, the base without tax, the tax."""

    tax: Tax
    parts: tuple[Part, ...]
    entered: Decimal
    base: Rounded
    due: Rounded


@dataclass(frozen=True, slots=True)
class PeriodSteps:
    """All steps of what is charged once, or each month or year."""

    period: Period
    lines: tuple[LineSteps, ...]
    lines_entered: Decimal
    document: tuple[DocumentSteps, ...]
    groups: tuple[GroupSteps, ...]
    net: Decimal
    tax_total: Decimal
    gross: Decimal


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a quote's totals come about."""

    figures: Figures
    once: PeriodSteps
    prepaid: Rounded
    coins: Fraction | None
    """How many of the smallest coin the amount due comes to, before that is rounded."""
    rounding: Decimal
    payable: Decimal
    with_options: Decimal | None
    """What would be payable with every option; None without options."""
    recurring: tuple[PeriodSteps, ...]


def explain(figures: Figures) -> Explanation:
    """Return how the totals come about; raise a CrmError that says the first wrong figure."""
    check_figures(figures)
    once = _Reckoning(figures, Period.ONCE).steps()
    exact_prepaid = Fraction(figures.prepaid)
    prepaid = Rounded(exact_prepaid, _money(exact_prepaid, figures.currency))
    due = once.gross - prepaid.amount
    coins, payable = None, due
    if figures.cash_rounding is not None:
        step = Fraction(figures.cash_rounding)
        coins = Fraction(due) / step
        payable = _money(_nearest(coins) * step, figures.currency)
    with_options = None
    if any(line.optional and line.period is Period.ONCE for line in figures.lines):
        lines = tuple(dataclasses.replace(line, optional=False) for line in figures.lines)
        with_options = explain(dataclasses.replace(figures, lines=lines)).payable
    bare = dataclasses.replace(figures, discounts=(), charges=())
    return Explanation(
        figures=figures,
        once=once,
        prepaid=prepaid,
        coins=coins,
        rounding=payable - due,
        payable=payable,
        with_options=with_options,
        recurring=tuple(
            _Reckoning(bare, period).steps()
            for period in (Period.MONTH, Period.YEAR)
            if any(line.period is period for line in figures.lines)
        ),
    )


class _Reckoning:
    """The work on the lines of one period."""

    def __init__(self, figures: Figures, period: Period) -> None:
        self._figures = figures
        self._currency = figures.currency
        self._period = period

    def steps(self) -> PeriodSteps:
        lines = [
            self._line(number, line)
            for number, line in enumerate(self._figures.lines, start=1)
            if line.period is self._period
        ]
        counted = [each for each in lines if each.line.counts]
        bases: dict[Tax, Decimal] = {}
        for each in counted:
            bases[each.line.tax] = bases.get(each.line.tax, self._zero) + each.entered.amount
        for adjustment in self._figures.discounts + self._figures.charges:
            if adjustment.tax is not None:
                bases.setdefault(adjustment.tax, self._zero)
        whole = sum(bases.values(), self._zero)
        document = [
            self._document(adjustment, is_charge, bases, whole)
            for is_charge, adjustments in (
                (False, self._figures.discounts),
                (True, self._figures.charges),
            )
            for adjustment in adjustments
        ]
        groups = self._groups(counted, document)
        nets = {part.line: part.net.amount for group in groups for part in group.parts}
        net = sum((group.base.amount for group in groups), self._zero)
        tax_total = sum((group.due.amount for group in groups), self._zero)
        return PeriodSteps(
            period=self._period,
            lines=tuple(
                dataclasses.replace(each, net=nets.get(each.number, each.net)) for each in lines
            ),
            lines_entered=whole,
            document=tuple(document),
            groups=tuple(groups),
            net=net,
            tax_total=tax_total,
            gross=net + tax_total,
        )

    def _line(self, number: int, line: Line) -> LineSteps:
        per = Fraction(line.price_base_quantity)
        price = Fraction(line.quantity) * Fraction(line.unit_price) / per
        changes = [self._change(each, price, is_charge=False) for each in line.discounts]
        changes += [self._change(each, price, is_charge=True) for each in line.charges]
        exact = price + sum(
            Fraction(each.result.amount) * (1 if each.is_charge else -1) for each in changes
        )
        entered = self._rounded(exact)
        net = self._without_tax(entered.amount, line.tax).amount
        return LineSteps(number, line, price, tuple(changes), entered, net)

    def _change(self, adjustment: Adjustment, of: Fraction, *, is_charge: bool) -> Change:
        if adjustment.percent is not None:
            exact = of * Fraction(adjustment.percent) / 100
        else:
            exact = Fraction(adjustment.amount or 0)
        return Change(adjustment, is_charge, of, self._rounded(exact))

    def _document(
        self,
        adjustment: Adjustment,
        is_charge: bool,
        bases: Mapping[Tax, Decimal],
        whole: Decimal,
    ) -> DocumentSteps:
        change = self._change(adjustment, Fraction(whole), is_charge=is_charge)
        if adjustment.tax is not None:
            only = Share(adjustment.tax, bases[adjustment.tax], change.result)
            return DocumentSteps(change, (only,))
        if not bases and change.result.amount:
            raise NothingToShare
        order = sorted(bases, key=lambda tax: (-abs(bases[tax]), -tax.rate, tax.category))
        weights = _weights([Fraction(bases[tax]) for tax in order])
        exact = [Fraction(change.result.amount) * weight / sum(weights) for weight in weights]
        shares = dict(zip(order, self._spread(change.result.amount, exact), strict=True))
        return DocumentSteps(change, tuple(Share(tax, bases[tax], shares[tax]) for tax in bases))

    def _groups(
        self, lines: Sequence[LineSteps], document: Sequence[DocumentSteps]
    ) -> list[GroupSteps]:
        members: dict[Tax, list[tuple[int | None, Adjustment | None, Decimal]]] = {}
        for each in lines:
            members.setdefault(each.line.tax, []).append((each.number, None, each.entered.amount))
        for step in document:
            sign = 1 if step.change.is_charge else -1
            for share in step.shares:
                entry = (None, step.change.adjustment, sign * share.result.amount)
                members.setdefault(share.tax, []).append(entry)
        return [self._group(tax, entries) for tax, entries in members.items()]

    def _group(
        self, tax: Tax, entries: Sequence[tuple[int | None, Adjustment | None, Decimal]]
    ) -> GroupSteps:
        entered = sum((amount for _line, _adjustment, amount in entries), self._zero)
        base = self._without_tax(entered, tax)
        if self._figures.prices_include_tax:
            due = self._rounded(Fraction(entered) - Fraction(base.amount))
            per = 1 + Fraction(tax.rate) / 100
            exact = [Fraction(amount) / per for _line, _adjustment, amount in entries]
            nets = self._spread(base.amount, exact)
        else:
            due = self._rounded(Fraction(entered) * Fraction(tax.rate) / 100)
            nets = [self._rounded(Fraction(amount)) for _line, _adjustment, amount in entries]
        parts = tuple(Part(*entry, net) for entry, net in zip(entries, nets, strict=True))
        return GroupSteps(tax, parts, entered, base, due)

    def _without_tax(self, entered: Decimal, tax: Tax) -> Rounded:
        exact = Fraction(entered)
        if self._figures.prices_include_tax:
            exact = exact / (1 + Fraction(tax.rate) / 100)
        return self._rounded(exact)

    def _spread(self, total: Decimal, exact: Sequence[Fraction]) -> list[Rounded]:
        """Split a total in whole cents: each its part rounded down, the rest to those that lack most."""
        scale = 10 ** digits(self._currency)
        cents = [floor(part * scale) for part in exact]
        left = int(Fraction(total) * scale) - sum(cents)
        lacking = sorted(range(len(exact)), key=lambda i: cents[i] - exact[i] * scale)
        for place in lacking[:left]:
            cents[place] += 1
        return [
            Rounded(part, _money(Fraction(count, scale), self._currency))
            for part, count in zip(exact, cents, strict=True)
        ]

    def _rounded(self, exact: Fraction) -> Rounded:
        return Rounded(exact, _money(exact, self._currency))

    @property
    def _zero(self) -> Decimal:
        return _money(Fraction(0), self._currency)


def _weights(bases: Sequence[Fraction]) -> Sequence[Fraction]:
    """Return what to share by: the bases, their sizes if they cancel out, or equal parts."""
    whole = sum(bases)
    if whole:
        return bases
    return [abs(base) for base in bases] if any(bases) else [Fraction(1) for _ in bases]


def _money(exact: Fraction, currency: str) -> Decimal:
    """Round to the currency's digits, halves away from zero."""
    places = digits(currency)
    cents = _nearest(exact * 10**places)
    sign, letters = (1 if cents < 0 else 0), tuple(int(letter) for letter in str(abs(cents)))
    return Decimal((sign, letters, -places))


def _nearest(value: Fraction) -> int:
    whole = floor(abs(value) + Fraction(1, 2))
    return -whole if value < 0 else whole
