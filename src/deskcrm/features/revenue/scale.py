"""The scale beside a chart: round figures from nothing to above the highest bar."""

from decimal import Decimal
from math import ceil
from typing import Final

_STEPS: Final = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


def ticks(highest: Decimal, most: int = 5) -> tuple[Decimal, ...]:
    """Return round figures at equal distances, 0 first, the last not below `highest`.

    >>> [int(tick) for tick in ticks(Decimal(16300))]
    [0, 5000, 10000, 15000, 20000]
    """
    if highest <= 0:
        return (Decimal(0), Decimal(1))
    least = highest / most
    size = Decimal(1).scaleb(least.adjusted())
    step = next(size * each for each in _STEPS if size * each >= least)
    count = ceil(highest / step)
    return tuple(step * number for number in range(count + 1))
