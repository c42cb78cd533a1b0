"""Follow-ups that come back: the days they are due."""

import datetime as dt

import pytest
from hypothesis import given, strategies as st

from deskcrm.domain.activities import FollowUp, Repeat, occurrence

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2090, 12, 31))
REPEATS = st.sampled_from([Repeat.DAILY, Repeat.WEEKLY, Repeat.MONTHLY, Repeat.YEARLY])


def test_the_last_of_a_month_stays_the_last_after_a_short_one() -> None:
    start = dt.date(2026, 1, 31)
    days = [occurrence(start, Repeat.MONTHLY, count) for count in range(4)]
    assert [day.isoformat() for day in days] == [
        "2026-01-31",
        "2026-02-28",
        "2026-03-31",
        "2026-04-30",
    ]


def test_a_leap_day_comes_back_every_year() -> None:
    start = dt.date(2024, 2, 29)
    assert occurrence(start, Repeat.YEARLY, 1) == dt.date(2025, 2, 28)
    assert occurrence(start, Repeat.YEARLY, 4) == dt.date(2028, 2, 29)


@given(DAYS, REPEATS, DAYS)
def test_the_next_day_is_the_first_one_after(
    start: dt.date, repeat: Repeat, after: dt.date
) -> None:
    planned = FollowUp(title="x", due_on=start, starts_on=start, repeat=repeat)
    day = planned.next_day(after=after)
    assert day is not None
    assert day > after
    assert day > start
    count = 1
    while occurrence(start, repeat, count) <= after:
        count += 1
    assert day == occurrence(start, repeat, count)


def test_what_does_not_repeat_has_no_next_day() -> None:
    assert (
        FollowUp(title="x", due_on=dt.date(2026, 1, 1)).next_day(after=dt.date(2026, 1, 1)) is None
    )


@pytest.mark.parametrize("repeat", list(Repeat))
def test_nothing_comes_back_after_the_end_of_the_calendar(repeat: Repeat) -> None:
    last = FollowUp(title="Ask", due_on=dt.date.max, repeat=repeat)
    assert last.next_day(after=dt.date.max) is None
