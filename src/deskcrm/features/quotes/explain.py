"""The steps of a quote's totals in plain words, with figures in the language in use."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from deskcrm import formats
from deskcrm.domain.explain import (
    Change,
    DocumentSteps,
    Explanation,
    GroupSteps,
    LineSteps,
    PeriodSteps,
    Rounded,
    explain,
)
from deskcrm.domain.figures import Adjustment, Figures, Period, Tax, TaxCategory
from deskcrm.domain.money import digits, round_money
from deskcrm.domain.numbers import plain
from deskcrm.domain.payments import Part, plan
from deskcrm.i18n import _, mark

_MOST_TERMS = 6
"""A longer sum is told by how many figures it adds."""
_MOST_PLACES = 8
_NAME = 60

_PERIODS = {Period.MONTH: mark("Each month"), Period.YEAR: mark("Each year")}


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it is about, how it is worked out, the amount that comes out."""

    label: str
    working: str
    amount: Decimal
    exact: Fraction
    """The value before it was rounded."""
    is_result: bool = False
    """Whether the figure stands on the quote as it is."""


@dataclass(frozen=True, slots=True)
class Section:
    """Steps that belong together, under a title."""

    title: str
    steps: tuple[Step, ...]


def explanation(figures: Figures, payments: Sequence[Part] = ()) -> tuple[Section, ...]:
    """Return how the totals of a quote, and the parts of its payment plan, come about.

    Raise a CrmError for wrong figures, or a plan that does not add up.
    """
    found = explain(figures)
    words = _Words(figures)
    sections = [*words.period(found.once), words.payment(found)]
    if payments:
        sections.append(words.plan(payments, found.payable))
    for each in found.recurring:
        sections += words.period(each)
    return tuple(section for section in sections if section.steps)


def step_amount(step: Step, currency: str) -> str:
    """Write what comes out of a step: an amount of money, or a price that is not rounded yet."""
    if step.amount == round_money(step.amount, currency):
        return formats.number(step.amount, places=digits(currency)).replace("-", "−")
    return _number(step.exact)


def explanation_to_json(sections: Sequence[Section]) -> list[dict[str, Any]]:
    """Return sections as JSON values; amounts are strings, exact values too where rounding changed them."""
    return [
        {
            "title": section.title,
            "steps": [
                {
                    "label": step.label,
                    "working": step.working,
                    "exact": _exact_text(step.exact),
                    "amount": f"{step.amount:f}",
                }
                for step in section.steps
            ],
        }
        for section in sections
    ]


