"""How totals come about: the steps end with the very totals, for any quote."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings

from deskcrm.domain.explain import PeriodSteps, Rounded, explain
from deskcrm.domain.figures import (
    Adjustment,
    Figures,
    Line,
    NegativePrice,
    Period,
    Tax,
    TaxCategory,
)
from deskcrm.domain.money import unit
from deskcrm.domain.totals import totals
from figuring import any_quote, standard


def line(price: str, rate: str = "21", quantity: str = "1", **more: object) -> Line:
    per = Decimal(str(more.pop("per", 1)))
    return Line("Work", Decimal(quantity), "h", Decimal(price), per, standard(rate), **more)  # type: ignore[arg-type]


def test_a_line_shows_its_price_before_it_is_rounded() -> None:
    steps = explain(Figures("EUR", False, (line("12.3456", quantity="250", per=100),))).once
    assert steps.lines[0].price == Fraction("30.864")
    assert steps.lines[0].entered == Rounded(Fraction("30.864"), Decimal("30.86"))
    assert not steps.lines[0].entered.is_exact


def test_a_discount_shows_what_each_tax_group_bears() -> None:
    figures = Figures(
        "EUR",
        False,
        (line("1", "19"), line("1", "7"), line("1", "0")),
        discounts=(Adjustment(amount=Decimal("0.10")),),
    )
    (step,) = explain(figures).once.document
    assert [share.result for share in step.shares] == [
        Rounded(Fraction(1, 30), Decimal("0.04")),
        Rounded(Fraction(1, 30), Decimal("0.03")),
        Rounded(Fraction(1, 30), Decimal("0.03")),
    ]


def test_prices_with_tax_show_the_division_and_where_the_cents_went() -> None:
    figures = Figures("EUR", True, (line("1.00"),) * 3)
    (group,) = explain(figures).once.groups
    assert group.base == Rounded(Fraction(300, 121), Decimal("2.48"))
    assert group.due.amount == Decimal("0.52")
    assert [part.net.amount for part in group.parts] == [
        Decimal("0.83"),
        Decimal("0.83"),
        Decimal("0.82"),
    ]
    assert {part.net.exact for part in group.parts} == {Fraction(100, 121)}


def test_coins_are_counted_before_they_are_rounded() -> None:
    figures = Figures(
        "EUR", False, (line("10.03", "0"),), prepaid=Decimal("5.01"), cash_rounding=Decimal("0.05")
    )
    found = explain(figures)
    assert (found.coins, found.rounding, found.payable) == (
        Fraction("100.4"),
        Decimal("-0.02"),
        Decimal("5.00"),
    )


def test_a_wrong_figure_is_said_as_by_the_totals() -> None:
    with pytest.raises(NegativePrice):
        explain(Figures("EUR", False, (line("-1"),)))


@given(any_quote())
@settings(max_examples=300)
def test_the_steps_of_any_quote_end_with_its_totals(figures: Figures) -> None:
    result, found = totals(figures), explain(figures)
    once = found.once
    assert (once.lines_entered, once.net) == (result.lines_entered, result.net)
    assert (once.tax_total, once.gross) == (result.tax_total, result.gross)
    assert (found.prepaid.amount, found.rounding) == (result.prepaid, result.rounding)
    assert found.payable == result.payable
    everything = found.payable if found.with_options is None else found.with_options
    assert everything == result.with_options
    entered = [each.change.result.amount for each in once.document]
    assert entered == [each.entered for each in result.discounts + result.charges]
    shares = [(group.tax, group.base.amount, group.due.amount) for group in once.groups]
    assert shares == [(Tax(t.category, t.rate), t.base, t.tax) for t in result.tax]
    lines = {each.number: each for part in (once, *found.recurring) for each in part.lines}
    for number, total in enumerate(result.lines, start=1):
        assert (lines[number].entered.amount, lines[number].net) == (total.entered, total.net)
    assert [(each.period, each.net, each.tax_total, each.gross) for each in found.recurring] == [
        (each.period, each.net, each.tax_total, each.gross) for each in result.recurring
    ]


@given(any_quote())
def test_every_step_is_within_a_cent_of_its_exact_value(figures: Figures) -> None:
    found = explain(figures)
    cent = Fraction(unit(figures.currency))
    for part in (found.once, *found.recurring):
        for step in _roundings(part):
            assert abs(step.exact - Fraction(step.amount)) <= cent
        for group in part.groups:
            assert sum(each.net.amount for each in group.parts) == group.base.amount
    for document in found.once.document:
        shares = sum(share.result.amount for share in document.shares)
        assert shares == document.change.result.amount


def _roundings(part: PeriodSteps) -> list[Rounded]:
    rounded = [each.entered for each in part.lines]
    rounded += [change.result for each in part.lines for change in each.changes]
    rounded += [share.result for each in part.document for share in each.shares]
    for group in part.groups:
        rounded += [group.base, group.due, *(each.net for each in group.parts)]
    return rounded


def test_what_comes_back_has_steps_of_its_own() -> None:
    monthly = line("50", period=Period.MONTH)
    untaxed = Line("Care", Decimal(1), "", Decimal(9), Decimal(1), Tax(TaxCategory.E, Decimal(0)))
    found = explain(Figures("EUR", False, (untaxed, monthly)))
    (month,) = found.recurring
    assert (month.period, month.gross) == (Period.MONTH, Decimal("60.50"))
    assert [each.number for each in month.lines] == [2]
