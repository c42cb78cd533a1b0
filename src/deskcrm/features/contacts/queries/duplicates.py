"""Contacts that may be the one being typed: the same e-mail address, phone number or name."""

import enum
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from deskcrm.domain.business import Business
from deskcrm.domain.people import Contact, ContactKind, Email, Phone, email_key, written_name
from deskcrm.domain.text import fold, one_line
from deskcrm.features.contacts.form import ContactForm
from deskcrm.features.contacts.phones import e164

_MOST = 5


class Same(enum.StrEnum):
    """By what two contacts look like one, the surest first."""

    EMAIL = "email"
    PHONE = "phone"
    NAME = "name"
    SIMILAR = "similar"
    """A similar name at the same organization."""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A contact that may be the same, and why."""

    id: int
    name: str
    same: Same


def duplicates_of(
    session: Session, form: ContactForm, *, but: int | None = None
) -> tuple[Duplicate, ...]:
    """Return those who may be the contact in the form, the surest first; never the contact `but`."""
    found: dict[int, Duplicate] = {}
    for same, contacts in (
        (Same.EMAIL, _by_email(form)),
        (Same.PHONE, _by_phone(session, form)),
        (Same.NAME, _by_name(form)),
    ):
        if contacts is None:
            continue
        for key, name in session.execute(contacts.order_by(Contact.id).limit(_MOST)):
            if key != but:
                found.setdefault(key, Duplicate(key, name, same))
    return tuple(found.values())[:_MOST]


def _by_email(form: ContactForm) -> Select[int, str] | None:
    keys = {email_key(one_line(email.value)) for email in form.emails} - {""}
    if not keys:
        return None
    owners = select(Email.contact_id).where(Email.key.in_(keys))
    return select(Contact.id, Contact.name).where(Contact.id.in_(owners))


def _by_phone(session: Session, form: ContactForm) -> Select[int, str] | None:
    written = [phone.value for phone in form.phones if phone.value.strip()]
    if not written:
        return None
    home = session.scalar(select(Business.country)) or ""
    numbers = {e164(value, country=form.country, otherwise=home) for value in written} - {""}
    owners = select(Phone.contact_id).where(Phone.e164.in_(numbers))
    return select(Contact.id, Contact.name).where(Contact.id.in_(owners))


def _by_name(form: ContactForm) -> Select[int, str] | None:
    name = form.name
    if form.kind is ContactKind.PERSON:
        name = written_name(given=form.given_name.strip(), family=form.family_name.strip())
    folded = fold(one_line(name))
    if not folded:
        return None
    return select(Contact.id, Contact.name).where(Contact.sort_name == folded)
