"""One quote as it is printed, and pieces to make others of."""

import dataclasses
import datetime as dt
import io
from decimal import Decimal

from PIL import Image

import pdfs
from deskcrm.domain.totals import Adjustment, Figures, Line, Period, Tax, TaxCategory
from deskcrm.features.quotes.document import render_quote
from deskcrm.features.quotes.view import PartyView, QuoteView

IVA = Tax(TaxCategory.S, Decimal(21))
SENDER = PartyView(
    name="Atelier Marin",
    address=("ul. Shipka 12", "1504 Sofia"),
    tax_id="BG203912345",
    email="hello@ateliermarin.example",
    phone="+359 2 555 0142",
    website="ateliermarin.example",
    bank="IBAN BG80 BNBG 9661 1020 3456 78",
)
CUSTOMER = PartyView("Ola Surf Escuela", "Lucía Fernández", ("Paseo de Pereda 7",), "ESB12345678")


def line(
    description: str,
    quantity: str = "1",
    price: str = "1",
    *,
    unit: str = "",
    per: str = "1",
    tax: Tax = IVA,
    discounts: tuple[Adjustment, ...] = (),
    optional: bool = False,
    alternative: bool = False,
    period: Period = Period.ONCE,
) -> Line:
    """Return a line that is offered."""
    return Line(
        description,
        Decimal(quantity),
        unit,
        Decimal(price),
        Decimal(per),
        tax,
        discounts,
        optional=optional,
        alternative=alternative,
        period=period,
    )


LINES = (
    line("Booking flow with payments\nThree lesson types, two languages", "32", "85", unit="h"),
    line("Instructor calendar", "18", "85", unit="h", discounts=(Adjustment(percent=Decimal(5)),)),
    line("Photography day", "1", "640"),
)
CARE_PLAN = line("Care plan, first year", "12", "49", unit="month", optional=True)


def figures(*lines: Line, included: bool = False, currency: str = "EUR") -> Figures:
    """Return the figures of a quote."""
    return Figures(currency, included, lines)


QUOTE = QuoteView(
    number="Q-2026-0042",
    state="sent",
    title="Booking site, phase 2",
    language="en",
    date=dt.date(2026, 11, 21),
    valid_until=dt.date(2026, 12, 21),
    sender=SENDER,
    customer=CUSTOMER,
    figures=figures(*LINES, CARE_PLAN),
    terms="50 % on acceptance, 50 % on delivery.",
)


def printed(quote: QuoteView) -> str:
    """Return the text of a quote's PDF."""
    return pdfs.text(render_quote(quote))


def with_figures(*lines: Line, **changes: object) -> QuoteView:
    """Return the quote with other lines."""
    changed = dataclasses.replace(figures(*lines), **changes)  # type: ignore[arg-type] # any field
    return dataclasses.replace(QUOTE, figures=changed)


def many(count: int) -> QuoteView:
    """Return a quote of many lines."""
    return with_figures(*(line(f"Item {n}", str(n % 9 + 1), f"{n}.50") for n in range(count)))


def png(size: tuple[int, int] = (200, 100)) -> bytes:
    """Return a logo."""
    file = io.BytesIO()
    Image.new("RGBA", size, (200, 30, 30, 255)).save(file, "PNG")
    return file.getvalue()
