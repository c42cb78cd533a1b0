"""All that the page and the report show, of one moment."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from deskcrm.domain.business import Business
from deskcrm.domain.income import income
from deskcrm.features.revenue.income import within
from deskcrm.features.revenue.periods import Period, Span, span_before, span_of
from deskcrm.features.revenue.queries.clients import Clients, clients
from deskcrm.features.revenue.queries.months import Bar, bars_of_months, bars_of_years
from deskcrm.features.revenue.queries.together import Pair, bought_together
from deskcrm.features.revenue.queries.work import Origin, Step, funnel, origins


@dataclass(frozen=True, slots=True)
class Measures:
    """The figures above the chart, in one currency."""

    revenue: Decimal
    before: Decimal | None
    """As many days of the year or quarter before; None where there is nothing to compare with."""
    best_share: int | None
    average_client: Decimal | None

    @property
    def change(self) -> int | None:
        """By how many percent there is more than before; None of nothing."""
        if self.before is None or self.before <= 0:
            return None
        return round((self.revenue - self.before) * 100 / self.before)


@dataclass(frozen=True, slots=True)
class Overview:
    """The revenue of a period in one currency."""

    business: str
    accent: str
    """The colour of the business's documents."""
    period: Period
    span: Span
    compared: Span | None
    """The days that `measures.before` sums up."""
    currency: str
    currencies: tuple[str, ...]
    """In which anything ever came in, the business's own first."""
    measures: Measures
    bars: tuple[Bar, ...]
    """Months; of the whole time, years."""
    clients: Clients
    funnel: tuple[Step, ...]
    origins: tuple[Origin, ...]
    pairs: tuple[Pair, ...]

    @property
    def is_empty(self) -> bool:
        """Say whether nothing ever came in, in any currency."""
        return not self.currencies


def overview(
    session: Session, today: dt.date, period: Period = Period.YEAR, currency: str = ""
) -> Overview:
    """Return the whole page; a currency in which nothing came in gives way to the first that has."""
    business = session.get_one(Business, 1)
    known = currencies(session, business.currency)
    if currency not in known:
        currency = known[0] if known else business.currency
    span, compared = span_of(period, today), span_before(period, today)
    who = clients(session, span, currency, today)
    by_year = period is Period.ALL
    return Overview(
        business=business.name,
        accent=business.accent,
        period=period,
        span=span,
        compared=compared,
        currency=currency,
        currencies=known,
        measures=_measures(session, span, compared, currency, who),
        bars=bars_of_years(session, today, currency)
        if by_year
        else bars_of_months(session, span, currency),
        clients=who,
        funnel=funnel(session, today),
        origins=origins(session, span, currency),
        pairs=bought_together(session),
    )


def measures(
    session: Session, today: dt.date, period: Period = Period.YEAR, currency: str = "EUR"
) -> Measures:
    """Return the figures of a period."""
    span = span_of(period, today)
    who = clients(session, span, currency, today)
    return _measures(session, span, span_before(period, today), currency, who)


def currencies(session: Session, first: str) -> tuple[str, ...]:
    """Return the currencies in which anything ever came in, `first` before the others."""
    entries = income()
    found = session.scalars(select(entries.c.currency).distinct())
    return tuple(sorted(found, key=lambda code: (code != first, code)))


def _measures(
    session: Session, span: Span, compared: Span | None, currency: str, who: Clients
) -> Measures:
    return Measures(
        revenue=_total(session, span, currency),
        before=_total(session, compared, currency) if compared is not None else None,
        best_share=who.best_share,
        average_client=who.average,
    )


def _total(session: Session, span: Span, currency: str) -> Decimal:
    entries = income()
    total = select(func.sum(entries.c.amount)).where(within(entries, span, currency))
    return session.scalar(total) or Decimal(0)
