"""The figures of a quote as they are entered, and the rules they keep."""

import enum
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from deskcrm.domain.money import EXACT, require_amount, unit
from deskcrm.errors import CrmError
from deskcrm.i18n import _, mark

MOST_DECIMALS = 40
"""More digits after the decimal sign than any price needs, and few enough to stay exact."""


class TaxCategory(enum.StrEnum):
    """Why a tax is charged or not, by the codes of UNCL5305 that EN 16931 uses."""

    S = "S"
    """Standard: charged at its rate."""
    Z = "Z"
    """Zero-rated."""
    E = "E"
    """Exempt."""
    AE = "AE"
    """Reverse charge: the customer owes the tax."""
    O = "O"  # noqa: E741 - the code is the letter O
    """Outside the scope of tax."""
    K = "K"
    """Supply to another country of the Union."""
    G = "G"
    """Export."""
    L = "L"
    """The Canary Islands' IGIC."""
    M = "M"
    """The IPSI of Ceuta and Melilla."""

    @property
    def charges_tax(self) -> bool:
        """Whether a rate other than zero is possible."""
        return self in {TaxCategory.S, TaxCategory.L, TaxCategory.M}


class Period(enum.StrEnum):
    """How often a line is charged."""

    ONCE = "once"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Tax:
    """A tax category with its rate in percent; lines of the same Tax are taxed as one group."""

    category: TaxCategory
    rate: Decimal


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A discount or a charge: either `percent` of what it adjusts, or an `amount`.

    `tax` is for the whole document's adjustments alone; one without is shared by all tax groups.
    """

    percent: Decimal | None = None
    amount: Decimal | None = None
    tax: Tax | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing offered: `unit_price` buys `price_base_quantity` units."""

    description: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    price_base_quantity: Decimal
    tax: Tax
    discounts: tuple[Adjustment, ...] = ()
    charges: tuple[Adjustment, ...] = ()
    optional: bool = False
    """The customer may take it as well; until then it enters no total."""
    alternative: bool = False
    """The customer may take it in place of the line before it that is none; it enters no total."""
    period: Period = Period.ONCE

    @property
    def counts(self) -> bool:
        """Whether the line enters the totals."""
        return not (self.optional or self.alternative)


@dataclass(frozen=True, slots=True)
class Figures:
    """All that decides the totals of a quote.

    With `prices_include_tax` every amount, discounts and charges too, is meant with its tax.
    Discounts and charges, what is prepaid and cash rounding belong to what is charged once; what
    comes back each month or year has totals of its own.
    """

    currency: str
    prices_include_tax: bool
    lines: tuple[Line, ...]
    discounts: tuple[Adjustment, ...] = ()
    charges: tuple[Adjustment, ...] = ()
    prepaid: Decimal = Decimal(0)
    cash_rounding: Decimal | None = None


class WrongFigure(CrmError):
    """A figure against the rules, with the number of its line, or None for the whole quote."""

    def __init__(self, line: int | None = None, **facts: Any) -> None:
        super().__init__(line=line, **facts)

    def __str__(self) -> str:
        rule = super().__str__()
        line = self.facts["line"]
        return rule if line is None else _("Line {line}: {rule}").format(line=line, rule=rule)


class NegativePrice(WrongFigure):
    """A unit price below zero (BT-146); a correction has a negative quantity instead."""

    sentence = mark("A price cannot be negative. Take something back with a negative quantity.")


class WrongPriceBase(WrongFigure):
    """A price for no units, or for fewer (BT-149)."""

    sentence = mark("The quantity that the price is for has to be above zero.")


class WrongDiscount(WrongFigure):
    """A discount that would take more than there is, or add to it."""

    sentence = mark("A discount has to be between 0 and 100 percent.")


class NegativeAdjustment(WrongFigure):
    """A discount or a charge below zero, which would be the other of the two."""

    sentence = mark("A discount or a charge cannot be negative. Use the other of the two.")


