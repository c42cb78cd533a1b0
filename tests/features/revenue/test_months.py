"""Revenue by month: everything is counted once, in its own month and currency."""

import datetime as dt
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st
from sqlalchemy.orm import Session

from builders import TODAY
from deskcrm.crm import Crm
from deskcrm.domain.income import Source
from deskcrm.domain.quotes import QuoteState
from deskcrm.features.pipeline.usecases import lose_deal, reopen_deal
from deskcrm.features.revenue.periods import EVER, Period, Span, month_end, month_of
from deskcrm.features.revenue.queries.months import (
    bars_of_years,
    entries_of,
    income_by_month,
    monthly,
    this_month,
)
from deskcrm.features.revenue.queries.overview import currencies, measures
from deskcrm.storage.database import Database, open_database
from earning import accepted, noon, won

SEPTEMBER = Span(dt.date(2026, 9, 1), dt.date(2026, 9, 30))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_accepted_quotes_and_won_deals_make_the_month(crm: Crm, today: dt.date) -> None:
    crm.do(accepted, day("2026-09-04"), "1200")
    crm.do(accepted, day("2026-09-30"), "800.50")
    crm.do(won, day("2026-09-15"), "500")
    crm.do(accepted, day("2025-09-20"), "300")
    september = crm.ask(monthly, today, "EUR")[-3]
    assert september.span == SEPTEMBER
    assert (september.amount, september.before) == (Decimal("2500.50"), Decimal(300))
    assert (september.quotes, september.deals) == (2, 1)


def test_a_deal_is_not_counted_beside_the_quote_that_won_it(crm: Crm, today: dt.date) -> None:
    deal_id = crm.do(won, day("2026-11-02"), "1000")
    crm.do(accepted, day("2026-10-30"), "1000", deal_id=deal_id)
    amounts = [bar.amount for bar in crm.ask(monthly, today, "EUR")]
    assert amounts[-2:] == [Decimal(1000), Decimal(0)]


def test_two_accepted_quotes_of_one_deal_both_count(crm: Crm, today: dt.date) -> None:
    deal_id = crm.do(won, day("2026-11-02"), "400")
    crm.do(accepted, day("2026-11-02"), "1000", deal_id=deal_id)
    crm.do(accepted, day("2026-11-09"), "400", deal_id=deal_id)
    assert crm.ask(monthly, today, "EUR")[-1].amount == 1400


@pytest.mark.parametrize("state", [QuoteState.DRAFT, QuoteState.SENT, QuoteState.DECLINED])
def test_a_quote_that_was_not_accepted_brings_nothing(
    crm: Crm, today: dt.date, state: QuoteState
) -> None:
    crm.do(accepted, day("2026-11-02"), "1000", state=state)
    assert crm.ask(monthly, today, "EUR")[-1].amount == 0
    assert crm.ask(currencies, "EUR") == ()


def test_an_invoiced_quote_was_accepted_too(crm: Crm, today: dt.date) -> None:
    crm.do(accepted, day("2026-11-02"), "1000", state=QuoteState.INVOICED)
    assert crm.ask(monthly, today, "EUR")[-1].amount == 1000


def test_a_deal_that_is_won_no_more_brings_nothing_and_undo_brings_it_back(
    crm: Crm, today: dt.date
) -> None:
    deal_id = crm.do(won, day("2026-11-02"), "700")
    crm.do(reopen_deal, deal_id, at=noon(today))
    assert crm.ask(monthly, today, "EUR")[-1].amount == 0
    crm.do(lose_deal, deal_id, "Too expensive", at=noon(today))
    assert crm.ask(monthly, today, "EUR")[-1].amount == 0
    crm.undo()
    crm.undo()
    assert crm.ask(monthly, today, "EUR")[-1].amount == 700


def test_currencies_are_never_added(crm: Crm, today: dt.date) -> None:
    crm.do(accepted, day("2026-11-02"), "1000")
    crm.do(accepted, day("2026-11-03"), "90000", currency="JPY")
    crm.do(won, day("2026-11-04"), "250.25", currency="GBP")
    month = crm.ask(this_month, today)
    assert month.won == {
        "EUR": Decimal(1000), "JPY": Decimal(90000), "GBP": Decimal("250.25"),
    }  # fmt: skip
    assert crm.ask(currencies, "EUR") == ("EUR", "GBP", "JPY")
    assert crm.ask(monthly, today, "JPY")[-1].amount == 90000


