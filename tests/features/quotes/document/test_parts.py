"""Sections, texts, alternatives, what comes back each month, and when what is to be paid."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

import pdfs
from deskcrm.domain.payments import Part, PlanDoesNotAddUp
from deskcrm.domain.quotes import LineKind
from deskcrm.domain.totals import Line, Period, Tax, TaxCategory
from deskcrm.features.quotes.document import render_quote
from deskcrm.features.quotes.view import QuoteView, Words
from quotations import CARE_PLAN, LINES, QUOTE, line, printed, with_figures


def section(text: str, before: int, *, hides_prices: bool = False) -> Words:
    return Words(LineKind.SECTION, text, before, hides_prices)


def remark(text: str, before: int) -> Words:
    return Words(LineKind.TEXT, text, before)


def parted(lines: tuple[Line, ...], *words: Words) -> QuoteView:
    return replace(with_figures(*lines), words=words)


def in_order(text: str, *said: str) -> bool:
    places = [text.index(each) for each in said]
    return places == sorted(places)


def test_a_section_has_its_heading_above_its_lines_and_its_subtotal_below() -> None:
    text = printed(parted(LINES, section("Site", 0), section("Pictures", 2)))
    said = ("Site", "Booking flow", "Subtotal", "4,173.50", "Pictures", "Photography day", "640.00")
    assert in_order(text, *said)
    assert text.count("Subtotal") == 2


def test_subtotals_of_sections_add_up_to_the_subtotal_of_the_quote() -> None:
    quote = parted(LINES, section("Site", 0), section("Pictures", 2))
    assert Decimal("4173.50") + Decimal("640.00") == quote.totals.lines_entered


def test_lines_of_a_section_that_hides_prices_have_none_but_the_subtotal_is_told() -> None:
    lines = (line("Flow", "32", "85", unit="h"), line("Calendar", "18", "70.25", unit="h"))
    text = printed(parted(lines, section("Site", 0, hides_prices=True)))
    for shown in ("Flow", "32 h", "Calendar", "18 h", "Subtotal", "3,984.50"):
        assert shown in text
    for hidden in ("85.00", "2,720.00", "70.25", "1,264.50"):
        assert hidden not in text


def test_the_section_after_one_that_hides_prices_shows_them() -> None:
    words = (section("Site", 0, hides_prices=True), section("Pictures", 2))
    assert "640.00" in printed(parted(LINES, *words))


def test_texts_stand_where_they_were_written() -> None:
    text = printed(parted(LINES, remark("Before all", 0), remark("Between\ntwo lines", 1)))
    assert in_order(text, "Before all", "Booking flow", "Between", "two lines", "Instructor")
    assert "Subtotal" not in text


def test_a_section_with_nothing_but_options_is_not_printed() -> None:
    quote = parted((*LINES, CARE_PLAN), section("Work", 0), section("Upkeep", 3))
    text = printed(quote)
    assert "Upkeep" not in text
    assert in_order(text, "Optional", "Care plan")


def test_a_section_that_was_left_empty_keeps_its_heading() -> None:
    assert "Later" in printed(parted(LINES, section("Later", 3)))


def test_an_alternative_stands_beneath_what_it_replaces_and_enters_no_total() -> None:
    cheaper = line("Booking flow without payments", "20", "85", alternative=True)
    text = printed(with_figures(LINES[0], cheaper, LINES[1]))
    said = "or instead: Booking flow without payments"
    assert in_order(text, "Booking flow with payments", said, "1,700.00", "Instructor calendar")
    assert "4,173.50" in text
    assert "5,873.50" not in text


def test_an_alternative_to_an_option_stands_with_the_option() -> None:
    other = line("Care plan, two years", "24", "45", alternative=True)
    text = printed(with_figures(*LINES, CARE_PLAN, other))
    said = ("Optional", "Care plan, first year", "or instead: Care plan, two years", "1,080.00")
    assert in_order(text, *said)


def test_an_alternative_in_a_section_that_hides_prices_tells_what_it_would_cost() -> None:
    cheaper = line("Smaller flow", "20", "85", alternative=True)
    text = printed(parted((LINES[0], cheaper), section("Site", 0, hides_prices=True)))
    assert "1,700.00" in text
    assert "85.00" not in text


def test_what_comes_back_is_marked_and_has_totals_of_its_own() -> None:
    hosting = line("Hosting", "1", "49", period=Period.MONTH)
    domain = line("Domain", "2", "10", period=Period.YEAR)
    text = printed(with_figures(line("Site", "1", "1000"), hosting, domain))
    assert in_order(text, "Hosting", "per month", "Domain", "per year", "One-off total")
    for said in (
        "One-off total €1,210.00",
        "Monthly · Net amount 49.00",
        "Total per month €59.29",
        "Yearly · Net amount 20.00",
        "Total per year €24.20",
    ):
        assert said in text.replace("\n", " ")


def test_a_quote_of_recurring_lines_alone_has_no_total_of_nothing() -> None:
    text = printed(with_figures(line("Hosting", "1", "49", period=Period.MONTH)))
    assert "€59.29" in text
    assert "€0.00" not in text
    assert "One-off" not in text


def test_an_optional_recurring_line_makes_no_total() -> None:
    hosting = replace(line("Hosting", "1", "49", period=Period.MONTH), optional=True)
    text = printed(with_figures(*LINES, hosting))
    assert in_order(text, "Optional", "Hosting", "49.00", "per month")
    assert "Total per month" not in text
    assert "Total with all options" not in text


def test_untaxed_recurring_lines_need_no_net_amount() -> None:
    untaxed = Tax(TaxCategory.O, Decimal(0))
    text = printed(with_figures(line("Hosting", "1", "49", tax=untaxed, period=Period.MONTH)))
    assert "Net amount" not in text
    assert "Total per month" in text


PLAN = (
    Part("On acceptance", percent=Decimal("33.3")),
    Part("First sketch", amount=Decimal(500), due_on=dt.date(2027, 1, 15)),
    Part(""),
)


def test_a_payment_plan_says_what_is_due_when_and_adds_up() -> None:
    text = printed(replace(with_figures(line("Site", "1", "1000")), payments=PLAN))
    rows = ("Payment plan", "On acceptance", "33.3%", "402.93", "First sketch", "15 January 2027")
    assert in_order(text, *rows, "500.00", "Payment 3", "307.07")
    assert Decimal("402.93") + 500 + Decimal("307.07") == 1210


def test_a_plan_that_does_not_add_up_is_said_and_no_document_is_made() -> None:
    with pytest.raises(PlanDoesNotAddUp):
        render_quote(replace(QUOTE, payments=(Part("Half", percent=Decimal(50)),)))


@pytest.mark.parametrize(
    ("number", "said"),
    [("Q-2026-0042-B", "Revision B replaces Q-2026-0042"), (None, "Replaces Q-2026-0042")],
)
def test_a_revision_says_what_it_replaces(number: str | None, said: str) -> None:
    assert said in printed(replace(QUOTE, number=number, replaces="Q-2026-0042"))


def test_bookmarks_lead_to_sections_options_and_terms() -> None:
    quote = replace(
        QUOTE, words=(section("Сайт", 0), section("Снимки", 2)), payments=(Part("Everything"),)
    )
    outline = pdfs.reader(render_quote(quote)).outline
    titles = [str(getattr(each, "title", "")) for each in outline]
    assert titles == ["Сайт", "Снимки", "Optional", "Payment plan", "Terms", "Bank details"]


def test_a_heading_is_never_the_last_line_of_a_page_nor_a_subtotal_the_first() -> None:
    for filler in range(10, 24):
        lines = tuple(line(f"Item {n}") for n in range(filler + 6))
        words = (section("Heading A", 0), section("Heading B", filler))
        pages = pdfs.page_texts(render_quote(parted(lines, *words)))
        (page,) = [text for text in pages if "Heading B" in text]
        assert f"Item {filler}" in page
        for text in pages:
            if "Subtotal" in text:
                assert "Item" in text.partition("Subtotal")[0]


def test_short_terms_stand_beside_the_bank_details_and_long_ones_have_the_whole_width() -> None:
    short = pdfs.picture(render_quote(QUOTE), 0)
    assert short.size == (595, 842)
    long = replace(QUOTE, terms="\n".join(f"{n}. A rule that both sides keep." for n in range(90)))
    pages = pdfs.page_texts(render_quote(long))
    whole = "\n".join(pages)
    assert in_order(whole, "Bank details", "Terms", "0. A rule", "89. A rule", "Date and signature")


def test_terms_of_two_hundred_pages_are_all_there() -> None:
    terms = "\n".join(f"Rule {n} is kept by both sides." for n in range(10_000))
    pages = pdfs.page_texts(render_quote(replace(QUOTE, terms=terms)))
    assert len(pages) >= 180
    assert "Rule 9999 is" in pages[-1] or "Rule 9999 is" in pages[-2]
    assert f"{len(pages)} / {len(pages)}" in pages[-1]
