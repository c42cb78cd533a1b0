"""Types and presses keys where the keyboard is, as a user does."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

NONE, ALT, SHIFT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


class Hands:
    """Types and presses keys where the keyboard is."""

    def __init__(self, qtbot: QtBot) -> None:
        self._bot = qtbot

    def type(self, text: str) -> None:
        for letter in text:
            self._bot.keyClick(self._focus, letter)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        self._bot.keyClick(self._focus, key, modifier)

    def tab(self, *texts: str) -> None:
        """Type each text and go on with Tab."""
        for text in texts:
            self.type(text)
            self.press(Qt.Key.Key_Tab)

    @property
    def _focus(self) -> QWidget:
        found = QApplication.activePopupWidget() or QApplication.focusWidget()
        assert found is not None
        return found
