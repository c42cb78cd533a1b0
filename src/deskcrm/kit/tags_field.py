"""The field for tags: each a chip that can be taken away."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QWidget,
)

from deskcrm.i18n import _
from deskcrm.kit import theme
from deskcrm.kit.controls import Button
from deskcrm.kit.fields import Field
from deskcrm.kit.parts import column, row


class TagsField(Field[tuple[str, ...]]):
    """Several short words: Enter or a comma adds one, Backspace takes the last away."""

    def __init__(
        self,
        name: str,
        label: str,
        value: Sequence[str] = (),
        *,
        hint: str = "",
        suggestions: Sequence[str] = (),
    ) -> None:
        super().__init__(name, label, hint=hint)
        self._tags: list[str] = []
        holder = QWidget()
        box = column(holder, gap=theme.TINY)
        self._chips = QWidget()
        self._row = _FlowRow(self._chips)
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(_("Type a tag and press Enter"))
        if suggestions:
            completer = QCompleter(self.edit)
            completer.setModel(QStringListModel(list(suggestions), completer))
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            self.edit.setCompleter(completer)
        # The field comes first: Qt's Tab goes from what a field stands for onwards, never back.
        box.addWidget(self.edit)
        box.addWidget(self._chips)
        self.take(self.edit, holder)
        self.edit.installEventFilter(self)
        self.edit.textEdited.connect(self._split)
        self.set_value(tuple(value))

    def value(self) -> tuple[str, ...]:
        """Return the tags, the one still being typed among them."""
        self._add(self.edit.text())
        return tuple(self._tags)

    def set_value(self, value: tuple[str, ...]) -> None:
        """Show these tags."""
        self._tags = list(dict.fromkeys(value))
        self.edit.clear()
        self._show_tags()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Add with Enter, take away with Backspace in the empty field."""
        if (
            watched is self.edit
            and isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
        ):
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.edit.text().strip():
                self._add(self.edit.text())
                return True
            if event.key() == Qt.Key.Key_Backspace and not self.edit.text() and self._tags:
                self._remove(self._tags[-1])
                return True
        return super().eventFilter(watched, event)

    def _split(self, text: str) -> None:
        if "," in text or "،" in text or ";" in text:
            for part in text.replace("،", ",").replace(";", ",").split(","):
                self._add(part)

    def _add(self, text: str) -> None:
        tag = text.strip()
        self.edit.clear()
        if tag and tag not in self._tags:
            self._tags.append(tag)
            self._show_tags()
            self._touched()

    def _remove(self, tag: str) -> None:
        self._tags.remove(tag)
        self._show_tags()
        self._touched()
        self.edit.setFocus()

    def _remover(self, tag: str) -> Button:
        shown = tag if len(tag) <= 24 else tag[:23] + "…"
        name = _("Remove tag {tag}").format(tag=shown)
        return Button(f"{shown}  ×", lambda: self._remove(tag), kind="link", name=name)

    def _show_tags(self) -> None:
        self._row.show_buttons([self._remover(tag) for tag in self._tags])
        self._chips.setVisible(bool(self._tags))


class _FlowRow:
    """Buttons in rows of at most four."""

    def __init__(self, holder: QWidget) -> None:
        self._box = column(holder, gap=2)

    def show_buttons(self, buttons: Sequence[Button]) -> None:
        """Show these instead of what is shown."""
        from deskcrm.kit.parts import clear

        clear(self._box)
        for start in range(0, len(buttons), 4):
            line: QHBoxLayout = row(gap=theme.TINY)
            for button in buttons[start : start + 4]:
                line.addWidget(button)
            line.addStretch(1)
            self._box.addLayout(line)
