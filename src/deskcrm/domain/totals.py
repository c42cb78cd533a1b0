"""The totals of a quote, by the arithmetic of EN 16931, so that a later invoice says the same."""

import dataclasses
import decimal
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from deskcrm.domain.figures import (
    Adjustment,
    Figures,
    Line,
    Period,
    Tax,
    TaxCategory,
    WrongFigure,
    check_figures,
)
from deskcrm.domain.money import EXACT, require_amount, round_money, unit
from deskcrm.domain.tally import Counted, LineTotal, Tally
from deskcrm.i18n import mark

__all__ = [
    "Adjustment",
    "AdjustmentTotal",
    "Figures",
    "Line",
    "LineTotal",
    "NothingToShare",
    "Period",
    "PeriodTotal",
    "Tax",
    "TaxCategory",
    "TaxTotal",
    "Totals",
    "totals",
]


class NothingToShare(WrongFigure):
    """A document's discount or charge without a tax, and no tax group that could take it."""

    sentence = mark(
        "A discount or charge on the whole quote needs a line to count on, or a tax of its own."
    )


@dataclass(frozen=True, slots=True)
class AdjustmentTotal:
    """What a discount or charge on the document comes to, without tax and as entered."""

    net: Decimal
    entered: Decimal


@dataclass(frozen=True, slots=True)
class TaxTotal:
    """What one group of the same tax category and rate comes to."""

    category: TaxCategory
    rate: Decimal
    base: Decimal
    tax: Decimal


@dataclass(frozen=True, slots=True)
class PeriodTotal:
    """What comes back each month or each year: net + tax_total = gross."""

    period: Period
    tax: tuple[TaxTotal, ...]
    net: Decimal
    tax_total: Decimal
    gross: Decimal


@dataclass(frozen=True, slots=True)
class Totals:
    """All figures of a quote, with the currency's digits; every column adds up to its total.

    `lines` has each line in its place, optional ones and alternatives too, which enter no total,
    and those that are charged each month or year, which enter `recurring` alone. As on the
    document: lines_net - discounts_net + charges_net = net; net + tax_total = gross;
    gross - prepaid + rounding = payable. `with_options` is what would be payable with every
    optional line taken.
    """

    lines: tuple[LineTotal, ...]
    discounts: tuple[AdjustmentTotal, ...]
    charges: tuple[AdjustmentTotal, ...]
    tax: tuple[TaxTotal, ...]
    lines_net: Decimal
    lines_entered: Decimal
    discounts_net: Decimal
    charges_net: Decimal
    net: Decimal
    tax_total: Decimal
    gross: Decimal
    prepaid: Decimal
    rounding: Decimal
    payable: Decimal
    with_options: Decimal
    recurring: tuple[PeriodTotal, ...] = ()

    @property
    def first_year_net(self) -> Decimal:
        """What is charged once and within the first year, without tax."""
        return self.net + sum(
            (each.net * (12 if each.period is Period.MONTH else 1) for each in self.recurring),
            Decimal(0),
        )


def totals(figures: Figures, tally: Tally | None = None) -> Totals:
    """Compute every figure of a quote; raise a CrmError that says the first wrong one.

    With a `tally` lines that it has seen before are neither checked nor multiplied again.
    """
    tally = tally if tally is not None else Tally()
    check_figures(figures, checked=tally.knows)
    with decimal.localcontext(EXACT):
        lines = tally.count(figures, _line_amount)
        once = [each for each in lines if each[0].period is Period.ONCE]
        result = _totals(figures, once)
        if any(each[0].optional for each in once):
            result = dataclasses.replace(result, with_options=_with_options(figures, once))
        if len(once) < len(lines):
            result = _with_recurring(figures, lines, result)
    return result


def _with_options(figures: Figures, lines: Sequence[Counted]) -> Decimal:
    """Compute what would be payable with every optional line taken."""
    sums = _Sums(figures, [each for each in lines if not each[0].alternative])
    return sums.payable


def _with_recurring(figures: Figures, lines: Sequence[Counted], once: Totals) -> Totals:
    """Add what comes back, and put the lines of all periods in their places."""
    plain = Figures(figures.currency, figures.prices_include_tax, ())
    found = {}
    for period in (Period.MONTH, Period.YEAR):
        charged = [each for each in lines if each[0].period is period]
        if charged:
            found[period] = _totals(plain, charged)
    places = {period: iter(each.lines) for period, each in (found | {Period.ONCE: once}).items()}
    return dataclasses.replace(
        once,
        lines=tuple([next(places[each[0].period]) for each in lines]),
        recurring=tuple(
            PeriodTotal(period, each.tax, each.net, each.tax_total, each.gross)
            for period, each in found.items()
        ),
    )


