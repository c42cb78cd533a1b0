"""What a user does with deals: add, estimate, move, win, lose, plan the next step, delete."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from deskcrm.crm import undoable
from deskcrm.domain.activities import Activity, ActivityKind, FollowUp
from deskcrm.domain.business import Business
from deskcrm.domain.custom import FieldOwner, checked
from deskcrm.domain.deals import Deal, DealIsClosed, NegativeValue, Stage, StageKind
from deskcrm.domain.money import CURRENCIES, UnknownCurrency, round_money
from deskcrm.domain.people import Contact, split_name
from deskcrm.domain.quotes import Quote
from deskcrm.domain.text import fold, one_line
from deskcrm.errors import NotFound, Required
from deskcrm.features.fields.queries import fields_of
from deskcrm.i18n import _, mark

_GAP = 1024
"""The room left between the places of cards, so that a move seldom has to renumber its neighbours."""


@dataclass(frozen=True, slots=True)
class DealFields:
    """What the form of a deal holds; a probability of None is the stage's own."""

    title: str
    stage_id: int
    contact_name: str = ""
    contact_id: int | None = None
    value: Decimal = Decimal(0)
    currency: str = ""
    probability: int | None = None
    expected_close: dt.date | None = None
    source: str = ""
    note: str = ""
    lost_reason: str = ""
    custom: Mapping[str, Any] | None = None
    """The values of the user's own fields; None leaves them as they are."""


@undoable(mark("add lead"))
def add_lead(
    session: Session,
    title: str,
    *,
    at: dt.datetime,
    contact_id: int | None = None,
    contact_name: str = "",
    value: Decimal = Decimal(0),
    currency: str = "",
    source: str = "",
    expected_close: dt.date | None = None,
    stage_id: int | None = None,
) -> int:
    """Add a deal on top of a stage, the first one if none is given; return its id.

    A contact is given by id, or by a name: then the contact of that name is taken, or added.
    Without a currency the value is in the business's own.
    """
    stage = _first_stage(session) if stage_id is None else _stage(session, stage_id)
    deal = Deal(
        title=_title(title),
        contact_id=_contact(session, contact_id, contact_name, at=at),
        source=source,
        created=at,
    )
    value, currency = _estimate(session, value, currency)
    deal.value, deal.currency, deal.expected_close = value, currency, expected_close
    deal.position = _place(_cards(session, stage), 0)
    deal.enter(stage, at=at)
    session.add(deal)
    session.flush()
    return deal.id


@undoable(mark("edit deal"))
def edit_deal(session: Session, deal_id: int, fields: DealFields, *, at: dt.datetime) -> None:
    """Save what the form of a deal holds."""
    deal = _deal(session, deal_id)
    deal.title = _title(fields.title)
    deal.contact_id = _contact(session, fields.contact_id, fields.contact_name, at=at)
    value, currency = _estimate(session, fields.value, fields.currency)
    deal.estimate(value, currency, fields.expected_close, at=at)
    deal.source, deal.note = fields.source, fields.note
    if fields.custom is not None:
        specs = fields_of(session, FieldOwner.DEAL)
        deal.custom = checked(specs, fields.custom, deal.custom or {}) or None
    stage = _stage(session, fields.stage_id)
    _enter(session, deal, stage, 0, at=at, reason=fields.lost_reason)
    if deal.is_open and (deal.probability_by_hand or fields.probability is not None):
        # Else the chance stays: a stage whose default has changed rewrites no deal.
        deal.set_probability(fields.probability)


@undoable(mark("move deal"))
def move_deal(
    session: Session,
    deal_id: int,
    stage_id: int,
    position: int = 0,
    *,
    at: dt.datetime,
    reason: str = "",
) -> None:
    """Put a deal's card at a place (0 is the top) of a stage; `reason` is why a deal is lost."""
    deal = _deal(session, deal_id)
    _enter(session, deal, _stage(session, stage_id), position, at=at, reason=reason, place=True)


@undoable(mark("win deal"))
def win_deal(session: Session, deal_id: int, *, at: dt.datetime) -> None:
    """Close a deal as won."""
    deal = _deal(session, deal_id)
    _enter(session, deal, _stage_of_kind(session, StageKind.WON), 0, at=at)


@undoable(mark("lose deal"))
def lose_deal(session: Session, deal_id: int, reason: str, *, at: dt.datetime) -> None:
    """Close a deal as lost, for a reason."""
    deal = _deal(session, deal_id)
    _enter(session, deal, _stage_of_kind(session, StageKind.LOST), 0, at=at, reason=reason)


@undoable(mark("reopen deal"))
def reopen_deal(session: Session, deal_id: int, *, at: dt.datetime) -> None:
    """Put a closed deal back into the last open stage it stood in."""
    deal = _deal(session, deal_id)
    if deal.is_open:
        return
    stages = {stage.id: stage for stage in session.scalars(select(Stage))}
    stood = (stages[change.stage_id] for change in reversed(deal.history))
    last = next((stage for stage in stood if stage.kind.is_open), None)
    _enter(session, deal, last or _first_stage(session), 0, at=at)


@undoable(mark("set probability"))
def set_probability(session: Session, deal_id: int, percent: int | None) -> None:
    """Set the chance of an open deal by hand; None returns to that of its stage."""
    deal = _deal(session, deal_id)
    if not deal.is_open:
        raise DealIsClosed(title=deal.title)
    deal.set_probability(percent)


