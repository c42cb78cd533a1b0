"""The columns of the list: what they say, by what they order, and how they are chosen."""

import datetime as dt

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from asking import statements
from builders import NOW, TODAY, add, contact, organization
from deskcrm import i18n
from deskcrm.crm import Crm
from deskcrm.domain.activities import Activity, ActivityKind
from deskcrm.domain.custom import FieldKind, FieldOwner
from deskcrm.domain.people import Address
from deskcrm.features.contacts.conditions import OWN, Condition, Op
from deskcrm.features.contacts.queries.columns import EXPRESSIONS, more_of, ordered_ids
from deskcrm.features.contacts.queries.rows import ContactFilter
from deskcrm.features.contacts.queries.segments import segments
from deskcrm.features.contacts.segments import add_segment
from deskcrm.features.contacts.ui.list_columns import USUAL, ColumnsSheet
from deskcrm.features.contacts.ui.page import ContactsPage
from deskcrm.features.contacts.usecases import tag_contacts
from deskcrm.features.fields.usecases import FieldForm, add_field
from deskcrm.settings import Settings
from windows import open_window

EVERYBODY = ContactFilter(TODAY)


def people(crm: Crm) -> list[int]:
    keys = crm.do(
        add,
        contact(
            "Ana Kovač",
            organization="Zeta",
            email="ana@kovac.example",
            phone="+385 1 555 0166",
            addresses=[Address(city="Zagreb", country="Hrvatska", street="Ilica 1\nlijevo")],
            language="hr",
            birthday=dt.date(1984, 3, 2),
            custom={"Size": "9", "News": True, "Likes": ["Surf", "کتاب"], "Budget": "90.5 EUR"},
        ),
        contact("Boris Iliev", organization="alpha", custom={"Size": "10", "Budget": "1000 EUR"}),
        contact("Carla Rossi", addresses=[Address(city="Ávila")], custom={"Size": "odd"}),
        organization("Delta Ltd"),
    )
    crm.do(tag_contacts, keys[:1], add=["web", "Art"])
    return keys


def test_everything_that_can_be_shown_is_read_in_one_statement(crm: Crm) -> None:
    ana, *_others = people(crm)
    wanted = (*EXPRESSIONS, f"{OWN}Size", f"{OWN}Likes")
    with statements() as seen:
        more = crm.ask(more_of, [ana], wanted)[ana]
    assert len([sql for sql in seen if "contact" in sql]) == 1
    assert {name: more[name] for name in ("title", "company", "email", "phone", "city")} == {
        "title": "Owner",
        "company": "Zeta",
        "email": "ana@kovac.example",
        "phone": "+385 1 555 0166",
        "city": "Zagreb",
    }
    assert (more["tags"], more["birthday"], more["kind"]) == ("Art, web", "1984-03-02", "person")
    assert (more[f"{OWN}Size"], more["last"]) == ("9", None)
    assert crm.ask(more_of, [], wanted) == {}


def test_text_is_ordered_without_accents_and_who_has_none_comes_last(crm: Crm) -> None:
    ana, boris, carla, house = people(crm)
    assert crm.ask(ordered_ids, EVERYBODY, "city", descending=False) == [carla, ana, boris, house]
    assert crm.ask(ordered_ids, EVERYBODY, "city", descending=True) == [ana, carla, boris, house]
    assert crm.ask(ordered_ids, EVERYBODY, "company", descending=False)[:2] == [boris, ana]


def test_numbers_and_amounts_are_ordered_as_such(crm: Crm) -> None:
    ana, boris, carla, house = people(crm)
    by_size = crm.ask(ordered_ids, EVERYBODY, f"{OWN}Size", descending=False)
    assert by_size == [ana, boris, carla, house]
    by_budget = crm.ask(ordered_ids, EVERYBODY, f"{OWN}Budget", descending=True)
    assert by_budget[:2] == [boris, ana]


def test_the_persian_alphabet_has_its_own_order(crm: Crm) -> None:
    names = ["ی", "گ", "ک", "پ", "ت", "ب", "ژ", "ز", "چ", "ج"]
    crm.do(add, *(contact(f"N{n}", addresses=[Address(city=name)]) for n, name in enumerate(names)))
    i18n.use_language("fa")
    ids = crm.ask(ordered_ids, EVERYBODY, "city", descending=False)
    more = crm.ask(more_of, ids, ["city"])
    assert "".join(more[key]["city"] for key in ids) == "بپتجچزژکگی"


def test_a_filter_and_a_text_hold_for_every_order(crm: Crm) -> None:
    ana, boris, *_others = people(crm)
    at = NOW - dt.timedelta(days=3)
    crm.do(add, Activity(kind=ActivityKind.CALL, at=at, text="", contact_id=boris))
    wanted = ContactFilter(TODAY, conditions=(Condition("company", Op.HAS),))
    assert crm.ask(ordered_ids, wanted, "last", descending=True) == [boris, ana]
    wanted = ContactFilter(TODAY, text="kovac")
    assert crm.ask(ordered_ids, wanted, "won", descending=True) == [ana]


