"""Quotes of every kind and in every language, read back: nothing missing, nothing out of order."""

from dataclasses import replace
from decimal import Decimal

import pytest

import pdfs
from deskcrm.domain.payments import Part
from deskcrm.domain.quotes import LineKind
from deskcrm.domain.totals import Period
from deskcrm.features.quotes.document import render_quote
from deskcrm.features.quotes.view import PartyView, QuoteView, Words
from deskcrm.i18n import DOCUMENT_LANGUAGES, PERSIAN_CALENDAR
from deskcrm.paper.fonts import Weight
from deskcrm.paper.text import PlainRun, ReaderRun, Style, one_line
from quotations import LINES, QUOTE, figures, line, many, printed, with_figures

PERSIAN = replace(
    QUOTE,
    language=PERSIAN_CALENDAR,
    title="سایت رزرو، مرحلهٔ دوم",
    introduction="سپاس از دیدار امروز.",
    terms="۵۰٪ هنگام پذیرش",
    customer=PartyView("شرکت موج آبی", "مریم کاظمی", ("تهران، خیابان ولیعصر",)),
    figures=figures(
        line("طراحی سایت رزرو\nسه نوع کلاس", "32", "85", unit="ساعت"),
        line("نسخهٔ ساده", "20", "85", unit="ساعت", alternative=True),
        line("میزبانی", "1", "49", period=Period.MONTH),
        line("زبان دوم", "1", "900", optional=True),
    ),
    words=(Words(LineKind.SECTION, "سایت", 0),),
    payments=(Part("پیش‌پرداخت", percent=Decimal(50)), Part("تحویل")),
)
HEBREW_AND_ENGLISH = replace(
    QUOTE,
    title="אתר הזמנות (Booking site) שלב 2",
    introduction="Hello לוסיה, שלום Ola Surf!",
    figures=figures(line("עיצוב UX + UI\nthree types: שיעורים", "32", "85", unit="שעה")),
)
BULGARIAN = replace(
    QUOTE,
    language="bg",
    title="Сайт за резервации",
    figures=figures(line("Програмиране", "32", "85", unit="ч"), line("Снимки", "1", "640")),
)
LONG = "Workshop\n" + "\n".join(f"Paragraph {n} of what will be done." for n in range(130))

