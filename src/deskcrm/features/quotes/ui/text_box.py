"""A text of the document, such as its terms, saved when it is left."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from deskcrm.kit import theme
from deskcrm.kit.parts import column
from deskcrm.kit.text import Text, tooltip_text


class _Writing(QPlainTextEdit):
    """The text itself."""

    entered = Signal()
    left = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the text is being written in."""
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the text is being left, though not for a menu."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class TextBox(QFrame):
    """A titled text; `typing` while it changes, `finished` when it is left changed."""

    typing = Signal()
    finished = Signal()

    def __init__(
        self, title: str, lines: int, *, placeholder: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._shown = ""
        self.setProperty("kind", "text")
        box = column(self, gap=0)
        box.setContentsMargins(10, 6, 6, 4)
        box.addWidget(Text(title, tone="muted", size=theme.LABEL))
        self.edit = _Writing(self)
        self.edit.setAccessibleName(title)
        self.edit.setPlaceholderText(placeholder)
        self.edit.setTabChangesFocus(True)
        self.edit.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.edit.setFrameShape(QFrame.Shape.NoFrame)
        self.edit.document().setDocumentMargin(0)
        self.edit.setFixedHeight(lines * self.edit.fontMetrics().lineSpacing() + 6)
        box.addWidget(self.edit)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.edit.textChanged.connect(self.typing)
        self.edit.left.connect(self.finish)
        self.edit.entered.connect(self.paint_frame)
        self.edit.left.connect(self.paint_frame)
        self.paint_frame()

    def text(self) -> str:
        """Return what is written."""
        return self.edit.toPlainText()

    def show_text(self, text: str, *, read_only: bool) -> None:
        """Show a saved text; while another is being typed, that stays."""
        self.edit.setReadOnly(read_only)
        if self.edit.hasFocus() and self.text() != self._shown:
            return
        self._shown = text
        if self.text() != text:
            blocked = self.edit.blockSignals(True)
            self.edit.setPlainText(text)
            self.edit.blockSignals(blocked)

    def finish(self) -> None:
        """Hand over what was typed, if it was."""
        if self.text() != self._shown and not self.edit.isReadOnly():
            self._shown = self.text()
            self.finished.emit()

    def paint_frame(self) -> None:
        """Draw the frame in the colours of the theme."""
        colours = theme.tokens()
        edge = colours.accent if self.edit.hasFocus() else colours.line
        self.setStyleSheet(
            f"TextBox {{ border: 1px solid {edge}; border-radius: 6px; }}"
            "QPlainTextEdit { border: 0; padding: 0; background: transparent; }"
        )


class TitleField(QLineEdit):
    """The quote's title in the header, as wide as its words."""

    finished = Signal()
    left = Signal()

    def __init__(self, name: str, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ""
        self.setProperty("flat", True)
        self.setFont(theme.font(theme.PAGE_TITLE, strong=True))
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setToolTip(tooltip_text(placeholder))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(lambda _text: self.updateGeometry())
        self.editingFinished.connect(self.finish)

    def show_text(self, text: str, *, read_only: bool) -> None:
        """Show the saved title; while another is being typed, that stays."""
        self.setReadOnly(read_only)
        if self.hasFocus() and self.text() != self._shown:
            return
        self._shown = text
        if self.text() != text:
            self.setText(text)
        self.setCursorPosition(0)

    def finish(self) -> None:
        """Hand over what was typed, if it was."""
        if self.text() != self._shown and not self.isReadOnly():
            self._shown = self.text()
            self.finished.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give up with Esc what was typed; once more leaves the quote."""
        if event.key() == Qt.Key.Key_Escape:
            if self.text() != self._shown:
                self.setText(self._shown)
            else:
                self.left.emit()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Ask for the room of the words."""
        words = self.text() or self.placeholderText()
        width = self.fontMetrics().horizontalAdvance(words[:200]) + 20
        return QSize(min(max(width, 60), 420), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Shrink where the header has little room."""
        return QSize(min(self.sizeHint().width(), 180), super().minimumSizeHint().height())