class _Words:
    """Writes the steps of one quote."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures
        self._places = digits(figures.currency)

    def period(self, part: PeriodSteps) -> Iterator[Section]:
        """Yield the lines, what changes their sum, and the taxes of one period."""
        when = _(_PERIODS[part.period]) if part.period in _PERIODS else ""

        def titled(title: str) -> str:
            return f"{when} · {title}" if when else title

        lines = [step for each in part.lines for step in self._line(each)]
        counted = [each for each in part.lines if each.line.counts]
        lines.append(self._sum(_("Sum of the lines"), [e.entered.amount for e in counted]))
        yield Section(titled(_("Lines")), tuple(lines))
        document = [step for each in part.document for step in self._document(each)]
        yield Section(titled(_("Discounts and surcharges on the whole quote")), tuple(document))
        taxes = [step for group in part.groups for step in self._group(group, part)]
        if len(part.groups) != 1:
            taxes.append(self._sum(_("Net"), [g.base.amount for g in part.groups]))
            taxes.append(self._sum(_("Tax"), [g.due.amount for g in part.groups]))
        yield Section(titled(_("Taxes")), tuple(taxes))
        if when:
            working = self._plus([part.net, part.tax_total])
            yield Section(when, (self._step(_("Total"), working, part.gross, result=True),))

    def payment(self, found: Explanation) -> Section:
        """Return how the amount due follows from net and tax."""
        once, prepaid = found.once, found.prepaid
        steps = [
            self._step(_("Total"), self._plus([once.net, once.tax_total]), once.gross, result=True)
        ]
        due = once.gross - prepaid.amount
        if prepaid.amount:
            working = self._plus([once.gross, -prepaid.amount])
            steps.append(self._step(_("Less what is paid already"), working, due, result=True))
        if found.coins is not None:
            coin = self._figures.cash_rounding or Decimal(1)
            nearest = Fraction(found.payable) / Fraction(coin)
            working = _(
                "{amount} ÷ {coin} = {exact}; the nearest whole number is {nearest}"
            ).format(
                amount=self._amount(due),
                coin=_number(Fraction(coin)),
                exact=_number(found.coins),
                nearest=_number(nearest),
            )
            steps.append(self._step(_("Rounded to coins"), working, found.payable, result=True))
        if found.with_options is not None:
            working = _("The same steps, with every optional line counted")
            step = self._step(_("With all options"), working, found.with_options, result=True)
            steps.append(step)
        return Section(_("To be paid"), tuple(steps))

    def plan(self, payments: Sequence[Part], payable: Decimal) -> Section:
        """Return what each part of the payment plan comes to."""
        steps = []
        for part, amount in zip(
            payments, plan(payments, payable, self._figures.currency), strict=True
        ):
            exact = Fraction(amount)
            if part.percent is not None:
                exact = Fraction(payable) * Fraction(part.percent) / 100
                working = self._percent_of(part.percent, Fraction(payable))
            elif part.is_rest:
                working = _("What the other parts leave")
            else:
                working = _("A fixed amount")
            working = self._rounding(working, Rounded(exact, amount))
            steps.append(Step(part.label, working, amount, exact, is_result=True))
        return Section(_("Payment plan"), tuple(steps))

    def _line(self, each: LineSteps) -> Iterator[Step]:
        line = each.line
        remark = ""
        if line.alternative:
            remark = _("an alternative, not counted")
        elif line.optional:
            remark = _("optional, not counted")
        name = line.description.partition("\n")[0].strip()[:_NAME]
        label = formats.beside(formats.number(each.number), name, remark)
        price = _number(Fraction(line.unit_price), least=self._places)
        working = f"{_number(Fraction(line.quantity))} × {price}"
        if line.price_base_quantity != 1:
            working += f" ÷ {_number(Fraction(line.price_base_quantity))}"
        if not each.changes:
            yield self._rounded_step(label, working, each.entered, result=True)
            return
        terms = [_number(each.price, least=self._places)]
        yield Step(
            label,
            working if _places(each.price) <= self._places else f"{working} = {terms[0]}",
            self._rough(each.price),
            each.price,
        )
        for change in each.changes:
            yield self._change(change)
            sign = "+" if change.is_charge else "−"
            terms.append(f"{sign} {self._amount(change.result.amount)}")
        yield self._rounded_step(_("The line comes to"), " ".join(terms), each.entered, result=True)

    def _change(self, change: Change) -> Step:
        adjustment, sign = change.adjustment, 1 if change.is_charge else -1
        if adjustment.percent is not None:
            working = self._percent_of(adjustment.percent, change.of)
        else:
            working = _("A fixed amount")
        return Step(
            _name(adjustment, is_charge=change.is_charge),
            self._rounding(working, change.result),
            sign * change.result.amount,
            sign * change.result.exact,
            is_result=True,
        )

    def _document(self, each: DocumentSteps) -> Iterator[Step]:
        yield self._change(each.change)
        if len(each.shares) < 2:
            return
        sign = 1 if each.change.is_charge else -1
        whole = sum((share.base for share in each.shares), Decimal(0))
        for share in each.shares:
            if whole:
                working = (
                    f"{self._amount(each.change.result.amount)} × {self._amount(share.base)}"
                    f" ÷ {self._amount(whole)}"
                )
            else:
                working = _("A share by size: the groups cancel each other out")
            yield Step(
                _("of it for {tax}").format(tax=_tax(share.tax)),
                self._shared(working, share.result),
                sign * share.result.amount,
                sign * share.result.exact,
            )

    def _group(self, group: GroupSteps, part: PeriodSteps) -> Iterator[Step]:
        tax = _tax(group.tax)
        entered = [each.entered for each in group.parts]
        if not self._figures.prices_include_tax:
            yield self._sum(_base(group.tax), entered)
            working = f"{self._amount(group.entered)} × {formats.percent(group.tax.rate)}"
            yield self._rounded_step(tax, working, group.due, result=True)
            return
        if len(entered) > 1:
            yield self._sum(_("With {tax}").format(tax=tax), entered)
        divisor = _number(1 + Fraction(group.tax.rate) / 100)
        working = f"{self._amount(group.entered)} ÷ {divisor}"
        yield self._rounded_step(_base(group.tax), working, group.base, result=True)
        working = self._plus([group.entered, -group.base.amount])
        yield self._rounded_step(tax, working, group.due, result=True)
        if len(group.parts) > 1 and group.tax.rate:
            names = {each.number: each.line.description.partition("\n")[0] for each in part.lines}
            for each in group.parts:
                name = _("Line {number} without tax").format(number=formats.number(each.line or 0))
                if each.line is None:
                    assert each.adjustment is not None
                    name = _("{name} without tax").format(
                        name=_name(each.adjustment, is_charge=each.entered > 0)
                    )
                elif names.get(each.line):
                    name = f"{name} · {names[each.line][:_NAME]}"
                working = f"{self._amount(each.entered)} ÷ {divisor}"
                yield Step(name, self._shared(working, each.net), each.net.amount, each.net.exact)

    def _sum(self, label: str, amounts: Sequence[Decimal]) -> Step:
        total = sum(amounts, Decimal(0).scaleb(-self._places))
        if len(amounts) > _MOST_TERMS:
            working = _("{n} amounts added").format(n=formats.number(len(amounts)))
        else:
            working = self._plus(amounts)
        return self._step(label, working, total, result=True)

    def _step(self, label: str, working: str, amount: Decimal, *, result: bool = False) -> Step:
        return Step(label, working, amount, Fraction(amount), result)

    def _rounded_step(
        self, label: str, working: str, value: Rounded, *, result: bool = False
    ) -> Step:
        return Step(label, self._rounding(working, value), value.amount, value.exact, result)

    def _rounding(self, working: str, value: Rounded) -> str:
        """Add the exact value to a working if rounding changed it."""
        if value.is_exact:
            return working
        return _("{working} = {exact}, rounded").format(working=working, exact=_number(value.exact))

    def _shared(self, working: str, value: Rounded) -> str:
        """Add how a share became whole cents: rounded down, or up where the most was lacking."""
        if value.is_exact:
            return working
        words = _("{working} = {exact}, rounded down")
        if Fraction(value.amount) > value.exact:
            words = _("{working} = {exact}, and a cent left over")
        return words.format(working=working, exact=_number(value.exact))

    def _percent_of(self, percent: Decimal, of: Fraction) -> str:
        return _("{percent} of {amount}").format(
            percent=formats.percent(percent), amount=_number(of, least=self._places)
        )

    def _plus(self, amounts: Sequence[Decimal]) -> str:
        """Write a sum as one would say it: 10.00 + 5.00 − 2.00."""
        written = ""
        for place, amount in enumerate(amounts):
            sign = ("−" if amount < 0 else "") if not place else " − " if amount < 0 else " + "
            written += sign + self._amount(abs(amount))
        return written or self._amount(Decimal(0))

    def _amount(self, amount: Decimal) -> str:
        return formats.number(amount, places=self._places).replace("-", "−")

    def _rough(self, exact: Fraction) -> Decimal:
        """Return an exact price as a decimal, with a few places more than money has."""
        return Decimal(round(exact * 10**_MOST_PLACES)).scaleb(-_MOST_PLACES).normalize()


def _name(adjustment: Adjustment, *, is_charge: bool) -> str:
    word = _("Surcharge") if is_charge else _("Discount")
    name = adjustment.reason or word
    return name if adjustment.percent is None else f"{name} {formats.percent(adjustment.percent)}"


def _tax(tax: Tax) -> str:
    if tax.category.charges_tax or tax.category is TaxCategory.Z:
        return _("Tax {rate}").format(rate=formats.percent(tax.rate))
    return _("No tax ({category})").format(category=tax.category.value)


def _base(tax: Tax) -> str:
    if tax.category.charges_tax or tax.category is TaxCategory.Z:
        return _("Net at {rate}").format(rate=formats.percent(tax.rate))
    return _("Net without tax ({category})").format(category=tax.category.value)


def _places(value: Fraction) -> int:
    """Return how many digits after the decimal sign a value has, one more than are shown at most."""
    for places in range(_MOST_PLACES + 1):
        if (value * 10**places).denominator == 1:
            return places
    return _MOST_PLACES + 1


def _number(value: Fraction, *, least: int = 0) -> str:
    """Write an exact value; one that never ends is cut with “…”."""
    places = max(_places(value), least)
    if places <= _MOST_PLACES:
        return formats.number(_decimal(value, places), places=places).replace("-", "−")
    cut = formats.number(_decimal(value, _MOST_PLACES), places=_MOST_PLACES)
    return cut.replace("-", "−") + "…"


def _decimal(value: Fraction, places: int) -> Decimal:
    """Return a value cut after so many places."""
    cut = int(value * 10**places)
    sign = 1 if value < 0 else 0
    return Decimal((sign, tuple(int(letter) for letter in str(abs(cut))), -places))


def _exact_text(value: Fraction) -> str:
    """Write an exact value for other programs: as a decimal, or as a fraction if that never ends."""
    places = _places(value)
    return plain(_decimal(value, places)) if places <= _MOST_PLACES else str(value)
