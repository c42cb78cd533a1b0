"""The catalog on the Settings page, by keys."""

from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskcrm.crm import Crm
from deskcrm.features.business.queries import tax_rates
from deskcrm.features.business.usecases import archive_tax
from deskcrm.features.catalog.form import ItemForm, ItemText
from deskcrm.features.catalog.queries import catalog_items
from deskcrm.features.catalog.ui import FEATURE
from deskcrm.features.catalog.ui.entries import PricesField, TextsField
from deskcrm.features.catalog.ui.importing import ImportItemsSheet
from deskcrm.features.catalog.ui.section import CatalogSection
from deskcrm.features.catalog.usecases import add_item, archive_item
from deskcrm.features.exchange.formats import Format
from deskcrm.i18n import use_language
from deskcrm.kit.form import FormDialog
from deskcrm.kit.save_as import SaveAsSheet
from deskcrm.settings import Settings
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


DESIGN = ItemForm("Design", "By the hour", "h", Decimal("38.00"), "EUR", category="Work")


def test_prices_and_words_are_added_and_taken_away_by_keys(
    qtbot: QtBot, catalog: CatalogSection, crm: Crm
) -> None:
    item = crm.do(add_item, DESIGN)
    qtbot.waitUntil(lambda: catalog.ids() == [item])
    catalog.table.setFocus()
    QTest.keyClick(catalog.table, Qt.Key.Key_Return)
    asked = dialog()
    prices, texts = asked.form.field("prices"), asked.form.field("texts")
    assert isinstance(prices, PricesField)
    assert isinstance(texts, TextsField)
    press(prices, "Add a price")
    qtbot.waitUntil(prices.entries[0].currency.hasFocus)
    assert prices.entries[0].currency.currentData() == "USD", "the first that has none yet"
    QTest.keyClick(prices.entries[0].currency, Qt.Key.Key_Tab)
    qtbot.waitUntil(prices.entries[0].price.hasFocus)
    QTest.keyClicks(prices.entries[0].price, "41.50")
    press(texts, "Add a language")
    said = texts.entries[0]
    assert said.language.currentData() == "bg"
    said.language.setCurrentIndex(said.language.findData("es"))
    type_over(said.name, "Portada")
    QTest.keyClick(said.name, Qt.Key.Key_Tab)
    qtbot.waitUntil(said.unit.hasFocus)
    QTest.keyClick(type_over(said.unit, "hora"), Qt.Key.Key_Return)
    (row,) = crm.ask(catalog_items)
    assert row.prices == (("USD", Decimal("41.50")),)
    assert row.texts == (ItemText("es", "Portada", "", "hora"),)

    qtbot.waitUntil(lambda: catalog.row(item).prices == row.prices)
    press(catalog, "Edit")
    asked = dialog()
    prices = asked.form.field("prices")
    press(prices, "Remove the price")
    QTest.keyClick(write(asked, "name", "Design"), Qt.Key.Key_Return)
    assert crm.ask(catalog_items)[0].prices == ()
    crm.undo()
    assert crm.ask(catalog_items) == (row,)


def test_a_second_price_in_a_currency_is_said_at_the_prices(
    qtbot: QtBot, catalog: CatalogSection, crm: Crm
) -> None:
    item = crm.do(add_item, DESIGN)
    qtbot.waitUntil(lambda: catalog.ids() == [item])
    catalog.edit(item)
    prices = dialog().form.field("prices")
    assert isinstance(prices, PricesField)
    press(prices, "Add a price")
    (entry,) = prices.entries
    entry.currency.setCurrentIndex(entry.currency.findData("EUR"))
    QTest.keyClick(type_over(entry.price, "5"), Qt.Key.Key_Return)
    assert prices.wrong == "There are two prices in EUR. Take one of them away."
    QTest.keyClick(type_over(entry.price, "5 or 6"), Qt.Key.Key_Return)
    assert "could not be read" in prices.wrong
    assert crm.ask(catalog_items)[0].prices == ()


