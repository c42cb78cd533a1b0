"""What two revisions say differently: facts, lines matched up, totals."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, strategies as st

from deskcrm.domain.payments import Part
from deskcrm.domain.quotes import LineKind
from deskcrm.domain.totals import Adjustment, Figures, Line, Period, Tax, TaxCategory
from deskcrm.features.quotes.queries.difference import (
    Change,
    Difference,
    difference,
    document_lines,
)
from deskcrm.features.quotes.view import PartyView, QuoteView, Words

STANDARD = Tax(TaxCategory.S, Decimal(21))
DAY = dt.date(2026, 11, 21)


def line(description: str, quantity: str = "1", price: str = "10", **more: object) -> Line:
    made = Line(description, Decimal(quantity), "h", Decimal(price), Decimal(1), STANDARD)
    return replace(made, **more)  # type: ignore[arg-type] # fields of several kinds


def view(*lines: Line, **more: object) -> QuoteView:
    made = QuoteView(
        number="Q-1",
        state="sent",
        title="Booking site",
        language="en",
        date=DAY,
        valid_until=DAY + dt.timedelta(days=30),
        sender=PartyView("Atelier"),
        customer=PartyView("Ola Surf"),
        figures=Figures("EUR", prices_include_tax=False, lines=lines),
    )
    return replace(made, **more)  # type: ignore[arg-type] # fields of several kinds


def told(found: Difference) -> list[tuple[str, str, str]]:
    return [
        (
            pair.change.value,
            pair.before.name if pair.before else "",
            pair.after.name if pair.after else "",
        )
        for pair in found.lines
    ]


def changed(found: Difference) -> dict[object, tuple[object, object]]:
    cells = (*found.facts, *found.totals)
    return {
        (cell.name, cell.of) if cell.of else cell.name: (cell.before, cell.after)
        for cell in cells
        if cell.changed
    }


def test_a_quote_does_not_differ_from_itself() -> None:
    quote = view(line("A"), line("B"), words=(Words(LineKind.SECTION, "Work", 0),))
    found = difference(quote, quote)
    assert found.is_empty
    assert told(found) == [("same", "Work", "Work"), ("same", "A", "A"), ("same", "B", "B")]


def test_changed_cells_of_a_line_are_named() -> None:
    discount = (Adjustment(percent=Decimal(5)),)
    found = difference(
        view(line("A", "2"), line("B")),
        view(line("A", "3", price="12", discounts=discount), line("B")),
    )
    first, second = found.lines
    assert (first.change, second.change) == (Change.CHANGED, Change.SAME)
    assert {cell.name: (cell.before, cell.after) for cell in first.cells if cell.changed} == {
        "quantity": (2, 3),
        "unit_price": (10, 12),
        "discounts": ((), discount),
        "amount": (20, Decimal("34.20")),
    }
    assert changed(found) == {
        "net": (30, Decimal("44.20")),
        ("tax", STANDARD): (Decimal("6.30"), Decimal("9.28")),
        "gross": (Decimal("36.30"), Decimal("53.48")),
        "payable": (Decimal("36.30"), Decimal("53.48")),
        "with_options": (Decimal("36.30"), Decimal("53.48")),
    }


def test_lines_come_go_and_move() -> None:
    found = difference(
        view(line("Design"), line("Photos"), line("Hosting"), line("Care")),
        view(line("Care"), line("Design"), line("Translation"), line("Hosting")),
    )
    assert told(found) == [
        ("moved", "Care", "Care"),
        ("same", "Design", "Design"),
        ("removed", "Photos", ""),
        ("added", "", "Translation"),
        ("same", "Hosting", "Hosting"),
    ]  # fmt: skip


def test_a_line_that_was_worded_anew_is_the_same_line_changed() -> None:
    found = difference(
        view(line("Booking flow with payments"), line("Care")),
        view(line("Booking flow with card payments"), line("Care")),
    )
    assert told(found)[0] == (
        "changed", "Booking flow with payments", "Booking flow with card payments",
    )  # fmt: skip


def test_sections_and_texts_are_matched_as_lines_and_never_with_items() -> None:
    found = difference(
        view(line("Work"), words=(Words(LineKind.SECTION, "Work", 0),)),
        view(line("Work"), words=(Words(LineKind.SECTION, "Work", 0, hides_prices=True),)),
    )
    section, item = found.lines
    assert (section.change, item.change) == (Change.CHANGED, Change.SAME)
    assert [cell.name for cell in section.cells if cell.changed] == ["hides_prices"]
    parted = difference(view(line("Work")), view(words=(Words(LineKind.TEXT, "Work", 0),)))
    assert told(parted) == [("removed", "Work", ""), ("added", "", "Work")]


def test_what_stands_around_the_lines_is_compared_too() -> None:
    parts = (Part("Deposit", Decimal(50), None, None), Part("Rest", None, None, None))
    before = view(line("A", tax=Tax(TaxCategory.S, Decimal(9)), period=Period.MONTH))
    after = view(
        line("A"),
        title="Shop",
        customer=PartyView("Ola", person="Lucía"),
        payments=parts,
        terms="Half before",
    )
    after = replace(after, figures=replace(after.figures, currency="USD"))
    found = difference(before, after)
    differing = changed(found)
    assert found.currencies == ("EUR", "USD")
    assert differing["title"] == ("Booking site", "Shop")
    assert differing["currency"] == ("EUR", "USD")
    assert differing["customer"] == ("Ola Surf", "Ola")
    assert differing["payments"] == ((), parts)
    assert differing["net", Period.MONTH] == (10, None)
    assert differing["tax", STANDARD] == (None, Decimal("2.10"))
    assert "language" not in differing


NAMES = st.lists(
    st.sampled_from(["Design", "Designs", "Photos", "Care", "care plan", ""]), max_size=8
)


@given(NAMES, NAMES)
def test_every_line_of_both_stands_in_the_difference_once_in_the_order_of_the_new_one(
    first: list[str], second: list[str]
) -> None:
    before, after = view(*map(line, first)), view(*map(line, second))
    pairs = difference(before, after).lines
    old = document_lines(before, before.totals)
    new = document_lines(after, after.totals)
    assert [pair.after for pair in pairs if pair.after] == new
    assert sorted((pair.before.number or 0) for pair in pairs if pair.before) == [
        each.number for each in old
    ]
    for pair in pairs:
        assert (pair.before is None) == (pair.change is Change.ADDED)
        assert (pair.after is None) == (pair.change is Change.REMOVED)
    same = sum(pair.change is Change.SAME for pair in pairs)
    assert (same == len(first) == len(second)) == (first == second)


def test_a_thousand_lines_are_compared_at_once() -> None:
    before = view(*(line(f"Line {n}") for n in range(1000)))
    after = view(*(line(f"Line {n}", "2") for n in range(1, 1001)))
    found = told(difference(before, after))
    assert found[0] == ("removed", "Line 0", "")
    assert found[-1] == ("added", "", "Line 1000")
    assert len(found) == 1001
