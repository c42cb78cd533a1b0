"""Where work came from, how far leads got, and what clients bought after each other."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from sqlalchemy import Text, and_, func, literal, or_, select, type_coerce
from sqlalchemy.orm import Session

from deskcrm.domain.deals import Deal, DealChange, StageKind
from deskcrm.domain.people import Contact
from deskcrm.domain.quotes import QuoteLine
from deskcrm.domain.text import fold
from deskcrm.features.pipeline.measures import start_of
from deskcrm.features.pipeline.rows import stages
from deskcrm.features.revenue.income import Source, income, within
from deskcrm.features.revenue.periods import Span

FUNNEL_DAYS: Final = 90
_LEAST_CLIENTS: Final = 3
"""Fewer clients who bought both are an accident, not a habit."""
_COMMON: Final = Fraction(1, 2)
"""What more clients than this take anyway is no suggestion."""
_MOST_PAIRS: Final = 3
_LONGEST: Final = 120
"""So many letters of a line are taken for the name of what was sold."""


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


@dataclass(frozen=True, slots=True)
class Pair:
    """Clients who bought one thing also took the other, at once or later."""

    first: str
    then: str
    both: int
    clients: int
    """How many bought the first."""
    everybody: int
    """How many clients there are, for the support."""
    lift: Fraction
    """How many times likelier than for clients in general; always more than once."""
    without: tuple[tuple[int, str], ...]
    """Who bought the first and not the other: id and name."""

    @property
    def support(self) -> int:
        """The share of all clients who took both, in whole percent."""
        return round(Fraction(100 * self.both, self.everybody))


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


def bought_together(session: Session) -> tuple[Pair, ...]:
    """Return what clients who took one thing took as well, the strongest habits first.

    What was sold is what the lines of accepted quotes are called, and the titles of won deals
    without one. A pair is shown once: the way in which there is somebody left to suggest it to, else
    in its clearer direction.
    """
    firsts, titles, names = _purchases(session)
    everybody = len(names)
    takers: dict[str, dict[int, dt.date]] = {
        item: days for item, days in firsts.items() if len(days) >= _LEAST_CLIENTS
    }
    found = []
    for first, earlier in takers.items():
        for then, later in takers.items():
            if first == then or len(later) > everybody * _COMMON:
                continue
            both = {c for c, day in later.items() if c in earlier and day >= earlier[c]}
            if len(both) < _LEAST_CLIENTS:
                continue
            lift = Fraction(len(both) * everybody, len(earlier) * len(later))
            if lift > 1:
                without = sorted((names[c], c) for c in earlier.keys() - later.keys())
                found.append(
                    Pair(
                        titles[first], titles[then], len(both), len(earlier), everybody, lift,
                        tuple((c, name) for name, c in without),
                    )
                )  # fmt: skip
    found.sort(
        key=lambda p: (not p.without, -Fraction(p.both, p.clients), -p.both, -p.lift, p.first)
    )
    shown: dict[frozenset[str], Pair] = {}
    for pair in found:
        shown.setdefault(frozenset((pair.first, pair.then)), pair)
    return tuple(shown.values())[:_MOST_PAIRS]


def _purchases(
    session: Session,
) -> tuple[dict[str, dict[int, dt.date]], dict[str, str], dict[int, str]]:
    """Return who bought each thing first when, how each thing is written, and the clients' names."""
    found = income()
    text = type_coerce(QuoteLine.description, Text)
    line_end = literal("\n", Text)
    first_line = func.substr(text, 1, func.instr(text.concat(line_end), line_end) - 1)
    lines = (
        select(found.c.contact_id, Contact.name, func.substr(first_line, 1, _LONGEST), found.c.day)
        .join(QuoteLine, and_(QuoteLine.quote_id == found.c.id, QuoteLine.optional.is_(False)))
        .join(Contact, Contact.id == found.c.contact_id)
        .where(found.c.kind == Source.QUOTE.value)
    )
    deals = (
        select(found.c.contact_id, Contact.name, Deal.title, found.c.day)
        .join(Deal, Deal.id == found.c.id)
        .join(Contact, Contact.id == found.c.contact_id)
        .where(found.c.kind == Source.DEAL.value)
    )
    firsts: dict[str, dict[int, dt.date]] = defaultdict(dict)
    titles: dict[str, str] = {}
    names: dict[int, str] = {}
    for contact_id, name, title, day in (*session.execute(lines), *session.execute(deals)):
        names[contact_id] = name
        item = fold(title)
        if item:
            titles.setdefault(item, title.strip())
            known = firsts[item].get(contact_id, day)
            firsts[item][contact_id] = min(known, day)
    return firsts, titles, names
