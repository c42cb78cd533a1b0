"""A second way to the totals of a quote, by a ledger of whole cents, to check the first by."""

import dataclasses
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from heapq import heapify, heappop
from math import floor

from deskcrm.domain.figures import Adjustment, Figures, Line, Period, Tax
from deskcrm.domain.money import digits
from deskcrm.domain.totals import TaxTotal, Totals
from deskcrm.errors import CrmError
from deskcrm.i18n import mark


class TotalsDisagree(CrmError):
    """A figure that two ways of computing it give differently: a mistake in this program."""

    sentence = mark(
        "The totals were computed twice and differ in “{figure}”, so they cannot be used. "
        "Please report this."
    )


def check_totals(figures: Figures, totals: Totals) -> None:
    """Compute everything again, another way, and raise TotalsDisagree where it is not the same."""
    first = dict(_named(totals))
    second = _recounted(figures)
    scale = 10 ** digits(figures.currency)
    for name in dict.fromkeys([*second, *first]):
        if name not in first or Fraction(first[name]) * scale != second.get(name):
            raise TotalsDisagree(figure=name)


def _recounted(figures: Figures) -> dict[str, int]:
    """Return every figure in cents: a ledger for what is charged once, one for each other period."""
    result = _Ledger(figures, Period.ONCE).figures()
    for period in dict.fromkeys(line.period for line in figures.lines):
        if period is not Period.ONCE:
            bare = Figures(figures.currency, figures.prices_include_tax, figures.lines)
            for name, cents in _Ledger(bare, period).figures().items():
                if name.startswith("lines "):
                    result[name] = cents
                elif name.startswith("tax ") or name in {"net", "tax_total", "gross"}:
                    result[f"{period} {name}"] = cents
    return result


def _named(totals: Totals) -> Iterator[tuple[str, Decimal]]:
    """Yield each figure with its name, such as "payable", "lines 1 net" or "tax S 19 base"."""
    for field in dataclasses.fields(totals):
        value = getattr(totals, field.name)
        if isinstance(value, Decimal):
            yield field.name, value
    for kind in ("lines", "discounts", "charges"):
        for number, part in enumerate(getattr(totals, kind), start=1):
            yield f"{kind} {number} net", part.net
            yield f"{kind} {number} entered", part.entered
    for group in totals.tax:
        yield from _named_tax(group, "")
    for each in totals.recurring:
        when = f"{each.period} "
        for group in each.tax:
            yield from _named_tax(group, when)
        yield f"{when}net", each.net
        yield f"{when}tax_total", each.tax_total
        yield f"{when}gross", each.gross


def _named_tax(group: TaxTotal, when: str) -> Iterator[tuple[str, Decimal]]:
    name = when + _tax_name(Tax(group.category, group.rate))
    yield f"{name} base", group.base
    yield f"{name} tax", group.tax


def _tax_name(tax: Tax) -> str:
    return f"tax {tax.category} {Fraction(tax.rate)}"


@dataclass(slots=True)
class _Posting:
    """The cents of one line, discount (negative) or charge in one tax group."""

    kind: str
    number: int
    tax: Tax
    entered: int
    counts: bool = True
    net: int = 0


