"""The commands of the window itself: go to a page, find, print, undo, help, quit."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from deskcrm.i18n import mark
from deskcrm.kit.context import Context
from deskcrm.kit.feature import Command
from deskcrm.shell import undo

if TYPE_CHECKING:
    from deskcrm.shell.window import MainWindow


def own_commands(window: "MainWindow") -> tuple[Command, ...]:
    """Return the window's commands."""

    def find(context: Context) -> None:
        page = context.shell.current_page()
        if page is not None:
            page.focus_filter()

    def print_or_save(context: Context) -> None:
        page = context.shell.current_page()
        if page is not None:
            page.print_or_save()

    pages = tuple(
        Command(
            f"go.{spec.id}",
            spec.title,
            _go_to(window, spec.id),
            icon=spec.icon,
            shortcut=f"Ctrl+{number}" if number <= 9 else "",
            menu="view",
            order=100 + number,
        )
        for number, spec in enumerate(window.registry.sidebar(), 1)
    )
    return (
        *undo.COMMANDS,
        *pages,
        Command(
            "go.settings",
            mark("Settings"),
            lambda _context: window.show_page("settings"),
            icon="settings",
            shortcut="Ctrl+,",
            menu="view",
            order=200,
        ),
        Command(
            "palette",
            mark("Search or run a command"),
            lambda _context: window.ask_palette(),
            icon="search",
            shortcut="Ctrl+K",
            menu="view",
            order=0,
            in_palette=False,
        ),
        Command(
            "find",
            mark("Filter this page"),
            find,
            icon="filter",
            shortcut="Ctrl+F",
            menu="edit",
            order=100,
            in_palette=False,
        ),
        Command(
            "print",
            mark("Print or save PDF"),
            print_or_save,
            icon="print",
            shortcut="Ctrl+P",
            menu="file",
            order=800,
        ),
        Command(
            "menu",
            mark("Open the menu"),
            lambda _context: window.show_menu(),
            icon="menu",
            shortcut="F10",
            in_palette=False,
        ),
        Command(
            "shortcuts",
            mark("Keyboard shortcuts"),
            lambda _context: window.show_shortcuts(),
            icon="keyboard",
            shortcut="F1",
            menu="help",
        ),
        Command(
            "about",
            mark("About DeskCRM"),
            lambda _context: window.show_about(),
            icon="info",
            menu="help",
            order=200,
        ),
        Command(
            "quit",
            mark("Quit"),
            lambda _context: window.close(),
            icon="close",
            shortcut="Ctrl+Q",
            menu="file",
            order=900,
        ),
    )


def _go_to(window: "MainWindow", page_id: str) -> Callable[[Context], object]:
    return lambda _context: window.show_page(page_id)
