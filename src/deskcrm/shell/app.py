"""Starts the window: paints it first, then opens the records behind it."""

import gc
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from deskcrm.i18n import _
from deskcrm.kit.feature import Feature
from deskcrm.kit.theme import Appearance
from deskcrm.settings import Settings
from deskcrm.shell.language import Speech
from deskcrm.shell.registry import load_features
from deskcrm.shell.window import MainWindow

if TYPE_CHECKING:
    from deskcrm.crm import Crm

_SETTLE = 100
"""Milliseconds until the window hears of second starts."""


def local_now() -> datetime:
    """Return the local time with its zone."""
    return datetime.now().astimezone()


def run(
    open_crm: "Callable[[], Crm]",
    settings: Settings,
    profile: Path,
    now: Callable[[], datetime] = local_now,
    features: Sequence[Feature] | None = None,
) -> int:
    """Show the window of the profile in the folder `profile` until it is closed.

    `open_crm` is called after the first paint. What it raises is shown in the window: a CannotOpen
    with its remedies, a CrmError with its sentence. A second start raises the first window.
    """
    from deskcrm.shell.single import OnlyWindow

    app = application()
    only = OnlyWindow(profile, app)
    if not only.take():
        if only.raise_other():
            return 0
        print(_("DeskCRM is already open with this profile."), file=sys.stderr)
        return 1
    session = Session(app, open_crm, settings, now, features or load_features())
    session.window.fit_screen()
    session.show()
    # After the records are open and their page is drawn: a second start waits for an answer.
    listen = partial(only.listen, session.come_to_front)
    session.window.painted.connect(lambda: QTimer.singleShot(_SETTLE, only, listen))
    try:
        return app.exec()
    finally:
        only.leave()


def application() -> QApplication:
    """Return the program's QApplication, made if need be."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("deskcrm")
    app.setApplicationDisplayName("DeskCRM")
    app.setDesktopFileName("deskcrm")
    return app


class Session(QObject):
    """One run of the program: its language and colours, and the window, made anew for another language."""

    def __init__(
        self,
        app: QApplication,
        open_crm: "Callable[[], Crm]",
        settings: Settings,
        now: Callable[[], datetime],
        features: Sequence[Feature],
    ) -> None:
        super().__init__(app)
        self._open_crm = open_crm
        self._settings = settings
        self._now = now
        self._features = tuple(features)
        self._speech = Speech(app)
        self._speech.speak(settings.language)
        self._appearance = Appearance(app, settings.appearance)
        self.window = self._make_window()

    def show(self) -> None:
        """Show the window; once it is painted, open the records."""
        self.window.painted.connect(self.open)
        self.window.show()

    def open(self) -> None:
        """Open the records and show them, or say why that is not possible."""
        from deskcrm.shell.errors import catch_mistakes

        catch_mistakes()
        self._appearance.dress()
        try:
            crm = self._open_crm()
        except Exception as error:  # noqa: BLE001 - whatever it is, the user must see it
            self._show_why_not(error)
        else:
            self.window.open_records(crm)
        # What the start has made stays for good: the collector, off until now, need not look at it.
        gc.freeze()
        gc.enable()

    def come_to_front(self) -> None:
        """Raise the window."""
        self.window.come_to_front()

    def _make_window(self) -> MainWindow:
        window = MainWindow(self._features, self._settings, self._now)
        window.language_wanted.connect(self._change_language)
        window.appearance_wanted.connect(lambda: self._appearance.want(self._settings.appearance))
        return window

    def _change_language(self) -> None:
        """Make the window anew in the language the settings name, at the same place."""
        before = self.window
        crm = before.context.crm
        self._speech.speak(self._settings.language)
        self.window = self._make_window()
        self.window.setGeometry(before.geometry())
        self.window.show()
        self.window.open_records(crm)
        before.close()
        before.deleteLater()

    def _show_why_not(self, error: Exception) -> None:
        from deskcrm.errors import CrmError
        from deskcrm.shell.cannot_open import CannotOpenScreen
        from deskcrm.shell.errors import show_mistake
        from deskcrm.shell.opening import CannotOpen

        self.window.show_screen(CannotOpenScreen(error, self.open, self.window.close, self.window))
        if not isinstance(error, CannotOpen | CrmError | OSError):
            show_mistake(error, self.window)
