"""Money, numbers and dates as each language writes them."""

import datetime as dt
from decimal import Decimal

import pytest

from deskcrm import formats, i18n

DAY = dt.date(2026, 11, 21)


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("en", "€5,824.34"),
        ("es", "5.824,34\xa0€"),
        ("bg", "5\xa0824,34\xa0€"),
        ("fa", "\u200e€\xa0۵٬۸۲۴٫۳۴"),
    ],
)
def test_money_is_written_as_the_language_does(code: str, written: str) -> None:
    i18n.use_language(code)
    assert formats.money(Decimal("5824.34"), "EUR") == written


def test_whole_amounts_go_without_cents_unless_they_are_asked_for() -> None:
    assert formats.money(Decimal(39750), "EUR") == "€39,750"
    assert formats.money(Decimal(39750), "EUR", exact=True) == "€39,750.00"
    assert formats.money(Decimal(1200), "JPY", exact=True) == "JP¥1,200"


def test_sums_in_several_currencies_stand_side_by_side_the_own_one_first() -> None:
    sums = {"USD": Decimal(1200), "EUR": Decimal(3), "GBP": Decimal(0)}
    assert formats.amounts(sums, "EUR") == "€3 · US$1,200"
    assert formats.amounts({}, "EUR") == "€0"


def test_numbers_and_shares_keep_the_digits_they_have() -> None:
    assert formats.number(Decimal("1234.50")) == "1,234.5"
    assert formats.number(Decimal(3), places=2) == "3.00"
    assert formats.percent(46) == "46%"
    assert formats.percent(Decimal("12.5")) == "12.5%"


def test_days_are_said_as_one_says_them() -> None:
    said = [formats.near_day(DAY + dt.timedelta(days=n), DAY) for n in (-1, 0, 1, 3, 30)]
    assert said == ["yesterday", "today", "tomorrow", "Tue", "21 Dec"]
    assert formats.full_day(DAY) == "Saturday, 21 November"
    assert formats.days_ago(1) == "1 day ago"
    i18n.use_language("es")
    assert formats.full_day(DAY) == "Sábado, 21 de noviembre"


def test_facts_in_one_direction_are_joined_plainly() -> None:
    assert formats.beside("Ola Surf", "", "€6,400") == "Ola Surf · €6,400"


def test_a_name_against_the_direction_does_not_change_the_order_of_the_others() -> None:
    joined = formats.beside("آتلیه کریمی", "Proposal")
    assert joined == "\u200e\u2068آتلیه کریمی\u2069 · \u2068Proposal\u2069"


def test_a_language_babel_does_not_know_is_written_as_english() -> None:
    i18n.use_language("xx")
    assert formats.day(DAY) == "21 Nov 2026"


def test_round_numbers_beside_a_chart_are_short() -> None:
    said = [formats.short(value) for value in (0, 500, 1500, 20_000)]
    assert said == ["0", "500", "1.5K", "20K"]
    i18n.use_language("fa")
    assert formats.short(20_000) == "۲۰\xa0هزار"
