"""A field of a form that holds several entries of the same kind, each with its own controls."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from deskcrm.i18n import _
from deskcrm.kit import theme
from deskcrm.kit.controls import Button, IconButton
from deskcrm.kit.fields import Field
from deskcrm.kit.form import Sheet
from deskcrm.kit.parts import column, row

EntryT = TypeVar("EntryT", bound="Entry")
V = TypeVar("V")


class Entry(QWidget):
    """The controls of one entry; subclasses fill `line` and name their controls in tab order."""

    def __init__(self) -> None:
        super().__init__()
        self.box = column(self, gap=theme.TINY)
        self.line = row(gap=theme.SMALL)
        self.box.addLayout(self.line)
        self.remove = IconButton("minus", _("Remove"))

    def controls(self) -> Sequence[QWidget]:
        """Return the controls that Tab visits, the first of which gets the keyboard."""
        raise NotImplementedError

    def seal(self, what: str) -> None:
        """Put the button that takes the entry away behind its first line; `what` names it."""
        words = _("Remove {name}").format(name=what)
        self.remove.setToolTip(words)
        self.remove.setAccessibleName(words)
        self.line.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)


class EntriesField(Field[V], Generic[V, EntryT]):
    """Entries under each other, with a button that adds one more."""

    def __init__(self, name: str, label: str, add: str, *, hint: str = "") -> None:
        super().__init__(name, label, hint=hint)
        holder = QWidget()
        box = column(holder, gap=theme.SMALL)
        self._place = column(gap=theme.SMALL)
        box.addLayout(self._place)
        self.entries: list[EntryT] = []
        self.add_button = Button(add, self.add_one, kind="link", icon="plus")
        box.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeading)
        self.take(self.add_button, holder)
        self.add_button.setAccessibleName(add)

    def make(self) -> EntryT:
        """Return the controls of a new entry."""
        raise NotImplementedError

    def add_one(self) -> None:
        """Add an entry and go to it."""
        entry = self.add_entry(self.make())
        entry.show()
        entry.controls()[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self._touched()
        self._make_room()
        QTimer.singleShot(0, entry, lambda: _bring_into_sight(entry))

    def add_entry(self, entry: EntryT) -> EntryT:
        """Show an entry below the others."""
        self.entries.append(entry)
        self._place.addWidget(entry)
        entry.remove.clicked.connect(self._remover(entry))
        self._chain()
        return entry

    def _remover(self, entry: EntryT) -> Callable[[], None]:
        def remove() -> None:
            self.entries.remove(entry)
            self._place.removeWidget(entry)
            self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
            entry.hide()
            entry.deleteLater()
            self._touched()
            self._make_room()

        return remove

    def _make_room(self) -> None:
        sheet = self.window()
        if isinstance(sheet, Sheet):
            sheet.fit()

    def _chain(self) -> None:
        """Let Tab visit the entries in their order, and then the button that adds one."""
        stops: list[QWidget] = []
        for entry in self.entries:
            stops += [*entry.controls(), entry.remove]
        stops.append(self.add_button)
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)


def _bring_into_sight(entry: QWidget) -> None:
    holder = entry.parentWidget()
    while holder is not None and not isinstance(holder, QScrollArea):
        holder = holder.parentWidget()
    if isinstance(holder, QScrollArea):
        holder.ensureWidgetVisible(entry)
