"""The form of a follow-up."""

from typing import Any

from deskcrm import formats
from deskcrm.domain.activities import Repeat
from deskcrm.errors import CrmError
from deskcrm.features.followups.queries import follow_up_row
from deskcrm.features.followups.times import read_time
from deskcrm.features.followups.usecases import add_follow_up, edit_follow_up
from deskcrm.i18n import _
from deskcrm.kit.context import Context
from deskcrm.kit.date_field import DateField
from deskcrm.kit.fields import ChoiceField, TextField
from deskcrm.kit.form import Form, FormDialog


def open_new(
    context: Context,
    contact_id: int | None = None,
    deal_id: int | None = None,
    quote_id: int | None = None,
    title: str = "",
) -> FormDialog:
    """Open an empty form, for a record if one is given."""
    form = _form()
    form.field("title").set_value(title)
    form.field("due_on").set_value(context.today())

    def save(values: dict[str, Any]) -> None:
        context.crm.do(
            add_follow_up,
            **_read(values),
            contact_id=contact_id,
            deal_id=deal_id,
            quote_id=quote_id,
            now=context.now(),
        )
        context.toast(_("Planned."), undo=True)

    return _show(FormDialog(context, _("New follow-up"), form, save))


def open_new_for(context: Context, kind: str, record_id: int) -> FormDialog:
    """Open an empty form for a contact, a deal or a quote."""
    return open_new(
        context,
        contact_id=record_id if kind == "contact" else None,
        deal_id=record_id if kind == "deal" else None,
        quote_id=record_id if kind == "quote" else None,
    )


def open_edit(context: Context, follow_up_id: int) -> FormDialog | None:
    """Open the form of a follow-up, unless it is gone."""
    planned = context.crm.ask(follow_up_row, follow_up_id)
    if planned is None:
        return None
    form = _form()
    form.field("title").set_value(planned.title)
    form.field("due_on").set_value(planned.due_on)
    form.field("due_at").set_value(formats.time(planned.due_at) if planned.due_at else "")
    form.field("repeat").set_value(planned.repeat)

    def save(values: dict[str, Any]) -> None:
        context.crm.do(edit_follow_up, follow_up_id, **_read(values))
        context.toast(_("Follow-up changed."), undo=True)

    return _show(FormDialog(context, _("Follow-up"), form, save))


def repeat_words() -> dict[Repeat, str]:
    """Return how often a follow-up comes back, in words."""
    return {
        Repeat.NEVER: _("once"),
        Repeat.DAILY: _("every day"),
        Repeat.WEEKLY: _("every week"),
        Repeat.MONTHLY: _("every month"),
        Repeat.YEARLY: _("every year"),
    }


def _form() -> Form:
    return Form(
        [
            TextField("title", _("What is to be done"), required=True),
            (
                DateField("due_on", _("Day"), required=True),
                TextField("due_at", _("Time"), placeholder=_("any time")),
            ),
            ChoiceField("repeat", _("How often"), list(repeat_words().items()), Repeat.NEVER),
        ]
    )


def _show(dialog: FormDialog) -> FormDialog:
    dialog.open()
    return dialog


def _read(values: dict[str, Any]) -> dict[str, Any]:
    try:
        return {**values, "due_at": read_time(values["due_at"])}
    except CrmError as error:
        error.facts["field"] = "due_at"
        raise
