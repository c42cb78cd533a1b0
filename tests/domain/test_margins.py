"""What is left of a price after its cost."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from deskcrm.domain.margins import Margin, margin, whole_margin

D = Decimal


@pytest.mark.parametrize(
    ("net", "quantity", "cost", "left", "percent"),
    [
        ("85.00", "1", "34", "51.00", "60.0"),
        ("170.00", "2", "34", "102.00", "60.0"),
        ("100.00", "3", "33.333", "0.00", "0.0"),
        ("50.00", "1", "60", "-10.00", "-20.0"),
        ("-50.00", "-1", "20", "-30.00", "-60.0"),
        ("3.00", "1", "1", "2.00", "66.7"),
        ("0.00", "1", "5", "-5.00", None),
        ("10.00", "1", "0", "10.00", "100.0"),
    ],
)
def test_a_margin_is_what_is_left_of_the_net(
    net: str, quantity: str, cost: str, left: str, percent: str | None
) -> None:
    found = margin(D(net), D(quantity), D(cost), "EUR")
    assert found is not None
    assert found.amount == D(left)
    assert found.percent == (None if percent is None else D(percent))


def test_a_cost_is_rounded_to_what_the_currency_has() -> None:
    found = margin(D(100), D("1.5"), D("33.33"), "JPY")
    assert found == Margin(D(100), D(50))


def test_without_a_cost_there_is_no_margin() -> None:
    assert margin(D(85), D(1), None, "EUR") is None
    assert whole_margin([None, None]) is None


AMOUNTS = st.decimals(min_value=-9999, max_value=9999, places=2)
MARGINS = st.builds(Margin, AMOUNTS, AMOUNTS)


@given(st.lists(st.none() | MARGINS))
def test_the_margin_of_several_adds_up(margins: list[Margin | None]) -> None:
    known = [each for each in margins if each is not None]
    whole = whole_margin(margins)
    assert (whole is None) == (not known)
    if whole is not None:
        assert whole.amount == sum(each.amount for each in known)


@given(MARGINS)
def test_the_percentage_has_the_sign_of_what_is_left(one: Margin) -> None:
    if one.percent:
        assert (one.percent > 0) == (one.amount > 0)
