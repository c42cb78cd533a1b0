"""What happened with a contact, newest first: activities, quotes, deals, follow-ups, its own coming."""

import datetime as dt
import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Final

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from deskcrm.domain.activities import Activity, ActivityKind, FollowUp
from deskcrm.domain.days import end_of
from deskcrm.domain.deals import Deal, DealChange, Stage, StageKind
from deskcrm.domain.people import Contact
from deskcrm.domain.quotes import Quote, QuoteState

Place = tuple[dt.datetime, int, int]
"""Where an entry stands: its moment, then its kind's rank and its record's id; larger is newer."""


class EventKind(enum.IntEnum):
    """What sort of thing happened; of one moment, a larger one is shown as the later."""

    ADDED = 0
    DEAL_ADDED = 1
    QUOTE_CREATED = 2
    NOTE = 3
    CALL = 4
    MAIL = 5
    MEETING = 6
    DOCUMENT = 7
    FOLLOW_UP_DONE = 8
    QUOTE_SENT = 9
    QUOTE_DECLINED = 10
    QUOTE_ACCEPTED = 11
    DEAL_MOVED = 12
    DEAL_WON = 13
    DEAL_LOST = 14


_ACTIVITIES = {kind: EventKind[kind.name] for kind in ActivityKind}


class Strand(enum.StrEnum):
    """A part of the timeline that can be looked at by itself."""

    ALL = "all"
    NOTES = "notes"
    TALKS = "talks"
    MAILS = "mails"
    DOCUMENTS = "documents"
    DEALS = "deals"
    QUOTES = "quotes"
    FOLLOW_UPS = "follow-ups"


STRANDS: Final[Mapping[Strand, frozenset[EventKind]]] = {
    Strand.ALL: frozenset(EventKind),
    Strand.NOTES: frozenset({EventKind.NOTE}),
    Strand.TALKS: frozenset({EventKind.CALL, EventKind.MEETING}),
    Strand.MAILS: frozenset({EventKind.MAIL}),
    Strand.DOCUMENTS: frozenset({EventKind.DOCUMENT}),
    Strand.DEALS: frozenset(
        {EventKind.DEAL_ADDED, EventKind.DEAL_MOVED, EventKind.DEAL_WON, EventKind.DEAL_LOST}
    ),
    Strand.QUOTES: frozenset(
        {
            EventKind.QUOTE_CREATED,
            EventKind.QUOTE_SENT,
            EventKind.QUOTE_DECLINED,
            EventKind.QUOTE_ACCEPTED,
        }
    ),
    Strand.FOLLOW_UPS: frozenset({EventKind.FOLLOW_UP_DONE}),
}
"""What each strand tells of."""


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the timeline."""

    kind: EventKind
    at: dt.datetime
    key: int
    """The id of the row it is read from; with kind and time its place."""
    whole_day: bool = False
    """Only the day is known."""
    text: str = ""
    """A note's words, a deal's title, a follow-up's title, where a contact came from."""
    number: str = ""
    """A quote's number."""
    stage_key: str = ""
    stage_name: str = ""
    minutes: int | None = None
    amount: Decimal | None = None
    currency: str = ""
    record: tuple[str, int] | None = None
    """What it tells of, such as ("quote", 7)."""

    @property
    def place(self) -> Place:
        """Where it stands."""
        return (self.at, self.kind.value, self.key)


def timeline(
    session: Session,
    contact_id: int,
    *,
    strand: Strand = Strand.ALL,
    before: Place | None = None,
    limit: int = 30,
) -> tuple[Event, ...]:
    """Return the newest events of a strand, or the newest that stand before a place, newest first."""
    kinds = STRANDS[strand]
    events = [
        *_activities(session, contact_id, kinds, before=before, limit=limit),
        *_quotes(session, contact_id),
        *_deals(session, contact_id),
        *_follow_ups(session, contact_id),
        *_coming(session, contact_id),
    ]
    wanted = [
        event
        for event in events
        if event.kind in kinds and (before is None or event.place < before)
    ]
    wanted.sort(key=lambda event: event.place, reverse=True)
    return tuple(wanted[:limit])


