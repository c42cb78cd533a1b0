"""Days begin and end by the local clock, whatever the zone a moment is written in."""

import datetime as dt
import time
from collections.abc import Iterator

import pytest

from deskcrm.domain.days import end_of, local_day, start_of

DAY = dt.date(2026, 3, 29)
"""In Sofia the night in which the clocks go from 3 to 4."""


@pytest.fixture(params=["Europe/Sofia", "America/Los_Angeles", "Pacific/Auckland", "UTC"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield request.param
    time.tzset()


@pytest.mark.usefixtures("zone")
def test_the_first_and_last_moment_of_a_day_lie_in_it_and_their_neighbours_do_not() -> None:
    blink = dt.timedelta(microseconds=1)
    first, last = start_of(DAY).astimezone(dt.UTC), end_of(DAY).astimezone(dt.UTC)
    assert local_day(first) == local_day(last) == DAY
    assert local_day(first - blink) == DAY - dt.timedelta(days=1)
    assert local_day(last + blink) == DAY + dt.timedelta(days=1)


def test_late_in_the_evening_it_is_tomorrow_further_east(zone: str) -> None:
    evening = dt.datetime(2026, 11, 21, 22, 30, tzinfo=dt.UTC)
    tomorrow = zone in {"Europe/Sofia", "Pacific/Auckland"}
    assert local_day(evening) == dt.date(2026, 11, 22 if tomorrow else 21)
