"""The one statement behind every list of deals, and the row it gives."""

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from deskcrm.domain.activities import Activity, FollowUp
from deskcrm.domain.days import local_day
from deskcrm.domain.deals import Deal, Stage, StageKind, stage_name
from deskcrm.domain.people import Contact, ContactKind, current_organization


class Attention(enum.IntEnum):
    """Why an open deal wants to be looked at, the worst first."""

    OVERDUE = 0
    """Past its expected close, or past the day of its next step."""
    NO_STEP = 1
    """Nothing is planned: it is not moving."""
    QUIET = 2
    """Longer without an activity than its stage allows."""
    NONE = 3


@dataclass(frozen=True, slots=True)
class StageChoice:
    """A stage, as it is offered and shown."""

    id: int
    key: str
    name: str
    kind: StageKind
    probability: int


@dataclass(frozen=True, slots=True)
class DealRow:
    """A deal on a card or in a row."""

    id: int
    title: str
    who: str
    """The organization, or the person where there is none."""
    contact_id: int | None
    value: Decimal
    currency: str
    stage: StageChoice
    probability: int
    by_hand: bool
    expected_close: dt.date | None
    closed: dt.date | None
    step_on: dt.date | None
    """The day of the next step."""
    last_activity: dt.date | None
    attention: Attention
    days: int
    """How many days it is overdue or quiet."""
    is_quiet: bool
    custom: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """The values of the user's own fields, by name."""


def stages(session: Session) -> tuple[StageChoice, ...]:
    """Return all stages in their order."""
    return tuple(
        stage_choice(stage.id, stage.key, stage.name, stage.kind, stage.probability)
        for stage in session.scalars(select(Stage).order_by(Stage.position, Stage.id))
    )


def stage_choice(
    stage_id: int, key: str, name: str, kind: StageKind, probability: int
) -> StageChoice:
    """Return a stage by the user's name for it, else by its usual one in the window's language."""
    return StageChoice(stage_id, key, stage_name(key, name), kind, probability)


def next_step() -> ColumnElement[Any]:
    """Return the day of the first thing planned for a deal."""
    return (
        select(func.min(FollowUp.due_on))
        .where(FollowUp.deal_id == Deal.id, FollowUp.done.is_(None))
        .correlate(Deal)
        .scalar_subquery()
    )


def last_activity() -> ColumnElement[Any]:
    """Return when something last happened with a deal."""
    return (
        select(func.max(Activity.at))
        .where(Activity.deal_id == Deal.id)
        .correlate(Deal)
        .scalar_subquery()
    )


def sort_keys(sort: str) -> tuple[Any, ...]:
    """Return what a column of the table is ordered by."""
    return {
        "title": (func.lower(Deal.title),),
        "who": (func.lower(func.coalesce(current_organization(), Contact.name)),),
        "stage": (Stage.position,),
        # Amounts of one currency stand together: € 5 is neither more nor less than $ 5.
        "value": (Deal.currency, Deal.value),
        "probability": (Deal.probability,),
        "close": (Deal.expected_close,),
        "step": (next_step(),),
        "activity": (last_activity(),),
    }.get(sort, ())


def deals() -> Any:
    """Ask for deals with all that a row shows, in one statement."""
    return (
        select(
            Deal.id,
            Deal.title,
            Deal.contact_id,
            Deal.value,
            Deal.currency,
            Deal.probability,
            Deal.probability_by_hand,
            Deal.expected_close,
            Deal.closed,
            Deal.created,
            Deal.custom,
            Stage.id.label("stage_id"),
            Stage.key,
            Stage.name.label("stage_name"),
            Stage.kind,
            Stage.probability.label("stage_probability"),
            Stage.quiet_days,
            Contact.name.label("contact_name"),
            Contact.kind.label("contact_kind"),
            current_organization().label("company"),
            next_step().label("step_on"),
            last_activity().label("last_activity"),
        )
        .join(Stage, Stage.id == Deal.stage_id)
        .outerjoin(Contact, Contact.id == Deal.contact_id)
    )


def read_deals(session: Session, asked: Any, today: dt.date) -> list[DealRow]:
    """Return the deals that a statement made of `deals` asks for."""
    return [_row(found, today) for found in session.execute(asked)]


def _row(found: Any, today: dt.date) -> DealRow:
    stage = stage_choice(
        found.stage_id, found.key, found.stage_name, found.kind, found.stage_probability
    )
    last = local_day(found.last_activity) if found.last_activity is not None else None
    due = [day for day in (found.expected_close, found.step_on) if day is not None]
    late = max(((today - day).days for day in due), default=0)
    still = (today - (last or local_day(found.created))).days
    is_quiet = stage.kind.is_open and still > found.quiet_days
    if not stage.kind.is_open:
        attention, days = Attention.NONE, 0
    elif late > 0:
        attention, days = Attention.OVERDUE, late
    elif found.step_on is None:
        attention, days = Attention.NO_STEP, still
    elif is_quiet:
        attention, days = Attention.QUIET, still
    else:
        attention, days = Attention.NONE, 0
    is_person = found.contact_kind is ContactKind.PERSON
    return DealRow(
        id=found.id,
        title=found.title,
        who=(found.company if is_person else "") or found.contact_name or "",
        contact_id=found.contact_id,
        value=found.value,
        currency=found.currency,
        stage=stage,
        probability=found.probability,
        by_hand=found.probability_by_hand,
        expected_close=found.expected_close,
        closed=local_day(found.closed) if found.closed is not None else None,
        step_on=found.step_on,
        last_activity=last,
        attention=attention,
        days=days,
        is_quiet=is_quiet,
        custom=found.custom or {},
    )
