"""Starts the program as its command does, and prints when its window was painted and when usable.

Each line is a word, the moment on the system's steady clock, and the CPU time used so far, in seconds.
"""

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import deskcrm.__main__ as program
from deskcrm.paths import Paths

if TYPE_CHECKING:
    from deskcrm.shell.app import Session
    from deskcrm.shell.window import MainWindow


def tell(word: str) -> None:
    """Print how far the program is."""
    print(word, time.monotonic(), time.process_time(), flush=True)


def launch(then: "Callable[[MainWindow], object]") -> int:
    """Run the program; tell of its window, and call `then` when its first page is drawn."""
    start = program._open_window

    def open_window(paths: Paths, *, sample: bool) -> int:
        from deskcrm.shell.app import Session  # here, as the program imports it here

        show = Session.show

        def show_and_tell(self: "Session") -> None:
            _watch(self.window, then)
            show(self)

        Session.show = show_and_tell  # type: ignore[method-assign]  # the program has no such hook
        return start(paths, sample=sample)

    program._open_window = open_window
    return program.main()


def _watch(window: "MainWindow", then: "Callable[[MainWindow], object]") -> None:
    from PySide6.QtCore import QEvent, QObject, QTimer

    class FirstPage(QObject):
        """Waits for the page's own paint: what its user sees, not what was asked for."""

        def eventFilter(self, page: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
            """Tell of the first paint, once the page's parts are painted too."""
            if event.type() is QEvent.Type.Paint:
                page.removeEventFilter(self)
                QTimer.singleShot(0, self.tell)
            return False

        def tell(self) -> None:
            """Tell, and let the benchmark go on."""
            tell("usable")
            then(window)

        def watch(self) -> None:
            """Begin to wait."""
            page = window.current_page()
            assert page is not None
            page.installEventFilter(self)

    first_page = FirstPage(window)
    window.painted.connect(lambda: tell("painted"))
    window.opened.connect(first_page.watch)


if __name__ == "__main__":
    sys.exit(launch(lambda window: window.close()))
