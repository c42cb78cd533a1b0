"""Payment plans: what is due when, in parts that add up to the whole to the last cent."""

import datetime as dt
import decimal
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from deskcrm.domain.money import EXACT, require_amount, round_money, unit
from deskcrm.errors import CrmError
from deskcrm.i18n import mark


class PlanDoesNotAddUp(CrmError):
    """Parts that come to more or less than what is to be paid."""

    sentence = mark(
        "The payment plan comes to {sum}, but {whole} is to be paid. Change a part, then try again."
    )


class WrongPart(CrmError):
    """A part that is neither a share nor an amount above zero."""

    sentence = mark("Part {part} of the payment plan needs a percentage or an amount above zero.")


@dataclass(frozen=True, slots=True)
class Part:
    """One payment: a percentage of the whole, an amount, or, with neither, whatever is left.

    Several parts with neither share what is left equally, to the cent.

    It is due on a day, or when the milestone that its label names is reached.
    """

    label: str
    percent: Decimal | None = None
    amount: Decimal | None = None
    due_on: dt.date | None = None

    @property
    def is_rest(self) -> bool:
        """Whether the part takes what the others leave, or an equal share of it."""
        return self.percent is None and self.amount is None


def check_parts(parts: Sequence[Part]) -> None:
    """Raise WrongPart or an error of deskcrm.domain.money for parts that cannot be."""
    for number, part in enumerate(parts, start=1):
        given = [value for value in (part.percent, part.amount) if value is not None]
        for value in given:
            require_amount(value)
        if len(given) > 1 or any(value <= 0 for value in given):
            raise WrongPart(part=number)
        if part.percent is not None and part.percent > 100:
            raise WrongPart(part=number)


def plan(parts: Sequence[Part], whole: Decimal, currency: str) -> tuple[Decimal, ...]:
    """Return what each part comes to; their sum is `whole`, or PlanDoesNotAddUp is raised.

    Percentages that leave nothing over share the cents that rounding leaves by largest remainder,
    the earlier part first among equals.
    """
    check_parts(parts)
    if not parts:
        return ()
    with decimal.localcontext(EXACT):
        amounts = [_amount(part, whole, currency) for part in parts]
        left = whole - sum(amounts)
        step = unit(currency)
        rests = [place for place, part in enumerate(parts) if part.is_rest]
        if rests and left >= len(rests) * step:
            each, more = divmod(int(left / step), len(rests))
            for turn, place in enumerate(rests):
                amounts[place] = (each + (turn < more)) * step
            return tuple(amounts)
        shares = [place for place, part in enumerate(parts) if part.percent is not None]
        if not rests and shares and _is_whole(parts, whole, currency):
            exact = {place: whole * (parts[place].percent or 0) / 100 for place in shares}
            cents = int(left / step)
            sign = 1 if cents > 0 else -1
            lacking = sorted(shares, key=lambda place: sign * (amounts[place] - exact[place]))
            for place in lacking[: abs(cents)]:
                amounts[place] += sign * step
            left = whole - sum(amounts)
        if left or rests:
            raise PlanDoesNotAddUp(
                sum=f"{sum(amounts):f} {currency}", whole=f"{whole:f} {currency}"
            )
        return tuple(amounts)


def _amount(part: Part, whole: Decimal, currency: str) -> Decimal:
    if part.percent is not None:
        return round_money(whole * part.percent / 100, currency)
    return round_money(part.amount or Decimal(0), currency)


def _is_whole(parts: Sequence[Part], whole: Decimal, currency: str) -> bool:
    """Say whether the parts come to the whole before they are rounded."""
    exact = sum(
        (
            whole * part.percent / 100
            if part.percent is not None
            else round_money(part.amount or Decimal(0), currency)
            for part in parts
        ),
        Decimal(0),
    )
    return exact == whole
