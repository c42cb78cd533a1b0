"""What is asked about quotes: lists and counts, one quote to edit or to print, and what an editor offers."""

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, Text, and_, case, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from deskcrm.domain.base import Base
from deskcrm.domain.catalog import CatalogItem, TaxRate
from deskcrm.domain.deals import Deal, Stage, StageKind
from deskcrm.domain.people import Contact, Role
from deskcrm.domain.quotes import Quote, QuoteState, SentQuote, shown_state
from deskcrm.domain.text import fold
from deskcrm.domain.totals import Tax
from deskcrm.errors import CrmError, NotFound
from deskcrm.features.quotes.compose import compose_view, current_role
from deskcrm.features.quotes.drafts import QuoteDraft, draft_of
from deskcrm.features.quotes.frozen import thaw
from deskcrm.features.quotes.numbering import next_number
from deskcrm.features.quotes.view import QuoteView
from deskcrm.i18n import mark
from deskcrm.storage import search

EntityT = TypeVar("EntityT", bound=Base)

_MOST_HITS = 5000


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
class QuoteRow:
    """One quote in a list."""

    id: int
    number: str | None
    title: str
    customer: str
    state: QuoteState
    date: dt.date
    valid_until: dt.date
    net: Decimal
    payable: Decimal
    currency: str
    sent: dt.datetime | None
    decided_on: dt.date | None


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


@dataclass(frozen=True, slots=True)
class ContactChoice:
    """A contact that a quote may be for."""

    id: int
    name: str
    organization: str
    language: str


@dataclass(frozen=True, slots=True)
class DealChoice:
    """A deal that a quote may belong to."""

    id: int
    title: str
    contact_id: int | None
    currency: str


@dataclass(frozen=True, slots=True)
class TaxChoice:
    """A tax that a line may carry."""

    id: int
    name: str
    tax: Tax
    reason: str


@dataclass(frozen=True, slots=True)
class CatalogChoice:
    """Something from the catalog that a line may offer."""

    id: int
    name: str
    description: str
    unit: str
    unit_price: Decimal
    currency: str
    tax: Tax | None
    tax_reason: str


def quote_rows(
    session: Session,
    *,
    states: frozenset[QuoteState] | None = None,
    today: dt.date,
    text: str = "",
    limit: int = 200,
    offset: int = 0,
) -> tuple[QuoteRow, ...]:
    """Return quotes, the latest first: those in one of `states`, and those that `text` fits.

    A text fits the title, the number, or the customer.
    """
    query = _rows().order_by(Quote.date.desc(), Quote.id.desc()).limit(limit).offset(offset)
    if states is not None:
        query = query.where(_shown(today).in_([state.value for state in states]))
    if text.strip():
        query = query.where(_fits(session, text))
    return _read(session, query, today)


def quote_counts(session: Session, today: dt.date) -> dict[QuoteState, int]:
    """Return how many quotes stand in each state; states without any are left out."""
    shown = _shown(today)
    return {
        QuoteState(state): count
        for state, count in session.execute(select(shown, func.count()).group_by(shown))
    }


def quotes_of(
    session: Session, kind: str, record_id: int, *, today: dt.date, limit: int = 50
) -> tuple[QuoteRow, ...]:
    """Return the quotes of a contact (an organization's people's too) or of a deal, latest first."""
    if kind == "deal":
        theirs: ColumnElement[bool] = Quote.deal_id == record_id
    else:
        people = select(Role.person_id).where(Role.organization_id == record_id)
        theirs = or_(Quote.contact_id == record_id, Quote.contact_id.in_(people))
    query = _rows().where(theirs).order_by(Quote.date.desc(), Quote.id.desc()).limit(limit)
    return _read(session, query, today)


def month_quotes(session: Session, ids: Collection[int], *, today: dt.date) -> tuple[QuoteRow, ...]:
    """Return the quotes behind a figure, by their ids, latest first."""
    query = _rows().where(Quote.id.in_(ids)).order_by(Quote.date.desc(), Quote.id.desc())
    return _read(session, query, today)


def quote_draft(session: Session, quote_id: int) -> QuoteDraft:
    """Return a quote as its editor holds it."""
    return draft_of(_quote(session, quote_id))


def quote_head(session: Session, quote_id: int, today: dt.date) -> QuoteHead:
    """Return what stands above a quote."""
    quote = _quote(session, quote_id)
    contact, sent = quote.contact, quote.document
    role = current_role(contact) if contact else None
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
    wanted = reference.strip()
    found = session.scalar(
        select(Quote.id).where(func.lower(Quote.number) == wanted.lower()).limit(1)
    )
    if found is None and wanted.isascii() and wanted.isdigit() and len(wanted) < 19:
        found = session.scalar(select(Quote.id).where(Quote.id == int(wanted)))
    if found is None:
        raise NotFound(name=reference)
    return found


