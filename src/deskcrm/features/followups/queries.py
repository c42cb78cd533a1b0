"""What there is to do and to decide: the reads."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from deskcrm.domain.activities import FollowUp, Repeat
from deskcrm.domain.business import Business
from deskcrm.domain.days import local_day
from deskcrm.domain.deals import Deal, Stage, stage_name
from deskcrm.domain.people import Contact, current_organization
from deskcrm.domain.quotes import Quote, QuoteState
from deskcrm.features.pipeline.queries import review_queue
from deskcrm.features.revenue.queries.months import ThisMonth, this_month

WEEK = 7
"""How many days ahead the page looks."""


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """A follow-up with what it is about."""

    id: int
    title: str
    due_on: dt.date
    due_at: dt.time | None
    zone: str
    repeat: Repeat
    done: dt.datetime | None
    contact_id: int | None
    deal_id: int | None
    quote_id: int | None
    who: str
    """The organization or person it is for, or empty."""
    stage: str
    """The stage of its deal, or empty."""
    value: Decimal | None
    currency: str

    def due(self, default: dt.time, here: dt.tzinfo | None) -> dt.datetime:
        """Return the moment it is due; without a time, at the hour `default`."""
        zone = _zone(self.zone) or here
        return dt.datetime.combine(self.due_on, self.due_at or default, zone)


@dataclass(frozen=True, slots=True)
class EndingQuote:
    """A sent quote whose last day is near."""

    id: int
    number: str
    who: str
    payable: Decimal
    currency: str
    valid_until: dt.date
    sent_on: dt.date


@dataclass(frozen=True, slots=True)
class DayAhead:
    """What one of the next days holds."""

    day: dt.date
    follow_ups: tuple[FollowUpRow, ...]
    quotes_ending: int
    deals_closing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TodayView:
    """Everything the page shows."""

    begun: bool
    """Whether there is anybody yet."""
    overdue: tuple[FollowUpRow, ...]
    today: tuple[FollowUpRow, ...]
    ahead: tuple[DayAhead, ...]
    quiet: int
    """Open deals quieter than their stage allows."""
    stuck: int
    """Open deals past their expected close, or without a next step."""
    ending: tuple[EndingQuote, ...]
    month: ThisMonth


def today_view(session: Session, today: dt.date) -> TodayView:
    """Return what today asks for, in a fixed number of statements."""
    rows = _rows(
        session,
        FollowUp.done.is_(None),
        FollowUp.due_on <= today + dt.timedelta(days=WEEK),
    )
    ending = _ending_quotes(session, today)
    queue = review_queue(session, today)
    return TodayView(
        begun=session.scalar(select(Contact.id).limit(1)) is not None,
        overdue=tuple(row for row in rows if row.due_on < today),
        today=tuple(row for row in rows if row.due_on == today),
        ahead=_ahead(session, today, rows, ending),
        quiet=sum(deal.is_quiet for deal in queue),
        stuck=sum(deal.attention.value < 2 for deal in queue),
        ending=ending,
        month=this_month(session, today),
    )


def count_due(session: Session, today: dt.date) -> int:
    """Return how many follow-ups are due today or overdue."""
    return (
        session.scalar(
            select(func.count())
            .select_from(FollowUp)
            .where(FollowUp.done.is_(None), FollowUp.due_on <= today)
        )
        or 0
    )


def follow_up_rows(
    session: Session, *, done: bool = False, limit: int = -1
) -> tuple[FollowUpRow, ...]:
    """Return the open follow-ups, the first due first, or the done ones, the last done first."""
    return _rows(session, _is_done() if done else FollowUp.done.is_(None), done=done, limit=limit)


def follow_ups_of(session: Session, kind: str, record_id: int) -> tuple[FollowUpRow, ...]:
    """Return what is planned for a contact, a deal or a quote."""
    column = {
        "contact": FollowUp.contact_id,
        "deal": FollowUp.deal_id,
        "quote": FollowUp.quote_id,
    }[kind]
    return _rows(session, FollowUp.done.is_(None), column == record_id)


def follow_up_row(session: Session, follow_up_id: int) -> FollowUpRow | None:
    """Return one follow-up, or None if it is gone."""
    return next(iter(_rows(session, FollowUp.id == follow_up_id)), None)


def default_hour(session: Session) -> dt.time:
    """Return when a follow-up without a time is due."""
    return session.get_one(Business, 1).default_hour


def _is_done() -> ColumnElement[bool]:
    return FollowUp.done.is_not(None)


def _rows(
    session: Session, *where: ColumnElement[bool], done: bool = False, limit: int = -1
) -> tuple[FollowUpRow, ...]:
    order: Sequence[Any] = (
        (FollowUp.done.desc(),)
        if done
        else (FollowUp.due_on, FollowUp.due_at.is_(None), FollowUp.due_at, FollowUp.id)
    )
    found = session.execute(
        select(
            FollowUp.id,
            FollowUp.title,
            FollowUp.due_on,
            FollowUp.due_at,
            FollowUp.zone,
            FollowUp.repeat,
            FollowUp.done,
            FollowUp.contact_id,
            FollowUp.deal_id,
            FollowUp.quote_id,
            func.coalesce(current_organization(), Contact.name, "").label("who"),
            Stage.key,
            Stage.name.label("stage"),
            Deal.value,
            Deal.currency,
        )
        .outerjoin(Contact, Contact.id == FollowUp.contact_id)
        .outerjoin(Deal, Deal.id == FollowUp.deal_id)
        .outerjoin(Stage, Stage.id == Deal.stage_id)
        .where(*where)
        .order_by(*order)
        .limit(limit)
    )
    return tuple(
        FollowUpRow(
            id=row.id,
            title=row.title,
            due_on=row.due_on,
            due_at=row.due_at,
            zone=row.zone,
            repeat=row.repeat,
            done=row.done,
            contact_id=row.contact_id,
            deal_id=row.deal_id,
            quote_id=row.quote_id,
            who=row.who,
            stage=stage_name(row.key, row.stage) if row.key else "",
            value=row.value,
            currency=row.currency or "",
        )
        for row in found
    )


def _ending_quotes(session: Session, today: dt.date) -> tuple[EndingQuote, ...]:
    """Return the waiting quotes that run out within the week and have no follow-up yet."""
    planned = select(FollowUp.id).where(FollowUp.quote_id == Quote.id, FollowUp.done.is_(None))
    found = session.execute(
        select(
            Quote.id,
            Quote.number,
            func.coalesce(current_organization(), Contact.name, "").label("who"),
            Quote.payable,
            Quote.currency,
            Quote.valid_until,
            Quote.sent,
        )
        .outerjoin(Contact, Contact.id == Quote.contact_id)
        .where(
            Quote.state == QuoteState.SENT,
            Quote.valid_until.between(today, today + dt.timedelta(days=WEEK)),
            ~planned.exists(),
        )
        .order_by(Quote.valid_until, Quote.id)
    )
    return tuple(
        EndingQuote(
            id=row.id,
            number=row.number or "",
            who=row.who,
            payable=row.payable,
            currency=row.currency,
            valid_until=row.valid_until,
            sent_on=local_day(row.sent),
        )
        for row in found
    )


def _ahead(
    session: Session,
    today: dt.date,
    rows: Sequence[FollowUpRow],
    ending: Sequence[EndingQuote],
) -> tuple[DayAhead, ...]:
    last = today + dt.timedelta(days=WEEK)
    closing = session.execute(
        select(Deal.expected_close, Deal.title).where(
            and_(Deal.closed.is_(None), Deal.expected_close > today, Deal.expected_close <= last)
        )
    ).all()
    days = (today + dt.timedelta(days=number) for number in range(1, WEEK + 1))
    return tuple(
        DayAhead(
            day=day,
            follow_ups=tuple(row for row in rows if row.due_on == day),
            quotes_ending=sum(quote.valid_until == day for quote in ending),
            deals_closing=tuple(title for close, title in closing if close == day),
        )
        for day in days
    )


def _zone(name: str) -> dt.tzinfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None
