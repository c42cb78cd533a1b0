"""What a user does with contacts: add, edit, rename, tag, delete, and log what happened with them."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from deskcrm.crm import undoable
from deskcrm.domain.activities import Activity, ActivityKind, FollowUp
from deskcrm.domain.base import Base
from deskcrm.domain.belongings import ImportantDate
from deskcrm.domain.business import Business
from deskcrm.domain.custom import checked
from deskcrm.domain.days import local_day
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
    Tag,
    split_name,
    with_belongings,
)
from deskcrm.domain.quotes import Quote
from deskcrm.domain.text import fold, one_line
from deskcrm.errors import NotFound, Required
from deskcrm.features.contacts.form import (
    ContactForm,
    PostalAddress,
    ReferredByThemselves,
    SharedChanges,
)
from deskcrm.features.contacts.phones import e164
from deskcrm.features.contacts.queries.affected import affected, own_values
from deskcrm.features.fields.queries import field_owner, fields_of
from deskcrm.i18n import _, mark

PartT = TypeVar("PartT", bound=Base)
Values = dict[str, Any]

_SPOKEN = frozenset({ActivityKind.CALL, ActivityKind.MEETING})
"""What happened even if nobody wrote down a word about it."""


@undoable(mark("add contact"))
def add_contact(session: Session, form: ContactForm, *, now: dt.datetime) -> int:
    """Add a contact and return its id; raise Nameless, or what is wrong with a field."""
    contact = Contact(created=now, updated=now)
    _fill(session, contact, form, now=now)
    session.add(contact)
    session.flush()
    _adopt_members(session, contact)
    return contact.id


@undoable(mark("edit contact"))
def edit_contact(session: Session, contact_id: int, form: ContactForm, *, now: dt.datetime) -> None:
    """Make a contact what the form says; what the form cannot say stays as it is."""
    contact = _contact(session, contact_id)
    if form.referred_by_id == contact_id:
        raise ReferredByThemselves(field="referred_by_id")
    _fill(session, contact, form, now=now)
    session.flush()
    _adopt_members(session, contact)


@undoable(mark("rename contact"))
def rename_contact(session: Session, contact_id: int, name: str, *, now: dt.datetime) -> None:
    """Give a contact another name, read as its script writes names; raise Required for none."""
    contact = _contact(session, contact_id)
    written = one_line(name)
    if not written:
        raise Required(field="name", label=_("Name"))
    if contact.kind is ContactKind.ORGANIZATION:
        contact.name = written
    else:
        contact.prefix = contact.additional_names = contact.suffix = ""
        contact.given_name, contact.family_name = split_name(written)
    contact.rename()
    contact.updated = now
    session.flush()
    _adopt_members(session, contact)


@undoable(mark("delete contact"))
def delete_contacts(session: Session, contact_ids: Sequence[int]) -> int:
    """Delete contacts with what happened and is to happen with them; return how many there were.

    Their deals and quotes stay, without a contact; so do those they referred and their members.
    """
    for some in _chunks(contact_ids):
        _let_go(session, some)
        session.flush()
    deleted = 0
    for some in _chunks(contact_ids):
        found = session.scalars(
            select(Contact).where(Contact.id.in_(some)).options(*with_belongings())
        )
        for contact in found:
            session.delete(contact)
            deleted += 1
        session.flush()
    return deleted


def _let_go(session: Session, contact_ids: Sequence[int]) -> None:
    """Delete what has no sense without these contacts, and let all else that refers to them be."""
    lost: tuple[Select[Any], ...] = (
        select(Activity).where(Activity.contact_id.in_(contact_ids)),
        select(FollowUp).where(FollowUp.contact_id.in_(contact_ids)),
        select(Distinct).where(Distinct.first_id.in_(contact_ids)),
        select(Distinct).where(Distinct.second_id.in_(contact_ids)),
    )
    for rows in lost:
        for record in session.scalars(rows):
            session.delete(record)
    for deal in session.scalars(select(Deal).where(Deal.contact_id.in_(contact_ids))):
        deal.contact_id = None
    for quote in session.scalars(select(Quote).where(Quote.contact_id.in_(contact_ids))):
        quote.contact_id = None
    for friend in session.scalars(select(Contact).where(Contact.referred_by_id.in_(contact_ids))):
        friend.referred_by_id = None
    for role in session.scalars(select(Role).where(Role.organization_id.in_(contact_ids))):
        role.organization_id = None


@undoable(mark("tag contact"))
def set_tags(session: Session, contact_id: int, tags: Sequence[str], *, now: dt.datetime) -> None:
    """Let a contact carry exactly these tags."""
    contact = _contact(session, contact_id)
    _set_tags(session, contact, tags)
    contact.updated = now


@undoable(mark("tag contacts"))
def tag_contacts(
    session: Session,
    contact_ids: Sequence[int],
    *,
    add: Sequence[str] = (),
    remove: Sequence[str] = (),
) -> None:
    """Add tags to several contacts, and take others from them."""
    added = _tags(session, add)
    removed = {fold(one_line(name)) for name in remove}
    for some in _chunks(contact_ids):
        carried: dict[int, dict[str, ContactTag]] = {key: {} for key in some}
        for mark_, tag in session.execute(
            select(ContactTag, Tag)
            .join(Tag, Tag.id == ContactTag.tag_id)
            .where(ContactTag.contact_id.in_(some))
        ):
            carried[mark_.contact_id][tag.key] = mark_
        for contact_id, marks in carried.items():
            for key in removed & marks.keys():
                session.delete(marks[key])
            session.add_all(
                ContactTag(contact_id=contact_id, tag_id=tag.id)
                for tag in added
                if tag.key not in marks
            )


@undoable(mark("edit contacts"))
def edit_contacts(
    session: Session, contact_ids: Sequence[int], changes: SharedChanges, *, now: dt.datetime
) -> int:
    """Give several contacts something in common; return how many were not so already.

    A value of the user's own field goes to those whose kind has the field. Raise what is wrong with it.
    """
    changed = affected(session, contact_ids, changes)
    own = own_values(session, changes)
    for some in _chunks(changed):
        for contact in session.scalars(select(Contact).where(Contact.id.in_(some))):
            for name, value in changes.values.items():
                setattr(contact, name, value)
            if own.get(contact.kind):
                held = {**(contact.custom or {}), **own[contact.kind]}
                contact.custom = {name: said for name, said in held.items() if said is not None}
            contact.updated = now
    tag_contacts(session, changed, add=changes.add_tags, remove=changes.remove_tags)
    return len(changed)


@undoable(mark("log activity"))
def log_activity(
    session: Session,
    contact_id: int,
    kind: ActivityKind,
    text: str,
    *,
    at: dt.datetime,
    minutes: int | None = None,
    deal_id: int | None = None,
) -> int:
    """Note what happened with a contact at a time, and how long it took; return its id.

    A note or a mail needs its words: raises Required.
    """
    _contact(session, contact_id)
    if kind not in _SPOKEN and not text.strip():
        raise Required(field="text", label=_("Note"))
    activity = Activity(
        kind=kind,
        at=at,
        text=text.strip(),
        minutes=minutes or None,
        contact_id=contact_id,
        deal_id=deal_id,
    )
    session.add(activity)
    session.flush()
    return activity.id


def _contact(session: Session, contact_id: int) -> Contact:
    contact = session.get(Contact, contact_id)
    if contact is None:
        raise NotFound(name=f"#{contact_id}")
    return contact


def _fill(session: Session, contact: Contact, form: ContactForm, *, now: dt.datetime) -> None:
    form.require_sound(today=local_day(now), kept_zone=contact.time_zone or "")
    if form.referred_by_id is not None:
        _contact(session, form.referred_by_id)
    contact.kind = form.kind
    for name in (
        "prefix", "given_name", "additional_names", "family_name", "suffix", "nickname",
        "birthday", "language", "source", "referred_by_id", "tax_id", "note",
    ):  # fmt: skip
        setattr(contact, name, getattr(form, name))
    contact.emails = _parts(
        Email, contact.emails, ({"label": e.label, "value": e.value} for e in form.emails)
    )
    contact.phones = _parts(Phone, contact.phones, _dialled(session, form))
    contact.links = _parts(
        Link, contact.links, ({"label": link.label, "value": link.value} for link in form.links)
    )
    contact.addresses = _parts(Address, contact.addresses, map(_address, form.addresses))
    _set_roles(session, contact, form)
    _set_tags(session, contact, form.tags)
    if form.custom is not None:
        specs = fields_of(session, field_owner(form.kind))
        contact.custom = checked(specs, form.custom, contact.custom or {})
    _set_more(contact, form)
    if form.kind is ContactKind.ORGANIZATION:
        contact.name = form.name
    contact.rename()
    contact.updated = now


def _set_more(contact: Contact, form: ContactForm) -> None:
    """Set what a form may leave as it is."""
    if form.time_zone is not None:
        contact.time_zone, contact.anniversary = form.time_zone, form.anniversary
    if form.dates is not None:
        contact.dates = _parts(
            ImportantDate, contact.dates, ({"label": d.label, "day": d.day} for d in form.dates)
        )


def _parts(kind: type[PartT], known: list[PartT], wanted: Iterable[Values]) -> list[PartT]:
    """Return the parts in their new order: those known keep their rows, so that undo stays small."""
    kept = list(known)
    parts: list[PartT] = []
    for position, values in enumerate(v for v in wanted if _says_something(v)):
        part = kept[position] if position < len(kept) else kind()
        for name, value in {**values, "position": position}.items():
            setattr(part, name, value)
        parts.append(part)
    return parts


def _says_something(values: Values) -> bool:
    return any(one_line(str(value)) for name, value in values.items() if name != "label")


def _dialled(session: Session, form: ContactForm) -> Iterator[Values]:
    business = session.get(Business, 1)
    home = business.country if business is not None else ""
    for phone in form.phones:
        number = e164(phone.value, country=form.country, otherwise=home)
        yield {"label": phone.label, "value": phone.value, "e164": number}


def _address(address: PostalAddress) -> Values:
    return {
        "label": address.label,
        "street": address.street,
        "extended": address.extended,
        "po_box": address.po_box,
        "postal_code": address.postal_code,
        "city": address.city,
        "region": address.region,
        "country": address.country,
    }


def _set_roles(session: Session, contact: Contact, form: ContactForm) -> None:
    """Make the current role what the form says, and the others too where it tells of them."""
    current = contact.current_role
    others = [role for role in contact.roles if role is not current]
    kept: list[Role] = []
    if form.kind is not ContactKind.ORGANIZATION and one_line(form.organization + form.title):
        current = current or Role()
        _set_role(session, contact, current, form.organization, form.title)
        kept.append(current)
    if form.more_roles is not None:
        wanted = [role for role in form.more_roles if one_line(role.organization + role.title)]
        others = [*others[: len(wanted)], *(Role() for _role in wanted[len(others) :])]
        for role, said in zip(others, wanted, strict=True):
            _set_role(session, contact, role, said.organization, said.title)
            role.department, role.since, role.until = said.department, said.since, said.until
    contact.roles = [*kept, *others]
    for position, role in enumerate(contact.roles):
        role.position = position


def _set_role(
    session: Session, contact: Contact, role: Role, organization: str, title: str
) -> None:
    """Make a role this one; it stays linked to the organization it is linked to."""
    name = one_line(organization)
    if role.organization_name != name:
        role.organization_id = _organization_called(session, name, but=contact.id)
    role.organization_name, role.title = name, one_line(title)


def _organization_called(session: Session, name: str, *, but: int | None) -> int | None:
    """Return the one organization of exactly this name, if there is one."""
    if not name:
        return None
    found = session.scalars(
        select(Contact.id)
        .where(
            Contact.sort_name == fold(name),
            Contact.name == name,
            Contact.kind == ContactKind.ORGANIZATION,
            Contact.id != (but or 0),
        )
        .order_by(Contact.id)
        .limit(1)
    )
    return found.first()


def _adopt_members(session: Session, contact: Contact) -> None:
    """Let those who work at an organization follow its name, and join those who named it before."""
    if contact.kind is not ContactKind.ORGANIZATION:
        return
    for role in session.scalars(select(Role).where(Role.organization_id == contact.id)):
        role.organization_name = contact.name
    nameless = select(Role).where(
        Role.organization_id.is_(None),
        Role.organization_name == contact.name,
        Role.person_id != contact.id,
    )
    for role in session.scalars(nameless):
        role.organization_id = contact.id


def _set_tags(session: Session, contact: Contact, names: Sequence[str]) -> None:
    if not names and not contact.tags:
        return
    wanted = {tag.id for tag in _tags(session, names)}
    contact.tags = [
        *(carried for carried in contact.tags if carried.tag_id in wanted),
        *(ContactTag(tag_id=t) for t in sorted(wanted - {c.tag_id for c in contact.tags})),
    ]


def _tags(session: Session, names: Sequence[str]) -> list[Tag]:
    """Return the tags of these names, in order, making those that are new."""
    by_key = {fold(one_line(name)): name for name in reversed(names) if fold(one_line(name))}
    known = {tag.key: tag for tag in session.scalars(select(Tag).where(Tag.key.in_(by_key)))}
    fresh = [Tag(name=name) for key, name in reversed(by_key.items()) if key not in known]
    session.add_all(fresh)
    session.flush()
    known.update((tag.key, tag) for tag in fresh)
    return [known[key] for key in reversed(by_key)]


def _chunks(keys: Sequence[int], size: int = 500) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), size):
        yield keys[start : start + size]
