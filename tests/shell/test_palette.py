"""The palette: what is offered for what is typed, and what Enter does."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from demo_feature import FEATURE, ContactsPage, done
from deskcrm.crm import Crm
from deskcrm.shell.palette import Palette
from deskcrm.shell.window import MainWindow
from windows import open_window


@pytest.fixture
def window(qtbot: QtBot, crm: Crm) -> MainWindow:
    done.clear()
    return open_window(qtbot, crm, [FEATURE])


def palette_of(window: MainWindow) -> Palette:
    window.context.run("palette")
    found = window.findChild(Palette)
    assert isinstance(found, Palette)
    return found


def offered(palette: Palette) -> list[str]:
    return [palette.results.item(row).text() for row in range(palette.results.count())]


def test_command_that_begins_so_comes_first(window: MainWindow) -> None:
    palette = palette_of(window)
    palette.field.setText("imp")
    assert offered(palette)[0] == "Import"


def test_records_stand_before_commands_that_only_hold_the_word(window: MainWindow) -> None:
    palette = palette_of(window)
    palette.field.setText("mar")
    assert offered(palette)[0] == "Marta Ivanova"


def test_enter_opens_the_record(qtbot: QtBot, window: MainWindow) -> None:
    palette = palette_of(window)
    qtbot.keyClicks(palette.field, "jonas")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    page = window.current_page()
    assert isinstance(page, ContactsPage)
    assert page.table.current_id() == 4
    assert not palette.isVisible()


def test_arrow_keys_choose_and_enter_runs(qtbot: QtBot, window: MainWindow) -> None:
    palette = palette_of(window)
    qtbot.keyClicks(palette.field, "import")
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert done == ["import"]


def test_commands_that_cannot_run_are_not_offered(window: MainWindow) -> None:
    palette = palette_of(window)
    palette.field.setText("delete")
    assert offered(palette) == []


def test_escape_leaves(qtbot: QtBot, window: MainWindow) -> None:
    palette = palette_of(window)
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_a_key_is_shown_where_it_works(window: MainWindow) -> None:
    new = window.command("demo.new")
    window.show_page("contacts")
    assert window.commands.shortcut(new) == "Ctrl+N"
    window.show_page("settings")
    assert window.commands.shortcut(new) == ""
