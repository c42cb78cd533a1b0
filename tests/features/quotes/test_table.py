"""Quotes and their lines leave as tables that add up."""

import csv
import datetime as dt
import io
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from asking import statements
from deskcrm import i18n
from deskcrm.crm import Crm
from deskcrm.domain.quotes import LineKind
from deskcrm.domain.totals import Adjustment
from deskcrm.features.exchange.formats import Format
from deskcrm.features.quotes.queries import QuoteFilter, quote_ids
from deskcrm.features.quotes.table import export_quotes
from deskcrm.features.quotes.usecases import accept_quote
from deskcrm.jobs import Cancelled
from quoting import draft_quote, line, sent_quote


def exported(
    crm: Crm, tmp_path: Path, today: dt.date, *, lines: bool = False, form: Format = Format.EXACT
) -> list[dict[str, str]]:
    place = tmp_path / "quotes.csv"
    ids = crm.ask(quote_ids, QuoteFilter(), today=today)
    count = crm.ask(export_quotes, place, form, ids, today=today, lines=lines)
    text = place.read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == count
    return rows


def test_a_quote_is_a_row_with_its_amounts_beside_their_currency(
    crm: Crm, tmp_path: Path, today: dt.date, now: dt.datetime
) -> None:
    quote = sent_quote(crm, line(price="100", quantity="1"), title="=Site")
    crm.do(accept_quote, quote, on=today, now=now)
    draft_quote(crm, line(price="0.5", quantity="1"), title="Draft", currency="KWD")
    draft, sent = exported(crm, tmp_path, today)
    assert sent == {
        "id": str(quote), "number": "Q-2026-0001", "title": "=Site", "customer": "Lucía Fernández",
        "deal": "", "state": "accepted", "date": "2026-11-21", "valid_until": "2026-12-21",
        "sent": "2026-11-21", "decided_on": "2026-11-21", "currency": "EUR", "net": "100.00",
        "payable": "121.00",
    }  # fmt: skip
    assert (draft["number"], draft["net"], draft["currency"]) == ("", "0.500", "KWD")
    safe = exported(crm, tmp_path, today, form=Format.CSV)
    assert [row["Title"] for row in safe] == ["Draft", "'=Site"]


def test_a_line_is_a_row_and_those_that_count_add_up_to_their_quote(
    crm: Crm, tmp_path: Path, today: dt.date
) -> None:
    draft_quote(
        crm,
        line("Work", price="0", quantity="0", kind=LineKind.SECTION),
        line("Design\nof pages", price="38", discounts=(Adjustment(percent=Decimal(5)),)),
        line("Care", price="49", optional=True, cost=Decimal(20)),
        line("More words", kind=LineKind.TEXT),
        line("Print", price="9.99", quantity="3", charges=(Adjustment(amount=Decimal(2)),)),
    )
    rows = exported(crm, tmp_path, today, lines=True)
    assert [(row["line"], row["kind"], row["net"]) for row in rows] == [
        ("1", "section", ""), ("2", "item", "72.20"), ("3", "item", "98.00"), ("4", "text", ""),
        ("5", "item", "31.97"),
    ]  # fmt: skip
    assert (rows[1]["description"], rows[1]["discounts"]) == ("Design\nof pages", "5%")
    assert (rows[2]["optional"], rows[2]["cost"], rows[4]["charges"]) == ("yes", "20", "2")
    counted = sum(Decimal(row["net"]) for row in rows if row["net"] and not row["optional"])
    (quote,) = exported(crm, tmp_path, today)
    assert counted == Decimal(quote["net"])


def test_a_workbook_has_numbers_and_days_under_words(
    crm: Crm, tmp_path: Path, today: dt.date
) -> None:
    draft_quote(crm, line(price="100", quantity="1"))
    ids = crm.ask(quote_ids, QuoteFilter(), today=today)
    i18n.use_language("es")
    crm.ask(export_quotes, tmp_path / "q.xlsx", Format.XLSX, ids, today=today)
    (page,) = load_workbook(tmp_path / "q.xlsx").worksheets
    titles = [cell.value for cell in page[1]]
    assert "Título" in titles
    row = dict(zip(titles, page[2], strict=True))
    assert (row["Total"].value, row["Total"].number_format) == (121, "0.00")
    assert row["Fecha"].value == dt.datetime(2026, 11, 21)  # noqa: DTZ001 - a day


@pytest.mark.parametrize("lines", [False, True])
def test_quotes_are_read_many_at_a_time_in_the_order_that_is_wanted(
    crm: Crm, tmp_path: Path, today: dt.date, lines: bool
) -> None:
    quotes = [draft_quote(crm, title=f"Quote {number}") for number in range(4)]
    wanted = [quotes[2], quotes[0], 9999]
    place = tmp_path / "some.csv"
    with statements() as seen:
        crm.ask(export_quotes, place, Format.EXACT, wanted, today=today, lines=lines)
    assert len([sql for sql in seen if sql.startswith("SELECT")]) <= 8
    rows = list(csv.DictReader(place.open(encoding="utf-8")))
    assert [row["quote" if lines else "title"] for row in rows] == ["Quote 2", "Quote 0"]


def test_an_export_that_is_cancelled_leaves_no_file(
    crm: Crm, tmp_path: Path, today: dt.date
) -> None:
    class Impatient:
        def report(self, done: int, total: int) -> None:
            assert (done, total) == (200, 210)
            raise Cancelled

    draft_quote(crm, *[line(f"Line {number}") for number in range(210)])
    ids = crm.ask(quote_ids, QuoteFilter(), today=today)
    with pytest.raises(Cancelled):
        crm.ask(
            export_quotes, tmp_path / "x.csv", Format.CSV, ids, today=today, lines=True,
            progress=Impatient(),
        )  # fmt: skip
    assert not (tmp_path / "x.csv").exists()
