"""What is asked about contacts: the list and its filters, one whole, its timeline, duplicates."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlalchemy import event, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from builders import add, contact, deal, organization
from deskcrm.crm import Crm
from deskcrm.domain.activities import Activity, ActivityKind, FollowUp
from deskcrm.domain.deals import Stage, StageKind
from deskcrm.domain.people import Contact
from deskcrm.domain.quotes import Quote, QuoteState
from deskcrm.errors import NotFound
from deskcrm.features.contacts.conditions import Condition, Op
from deskcrm.features.contacts.form import ContactForm, Labelled, PostalAddress
from deskcrm.features.contacts.phones import country_code, e164
from deskcrm.features.contacts.queries.duplicates import Same, duplicates_of
from deskcrm.features.contacts.queries.found import found_contacts
from deskcrm.features.contacts.queries.records import contact_record, contact_records
from deskcrm.features.contacts.queries.relationship import Relationship, relationship
from deskcrm.features.contacts.queries.rows import (
    ContactFilter,
    ContactRow,
    Group,
    contact_count,
    contact_rows,
    group_counts,
    listed_count,
    place_of,
)
from deskcrm.features.contacts.queries.timeline import (
    STRANDS,
    Event,
    EventKind,
    Place,
    Strand,
    timeline,
)
from deskcrm.features.contacts.queries.view import all_tags, contact_view
from deskcrm.features.contacts.usecases import add_contact, log_activity

TODAY = dt.date(2026, 11, 21)
EVERYBODY = ContactFilter(today=TODAY)


def tagged(*names: str) -> Condition:
    return Condition("tag", Op.IS, names)


def stage(session: Session, key: str) -> Stage:
    return session.scalars(select(Stage).where(Stage.key == key)).one()


def offer(key: int, state: QuoteState, net: str, currency: str = "EUR", days: int = 0) -> Quote:
    """A quote without a deal, created so many days ago."""
    day = TODAY - dt.timedelta(days=days)
    moment = dt.datetime.combine(day, dt.time(10), dt.UTC)
    return Quote(
        contact_id=key,
        state=state,
        number=f"Q-{state}-{net}",
        date=day,
        valid_until=day + dt.timedelta(days=30),
        created=moment,
        sent=None if state is QuoteState.DRAFT else moment + dt.timedelta(hours=1),
        decided_on=day if state in {QuoteState.ACCEPTED, QuoteState.DECLINED} else None,
        net=Decimal(net),
        currency=currency,
    )


@pytest.fixture
def keys(crm: Crm, now: dt.datetime) -> dict[str, int]:
    """A client, a lead, a prospect and somebody quiet, with what makes them so."""
    forms = {
        "client": ContactForm(
            given_name="Lucía",
            family_name="Fernández",
            organization="Ola Surf Escuela",
            emails=(Labelled("lucia@olasurf.example", "Work"),),
            phones=(Labelled("+34 942 55 01 23", "Mobile"),),
            addresses=(PostalAddress(street="Calle 1"), PostalAddress(city="Santander")),
            tags=("surf",),
        ),
        "lead": ContactForm(given_name="Zoë", family_name="Dubois", organization="Atelier Dubois"),
        "prospect": ContactForm(given_name="Marta", family_name="Ivanova", tags=("surf", "web")),
        "quiet": ContactForm(given_name="reza", family_name="Karimi"),
    }
    made = {name: crm.do(add_contact, form, now=now) for name, form in forms.items()}

    def happen(session: Session) -> None:
        won = deal(stage(session, "new"), contact_id=made["client"], value=Decimal(900))
        won.enter(stage(session, "won"), at=now)
        new = stage(session, "new")
        session.add_all(
            [
                won,
                deal(new, "Shop", contact_id=made["lead"]),
                deal(new, "Site", contact_id=made["prospect"]),
                deal(stage(session, "proposal"), "App", contact_id=made["prospect"]),
                offer(made["client"], QuoteState.ACCEPTED, "100.50", days=3),
                offer(made["client"], QuoteState.ACCEPTED, "70", "USD", days=2),
                offer(made["client"], QuoteState.DECLINED, "5000", days=9),
            ]
        )

    crm.do(happen)
    for name, days in (("lead", 12), ("prospect", 59), ("quiet", 61)):
        at = now - dt.timedelta(days=days)
        crm.do(log_activity, made[name], ActivityKind.CALL, "Hello", at=at)
    return made


def names(crm: Crm, wanted: ContactFilter) -> list[str]:
    rows = crm.ask(contact_rows, wanted, 0, 100)
    assert crm.ask(contact_count, wanted) == crm.ask(listed_count, wanted) == len(rows)
    return [row.name for row in rows]


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every SELECT that is run inside."""
    seen: list[str] = []

    def note(_c: object, _cursor: object, sql: str, *_rest: object) -> None:
        if sql.lstrip().upper().startswith("SELECT"):
            seen.append(sql)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


