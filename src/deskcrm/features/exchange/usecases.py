"""The write behind an import: all rows of a file in one step, or none."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.interfaces import LoaderOption

from deskcrm.crm import undoable
from deskcrm.domain.base import Base
from deskcrm.domain.belongings import Consent, ImportantDate, Photo
from deskcrm.domain.people import (
    Address,
    Contact,
    ContactKind,
    ContactTag,
    Email,
    Link,
    Phone,
    Role,
    Tag,
    email_key,
    with_belongings,
)
from deskcrm.domain.text import fold, one_line
from deskcrm.features.exchange.card import (
    NAMES,
    SINGLE,
    Card,
    Day,
    Labelled,
    Number,
    Picture,
    Position,
    Postal,
    Said,
)
from deskcrm.features.exchange.incoming import Incoming
from deskcrm.features.exchange.plan import ImportPlan, OnMatch, Verdict, merged, plan_import
from deskcrm.features.exchange.queries import cards, ids_by
from deskcrm.i18n import mark
from deskcrm.jobs import Progress, Silent
from deskcrm.storage.recorder import insert_all

_AT_ONCE: Final = 1000

_TEXTS: Final = (*NAMES, *SINGLE, "kind", "name", "note", "custom")


@undoable(mark("import contacts"))
def import_contacts(
    session: Session,
    incoming: Incoming,
    *,
    now: dt.datetime,
    on_match: OnMatch = OnMatch.UPDATE,
    progress: Progress | None = None,
) -> ImportPlan:
    """Bring in what a file says; return what was done with each row.

    The plan is made anew in the same transaction, so that what others wrote since a dry run counts.
    """
    progress = progress or Silent()
    plan = plan_import(session, incoming, progress, on_match=on_match)
    fresh = [decision.card for decision in plan.having(Verdict.NEW)]
    ids = _insert_contacts(session, fresh, now, progress)
    arrived = dict(zip(ids, fresh, strict=True))
    ties = _Ties(session, arrived, exact=incoming.exact)
    tags = _tag_ids(session, plan)
    _insert_entries(session, arrived, ties, tags)
    _update(session, plan, ties, tags, now)
    ties.tie_referrers(session)
    return plan


class _Ties:
    """Who belongs to whom: organizations and referrers, by UID or by an organization's exact name."""

    def __init__(self, session: Session, arrived: dict[int, Card], *, exact: bool) -> None:
        self._exact = exact
        self._by_uid: dict[str, int] = {}
        self._by_name: dict[str, int] = {}
        self._referred: dict[int, str] = {}
        uids: set[str] = set()
        for key, card in arrived.items():
            if card.uid:
                self._by_uid[card.uid] = key
            if card.kind is ContactKind.ORGANIZATION:
                self._by_name.setdefault(card.name, key)
            uids.update(role.organization_uid for role in card.roles)
            uids.add(card.referred_by)
            if card.referred_by:
                self._referred[key] = card.referred_by
        self._by_uid |= {
            uid: found[0] for uid, found in ids_by(session, Contact.uid, uids - {""}).items()
        }
        if not exact:
            known = session.execute(
                select(Contact.name, Contact.id).where(Contact.kind == ContactKind.ORGANIZATION)
            )
            self._by_name |= dict(known.all())

    def organization(self, role: Position) -> int | None:
        """Return the contact that a role is at, if there is one."""
        if role.organization_uid:
            return self._by_uid.get(role.organization_uid)
        return None if self._exact else self._by_name.get(role.organization_name)

    def refer(self, contact_id: int, uid: str) -> None:
        """Note who sent a contact."""
        self._referred[contact_id] = uid

    def tie_referrers(self, session: Session) -> None:
        """Write who sent whom, now that everybody is there."""
        missing = set(self._referred.values()) - self._by_uid.keys()
        self._by_uid |= {
            uid: found[0] for uid, found in ids_by(session, Contact.uid, missing).items()
        }
        known = [key for key, uid in self._referred.items() if uid in self._by_uid]
        for contact in _contacts(session, known):
            contact.referred_by_id = self._by_uid[self._referred[contact.id]]


def _insert_contacts(
    session: Session, fresh: list[Card], now: dt.datetime, progress: Progress
) -> list[int]:
    ids: list[int] = []
    for start in range(0, len(fresh), _AT_ONCE):
        progress.report(start, len(fresh))
        rows = [
            {
                **{name: getattr(card, name) for name in _TEXTS},
                "uid": card.uid or str(uuid4()),
                "sort_name": card.name_key,
                "created": card.created or now,
                "updated": card.updated or now,
            }
            for card in fresh[start : start + _AT_ONCE]
        ]
        ids += insert_all(session, Contact, rows)
    return ids


def _insert_entries(
    session: Session, arrived: dict[int, Card], ties: _Ties, tags: dict[str, int]
) -> None:
    """Insert what belongs to the new contacts, some at a time: all rows at once would fill the memory."""
    for start in range(0, len(arrived), _AT_ONCE):
        some = dict(islice(arrived.items(), start, start + _AT_ONCE))
        _insert_some_entries(session, some, ties, tags)


