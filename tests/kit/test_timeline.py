"""What happened, under each other: more of it comes without taking what is there away."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from deskcrm.kit.timeline import Happening, TimelineView


def entries(view: TimelineView) -> list[QWidget]:
    return [child for child in view.findChildren(QWidget) if child.accessibleName()]


def test_more_entries_leave_the_focus_where_it_is(qtbot: QtBot) -> None:
    view = TimelineView()
    qtbot.addWidget(view)
    opened: list[str] = []
    view.show_happenings([Happening("Q-1 sent", opens=lambda: opened.append("Q-1"))])
    view.show()
    (first,) = entries(view)
    first.setFocus(Qt.FocusReason.TabFocusReason)
    view.add_happenings([Happening("Deal added")])
    assert [each.accessibleName() for each in entries(view)] == ["Q-1 sent", "Deal added"]
    assert view.focusWidget() is first
    qtbot.keyClick(first, Qt.Key.Key_Return)
    assert opened == ["Q-1"]
