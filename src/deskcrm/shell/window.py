"""The window: sidebar, header, pages, status bar; opens the records after its first paint."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from deskcrm.errors import CrmError
from deskcrm.i18n import _, mark
from deskcrm.kit.feature import Command, Feature, PageSpec, PanelSpec
from deskcrm.kit.layout import column, row
from deskcrm.settings import Settings
from deskcrm.shell.header import Header
from deskcrm.shell.registry import Registry
from deskcrm.shell.sidebar import Sidebar
from deskcrm.shell.status import StatusBar

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

    from deskcrm.crm import Changes, Crm
    from deskcrm.kit.context import Context
    from deskcrm.kit.messages import Toast
    from deskcrm.kit.page import Page
    from deskcrm.shell.commands import Commands
    from deskcrm.shell.palette import Palette

_IDLE_AFTER = 5_000
"""Milliseconds after the last change until the housekeeping that no save should wait for."""
_LOOK_EVERY = 2_000
"""Milliseconds between looks at what other programs wrote, and at the date."""

_TITLE_BAR = 40
"""Pixels that the system's frame is taken to need above the window."""

_SETTLE = 20
"""Milliseconds for the first page to reach the screen before the features begin anything else."""


class MainWindow(QWidget):
    """Holds the features; it is the `Shell` that their pages talk to through the context."""

    painted = Signal()
    """The frame has been painted for the first time."""
    opened = Signal()
    """The records are open and the first page shows them."""
    settled = Signal()
    """The features have begun what they do by themselves, such as reminding."""
    language_wanted = Signal()
    appearance_wanted = Signal()

    def __init__(
        self, features: Sequence[Feature], settings: Settings, now: Callable[[], datetime]
    ) -> None:
        super().__init__()
        self.registry = Registry(features)
        self.context: Context
        self.commands: Commands
        self._settings = settings
        self._now = now
        self._pages: dict[str, Page] = {}
        self._palette: Palette | None = None
        self._was_painted = False
        self._day = now().date()
        self.setWindowTitle("DeskCRM")
        self.setMinimumSize(960, 600)
        foot = PageSpec(
            "settings", mark("Settings"), "settings", self._settings_page, in_sidebar=False
        )
        self.sidebar = Sidebar(self.registry.sidebar(), foot, self)
        self.registry.pages[foot.id] = foot
        self.header = Header(self)
        self.stack = QStackedWidget(self)
        self.status = StatusBar(self)
        self._is_furnished = False
        self._lay_out()
        self.sidebar.chosen.connect(self._choose_page)
        self.sidebar.menu_asked.connect(self.show_menu)
        self.header.search_asked.connect(self.ask_palette)
        kept = str(settings.get("window/page", ""))
        self._shown = kept if kept in self.registry.pages else next(iter(self.registry.pages))
        self._show_frame_of(self._shown)

    # Opening.

    def open_records(self, crm: "Crm") -> None:
        """Show these records: make the first page and count; then let the features start."""
        self._furnish()
        self.context.use(crm)
        self.commands.make_shortcuts()
        self.status.set_text("saved", _("Saved"))
        self.show_page(self._shown)
        self._count_all()
        self._look.start()
        self.opened.emit()
        QTimer.singleShot(_SETTLE, self, self._start_features)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell of the first paint, once it has reached the screen."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def closeEvent(self, event: "QCloseEvent") -> None:
        """Keep place and page; stop what is running."""
        place = bytes(self.saveGeometry().toBase64().data()).decode()
        self._settings.set("window/geometry", place)
        self._settings.set("window/page", self._shown)
        if self._is_furnished:
            self._look.stop()
            self._idle.stop()
            self.context.jobs.cancel_all()
            self.context.changes.stop()
        super().closeEvent(event)

    def fit_screen(self) -> None:
        """Fill the screen the first time, if the window with its title bar would not fit into it."""
        room = self.screen().availableSize()
        if not self._is_placed and not (
            self.width() <= room.width() and self.height() + _TITLE_BAR <= room.height()
        ):
            self.resize(self.size().boundedTo(room - QSize(0, _TITLE_BAR)))
            self.setWindowState(Qt.WindowState.WindowMaximized)

    def come_to_front(self) -> None:
        """Show the window above all others."""
        self.setWindowState(self.windowState() & ~self.windowState().WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    @cached_property
    def toasts(self) -> "Toast":
        """The toast, made when there is something to say."""
        from deskcrm.kit.messages import Toast

        return Toast(lambda: self.context.run("undo"), self)

    # What pages ask of the window: kit.context.Shell.

    def run(self, command_id: str) -> None:
        """Run a command by its id, if it is enabled."""
        self.commands.run(command_id)

    def open_record(self, kind: str, record_id: int) -> None:
        """Open a record where its feature shows it."""
        try:
            self.registry.doors[kind](self.context, record_id)
        except CrmError as error:
            self.show_error(error)

    def show_page(self, page_id: str) -> "Page":
        """Go to a page and return it."""
        page = self.page(page_id)
        self._shown = page_id
        self.sidebar.mark(page_id)
        self.header.show_page(page)
        self.stack.setCurrentWidget(page)
        page.reload_now_if_stale()
        self.commands.enter_page(page_id)
        page.opened()
        return page

    def page(self, page_id: str) -> "Page":
        """Return a page, made if need be, without going there."""
        if page_id not in self._pages:
            page = self.registry.pages[page_id].create(self.context)
            self._pages[page_id] = page
            self.stack.addWidget(page)
            self.commands.make_page_shortcuts(page_id, page)
        return self._pages[page_id]

    def current_page(self) -> "Page | None":
        """Return the page that is shown."""
        return self._pages.get(self._shown)

    def command(self, command_id: str) -> Command:
        """Return a command's record by its id."""
        return self.registry.commands[command_id]

    def commands_on(self, kind: str) -> tuple[Command, ...]:
        """Return the commands that act on a kind of record, in order."""
        return self.registry.commands_on(kind)

    def show_record_menu(self, kind: str, at: QPoint) -> None:
        """Open the menu of the selected record of a kind."""
        from PySide6.QtWidgets import QMenu

        menu = QMenu(self)
        self.commands.fill(menu, self.registry.commands_on(kind))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def panels(self, entity: str) -> tuple[PanelSpec, ...]:
        """Return the panels that features add to a kind of record, in order."""
        return self.registry.panels(entity)

    def toast(self, text: str, *, undo: bool = False) -> None:
        """Say briefly what happened, with an offer to undo it."""
        self.toasts.say(text, undo=undo)

    def show_error(self, error: Exception) -> None:
        """Show what went wrong: a rule's sentence, or the sheet for a mistake of the program."""
        if isinstance(error, CrmError):
            self.toasts.say(str(error), undo=False)
        else:
            from deskcrm.shell.errors import show_mistake

            show_mistake(error, self)

    def set_status(self, key: str, text: str) -> None:
        """Show a text in the status bar; an empty one takes it away."""
        self.status.set_text(key, text)

    def set_business(self, name: str) -> None:
        """Show the name of the business above the pages, at the next start from the beginning."""
        self.sidebar.business.set_name(name)
        self.setWindowTitle(f"{name} – DeskCRM" if name else "DeskCRM")
        self._settings.set("window/business", name)

    # What the window's own commands do.

    def ask_palette(self) -> None:
        """Open the palette."""
        if not self._is_furnished:
            return
        if self._palette is None:
            from deskcrm.shell.palette import Palette

            self._palette = Palette(self.registry, self.commands, self.context, self)
        self._palette.ask()

    def show_menu(self, at: QPoint | None = None) -> None:
        """Open the menu of the program, below the business's name."""
        if not self._is_furnished:
            return
        from PySide6.QtWidgets import QMenu

        menu = QMenu(self)
        self.commands.add_menus(menu)
        menu.aboutToHide.connect(menu.deleteLater)
        business = self.sidebar.business
        menu.popup(at or business.mapToGlobal(QPoint(0, business.height() + 2)))

    def show_shortcuts(self) -> None:
        """Show the list of shortcuts."""
        from deskcrm.shell.shortcuts import ShortcutSheet

        ShortcutSheet(self.registry, self).open()

    def show_about(self) -> None:
        """Show what this program is."""
        from deskcrm.shell.about import AboutSheet

        AboutSheet(self.context.crm.path, self).open()

    def show_screen(self, screen: QWidget) -> None:
        """Show something in place of the pages, such as why the records cannot be opened."""
        self.stack.addWidget(screen)
        self.stack.setCurrentWidget(screen)
        self.status.set_text("saved", "")

    def _settings_page(self, context: "Context") -> "Page":
        from deskcrm.shell.preferences import SettingsPage

        return SettingsPage(context, self)

    def _lay_out(self) -> None:
        outer = column(self)
        across = row()
        main = column()
        main.addWidget(self.header)
        main.addWidget(self.stack, 1)
        across.addWidget(self.sidebar)
        across.addLayout(main, 1)
        outer.addLayout(across, 1)
        outer.addWidget(self.status)
        self._is_placed = True
        place = self._settings.get("window/geometry")
        if not isinstance(place, str) or not self.restoreGeometry(
            QByteArray.fromBase64(place.encode())
        ):
            self.resize(1280, 800)
            self._is_placed = False

    def _furnish(self) -> None:
        """Make what the first paint does not show."""
        from deskcrm.kit.context import Context
        from deskcrm.shell.commands import Commands
        from deskcrm.shell.own_commands import own_commands

        self.context = Context(self, self._settings, self._now, self)
        self.commands = Commands(self.registry, self.context, self)
        for command in own_commands(self):
            self.registry.add(command)
        self.context.jobs.started.connect(self.status.follow)
        self.context.changes.changed.connect(self._hear)
        self._idle = QTimer(self, interval=_IDLE_AFTER, singleShot=True)
        self._idle.timeout.connect(self._tidy)
        self._look = QTimer(self, interval=_LOOK_EVERY)
        self._look.timeout.connect(self._look_around)
        self._is_furnished = True

    def _start_features(self) -> None:
        if not self._look.isActive():
            return  # closed meanwhile
        for feature in self.registry.features:
            if feature.started is not None:
                feature.started(self.context)
        self.settled.emit()

    def _choose_page(self, page_id: str) -> None:
        if self._is_furnished:
            self.show_page(page_id)

    def _show_frame_of(self, page_id: str) -> None:
        """Show what is known of a page before the records are open."""
        self.sidebar.business.set_name(str(self._settings.get("window/business") or ""))
        self.header.show_title(_(self.registry.pages[page_id].title))
        self.sidebar.mark(page_id)
        self.status.set_text("saved", _("Opening…"))

    def _hear(self, changes: "Changes") -> None:
        self._idle.start()
        for spec in self.registry.sidebar():
            if spec.count is not None and changes.touches(*spec.kinds):
                self.sidebar.set_count(spec.id, spec.count(self.context))

    def _tidy(self) -> None:
        """Do the file's housekeeping; if somebody else is writing, the next change brings it back."""
        if not self.context.jobs.running:
            with suppress(CrmError):
                self.context.crm.tidy()

    def _count_all(self) -> None:
        for spec in self.registry.sidebar():
            if spec.count is not None:
                self.sidebar.set_count(spec.id, spec.count(self.context))

    def _look_around(self) -> None:
        """Notice what another program wrote to the file, and that a new day began."""
        self.context.crm.notice()
        today = self.context.today()
        if today != self._day:
            self._day = today
            for page in self._pages.values():
                page.mark_stale()
            self._count_all()
