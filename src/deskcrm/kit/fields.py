"""The fields of a form: each shows one value, reads it back, and can be marked wrong."""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from deskcrm.errors import Required
from deskcrm.kit import theme
from deskcrm.kit.parts import column
from deskcrm.kit.text import Text

V = TypeVar("V")
K = TypeVar("K")


class Field(QWidget, Generic[V]):
    """A label, its control, and room for a sentence that says what is wrong."""

    changed = Signal()

    def __init__(self, name: str, label: str, *, required: bool = False, hint: str = "") -> None:
        super().__init__()
        self.name = name
        self.label = label
        self.required = required
        self._control: QWidget | None = None
        self.box = column(self, gap=theme.TINY)
        self.caption = Text(label, tone="muted", size=theme.LABEL)
        self.box.addWidget(self.caption)
        self._sentence = Text(tone="bad", size=theme.LABEL, wrap=True)
        self._sentence.hide()
        self._hint = Text(hint, tone="muted", size=theme.LABEL, wrap=True)
        self._hint.setVisible(bool(hint))

    def take(self, control: QWidget, shown: QWidget | None = None) -> None:
        """Use `control` as this field's; `shown` is what holds it, if something does."""
        self._control = control
        control.setAccessibleName(self.label)
        if self._hint.text():
            control.setAccessibleDescription(self._hint.text())
        self.caption.setBuddy(control)
        self.setFocusProxy(control)
        self.box.addWidget(shown or control)
        self.box.addWidget(self._hint)
        self.box.addWidget(self._sentence)

    def value(self) -> V:
        """Return what is in the field; raise a CrmError if it cannot be read."""
        raise NotImplementedError

    def set_value(self, value: V) -> None:
        """Show a value."""
        raise NotImplementedError

    def mark_wrong(self, sentence: str) -> None:
        """Mark the field and say below it what is wrong; "" takes the mark away."""
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        if self._control is not None:
            self._control.setProperty("wrong", bool(sentence))
            self._control.style().unpolish(self._control)
            self._control.style().polish(self._control)
            self._control.setAccessibleDescription(sentence or self._hint.text())

    @property
    def wrong(self) -> str:
        """The sentence that says what is wrong, or ""."""
        return self._sentence.text()

    def _touched(self) -> None:
        if self.wrong:
            self.mark_wrong("")
        self.changed.emit()

    def _missing(self) -> Required:
        return Required(field=self.name, label=self.label)


class TextField(Field[str]):
    """One line of text; `suggestions` complete what is typed."""

    def __init__(
        self,
        name: str,
        label: str,
        value: str = "",
        *,
        required: bool = False,
        hint: str = "",
        placeholder: str = "",
        suggestions: Sequence[str] = (),
    ) -> None:
        super().__init__(name, label, required=required, hint=hint)
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(placeholder)
        if suggestions:
            completer = QCompleter(list(suggestions), self.edit)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            self.edit.setCompleter(completer)
        self.take(self.edit)
        self.set_value(value)
        self.edit.textChanged.connect(self._touched)

    def value(self) -> str:
        """Return the text without blanks around it."""
        text = self.edit.text().strip()
        if self.required and not text:
            raise self._missing()
        return text

    def set_value(self, value: str) -> None:
        """Show a text from its beginning."""
        self.edit.setText(value)
        self.edit.setCursorPosition(0)


class LongTextField(Field[str]):
    """Text of several lines; Tab leaves it."""

    def __init__(
        self,
        name: str,
        label: str,
        value: str = "",
        *,
        required: bool = False,
        hint: str = "",
        placeholder: str = "",
        lines: int = 4,
    ) -> None:
        super().__init__(name, label, required=required, hint=hint)
        self.edit = QPlainTextEdit()
        self.edit.setPlaceholderText(placeholder)
        self.edit.setTabChangesFocus(True)
        self.edit.setFixedHeight(lines * self.edit.fontMetrics().lineSpacing() + 20)
        self.take(self.edit)
        self.set_value(value)
        self.edit.textChanged.connect(self._touched)

    def value(self) -> str:
        """Return the text without blanks around it."""
        text = self.edit.toPlainText().strip()
        if self.required and not text:
            raise self._missing()
        return text

    def set_value(self, value: str) -> None:
        """Show a text."""
        self.edit.setPlainText(value)


class ChoiceField(Field[K], Generic[K]):
    """One of several choices, given as (value, words)."""

    def __init__(
        self,
        name: str,
        label: str,
        choices: Sequence[tuple[K, str]],
        value: K | None = None,
        *,
        hint: str = "",
    ) -> None:
        super().__init__(name, label, hint=hint)
        self._values = [choice for choice, _words in choices]
        self.edit = QComboBox()
        self.edit.addItems([words for _choice, words in choices])
        self.edit.setMaxVisibleItems(14)
        self.edit.view().setAccessibleName(label)
        self.take(self.edit)
        if value is not None:
            self.set_value(value)
        self.edit.currentIndexChanged.connect(self._touched)

    def value(self) -> K:
        """Return the choice."""
        return self._values[self.edit.currentIndex()]

    def set_value(self, value: K) -> None:
        """Choose a value; one that is not offered leaves the choice as it is."""
        if value in self._values:
            self.edit.setCurrentIndex(self._values.index(value))


AnyField = Field[Any]
"""A field of whatever value."""
