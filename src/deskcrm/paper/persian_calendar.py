"""Dates of the Persian (Solar Hijri) calendar, which Babel does not write.

Within the years covered, leap years follow a cycle of 33 years that agrees with the astronomical
new year in Tehran: eight of them, and the 33 years have 12,053 days.
"""

import datetime as dt

MONTHS = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور",
    "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
)  # fmt: skip

_FIRST, _LAST = 1178, 1633
"""The years in which the cycle is right."""
_NEW_YEAR_1400 = dt.date(2021, 3, 21)


def is_leap(year: int) -> bool:
    """Say whether a Persian year has 366 days."""
    return (25 * year + 11) % 33 < 8


def new_year(year: int) -> dt.date:
    """Return the first day of a Persian year."""
    return _NEW_YEAR_1400 + dt.timedelta(365 * (year - 1400) + _leap_days(year) - _leap_days(1400))


def is_covered(date: dt.date) -> bool:
    """Say whether the calendar is known to be right on a day."""
    return new_year(_FIRST) <= date < new_year(_LAST + 1)


def persian_date(date: dt.date) -> tuple[int, int, int]:
    """Return year, month and day of a covered day.

    >>> persian_date(dt.date(2026, 11, 21))
    (1405, 8, 30)
    """
    year = date.year - 621
    if date < new_year(year):
        year -= 1
    day = (date - new_year(year)).days
    # Six months of 31 days, then such of 30.
    month, rest = divmod(day, 31) if day < 186 else divmod(day - 186, 30)
    return year, month + (1 if day < 186 else 7), rest + 1


def _leap_days(year: int) -> int:
    """Return how many leap days the years before a year have brought."""
    return (8 * year + 21) // 33
