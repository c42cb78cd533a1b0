"""Makes one contact of several: nothing that is known is lost, and whatever refers to them follows."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from types import MappingProxyType
from typing import Any, Final, TypeVar

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from deskcrm.crm import undoable
from deskcrm.domain.activities import Activity, FollowUp
from deskcrm.domain.base import Base
from deskcrm.domain.belongings import Attachment, Consent, ImportantDate, Photo
from deskcrm.domain.deals import Deal
from deskcrm.domain.people import (
    Address,
    Contact,
    ContactKind,
    ContactTag,
    Distinct,
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

NAME: Final = "name"
PHOTO: Final = "photo"
OWN: Final = "own:"
"""Stands before the name of a field of the user's own."""
_PARTS_OF_NAME: Final = ("prefix", "given_name", "additional_names", "family_name", "suffix")
SINGLE: Final = (
    "nickname", "phonetic_given_name", "phonetic_additional_names", "phonetic_family_name",
    "file_as", "tax_id", "birthday", "anniversary", "language", "time_zone", "source",
)  # fmt: skip
"""What a contact has one of, beside its name."""

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
    ("dates", ImportantDate, ("label", "day")),
    ("consents", Consent, ("given", "day", "source")),
    ("attachments", Attachment, ("name", "sha256", "size", "added")),
)  # fmt: skip
"""What a contact may have several of: where it stands, what it is, and what it says."""


class NothingToMerge(CrmError):
    """A merge of one contact."""

    sentence = mark("Choose at least two different contacts to merge. Nothing was changed.")


class UnlikeKinds(CrmError):
    """A merge of a human being with a body of them."""

    sentence = mark("A person and an organization cannot be merged. Nothing was changed.")


@undoable(mark("merge contacts"))
def merge_contacts(
    session: Session,
    into: int,
    others: Sequence[int],
    *,
    now: dt.datetime,
    choices: Mapping[str, int] = MappingProxyType({}),
) -> None:
    """Make one contact of several: `into` stays and takes over all that the others have.

    Where both have a single value, that of `into` stays and the other is written below its note.
    `choices` says otherwise: of whom a field (NAME, one of SINGLE, or OWN and the name of a field of
    the user's own) is taken; then no other value of it is kept. Raise NothingToMerge, UnlikeKinds or NotFound.
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
    for field, key in choices.items():
        if key in known:
            _choose(kept, known[key], field)
    for other in (known[key] for key in ids):
        _take_over(kept, other, choices.keys())
    _follow(session, kept, ids)
    session.flush()
    for key in ids:
        session.delete(known[key])
    if kept.kind is ContactKind.PERSON:
        kept.rename()
    kept.updated = now


def _choose(kept: Contact, chosen: Contact, field: str) -> None:
    """Give a contact the value that another has for a field."""
    if field == NAME:
        for name in _PARTS_OF_NAME:
            setattr(kept, name, getattr(chosen, name))
        kept.name = chosen.name
    elif field == PHOTO:
        kept.photo = _copied(chosen.photo)
    elif field.startswith(OWN):
        name = field.removeprefix(OWN)
        others = {key: value for key, value in kept.custom.items() if key != name}
        kept.custom = others | {name: chosen.custom[name]} if name in chosen.custom else others
    else:
        setattr(kept, field, getattr(chosen, field))


def _take_over(kept: Contact, other: Contact, chosen: Collection[str]) -> None:
    """Give a contact what another has and it has not, but for the fields that were chosen."""
    remarks = [] if fold(other.name) == fold(kept.name) or NAME in chosen else [other.name]
    remarks += _take_single(kept, other, chosen)
    notes = [kept.note, *remarks, other.note if other.note not in kept.note else ""]
    kept.note = "\n".join(note for note in notes if note)
    own = {name: value for name, value in other.custom.items() if f"{OWN}{name}" not in chosen}
    kept.custom = {**own, **kept.custom, **_differing(kept.custom, own)}
    if kept.photo is None and PHOTO not in chosen:
        kept.photo = _copied(other.photo)
    if kept.referred_by_id is None and other.referred_by_id != kept.id:
        kept.referred_by_id = other.referred_by_id
    kept.created = min(kept.created, other.created)
    for name, kind, values in _PARTS:
        parts = getattr(kept, name)
        said = {_said(part, values) for part in parts}
        for part in getattr(other, name):
            if _said(part, values) not in said:
                fresh = {value: getattr(part, value) for value in values}
                if "position" in kind.__table__.c:
                    fresh["position"] = len(parts)
                parts.append(kind(**fresh))
    carried = {tag.tag_id for tag in kept.tags}
    kept.tags += [ContactTag(tag_id=t.tag_id) for t in other.tags if t.tag_id not in carried]


def _take_single(kept: Contact, other: Contact, chosen: Collection[str]) -> Iterator[str]:
    """Take over the single values that are not known; yield those that are known otherwise."""
    is_named = any(getattr(kept, name) for name in _PARTS_OF_NAME)
    if not is_named and NAME not in chosen:
        for name in _PARTS_OF_NAME:
            setattr(kept, name, getattr(other, name))
    for name in SINGLE:
        value, known = getattr(other, name), getattr(kept, name)
        if not value or value == known or name in chosen:
            continue
        if known:
            label = Contact.__table__.c[name].info.get("label", mark("Birthday"))
            label = mark("Anniversary") if name == "anniversary" else label
            yield _("{what}: {name}").format(what=_(label), name=value)
        else:
            setattr(kept, name, value)


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
    _carry_apart(session, kept.id, ids)


def _carry_apart(session: Session, kept: int, ids: Sequence[int]) -> None:
    """Let the contact that stays be apart from all that the others were apart from."""
    for pair in session.scalars(
        select(Distinct).where(or_(Distinct.first_id.in_(ids), Distinct.second_id.in_(ids)))
    ).all():
        first, second = (kept if key in ids else key for key in (pair.first_id, pair.second_id))
        session.delete(pair)
        if first != second:
            set_apart(session, first, second)


@undoable(mark("mark as different"))
def mark_distinct(session: Session, contact_ids: Sequence[int]) -> None:
    """Remember that these contacts look alike but are not the same."""
    for one, other in combinations(sorted(set(contact_ids)), 2):
        set_apart(session, one, other)


def set_apart(session: Session, one: int, other: int) -> None:
    """Remember it of two contacts, once."""
    first, second = sorted((one, other))
    session.flush()
    known = session.scalars(
        select(Distinct.id).where(Distinct.first_id == first, Distinct.second_id == second)
    )
    if known.first() is None:
        session.add(Distinct(first_id=first, second_id=second))


def _copied(photo: Photo | None) -> Photo | None:
    return None if photo is None else Photo(media_type=photo.media_type, data=photo.data)