@undoable(mark("plan next step"))
def set_next_step(
    session: Session, deal_id: int, title: str, on: dt.date, *, at: dt.datetime
) -> int:
    """Plan what is to happen next with a deal, and on which day; return the follow-up's id."""
    deal = _deal(session, deal_id)
    if not one_line(title):
        raise Required(field="step", label=_("Next step"))
    step = FollowUp(title=title, deal_id=deal.id, contact_id=deal.contact_id, due_on=on, created=at)
    session.add(step)
    session.flush()
    return step.id


@undoable(mark("log activity"))
def log_activity(
    session: Session, deal_id: int, kind: ActivityKind, text: str, *, at: dt.datetime
) -> int:
    """Note what happened with a deal, and so with its contact; return the activity's id."""
    deal = _deal(session, deal_id)
    if not text.strip():
        raise Required(field="text", label=_("What happened"))
    activity = Activity(kind=kind, at=at, text=text, deal_id=deal.id, contact_id=deal.contact_id)
    session.add(activity)
    session.flush()
    return activity.id


@undoable(mark("delete deals"))
def delete_deals(session: Session, deal_ids: Collection[int]) -> None:
    """Delete deals and what was planned for them.

    Their quotes stay, and so does what happened with a contact; only the link to the deal goes.
    """
    for quote in session.scalars(select(Quote).where(Quote.deal_id.in_(deal_ids))):
        quote.deal_id = None
    for step in session.scalars(select(FollowUp).where(FollowUp.deal_id.in_(deal_ids))):
        session.delete(step)
    for activity in session.scalars(select(Activity).where(Activity.deal_id.in_(deal_ids))):
        if activity.contact_id is None and activity.quote_id is None:
            session.delete(activity)
        else:
            activity.deal_id = None
    session.flush()
    for deal_id in deal_ids:
        session.delete(_deal(session, deal_id))


def _enter(
    session: Session,
    deal: Deal,
    stage: Stage,
    position: int,
    *,
    at: dt.datetime,
    reason: str = "",
    place: bool = False,
) -> None:
    """Bring a deal into a stage; its card gets a new place there if it is new, or `place` says so."""
    comes = deal.stage_id != stage.id
    if comes or place:
        deal.position = _place(_cards(session, stage, without=deal), position)
    if stage.kind is StageKind.LOST:
        if comes:
            deal.lose(stage, reason=reason, at=at)
        else:
            deal.lost_reason = reason
    elif comes:
        deal.enter(stage, at=at)


def _place(cards: list[Deal], index: int) -> int:
    """Return a number that sorts a card before the one at `index`, renumbering only without room."""
    if not cards:
        return 0
    if index <= 0:
        return cards[0].position - _GAP
    if index >= len(cards):
        return cards[-1].position + _GAP
    before, after = cards[index - 1].position, cards[index].position
    if after - before > 1:
        return (before + after) // 2
    for number, card in enumerate(cards):
        card.position = number * _GAP
    return index * _GAP - _GAP // 2


def _cards(session: Session, stage: Stage, *, without: Deal | None = None) -> list[Deal]:
    """Return the deals of a stage, top card first."""
    cards = session.scalars(
        select(Deal).where(Deal.stage_id == stage.id).order_by(Deal.position, Deal.id)
    )
    return [card for card in cards if card is not without]


def _deal(session: Session, deal_id: int) -> Deal:
    deal = session.get(Deal, deal_id)
    if deal is None:
        raise NotFound(name=_("Deal {id}").format(id=deal_id))
    return deal


def _stage(session: Session, stage_id: int) -> Stage:
    stage = session.get(Stage, stage_id)
    if stage is None:
        raise NotFound(name=_("Stage {id}").format(id=stage_id))
    return stage


def _first_stage(session: Session) -> Stage:
    """Return the stage that new leads come to."""
    stages = session.scalars(select(Stage).order_by(Stage.position, Stage.id))
    return next(stage for stage in stages if stage.kind.is_open)


def _stage_of_kind(session: Session, kind: StageKind) -> Stage:
    stages = select(Stage).where(Stage.kind == kind).order_by(Stage.position, Stage.id)
    return session.scalars(stages.limit(1)).one()


def _title(title: str) -> str:
    if not one_line(title):
        raise Required(field="title", label=_("Title"))
    return title


def _estimate(session: Session, value: Decimal, currency: str) -> tuple[Decimal, str]:
    """Return a value with its currency's digits, and the currency, the business's own if empty."""
    code = one_line(currency).upper() or session.get_one(Business, 1).currency
    if code not in CURRENCIES:
        raise UnknownCurrency(field="currency", code=code[:10])
    if value < 0:
        raise NegativeValue(field="value")
    return round_money(value, code), code


def _contact(session: Session, contact_id: int | None, name: str, *, at: dt.datetime) -> int | None:
    """Return the id of the contact that is meant; one of a new name is added."""
    if contact_id is not None:
        if session.get(Contact, contact_id) is None:
            raise NotFound(name=_("Contact {id}").format(id=contact_id))
        return contact_id
    typed = one_line(name)
    if not typed:
        return None
    known = session.scalars(
        select(Contact.id).where(Contact.sort_name == fold(typed)).order_by(Contact.id)
    ).first()
    if known is not None:
        return known
    given, family = split_name(typed)
    contact = Contact(given_name=given, family_name=family, created=at, updated=at)
    contact.rename()
    session.add(contact)
    session.flush()
    return contact.id
