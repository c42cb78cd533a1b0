"""The day in the window, by keys and mouse."""

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from builders import NOW, add, contact
from deskcrm.crm import Crm
from deskcrm.features.followups.queries import count_due, follow_up_rows
from deskcrm.features.followups.ui.card import FollowUpCard
from deskcrm.features.followups.ui.reminder import Reminder
from deskcrm.features.followups.usecases import add_follow_up
from deskcrm.kit.controls import Button, DoneRing
from deskcrm.kit.form import FormDialog
from deskcrm.kit.parts import EmptyState
from deskcrm.shell.window import MainWindow
from windows import NOON, open_window

TODAY = NOON.date()


def plan(crm: Crm, title: str, days: int = 0, at: dt.time | None = None) -> int:
    day = TODAY + dt.timedelta(days=days)
    return crm.do(add_follow_up, title=title, due_on=day, due_at=at, now=NOW)


def today(qtbot: QtBot, crm: Crm) -> MainWindow:
    window = open_window(qtbot, crm)
    window.show_page("today")
    qtbot.waitUntil(lambda: len(titles(window)) == count_due_now(crm))
    return window


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def control(dialog: FormDialog, name: str) -> QWidget:
    widget = dialog.form.field(name).focusProxy()
    assert widget is not None
    return widget


def count_due_now(crm: Crm) -> int:
    return crm.ask(count_due, TODAY)


def titles(window: MainWindow) -> list[str]:
    cards = window.show_page("today").findChildren(FollowUpCard)
    return [card.accessibleName().split(",")[0] for card in cards if card.isVisible()]


def test_a_day_without_work_offers_the_first_step(qtbot: QtBot, crm: Crm) -> None:
    window = today(qtbot, crm)
    assert window.show_page("today").title == "Saturday, 21 November"
    window.context.run("followups.new")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FormDialog)
    title = control(dialog, "title")
    QTest.keyClicks(title, "Call Jonas")
    QTest.keyClick(title, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: titles(window) == ["Call Jonas"])
    assert window.toasts.text == "Planned."


def test_a_new_business_is_offered_the_way_in(qtbot: QtBot, crm: Crm) -> None:
    page = today(qtbot, crm).show_page("today")

    def offered() -> list[str]:
        states = [state for state in page.findChildren(EmptyState) if state.isVisible()]
        return [button.text() for state in states for button in state.findChildren(Button)]

    qtbot.waitUntil(lambda: offered() == ["Import contacts"])
    crm.do(add, contact("Jonas Weber"))
    qtbot.waitUntil(lambda: offered() == ["New follow-up"])


def test_what_was_typed_stays_when_the_time_is_wrong(qtbot: QtBot, crm: Crm) -> None:
    window = today(qtbot, crm)
    window.context.run("followups.new")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FormDialog)
    dialog.form.field("title").set_value("Call")
    dialog.form.field("due_at").set_value("half past")
    QTest.keyClick(control(dialog, "title"), Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.form.field("due_at").value() == "half past"
    assert "could not be read as a time" in dialog.form.field("due_at").wrong
    assert crm.ask(follow_up_rows) == ()
    dialog.reject()


def test_space_marks_done_and_undo_brings_it_back(qtbot: QtBot, crm: Crm) -> None:
    plan(crm, "Late", -2)
    plan(crm, "Now")
    window = today(qtbot, crm)
    assert titles(window) == ["Late", "Now"]
    window.show_page("today").opened()
    QTest.keyClick(focused(), Qt.Key.Key_Down)
    QTest.keyClick(focused(), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: titles(window) == ["Late"])
    QTest.keyClick(focused(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: titles(window) == ["Late", "Now"])


def test_a_click_on_the_ring_marks_done(qtbot: QtBot, crm: Crm) -> None:
    plan(crm, "Now")
    window = today(qtbot, crm)
    ring = window.show_page("today").findChildren(DoneRing)[0]
    assert ring.accessibleName() == "Mark “Now” as done"
    QTest.mouseClick(ring, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.toasts.text == "Done.")
    qtbot.waitUntil(lambda: titles(window) == [])


def test_snooze_offers_the_usual_days(qtbot: QtBot, crm: Crm) -> None:
    plan(crm, "Now", at=dt.time(14, 30))
    window = today(qtbot, crm)
    window.show_page("today").opened()
    QTest.keyClick(focused(), Qt.Key.Key_S)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    tomorrow = next(action for action in menu.actions() if action.text().startswith("Tomorrow"))
    tomorrow.trigger()
    menu.close()
    qtbot.waitUntil(lambda: titles(window) == [])
    (row,) = crm.ask(follow_up_rows)
    assert (row.due_on, row.due_at) == (TODAY + dt.timedelta(days=1), dt.time(14, 30))
    assert window.toasts.text == "Snoozed until tomorrow."


def test_what_became_due_while_closed_is_told_once(qtbot: QtBot, crm: Crm) -> None:
    plan(crm, "Send the contract", at=dt.time(11))
    plan(crm, "Later", at=dt.time(18))
    window = today(qtbot, crm)
    window.context.settings.set("followups/reminded", (NOON - dt.timedelta(hours=5)).isoformat())
    reminder = Reminder(window.context)
    reminder.look()
    assert window.toasts.text == "Now due: Send the contract"
    window.toasts.hide()
    reminder.look()
    assert not window.toasts.isVisible()


def test_the_keyboard_stays_when_the_last_one_is_done_and_comes_back(
    qtbot: QtBot, crm: Crm
) -> None:
    plan(crm, "Now")
    window = today(qtbot, crm)
    page = window.show_page("today")
    QTest.keyClick(focused(), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: titles(window) == [])
    assert page.isAncestorOf(focused())
    QTest.keyClick(focused(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: titles(window) == ["Now"])
    assert isinstance(focused(), FollowUpCard)
