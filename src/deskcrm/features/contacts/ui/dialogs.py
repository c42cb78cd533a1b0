"""The small sheets: log what happened, tag, rename."""

from collections.abc import Sequence
from datetime import datetime, time
from decimal import Decimal
from typing import Any, Final

from deskcrm import formats
from deskcrm.domain.activities import ActivityKind
from deskcrm.errors import CrmError
from deskcrm.features.contacts.belongings import record_consent
from deskcrm.features.contacts.queries.view import all_tags, contact_view, tags_of
from deskcrm.features.contacts.usecases import (
    log_activity,
    rename_contact,
    set_tags,
    tag_contacts,
)
from deskcrm.i18n import _, mark, ngettext
from deskcrm.kit.context import Context
from deskcrm.kit.date_field import DateField
from deskcrm.kit.fields import ChoiceField, LongTextField, TextField
from deskcrm.kit.form import Form, FormDialog
from deskcrm.kit.number_field import NumberField
from deskcrm.kit.tags_field import TagsField

_TITLES: Final = {
    ActivityKind.NOTE: mark("Add note"),
    ActivityKind.CALL: mark("Log call"),
    ActivityKind.MAIL: mark("Log mail"),
    ActivityKind.MEETING: mark("Log meeting"),
}
_SAID: Final = {
    ActivityKind.NOTE: mark("Added a note to {name}"),
    ActivityKind.CALL: mark("Logged a call with {name}"),
    ActivityKind.MAIL: mark("Logged a mail with {name}"),
    ActivityKind.MEETING: mark("Logged a meeting with {name}"),
}
_LASTING = frozenset({ActivityKind.CALL, ActivityKind.MEETING})
_LONGEST = 7 * 24 * 60


class WrongMinutes(CrmError):
    """A length of time that no call has."""

    sentence = mark("Minutes are a whole number from 0 to {most}.")


class NotYet(CrmError):
    """Something logged before it happened."""

    sentence = mark("This day is still to come. Log what has happened; plan a follow-up for later.")


def open_log(context: Context, contact_id: int, kind: ActivityKind) -> None:
    """Ask what happened with a contact, and log it."""
    view = context.crm.ask(contact_view, contact_id, today=context.today())
    lasting = kind in _LASTING
    day = DateField("day", _("Day"), context.today(), required=True)
    form = Form(
        [
            LongTextField(
                "text", _("What was it about?") if lasting else _("Note"), required=not lasting
            ),
            (day, NumberField("minutes", _("Minutes"), suffix=_("min"))) if lasting else day,
        ]
    )

    def save(values: dict[str, Any]) -> None:
        context.crm.do(
            log_activity,
            contact_id,
            kind,
            values["text"],
            at=_moment(context, values["day"]),
            minutes=_minutes(values.get("minutes")),
        )
        context.toast(_(_SAID[kind]).format(name=view.name), undo=True)

    title = _("{what}: {name}").format(what=_(_TITLES[kind]), name=view.name)
    FormDialog(context, title, form, save, save_text=_("Save")).open()


def open_tags(context: Context, contact_ids: Sequence[int]) -> None:
    """Ask for the tags of one contact, or for tags to give to several and take from them."""
    known = context.crm.ask(all_tags)
    if len(contact_ids) == 1:
        _open_tags_of_one(context, contact_ids[0], known)
        return
    form = Form(
        [
            TagsField("add", _("Add tags"), suggestions=known),
            TagsField("remove", _("Remove tags"), suggestions=known),
        ]
    )

    def save(values: dict[str, Any]) -> None:
        context.crm.do(tag_contacts, contact_ids, add=values["add"], remove=values["remove"])
        said = ngettext("Tagged {n} contact", "Tagged {n} contacts", len(contact_ids))
        context.toast(said.format(n=formats.number(len(contact_ids))), undo=True)

    title = ngettext("Tags of {n} contact", "Tags of {n} contacts", len(contact_ids))
    FormDialog(context, title.format(n=formats.number(len(contact_ids))), form, save).open()


def _open_tags_of_one(context: Context, contact_id: int, known: Sequence[str]) -> None:
    view = context.crm.ask(contact_view, contact_id, today=context.today())
    before = context.crm.ask(tags_of, contact_id)
    form = Form([TagsField("tags", _("Tags"), before, suggestions=known)])

    def save(values: dict[str, Any]) -> None:
        context.crm.do(set_tags, contact_id, values["tags"], now=context.now())
        context.toast(_("Tagged {name}").format(name=view.name), undo=True)

    FormDialog(context, _("Tags of {name}").format(name=view.name), form, save).open()


def open_rename(context: Context, contact_id: int) -> None:
    """Ask for another name."""
    view = context.crm.ask(contact_view, contact_id, today=context.today())
    form = Form([TextField("name", _("Name"), view.name, required=True)])

    def save(values: dict[str, Any]) -> None:
        context.crm.do(rename_contact, contact_id, values["name"], now=context.now())
        context.toast(_("Renamed to {name}").format(name=values["name"]), undo=True)

    FormDialog(context, _("Rename contact"), form, save, save_text=_("Rename")).open()


def open_consent(context: Context, contact_ids: Sequence[int]) -> None:
    """Ask what contacts said about being written to, when, and how that is known."""
    form = Form(
        [
            ChoiceField[bool](
                "given",
                _("May they be written to?"),
                [
                    (True, _("Yes, consent was given")),
                    (False, _("No, it was refused or taken back")),
                ],
                True,
            ),
            DateField("day", _("Day"), context.today(), required=True),
            TextField(
                "source",
                _("How it is known"),
                required=True,
                placeholder=_("a form, a mail, a talk at the fair"),
            ),
        ]
    )

    def save(values: dict[str, Any]) -> None:
        context.crm.do(record_consent, contact_ids, today=context.today(), **values)
        said = ngettext(
            "Noted the consent of {n} contact",
            "Noted the consent of {n} contacts",
            len(contact_ids),
        )
        context.toast(said.format(n=formats.number(len(contact_ids))), undo=True)

    FormDialog(context, _("Record consent"), form, save).open()


def _moment(context: Context, day: Any) -> datetime:
    """Return this moment for today, noon for another day; raise NotYet for one to come."""
    now = context.now()
    if day > now.date():
        raise NotYet(field="day")
    return now if day == now.date() else datetime.combine(day, time(12), now.tzinfo)


def _minutes(given: Decimal | None) -> int | None:
    if given is None:
        return None
    if given != given.to_integral_value() or not 0 <= given <= _LONGEST:
        raise WrongMinutes(field="minutes", most=_LONGEST)
    return int(given)
