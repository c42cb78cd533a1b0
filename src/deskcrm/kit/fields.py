"""The fields of a form: each shows one value, reads it back, and can be marked wrong."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, QPoint, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from deskcrm import formats
from deskcrm.errors import Required, Unreadable
from deskcrm.i18n import _, language
from deskcrm.kit import theme
from deskcrm.kit.controls import Button, IconButton
from deskcrm.kit.parts import column, row
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


class CheckField(Field[bool]):
    """A box to tick."""

    def __init__(self, name: str, label: str, value: bool = False, *, hint: str = "") -> None:
        super().__init__(name, label, hint=hint)
        self.caption.hide()
        self.edit = QCheckBox(label)
        self.take(self.edit)
        self.set_value(value)
        self.edit.toggled.connect(self._touched)

    def value(self) -> bool:
        """Say whether the box is ticked."""
        return self.edit.isChecked()

    def set_value(self, value: bool) -> None:
        """Tick the box, or not."""
        self.edit.setChecked(value)


class NumberField(Field[Decimal | None]):
    """A decimal number as the window's language writes it; `suffix` is a unit such as "%"."""

    def __init__(
        self,
        name: str,
        label: str,
        value: Decimal | None = None,
        *,
        required: bool = False,
        hint: str = "",
        suffix: str = "",
        placeholder: str = "",
    ) -> None:
        super().__init__(name, label, required=required, hint=hint)
        self.edit = QLineEdit()
        self.edit.setFont(theme.font(tabular=True))
        self.edit.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.edit.setPlaceholderText(placeholder)
        holder = QWidget()
        line = row(holder, gap=theme.SMALL)
        line.addWidget(self.edit, 1)
        self.unit = Text(suffix, tone="muted")
        line.addWidget(self.unit)
        self.unit.setVisible(bool(suffix))
        self.take(self.edit, holder)
        self.set_value(value)
        self.edit.textChanged.connect(self._touched)

    def value(self) -> Decimal | None:
        """Return the number, None for an empty field; raise Unreadable rather than guess."""
        from deskcrm.domain.numbers import read_decimal

        text = self.edit.text().strip()
        if not text:
            if self.required:
                raise self._missing()
            return None
        return read_decimal(text, language())

    def set_value(self, value: Decimal | None) -> None:
        """Show a number with the language's decimal sign, without groups."""
        self.edit.setText("" if value is None else shown_decimal(value))


class MoneyField(NumberField):
    """An amount in one currency, whose code stands behind it."""

    def __init__(
        self,
        name: str,
        label: str,
        value: Decimal | None = None,
        *,
        currency: str,
        required: bool = False,
        hint: str = "",
    ) -> None:
        super().__init__(name, label, value, required=required, hint=hint, suffix=currency)

    def set_currency(self, currency: str) -> None:
        """Show another currency's code."""
        self.unit.setText(currency)


class DateField(Field[dt.date | None]):
    """A date typed as the language writes it, or picked from a calendar."""

    def __init__(
        self,
        name: str,
        label: str,
        value: dt.date | None = None,
        *,
        required: bool = False,
        hint: str = "",
    ) -> None:
        super().__init__(name, label, required=required, hint=hint)
        self.edit = QLineEdit()
        example = QDate(2026, 11, 21)
        self.edit.setPlaceholderText(QLocale().toString(example, QLocale.FormatType.ShortFormat))
        holder = QWidget()
        line = row(holder, gap=theme.TINY)
        line.addWidget(self.edit, 1)
        picker = IconButton("calendar", _("Pick a date"), self._open_calendar)
        line.addWidget(picker)
        self.take(self.edit, holder)
        self.set_value(value)
        self.edit.textChanged.connect(self._touched)
        self.edit.editingFinished.connect(self._tidy)

    def value(self) -> dt.date | None:
        """Return the date, None for an empty field; raise Unreadable rather than guess."""
        text = self.edit.text().strip()
        if not text:
            if self.required:
                raise self._missing()
            return None
        found = read_date(text)
        if found is None:
            raise Unreadable(text=text[:40], expected=_("a date"))
        return found

    def set_value(self, value: dt.date | None) -> None:
        """Show a date."""
        self.edit.setText("" if value is None else shown_date(value))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the calendar with the down arrow."""
        if event.key() == Qt.Key.Key_Down:
            self._open_calendar()
        else:
            super().keyPressEvent(event)

    def _tidy(self) -> None:
        found = read_date(self.edit.text())
        if found is not None:
            self.edit.setText(shown_date(found))

    def _open_calendar(self) -> None:
        from PySide6.QtWidgets import QCalendarWidget

        calendar = QCalendarWidget(self)
        calendar.setWindowFlag(Qt.WindowType.Popup)
        calendar.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar.setAccessibleName(self.label)
        calendar.setGridVisible(False)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setFirstDayOfWeek(QLocale().firstDayOfWeek())
        current = read_date(self.edit.text())
        if current is not None:
            calendar.setSelectedDate(QDate(current.year, current.month, current.day))

        def take(date: QDate) -> None:
            self.set_value(dt.date(date.year(), date.month(), date.day()))
            calendar.close()
            self.edit.setFocus()

        calendar.activated.connect(take)
        calendar.clicked.connect(take)
        calendar.move(self.edit.mapToGlobal(QPoint(0, self.edit.height() + 2)))
        calendar.show()
        calendar.setFocus()


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


def shown_decimal(number: Decimal) -> str:
    """Return a number for a field: the language's decimal sign, no groups, no zeros at the end."""
    from deskcrm.domain.numbers import plain

    return plain(number).replace(".", formats.decimal_sign())


def shown_date(date: dt.date) -> str:
    """Return a date for a field, short and with the whole year."""
    return QLocale().toString(QDate(date.year, date.month, date.day), _date_format())


def read_date(text: str) -> dt.date | None:
    """Read a date as the language writes it, or as 2026-11-21; None if it is neither."""
    tidy = text.strip()
    plain = "".join(str(int(letter)) if letter.isdecimal() else letter for letter in tidy)
    locale = QLocale()
    formats = (
        _date_format(),
        locale.dateFormat(QLocale.FormatType.ShortFormat),
        locale.dateFormat(QLocale.FormatType.LongFormat),
        "yyyy-MM-dd",
        "d MMM yyyy",
        "d MMMM yyyy",
    )
    for known in formats:
        for candidate in (tidy, plain):
            date = locale.toDate(candidate, known, 2000)
            if not date.isValid():
                date = QLocale.c().toDate(candidate, known, 2000)
            if date.isValid() and date.year() > 100:
                return dt.date(date.year(), date.month(), date.day())
    return None


def _date_format() -> str:
    short = QLocale().dateFormat(QLocale.FormatType.ShortFormat)
    return (
        short
        if "yyyy" in short
        else short.replace("yy", "yyyy").replace("y", "yyyy", "yy" not in short)
    )


AnyField = Field[Any]
"""A field of whatever value."""