KINDS: dict[str, tuple[QuoteView, list[str]]] = {
    "one line": (with_figures(line("Logo", "1", "640")), ["Logo", "640.00", "€774.40"]),
    "30 lines": (many(30), ["Item 0", "Item 29", "29.50"]),
    "1,000 lines": (many(1000), ["Item 0", "Item 999", "999.50"]),
    "a description of two pages": (with_figures(line(LONG)), ["Paragraph 0 of", "Paragraph 129"]),
    "Persian": (
        PERSIAN,
        [
            "طراحی سایت رزرو",
            "سه نوع کلاس",
            "شرکت موج آبی",
            "پیش‌فاکتور".replace("\u200c", ""),
            "۳۰ آبان ۱۴۰۵",
            "۲٬۷۲۰٫۰۰",
            "۳٬۲۹۱٫۲۰",
        ],
    ),
    "Hebrew and English": (
        HEBREW_AND_ENGLISH,
        [
            "אתר הזמנות",
            "Booking",
            "site",
            "שלב",
            "Hello",
            "לוסיה",
            "Ola Surf",
            "עיצוב",
            "three types",
        ],
    ),
    "Bulgarian": (
        BULGARIAN,
        ["Оферта", "Сайт за резервации", "Програмиране", "2 720,00", "4 065,60 €", "21 ноември"],
    ),
    "yen": (
        replace(QUOTE, figures=figures(line("Tea", "3", "500"), currency="JPY")),
        ["1,500", "¥1,815"],
    ),
    "Kuwaiti dinar": (
        replace(QUOTE, figures=figures(line("Oil", "1.5", "12.3455"), currency="KWD")),
        ["18.518", "3.889", "KWD 22.407"],
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_quote_of_each_kind_says_everything_with_no_glyph_missing(kind: str) -> None:
    quote, said = KINDS[kind]
    data = render_quote(quote)
    text = pdfs.text(data).replace("\u00a0", " ").replace("\u202f", " ")
    assert [each for each in said if each not in text] == []
    assert "0000" not in set(pdfs.shown_glyphs(data))
    assert all(pdfs.fonts(data).values())
    reader = pdfs.reader(data)
    assert len(reader.pages) == len(pdfs.page_texts(data))
    assert str(reader.root_object["/Lang"]) == quote.language
    assert render_quote(quote) == data


def test_a_line_of_hebrew_and_english_is_drawn_in_the_order_of_its_directions() -> None:
    assert drawn("אתר הזמנות (Booking site) שלב 2") == "2 בלש (Booking site) תונמזה רתא"
    assert drawn("Hello לוסיה, שלום Ola Surf!") == "Hello םולש ,היסול Ola Surf!"


def drawn(text: str) -> str:
    """Return the characters of a line from left to right, brackets as the eye sees them."""
    seen = []
    for run in one_line(text, Style(12.0, Weight.BOLD)).runs:
        assert not isinstance(run, ReaderRun)
        if isinstance(run, PlainRun):
            seen.append(run.text)
            continue
        for cluster in run.clusters:
            turned = {"(": ")", ")": "("}.get(cluster.text, cluster.text)
            seen.append(turned if cluster.rtl else cluster.text)
    return "".join(seen).replace("\u200f", "")


WORDS = {
    "en": ("Quote", "Total", "Net amount", "€5,824.34"),
    "bg": ("Оферта", "Общо", "Данъчна основа", "5 824,34 €"),
    "es": ("Presupuesto", "Total", "Base imponible", "5.824,34 €"),
    "fa": ("پیشفاکتور", "جمع کل", "جمع بدون مالیات", "۵٬۸۲۴٫۳۴"),
    PERSIAN_CALENDAR: ("پیشفاکتور", "۳۰ آبان ۱۴۰۵", "۳۰ آذر ۱۴۰۵", "۵٬۸۲۴٫۳۴"),
    "de": ("Angebot", "Gesamtbetrag", "Nettobetrag", "USt 21 %", "5.824,34 €", "21. November 2026"),
    "fr": ("Devis", "Total HT", "TVA 21 %", "5 824,34 €", "21 novembre 2026"),
}


def test_every_language_of_documents_is_tried() -> None:
    assert set(WORDS) == set(DOCUMENT_LANGUAGES)


@pytest.mark.parametrize("code", WORDS)
def test_labels_figures_and_dates_are_those_of_the_language(code: str) -> None:
    quote = replace(QUOTE, language=code, figures=figures(*LINES))
    text = printed(quote).replace("\u00a0", " ").replace("\u202f", " ")
    assert [word for word in WORDS[code] if word not in text] == []


FULL = replace(PERSIAN, replaces="Q-2026-0001", number="Q-2026-0001-B", sender=QUOTE.customer)
SAME_WORD = {
    *("Subtotal", "Total", "Description", "Optional", "Revision"),
    *("November", "December", "Date", "signature", "options"),
}
"""What another language calls the same."""


@pytest.mark.parametrize("code", sorted(set(DOCUMENT_LANGUAGES) - {"en"}))
def test_no_language_falls_back_to_english_words(code: str) -> None:
    english = labels(replace(FULL, language="en", design="modern"))
    assert len(english) >= 20
    assert english & labels(replace(FULL, language=code, design="modern")) <= SAME_WORD


def labels(quote: QuoteView) -> set[str]:
    """Return the words of a document that nobody typed."""
    return {word for word in printed(quote).split() if is_label(word)}


def is_label(word: str) -> bool:
    return word.isascii() and word.isalpha() and word not in repr(FULL)


@pytest.mark.parametrize("language", ["en", "fa"])
def test_chinese_japanese_and_korean_have_a_font_embedded_or_brought_by_the_reader(
    language: str,
) -> None:
    quote = replace(QUOTE, language=language, title="网站 予約サイト 예약", introduction="第二期。")
    data = render_quote(quote)
    for said in ("网站", "予約サイト", "예약", "第二期"):
        assert said in pdfs.text(data)
    assert "0000" not in set(pdfs.shown_glyphs(data))
