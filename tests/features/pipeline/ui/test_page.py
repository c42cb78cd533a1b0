"""New leads, one deal, the table and the weekly review in the real window."""

import datetime as dt
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from builders import NOW, TODAY, add, contact, pipeline_of, stage_id
from deskcrm import i18n
from deskcrm.crm import Crm
from deskcrm.domain.custom import FieldKind, FieldOwner
from deskcrm.domain.people import Contact
from deskcrm.features.fields.usecases import FieldForm, add_field
from deskcrm.features.pipeline.queries import deal_view
from deskcrm.features.pipeline.ui import FEATURE
from deskcrm.features.pipeline.ui.bridge_table import BridgeTable
from deskcrm.features.pipeline.ui.page import PipelinePage
from deskcrm.features.pipeline.usecases import (
    DealFields,
    add_lead,
    delete_deals,
    edit_deal,
    lose_deal,
    set_next_step,
    set_probability,
)
from deskcrm.kit.form import FormDialog
from deskcrm.shell.window import MainWindow
from windows import open_window

ENTER = Qt.Key.Key_Return


def open_page(qtbot: QtBot, crm: Crm) -> tuple[MainWindow, PipelinePage]:
    window = open_window(qtbot, crm, [FEATURE])
    window.resize(1280, 800)
    qtbot.wait(20)
    return window, window.context.page("pipeline", PipelinePage)


def lead(crm: Crm, title: str, value: int = 0, *, close: dt.date | None = None) -> int:
    return crm.do(add_lead, title, value=Decimal(value), expected_close=close, at=NOW)


def words_of(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.text()]


# New leads.


def test_a_lead_is_typed_in_one_line_and_the_line_waits_for_the_next(
    qtbot: QtBot, crm: Crm
) -> None:
    lead(crm, "First")
    window, page = open_page(qtbot, crm)
    window.context.run("pipeline.new_lead")
    bar = page.lead_bar
    assert bar.currency.text() == "EUR"
    for field, text in (
        (bar.title, "Menu design"),
        (bar.contact, "Forno Rossi"),
        (bar.value, "1,200.50"),
        (bar.source, "Referral"),
    ):
        QTest.keyClicks(field, text)
    QTest.keyClick(bar.source, ENTER)

    assert pipeline_of(crm)["new"] == ["Menu design", "First"]
    key = page.target("deal")
    assert key is not None
    made = crm.ask(deal_view, key, TODAY)
    assert (made.row.value, made.contact_name, made.source) == (
        Decimal("1200.50"),
        "Forno Rossi",
        "Referral",
    )
    assert bar.isVisible()
    assert (bar.title.text(), bar.value.text(), bar.title.hasFocus()) == ("", "", True)
    QTest.keyClicks(bar.title, "Second")
    QTest.keyClick(bar.title, ENTER)
    assert pipeline_of(crm)["new"] == ["Second", "Menu design", "First"]
    QTest.keyClick(bar.title, Qt.Key.Key_Escape)
    assert not bar.isVisible()


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"title": "x", "value": "1,5"}, "value", "could not be read"),
        ({"title": "x", "value": "-3"}, "value", "less than zero"),
        ({"title": "x", "currency": "XXQ"}, "currency", "not a currency"),
        ({"title": "   "}, "title", "fill in"),
    ],
)
def test_what_is_wrong_in_a_lead_is_marked_and_stays(
    qtbot: QtBot, crm: Crm, typed: dict[str, str], field: str, sentence: str
) -> None:
    _window, page = open_page(qtbot, crm)
    page.new_lead()
    bar = page.lead_bar
    for name, text in typed.items():
        getattr(bar, name).setText(text)
    QTest.keyClick(bar.title, ENTER)

    assert sentence in bar.wrong
    assert getattr(bar, field).property("wrong") is True
    assert {name: getattr(bar, name).text() for name in typed} == typed
    assert pipeline_of(crm)["new"] == []


def test_a_number_is_read_in_the_language_of_the_window(qtbot: QtBot, crm: Crm) -> None:
    _window, page = open_page(qtbot, crm)
    i18n.use_language("es")
    page.new_lead()
    page.lead_bar.title.setText("Carta")
    page.lead_bar.value.setText("1.200,50")
    page.lead_bar.add()
    assert crm.ask(deal_view, 1, TODAY).row.value == Decimal("1200.50")


