"""Reads a column of dates: which number is the day is decided from the whole column."""

import datetime as dt
import enum
import re
from collections.abc import Iterable
from typing import Final

from deskcrm.domain.text import fold

_NUMBERS = re.compile(
    r"(\d{1,4})\s*([./\-\s])\s*(\d{1,2})\s*\2\s*(\d{1,4})\.?(?:[t ]00:00(?::00)?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WORDED = re.compile(r"(?:(\d{1,2})\.?\s+([a-z]+)\.?|([a-z]+)\.?\s+(\d{1,2})),?\s+(\d{4})")
_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)


class Order(enum.Enum):
    """Which of two numbers before the year is the day."""

    DAY_FIRST = "day"
    MONTH_FIRST = "month"


class Undecided(ValueError):
    """A date that could be read in two ways."""


def no_date(text: str) -> bool:
    """Say whether a text only stands where a date would: empty, or nothing but zeros (0/0/00)."""
    return not fold(text).strip("0./-: t")


def order_of(texts: Iterable[str]) -> Order | None:
    """Return the order that a column of dates proves, or None if it proves none or both."""
    proofs: set[Order] = set()
    for text in texts:
        match = _NUMBERS.fullmatch(fold(text))
        if match is None or len(match[1]) > 2:
            continue
        first, second = int(match[1]), int(match[3])
        if first > 12 >= second:
            proofs.add(Order.DAY_FIRST)
        elif second > 12 >= first:
            proofs.add(Order.MONTH_FIRST)
    return proofs.pop() if len(proofs) == 1 else None


def read_date(text: str, order: Order | None) -> dt.date:
    """Read a date; raise Undecided if `order` would be needed, ValueError if it is none.

    Dots are written between day and month only where the day comes first. Years have four digits:
    two would leave the century open.
    """
    plain = fold(text)
    if match := _COMPACT.fullmatch(plain):
        return dt.date(int(match[1]), int(match[2]), int(match[3]))
    if match := _WORDED.fullmatch(plain):
        month = _MONTHS.index((match[2] or match[3])[:3]) + 1
        return dt.date(int(match[5]), month, int(match[1] or match[4]))
    match = _NUMBERS.fullmatch(plain)
    if match is None:
        raise ValueError(text)
    first, second, third = int(match[1]), int(match[3]), int(match[4])
    if len(match[1]) == 4:
        return dt.date(first, second, third)
    if len(match[4]) != 4:
        raise ValueError(text)
    order = _proof(first, second, match[2]) or order
    if order is None:
        raise Undecided(text)
    day, month = (first, second) if order is Order.DAY_FIRST else (second, first)
    return dt.date(third, month, day)


def _proof(first: int, second: int, between: str) -> Order | None:
    """Return the order that a date proves by itself; None if it may be either."""
    if between == "." or first > 12 or first == second:
        return Order.DAY_FIRST
    return Order.MONTH_FIRST if second > 12 else None
