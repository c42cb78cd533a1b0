"""What the pipeline amounts to: open, weighted, won, how often and how fast, never across currencies."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Integer, func, select, type_coerce
from sqlalchemy.orm import Session

from deskcrm.domain.base import SCALE
from deskcrm.domain.business import own_currency
from deskcrm.domain.days import local_day, start_of
from deskcrm.domain.deals import OPEN_KINDS, Deal, Stage, StageKind
from deskcrm.domain.money import round_money


@dataclass(frozen=True, slots=True)
class Measures:
    """The figures of the pipeline; sums by currency, rates with the number of deals behind them."""

    currency: str
    """The business's own, shown first."""
    open_count: int
    open: Mapping[str, Decimal]
    weighted: Mapping[str, Decimal]
    """Value times probability of the open deals; closed ones are never weighted."""
    won_this_quarter: Mapping[str, Decimal]
    won: int
    """How many deals were won in the last twelve months."""
    lost: int
    days_to_win: int | None
    """The median over those won in twelve months, from the first word to the yes."""

    @property
    def closed(self) -> int:
        """How many deals were decided in the last twelve months."""
        return self.won + self.lost

    @property
    def win_rate(self) -> int | None:
        """The share won of those decided, in whole percent by count; None if none were."""
        return None if not self.closed else (200 * self.won + self.closed) // (2 * self.closed)


def measures(session: Session, today: dt.date) -> Measures:
    """Return the figures as of `today`, in four statements whatever the number of deals."""
    chance = func.sum(type_coerce(Deal.value, Integer) * Deal.probability)
    from statistics import median  # not for the start of the window, which only counts

    standing = session.execute(
        select(Deal.currency, func.count(), func.sum(Deal.value), chance)
        .join(Deal.stage)
        .where(Stage.kind.in_(OPEN_KINDS))
        .group_by(Deal.currency)
    ).all()
    quarter = today.replace(month=today.month - (today.month - 1) % 3, day=1)
    won_this_quarter = session.execute(
        select(Deal.currency, func.sum(Deal.value).label("won"))
        .join(Deal.stage)
        .where(Stage.kind == StageKind.WON, Deal.closed >= start_of(quarter))
        .group_by(Deal.currency)
    ).all()
    decided = session.execute(
        select(Stage.kind, Deal.created, Deal.closed)
        .join(Deal.stage)
        .where(Stage.kind.not_in(OPEN_KINDS), Deal.closed >= start_of(_a_year_before(today)))
    ).all()
    days = [
        max(0, (local_day(closed) - local_day(created)).days)
        for kind, created, closed in decided
        if kind is StageKind.WON and closed is not None
    ]
    return Measures(
        currency=own_currency(session),
        open_count=sum(count for _currency, count, _value, _chance in standing),
        open={currency: value for currency, _count, value, _chance in standing},
        weighted={
            currency: round_money(Decimal(parts) / SCALE / 100, currency)
            for currency, _count, _value, parts in standing
        },
        won_this_quarter={row.currency: row.won for row in won_this_quarter},
        won=len(days),
        lost=len(decided) - len(days),
        days_to_win=round(median(days)) if days else None,
    )


def count_open(session: Session) -> int:
    """Return how many deals may still be won."""
    counted = (
        select(func.count()).select_from(Deal).join(Deal.stage).where(Stage.kind.in_(OPEN_KINDS))
    )
    return session.scalar(counted) or 0


def _a_year_before(day: dt.date) -> dt.date:
    """Return the same day a year before; 29 February goes back to the 28th."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
