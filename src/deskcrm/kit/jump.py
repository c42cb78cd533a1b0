"""Going to a row by typing how it begins."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeyEvent

from deskcrm.kit.record_table import RecordTable

_PATIENCE = 1000
"""So many milliseconds after a letter, the next one begins anew."""


class JumpByTyping(QObject):
    """Lets letters typed into a table go to the first row that begins with them.

    Letters in quick succession add up, and Backspace takes one back.
    """

    def __init__(
        self, table: RecordTable, place: Callable[[str], int | None], *, patience: int = _PATIENCE
    ) -> None:
        """Take what tells the row that begins with a text, None if there is none."""
        super().__init__(table)
        self.typed = ""
        self._table = table
        self._place = place
        self._lapse = QTimer(self, interval=patience, singleShot=True)
        self._lapse.timeout.connect(self.forget)
        table.installEventFilter(self)
        table.selectionModel().currentChanged.connect(lambda *_facts: self._let_words_in())

    def forget(self) -> None:
        """Let the next letter begin anew."""
        self._lapse.stop()
        self.typed = ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take letters, composed words, and Backspace while there is something to take back."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Backspace and self.typed and not event.modifiers():
                self._seek(self.typed[:-1])
                return True
            if text := self._letters(event):
                self._seek(self.typed + text)
                return True
        elif isinstance(event, QInputMethodEvent) and event.commitString():
            self._seek(self.typed + event.commitString())
            return True
        elif event.type() is QEvent.Type.FocusIn:
            QTimer.singleShot(0, self, self._let_words_in)
        elif event.type() is QEvent.Type.FocusOut:
            self.forget()
        return super().eventFilter(watched, event)

    def _letters(self, event: QKeyEvent) -> str:
        """Return what a key writes; a blank only within a name, as it selects a row otherwise."""
        held = event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier
            | Qt.KeyboardModifier.AltModifier
            | Qt.KeyboardModifier.MetaModifier
        )
        alt_gr = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        text = event.text()
        if (held and held != alt_gr) or not text.isprintable():
            return ""
        return text if text.strip() or self.typed else ""

    def _seek(self, text: str) -> None:
        self.typed = text
        self._lapse.start()
        row = self._place(text) if text.strip() else None
        if row is not None:
            self._table.select_row(row)

    def _let_words_in(self) -> None:
        """Let letters be composed of several keys, which Qt allows in tables that are edited only."""
        self._table.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
