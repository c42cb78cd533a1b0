"""Numbers as people type them, and in plain notation."""

from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given, strategies as st

from deskcrm.domain.numbers import plain, read_decimal
from deskcrm.errors import Unreadable

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=4).filter(
    lambda number: abs(number) < 10**18
)


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        ("1234.5", "en", "1234.5"),
        ("1,234.5", "en", "1234.5"),
        ("1 234.5", "en", "1234.5"),
        (" 12 ", "en", "12"),
        ("+5", "en", "5"),
        ("-5", "en", "-5"),
        ("−5", "en", "-5"),
        ("-0", "en", "0"),
        (".5", "en", "0.5"),
        ("5.", "en", "5"),
        ("1.234", "en", "1.234"),
        ("1.234", "es", "1234"),
        ("1.234,56", "es", "1234.56"),
        ("1234,56", "es-ES", "1234.56"),
        ("1,234", "es", "1.234"),
        ("1,5", "bg", "1.5"),
        ("1 234,5", "bg", "1234.5"),
        ("1\u00a0234\u00a0567,5", "bg", "1234567.5"),
        ("1\u202f234,5", "fr", "1234.5"),
        ("1'234.50", "de_CH", "1234.50"),
        ("1’234.50", "de_CH", "1234.50"),
        ("12,34,567.8", "en_IN", "1234567.8"),
        ("1,234,567.8", "en_IN", "1234567.8"),
        ("۱۲۳۴٫۵", "fa", "1234.5"),
        ("۱٬۲۳۴٫۵", "fa", "1234.5"),
        ("\u200e−۱٬۲۳۴", "fa", "-1234"),
        ("1,234.5", "fa", "1234.5"),
        ("١٬٢٣٤٫٥", "ar", "1234.5"),
        ("١٢٣", "en", "123"),
        ("12.5", "tlh", "12.5"),
        ("123456789012345678901234567890.12", "en", "123456789012345678901234567890.12"),
    ],
)
def test_a_number_is_read_as_its_language_writes_it(text: str, language: str, number: str) -> None:
    assert str(read_decimal(text, language)) == number


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("1,5", "en"),
        ("1,50", "en"),
        ("1234,567", "en"),
        ("1.5", "es"),
        ("1.5", "bg"),
        ("1.234", "bg"),
        ("1,5", "fa"),
        ("1.234.56", "es"),
        ("1,234,56", "en"),
        ("1 234,567", "en"),
        ("1.2.3", "en"),
        ("12 34", "en"),
        (",234", "en"),
        ("", "en"),
        (".", "en"),
        ("-", "en"),
        ("--5", "en"),
        ("5-", "en"),
        ("1e5", "en"),
        ("1_000", "en"),
        ("0x10", "en"),
        ("NaN", "en"),
        ("Infinity", "en"),
        ("½", "en"),
        ("²", "en"),
        ("5 €", "en"),
        ("=1+1", "en"),
        ("1\0", "en"),
        ("1\n2", "en"),
    ],
)
def test_what_the_language_does_not_write_is_refused_not_guessed(text: str, language: str) -> None:
    with pytest.raises(Unreadable, match="could not be read as a number"):
        read_decimal(text, language)


def test_a_long_unreadable_text_is_cut_in_the_sentence() -> None:
    with pytest.raises(Unreadable) as refusal:
        read_decimal("x" * 10_000, "en")
    assert len(str(refusal.value)) < 100


@given(NUMBERS, st.sampled_from(["en", "es", "bg", "fa", "de", "de_CH", "fr", "hi", "ar_EG"]))
def test_what_babel_writes_is_read_back(number: Decimal, language: str) -> None:
    written = format_decimal(number, format=None, locale=language, decimal_quantization=False)
    assert read_decimal(written, language) == number


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("19", "19"),
        ("19.00", "19"),
        ("1E+2", "100"),
        ("100", "100"),
        ("0.50", "0.5"),
        ("1E-7", "0.0000001"),
        ("-0.0", "0"),
        ("0E+3", "0"),
        ("-2.50", "-2.5"),
    ],
)
def test_plain_notation_is_the_shortest_without_an_exponent(number: str, text: str) -> None:
    assert plain(Decimal(number)) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**40), max_value=10**40))
def test_plain_notation_loses_nothing(number: Decimal) -> None:
    assert Decimal(plain(number)) == number
