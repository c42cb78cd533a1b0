"""One quote: to edit, to print, as it was sent, and by its number."""

import datetime as dt
import hashlib
from dataclasses import dataclass, field, replace
from decimal import Decimal

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, selectinload

from deskcrm.domain.belongings import Attachment
from deskcrm.domain.quotes import Quote, QuoteLine, QuoteState, SentQuote, shown_state
from deskcrm.domain.text import one_line
from deskcrm.errors import CrmError, NotFound
from deskcrm.features.quotes.compose import compose_view
from deskcrm.features.quotes.drafts import QuoteDraft, draft_of
from deskcrm.features.quotes.frozen import thaw
from deskcrm.features.quotes.numbering import next_number, next_revision
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
    valid_until: dt.date
    """The last day, of a sent quote perhaps a later one than its PDF says."""
    currency: str
    payable: Decimal
    """What the customer pays, with what was chosen."""
    taken: tuple[str, ...] = ()
    """The options and alternatives that were chosen, by name."""
    signed: tuple[str, ...] = ()
    """The names of the files that were kept with it."""
    replaces: "Revision | None" = None
    """The quote that this one replaces, or is to replace."""
    replaced_by: "Revision | None" = None
    """The quote that replaces this one, or the draft that is to."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One of several revisions of an offer."""

    id: int
    number: str | None
    state: QuoteState


@dataclass(frozen=True, slots=True)
class SentPdf:
    """The PDF that left the house."""

    number: str
    pdf: bytes = field(repr=False)
    sha256: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides which steps a quote can take: asked for each command of a menu, so read cheaply."""

    state: QuoteState
    replaces_id: int | None
    replaced_by_id: int | None


def quote_standing(session: Session, quote_id: int, today: dt.date) -> Standing:
    """Return where a quote stands, without its lines."""
    found = session.execute(
        select(Quote.state, Quote.valid_until, Quote.revises_id).where(Quote.id == quote_id)
    ).first()
    if found is None:
        raise NotFound(name=f"#{quote_id}")
    follower = session.scalar(select(Quote.id).where(Quote.revises_id == quote_id).limit(1))
    state = shown_state(found.state, found.valid_until, today)
    return Standing(state, found.revises_id, follower)


def quote_draft(session: Session, quote_id: int) -> QuoteDraft:
    """Return a quote as its editor holds it."""
    return draft_of(load_quote(session, quote_id))


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
        next_number=_coming_number(session, quote, today),
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
        valid_until=quote.valid_until,
        currency=quote.currency,
        payable=quote.payable,
        taken=tuple(line.description.partition("\n")[0] for line in quote.lines if line.taken),
        signed=tuple(session.scalars(_files_of(quote))),
        replaces=_revision(quote.revises, today),
        replaced_by=_revision(_next_revision(session, quote), today),
    )


def revisions(session: Session, quote_id: int, today: dt.date) -> tuple[Revision, ...]:
    """Return a quote with all it replaces and all that replace it, the first one first."""
    quote = load_quote(session, quote_id)
    family = [quote]
    while family[0].revises is not None:
        family.insert(0, family[0].revises)
    while (follower := _next_revision(session, family[-1])) is not None:
        family.append(follower)
    return tuple(Revision(each.id, each.number, each.state_on(today)) for each in family)


def _files_of(quote: Quote) -> Select[str]:
    return select(Attachment.name).where(Attachment.quote_id == quote.id).order_by(Attachment.added)


def _coming_number(session: Session, quote: Quote, today: dt.date) -> str:
    """Return the number that a draft gets when it is sent; "" for a quote that has one."""
    if quote.number:
        return ""
    if quote.revises is not None:
        return next_revision(session, quote)[1]
    return next_number(session, year=today.year)


def _next_revision(session: Session, quote: Quote) -> Quote | None:
    """Return what replaces a quote or is to: what was sent, before a draft."""
    followers = select(Quote).where(Quote.revises_id == quote.id)
    return session.scalars(
        followers.order_by(Quote.number.is_(None), Quote.id.desc()).limit(1)
    ).first()


def _revision(quote: Quote | None, today: dt.date) -> Revision | None:
    return None if quote is None else Revision(quote.id, quote.number, quote.state_on(today))


def quote_view(session: Session, quote_id: int, today: dt.date) -> QuoteView:
    """Return a quote as it is printed: a draft by the data of now, a sent one as it was sent."""
    quote = load_quote(session, quote_id)
    if quote.document is None:
        return compose_view(session, draft_of(quote))
    return replace(thaw(quote.document.data), state=quote.state_on(today).value)


def draft_view(session: Session, draft: QuoteDraft) -> QuoteView:
    """Return a draft that need not be saved yet as it would be printed."""
    return compose_view(session, draft)


def sent_pdf(session: Session, quote_id: int) -> SentPdf:
    """Return the PDF that the customer holds; raise NotSent for a draft, DamagedPdf for another's bytes."""
    quote = load_quote(session, quote_id)
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


def load_quote(session: Session, quote_id: int) -> Quote:
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
