"""The catalog on the Settings page, by keys."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskcrm.crm import Crm
from deskcrm.features.business.queries import tax_rates
from deskcrm.features.business.usecases import archive_tax
from deskcrm.features.catalog.form import ItemForm
from deskcrm.features.catalog.queries import catalog_items
from deskcrm.features.catalog.ui import FEATURE
from deskcrm.features.catalog.ui.section import CatalogSection
from deskcrm.features.catalog.usecases import add_item
from deskcrm.kit.form import FormDialog
from deskcrm.shell.window import MainWindow
from windows import open_window


@pytest.fixture
def window(qtbot: QtBot, crm: Crm) -> MainWindow:
    opened = open_window(qtbot, crm, [FEATURE])
    opened.show_page("settings")
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    return opened


@pytest.fixture
def catalog(window: MainWindow) -> CatalogSection:
    found = window.show_page("settings").findChild(CatalogSection)
    assert found is not None
    return found


def dialog() -> FormDialog:
    found = QApplication.activeModalWidget()
    assert isinstance(found, FormDialog)
    return found


def press(holder: QWidget, name: str) -> None:
    """Press a button with Space."""
    buttons = holder.findChildren(QAbstractButton)
    (button,) = [each for each in buttons if each.accessibleName() == name]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)


def write(asked: FormDialog, name: str, text: str) -> QWidget:
    """Go to a field and type over what is in it."""
    widget = asked.form.field(name).focusProxy()
    assert widget is not None
    return type_over(widget, text)


def type_over(widget: QWidget, text: str) -> QWidget:
    widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(widget, Qt.Key.Key_Delete)
    QTest.keyClicks(widget, text)
    return widget


def test_the_first_item_of_the_catalog_is_added_by_keys(catalog: CatalogSection, crm: Crm) -> None:
    press(catalog, "Add item")
    asked = dialog()
    write(asked, "name", "Design")
    write(asked, "unit", "h")
    QTest.keyClick(write(asked, "unit_price", "-38"), Qt.Key.Key_Return)
    assert "cannot be negative" in asked.form.field("unit_price").wrong
    QTest.keyClick(write(asked, "unit_price", "38.50"), Qt.Key.Key_Return)
    (item,) = crm.ask(catalog_items)
    assert (item.name, item.unit, item.unit_price, item.currency, item.tax_rate_id) == (
        "Design", "h", Decimal("38.50"), "EUR", None,
    )  # fmt: skip
    assert catalog.table.isVisible()


def test_an_item_offers_its_archived_tax_but_no_other(
    qtbot: QtBot, catalog: CatalogSection, crm: Crm
) -> None:
    standard, reduced = crm.ask(tax_rates)[:2]
    crm.do(add_item, ItemForm("Design", "", "h", Decimal(38), "EUR", standard.id))
    crm.do(archive_tax, standard.id)
    crm.do(archive_tax, reduced.id)
    qtbot.waitUntil(lambda: len(catalog.ids()) == 1)
    catalog.table.setFocus()
    QTest.keyClick(catalog.table, Qt.Key.Key_F2)
    asked = dialog()
    assert asked.form.field("tax_rate_id").value() == standard.id
    asked.form.field("tax_rate_id").set_value(reduced.id)
    assert asked.form.field("tax_rate_id").value() == standard.id
    QTest.keyClick(write(asked, "name", "Design"), Qt.Key.Key_Return)
    assert crm.ask(catalog_items)[0].tax_rate_id == standard.id
