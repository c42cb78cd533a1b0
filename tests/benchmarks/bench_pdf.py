"""Compare the quote PDF with a bare reportlab platypus document of the same rows and font.

Run it: `python tests/benchmarks/bench_pdf.py`; it prints medians and ratios, bar 2.0 for one page.
"""

import datetime as dt
import gc
import io
import statistics
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pymupdf_fonts
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from deskcrm.domain.totals import Figures, Line, Tax, TaxCategory
from deskcrm.features.quotes.document import render_quote
from deskcrm.features.quotes.view import PartyView, QuoteView

BAR = 2.0
TAX = Tax(TaxCategory.S, Decimal(21))
SENDER = PartyView("Atelier Marin", address=("ul. Shipka 12", "1504 Sofia"), tax_id="BG203912345")
CUSTOMER = PartyView("Ola Surf", "Lucía Fernández", ("Paseo de Pereda 7", "39004 Santander"))


def quote(count: int) -> QuoteView:
    """Return a quote of `count` lines, no two alike."""
    lines = tuple(
        Line(
            f"Booking flow with payments, part {n}",
            Decimal(n % 40 + 1),
            "h",
            Decimal("85.00") + n,
            Decimal(1),
            TAX,
        )
        for n in range(count)
    )
    return QuoteView(
        number="Q-2026-0042",
        state="sent",
        title="Booking site, phase 2",
        language="es",
        date=dt.date(2026, 11, 21),
        valid_until=dt.date(2026, 12, 21),
        sender=SENDER,
        customer=CUSTOMER,
        figures=Figures("EUR", prices_include_tax=False, lines=lines),
        terms="50 % on acceptance, 50 % on delivery. Prices hold until the date above.",
    )


def rows(view: QuoteView) -> list[list[str]]:
    """Return the table as a bare document would be handed it: finished strings."""
    head = ["Description", "Qty", "Price", "Amount"]
    figures = zip(view.figures.lines, view.totals.lines, strict=True)
    return [
        head,
        *(
            [line.description, f"{line.quantity} {line.unit}", str(line.unit_price), str(total.net)]
            for line, total in figures
        ),
    ]


def bare(view: QuoteView, table: list[list[str]]) -> bytes:
    """Make the simplest platypus document that says the same."""
    file = io.BytesIO()
    style = ParagraphStyle("body", fontName="FiraGO", fontSize=9, leading=13)
    totals = view.totals
    sums = [
        ["Net amount", str(totals.net)],
        ["VAT 21 %", str(totals.tax_total)],
        ["Total", str(totals.payable)],
    ]
    lines = TableStyle(
        [
            ("FONT", (0, 0), (-1, -1), "FiraGO", 9),
            ("ALIGN", (1, 0), (-1, -1), "RIGHT"),
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, "#DDE1E8"),
        ]
    )
    said = [
        "Quote",
        view.number or "",
        "21 November 2026 · valid until 21 December 2026",
        SENDER.name,
        *SENDER.address,
        SENDER.tax_id,
        CUSTOMER.name,
        CUSTOMER.person,
        *CUSTOMER.address,
        view.title,
    ]
    story = [Paragraph(text, style) for text in said]
    story += [
        Spacer(1, 12),
        Table(table, [260, 60, 80, 80], style=lines, repeatRows=1),
        Table(sums, [400, 80], style=lines),
        Paragraph(view.terms, style),
        Paragraph("Date and signature", style),
    ]
    SimpleDocTemplate(file, pagesize=A4).build(story)
    return file.getvalue()


def median(work: Callable[[], object], times: int) -> float:
    """Return the median duration in milliseconds, after two runs to warm up."""
    durations = []
    for run in range(times + 2):
        gc.collect()
        begun = time.perf_counter()
        work()
        if run >= 2:
            durations.append((time.perf_counter() - begun) * 1000)
    return statistics.median(durations)


def main() -> None:
    """Print one line per size."""
    with tempfile.TemporaryDirectory() as folder:
        font = Path(folder) / "FiraGO.ttf"
        font.write_bytes(pymupdf_fonts.myfont("figo"))
        pdfmetrics.registerFont(TTFont("FiraGO", str(font)))
    for count, times in ((8, 60), (300, 7), (1000, 5)):
        view = quote(count)
        table = rows(view)
        ours = median(lambda view=view: render_quote(view), times)  # type: ignore[misc]
        plain = median(lambda view=view, table=table: bare(view, table), times)  # type: ignore[misc]
        bar = f" (bar {BAR})" if count == 8 else ""
        print(
            f"{count:5} lines: {ours:7.1f} ms, bare {plain:7.1f} ms, ratio {ours / plain:.2f}{bar}"
        )


if __name__ == "__main__":
    main()
