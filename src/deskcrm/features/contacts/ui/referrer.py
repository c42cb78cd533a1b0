"""A field that names another contact: typed, found, chosen."""

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit

from deskcrm.errors import CrmError
from deskcrm.features.contacts.queries.found import FoundContact, found_contacts
from deskcrm.features.contacts.queries.view import contact_view
from deskcrm.i18n import mark
from deskcrm.kit.context import Context
from deskcrm.kit.fields import Field


class NobodyChosen(CrmError):
    """A name in a field that wants one of the contacts."""

    sentence = mark("“{text}” is not one of your contacts. Choose one from the list.")


class ContactField(Field[int | None]):
    """One contact, or none; typing offers the best matches."""

    def __init__(
        self, context: Context, name: str, label: str, chosen: tuple[int, str] | None = None
    ) -> None:
        super().__init__(name, label)
        self._context = context
        self._offered: tuple[FoundContact, ...] = ()
        self._chosen = chosen
        self.edit = QLineEdit(chosen[1] if chosen else "")
        self.edit.setCursorPosition(0)
        self._model = QStringListModel(self)
        completer = QCompleter(self._model, self.edit)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.activated.connect(self._choose)
        self.edit.setCompleter(completer)
        self.take(self.edit)
        self.edit.textEdited.connect(self._offer)

    def value(self) -> int | None:
        """Return the contact's id, None for an empty field; raise NobodyChosen for another text."""
        text = self.edit.text().strip()
        if not text:
            return None
        if self._chosen is not None and self._chosen[1].strip() == text:
            return self._chosen[0]
        alike = [one for one in self._offered if one.name.casefold() == text.casefold()]
        if len(alike) == 1:
            return alike[0].id
        raise NobodyChosen(text=text[:60], field=self.name)

    def set_value(self, value: int | None) -> None:
        """Show a contact by its name, or nobody."""
        if value is None:
            self._chosen = None
            self.edit.clear()
            return
        view = self._context.crm.ask(contact_view, value, today=self._context.today())
        self._chosen = (view.id, view.name)
        self.edit.setText(view.name)

    def _offer(self, text: str) -> None:
        self._chosen = None
        self._offered = self._context.crm.ask(found_contacts, text) if text.strip() else ()
        self._model.setStringList([
            f"{one.name} · {one.subtitle}" if one.subtitle else one.name for one in self._offered
        ])  # fmt: skip
        self._touched()

    def _choose(self, shown: str) -> None:
        at = self._model.stringList().index(shown)
        self._chosen = (self._offered[at].id, shown)
        self._touched()
