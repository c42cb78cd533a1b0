"""What is asked about quotes."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from builders import add, contact, deal, organization
from deskcrm.crm import Crm
from deskcrm.domain.business import Business
from deskcrm.domain.catalog import CatalogItem, CatalogPrice, CatalogText, TaxRate
from deskcrm.domain.deals import Stage
from deskcrm.domain.people import Address, Role
from deskcrm.domain.quotes import QuoteState, SentQuote
from deskcrm.domain.totals import Tax, TaxCategory
from deskcrm.errors import NotFound
from deskcrm.features.contacts.usecases import delete_contacts
from deskcrm.features.quotes.frozen import freeze, thaw
from deskcrm.features.quotes.queries import (
    DamagedPdf,
    NotSent,
    QuoteRow,
    catalog_choices,
    contact_choices,
    deal_choices,
    draft_view,
    find_quote,
    month_quotes,
    quote_counts,
    quote_draft,
    quote_head,
    quote_rows,
    quote_view,
    quotes_of,
    sent_pdf,
    tax_choices,
    used_with,
)
from deskcrm.features.quotes.usecases import accept_quote, decline_quote
from quoting import draft_quote, line, sent_quote

DAY = dt.timedelta(days=1)


def ids(rows: tuple[QuoteRow, ...]) -> list[int]:
    return [row.id for row in rows]


def add_deal(crm: Crm, title: str, key: str = "new", contact_id: int | None = None) -> int:
    def start(session: Session) -> int:
        stage = session.scalars(select(Stage).where(Stage.key == key)).one()
        made = deal(stage, title, contact_id=contact_id)
        session.add(made)
        session.flush()
        return made.id

    return crm.do(start)


def test_a_row_says_what_a_list_shows(crm: Crm, today: dt.date, now: dt.datetime) -> None:
    quote = sent_quote(crm, line(quantity="10", price="100"), title="Site")
    crm.do(accept_quote, quote, on=today, now=now)
    assert crm.ask(quote_rows, today=today) == (
        QuoteRow(
            id=quote,
            number="Q-2026-0001",
            title="Site",
            customer="Lucía Fernández",
            state=QuoteState.ACCEPTED,
            date=today,
            valid_until=today + 30 * DAY,
            net=Decimal(1000),
            payable=Decimal(1210),
            currency="EUR",
            sent=now,
            decided_on=today,
            contact_id=crm.ask(quote_draft, quote).contact_id,
            deal_id=None,
        ),
    )


def test_the_list_is_filtered_by_state_which_follows_the_day(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    draft = draft_quote(crm)
    waiting = sent_quote(crm)
    short = sent_quote(crm, valid_until=today)
    declined = sent_quote(crm)
    crm.do(decline_quote, declined, on=today, now=now)

    def shown(day: dt.date) -> dict[QuoteState, list[int]]:
        return {
            state: ids(crm.ask(quote_rows, states=frozenset({state}), today=day))
            for state in crm.ask(quote_counts, day)
        }

    assert shown(today) == {
        QuoteState.DRAFT: [draft],
        QuoteState.SENT: [short, waiting],
        QuoteState.DECLINED: [declined],
    }
    assert shown(today + DAY) == {
        QuoteState.DRAFT: [draft],
        QuoteState.SENT: [waiting],
        QuoteState.EXPIRED: [short],
        QuoteState.DECLINED: [declined],
    }
    assert crm.ask(quote_counts, today)[QuoteState.SENT] == 2
    both = frozenset({QuoteState.DRAFT, QuoteState.DECLINED})
    assert ids(crm.ask(quote_rows, states=both, today=today)) == [declined, draft]


def test_the_list_is_paged_latest_first(crm: Crm, today: dt.date) -> None:
    (person,) = crm.do(add, contact())
    quotes = [draft_quote(crm, contact_id=person, date=today - n * DAY) for n in range(5)]
    assert ids(crm.ask(quote_rows, today=today, limit=2)) == quotes[:2]
    assert ids(crm.ask(quote_rows, today=today, limit=2, offset=4)) == quotes[4:]


def test_the_list_is_searched_by_title_number_and_customer(crm: Crm, today: dt.date) -> None:
    (marta,) = crm.do(add, contact("Марта Иванова", organization="Северна Звезда"))
    photos = draft_quote(crm, contact_id=marta, title="Photography day")
    site = sent_quote(crm, title="Booking site")
    for text, found in (
        ("photo", [photos]),
        ("марта", [photos]),
        ("звезда", [photos]),
        ("Q-2026-0001", [site]),
        ("lucia", [site]),
        ("zzz", []),
        ("%", []),
        ("' OR 1=1 --", []),
        ("   ", [site, photos]),
    ):
        assert ids(crm.ask(quote_rows, today=today, text=text)) == found, text


def test_a_sent_quote_still_names_the_customer_that_was_deleted(crm: Crm, today: dt.date) -> None:
    quote = sent_quote(crm)
    person = crm.ask(quote_draft, quote).contact_id
    assert person is not None
    crm.do(delete_contacts, [person])
    (row,) = crm.ask(quote_rows, today=today)
    assert row.customer == crm.ask(quote_head, quote, today).customer == "Lucía Fernández"


def test_the_head_previews_the_number_until_it_is_given(crm: Crm, today: dt.date) -> None:
    sent = sent_quote(crm)
    draft = draft_quote(crm)
    head = crm.ask(quote_head, draft, today)
    assert (head.number, head.next_number) == (None, "Q-2026-0002")
    assert (head.customer, head.organization) == ("Lucía Fernández", "Ola Surf Escuela")
    assert head.email == "lucia@ola.example"
    head = crm.ask(quote_head, sent, today)
    assert (head.number, head.next_number, head.state) == ("Q-2026-0001", "", QuoteState.SENT)
    assert head.sha256 == crm.ask(sent_pdf, sent).sha256


def test_a_draft_shows_both_sides_as_they_are_now(crm: Crm, today: dt.date) -> None:
    def settle(session: Session) -> None:
        business = session.get_one(Business, 1)
        business.name, business.person = "Atelier Marin", "Ana Marin"
        business.address, business.tax_id = "ul. Shipka 12\n\n1504 Sofia", "BG123"
        business.logo = b"\x89PNG"

    crm.do(settle)
    (house,) = crm.do(add, organization("Ola Surf Escuela", tax_id="ESB1"))
    person = contact(email="lucia@ola.example")
    person.roles.append(Role(organization_name="Old", until=today))
    person.roles.append(Role(organization_name="Ola", organization_id=house, position=1))
    person.addresses.append(
        Address(street="Paseo de Pereda 7\n2º", postal_code="39004", city="Santander", country="ES")
    )
    (key,) = crm.do(add, person)
    view = crm.ask(quote_view, draft_quote(crm, contact_id=key), today)

    assert (view.sender.name, view.sender.person) == ("Atelier Marin", "Ana Marin")
    assert view.sender.address == ("ul. Shipka 12", "1504 Sofia")
    assert view.logo == b"\x89PNG"
    assert (view.customer.name, view.customer.person) == ("Ola Surf Escuela", "Lucía Fernández")
    assert view.customer.address == ("Paseo de Pereda 7", "2º", "39004 Santander", "ES")
    assert (view.customer.tax_id, view.customer.email) == ("ESB1", "lucia@ola.example")
    assert (view.number, view.state) == (None, "draft")


def test_a_draft_that_is_not_saved_yet_can_be_shown(crm: Crm) -> None:
    draft = crm.ask(quote_draft, draft_quote(crm))
    typed = replace(draft, title="As I type", contact_id=None, lines=(*draft.lines, line("More")))
    view = crm.ask(draft_view, typed)
    assert (view.title, view.customer.name, len(view.figures.lines)) == ("As I type", "", 2)
    assert view.totals.net == Decimal("152.00")


def test_a_sent_quote_is_shown_as_it_was_in_the_state_of_today(crm: Crm, today: dt.date) -> None:
    quote = sent_quote(crm, valid_until=today)
    view = crm.ask(quote_view, quote, today)
    assert view.state == "sent"
    assert crm.ask(quote_view, quote, today + DAY) == replace(view, state="expired")
    assert thaw(freeze(view)) == view


def test_only_what_was_sent_has_a_pdf_and_only_while_it_is_whole(crm: Crm) -> None:
    with pytest.raises(NotSent, match="Booking site"):
        crm.ask(sent_pdf, draft_quote(crm))
    quote = sent_quote(crm)

    def damage(session: Session) -> None:
        session.scalars(select(SentQuote)).one().pdf = b"%PDF other"

    crm.do(damage)
    with pytest.raises(DamagedPdf, match="Q-2026-0001"):
        crm.ask(sent_pdf, quote)


def test_a_quote_is_found_by_its_number_or_its_id(crm: Crm) -> None:
    draft_quote(crm)
    quote = sent_quote(crm)
    for reference in ("Q-2026-0001", " q-2026-0001 ", str(quote)):
        assert crm.ask(find_quote, reference) == quote
    for reference in ("Q-2026-0002", "99", "", "٢", "9" * 30, "1; DROP TABLE quote", "{7*7}"):
        with pytest.raises(NotFound):
            crm.ask(find_quote, reference)


def test_the_quotes_of_a_contact_an_organization_and_a_deal(crm: Crm, today: dt.date) -> None:
    (house,) = crm.do(add, organization())
    member = contact()
    member.roles.append(Role(organization_name="Ola Surf Escuela", organization_id=house))
    (person,) = crm.do(add, member)
    deal_id = add_deal(crm, "Site", contact_id=person)
    first = draft_quote(crm, contact_id=person)
    second = draft_quote(crm, contact_id=house, deal_id=deal_id)
    draft_quote(crm)

    assert ids(crm.ask(quotes_of, "contact", person, today=today)) == [first]
    assert ids(crm.ask(quotes_of, "contact", house, today=today)) == [second, first]
    assert ids(crm.ask(quotes_of, "deal", deal_id, today=today)) == [second]
    assert ids(crm.ask(month_quotes, {first, second}, today=today)) == [second, first]
    assert crm.ask(month_quotes, [], today=today) == ()


def test_contacts_and_deals_are_offered_best_first(crm: Crm) -> None:
    ivan, maria = crm.do(
        add, contact("Ivan Marinov", organization="Atelier"), contact("Marin Petrov", language="bg")
    )
    first = crm.ask(contact_choices, "marin")
    assert [(choice.id, choice.name) for choice in first] == [
        (maria, "Marin Petrov"),
        (ivan, "Ivan Marinov"),
    ]
    assert (first[0].language, first[1].organization) == ("bg", "Atelier")
    assert len(crm.ask(contact_choices, "marin", limit=1)) == 1
    assert {choice.id for choice in crm.ask(contact_choices)} == {ivan, maria}

    won = add_deal(crm, "Booking site", "won", contact_id=ivan)
    opened = add_deal(crm, "Shop, booking", contact_id=maria)
    assert [choice.id for choice in crm.ask(deal_choices, "booking")] == [won, opened]
    assert [choice.id for choice in crm.ask(deal_choices)] == [opened, won]
    assert [choice.id for choice in crm.ask(deal_choices, contact_id=ivan)] == [won]
    assert crm.ask(deal_choices, "booking", contact_id=7) == ()


def test_taxes_and_the_catalog_are_offered_unless_archived(crm: Crm) -> None:
    def stock(session: Session) -> None:
        standard = session.scalars(select(TaxRate).where(TaxRate.position == 0)).one()
        session.scalars(select(TaxRate).where(TaxRate.position == 1)).one().archived = True
        for name, archived in (("Photo day", False), ("Edit photos", False), ("Photo, old", True)):
            session.add(
                CatalogItem(
                    name=name,
                    description="In the field",
                    unit="day",
                    unit_price=Decimal("640.00"),
                    currency="EUR",
                    tax_rate=standard,
                    archived=archived,
                )
            )

    crm.do(stock)
    taxes = crm.ask(tax_choices)
    assert [choice.name for choice in taxes][:2] == ["Standard", "Zero-rated"]
    assert taxes[0].tax == Tax(TaxCategory.S, Decimal(20))
    found = crm.ask(catalog_choices, "PHOTO")
    assert [item.name for item in found] == ["Photo day", "Edit photos"]
    assert (found[0].unit_price, found[0].tax) == (Decimal("640.00"), taxes[0].tax)
    assert [item.name for item in crm.ask(catalog_choices, "field day")] == ["Photo day"]
    assert len(crm.ask(catalog_choices, limit=1)) == 1


def stocked(crm: Crm) -> dict[str, int]:
    """Three items, one of them with a price in dollars and a Spanish text; return their ids."""
    made = [
        CatalogItem(name="Photo day", description="On site", unit="day", unit_price=Decimal(640),
                    currency="EUR", cost=Decimal(200),
                    prices=[CatalogPrice(currency="USD", unit_price=Decimal(700))],
                    texts=[CatalogText(language="es", name="Día de fotos", description="",
                                       unit="día")]),
        CatalogItem(name="Editing", unit="h", unit_price=Decimal(60), currency="EUR"),
        CatalogItem(name="Prints", unit="pc", unit_price=Decimal(4), currency="EUR"),
    ]  # fmt: skip
    ids = crm.do(add, *made)
    return dict(zip(("photo", "editing", "prints"), ids, strict=True))


def test_the_catalog_is_offered_in_the_quotes_currency_and_language_alone(crm: Crm) -> None:
    stocked(crm)
    there = {each.name: each for each in crm.ask(catalog_choices, currency="USD", language="es")}
    photo = there["Día de fotos"]
    assert (photo.unit_price, photo.unit, photo.description) == (Decimal(700), "día", "")
    assert photo.cost is None  # Known in euros, which are no dollars.
    assert there["Editing"].unit_price is None
    here = {each.name: each for each in crm.ask(catalog_choices, currency="EUR", language="bg")}
    assert (here["Photo day"].unit_price, here["Photo day"].cost) == (Decimal(640), Decimal(200))


def test_what_was_sold_together_three_times_is_found(crm: Crm) -> None:
    ids = stocked(crm)

    def quote(*names: str) -> int:
        return draft_quote(crm, *(line(name, catalog_item_id=ids[name]) for name in names))

    for _time in range(3):
        quote("photo", "editing")
    quote("photo", "prints")
    quote("photo", "prints")
    assert crm.ask(used_with, [ids["photo"]]) == (ids["editing"],)
    fourth = quote("photo", "prints")
    assert crm.ask(used_with, [ids["photo"]]) == (ids["editing"], ids["prints"])
    assert crm.ask(used_with, [ids["photo"]], besides=fourth) == (ids["editing"],)
    assert crm.ask(used_with, [ids["photo"], ids["editing"]], besides=fourth) == ()
    assert crm.ask(used_with, []) == ()


def test_the_catalog_costs_the_same_few_reads_whatever_its_size(crm: Crm) -> None:
    stocked(crm)
    few = statements(crm, catalog_choices, currency="USD", language="es")
    for _more in range(5):
        stocked(crm)
    assert statements(crm, catalog_choices, currency="USD", language="es", limit=100) == few
    assert statements(crm, used_with, [1, 2, 3]) == 1


def statements(crm: Crm, query: Any, *args: Any, **more: Any) -> int:
    """Return how many statements a query sends to the file."""
    seen: list[str] = []

    def counted(session: Session) -> None:
        connection = session.connection()
        event.listen(connection, "before_cursor_execute", lambda *told: seen.append(told[2]))
        query(session, *args, **more)

    crm.ask(counted)
    return len(seen)