def contact_choices(
    session: Session, text: str = "", *, limit: int = 20
) -> tuple[ContactChoice, ...]:
    """Return contacts that `text` fits, best first; without a text those changed last."""
    query = select(Contact)
    if text.strip():
        hits = _hits(session, text, "contact", limit)
        contacts = _ranked(session.scalars(query.where(Contact.id.in_(hits))), hits)
    else:
        latest = query.order_by(Contact.updated.desc(), Contact.id.desc()).limit(limit)
        contacts = list(session.scalars(latest))
    found = []
    for contact in contacts:
        role = current_role(contact)
        organization = role.organization_name if role else ""
        found.append(ContactChoice(contact.id, contact.name, organization, contact.language))
    return tuple(found)


def deal_choices(
    session: Session, text: str = "", *, contact_id: int | None = None, limit: int = 20
) -> tuple[DealChoice, ...]:
    """Return deals that `text` fits, best first, or the latest; only a contact's if one is given."""
    query = select(Deal).join(Deal.stage)
    if contact_id is not None:
        query = query.where(Deal.contact_id == contact_id)
    if text.strip():
        hits = _hits(session, text, "deal", _MOST_HITS)
        deals = _ranked(session.scalars(query.where(Deal.id.in_(hits))), hits)[:limit]
    else:
        closed = Stage.kind.in_([StageKind.WON, StageKind.LOST])
        latest = query.order_by(closed, Deal.created.desc(), Deal.id.desc()).limit(limit)
        deals = list(session.scalars(latest))
    return tuple(DealChoice(deal.id, deal.title, deal.contact_id, deal.currency) for deal in deals)


def tax_choices(session: Session) -> tuple[TaxChoice, ...]:
    """Return the taxes in use, in their order."""
    rates = (
        select(TaxRate).where(TaxRate.archived.is_(False)).order_by(TaxRate.position, TaxRate.id)
    )
    return tuple(
        TaxChoice(rate.id, rate.name, rate.tax, rate.reason) for rate in session.scalars(rates)
    )


def catalog_choices(
    session: Session, text: str = "", *, limit: int = 20
) -> tuple[CatalogChoice, ...]:
    """Return items of the catalog whose name or description has all words of `text`, by name.

    Those whose name begins with the text come first.
    """
    wanted = fold(text)
    items = session.scalars(select(CatalogItem).where(CatalogItem.archived.is_(False)))
    fitting = [
        item
        for item in items
        if all(word in fold(f"{item.name} {item.description}") for word in wanted.split())
    ]
    fitting.sort(key=lambda item: (not fold(item.name).startswith(wanted), fold(item.name)))
    return tuple(_catalog_choice(item) for item in fitting[:limit])


def _catalog_choice(item: CatalogItem) -> CatalogChoice:
    rate = item.tax_rate
    return CatalogChoice(
        id=item.id,
        name=item.name,
        description=item.description,
        unit=item.unit,
        unit_price=item.unit_price,
        currency=item.currency,
        tax=rate.tax if rate else None,
        tax_reason=rate.reason if rate else "",
    )


def _quote(session: Session, quote_id: int) -> Quote:
    quote = session.get(Quote, quote_id)
    if quote is None:
        raise NotFound(name=f"#{quote_id}")
    return quote


def _rows() -> Select[*tuple[Any, ...]]:
    """Select the columns of a QuoteRow; the customer of a deleted contact is the frozen one."""
    customer = SentQuote.data["customer"]
    frozen = func.coalesce(
        func.nullif(customer["person"].as_string(), ""), customer["name"].as_string(), ""
    )
    return (
        select(
            Quote.id, Quote.number, Quote.title, func.coalesce(Contact.name, frozen), Quote.state,
            Quote.date, Quote.valid_until, Quote.net, Quote.payable, Quote.currency, Quote.sent,
            Quote.decided_on,
        )
        .outerjoin(Contact, Contact.id == Quote.contact_id)
        .outerjoin(SentQuote, and_(SentQuote.quote_id == Quote.id, Quote.contact_id.is_(None)))
    )  # fmt: skip


def _read(
    session: Session, query: Select[*tuple[Any, ...]], today: dt.date
) -> tuple[QuoteRow, ...]:
    rows = (QuoteRow(*row) for row in session.execute(query))
    return tuple(replace(row, state=shown_state(row.state, row.valid_until, today)) for row in rows)


def _shown(today: dt.date) -> ColumnElement[str]:
    """Return the state as it is shown on a day, for the database to work out."""
    over = and_(Quote.state == QuoteState.SENT, Quote.valid_until < today)
    return case((over, QuoteState.EXPIRED.value), else_=type_coerce(Quote.state, Text))


def _fits(session: Session, text: str) -> ColumnElement[bool]:
    return or_(
        Quote.id.in_(_hits(session, text, "quote", _MOST_HITS)),
        Quote.contact_id.in_(_hits(session, text, "contact", _MOST_HITS)),
    )


def _hits(session: Session, text: str, kind: str, limit: int) -> list[int]:
    return [hit.id for hit in search.find(session.connection(), text, kinds=(kind,), limit=limit)]


def _ranked(found: Iterable[EntityT], hits: Sequence[int]) -> list[EntityT]:
    by_id = {entity.id: entity for entity in found}
    return [by_id[key] for key in hits if key in by_id]


def _frozen_name(sent: SentQuote | None) -> str:
    if sent is None:
        return ""
    customer = sent.data["customer"]
    return str(customer["person"] or customer["name"])
