"""Remembers what the lines of a quote came to, so that a change of one line counts that line alone."""

from collections.abc import Callable
from decimal import Decimal

from deskcrm.domain.figures import Figures, Line
from deskcrm.domain.money import require_amount


class Tally:
    """The lines of the quote that was computed last; lines cannot change, so the same is the same.

    Lines are known as objects, not by what they say: to compare a thousand would cost as much as to
    count them.
    """

    def __init__(self) -> None:
        self._currency = ""
        self._known: dict[int, tuple[Line, Decimal]] = {}

    def knows(self, line: Line) -> bool:
        """Say whether a line was checked and counted before."""
        return id(line) in self._known

    def amounts(self, figures: Figures, count: Callable[[Line, str], Decimal]) -> list[Decimal]:
        """Return what each line comes to as entered; `count` computes it for those not yet known."""
        currency = figures.currency
        before = self._known if currency == self._currency else {}
        now: dict[int, tuple[Line, Decimal]] = {}
        for line in figures.lines:
            found = before.get(id(line))
            if found is None:
                amount = count(line, currency)
                require_amount(amount)
                found = (line, amount)
            now[id(line)] = found
        # A line that is kept here stays the only one of its id.
        self._currency, self._known = currency, now
        return [now[id(line)][1] for line in figures.lines]
