"""One quote: to edit, to print, as it was sent, and by its number."""

import datetime as dt
import hashlib
from dataclasses import dataclass, field, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from deskcrm.domain.quotes import Quote, QuoteLine, QuoteState, SentQuote
from deskcrm.domain.text import one_line
from deskcrm.errors import CrmError, NotFound
from deskcrm.features.quotes.compose import compose_view
from deskcrm.features.quotes.drafts import QuoteDraft, draft_of
from deskcrm.features.quotes.frozen import thaw
from deskcrm.features.quotes.numbering import next_number
from deskcrm.features.quotes.view import QuoteView
from deskcrm.i18n import mark


class NotSent(CrmError):
    """A draft where only what a customer holds will do."""

    sentence = mark("“{title}” has not been sent yet. Send it first.")


class DamagedPdf(CrmError):
    """Bytes that are no longer those that were sent."""

    sentence = mark(
        "The stored PDF of {number} is not the one that was sent: its checksum differs. "
        "Restore a backup to get it back."
    )


@dataclass(frozen=True, slots=True)
class QuoteHead:
    """What stands above a quote: where it is in its life, and whose it is."""

    id: int
    title: str
    state: QuoteState
    number: str | None
    next_number: str
    """What the number would be if it were sent now; empty once it has one."""
    contact_id: int | None
    customer: str
    organization: str
    email: str
    deal_id: int | None
    deal_title: str
    sent: dt.datetime | None
    decided_on: dt.date | None
    decision_note: str
    sha256: str
    """Of the sent PDF; empty for a draft."""


@dataclass(frozen=True, slots=True)
class SentPdf:
    """The PDF that left the house."""

    number: str
    pdf: bytes = field(repr=False)
    sha256: str


def quote_draft(session: Session, quote_id: int) -> QuoteDraft:
    """Return a quote as its editor holds it."""
    return draft_of(_quote(session, quote_id))


def quote_head(session: Session, quote_id: int, today: dt.date) -> QuoteHead:
    """Return what stands above a quote; its lines are not read."""
    quote = session.get(Quote, quote_id)
    if quote is None:
        raise NotFound(name=f"#{quote_id}")
    contact, sent = quote.contact, quote.document
    role = contact.current_role if contact else None
    return QuoteHead(
        id=quote.id,
        title=quote.title,
        state=quote.state_on(today),
        number=quote.number,
        next_number="" if quote.number else next_number(session, year=today.year),
        contact_id=quote.contact_id,
        customer=contact.name if contact else _frozen_name(sent),
        organization=role.organization_name if role else "",
        email=contact.emails[0].value if contact and contact.emails else "",
        deal_id=quote.deal_id,
        deal_title=quote.deal.title if quote.deal else "",
        sent=quote.sent,
        decided_on=quote.decided_on,
        decision_note=quote.decision_note,
        sha256=sent.sha256 if sent else "",
    )


def quote_view(session: Session, quote_id: int, today: dt.date) -> QuoteView:
    """Return a quote as it is printed: a draft by the data of now, a sent one as it was sent."""
    quote = _quote(session, quote_id)
    if quote.document is None:
        return compose_view(session, draft_of(quote))
    return replace(thaw(quote.document.data), state=quote.state_on(today).value)


def draft_view(session: Session, draft: QuoteDraft) -> QuoteView:
    """Return a draft that need not be saved yet as it would be printed."""
    return compose_view(session, draft)


def sent_pdf(session: Session, quote_id: int) -> SentPdf:
    """Return the PDF that the customer holds; raise NotSent for a draft, DamagedPdf for another's bytes."""
    quote = _quote(session, quote_id)
    if quote.document is None or quote.number is None:
        raise NotSent(title=quote.title)
    pdf, sha256 = quote.document.pdf, quote.document.sha256
    if hashlib.sha256(pdf).hexdigest() != sha256:
        raise DamagedPdf(number=quote.number)
    return SentPdf(quote.number, pdf, sha256)


def find_quote(session: Session, reference: str) -> int:
    """Return the id of the quote with this number, else with this id; raise NotFound."""
    wanted = one_line(reference)
    found = session.scalar(
        select(Quote.id).where(func.lower(Quote.number) == wanted.lower()).limit(1)
    )
    if found is None and wanted.isascii() and wanted.isdigit() and len(wanted) < 19:
        found = session.scalar(select(Quote.id).where(Quote.id == int(wanted)))
    if found is None:
        raise NotFound(name=reference)
    return found


def _quote(session: Session, quote_id: int) -> Quote:
    """Load a quote with its lines, whatever their number, in a few reads."""
    whole = selectinload(Quote.lines).selectinload(QuoteLine.adjustments)
    quote = session.get(Quote, quote_id, options=[whole])
    if quote is None:
        raise NotFound(name=f"#{quote_id}")
    return quote


def _frozen_name(sent: SentQuote | None) -> str:
    if sent is None:
        return ""
    customer = sent.data["customer"]
    return str(customer["person"] or customer["name"])
