"""Builds records for tests: say what matters, the rest is plausible."""

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from deskcrm.crm import Crm, undoable
from deskcrm.domain.deals import Deal, Stage
from deskcrm.domain.people import Contact, ContactKind, Email, Phone, Role

NOW = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 21)


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


def stage_id(crm: Crm, key: str) -> int:
    """The id of a stage that every business starts with, such as "proposal"."""
    return crm.ask(lambda session: session.scalars(select(Stage.id).where(Stage.key == key)).one())


def pipeline_of(crm: Crm) -> dict[str, list[str]]:
    """The titles of all deals by the key of their stage, top card first."""

    def read(session: Session) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {
            key: [] for key in session.scalars(select(Stage.key).order_by(Stage.position))
        }
        rows = session.execute(
            select(Stage.key, Deal.title).join(Deal.stage).order_by(Deal.position, Deal.id)
        )
        for key, title in rows:
            found[key].append(title)
        return found

    return crm.ask(read)
