"""Which letters of a text are what somebody searches for."""

import pytest
from hypothesis import given, strategies as st

from deskcrm.domain.matching import Needle, _letters, excerpt
from deskcrm.domain.text import fold


def marked(typed: str, text: str) -> list[str]:
    return [text[start:end] for start, end in Needle.of(typed).spans(text)]


@pytest.mark.parametrize(
    ("typed", "text", "letters"),
    [
        ("fernandez", "Lucía Fernández", ["Fernández"]),
        ("FERN", "Lucía Fernández", ["Fern"]),
        ("nandez", "Lucía Fernández", ["nández"]),
        ("lu fe", "Lucía Fernández", ["Lu", "Fe"]),
        ("an", "Ana Iván Anders", ["An", "An"]),
        ("weiss", "Weiß & Söhne", ["Weiß"]),
        ("lodz", "Łódź", ["Łódź"]),
        ("cafe", "Cafe\u0301 Central", ["Cafe\u0301"]),
        ("کریمی", "آتلیه كريمي", ["كريمي"]),
        ("میروم", "می\u200cروم", ["می\u200cروم"]),
        ("північ", "Північний вітер", ["Північ"]),
        ("o'brien", "Tom O’Brien", ["O’Brien"]),
        ("brien", "Tom O’Brien", ["Brien"]),
        ("942 55", "+34 942 55 01 23", ["942 55"]),
        ("94255", "+34 942 55 01 23", ["942 55"]),
        ("۹۴۲", "+34 942 55 01 23", ["942"]),
        ("martamarta", "Marta", []),
        ("ivan", "Иван", []),
        ("", "Marta", []),
        ("%_", "100%_", ["%_"][:0]),
    ],
)
def test_the_letters_that_match_are_found_as_the_search_finds_them(
    typed: str, text: str, letters: list[str]
) -> None:
    assert marked(typed, text) == letters


def test_what_touches_is_one() -> None:
    assert marked("mar art", "Martart") == ["Martart"]


@given(st.text(st.characters(exclude_characters="`", exclude_categories=["Cs"]), max_size=30))
def test_a_text_is_compared_letter_by_letter_as_it_is_whole(text: str) -> None:
    folded, places = _letters(text)
    assert folded.strip() == fold(text)
    assert places == sorted(places)


@given(st.text(max_size=6), st.text(max_size=20))
def test_marks_never_leave_the_text(typed: str, text: str) -> None:
    before = 0
    for start, end in Needle.of(typed).spans(text):
        assert before <= start < end <= len(text)
        before = end + 1


def test_what_some_texts_lack_is_left_to_be_found() -> None:
    needle = Needle.of("ana basque 2026")
    assert needle.beyond(["Ana Kovač"]).terms == ("basque", "2026")
    assert needle.beyond(["Ana Kovač", "wants Basque", "in 2026"]) == Needle()
    assert not Needle.of("942 55 01").beyond(["+34 (942) 550-123"])
    assert not Needle()


def test_of_a_long_text_the_part_that_matches_is_shown() -> None:
    text = "We met at the fair.\nShe wants the page in Basque too, " + "and more " * 40
    said = excerpt(text, Needle.of("basque"))
    assert said.startswith("…in Basque too")
    assert said.endswith("…")
    assert len(said) <= 160
    assert excerpt("short Basque", Needle.of("basque")) == "short Basque"
