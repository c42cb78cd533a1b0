"""Forms: several fields that belong together, saved at once, and the sheet that holds one."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit, QScrollArea, QWidget

from deskcrm.errors import CrmError
from deskcrm.i18n import _
from deskcrm.kit import theme
from deskcrm.kit.controls import Button
from deskcrm.kit.fields import AnyField
from deskcrm.kit.parts import Line, column, row
from deskcrm.kit.text import Text

if TYPE_CHECKING:
    from deskcrm.kit.context import Context


class Form(QWidget):
    """Fields under each other; a tuple of fields stands in one row."""

    submitted = Signal()
    """Enter or Ctrl+S was pressed."""
    changed = Signal()

    def __init__(
        self, fields: Sequence[AnyField | tuple[AnyField, ...]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._fields: dict[str, AnyField] = {}
        box = column(self, gap=theme.MEDIUM)
        for entry in fields:
            together = entry if isinstance(entry, tuple) else (entry,)
            line = row(gap=theme.MEDIUM)
            for field in together:
                line.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
                self._fields[field.name] = field
                field.changed.connect(self.changed)
            box.addLayout(line)
        self._sentence = Text(tone="bad", wrap=True)
        self._sentence.hide()
        box.addWidget(self._sentence)

    def field(self, name: str) -> AnyField:
        """Return a field by its name."""
        return self._fields[name]

    def values(self) -> dict[str, Any] | None:
        """Read every field; mark those that cannot be read and return None if there is one."""
        self.mark_wrong(None)
        read: dict[str, Any] = {}
        first_wrong: AnyField | None = None
        for name, field in self._fields.items():
            try:
                read[name] = field.value()
            except CrmError as error:
                field.mark_wrong(str(error))
                first_wrong = first_wrong or field
        if first_wrong is not None:
            first_wrong.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        return read

    def mark_wrong(self, error: CrmError | None) -> None:
        """Say what is wrong at the field that `error` names, else below the form; None clears."""
        for field in self._fields.values():
            field.mark_wrong("")
        self._sentence.hide()
        if error is None:
            return
        field_name = error.facts.get("field")
        if isinstance(field_name, str) and field_name in self._fields:
            self._fields[field_name].mark_wrong(str(error))
            self._fields[field_name].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._sentence.setText(str(error))
            self._sentence.show()

    @property
    def wrong(self) -> str:
        """The sentence below the form, or ""."""
        return self._sentence.text() if not self._sentence.isHidden() else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Save with Ctrl+S or Enter, but for a text of several lines, where it begins a line."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        writing = isinstance(QApplication.focusWidget(), QPlainTextEdit)
        if event.matches(QKeySequence.StandardKey.Save) or (enter and not writing):
            self.submitted.emit()
        else:
            super().keyPressEvent(event)


class Sheet(QDialog):
    """A sheet over the window with a title, content and buttons; shown with `open()`."""

    def __init__(self, title: str, parent: QWidget | None, *, width: int = 460) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(width)
        box = column(self)
        head = Text(title, size=theme.RECORD_TITLE, strong=True)
        head.setContentsMargins(20, 16, 20, 8)
        box.addWidget(head)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = QWidget(scroll)
        self.body = column(self._inside, gap=theme.MEDIUM)
        self.body.setContentsMargins(20, 8, 20, 16)
        scroll.setWidget(self._inside)
        self._scroll = scroll
        box.addWidget(scroll, 1)
        box.addWidget(Line())
        self._buttons = row(gap=theme.SMALL)
        self._buttons.setContentsMargins(20, 12, 20, 12)
        self._buttons.addStretch(1)
        box.addLayout(self._buttons)

    def add_button(self, button: Button) -> Button:
        """Add a button at the end of the sheet's foot."""
        self._buttons.addWidget(button)
        return button

    def add_note(self, note: Text) -> None:
        """Say something at the start of the sheet's foot, in sight however long its content is."""
        self._buttons.insertWidget(0, note, 1)

    def open(self) -> None:
        """Show the sheet at the height its content needs, over the window."""
        self.fit()
        super().open()

    def fit(self) -> None:
        """Take the height of the content, as far as the window has room."""
        tall = self._inside.sizeHint().height()
        if self.body.hasHeightForWidth():
            tall = max(tall, self.body.totalHeightForWidth(self.width()))
        wanted = tall + 44 + 55 + 4
        parent = self.parentWidget()
        room = parent.window().height() - 80 if parent is not None else 640
        self.resize(self.width(), max(180, min(wanted, room)))


class FormDialog(Sheet):
    """A sheet with a form: saves on Enter or Ctrl+S, closes on Esc, keeps what was typed if wrong."""

    def __init__(
        self,
        context: "Context",
        title: str,
        form: Form,
        save: Callable[[dict[str, Any]], object],
        *,
        save_text: str = "",
        parent: QWidget | None = None,
        width: int = 460,
    ) -> None:
        """Take the form and `save(values)`, which may raise a CrmError that names its field."""
        super().__init__(title, parent or QApplication.activeWindow(), width=width)
        self._context = context
        self.form = form
        self._save = save
        self.body.addWidget(form)
        self.body.addStretch(1)
        self.add_button(Button(_("Cancel"), self.reject))
        self.save_button = self.add_button(
            Button(save_text or _("Save"), self.try_to_save, kind="primary")
        )
        form.submitted.connect(self.try_to_save)

    def try_to_save(self) -> None:
        """Save and close; stay open with the wrong field marked if that is not possible."""
        values = self.form.values()
        if values is None:
            self.fit()
            return
        try:
            self._save(values)
        except CrmError as error:
            self.form.mark_wrong(error)
            self.fit()
        else:
            self.accept()


class Question(Sheet):
    """Asks before something that cannot be undone; `then` is run if the user says so."""

    def __init__(
        self,
        title: str,
        text: str,
        action: str,
        then: Callable[[], object],
        *,
        danger: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, parent or QApplication.activeWindow(), width=420)
        self.body.addWidget(Text(text, wrap=True))
        self.body.addStretch(1)
        self._then = then
        self.add_button(Button(_("Cancel"), self.reject))
        button = self.add_button(Button(action, self._go, kind="danger" if danger else "primary"))
        button.setFocus()

    def _go(self) -> None:
        self.accept()
        self._then()
