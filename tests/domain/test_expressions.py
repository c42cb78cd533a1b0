"""Sums typed into a cell: exact, in the user's language, and never more than a sum."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from deskcrm.domain.expressions import (
    PLACES,
    DividesByZero,
    SlashIsAmbiguous,
    SumTooLong,
    is_expression,
    read_number,
)
from deskcrm.domain.money import TooLarge
from deskcrm.domain.numbers import plain, read_decimal
from deskcrm.errors import CrmError, Unreadable


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        ("8*3,5", "es", "28"),
        ("8*3.5", "en", "28"),
        ("=(2+3)*40", "en", "200"),
        ("2+3*4", "en", "14"),
        ("=12", "en", "12"),
        (" = 1.234,50 / 2 ", "es", "617.25"),
        ("1 234,5*2", "bg", "2469"),
        ("10-2-3", "en", "5"),
        ("24/4/2", "en", "3"),
        ("2*-3", "en", "-6"),
        ("-(2+3)", "en", "-5"),
        ("8 × 3.5 ÷ 2", "en", "14"),
        ("۸*۳٫۵", "fa", "28"),
        ("=۷/۲", "fa", "3.5"),
        ("=10/3", "en", "3.3333333333"),
        ("=20/3", "en", "6.6666666667"),
        ("=-20/3", "en", "-6.6666666667"),
        ("=1/1024", "en", "0.0009765625"),
        ("0.1+0.2", "en", "0.3"),
        ("100*100", "en", "10000"),
        ("12.50", "en", "12.50"),
        ("-5", "en", "-5"),
    ],
)
def test_a_sum_is_computed_as_it_is_written_on_paper(text: str, language: str, number: str) -> None:
    assert str(read_number(text, language)) == number


@pytest.mark.parametrize(
    "text",
    [
        "", "=", "2+", "*2", "2**3", "2^3", "(2", "2)", "()", "2(3)", "2 3", "--5", "2*(3", "1,5*2",
        "abs(2)", "a*2", "__import__('os')", "2//3", "2*3x", "1e5*2", "5 €*2", "=A1", "==2", "2;3",
    ],
)  # fmt: skip
def test_what_is_no_sum_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(Unreadable):
        read_number(text, "en")


def test_dividing_by_zero_is_said() -> None:
    with pytest.raises(DividesByZero, match="divides by zero"):
        read_number("5/(2-2)", "en")


def test_a_slash_that_may_be_a_decimal_sign_is_not_guessed() -> None:
    with pytest.raises(SlashIsAmbiguous, match="Type = before a division"):
        read_number("۳/۵", "fa")
    assert read_number("=۳/۵", "fa") == Decimal("0.6")
    assert read_number("۳ / ۵", "fa") == Decimal("0.6")
    assert read_number("3/5", "es") == Decimal("0.6")


def test_deep_nesting_and_endless_sums_are_refused() -> None:
    with pytest.raises(SumTooLong):
        read_number("(" * 25 + "1" + ")" * 25, "en")
    with pytest.raises(SumTooLong):
        read_number("1" + "+1" * 10_000, "en")
    with pytest.raises(TooLarge):
        read_number("*".join(["99999999"] * 20), "en")


def test_a_number_alone_is_no_sum() -> None:
    assert not any(map(is_expression, ["5", "-5", "+5", "−5", "1 234,5", "abc", ""]))
    assert all(map(is_expression, ["=5", "2-1", "2+1", "(5)", "2*3", "2/3", "-2-1"]))


NUMBERS = st.decimals(
    min_value=0, max_value=9999, allow_nan=False, allow_infinity=False, places=3
).map(lambda number: (plain(number), Fraction(number)))


def _joined(parts: tuple[tuple[str, Fraction], str, tuple[str, Fraction]]) -> tuple[str, Fraction]:
    (left, a), sign, (right, b) = parts
    result = {"+": a + b, "-": a - b, "*": a * b, "/": a / b if b else Fraction(0)}[sign]
    return f"({left}) {sign} ({right})", result


SUMS = st.recursive(
    NUMBERS,
    lambda inner: (
        st.tuples(inner, st.sampled_from("+-*/"), inner)
        .filter(lambda parts: parts[1] != "/" or parts[2][1] != 0)
        .map(_joined)
    ),
    max_leaves=5,
)


@given(SUMS)
def test_any_sum_agrees_with_exact_fractions(found: tuple[str, Fraction]) -> None:
    text, exact = found
    if len(text) >= 200 or abs(exact) >= 10**15:
        return
    got = Fraction(read_number("=" + text, "en"))
    assert abs(got - exact) <= Fraction(1, 2 * 10**PLACES)
    twos_and_fives = exact.denominator
    for prime in (2, 5):
        while twos_and_fives % prime == 0:
            twos_and_fives //= prime
    if twos_and_fives == 1 and 10**40 % exact.denominator == 0:
        assert got == exact


@given(st.text(alphabet="0123456789.,+-*/()= ×÷۳٫x\u200f'"), st.sampled_from(["en", "es", "fa"]))
def test_any_text_gives_a_number_or_a_sentence(text: str, language: str) -> None:
    try:
        number = read_number(text, language)
    except CrmError as error:
        sentence = str(error)
    else:
        sentence = str(number)
        assert number.is_finite()
    assert sentence


@given(st.text(), st.sampled_from(["en", "bg", "fa"]))
def test_whatever_is_no_sum_is_read_as_a_number_is(text: str, language: str) -> None:
    if not is_expression(text):
        try:
            number = read_decimal(text, language)
        except Unreadable:
            with pytest.raises(Unreadable):
                read_number(text, language)
        else:
            assert read_number(text, language) == number
