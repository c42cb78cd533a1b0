"""Forms: what is typed is read in the language, what is wrong is marked and kept."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from demo_feature import FEATURE
from deskcrm.crm import Crm
from deskcrm.errors import TooLong
from deskcrm.i18n import use_language
from deskcrm.kit.date_field import DateField, read_date
from deskcrm.kit.fields import ChoiceField, TextField
from deskcrm.kit.form import Form, FormDialog
from deskcrm.kit.number_field import NumberField
from deskcrm.kit.tags_field import TagsField
from windows import open_window


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    made = Form([
        TextField("name", "Name", required=True),
        (NumberField("price", "Price"), DateField("day", "Day")),
        ChoiceField("stage", "Stage", [("new", "New"), ("won", "Won")]),
        TagsField("tags", "Tags"),
    ])  # fmt: skip
    qtbot.addWidget(made)
    made.show()
    return made


def edit_of(form: Form, name: str) -> QLineEdit:
    edit = form.field(name).findChild(QLineEdit)
    assert isinstance(edit, QLineEdit)
    return edit


def test_form_gives_its_values(form: Form, qtbot: QtBot) -> None:
    form.field("name").set_value("  Ana ")
    edit_of(form, "price").setText("1,234.50")
    edit_of(form, "day").setText("2026-11-21")
    qtbot.keyClicks(edit_of(form, "tags"), "surf,")
    qtbot.keyClicks(edit_of(form, "tags"), "web")
    assert form.values() == {
        "name": "Ana",
        "price": Decimal("1234.50"),
        "day": dt.date(2026, 11, 21),
        "stage": "new",
        "tags": ("surf", "web"),
    }


def test_every_wrong_field_is_marked_and_what_was_typed_stays(form: Form) -> None:
    edit_of(form, "price").setText("1,5")
    edit_of(form, "day").setText("soon")
    assert form.values() is None
    assert form.field("name").wrong == "Please fill in “Name”."
    assert "could not be read as a number" in form.field("price").wrong
    assert "could not be read as a date" in form.field("day").wrong
    assert edit_of(form, "price").text() == "1,5"


def test_mark_goes_when_the_field_is_mended(form: Form) -> None:
    form.values()
    assert form.field("name").wrong
    form.field("name").set_value("Ana")
    assert not form.field("name").wrong


def test_numbers_are_read_as_the_language_writes_them(qtbot: QtBot) -> None:
    use_language("es")
    field = NumberField("price", "Price")
    qtbot.addWidget(field)
    field.edit.setText("1.234,5")
    assert field.value() == Decimal("1234.5")


@pytest.mark.parametrize("code", ["en_US", "en_GB", "es_ES", "bg_BG", "fa_IR"])
def test_date_that_is_shown_is_read_back(qtbot: QtBot, code: str) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(code))
    try:
        field = DateField("day", "Day", dt.date(2026, 2, 3))
        qtbot.addWidget(field)
        assert field.value() == dt.date(2026, 2, 3)
    finally:
        QLocale.setDefault(before)


def test_date_of_no_month_is_no_date() -> None:
    assert read_date("2026-02-30") is None
    assert read_date("x" * 10_000) is None


def test_dialog_stays_open_with_the_field_marked(qtbot: QtBot, crm: Crm) -> None:
    window = open_window(qtbot, crm, [FEATURE])
    saved: list[dict[str, Any]] = []

    def save(values: dict[str, Any]) -> None:
        if len(values["name"]) > 5:
            raise TooLong(field="name", label="Name", most=5, length=len(values["name"]))
        saved.append(values)

    name = TextField("name", "Name")
    dialog = FormDialog(window.context, "New", Form([name]), save, parent=window)
    qtbot.addWidget(dialog)
    dialog.open()
    name.set_value("Anastasia")
    qtbot.keyClick(name.edit, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert "at most" in name.wrong
    assert name.value() == "Anastasia"
    name.set_value("Ana")
    qtbot.keyClick(name.edit, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert saved == [{"name": "Ana"}]
