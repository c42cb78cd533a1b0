"""Builds records for tests: say what matters, the rest is plausible."""

import datetime as dt
from typing import Any

from sqlalchemy.orm import Session

from deskcrm.crm import undoable
from deskcrm.domain.deals import Deal, Stage
from deskcrm.domain.people import Contact, ContactKind, Email, Phone, Role

NOW = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)


def contact(
    name: str = "Lucía Fernández",
    *,
    organization: str = "",
    email: str = "",
    phone: str = "",
    **more: Any,
) -> Contact:
    """A person, the last word of the name being the family's."""
    given, _, family = name.rpartition(" ")
    person = Contact(given_name=given, family_name=family, created=NOW, updated=NOW, **more)
    if organization:
        person.roles.append(Role(organization_name=organization, title="Owner"))
    if email:
        person.emails.append(Email(label="Work", value=email))
    if phone:
        person.phones.append(Phone(label="Mobile", value=phone, e164=phone.replace(" ", "")))
    person.rename()
    return person


def organization(name: str = "Ola Surf Escuela", **more: Any) -> Contact:
    """An organization."""
    return Contact(kind=ContactKind.ORGANIZATION, name=name, created=NOW, updated=NOW, **more)


def deal(stage: Stage, title: str = "Booking site", **more: Any) -> Deal:
    """A deal that has just entered a stage."""
    made = Deal(title=title, created=NOW, currency=more.pop("currency", "EUR"), **more)
    made.enter(stage, at=NOW)
    return made


@undoable("add records")
def add(session: Session, *records: Any) -> list[int]:
    """A use case that saves records as they are and returns their ids."""
    session.add_all(records)
    session.flush()
    return [record.id for record in records]