# ── the list ─────────────────────────────────────────────────────────────────────────────────────


def test_the_list_is_by_name_without_case_or_accents(crm: Crm, keys: dict[str, int]) -> None:
    assert names(crm, EVERYBODY) == [
        "Lucía Fernández",
        "Marta Ivanova",
        "reza Karimi",
        "Zoë Dubois",
    ]
    rows = crm.ask(contact_rows, EVERYBODY, 1, 2, descending=True)
    assert [row.id for row in rows] == [keys["quiet"], keys["prospect"]]


def test_a_row_tells_company_city_last_contact_and_what_was_won(
    crm: Crm, keys: dict[str, int]
) -> None:
    (row,) = crm.ask(contact_rows, EVERYBODY, 0, 1)
    assert row == ContactRow(
        id=keys["client"],
        name="Lucía Fernández",
        organization="Ola Surf Escuela",
        city="Santander",
        last_contact=TODAY - dt.timedelta(days=2),
        won={"EUR": Decimal("1000.50"), "USD": Decimal(70)},
    )


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        (Group.ALL, ["Lucía Fernández", "Marta Ivanova", "reza Karimi", "Zoë Dubois"]),
        (Group.CLIENTS, ["Lucía Fernández"]),
        (Group.LEADS, ["Zoë Dubois"]),
        (Group.QUIET, ["reza Karimi"]),
    ],
)
@pytest.mark.usefixtures("keys")
def test_the_chips_choose_and_count(crm: Crm, group: Group, expected: list[str]) -> None:
    assert names(crm, replace(EVERYBODY, group=group)) == expected
    assert crm.ask(group_counts, TODAY)[group] == len(expected)


@pytest.mark.usefixtures("keys")
def test_text_tag_and_chip_are_filters_together(crm: Crm) -> None:
    assert names(crm, replace(EVERYBODY, conditions=(tagged("SURF"),))) == [
        "Lucía Fernández",
        "Marta Ivanova",
    ]
    assert names(crm, replace(EVERYBODY, text="dubois")) == ["Zoë Dubois"]
    assert names(crm, replace(EVERYBODY, text="dubois", group=Group.CLIENTS)) == []
    assert names(crm, replace(EVERYBODY, text="ma", conditions=(tagged("web"),))) == [
        "Marta Ivanova"
    ]
    assert names(crm, replace(EVERYBODY, text="   ")) == names(crm, EVERYBODY)
    assert crm.ask(all_tags) == ("surf", "web")


def test_a_place_in_the_list_is_found_for_every_contact(crm: Crm, keys: dict[str, int]) -> None:
    for wanted in (
        EVERYBODY,
        replace(EVERYBODY, conditions=(tagged("surf"),)),
        replace(EVERYBODY, text="a"),
    ):
        rows = crm.ask(contact_rows, wanted, 0, 100)
        for place, row in enumerate(rows):
            assert crm.ask(place_of, wanted, row.id) == place
    assert crm.ask(place_of, EVERYBODY, keys["client"], descending=True) == 3
    assert crm.ask(place_of, replace(EVERYBODY, group=Group.LEADS), keys["client"]) is None
    assert crm.ask(place_of, EVERYBODY, 999) is None


def test_a_page_takes_the_same_few_statements_however_long_it_is(crm: Crm) -> None:
    crm.do(add, *(contact(f"Name {number}", email=f"{number}@x.example") for number in range(60)))
    taken = []
    for limit in (1, 60):
        with statements() as seen:
            assert len(crm.ask(contact_rows, EVERYBODY, 0, limit)) == limit
        taken.append(len(seen))
    assert taken[0] == taken[1] <= 3
    with statements() as seen:
        crm.ask(contact_records, list(range(1, 61)))
    assert len(seen) == 10


def test_pages_join_without_gaps_among_equal_names(crm: Crm) -> None:
    made = crm.do(add, *(organization("Same Name") for _number in range(9)))
    paged = [row.id for start in (0, 4, 8) for row in crm.ask(contact_rows, EVERYBODY, start, 4)]
    assert paged == made


def test_the_palette_offers_the_best_first(crm: Crm, keys: dict[str, int]) -> None:
    (found,) = crm.ask(found_contacts, "fern")
    assert (found.id, found.name, found.subtitle) == (
        keys["client"],
        "Lucía Fernández",
        "Ola Surf Escuela",
    )
    assert len(crm.ask(found_contacts, "surf")) == 2
    assert len(crm.ask(found_contacts, "surf", limit=1)) == 1


# ── one contact ──────────────────────────────────────────────────────────────────────────────────


