"""Money: currencies, their digits, rounding away from zero, and sums of one currency."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from deskcrm.domain.money import (
    CURRENCIES,
    EXACT,
    NotANumber,
    TooLarge,
    UnknownCurrency,
    digits,
    round_money,
    unit,
)


@pytest.mark.parametrize(
    ("currency", "expected"),
    [("EUR", 2), ("BGN", 2), ("IRR", 2), ("JPY", 0), ("ISK", 0), ("KWD", 3), ("CLF", 4)],
)
def test_a_currency_has_the_digits_of_iso_4217(currency: str, expected: int) -> None:
    assert digits(currency) == expected


@pytest.mark.parametrize("code", ["", "eur", "EURO", "XXX", "XAU", "\0", "E R"])
def test_an_unknown_currency_is_named(code: str) -> None:
    with pytest.raises(UnknownCurrency, match="is not a currency"):
        digits(code)


@pytest.mark.parametrize(
    ("amount", "currency", "rounded"),
    [
        ("0.005", "EUR", "0.01"),
        ("-0.005", "EUR", "-0.01"),
        ("0.0049999999999999999999999999999999", "EUR", "0.00"),
        ("2.5", "JPY", "3"),
        ("-2.5", "JPY", "-3"),
        ("1.0005", "KWD", "1.001"),
        ("309.985", "EUR", "309.99"),
        ("-0.001", "EUR", "0.00"),
        ("7", "EUR", "7.00"),
    ],
)
def test_halves_are_rounded_away_from_zero(amount: str, currency: str, rounded: str) -> None:
    assert str(round_money(Decimal(amount), currency)) == rounded


def test_thirty_digits_are_rounded_once_and_at_the_end() -> None:
    just_below_half = Decimal("123456789012345.00499999999999999999999999999999")
    assert round_money(just_below_half, "EUR") == Decimal("123456789012345.00")
    total = EXACT.add(just_below_half, Decimal("1E-38"))
    assert total == Decimal("123456789012345.00499999999999999999999999999999000001")


@pytest.mark.parametrize("amount", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_refused(amount: str) -> None:
    with pytest.raises(NotANumber):
        round_money(Decimal(amount), "EUR")


@pytest.mark.parametrize("amount", ["1E+15", "-1E+15", "1E+999999"])
def test_more_than_fifteen_digits_are_refused(amount: str) -> None:
    with pytest.raises(TooLarge):
        round_money(Decimal(amount), "EUR")


@given(
    st.decimals(min_value=-(10**12), max_value=10**12, allow_nan=False, places=9),
    st.sampled_from(sorted(CURRENCIES)),
)
def test_rounding_moves_an_amount_by_half_a_unit_at_most(amount: Decimal, currency: str) -> None:
    rounded = round_money(amount, currency)
    assert abs(rounded - amount) <= unit(currency) / 2
    assert round_money(rounded, currency) == rounded
    assert round_money(-amount, currency) == -rounded
