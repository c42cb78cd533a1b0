"""What clients bought after each other, and to whom it could be suggested."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Final

from sqlalchemy import Text, and_, func, literal, or_, select, type_coerce
from sqlalchemy.orm import Session

from deskcrm.domain.deals import Deal
from deskcrm.domain.income import Source, income
from deskcrm.domain.people import Contact
from deskcrm.domain.quotes import LineKind, QuoteLine
from deskcrm.domain.text import fold

_LEAST_CLIENTS: Final = 3
"""Fewer clients who bought both are an accident, not a habit."""
_COMMON: Final = Fraction(1, 2)
"""What more clients than this take anyway says nothing about them, and is no suggestion."""
_MOST_PAIRS: Final = 3
_LONGEST: Final = 120
"""So many letters of a line are taken for the name of what was sold."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Clients who bought one thing also took the other, at once or later."""

    first: str
    then: str
    both: int
    clients: int
    """How many bought the first."""
    support: Decimal
    """The share of all clients who took both, in percent."""
    lift: Decimal
    """How many times likelier than for clients in general; always more than once."""
    without: tuple[tuple[int, str], ...]
    """Who bought the first and not the other: id and name."""


@dataclass(frozen=True, slots=True)
class _Thing:
    """Something that was sold, and the day each client first bought it."""

    title: str
    days: dict[int, dt.date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Habit:
    """Of those who bought `first`, `both` took `then` as well."""

    first: _Thing
    then: _Thing
    both: int

    @property
    def is_open(self) -> bool:
        """Whether there is anybody left to suggest it to."""
        return not self.first.days.keys() <= self.then.days.keys()

    @property
    def strength(self) -> tuple[bool, Fraction, int]:
        """What the best is chosen by: somebody is left, the share who took both, how many."""
        return (self.is_open, Fraction(self.both, len(self.first.days)), self.both)


def bought_together(session: Session) -> tuple[Pair, ...]:
    """Return what clients who took one thing took as well, the strongest habits first.

    What was sold is what the lines of accepted quotes are called, and the titles of won deals
    without one. A pair is shown once: the way in which there is somebody left to suggest it to, else
    in its clearer direction.
    """
    things, names = _purchases(session)
    habits = sorted(_habits(things, len(names)), key=lambda habit: habit.strength, reverse=True)
    shown: dict[frozenset[str], _Habit] = {}
    for habit in habits:
        shown.setdefault(frozenset((habit.first.title, habit.then.title)), habit)
    return tuple(_pair(habit, names) for habit in list(shown.values())[:_MOST_PAIRS])


def _habits(things: list[_Thing], everybody: int) -> Iterator[_Habit]:
    """Yield every pair that enough clients took, more than chance would have."""
    most = everybody * _COMMON
    known = [thing for thing in things if _LEAST_CLIENTS <= len(thing.days) <= most]
    for then in known:
        for first in known:
            chance = len(first.days) * len(then.days)
            common = first.days.keys() & then.days.keys()
            # Counting those who took them in this order can only leave fewer.
            if first is then or len(common) < _LEAST_CLIENTS or len(common) * everybody <= chance:
                continue
            both = sum(then.days[client] >= first.days[client] for client in common)
            if both >= _LEAST_CLIENTS and both * everybody > chance:
                yield _Habit(first, then, both)


def _pair(habit: _Habit, names: dict[int, str]) -> Pair:
    first, then = habit.first.days, habit.then.days
    chance = Decimal(len(first) * len(then)) / len(names)
    without = sorted((names[client], client) for client in first.keys() - then.keys())
    return Pair(
        first=habit.first.title,
        then=habit.then.title,
        both=habit.both,
        clients=len(first),
        support=round(Decimal(100 * habit.both) / len(names), 0),
        lift=round(habit.both / chance, 1),
        without=tuple((client, name) for name, client in without),
    )


def _purchases(session: Session) -> tuple[list[_Thing], dict[int, str]]:
    """Return what was sold to whom, and the names of all who bought."""
    found = income()
    text = type_coerce(QuoteLine.description, Text)
    line_end = literal("\n", Text)
    line = func.substr(text, 1, func.instr(text.concat(line_end), line_end) - 1)
    title = func.substr(line, 1, _LONGEST)
    first = func.min(found.c.day)
    offered = and_(QuoteLine.optional.is_(False), QuoteLine.alternative.is_(False))
    bought = and_(QuoteLine.kind == LineKind.ITEM, or_(QuoteLine.taken, offered))
    lines = (
        select(found.c.contact_id, Contact.name, title, first)
        .join(QuoteLine, and_(QuoteLine.quote_id == found.c.id, bought))
        .join(Contact, Contact.id == found.c.contact_id)
        .where(found.c.kind == Source.QUOTE.value)
        .group_by(found.c.contact_id, title)
    )
    deals = (
        select(found.c.contact_id, Contact.name, Deal.title, first)
        .join(Deal, Deal.id == found.c.id)
        .join(Contact, Contact.id == found.c.contact_id)
        .where(found.c.kind == Source.DEAL.value)
        .group_by(found.c.contact_id, Deal.title)
    )
    things: dict[str, _Thing] = {}
    names: dict[int, str] = {}
    for client, name, said, day in (*session.execute(lines), *session.execute(deals)):
        names[client] = name
        if key := fold(said):
            days = things.setdefault(key, _Thing(said.strip())).days
            days[client] = min(day, days.get(client, day))
    return list(things.values()), names
