"""Compare the quote PDF with a bare reportlab platypus document of the same rows and font.

Run it: `python tests/benchmarks/bench_pdf.py`; it prints medians, ratios and their bars, then how the
cost grows from 10 to 10,000 lines. WeasyPrint and typst (`pip install .[bench]`) stand beside it where
they are installed. No two documents are alike, so that nobody can answer from memory.
"""

import datetime as dt
import gc
import importlib
import io
import math
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
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

BAR = 1.6
TAX = Tax(TaxCategory.S, Decimal(21))
SENDER = PartyView("Atelier Marin", address=("ul. Shipka 12", "1504 Sofia"), tax_id="BG203912345")
CUSTOMER = PartyView("Ola Surf", "Lucía Fernández", ("Paseo de Pereda 7", "39004 Santander"))


def quote(count: int, run: int = 0) -> QuoteView:
    """Return a quote of `count` lines, no two alike, and no run like another."""
    lines = tuple(
        Line(
            f"Booking flow with payments, part {n} of {run}",
            Decimal(n % 40 + 1),
            "h",
            Decimal("85.00") + n + run,
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


def said(view: QuoteView) -> list[str]:
    """Return what stands above the table."""
    return [
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


def sums(view: QuoteView) -> list[list[str]]:
    """Return what stands below it."""
    totals = view.totals
    return [
        ["Net amount", str(totals.net)],
        ["VAT 21 %", str(totals.tax_total)],
        ["Total", str(totals.payable)],
    ]


def bare(view: QuoteView) -> bytes:
    """Make the simplest platypus document that says the same."""
    file = io.BytesIO()
    style = ParagraphStyle("body", fontName="FiraGO", fontSize=9, leading=13)
    lines = TableStyle(
        [
            ("FONT", (0, 0), (-1, -1), "FiraGO", 9),
            ("ALIGN", (1, 0), (-1, -1), "RIGHT"),
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, "#DDE1E8"),
        ]
    )
    story = [Paragraph(text, style) for text in said(view)]
    story += [
        Spacer(1, 12),
        Table(rows(view), [260, 60, 80, 80], style=lines, repeatRows=1),
        Table(sums(view), [400, 80], style=lines),
        Paragraph(view.terms, style),
        Paragraph("Date and signature", style),
    ]
    SimpleDocTemplate(file, pagesize=A4).build(story)
    return file.getvalue()


def typst_document(view: QuoteView) -> str:
    """Return typst's source of the same document."""

    def cells(table: list[list[str]]) -> str:
        return ",".join(f"[{cell}]" for row in table for cell in row)

    head, *body = rows(view)
    return f"""#set page(paper: "a4")
#set text(font: "FiraGO", size: 9pt)
{" #linebreak() ".join(said(view))}
#table(columns: (1fr, auto, auto, auto), align: (left, right, right, right), stroke: (bottom: 0.5pt),
  table.header({cells([head])}), {cells(body)})
#table(columns: (1fr, auto), align: (left, right), stroke: (bottom: 0.5pt), {cells(sums(view))})
{view.terms}

Date and signature
"""


def html_document(view: QuoteView) -> str:
    """Return WeasyPrint's source of the same document."""

    def cells(table: list[list[str]], tag: str = "td") -> str:
        return "".join(
            "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in row) + "</tr>" for row in table
        )

    head, *body = rows(view)
    return f"""<style>@page {{ size: A4 }} body {{ font: 9pt FiraGO }} table {{ width: 100% }}
table {{ border-collapse: collapse }} td + td {{ text-align: right }}
td {{ border-bottom: 0.5pt solid #DDE1E8 }}</style>
{"<br>".join(said(view))}
<table><thead>{cells([head], "th")}</thead>{cells(body)}</table>
<table>{cells(sums(view))}</table><p>{view.terms}</p><p>Date and signature</p>"""


Maker = Callable[[QuoteView], object]


def typst_maker(fonts: Path) -> Maker | None:
    """Return a warm typst, or None where it is not installed."""
    try:
        typst = importlib.import_module("typst")
    except ImportError:
        return None
    (fonts / "empty.typ").write_text("")
    compiler = typst.Compiler(str(fonts / "empty.typ"), font_paths=[str(fonts)])
    return lambda view: compiler.compile(typst_document(view).encode())


def weasyprint_maker(fonts: Path) -> Maker | None:
    """Return a warm WeasyPrint, or None where it is not installed."""
    try:
        weasyprint = importlib.import_module("weasyprint")
        configuration = importlib.import_module("weasyprint.text.fonts").FontConfiguration()
    except (ImportError, OSError):  # it needs Pango from the system
        return None
    face = f"@font-face {{ font-family: FiraGO; src: url({(fonts / 'FiraGO.ttf').as_uri()}) }}"
    sheet = weasyprint.CSS(string=face, font_config=configuration)

    def make(view: QuoteView) -> object:
        page = weasyprint.HTML(string=html_document(view))
        return page.write_pdf(stylesheets=[sheet], font_config=configuration)

    return make


def medians(makers: Sequence[Maker], count: int, times: int) -> list[float]:
    """Return each maker's median in milliseconds, taken in turns, after one run to warm up."""
    durations: list[list[float]] = [[] for _ in makers]
    for run in range(times + 1):
        for maker, found in zip(makers, durations, strict=True):
            view = quote(count, run)
            gc.collect()
            begun = time.perf_counter()
            maker(view)
            if run:
                found.append((time.perf_counter() - begun) * 1000)
    return [statistics.median(found) for found in durations]


def compare(name: str, maker: Maker | None, bars: dict[int, str]) -> None:
    """Print a comparison at one page and at 1,000 lines."""
    if maker is None:
        print(f"{name}: not installed")
        return
    for count, times in ((8, 15), (1000, 3)):
        ours, theirs = medians([render_quote, maker], count, times)
        print(
            f"{count:5} lines: {ours:7.1f} ms, {name} {theirs:7.1f} ms, "
            f"{name} ÷ ours {theirs / ours:.2f} (bar {bars[count]})"
        )


def growth() -> None:
    """Print how the cost grows with the lines: a straight line, fitted."""
    counts = [10, 100, 300, 1000, 3000, 10_000]
    costs = [medians([render_quote], count, 3 if count < 3000 else 1)[0] for count in counts]
    slope, start = statistics.linear_regression(counts, costs)
    fit = statistics.correlation(counts, costs) ** 2
    powers = statistics.linear_regression(
        [math.log(count) for count in counts[2:]], [math.log(cost) for cost in costs[2:]]
    )
    told = ", ".join(f"{n:,}: {cost:.0f} ms" for n, cost in zip(counts, costs, strict=True))
    print(f"growth: {told}")
    print(
        f"fit: {start:.1f} ms + {slope:.3f} ms a line, R² {fit:.4f}; "
        f"from 300 lines on, cost grows with lines to the power of {powers.slope:.2f}"
    )


def main() -> None:
    """Print everything."""
    with tempfile.TemporaryDirectory() as folder:
        fonts = Path(folder)
        (fonts / "FiraGO.ttf").write_bytes(pymupdf_fonts.myfont("figo"))
        pdfmetrics.registerFont(TTFont("FiraGO", str(fonts / "FiraGO.ttf")))
        for count, times in ((8, 40), (300, 7), (1000, 5)):
            ours, plain = medians([render_quote, bare], count, times)
            print(
                f"{count:5} lines: {ours:7.1f} ms, bare {plain:7.1f} ms, "
                f"ratio {ours / plain:.2f} (bar {BAR})"
            )
        compare("WeasyPrint", weasyprint_maker(fonts), {8: "4 or more", 1000: "above 1"})
        compare("typst", typst_maker(fonts), {8: "0.5 or more", 1000: "above 1"})
        growth()


if __name__ == "__main__":
    main()
