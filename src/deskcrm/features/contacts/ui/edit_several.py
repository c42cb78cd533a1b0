"""The sheet that changes something about several contacts at once, and says of how many beforehand."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QTimer

from deskcrm import formats
from deskcrm.errors import CrmError
from deskcrm.features.contacts.form import SharedChanges
from deskcrm.features.contacts.queries.affected import affected
from deskcrm.features.contacts.queries.view import all_tags
from deskcrm.features.contacts.ui import words
from deskcrm.features.contacts.usecases import edit_contacts
from deskcrm.i18n import _, ngettext
from deskcrm.kit.context import Context
from deskcrm.kit.fields import ChoiceField, TextField
from deskcrm.kit.form import Form, FormDialog
from deskcrm.kit.tags_field import TagsField
from deskcrm.kit.text import Text


class EditSeveral(FormDialog):
    """Asks what several contacts are to have in common."""

    def __init__(self, context: Context, contact_ids: Sequence[int]) -> None:
        self._contact_ids = contact_ids
        title = ngettext("Edit {n} contact", "Edit {n} contacts", len(contact_ids))
        super().__init__(
            context,
            title.format(n=formats.number(len(contact_ids))),
            _fields(context),
            self._keep,
        )
        self.preview = Text(tone="muted", wrap=True)
        self.body.insertWidget(1, self.preview)
        self._soon = QTimer(self, interval=150, singleShot=True)
        self._soon.timeout.connect(self._tell)
        self.form.changed.connect(self._soon.start)
        self._tell()

    def _tell(self) -> None:
        """Say how many contacts would change."""
        try:
            values = {name: self.form.field(name).value() for name in _NAMES}
        except CrmError:
            return
        changed = len(self._context.crm.ask(affected, self._contact_ids, _changes(values)))
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
            edit_contacts, self._contact_ids, _changes(values), now=context.now()
        )
        said = ngettext("Changed {n} contact", "Changed {n} contacts", changed)
        context.toast(said.format(n=formats.number(changed)), undo=changed > 0)


_NAMES = ("add", "remove", "language", "source")


def _fields(context: Context) -> Form:
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
        ]
    )


def _changes(values: dict[str, Any]) -> SharedChanges:
    return SharedChanges(
        source=values["source"].strip() or None,
        language=values["language"],
        add_tags=tuple(values["add"]),
        remove_tags=tuple(values["remove"]),
    )
