"""Somebody at the real window, by keys and mouse; the command line tells the same facts."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QWidget
from pytestqt.qtbot import QtBot

from deskcrm.__main__ import main
from deskcrm.crm import Crm
from deskcrm.shell.window import MainWindow
from windows import NOON, open_window

ENTER, TAB, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Down
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Story:
    """Somebody at the window, and what the command line says about the same profile."""

    def __init__(
        self,
        qtbot: QtBot,
        crm: Crm,
        capsys: pytest.CaptureFixture[str],
        now: Callable[[], datetime] = lambda: NOON,
    ) -> None:
        self.bot = qtbot
        self.crm = crm
        self.window: MainWindow = open_window(qtbot, crm, now=now)
        self.window.resize(1280, 800)
        self._capsys = capsys
        with qtbot.waitActive(self.window):
            self.window.activateWindow()

    def type(self, text: str) -> None:
        for letter in text:
            self.bot.keyClick(self.take_keyboard(), letter)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        self.bot.keyClick(self.take_keyboard(), key, held)

    def fill(self, *cells: str) -> None:
        """Type into one cell after the other, going on with Tab."""
        for text in cells:
            self.type(text)
            self.press(TAB)

    def go_to(self, wanted: QWidget) -> None:
        """Press Tab until a widget has the keyboard."""
        self.bot.waitUntil(wanted.isVisible)
        for _time in range(80):
            if self.take_keyboard() is wanted:
                return
            self.press(TAB)
        raise AssertionError(wanted)

    def choose(self, box: QComboBox, words: str) -> None:
        """Go to a choice and press Down, from its first on, until it says these words."""
        self.go_to(box)
        self.press(Qt.Key.Key_Home)
        for _time in range(box.count()):
            if box.currentText() == words:
                return
            self.press(DOWN)
            self.bot.waitUntil(box.hasFocus)
        raise AssertionError(words)

    def pick(self, *words: str) -> None:
        """Choose an entry of the menu that is open, and of the menus below it, by how each begins."""

        def fitting(menu: QMenu, word: str) -> list[QAction]:
            return [action for action in menu.actions() if action.text().startswith(word)]

        for word in words:
            self.bot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
            menu = QApplication.activePopupWidget()
            assert isinstance(menu, QMenu)
            for _time in menu.actions():
                if menu.activeAction() in fitting(menu, word):
                    break
                self.press(DOWN)
            action = menu.activeAction()
            assert action in fitting(menu, word)
            below = action.menu()
            self.press(ENTER)
            if isinstance(below, QMenu):
                self.bot.waitUntil(below.isVisible)

    def run(self, command: str) -> None:
        """Run a command by its words from the palette."""
        self.press(Qt.Key.Key_K, CTRL)
        self.type(command)
        self.press(ENTER)

    def take_keyboard(self) -> QWidget:
        """Return what has the keyboard; dialogs and popups that close give it back to what is below."""
        below = QApplication.activeModalWidget() or self.window
        if QApplication.activePopupWidget() is None and QApplication.activeWindow() is not below:
            with self.bot.waitActive(below):
                below.activateWindow()
        found = QApplication.activePopupWidget() or QApplication.focusWidget()
        assert found is not None
        return found

    def dialog(self, title: str) -> None:
        """Wait until a dialog has the keyboard."""
        self.bot.waitUntil(lambda: title in _dialog_title() and _dialog_has_keyboard())

    def says(self, text: str) -> None:
        """Wait for a toast."""
        self.bot.waitUntil(lambda: self.window.toasts.text == text)

    def ask(self, *words: str) -> Any:
        """Ask the command line."""
        return json.loads(self.tell(*words, "--json"))

    def tell(self, *words: str) -> str:
        """Have the command line do something; return what it says."""
        self._capsys.readouterr()
        assert main(["--profile", str(self.crm.path.parent), *words]) == 0
        return self._capsys.readouterr().out


def _dialog_title() -> str:
    dialog = QApplication.activeModalWidget()
    return dialog.windowTitle() if dialog is not None else ""


def _dialog_has_keyboard() -> bool:
    dialog, focus = QApplication.activeModalWidget(), QApplication.focusWidget()
    return dialog is not None and focus is not None and dialog.isAncestorOf(focus)