def test_the_list_is_narrowed_by_typing_and_by_category(
    qtbot: QtBot, catalog: CatalogSection, crm: Crm
) -> None:
    poster = crm.do(add_item, ItemForm("Poster", "", "", Decimal(400), "EUR"))
    design = crm.do(add_item, DESIGN)
    crm.do(add_item, ItemForm("Print", "", "", Decimal(40), "EUR", category="Paper"))
    qtbot.waitUntil(lambda: len(catalog.ids()) == 3)
    catalog.filter.setFocus()
    QTest.keyClicks(catalog.filter, "post")
    qtbot.waitUntil(lambda: catalog.ids() == [poster])
    QTest.keyClick(catalog.filter, Qt.Key.Key_Return)
    assert catalog.table.hasFocus()
    catalog.filter.clear()
    words = [catalog.category.itemText(place) for place in range(catalog.category.count())]
    assert words == ["All categories", "Paper", "Work", "Without a category"]
    catalog.category.setFocus()
    for _step in range(2):
        QTest.keyClick(catalog.category, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: catalog.ids() == [design])
    press(catalog, "Add item")
    assert dialog().form.field("category").value() == "Work"


def test_a_file_is_looked_at_before_it_is_imported_and_undone_in_one_step(
    qtbot: QtBot, window: MainWindow, crm: Crm, tmp_path: Path
) -> None:
    crm.do(add_item, DESIGN)
    path = tmp_path / "items.csv"
    path.write_text("name,category,price EUR,Colour\nDesign,Work,40,\nPoster,,400,\nCup,,,\n")
    window.context.run("catalog.import", files=[path])
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, ImportItemsSheet)
    qtbot.waitUntil(lambda: len(sheet.rows) == 3)
    assert [(row.name, row.verdict) for row in sheet.rows] == [
        ("Cup", "refused"), ("Design", "changed"), ("Poster", "new"),
    ]  # fmt: skip
    assert len(crm.ask(catalog_items)) == 1
    assert sheet.import_button.hasFocus()
    QTest.keyClick(sheet.import_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(crm.ask(catalog_items)) == 2)
    qtbot.waitUntil(lambda: window.toasts.text == "3 rows read: 1 new, 1 changed, 1 refused.")
    crm.undo()
    assert [item.unit_price for item in crm.ask(catalog_items)] == [Decimal("38.00")]


def test_a_file_that_is_none_is_said_in_the_sheet(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "items.csv"
    path.write_bytes(b"\x89PNG\r\n")
    window.context.run("catalog.import", files=[path])
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, ImportItemsSheet)
    qtbot.waitUntil(lambda: sheet.sentence != "")
    assert "neither a CSV nor an XLSX file" in sheet.sentence
    assert not sheet.import_button.isVisible()


def test_the_catalog_is_exported_in_the_format_that_was_chosen(
    qtbot: QtBot, window: MainWindow, crm: Crm, tmp_path: Path
) -> None:
    crm.do(add_item, DESIGN)
    window.context.run("catalog.export")
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, SaveAsSheet)
    sheet.form.edit.setFocus()
    QTest.keyClick(sheet.form.edit, Qt.Key.Key_Down)
    assert sheet.form.value() is Format.EXACT
    sheet.write(tmp_path / "out.csv")
    qtbot.waitUntil(lambda: window.toasts.text == "Wrote 1 item to out.csv.")
    assert (tmp_path / "out.csv").read_text().startswith("name,description,")


def test_the_catalog_is_gone_to_by_command(
    qtbot: QtBot, window: MainWindow, catalog: CatalogSection, crm: Crm
) -> None:
    crm.do(add_item, DESIGN)
    qtbot.waitUntil(lambda: len(catalog.ids()) == 1)
    window.context.run("catalog.show")
    assert catalog.table.hasFocus()
    assert catalog.current().name == "Design"


@pytest.mark.parametrize("language", ["en", "bg", "es", "fa"])
def test_nothing_is_wider_than_the_smallest_window(qtbot: QtBot, crm: Crm, language: str) -> None:
    use_language(language)
    crm.do(add_item, DESIGN)
    crm.do(archive_item, crm.do(add_item, ItemForm("Fax", "", "", Decimal(1), "EUR")))
    kept = Settings(values={"language": language, "appearance": "light"})
    window = open_window(qtbot, crm, [FEATURE], settings=kept)
    window.resize(960, 600)
    part = window.show_page("settings").findChild(CatalogSection)
    assert part is not None
    assert part.minimumSizeHint().width() <= 640