_Entry = Mapping[Tax, Decimal]
"""A discount (negative) or a charge as entered: what of it belongs to each tax group."""


class _Sums:
    """What lines that count come to, with the document's discounts and charges."""

    def __init__(self, figures: Figures, counting: Sequence[Counted]) -> None:
        zero, currency = round_money(Decimal(0), figures.currency), figures.currency
        self.bases = _bases(counting, figures.discounts + figures.charges)
        self.discounts = [_shares(each, -1, self.bases, currency) for each in figures.discounts]
        self.charges = [_shares(each, 1, self.bases, currency) for each in figures.charges]
        self.tax = [
            _tax_group(tax, sum((e[tax] for e in self.entries if tax in e), base), figures)
            for tax, base in self.bases.items()
        ]
        self.net = sum((group.base for group in self.tax), zero)
        self.tax_total = sum((group.tax for group in self.tax), zero)
        self.gross = self.net + self.tax_total
        self.prepaid = round_money(figures.prepaid, currency)
        due = self.gross - self.prepaid
        self.rounding = _to_coins(due, figures) - due
        self.payable = due + self.rounding
        for amount in (self.net, self.gross, self.payable):
            require_amount(amount)

    @property
    def entries(self) -> list[_Entry]:
        """The discounts, then the charges."""
        return [*self.discounts, *self.charges]


def _totals(figures: Figures, all_lines: Sequence[Counted]) -> Totals:
    zero = round_money(Decimal(0), figures.currency)
    counting = [each for each in all_lines if not (each[0].optional or each[0].alternative)]
    sums = _Sums(figures, counting)
    if figures.prices_include_tax:
        line_nets, nets = _net_parts(sums, counting, figures)
        counted = iter(line_nets)
        lines = tuple(
            LineTotal(next(counted) if line.counts else _net(amount, line.tax, figures), amount)
            for line, amount, _total in all_lines
        )
    else:
        line_nets = [amount for _line, amount, _total in counting]
        nets = [sum(entry.values(), zero) for entry in sums.entries]
        lines = tuple([total for _line, _amount, total in all_lines])
    lines_net = sum(line_nets, zero)
    for amount in (*nets, lines_net):
        require_amount(amount)
    discount_totals = _adjustment_totals(sums.discounts, nets, -1)
    charge_totals = _adjustment_totals(sums.charges, nets[len(sums.discounts) :], 1)
    return Totals(
        lines=lines,
        discounts=discount_totals,
        charges=charge_totals,
        tax=tuple(sums.tax),
        lines_net=lines_net,
        lines_entered=sum(sums.bases.values(), zero),
        discounts_net=sum((discount.net for discount in discount_totals), zero),
        charges_net=sum((charge.net for charge in charge_totals), zero),
        net=sums.net,
        tax_total=sums.tax_total,
        gross=sums.gross,
        prepaid=sums.prepaid,
        rounding=sums.rounding,
        payable=sums.payable,
        with_options=sums.payable,
    )


def _line_amount(line: Line, currency: str) -> Decimal:
    """Compute a line as entered: multiply first, divide once, round once (BT-131)."""
    price, per = line.quantity * line.unit_price, line.price_base_quantity
    discounts = sum(_amount(discount, price, per, currency) for discount in line.discounts)
    charges = sum(_amount(charge, price, per, currency) for charge in line.charges)
    return round_money((price + (charges - discounts) * per) / per, currency)


def _amount(adjustment: Adjustment, of: Decimal, per: Decimal, currency: str) -> Decimal:
    """Compute a discount or charge on `of` ÷ `per`; it is an amount, so it is rounded (BT-136)."""
    if adjustment.percent is not None:
        return round_money(of * adjustment.percent / (100 * per), currency)
    return round_money(adjustment.amount or Decimal(0), currency)


def _bases(lines: Iterable[Counted], adjustments: Iterable[Adjustment]) -> dict[Tax, Decimal]:
    """Sum the lines in each tax group; groups that only adjustments have follow with zero."""
    # To hash a tax for every line would cost more than the sums: first those of the same object.
    same: dict[int, tuple[Tax, list[Decimal]]] = {}
    for line, amount, _total in lines:
        tax = line.tax
        group = same.get(id(tax))
        if group is None:
            same[id(tax)] = (tax, [amount])
        else:
            group[1].append(amount)
    bases: dict[Tax, Decimal] = {}
    for tax, amounts in same.values():
        bases[tax] = sum(amounts, bases.get(tax, Decimal(0)))
    for adjustment in adjustments:
        if adjustment.tax is not None:
            bases.setdefault(adjustment.tax, Decimal(0))
    return bases


