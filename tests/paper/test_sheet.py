"""PDFs read back: fonts, text that can be copied, what the document says of itself."""

import datetime as dt

import pytest
from pypdf.generic import DictionaryObject

import pdfs
from deskcrm.paper.fonts import Weight
from deskcrm.paper.sheet import About, Align, Sheet
from deskcrm.paper.text import Style, one_line

ABOUT = About("Оферта № 5", "Atelier Marin", "Booking site", "bg", dt.date(2026, 11, 21))
BODY = Style(10.0)


def document(*texts: str, language: str = "en", style: Style = BODY) -> bytes:
    sheet = Sheet(About("Title", "Author", "", language, dt.date(2026, 11, 21)))
    for i, text in enumerate(texts):
        sheet.text(one_line(text, style, rtl=sheet.rtl), 50, 780 - 20 * i)
    sheet.next_page()
    return sheet.finish()


@pytest.mark.parametrize(
    "text",
    [
        "Booking flow with payments — 1.453,50 €",
        "Предложение за уеб сайт №5",
        "Ελληνικά κείμενο",
        "طراحی سایت رزرو، سلام",
        "שלום עולם",
        "Office ffi flow",
    ],
)
def test_text_is_copied_as_it_was_typed(text: str) -> None:
    assert text in pdfs.text(document(text))
    assert text in pdfs.text(document(text, style=Style(20.0, Weight.BOLD)))


def test_ligatures_and_joiners_are_told_to_programs_that_copy() -> None:
    assert "/ActualText <FEFF200C>" in pdfs.operators(document("می\u200cشود"))
    # Letter and mark are copied from right to left, as their line is.
    assert "/ActualText <FEFF064E0628>" in pdfs.operators(document("بَ"))


def test_all_fonts_are_embedded_and_no_helvetica_is_left() -> None:
    data = document("Latin", "سلام", "✓ ★")
    assert set(pdfs.fonts(data)) == {"FiraGO-Regular", "NotoSansSymbols2-Regular"}
    assert all(pdfs.fonts(data).values())


def test_only_the_glyphs_used_are_embedded() -> None:
    assert len(document("Latin")) < 12_000


@pytest.mark.parametrize("language", ["en", "fa"])
def test_no_glyph_is_missing(language: str) -> None:
    mixed = "Latin Привет Ελλάδα سلام שלום 中文 ✓ \U0010fffd a\u0301\u0302"
    assert "0000" not in set(pdfs.shown_glyphs(document(mixed, language=language)))


def test_the_document_says_what_it_is() -> None:
    sheet = Sheet(ABOUT)
    sheet.next_page()
    reader = pdfs.reader(sheet.finish())
    assert reader.metadata
    assert reader.metadata.title == "Оферта № 5"
    assert reader.metadata.author == "Atelier Marin"
    assert reader.metadata.subject == "Booking site"
    assert reader.metadata.creation_date == dt.datetime(2026, 11, 21, tzinfo=dt.UTC)
    root = reader.root_object
    assert str(root["/Lang"]) == "bg"
    preferences = root["/ViewerPreferences"]
    assert isinstance(preferences, DictionaryObject)
    assert str(preferences["/DisplayDocTitle"]).lower() == "true"


def test_a_persian_document_is_mirrored() -> None:
    sheet = Sheet(About("", "", "", "fa", dt.date(2026, 11, 21)))
    sheet.fill(50, 700, 100, 50, "#000000")
    sheet.text(one_line("End", BODY), 545, 600, Align.END)
    sheet.next_page()
    data = sheet.finish()
    page = pdfs.picture(data, 0)
    assert pdfs.is_blank(page, (0, 85, 300, 150))
    assert not pdfs.is_blank(page, (450, 95, 540, 140))
    assert not pdfs.is_blank(page, (50, 225, 80, 245))


def test_the_same_pages_make_the_same_bytes() -> None:
    assert document("سلام Latin ✓") == document("سلام Latin ✓")


def test_a_link_opens_its_address() -> None:
    sheet = Sheet(ABOUT)
    sheet.link("https://example.com/?a=(b)", 50, 700, 100, 12)
    sheet.next_page()
    (page,) = pdfs.reader(sheet.finish()).pages
    (note,) = page.annotations or []
    assert note.get_object()["/A"]["/URI"] == "https://example.com/?a=(b)"


def test_a_figure_in_a_persian_line_is_parted_from_what_follows_when_copied() -> None:
    mark = "/ActualText <FEFF200F>"
    assert mark in pdfs.operators(document("با ۱۲ ساعت", language="fa"))
    assert mark in pdfs.operators(document("طرح (phase 2) نو", language="fa"))
    assert mark not in pdfs.operators(document("سلام دنیا", language="fa"))


def test_marks_of_direction_are_not_drawn() -> None:
    marked, bare = document("\u200e−۵٫۵٪"), document("−۵٫۵٪")
    assert list(pdfs.shown_glyphs(marked)) == list(pdfs.shown_glyphs(bare))


def test_brackets_are_copied_as_typed_whichever_way_they_are_drawn() -> None:
    data = document("(نو)", "Photography day (on site)", language="fa")
    assert "Photography day (on site)" in pdfs.text(data)
    # Turned, each is the glyph of the other, so what is meant has to be said.
    drawn = pdfs.operators(data)
    assert "/ActualText <FEFF0028>" in drawn
    assert "/ActualText <FEFF0029>" in drawn
