"""Everything a user can see in the window: its pages, records, filters, commands, menus, messages."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QColorDialog,
    QDialog,
    QFileDialog,
    QMenu,
    QWidget,
)
from sqlalchemy import select
from sqlalchemy.orm import Session

from deskcrm.crm import Crm
from deskcrm.domain.activities import FollowUp
from deskcrm.domain.deals import Deal
from deskcrm.domain.people import Contact
from deskcrm.domain.quotes import Quote
from deskcrm.kit.controls import FilterChips
from deskcrm.kit.feature import Command
from deskcrm.shell.mistake_sheet import MistakeSheet
from deskcrm.shell.window import MainWindow

ACTS_AT_ONCE = frozenset({
    "quit", "undo", "redo", "menu", "find",
    "contacts.delete", "contacts.copy_email", "contacts.copy_phone",
    "followups.complete", "followups.delete",
    "mail.send_quote", "mail.write_to_contact",
    "pipeline.win", "pipeline.reopen", "pipeline.delete",
    "pipeline.move_forward", "pipeline.move_back", "pipeline.move_up", "pipeline.move_down",
    "quotes.copy", "quotes.delete", "quotes.back", "quotes.preview",
    "quotes.line_optional", "quotes.line_up", "quotes.line_down", "quotes.line_repeat",
    "quotes.line_remove",
})  # fmt: skip
"""Commands that open nothing: what they change is seen on their pages."""

_SETTLES = 120
"""Milliseconds in which a page lays itself out and asks its queries."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One thing to look at: its name, and what to do to see it."""

    name: str
    act: Callable[[MainWindow], object]


def scenes(window: MainWindow) -> Iterator[Scene]:
    """Yield all there is to see in a window."""
    crm = window.context.crm
    records = _records(crm)
    for page_id in window.registry.pages:
        yield Scene(page_id, partial(_go, page_id=page_id))
        for row, key in _chips(window, page_id):
            yield Scene(
                f"{page_id}, {key}",
                partial(_choose, page_id=page_id, row=row, key=key),
            )
    for kind in ("contact", "deal"):
        for record_id in records[kind][:1]:
            yield Scene(f"a {kind}", partial(_open, kind=kind, record_id=record_id))
    for record_id in records["quote"][:2]:
        yield Scene(f"quote {record_id}", partial(_open, kind="quote", record_id=record_id))
    for command in tuple(window.registry.commands.values()):
        if command.id not in ACTS_AT_ONCE and not command.id.startswith("go."):
            yield Scene(
                f"command {command.id}",
                partial(run, command=command, targets=records.get(command.on, ())),
            )
    yield Scene("toast", lambda w: w.toast("…", undo=True))
    for key in ("file", "edit", "record", "view", "help"):
        yield Scene(f"menu {key}", partial(_open_menu, key=key))


def run(window: MainWindow, command: Command, targets: Sequence[int]) -> None:
    """Run a command from its page, on the first record that it can be run on."""
    if command.page:
        window.show_page(command.page)
    if not command.on:
        window.context.run(command.id)
        return
    for record_id in targets:
        window.open_record(command.on, record_id)
        _close_dialogs()
        if window.commands.is_enabled(command):
            window.context.run(command.id)
            return


@contextmanager
def seen(window: MainWindow, scene: Scene) -> Iterator[QWidget]:
    """Play a scene and give what is in front: a dialog, a menu, or the window; clear it away after."""
    scene.act(window)
    QTest.qWait(_SETTLES)
    for sheet in visible_dialogs():
        assert not isinstance(sheet, MistakeSheet), f"{scene.name}: {sheet.details}"
    front = next(iter(visible_dialogs()), window)
    front.activateWindow()
    assert QTest.qWaitForWindowActive(front), scene.name
    try:
        yield front
    finally:
        _close_dialogs()


def is_qts_own(widget: QWidget) -> bool:
    """Say whether a dialog is drawn and worded by Qt itself."""
    return isinstance(widget, QFileDialog | QColorDialog | QPrintDialog)


def visible_dialogs() -> list[QWidget]:
    """Return the dialogs and menus that stand in front of the window."""
    return [
        widget
        for widget in QApplication.topLevelWidgets()
        if widget.isVisible() and isinstance(widget, QDialog | QMenu)
    ]


def shown(root: QWidget) -> Iterator[QWidget]:
    """Yield the visible widgets of a window or dialog, those of Qt's own making inside them left out."""
    for widget in (root, *root.findChildren(QWidget)):
        if widget.isVisibleTo(root) and not widget.objectName().startswith("qt_"):
            yield widget


def is_scrolled(widget: QWidget) -> bool:
    """Say whether a widget lies in something that scrolls, which may hide a part of it."""
    holder = widget.parentWidget()
    while holder is not None:
        if isinstance(holder, QAbstractScrollArea):
            return True
        holder = None if holder.isWindow() else holder.parentWidget()
    return False


def _go(window: MainWindow, page_id: str) -> None:
    window.show_page(page_id)


def _open(window: MainWindow, kind: str, record_id: int) -> None:
    window.open_record(kind, record_id)


def _chips(window: MainWindow, page_id: str) -> list[tuple[int, str]]:
    page = window.page(page_id)
    found = [*page.header_start.findChildren(FilterChips), *page.findChildren(FilterChips)]
    return [(row, key) for row, chips in enumerate(dict.fromkeys(found)) for key in chips._chips]


def _choose(window: MainWindow, page_id: str, row: int, key: str) -> None:
    page = window.show_page(page_id)
    found = [*page.header_start.findChildren(FilterChips), *page.findChildren(FilterChips)]
    list(dict.fromkeys(found))[row].choose(key)


def _open_menu(window: MainWindow, key: str) -> None:
    menu = QMenu(window)
    window.commands.fill(menu, window.registry.commands_in(key))
    menu.popup(window.mapToGlobal(window.rect().center()))


def _close_dialogs() -> None:
    for widget in visible_dialogs():
        widget.close()
    QTest.qWait(1)


def _records(crm: Crm) -> dict[str, tuple[int, ...]]:
    """Return records to act on by kind: quotes a draft first, then a sent one."""

    def read(session: Session) -> dict[str, tuple[int, ...]]:
        quotes: dict[str, int] = {}
        for state, quote_id in session.execute(select(Quote.state, Quote.id)):
            quotes.setdefault(str(state), quote_id)
        return {
            "contact": tuple(session.scalars(select(Contact.id).limit(3))),
            "deal": tuple(session.scalars(select(Deal.id).order_by(Deal.id.desc()))),
            "follow_up": tuple(session.scalars(select(FollowUp.id).limit(3))),
            "quote": tuple(quotes.values()),
        }

    return crm.ask(read)
