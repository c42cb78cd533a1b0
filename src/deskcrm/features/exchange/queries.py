"""What the import compares with and the export writes: contacts as cards, and who shares a mark with whom."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Row, Table, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from deskcrm.domain.base import Base
from deskcrm.domain.business import Business
from deskcrm.domain.people import (
    Address,
    Contact,
    ContactTag,
    Email,
    Link,
    Phone,
    Role,
    Tag,
)
from deskcrm.features.exchange.card import Card, Labelled, Number, Position, Postal

_AT_ONCE = 500
"""So many values stand in one question; SQLite sets a limit."""


@dataclass(frozen=True, slots=True)
class Widths:
    """How many entries of each kind the contact that has the most of them has."""

    emails: int
    phones: int
    addresses: int
    links: int
    roles: int


def home_country(session: Session) -> str:
    """Return the two-letter code of the country of the business, or ""."""
    return session.scalar(select(Business.country)) or ""


def contact_ids(session: Session) -> list[int]:
    """Return all contacts in the order of their names."""
    return list(session.scalars(select(Contact.id).order_by(Contact.sort_name, Contact.id)))


def widths(session: Session) -> Widths:
    """Return how many columns of each kind an export needs."""

    def most(key: InstrumentedAttribute[int]) -> int:
        counts = select(func.count(key).label("n")).group_by(key).subquery()
        return session.scalar(select(func.max(counts.c.n))) or 0

    return Widths(
        emails=most(Email.contact_id),
        phones=most(Phone.contact_id),
        addresses=most(Address.contact_id),
        links=most(Link.contact_id),
        roles=most(Role.person_id),
    )


def custom_names(session: Session) -> list[str]:
    """Return the names under which contacts keep what has no field of its own."""
    names: dict[str, None] = {}
    for values in session.scalars(select(Contact.custom)):
        names.update(dict.fromkeys(values or ()))
    return list(names)


def cards(session: Session, ids: Sequence[int]) -> Iterator[tuple[int, Card]]:
    """Give the contacts with these ids as cards, in this order; those that are gone are left out."""
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        found = _cards(session, some)
        yield from ((key, found[key]) for key in some if key in found)


def ids_by(
    session: Session, column: InstrumentedAttribute[str], values: Collection[str]
) -> dict[str, list[int]]:
    """Return the contacts that have one of these values in a column of theirs, by the value."""
    owner: InstrumentedAttribute[int] = (
        Contact.id if column.class_ is Contact else column.class_.contact_id
    )
    found: dict[str, list[int]] = defaultdict(list)
    wanted = list(values)
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        for value, key in session.execute(
            select(column, owner).where(column.in_(some)).order_by(owner)
        ):
            found[value].append(key)
    return found


def _cards(session: Session, ids: Sequence[int]) -> dict[int, Card]:
    sent_by = Contact.__table__.alias("sent_by")
    table = _table(Contact)
    rows = session.execute(
        select(*table.columns, sent_by.c.uid.label("referred_by"))
        .outerjoin(sent_by, sent_by.c.id == table.c.referred_by_id)
        .where(table.c.id.in_(ids))
    )
    found = {row.id: _card(row) for row in rows}
    for key, row in _entries(session, Email, Email.contact_id, ids):
        found[key].emails.append(Labelled(row.label, row.value))
    for key, row in _entries(session, Phone, Phone.contact_id, ids):
        found[key].phones.append(Number(row.label, row.value, row.e164))
    for key, row in _entries(session, Address, Address.contact_id, ids):
        found[key].addresses.append(_same_named(Postal, row))
    for key, row in _entries(session, Link, Link.contact_id, ids):
        found[key].links.append(Labelled(row.label, row.value))
    _add_roles(session, found)
    for key, name in session.execute(
        select(ContactTag.contact_id, Tag.name)
        .join(Tag, Tag.id == ContactTag.tag_id)
        .where(ContactTag.contact_id.in_(ids))
        .order_by(ContactTag.id)
    ):
        found[key].tags.append(name)
    return found


_OF_CARD = [
    column.key
    for column in Contact.__table__.columns
    if column.key not in {"id", "sort_name", "referred_by_id", "custom"}
]


def _card(row: Any) -> Card:
    values = {name: getattr(row, name) for name in _OF_CARD}
    return Card(**values, referred_by=row.referred_by or "", custom=dict(row.custom or {}))


def _add_roles(session: Session, found: dict[int, Card]) -> None:
    table, company = _table(Role), Contact.__table__.alias("company")
    rows = session.execute(
        select(*table.columns, company.c.uid.label("company_uid"))
        .outerjoin(company, company.c.id == table.c.organization_id)
        .where(table.c.person_id.in_(found))
        .order_by(table.c.position, table.c.id)
    )
    for row in rows:
        found[row.person_id].roles.append(
            Position(
                row.organization_name,
                row.title,
                row.department,
                row.since,
                row.until,
                row.company_uid or "",
            )
        )


def _entries(
    session: Session, entity: type[Base], owner: InstrumentedAttribute[int], ids: Sequence[int]
) -> Iterator[tuple[int, Row[Any]]]:
    table = _table(entity)
    key: Column[Any] = table.c[owner.key]
    rows = session.execute(
        select(*table.columns).where(key.in_(ids)).order_by(table.c.position, table.c.id)
    )
    return ((getattr(row, owner.key), row) for row in rows)


def _same_named(make: Callable[..., Postal], row: Row[Any]) -> Postal:
    return make(**{name: getattr(row, name) for name in Postal.__slots__})


def _table(entity: type[Base]) -> Table:
    table = entity.__table__
    assert isinstance(table, Table)
    return table
