"""The whole page in one question."""

import datetime as dt

from asking import statements
from deskcrm.crm import Crm
from deskcrm.features.revenue.periods import Period
from deskcrm.features.revenue.queries.overview import overview
from earning import accepted, won


def test_the_page_asks_the_same_few_questions_however_much_there_is(
    crm: Crm, today: dt.date
) -> None:
    with statements() as before:
        crm.ask(overview, today)
    for number in range(40):
        crm.do(accepted, today - dt.timedelta(days=9 * number), "100", f"Client {number}")
        crm.do(won, today - dt.timedelta(days=8 * number), "100", f"Client {number}")
    with statements() as after:
        crm.ask(overview, today)
    assert len(after) == len(before) <= 13


def test_a_change_is_against_as_many_days_of_the_year_before(crm: Crm, today: dt.date) -> None:
    crm.do(accepted, dt.date(2025, 11, 20), "1000")
    crm.do(accepted, dt.date(2025, 11, 25), "8000")
    crm.do(accepted, dt.date(2026, 11, 20), "1180")
    figures = crm.ask(overview, today).measures
    assert figures.revenue == 1180
    assert figures.before == 1000
    assert figures.change == 18


def test_where_there_was_nothing_before_there_is_no_change(crm: Crm, today: dt.date) -> None:
    crm.do(accepted, dt.date(2026, 11, 20), "1180")
    assert crm.ask(overview, today).measures.change is None
    assert crm.ask(overview, today, Period.ALL).measures.before is None


def test_an_unknown_currency_gives_way_to_the_first_that_brought_something(
    crm: Crm, today: dt.date
) -> None:
    crm.do(accepted, dt.date(2026, 11, 20), "900", currency="JPY")
    crm.do(accepted, dt.date(2026, 11, 20), "1", currency="GBP")
    view = crm.ask(overview, today, Period.YEAR, "USD")
    assert (view.currency, view.currencies) == ("GBP", ("GBP", "JPY"))


def test_a_quarter_shows_its_three_months_and_all_time_its_years(crm: Crm, today: dt.date) -> None:
    crm.do(accepted, dt.date(2024, 5, 5), "1")
    assert [bar.first.month for bar in crm.ask(overview, today, Period.QUARTER).bars] == [
        10,
        11,
        12,
    ]
    years = [bar.first.year for bar in crm.ask(overview, today, Period.ALL).bars]
    assert years == [2024, 2025, 2026]


def test_before_anything_came_in_the_page_is_empty(crm: Crm, today: dt.date) -> None:
    view = crm.ask(overview, today)
    assert view.is_empty
    assert view.measures.revenue == 0
    assert view.measures.change is None
    assert [step.deals for step in view.funnel] == [0] * 5
