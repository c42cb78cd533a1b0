"""The week's bridge: how the open value of seven days ago became the open value of now."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from deskcrm.domain.deals import Deal, DealChange, Stage, StageKind

WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Step:
    """What one cause did to the open value: how many deals, and the signed sum by currency."""

    deals: int
    sums: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Bridge:
    """From `before` over the steps to `now`; in each currency it adds up to the cent."""

    before: Step
    new: Step
    reopened: Step
    changed: Step
    won: Step
    lost: Step
    now: Step
    redated: int
    """How many open deals got another expected close: it moves the forecast, not the sum."""

    @property
    def steps(self) -> tuple[Step, ...]:
        """What lies between `before` and `now`."""
        return (self.new, self.reopened, self.changed, self.won, self.lost)


@dataclass(slots=True)
class _Sum:
    """A step while it is being counted."""

    deals: int = 0
    sums: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def add(self, *parts: tuple[Decimal, str]) -> None:
        """Count one more deal with what it adds in its currencies."""
        self.deals += 1
        for value, currency in parts:
            self.sums[currency] += value

    def done(self) -> Step:
        return Step(self.deals, dict(self.sums))


def week_bridge(session: Session, now: dt.datetime) -> Bridge:
    """Compare every deal with what its history says it was seven days before `now`.

    A deal that was deleted since takes its history with it and is in neither sum. Two statements.
    """
    before, new, reopened, changed, won, lost, standing = (_Sum() for _step in range(7))
    redated = 0
    then = _as_of(session, now - WEEK)
    for deal_id, kind, value, currency, close in _as_now(session):
        past = then.get(deal_id)
        was_open = past is not None and past.kind.is_open
        if past is not None and was_open:
            before.add((past.value, past.currency))
            if (past.value, past.currency) != (value, currency):
                changed.add((-past.value, past.currency), (value, currency))
            redated += kind.is_open and past.close != close
        elif past is None:
            new.add((value, currency))
        elif kind.is_open:
            reopened.add((value, currency))
        if kind.is_open:
            standing.add((value, currency))
        elif was_open or past is None:
            (won if kind is StageKind.WON else lost).add((-value, currency))
    return Bridge(
        before=before.done(),
        new=new.done(),
        reopened=reopened.done(),
        changed=changed.done(),
        won=won.done(),
        lost=lost.done(),
        now=standing.done(),
        redated=redated,
    )


@dataclass(frozen=True, slots=True)
class _State:
    kind: StageKind
    value: Decimal
    currency: str
    close: dt.date | None


def _as_of(session: Session, moment: dt.datetime) -> dict[int, _State]:
    """Return what each deal was at a moment, by its id; deals that were not yet are left out."""
    newest = (
        func.row_number()
        .over(
            partition_by=DealChange.deal_id, order_by=(DealChange.at.desc(), DealChange.id.desc())
        )
        .label("newest")
    )
    numbered = select(DealChange, newest).where(DealChange.at <= moment).subquery()
    change = aliased(DealChange, numbered)
    rows = session.execute(
        select(change.deal_id, Stage.kind, change.value, change.currency, change.expected_close)
        .join(Stage, Stage.id == change.stage_id)
        .where(numbered.c.newest == 1)
    )
    return {
        deal_id: _State(kind, value, currency, close)
        for deal_id, kind, value, currency, close in rows
    }


def _as_now(
    session: Session,
) -> list[tuple[int, StageKind, Decimal, str, dt.date | None]]:
    rows = session.execute(
        select(Deal.id, Stage.kind, Deal.value, Deal.currency, Deal.expected_close)
        .join(Deal.stage)
        .order_by(Deal.id)
    )
    return [(key, kind, value, currency, close) for key, kind, value, currency, close in rows]
