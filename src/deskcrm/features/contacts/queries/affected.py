"""Which of several contacts a change would really change."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session

from deskcrm.domain.custom import Value, checked
from deskcrm.domain.people import Contact, ContactKind, ContactTag, Tag
from deskcrm.domain.text import fold, one_line
from deskcrm.features.contacts.form import SharedChanges
from deskcrm.features.fields.queries import field_owner, fields_of


def affected(session: Session, contact_ids: Sequence[int], changes: SharedChanges) -> list[int]:
    """Return those of these contacts that are not yet as the changes would make them."""
    wanted = func.json_each(f"[{','.join(map(str, contact_ids))}]").table_valued("value")
    differs = [getattr(Contact, name) != value for name, value in changes.values.items()]
    differs += [Contact.id.not_in(_carrying(key)) for key in _keys(changes.add_tags)]
    differs += [Contact.id.in_(_carrying(key)) for key in _keys(changes.remove_tags)]
    differs += [
        and_(Contact.kind == kind, _differs(name, value))
        for kind, own in own_values(session, changes).items()
        for name, value in own.items()
    ]
    these: ColumnElement[bool] = Contact.id.in_(select(wanted.c.value))
    return list(session.scalars(select(Contact.id).where(these, or_(false(), *differs))))


def own_values(
    session: Session, changes: SharedChanges
) -> dict[ContactKind, dict[str, Value | None]]:
    """Return what the user's own fields of people and of organizations are to hold.

    Raise what is wrong with a value, naming the form's field.
    """
    found: dict[ContactKind, dict[str, Value | None]] = {}
    for kind in ContactKind if changes.custom else ():
        specs = [
            spec for spec in fields_of(session, field_owner(kind)) if spec.name in changes.custom
        ]
        checked(specs, changes.custom, {})
        found[kind] = {spec.name: changes.custom[spec.name] for spec in specs}
    return found


def kinds_of(session: Session, contact_ids: Sequence[int]) -> list[ContactKind]:
    """Return which kinds of contacts are among these."""
    wanted = func.json_each(f"[{','.join(map(str, contact_ids))}]").table_valued("value")
    these = select(Contact.kind).where(Contact.id.in_(select(wanted.c.value))).distinct()
    return list(session.scalars(these))


def _differs(name: str, value: Value | None) -> ColumnElement[bool]:
    kept = func.json_extract(Contact.custom, f'$."{name}"')
    if isinstance(value, list):
        return kept.is_distinct_from(func.json(json.dumps(value)))
    return kept.is_distinct_from(value)


def _carrying(key: str) -> Select[Any]:
    return (
        select(ContactTag.contact_id).join(Tag, Tag.id == ContactTag.tag_id).where(Tag.key == key)
    )


def _keys(names: Sequence[str]) -> list[str]:
    return [key for name in names if (key := fold(one_line(name)))]
