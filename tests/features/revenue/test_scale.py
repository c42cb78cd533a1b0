"""The scale beside a chart."""

from decimal import Decimal
from itertools import pairwise

from hypothesis import given, strategies as st

from deskcrm.features.revenue.scale import ticks


def test_a_scale_is_of_round_figures() -> None:
    assert ticks(Decimal(16300)) == tuple(map(Decimal, (0, 5000, 10000, 15000, 20000)))
    assert ticks(Decimal(8690)) == tuple(map(Decimal, (0, 2000, 4000, 6000, 8000, 10000)))


def test_nothing_still_has_a_scale() -> None:
    assert ticks(Decimal(0)) == (Decimal(0), Decimal(1))


@given(st.decimals("0.01", "9e13", places=2))
def test_a_scale_reaches_over_the_highest_bar_in_few_equal_steps(highest: Decimal) -> None:
    scale = ticks(highest)
    assert scale[0] == 0
    assert scale[-2] < highest <= scale[-1]
    assert 2 <= len(scale) <= 6
    assert {after - before for before, after in pairwise(scale)} == {scale[1]}
