"""The fields in which the cells of a line are written: each completes, and says where to go next."""

import enum
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel, QTextCursor
from PySide6.QtWidgets import QCompleter, QLineEdit, QPlainTextEdit, QWidget

from deskcrm.kit import theme

_NAME = Qt.ItemDataRole.UserRole
"""What a suggestion stands for, whatever words it is shown with."""


class Step(enum.Enum):
    """Where the keyboard goes after a cell."""

    NEXT = "next"
    BACK = "back"
    DOWN = "down"
    UP = "up"


def step_of(event: QKeyEvent) -> Step | None:
    """Return the step that a key asks for: Tab and Enter, with Shift the other way."""
    shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    match event.key():
        case Qt.Key.Key_Backtab:
            return Step.BACK
        case Qt.Key.Key_Tab:
            return Step.BACK if shift else Step.NEXT
        case Qt.Key.Key_Return | Qt.Key.Key_Enter:
            return Step.UP if shift else Step.DOWN
        case _:
            return None


class FieldEditor(QLineEdit):
    """One line of text in a cell."""

    typed = Signal(str)
    left = Signal(object)
    """Done, with the Step to go on with."""

    def __init__(
        self, parent: QWidget, name: str, suggestions: Sequence[str] = (), *, number: bool = False
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFont(theme.font(tabular=number))
        self.setStyleSheet(_look("QLineEdit"))
        if number:
            self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if suggestions:
            self.setCompleter(_completer(suggestions, self))
        self.textEdited.connect(self.typed)

    def event(self, event: QEvent) -> bool:
        """Leave with Tab and Enter, taking the marked suggestion along."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = step_of(event)
            if step is not None:
                chosen = _marked(self.completer())
                if chosen:
                    self.setText(chosen)
                event.accept()
                self.left.emit(step)
                return True
        return super().event(event)


class ItemEditor(QPlainTextEdit):
    """The name of an item, completed from the catalog; Shift+Enter goes on with its details."""

    typed = Signal(str)
    left = Signal(object)

    def __init__(
        self, parent: QWidget, name: str, suggestions: Sequence[tuple[str, str]] = ()
    ) -> None:
        """Suggest names, each shown with the words beside it."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setStyleSheet(_look("QPlainTextEdit"))
        self.document().setDocumentMargin(0)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._completer = _completer((), self)
        model = QStandardItemModel(self._completer)
        for suggested, words in suggestions:
            entry = QStandardItem(words)
            entry.setData(suggested, _NAME)
            model.appendRow(entry)
        self._completer.setModel(model)
        self._completer.setCompletionRole(_NAME)
        self._completer.setWidget(self)
        self._completer.activated.connect(self._take)
        self.textChanged.connect(self._suggest)

    def show_text(self, text: str) -> None:
        """Show a text, all of it selected, without suggesting anything."""
        self.blockSignals(True)
        self.setPlainText(text)
        self.blockSignals(False)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Tab and Enter; Shift+Enter begins a line of details, Down shows the catalog."""
        step = step_of(event)
        if event.key() == Qt.Key.Key_Down and not self.toPlainText():
            self._completer.setCompletionPrefix("")
            self._completer.complete()
        elif step is Step.UP:
            self.insertPlainText("\n")
        elif step is not None:
            chosen = _marked(self._completer)
            if chosen:
                self._take(chosen)
            _close(self._completer)
            event.accept()
            self.left.emit(step)
        else:
            super().keyPressEvent(event)

    def _suggest(self) -> None:
        text = self.toPlainText()
        self.typed.emit(text)
        if len(text.strip()) < 1 or "\n" in text or not self.hasFocus():
            _close(self._completer)
            return
        self._completer.setCompletionPrefix(text.strip())
        if self._completer.completionCount() and self._completer.currentCompletion() != text:
            self._completer.complete()
        else:
            _close(self._completer)

    def _take(self, text: str) -> None:
        self.setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)
        _close(self._completer)


def _completer(suggestions: Sequence[str], parent: QObject) -> QCompleter:
    completer = QCompleter(parent)
    completer.setModel(QStringListModel(list(suggestions), completer))
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setMaxVisibleItems(8)
    return completer


def _marked(completer: QCompleter | None) -> str:
    """Return the suggestion that the arrow keys went to, if the list is open."""
    popup = completer.popup() if completer is not None else None
    if popup is None or not popup.isVisible():
        return ""
    index = popup.currentIndex()
    popup.hide()
    assert completer is not None
    return str(index.data(completer.completionRole()) or "") if index.isValid() else ""


def _close(completer: QCompleter) -> None:
    popup = completer.popup()
    if popup is not None:
        popup.hide()


def _look(kind: str) -> str:
    colours = theme.tokens()
    return (
        f"{kind} {{ border: 1px solid {colours.accent}; border-radius: 4px; padding: 0 6px;"
        f" background: {colours.surface}; min-height: 0; max-height: 9999px; }}"
        "QPlainTextEdit { padding: 6px 6px 0 6px; }"
    )