def test_a_deal_counts_on_the_local_day_it_was_closed(
    crm: Crm, today: dt.date, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Europe/Sofia")
    time.tzset()
    try:
        late = dt.datetime(2026, 9, 30, 22, 30, tzinfo=dt.UTC)
        crm.do(won, day("2026-09-30"), "500", at=late)
        (entry,) = crm.ask(entries_of, EVER, "EUR")
        assert entry.day == day("2026-10-01")
        assert [bar.amount for bar in crm.ask(monthly, today, "EUR")][-3:] == [0, 500, 0]
    finally:
        monkeypatch.delenv("TZ")
        time.tzset()


def test_this_month_is_held_against_the_one_before(crm: Crm, today: dt.date) -> None:
    assert crm.ask(this_month, today).share is None
    crm.do(accepted, day("2026-10-02"), "800")
    crm.do(accepted, day("2026-11-02"), "600")
    month = crm.ask(this_month, today)
    assert month.share == 75
    assert [first for first, _sums in month.months][::11] == [day("2025-12-01"), day("2026-11-01")]


def test_years_are_shown_without_a_gap(crm: Crm, today: dt.date) -> None:
    assert crm.ask(bars_of_years, today, "EUR") == ()
    crm.do(won, day("2023-05-05"), "100")
    crm.do(accepted, day("2025-05-05"), "300")
    bars = crm.ask(bars_of_years, today, "EUR")
    assert [bar.first.year for bar in bars] == [2023, 2024, 2025, 2026]
    assert [bar.amount for bar in bars] == [100, 0, 300, 0]
    assert [bar.before for bar in bars] == [0, 100, 0, 300]


def test_what_is_behind_a_bar_is_named_latest_first(crm: Crm) -> None:
    quote_id = crm.do(accepted, day("2026-09-04"), "1200", "Brightwork", number="Q-2026-0007")
    deal_id = crm.do(won, day("2026-09-15"), "500", title="Shop audit", source="Fair")
    crm.do(won, day("2026-10-01"), "9")
    deal, quote = crm.ask(entries_of, SEPTEMBER, "EUR")
    assert (deal.kind, deal.id, deal.title, deal.source) == (
        Source.DEAL, deal_id, "Shop audit", "Fair",
    )  # fmt: skip
    assert (quote.kind, quote.id, quote.number, quote.client, quote.amount) == (
        Source.QUOTE, quote_id, "Q-2026-0007", "Brightwork", Decimal(1200),
    )  # fmt: skip


# ── whatever was sold, nothing is lost and nothing is counted twice ──────────────────────────────


@dataclass(frozen=True)
class Job:
    """A deal that may be won, and what was quoted for it or without it."""

    currency: str
    value: Decimal
    day: dt.date
    is_won: bool
    quotes: tuple[tuple[Decimal, dt.date, QuoteState], ...]
    without_deal: bool


AMOUNTS = st.decimals("0", "99999.99", places=2)
DAYS = st.dates(dt.date(2023, 1, 1), TODAY)
STATES = st.sampled_from([
    QuoteState.ACCEPTED, QuoteState.INVOICED, QuoteState.DECLINED, QuoteState.SENT,
])  # fmt: skip
JOBS = st.lists(
    st.builds(
        Job,
        currency=st.sampled_from(["EUR", "GBP", "JPY"]),
        value=AMOUNTS,
        day=DAYS,
        is_won=st.booleans(),
        quotes=st.lists(st.tuples(AMOUNTS, DAYS, STATES), max_size=3).map(tuple),
        without_deal=st.booleans(),
    ),
    max_size=8,
)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A file whose changes each example takes back."""
    opened: Database = open_database(Path(tmp_path_factory.mktemp("revenue")) / "deskcrm.sqlite")
    yield opened
    opened.close()


def keep(session: Session, jobs: list[Job]) -> None:
    for job in jobs:
        deal_id = None
        if not job.without_deal:
            deal_id = won(session, job.day, str(job.value), currency=job.currency)
            if not job.is_won:
                lose_deal(session, deal_id, "", at=noon(job.day))
        for amount, decided, state in job.quotes:
            accepted(
                session, decided, str(amount), currency=job.currency, deal_id=deal_id, state=state
            )


def expected(jobs: list[Job]) -> dict[str, dict[dt.date, Decimal]]:
    """Add up what came in by currency and month, as one would on paper."""
    sums: dict[str, dict[dt.date, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for job in jobs:
        paid = [
            (decided, amount)
            for amount, decided, state in job.quotes
            if state in {QuoteState.ACCEPTED, QuoteState.INVOICED}
        ]
        if not paid and job.is_won and not job.without_deal:
            paid = [(job.day, job.value)]
        for decided, amount in paid:
            sums[job.currency][decided.replace(day=1)] += amount
    return sums


@settings(deadline=None, max_examples=40)
@given(jobs=JOBS)
def test_months_years_and_entries_add_up_to_what_was_sold(
    database: Database, jobs: list[Job]
) -> None:
    with database.write() as session:
        keep(session, jobs)
        on_paper = expected(jobs)
        assert set(currencies(session, "EUR")) == set(on_paper)
        for currency, months in on_paper.items():
            total = sum(months.values())
            bars = monthly(session, TODAY, currency, 60)
            assert {bar.first: bar.amount for bar in bars if bar.amount} == {
                first: amount for first, amount in months.items() if amount
            }
            assert sum(bar.amount for bar in bars) == total
            assert sum(bar.amount for bar in bars_of_years(session, TODAY, currency)) == total
            entries = entries_of(session, EVER, currency)
            assert sum(entry.amount for entry in entries) == total
            assert len({(entry.kind, entry.id) for entry in entries}) == len(entries)
            assert len(entries) == sum(bar.quotes + bar.deals for bar in bars)
            assert measures(session, TODAY, Period.ALL, currency).revenue == total
            year = measures(session, TODAY, Period.YEAR, currency)
            assert year.revenue == sum(bar.amount for bar in bars[-12:])
        for first, sums in income_by_month(session, TODAY, 60):
            assert sums == {
                currency: months[first] for currency, months in on_paper.items() if first in months
            }
        session.rollback()


@settings(deadline=None, max_examples=25)
@given(jobs=JOBS, back=st.integers(0, 30))
def test_the_list_of_a_month_adds_up_to_its_bar(
    database: Database, jobs: list[Job], back: int
) -> None:
    first = month_of(TODAY, -back)
    with database.write() as session:
        keep(session, jobs)
        bar = next(bar for bar in monthly(session, TODAY, "EUR", 31) if bar.first == first)
        entries = entries_of(session, Span(first, month_end(first)), "EUR")
        assert sum((entry.amount for entry in entries), Decimal(0)) == bar.amount
        assert sum(entry.kind is Source.QUOTE for entry in entries) == bar.quotes
        session.rollback()
