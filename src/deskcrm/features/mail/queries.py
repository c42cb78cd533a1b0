"""What a mail about a quote is made of, or why there can be none."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from deskcrm.domain.belongings import Consent
from deskcrm.domain.people import Contact
from deskcrm.domain.quotes import REPLACED, QuoteState
from deskcrm.errors import CrmError, NotFound
from deskcrm.features.quotes.queries import quote_head, quote_view, sent_pdf
from deskcrm.i18n import mark


class NoAddress(CrmError):
    """Somebody whom no mail can reach."""

    sentence = mark("“{name}” has no e-mail address yet. Add one to the contact, then try again.")


class Expired(CrmError):
    """A quote that its customer could not accept any more."""

    sentence = mark("{number} was valid until {date}. Copy it and send the copy instead.")


class NothingOffered(CrmError):
    """A quote that stands for nothing any more."""

    sentence = mark("{number} has been replaced or declared void, so it is not sent any more.")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Somebody who writes or is written to."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class QuoteLetter:
    """Everything that a mail with a sent quote says."""

    number: str
    heading: str
    title: str
    language: str
    valid_until: dt.date
    payable: Decimal
    currency: str
    recipient: Mailbox
    sender: Mailbox
    signature: tuple[str, ...]
    pdf: bytes = field(repr=False)


def quote_letter(session: Session, quote_id: int, *, today: dt.date) -> QuoteLetter:
    """Return what a mail with a quote says: all of it as it was sent, to where the customer is now.

    Only its last day is the one of now, which may have been put off. Raises NotSent, Expired,
    NothingOffered or NoAddress.
    """
    sent = sent_pdf(session, quote_id)
    view = quote_view(session, quote_id, today)
    head = quote_head(session, quote_id, today)
    if view.state == QuoteState.EXPIRED:
        raise Expired(number=sent.number, date=head.valid_until)
    if head.state in REPLACED:
        raise NothingOffered(number=sent.number)
    address = head.email or view.customer.email
    if not address:
        raise NoAddress(name=head.customer or view.customer.name)
    sender = view.sender
    return QuoteLetter(
        number=sent.number,
        heading=view.heading,
        title=view.title,
        language=view.language,
        valid_until=head.valid_until,
        payable=view.totals.payable,
        currency=view.figures.currency,
        recipient=Mailbox(head.customer or view.customer.name, address),
        sender=Mailbox(sender.name or sender.person, sender.email),
        signature=tuple(filter(None, (sender.person, sender.name, sender.phone, sender.website))),
        pdf=sent.pdf,
    )


def refused_on(session: Session, contact_id: int) -> dt.date | None:
    """Return the day on which a contact said not to be written to, unless it said otherwise since."""
    said = session.execute(
        select(Consent.given, Consent.day)
        .where(Consent.contact_id == contact_id)
        .order_by(Consent.day.desc(), Consent.id.desc())
        .limit(1)
    ).first()
    return None if said is None or said.given else said.day


def contact_mailbox(session: Session, contact_id: int) -> Mailbox:
    """Return where a contact is written to; raise NoAddress."""
    contact = session.get(Contact, contact_id)
    if contact is None:
        raise NotFound(name=f"#{contact_id}")
    if not contact.emails:
        raise NoAddress(name=contact.name)
    return Mailbox(contact.name, contact.emails[0].value)
