"""What the pipeline shows: the board, the table of deals, one deal, the deals to review."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from deskcrm.domain.activities import Activity, ActivityKind, FollowUp
from deskcrm.domain.business import own_currency
from deskcrm.domain.days import local_day, start_of
from deskcrm.domain.deals import OPEN_KINDS, Deal, DealChange, Stage, StageKind
from deskcrm.domain.people import Contact, current_organization
from deskcrm.domain.text import fold
from deskcrm.errors import CrmError, NotFound
from deskcrm.features.pipeline.rows import (
    Attention,
    DealRow,
    StageChoice,
    deals,
    read_deals,
    sort_keys,
    stages,
)
from deskcrm.i18n import _, mark
from deskcrm.storage import search


class UnknownStage(CrmError):
    """A word that names no stage."""

    sentence = mark("There is no stage “{text}”. The stages are: {names}.")


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """A stage with the deals in it; of won ones those of this month."""

    stage: StageChoice
    cards: tuple[DealRow, ...]

    @property
    def sums(self) -> Mapping[str, Decimal]:
        """What the cards are worth, by currency."""
        return sums(self.cards)


@dataclass(frozen=True, slots=True)
class Board:
    """The whole board."""

    currency: str
    columns: tuple[BoardColumn, ...]
    lost: StageChoice
    """Where lost deals go; it has no column, only a place to drop on."""
    quiet: int
    overdue: int
    deals: int
    """How many deals there are at all, shown or not."""


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """An open follow-up of a deal."""

    id: int
    title: str
    due_on: dt.date


@dataclass(frozen=True, slots=True)
class DealEvent:
    """Something that happened with a deal: an activity, or a move to a stage (`kind` None)."""

    at: dt.datetime
    kind: ActivityKind | None
    text: str


@dataclass(frozen=True, slots=True)
class DealView:
    """Everything about one deal."""

    row: DealRow
    contact_name: str
    source: str
    note: str
    lost_reason: str
    custom: Mapping[str, Any]
    created: dt.date
    steps: tuple[PlannedStep, ...]
    events: tuple[DealEvent, ...]
    """Newest first."""


def stage_named(session: Session, text: str) -> StageChoice:
    """Return the stage of this name or key, however it is written; raise UnknownStage."""
    all_stages = stages(session)
    wanted = fold(text)
    for stage in all_stages:
        if wanted in {fold(stage.name), fold(stage.key)} - {""}:
            return stage
    raise UnknownStage(text=text[:40], names=", ".join(stage.name for stage in all_stages))


def board(session: Session, today: dt.date) -> Board:
    """Return the columns of open and won stages with their cards, in four statements."""
    all_stages = stages(session)
    month = start_of(today.replace(day=1))
    shown = or_(Stage.kind.in_(OPEN_KINDS), and_(Stage.kind == StageKind.WON, Deal.closed >= month))
    won_last = case((Stage.kind == StageKind.WON, Deal.closed))
    found = read_deals(
        session,
        deals().where(shown).order_by(won_last.desc(), Deal.position, Deal.id),
        today,
    )
    cards: dict[int, list[DealRow]] = defaultdict(list)
    for row in found:
        cards[row.stage.id].append(row)
    return Board(
        currency=own_currency(session),
        columns=tuple(
            BoardColumn(stage, tuple(cards[stage.id]))
            for stage in all_stages
            if stage.kind is not StageKind.LOST
        ),
        lost=next(stage for stage in all_stages if stage.kind is StageKind.LOST),
        quiet=sum(row.is_quiet for row in found),
        overdue=sum(row.attention is Attention.OVERDUE for row in found),
        deals=count_deals(session),
    )


def count_deals(session: Session) -> int:
    """Return how many deals there are, open or closed."""
    return session.scalar(select(func.count()).select_from(Deal)) or 0


def deal_rows(
    session: Session,
    today: dt.date,
    *,
    offset: int = 0,
    limit: int = -1,
    sort: str = "",
    descending: bool = False,
    stage_id: int | None = None,
) -> tuple[DealRow, ...]:
    """Return deals by a column of the table, or as they stand in the pipeline; -1 is no limit."""
    asked = deals()
    if stage_id is not None:
        asked = asked.where(Deal.stage_id == stage_id)
    usual = (Stage.position, Deal.position, Deal.id)
    keys = [key.desc() if descending else key for key in sort_keys(sort)]
    return tuple(
        read_deals(session, asked.order_by(*keys, *usual).offset(offset).limit(limit), today)
    )


def deal_view(session: Session, deal_id: int, today: dt.date) -> DealView:
    """Return everything about a deal; raise NotFound if it is gone."""
    found = read_deals(session, deals().where(Deal.id == deal_id), today)
    if not found:
        raise NotFound(name=_("Deal {id}").format(id=deal_id))
    deal = session.get_one(Deal, deal_id)
    contact = session.get(Contact, deal.contact_id) if deal.contact_id is not None else None
    return DealView(
        row=found[0],
        contact_name=contact.name if contact is not None else "",
        source=deal.source,
        note=deal.note,
        lost_reason=deal.lost_reason,
        custom=deal.custom or {},
        created=local_day(deal.created),
        steps=_steps(session, deal_id),
        events=_events(session, deal_id),
    )


def review_queue(session: Session, today: dt.date) -> tuple[DealRow, ...]:
    """Return every open deal, the one that most needs a decision first."""
    found = read_deals(session, deals().where(Stage.kind.in_(OPEN_KINDS)), today)
    return tuple(
        sorted(found, key=lambda row: (row.attention, -row.days, row.step_on or today, row.id))
    )


def find_deals(session: Session, text: str, today: dt.date, *, limit: int = 6) -> list[DealRow]:
    """Return the deals that a typed text fits, best first."""
    hits = search.find(session.connection(), text, kinds=("deal",), limit=limit)
    ids = [hit.id for hit in hits]
    rows = {row.id: row for row in read_deals(session, deals().where(Deal.id.in_(ids)), today)}
    return [rows[deal_id] for deal_id in ids if deal_id in rows]


@dataclass(frozen=True, slots=True)
class ContactChoice:
    """A contact offered for a deal."""

    id: int
    name: str
    company: str


def find_contacts(session: Session, text: str, *, limit: int = 8) -> list[ContactChoice]:
    """Return the contacts that a typed text fits, best first."""
    hits = search.find(session.connection(), text, kinds=("contact",), limit=limit)
    ids = [hit.id for hit in hits]
    rows = session.execute(
        select(Contact.id, Contact.name, current_organization()).where(Contact.id.in_(ids))
    ).all()
    known = {key: ContactChoice(key, name, company or "") for key, name, company in rows}
    return [known[key] for key in ids if key in known]


def sources(session: Session) -> list[str]:
    """Return where deals came from so far, the usual ones first."""
    return list(
        session.scalars(
            select(Deal.source)
            .where(Deal.source != "")
            .group_by(Deal.source)
            .order_by(func.count().desc(), Deal.source)
        )
    )


def lost_reasons(session: Session) -> list[str]:
    """Return why deals were lost so far, the most frequent reason first."""
    return list(
        session.scalars(
            select(Deal.lost_reason)
            .where(Deal.lost_reason != "")
            .group_by(Deal.lost_reason)
            .order_by(func.count().desc(), Deal.lost_reason)
        )
    )


def sums(rows: Sequence[DealRow]) -> dict[str, Decimal]:
    """Add the values of deals up, by currency."""
    added: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        added[row.currency] += row.value
    return dict(added)


def _steps(session: Session, deal_id: int) -> tuple[PlannedStep, ...]:
    planned = session.execute(
        select(FollowUp.id, FollowUp.title, FollowUp.due_on)
        .where(FollowUp.deal_id == deal_id, FollowUp.done.is_(None))
        .order_by(FollowUp.due_on, FollowUp.id)
    )
    return tuple(PlannedStep(*step) for step in planned)


def _events(session: Session, deal_id: int) -> tuple[DealEvent, ...]:
    """Return the activities of a deal and its moves from stage to stage, newest first."""
    happened = [
        DealEvent(at, kind, text)
        for at, kind, text in session.execute(
            select(Activity.at, Activity.kind, Activity.text).where(Activity.deal_id == deal_id)
        )
    ]
    names = {stage.id: stage.name for stage in stages(session)}
    stood = 0
    for at, stage_id in session.execute(
        select(DealChange.at, DealChange.stage_id)
        .where(DealChange.deal_id == deal_id)
        .order_by(DealChange.at, DealChange.id)
    ):
        if stage_id != stood:
            happened.append(DealEvent(at, None, names[stage_id]))
        stood = stage_id
    return tuple(sorted(happened, key=lambda event: event.at, reverse=True))
