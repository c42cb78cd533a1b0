"""Lines of text: what is kept, where they break, which glyphs they get."""

from itertools import pairwise

import pytest
from hypothesis import given, settings, strategies as st

from deskcrm.paper import fonts
from deskcrm.paper.fonts import ReaderFont, Weight, font_for, typeface
from deskcrm.paper.text import (
    Line,
    PlainRun,
    ReaderRun,
    ShapedRun,
    Style,
    clean,
    lines,
    one_line,
)

BODY = Style(9.0)


def characters(line: Line) -> str:
    """Return what the runs of a line stand for, in the order drawn."""
    said = []
    for run in line.runs:
        match run:
            case PlainRun(text=text) | ReaderRun(text=text):
                said.append(text)
            case ShapedRun(clusters=clusters):
                said += [cluster.text for cluster in clusters]
    return "".join(said)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("a\x00b\x07c", "abc"),
        ("tab\there", "tab here"),
        ("e\u0301", "é"),
        ("soft\u00adhyphen", "softhyphen"),
        ("turned\u202eover", "turnedover"),
        ("lone\ud800half", "lone\ufffdhalf"),
        ("می\u200cشود", "می\u200cشود"),
        ("<b>&amp;</b>{{7*7}}", "<b>&amp;</b>{{7*7}}"),
    ],
)
def test_what_cannot_be_printed_is_dropped_and_markup_is_plain_text(
    typed: str, printed: str
) -> None:
    assert clean(typed) == printed


@pytest.mark.parametrize("text", ["Booking flow", "Предложение №5", "Ελληνικά", "1.453,50 €"])
def test_latin_cyrillic_and_greek_need_no_shaping(text: str) -> None:
    (run,) = one_line(text, BODY).runs
    assert isinstance(run, PlainRun)


def test_arabic_letters_are_joined() -> None:
    joined = one_line("سلام", BODY)
    apart = sum(one_line(letter, BODY).width for letter in "سلام")
    assert joined.width < apart * 0.9
    (run,) = joined.runs
    assert isinstance(run, ShapedRun)
    assert [cluster.text for cluster in run.clusters] == ["م", "لا", "س"]


def test_a_zero_width_non_joiner_parts_letters_and_is_not_seen() -> None:
    parted, joined = one_line("می\u200cشود", BODY), one_line("میشود", BODY)
    assert parted.width > joined.width
    glyphs = {
        glyph.number
        for run in parted.runs
        if isinstance(run, ShapedRun)
        for cluster in run.clusters
        for glyph in cluster.glyphs
    }
    # FiraGO draws a thin line for it.
    assert typeface(Weight.REGULAR).glyph("\u200c") not in glyphs


def test_brackets_turn_with_their_direction() -> None:
    line = one_line("(سلام)", BODY)
    (run,) = line.runs
    assert isinstance(run, ShapedRun)
    font = typeface(Weight.REGULAR)
    first, last = run.clusters[0], run.clusters[-1]
    assert (first.text, last.text) == (")", "(")
    assert first.glyphs[0].number == font.glyph("(")
    assert last.glyphs[0].number == font.glyph(")")


def test_figures_are_equally_wide() -> None:
    assert len({one_line(figure, BODY).width for figure in "0123456789"}) == 1


@pytest.mark.parametrize("char", ["✓", "★", "☎", "→", "\ufffd", "न", "ấ"])
def test_a_character_firago_lacks_comes_from_another_font(char: str) -> None:
    (run,) = one_line(f"{char}", BODY).runs
    assert isinstance(run, PlainRun | ShapedRun)
    assert characters(one_line(char, BODY)) == char


@pytest.mark.parametrize(
    ("char", "name"), [("中", "STSong-Light"), ("か", "HeiseiKakuGo-W5"), ("한", "HYGothic-Medium")]
)
def test_without_a_system_font_the_reader_brings_east_asian_letters(
    char: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "_system_files", tuple)
    font_for.cache_clear()
    try:
        found = font_for(char, Weight.REGULAR)
        assert isinstance(found, ReaderFont)
        assert name in {found.name, "STSong-Light"} or found.name == "HeiseiKakuGo-W5"
        assert found.covers(char)
    finally:
        font_for.cache_clear()


@pytest.mark.parametrize("text", ["✓\u064e", "中\u05b7", "\U0001f600\u0301", "\u064e", "न\u0301"])
@pytest.mark.parametrize("rtl", [False, True])
def test_a_mark_that_the_font_of_its_letter_lacks_comes_from_another(text: str, rtl: bool) -> None:
    runs = one_line(text, BODY, rtl=rtl).runs
    glyphs = [
        glyph.number
        for run in runs
        if isinstance(run, ShapedRun)
        for cluster in run.clusters
        for glyph in cluster.glyphs
    ]
    assert 0 not in glyphs
    assert sorted(characters(one_line(text, BODY, rtl=rtl)).replace("\u200f", "")) == sorted(text)


def test_a_character_no_font_has_is_seen_to_be_replaced() -> None:
    unknown = "\U0010fffd"
    (run,) = one_line(unknown, BODY).runs
    assert isinstance(run, ShapedRun)
    assert run.clusters[0].text == unknown
    assert run.clusters[0].glyphs[0].number == run.font.glyph("\ufffd") != 0


def test_a_line_ends_between_words() -> None:
    found = lines("one two three four five six", BODY, 60)
    assert [characters(line) for line in found] == ["one two three", "four five six"]


def test_a_word_wider_than_the_line_is_broken_inside() -> None:
    found = lines("W" * 10_000, BODY, 100)
    assert "".join(characters(line) for line in found) == "W" * 10_000
    assert all(90 < line.width <= 100 for line in found[:-1])


def test_chinese_breaks_anywhere_but_not_before_a_full_stop() -> None:
    found = [characters(line) for line in lines("我们提供网站设计和开发。" * 4, BODY, 55)]
    assert len(found) > 4
    assert not any(line.startswith("。") for line in found)


def test_each_paragraph_has_its_own_direction() -> None:
    latin, persian = lines("Hello!\nسلام!", BODY, 200, rtl=True)
    assert characters(latin) == "Hello!"
    assert characters(persian).startswith("!")


@settings(max_examples=150)
@given(st.text(alphabet="ab cdéЖщ سلاםש-/۱2٪(\u200c\u0301中。\t\x00", max_size=60), st.booleans())
def test_no_line_is_wider_than_asked_and_nothing_is_lost(text: str, rtl: bool) -> None:
    found = lines(text, BODY, 40, rtl=rtl)
    assert all(line.width <= 40.01 for line in found)
    kept = sorted("".join(characters(line) for line in found).replace(" ", ""))
    marks = {"\u200f": None, " ": None}
    assert [c for c in kept if c not in marks] == sorted(clean(text).replace(" ", ""))


def test_longer_text_takes_more_lines() -> None:
    counts = [len(lines("word " * n, BODY, 100)) for n in (1, 10, 100)]
    assert all(less < more for less, more in pairwise(counts))
