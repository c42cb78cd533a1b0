"""Starts the program as its command does, and prints when its window was painted and when usable.

Each line is a word, the moment on the system's steady clock, and the CPU time used so far, in seconds.
"""

import sys
import time

import deskcrm.__main__ as program
from deskcrm.paths import Paths


def tell(word: str) -> None:
    """Print how far the program is."""
    print(word, time.monotonic(), time.process_time(), flush=True)


def open_window(paths: Paths, *, sample: bool) -> int:
    """Open the window as the program does; close it when its first page has drawn the records."""
    from deskcrm.shell.app import Session  # here, as the program imports it here

    show = Session.show

    def show_and_tell(session: Session) -> None:
        from PySide6.QtCore import QEvent, QObject, QTimer

        window = session.window

        class FirstPage(QObject):
            """Waits for the page's own paint: what its user sees, not what was asked for."""

            def eventFilter(self, page: QObject, event: QEvent) -> bool:
                """Tell of the first paint, once its children are painted too."""
                if event.type() is QEvent.Type.Paint:
                    page.removeEventFilter(self)
                    QTimer.singleShot(0, self.close)
                return False

            def close(self) -> None:
                """Tell, and close the window."""
                tell("usable")
                window.close()

        first_page = FirstPage(window)

        def watch() -> None:
            page = window.current_page()
            assert page is not None
            page.installEventFilter(first_page)

        window.painted.connect(lambda: tell("painted"))
        window.opened.connect(watch)
        show(session)

    Session.show = show_and_tell  # type: ignore[method-assign]  # the program has no such hook
    return start(paths, sample=sample)


start = program._open_window
program._open_window = open_window

if __name__ == "__main__":
    sys.exit(program.main())
