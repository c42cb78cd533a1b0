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
class LineTotal:
    """What a line comes to: without tax, and as entered (with its tax if prices include it)."""

    net: Decimal
    entered: Decimal


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


def totals(figures: Figures) -> Totals:
    """Compute every figure of a quote; raise a CrmError that says the first wrong one."""
    check_figures(figures)
    with decimal.localcontext(EXACT):
        result = _totals(_charged(figures, Period.ONCE))
        if any(line.optional and line.period is Period.ONCE for line in figures.lines):
            everything = _totals(_charged(_all_taken(figures), Period.ONCE))
            result = dataclasses.replace(result, with_options=everything.payable)
        if any(line.period is not Period.ONCE for line in figures.lines):
            result = _with_recurring(figures, result)
    return result


def _charged(figures: Figures, period: Period) -> Figures:
    """Return what of a quote is charged at one time: once, or each month or year."""
    lines = tuple(line for line in figures.lines if line.period is period)
    if period is Period.ONCE:
        return dataclasses.replace(figures, lines=lines)
    return Figures(figures.currency, figures.prices_include_tax, lines)


def _with_recurring(figures: Figures, once: Totals) -> Totals:
    """Add what comes back, and put the lines of all periods in their places."""
    found = {
        period: _totals(_charged(figures, period))
        for period in (Period.MONTH, Period.YEAR)
        if any(line.period is period for line in figures.lines)
    }
    places = {period: iter(each.lines) for period, each in (found | {Period.ONCE: once}).items()}
    return dataclasses.replace(
        once,
        lines=tuple(next(places[line.period]) for line in figures.lines),
        recurring=tuple(
            PeriodTotal(period, each.tax, each.net, each.tax_total, each.gross)
            for period, each in found.items()
        ),
    )


def _all_taken(figures: Figures) -> Figures:
    lines = tuple(dataclasses.replace(line, optional=False) for line in figures.lines)
    return dataclasses.replace(figures, lines=lines)


_Entry = Mapping[Tax, Decimal]
"""A line, a discount (negative) or a charge as entered: what of it belongs to each tax group."""


def _totals(figures: Figures) -> Totals:
    zero = round_money(Decimal(0), figures.currency)
    amounts = [_line_amount(line, figures.currency) for line in figures.lines]
    lines: list[_Entry] = [
        {line.tax: amount}
        for line, amount in zip(figures.lines, amounts, strict=True)
        if line.counts
    ]
    bases = _bases(lines, figures.discounts + figures.charges)
    discounts = [_shares(entered, -1, bases, figures.currency) for entered in figures.discounts]
    charges = [_shares(entered, 1, bases, figures.currency) for entered in figures.charges]
    tax, nets = _tax_groups([*lines, *discounts, *charges], figures)

    line_nets = nets[: len(lines)]
    lines_net = sum(line_nets, zero)
    discount_totals = _adjustment_totals(discounts, nets[len(lines) :], -1)
    charge_totals = _adjustment_totals(charges, nets[len(lines) + len(discounts) :], 1)
    net = sum((group.base for group in tax), zero)
    tax_total = sum((group.tax for group in tax), zero)
    gross = net + tax_total
    prepaid = round_money(figures.prepaid, figures.currency)
    rounding = _to_coins(gross - prepaid, figures) - (gross - prepaid)
    payable = gross - prepaid + rounding
    for amount in (*nets, lines_net, net, gross, payable):
        require_amount(amount)
    counted = iter(line_nets)
    return Totals(
        lines=tuple(
            LineTotal(next(counted) if line.counts else _net(amount, line.tax, figures), amount)
            for line, amount in zip(figures.lines, amounts, strict=True)
        ),
        discounts=discount_totals,
        charges=charge_totals,
        tax=tuple(tax),
        lines_net=lines_net,
        lines_entered=sum(bases.values(), zero),
        discounts_net=sum((discount.net for discount in discount_totals), zero),
        charges_net=sum((charge.net for charge in charge_totals), zero),
        net=net,
        tax_total=tax_total,
        gross=gross,
        prepaid=prepaid,
        rounding=rounding,
        payable=payable,
        with_options=payable,
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


def _bases(lines: Iterable[_Entry], adjustments: Iterable[Adjustment]) -> dict[Tax, Decimal]:
    """Sum the lines in each tax group; groups that only adjustments have follow with zero."""
    bases: dict[Tax, Decimal] = {}
    for line in lines:
        for tax, amount in line.items():
            bases[tax] = bases.get(tax, Decimal(0)) + amount
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


def _tax_groups(
    entries: Sequence[_Entry], figures: Figures
) -> tuple[list[TaxTotal], list[Decimal]]:
    """Tax each group once, in the order they first appear; return each entry's net beside them."""
    groups: dict[Tax, list[tuple[int, Decimal]]] = {}
    for index, entry in enumerate(entries):
        for tax, amount in entry.items():
            groups.setdefault(tax, []).append((index, amount))
    nets = [round_money(Decimal(0), figures.currency)] * len(entries)
    result = []
    for tax, members in groups.items():
        total, parts = _tax_group(tax, [amount for _, amount in members], figures)
        result.append(total)
        for (index, _), part in zip(members, parts, strict=True):
            nets[index] += part
    return result, nets


def _tax_group(
    tax: Tax, amounts: Sequence[Decimal], figures: Figures
) -> tuple[TaxTotal, Sequence[Decimal]]:
    """Compute a group's base and tax (rule 3), and the net of each amount in it (rule 6)."""
    entered = round_money(sum(amounts, Decimal(0)), figures.currency)
    if not figures.prices_include_tax:
        due = round_money(entered * tax.rate / 100, figures.currency)
        return TaxTotal(tax.category, tax.rate, entered, due), amounts
    base = _net(entered, tax, figures)
    parts = _spread(base, [100 * amount for amount in amounts], 100 + tax.rate, figures.currency)
    return TaxTotal(tax.category, tax.rate, base, entered - base), parts


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
