"""The stretches of time that revenue is looked at."""

import datetime as dt

import pytest
from hypothesis import given, strategies as st

from deskcrm.features.revenue.periods import (
    Period,
    Span,
    day_in_month,
    month_of,
    span_before,
    span_of,
)

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2100, 12, 31))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_twelve_months_end_with_the_present_one(today: dt.date) -> None:
    assert span_of(Period.YEAR, today) == Span(day("2025-12-01"), day("2026-11-30"))


def test_a_quarter_is_that_of_the_calendar(today: dt.date) -> None:
    assert span_of(Period.QUARTER, today) == Span(day("2026-10-01"), day("2026-12-31"))


def test_a_period_is_compared_with_as_many_days_before(today: dt.date) -> None:
    assert span_before(Period.YEAR, today) == Span(day("2024-12-01"), day("2025-11-21"))
    assert span_before(Period.QUARTER, today) == Span(day("2026-07-01"), day("2026-08-21"))
    assert span_before(Period.ALL, today) is None


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [("2024-02-29", -12, "2023-02-28"), ("2026-05-31", -3, "2026-02-28"), ("2026-01-15", -1, "2025-12-15")],
)  # fmt: skip
def test_a_day_that_a_month_does_not_have_is_its_last(
    start: str, months: int, expected: str
) -> None:
    assert day_in_month(day(start), months) == day(expected)


@given(DAYS, st.integers(-40, 40))
def test_months_are_counted_over_the_turn_of_years(start: dt.date, months: int) -> None:
    there = month_of(start, months)
    assert month_of(there, -months) == start.replace(day=1)


@given(DAYS, st.sampled_from([Period.YEAR, Period.QUARTER]))
def test_a_period_holds_today_and_follows_on_what_it_is_compared_with(
    now: dt.date, period: Period
) -> None:
    span, before = span_of(period, now), span_before(period, now)
    assert span.first <= now <= span.last
    assert before is not None
    assert before.first <= before.last < span.first
