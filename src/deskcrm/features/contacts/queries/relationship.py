"""What a contact is to the business: derived from its deals and quotes, never stored."""

import datetime as dt
import enum
from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, false, not_, or_, select, union

from deskcrm.domain.activities import Activity
from deskcrm.domain.days import start_of
from deskcrm.domain.deals import Deal, Stage, StageKind
from deskcrm.domain.income import income
from deskcrm.domain.people import Contact
from deskcrm.domain.quotes import Quote

QUIET_DAYS: Final = 60
"""Without any contact for so long, a contact wants to hear from us."""

_PAST_AFTER: Final = dt.timedelta(days=365)


class Relationship(enum.StrEnum):
    """What a contact is to the business."""

    NONE = "none"
    LEAD = "lead"
    """Has an inquiry that is not yet qualified, and never bought."""
    PROSPECT = "prospect"
    """Has an open deal, and never bought."""
    CLIENT = "client"
    PAST_CLIENT = "past client"
    """Bought, but nothing is open and the last purchase is over a year ago."""


def relationship(
    *, last_won: dt.date | None, open_kinds: frozenset[StageKind], today: dt.date
) -> Relationship:
    """Return what somebody is who last bought on `last_won` and has open deals of these kinds."""
    if last_won is not None:
        is_past = not open_kinds and today - last_won > _PAST_AFTER
        return Relationship.PAST_CLIENT if is_past else Relationship.CLIENT
    if StageKind.OPEN in open_kinds:
        return Relationship.PROSPECT
    return Relationship.LEAD if StageKind.LEAD in open_kinds else Relationship.NONE


def clients() -> Select[Any]:
    """Select the ids of all contacts that ever bought."""
    bought = income()
    return select(bought.c.contact_id).where(bought.c.contact_id.is_not(None))


def leads() -> Select[Any]:
    """Select the ids of all contacts that are leads."""
    open_leads = _with_deals(StageKind.LEAD)
    return open_leads.where(
        Deal.contact_id.not_in(_with_deals(StageKind.OPEN)), Deal.contact_id.not_in(clients())
    )


def is_to_us(kinds: Collection[Relationship], today: dt.date) -> ColumnElement[bool]:
    """Return the condition of contacts that are one of these to the business."""
    ours = {kind: _is(kind, today) for kind in Relationship if kind is not Relationship.NONE}
    wanted = [ours[kind] for kind in kinds if kind in ours]
    if Relationship.NONE in kinds:
        wanted.append(not_(or_(*ours.values())))
    return or_(false(), *wanted)


def _is(kind: Relationship, today: dt.date) -> ColumnElement[bool]:
    bought = Contact.id.in_(clients())
    is_open = Contact.id.in_(_with_deals(StageKind.OPEN))
    if kind is Relationship.LEAD:
        return Contact.id.in_(leads())
    if kind is Relationship.PROSPECT:
        return and_(is_open, not_(bought))
    entries = income()
    lately = select(entries.c.contact_id).where(
        entries.c.day >= today - _PAST_AFTER, entries.c.contact_id.is_not(None)
    )
    is_lead = Contact.id.in_(_with_deals(StageKind.LEAD))
    is_past = not_(or_(is_open, is_lead, Contact.id.in_(lately)))
    return and_(bought, is_past if kind is Relationship.PAST_CLIENT else not_(is_past))


def heard_since(moment: dt.datetime) -> Select[Any]:
    """Select the ids of all contacts with whom something happened, or who got a quote, since then."""
    met = union(
        select(Activity.contact_id).where(Activity.at >= moment, Activity.contact_id.is_not(None)),
        select(Quote.contact_id).where(Quote.sent >= moment, Quote.contact_id.is_not(None)),
    ).subquery()
    return select(met.c.contact_id)


def is_quiet(today: dt.date) -> ColumnElement[bool]:
    """Return the condition of contacts without any contact in the last 60 days."""
    since = start_of(today - dt.timedelta(days=QUIET_DAYS))
    return Contact.id.not_in(heard_since(since))


def _with_deals(kind: StageKind) -> Select[Any]:
    stages = select(Stage.id).where(Stage.kind == kind)
    return select(Deal.contact_id).where(Deal.stage_id.in_(stages), Deal.contact_id.is_not(None))
