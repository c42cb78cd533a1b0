"""The printed quote, read back: what it says, how it is laid out, what it withstands."""

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest

import pdfs
from deskcrm.domain.totals import Adjustment, Tax, TaxCategory
from deskcrm.features.quotes.document import render_quote
from deskcrm.features.quotes.view import PartyView
from deskcrm.jobs import Cancelled
from deskcrm.paper.pictures import NotAPicture
from quotations import LINES, QUOTE, SENDER, figures, line, many, png, printed, with_figures


def test_everything_a_customer_needs_is_on_one_page() -> None:
    (page,) = pdfs.page_texts(render_quote(QUOTE))
    for said in (
        "Quote",
        "Q-2026-0042",
        "21 November 2026 · valid until 21 December 2026",
        "Atelier Marin",
        "Tax ID BG203912345",
        "Ola Surf Escuela",
        "Lucía Fernández",
        "Booking site, phase 2",
        "Three lesson types, two languages",
        "Discount −5%",
        "2,720.00",
        "1,453.50",
        "4,813.50",
        "VAT 21%",
        "1,010.84",
        "€5,824.34",
        "Optional",
        "Care plan, first year",
        "588.00",
        "€6,535.82",
        "50 % on acceptance",
        "IBAN BG80",
        "Date and signature",
        "1 / 1",
    ):
        assert said in page


def test_a_quote_without_a_number_is_a_draft() -> None:
    text = printed(dataclasses.replace(QUOTE, number=None, state="draft"))
    assert "Draft" in text
    assert "Q-2026" not in text


def test_the_heading_can_be_the_senders_own() -> None:
    assert "Cost estimate" in printed(dataclasses.replace(QUOTE, heading="Cost estimate"))


def test_amounts_and_dates_are_written_in_the_quotes_language() -> None:
    text = printed(dataclasses.replace(QUOTE, language="es")).replace("\u00a0", " ")
    assert "5.824,34 €" in text
    assert "21 de noviembre de 2026" in text
    assert "1.453,50" in text


def test_a_persian_quote_is_mirrored_with_its_own_digits() -> None:
    lines = (line("طراحی سایت رزرو", "32", "85", unit="ساعت"), *LINES[1:])
    quote = dataclasses.replace(QUOTE, language="fa", figures=figures(*lines))
    data = render_quote(quote)
    text = pdfs.text(data)
    assert "طراحی سایت رزرو" in text
    assert "۵٬۸۲۴٫۳۴" in text
    assert "Instructor calendar" in text
    page = pdfs.picture(data, 0)
    assert pdfs.is_blank(page, (200, 50, 400, 80))
    heading, sender = (57, 50, 140, 80), (440, 50, 540, 80)
    assert not pdfs.is_blank(page, heading)
    assert not pdfs.is_blank(page, sender)


def test_several_scripts_stand_in_one_document_without_a_missing_glyph() -> None:
    quote = dataclasses.replace(
        QUOTE,
        title="Сайт · Ιστοσελίδα · سایت · אתר · 网站 · ✓",
        introduction="Добър ден · سلام دنیا · שלום עולם",
    )
    data = render_quote(quote)
    text = pdfs.text(data)
    assert "0000" not in set(pdfs.shown_glyphs(data))
    for said in ("Сайт", "Ιστοσελίδα", "سایت", "אתר", "网站", "✓", "سلام دنیا", "שלום עולם"):
        assert said in text


def test_each_tax_rate_has_its_row_and_untaxed_ones_their_reason() -> None:
    text = printed(
        with_figures(
            line("Design", "1", "100"),
            line("Book", "1", "50", tax=Tax(TaxCategory.S, Decimal("5.5"))),
            line("Course", "1", "30", tax=Tax(TaxCategory.E, Decimal(0))),
        )
    )
    assert "VAT 21% on 100.00" in text
    assert "VAT 5.5% on 50.00" in text
    assert "Exempt from tax on 30.00" in text
    assert "Exempt from VAT." in text


def test_a_reason_of_the_senders_own_is_printed_instead() -> None:
    quote = with_figures(line("Design", "1", "100", tax=Tax(TaxCategory.AE, Decimal(0))))
    assert "Reverse charge: the VAT is owed by the customer." in printed(quote)
    own = dataclasses.replace(quote, tax_reasons=((TaxCategory.AE, "Art. 196 says so."),))
    assert "Art. 196 says so." in printed(own)
    assert "owed by the customer" not in printed(own)


