"""A contact typed by name: those that exist are offered, a new name adds one."""

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from deskcrm.features.pipeline.queries import ContactChoice, find_contacts
from deskcrm.i18n import _
from deskcrm.kit.context import Context
from deskcrm.kit.fields import Field

Chosen = tuple[int | None, str]
"""A contact's id if it was chosen from those offered, and the name."""


class ContactEdit(QLineEdit):
    """A line that offers contacts while a name is typed."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._offered: list[ContactChoice] = []
        self._chosen: tuple[int, str] | None = None
        self._lines = QStringListModel(self)
        offers = QCompleter(self._lines, self)
        offers.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        # Queued: the completer writes its whole line first, company and all.
        offers.activated.connect(self._choose, Qt.ConnectionType.QueuedConnection)
        self.setCompleter(offers)
        self.textEdited.connect(self._offer)

    def chosen(self) -> Chosen:
        """Return what stands in the line."""
        name = self.text().strip()
        if self._chosen is not None and self._chosen[1] == name:
            return self._chosen
        offered = self._offer_in(name)
        return (None, name) if offered is None else (offered.id, offered.name)

    def choose(self, chosen: Chosen) -> None:
        """Show a contact."""
        contact_id, name = chosen
        self._chosen = None if contact_id is None else (contact_id, name)
        self.setText(name)
        self.setCursorPosition(0)

    def _offer(self, text: str) -> None:
        found = self._context.crm.ask(find_contacts, text) if text.strip() else []
        self._offered = found
        self._lines.setStringList(
            [f"{each.name} · {each.company}" if each.company else each.name for each in found]
        )

    def _choose(self, line: str) -> None:
        """Keep of the line that was chosen only the name."""
        offered = self._offer_in(line)
        if offered is not None:
            self.choose((offered.id, offered.name))

    def _offer_in(self, line: str) -> ContactChoice | None:
        """Return the contact whose whole line was offered so."""
        lines = self._lines.stringList()
        return self._offered[lines.index(line)] if line in lines else None


class ContactField(Field[Chosen]):
    """A contact, in a form."""

    def __init__(self, context: Context, name: str, label: str) -> None:
        super().__init__(name, label)
        self.edit = ContactEdit(context)
        self.edit.setPlaceholderText(_("Nobody yet"))
        self.take(self.edit)
        self.edit.textChanged.connect(self._touched)

    def value(self) -> Chosen:
        """Return the contact's id, if it is known, and the name."""
        return self.edit.chosen()

    def set_value(self, value: Chosen) -> None:
        """Show a contact."""
        self.edit.choose(value)