class _Ledger:
    """All postings of what a quote charges in a period; every figure is a sum over some of them."""

    def __init__(self, figures: Figures, period: Period) -> None:
        self._figures = figures
        self._period = period
        self._scale = 10 ** digits(figures.currency)
        self._postings = [
            _Posting("lines", number, line.tax, self._line(line), line.counts)
            for number, line in enumerate(figures.lines, start=1)
            if line.period is period
        ]
        by_tax: Counter[Tax] = Counter()
        for posting in self._counted():
            by_tax[posting.tax] += posting.entered
        for adjustment in figures.discounts + figures.charges:
            if adjustment.tax is not None:
                by_tax[adjustment.tax] += 0
        for kind, sign, adjustments in self._adjustments():
            for number, adjustment in enumerate(adjustments, start=1):
                for tax, cents in self._share(adjustment, by_tax).items():
                    self._postings.append(_Posting(kind, number, tax, sign * cents))
        self._tax = {tax: self._settle(tax) for tax in {p.tax: None for p in self._counted()}}
        for posting in self._postings:
            if not posting.counts:
                posting.net = self._without_tax(posting.entered, posting.tax)

    def figures(self) -> dict[str, int]:
        """Return every figure in cents, by the names that `_named` gives."""
        result = Counter[str]()
        for kind, sign, given in (("lines", 1, self._figures.lines), *self._adjustments()):
            result[f"{kind}_net"] = 0
            for number, each in enumerate(given, start=1):
                if not isinstance(each, Line) or each.period is self._period:
                    result[f"{kind} {number} net"] = result[f"{kind} {number} entered"] = 0
            for posting in (posting for posting in self._postings if posting.kind == kind):
                result[f"{kind} {posting.number} net"] += sign * posting.net
                result[f"{kind} {posting.number} entered"] += sign * posting.entered
                result[f"{kind}_net"] += sign * posting.net if posting.counts else 0
        for tax, due in self._tax.items():
            members = [posting for posting in self._counted() if posting.tax == tax]
            result[f"{_tax_name(tax)} base"] = sum(posting.net for posting in members)
            result[f"{_tax_name(tax)} tax"] = due
        lines = [posting for posting in self._counted() if posting.kind == "lines"]
        result["lines_entered"] = sum(posting.entered for posting in lines)
        return dict(result) | self.payment()

    def payment(self) -> dict[str, int]:
        """Return what follows from the sums of all groups, in cents."""
        net = sum(posting.net for posting in self._counted())
        tax_total = sum(self._tax.values())
        prepaid = self._cents(Fraction(self._figures.prepaid))
        due = net + tax_total - prepaid
        payable = self._coins(due)
        return {
            "net": net,
            "tax_total": tax_total,
            "gross": net + tax_total,
            "prepaid": prepaid,
            "rounding": payable - due,
            "payable": payable,
            "with_options": self._with_options(payable),
        }

    def _with_options(self, payable: int) -> int:
        lines = self._figures.lines
        if not any(line.optional and line.period is self._period for line in lines):
            return payable
        taken = tuple(dataclasses.replace(line, optional=False) for line in lines)
        everything = _Ledger(dataclasses.replace(self._figures, lines=taken), self._period)
        return everything.payment()["payable"]

    def _counted(self) -> list[_Posting]:
        return [posting for posting in self._postings if posting.counts]

    def _adjustments(self) -> Iterator[tuple[str, int, tuple[Adjustment, ...]]]:
        yield "discounts", -1, self._figures.discounts
        yield "charges", 1, self._figures.charges

    def _cents(self, amount: Fraction) -> int:
        """Round to whole cents, halves away from zero."""
        size: int = floor(abs(amount) * self._scale + Fraction(1, 2))
        return size if amount > 0 else -size

    def _amount(self, adjustment: Adjustment, of: Fraction) -> int:
        if adjustment.percent is None:
            return self._cents(Fraction(adjustment.amount or 0))
        return self._cents(of * Fraction(adjustment.percent) / 100)

    def _line(self, line: Line) -> int:
        each = Fraction(line.unit_price) / Fraction(line.price_base_quantity)
        price = Fraction(line.quantity) * each
        adjusted = sum(self._amount(charge, price) for charge in line.charges) - sum(
            self._amount(discount, price) for discount in line.discounts
        )
        return self._cents(price + Fraction(adjusted, self._scale))

    def _share(self, adjustment: Adjustment, by_tax: Counter[Tax]) -> dict[Tax, int]:
        """Give a document's adjustment to its own tax group or hand it out to all."""
        whole = sum(by_tax.values())
        amount = self._amount(adjustment, Fraction(whole, self._scale))
        if adjustment.tax is not None:
            return {adjustment.tax: amount}
        groups = sorted(by_tax, key=lambda tax: tax.category)
        groups.sort(key=lambda tax: (abs(by_tax[tax]), tax.rate), reverse=True)
        weights = [by_tax[tax] for tax in groups]
        if not whole:
            weights = [abs(weight) for weight in weights] if any(weights) else [1] * len(groups)
        ideals = [Fraction(amount * weight, sum(weights)) for weight in weights]
        return dict(zip(groups, _hand_out(amount, ideals), strict=True))

    def _without_tax(self, entered: int, tax: Tax) -> int:
        if not self._figures.prices_include_tax:
            return entered
        return self._cents(Fraction(entered, self._scale) / (1 + Fraction(tax.rate) / 100))

    def _settle(self, tax: Tax) -> int:
        """Set the net of each posting in a tax group and return the tax on them."""
        members = [posting for posting in self._counted() if posting.tax == tax]
        entered = sum(posting.entered for posting in members)
        base = self._without_tax(entered, tax)
        rate = Fraction(tax.rate) / 100
        if not self._figures.prices_include_tax:
            for posting in members:
                posting.net = posting.entered
            return self._cents(Fraction(base, self._scale) * rate)
        nets = _hand_out(base, [posting.entered / (1 + rate) for posting in members])
        for posting, net in zip(members, nets, strict=True):
            posting.net = net
        return entered - base

    def _coins(self, due: int) -> int:
        """Return the payable amount nearest to `due`, the larger of two that are equally near."""
        if self._figures.cash_rounding is None:
            return due
        coin = int(Fraction(self._figures.cash_rounding) * self._scale)
        below = abs(due) // coin * coin
        nearest = below if 2 * (abs(due) - below) < coin else below + coin
        return nearest if due > 0 else -nearest


def _hand_out(total: int, ideals: Sequence[Fraction]) -> list[int]:
    """Give each its whole cents, then cent by cent to whoever lacks most, the first of equals."""
    given = [floor(ideal) for ideal in ideals]
    queue = [
        (cents - ideal, index)
        for index, (cents, ideal) in enumerate(zip(given, ideals, strict=True))
    ]
    heapify(queue)
    for _cent in range(total - sum(given)):
        _lack, neediest = heappop(queue)
        given[neediest] += 1
    return given
