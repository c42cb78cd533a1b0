"""What the import compares with and the export writes: contacts as cards, and who shares a mark with whom."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from deskcrm.domain.belongings import Consent, ImportantDate
from deskcrm.domain.business import Business
from deskcrm.domain.people import (
    Address,
    Contact,
    ContactKind,
    Email,
    Link,
    Phone,
    Role,
)
from deskcrm.features.exchange.card import (
    Card,
    Day,
    Labelled,
    Number,
    Picture,
    Position,
    Postal,
    Said,
)

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
    dates: int
    consents: int


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
        dates=most(ImportantDate.contact_id),
        consents=most(Consent.contact_id),
    )


def custom_names(session: Session) -> list[str]:
    """Return the names under which contacts keep what has no field of its own."""
    rows = session.connection().exec_driver_sql(
        "SELECT field.key FROM contact, json_each(contact.custom) AS field"
        " GROUP BY field.key ORDER BY min(contact.id), min(field.id)"
    )
    return list(rows.scalars())


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


def fetched(session: Session, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """Return the rows of a statement as the driver gives them: an export reads a million of them."""
    cursor = session.connection().connection.cursor()
    try:
        cursor.execute(sql, values)
        return cast("list[tuple[Any, ...]]", cursor.fetchall())
    finally:
        cursor.close()


def _cards(session: Session, ids: Sequence[int]) -> dict[int, Card]:
    """Read the cards straight from the driver, a statement for each kind of thing they hold."""
    wanted = json.dumps(list(ids))
    found = {
        key: _card(values, referred_by, custom)
        for key, referred_by, custom, *values in fetched(session, _CONTACTS, wanted)
    }
    for name, make, sql in _ENTRIES:
        for key, *values in fetched(session, sql, wanted):
            getattr(found[key], name).append(make(*values))
    for key, *values in fetched(session, _PHOTOS, wanted):
        found[key].photo = Picture(*values)
    return found


_OF_CARD: Final = tuple(
    column.key
    for column in Contact.__table__.columns
    if column.key not in {"id", "sort_name", "referred_by_id", "custom"}
)
_KINDS: Final = {kind.value: kind for kind in ContactKind}
_READ: Final[dict[str, Callable[[Any], Any]]] = {
    "kind": _KINDS.__getitem__,
    "birthday": dt.date.fromisoformat,
    "anniversary": dt.date.fromisoformat,
    "created": dt.datetime.fromisoformat,
    "updated": dt.datetime.fromisoformat,
}
"""How columns that are no texts are read as the driver gives them."""


def _card(values: Sequence[Any], referred_by: str, custom: str | None) -> Card:
    card = Card(**dict(zip(_OF_CARD, values, strict=True)), referred_by=referred_by)
    for name, read in _READ.items():
        value = getattr(card, name)
        if value is not None:
            setattr(card, name, read(value))
    card.custom = (json.loads(custom) or {}) if custom else {}
    return card


def _position(
    organization: str, title: str, department: str, since: str | None, until: str | None, uid: str
) -> Position:
    begins = dt.date.fromisoformat(since) if since else None
    ends = dt.date.fromisoformat(until) if until else None
    return Position(organization, title, department, begins, ends, uid)


def _owned(table: str, columns: str, *, owner: str = "contact_id", order: str = "position") -> str:
    return (
        f"SELECT o.{owner}, {columns} FROM (SELECT value AS wanted FROM json_each(?))"  # noqa: S608 - names from below
        f" JOIN {table} AS o ON o.{owner} = wanted ORDER BY o.{order}, o.id"
    )


_CONTACTS: Final = (
    "SELECT c.id, coalesce((SELECT uid FROM contact WHERE id = c.referred_by_id), ''), c.custom, "  # noqa: S608 - names of columns
    + ", ".join(f"c.{name}" for name in _OF_CARD)
    + " FROM json_each(?) AS w JOIN contact AS c ON c.id = w.value"
)
_PHOTOS: Final = _owned("photo", "o.media_type, o.data", order="id")
_ENTRIES: Final[tuple[tuple[str, Callable[..., Any], str], ...]] = (
    ("emails", Labelled, _owned("email", "label, value")),
    ("phones", Number, _owned("phone", "label, value, e164")),
    ("addresses", Postal, _owned("address", ", ".join(Postal.__slots__))),
    ("links", Labelled, _owned("link", "label, value")),
    (
        "roles",
        _position,
        _owned(
            "role",
            'organization_name, title, department, since, "until",'
            " coalesce((SELECT uid FROM contact WHERE id = organization_id), '')",
            owner="person_id",
        ),
    ),
    ("tags", str, _owned("contact_tag", "(SELECT name FROM tag WHERE id = tag_id)", order="id")),
    (
        "dates",
        lambda label, day: Day(label, dt.date.fromisoformat(day)),
        _owned("important_date", "label, day"),
    ),
    (
        "consents",
        lambda given, day, source: Said(bool(given), dt.date.fromisoformat(day), source),
        _owned("consent", "given, day, source", order="day"),
    ),
)
"""What a card holds several of: its name, how one is made of columns, and the statement that reads them."""
