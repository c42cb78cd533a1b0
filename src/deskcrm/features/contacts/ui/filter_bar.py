"""The bar above the list: a text and a tag to filter by; hidden until it is asked for."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from deskcrm import formats
from deskcrm.i18n import _, ngettext
from deskcrm.kit import theme
from deskcrm.kit.controls import IconButton
from deskcrm.kit.parts import Line, column, row
from deskcrm.kit.text import Text


class FilterBar(QWidget):
    """Filters as one types; Esc clears and leaves it, Down goes to the list."""

    changed = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_wanted = False
        box = column(self)
        line = row(gap=theme.SMALL)
        line.setContentsMargins(12, 6, 12, 6)
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(_("Filter by name, company, city, mail, phone, tag"))
        self.edit.setAccessibleName(_("Filter contacts"))
        self.edit.installEventFilter(self)
        self._tags = QComboBox()
        self._tags.setAccessibleName(_("Tag"))
        self._found = Text(tone="muted", size=theme.LABEL, tabular=True)
        line.addWidget(self.edit, 1)
        line.addWidget(self._tags)
        line.addWidget(self._found)
        line.addWidget(IconButton("close", _("Show all contacts"), self.clear))
        box.addLayout(line)
        box.addWidget(Line())
        self.set_tags(())
        self.edit.textChanged.connect(lambda _text: self.changed.emit())
        self._tags.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.hide()

    @property
    def text(self) -> str:
        """What is typed."""
        return self.edit.text() if self.is_wanted else ""

    @property
    def tag(self) -> str:
        """The tag that is chosen, or ""."""
        return str(self._tags.currentData() or "") if self.is_wanted else ""

    def ask(self, text: str = "") -> None:
        """Show the bar and take the keyboard; `text` begins a new filter."""
        self.is_wanted = True
        self.show()
        if text:
            self.edit.setText(text)
        else:
            self.edit.selectAll()
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def choose_tag(self, tag: str) -> None:
        """Show those who carry a tag."""
        self.is_wanted = True
        self.show()
        self._tags.setCurrentIndex(max(self._tags.findData(tag), 0))

    def clear(self) -> None:
        """Filter by nothing and leave."""
        was_wanted = self.is_wanted
        self.is_wanted = False
        for control in (self.edit, self._tags):
            control.blockSignals(True)
        self.edit.clear()
        self._tags.setCurrentIndex(0)
        for control in (self.edit, self._tags):
            control.blockSignals(False)
        self.hide()
        if was_wanted:
            self.changed.emit()
            self.left.emit()

    def set_tags(self, tags: Sequence[str]) -> None:
        """Offer these tags; the one that is chosen stays, if it is still there."""
        kept = self._tags.currentData()
        self._tags.blockSignals(True)
        self._tags.clear()
        self._tags.addItem(_("Any tag"), "")
        for tag in tags:
            self._tags.addItem(tag if len(tag) <= 30 else tag[:29] + "…", tag)
        self._tags.setCurrentIndex(max(self._tags.findData(kept), 0))
        self._tags.blockSignals(False)
        self._tags.setVisible(bool(tags))

    def say_found(self, count: int) -> None:
        """Say how many contacts the filter lets through."""
        said = ngettext("{n} found", "{n} found", count)
        self._found.setText(said.format(n=formats.number(count)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Clear with Esc; go to the list with Down or Enter."""
        if (
            watched is self.edit
            and isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
        ):
            if event.key() == Qt.Key.Key_Escape:
                self.clear()
                return True
            if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.left.emit()
                return True
        return super().eventFilter(watched, event)
