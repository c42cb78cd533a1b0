"""The real window over a test's own records."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskcrm.crm import Crm
from deskcrm.kit.feature import Feature
from deskcrm.settings import Settings
from deskcrm.shell.app import Session, application
from deskcrm.shell.registry import load_features
from deskcrm.shell.window import MainWindow

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
"""The time in a test's window: a Saturday."""


def open_window(
    qtbot: QtBot,
    crm: Crm,
    features: Sequence[Feature] | None = None,
    *,
    settings: Settings | None = None,
    now: Callable[[], datetime] = lambda: NOON,
) -> MainWindow:
    """Show the window with its records open and wait until it is seen."""
    kept = settings or Settings(values={"language": "en", "appearance": "light"})
    session = Session(
        application(), lambda: crm, kept, now, load_features() if features is None else features
    )
    window = session.window
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.settled):
        session.show()
    qtbot.waitExposed(window)
    return window


def drop(widget: QWidget, *files: Path) -> bool:
    """Drag files over the middle of a widget and let go; say whether anything there took them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    at = QPointF(widget.rect().center())
    copy, held = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(at, copy, data, Qt.MouseButton.LeftButton, held)
    enter.ignore()
    QApplication.sendEvent(widget, enter)
    if enter.isAccepted():
        let_go = QDropEvent(at, copy, data, Qt.MouseButton.LeftButton, held)
        QApplication.sendEvent(widget, let_go)
    return enter.isAccepted()
