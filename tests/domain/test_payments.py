"""Payment plans: parts that add up to the cent, and sentences for those that cannot."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from deskcrm.domain.money import round_money
from deskcrm.domain.payments import Part, PlanDoesNotAddUp, WrongPart, plan

REST = Part("On delivery")


def percent(value: str) -> Part:
    return Part("Deposit", percent=Decimal(value))


def amount(value: str) -> Part:
    return Part("Deposit", amount=Decimal(value))


@pytest.mark.parametrize(
    ("parts", "whole", "expected"),
    [
        ([percent("30"), REST], "1090.27", ["327.08", "763.19"]),
        ([amount("500"), percent("25"), REST], "1000.00", ["500.00", "250.00", "250.00"]),
        ([percent("50"), percent("50")], "0.01", ["0.00", "0.01"]),
        ([percent("33.33"), percent("33.33"), percent("33.34")], "100.00",
         ["33.33", "33.33", "33.34"]),
        ([amount("40"), amount("60")], "100.00", ["40.00", "60.00"]),
    ],
)  # fmt: skip
def test_worked_plans(parts: list[Part], whole: str, expected: list[str]) -> None:
    found = plan(parts, Decimal(whole), "EUR")
    assert sum(found) == Decimal(whole)
    assert sorted(map(str, found)) == sorted(expected)


def test_a_plan_that_does_not_add_up_names_both_sums() -> None:
    with pytest.raises(PlanDoesNotAddUp, match=r"90\.00 EUR, but 100\.00 EUR"):
        plan([percent("40"), percent("50")], Decimal("100.00"), "EUR")
    with pytest.raises(PlanDoesNotAddUp):
        plan([amount("100"), REST], Decimal("100.00"), "EUR")


@pytest.mark.parametrize("part", [percent("0"), percent("101"), amount("-1"), amount("0")])
def test_a_part_is_a_share_or_an_amount(part: Part) -> None:
    with pytest.raises(WrongPart, match="Part 1"):
        plan([part, REST], Decimal(100), "EUR")


def test_several_rests_share_what_is_left_to_the_cent() -> None:
    thirds = plan([REST, REST, REST], Decimal("100.00"), "EUR")
    assert [str(each) for each in thirds] == ["33.34", "33.33", "33.33"]
    after = plan([percent("30"), REST, REST], Decimal("0.05"), "EUR")
    assert [str(each) for each in after] == ["0.02", "0.02", "0.01"]
    with pytest.raises(PlanDoesNotAddUp):  # a part of nothing is no payment
        plan([REST, REST, REST], Decimal("0.02"), "EUR")


@given(st.integers(1, 9), st.decimals("0.10", 10**6, places=2), st.integers(0, 99))
def test_equal_rests_differ_by_a_cent_at_most(rests: int, whole: Decimal, deposit: int) -> None:
    parts = [percent(str(deposit))] * (deposit > 0) + [REST] * rests
    try:
        found = plan(parts, whole, "EUR")
    except PlanDoesNotAddUp:
        assert whole * (100 - deposit) / 100 < rests * Decimal("0.02")
        return
    assert sum(found) == whole
    assert max(found[-rests:]) - min(found[-rests:]) <= Decimal("0.01")


@given(
    st.lists(st.integers(1, 50), min_size=1, max_size=8),
    st.decimals("0.50", 10**6, places=2),
    st.sampled_from(["EUR", "JPY", "KWD"]),
)
def test_shares_of_a_whole_add_up_whatever_the_currency(
    weights: list[int], whole: Decimal, currency: str
) -> None:
    due = round_money(whole, currency)
    shares = [round(Decimal(100 * weight) / sum(weights), 2) for weight in weights]
    shares[-1] = Decimal(100) - sum(shares[:-1], Decimal(0))
    found = plan([Part("Part", percent=share) for share in shares], due, currency)
    assert sum(found) == due
