"""What of a contact can be edited in its cell of the list, in what field, and how it is kept."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from deskcrm.domain.business import own_currency
from deskcrm.domain.custom import FieldKind, FieldSpec
from deskcrm.domain.people import ContactKind
from deskcrm.features.contacts.conditions import OWN
from deskcrm.features.contacts.form import ContactForm, Labelled
from deskcrm.features.contacts.queries.view import all_tags, contact_form, contact_view
from deskcrm.features.contacts.ui import words
from deskcrm.features.contacts.usecases import edit_contact
from deskcrm.features.fields.queries import field_owner, fields_of
from deskcrm.i18n import _
from deskcrm.kit.context import Context
from deskcrm.kit.custom_fields import OwnFields
from deskcrm.kit.date_field import DateField
from deskcrm.kit.edit_in_place import EditInPlace
from deskcrm.kit.fields import AnyField, ChoiceField, TextField
from deskcrm.kit.record_table import RecordTable
from deskcrm.kit.tags_field import TagsField

_OF_PERSONS: Final = frozenset({"company", "title"})
EDITABLE: Final = frozenset({
    "nickname", "source", "company", "title", "email", "phone", "language", "tags", "birthday",
})  # fmt: skip
"""The columns whose cells can be edited, beside those of the user's own fields."""
SIMPLE: Final = frozenset(FieldKind) - {FieldKind.LONG_TEXT, FieldKind.CHOICES}
"""The kinds of the user's own fields that fit into a cell."""


def edit_in_cells(context: Context, table: RecordTable) -> EditInPlace:
    """Let cells of the list be edited in place."""
    return EditInPlace(
        table,
        offers=partial(_offers, context),
        field=partial(_field, context),
        keep=partial(_keep, context),
    )


def _offers(context: Context, contact_id: int, column: str) -> bool:
    """Say whether a contact of its kind has what a column shows."""
    form = context.crm.ask(contact_form, contact_id)
    if column.startswith(OWN):
        spec = _spec(context, form, column)
        return spec is not None and spec.kind in SIMPLE
    return column not in _OF_PERSONS or form.kind is ContactKind.PERSON


def _field(context: Context, contact_id: int, column: str) -> AnyField:
    form, label = context.crm.ask(contact_form, contact_id), _label(column)
    if column.startswith(OWN):
        return _own(context, form, column).fields[0]
    if column == "language":
        return ChoiceField(column, label, words.languages(form.language), form.language)
    if column == "birthday":
        return DateField(column, label, form.birthday)
    if column == "tags":
        return TagsField(column, label, form.tags, suggestions=context.crm.ask(all_tags))
    return TextField(column, label, _TEXT_OF[column](form))


def _keep(context: Context, contact_id: int, column: str, value: Any) -> None:
    """Make one value what was typed, as one step of undo; all that is not typed stays as it is."""
    form = context.crm.ask(contact_form, contact_id)
    changes: dict[str, Any] = {"custom": None, "time_zone": None, "more_roles": None, "dates": None}
    if column.startswith(OWN):
        own = _own(context, form, column)
        changes["custom"] = own.taken({own.fields[0].name: value})
    elif column == "email":
        changes["emails"] = _with_first(form.emails, value, _("Work"))
    elif column == "phone":
        changes["phones"] = _with_first(form.phones, value, _("Mobile"))
    else:
        changes["organization" if column == "company" else column] = value
    context.crm.do(edit_contact, contact_id, replace(form, **changes), now=context.now())
    name = context.crm.ask(contact_view, contact_id, today=context.today()).name
    context.toast(_("Saved {name}").format(name=name), undo=True)


def _first(values: Sequence[Labelled]) -> int:
    """Return the place of the one that the list shows."""
    return next((place for place, one in enumerate(values) if one.value), len(values))


def _with_first(values: Sequence[Labelled], text: str, label: str) -> tuple[Labelled, ...]:
    place = _first(values)
    if place == len(values):
        return (*values, Labelled(text, label))
    return (*values[:place], replace(values[place], value=text), *values[place + 1 :])


def _shown(values: Sequence[Labelled]) -> str:
    return "".join(one.value for one in values[_first(values) :][:1])


_TEXT_OF: Final[dict[str, Callable[[ContactForm], str]]] = {
    "nickname": lambda form: form.nickname,
    "source": lambda form: form.source,
    "company": lambda form: form.organization,
    "title": lambda form: form.title,
    "email": lambda form: _shown(form.emails),
    "phone": lambda form: _shown(form.phones),
}


def _label(column: str) -> str:
    labels = {
        "nickname": _("Nickname"),
        "source": _("Source"),
        "company": _("Company"),
        "title": _("Job title"),
        "email": _("E-mail"),
        "phone": _("Phone"),
        "language": _("Language"),
        "tags": _("Tags"),
        "birthday": _("Birthday"),
    }
    return labels.get(column, column.removeprefix(OWN))


def _spec(context: Context, form: ContactForm, column: str) -> FieldSpec | None:
    specs = context.crm.ask(fields_of, field_owner(form.kind))
    return next((spec for spec in specs if spec.name == column.removeprefix(OWN)), None)


def _own(context: Context, form: ContactForm, column: str) -> OwnFields:
    spec = _spec(context, form, column)
    assert spec is not None, "only fields of the contact's kind are offered"
    return OwnFields([spec], form.custom or {}, context.crm.ask(own_currency))
