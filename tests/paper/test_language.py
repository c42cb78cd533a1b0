"""Figures and dates as each language writes them."""

import datetime as dt
from decimal import Decimal

import pytest

from deskcrm.paper.language import language


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("en", "€5,824.34"),
        ("es", "5.824,34\u00a0€"),
        ("bg", "5\u00a0824,34\u00a0€"),
        ("fa", "\u200e€\u00a0۵٬۸۲۴٫۳۴"),
        ("de_AT", "€\u00a05.824,34"),
    ],
)
def test_money(code: str, written: str) -> None:
    assert language(code).money(Decimal("5824.34"), "EUR", 2) == written


def test_a_currency_of_letters_keeps_off_its_figure() -> None:
    assert language("en").money(Decimal("2.5"), "KWD", 3) == "KWD\u00a02.500"
    assert language("en").money(Decimal(-5), "CHF", 2) == "−CHF\u00a05.00"


def test_digits_are_the_currencys() -> None:
    assert language("en").money(Decimal(5824), "JPY", 0) == "¥5,824"
    assert language("en").amount(Decimal("1.5"), 3) == "1.500"


@pytest.mark.parametrize(
    ("code", "written"), [("en", "−5.5%"), ("es", "−5,5\u00a0%"), ("fa", "\u200e\u200e−۵٫۵٪")]
)
def test_percent(code: str, written: str) -> None:
    assert language(code).percent(Decimal("-5.5")) == written


def test_a_number_keeps_all_its_digits() -> None:
    number = language("es").number
    assert number(Decimal("0.0125"), 2) == "0,0125"
    assert number(Decimal(85), 2) == "85,00"
    assert number(Decimal("3.2500")) == "3,25"
    assert number(Decimal("1E+3")) == "1.000"
    assert number(Decimal("-12345678.901234567890123456789")) == (
        "−12.345.678,901234567890123456789"
    )


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("en", "21 November 2026"),
        ("en_US", "November 21, 2026"),
        ("bg", "21 ноември 2026\u202fг."),
        ("es", "21 de noviembre de 2026"),
        ("de", "21. November 2026"),
        ("fr", "21 novembre 2026"),
        ("fa", "۲۱ نوامبر ۲۰۲۶"),
        ("fa-u-ca-persian", "۳۰ آبان ۱۴۰۵"),
    ],
)
def test_dates(code: str, written: str) -> None:
    assert language(code).date(dt.date(2026, 11, 21)) == written


def test_a_persian_date_before_its_calendar_is_sure_is_the_other_calendars() -> None:
    assert language("fa-u-ca-persian").date(dt.date(1500, 1, 1)) == "۱ ژانویهٔ ۱۵۰۰"


def test_a_country_has_its_name() -> None:
    assert language("de").country("es") == "Spanien"
    assert language("en").country("QQ") == "QQ"


def test_a_language_nobody_knows_is_written_as_english() -> None:
    assert language("xx-nowhere-99").number(Decimal("1234.5")) == "1,234.5"
