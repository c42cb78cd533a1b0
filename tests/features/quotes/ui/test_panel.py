"""The quotes of a contact or a deal in its details."""

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from builders import NOW, add, deal, stage_id
from conftest import TODAY
from deskcrm.crm import Crm
from deskcrm.domain.deals import Stage
from deskcrm.features.quotes.queries import quote_draft, quote_head
from deskcrm.features.quotes.ui.page import QuotesPage
from deskcrm.features.quotes.ui.panel import QuotesPanel
from deskcrm.features.quotes.usecases import add_quote, copy_quote
from deskcrm.kit.controls import Pill
from deskcrm.kit.live import Panel
from deskcrm.kit.parts import Card
from deskcrm.shell.window import MainWindow


def panel_of(window: MainWindow, entity: str, record_id: int) -> Panel:
    [spec] = window.registry.panels(entity)
    panel = spec.create(window.context)
    assert isinstance(panel, QuotesPanel)
    panel.setParent(window)
    panel.show_record(record_id)
    panel.show()
    return panel


def cards(panel: Panel) -> list[str]:
    return [card.accessibleName() for card in panel.findChildren(Card) if not card.isHidden()]


def press(panel: Panel, text: str) -> None:
    [button] = [b for b in panel.findChildren(QPushButton) if b.text() == text]
    button.click()


def test_a_contact_shows_its_quotes_with_their_state(
    window: MainWindow, customer_id: int, quote_id: int
) -> None:
    assert quote_id
    panel = panel_of(window, "contact", customer_id)
    assert cards(panel) == ["Booking site"]
    assert [pill.text() for pill in panel.findChildren(Pill)] == ["Draft"]


def test_only_the_latest_few_are_shown_until_all_are_asked_for(
    window: MainWindow, crm: Crm, customer_id: int, quote_id: int, qtbot: QtBot
) -> None:
    for _copy in range(6):
        crm.do(copy_quote, quote_id, today=TODAY, now=NOW)
    panel = panel_of(window, "contact", customer_id)
    assert len(cards(panel)) == 2
    press(panel, "Show all 7")
    qtbot.waitUntil(lambda: len(cards(panel)) == 7)


def test_the_panel_follows_what_happens_to_the_quotes(
    window: MainWindow, crm: Crm, customer_id: int, qtbot: QtBot
) -> None:
    panel = panel_of(window, "contact", customer_id)
    assert cards(panel) == []
    crm.do(add_quote, contact_id=customer_id, today=TODAY, now=NOW)
    qtbot.waitUntil(lambda: cards(panel) == ["Without a title"])


def test_a_quote_begun_from_a_deal_belongs_to_it(
    window: MainWindow, page: QuotesPage, crm: Crm
) -> None:
    stage = stage_id(crm, "new")
    [deal_id] = crm.do(lambda session: add(session, deal(session.get_one(Stage, stage), "Shop")))
    panel = panel_of(window, "deal", deal_id)
    press(panel, "New quote")
    made = page.target("quote")
    assert made is not None
    assert crm.ask(quote_head, made, TODAY).deal_title == "Shop"
    assert crm.ask(quote_draft, made).title == "Shop"


def test_a_contact_without_quotes_shows_no_empty_heading(
    window: MainWindow, crm: Crm, customer_id: int, qtbot: QtBot
) -> None:
    panel = panel_of(window, "contact", customer_id)
    panel.reload()
    assert panel.isHidden()
    crm.do(add_quote, contact_id=customer_id, today=TODAY, now=NOW)
    qtbot.waitUntil(lambda: not panel.isHidden())
