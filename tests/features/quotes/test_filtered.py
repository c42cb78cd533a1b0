"""The list of quotes as its page shows it: narrowed, ordered, summed, and found by what the lines say."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from asking import statements
from builders import add, contact, deal, organization, stage_id
from deskcrm.crm import Crm
from deskcrm.domain.deals import Stage
from deskcrm.domain.people import Role
from deskcrm.domain.quotes import QuoteState
from deskcrm.features.quotes.document import render_quote
from deskcrm.features.quotes.queries import (
    Order,
    QuoteFilter,
    quote_draft,
    quote_ids,
    quote_page,
    quote_rows,
    quote_sums,
    settled,
)
from deskcrm.features.quotes.usecases import add_quote, save_draft, send_quote
from quoting import draft_quote, line, sent_quote

ALL = QuoteFilter()
DAY = dt.timedelta(days=1)


def found(crm: Crm, wanted: QuoteFilter, today: dt.date, **more: Any) -> list[int]:
    page = [row.id for row in crm.ask(quote_page, wanted, today=today, **more)]
    assert list(crm.ask(quote_ids, wanted, today=today, **more)) == page
    assert crm.ask(quote_sums, wanted, today=today).count == len(page)
    return page


def sent_on(crm: Crm, day: dt.date, now: dt.datetime, **changes: Any) -> int:
    quote = draft_quote(crm, **changes)
    crm.do(send_quote, quote, today=day, now=now, render=render_quote)
    return quote


def test_sums_stand_for_what_is_shown_by_currency(crm: Crm, today: dt.date) -> None:
    draft_quote(crm, line(price="100", quantity="1", rate="20"))
    draft_quote(crm, line(price="50", quantity="1", rate="20"))
    sent_quote(crm, line(price="7", quantity="1", rate="0"), currency="USD")
    sums = crm.ask(quote_sums, ALL, today=today)
    assert (sums.count, dict(sums.sums)) == (3, {"EUR": Decimal(180), "USD": Decimal(7)})
    drafts = QuoteFilter(states=frozenset({QuoteState.DRAFT}))
    assert dict(crm.ask(quote_sums, drafts, today=today).sums) == {"EUR": Decimal(180)}


def test_those_that_run_out_first_or_have_waited_longest_come_first(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    draft = draft_quote(crm, valid_until=today + DAY)
    late = sent_on(crm, today, now - 3 * DAY, valid_until=today + 20 * DAY)
    soon = sent_on(crm, today, now - 2 * DAY, valid_until=today + 2 * DAY)
    old = sent_on(crm, today, now - 9 * DAY, valid_until=today + 9 * DAY)
    over = sent_on(crm, today, now - 50 * DAY, valid_until=today)
    tomorrow = today + DAY
    assert found(crm, ALL, tomorrow, order=Order.SOON)[:3] == [soon, old, late]
    assert found(crm, ALL, tomorrow, order=Order.LONGEST)[:3] == [old, late, soon]
    assert set(found(crm, ALL, tomorrow, order=Order.SOON)[3:]) == {draft, over}
    week = QuoteFilter(expires_by=tomorrow + 7 * DAY)
    assert found(crm, week, tomorrow) == [soon]
    assert set(found(crm, QuoteFilter(waits=True), tomorrow)) == {late, soon, old}
    rows = {row.id: row.waits(today) for row in crm.ask(quote_page, ALL, today=today)}
    assert (rows[old], rows[late], rows[draft]) == (9, 3, None)


def test_quotes_of_a_customer_include_those_of_the_people_at_an_organization(
    crm: Crm, today: dt.date
) -> None:
    (house,) = crm.do(add, organization("Ola Surf"))
    lucia = contact("Lucía Fernández")
    lucia.roles.append(Role(organization_id=house, organization_name="Ola Surf"))
    (person,) = crm.do(add, lucia)
    hers = draft_quote(crm, contact_id=person)
    other = draft_quote(crm)
    assert found(crm, QuoteFilter(contact_id=person), today) == [hers]
    assert found(crm, QuoteFilter(contact_id=house), today) == [hers]
    assert other in found(crm, ALL, today)


def test_quotes_of_a_deal_and_of_a_period(crm: Crm, today: dt.date, now: dt.datetime) -> None:
    stage = stage_id(crm, "new")
    (site,) = crm.do(lambda session: add(session, deal(session.get_one(Stage, stage))))
    of_deal = crm.do(add_quote, deal_id=site, today=today, now=now)
    before = draft_quote(crm, date=today - 40 * DAY)
    assert found(crm, QuoteFilter(deal_id=site), today) == [of_deal]
    assert found(crm, QuoteFilter(since=today), today) == [of_deal]
    assert found(crm, QuoteFilter(until=today - 40 * DAY), today) == [before]
    assert found(crm, QuoteFilter(since=today - 40 * DAY, until=today), today) == [of_deal, before]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("title", ["apple", "Écriture", "Zebra"]),
        ("customer", ["Zebra", "apple", "Écriture"]),
        ("total", ["Écriture", "apple", "Zebra"]),
        ("date", ["Zebra", "Écriture", "apple"]),
        ("valid", ["apple", "Écriture", "Zebra"]),
        ("state", ["apple", "Écriture", "Zebra"]),
        ("number", ["Zebra", "apple", "Écriture"]),
        ("waits", ["Zebra", "apple", "Écriture"]),
    ],
)
def test_columns_are_sorted_by_the_database_both_ways(
    crm: Crm, today: dt.date, sort: str, expected: list[str]
) -> None:
    names = ("Ana Zuñiga", "Éva Ardai", "ana ardai")
    quotes = (
        ("apple", draft_quote, "20"),
        ("Écriture", draft_quote, "10"),
        ("Zebra", sent_quote, "30"),
    )
    for number, ((title, make, price), name) in enumerate(zip(quotes, names, strict=True)):
        (person,) = crm.do(add, contact(name))
        make(
            crm, line(price=price), title=title, contact_id=person, date=today - number * DAY,
            valid_until=today + (number + 1) * DAY,
        )  # fmt: skip
    shown = [row.title for row in crm.ask(quote_page, ALL, today=today, sort=sort)]
    turned = [
        row.title for row in crm.ask(quote_page, ALL, today=today, sort=sort, descending=True)
    ]
    assert shown == expected
    # Those that are alike stay in their order, the latest first.
    assert turned[0 if sort == "state" else -1] == expected[-1 if sort == "state" else 0]
    if sort not in {"number", "state", "waits"}:
        assert turned == expected[::-1]


def test_a_text_is_found_inside_the_lines_and_follows_their_changes(
    crm: Crm, today: dt.date
) -> None:
    quote = draft_quote(crm, line("Photography\nTwenty pictures of the Бряг"), line("Poster"))
    draft_quote(crm, line("Something else"))

    def hits(text: str) -> list[int]:
        assert [row.id for row in crm.ask(quote_rows, today=today, text=text)] == found(
            crm, crm.ask(settled, QuoteFilter(text=text)), today
        )
        return found(crm, QuoteFilter(text=text), today)

    for text in ("photogr", "twenty", "icture", "бряг", "bryag", "poster pict"):
        assert hits(text) == [quote], text
    draft = crm.ask(quote_draft, quote)
    crm.do(save_draft, quote, replace(draft, lines=draft.lines[1:]))
    assert (hits("photogr"), hits("poster")) == ([], [quote])
    crm.undo()
    assert hits("photogr") == [quote]


def test_a_part_of_the_list_asks_no_query_for_each_row(crm: Crm, today: dt.date) -> None:
    for _number in range(5):
        draft_quote(crm)
    with statements() as seen:
        assert len(crm.ask(quote_page, ALL, today=today, limit=3, offset=1)) == 3
    assert len([sql for sql in seen if sql.startswith("SELECT")]) == 1
