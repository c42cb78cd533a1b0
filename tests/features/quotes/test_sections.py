"""Sections of a quote's lines: their borders, their moves, their subtotals."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from deskcrm.domain.figures import Figures
from deskcrm.domain.quotes import LineKind
from deskcrm.domain.totals import Period, totals
from deskcrm.features.quotes.drafts import LineDraft, words_draft
from deskcrm.features.quotes.sections import (
    Subtotal,
    is_heading,
    moved,
    place_for,
    section_end,
    step,
    subtotals,
    with_sections,
)
from quoting import line


def lines(letters: str) -> list[LineDraft]:
    """Capital letters are headings, a dot is a text, others are items."""
    return [
        words_draft(LineKind.SECTION, letter)
        if letter.isupper()
        else words_draft(LineKind.TEXT, letter)
        if letter == "."
        else line(letter, price="10", quantity="1")
        for letter in letters
    ]


def letters(of: tuple[LineDraft, ...]) -> str:
    return "".join(each.description for each in of)


def after(text: str, row: int, by: int) -> str:
    """Return the letters after the line in a row took a step."""
    there = lines(text)
    rows = with_sections(there, range(row, row + 1))
    return letters(moved(there, rows, step(there, rows, by)))


@pytest.mark.parametrize(
    ("text", "row", "by", "result"),
    [
        ("ab", 0, 1, "ba"),
        ("ab", 1, -1, "ba"),
        ("ab", 0, -1, "ab"),
        ("ab", 1, 1, "ab"),
        ("AaBb", 1, 1, "ABab"),  # An item goes over to the next section,
        ("AaBb", 3, -1, "AabB"),  # or to the one before.
        ("AabBcC", 0, 1, "BcAabC"),
        ("AabBcC", 3, -1, "BcAabC"),
        ("AabBcC", 3, 1, "AabCBc"),
        ("AabBcC", 5, 1, "AabBcC"),
        ("xAabB", 1, -1, "xAabB"),  # What is in no section stays in none.
        ("xA.bB", 4, -1, "xBA.b"),
    ],
)
def test_a_step_moves_a_line_or_a_whole_section(text: str, row: int, by: int, result: str) -> None:
    assert after(text, row, by) == result


def test_a_dragged_section_is_dropped_between_sections() -> None:
    there = lines("xAabcBd")
    section = with_sections(there, range(1, 2))
    assert section == range(1, 5)
    assert [place_for(there, section, gap) for gap in (0, 1, 5, 6, 7)] == [1, 1, 5, 5, 7]
    assert place_for(there, range(2, 3), 6) == 6


@given(st.text(alphabet="ABab.", min_size=1, max_size=12), st.data())
def test_a_move_loses_nothing_and_keeps_sections_whole(text: str, data: st.DataObject) -> None:
    there = lines(text)
    row = data.draw(st.integers(0, len(there) - 1))
    rows = with_sections(there, range(row, row + 1))
    gap = data.draw(st.integers(0, len(there)))
    if is_heading(there[row]):
        gap = place_for(there, rows, gap)
        assert gap <= rows.start or gap >= rows.stop
    elif rows.start < gap < rows.stop:
        return
    result = moved(there, rows, gap)
    assert sorted(letters(result)) == sorted(text)
    start = gap if gap <= rows.start else gap - len(rows)
    assert list(result[start : start + len(rows)]) == there[rows.start : rows.stop]
    if is_heading(there[row]):
        assert section_end(result, start) == start + len(rows)


def test_a_subtotal_is_what_counts_in_its_section() -> None:
    there = [
        line("before", price="1", quantity="1"),
        words_draft(LineKind.SECTION, "A"),
        line("a", price="10", quantity="2"),
        words_draft(LineKind.TEXT, "text"),
        line("b", price="5", quantity="1"),
        line("instead", price="7", quantity="1", alternative=True),
        line("perhaps", price="9", quantity="1", optional=True),
        words_draft(LineKind.SECTION, "B"),
        line("care", price="49", quantity="1", period=Period.MONTH),
        line("name", price="12", quantity="1", period=Period.YEAR),
        words_draft(LineKind.SECTION, "C"),
    ]
    figures = Figures("EUR", False, tuple(each.figures for each in there if each.is_item))
    zero = Decimal("0.00")
    assert subtotals(there, totals(figures).lines) == {
        1: Subtotal(Decimal("25.00")),
        7: Subtotal(zero, Decimal("49.00"), Decimal("12.00")),
        10: Subtotal(zero),
    }