def test_a_known_contact_is_offered_and_taken_not_added_again(qtbot: QtBot, crm: Crm) -> None:
    (known,) = crm.do(add, contact("Lucía Fernández", organization="Ola Surf Escuela"))
    _window, page = open_page(qtbot, crm)
    page.new_lead()
    edit = page.lead_bar.contact
    QTest.keyClicks(edit, "fernan")
    completer = edit.completer()
    assert completer is not None
    offered = completer.model()
    assert offered.index(0, 0).data() == "Lucía Fernández · Ola Surf Escuela"
    completer.activated.emit(offered.index(0, 0).data())
    qtbot.waitUntil(lambda: edit.text() == "Lucía Fernández")
    page.lead_bar.title.setText("Booking")
    page.lead_bar.add()
    assert crm.ask(deal_view, 1, TODAY).row.contact_id == known
    assert crm.ask(lambda s: s.scalar(select(func.count()).select_from(Contact))) == 1


def test_an_empty_pipeline_says_what_it_is_for_and_takes_the_first_lead(
    qtbot: QtBot, crm: Crm
) -> None:
    _window, page = open_page(qtbot, crm)
    assert "No deals yet" in words_of(page)
    assert not page.board.isVisible()
    page.new_lead()
    QTest.keyClicks(page.lead_bar.title, "First")
    QTest.keyClick(page.lead_bar.title, ENTER)
    assert page.board.isVisible()
    assert page.lead_bar.title.hasFocus()


# One deal.


def test_enter_opens_a_deal_and_its_form_saves_on_enter(qtbot: QtBot, crm: Crm) -> None:
    key = lead(crm, "Flyer", 100)
    window, page = open_page(qtbot, crm)
    page.opened()
    QTest.keyClick(page.board.columns[0].list, ENTER)
    assert page.deal.isVisible()

    form = page.deal.form
    form.field("title").set_value("Flyer set")
    form.field("value").set_value(Decimal("1400.50"))
    form.field("stage").set_value(stage_id(crm, "qualified"))
    form.field("close").set_value(TODAY)
    form.field("source").set_value("Website")
    source = form.field("source").focusProxy()
    assert source is not None
    QTest.keyClick(source, ENTER)

    saved = crm.ask(deal_view, key, TODAY)
    assert (saved.row.title, saved.row.value, saved.row.stage.key, saved.source) == (
        "Flyer set",
        Decimal("1400.50"),
        "qualified",
        "Website",
    )
    assert window.toasts.text == "Saved “Flyer set”"
    QTest.keyClick(page.deal, Qt.Key.Key_Escape)
    assert page.board.isVisible()
    assert page.board.columns[2].list.hasFocus()


def test_what_was_typed_stays_when_something_is_wrong_and_nothing_is_left_unsaved(
    qtbot: QtBot, crm: Crm
) -> None:
    key = lead(crm, "Flyer", 100)
    _window, page = open_page(qtbot, crm)
    page.show_deal(key)
    value = page.deal.form.field("value").focusProxy()
    assert isinstance(value, QLineEdit)
    value.setText("a lot")
    page.deal.leave()
    assert page.deal.isVisible()
    assert (value.text(), bool(page.deal.form.field("value").wrong)) == ("a lot", True)
    value.setText("250")
    crm.do(set_next_step, key, "Call", TODAY, at=NOW)
    qtbot.wait(20)
    assert value.text() == "250"
    page.deal.leave()
    assert page.board.isVisible()
    assert crm.ask(deal_view, key, TODAY).row.value == 250


def test_another_deal_is_opened_only_once_what_was_typed_is_saved(qtbot: QtBot, crm: Crm) -> None:
    first, second = lead(crm, "First"), lead(crm, "Second")
    window, page = open_page(qtbot, crm)
    window.context.open("deal", first)
    page.deal.form.field("title").set_value("")
    window.context.open("deal", second)
    assert page.deal.deal_id == first
    assert page.deal.form.field("title").wrong
    page.deal.form.field("title").set_value("First of all")
    window.context.open("deal", second)
    assert page.deal.deal_id == second
    assert crm.ask(deal_view, first, TODAY).row.title == "First of all"


