"""Numbering patterns: whatever is typed, it numbers quotes or says that it cannot."""

from dataclasses import replace

import pytest
from hypothesis import example, given, strategies as st

from deskcrm.crm import Crm
from deskcrm.domain.business import WrongNumberPattern, write_number
from deskcrm.features.business.queries import NumberPreview, business_view, preview_number
from deskcrm.features.business.usecases import edit_business
from quoting import sent_quote

PIECES = st.sampled_from(
    ["{", "}", "{year}", "{number}", "{number:04}", "{number:0", "Q-", "/", "{0}"]
)
TYPED = st.lists(PIECES | st.text(max_size=3), max_size=6).map("".join)
PLAIN = st.text(st.characters(blacklist_characters="{}"), max_size=5)


@given(pattern=TYPED, number=st.integers(1, 10**7))
@example(pattern="{{year}number}{number}", number=1)
def test_a_pattern_writes_numbers_or_is_refused(pattern: str, number: int) -> None:
    try:
        written = write_number(pattern, year=2026, number=number)
    except WrongNumberPattern:
        return
    assert str(number) in written
    assert "{" not in written
    assert "}" not in written


@given(before=PLAIN, between=PLAIN, width=st.integers(1, 9), one=st.integers(1, 10**6))
def test_every_number_is_another_one(before: str, between: str, width: int, one: int) -> None:
    pattern = f"{before}{{year}}{between}-{{number:0{width}}}"
    first = write_number(pattern, year=2026, number=one)
    assert first == f"{before}2026{between}-{one:0{width}}"
    assert first != write_number(pattern, year=2026, number=one + 1)


def test_the_preview_says_what_the_next_quote_will_be_called(crm: Crm) -> None:
    assert crm.ask(preview_number, "Q-{year}-{number:04}", year=2026) == NumberPreview(
        "Q-2026-0001"
    )
    sent_quote(crm)
    assert crm.ask(preview_number, "{number}/{year}", year=2026) == NumberPreview("2/2026")
    assert crm.ask(preview_number, "{number}/{year}", year=2027) == NumberPreview("1/2027")


def test_the_preview_names_the_quote_that_has_the_number_already(crm: Crm) -> None:
    sent_quote(crm, title="Booking site")  # Q-2026-0001
    wanted = "Q-2026-{number:04}"
    crm.do(edit_business, replace(crm.ask(business_view), number_pattern=wanted))
    assert crm.ask(preview_number, wanted, year=2026) == NumberPreview(
        "Q-2026-0001", "Booking site"
    )


@pytest.mark.parametrize("pattern", ["", "Q-{year}", "{number", "{number:4}", "{seq}-{number}"])
def test_a_pattern_that_cannot_number_has_no_preview(crm: Crm, pattern: str) -> None:
    with pytest.raises(WrongNumberPattern):
        crm.ask(preview_number, pattern, year=2026)
