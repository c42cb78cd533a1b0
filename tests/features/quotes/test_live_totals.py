"""Totals that are computed again after each change are those computed from the ground up."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from builders import NOW
from deskcrm.domain.figures import NegativePrice
from deskcrm.domain.totals import Adjustment, Period, totals
from deskcrm.features.quotes.drafts import LineDraft, QuoteDraft
from deskcrm.features.quotes.live_totals import LiveTotals
from quoting import line


def draft_of(*lines: LineDraft, **more: Any) -> QuoteDraft:
    day = NOW.date()
    return replace(
        QuoteDraft("", "", None, None, "EUR", "en", False, day, day), lines=lines, **more
    )


LINES = st.builds(
    lambda quantity, price, rate, optional, period: line(
        quantity=str(quantity), price=str(price), rate=rate, optional=optional, period=period
    ),
    st.integers(-3, 9),
    st.decimals(0, 999, places=3),
    st.sampled_from(["0", "10", "21"]),
    st.booleans(),
    st.sampled_from(Period),
)
EDITS = st.lists(st.tuples(st.integers(0, 5), LINES), max_size=8)


@settings(deadline=None)
@given(
    st.lists(LINES, min_size=1, max_size=6),
    EDITS,
    st.booleans(),
    st.sampled_from(["EUR", "JPY", "KWD"]),
)
def test_after_any_changes_the_totals_are_those_of_a_fresh_start(
    lines: list[LineDraft], edits: list[tuple[int, LineDraft]], included: bool, currency: str
) -> None:
    live = LiveTotals()
    percent = (Adjustment(percent=Decimal(5)),)
    discounts = percent if any(each.period is Period.ONCE for each in lines) else ()
    for place, edited in [(0, lines[0]), *edits]:
        lines[place % len(lines)] = edited
        if all(each.period is not Period.ONCE or not each.figures.counts for each in lines):
            discounts = ()
        draft = draft_of(
            *lines, prices_include_tax=included, currency=currency, discounts=discounts
        )
        assert live.of(draft) == totals(draft.figures)


def test_a_wrong_line_is_refused_each_time_and_forgotten_when_it_is_mended() -> None:
    live, good, wrong = LiveTotals(), line(), line(price="-1")
    live.of(draft_of(good))
    for _time in range(2):
        with pytest.raises(NegativePrice):
            live.of(draft_of(good, wrong))
    assert live.of(draft_of(good)).net == Decimal("76.00")


def test_the_same_line_twice_counts_twice() -> None:
    live, one = LiveTotals(), line()
    assert live.of(draft_of(one, one)).net == Decimal("152.00")


def test_another_currency_is_rounded_anew() -> None:
    live, one = LiveTotals(), line(quantity="1", price="1.26")
    assert live.of(draft_of(one)).net == Decimal("1.26")
    assert live.of(draft_of(one, currency="JPY")).net == Decimal(1)
