"""Dates of the Persian calendar, held to days that are known."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from deskcrm.paper.persian_calendar import is_covered, is_leap, new_year, persian_date

NEW_YEARS = {
    1300: (1921, 3, 21),
    1304: (1925, 3, 21),
    1343: (1964, 3, 21),
    1358: (1979, 3, 21),
    1376: (1997, 3, 21),
    1379: (2000, 3, 20),
    1396: (2017, 3, 21),
    1399: (2020, 3, 20),
    1400: (2021, 3, 21),
    1403: (2024, 3, 20),
    1404: (2025, 3, 21),
    1405: (2026, 3, 21),
}
LEAP_YEARS = [
    1342, 1346, 1350, 1354, 1358, 1362, 1366, 1370, 1375, 1379, 1383, 1387, 1391, 1395, 1399, 1403,
    1408,
]  # fmt: skip

covered_days = st.dates(new_year(1178), new_year(1634) - dt.timedelta(1))


@pytest.mark.parametrize("year", NEW_YEARS)
def test_known_new_years(year: int) -> None:
    assert new_year(year) == dt.date(*NEW_YEARS[year])
    assert persian_date(new_year(year)) == (year, 1, 1)


def test_leap_years_are_those_of_irans_calendars() -> None:
    assert [year for year in range(1342, 1410) if is_leap(year)] == LEAP_YEARS


@pytest.mark.parametrize(
    ("day", "persian"),
    [
        (dt.date(1925, 3, 31), (1304, 1, 11)),
        (dt.date(1979, 2, 11), (1357, 11, 22)),
        (dt.date(2025, 3, 20), (1403, 12, 30)),
        (dt.date(2026, 9, 22), (1405, 6, 31)),
        (dt.date(2026, 9, 23), (1405, 7, 1)),
        (dt.date(2026, 11, 21), (1405, 8, 30)),
    ],
)
def test_known_days(day: dt.date, persian: tuple[int, int, int]) -> None:
    assert persian_date(day) == persian


@given(covered_days)
def test_each_day_is_one_after_the_day_before(day: dt.date) -> None:
    year, month, number = persian_date(day)
    longest = 31 if month <= 6 else 30 if month < 12 or is_leap(year) else 29
    assert 1 <= month <= 12
    assert 1 <= number <= longest
    following = day + dt.timedelta(1)
    if is_covered(following):
        expected = (
            (year, month, number + 1)
            if number < longest
            else (year, month + 1, 1)
            if month < 12
            else (year + 1, 1, 1)
        )
        assert persian_date(following) == expected


def test_every_year_has_its_days() -> None:
    years = range(1178, 1634)
    lengths = [(after - before).days for before, after in pairwise(map(new_year, years))]
    assert lengths == [366 if is_leap(year) else 365 for year in years[:-1]]
