"""Directions agree with python-bidi, which only returns text already turned."""

from bidi import get_display
from hypothesis import example, given, strategies as st

from deskcrm.paper.bidi import is_rtl, levels, runs

LETTERS = "abE שלג مثل ۱۲٣45 ()[]{} ,.-+/:%€ \u0301\u200e\u200f!"


def displayed(text: str, *, rtl: bool) -> str:
    parts = runs(levels(text, rtl=rtl))
    return "".join(text[a:b][::-1] if turned else text[a:b] for a, b, turned in parts)


@given(text=st.text(alphabet=LETTERS, max_size=24), rtl=st.booleans())
@example(text="سلام (Booking site, phase 2) با ۱۲ ساعت", rtl=True)
@example(text="abc (def) متن", rtl=True)
@example(text="a (ب) -5 −5% ۱٬۲۳۴٫۵", rtl=True)
def test_a_line_is_ordered_as_python_bidi_orders_it(text: str, rtl: bool) -> None:
    assert displayed(text, rtl=rtl) == get_display(text, base_dir="R" if rtl else "L")


def test_the_first_letter_decides_the_direction_of_a_text() -> None:
    assert is_rtl("12 سلام abc")
    assert not is_rtl("12 abc سلام")
    assert is_rtl("12", otherwise=True)
    assert not is_rtl("12")


def test_figures_keep_their_order_among_hebrew_words() -> None:
    assert displayed("שלום 123", rtl=True) == "123 םולש"
