"""A text of the document, such as its terms, saved when it is left."""

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from deskcrm.features.quotes.filling import Filled
from deskcrm.features.quotes.ui.variable_marks import VariableMarks
from deskcrm.i18n import _
from deskcrm.kit import theme
from deskcrm.kit.controls import Button
from deskcrm.kit.parts import column, row
from deskcrm.kit.text import ElidedText, Text, tooltip_text

_MOST_LINES = 10
"""So high a text grows while it is written; a longer one scrolls."""
_MOST_SENTENCES = 3
"""So many problems of a text are told at once."""


class _Writing(QPlainTextEdit):
    """The text itself."""

    entered = Signal()
    left = Signal()
    widened = Signal()
    """It is wider or narrower than before, so its lines break anew."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell that the lines break anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.widened.emit()

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
    insert_asked = Signal()
    """A text or a variable is to be put where the cursor is."""

    def __init__(
        self, title: str, lines: int, *, placeholder: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._shown = ""
        self._kept = False
        self.setProperty("kind", "text")
        box = column(self, gap=0)
        box.setContentsMargins(10, 6, 6, 4)
        head = row(gap=theme.SMALL)
        head.addWidget(Text(title, tone="muted", size=theme.LABEL))
        head.addStretch(1)
        self._insert = Button(_("Insert"), self._ask_to_insert, kind="link")
        self._insert.setToolTip(tooltip_text(_("Insert a text or a variable (Ctrl+I)")))
        self._insert.setAccessibleName(_("Insert into {text}").format(text=title))
        head.addWidget(self._insert)
        box.addLayout(head)
        self.edit = _Writing(self)
        self.edit.setAccessibleName(title)
        self.edit.setPlaceholderText(placeholder)
        self.edit.setTabChangesFocus(True)
        self.edit.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.edit.setFrameShape(QFrame.Shape.NoFrame)
        self.edit.document().setDocumentMargin(0)
        self._least = lines
        self._fit()
        self.edit.document().contentsChanged.connect(self._fit)
        self.edit.widened.connect(self._fit)
        box.addWidget(self.edit)
        self.marks = VariableMarks(self.edit.document())
        self._as_printed = ElidedText(tone="muted", size=theme.LABEL)
        self._as_printed.hide()
        box.addWidget(self._as_printed)
        self._wrong = Text(tone="bad", size=theme.LABEL, wrap=True)
        self._wrong.hide()
        box.addWidget(self._wrong)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._typed = ""
        self.edit.textChanged.connect(self._tell)
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
        self._insert.setVisible(not read_only)
        if (self.edit.hasFocus() or self._kept) and self.text() != self._shown:
            return
        self._shown = text
        if self.text() != text:
            blocked = self.edit.blockSignals(True)
            self.edit.setPlainText(text)
            self.edit.blockSignals(blocked)
            self._typed = self.text()

    def show_filled(self, filled: Filled | None) -> None:
        """Show how a text with variables is printed, and which of them cannot be; None is a plain text."""
        unresolved = filled.unresolved if filled is not None else ()
        self.marks.show(unresolved)
        sentences = list(dict.fromkeys(str(each.problem) for each in unresolved))
        self._wrong.setText("\n".join(sentences[:_MOST_SENTENCES]))
        self._wrong.setVisible(bool(sentences))
        self.edit.setAccessibleDescription(" ".join(sentences))
        printed = " ".join(filled.text.split()) if filled is not None and not unresolved else ""
        # Set apart, so that a text of another direction keeps its own order.
        self._as_printed.setText(_("Printed: {text}").format(text=f"\u2068{printed}\u2069"))
        self._as_printed.setVisible(bool(printed))

    @property
    def wrong(self) -> str:
        """What is said about variables that cannot be filled in, or ""."""
        return self._wrong.text() if not self._wrong.isHidden() else ""

    @property
    def as_printed(self) -> str:
        """How the text is shown filled in below the box, or ""."""
        shown = "" if self._as_printed.isHidden() else self._as_printed.text()
        return shown.replace("\u2068", "").replace("\u2069", "")

    def insert(self, text: str) -> None:
        """Put a text where the cursor is, and go on writing behind it."""
        if not self.edit.isReadOnly():
            self.edit.insertPlainText(text)
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def menu_place(self) -> QPoint:
        """Return where the menu of what can be inserted opens."""
        return self._insert.mapToGlobal(QPoint(0, self._insert.height()))

    def finish(self) -> None:
        """Hand over what was typed, if it was."""
        self._kept = False
        if self.text() != self._shown and not self.edit.isReadOnly():
            self._shown = self.text()
            self.finished.emit()

    def keep(self, text: str) -> None:
        """Go on showing a text that could not be saved; it is handed over when it is left again."""
        self._kept = True
        self.edit.setPlainText(text)

    def _ask_to_insert(self) -> None:
        self.insert_asked.emit()

    def _fit(self) -> None:
        """Be as high as the text, up to a point where it scrolls."""
        layout, block = self.edit.document().documentLayout(), self.edit.document().begin()
        line, height = self.edit.fontMetrics().lineSpacing(), 0.0
        while block.isValid() and height < _MOST_LINES * line:
            height += layout.blockBoundingRect(block).height()
            block = block.next()
        self.edit.setFixedHeight(
            min(max(round(height), self._least * line), _MOST_LINES * line) + 6
        )

    def _tell(self) -> None:
        """Tell that another text is being typed; colouring it changes none."""
        if self.text() != self._typed:
            self._typed = self.text()
            self.typing.emit()

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
        self._kept = False
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
        if (self.hasFocus() or self._kept) and self.text() != self._shown:
            return
        self._shown = text
        if self.text() != text:
            self.setText(text)
        self.setCursorPosition(0)

    def finish(self) -> None:
        """Hand over what was typed, if it was."""
        self._kept = False
        if self.text() != self._shown and not self.isReadOnly():
            self._shown = self.text()
            self.finished.emit()

    def keep(self, text: str) -> None:
        """Go on showing a title that could not be saved; it is handed over when it is left again."""
        self._kept = True
        self.setText(text)

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