def opened(qtbot: QtBot, crm: Crm, settings: Settings | None = None) -> ContactsPage:
    page = open_window(qtbot, crm, settings=settings).show_page("contacts")
    assert isinstance(page, ContactsPage)
    return page


def titles(page: ContactsPage) -> list[str]:
    header, model = page.table.horizontalHeader(), page.table.model()
    shown = [header.logicalIndex(place) for place in range(header.count())]
    return [str(model.headerData(number, Qt.Orientation.Horizontal)) for number in shown]


def cells(page: ContactsPage, title: str) -> list[str]:
    model = page.table.model()
    number = [
        model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())
    ].index(title)
    return [str(model.index(row, number).data()) for row in range(model.rowCount())]


def test_columns_are_chosen_and_moved_with_keys_and_remembered(crm: Crm, qtbot: QtBot) -> None:
    people(crm)
    crm.do(add_field, FieldOwner.PERSON, FieldForm("Size", FieldKind.NUMBER))
    settings = Settings(values={"language": "en", "appearance": "light"})
    page = opened(qtbot, crm, settings)
    page.context.run("contacts.choose_columns")
    (sheet,) = (w for w in QApplication.topLevelWidgets() if isinstance(w, ColumnsSheet))
    rows = [sheet.list.item(n).text() for n in range(sheet.list.count())]
    sheet.list.setCurrentRow(rows.index("Size"))
    QTest.keyClick(sheet.list, Qt.Key.Key_Space)
    for _time in range(rows.index("Size") - 1):
        QTest.keyClick(sheet.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    sheet.list.setCurrentRow(2)
    QTest.keyClick(sheet.list, Qt.Key.Key_Space)
    QTest.keyClick(sheet.list, Qt.Key.Key_Return)
    assert titles(page) == ["Name", "Size", "City", "Last contact", "Won"]
    assert cells(page, "Size") == ["9", "10", "odd", ""]
    assert titles(opened(qtbot, crm, settings)) == titles(page)


def test_the_menu_of_the_header_shows_hides_and_goes_back(crm: Crm, qtbot: QtBot) -> None:
    people(crm)
    page = opened(qtbot, crm)

    def pick(words: str) -> None:
        page.table.columns_asked.emit(QPoint(10, 10))
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        menu.setActiveAction(next(a for a in menu.actions() if a.text() == words))
        QTest.keyClick(menu, Qt.Key.Key_Return)

    pick("E-mail")
    pick("Won")
    assert titles(page) == ["Name", "Company", "City", "Last contact", "E-mail"]
    assert cells(page, "E-mail")[0] == "ana@kovac.example"
    page.table.horizontalHeader().moveSection(4, 1)
    assert titles(page) == ["Name", "E-mail", "Company", "City", "Last contact"]
    assert cells(page, "City")[0] == "Zagreb"
    pick("As at first")
    assert titles(page) == ["Name", "Company", "City", "Last contact", "Won"]


def test_a_click_on_a_header_orders_and_the_selected_contact_stays(crm: Crm, qtbot: QtBot) -> None:
    ana, boris, carla, house = people(crm)
    page = opened(qtbot, crm)
    page.show_contact(ana)
    page.table.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    assert cells(page, "City") == ["Ávila", "Zagreb", "", ""]
    page.show_contact(boris)
    assert page.table.current_id() == boris
    page.table.selectAll()
    assert list(page.selected_ids()) == [carla, ana, boris, house]


@pytest.mark.parametrize("key", [key for key in EXPRESSIONS if key not in USUAL])
def test_every_column_can_be_shown_and_ordered_by(crm: Crm, qtbot: QtBot, key: str) -> None:
    people(crm)
    page = opened(qtbot, crm)
    page.columns.choose(["name", key])
    page.show_columns()
    page.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert len(cells(page, page.columns.all()[key].title)) == 4


def test_a_segment_has_columns_of_its_own(crm: Crm, qtbot: QtBot) -> None:
    people(crm)
    wanted = ContactFilter(TODAY, conditions=(Condition("company", Op.HAS),))
    crm.do(add_segment, "Firms", wanted)
    page = opened(qtbot, crm)
    (segment,) = crm.ask(segments, TODAY)
    page.segment.chosen.emit(segment)
    page.columns.choose(["name", "phone"])
    page.show_columns()
    assert titles(page) == ["Name", "Phone"]
    page.segment.chosen.emit(None)
    assert titles(page) == ["Name", "Company", "City", "Last contact", "Won"]
    page.segment.chosen.emit(segment)
    assert titles(page) == ["Name", "Phone"]
