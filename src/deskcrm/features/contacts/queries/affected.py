"""Which of several contacts a change would really change."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import Session

from deskcrm.domain.people import Contact, ContactTag, Tag
from deskcrm.domain.text import fold, one_line
from deskcrm.features.contacts.form import SharedChanges


def affected(session: Session, contact_ids: Sequence[int], changes: SharedChanges) -> list[int]:
    """Return those of these contacts that are not yet as the changes would make them."""
    wanted = func.json_each(f"[{','.join(map(str, contact_ids))}]").table_valued("value")
    differs = [getattr(Contact, name) != value for name, value in changes.values.items()]
    differs += [Contact.id.not_in(_carrying(key)) for key in _keys(changes.add_tags)]
    differs += [Contact.id.in_(_carrying(key)) for key in _keys(changes.remove_tags)]
    these: ColumnElement[bool] = Contact.id.in_(select(wanted.c.value))
    return list(session.scalars(select(Contact.id).where(these, or_(false(), *differs))))


def _carrying(key: str) -> Select[Any]:
    return (
        select(ContactTag.contact_id).join(Tag, Tag.id == ContactTag.tag_id).where(Tag.key == key)
    )


def _keys(names: Sequence[str]) -> list[str]:
    return [key for name in names if (key := fold(one_line(name)))]