def test_one_contact_is_seen_whole(crm: Crm, keys: dict[str, int], now: dt.datetime) -> None:
    friend = crm.do(
        add_contact, ContactForm(given_name="Ana", referred_by_id=keys["client"]), now=now
    )
    view = crm.ask(contact_view, keys["client"], today=TODAY)
    assert view.relationship is Relationship.CLIENT
    assert view.won == {"EUR": Decimal("1000.50"), "USD": Decimal(70)}
    assert [(one.id, one.name) for one in view.referred] == [(friend, "Ana")]
    assert view.form.emails == (Labelled("lucia@olasurf.example", "Work"),)
    referrer = crm.ask(contact_view, friend, today=TODAY).referred_by
    assert referrer is not None
    assert referrer.id == keys["client"]
    with pytest.raises(NotFound):
        crm.ask(contact_view, 999, today=TODAY)


def test_open_deals_say_how_long_they_have_been_quiet(crm: Crm, keys: dict[str, int]) -> None:
    deals = crm.ask(contact_view, keys["prospect"], today=TODAY + dt.timedelta(days=8)).open_deals
    assert [(d.title, d.stage_key, d.quiet_for, d.is_quiet) for d in deals] == [
        ("Site", "new", 8, True),
        ("App", "proposal", 8, True),
    ]
    deals = crm.ask(contact_view, keys["prospect"], today=TODAY).open_deals
    assert not any(one.is_quiet for one in deals)


@pytest.mark.parametrize(
    ("last_won", "kinds", "expected"),
    [
        (None, set(), Relationship.NONE),
        (None, {StageKind.LEAD}, Relationship.LEAD),
        (None, {StageKind.LEAD, StageKind.OPEN}, Relationship.PROSPECT),
        (dt.date(2025, 11, 21), set(), Relationship.CLIENT),
        (dt.date(2025, 11, 20), set(), Relationship.PAST_CLIENT),
        (dt.date(2020, 1, 1), {StageKind.LEAD}, Relationship.CLIENT),
    ],
)
def test_the_relationship_follows_from_deals_and_purchases(
    last_won: dt.date | None, kinds: set[StageKind], expected: Relationship
) -> None:
    found = relationship(last_won=last_won, open_kinds=frozenset(kinds), today=TODAY)
    assert found is expected


def test_a_record_holds_all_there_is(crm: Crm, keys: dict[str, int]) -> None:
    record = crm.ask(contact_record, keys["client"])
    assert list(record) == [
        "id", "uid", "kind", "name", "given_name", "family_name", "additional_names", "prefix",
        "suffix", "nickname", "organization", "title", "emails", "phones", "addresses", "links",
        "birthday", "anniversary", "tags", "language", "source", "tax_id", "referred_by_id",
        "note", "created", "updated", "custom", "time_zone", "roles", "dates", "consents",
        "attachments",
    ]  # fmt: skip
    assert record["phones"] == [
        {"label": "Mobile", "value": "+34 942 55 01 23", "e164": "+34942550123"}
    ]
    assert [address["city"] for address in record["addresses"]] == ["", "Santander"]
    assert (record["tags"], record["organization"]) == (["surf"], "Ola Surf Escuela")
    with pytest.raises(NotFound):
        crm.ask(contact_record, 999)


# ── what happened ────────────────────────────────────────────────────────────────────────────────


def test_the_timeline_tells_what_happened_newest_first(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    early = now - dt.timedelta(days=30)
    key = crm.do(add_contact, ContactForm(given_name="Ana", source="fair"), now=early)

    def happen(session: Session) -> None:
        made = deal(stage(session, "new"), "Shop", contact_id=key)
        made.history[0].at = early + dt.timedelta(days=1)
        made.enter(stage(session, "proposal"), at=early + dt.timedelta(days=2))
        made.estimate(Decimal(50), "EUR", None, at=early + dt.timedelta(days=3))
        made.enter(stage(session, "won"), at=early + dt.timedelta(days=25))
        session.add_all(
            [
                made,
                offer(key, QuoteState.ACCEPTED, "6240", days=20),
                Activity(kind=ActivityKind.CALL, at=now, text="Basque", minutes=12, contact_id=key),
                FollowUp(title="Ring", contact_id=key, due_on=today, created=early, done=now),
                FollowUp(title="Later", contact_id=key, due_on=today, created=early),
            ]
        )

    crm.do(happen)
    told = crm.ask(timeline, key)
    assert [(entry.kind.name, entry.text, entry.number) for entry in told] == [
        ("FOLLOW_UP_DONE", "Ring", ""),
        ("CALL", "Basque", ""),
        ("DEAL_WON", "Shop", ""),
        ("QUOTE_ACCEPTED", "", "Q-accepted-6240"),
        ("QUOTE_SENT", "", "Q-accepted-6240"),
        ("QUOTE_CREATED", "", "Q-accepted-6240"),
        ("DEAL_MOVED", "Shop", ""),
        ("DEAL_ADDED", "Shop", ""),
        ("ADDED", "fair", ""),
    ]
    accepted = told[3]
    assert (accepted.whole_day, accepted.at.date(), accepted.amount) == (
        True,
        today - dt.timedelta(days=20),
        Decimal(6240),
    )


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    moments=st.lists(st.tuples(st.integers(0, 3), st.sampled_from(ActivityKind)), max_size=12),
    limit=st.integers(1, 5),
    strand=st.sampled_from(Strand),
)
def test_pages_of_the_timeline_join_without_gaps_or_repeats(
    crm: Crm, moments: list[tuple[int, ActivityKind]], limit: int, strand: Strand
) -> None:
    at = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    key = crm.do(add_contact, ContactForm(given_name="Ana"), now=at)
    activities = [
        Activity(kind=kind, at=at + dt.timedelta(hours=hours), text="x", contact_id=key)
        for hours, kind in moments
    ]
    crm.do(add, *activities)
    whole = crm.ask(timeline, key, limit=100)
    assert len(whole) == len(moments) + 1
    assert list(whole) == sorted(whole, key=lambda entry: entry.place, reverse=True)

    paged: list[Event] = []
    before: Place | None = None
    while page := crm.ask(timeline, key, strand=strand, before=before, limit=limit):
        paged += page
        before = page[-1].place
    assert paged == [entry for entry in whole if entry.kind in STRANDS[strand]]


