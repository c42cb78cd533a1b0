"""One contact with all that is known of it, as its details show it and its form edits it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from deskcrm.domain.activities import Activity
from deskcrm.domain.belongings import Attachment, Consent, ImportantDate, Photo
from deskcrm.domain.days import local_day
from deskcrm.domain.deals import OPEN_KINDS, Deal, Stage, StageKind
from deskcrm.domain.income import income
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
)
from deskcrm.errors import NotFound
from deskcrm.features.contacts.form import (
    ContactForm,
    DateForm,
    Labelled,
    PostalAddress,
    RoleForm,
)
from deskcrm.features.contacts.queries.relationship import Relationship, relationship
from deskcrm.features.contacts.queries.rows import won_to_date

_MOST_NAMED = 50
"""So many members of an organization, and of those somebody referred, are named."""


@dataclass(frozen=True, slots=True)
class Named:
    """Another contact, by its name."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class RoleView:
    """What somebody is, or was, at an organization."""

    organization_id: int | None
    organization: str
    title: str
    department: str
    since: dt.date | None
    until: dt.date | None


@dataclass(frozen=True, slots=True)
class OpenDeal:
    """A deal that may still be won; quiet when nothing happened for longer than its stage allows."""

    id: int
    title: str
    stage_key: str
    stage_name: str
    value: Decimal
    currency: str
    quiet_for: int
    """Days since the last activity."""
    is_quiet: bool


@dataclass(frozen=True, slots=True)
class ConsentView:
    """What a contact said about being written to."""

    given: bool
    day: dt.date
    source: str


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """A file that is kept with a contact; size in bytes."""

    id: int
    name: str
    sha256: str
    size: int
    added: dt.datetime


@dataclass(frozen=True, slots=True)
class ContactView:
    """One contact whole; `form` holds what can be edited, as it would be typed."""

    id: int
    uid: str
    name: str
    form: ContactForm
    roles: tuple[RoleView, ...]
    members: tuple[Named, ...]
    """Who works at this organization now."""
    anniversary: dt.date | None
    time_zone: str
    custom: Mapping[str, Any]
    created: dt.datetime
    updated: dt.datetime
    relationship: Relationship
    won: Mapping[str, Decimal]
    open_deals: tuple[OpenDeal, ...]
    referred_by: Named | None
    referred: tuple[Named, ...]
    consents: tuple[ConsentView, ...]
    """The last that was said first."""
    attachments: tuple[AttachmentView, ...]
    photo: bytes | None


def contact_view(session: Session, contact_id: int, *, today: dt.date) -> ContactView:
    """Return one contact; raise NotFound if it is not, or no longer, there."""
    row = session.execute(select(Contact.__table__).where(Contact.id == contact_id)).one_or_none()
    if row is None:
        raise NotFound(name=f"#{contact_id}")
    roles = _roles(session, contact_id)
    deals = _open_deals(session, contact_id, today=today)
    referrer = session.execute(
        select(Contact.id, Contact.name).where(Contact.id == row.referred_by_id)
    ).one_or_none()
    return ContactView(
        id=row.id,
        uid=row.uid,
        name=row.name,
        form=_form(session, row, roles),
        roles=roles,
        members=_named(
            session,
            select(Contact.id, Contact.name)
            .join(Role, Role.person_id == Contact.id)
            .where(Role.organization_id == contact_id, Role.until.is_(None)),
        ),
        anniversary=row.anniversary,
        time_zone=row.time_zone,
        custom=row.custom or {},
        created=row.created,
        updated=row.updated,
        relationship=relationship(
            last_won=_last_won(session, contact_id),
            open_kinds=frozenset(kind for kind, _deal in deals),
            today=today,
        ),
        won=won_to_date(session, [contact_id]).get(contact_id, {}),
        open_deals=tuple(deal for _kind, deal in deals),
        referred_by=Named(*referrer) if referrer else None,
        referred=_named(
            session,
            select(Contact.id, Contact.name).where(Contact.referred_by_id == contact_id),
        ),
        consents=tuple(
            ConsentView(*said)
            for said in session.execute(
                select(Consent.given, Consent.day, Consent.source)
                .where(Consent.contact_id == contact_id)
                .order_by(Consent.day.desc(), Consent.id.desc())
            )
        ),
        attachments=tuple(
            AttachmentView(*file)
            for file in session.execute(
                select(
                    Attachment.id,
                    Attachment.name,
                    Attachment.sha256,
                    Attachment.size,
                    Attachment.added,
                )
                .where(Attachment.contact_id == contact_id)
                .order_by(Attachment.added.desc(), Attachment.id.desc())
            )
        ),
        photo=session.scalar(select(Photo.data).where(Photo.contact_id == contact_id)),
    )


def contact_form(session: Session, contact_id: int) -> ContactForm:
    """Return a contact as it would be typed; raise NotFound if it is not there."""
    row = session.execute(select(Contact.__table__).where(Contact.id == contact_id)).one_or_none()
    if row is None:
        raise NotFound(name=f"#{contact_id}")
    return _form(session, row, _roles(session, contact_id))


