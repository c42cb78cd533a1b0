"""The sheet that changes something about several contacts at once, and says of how many beforehand."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QTimer

from deskcrm import formats
from deskcrm.domain.business import own_currency
from deskcrm.domain.custom import FieldSpec
from deskcrm.errors import CrmError
from deskcrm.features.contacts.form import SharedChanges
from deskcrm.features.contacts.queries.affected import affected, kinds_of
from deskcrm.features.contacts.queries.view import all_tags
from deskcrm.features.contacts.ui import words
from deskcrm.features.contacts.usecases import edit_contacts
from deskcrm.features.fields.queries import field_owner, fields_of
from deskcrm.i18n import _, ngettext
from deskcrm.kit.context import Context
from deskcrm.kit.custom_fields import SharedFields
from deskcrm.kit.fields import AnyField, ChoiceField, TextField
from deskcrm.kit.form import Form, FormDialog
from deskcrm.kit.tags_field import TagsField
from deskcrm.kit.text import Text


class EditSeveral(FormDialog):
    """Asks what several contacts are to have in common."""

    def __init__(self, context: Context, contact_ids: Sequence[int]) -> None:
        self._contact_ids = contact_ids
        self._own = _own_fields(context, contact_ids)
        title = ngettext("Edit {n} contact", "Edit {n} contacts", len(contact_ids))
        super().__init__(
            context,
            title.format(n=formats.number(len(contact_ids))),
            _fields(context, self._own),
            self._keep,
        )
        self.preview = Text(tone="muted", wrap=True)
        self.add_note(self.preview)
        self._soon = QTimer(self, interval=150, singleShot=True)
        self._soon.timeout.connect(self._tell)
        self.form.changed.connect(self._soon.start)
        self._tell()

    def _tell(self) -> None:
        """Say how many contacts would change."""
        names = [*_NAMES, *(field.name for field in _all_of(self._own))]
        try:
            changes = self._changes({name: self.form.field(name).value() for name in names})
            changed = len(self._context.crm.ask(affected, self._contact_ids, changes))
        except CrmError:
            return
        said = _("This changes {changed} of {count}.")
        self.preview.setText(
            said.format(
                changed=formats.number(changed), count=formats.number(len(self._contact_ids))
            )
        )
        self.save_button.setEnabled(changed > 0)

    def _keep(self, values: dict[str, Any]) -> None:
        context = self._context
        changed = context.crm.do(
            edit_contacts, self._contact_ids, self._changes(values), now=context.now()
        )
        said = ngettext("Changed {n} contact", "Changed {n} contacts", changed)
        context.toast(said.format(n=formats.number(changed)), undo=changed > 0)

    def _changes(self, values: dict[str, Any]) -> SharedChanges:
        return SharedChanges(
            source=values["source"].strip() or None,
            language=values["language"],
            add_tags=tuple(values["add"]),
            remove_tags=tuple(values["remove"]),
            custom=self._own.taken(values) if self._own is not None else {},
        )


_NAMES = ("add", "remove", "language", "source")


def _own_fields(context: Context, contact_ids: Sequence[int]) -> SharedFields | None:
    """Return the user's own fields that any of the contacts has, each name once."""
    owners = [field_owner(kind) for kind in context.crm.ask(kinds_of, contact_ids)]
    specs: dict[str, FieldSpec] = {}
    for spec in context.crm.ask(fields_of, *owners) if owners else ():
        specs.setdefault(spec.name, spec)
    return SharedFields([*specs.values()], context.crm.ask(own_currency)) if specs else None


def _all_of(own: SharedFields | None) -> list[AnyField]:
    return [*own.fields, own.emptied] if own is not None else []


def _fields(context: Context, own: SharedFields | None) -> Form:
    known = context.crm.ask(all_tags)
    named = sorted((words.language_name(code), code) for code in words.LANGUAGES)
    return Form(
        [
            TagsField("add", _("Add tags"), suggestions=known),
            TagsField("remove", _("Remove tags"), suggestions=known),
            ChoiceField[str | None](
                "language",
                _("Language"),
                [
                    (None, _("Leave as it is")),
                    ("", _("Not set")),
                    *((code, name) for name, code in named),
                ],
            ),
            TextField("source", _("Source"), placeholder=_("Leave as it is")),
            *_all_of(own),
        ]
    )
