"""A business with a customer, a catalog and a draft, shown in the real window."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from builders import NOW, add, contact
from conftest import TODAY
from deskcrm.crm import Crm
from deskcrm.domain.business import Business
from deskcrm.domain.catalog import CatalogItem
from deskcrm.domain.totals import Adjustment, Tax, TaxCategory
from deskcrm.features.quotes.drafts import LineDraft
from deskcrm.features.quotes.queries import quote_draft
from deskcrm.features.quotes.ui import FEATURE
from deskcrm.features.quotes.ui.editor import QuoteEditor
from deskcrm.features.quotes.ui.page import QuotesPage
from deskcrm.features.quotes.usecases import add_quote, save_draft
from deskcrm.shell.window import MainWindow
from hands import Hands
from windows import open_window

STANDARD = Tax(TaxCategory.S, Decimal(20))


def line(description: str, quantity: str, price: str, **more: Any) -> LineDraft:
    """A line of hours at the standard rate."""
    made = LineDraft(
        description=description,
        quantity=Decimal(quantity),
        unit="h",
        unit_price=Decimal(price),
        price_base_quantity=Decimal(1),
        tax=STANDARD,
    )
    return replace(made, **more)


@pytest.fixture
def customer_id(crm: Crm) -> int:
    crm.do(_settle)
    return crm.do(add, contact("Lucía Fernández", organization="Ola Surf", language="es"))[0]


@pytest.fixture
def quote_id(crm: Crm, customer_id: int) -> int:
    """A draft of the three paid lines and the optional one of the design's picture."""
    made = crm.do(add_quote, contact_id=customer_id, today=TODAY, now=NOW)
    lines = (
        line("Booking flow\nThree lesson types", "32", "85.00"),
        line("Calendar", "18", "85.00", discounts=(Adjustment(percent=Decimal(5)),)),
        line("Care plan", "12", "49.00", optional=True),
    )
    draft = replace(crm.ask(quote_draft, made), title="Booking site", lines=lines)
    crm.do(save_draft, made, draft)
    return made


@pytest.fixture
def window(qtbot: QtBot, crm: Crm, customer_id: int) -> MainWindow:
    assert customer_id
    opened = open_window(qtbot, crm, [FEATURE])
    with qtbot.waitActive(opened):
        opened.activateWindow()
    return opened


@pytest.fixture
def page(window: MainWindow) -> QuotesPage:
    shown = window.show_page("quotes")
    assert isinstance(shown, QuotesPage)
    return shown


def _settle(session: Session) -> None:
    business = session.get_one(Business, 1)
    business.name, business.currency = "Atelier Marin", "EUR"
    session.add(
        CatalogItem(
            name="Photography day",
            description="On site",
            unit="day",
            unit_price=Decimal(640),
            currency="EUR",
        )
    )


@pytest.fixture
def hands(qtbot: QtBot) -> Hands:
    return Hands(qtbot)


@pytest.fixture
def editor(page: QuotesPage, quote_id: int) -> Iterator[QuoteEditor]:
    page.show_quote(quote_id)
    assert page.editor is not None
    yield page.editor
    page.editor.preview.stop()
