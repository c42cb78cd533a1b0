"""What a search found is marked in the list, and told where no column shows it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from asking import statements
from builders import NOW, add, contact
from deskcrm.crm import Crm
from deskcrm.domain.activities import Activity, ActivityKind
from deskcrm.domain.custom import FieldKind, FieldOwner
from deskcrm.domain.people import Address, Email
from deskcrm.features.contacts.conditions import OWN
from deskcrm.features.contacts.ui.page import ContactsPage
from deskcrm.features.contacts.usecases import tag_contacts
from deskcrm.features.fields.usecases import FieldForm, add_field
from deskcrm.kit import theme
from deskcrm.kit.table import Cell, WindowedTableModel
from deskcrm.settings import Settings
from windows import open_window


def people(crm: Crm) -> list[int]:
    keys = crm.do(
        add,
        contact(
            "Lucía Fernández",
            organization="Ola Surf Escuela",
            email="lucia@olasurf.example",
            phone="+34 942 55 01 23",
            addresses=[Address(city="Santander", street="Calle del Sol 9")],
            note="Met at the fair in Bilbao. She wants\nthe page in Basque, too.",
        ),
        contact("Ahmed كريمي", organization="آتلیه کریمی"),
        contact("Иван Петров", custom={"Shoe size": "43"}),
        contact("Nora Lindqvist", emails=[Email(value="a@b.example"), Email(value="nl@oslo.no")]),
    )
    crm.do(tag_contacts, keys[:1], add=["surfers"])
    call = Activity(kind=ActivityKind.CALL, at=NOW, text="Asked about crêpes", contact_id=keys[3])
    crm.do(add, call)
    return keys


def opened(qtbot: QtBot, crm: Crm, *, language: str = "en", look: str = "light") -> ContactsPage:
    people(crm)
    settings = Settings(values={"language": language, "appearance": look})
    page = open_window(qtbot, crm, settings=settings).show_page("contacts")
    assert isinstance(page, ContactsPage)
    return page


def search(page: ContactsPage, text: str) -> None:
    """Type into the filter; QTest has keys for ASCII only."""
    QTest.keyClick(page.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    if text.isascii():
        QTest.keyClicks(page.filter_bar.edit, text)
    else:
        page.filter_bar.edit.insert(text)


def cell(page: ContactsPage, column: int, row: int = 0) -> Cell:
    model = page.table.model()
    assert isinstance(model, WindowedTableModel)
    return model.cell(row, column)


def marked(page: ContactsPage, column: int) -> list[str]:
    shown = cell(page, column)
    return [shown.text[start:end] for start, end in shown.marks]


def told(page: ContactsPage) -> tuple[str, list[str]]:
    shown = cell(page, 0)
    return shown.subtitle, [shown.subtitle[start:end] for start, end in shown.subtitle_marks]


def test_letters_that_match_are_marked_where_they_are_shown(qtbot: QtBot, crm: Crm) -> None:
    page = opened(qtbot, crm)
    assert marked(page, 0) == []
    search(page, "fernandez")
    assert marked(page, 0) == ["Fernández"]
    assert told(page) == ("", [])
    search(page, "scuel")
    assert (marked(page, 0), marked(page, 1)) == ([], ["scuel"])
    search(page, "surf lu")
    assert (marked(page, 0), marked(page, 1)) == (["Lu"], ["Surf"])
    search(page, "کریمی")
    assert (marked(page, 0), marked(page, 1)) == (["كريمي"], ["کریمی"])
    QTest.keyClick(page.filter_bar.edit, Qt.Key.Key_Escape)
    assert marked(page, 0) == []


@pytest.mark.parametrize(
    ("typed", "said", "letters"),
    [
        ("lucia@ola", "E-mail: lucia@olasurf.example", ["lucia@ola"]),
        ("942 550", "Phone: +34 942 55 01 23", ["942 55 0"]),
        ("surfers", "Tags: surfers", ["surfers"]),
        ("basque", "Note: …in Basque, too.", ["Basque"]),
        ("calle", "Address: Calle del Sol 9, Santander", ["Calle"]),
        ("crepes", "Timeline: …about crêpes", ["crêpes"]),
        ("oslo", "E-mail: nl@oslo.no", ["oslo"]),
        ("43", "Shoe size: 43", ["43"]),
        ("fernandez basque", "Note: …in Basque, too.", ["Basque"]),
        ("ivan", "", []),
    ],
)
def test_what_no_column_shows_is_told_below_the_name(
    qtbot: QtBot, crm: Crm, typed: str, said: str, letters: list[str]
) -> None:
    page = opened(qtbot, crm)
    search(page, typed)
    assert told(page) == (said, letters)
    index = page.table.model().index(0, 0)
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == (f"{index.data()}, {said}" if said else index.data())


def test_what_a_column_shows_is_not_told_again(qtbot: QtBot, crm: Crm) -> None:
    crm.do(add_field, FieldOwner.PERSON, FieldForm("Shoe size", FieldKind.NUMBER))
    page = opened(qtbot, crm)
    page.columns.choose(["name", "email", f"{OWN}Shoe size"])
    page.show_columns()
    search(page, "olasurf")
    assert (marked(page, 1), told(page)[0]) == (["olasurf"], "")
    search(page, "43")
    assert (marked(page, 2), told(page)[0]) == (["43"], "")


def test_a_page_of_what_was_found_takes_two_statements_more(qtbot: QtBot, crm: Crm) -> None:
    crm.do(add, *(contact(f"Name N{n:02}", note=f"likes tea {n}") for n in range(30)))
    page = opened(qtbot, crm)
    search(page, "name")
    with statements() as seen:
        page._model.reload()
        cell(page, 0)
    search(page, "tea")
    with statements() as more:
        page._model.reload()
        cell(page, 0)
    assert told(page)[0].startswith("Note: likes tea")
    reads = [[sql for sql in some if sql != "BEGIN"] for some in (seen, more)]
    assert len(reads[1]) - len(reads[0]) <= 2


def colours(page: ContactsPage, row: int, column: int) -> set[str]:
    table = page.table
    place = table.visualRect(table.model().index(row, column))
    image: QImage = table.viewport().grab(place).toImage()
    return {
        QColor(image.pixel(x, y)).name().upper()
        for x in range(image.width())
        for y in range(image.height())
    }


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "fa"])
def test_marks_are_seen_on_the_selected_row_too(
    qtbot: QtBot, crm: Crm, language: str, look: str
) -> None:
    page = opened(qtbot, crm, language=language, look=look)
    search(page, "کریمی")
    ground = theme.tokens().mark.upper()
    assert page.table.selectionModel().isRowSelected(0)
    assert ground in colours(page, 0, 0)
    assert ground in colours(page, 0, 1)
    assert ground not in colours(page, 0, 2)
    search(page, "")
    QTest.keyClick(page.filter_bar.edit, Qt.Key.Key_Escape)
    assert ground not in colours(page, 0, 0)