def test_a_chance_by_hand_is_seen_and_emptied_returns_to_the_stages(qtbot: QtBot, crm: Crm) -> None:
    key = lead(crm, "Flyer")
    crm.do(set_probability, key, 35)
    _window, page = open_page(qtbot, crm)
    page.show_deal(key)
    assert any("Set by hand; the stage says 10%" in text for text in words_of(page.deal))
    page.deal.form.field("probability").set_value(None)
    assert page.deal.save()
    assert crm.ask(deal_view, key, TODAY).row.by_hand is False
    page.deal.form.field("probability").set_value(Decimal(120))
    assert not page.deal.save()
    assert crm.ask(deal_view, key, TODAY).row.probability == 10


def test_next_step_and_what_happened_are_typed_in_one_line_each(qtbot: QtBot, crm: Crm) -> None:
    key = lead(crm, "Flyer")
    _window, page = open_page(qtbot, crm)
    page.show_deal(key)
    step = page.deal.findChild(QLineEdit, "next_step")
    happened = page.deal.findChild(QLineEdit, "happened")
    assert step is not None
    assert happened is not None
    QTest.keyClicks(step, "Send samples")
    QTest.keyClick(step, ENTER)
    QTest.keyClicks(happened, "She liked <b>it</b>")
    QTest.keyClick(happened, ENTER)

    shown = crm.ask(deal_view, key, TODAY)
    assert [(each.title, each.due_on) for each in shown.steps] == [("Send samples", TODAY)]
    assert shown.events[0].text == "She liked <b>it</b>"
    assert (step.text(), happened.text()) == ("", "")
    qtbot.waitUntil(lambda: "Send samples" in words_of(page.deal))


def test_a_deal_deleted_elsewhere_closes_its_view(qtbot: QtBot, crm: Crm) -> None:
    key = lead(crm, "Flyer")
    lead(crm, "Other")
    window, page = open_page(qtbot, crm)
    window.context.open("deal", key)
    crm.do(delete_deals, [key])
    qtbot.waitUntil(page.board.isVisible)
    window.context.open("deal", 999)
    assert page.board.isVisible()


def test_the_palette_finds_deals_by_title_and_contact(qtbot: QtBot, crm: Crm) -> None:
    crm.do(add_lead, "Каталог 2027", contact_name="Северна Звезда", value=Decimal(5950), at=NOW)
    window, _page = open_page(qtbot, crm)
    assert FEATURE.find is not None
    (found,) = FEATURE.find(window.context, "катал")
    assert (found.kind, found.title, found.subtitle) == (
        "deal",
        "Каталог 2027",
        "Северна Звезда · New · €5,950",
    )


# The table.


def test_a_field_of_the_users_own_becomes_a_column_of_the_table(qtbot: QtBot, crm: Crm) -> None:
    key = lead(crm, "Booking site")
    _window, page = open_page(qtbot, crm)
    page.chips.choose("table")
    assert page.table.model().columns[-1].id == "next"
    crm.do(add_field, FieldOwner.DEAL, FieldForm("Hours", kind=FieldKind.NUMBER))
    fields = DealFields("Booking site", stage_id(crm, "new"), custom={"Hours": "12.5"})
    crm.do(edit_deal, key, fields, at=NOW)
    page.reload()
    model = page.table.model()
    assert model.columns[-1].title == "Hours"
    assert model.cell(0, len(model.columns) - 1).text == "12.5"


def test_the_table_shows_every_deal_and_deletes_those_selected(qtbot: QtBot, crm: Crm) -> None:
    for title in "CBA":
        lead(crm, title)
    crm.do(lose_deal, lead(crm, "gone"), "Price", at=NOW)
    window, page = open_page(qtbot, crm)
    page.chips.choose("table")
    model = page.table.model()
    rows = [model.index(at, 0).data() for at in range(model.rowCount())]
    assert rows == ["A", "B", "C", "gone"]
    assert model.index(3, 6).data() == "lost 21 Nov"

    page.table.selectAll()
    page.table.select_row(0)
    page.table.setSelectionMode(QAbstractItemView.SelectionMode.MultiSelection)
    page.table.selectRow(1)
    page.table.selectRow(2)
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    assert window.toasts.text == "Deleted 3 deals"
    assert pipeline_of(crm) == {
        "new": [], "contacted": [], "qualified": [], "proposal": [], "won": [], "lost": ["gone"],
    }  # fmt: skip
    window.toasts.button.click()
    assert pipeline_of(crm)["new"] == list("ABC")