def _insert_some_entries(
    session: Session, arrived: dict[int, Card], ties: _Ties, tags: dict[str, int]
) -> None:
    rows: dict[type[Base], list[dict[str, Any]]] = {
        kind: []
        for kind in (Email, Phone, Address, Link, Role, ImportantDate, Consent, Photo, ContactTag)
    }
    for key, card in arrived.items():
        for owner, position, entry in _entries(card):
            kind, values = _values(entry, ties)
            rows[kind].append({owner: key, **_place(kind, position), **values})
        if card.photo:
            rows[Photo].append({"contact_id": key, **_photo(card.photo)})
        rows[ContactTag] += [
            {"contact_id": key, "tag_id": number}
            for number in dict.fromkeys(tags[fold(one_line(name))] for name in card.tags)
        ]
    for kind, some in rows.items():
        insert_all(session, kind, some)


def _entries(card: Card) -> Iterable[tuple[str, int, Any]]:
    """Give a card's entries with the name of their owner's column and their position."""
    for entries in (card.emails, card.phones, card.addresses, card.dates, card.consents):
        yield from (("contact_id", position, entry) for position, entry in enumerate(entries))
    yield from (("contact_id", position, _Web(link)) for position, link in enumerate(card.links))
    yield from (("person_id", position, role) for position, role in enumerate(card.roles))


def _place(kind: type[Base], position: int) -> dict[str, Any]:
    """Return the place of an entry among others; what was said has its day instead."""
    return {} if kind is Consent else {"position": position}


def _photo(picture: Picture) -> dict[str, Any]:
    return {"media_type": picture.media_type, "data": picture.data}


class _Web:
    """A labelled value that is a link, not an e-mail address."""

    def __init__(self, link: Labelled) -> None:
        self.link = link


def _values(entry: Any, ties: _Ties) -> tuple[type[Base], dict[str, Any]]:
    """Return which record an entry becomes, and its values."""
    match entry:
        case Labelled(label, value):
            return Email, {"label": label, "value": value, "key": email_key(value)}
        case _Web():
            return Link, {"label": entry.link.label, "value": entry.link.value}
        case Number(label, value, e164):
            return Phone, {"label": label, "value": value, "e164": e164}
        case Postal():
            return Address, {name: getattr(entry, name) for name in Postal.__slots__}
        case Day(label, day):
            return ImportantDate, {"label": label, "day": day}
        case Said(given, day, source):
            return Consent, {"given": given, "day": day, "source": source}
        case Position():
            return Role, {
                "organization_id": ties.organization(entry),
                "organization_name": entry.organization_name,
                "title": entry.title,
                "department": entry.department,
                "since": entry.since,
                "until": entry.until,
            }
    raise TypeError(entry)


def _tag_ids(session: Session, plan: ImportPlan) -> dict[str, int]:
    """Return the tags that the rows carry by their keys, making those that are new."""
    wanted = {
        fold(one_line(name)): name
        for decision in plan.having(Verdict.NEW, Verdict.UPDATE)
        for name in decision.card.tags
    }
    known = dict(session.execute(select(Tag.key, Tag.id)).all())
    fresh = {key: name for key, name in wanted.items() if key not in known}
    ids = insert_all(session, Tag, [{"name": name, "key": key} for key, name in fresh.items()])
    return known | dict(zip(fresh, ids, strict=True))


def _update(
    session: Session, plan: ImportPlan, ties: _Ties, tags: dict[str, int], now: dt.datetime
) -> None:
    """Write what rows add to the contacts that are there."""
    decisions = [d for d in plan.having(Verdict.UPDATE) if d.contact_id is not None]
    before = dict(cards(session, list({d.contact_id: None for d in decisions if d.contact_id})))
    after = dict(before)
    for decision in decisions:
        assert decision.contact_id is not None
        after[decision.contact_id], _changed = merged(after[decision.contact_id], decision.card)
    for contact in _contacts(session, list(after), *with_belongings()):
        _write(contact, before[contact.id], after[contact.id], ties, tags)
        contact.updated = now


def _contacts(session: Session, ids: Sequence[int], *options: LoaderOption) -> Iterator[Contact]:
    """Give the contacts with these ids, read many at a time."""
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        yield from session.scalars(select(Contact).where(Contact.id.in_(some)).options(*options))


def _write(contact: Contact, before: Card, after: Card, ties: _Ties, tags: dict[str, int]) -> None:
    for name in _TEXTS:
        if getattr(after, name) != getattr(before, name):
            setattr(contact, name, getattr(after, name))
    if after.referred_by != before.referred_by:
        ties.refer(contact.id, after.referred_by)
    _write_entries(contact, before, after, ties)
    if after.photo and after.photo != before.photo:
        contact.photo = contact.photo or Photo()
        contact.photo.media_type, contact.photo.data = after.photo.media_type, after.photo.data
    for name in after.tags[len(before.tags) :]:
        contact.tags.append(ContactTag(tag_id=tags[fold(one_line(name))]))


def _write_entries(contact: Contact, before: Card, after: Card, ties: _Ties) -> None:
    """Write what there may be several of: what was changed in its place, what is new at the end."""
    has: dict[str, list[Any]] = {
        "emails": contact.emails, "phones": contact.phones, "addresses": contact.addresses,
        "links": contact.links, "roles": contact.roles, "dates": contact.dates,
        "consents": contact.consents,
    }  # fmt: skip
    for name, records in has.items():
        known = getattr(before, name)
        for position, entry in enumerate(getattr(after, name)):
            if position < len(known) and entry == known[position]:
                continue
            kind, values = _values(_Web(entry) if name == "links" else entry, ties)
            if position < len(known):
                for part, value in values.items():
                    setattr(records[position], part, value)
            else:
                records.append(kind(**_place(kind, position), **values))