def test_discounts_prepayment_and_cash_rounding_lead_to_the_amount_due() -> None:
    text = printed(
        with_figures(
            line("Design", "1", "100.03"),
            discounts=(Adjustment(amount=Decimal(10), reason="Old friends"),),
            charges=(Adjustment(percent=Decimal(5)),),
            prepaid=Decimal(20),
            cash_rounding=Decimal("0.05"),
        )
    )
    rows = ("Subtotal", "Old friends", "Surcharge 5%", "Net amount", "VAT 21%", "Total")
    settling = ("Already paid", "Rounding", "Amount due")
    places = [text.index(row) for row in (*rows, *settling)]
    assert places == sorted(places)
    assert "−10.00" in text
    assert "−20.00" in text
    assert "€95.00" in text


def test_prices_with_tax_are_said_to_include_it() -> None:
    quote = dataclasses.replace(QUOTE, figures=figures(line("Lamp", "2", "379"), included=True))
    text = printed(quote)
    assert "Prices include VAT." in text
    for amount in ("758.00", "626.45", "131.55", "€758.00"):
        assert amount in text


def test_prices_keep_their_digits_and_the_quantity_they_are_for() -> None:
    text = printed(with_figures(line("Screws", "2500", "12.5075", per="1000")))
    assert "12.5075 / 1,000" in text


def test_currencies_without_cents_are_printed_without() -> None:
    quote = dataclasses.replace(QUOTE, figures=figures(line("Tea", "3", "500"), currency="JPY"))
    assert "¥1,815" in printed(quote)


@pytest.mark.parametrize("count", [0, 1, 9, 11, 12, 13, 14, 30, 300, 1000])
def test_nothing_is_printed_over_the_margins_or_the_footer(count: int) -> None:
    data = render_quote(many(count))
    pages = pdfs.page_texts(data)
    for number in {0, 1, len(pages) - 2, len(pages) - 1} & set(range(len(pages))):
        page = pdfs.picture(data, number)
        assert pdfs.is_blank(page, (0, 0, 54, 842))
        assert pdfs.is_blank(page, (541, 0, 595, 842))
        assert pdfs.is_blank(page, (0, 0, 595, 48))
        between_body_and_footer = (0, 842 - 64, 595, 842 - 50)
        assert pdfs.is_blank(page, between_body_and_footer)
        assert pdfs.is_blank(page, (0, 842 - 28, 595, 842))


@pytest.mark.parametrize("count", [11, 12, 13, 14, 15, 16, 30, 300])
def test_the_totals_stay_with_the_last_line(count: int) -> None:
    (page,) = [text for text in pdfs.page_texts(render_quote(many(count))) if "VAT 21%" in text]
    assert f"Item {count - 1}" in page
    assert "Net amount" in page


def test_the_heading_of_the_table_and_the_number_of_pages_are_on_every_page() -> None:
    pages = pdfs.page_texts(render_quote(many(300)))
    assert len(pages) > 5
    for number, page in enumerate(pages, start=1):
        assert f"{number} / {len(pages)}" in page
    assert all("Description" in page for page in pages if "Item" in page)


def test_a_thousand_lines_are_all_printed_in_order() -> None:
    text = printed(many(1000))
    places = [text.index(f"Item {n} ") for n in range(1000)]
    assert places == sorted(places)


def test_a_description_of_two_pages_flows_over_them() -> None:
    told = [f"Paragraph {n} of what will be done, and why it is worth it." for n in range(90)]
    pages = pdfs.page_texts(render_quote(with_figures(line("\n".join(["Workshop", *told])))))
    assert len(pages) >= 3
    whole = "\n".join(pages)
    places = [whole.index(f"Paragraph {n} ") for n in range(90)]
    assert places == sorted(places)
    (last,) = [page for page in pages if "VAT 21%" in page]
    assert "Paragraph 88 " in last
    assert "Paragraph 89 " in last