def _activities(
    session: Session,
    contact_id: int,
    kinds: frozenset[EventKind],
    *,
    before: Place | None,
    limit: int,
) -> Iterator[Event]:
    """Yield activities; there may be thousands, so only as many are read as can be shown."""
    wanted = select(Activity.id, Activity.kind, Activity.at, Activity.text, Activity.minutes).where(
        Activity.contact_id == contact_id,
        Activity.kind.in_([kind for kind, event in _ACTIVITIES.items() if event in kinds]),
        # A quote's document is told of by the quote itself.
        or_(Activity.kind != ActivityKind.DOCUMENT, Activity.quote_id.is_(None)),
    )
    if before is not None:
        at, rank, key = before
        earlier = [kind for kind, event in _ACTIVITIES.items() if event.value < rank]
        same = [kind for kind, event in _ACTIVITIES.items() if event.value == rank]
        wanted = wanted.where(
            or_(
                Activity.at < at,
                and_(Activity.at == at, Activity.kind.in_(earlier)),
                and_(Activity.at == at, Activity.kind.in_(same), Activity.id < key),
            )
        )
    ranked = sorted(_ACTIVITIES, key=lambda kind: _ACTIVITIES[kind].value)
    order = [Activity.kind == kind for kind in reversed(ranked)]
    newest = wanted.order_by(
        Activity.at.desc(), *(condition.desc() for condition in order), Activity.id.desc()
    )
    for row in session.execute(newest.limit(limit)):
        yield Event(_ACTIVITIES[row.kind], row.at, row.id, text=row.text, minutes=row.minutes)


def _quotes(session: Session, contact_id: int) -> Iterator[Event]:
    rows = session.execute(
        select(
            Quote.id, Quote.number, Quote.title, Quote.state, Quote.created, Quote.sent,
            Quote.decided_on, Quote.net, Quote.currency, Quote.decision_note,
        ).where(Quote.contact_id == contact_id)
    )  # fmt: skip
    answers = {
        QuoteState.ACCEPTED: EventKind.QUOTE_ACCEPTED,
        QuoteState.INVOICED: EventKind.QUOTE_ACCEPTED,
        QuoteState.DECLINED: EventKind.QUOTE_DECLINED,
        # Only a refused quote keeps its day when it is replaced or declared void.
        QuoteState.REVISED: EventKind.QUOTE_DECLINED,
        QuoteState.VOID: EventKind.QUOTE_DECLINED,
    }
    for row in rows:
        event = partial(
            Event,
            key=row.id,
            number=row.number or "",
            amount=row.net,
            currency=row.currency,
            record=("quote", row.id),
        )
        yield event(EventKind.QUOTE_CREATED, row.created, text=row.title)
        if row.sent is not None:
            yield event(EventKind.QUOTE_SENT, row.sent, text=row.title)
        if row.decided_on is not None and row.state in answers:
            # An answer comes after the sending of the same day.
            at = end_of(row.decided_on)
            yield event(answers[row.state], at, text=row.decision_note, whole_day=True)


def _deals(session: Session, contact_id: int) -> Iterator[Event]:
    """Yield how deals began and moved; a change of value or date alone is no move."""
    rows = session.execute(
        select(
            DealChange.id, DealChange.deal_id, DealChange.at, DealChange.stage_id,
            DealChange.value, DealChange.currency, Deal.title, Stage.kind, Stage.key, Stage.name,
        )
        .join(Deal, Deal.id == DealChange.deal_id)
        .join(Stage, Stage.id == DealChange.stage_id)
        .where(Deal.contact_id == contact_id)
        .order_by(DealChange.deal_id, DealChange.at, DealChange.id)
    )  # fmt: skip
    kinds = {StageKind.WON: EventKind.DEAL_WON, StageKind.LOST: EventKind.DEAL_LOST}
    before: tuple[int, int] | None = None
    for row in rows:
        is_new = before is None or before[0] != row.deal_id
        if is_new or before != (row.deal_id, row.stage_id):
            usual = EventKind.DEAL_ADDED if is_new else EventKind.DEAL_MOVED
            yield Event(
                kinds.get(row.kind, usual),
                row.at,
                row.id,
                text=row.title,
                stage_key=row.key,
                stage_name=row.name,
                amount=row.value,
                currency=row.currency,
                record=("deal", row.deal_id),
            )
        before = (row.deal_id, row.stage_id)


def _follow_ups(session: Session, contact_id: int) -> Iterator[Event]:
    rows = session.execute(
        select(FollowUp.id, FollowUp.done, FollowUp.title).where(
            FollowUp.contact_id == contact_id, FollowUp.done.is_not(None)
        )
    )
    for key, done, title in rows:
        assert done is not None
        yield Event(EventKind.FOLLOW_UP_DONE, done, key, text=title)


def _coming(session: Session, contact_id: int) -> Iterator[Event]:
    rows = session.execute(
        select(Contact.id, Contact.created, Contact.source).where(Contact.id == contact_id)
    )
    for key, created, source in rows:
        yield Event(EventKind.ADDED, created, key, text=source)
