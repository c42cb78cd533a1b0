"""Fields of the user's own: what may stand in them, and how files and people write it."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as some

from deskcrm.domain.custom import (
    FieldKind,
    FieldOwner,
    FieldSpec,
    NoLink,
    NotOffered,
    as_money,
    as_number,
    checked,
    is_readable,
    read,
    texts,
)
from deskcrm.errors import CrmError, Required, Unreadable


def field(kind: FieldKind, name: str = "Size", *, required: bool = False) -> FieldSpec:
    return FieldSpec(1, FieldOwner.PERSON, name, kind, required, ("Small", "Großer Laden", "کوچک"))


def test_what_was_typed_is_kept_and_nothing_is_not() -> None:
    specs = [field(FieldKind.NUMBER), field(FieldKind.CHOICES, "Likes")]
    values = {"Size": "42.5", "Likes": ["Small"], "From a file": "blue", "Empty": "", "None": None}
    assert checked(specs, values, {}) == {
        "Size": "42.5",
        "Likes": ["Small"],
        "From a file": "blue",
    }


def test_no_is_an_answer() -> None:
    assert checked([field(FieldKind.YES_NO, required=True)], {"Size": False}, {}) == {"Size": False}


@pytest.mark.parametrize(
    ("kind", "value", "wrong"),
    [
        (FieldKind.NUMBER, "forty", Unreadable),
        (FieldKind.NUMBER, "1e5", Unreadable),
        (FieldKind.MONEY, "12.50", Unreadable),
        (FieldKind.MONEY, "12.50 XXQ", Unreadable),
        (FieldKind.DATE, "2026-02-30", Unreadable),
        (FieldKind.CHOICE, "Huge", NotOffered),
        (FieldKind.CHOICES, ["Small", "Huge"], NotOffered),
        (FieldKind.LINK, "javascript:alert(1)", NoLink),
        (FieldKind.TEXT, "", Required),
    ],
)
def test_a_wrong_value_names_its_field(
    kind: FieldKind, value: object, wrong: type[CrmError]
) -> None:
    with pytest.raises(wrong) as told:
        checked([field(kind, required=True)], {"Size": value}, {})
    assert told.value.facts["field"] == "custom.1"


def test_what_an_import_brought_stays_until_it_is_changed() -> None:
    size = field(FieldKind.NUMBER)
    assert checked([size], {"Size": "forty"}, {"Size": "forty"}) == {"Size": "forty"}
    with pytest.raises(Unreadable):
        checked([size], {"Size": "fifty"}, {"Size": "forty"})


@pytest.mark.parametrize(
    ("kind", "text", "language", "value"),
    [
        (FieldKind.NUMBER, "1.234,5", "es", "1234.5"),
        (FieldKind.NUMBER, "۴۲", "fa", "42"),
        (FieldKind.NUMBER, "1,5", "en", "1,5"),
        (FieldKind.MONEY, "1 200,50 EUR", "bg", "1200.5 EUR"),
        (FieldKind.MONEY, "80", "en", "80 BGN"),
        (FieldKind.YES_NO, "Да", "bg", True),
        (FieldKind.YES_NO, "no", "en", False),
        (FieldKind.YES_NO, "perhaps", "en", "perhaps"),
        (FieldKind.CHOICE, "GROSSER laden", "en", "Großer Laden"),
        (FieldKind.CHOICE, "كوچك", "fa", "کوچک"),
        (FieldKind.CHOICES, "small; کوچک", "en", ["Small", "کوچک"]),
        (FieldKind.CHOICES, "small; huge", "en", "small; huge"),
        (FieldKind.LONG_TEXT, "two\nlines", "en", "two\nlines"),
    ],
)
def test_a_file_is_read_in_the_language_of_the_window_and_loses_nothing(
    kind: FieldKind, text: str, language: str, value: object
) -> None:
    assert read(field(kind), text, language=language, currency="BGN") == value


@given(
    some.decimals(
        allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9
    )
)
def test_a_number_is_kept_digit_for_digit(number: Decimal) -> None:
    kept = format(number, "f")
    assert as_number(kept) == number
    assert as_money(f"{kept} JPY") == (number, "JPY")
    assert is_readable(field(FieldKind.NUMBER), kept)


@given(some.sampled_from(FieldKind), some.text(max_size=60))
def test_any_text_can_be_read(kind: FieldKind, text: str) -> None:
    value = read(field(kind), text, language="en", currency="EUR")
    assert is_readable(field(kind), value) or isinstance(value, str)


def test_the_words_of_a_value_are_what_it_is_found_by() -> None:
    assert texts(["Small", "کوچک"]) == ["Small", "کوچک"]
    assert texts(True) == []
    assert texts({"odd": 1}) == ["{'odd': 1}"]
