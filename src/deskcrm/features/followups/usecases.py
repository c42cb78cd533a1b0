"""What a user does with follow-ups: the writes."""

import datetime as dt
from collections.abc import Collection
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from deskcrm.crm import undoable
from deskcrm.domain.activities import FollowUp, Repeat
from deskcrm.domain.base import Base
from deskcrm.domain.deals import Deal
from deskcrm.domain.people import Contact
from deskcrm.domain.quotes import Quote
from deskcrm.errors import NotFound, Required
from deskcrm.i18n import _, mark


@undoable(mark("add follow-up"))
def add_follow_up(
    session: Session,
    *,
    title: str,
    due_on: dt.date,
    due_at: dt.time | None = None,
    contact_id: int | None = None,
    deal_id: int | None = None,
    quote_id: int | None = None,
    repeat: Repeat = Repeat.NEVER,
    zone: str = "",
    now: dt.datetime,
) -> int:
    """Plan something for a day and return its id; a deal brings its contact along."""
    deal = _existing(session, Deal, deal_id)
    quote = _existing(session, Quote, quote_id)
    _existing(session, Contact, contact_id)
    if contact_id is None:
        contact_id = next((about.contact_id for about in (deal, quote) if about), None)
    planned = FollowUp(
        title=_required(title),
        due_on=due_on,
        due_at=due_at,
        contact_id=contact_id,
        deal_id=deal_id,
        quote_id=quote_id,
        repeat=repeat,
        starts_on=None if repeat is Repeat.NEVER else due_on,
        zone=zone,
        created=now,
    )
    session.add(planned)
    session.flush()
    return planned.id


@undoable(mark("edit follow-up"))
def edit_follow_up(
    session: Session,
    follow_up_id: int,
    *,
    title: str,
    due_on: dt.date,
    due_at: dt.time | None,
    repeat: Repeat,
) -> None:
    """Change what is planned, or when."""
    planned = _follow_up(session, follow_up_id)
    planned.title = _required(title)
    if repeat is Repeat.NEVER:
        planned.starts_on = None
    elif planned.repeat is not repeat or planned.due_on != due_on:
        planned.starts_on = due_on
    planned.due_on, planned.due_at, planned.repeat = due_on, due_at, repeat


@undoable(mark("complete follow-up"))
def complete(
    session: Session, follow_up_id: int, *, today: dt.date, now: dt.datetime
) -> dt.date | None:
    """Mark a follow-up done; return the day it is due again, if it repeats."""
    planned = _follow_up(session, follow_up_id)
    if planned.done is not None:
        return None
    planned.done = now
    again = planned.next_day(after=max(planned.due_on, today))
    if again is not None:
        session.add(
            FollowUp(
                title=planned.title,
                due_on=again,
                due_at=planned.due_at,
                contact_id=planned.contact_id,
                deal_id=planned.deal_id,
                quote_id=planned.quote_id,
                repeat=planned.repeat,
                starts_on=planned.starts_on or planned.due_on,
                zone=planned.zone,
                created=now,
            )
        )
    return again


@undoable(mark("snooze follow-up"))
def snooze(
    session: Session, follow_up_id: int, *, until: dt.date, at: dt.time | None = None
) -> None:
    """Put a follow-up off to another day; with a time of its own unless `at` gives another."""
    planned = _follow_up(session, follow_up_id)
    planned.snooze(until, at if at is not None else planned.due_at)


@undoable(mark("delete follow-up"))
def delete_follow_ups(session: Session, follow_up_ids: Collection[int]) -> None:
    """Delete follow-ups; those that are gone already are passed over."""
    for planned in session.scalars(select(FollowUp).where(FollowUp.id.in_(follow_up_ids))):
        session.delete(planned)


def _follow_up(session: Session, follow_up_id: int) -> FollowUp:
    planned = session.get(FollowUp, follow_up_id)
    if planned is None:
        raise NotFound(name=_("Follow-up {id}").format(id=follow_up_id))
    return planned


E = TypeVar("E", bound=Base)


def _existing(session: Session, entity: type[E], key: int | None) -> E | None:
    """Return the record with this id, None for no id; raise NotFound if there is no such record."""
    found = session.get(entity, key) if key is not None else None
    if found is None and key is not None:
        raise NotFound(name=key)
    return found


def _required(title: str) -> str:
    if not title.strip():
        raise Required(label=_("Title"), field="title")
    return title
