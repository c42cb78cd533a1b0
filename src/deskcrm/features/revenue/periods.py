"""The stretches of time that revenue is looked at, and those they are compared with."""

import calendar
import datetime as dt
import enum
from dataclasses import dataclass


class Period(enum.StrEnum):
    """How far back the page looks."""

    YEAR = "year"
    """Twelve calendar months, the present one included."""
    QUARTER = "quarter"
    """The calendar quarter of today."""
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Span:
    """The days from `first` to `last`, both included."""

    first: dt.date
    last: dt.date


EVER = Span(dt.date.min, dt.date.max)


def span_of(period: Period, today: dt.date) -> Span:
    """Return the whole months that a period means on a day."""
    match period:
        case Period.YEAR:
            return Span(month_of(today, -11), month_end(today))
        case Period.QUARTER:
            first = month_of(today, -((today.month - 1) % 3))
            return Span(first, month_end(month_of(first, 2)))
        case Period.ALL:
            return EVER


def span_before(period: Period, today: dt.date) -> Span | None:
    """Return what a period is fairly compared with: as many days of the year or quarter before.

    The present month is not over, so neither is the one it is held against.
    """
    match period:
        case Period.YEAR:
            return Span(month_of(today, -23), day_in_month(today, -12))
        case Period.QUARTER:
            first = span_of(period, today).first
            return Span(month_of(first, -3), day_in_month(today, -3))
        case Period.ALL:
            return None


def month_of(day: dt.date, later: int = 0) -> dt.date:
    """Return the first day of the month of `day`, or of one so many months later.

    >>> month_of(datetime.date(2026, 11, 21), -11)
    datetime.date(2025, 12, 1)
    """
    months = day.year * 12 + day.month - 1 + later
    return dt.date(months // 12, months % 12 + 1, 1)


def month_end(day: dt.date) -> dt.date:
    """Return the last day of the month of `day`."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def day_in_month(day: dt.date, later: int) -> dt.date:
    """Return the same day so many months later, or the last one of a shorter month."""
    month = month_of(day, later)
    return month.replace(day=min(day.day, month_end(month).day))
