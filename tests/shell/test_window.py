"""The window with a made-up feature over a real file of records."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session as Records

from demo_feature import FEATURE, ContactsPage, done
from deskcrm.crm import Crm, undoable
from deskcrm.domain.people import Contact
from deskcrm.i18n import mark
from deskcrm.settings import Settings
from deskcrm.shell.window import MainWindow
from windows import NOON, open_window


@pytest.fixture
def window(qtbot: QtBot, crm: Crm) -> MainWindow:
    done.clear()
    return open_window(qtbot, crm, [FEATURE])


@undoable(mark("add contact"))
def add_contact(session: Records, name: str) -> None:
    from builders import contact

    session.add(contact(name))


def count_contacts(session: Records) -> int:
    return session.query(Contact).count()


def contacts_page(window: MainWindow) -> ContactsPage:
    return window.context.show_page("contacts", ContactsPage)


def test_frame_is_painted_before_the_records_are_opened(qtbot: QtBot, crm: Crm) -> None:
    from deskcrm.shell.app import Session, application
    from windows import NOON

    order: list[str] = []

    def open_crm() -> Crm:
        order.append("opened")
        return crm

    session = Session(application(), open_crm, Settings(), lambda: NOON, [FEATURE])
    qtbot.addWidget(session.window)
    session.window.painted.connect(lambda: order.insert(0, "painted"))
    assert session.window.current_page() is None
    with qtbot.waitSignal(session.window.opened):
        session.show()
    assert order == ["painted", "opened"]


def test_first_page_is_the_first_of_the_sidebar(window: MainWindow) -> None:
    page = window.current_page()
    assert page is not None
    assert page.title == "Saturday, 21 November"


def test_page_is_remembered_until_the_next_start(qtbot: QtBot, crm: Crm) -> None:
    settings = Settings()
    first = open_window(qtbot, crm, [FEATURE], settings=settings)
    first.show_page("contacts")
    first.close()
    again = open_window(qtbot, crm, [FEATURE], settings=settings)
    assert isinstance(again.current_page(), ContactsPage)


def test_shortcut_of_a_page_works_on_that_page_only(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert done == []
    contacts_page(window)
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert done == ["new"]


def test_numbers_with_control_go_to_the_pages(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(window.current_page(), ContactsPage)


def test_command_on_a_record_needs_a_selected_one(window: MainWindow) -> None:
    page = contacts_page(window)
    page.table.clearSelection()
    window.context.run("demo.delete")
    assert done == []
    page.table.select_row(2)
    window.context.run("demo.delete")
    assert done == ["delete 3"]


def test_command_can_be_run_on_a_named_record(window: MainWindow) -> None:
    window.context.run("demo.delete", target=("contact", 41))
    assert done == ["delete 41"]


def test_delete_key_belongs_to_the_list(qtbot: QtBot, window: MainWindow) -> None:
    page = contacts_page(window)
    page.table.select_row(0)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert done == ["delete 1"]


def test_doing_something_offers_to_undo_it(window: MainWindow, crm: Crm) -> None:
    assert window.context.do("Added Ana", add_contact, "Ana") is not None
    assert window.toasts.text == "Added Ana"
    window.toasts.button.click()
    assert crm.ask(count_contacts) == 0
    assert window.toasts.text == "Undone: add contact"


def test_edit_menu_says_what_would_be_undone(window: MainWindow) -> None:
    window.context.do("", add_contact, "Ana")
    menu = QMenu(window)
    window.commands.fill(menu, window.registry.commands_in("edit"))
    assert menu.actions()[0].text() == "Undo add contact"


def test_focused_text_field_is_undone_first(window: MainWindow, crm: Crm, qtbot: QtBot) -> None:
    window.context.do("", add_contact, "Ana")
    field = QLineEdit(window)
    field.show()
    window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is field)
    qtbot.keyClicks(field, "typed")
    window.context.run("undo")
    assert field.text() == ""
    assert crm.ask(count_contacts) == 1
    window.context.run("undo")
    assert crm.ask(count_contacts) == 0


def test_pages_ask_again_when_their_records_change(window: MainWindow, qtbot: QtBot) -> None:
    page = contacts_page(window)
    before = page.reloads
    window.context.do("", add_contact, "Ana")
    qtbot.waitUntil(lambda: page.reloads == before + 1)


def test_hidden_page_asks_again_only_when_it_is_shown(window: MainWindow, qtbot: QtBot) -> None:
    page = contacts_page(window)
    window.show_page("today")
    before = page.reloads
    window.context.do("", add_contact, "Ana")
    window.context.do("", add_contact, "Omid")
    qtbot.wait(30)
    assert page.reloads == before
    window.show_page("contacts")
    assert page.reloads == before + 1


def test_counts_stand_beside_the_pages(window: MainWindow) -> None:
    names = {item.accessibleName() for item in window.sidebar.findChildren(QWidget)}
    assert {"Today, 5", "Contacts, 1,248"} <= names


def test_business_is_named_above_the_pages_and_at_the_next_start(window: MainWindow) -> None:
    assert window.sidebar.business.text() == "Atelier Marin"
    assert window.context.settings.get("window/business") == "Atelier Marin"


def test_long_work_shows_its_progress_and_can_be_cancelled(
    window: MainWindow, qtbot: QtBot
) -> None:
    from threading import Event

    from deskcrm.jobs import Progress
    from deskcrm.shell.job_bar import JobBar

    go_on = Event()
    results: list[str] = []

    def work(progress: Progress) -> str:
        progress.report(1, 3)
        go_on.wait(5)
        progress.report(2, 3)
        return "done"

    window.context.jobs.run("Importing", work, results.append)
    bar = window.status.findChild(JobBar)
    assert isinstance(bar, JobBar)
    qtbot.waitUntil(lambda: bar.bar.maximum() == 3)
    bar.cancel.click()
    go_on.set()
    qtbot.waitUntil(lambda: not window.context.jobs.running)
    assert results == []


def test_result_of_long_work_arrives_in_the_window(window: MainWindow, qtbot: QtBot) -> None:
    results: list[int] = []
    window.context.jobs.run("Counting", lambda _progress: 42, results.append)
    qtbot.waitUntil(lambda: results == [42])


def test_dialogs_of_the_window_open(window: MainWindow) -> None:
    window.context.run("shortcuts")
    window.context.run("about")
    titles = {widget.windowTitle() for widget in QApplication.topLevelWidgets()}
    assert {"Keyboard shortcuts", "About DeskCRM"} <= titles


def test_menu_opens_below_the_business(window: MainWindow) -> None:
    window.show_menu(QPoint(10, 10))
    menu = window.findChild(QMenu)
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == ["File", "Edit", "Record", "Go", "Help"]


def test_every_control_has_an_accessible_name(window: MainWindow) -> None:
    from PySide6.QtWidgets import QAbstractButton, QAbstractItemView

    for page_id in ("today", "contacts", "settings"):
        window.show_page(page_id)
    nameless = [
        widget
        for kind in (QAbstractButton, QLineEdit, QAbstractItemView)
        for widget in window.findChildren(kind)
        if not widget.accessibleName() and not (isinstance(widget, QAbstractButton) and widget.text())
        and not widget.objectName().startswith("qt_")
        and type(widget).__name__ not in {"QTableCornerButton", "QHeaderView", "QAbstractButton"}
    ]  # fmt: skip
    assert nameless == []


def test_damaged_records_offer_the_way_out(qtbot: QtBot, crm: Crm) -> None:
    from deskcrm.kit.controls import Button
    from deskcrm.shell.app import Session, application
    from deskcrm.shell.opening import CannotOpen, Remedy
    from windows import NOON

    healthy = False

    def restore() -> None:
        nonlocal healthy
        healthy = True

    def open_crm() -> Crm:
        if not healthy:
            raise CannotOpen("The file is damaged.", [Remedy("Restore the backup", restore)])
        return crm

    session = Session(application(), open_crm, Settings(), lambda: NOON, [FEATURE])
    window = session.window
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.painted):
        session.show()
    buttons = {button.text(): button for button in window.findChildren(Button)}
    assert "Try again" in buttons
    with qtbot.waitSignal(window.opened):
        buttons["Restore the backup"].click()
    assert window.current_page() is not None


def test_other_language_makes_the_window_anew_and_mirrors_it(qtbot: QtBot, crm: Crm) -> None:
    from deskcrm.shell.app import Session, application
    from windows import NOON

    settings = Settings(values={"language": "en"})
    session = Session(application(), lambda: crm, settings, lambda: NOON, [FEATURE])
    first = session.window
    qtbot.addWidget(first)
    with qtbot.waitSignal(first.opened):
        session.show()
    settings.language = "fa"
    first.language_wanted.emit()
    qtbot.addWidget(session.window)
    assert session.window is not first
    assert session.window.layoutDirection() is Qt.LayoutDirection.RightToLeft
    settings.language = "en"
    session.window.language_wanted.emit()
    qtbot.addWidget(session.window)
    assert session.window.layoutDirection() is Qt.LayoutDirection.LeftToRight


def test_second_start_raises_the_first_window(qtbot: QtBot, tmp_path: Path) -> None:
    from deskcrm.shell.single import OnlyWindow

    raised: list[bool] = []
    first, second = OnlyWindow(tmp_path), OnlyWindow(tmp_path)
    assert first.take()
    first.listen(lambda: raised.append(True))
    assert not second.take()
    assert second.raise_other()
    qtbot.waitUntil(lambda: raised == [True])
    first.leave()
    assert second.take()
    second.leave()


def test_window_that_does_not_fit_the_screen_fills_it(qtbot: QtBot) -> None:
    settings = Settings(values={})
    window = MainWindow([FEATURE], settings, lambda: NOON)
    qtbot.addWidget(window)
    assert (window.width(), window.height()) == (1280, 800)
    assert window.screen().availableSize().width() < 1280
    window.fit_screen()
    assert window.windowState() & Qt.WindowState.WindowMaximized


def test_window_stays_where_it_was_put(qtbot: QtBot, crm: Crm) -> None:
    settings = Settings(values={})
    open_window(qtbot, crm, [FEATURE], settings=settings).close()
    window = MainWindow([FEATURE], settings, lambda: NOON)
    qtbot.addWidget(window)
    window.fit_screen()
    assert not window.windowState() & Qt.WindowState.WindowMaximized


def test_menu_leaves_out_what_has_no_meaning_on_the_page(window: MainWindow) -> None:
    def record_menu() -> list[str]:
        menu = QMenu(window)
        window.commands.add_menus(menu)
        (record,) = (each for each in menu.findChildren(QMenu) if each.title() == "Record")
        record.aboutToShow.emit()
        return [action.text() for action in record.actions() if not action.isSeparator()]

    window.show_page("today")
    assert record_menu() == []
    contacts_page(window).table.select_row(0)
    assert record_menu() == ["New contact", "Delete"]


def test_what_many_saves_left_behind_is_tidied_once_it_is_quiet(
    qtbot: QtBot, crm: Crm, monkeypatch: pytest.MonkeyPatch
) -> None:
    def segments() -> int:
        sql = "SELECT count(DISTINCT segid) FROM search_prefix_idx"
        return crm.ask(lambda records: int(records.connection().exec_driver_sql(sql).scalar_one()))

    monkeypatch.setattr("deskcrm.shell.window._IDLE_AFTER", 0)
    window = open_window(qtbot, crm, [FEATURE])
    for number in range(12):
        crm.do(add_contact, f"Number {number}")
    before = segments()
    told: list[object] = []
    window.context.changes.changed.connect(told.append)
    qtbot.waitUntil(lambda: segments() < before)
    crm.notice()
    assert told == []
