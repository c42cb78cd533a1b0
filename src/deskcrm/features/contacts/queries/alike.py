"""Contacts over the whole file that are likely the same: one e-mail address, phone number or name."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from deskcrm.domain.people import Contact, Email, Phone
from deskcrm.features.contacts.queries.duplicates import Same
from deskcrm.features.contacts.queries.view import Named

MOST_SHARING: Final = 8
"""What more contacts than this share is an office's number, not a person's."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Contacts that are likely the same, and by what; the oldest first."""

    same: Same
    contacts: tuple[Named, ...]


def alike(session: Session) -> tuple[Alike, ...]:
    """Return the groups of contacts that share a mark, the surest mark first, each group once."""
    found: dict[frozenset[int], Alike] = {}
    for same, value, owner in (
        (Same.EMAIL, Email.key, Email.contact_id),
        (Same.PHONE, Phone.e164, Phone.contact_id),
        (Same.NAME, Contact.sort_name, Contact.id),
    ):
        groups: dict[str, list[Named]] = {}
        for shared, key, name in session.execute(_sharing(value, owner)):
            groups.setdefault(shared, []).append(Named(key, name))
        for group in groups.values():
            ids = frozenset(one.id for one in group)
            if len(ids) > 1:
                found.setdefault(ids, Alike(same, tuple(group)))
    return tuple(found.values())


def _sharing(
    value: InstrumentedAttribute[str], owner: InstrumentedAttribute[int]
) -> Select[str, int, str]:
    """Select the values that a few contacts of one kind share, with these contacts."""
    count = func.count(owner.distinct())
    shared = select(value).where(value != "").group_by(value).having(count.between(2, MOST_SHARING))
    return (
        select(value, Contact.id, Contact.name)
        .distinct()
        .where(Contact.id == owner, value.in_(shared))
        .order_by(value, Contact.created, Contact.id)
    )
