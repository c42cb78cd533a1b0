"""What is left of a price once what the thing costs the business is paid; seen by the sender alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from deskcrm.domain.money import EXACT, round_money


@dataclass(frozen=True, slots=True)
class Margin:
    """What of `net`, a price without tax, is left after `cost`."""

    net: Decimal
    cost: Decimal

    @property
    def amount(self) -> Decimal:
        """What is left; below zero if the thing costs more than it brings."""
        return self.net - self.cost

    @property
    def percent(self) -> Decimal | None:
        """What is left in percent of the price, to a tenth; None where the price is nothing."""
        if not self.net:
            return None
        share = EXACT.divide(100 * self.amount, abs(self.net))
        return share.quantize(Decimal("0.1"), context=EXACT)


def margin(net: Decimal, quantity: Decimal, cost: Decimal | None, currency: str) -> Margin | None:
    """Return the margin of an item: its net less what so many units cost; None without a cost."""
    if cost is None:
        return None
    return Margin(net, round_money(EXACT.multiply(quantity, cost), currency))


def whole_margin(margins: Iterable[Margin | None]) -> Margin | None:
    """Return the margin of several items, of those with a known cost alone; None if there are none."""
    known = [each for each in margins if each is not None]
    if not known:
        return None
    zero = Decimal(0)
    return Margin(sum((m.net for m in known), zero), sum((m.cost for m in known), zero))
