"""Revenue by month: for the chart, for the Today page, and the entries behind a bar."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, Function, and_, case, func, select
from sqlalchemy.orm import Session

from deskcrm.domain.business import own_currency
from deskcrm.domain.deals import Deal
from deskcrm.domain.income import Source, income
from deskcrm.domain.people import Contact
from deskcrm.domain.quotes import Quote
from deskcrm.features.revenue.income import during, within
from deskcrm.features.revenue.periods import EVER, Span, month_end, month_of


@dataclass(frozen=True, slots=True)
class Bar:
    """What came in during a month, or a year, in one currency."""

    span: Span
    amount: Decimal
    before: Decimal
    """What came in during the same months of the year before."""
    quotes: int
    deals: int

    @property
    def first(self) -> dt.date:
        """The day it begins."""
        return self.span.first


@dataclass(frozen=True, slots=True)
class Entry:
    """One income: an accepted quote, or a won deal without one."""

    kind: Source
    id: int
    day: dt.date
    number: str
    """Of a quote; a deal has none."""
    title: str
    contact_id: int | None
    client: str
    source: str
    currency: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class ThisMonth:
    """The present month against the one before, and the year that led here."""

    currency: str
    """The business's own, shown first."""
    won: Mapping[str, Decimal]
    share: int | None
    """Of what the month before brought in the business's currency, in percent; None of nothing."""
    months: tuple[tuple[dt.date, Mapping[str, Decimal]], ...]
    """The sums of twelve months, the present one last."""


def income_by_month(
    session: Session, today: dt.date, months: int
) -> list[tuple[dt.date, dict[str, Decimal]]]:
    """Return the first day of each month with its sums by currency; the month of today is the last."""
    span = Span(month_of(today, 1 - months), month_end(today))
    entries = income()
    month = _month(entries.c.day)
    rows = session.execute(
        select(month, entries.c.currency, func.sum(entries.c.amount))
        .where(during(entries, span))
        .group_by(month, entries.c.currency)
    )
    sums: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for name, currency, amount in rows:
        sums[name][currency] = amount
    days = (month_of(span.first, later) for later in range(months))
    return [(day, sums.get(f"{day:%Y-%m}", {})) for day in days]


def this_month(session: Session, today: dt.date) -> ThisMonth:
    """Return what came in since the month began."""
    months = income_by_month(session, today, 12)
    currency = own_currency(session)
    won = months[-1][1]
    before = months[-2][1].get(currency, Decimal(0))
    return ThisMonth(
        currency=currency,
        won=won,
        share=round(won.get(currency, Decimal(0)) * 100 / before) if before > 0 else None,
        months=tuple(months),
    )


def monthly(session: Session, today: dt.date, currency: str, months: int = 12) -> tuple[Bar, ...]:
    """Return the months up to that of today, oldest first, each beside the same a year before."""
    first = month_of(today, 1 - months)
    return bars_of_months(session, Span(first, month_end(today)), currency)


def bars_of_months(session: Session, span: Span, currency: str) -> tuple[Bar, ...]:
    """Return the months of a span, whether anything came in or not."""
    known = _by_month(session, Span(month_of(span.first, -12), span.last), currency)
    bars = []
    month = span.first
    while month <= span.last:
        now, before = known[month], known[month_of(month, -12)]
        bars.append(
            Bar(Span(month, month_end(month)), now.amount, before.amount, now.quotes, now.deals)
        )
        month = month_of(month, 1)
    return tuple(bars)


def bars_of_years(session: Session, today: dt.date, currency: str) -> tuple[Bar, ...]:
    """Return the calendar years from the first income to today, each beside the one before."""
    years: dict[int, list[_Sum]] = defaultdict(list)
    for month, total in _by_month(session, EVER, currency).items():
        years[month.year].append(total)
    if not years:
        return ()
    sums = {
        year: sum((each.amount for each in totals), Decimal(0)) for year, totals in years.items()
    }
    return tuple(
        Bar(
            Span(dt.date(year, 1, 1), dt.date(year, 12, 31)),
            sums.get(year, Decimal(0)),
            sums.get(year - 1, Decimal(0)),
            sum(each.quotes for each in years.get(year, ())),
            sum(each.deals for each in years.get(year, ())),
        )
        for year in range(min(years), max(*years, today.year) + 1)
    )


def entries_of(session: Session, span: Span, currency: str) -> tuple[Entry, ...]:
    """Return what came in during a span, latest first; "" is every currency."""
    found = income()
    wanted = within(found, span, currency) if currency else during(found, span)
    rows = session.execute(
        select(
            found.c.kind,
            found.c.id,
            found.c.day,
            func.coalesce(Quote.number, ""),
            func.coalesce(Quote.title, Deal.title),
            found.c.contact_id,
            func.coalesce(Contact.name, ""),
            func.coalesce(func.nullif(Deal.source, ""), Contact.source, ""),
            found.c.currency,
            found.c.amount,
        )
        .outerjoin(Quote, and_(found.c.kind == Source.QUOTE.value, Quote.id == found.c.id))
        .outerjoin(Deal, Deal.id == found.c.deal_id)
        .outerjoin(Contact, Contact.id == found.c.contact_id)
        .where(wanted)
        .order_by(found.c.day.desc(), found.c.kind, found.c.id.desc())
    )
    return tuple(Entry(Source(kind), *rest) for kind, *rest in rows)


@dataclass(frozen=True, slots=True)
class _Sum:
    amount: Decimal = Decimal(0)
    quotes: int = 0
    deals: int = 0


def _by_month(session: Session, span: Span, currency: str) -> defaultdict[dt.date, _Sum]:
    """Return the sums of the months in which something came in, by their first day."""
    entries = income()
    month = _month(entries.c.day)
    quotes = func.sum(case((entries.c.kind == Source.QUOTE.value, 1), else_=0))
    rows = session.execute(
        select(month, func.sum(entries.c.amount), quotes, func.count())
        .where(within(entries, span, currency))
        .group_by(month)
    )
    found: defaultdict[dt.date, _Sum] = defaultdict(_Sum)
    for name, amount, of_quotes, count in rows:
        found[dt.date.fromisoformat(f"{name}-01")] = _Sum(amount, of_quotes, count - of_quotes)
    return found


def _month(day: ColumnElement[dt.date]) -> Function[str]:
    """Return the month of a day as "2026-09"."""
    return func.strftime("%Y-%m", day)
