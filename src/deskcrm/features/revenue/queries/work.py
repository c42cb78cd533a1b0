"""Where work came from, and how far leads got."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from deskcrm.domain.days import start_of
from deskcrm.domain.deals import Deal, DealChange, StageKind
from deskcrm.domain.income import income
from deskcrm.domain.people import Contact
from deskcrm.features.pipeline.rows import stages
from deskcrm.features.revenue.income import within
from deskcrm.features.revenue.periods import Span

FUNNEL_DAYS: Final = 90


@dataclass(frozen=True, slots=True)
class Step:
    """A stage, and how many deals entered it."""

    name: str
    deals: int


@dataclass(frozen=True, slots=True)
class Origin:
    """Where work came from ("" is not noted), and what it brought."""

    name: str
    amount: Decimal


def funnel(session: Session, today: dt.date) -> tuple[Step, ...]:
    """Return how many deals entered each stage but the lost in the last 90 days, in two statements."""
    since = start_of(today - dt.timedelta(days=FUNNEL_DAYS - 1))
    moved = select(DealChange.deal_id).where(DealChange.at >= since)
    order = (DealChange.at, DealChange.id)
    stood = func.lag(DealChange.stage_id).over(partition_by=DealChange.deal_id, order_by=order)
    changes = (
        select(DealChange.deal_id, DealChange.at, DealChange.stage_id, stood.label("stood"))
        .where(DealChange.deal_id.in_(moved))
        .subquery()
    )
    entered = and_(
        changes.c.at >= since,
        or_(changes.c.stood.is_(None), changes.c.stood != changes.c.stage_id),
    )
    counted = (
        select(changes.c.stage_id, func.count(changes.c.deal_id.distinct()))
        .where(entered)
        .group_by(changes.c.stage_id)
    )
    counts: dict[int, int] = dict(session.execute(counted).all())
    return tuple(
        Step(stage.name, counts.get(stage.id, 0))
        for stage in stages(session)
        if stage.kind is not StageKind.LOST
    )


def origins(session: Session, span: Span, currency: str) -> tuple[Origin, ...]:
    """Return where the revenue of a span came from, the most first: a deal's source, else its client's."""
    found = income()
    source = func.coalesce(func.nullif(Deal.source, ""), Contact.source, "")
    amount = func.sum(found.c.amount)
    rows = session.execute(
        select(source, amount)
        .outerjoin(Deal, Deal.id == found.c.deal_id)
        .outerjoin(Contact, Contact.id == found.c.contact_id)
        .where(within(found, span, currency))
        .group_by(source)
        .order_by(amount.desc(), source)
    )
    return tuple(Origin(name, brought) for name, brought in rows if brought > 0)
