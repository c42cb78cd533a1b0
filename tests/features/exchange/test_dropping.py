"""A file that is dropped on the page of contacts is imported; on the details it is kept with the contact."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from builders import add, contact
from deskcrm.crm import Crm
from deskcrm.features.contacts.ui import FEATURE as CONTACTS
from deskcrm.features.contacts.ui.page import ContactsPage
from deskcrm.features.exchange.ui import FEATURE
from deskcrm.features.exchange.ui.importing import ImportSheet
from deskcrm.shell.window import MainWindow
from windows import drop, open_window

LIST = "Name,Email\nBo Lind,bo@lind.example\n"
CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:Bo Lind\nEND:VCARD\n"


@pytest.fixture
def window(qtbot: QtBot, crm: Crm) -> MainWindow:
    window = open_window(qtbot, crm, [CONTACTS, FEATURE])
    window.resize(1280, 800)
    return window


@pytest.fixture
def page(window: MainWindow) -> ContactsPage:
    return window.context.show_page("contacts", ContactsPage)


def sheets(window: MainWindow) -> list[ImportSheet]:
    return window.findChildren(ImportSheet)


@pytest.mark.parametrize("name", ["x.csv", "x.CSV", "x.vcf"])
def test_a_file_dropped_on_the_list_is_read(
    qtbot: QtBot, crm: Crm, window: MainWindow, page: ContactsPage, tmp_path: Path, name: str
) -> None:
    crm.do(add, contact("Ana Kovač"))
    (tmp_path / name).write_text(CARD if name.endswith("vcf") else LIST)
    assert drop(page.table.viewport(), tmp_path / name)
    (sheet,) = sheets(window)
    qtbot.waitUntil(lambda: sheet.plan is not None and not sheet.is_working)
    assert sheet.isVisible()
    assert sheet.plan is not None
    assert [one.name for one in sheet.plan.decisions] == ["Bo Lind"]
    assert window.context.files == ()


def test_a_folder_dropped_where_nobody_is_yet_is_read(
    qtbot: QtBot, window: MainWindow, page: ContactsPage, tmp_path: Path
) -> None:
    (tmp_path / "bo.vcf").write_text(CARD)
    assert drop(page, tmp_path)
    (sheet,) = sheets(window)
    qtbot.waitUntil(lambda: sheet.plan is not None and not sheet.is_working)


def test_what_is_no_file_of_contacts_is_not_taken(
    window: MainWindow, page: ContactsPage, tmp_path: Path
) -> None:
    for name in ("x.png", "a.csv", "b.csv"):
        (tmp_path / name).write_text(LIST)
    assert not drop(page, tmp_path / "x.png")
    assert not drop(page, tmp_path / "a.csv", tmp_path / "b.csv")
    assert not drop(page)
    assert sheets(window) == []


def test_a_file_dropped_on_the_details_is_kept_with_the_contact(
    qtbot: QtBot, crm: Crm, window: MainWindow, page: ContactsPage, tmp_path: Path
) -> None:
    crm.do(add, contact("Ana Kovač"))
    page.reload()
    (tmp_path / "x.csv").write_text(LIST)
    assert drop(page.details, tmp_path / "x.csv")
    qtbot.waitUntil(lambda: window.toasts.text == "Attached x.csv")
    assert sheets(window) == []


def test_without_the_import_nothing_is_taken(qtbot: QtBot, crm: Crm, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(LIST)
    page = open_window(qtbot, crm, [CONTACTS]).context.show_page("contacts", ContactsPage)
    assert not drop(page, tmp_path / "x.csv")
