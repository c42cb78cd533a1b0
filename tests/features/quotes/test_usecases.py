"""Quotes from the first line to the customer's answer."""

import contextlib
import datetime as dt
import hashlib
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from builders import add, contact, deal
from deskcrm.crm import Crm
from deskcrm.domain.activities import Activity, ActivityKind, FollowUp
from deskcrm.domain.business import Business, NumberSeries
from deskcrm.domain.deals import Deal, DealChange, Stage
from deskcrm.domain.figures import NegativePrice
from deskcrm.domain.money import UnknownCurrency
from deskcrm.domain.quotes import (
    AlreadyOver,
    NoCustomer,
    NothingToSend,
    NotOpen,
    Quote,
    QuoteIsSent,
    QuoteLine,
    QuoteState,
    SentQuote,
    TooLate,
)
from deskcrm.domain.recount import TotalsDisagree
from deskcrm.domain.totals import Adjustment, Tax, TaxCategory
from deskcrm.errors import CrmError, NotFound, TooLong
from deskcrm.features.contacts.usecases import delete_contacts
from deskcrm.features.quotes import usecases
from deskcrm.features.quotes.document import render_quote
from deskcrm.features.quotes.drafts import LineDraft, QuoteDraft
from deskcrm.features.quotes.numbering import NumberTaken
from deskcrm.features.quotes.queries import quote_draft, quote_head, quote_view, sent_pdf
from deskcrm.features.quotes.usecases import (
    AnsweredInFuture,
    AnsweredTooEarly,
    ChangedElsewhere,
    EndsBeforeItBegins,
    NeedsTaxIds,
    NeedsTaxReason,
    UnknownLanguage,
    accept_quote,
    add_quote,
    copy_quote,
    decline_quote,
    delete_draft,
    save_draft,
    send_quote,
)
from deskcrm.features.quotes.variables import UnresolvedText
from deskcrm.features.quotes.view import QuoteView
from deskcrm.storage.undo import ChangedSince
from quoting import draft_quote, line, sent_quote

DAY = dt.timedelta(days=1)


def change(crm: Crm, quote_id: int, **changes: Any) -> None:
    crm.do(save_draft, quote_id, replace(crm.ask(quote_draft, quote_id), **changes))


def send(crm: Crm, quote_id: int, today: dt.date, now: dt.datetime) -> str:
    return crm.do(send_quote, quote_id, today=today, now=now, render=render_quote)


def set_business(crm: Crm, **values: Any) -> None:
    def change_settings(session: Session) -> None:
        for name, value in values.items():
            setattr(session.get_one(Business, 1), name, value)

    crm.do(change_settings)


def add_deal(crm: Crm, stage: str = "qualified", **more: Any) -> int:
    def start(session: Session) -> int:
        made = deal(session.scalars(select(Stage).where(Stage.key == stage)).one(), **more)
        session.add(made)
        session.flush()
        return made.id

    return crm.do(start)


def deal_of(crm: Crm, deal_id: int) -> tuple[str, Decimal, str]:
    def read(session: Session) -> tuple[str, Decimal, str]:
        found = session.get_one(Deal, deal_id)
        return found.stage.key, found.value, found.currency

    return crm.ask(read)


def rows(crm: Crm, kind: type[Any]) -> int:
    return crm.ask(lambda session: session.scalar(select(func.count()).select_from(kind))) or 0


