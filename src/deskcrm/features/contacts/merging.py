"""Makes one contact of several: nothing that is known is lost, and whatever refers to them follows."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, Final, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from deskcrm.crm import undoable
from deskcrm.domain.activities import Activity, FollowUp
from deskcrm.domain.base import Base
from deskcrm.domain.deals import Deal
from deskcrm.domain.people import (
    Address,
    Contact,
    ContactKind,
    ContactTag,
    Email,
    Link,
    Phone,
    Role,
    with_belongings,
)
from deskcrm.domain.quotes import Quote
from deskcrm.domain.text import fold
from deskcrm.errors import CrmError, NotFound
from deskcrm.i18n import _, mark

PartT = TypeVar("PartT", bound=Base)

_SINGLE: Final = (
    "prefix", "given_name", "additional_names", "family_name", "suffix", "nickname",
    "phonetic_given_name", "phonetic_additional_names", "phonetic_family_name", "file_as", "tax_id",
    "birthday", "anniversary", "language", "time_zone", "source",
)  # fmt: skip
"""What a contact has one of."""

_PARTS: Final[tuple[tuple[str, type[Base], tuple[str, ...]], ...]] = (
    ("emails", Email, ("label", "value")),
    ("phones", Phone, ("label", "value", "e164")),
    (
        "addresses",
        Address,
        ("label", "street", "extended", "po_box", "city", "region", "postal_code", "country",
         "formatted"),
    ),
    ("links", Link, ("label", "value")),
    ("roles", Role, ("organization_id", "organization_name", "title", "department", "since", "until")),
)  # fmt: skip
"""What a contact may have several of: where it stands, what it is, and what it says."""


class NothingToMerge(CrmError):
    """A merge of one contact."""

    sentence = mark("Choose at least two different contacts to merge. Nothing was changed.")


class UnlikeKinds(CrmError):
    """A merge of a human being with a body of them."""

    sentence = mark("A person and an organization cannot be merged. Nothing was changed.")


@undoable(mark("merge contacts"))
def merge_contacts(session: Session, into: int, others: Sequence[int], *, now: dt.datetime) -> None:
    """Make one contact of several: `into` stays and takes over all that the others have.

    Where both have a single value, that of `into` stays and the other is written below its note.
    Raise NothingToMerge, UnlikeKinds or NotFound.
    """
    ids = [key for key in dict.fromkeys(others) if key != into]
    if not ids:
        raise NothingToMerge
    known = {
        contact.id: contact
        for contact in session.scalars(
            select(Contact).where(Contact.id.in_([into, *ids])).options(*with_belongings())
        )
    }
    for key in (into, *ids):
        if key not in known:
            raise NotFound(name=f"#{key}")
    if len({contact.kind for contact in known.values()}) > 1:
        raise UnlikeKinds
    kept = known[into]
    for other in (known[key] for key in ids):
        _take_over(kept, other)
    _follow(session, kept, ids)
    session.flush()
    for key in ids:
        session.delete(known[key])
    if kept.kind is ContactKind.PERSON:
        kept.rename()
    kept.updated = now


def _take_over(kept: Contact, other: Contact) -> None:
    """Give a contact what another has and it has not."""
    remarks = [] if fold(other.name) == fold(kept.name) else [other.name]
    parts_of_name = _SINGLE[:5]
    is_named = any(getattr(kept, name) for name in parts_of_name)
    for name in _SINGLE:
        value, known = getattr(other, name), getattr(kept, name)
        if not value or value == known:
            continue
        if name in parts_of_name and is_named:
            continue  # a name is one whole; the other's stands in the remarks
        if known:
            label = Contact.__table__.c[name].info.get("label", mark("Birthday"))
            label = mark("Anniversary") if name == "anniversary" else label
            remarks.append(_("{what}: {name}").format(what=_(label), name=value))
        else:
            setattr(kept, name, value)
    notes = [kept.note, *remarks, other.note if other.note not in kept.note else ""]
    kept.note = "\n".join(note for note in notes if note)
    kept.custom = {**other.custom, **kept.custom, **_differing(kept.custom, other.custom)}
    if kept.referred_by_id is None and other.referred_by_id != kept.id:
        kept.referred_by_id = other.referred_by_id
    kept.created = min(kept.created, other.created)
    for name, kind, values in _PARTS:
        parts = getattr(kept, name)
        said = {_said(part, values) for part in parts}
        for part in getattr(other, name):
            if _said(part, values) not in said:
                fresh = {value: getattr(part, value) for value in values}
                parts.append(kind(position=len(parts), **fresh))
    carried = {tag.tag_id for tag in kept.tags}
    kept.tags += [ContactTag(tag_id=t.tag_id) for t in other.tags if t.tag_id not in carried]


def _differing(known: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """Return both values of the fields in which two contacts differ, below each other."""
    return {
        name: f"{known[name]}\n{more[name]}"
        for name in known.keys() & more.keys()
        if known[name] != more[name]
    }


def _said(part: Base, values: Iterable[str]) -> object:
    """Return what a part says, as it is compared: its label says nothing."""
    if isinstance(part, Email):
        return part.key
    if isinstance(part, Phone):
        return part.e164 or fold(part.value)
    said = [getattr(part, value) for value in values if value != "label"]
    return tuple(fold(value) if isinstance(value, str) else value for value in said)


def _follow(session: Session, kept: Contact, ids: Sequence[int]) -> None:
    """Let whatever refers to the others refer to the contact that stays."""
    records: list[Activity | FollowUp | Deal | Quote] = [
        *session.scalars(select(Activity).where(Activity.contact_id.in_(ids))),
        *session.scalars(select(FollowUp).where(FollowUp.contact_id.in_(ids))),
        *session.scalars(select(Deal).where(Deal.contact_id.in_(ids))),
        *session.scalars(select(Quote).where(Quote.contact_id.in_(ids))),
    ]
    for record in records:
        record.contact_id = kept.id
    for role in session.scalars(select(Role).where(Role.organization_id.in_(ids))):
        role.organization_id, role.organization_name = kept.id, kept.name
    for friend in session.scalars(select(Contact).where(Contact.referred_by_id.in_(ids))):
        friend.referred_by_id = None if friend.id == kept.id else kept.id
    if kept.referred_by_id in ids:
        kept.referred_by_id = None
