"""What becomes of a quote after it was sent: revisions, a later last day, answers taken back, void, invoiced."""

import datetime as dt
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from builders import add, contact, deal, stage_id
from deskcrm.crm import Crm
from deskcrm.domain.activities import Activity, FollowUp
from deskcrm.domain.belongings import Attachment
from deskcrm.domain.business import Business
from deskcrm.domain.days import local_day
from deskcrm.domain.deals import Deal, Stage
from deskcrm.domain.income import income
from deskcrm.domain.payments import Part
from deskcrm.domain.quote_steps import (
    CannotExtend,
    CannotRevise,
    CannotVoid,
    InvoicedAlready,
    NotAccepted,
    NotAnswered,
    NotInvoiced,
    NotLonger,
)
from deskcrm.domain.quotes import (
    AlreadyOver,
    NotChosen,
    NotOpen,
    Quote,
    QuoteLine,
    QuoteState,
    TwoAlternatives,
)
from deskcrm.domain.totals import Period
from deskcrm.errors import CrmError, NotFound, Required
from deskcrm.features.contacts.queries.timeline import EventKind, timeline
from deskcrm.features.contacts.usecases import delete_contacts
from deskcrm.features.mail.queries import NothingOffered, quote_letter
from deskcrm.features.pipeline.usecases import win_deal
from deskcrm.features.quotes.document import render_quote
from deskcrm.features.quotes.life import (
    InvoicedInFuture,
    InvoicedTooEarly,
    RevisionBegun,
    extend_quote,
    mark_invoiced,
    reverse_answer,
    revise_quote,
    take_back_invoice,
    void_quote,
)
from deskcrm.features.quotes.numbering import revision_letters
from deskcrm.features.quotes.queries import (
    QuoteHead,
    Standing,
    draft_view,
    quote_draft,
    quote_head,
    quote_standing,
    quote_view,
    revisions,
    sent_pdf,
)
from deskcrm.features.quotes.usecases import (
    FollowUpInPast,
    NoLongerOpen,
    NowhereToKeep,
    SignedCopy,
    accept_quote,
    copy_quote,
    decline_quote,
    delete_draft,
    save_draft,
    send_quote,
)
from deskcrm.storage.contents import Content
from quoting import draft_quote, line, sent_quote

DAY = dt.timedelta(days=1)
SIGNED = SignedCopy("signed.pdf", Content("0" * 64, 3))


def state(crm: Crm, quote_id: int, today: dt.date) -> QuoteState:
    return crm.ask(quote_head, quote_id, today).state


def send(crm: Crm, quote_id: int, today: dt.date, now: dt.datetime) -> str:
    return crm.do(send_quote, quote_id, today=today, now=now, render=render_quote)


def revise(crm: Crm, quote_id: int, today: dt.date, now: dt.datetime, **changes: object) -> int:
    revision = crm.do(revise_quote, quote_id, today=today, now=now)
    if changes:
        draft = replace(crm.ask(quote_draft, revision), **changes)  # type: ignore[arg-type] # any
        crm.do(save_draft, revision, draft)
    return revision


def add_deal(crm: Crm, stage: str = "qualified") -> int:
    (person,) = crm.do(add, contact())

    def start(session: Session) -> int:
        found = session.get_one(Stage, stage_id(crm, stage))
        made = deal(found, contact_id=person, value=Decimal(700))
        session.add(made)
        session.flush()
        return made.id

    return crm.do(start)


def deal_of(crm: Crm, deal_id: int) -> tuple[str, Decimal]:
    return crm.ask(lambda s: (s.get_one(Deal, deal_id).stage.key, s.get_one(Deal, deal_id).value))


def notes(crm: Crm, quote_id: int) -> list[str]:
    found = select(Activity.text).where(Activity.quote_id == quote_id).order_by(Activity.id)
    return crm.ask(lambda s: list(s.scalars(found)))


def line_ids(crm: Crm, quote_id: int) -> list[int]:
    found = select(QuoteLine.id).where(QuoteLine.quote_id == quote_id).order_by(QuoteLine.position)
    return crm.ask(lambda s: list(s.scalars(found)))


# Numbers.


