"""Whatever is typed is printed as text, and a logo of any kind is a picture or has a sentence."""

import datetime as dt
import io
import unicodedata
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings, strategies as st
from PIL import Image

import pdfs
from deskcrm.domain.payments import Part
from deskcrm.domain.quotes import LineKind
from deskcrm.domain.totals import Adjustment, TaxCategory
from deskcrm.errors import CrmError
from deskcrm.features.quotes.document import DESIGNS, render_quote
from deskcrm.features.quotes.view import PartyView, QuoteView, Words
from deskcrm.paper.pictures import NotAPicture
from deskcrm.paper.text import clean
from quotations import QUOTE, figures, line, png


def everywhere(text: str, design: str = "") -> QuoteView:
    """Return a quote that has a text in each of its fields."""
    party = PartyView(
        name=text,
        person=text,
        address=(text, text),
        tax_id=text,
        registration=text,
        country=text[:2],
        email=text,
        phone=text,
        website=text,
        bank=text,
    )
    return replace(
        QUOTE,
        number=text or None,
        title=text,
        heading=text,
        introduction=text,
        terms=text,
        sender=party,
        customer=party,
        figures=figures(
            line(text, "2", "10", unit=text[:40], discounts=(Adjustment(Decimal(5), reason=text),)),
            line(text, alternative=True),
            line(text, optional=True),
        ),
        tax_reasons=((TaxCategory.S, text),),
        accent=text,
        words=(Words(LineKind.SECTION, text, 0), Words(LineKind.TEXT, text, 1)),
        payments=(Part(text, percent=Decimal(50), due_on=dt.date(2027, 1, 1)), Part(text)),
        replaces=text,
        design=design,
        paper=text,
    )


SHOWN_AT_LEAST = 12
"""In so many places a text is printed whole, whichever the design."""

HOSTILE = [
    "<b>bold</b> & &amp; <img src='/etc/passwd'/>",
    "<para><font color=red>x</font>",
    "{{ 7*7 }} {% raw %} {name} %(date)s {0}",
    "../../etc/passwd\\..\\x",
    "(unbalanced) ) \\ ( \\n \\051",
    "endstream endobj %%EOF",
    "null\x00bell\x07escape\x1b[31m",
    "=1+1 @SUM(A1) |calc",
    "half\ud800pair\udfff",
    "\u202eturned\u202c \u2066isolated\u2069",
    "a" + "\u0301" * 30,
    "\U0010fffd unknown \U000e0041",
]


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_kept_as_text_in_every_field(text: str, design: str) -> None:
    data = render_quote(everywhere(text, design))
    assert "0000" not in set(pdfs.shown_glyphs(data))
    extracted = letters(pdfs.text(data))
    for char, times in letters(clean(text)).items():
        assert extracted[char] >= times * SHOWN_AT_LEAST, char
    reader = pdfs.reader(data)
    assert len(reader.pages) >= 1
    assert reader.outline


def letters(text: str) -> Counter[str]:
    """Count what a reader sees: letters, figures and signs, without spaces and marks."""
    return Counter(char for char in text if unicodedata.category(char)[0] in "LNPS")


SCRIPTS = (
    "abcXYZ 0123 .,:;-–()[]<>&%{}\\/'\"€✓"
    "áñßøŁЖщяЇΩέ"
    "سلامیکگپ۱۲٪،ـ\u200c\u064e"
    "שלוםךץ\u05b7"
    "中文かな한글、。"
    "\u0301\u200e\u200f\u2028\u2067\x00\x1b\t\n\r\u00ad\ud83d\ufffd\U0001f600\U0010fffd"
)


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=SCRIPTS, max_size=60), st.sampled_from(sorted(DESIGNS)))
def test_any_text_in_any_field_is_printed_or_replaced(text: str, design: str) -> None:
    data = render_quote(everywhere(text, design))
    assert "0000" not in set(pdfs.shown_glyphs(data))
    extracted = letters(pdfs.text(data))
    typed = letters("".join(clean(part) for part in text.splitlines()))
    letters_only = {c: n for c, n in typed.items() if c.isalnum() and ord(c) < 0x2E80}
    assert {c: n for c, n in letters_only.items() if extracted[c] < n * 6} == {}


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=40))
def test_any_character_at_all_makes_a_whole_document(text: str) -> None:
    data = render_quote(everywhere(text))
    assert len(pdfs.reader(data).pages) == len(pdfs.page_texts(data))
    assert "0000" not in set(pdfs.shown_glyphs(data))


def logo(mode: str, kind: str, size: tuple[int, int] = (200, 100), exif: int = 0) -> bytes:
    file = io.BytesIO()
    image = Image.new(mode, size)
    data = image.getexif()
    if exif:
        data[0x0112] = exif
    image.save(file, kind, exif=data)
    return file.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        logo("CMYK", "JPEG"),
        logo("RGB", "JPEG", (100, 200), exif=6),
        logo("L", "JPEG", (10_000, 8_000)),
        png(),
        logo("1", "PNG", (1, 3000)),
        logo("RGBA", "WEBP"),
    ],
    ids=["CMYK", "turned", "80 megapixels", "alpha", "a line", "WebP"],
)
def test_a_logo_of_any_kind_is_printed_where_it_belongs(data: bytes) -> None:
    for design in DESIGNS:
        made = render_quote(replace(QUOTE, logo=data, design=design))
        (page,) = pdfs.reader(made).pages
        assert page.images
        assert len(made) < 400_000


def test_a_turned_logo_stands_upright() -> None:
    # Taller than wide as it is stored, it is wider than tall as it is seen.
    turned = logo("RGB", "JPEG", (100, 200), exif=6)
    page = pdfs.picture(render_quote(replace(QUOTE, logo=turned)), 0)
    assert not pdfs.is_blank(page, (120, 60, 140, 90))
    assert pdfs.is_blank(page, (150, 50, 280, 96))


@pytest.mark.parametrize("data", [b"", b"Atelier Marin", b"<svg/>", b"%PDF-1.7", png()[:60]])
@pytest.mark.parametrize("design", DESIGNS)
def test_a_logo_that_is_no_picture_has_its_sentence_and_no_document_is_made(
    data: bytes, design: str
) -> None:
    if data:
        with pytest.raises(NotAPicture):
            render_quote(replace(QUOTE, logo=data, design=design))
    else:
        assert render_quote(replace(QUOTE, logo=data, design=design))


def test_figures_against_the_rules_have_their_sentence() -> None:
    with pytest.raises(CrmError, match="A price cannot be negative"):
        render_quote(replace(QUOTE, figures=figures(line("Gift", "1", "-5"))))
