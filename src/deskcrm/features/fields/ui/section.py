"""The fields that the user added, by what they are fields of."""

from collections.abc import Callable
from typing import Any

from deskcrm.domain.custom import FieldKind, FieldOwner, FieldSpec
from deskcrm.features.fields.queries import fields_of
from deskcrm.features.fields.shown import KINDS, OWNERS
from deskcrm.features.fields.usecases import (
    FieldForm,
    add_field,
    delete_field,
    edit_field,
    order_fields,
)
from deskcrm.i18n import _
from deskcrm.kit.context import Context
from deskcrm.kit.fields import ChoiceField, LongTextField, TextField
from deskcrm.kit.form import Form, FormDialog
from deskcrm.kit.records import RecordsSection
from deskcrm.kit.table import Column

_CHOOSING = frozenset({FieldKind.CHOICE, FieldKind.CHOICES})


class FieldsSection(RecordsSection):
    """The fields in the order in which forms show them."""

    kinds = frozenset({"custom_field"})

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            _("Your own fields"),
            [
                Column[FieldSpec](_("Name"), lambda field: field.name, stretch=True, strong=True),
                Column[FieldSpec](_("Belongs to"), lambda field: _(OWNERS[field.owner]), width=130),
                Column[FieldSpec](_("Kind"), lambda field: _(KINDS[field.kind]), width=150),
                Column[FieldSpec](
                    _("Required"),
                    lambda field: _("Yes") if field.required else "",
                    width=110,
                    muted=True,
                ),
            ],
            lambda: context.crm.ask(fields_of),
            empty=_(
                "No fields of your own yet. Add what you want to know of contacts, deals or what you "
                "sell; forms, lists, search and exports have it at once."
            ),
        )
        self.add_button(_("Add field"), self.add)
        self._edit = self.add_button(_("Edit"), self.edit_current)
        self._delete = self.add_button(_("Delete"), lambda: self.with_current(self.delete))
        self.on_key("Del", self.delete)
        self.add_arrows(lambda ids: self.context.do("", order_fields, ids))
        self.buttons.addStretch(1)

    def show_current(self) -> None:
        """Enable the buttons that the current row allows."""
        super().show_current()
        if not self._arrows:
            return
        for button in (self._edit, self._delete):
            button.setVisible(bool(self.ids()))
            button.setEnabled(self.current() is not None)

    def add(self) -> None:
        """Ask for a new field."""
        owner = ChoiceField[FieldOwner](
            "owner", _("Belongs to"), [(owner, _(words)) for owner, words in OWNERS.items()]
        )

        def save(values: dict[str, Any]) -> None:
            field_id = self.context.crm.do(add_field, values.pop("owner"), _form(values))
            self.context.toast(_("Added {name}").format(name=values["name"]), undo=True)
            self.reload()
            self.table.select_id(field_id)

        _ask(self.context, _("Add field"), None, owner, save)

    def edit(self, record_id: int) -> None:
        """Open the form of a field."""

        def save(values: dict[str, Any]) -> None:
            self.context.crm.do(edit_field, record_id, _form(values))

        _ask(self.context, _("Edit field"), self.row(record_id), None, save)

    def delete(self, record_id: int) -> None:
        """Offer a field no more; undo brings it back."""
        said = _("Deleted the field “{name}”. Its values stay.")
        self.context.do(said.format(name=self.row(record_id).name), delete_field, record_id)


def _form(values: dict[str, Any]) -> FieldForm:
    options = tuple(values["options"].splitlines())
    return FieldForm(values["name"], values["kind"], values["required"], options)


def _ask(
    context: Context,
    title: str,
    field: FieldSpec | None,
    owner: ChoiceField[FieldOwner] | None,
    save: Callable[[dict[str, Any]], object],
) -> None:
    """Open the form of a field; what it is a field of is asked for a new one alone."""
    kind = ChoiceField[FieldKind](
        "kind",
        _("Kind"),
        [(kind, _(words)) for kind, words in KINDS.items()],
        field.kind if field else FieldKind.TEXT,
    )
    options = LongTextField(
        "options",
        _("Choices"),
        "\n".join(field.options) if field else "",
        hint=_("Each on a line of its own."),
        lines=4,
    )
    required = ChoiceField[bool](
        "required",
        _("Required"),
        [(False, _("No")), (True, _("Yes"))],
        field.required if field else False,
    )
    name = TextField("name", _("Name"), field.name if field else "", required=True)
    form = Form([name, *((owner,) if owner else ()), (kind, required), options])
    sheet = FormDialog(context, title, form, save)

    def fit() -> None:
        options.setVisible(kind.value() in _CHOOSING)
        sheet.fit()

    kind.changed.connect(fit)
    fit()
    sheet.open()