def test_every_kind_of_event_has_a_strand_of_its_own_but_the_coming() -> None:
    parts = [kinds for strand, kinds in STRANDS.items() if strand is not Strand.ALL]
    assert sum(map(len, parts)) == len(frozenset().union(*parts)) == len(EventKind) - 1
    assert EventKind.ADDED not in frozenset().union(*parts)


def test_events_of_one_moment_have_one_order() -> None:
    assert EventKind.QUOTE_CREATED < EventKind.QUOTE_SENT < EventKind.QUOTE_ACCEPTED


# ── duplicates ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("form", "same"),
    [
        (ContactForm(emails=(Labelled(" LUCIA@olasurf.example"),)), Same.EMAIL),
        (ContactForm(phones=(Labelled("0034 942 550 123"),)), Same.PHONE),
        (ContactForm(given_name="lucia", family_name="FERNANDEZ"), Same.NAME),
        (
            ContactForm(
                phones=(Labelled("942550123"),), addresses=(PostalAddress(country="Spain"),)
            ),
            Same.PHONE,
        ),
    ],
)
def test_a_likely_duplicate_is_found(
    crm: Crm, keys: dict[str, int], form: ContactForm, same: Same
) -> None:
    (found,) = crm.ask(duplicates_of, form)
    assert (found.id, found.same) == (keys["client"], same)
    assert crm.ask(duplicates_of, form, but=keys["client"]) == ()


@pytest.mark.usefixtures("keys")
def test_nobody_is_a_duplicate_of_an_empty_form_or_of_a_half_typed_one(crm: Crm) -> None:
    assert crm.ask(duplicates_of, ContactForm()) == ()
    half = ContactForm(given_name="Luc", emails=(Labelled("lu"),), phones=(Labelled("+34"),))
    assert crm.ask(duplicates_of, half) == ()


# ── phone numbers ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "country", "otherwise", "expected"),
    [
        ("942 55 01 23", "España", "", "+34942550123"),
        ("0049 (0)30 901820", "Spain", "", "+4930901820"),
        ("+49 (0)30 901820", "", "", "+4930901820"),
        ("030 901820", "Германия", "", "+4930901820"),
        ("۰۹۱۲ ۳۴۵ ۶۷۸۹", "ایران", "", "+989123456789"),
        ("088 812 3456", "Atlantis", "BG", "+359888123456"),
        ("12", "ES", "", ""),
        ("call me", "ES", "", ""),
        ("9" * 10_000, "ES", "", ""),
        ("030 901820", "", "", ""),
    ],
)
def test_a_number_is_dialled_by_its_country(
    written: str, country: str, otherwise: str, expected: str
) -> None:
    assert e164(written, country=country, otherwise=otherwise) == expected


def test_countries_are_known_by_code_and_in_several_languages() -> None:
    known = {"es": "ES", "Deutschland": "DE", "Германия": "DE", "Bulgaria": "BG", "UK": "GB"}
    assert {written: country_code(written) for written in known} == known
    assert country_code("Narnia") == country_code("") == ""


def test_contacts_are_counted_whatever_their_kind(crm: Crm) -> None:
    crm.do(add, organization("Ola Surf"), contact("Ana Ruiz"))
    assert crm.ask(contact_count, EVERYBODY) == 2
    assert len(crm.ask(lambda s: list(s.scalars(select(Contact.id))))) == 2
