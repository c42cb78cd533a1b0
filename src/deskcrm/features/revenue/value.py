"""What a client is worth to the business: recency, frequency and money, in bands, as one word."""

import datetime as dt
import enum
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeVar

FEW: Final = 50
"""Below so many paying clients ranks mean little, and three bands have to do."""

_NEW_FOR: Final = dt.timedelta(days=180)
_FRESH_FOR: Final = dt.timedelta(days=90)


RankedT = TypeVar("RankedT", dt.date, int, Decimal)


class ClientWord(enum.StrEnum):
    """A client in one word."""

    CHAMPION = "champion"
    """Bought lately, often and for much."""
    LOYAL = "loyal"
    NEW = "new"
    """Bought once, within the last half year."""
    AT_RISK = "at risk"
    """Was worth much, and has not bought for longer than most."""
    LOST = "lost"
    """Bought little, and that long ago."""


@dataclass(frozen=True, slots=True)
class Purchases:
    """What one client bought to date."""

    first: dt.date
    last: dt.date
    count: int
    amount: Decimal


def bands_for(clients: int) -> int:
    """Return into how many bands so many paying clients are divided."""
    return 3 if clients < FEW else 5


def scores(values: Sequence[RankedT], bands: int) -> list[int]:
    """Rank values from 1 to `bands`, the greatest best; equal values share the score of their middle.

    >>> scores([10, 20, 20, 30], 3)
    [1, 2, 2, 3]
    """
    ranked = sorted(values)
    found = []
    for value in values:
        below, through = bisect_left(ranked, value), bisect_right(ranked, value)
        found.append(1 + bands * (below + through) // (2 * len(ranked)))
    return found


def words(clients: Sequence[Purchases], today: dt.date) -> list[ClientWord]:
    """Return the word for each client, ranked among all of them."""
    bands = bands_for(len(clients))
    recency = scores([client.last for client in clients], bands)
    frequency = scores([client.count for client in clients], bands)
    money = scores([client.amount for client in clients], bands)
    return [
        _word(client, _Rank(r, bands), _Rank(f, bands), _Rank(m, bands), today)
        for client, r, f, m in zip(clients, recency, frequency, money, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Rank:
    """A score among bands; of five, the upper two are high and the lower two low."""

    score: int
    bands: int

    @property
    def is_high(self) -> bool:
        return self.score > self.bands - self.bands // 2

    @property
    def is_low(self) -> bool:
        return self.score <= self.bands // 2


def _word(
    client: Purchases, recency: _Rank, frequency: _Rank, money: _Rank, today: dt.date
) -> ClientWord:
    if client.count == 1 and today - client.first <= _NEW_FOR:
        return ClientWord.NEW
    if recency.is_high and frequency.is_high and money.is_high:
        return ClientWord.CHAMPION
    # A rank alone calls somebody late who bought last month, if all others did last week.
    if recency.is_low and today - client.last > _FRESH_FOR:
        small = money.is_low and not frequency.is_high
        return ClientWord.LOST if small else ClientWord.AT_RISK
    return ClientWord.LOYAL
