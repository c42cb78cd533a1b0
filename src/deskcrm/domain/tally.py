"""Remembers what the lines of a quote came to, so that a change of one line counts that line alone."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from deskcrm.domain.figures import Figures, Line
from deskcrm.domain.money import require_amount


@dataclass(frozen=True, slots=True)
class LineTotal:
    """What a line comes to: without tax, and as entered (with its tax if prices include it)."""

    net: Decimal
    entered: Decimal


Counted = tuple[Line, Decimal, LineTotal]
"""A line, its amount as entered, and its total where that is also its net."""


class Tally:
    """The lines of the quote that was computed last; lines cannot change, so the same is the same.

    Lines are known as objects, not by what they say: to compare a thousand would cost as much as to
    count them.
    """

    def __init__(self) -> None:
        self._currency = ""
        self._known: dict[int, Counted] = {}

    def knows(self, line: Line) -> bool:
        """Say whether a line was checked and counted before."""
        return id(line) in self._known

    def count(self, figures: Figures, amount_of: Callable[[Line, str], Decimal]) -> list[Counted]:
        """Return what each line comes to; `amount_of` computes it for those not yet known."""
        currency = figures.currency
        before = self._known if currency == self._currency else {}
        found = []
        for line in figures.lines:
            known = before.get(id(line))
            if known is None:
                amount = amount_of(line, currency)
                require_amount(amount)
                known = (line, amount, LineTotal(amount, amount))
            found.append(known)
        # A line that is kept here stays the only one of its id.
        self._currency, self._known = currency, {id(each[0]): each for each in found}
        return found
