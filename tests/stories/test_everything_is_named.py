"""Everything in the window says its name to a screen reader, is reached with Tab, and shows the focus."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QTableView,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from deskcrm.crm import Crm
from deskcrm.features.pipeline.ui.review import ReviewPane
from deskcrm.kit.form import FormDialog
from deskcrm.shell.window import MainWindow
from scenes import is_qts_own, scenes, seen, shown
from windows import open_window

CONTROLS = (
    QAbstractButton, QAbstractItemView, QAbstractSlider, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit,
)  # fmt: skip


@pytest.fixture
def window(qtbot: QtBot, sample: Crm) -> MainWindow:
    return open_window(qtbot, sample)


def fronts(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """Yield everything there is to see, by the name of its scene."""
    for scene in tuple(scenes(window)):
        with seen(window, scene) as front:
            if not is_qts_own(front):
                yield scene.name, front


def controls(front: QWidget) -> Iterator[QWidget]:
    """Yield what a user can press, choose or write in, whoever painted it."""
    for widget in shown(front):
        inner = isinstance(widget, QScrollBar | QHeaderView) or isinstance(
            widget.parentWidget(), QComboBox | QLineEdit
        )
        if not inner and (isinstance(widget, CONTROLS) or takes_tab(widget)):
            yield widget


def takes_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None


def told(widget: QWidget) -> str:
    """Describe a widget so that it is found in the code."""
    chain, holder = [type(widget).__name__], widget.parentWidget()
    while holder is not None and len(chain) < 4:
        if type(holder) is not QWidget:
            chain.append(type(holder).__name__)
        holder = holder.parentWidget()
    return " in ".join(chain) + f" “{widget.accessibleName()}”"


def test_everything_has_a_name(window: MainWindow) -> None:
    """Controls and dialogs by name, tables by their columns."""
    nameless = set()
    for name, front in fronts(window):
        nameless |= {
            (name, told(widget))
            for widget in controls(front)
            if not widget.accessibleName().strip()
        }
        if front is not window and not front.inherits("QMenu") and not front.accessibleName():
            nameless.add((name, told(front)))
        for table in shown(front):
            if isinstance(table, QTableView) and not isinstance(table.parentWidget(), QComboBox):
                silent = silent_columns(table)
                nameless |= {(name, f"column {column} of {told(table)}") for column in silent}
    assert not nameless, "\n".join(sorted(map(str, nameless)))


def silent_columns(table: QTableView) -> list[int]:
    """Return the columns that are shown but have nothing for a screen reader to say."""
    model, across = table.model(), Qt.Orientation.Horizontal
    return [
        column
        for column in range(model.columnCount())
        if not table.isColumnHidden(column)
        and not model.headerData(column, across)
        and not model.headerData(column, across, Qt.ItemDataRole.AccessibleTextRole)
    ]


def test_everything_is_reached_with_tab_in_the_order_one_reads(window: MainWindow) -> None:
    missed, astray = set(), []
    for name, front in fronts(window):
        if front.inherits("QMenu") or name == "command palette":
            continue  # A menu and the palette have arrow keys.
        stops = tab_round(front)
        missed |= {
            (name, told(widget))
            for widget in controls(front)
            if widget.isEnabled() and takes_tab(widget) and widget not in stops
        }
        missed |= {(name, told(widget)) for widget in controls(front) if is_wall(widget)}
        if isinstance(front, FormDialog):
            rows = [row_of(widget, front) for widget in stops if front.form.isAncestorOf(widget)]
            if rows != sorted(rows):
                astray.append((name, [told(widget) for widget in stops]))
    assert not missed, "\n".join(sorted(map(str, missed)))
    assert not astray, "\n".join(map(str, astray))


def is_wall(widget: QWidget) -> bool:
    """Say whether the mouse alone can press a control: nothing that holds it has keys for it."""
    if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus or not widget.isEnabled():
        return False
    holder = widget.parentWidget()
    while holder is not None and not holder.isWindow():
        if takes_tab(holder):
            return False
        holder = holder.parentWidget()
    return isinstance(widget, QAbstractButton | QLineEdit | QComboBox)


def row_of(widget: QWidget, front: QWidget) -> int:
    """Return the height at which a control stands, so coarse that neighbours are equal."""
    return widget.mapTo(front, QPoint(0, widget.height() // 2)).y() // 14


def tab_round(front: QWidget) -> list[QWidget]:
    """Press Tab from the first control of `front` until it comes back; return where it went."""
    reached: list[QWidget] = []
    inside = [widget for widget in controls(front) if widget.isEnabled() and takes_tab(widget)]
    if inside:
        inside[0].setFocus(Qt.FocusReason.TabFocusReason)
    for _press in range(400):
        focused = QApplication.focusWidget()
        if focused is None or (reached and focused is reached[0]):
            break
        reached.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    return reached


def test_the_focus_is_seen(window: MainWindow) -> None:
    unseen = set()
    looked: set[str] = set()
    for _name, front in fronts(window):
        for widget in () if front.inherits("QMenu") else tuple(controls(front)):
            kind = told(widget)
            if isinstance(widget, ReviewPane):
                continue  # It takes keys that are written on its buttons.
            if kind not in looked and widget.isEnabled() and takes_tab(widget):
                looked.add(kind)
                if not shows_focus(front, widget):
                    unseen.add(kind)
    assert not unseen, "\n".join(sorted(map(str, unseen)))


def shows_focus(front: QWidget, widget: QWidget) -> bool:
    """Say whether a control, scrolled into sight, looks different with the focus."""
    for scroll in front.findChildren(QScrollArea):
        if scroll.isAncestorOf(widget):
            scroll.ensureWidgetVisible(widget)
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    with_focus = picture(front, widget)
    widget.clearFocus()
    return picture(front, widget) != with_focus


def picture(front: QWidget, widget: QWidget) -> bytes:
    """Return the pixels of a widget and of what frames it."""
    place = QRect(widget.mapTo(front, QPoint(0, 0)), widget.size()).adjusted(-12, -8, 12, 8)
    image = front.grab(place & front.rect()).toImage()
    return b"" if image.isNull() else bytes(image.constBits())