def _shares(
    adjustment: Adjustment, sign: int, bases: Mapping[Tax, Decimal], currency: str
) -> _Entry:
    """Give a document's discount or charge to its tax group, or to all in proportion (rule 2)."""
    amount = _amount(adjustment, sum(bases.values(), Decimal(0)), Decimal(1), currency)
    if adjustment.tax is not None:
        return {adjustment.tax: sign * amount}
    if not bases and amount:
        raise NothingToShare
    # A cent left over goes to the largest group, then the highest rate: to the same one
    # whatever the order of the lines.
    groups = sorted(bases, key=lambda tax: (-abs(bases[tax]), -tax.rate, tax.category))
    weights = _weights([bases[tax] for tax in groups])
    shares = _spread(amount, [amount * weight for weight in weights], sum(weights), currency)
    share_of = dict(zip(groups, shares, strict=True))
    return {tax: sign * share_of[tax] for tax in bases}


def _weights(bases: Sequence[Decimal]) -> list[Decimal]:
    """Return what to share by, with a sum above zero whatever the bases are, unless there are none.

    Bases that cancel out count by their size; groups that are all empty share equally.
    """
    whole = sum(bases)
    if whole:
        return [base if whole > 0 else -base for base in bases]
    return [abs(base) for base in bases] if any(bases) else [Decimal(1) for _ in bases]


def _tax_group(tax: Tax, amount: Decimal, figures: Figures) -> TaxTotal:
    """Compute a group's base and tax, once for all that is in it (rule 3)."""
    entered = round_money(amount, figures.currency)
    if not figures.prices_include_tax:
        due = round_money(entered * tax.rate / 100, figures.currency)
        return TaxTotal(tax.category, tax.rate, entered, due)
    base = _net(entered, tax, figures)
    return TaxTotal(tax.category, tax.rate, base, entered - base)


def _net_parts(
    sums: _Sums, counting: Sequence[Counted], figures: Figures
) -> tuple[list[Decimal], list[Decimal]]:
    """Return the net of each line, and of each discount and charge, of amounts that include tax (rule 6)."""
    zero = round_money(Decimal(0), figures.currency)
    members: dict[Tax, list[tuple[int, Decimal]]] = {tax: [] for tax in sums.bases}
    for place, (line, amount, _total) in enumerate(counting):
        members[line.tax].append((place, amount))
    for place, entry in enumerate(sums.entries, start=len(counting)):
        for tax, amount in entry.items():
            members[tax].append((place, amount))
    nets = [zero] * (len(counting) + len(sums.entries))
    for (tax, parts), group in zip(members.items(), sums.tax, strict=True):
        ideals = [100 * amount for _place, amount in parts]
        spread = _spread(group.base, ideals, 100 + tax.rate, figures.currency)
        for (place, _amount), part in zip(parts, spread, strict=True):
            nets[place] += part
    return nets[: len(counting)], nets[len(counting) :]


def _net(entered: Decimal, tax: Tax, figures: Figures) -> Decimal:
    if not figures.prices_include_tax:
        return entered
    return round_money(100 * entered / (100 + tax.rate), figures.currency)


def _spread(
    total: Decimal, ideals: Sequence[Decimal], per: Decimal | int, currency: str
) -> list[Decimal]:
    """Split `total` into payable parts close to each ideal ÷ `per`, by largest remainder.

    Whole division and its remainder are exact, so equal remainders are seen as equal; among
    those the earlier part goes first.
    """
    smallest = unit(currency)
    step = per * smallest
    whole = [_floor(ideal, step) for ideal in ideals]
    left_over = int(total / smallest - sum(whole))
    by_remainder = sorted(
        range(len(ideals)), key=lambda i: ideals[i] - whole[i] * step, reverse=True
    )
    for index in by_remainder[:left_over]:
        whole[index] += 1
    return [count * smallest for count in whole]


def _floor(number: Decimal, step: Decimal) -> Decimal:
    """Return how many whole steps are in `number`, counting down below zero."""
    quotient, remainder = divmod(number, step)
    return quotient - 1 if remainder < 0 else quotient


def _to_coins(due: Decimal, figures: Figures) -> Decimal:
    """Round what is due to what coins can pay, where the document asks for it (BT-114)."""
    if figures.cash_rounding is None:
        return due
    coins = (due / figures.cash_rounding).to_integral_value()
    return round_money(coins * figures.cash_rounding, figures.currency)


def _adjustment_totals(
    entries: Sequence[_Entry], nets: Sequence[Decimal], sign: int
) -> tuple[AdjustmentTotal, ...]:
    """Return discounts or charges with the sign they were entered with."""
    return tuple(
        AdjustmentTotal(net=sign * net, entered=sign * sum(entry.values(), 0 * net))
        for entry, net in zip(entries, nets[: len(entries)], strict=True)
    )