def test_a_quote_begins_with_the_habits_of_the_business(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    set_business(crm, currency="BGN", language="bg", valid_days=14, terms="50 % on acceptance")
    quote = crm.ask(quote_draft, crm.do(add_quote, today=today, now=now))

    assert (quote.currency, quote.language, quote.terms) == ("BGN", "bg", "50 % on acceptance")
    assert (quote.date, quote.valid_until) == (today, dt.date(2026, 12, 5))
    assert (quote.lines, quote.contact_id, quote.title) == ((), None, "")
    assert crm.undo_label == "add quote"


@pytest.mark.parametrize(
    ("spoken", "written"),
    [("es", "es"), ("fa", "fa"), ("es-MX", "es-MX"), ("de", "de"), ("pt", "en"), ("", "en")],
)
def test_a_quote_speaks_its_customers_language_where_it_can(
    crm: Crm, today: dt.date, now: dt.datetime, spoken: str, written: str
) -> None:
    (person,) = crm.do(add, contact(language=spoken))
    quote = crm.do(add_quote, contact_id=person, today=today, now=now)
    assert crm.ask(quote_draft, quote).language == written


def test_a_quote_for_a_deal_takes_its_title_currency_and_contact(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    (person,) = crm.do(add, contact())
    deal_id = add_deal(crm, title="Booking site", currency="USD", contact_id=person)
    quote = crm.ask(quote_draft, crm.do(add_quote, deal_id=deal_id, today=today, now=now))
    assert (quote.title, quote.currency, quote.contact_id) == ("Booking site", "USD", person)


def test_nobody_and_nothing_can_be_quoted_that_is_not_there(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    for whose in ({"contact_id": 7}, {"deal_id": 7}):
        with pytest.raises(NotFound, match="#7"):
            crm.do(add_quote, **whose, today=today, now=now)
    with pytest.raises(NotFound):
        crm.do(delete_draft, 7)


def test_a_draft_says_afterwards_what_it_was_told(crm: Crm) -> None:
    quote = draft_quote(crm)
    told = replace(
        crm.ask(quote_draft, quote),
        title="{{7*7}} <b>=1+1",
        heading="Proposal",
        currency="JPY",
        prices_include_tax=True,
        introduction="First\nsecond",
        lines=(
            line("A", discounts=(Adjustment(percent=Decimal(5), reason="Friend"),)),
            line("B", price="0.0001", optional=True, tax_reason="?"),
        ),
        discounts=(Adjustment(amount=Decimal(3), tax=Tax(TaxCategory.S, Decimal(21))),),
        charges=(Adjustment(percent=Decimal("2.5")),),
        prepaid=Decimal(10),
        cash_rounding=Decimal(5),
    )
    crm.do(save_draft, quote, told)
    assert crm.ask(quote_draft, quote) == told


def test_undo_of_a_small_change_is_small(crm: Crm) -> None:
    quote = draft_quote(crm, *(line(f"Line {n}") for n in range(50)))
    before = crm.ask(quote_draft, quote)
    change(crm, quote, lines=(*before.lines[:49], line("Line 49, changed")))

    changed = crm.ask(
        lambda s: s.scalar(text("SELECT length(changes) FROM undo_step ORDER BY id DESC LIMIT 1"))
    )
    assert changed is not None
    assert changed < 300
    crm.undo()
    assert crm.ask(quote_draft, quote) == before


def test_a_line_that_is_moved_keeps_its_row(crm: Crm) -> None:
    quote = draft_quote(crm, line("A"), line("B"), line("C"))

    def ids() -> dict[str, int]:
        found = crm.ask(lambda s: s.execute(select(QuoteLine.description, QuoteLine.id)).all())
        return {row.description: row.id for row in found}

    before = ids()
    a, b, c = crm.ask(quote_draft, quote).lines
    change(crm, quote, lines=(c, a, line("D"), b))

    assert {name: key for name, key in ids().items() if name != "D"} == before
    assert [x.description for x in crm.ask(quote_draft, quote).lines] == ["C", "A", "D", "B"]


LINES = st.lists(
    st.builds(
        lambda name, quantity, discounts: line(
            name,
            quantity=str(quantity),
            discounts=tuple(Adjustment(percent=Decimal(d)) for d in discounts),
        ),
        st.sampled_from("ABC"),
        st.integers(1, 3),
        st.lists(st.integers(0, 100), max_size=2),
    ),
    max_size=5,
)


@given(LINES, LINES)
@settings(
    deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_lines_can_follow_any_others_and_undo_brings_the_first_back(
    crm: Crm, first: list[LineDraft], second: list[LineDraft]
) -> None:
    quote = draft_quote(crm)
    change(crm, quote, lines=tuple(first))
    before = crm.ask(quote_draft, quote)
    change(crm, quote, lines=tuple(second))

    assert crm.ask(quote_draft, quote).lines == tuple(second)
    if first != second:
        crm.undo()
    assert crm.ask(quote_draft, quote) == before
    assert before.lines == tuple(first)


@pytest.mark.parametrize(
    ("changes", "problem", "said"),
    [
        ({"currency": "EURO"}, UnknownCurrency, "EURO"),
        ({"language": "tlh"}, UnknownLanguage, "tlh"),
        ({"valid_until": dt.date(2026, 11, 20)}, EndsBeforeItBegins, "2026-11-20"),
        ({"lines": (line(price="-1"),)}, NegativePrice, "Line 1"),
        ({"title": "x" * 10_000}, TooLong, "“Title” can hold 500 characters"),
        ({"contact_id": 99}, NotFound, "#99"),
        ({"deal_id": 99}, NotFound, "#99"),
        ({"lines": (line(quantity="NaN"),)}, CrmError, "has to be a number"),
        ({"lines": (line(price="9e14", quantity="1"),) * 2}, CrmError, "too large"),
    ],
)
def test_a_draft_that_breaks_a_rule_is_refused_and_stays_as_it_was(
    crm: Crm, changes: dict[str, Any], problem: type[CrmError], said: str
) -> None:
    quote = draft_quote(crm)
    before = crm.ask(quote_draft, quote)
    with pytest.raises(problem, match=said):
        change(crm, quote, **changes)
    assert crm.ask(quote_draft, quote) == before


def test_a_deleted_draft_leaves_its_customers_history_and_comes_back(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    quote = draft_quote(crm)
    person = crm.ask(quote_draft, quote).contact_id
    crm.do(
        add,
        Activity(kind=ActivityKind.CALL, at=now, contact_id=person, quote_id=quote),
        FollowUp(title="Ask", due_on=today, created=now, contact_id=person, quote_id=quote),
    )
    before = crm.ask(quote_draft, quote)
    crm.do(delete_draft, quote)
    left = [rows(crm, kind) for kind in (Quote, QuoteLine, Activity, FollowUp)]

    assert left == [0, 0, 1, 1]
    assert crm.undo() == "delete quote"
    assert crm.ask(quote_draft, quote) == before
    assert crm.ask(lambda s: s.scalar(select(FollowUp.quote_id))) == quote


def test_a_copy_says_the_same_from_today_on_without_a_number(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    original = sent_quote(crm, line("A"), line("B"), heading="Proposal")
    later = today + 40 * DAY
    copy = crm.do(copy_quote, original, today=later, now=now + 40 * DAY)

    told = crm.ask(quote_draft, original)
    assert crm.ask(quote_draft, copy) == replace(
        told, date=later, valid_until=later + (told.valid_until - told.date)
    )
    head = crm.ask(quote_head, copy, later)
    assert (head.number, head.state, head.sha256) == (None, QuoteState.DRAFT, "")


def test_sending_gives_the_number_and_freezes_data_and_pdf(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    set_business(crm, name="Atelier Marin", logo=None)
    quote = draft_quote(crm)
    number = send(crm, quote, today, now)
    view = crm.ask(quote_view, quote, today)
    sent = crm.ask(sent_pdf, quote)

    assert number == view.number == sent.number == "Q-2026-0001"
    assert sent.pdf == render_quote(view)
    assert sent.sha256 == hashlib.sha256(sent.pdf).hexdigest()

    set_business(crm, name="Somebody Else", accent="#000000")
    crm.do(delete_contacts, [crm.ask(quote_draft, quote).contact_id or 0])
    assert crm.ask(quote_view, quote, today) == view
    assert crm.ask(sent_pdf, quote) == sent


def test_what_was_sent_cannot_be_changed_deleted_sent_again_or_taken_back(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    quote = sent_quote(crm)
    with pytest.raises(QuoteIsSent):
        change(crm, quote, title="Other")
    with pytest.raises(QuoteIsSent):
        crm.do(delete_draft, quote)
    with pytest.raises(QuoteIsSent):
        send(crm, quote, today, now)
    assert crm.ask(quote_head, quote, today).number == "Q-2026-0001"


def test_undo_leaves_a_sent_quote_as_its_customer_has_it(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    quote = draft_quote(crm)
    lines = crm.ask(quote_draft, quote).lines
    change(crm, quote, lines=(replace(lines[0], unit="m²"), *lines[1:]))  # changes no total
    send(crm, quote, today, now)
    crm.do(accept_quote, quote, on=today, now=now)
    sent = crm.ask(quote_draft, quote)

    assert crm.undo() == "accept quote"
    with contextlib.suppress(ChangedSince):  # its contact has to stay
        while crm.undo():
            pass
    assert crm.ask(quote_draft, quote) == sent
    assert crm.ask(quote_head, quote, today).state is QuoteState.SENT


def test_a_quote_needs_a_customer_lines_and_time_to_be_sent(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    quote = draft_quote(crm)
    whole = crm.ask(quote_draft, quote)
    for changes, problem in (
        ({"contact_id": None}, NoCustomer),
        ({"lines": ()}, NothingToSend),
        ({"date": today - 9 * DAY, "valid_until": today - DAY}, AlreadyOver),
    ):
        crm.do(save_draft, quote, replace(whole, **changes))
        with pytest.raises(problem):
            send(crm, quote, today, now)
    crm.do(save_draft, quote, replace(whole, valid_until=today))
    assert send(crm, quote, today, now) == "Q-2026-0001"


def test_an_exemption_says_why_and_reverse_charge_names_both_tax_numbers(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    exempt = line("Lesson", tax=Tax(TaxCategory.E, Decimal(0)))
    reverse = line("Site", tax=Tax(TaxCategory.AE, Decimal(0)), tax_reason="Reverse charge")
    (person,) = crm.do(add, contact(tax_id="ESB12345678"))
    quote = draft_quote(crm, line(), exempt, contact_id=person)
    with pytest.raises(NeedsTaxReason, match="Line 2"):
        send(crm, quote, today, now)
    change(crm, quote, lines=(reverse,))
    with pytest.raises(NeedsTaxIds):
        send(crm, quote, today, now)
    set_business(crm, tax_id="BG123456789")
    send(crm, quote, today, now)
    assert crm.ask(quote_view, quote, today).tax_reasons == ((TaxCategory.AE, "Reverse charge"),)


def test_numbers_follow_each_other_and_begin_anew_each_year(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    first, second, third = (draft_quote(crm, valid_until=today + 99 * DAY) for _ in range(3))
    numbers = [send(crm, quote, today, now) for quote in (second, first)]
    numbers.append(send(crm, third, dt.date(2027, 1, 2), now))
    assert numbers == ["Q-2026-0001", "Q-2026-0002", "Q-2027-0001"]


def test_a_pattern_without_the_year_counts_on(crm: Crm, today: dt.date, now: dt.datetime) -> None:
    set_business(crm, number_pattern="{number}")
    first, second = (draft_quote(crm, valid_until=today + 99 * DAY) for _ in range(2))
    assert send(crm, first, today, now) == "1"
    assert send(crm, second, dt.date(2027, 1, 2), now) == "2"


def test_a_number_that_is_taken_names_its_holder(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    set_business(crm, number_pattern="2026{number}")
    sent_quote(crm, title="The first")
    set_business(crm, number_pattern="{year}{number}")
    quote = draft_quote(crm)
    with pytest.raises(NumberTaken, match="20261, which “The first” already has"):
        send(crm, quote, today, now)


def test_no_number_is_lost_when_sending_fails(
    crm: Crm, today: dt.date, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    quote = draft_quote(crm)

    def broken(view: QuoteView) -> bytes:
        raise OSError(view.number)

    with pytest.raises(OSError, match="Q-2026-0001"):
        crm.do(send_quote, quote, today=today, now=now, render=broken)

    def disagree(*_figures: object) -> None:
        raise TotalsDisagree(figure="net")

    with monkeypatch.context() as patched:
        patched.setattr(usecases, "check_totals", disagree)
        with pytest.raises(TotalsDisagree):
            send(crm, quote, today, now)

    assert (rows(crm, NumberSeries), rows(crm, SentQuote)) == (0, 0)
    assert crm.ask(quote_head, quote, today).state is QuoteState.DRAFT
    assert send(crm, quote, today, now) == "Q-2026-0001"


SENDER = """
import datetime as dt, json, sys
from pathlib import Path
from deskcrm.crm import Crm
from deskcrm.features.quotes.document import render_quote
from deskcrm.features.quotes.usecases import send_quote
crm = Crm.open(Path(sys.argv[1]))
now = dt.datetime(2026, 11, 21, 9, tzinfo=dt.UTC)
print(json.dumps([
    crm.do(send_quote, int(key), today=now.date(), now=now, render=render_quote)
    for key in sys.argv[2:]
]))
"""


def test_two_programs_that_send_at_once_give_different_numbers_without_gaps(crm: Crm) -> None:
    quotes = [str(draft_quote(crm)) for _ in range(8)]

    def run(mine: list[str]) -> list[str]:
        command = [sys.executable, "-c", SENDER, str(crm.path), *mine]
        done = subprocess.run(command, capture_output=True, check=True, text=True)
        given: list[str] = json.loads(done.stdout)
        return given

    with ThreadPoolExecutor() as pool:
        first, second = pool.map(run, (quotes[::2], quotes[1::2]))

    assert sorted(first + second) == [f"Q-2026-{n:04}" for n in range(1, 9)]


@pytest.mark.parametrize(
    ("stage", "after"),
    [("new", "proposal"), ("qualified", "proposal"), ("proposal", "proposal"), ("lost", "lost")],
)
def test_sending_moves_an_open_deal_up_to_the_proposal(crm: Crm, stage: str, after: str) -> None:
    (person,) = crm.do(add, contact())
    deal_id = add_deal(crm, stage, contact_id=person)
    sent_quote(crm, deal_id=deal_id)
    assert deal_of(crm, deal_id)[0] == after


def test_accepting_wins_the_deal_at_the_net_total_and_undo_takes_it_back(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    (person,) = crm.do(add, contact())
    deal_id = add_deal(crm, contact_id=person, value=Decimal(1000), currency="USD")
    quote = sent_quote(crm, line(quantity="10", price="100"), deal_id=deal_id, currency="EUR")
    crm.do(accept_quote, quote, on=today, note="By phone", now=now)

    assert deal_of(crm, deal_id) == ("won", Decimal(1000), "EUR")
    head = crm.ask(quote_head, quote, today)
    assert (head.state, head.decided_on, head.decision_note) == ("accepted", today, "By phone")

    assert crm.undo() == "accept quote"
    assert deal_of(crm, deal_id) == ("proposal", Decimal(1000), "USD")
    assert crm.ask(quote_head, quote, today).state is QuoteState.SENT


def test_a_second_acceptance_gives_a_won_deal_its_value_and_history(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    (person,) = crm.do(add, contact())
    deal_id = add_deal(crm, contact_id=person)
    for price in ("100", "150"):
        quote = sent_quote(crm, line(quantity="1", price=price), deal_id=deal_id)
        crm.do(accept_quote, quote, on=today, now=now)
    assert deal_of(crm, deal_id) == ("won", Decimal(150), "EUR")
    values = crm.ask(lambda s: list(s.scalars(select(DealChange.value).order_by(DealChange.id))))
    assert values[-2:] == [Decimal(100), Decimal(150)]


def test_declining_keeps_the_deal_open(crm: Crm, today: dt.date, now: dt.datetime) -> None:
    (person,) = crm.do(add, contact())
    deal_id = add_deal(crm, contact_id=person)
    quote = sent_quote(crm, deal_id=deal_id)
    crm.do(decline_quote, quote, on=today, reason="Too expensive", now=now)
    head = crm.ask(quote_head, quote, today)
    assert (head.state, head.decision_note) == ("declined", "Too expensive")
    assert deal_of(crm, deal_id)[0] == "proposal"


def test_a_quote_is_answered_once_in_time_and_neither_before_nor_ahead(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    with pytest.raises(NotOpen):
        crm.do(accept_quote, draft_quote(crm), on=today, now=now)
    quote = sent_quote(crm, valid_until=today + DAY)
    with pytest.raises(TooLate):
        crm.do(accept_quote, quote, on=today + 2 * DAY, now=now + 2 * DAY)
    with pytest.raises(AnsweredTooEarly):
        crm.do(accept_quote, quote, on=today - 2 * DAY, now=now)
    with pytest.raises(AnsweredInFuture):
        crm.do(decline_quote, quote, on=today + 2 * DAY, now=now)
    assert crm.ask(quote_head, quote, today).state is QuoteState.SENT

    crm.do(accept_quote, quote, on=today + DAY, now=now + 5 * DAY)
    with pytest.raises(NotOpen):
        crm.do(decline_quote, quote, on=today, now=now)


def test_texts_of_strangers_stay_the_plain_texts_they_are(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    odd = "<b>{{7*7}}\0=1+1 ../../etc/passwd"
    kept = odd.replace("\0", "\ufffd")
    quote = draft_quote(crm, line(odd), title=odd, terms=odd)
    view = crm.ask(quote_view, quote, today)
    assert (view.title, view.terms, view.figures.lines[0].description) == (kept, kept, kept)
    with pytest.raises(UnresolvedText, match="is not a variable"):
        send(crm, quote, today, now)


def test_a_draft_with_nothing_but_its_header_has_figures(crm: Crm, today: dt.date) -> None:
    empty = QuoteDraft(
        "", "", None, None, "EUR", "en", prices_include_tax=False, date=today, valid_until=today
    )
    quote = draft_quote(crm)
    crm.do(save_draft, quote, empty)
    assert crm.ask(quote_draft, quote) == empty
    assert crm.ask(lambda s: s.scalar(select(Quote.payable))) == 0


def test_two_programs_cannot_overwrite_each_other(crm: Crm) -> None:
    quote = draft_quote(crm, line("Design"), title="Site")
    seen = crm.ask(quote_draft, quote)
    other = Crm.open(crm.path)
    try:
        theirs = other.do(save_draft, quote, replace(seen, title="Shop"), based_on=seen)
        with pytest.raises(ChangedElsewhere, match="changed in another window"):
            crm.do(save_draft, quote, replace(seen, title="Blog"), based_on=seen)
    finally:
        other.close()
    assert crm.ask(quote_draft, quote) == theirs
    assert theirs.title == "Shop"
    crm.do(save_draft, quote, replace(theirs, title="Blog"), based_on=theirs)
    assert crm.ask(quote_draft, quote).title == "Blog"


def test_a_saved_draft_is_returned_as_it_is_kept(crm: Crm) -> None:
    quote = draft_quote(crm, line("Design", price="38.50", quantity="1.0"))
    (customer,) = crm.do(add, contact("Somebody Else"))
    wanted = replace(
        crm.ask(quote_draft, quote),
        contact_id=customer,
        title="Site\x00",
        discounts=(Adjustment(percent=Decimal("5.0")),),
    )
    assert crm.do(save_draft, quote, wanted) == crm.ask(quote_draft, quote)


def test_a_client_who_likes_persian_dates_gets_quotes_with_them(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    (person,) = crm.do(add, contact(language="fa-u-ca-persian"))
    quote = crm.do(add_quote, contact_id=person, today=today, now=now)
    assert crm.ask(quote_draft, quote).language == "fa-u-ca-persian"
