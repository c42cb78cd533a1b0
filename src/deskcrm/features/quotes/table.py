"""Quotes and their lines as sheets of cells, to be taken away."""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from deskcrm.domain.days import local_day
from deskcrm.domain.deals import Deal
from deskcrm.domain.figures import Adjustment
from deskcrm.domain.money import round_money
from deskcrm.domain.numbers import plain
from deskcrm.domain.quotes import LineKind, Quote, QuoteLine
from deskcrm.domain.totals import totals
from deskcrm.features.exchange.formats import Format
from deskcrm.features.exchange.sheet import Cell, Sheet, write_sheet
from deskcrm.features.quotes.queries.listed import QuoteRow, among, month_quotes
from deskcrm.i18n import _, mark
from deskcrm.jobs import Progress

_AT_ONCE: Final = 200
"""So many quotes are read at a time."""

_QUOTE: Final = {
    "id": mark("ID"),
    "number": mark("Number"),
    "title": mark("Title"),
    "customer": mark("Customer"),
    "deal": mark("Deal"),
    "state": mark("State"),
    "date": mark("Date"),
    "valid_until": mark("Valid until"),
    "sent": mark("Sent"),
    "decided_on": mark("Answered"),
    "currency": mark("Currency"),
    "net": mark("Net amount"),
    "payable": mark("Total"),
}
_LINE: Final = {
    "quote_id": mark("ID"),
    "number": mark("Number"),
    "quote": mark("Quote"),
    "customer": mark("Customer"),
    "state": mark("State"),
    "date": mark("Date"),
    "line": mark("Line"),
    "kind": mark("Kind"),
    "description": mark("Description"),
    "quantity": mark("Quantity"),
    "unit": mark("Unit"),
    "unit_price": mark("Unit price"),
    "price_base_quantity": mark("Price for"),
    "discounts": mark("Discounts"),
    "charges": mark("Charges"),
    "tax_category": mark("Tax category"),
    "tax_rate": mark("Tax rate"),
    "currency": mark("Currency"),
    "net": mark("Net amount"),
    "period": mark("Period"),
    "optional": mark("Optional"),
    "alternative": mark("Alternative"),
    "taken": mark("Taken"),
    "cost": mark("Cost"),
}
"""The columns: their names in exact files, and in the user's words in all others."""
_NARROW: Final = ("ID", "State", "Currency", "Kind", "Line", "Tax rate", "Unit")


def export_quotes(
    session: Session,
    path: Path,
    form: Format,
    ids: Sequence[int],
    *,
    today: dt.date,
    lines: bool = False,
    progress: Progress | None = None,
) -> int:
    """Write these quotes, or their lines, in this order, whole or not at all; return how many rows.

    Raise FileProblem or TooLongForCell.
    """
    make = lines_sheet if lines else quotes_sheet
    sheet = make(session, ids, today=today, exact=form is Format.EXACT)
    return write_sheet(path, form, sheet, progress=progress)


def quotes_sheet(
    session: Session, ids: Sequence[int], *, today: dt.date, exact: bool = False
) -> Sheet:
    """Return a row for each quote; amounts stand beside their currency, nothing is added up."""

    def rows() -> Iterator[tuple[str, Sequence[Cell]]]:
        for some, quotes in _chunks(session, ids, today):
            deals = _deal_titles(session, some)
            for quote in quotes:
                yield _called(quote), (
                    Decimal(quote.id), quote.number, quote.title, quote.customer,
                    deals.get(quote.id, ""), quote.state.value, quote.date, quote.valid_until,
                    local_day(quote.sent) if quote.sent else None, quote.decided_on, quote.currency,
                    round_money(quote.net, quote.currency),
                    round_money(quote.payable, quote.currency),
                )  # fmt: skip

    count = session.scalar(select(func.count()).where(Quote.id.in_(among(ids)))) or 0
    return Sheet(_("Quotes"), _header(_QUOTE, exact=exact), rows(), count, _narrow())


def lines_sheet(
    session: Session, ids: Sequence[int], *, today: dt.date, exact: bool = False
) -> Sheet:
    """Return a row for each line of the quotes, headings and texts too, with what it comes to."""

    def rows() -> Iterator[tuple[str, Sequence[Cell]]]:
        for some, quotes in _chunks(session, ids, today):
            whole = {
                quote.id: quote
                for quote in session.scalars(
                    select(Quote)
                    .where(Quote.id.in_(among(some)))
                    .options(
                        selectinload(Quote.adjustments),
                        selectinload(Quote.lines).selectinload(QuoteLine.adjustments),
                    )
                )
            }
            for quote in quotes:
                yield from _line_rows(quote, whole[quote.id])
            # Else every line of every quote would stay in memory.
            session.expunge_all()

    wanted = select(func.count()).where(QuoteLine.quote_id.in_(among(ids)))
    count = session.scalar(wanted) or 0
    return Sheet(_("Lines"), _header(_LINE, exact=exact), rows(), count, _narrow())


def _line_rows(shown: QuoteRow, quote: Quote) -> Iterator[tuple[str, Sequence[Cell]]]:
    # As it was offered: what a line comes to does not depend on what was taken.
    nets = iter(totals(quote.figures).lines)
    for number, line in enumerate(quote.lines, 1):
        head: tuple[Cell, ...] = (
            Decimal(quote.id), shown.number, shown.title, shown.customer, shown.state.value,
            shown.date, Decimal(number), line.kind.value, line.description,
        )  # fmt: skip
        if line.kind is not LineKind.ITEM:
            yield _called(shown), (*head, *[None] * (len(_LINE) - len(head)))
            continue
        figures = line.figures
        yield _called(shown), (
            *head, line.quantity, line.unit, line.unit_price, line.price_base_quantity,
            _adjusted(figures.discounts), _adjusted(figures.charges), line.tax_category.value,
            line.tax_rate, quote.currency, next(nets).net, line.period.value, _yes(line.optional),
            _yes(line.alternative), _yes(line.taken), line.cost,
        )  # fmt: skip


def _chunks(
    session: Session, ids: Sequence[int], today: dt.date
) -> Iterator[tuple[Sequence[int], Sequence[QuoteRow]]]:
    """Yield ids so many at a time with the quotes that are still there, in their order."""
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        known = {row.id: row for row in month_quotes(session, some, today=today)}
        yield some, [known[key] for key in some if key in known]


def _deal_titles(session: Session, ids: Sequence[int]) -> dict[int, str]:
    rows = session.execute(
        select(Quote.id, Deal.title)
        .join(Deal, Deal.id == Quote.deal_id)
        .where(Quote.id.in_(among(ids)))
    )
    return dict(rows.all())


def _adjusted(adjustments: Sequence[Adjustment]) -> str:
    """Return discounts or charges as "5%; 3.00"."""
    parts = [
        f"{plain(each.percent)}%" if each.percent is not None else f"{each.amount or 0:f}"
        for each in adjustments
    ]
    return "; ".join(parts)


def _called(quote: QuoteRow) -> str:
    return quote.number or quote.title or f"#{quote.id}"


def _yes(value: bool) -> str:
    return "yes" if value else ""


def _header(columns: dict[str, str], *, exact: bool) -> list[str]:
    return [key if exact else _(words) for key, words in columns.items()]


def _narrow() -> list[str]:
    return [_(words) for words in _NARROW]
