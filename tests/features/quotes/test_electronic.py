"""A quote as an electronic order: valid against its schema, with the figures of the paper."""

import dataclasses
import datetime as dt
import io
import time
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from facturx import get_orderx_xml_from_pdf, xml_check_xsd
from hypothesis import given, settings, strategies as st
from pypdf import PdfReader

from deskcrm.crm import Crm
from deskcrm.domain.business import Business
from deskcrm.domain.payments import Part
from deskcrm.domain.quotes import LineKind
from deskcrm.domain.totals import (
    Adjustment,
    Figures,
    Line,
    Period,
    Tax,
    TaxCategory,
    totals,
)
from deskcrm.features.quotes.document import render_quote
from deskcrm.features.quotes.electronic import order_xml
from deskcrm.features.quotes.queries import sent_pdf
from deskcrm.features.quotes.view import PartyView, QuoteView, Words
from deskcrm.paper.archive import WrongOrder, with_order
from deskcrm.paper.sheet import About
from quoting import sent_quote

RAM = "{urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:128}"
VAT = Tax(TaxCategory.S, Decimal(21))


def line(price: str, quantity: str = "2", **more: Any) -> Line:
    usual: dict[str, Any] = {"unit": "h", "price_base_quantity": Decimal(1), "tax": VAT}
    return Line(
        description="Design\nTwo rounds",
        quantity=Decimal(quantity),
        unit_price=Decimal(price),
        **usual | more,
    )


def view(*lines: Line, **changes: Any) -> QuoteView:
    figures = Figures("EUR", prices_include_tax=changes.pop("included", False), lines=lines)
    figures = dataclasses.replace(
        figures, discounts=changes.pop("discounts", ()), charges=changes.pop("charges", ())
    )
    return dataclasses.replace(
        QuoteView(
            number="Q-2026-0042",
            state="sent",
            title="Site",
            language="en",
            date=dt.date(2026, 11, 21),
            valid_until=dt.date(2026, 12, 21),
            sender=PartyView("Atelier Marin", country="BG", tax_id="BG999999999"),
            customer=PartyView(
                "Ola Surf", "Lucía", ("Calle 1", "39001 Santander"), country="España"
            ),
            figures=figures,
            electronic=True,
        ),
        **changes,
    )


def values(xml: bytes, name: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(xml).iter(f"{RAM}{name}")]


def test_the_figures_of_the_paper_stand_in_the_data() -> None:
    quote = view(
        line("50", discounts=(Adjustment(percent=Decimal(10), reason="Friends"),)),
        line("30", "1.5", unit="Std."),
        discounts=(Adjustment(amount=Decimal(20)),),
    )
    xml = order_xml(quote)
    assert values(xml, "LineTotalAmount") == ["90.00", "45.00", "135.00"]
    assert values(xml, "AllowanceTotalAmount") == ["20.00"]
    assert values(xml, "TaxBasisTotalAmount") == ["115.00"]
    assert values(xml, "TaxTotalAmount") == ["24.15"]
    assert values(xml, "GrandTotalAmount") == ["139.15"]
    assert values(xml, "CountryID") == ["BG", "ES"]
    assert values(xml, "TypeCode")[0] == "310"
    assert b'unitCode="HUR"' in xml
    assert xml_check_xsd(xml, flavor="order-x")


def test_what_enters_no_total_is_told_in_notes() -> None:
    quote = view(
        line("50"),
        line("60", alternative=True),
        line("70", optional=True),
        line("8", period=Period.MONTH),
        words=(Words(LineKind.TEXT, "Two rounds.", 1),),
    )
    xml = order_xml(quote)
    assert values(xml, "LineID") == ["1"]
    assert values(xml, "Content") == [
        "Two rounds.",
        "[alternative] Design\nTwo rounds: 2 h, 120.00 EUR",
        "[optional] Design\nTwo rounds: 2 h, 140.00 EUR",
        "[per month] Design\nTwo rounds: 2 h, 16.00 EUR",
    ]


def test_a_payment_plan_stands_in_the_terms() -> None:
    parts = (Part("Deposit", percent=Decimal(50), due_on=dt.date(2026, 12, 1)), Part("Delivery"))
    xml = order_xml(view(line("50"), payments=parts, terms="Net 14 days."))
    assert values(xml, "Description")[-1] == (
        "Deposit: 60.50 EUR (2026-12-01)\nDelivery: 60.50 EUR\nNet 14 days."
    )


AMOUNTS = st.decimals(0, 5000, places=3)
ADJUSTMENTS = st.lists(
    st.one_of(
        st.builds(Adjustment, percent=st.decimals(0, 100, places=2), reason=st.text(max_size=3)),
        st.builds(Adjustment, amount=AMOUNTS),
    ),
    max_size=2,
).map(tuple)
LINES = st.builds(
    Line,
    description=st.text(max_size=20),
    quantity=st.decimals(-20, 200, places=3),
    unit=st.sampled_from(["h", "pcs", "ч", "", "ساعت"]),
    unit_price=AMOUNTS,
    price_base_quantity=st.sampled_from([Decimal(1), Decimal(3), Decimal("0.7")]),
    tax=st.sampled_from([VAT, Tax(TaxCategory.E, Decimal(0)), Tax(TaxCategory.O, Decimal(0))]),
    discounts=ADJUSTMENTS,
    charges=ADJUSTMENTS,
    optional=st.booleans(),
    period=st.sampled_from(Period),
)


@given(st.lists(LINES, max_size=3), ADJUSTMENTS, st.booleans(), st.text(max_size=30))
@settings(max_examples=60, deadline=None)
def test_any_quote_is_valid_against_the_schema(
    lines: list[Line], discounts: tuple[Adjustment, ...], included: bool, text: str
) -> None:
    quote = view(
        line("10"),
        *lines,
        included=included,
        discounts=discounts,
        title=text,
        introduction=text,
        customer=PartyView(text, text, (text,) * 5, tax_id=text, email=text),
    )
    xml = order_xml(quote)
    assert xml_check_xsd(xml, flavor="order-x")
    assert values(xml, "GrandTotalAmount") == [f"{totals(quote.figures).gross:f}"]


def test_a_sent_quote_carries_its_data_in_the_pdf(crm: Crm) -> None:
    def switch_on(session: Any) -> None:
        session.get_one(Business, 1).electronic = True

    crm.do(switch_on)
    pdf = crm.ask(sent_pdf, sent_quote(crm)).pdf
    name, xml = get_orderx_xml_from_pdf(pdf)
    assert (name, values(xml, "GrandTotalAmount")) == ("order-x.xml", ["91.96"])

    root: Any = PdfReader(io.BytesIO(pdf)).root_object
    assert root["/OutputIntents"][0]["/OutputConditionIdentifier"] == "sRGB"
    described = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in described
    assert "ORDER" in described
    assert root["/PageMode"] == "/UseNone"


def test_the_same_quote_gives_the_same_bytes_at_another_time() -> None:
    first = render_quote(view(line("50")))
    time.sleep(1.1)  # the library notes the second in which it writes
    assert render_quote(view(line("50"))) == first


def test_a_draft_or_a_business_that_wants_none_has_no_data_in_the_pdf() -> None:
    for quote in (view(line("50"), number=None), view(line("50"), electronic=False)):
        assert b"order-x.xml" not in render_quote(quote)


def test_data_that_the_schema_refuses_is_not_attached() -> None:
    pdf = render_quote(view(line("50"), electronic=False))
    with pytest.raises(WrongOrder, match="was not sent"):
        with_order(pdf, b"<order/>", About("T", "A", "S", "en", dt.date(2026, 11, 21)))
