"""What a customer may choose, what that comes to, and which step may follow which."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from deskcrm.crm import Crm
from deskcrm.domain.quotes import (
    BOUGHT,
    LineKind,
    Quote,
    QuoteLine,
    QuoteState,
    chosen_figures,
)
from deskcrm.domain.totals import Figures, Line, Period, Tax, TaxCategory, totals
from deskcrm.errors import CrmError
from deskcrm.features.quotes.queries import chosen_lines, offer
from deskcrm.features.quotes.queries.acceptance import NoSuchLine
from quoting import line, sent_quote

DAY = dt.date(2026, 11, 21)
NOW = dt.datetime(2026, 11, 21, 9, tzinfo=dt.UTC)
STANDARD = Tax(TaxCategory.S, Decimal(21))


def test_an_offer_tells_its_options_and_its_alternatives_apart(crm: Crm) -> None:
    quote = sent_quote(
        crm,
        line("Site"),
        line("Larger site", alternative=True),
        line("Photos", optional=True),
        line("Film", optional=True, alternative=True),
        line("Care", optional=True, period=Period.MONTH),
    )
    found = crm.ask(offer, quote)
    assert [each.name for each in found.options] == ["Care"]
    assert [(base.name, [each.name for each in others]) for base, others in found.alternatives] == [
        ("Site", ["Larger site"]), ("Photos", ["Film"]),
    ]  # fmt: skip


def test_lines_are_chosen_by_their_numbers(crm: Crm) -> None:
    quote = sent_quote(
        crm, line("Site"), line("Larger", alternative=True), line("Photos", optional=True)
    )
    ids = [each.id for each in crm.ask(offer, quote).lines]
    assert crm.ask(chosen_lines, quote, options=[3], alternatives=[2]) == (ids[2], ids[1])
    for options, alternatives, wrong in (
        ([1], [], 1), ([2], [], 2), ([], [3], 3), ([0], [], 0), ([-1], [], -1), ([4], [], 4),
    ):  # fmt: skip
        with pytest.raises(NoSuchLine, match=f"Line {wrong} is not"):
            crm.ask(chosen_lines, quote, options=options, alternatives=alternatives)


ITEMS = st.lists(
    st.builds(
        lambda cents, optional, alternative: Line(
            "", Decimal(1), "", Decimal(cents) / 100, Decimal(1), STANDARD,
            optional=optional, alternative=alternative,
        ),
        st.integers(0, 10_000),
        st.booleans(),
        st.booleans(),
    ),
    min_size=1,
    max_size=8,
)  # fmt: skip


@given(ITEMS, st.data())
def test_choosing_comes_to_the_same_as_a_quote_that_offers_only_what_was_chosen(
    items: list[Line], data: st.DataObject
) -> None:
    items = [replace(items[0], alternative=False), *items[1:]]
    groups: list[list[int]] = []
    for place, item in enumerate(items):
        if item.alternative:
            groups[-1].append(place)
        else:
            groups.append([place])
    chosen, counted = set(), []
    for base, *others in groups:
        taken = data.draw(st.sampled_from([None, *others]))
        if taken is not None:
            chosen.add(taken)
            counted.append(taken)
        elif not items[base].optional:
            counted.append(base)
        elif data.draw(st.booleans()):
            chosen.add(base)
            counted.append(base)
    figures = Figures("EUR", prices_include_tax=data.draw(st.booleans()), lines=tuple(items))
    plain = [replace(items[place], optional=False, alternative=False) for place in sorted(counted)]
    found = totals(chosen_figures(figures, chosen))
    wanted = totals(replace(figures, lines=tuple(plain)))
    assert (found.net, found.tax, found.payable) == (wanted.net, wanted.tax, wanted.payable)


STEPS = {
    "accept": lambda quote: quote.accept(on=DAY, chosen={2}),
    "decline": lambda quote: quote.decline(on=DAY, reason="No"),
    "take back": Quote.take_back_answer,
    "extend": lambda quote: quote.extend(quote.valid_until + dt.timedelta(days=1)),
    "void": lambda quote: quote.declare_void("Why"),
    "invoice": Quote.mark_invoiced,
    "take back invoice": Quote.take_back_invoice,
}
MAY_FOLLOW = {
    QuoteState.SENT: {"accept", "decline", "extend", "void"},
    QuoteState.ACCEPTED: {"take back", "invoice"},
    QuoteState.DECLINED: {"take back", "void"},
    QuoteState.INVOICED: {"take back invoice"},
    QuoteState.VOID: set(),
}


@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=12))
def test_whatever_is_tried_in_whatever_order_a_quote_stays_one_that_can_be(
    steps: list[str],
) -> None:
    def item(key: int, *, optional: bool) -> QuoteLine:
        return QuoteLine(
            id=key, kind=LineKind.ITEM, description="", quantity=Decimal(1), unit="",
            unit_price=Decimal(100), price_base_quantity=Decimal(1), tax_category=TaxCategory.S,
            tax_rate=Decimal(21), optional=optional, alternative=False, period=Period.ONCE,
            taken=False,
        )  # fmt: skip

    quote = Quote(
        number="Q-1", state=QuoteState.SENT, currency="EUR", prices_include_tax=False, date=DAY,
        valid_until=DAY, sent=NOW, prepaid=Decimal(0), decision_note="",
        lines=[item(1, optional=False), item(2, optional=True)],
    )  # fmt: skip
    for step in steps:
        may = step in MAY_FOLLOW[quote.state]
        before = (quote.state, quote.valid_until, quote.decided_on)
        try:
            STEPS[step](quote)
        except CrmError:
            assert not may
            assert (quote.state, quote.valid_until, quote.decided_on) == before
        else:
            assert may
        bought = quote.state in BOUGHT
        assert quote.lines[1].taken == bought
        assert totals(quote.taken_figures).net == (200 if bought else 100)
        assert (quote.decided_on is not None) or not bought
        assert quote.number == "Q-1"