class PercentOrAmount(WrongFigure):
    """A discount or a charge that is given twice, or not at all."""

    sentence = mark("A discount or a charge needs either a percentage or an amount.")


class WrongTaxRate(WrongFigure):
    """A rate that no tax has."""

    sentence = mark("A tax rate has to be between 0 and 100 percent.")


class RateWithoutTax(WrongFigure):
    """A rate in a category in which nothing is charged."""

    sentence = mark("Tax category {category} has no tax, so its rate has to be 0.")


class AlternativeToNothing(WrongFigure):
    """An alternative without a line that it could replace."""

    sentence = mark("An alternative needs a line before it that it can replace.")


class TooManyDecimals(WrongFigure):
    """A figure finer than anything that is sold."""

    sentence = mark("A figure can have {most} digits after the decimal sign at most.")


class WrongCashRounding(WrongFigure):
    """A cash rounding that no coin fits."""

    sentence = mark("Cash rounding in {currency} has to be a multiple of {smallest} above zero.")


def check_figures(figures: Figures, *, checked: Callable[[Line], bool] | None = None) -> None:
    """Raise the first broken rule: a WrongFigure, or an error of deskcrm.domain.money.

    Lines of which `checked` says so were found right before.
    """
    smallest = unit(figures.currency)
    for number, line in enumerate(figures.lines, start=1):
        if checked is None or not checked(line):
            _check_line(line, number)
    if figures.lines and figures.lines[0].alternative:
        raise AlternativeToNothing(1)
    _check_adjustments(figures.discounts, figures.charges, None)
    _check_numbers(figures.prepaid, line=None)
    step = figures.cash_rounding
    if step is not None:
        _check_numbers(step, line=None)
        if step <= 0 or EXACT.remainder(step, smallest):
            raise WrongCashRounding(currency=figures.currency, smallest=f"{smallest:f}")


def _check_line(line: Line, number: int) -> None:
    _check_numbers(line.quantity, line.unit_price, line.price_base_quantity, line=number)
    if line.unit_price < 0:
        raise NegativePrice(number)
    if line.price_base_quantity <= 0:
        raise WrongPriceBase(number)
    _check_tax(line.tax, number)
    _check_adjustments(line.discounts, line.charges, number)


def _check_adjustments(
    discounts: tuple[Adjustment, ...], charges: tuple[Adjustment, ...], line: int | None
) -> None:
    for adjustment in discounts + charges:
        if (adjustment.percent is None) == (adjustment.amount is None):
            raise PercentOrAmount(line)
        for value in _given(adjustment):
            _check_numbers(value, line=line)
        if adjustment.tax is not None:
            _check_tax(adjustment.tax, line)
    if any(not 0 <= percent <= 100 for percent in _percents(discounts)):
        raise WrongDiscount(line)
    if any(value < 0 for adjustment in discounts + charges for value in _given(adjustment)):
        raise NegativeAdjustment(line)


def _given(adjustment: Adjustment) -> Iterator[Decimal]:
    yield from (v for v in (adjustment.percent, adjustment.amount) if v is not None)


def _percents(adjustments: tuple[Adjustment, ...]) -> Iterator[Decimal]:
    yield from (a.percent for a in adjustments if a.percent is not None)


def _check_tax(tax: Tax, line: int | None) -> None:
    _check_numbers(tax.rate, line=line)
    if not 0 <= tax.rate <= 100:
        raise WrongTaxRate(line)
    if tax.rate and not tax.category.charges_tax:
        raise RateWithoutTax(line, category=tax.category.value)


def _check_numbers(*values: Decimal, line: int | None) -> None:
    for value in values:
        require_amount(value)
        if _is_too_fine(value):
            raise TooManyDecimals(line, most=MOST_DECIMALS)


def _is_too_fine(value: Decimal) -> bool:
    """Say whether digits other than trailing zeros stand beyond the last decimal allowed."""
    _sign, figures, exponent = value.as_tuple()
    beyond = -int(exponent) - MOST_DECIMALS
    return beyond > 0 and any(figures[-beyond:])
