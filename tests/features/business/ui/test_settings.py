"""The business on the Settings page, by keys and mouse."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QColorDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from builders import stage_id
from deskcrm.crm import Crm
from deskcrm.domain.totals import TaxCategory
from deskcrm.features.business.queries import (
    business_view,
    logo,
    stages,
    tax_rates,
)
from deskcrm.features.business.ui import FEATURE
from deskcrm.features.business.ui.accent import AccentField
from deskcrm.features.business.ui.logo import LogoPicker
from deskcrm.features.business.ui.own import OwnSection
from deskcrm.features.business.ui.quotes import QuotesSection
from deskcrm.features.business.ui.saved_fields import SavedFields
from deskcrm.features.business.ui.stages import StageSection
from deskcrm.features.business.ui.taxes import TaxSection
from deskcrm.features.business.usecases import edit_business
from deskcrm.i18n import use_language
from deskcrm.kit.form import FormDialog
from deskcrm.kit.records import RecordsSection
from deskcrm.settings import Settings
from deskcrm.shell.window import MainWindow
from windows import open_window

SectionT = TypeVar("SectionT", bound=QWidget)


def settings_page(qtbot: QtBot, crm: Crm, language: str = "en") -> MainWindow:
    """Open the window at its Settings, with the keyboard in it."""
    use_language(language)
    kept = Settings(values={"language": language, "appearance": "light"})
    window = open_window(qtbot, crm, [FEATURE], settings=kept)
    window.show_page("settings")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.fixture
def window(qtbot: QtBot, crm: Crm) -> MainWindow:
    return settings_page(qtbot, crm)


def section(window: MainWindow, kind: type[SectionT]) -> SectionT:
    found = window.show_page("settings").findChild(kind)
    assert found is not None
    return found


def control(holder: SavedFields | FormDialog, name: str) -> QWidget:
    widget = holder.form.field(name).focusProxy()
    assert widget is not None
    return widget


def write(holder: SavedFields | FormDialog, name: str, text: str) -> QWidget:
    """Go to a field and type over what is in it."""
    widget = control(holder, name)
    widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(widget, Qt.Key.Key_Delete)
    QTest.keyClicks(widget, text)
    return widget


def dialog() -> FormDialog:
    found = QApplication.activeModalWidget()
    assert isinstance(found, FormDialog)
    return found


def press(window: MainWindow, kind: type[QWidget], name: str) -> None:
    """Press a button of a section with Space."""
    buttons = section(window, kind).findChildren(QAbstractButton)
    (button,) = [each for each in buttons if each.accessibleName() == name]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)


def row_of(table: RecordsSection, name: str) -> int:
    return next(place for place, key in enumerate(table.ids()) if table.row(key).name == name)


def on_row(window: MainWindow, kind: type[RecordsSection], name: str) -> RecordsSection:
    """Go to a row of a table with the arrow keys."""
    found = section(window, kind)
    found.table.setFocus()
    for _step in range(row_of(found, name)):
        QTest.keyClick(found.table, Qt.Key.Key_Down)
    assert found.current().name == name
    return found


def taxes(crm: Crm) -> list[str]:
    return [tax.name for tax in crm.ask(tax_rates)]


def picture(path: Path) -> Path:
    Image.new("RGB", (60, 20), "#3B5BDB").save(path)
    return path


def test_a_field_is_saved_when_it_is_left_and_the_sidebar_follows(
    window: MainWindow, crm: Crm
) -> None:
    assert window.sidebar.business.text() == "DeskCRM"
    name = write(section(window, OwnSection), "name", "Atelier Marin")
    assert crm.ask(business_view).name == ""
    QTest.keyClick(name, Qt.Key.Key_Tab)
    assert crm.ask(business_view).name == "Atelier Marin"
    assert window.sidebar.business.text() == "Atelier Marin"
    assert window.windowTitle() == "Atelier Marin – DeskCRM"


def test_each_field_is_one_step_of_undo_and_shows_what_was_before(
    qtbot: QtBot, window: MainWindow, crm: Crm
) -> None:
    own = section(window, OwnSection)
    QTest.keyClick(write(own, "name", "Atelier Marin"), Qt.Key.Key_Return)
    QTest.keyClick(write(own, "address", "ul. Orbita 12"), Qt.Key.Key_Tab)
    assert crm.ask(business_view).address == "ul. Orbita 12"
    window.context.run("undo")
    qtbot.waitUntil(lambda: own.form.field("address").value() == "")
    assert own.form.field("name").value() == "Atelier Marin"
    window.context.run("undo")
    qtbot.waitUntil(lambda: own.form.field("name").value() == "")


def test_leaving_a_field_as_it_was_is_no_step_of_undo(window: MainWindow, crm: Crm) -> None:
    own = section(window, OwnSection)
    for _field in range(12):
        QTest.keyClick(QApplication.focusWidget() or control(own, "name"), Qt.Key.Key_Tab)
    assert crm.undo_label is None


def test_a_wrong_field_is_marked_and_keeps_what_was_typed(
    qtbot: QtBot, window: MainWindow, crm: Crm
) -> None:
    own = section(window, OwnSection)
    QTest.keyClick(write(own, "email", "mira at home"), Qt.Key.Key_Tab)
    assert "not an e-mail address" in own.form.field("email").wrong
    QTest.keyClick(write(own, "phone", "+359 2 555 0112"), Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: crm.ask(business_view).phone == "+359 2 555 0112")
    own.reload()
    assert own.form.field("email").value() == "mira at home"
    assert crm.ask(business_view).email == ""

    QTest.keyClick(write(own, "email", "mira@ateliermarin.example"), Qt.Key.Key_Return)
    assert own.form.field("email").wrong == ""
    assert crm.ask(business_view).email == "mira@ateliermarin.example"


def test_what_another_program_writes_shows_but_not_over_what_is_being_typed(
    qtbot: QtBot, window: MainWindow, crm: Crm
) -> None:
    own = section(window, OwnSection)
    write(own, "name", "Half a na")
    other = Crm.open(crm.path)
    other.do(edit_business, replace(other.ask(business_view), name="Other", phone="123"))
    other.close()
    crm.notice()
    qtbot.waitUntil(lambda: own.form.field("phone").value() == "123")
    assert own.form.field("name").value() == "Half a na"


def test_a_country_is_chosen_by_typing_its_name(qtbot: QtBot, window: MainWindow, crm: Crm) -> None:
    country = control(section(window, OwnSection), "country")
    country.setFocus()
    QTest.keyClicks(country, "Bulg")
    qtbot.waitUntil(lambda: crm.ask(business_view).country == "BG")
    assert crm.undo() == "edit business"
    assert crm.undo_label is None, "typing four letters is one step"


def test_the_wheel_over_a_choice_changes_nothing(window: MainWindow) -> None:
    currency = control(section(window, QuotesSection), "currency")
    at = QPointF(10, 10)
    turn = QWheelEvent(
        at, currency.mapToGlobal(at), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(currency, turn)
    assert section(window, QuotesSection).form.field("currency").value() == "EUR"
    assert not turn.isAccepted()


def test_an_accent_color_may_be_typed_without_its_sign(window: MainWindow, crm: Crm) -> None:
    own = section(window, OwnSection)
    QTest.keyClick(write(own, "accent", "aa2200"), Qt.Key.Key_Tab)
    assert crm.ask(business_view).accent == "#AA2200"
    QTest.keyClick(write(own, "accent", "blue"), Qt.Key.Key_Tab)
    assert "not a color" in own.form.field("accent").wrong


def test_an_accent_color_is_picked(window: MainWindow, crm: Crm) -> None:
    press(window, AccentField, "Pick a color")
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, QColorDialog)
    asked.setCurrentColor("#1F7A34")
    asked.accept()
    assert crm.ask(business_view).accent == "#1F7A34"


def test_the_next_number_is_shown_while_the_pattern_is_typed(window: MainWindow, crm: Crm) -> None:
    quotes = section(window, QuotesSection)
    assert quotes.preview.text() == "The next quote will be Q-2026-0001"
    pattern = write(quotes, "number_pattern", "{number:03}/{year}")
    assert quotes.preview.text() == "The next quote will be 001/2026"
    write(quotes, "number_pattern", "{numb")
    assert quotes.preview.isHidden()
    assert quotes.form.field("number_pattern").wrong == ""
    QTest.keyClick(pattern, Qt.Key.Key_Tab)
    assert "{number}" in quotes.form.field("number_pattern").wrong
    assert crm.ask(business_view).number_pattern == "Q-{year}-{number:04}"


@pytest.mark.parametrize("typed", ["", "0", "2.5", "a month", "99999999999999999999"])
def test_a_validity_that_is_none_is_marked(window: MainWindow, crm: Crm, typed: str) -> None:
    quotes = section(window, QuotesSection)
    QTest.keyClick(write(quotes, "valid_days", typed), Qt.Key.Key_Tab)
    assert quotes.form.field("valid_days").wrong
    assert crm.ask(business_view).valid_days == 30


def test_a_validity_is_read_in_the_digits_of_the_language(qtbot: QtBot, crm: Crm) -> None:
    window = settings_page(qtbot, crm, "fa")
    days = write(section(window, QuotesSection), "valid_days", "")
    assert isinstance(days, QLineEdit)
    days.insert("۱۴")
    QTest.keyClick(days, Qt.Key.Key_Tab)
    assert crm.ask(business_view).valid_days == 14


def test_a_dropped_picture_becomes_the_logo_and_can_be_removed(
    qtbot: QtBot, window: MainWindow, crm: Crm, tmp_path: Path
) -> None:
    picker = section(window, LogoPicker)
    path = picture(tmp_path / "logo.png")
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(path))])
    enter = QDragEnterEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, carried,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    picker.dragEnterEvent(enter)
    assert enter.isAccepted()
    drop = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, carried,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    picker.dropEvent(drop)
    assert crm.ask(logo) == path.read_bytes()
    assert window.toasts.text == "Logo changed"
    qtbot.waitUntil(lambda: picker.paper.accessibleName() == "Logo")

    press(window, LogoPicker, "Remove the logo")
    assert crm.ask(logo) is None
    qtbot.waitUntil(picker.remove.isHidden)


def test_what_is_no_picture_is_said_beside_the_logo(
    window: MainWindow, crm: Crm, tmp_path: Path
) -> None:
    picker = section(window, LogoPicker)
    path = tmp_path / "logo.png"
    path.write_bytes(b"no picture")
    picker.use(path)
    assert "cannot be read as a picture" in picker.sentence.text()
    picker.use(tmp_path / "missing.png")
    assert "missing.png" in picker.sentence.text()
    assert crm.ask(logo) is None


def test_a_tax_is_added_by_keys(window: MainWindow, crm: Crm) -> None:
    press(window, TaxSection, "Add tax")
    asked = dialog()
    write(asked, "name", "VAT")
    rate = write(asked, "rate", "120")
    QTest.keyClick(rate, Qt.Key.Key_Return)
    assert "between 0 and 100" in asked.form.field("rate").wrong
    QTest.keyClick(write(asked, "rate", "21"), Qt.Key.Key_Return)
    tax = crm.ask(tax_rates)[-1]
    assert (tax.name, tax.category, tax.rate) == ("VAT", TaxCategory.S, Decimal(21))
    assert window.toasts.text == "Added VAT"
    assert section(window, TaxSection).current().name == "VAT"


def test_a_kind_without_tax_has_no_rate_but_a_reason(window: MainWindow, crm: Crm) -> None:
    press(window, TaxSection, "Add tax")
    asked = dialog()
    write(asked, "name", "Small business")
    write(asked, "rate", "21")
    kind = control(asked, "category")
    kind.setFocus()
    QTest.keyClicks(kind, "Exempt")
    assert not asked.form.field("rate").isEnabled()
    QTest.keyClick(control(asked, "name"), Qt.Key.Key_Return)
    assert asked.form.field("reason").wrong
    QTest.keyClick(write(asked, "reason", "Exempt under § 19"), Qt.Key.Key_Return)
    tax = crm.ask(tax_rates)[-1]
    assert (tax.category, tax.rate, tax.reason) == (TaxCategory.E, Decimal(0), "Exempt under § 19")


def test_a_tax_is_edited_with_enter(qtbot: QtBot, window: MainWindow, crm: Crm) -> None:
    taxes_of = on_row(window, TaxSection, "Reduced")
    QTest.keyClick(taxes_of.table, Qt.Key.Key_Return)
    QTest.keyClick(write(dialog(), "rate", "5.5"), Qt.Key.Key_Return)
    assert crm.ask(tax_rates)[1].rate == Decimal("5.5")
    qtbot.waitUntil(lambda: taxes_of.current().rate == Decimal("5.5"))


def test_a_tax_is_archived_with_delete_and_brought_back(
    qtbot: QtBot, window: MainWindow, crm: Crm
) -> None:
    table = on_row(window, TaxSection, "Zero-rated")
    QTest.keyClick(table.table, Qt.Key.Key_Delete)
    assert "Zero-rated" not in taxes(crm)
    assert window.toasts.text == "Archived Zero-rated"
    qtbot.waitUntil(lambda: len(table.ids()) == 5)

    press(window, TaxSection, "Show archived")
    assert len(table.ids()) == 6
    table.table.select_row(row_of(table, "Zero-rated"))
    press(window, TaxSection, "Bring back")
    assert "Zero-rated" in taxes(crm)


def test_taxes_are_moved_by_keys(qtbot: QtBot, window: MainWindow, crm: Crm) -> None:
    table = on_row(window, TaxSection, "Reduced")
    QTest.keyClick(table.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert taxes(crm)[:2] == ["Reduced", "Standard"]
    qtbot.waitUntil(lambda: row_of(table, "Reduced") == 0)
    assert table.current().name == "Reduced", "the selection goes with the row"
    QTest.keyClick(table.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert taxes(crm)[:2] == ["Reduced", "Standard"]
    QTest.keyClick(table.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert taxes(crm)[:2] == ["Standard", "Reduced"]


def test_a_stage_is_renamed_and_takes_another_probability(window: MainWindow, crm: Crm) -> None:
    table = on_row(window, StageSection, "Qualified")
    QTest.keyClick(table.table, Qt.Key.Key_F2)
    asked = dialog()
    write(asked, "name", "Talking")
    QTest.keyClick(write(asked, "probability", "150"), Qt.Key.Key_Return)
    assert "between 0 and 100" in asked.form.field("probability").wrong
    QTest.keyClick(write(asked, "probability", "60"), Qt.Key.Key_Return)
    stage = next(s for s in crm.ask(stages) if s.id == stage_id(crm, "qualified"))
    assert (stage.name, stage.probability, stage.quiet_days) == ("Talking", 60, 14)


def test_a_closed_stage_has_only_a_name(window: MainWindow, crm: Crm) -> None:
    table = on_row(window, StageSection, "Won")
    QTest.keyClick(table.table, Qt.Key.Key_Return)
    asked = dialog()
    with pytest.raises(KeyError):
        asked.form.field("probability")
    QTest.keyClick(write(asked, "name", "Signed"), Qt.Key.Key_Return)
    assert [s.name for s in crm.ask(stages)][-2:] == ["Signed", "Lost"]


@pytest.mark.parametrize("language", ["en", "bg", "es", "fa"])
def test_nothing_is_wider_than_the_smallest_window(qtbot: QtBot, crm: Crm, language: str) -> None:
    window = settings_page(qtbot, crm, language)
    window.resize(960, 600)
    page = window.show_page("settings")
    for kind in (OwnSection, QuotesSection, TaxSection, StageSection):
        part = section(window, kind)
        assert part.minimumSizeHint().width() <= 640, kind
        assert part.width() <= page.width()
        assert part.height() >= part.minimumSizeHint().height(), kind


def test_how_quotes_look_and_what_they_carry_is_chosen(window: MainWindow, crm: Crm) -> None:
    quotes = section(window, QuotesSection)
    for name, value in (("design", "modern"), ("paper", "letter"), ("electronic", True)):
        quotes.form.field(name).set_value(value)
        quotes.save(name)
    QTest.keyClick(write(quotes, "follow_up_days", "3"), Qt.Key.Key_Tab)
    kept = crm.ask(business_view)
    assert (kept.design, kept.paper, kept.electronic) == ("modern", "letter", True)
    assert kept.follow_up_days == 3
    QTest.keyClick(write(quotes, "follow_up_days", "-1"), Qt.Key.Key_Tab)
    assert quotes.form.field("follow_up_days").wrong
