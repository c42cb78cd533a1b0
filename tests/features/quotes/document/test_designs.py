"""Three designs on two papers, in any accent."""

import re
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, strategies as st

import pdfs
from deskcrm.domain.quotes import LineKind
from deskcrm.features.quotes.document import DESIGNS, colors, render_quote
from deskcrm.features.quotes.document.look import look_of
from deskcrm.features.quotes.view import QuoteView, Words
from deskcrm.paper.sheet import A4, LETTER
from quotations import QUOTE, SENDER, many, png, printed

PAPERS = {"a4": A4, "letter": LETTER}
WHOLE = replace(QUOTE, logo=png(), words=(Words(LineKind.SECTION, "Site", 0),))


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("design", DESIGNS)
def test_each_design_says_the_same_on_each_paper(design: str, paper: str) -> None:
    quote = replace(WHOLE, design=design, paper=paper)
    data = render_quote(quote)
    (page,) = pdfs.reader(data).pages
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(
        PAPERS[paper], abs=0.01
    )
    assert words_of(pdfs.text(data)) >= words_of(printed(WHOLE))
    assert "0000" not in set(pdfs.shown_glyphs(data))
    assert render_quote(quote) == data


def words_of(text: str) -> set[str]:
    return set(re.findall(r"[\w.,€%-]+", text))


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("count", [13, 30])
def test_no_design_prints_over_margins_or_footer(design: str, paper: str, count: int) -> None:
    quote = replace(many(count), design=design, paper=paper)
    look = look_of(quote)
    data = render_quote(quote)
    width, height = (round(side) for side in look.paper)
    for number in range(len(pdfs.page_texts(data))):
        page = pdfs.picture(data, number, size=look.paper)
        # On the first page of one design the head reaches to the edges.
        head = 130 if number == 0 and look.design.filled else 0
        foot = round(height - look.foot)
        assert pdfs.is_blank(page, (0, head, look.left - 3, height))
        assert pdfs.is_blank(page, (look.right + 3, head, width, height))
        assert pdfs.is_blank(page, (0, foot + 2, width, foot + 14))
        assert pdfs.is_blank(page, (0, height - 18, width, height))


def test_the_designs_look_different() -> None:
    pages = {
        name: pdfs.picture(render_quote(replace(WHOLE, design=name)), 0, 0.5) for name in DESIGNS
    }
    for one, other in combinations(DESIGNS, 2):
        pairs = zip(pages[one].tobytes(), pages[other].tobytes(), strict=True)
        differing = sum(abs(a - b) > 60 for a, b in pairs)
        assert differing > 4000


@pytest.mark.parametrize("name", ["", "classic", "Classic ", "baroque", "🎨"])
def test_a_design_that_nobody_knows_is_the_first(name: str) -> None:
    assert render_quote(replace(WHOLE, design=name)) == render_quote(WHOLE)


@pytest.mark.parametrize(
    ("paper", "country", "size"),
    [
        ("", "BG", A4),
        ("", "", A4),
        ("", "US", LETTER),
        ("", "ca", LETTER),
        ("", "MX", LETTER),
        ("", "PH", LETTER),
        ("", "CL", LETTER),
        ("", "CO", LETTER),
        ("a4", "US", A4),
        ("Letter", "DE", LETTER),
        ("foolscap", "GB", A4),
    ],
)
def test_the_paper_is_the_one_asked_for_or_the_one_of_the_senders_country(
    paper: str, country: str, size: tuple[float, float]
) -> None:
    quote = replace(QUOTE, paper=paper, sender=replace(SENDER, country=country))
    assert look_of(quote).paper == size


@pytest.mark.parametrize("accent", ["", "red", "#12", "#GGGGGG", "url(x)"])
def test_an_accent_that_is_no_color_is_the_programs_own(accent: str) -> None:
    assert look_of(replace(QUOTE, accent=accent)).accent == "#3B5BDB"


hues = st.integers(0, 0xFFFFFF).map("#{:06X}".format)


@given(hues)
def test_text_in_any_accent_and_on_it_can_be_read(accent: str) -> None:
    assert colors.contrast(colors.ink(accent), colors.WHITE) >= 4.5
    assert colors.contrast(colors.upon(accent), accent) >= 4.0
    assert colors.contrast(colors.TEXT, colors.tint(accent)) >= 10
    assert colors.contrast(colors.ink(accent), colors.tint(accent)) >= 3.5


def test_contrast_is_that_of_wcag() -> None:
    assert colors.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert colors.contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def long_parties(design: str) -> QuoteView:
    many_lines = tuple(f"Line {n} of a very long address" for n in range(120))
    return replace(
        QUOTE,
        design=design,
        sender=replace(SENDER, address=many_lines),
        customer=replace(QUOTE.customer, address=many_lines),
        heading="W" * 3000,
    )


@pytest.mark.parametrize("design", DESIGNS)
def test_a_head_higher_than_a_page_flows_over_pages(design: str) -> None:
    data = render_quote(long_parties(design))
    text = pdfs.text(data)
    assert text.count("Line 119 of") >= 2
    assert text.count("W") >= 3000
    assert len(pdfs.page_texts(data)) >= 4


@pytest.mark.parametrize("design", DESIGNS)
def test_a_quote_is_read_aloud_from_its_title_to_its_signature(design: str) -> None:
    data = render_quote(replace(WHOLE, design=design))
    root = pdfs.reader(data).root_object["/StructTreeRoot"].get_object()
    whole = root["/K"].get_object()  # type: ignore[index] # a dictionary
    kinds = [str(part.get_object()["/S"]) for part in whole["/K"]]
    assert kinds.count("/H1") == 1
    assert {"/Figure", "/H2", "/H3", "/P"} <= set(kinds)
    (figure,) = (part.get_object() for part in whole["/K"] if part.get_object()["/S"] == "/Figure")
    assert figure["/Alt"] == "Atelier Marin"
    drawn = pdfs.operators(data)
    assert drawn.count("BDC") + drawn.count("BMC") == drawn.count("EMC")