# The weekly review.


def fill_review(crm: Crm) -> dict[str, int]:
    late = lead(crm, "late", 300, close=TODAY - dt.timedelta(days=4))
    adrift = lead(crm, "adrift", 200)
    fine = lead(crm, "fine", 100)
    for key in (late, fine):
        crm.do(set_next_step, key, "Call", TODAY + dt.timedelta(days=1), at=NOW)
    return {"late": late, "adrift": adrift, "fine": fine}


def test_the_review_goes_from_the_worst_deal_to_what_changed_in_the_week(
    qtbot: QtBot, crm: Crm
) -> None:
    keys = fill_review(crm)
    window, page = open_page(qtbot, crm)
    window.context.run("pipeline.review")
    review = page.review
    assert (review.deal_id, review.progress) == (keys["late"], "1 of 3")
    assert "late" in words_of(review)
    assert any("expected to close on 17 Nov" in text for text in words_of(review))

    QTest.keyClick(review, Qt.Key.Key_M)
    assert pipeline_of(crm)["contacted"] == ["late"]
    assert (review.deal_id, review.progress) == (keys["adrift"], "2 of 3")
    QTest.keyClick(review, Qt.Key.Key_L)
    (sheet,) = window.findChildren(FormDialog)
    QTest.keyClick(sheet.form, ENTER)
    qtbot.waitUntil(lambda: review.deal_id == keys["fine"])
    assert pipeline_of(crm)["lost"] == ["adrift"]
    QTest.keyClick(review, Qt.Key.Key_K)

    assert review.deal_id is None
    assert "Reviewed: kept 1, moved 1, lost 1." in words_of(review)
    told = words_of(review.findChildren(BridgeTable)[-1])
    assert told[told.index("New") + 1 : told.index("New") + 3] == ["3", "+€600.00"]
    assert told[told.index("Lost") + 1 : told.index("Lost") + 3] == ["1", "−€200.00"]
    assert told[-3:] == ["Open now", "2", "€400.00"]
    QTest.keyClick(review, Qt.Key.Key_Escape)
    assert page.board.isVisible()


def test_in_the_review_a_next_step_is_planned_and_the_deal_stays_in_view(
    qtbot: QtBot, crm: Crm
) -> None:
    key = lead(crm, "adrift")
    window, page = open_page(qtbot, crm)
    page.begin_review()
    QTest.keyClick(page.review, Qt.Key.Key_N)
    (sheet,) = window.findChildren(FormDialog)
    sheet.form.field("step").set_value("Ask for the logo")
    QTest.keyClick(sheet.form, ENTER)
    assert crm.ask(deal_view, key, TODAY).steps[0].title == "Ask for the logo"
    qtbot.waitUntil(lambda: any("Ask for the logo" in text for text in words_of(page.review)))
    assert page.review.deal_id == key
    QTest.keyClick(page.review, Qt.Key.Key_Right)
    assert page.review.deal_id is None


def test_a_review_of_nothing_says_so_and_still_shows_the_week(qtbot: QtBot, crm: Crm) -> None:
    _window, page = open_page(qtbot, crm)
    page.begin_review()
    assert "There is no open deal to review." in words_of(page.review)
    assert "Open now" in words_of(page.review)


# For everybody.


def test_every_control_has_an_accessible_name(qtbot: QtBot, crm: Crm) -> None:
    key = lead(crm, "A")
    _window, page = open_page(qtbot, crm)
    page.new_lead()
    page.show_deal(key)
    page.begin_review()
    controls = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView)
    nameless = [
        widget
        for kind in controls
        for widget in page.findChildren(kind)
        if not widget.accessibleName()
        and not widget.objectName().startswith("qt_")
        and not isinstance(widget, QHeaderView)  # told by its table
    ]
    assert [(type(widget).__name__, widget.parentWidget()) for widget in nameless] == []