def all_tags(session: Session) -> tuple[str, ...]:
    """Return the tags that any contact carries, by name."""
    used = select(ContactTag.tag_id)
    return tuple(session.scalars(select(Tag.name).where(Tag.id.in_(used)).order_by(Tag.key)))


def tags_of(session: Session, contact_id: int) -> tuple[str, ...]:
    """Return the tags of one contact, by name."""
    carried = select(Tag.name).join(ContactTag, ContactTag.tag_id == Tag.id)
    return tuple(
        session.scalars(carried.where(ContactTag.contact_id == contact_id).order_by(Tag.key))
    )


def _form(session: Session, row: Any, roles: tuple[RoleView, ...]) -> ContactForm:
    current = next((role for role in roles if role.until is None), None)
    is_organization = row.kind is ContactKind.ORGANIZATION
    return ContactForm(
        kind=row.kind,
        name=row.name if is_organization else "",
        prefix=row.prefix,
        given_name=row.given_name,
        additional_names=row.additional_names,
        family_name=row.family_name,
        suffix=row.suffix,
        nickname=row.nickname,
        organization=current.organization if current else "",
        title=current.title if current else "",
        emails=_labelled(session, Email, row.id),
        phones=_labelled(session, Phone, row.id),
        links=_labelled(session, Link, row.id),
        addresses=_addresses(session, row.id),
        tags=tags_of(session, row.id),
        birthday=row.birthday,
        language=row.language,
        source=row.source,
        referred_by_id=row.referred_by_id,
        tax_id=row.tax_id,
        note=row.note,
        custom=row.custom or None,
        anniversary=row.anniversary,
        time_zone=row.time_zone,
        more_roles=tuple(
            RoleForm(r.organization, r.title, r.department, r.since, r.until)
            for r in roles
            if r is not current
        ),
        dates=tuple(
            DateForm(label, day)
            for label, day in session.execute(
                select(ImportantDate.label, ImportantDate.day)
                .where(ImportantDate.contact_id == row.id)
                .order_by(ImportantDate.position, ImportantDate.id)
            )
        ),
    )


def _labelled(
    session: Session, kind: type[Email | Phone | Link], owner: int
) -> tuple[Labelled, ...]:
    rows = session.execute(
        select(kind.value, kind.label)
        .where(kind.contact_id == owner)
        .order_by(kind.position, kind.id)
    )
    return tuple(Labelled(value, label) for value, label in rows)


def _addresses(session: Session, owner: int) -> tuple[PostalAddress, ...]:
    rows = session.execute(
        select(
            Address.label,
            Address.street,
            Address.extended,
            Address.po_box,
            Address.postal_code,
            Address.city,
            Address.region,
            Address.country,
        )
        .where(Address.contact_id == owner)
        .order_by(Address.position, Address.id)
    )
    return tuple(PostalAddress(*row) for row in rows)


def _roles(session: Session, owner: int) -> tuple[RoleView, ...]:
    rows = session.execute(
        select(
            Role.organization_id,
            Role.organization_name,
            Role.title,
            Role.department,
            Role.since,
            Role.until,
        )
        .where(Role.person_id == owner)
        .order_by(Role.position, Role.id)
    )
    return tuple(RoleView(*row) for row in rows)


def _named(session: Session, people: Any) -> tuple[Named, ...]:
    rows = session.execute(people.order_by(Contact.sort_name, Contact.id).limit(_MOST_NAMED))
    return tuple(Named(*row) for row in rows)


def _open_deals(
    session: Session, contact_id: int, *, today: dt.date
) -> list[tuple[StageKind, OpenDeal]]:
    """Return the open deals with what kind of stage they stand in, the dearest first."""
    last = (
        select(func.max(Activity.at)).where(Activity.deal_id == Deal.id).correlate(Deal)
    ).scalar_subquery()
    rows = session.execute(
        select(
            Deal.id, Deal.title, Deal.value, Deal.currency, Deal.created,
            Stage.kind, Stage.key, Stage.name, Stage.quiet_days, last.label("last"),
        )
        .join(Stage, Stage.id == Deal.stage_id)
        .where(Deal.contact_id == contact_id, Stage.kind.in_(OPEN_KINDS))
        .order_by(Deal.value.desc(), Deal.id)
    )  # fmt: skip
    heard = session.scalar(select(func.max(Activity.at)).where(Activity.contact_id == contact_id))
    deals = []
    for row in rows:
        moments = [moment for moment in (row.last, heard, row.created) if moment is not None]
        quiet_for = max((today - local_day(max(moments))).days, 0)
        deal = OpenDeal(
            id=row.id,
            title=row.title,
            stage_key=row.key,
            stage_name=row.name,
            value=row.value,
            currency=row.currency,
            quiet_for=quiet_for,
            is_quiet=quiet_for > row.quiet_days,
        )
        deals.append((row.kind, deal))
    return deals


def _last_won(session: Session, contact_id: int) -> dt.date | None:
    """Return the day of the last purchase."""
    bought = income()
    theirs = bought.c.contact_id == contact_id
    last: dt.date | None = session.scalar(select(func.max(bought.c.day)).where(theirs))
    return last
