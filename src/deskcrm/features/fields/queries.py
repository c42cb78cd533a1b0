"""The fields of the user's own, in their order."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from deskcrm.domain.custom import CustomField, FieldOwner, FieldSpec
from deskcrm.domain.people import ContactKind


def fields_of(session: Session, *owners: FieldOwner) -> tuple[FieldSpec, ...]:
    """Return the fields of these kinds of records, in order; without any, of all."""
    wanted = select(CustomField).order_by(CustomField.position, CustomField.id)
    if owners:
        wanted = wanted.where(CustomField.owner.in_(owners))
    kinds = list(FieldOwner)
    found = sorted(session.scalars(wanted), key=lambda field: kinds.index(field.owner))
    return tuple(field.spec for field in found)


def field_owner(kind: ContactKind) -> FieldOwner:
    """Return whose fields a contact of a kind has."""
    return FieldOwner.PERSON if kind is ContactKind.PERSON else FieldOwner.ORGANIZATION


def contact_fields(session: Session) -> tuple[FieldSpec, ...]:
    """Return the fields of people and organizations, each name once."""
    by_name: dict[str, FieldSpec] = {}
    for spec in fields_of(session, FieldOwner.PERSON, FieldOwner.ORGANIZATION):
        by_name.setdefault(spec.name, spec)
    return tuple(by_name.values())
