"""What a jump in the list of 100,000 contacts costs beside a bare QTableView over rows in memory.

Both views have the same size and the same number of rows and columns; a jump is the scroll bar set to
another place and the view painted at once, with what it shows loaded.
"""

import json
import random
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QTableView

from deskcrm.crm import Crm
from deskcrm.kit.record_table import RecordTable
from deskcrm.settings import Settings
from deskcrm.shell.app import Session, application
from deskcrm.shell.registry import load_features
from people import NOW, profile

Index = QModelIndex | QPersistentModelIndex

MANY, JUMPS, BAR = 100_000, 200, 1.5


class Rows(QAbstractTableModel):
    """Texts in memory."""

    def __init__(self, rows: list[list[str]]) -> None:
        super().__init__()
        self._rows = rows

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: ARG002, B008, N802 - Qt's signature
        return len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: ARG002, B008, N802
        return len(self._rows[0])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return (
            self._rows[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None
        )


def main() -> int:
    """Measure, print, and return 1 if the bar is missed."""
    app = application()
    with TemporaryDirectory() as folder:
        settings = Settings(Path(folder) / "settings", {"language": "en", "appearance": "light"})
        crm = Crm.open(profile(MANY) / "deskcrm.sqlite")
        session = Session(app, lambda: crm, settings, lambda: NOW, load_features())
        window = session.window
        window.resize(1280, 800)
        session.show()
        settle(app)
        page = window.show_page("contacts")
        settle(app)
        assert page is not None
        table = page.list
        assert isinstance(table, RecordTable)
        bare = QTableView()
        columns = table.model().columnCount()
        bare.setModel(
            Rows([[f"{row} {column}" for column in range(columns)] for row in range(MANY)])
        )
        bare.verticalHeader().setDefaultSectionSize(table.rowHeight(0))
        bare.resize(table.size())
        bare.show()
        settle(app)
        dice = random.Random(3)
        places = [dice.random() for _jump in range(JUMPS)]
        theirs, ours = [], []
        for place in places:
            theirs.append(jump(bare, place))
            ours.append(jump(table, place))
        bare.close()
        window.close()
    ratio = round(median(ours) / median(theirs), 2)
    said = {
        "ours_ms": round(1000 * median(ours), 2),
        "bare_ms": round(1000 * median(theirs), 2),
        "ratio": ratio,
        "bar": BAR,
        "ours_p99_ms": round(1000 * sorted(ours)[int(0.99 * JUMPS)], 2),
    }
    print(json.dumps({"scroll": said}))
    return int(ratio > BAR)


def jump(table: QTableView, place: float) -> float:
    """Return how long it takes to show another place of a list."""
    bar = table.verticalScrollBar()
    start = perf_counter()
    bar.setValue(round(bar.maximum() * place))
    table.viewport().repaint()
    return perf_counter() - start


def settle(app: Any) -> None:
    """Let everything that waits happen."""
    until = perf_counter() + 1
    while perf_counter() < until:
        app.processEvents()


if __name__ == "__main__":
    sys.exit(main())
