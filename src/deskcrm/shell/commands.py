"""Commands at work: their shortcuts, the menus made of them, and running one by its id."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from deskcrm.i18n import _, mark
from deskcrm.kit import icons, theme
from deskcrm.kit.context import Context
from deskcrm.kit.feature import Command
from deskcrm.kit.page import Page
from deskcrm.shell import undo
from deskcrm.shell.registry import Registry

MENUS = {
    "file": mark("File"),
    "edit": mark("Edit"),
    "record": mark("Record"),
    "view": mark("Go"),
    "help": mark("Help"),
}
"""The menus in order; a command names one."""

_TEXTS: dict[str, Callable[[Context], str]] = {"undo": undo.undo_text, "redo": undo.redo_text}
"""Commands whose words tell what they would do now."""


class Commands(QObject):
    """Gives each command its shortcut on the window and runs it where it applies."""

    def __init__(self, registry: Registry, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._registry = registry
        self._context = context
        self._window = window
        self._page = ""
        self._actions: dict[str, QAction] = {}

    def make_shortcuts(self) -> None:
        """Make the shortcuts of all commands; keys without Ctrl or Alt wait for their page."""
        for command in self._registry.commands.values():
            if command.shortcut and not _is_single_key(command.shortcut):
                self._actions[command.id] = self._action(command, self._window)
        self.enter_page(self._page)

    def make_page_shortcuts(self, page_id: str, page: Page) -> None:
        """Give a page's list its single keys, such as Space and Delete: they are letters elsewhere."""
        for command in self._registry.commands.values():
            if command.page == page_id and _is_single_key(command.shortcut):
                action = self._action(command, page.list or page)
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def enter_page(self, page_id: str) -> None:
        """Let the shortcuts of this page's commands work, and no other page's."""
        self._page = page_id
        for command_id, action in self._actions.items():
            action.setEnabled(self._registry.commands[command_id].page in {"", page_id})

    def is_enabled(self, command: Command) -> bool:
        """Say whether a command can be run now."""
        if command.on and self._context.target(command.on) is None:
            return False
        return command.enabled is None or command.enabled(self._context)

    def run(self, command_id: str) -> None:
        """Run a command, if it can be run now."""
        command = self._registry.commands[command_id]
        if self._context.is_open and self.is_enabled(command):
            command.run(self._context)

    def text(self, command: Command) -> str:
        """Return a command's words."""
        words = _TEXTS.get(command.id)
        return words(self._context) if words and self._context.is_open else _(command.text)

    def shortcut(self, command: Command) -> str:
        """Return the key that runs a command here; "" if it does so on another page only."""
        return command.shortcut if command.page in {"", self._page} else ""

    def fill(self, menu: QMenu, commands: tuple[Command, ...]) -> None:
        """Fill a menu with commands as they stand now; a gap in order of 100 draws a line."""
        menu.clear()
        before: Command | None = None
        for command in commands:
            if before is not None and command.order // 100 != before.order // 100:
                menu.addSeparator()
            before = command
            action = menu.addAction(self.text(command).replace("&", "&&"))
            if command.icon:
                action.setIcon(icons.icon(command.icon, 16, theme.tokens().muted))
            if command.shortcut:
                # Shown only: the shortcut itself belongs to the window's own action.
                action.setShortcut(QKeySequence(command.shortcut))
                action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
                action.setShortcutVisibleInContextMenu(True)
            action.setEnabled(self.is_enabled(command) and command.page in {"", self._page})
            action.triggered.connect(lambda _checked, name=command.id: self.run(name))

    def add_menus(self, menu: QMenu) -> None:
        """Add every menu of the program to `menu`, each filled when it opens."""
        for key, title in MENUS.items():
            if not self._registry.commands_in(key):
                continue
            inner = menu.addMenu(_(title))
            inner.aboutToShow.connect(
                lambda inner=inner, key=key: self.fill(inner, self._offered(key))
            )
            inner.addAction("…")

    def _offered(self, menu: str) -> tuple[Command, ...]:
        """Return a menu's commands without those of other pages and of records not in sight."""
        return tuple(
            command
            for command in self._registry.commands_in(menu)
            if command.page in {"", self._page}
            and (not command.on or self._context.target(command.on) is not None)
        )

    def _action(self, command: Command, holder: QWidget) -> QAction:
        action = QAction(_(command.text), holder)
        action.setShortcut(QKeySequence(command.shortcut))
        action.triggered.connect(lambda _checked: self._context.run(command.id))
        holder.addAction(action)
        return action


def _is_single_key(shortcut: str) -> bool:
    """Say whether a shortcut is a key that also means something in fields and buttons."""
    function_key = shortcut[:1] == "F" and shortcut[1:].isdigit() and shortcut != "F2"
    return bool(shortcut) and "+" not in shortcut and not function_key
