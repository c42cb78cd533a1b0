"""What a user does with fields of their own; adding one changes no record and no table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from deskcrm.crm import undoable
from deskcrm.domain.catalog import CatalogItem
from deskcrm.domain.custom import CustomField, FieldKind, FieldOwner
from deskcrm.domain.deals import Deal
from deskcrm.domain.people import Contact, ContactKind
from deskcrm.domain.text import fold, one_line
from deskcrm.errors import CrmError, NotFound, Required
from deskcrm.i18n import _, mark

MOST_FIELDS = 100
"""More than any form can show."""

_CHOOSING = frozenset({FieldKind.CHOICE, FieldKind.CHOICES})


class FieldExists(CrmError):
    """A second field of a name."""

    sentence = mark("There is already a field “{name}”. Choose another name.")


class WrongFieldName(CrmError):
    """A name that the values of a field cannot be kept under."""

    sentence = mark('The name of a field cannot hold " or \\. Leave them out.')


class NothingToChoose(CrmError):
    """A field of choices without any."""

    sentence = mark("Please name what can be chosen, each choice on a line of its own.")


class TooManyFields(CrmError):
    """More fields than a form can show."""

    sentence = mark("There can be {most} fields of your own at most. Nothing was changed.")


@dataclass(frozen=True, slots=True)
class FieldForm:
    """A field as it is typed."""

    name: str
    kind: FieldKind = FieldKind.TEXT
    required: bool = False
    options: tuple[str, ...] = ()

    def require_sound(self) -> None:
        """Raise what is wrong with the form, naming the field, if anything is."""
        if not one_line(self.name):
            raise Required(field="name", label=_("Name"))
        if '"' in self.name or "\\" in self.name:
            raise WrongFieldName(field="name")
        if self.kind in _CHOOSING and not self.choices:
            raise NothingToChoose(field="options")

    @property
    def choices(self) -> list[str]:
        """What can be chosen, each once, in order; nothing for a field of another kind."""
        if self.kind not in _CHOOSING:
            return []
        by_key: dict[str, str] = {}
        for option in map(one_line, self.options):
            by_key.setdefault(fold(option), option)
        return [option for option in by_key.values() if option]


@undoable(mark("add field"))
def add_field(session: Session, owner: FieldOwner, form: FieldForm) -> int:
    """Add a field behind the others and return its id.

    Values that an import brought under its name are its values at once. Raise what is wrong with the
    form, FieldExists or TooManyFields.
    """
    form.require_sound()
    known = session.scalar(
        select(func.count()).select_from(CustomField).where(CustomField.owner == owner)
    )
    if (known or 0) >= MOST_FIELDS:
        raise TooManyFields(most=MOST_FIELDS)
    last = session.scalar(select(func.max(CustomField.position)).where(CustomField.owner == owner))
    field = CustomField(
        owner=owner,
        name=form.name,
        kind=form.kind,
        required=form.required,
        options=form.choices,
        position=0 if last is None else last + 1,
    )
    _refuse_double(session, field)
    session.add(field)
    session.flush()
    return field.id


@undoable(mark("edit field"))
def edit_field(session: Session, field_id: int, form: FieldForm) -> None:
    """Make a field what the form says; its values follow a new name and stay as they are."""
    form.require_sound()
    field = _field(session, field_id)
    before = field.name
    field.name, field.required, field.options = form.name, form.required, form.choices
    field.kind = form.kind
    _refuse_double(session, field)
    if field.name != before:
        for record in _records(session, field.owner, before):
            values = dict(record.custom or {})
            moved = values.pop(before)
            record.custom = {**values, field.name: moved}


@undoable(mark("delete field"))
def delete_field(session: Session, field_id: int) -> None:
    """Offer a field no more; its values stay with their records."""
    session.delete(_field(session, field_id))


@undoable(mark("order fields"))
def order_fields(session: Session, field_ids: Sequence[int]) -> None:
    """Put these fields first, in this order; the others follow as they were."""
    fields = list(
        session.scalars(select(CustomField).order_by(CustomField.position, CustomField.id))
    )
    places = {field_id: place for place, field_id in enumerate(field_ids)}
    fields.sort(key=lambda field: places.get(field.id, len(places)))
    for position, field in enumerate(fields):
        field.position = position


def _field(session: Session, field_id: int) -> CustomField:
    field = session.get(CustomField, field_id)
    if field is None:
        raise NotFound(name=f"#{field_id}")
    return field


def _refuse_double(session: Session, field: CustomField) -> None:
    with session.no_autoflush:
        others = session.scalars(
            select(CustomField.id).where(
                CustomField.owner == field.owner,
                CustomField.key == field.key,
                CustomField.id != (field.id or 0),
            )
        )
        if others.first() is not None:
            raise FieldExists(field="name", name=field.name)


def _records(
    session: Session, owner: FieldOwner, name: str
) -> Iterator[Contact | Deal | CatalogItem]:
    """Yield the records that have a value under a name."""
    entities: dict[FieldOwner, type[Contact | Deal | CatalogItem]] = {
        FieldOwner.PERSON: Contact,
        FieldOwner.ORGANIZATION: Contact,
        FieldOwner.DEAL: Deal,
        FieldOwner.ITEM: CatalogItem,
    }
    entity = entities[owner]
    named = func.json_each(entity.custom).table_valued("key")
    wanted: Select[Any] = select(entity).where(
        select(named.c.key).where(named.c.key == name).exists()
    )
    if entity is Contact:
        kind = ContactKind.PERSON if owner is FieldOwner.PERSON else ContactKind.ORGANIZATION
        wanted = wanted.where(Contact.kind == kind)
    yield from session.scalars(wanted)
