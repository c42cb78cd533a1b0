"""The list of contacts: filtered, counted, and read a page at a time at any size."""

import datetime as dt
import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, bindparam, func, literal, select, tuple_
from sqlalchemy.orm import Session

from deskcrm.domain.days import local_day
from deskcrm.domain.income import income
from deskcrm.domain.people import Contact
from deskcrm.domain.text import fold
from deskcrm.features.contacts.conditions import Condition, from_json
from deskcrm.features.contacts.queries.conditions import clause
from deskcrm.features.contacts.queries.matched import Matched
from deskcrm.features.contacts.queries.relationship import clients, is_quiet, leads
from deskcrm.storage import search

MOST_FOUND: Final = 1000
"""So many of the contacts that a text finds are listed; all are counted."""


class Group(enum.StrEnum):
    """A part of the contacts, chosen by the chips above the list."""

    ALL = "all"
    CLIENTS = "clients"
    LEADS = "leads"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class ContactFilter:
    """Which contacts are listed; `today` tells who has been quiet for long."""

    today: dt.date
    text: str = ""
    group: Group = Group.ALL
    conditions: tuple[Condition, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the filter as it is kept; nothing for one that lets everybody through."""
        kept: dict[str, Any] = {}
        if fold(self.text):
            kept["text"] = self.text
        if self.group is not Group.ALL:
            kept["group"] = self.group.value
        if self.conditions:
            kept["all"] = [condition.as_json() for condition in self.conditions]
        return kept


def filter_from_json(kept: Mapping[str, Any], today: dt.date) -> ContactFilter:
    """Return a filter as it was kept; what a newer version may have written in it is left out."""
    group = kept.get("group", Group.ALL.value)
    conditions = map(from_json, kept.get("all", ()))
    return ContactFilter(
        today=today,
        text=str(kept.get("text", "")),
        group=Group(group) if group in set(Group) else Group.ALL,
        conditions=tuple(condition for condition in conditions if condition is not None),
    )


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One line of the list."""

    id: int
    name: str
    organization: str
    city: str
    last_contact: dt.date | None
    """The local day of the last activity or sent quote."""
    won: Mapping[str, Decimal] = field(default_factory=dict)
    """What came of it to date, by currency."""
    more: Mapping[str, Any] = field(default_factory=dict)
    """What else is shown of it, by column, as it is kept."""
    matched: Matched | None = None
    """What a search found in it that no column shows."""


def contact_total(session: Session) -> int:
    """Return how many contacts there are."""
    counted = session.connection().exec_driver_sql("SELECT count(*) FROM contact")
    return int(counted.scalar_one())


def contact_count(session: Session, wanted: ContactFilter) -> int:
    """Return how many contacts the filter lets through."""
    conditions = _conditions(wanted)
    if not fold(wanted.text):
        return _count(session, conditions)
    if not conditions:
        return search.count(session.connection(), wanted.text, kind="contact")
    found = search.keys(session.connection(), wanted.text, kind="contact")
    let_through = set(session.scalars(select(Contact.id).where(*conditions)))
    return len(found & let_through)


def listed_count(session: Session, wanted: ContactFilter) -> int:
    """Return how many rows the list has: all contacts, or the best few of those a text finds."""
    if fold(wanted.text):
        return len(_found(session, wanted.text, _conditions(wanted), MOST_FOUND))
    return _count(session, _conditions(wanted))


def group_counts(session: Session, today: dt.date) -> dict[Group, int]:
    """Return how many contacts each chip stands for."""
    return {
        group: _count(session, _conditions(ContactFilter(today=today, group=group)))
        for group in Group
    }


def contact_rows(
    session: Session, wanted: ContactFilter, offset: int, limit: int, *, descending: bool = False
) -> tuple[ContactRow, ...]:
    """Return one page of the list: by name, or best first where a text is searched for.

    Takes the same few statements for any page.
    """
    return _rows(session, contact_ids(session, wanted, offset, limit, descending=descending))


def contact_ids(
    session: Session, wanted: ContactFilter, offset: int, limit: int, *, descending: bool = False
) -> Sequence[int]:
    """Return the ids of one page of the list."""
    conditions = _conditions(wanted)
    if fold(wanted.text):
        return _found(session, wanted.text, conditions, offset + limit)[offset : offset + limit]
    order = (Contact.sort_name, Contact.id)
    page = select(Contact.id).where(*conditions).limit(limit).offset(offset)
    return session.scalars(
        page.order_by(*(column.desc() for column in order) if descending else order)
    ).all()


def all_ids(session: Session, wanted: ContactFilter) -> Sequence[int]:
    """Return the ids of every contact that the filter lets through, in the order of the list."""
    conditions = _conditions(wanted)
    if not fold(wanted.text):
        return session.scalars(
            select(Contact.id).where(*conditions).order_by(Contact.sort_name, Contact.id)
        ).all()
    found = search.find_ids(session.connection(), wanted.text, kind="contact", limit=-1)
    if not conditions:
        return found
    let_through = set(session.scalars(select(Contact.id).where(*conditions)))
    return [key for key in found if key in let_through]


def filtered(session: Session, wanted: ContactFilter) -> list[ColumnElement[bool]]:
    """Return what a filter lets through as conditions, the text that it searches for among them."""
    conditions = _conditions(wanted)
    if fold(wanted.text):
        found = _found(session, wanted.text, conditions, MOST_FOUND)
        these = func.json_each(_as_json(found)).table_valued("value")
        conditions = [Contact.id.in_(select(these.c.value))]
    return conditions


def rows_of(session: Session, ids: Sequence[int]) -> tuple[ContactRow, ...]:
    """Return the lines of these contacts, in this order."""
    return _rows(session, ids)


def place_of(
    session: Session, wanted: ContactFilter, contact_id: int, *, descending: bool = False
) -> int | None:
    """Return at which place of the list a contact stands, None if the filter keeps it out."""
    if fold(wanted.text):
        found = _found(session, wanted.text, _conditions(wanted), MOST_FOUND)
        return found.index(contact_id) if contact_id in found else None
    conditions = _conditions(wanted)
    known = session.execute(
        select(Contact.sort_name).where(Contact.id == contact_id, *conditions)
    ).one_or_none()
    if known is None:
        return None
    place = tuple_(Contact.sort_name, Contact.id)
    here = tuple_(literal(known.sort_name), literal(contact_id))
    return _count(session, [*conditions, place > here if descending else place < here])


def place_beginning(
    session: Session, wanted: ContactFilter, beginning: str, *, descending: bool = False
) -> int | None:
    """Return at which place of the list the first name with this beginning stands, None without one.

    What a text finds is not listed by name, so there is no such place in it.
    """
    first = fold(beginning)
    if not first or fold(wanted.text):
        return None
    conditions, behind = _conditions(wanted), first + "\U0010ffff"
    begins = (Contact.sort_name >= first, Contact.sort_name < behind)
    before = Contact.sort_name >= behind if descending else Contact.sort_name < first
    place, found = session.execute(
        select(
            select(func.count()).select_from(Contact).where(*conditions, before).scalar_subquery(),
            select(Contact.id).where(*conditions, *begins).limit(1).scalar_subquery(),
        )
    ).one()
    return place if found is not None else None


def _conditions(wanted: ContactFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.group is Group.CLIENTS:
        conditions.append(Contact.id.in_(clients()))
    elif wanted.group is Group.LEADS:
        conditions.append(Contact.id.in_(leads()))
    elif wanted.group is Group.QUIET:
        conditions.append(is_quiet(wanted.today))
    conditions += [clause(condition, wanted.today) for condition in wanted.conditions]
    return conditions


def _count(session: Session, conditions: Sequence[ColumnElement[bool]]) -> int:
    if not conditions:
        return contact_total(session)
    counted = select(func.count()).select_from(Contact).where(*conditions)
    return session.scalar(counted) or 0


def _found(
    session: Session, needle: str, conditions: Sequence[ColumnElement[bool]], most: int
) -> list[int]:
    """Return the ids a text finds, best first, of those contacts that meet the conditions."""
    most = min(most, MOST_FOUND)
    connection = session.connection()
    if not conditions:
        return search.find_ids(connection, needle, kind="contact", limit=most)
    let_through = set(session.scalars(select(Contact.id).where(*conditions)))
    every = search.find_ids(connection, needle, kind="contact", limit=-1)
    return [key for key in every if key in let_through][:most]


_ROWS: Final = """
SELECT c.id, c.name,
  (SELECT organization_name FROM role WHERE person_id = c.id AND "until" IS NULL
   AND organization_name <> '' ORDER BY position, id LIMIT 1),
  (SELECT city FROM address WHERE contact_id = c.id AND city <> '' ORDER BY position LIMIT 1),
  max(ifnull((SELECT max(at) FROM activity WHERE contact_id = c.id), ''),
      ifnull((SELECT max(sent) FROM quote WHERE contact_id = c.id), ''))
FROM json_each(?) AS wanted JOIN contact AS c ON c.id = wanted.value
ORDER BY wanted.key
"""


def _rows(session: Session, ids: Sequence[int]) -> tuple[ContactRow, ...]:
    """Read the rows of these contacts, in this order, with two statements."""
    if not ids:
        return ()
    won = won_to_date(session, ids)
    # Straight to the driver: what a list asks at each keystroke is not worth compiling.
    rows = session.connection().exec_driver_sql(_ROWS, (_as_json(ids),))
    return tuple(
        ContactRow(key, name, organization or "", city or "", _day(last), won.get(key, {}))
        for key, name, organization, city, last in rows.all()
    )


def won_to_date(session: Session, ids: Sequence[int]) -> dict[int, dict[str, Decimal]]:
    """Return what each contact brought, by currency."""
    won: dict[int, dict[str, Decimal]] = {}
    for key, currency, amount in session.execute(_brought(), {"ids": _as_json(ids)}):
        if amount:
            won.setdefault(key, {})[currency] = amount
    return won


@cache
def _brought() -> Select[Any]:
    """Select the sums of what contacts brought; made once, as the list asks at each keystroke."""
    entries = income()
    wanted = func.json_each(bindparam("ids")).table_valued("value")
    return (
        select(entries.c.contact_id, entries.c.currency, func.sum(entries.c.amount))
        .where(entries.c.contact_id.in_(select(wanted.c.value)))
        .group_by(entries.c.contact_id, entries.c.currency)
    )


def _as_json(ids: Sequence[int]) -> str:
    return f"[{','.join(map(str, ids))}]"


def _day(moment: str) -> dt.date | None:
    return local_day(dt.datetime.fromisoformat(moment)) if moment else None
