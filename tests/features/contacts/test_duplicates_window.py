"""Finding and merging duplicates in the real window, with real keys."""

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from builders import add, contact
from deskcrm.crm import Crm
from deskcrm.domain.people import Contact, Distinct
from deskcrm.features.contacts.merging import NAME
from deskcrm.features.contacts.queries.records import contact_records
from deskcrm.features.contacts.ui.duplicates import DuplicatesSheet, MergeSheet
from deskcrm.features.contacts.ui.page import ContactsPage
from deskcrm.shell.window import MainWindow
from windows import open_window


def everybody(crm: Crm) -> list[str]:
    return crm.ask(lambda s: list(s.scalars(select(Contact.name).order_by(Contact.id))))


def top(kind: type[QDialog]) -> QDialog:
    (found,) = (w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())
    return found


def twins(crm: Crm) -> list[int]:
    return crm.do(
        add,
        contact("Ana Kovač", email="ana@x.example", birthday=dt.date(1980, 1, 2), language="hr"),
        contact("Anna Kovach", email="ANA@x.example", birthday=dt.date(1981, 1, 2), source="Fair"),
        contact("Ben Carter"),
        contact("Carter Ben", phone="+44 20 7946 0958"),
        contact("Zoë Dubois"),
    )


def sheet_of(qtbot: QtBot, window: MainWindow) -> DuplicatesSheet:
    window.show_page("contacts")
    window.context.run("contacts.find_duplicates")
    sheet = top(DuplicatesSheet)
    assert isinstance(sheet, DuplicatesSheet)
    qtbot.waitUntil(lambda: not window.context.jobs.running)
    return sheet


def names(sheet: DuplicatesSheet) -> list[str]:
    return [line.names for line in sheet.groups]


def press(sheet: QDialog, text: str) -> None:
    from deskcrm.kit.controls import Button

    (button,) = (b for b in sheet.findChildren(Button) if b.text() == text and b.isVisible())
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)


def test_groups_are_gone_through_merged_and_said_to_be_different(crm: Crm, qtbot: QtBot) -> None:
    first, second, *_others = twins(crm)
    window = open_window(qtbot, crm)
    sheet = sheet_of(qtbot, window)
    assert names(sheet) == ["Ana Kovač, Anna Kovach", "Ben Carter, Carter Ben"]
    assert sheet.groups[0].reasons == "same e-mail"

    compare = sheet.compare
    assert (compare.kept(), compare.others()) == (first, [second])
    assert compare.choices() == {NAME: first, "birthday": first}
    QTest.keyClick(compare.values["birthday", second], Qt.Key.Key_Space)
    assert compare.choices() == {NAME: first, "birthday": second}
    press(sheet, "Merge")
    (record,) = crm.ask(contact_records, [first])
    assert (record["name"], record["birthday"]) == ("Ana Kovač", "1981-01-02")
    assert (record["language"], record["source"]) == ("hr", "Fair")
    assert sheet.said.text() == "Merged into Ana Kovač"
    assert names(sheet) == ["Ben Carter, Carter Ben"]

    press(sheet, "Not the same")
    assert names(sheet) == []
    assert len(crm.ask(lambda s: s.scalars(select(Distinct)).all())) == 1
    press(sheet, "Undo")
    qtbot.waitUntil(lambda: names(sheet) == ["Ben Carter, Carter Ben"])
    press(sheet, "Close")


def test_another_one_stays_and_gives_what_nobody_chose(crm: Crm, qtbot: QtBot) -> None:
    first, second, *_others = twins(crm)
    sheet = sheet_of(qtbot, open_window(qtbot, crm))
    QTest.keyClick(sheet.compare.stays[second], Qt.Key.Key_Space)
    assert sheet.compare.choices() == {NAME: second, "birthday": second}
    press(sheet, "Merge")
    assert first not in crm.ask(lambda s: s.scalars(select(Contact.id)).all())
    (record,) = crm.ask(contact_records, [second])
    assert (record["name"], record["birthday"]) == ("Anna Kovach", "1981-01-02")
    sheet.reject()


def test_one_of_three_can_be_left_out(crm: Crm, qtbot: QtBot) -> None:
    ids: Sequence[int] = crm.do(
        add, *(contact(f"Ana Kovač {word}", email="a@x.example") for word in ("I", "II", "III"))
    )
    sheet = sheet_of(qtbot, open_window(qtbot, crm))
    QTest.keyClick(sheet.compare.takes_part[ids[1]], Qt.Key.Key_Space)
    assert sheet.compare.others() == [ids[2]]
    assert not sheet.compare.takes_part[ids[0]].isEnabled()
    press(sheet, "Merge")
    assert everybody(crm) == ["Ana Kovač I", "Ana Kovač II"]
    sheet.reject()


def test_where_nobody_is_twice_it_says_so(crm: Crm, qtbot: QtBot) -> None:
    crm.do(add, contact("Ana Kovač"))
    sheet = sheet_of(qtbot, open_window(qtbot, crm))
    assert sheet.groups == []
    assert not sheet.merge_button.isVisible()
    sheet.reject()


def test_closing_while_it_compares_leaves_nothing_running(crm: Crm, qtbot: QtBot) -> None:
    twins(crm)
    window = open_window(qtbot, crm)
    window.show_page("contacts")
    window.context.run("contacts.find_duplicates")
    top(DuplicatesSheet).reject()
    qtbot.waitUntil(lambda: not window.context.jobs.running)


def test_the_selected_contacts_are_merged_as_they_are_compared(crm: Crm, qtbot: QtBot) -> None:
    first, second = crm.do(
        add, contact("Ana Kovač", email="a@x.example"), contact("Ana Kovac", email="b@x.example")
    )
    window = open_window(qtbot, crm)
    page = window.show_page("contacts")
    assert isinstance(page, ContactsPage)
    page.table.selectAll()
    window.context.run("contacts.merge")
    sheet = top(MergeSheet)
    assert isinstance(sheet, MergeSheet)
    QTest.keyClick(sheet.compare.stays[second], Qt.Key.Key_Space)
    press(sheet, "Merge")
    (record,) = crm.ask(contact_records, [first, second])
    assert (record["id"], len(record["emails"])) == (second, 2)
    assert window.toasts.text == "Merged into Ana Kovac"
    crm.undo()
    assert len(crm.ask(contact_records, [first, second])) == 2


def test_a_person_and_an_organization_are_refused_in_a_sentence(crm: Crm, qtbot: QtBot) -> None:
    from builders import organization

    crm.do(add, contact("Ana Kovač"), organization("Ana Kovač"))
    window = open_window(qtbot, crm)
    page = window.show_page("contacts")
    assert isinstance(page, ContactsPage)
    page.table.selectAll()
    window.context.run("contacts.merge")
    sheet = top(MergeSheet)
    press(sheet, "Merge")
    assert sheet.isVisible()
    assert len(everybody(crm)) == 2
    sheet.reject()
