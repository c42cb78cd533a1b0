"""Starts the program, scrolls its list of contacts to several places, prints its memory in KiB."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from launch import launch

if TYPE_CHECKING:
    from deskcrm.shell.window import MainWindow

PLACES = (0.1, 0.25, 0.5, 0.75, 0.9, 1.0, 0.33, 0.0)
"""Parts of the way down the list, one after the other."""

_STAY = 150
"""Milliseconds at each place, enough to load and paint its rows."""


def resident() -> int:
    """Return the memory of this process that is in use, in KiB (Linux only)."""
    status = Path("/proc/self/status").read_text("utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1])


def scroll(window: "MainWindow") -> None:
    """Go through the places, choose a contact at each, and print the memory at the end."""
    from PySide6.QtCore import QTimer

    from deskcrm.kit.record_table import RecordTable

    page = window.current_page()
    assert page is not None
    table = page.list
    assert isinstance(table, RecordTable)
    places = list(PLACES)
    timer = QTimer(window, interval=_STAY)

    def step() -> None:
        if places:
            bar = table.verticalScrollBar()
            bar.setValue(round(bar.maximum() * places.pop(0)))
            table.select_row(table.rowAt(5))
        else:
            timer.stop()
            print("resident", resident(), table.model().rowCount(), flush=True)
            window.close()

    timer.timeout.connect(step)
    timer.start()


if __name__ == "__main__":
    sys.exit(launch(scroll))
