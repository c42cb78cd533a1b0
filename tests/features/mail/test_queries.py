"""What a mail about a quote is made of, and what is kept of it."""

import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from builders import add, contact
from deskcrm.crm import Crm
from deskcrm.domain.activities import Activity, ActivityKind
from deskcrm.domain.belongings import Consent
from deskcrm.domain.business import Business
from deskcrm.domain.people import Contact, Email
from deskcrm.errors import NotFound
from deskcrm.features.mail.queries import (
    Expired,
    Mailbox,
    NoAddress,
    contact_mailbox,
    quote_letter,
    refused_on,
)
from deskcrm.features.mail.usecases import note_mail
from deskcrm.features.quotes.queries import NotSent, quote_draft
from deskcrm.features.quotes.usecases import accept_quote
from quoting import draft_quote, sent_quote

DAY = dt.timedelta(days=1)


def test_a_letter_tells_what_was_sent_by_whom(crm: Crm, today: dt.date) -> None:
    def settle(session: Session) -> None:
        business = session.get_one(Business, 1)
        business.name, business.person = "Atelier Marin", "Ana Marin"
        business.email, business.website = "hello@marin.example", "marin.example"

    crm.do(settle)
    letter = crm.ask(quote_letter, sent_quote(crm, title="Site"), today=today)
    assert (letter.number, letter.title, letter.currency) == ("Q-2026-0001", "Site", "EUR")
    assert letter.sender == Mailbox("Atelier Marin", "hello@marin.example")
    assert letter.recipient == Mailbox("Lucía Fernández", "lucia@ola.example")
    assert letter.signature == ("Ana Marin", "Atelier Marin", "marin.example")


def test_a_letter_goes_to_where_the_customer_is_now(crm: Crm, today: dt.date) -> None:
    quote = sent_quote(crm)
    person = crm.ask(quote_draft, quote).contact_id

    def move(session: Session) -> None:
        session.get_one(Contact, person).emails[0].value = "new@ola.example"

    crm.do(move)
    assert crm.ask(quote_letter, quote, today=today).recipient.address == "new@ola.example"


def test_a_draft_or_an_expired_quote_is_not_mailed(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    with pytest.raises(NotSent):
        crm.ask(quote_letter, draft_quote(crm), today=today)
    quote = sent_quote(crm, valid_until=today)
    assert crm.ask(quote_letter, quote, today=today).valid_until == today
    with pytest.raises(Expired, match="Q-2026-0001 was valid until 2026-11-21"):
        crm.ask(quote_letter, quote, today=today + DAY)
    crm.do(accept_quote, quote, on=today, now=now)
    assert crm.ask(quote_letter, quote, today=today + DAY).number == "Q-2026-0001"


def test_somebody_without_an_address_is_named(crm: Crm, today: dt.date) -> None:
    (person,) = crm.do(add, contact("Reza Karimi"))
    with pytest.raises(NoAddress, match="Reza Karimi"):
        crm.ask(quote_letter, sent_quote(crm, contact_id=person), today=today)
    with pytest.raises(NoAddress, match="Reza Karimi"):
        crm.ask(contact_mailbox, person)
    with pytest.raises(NotFound):
        crm.ask(contact_mailbox, 99)


def test_a_mail_is_written_to_the_first_address(crm: Crm) -> None:
    person = contact(email="one@ola.example")
    person.emails.append(Email(value="two@ola.example", position=1))
    (key,) = crm.do(add, person)
    assert crm.ask(contact_mailbox, key) == Mailbox("Lucía Fernández", "one@ola.example")


def test_what_was_said_last_about_mail_holds(crm: Crm, today: dt.date) -> None:
    (person,) = crm.do(add, contact())
    assert crm.ask(refused_on, person) is None
    for given, day in ((False, today), (True, today - DAY), (True, today)):
        crm.do(add, Consent(contact_id=person, given=given, day=day, source="phone"))
        expected = None if given and day == today else today
        assert crm.ask(refused_on, person) == expected


def test_a_mail_is_noted_in_the_customers_history_and_can_be_taken_back(
    crm: Crm, now: dt.datetime
) -> None:
    quote = sent_quote(crm)
    crm.do(note_mail, quote, address="lucia@ola.example", now=now)

    def noted(session: Session) -> list[tuple[str, str, int | None, int | None]]:
        return [
            (activity.kind.value, activity.text, activity.quote_id, activity.contact_id)
            for activity in session.scalars(select(Activity))
        ]

    person = crm.ask(quote_draft, quote).contact_id
    text = "Q-2026-0001 to lucia@ola.example"
    assert crm.ask(noted) == [(ActivityKind.MAIL.value, text, quote, person)]
    assert crm.undo() == "note mail"
    assert crm.ask(noted) == []
    with pytest.raises(NotFound):
        crm.do(note_mail, 99, address="x", now=now)