def test_ten_threads_sending_at_once_get_ten_different_consecutive_numbers(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    quotes = [draft_quote(crm) for _ in range(10)]
    view = render_quote(crm.ask(draft_view, crm.ask(quote_draft, quotes[0])))  # warm: fonts
    assert view
    programs = [Crm.open(crm.path) for _ in quotes]

    def give(place: int) -> str:
        return send(programs[place], quotes[place], today, now)

    with ThreadPoolExecutor(10) as pool:
        given = list(pool.map(give, range(10)))
    for program in programs:
        program.close()
    assert sorted(given) == [f"Q-2026-{n:04}" for n in range(1, 11)]
    assert [crm.ask(quote_head, quote, today).number for quote in quotes] == given


def test_letters_of_revisions_go_on_as_columns_of_a_sheet_do() -> None:
    letters = [revision_letters(n) for n in (1, 2, 24, 25, 26, 51, 52, 701, 702)]
    assert letters == ["B", "C", "Y", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
    assert len({revision_letters(n) for n in range(1, 2000)}) == 1999


# Revisions.


def test_a_revision_takes_the_place_of_the_quote_when_it_is_sent(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    first = sent_quote(crm, line("Design"), line("Care"))
    pdf = crm.ask(sent_pdf, first)
    later = today + 3 * DAY
    revision = revise(crm, first, later, now + 3 * DAY)
    told, original = crm.ask(quote_draft, revision), crm.ask(quote_draft, first)
    assert told == replace(
        original,
        date=later,
        valid_until=later + (original.valid_until - original.date),
        replaces="Q-2026-0001",
    )
    assert state(crm, first, later) is QuoteState.SENT
    head = crm.ask(quote_head, revision, later)
    assert (head.number, head.next_number) == (None, "Q-2026-0001-B")
    assert head.replaces is not None
    assert head.replaces.number == "Q-2026-0001"
    assert crm.ask(draft_view, told).replaces == "Q-2026-0001"

    assert send(crm, revision, later, now + 3 * DAY) == "Q-2026-0001-B"
    assert state(crm, first, later) is QuoteState.REVISED
    assert crm.ask(sent_pdf, first) == pdf
    assert crm.ask(quote_view, revision, later).replaces == "Q-2026-0001"
    assert notes(crm, first) == ["Q-2026-0001-B replaces Q-2026-0001"]
    with pytest.raises(NotOpen):
        crm.do(accept_quote, first, on=later, now=now + 3 * DAY)
    crm.do(accept_quote, revision, on=later, now=now + 3 * DAY)


def test_revisions_count_letters_and_take_no_number_of_the_series(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    last = first = sent_quote(crm)
    given = []
    for _ in range(3):
        last = revise(crm, last, today, now)
        given.append(send(crm, last, today, now))
    assert given == ["Q-2026-0001-B", "Q-2026-0001-C", "Q-2026-0001-D"]
    assert send(crm, draft_quote(crm), today, now) == "Q-2026-0002"
    family = crm.ask(revisions, last, today)
    assert [each.number for each in family] == ["Q-2026-0001", *given]
    assert family == crm.ask(revisions, first, today)
    assert [each.state.value for each in family] == ["revised", "revised", "revised", "sent"]
    assert crm.ask(quote_view, last, today).replaces == "Q-2026-0001-C"


def test_where_a_quote_stands_is_told_without_its_lines(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    first = sent_quote(crm, valid_until=today)
    revision = revise(crm, first, today, now)
    for quote in (first, revision):
        for day in (today, today + DAY):
            found, head = (crm.ask(ask, quote, day) for ask in (quote_standing, quote_head))
            assert isinstance(head, QuoteHead)
            assert found == Standing(
                head.state,
                head.replaces.id if head.replaces else None,
                head.replaced_by.id if head.replaced_by else None,
            )
    with pytest.raises(NotFound):
        crm.ask(quote_standing, 99, today)


def test_a_letter_that_another_quote_carries_is_passed_over(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    def number_so(session: Session, pattern: str) -> None:
        session.get_one(Business, 1).number_pattern = pattern

    crm.do(number_so, "{year}{number}-B")
    assert send(crm, draft_quote(crm), today, now) == "20261-B"
    crm.do(number_so, "2026{number}")
    first = sent_quote(crm)
    revision = revise(crm, first, today, now)
    assert crm.ask(quote_head, revision, today).next_number == "20261-C"
    assert send(crm, revision, today, now) == "20261-C"
    assert send(crm, revise(crm, revision, today, now), today, now) == "20261-D"


def test_one_revision_is_open_at_a_time(crm: Crm, today: dt.date, now: dt.datetime) -> None:
    first = sent_quote(crm)
    begun = revise(crm, first, today, now, title="Second thoughts")
    with pytest.raises(RevisionBegun, match="“Second thoughts”"):
        revise(crm, first, today, now)
    crm.do(delete_draft, begun)
    assert send(crm, revise(crm, first, today, now), today, now) == "Q-2026-0001-B"


def test_what_is_no_draft_not_accepted_and_not_replaced_can_be_revised(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    with pytest.raises(CannotRevise):
        revise(crm, draft_quote(crm), today, now)
    accepted = sent_quote(crm)
    crm.do(accept_quote, accepted, on=today, now=now)
    void = sent_quote(crm)
    crm.do(void_quote, void, reason="Wrong customer", now=now)
    replaced = sent_quote(crm)
    send(crm, revise(crm, replaced, today, now), today, now)
    for quote in (accepted, void, replaced):
        with pytest.raises(CannotRevise):
            revise(crm, quote, today, now)
    declined = sent_quote(crm)
    crm.do(decline_quote, declined, on=today, reason="Too dear", now=now)
    expired = sent_quote(crm, valid_until=today)
    for quote in (declined, expired):
        send(crm, revise(crm, quote, today + DAY, now + DAY), today + DAY, now + DAY)
        assert state(crm, quote, today + DAY) is QuoteState.REVISED


def test_a_revision_of_what_was_answered_meanwhile_is_not_sent(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    first = sent_quote(crm)
    revision = revise(crm, first, today, now)
    crm.do(accept_quote, first, on=today, now=now)
    with pytest.raises(NoLongerOpen, match="Q-2026-0001 was answered"):
        send(crm, revision, today, now)
    assert (state(crm, first, today), state(crm, revision, today)) == ("accepted", "draft")
    crm.do(reverse_answer, first, reason="It was about another one", now=now)
    assert send(crm, revision, today, now) == "Q-2026-0001-B"


def test_undo_stops_at_a_sent_revision_and_what_led_to_it(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    first = sent_quote(crm)
    crm.do(decline_quote, first, on=today, now=now)
    send(crm, revise(crm, first, today, now, title="Other"), today, now)
    label = crm.undo_label
    assert label not in {"revise quote", "change quote", "decline quote", "send quote"}


# The last day.


def test_a_later_last_day_opens_an_expired_quote_again_and_leaves_its_pdf(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    quote = sent_quote(crm, valid_until=today)
    pdf = crm.ask(sent_pdf, quote)
    later, moment = today + 5 * DAY, now + 5 * DAY
    assert state(crm, quote, later) is QuoteState.EXPIRED
    crm.do(extend_quote, quote, valid_until=later, today=later, now=moment)
    assert state(crm, quote, later) is QuoteState.SENT
    assert crm.ask(sent_pdf, quote) == pdf
    assert notes(crm, quote) == ["Q-2026-0001 is valid until 26 Nov 2026 now"]
    assert crm.ask(quote_letter, quote, today=later).valid_until == later
    crm.do(accept_quote, quote, on=later, now=moment)


def test_what_follows_an_extended_quote_is_valid_for_as_many_days_as_it_was_at_first(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    quote = sent_quote(crm, valid_until=today + 10 * DAY)
    crm.do(extend_quote, quote, valid_until=today + 90 * DAY, today=today, now=now)
    later = today + 40 * DAY
    for begin in (copy_quote, revise_quote):
        begun = crm.do(begin, quote, today=later, now=now)
        assert crm.ask(quote_draft, begun).valid_until == later + 10 * DAY


def test_a_last_day_is_only_put_off(crm: Crm, today: dt.date, now: dt.datetime) -> None:
    quote = sent_quote(crm, valid_until=today + DAY)
    for day, problem in ((today, NotLonger), (today + DAY, NotLonger), (today - DAY, AlreadyOver)):
        with pytest.raises(problem):
            crm.do(extend_quote, quote, valid_until=day, today=today, now=now)
    with pytest.raises(CannotExtend):
        crm.do(extend_quote, draft_quote(crm), valid_until=today, today=today, now=now)
    crm.do(decline_quote, quote, on=today, now=now)
    with pytest.raises(CannotExtend):
        crm.do(extend_quote, quote, valid_until=today + 9 * DAY, today=today, now=now)


@pytest.fixture
def berlin() -> Iterator[None]:
    """The clock of a place that changes to winter time on 25 October 2026, to summer time on 28 March 2027."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = "Europe/Berlin"
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


@pytest.mark.usefixtures("berlin")
@pytest.mark.parametrize("changes_on", [dt.date(2026, 10, 25), dt.date(2027, 3, 28)])
def test_a_quote_lasts_to_the_end_of_its_day_whatever_the_clocks_do(
    crm: Crm, changes_on: dt.date
) -> None:
    sent_at = dt.datetime.combine(changes_on - DAY, dt.time(12), dt.UTC)
    quote = draft_quote(crm, date=changes_on - DAY, valid_until=changes_on)
    send(crm, quote, changes_on - DAY, sent_at)

    def at(wall: str, day: dt.date) -> dt.datetime:
        return dt.datetime.combine(day, dt.time.fromisoformat(wall)).astimezone()

    last, over = at("23:59:59", changes_on), at("00:00", changes_on + DAY)
    assert last.utcoffset() == over.utcoffset() != at("00:30", changes_on).utcoffset()
    assert state(crm, quote, local_day(last.astimezone(dt.UTC))) is QuoteState.SENT
    assert state(crm, quote, local_day(over.astimezone(dt.UTC))) is QuoteState.EXPIRED
    crm.do(extend_quote, quote, valid_until=changes_on + DAY, today=changes_on + DAY, now=over)
    assert state(crm, quote, local_day(over.astimezone(dt.UTC))) is QuoteState.SENT
    # Accepted in the first minute of the new last day, which in UTC is still the day before.
    crm.do(accept_quote, quote, on=local_day(over), now=over.astimezone(dt.UTC))


# Answers.


def test_an_acceptance_counts_what_was_chosen_and_the_first_year(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    deal_id = add_deal(crm)
    quote = sent_quote(
        crm,
        line("Site", quantity="1", price="1000"),
        line("Larger site", quantity="1", price="1500", alternative=True),
        line("Largest site", quantity="1", price="2000", alternative=True),
        line("Photos", quantity="1", price="300", optional=True),
        line("Care", quantity="1", price="10", period=Period.MONTH),
        line("Domain", quantity="1", price="20", period=Period.YEAR, optional=True),
        deal_id=deal_id,
    )
    site, larger, largest, photos, care, domain = line_ids(crm, quote)
    for chosen, problem in (({site}, NotChosen), ({care}, NotChosen), ({0}, NotChosen),
                            ({larger, largest}, TwoAlternatives)):  # fmt: skip
        with pytest.raises(problem):
            crm.do(accept_quote, quote, on=today, chosen=chosen, now=now)
    assert state(crm, quote, today) is QuoteState.SENT

    crm.do(accept_quote, quote, on=today, chosen={larger, photos, domain}, now=now)
    assert deal_of(crm, deal_id) == ("won", Decimal(1500 + 300 + 12 * 10 + 20))
    assert crm.ask(lambda s: s.get_one(Quote, quote).net) == Decimal(1800)


def test_the_signed_copy_is_kept_with_the_quote_and_its_contact(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    quote = sent_quote(crm)
    crm.do(accept_quote, quote, on=today, signed=SIGNED, now=now)
    person = crm.ask(quote_head, quote, today).contact_id
    kept = select(Attachment.name, Attachment.sha256, Attachment.contact_id, Attachment.quote_id)
    assert crm.ask(lambda s: tuple(s.execute(kept).one())) == (
        "signed.pdf", "0" * 64, person, quote,
    )  # fmt: skip
    assert person is not None
    told = [event.kind for event in crm.ask(timeline, person)]
    assert {EventKind.DOCUMENT, EventKind.QUOTE_ACCEPTED} <= set(told)
    assert crm.undo() == "accept quote"
    assert crm.ask(lambda s: s.scalar(select(Attachment.id))) is None

    crm.do(delete_contacts, [person])
    with pytest.raises(NowhereToKeep):
        crm.do(accept_quote, quote, on=today, signed=SIGNED, now=now)
    assert state(crm, quote, today) is QuoteState.SENT


def test_an_acceptance_is_taken_back_with_all_that_it_did(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    deal_id = add_deal(crm)
    option = line("Photos", quantity="1", price="300", optional=True)
    quote = sent_quote(crm, line(quantity="1", price="1000"), option, deal_id=deal_id)
    crm.do(accept_quote, quote, on=today, chosen=line_ids(crm, quote)[1:], note="Yes", now=now)
    with pytest.raises(Required):
        crm.do(reverse_answer, quote, reason=" \n", now=now)
    crm.do(reverse_answer, quote, reason="Their board said no", now=now)

    head = crm.ask(quote_head, quote, today)
    assert (head.state, head.decided_on, head.decision_note) == ("sent", None, "")
    assert crm.ask(lambda s: s.get_one(Quote, quote).net) == Decimal(1000)
    assert not crm.ask(lambda s: any(each.taken for each in s.get_one(Quote, quote).lines))
    assert deal_of(crm, deal_id) == ("proposal", Decimal(700))
    assert notes(crm, quote) == ["Acceptance of Q-2026-0001 taken back: Their board said no"]
    assert crm.ask(lambda s: s.execute(select(income())).all()) == []
    crm.do(accept_quote, quote, on=today, now=now)
    assert deal_of(crm, deal_id) == ("won", Decimal(1000))


def test_a_refusal_is_taken_back(crm: Crm, today: dt.date, now: dt.datetime) -> None:
    quote = sent_quote(crm)
    with pytest.raises(NotAnswered):
        crm.do(reverse_answer, quote, reason="?", now=now)
    crm.do(decline_quote, quote, on=today, reason="Too dear", now=now)
    crm.do(reverse_answer, quote, reason="They called again", now=now)
    assert state(crm, quote, today) is QuoteState.SENT
    assert notes(crm, quote) == ["Refusal of Q-2026-0001 taken back: They called again"]


def test_a_deal_stays_won_by_another_acceptance_or_by_hand(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    deal_id = add_deal(crm)
    first, second = (
        sent_quote(crm, line(quantity="1", price=price), deal_id=deal_id)
        for price in ("100", "150")
    )
    for quote in (first, second):
        crm.do(accept_quote, quote, on=today, now=now)
    crm.do(reverse_answer, second, reason="One is enough", now=now)
    assert deal_of(crm, deal_id) == ("won", Decimal(100))
    crm.do(reverse_answer, first, reason="None is better", now=now)
    assert deal_of(crm, deal_id) == ("proposal", Decimal(700))

    by_hand = add_deal(crm)
    quote = sent_quote(crm, deal_id=by_hand)
    crm.do(win_deal, by_hand, at=now)
    crm.do(accept_quote, quote, on=today + DAY, now=now + DAY)
    crm.do(reverse_answer, quote, reason="A mistake", now=now + DAY)
    assert deal_of(crm, by_hand)[0] == "won"


# Void, invoiced.


def test_a_quote_is_declared_void_for_a_reason(crm: Crm, today: dt.date, now: dt.datetime) -> None:
    quote = sent_quote(crm)
    with pytest.raises(Required):
        crm.do(void_quote, quote, reason="", now=now)
    crm.do(decline_quote, quote, on=today, reason="Too dear", now=now)
    crm.do(void_quote, quote, reason="Wrong prices", now=now)
    head = crm.ask(quote_head, quote, today + 900 * DAY)
    assert (head.state, head.decision_note) == ("void", "Too dear\nWrong prices")
    assert notes(crm, quote) == ["Q-2026-0001 declared void: Wrong prices"]
    with pytest.raises(NothingOffered):
        crm.ask(quote_letter, quote, today=today)
    for again in (quote, draft_quote(crm)):
        with pytest.raises(CannotVoid):
            crm.do(void_quote, again, reason="Again", now=now)


def test_an_accepted_quote_is_invoiced_and_that_is_taken_back_first(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    quote = sent_quote(crm)
    with pytest.raises(NotAccepted):
        crm.do(mark_invoiced, quote, on=today, now=now)
    crm.do(accept_quote, quote, on=today, now=now)
    for day, problem in ((today - DAY, InvoicedTooEarly), (today + DAY, InvoicedInFuture)):
        with pytest.raises(problem):
            crm.do(mark_invoiced, quote, on=day, now=now)
    with pytest.raises(NotInvoiced):
        crm.do(take_back_invoice, quote, now=now)
    crm.do(mark_invoiced, quote, on=today, now=now)
    assert state(crm, quote, today) is QuoteState.INVOICED
    with pytest.raises(InvoicedAlready, match="Q-2026-0001 has been invoiced"):
        crm.do(reverse_answer, quote, reason="?", now=now)
    assert len(crm.ask(lambda s: s.execute(select(income())).all())) == 1
    crm.do(take_back_invoice, quote, now=now)
    crm.do(reverse_answer, quote, reason="They left", now=now)
    assert state(crm, quote, today) is QuoteState.SENT


def test_every_step_stands_in_the_customers_timeline(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    quote = sent_quote(crm, valid_until=today)
    crm.do(extend_quote, quote, valid_until=today + DAY, today=today, now=now)
    crm.do(decline_quote, quote, on=today, reason="Too dear", now=now)
    send(crm, revise(crm, quote, today, now), today, now)
    person = crm.ask(quote_head, quote, today).contact_id
    assert person is not None
    told = [(event.kind, event.text or event.number) for event in crm.ask(timeline, person)]
    assert (EventKind.NOTE, "Q-2026-0001 is valid until 22 Nov 2026 now") in told
    assert (EventKind.NOTE, "Q-2026-0001-B replaces Q-2026-0001") in told
    assert (EventKind.QUOTE_DECLINED, "Too dear") in told


# Sending and copying.


def test_sending_plans_to_ask_about_the_quote(crm: Crm, today: dt.date, now: dt.datetime) -> None:
    deal_id = add_deal(crm)
    quote = draft_quote(crm, deal_id=deal_id)
    with pytest.raises(FollowUpInPast):
        crm.do(send_quote, quote, today=today, now=now, render=render_quote, follow_up=today - DAY)
    assert crm.ask(quote_head, quote, today).number is None
    crm.do(send_quote, quote, today=today, now=now, render=render_quote, follow_up=today + DAY)
    planned = crm.ask(lambda s: s.scalars(select(FollowUp)).one())
    head = crm.ask(quote_head, quote, today)
    assert (planned.title, planned.due_on) == ("Ask about Q-2026-0001", today + DAY)
    assert (planned.quote_id, planned.contact_id, planned.deal_id) == (
        quote, head.contact_id, deal_id,
    )  # fmt: skip


def test_what_is_still_to_be_done_about_a_replaced_quote_is_about_the_revision(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    first = draft_quote(crm)
    crm.do(send_quote, first, today=today, now=now, render=render_quote, follow_up=today + DAY)
    crm.do(add, FollowUp(title="Called", due_on=today, created=now, done=now, quote_id=first))
    revision = revise(crm, first, today, now)
    send(crm, revision, today, now)
    about = select(FollowUp.title, FollowUp.quote_id).order_by(FollowUp.id)
    assert crm.ask(lambda s: [tuple(row) for row in s.execute(about)]) == [
        ("Ask about Q-2026-0001", revision), ("Called", first),
    ]  # fmt: skip


def test_a_copy_has_the_terms_of_now_unless_they_were_agreed_with_its_customer(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    def set_terms(session: Session, terms: str) -> None:
        session.get_one(Business, 1).terms = terms

    crm.do(set_terms, "Half before")
    usual, _other = draft_quote(crm), draft_quote(crm)
    agreed, none = draft_quote(crm, terms="Nothing before"), draft_quote(crm, terms="")
    crm.do(set_terms, "A third before")

    def copied(quote: int) -> str:
        copy = crm.do(copy_quote, quote, today=today, now=now)
        return crm.ask(quote_draft, copy).terms

    assert [copied(quote) for quote in (usual, agreed, none)] == [
        "A third before", "Nothing before", "A third before",
    ]  # fmt: skip
    crm.do(set_terms, "")
    assert copied(usual) == "Half before"


def test_a_copy_promises_no_payment_on_a_day_that_is_past_and_replaces_nothing(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    first = sent_quote(crm)
    parts = (
        Part("Start", Decimal(50), None, today + DAY),
        Part("End", None, None, today + 9 * DAY),
    )
    revision = revise(crm, first, today, now, payments=parts)
    later = today + 5 * DAY
    copy = crm.ask(quote_draft, crm.do(copy_quote, revision, today=later, now=now))
    assert [(part.label, part.due_on) for part in copy.payments] == [
        ("Start", None), ("End", today + 9 * DAY),
    ]  # fmt: skip
    assert (copy.replaces, copy.date) == ("", later)


@pytest.mark.parametrize("step", [revise_quote, void_quote, reverse_answer, take_back_invoice])
def test_a_quote_that_is_gone_is_named(crm: Crm, step: object, now: dt.datetime) -> None:
    more: dict[str, object] = {"reason": "?"} if step in {void_quote, reverse_answer} else {}
    if step is revise_quote:
        more["today"] = now.date()
    with pytest.raises(CrmError, match="#7"):
        crm.do(step, 7, now=now, **more)  # type: ignore[arg-type] # steps of several shapes