def test_what_users_type_is_plain_text() -> None:
    hostile = "<b>bold</b> &amp; {{7*7}} {% raw %} =1+1 ../../etc/passwd %(date)s <img src='/x'>"
    party = PartyView(hostile, address=(hostile,))
    data = render_quote(
        dataclasses.replace(
            QUOTE,
            title=hostile,
            introduction=hostile + "\x00\x07",
            terms=hostile,
            customer=party,
            figures=figures(line(hostile)),
            tax_reasons=((TaxCategory.S, hostile),),
        )
    )
    text = pdfs.text(data).replace("\n", "")
    assert text.replace(" ", "").count(hostile.replace(" ", "")) >= 5
    assert "49" not in text.replace("4,9", "")


def test_ten_thousand_letters_without_a_space_stay_within_the_margins() -> None:
    endless = "W" * 10_000
    quote = dataclasses.replace(
        QUOTE,
        title=endless,
        heading=endless[:300],
        sender=dataclasses.replace(SENDER, name=endless, website=endless),
        customer=PartyView(endless),
        figures=figures(line(endless, unit="unit " * 40)),
    )
    data = render_quote(quote)
    assert pdfs.text(data).replace("\n", "").replace("\r", "").count("W") >= 40_300
    for number in range(len(pdfs.page_texts(data))):
        assert pdfs.is_blank(pdfs.picture(data, number), (541, 0, 595, 842))


def test_the_largest_figures_still_leave_room_for_words() -> None:
    price = "123456789012345.1234567890123456789012345678901234567"
    data = render_quote(with_figures(line("Something dear", "1", price)))
    assert "Something dear" in pdfs.text(data).replace("\n", " ")
    assert pdfs.is_blank(pdfs.picture(data, 0), (541, 0, 595, 842))


def test_the_logo_stands_above_the_sender() -> None:
    page = pdfs.picture(render_quote(dataclasses.replace(QUOTE, logo=png())), 0)
    assert page.getpixel((60, 60)) != 255
    assert pdfs.is_blank(page, (150, 50, 300, 95))


def test_a_logo_that_is_no_picture_has_a_sentence() -> None:
    with pytest.raises(NotAPicture):
        render_quote(dataclasses.replace(QUOTE, logo=b"%PDF-1.7"))


def test_the_document_knows_title_author_language_and_date() -> None:
    reader = pdfs.reader(render_quote(dataclasses.replace(QUOTE, language="pt_BR")))
    assert reader.metadata
    assert reader.metadata.title == "Quote · Q-2026-0042 · Booking site, phase 2"
    assert reader.metadata.author == "Atelier Marin"
    assert reader.metadata.subject == "Booking site, phase 2"
    assert reader.metadata.creation_date == dt.datetime(2026, 11, 21, tzinfo=dt.UTC)
    assert str(reader.root_object["/Lang"]) == "pt-BR"


def test_phone_mail_and_website_can_be_clicked() -> None:
    (page,) = pdfs.reader(render_quote(QUOTE)).pages
    notes = [note.get_object() for note in page.annotations or []]
    assert [str(note["/A"]["/URI"]) for note in notes] == [
        "tel:+35925550142",
        "mailto:hello@ateliermarin.example",
        "https://ateliermarin.example",
    ]


def test_the_same_quote_makes_the_same_bytes() -> None:
    quote = dataclasses.replace(QUOTE, logo=png(), title="سلام ✓ Привет")
    assert render_quote(quote) == render_quote(quote)


class Watched:
    """A progress that stops the work at a step."""

    def __init__(self, stop: int | None = None) -> None:
        self.seen: list[tuple[int, int]] = []
        self.stop = stop

    def report(self, done: int, total: int) -> None:
        self.seen.append((done, total))
        if len(self.seen) == self.stop:
            raise Cancelled


def test_long_quotes_report_how_far_they_are_and_can_be_cancelled() -> None:
    watched = Watched()
    render_quote(many(300), progress=watched)
    assert watched.seen[0] == (0, 300)
    assert len(watched.seen) >= 5
    with pytest.raises(Cancelled):
        render_quote(many(300), progress=Watched(stop=2))


def test_dates_too_long_for_one_line_stand_below_each_other() -> None:
    quote = dataclasses.replace(
        QUOTE, language="es", date=dt.date(2026, 9, 28), valid_until=dt.date(2026, 12, 28)
    )
    lines = pdfs.text(render_quote(quote)).replace("\u00a0", " ").splitlines()
    assert "28 de septiembre de 2026" in lines
    assert "válido hasta el 28 de diciembre de 2026" in lines
