"""Clients by what they are worth, and how much comes from the best of them."""

import datetime as dt
from decimal import Decimal

from builders import contact
from deskcrm.crm import Crm
from deskcrm.features.contacts.usecases import delete_contacts
from deskcrm.features.revenue.periods import EVER, Period, span_of
from deskcrm.features.revenue.queries.clients import Clients, clients
from deskcrm.features.revenue.queries.overview import measures
from deskcrm.features.revenue.value import ClientWord
from earning import accepted, won

LAST_YEAR = dt.date(2025, 3, 3)
THIS_YEAR = dt.date(2026, 11, 3)


def of_twelve_months(crm: Crm, today: dt.date, currency: str = "EUR") -> Clients:
    return crm.ask(clients, span_of(Period.YEAR, today), currency, today)


def test_clients_stand_by_what_they_brought_to_date(crm: Crm, today: dt.date) -> None:
    crm.do(accepted, LAST_YEAR, "5000", "Forno Rossi")
    crm.do(won, LAST_YEAR, "400", "Brightwork")
    crm.do(accepted, THIS_YEAR, "2000", "Brightwork")
    found = of_twelve_months(crm, today)
    assert [(row.name, row.to_date.amount, row.amount) for row in found.rows] == [
        ("Forno Rossi", Decimal(5000), Decimal(0)),
        ("Brightwork", Decimal(2400), Decimal(2000)),
    ]
    assert found.rows[1].to_date.count == 2
    assert (found.rows[1].to_date.first, found.rows[1].to_date.last) == (LAST_YEAR, THIS_YEAR)
    assert found.average == 3700


def test_the_best_fifth_is_of_those_who_paid_in_the_period(crm: Crm, today: dt.date) -> None:
    crm.do(accepted, LAST_YEAR, "90000", "Long Ago")
    for number, amount in enumerate(("700", "100", "100", "50", "50")):
        crm.do(accepted, THIS_YEAR, amount, f"Client {number}")
    found = of_twelve_months(crm, today)
    assert (found.best_count, found.best_share) == (1, 70)


def test_without_clients_there_is_no_share_and_no_average(crm: Crm, today: dt.date) -> None:
    found = of_twelve_months(crm, today)
    assert (found.rows, found.best_count, found.best_share, found.average) == ((), 0, None, None)


def test_clients_of_another_currency_stand_apart(crm: Crm, today: dt.date) -> None:
    crm.do(accepted, THIS_YEAR, "1000", "Brightwork", currency="GBP")
    crm.do(accepted, THIS_YEAR, "10", "Brightwork")
    assert [row.to_date.amount for row in of_twelve_months(crm, today, "GBP").rows] == [1000]
    assert [row.to_date.amount for row in of_twelve_months(crm, today).rows] == [10]


def test_what_nobody_paid_or_paid_with_nothing_makes_no_client(crm: Crm, today: dt.date) -> None:
    crm.do(won, THIS_YEAR, "0", "A Favour")
    assert of_twelve_months(crm, today).rows == ()


def test_revenue_of_a_deleted_client_is_kept_without_a_name(crm: Crm, today: dt.date) -> None:
    crm.do(accepted, THIS_YEAR, "1000", "Gone")
    crm.do(accepted, THIS_YEAR, "200", "Here")
    gone = next(row.id for row in of_twelve_months(crm, today).rows if row.name == "Gone")
    crm.do(delete_contacts, [gone])
    found = of_twelve_months(crm, today)
    assert [row.name for row in found.rows] == ["Here"]
    assert found.unnamed == 1000
    assert crm.ask(measures, today, Period.YEAR, "EUR").revenue == 1200


def test_a_client_is_judged_by_everything_they_bought(crm: Crm, today: dt.date) -> None:
    for month in range(1, 10):
        crm.do(accepted, dt.date(2026, month, 1), "3000", "Often")
    crm.do(accepted, THIS_YEAR, "3000", "Often")
    crm.do(won, dt.date(2024, 2, 2), "90", "Once")
    crm.do(won, dt.date(2026, 5, 2), "900", "Spring")
    crm.do(won, dt.date(2026, 6, 2), "900", "Summer")
    crm.do(accepted, THIS_YEAR, "500", "Fresh")
    words = {row.name: row.word for row in crm.ask(clients, EVER, "EUR", today).rows}
    assert words["Often"] is ClientWord.CHAMPION
    assert words["Once"] is ClientWord.LOST
    assert words["Fresh"] is ClientWord.NEW


def test_markup_in_a_name_stays_a_name(crm: Crm, today: dt.date) -> None:
    crm.do(accepted, THIS_YEAR, "1", "<b>{{7*7}}</b>")
    assert contact("<b>{{7*7}}</b>").name == of_twelve_months(crm, today).rows[0].name
