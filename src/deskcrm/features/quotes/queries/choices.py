"""What an editor of quotes offers: contacts, deals, taxes and the catalog."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from deskcrm.domain.base import Base
from deskcrm.domain.catalog import CatalogItem, CatalogText, TaxRate
from deskcrm.domain.deals import Deal, Stage, StageKind
from deskcrm.domain.people import Contact
from deskcrm.domain.quotes import QuoteLine
from deskcrm.domain.text import fold
from deskcrm.domain.totals import Tax
from deskcrm.i18n import base
from deskcrm.storage import search

EntityT = TypeVar("EntityT", bound=Base)

_MOST_HITS = 5000
_TIMES = 3
"""On so many quotes together, two things are sold together."""


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
    """Something from the catalog that a line may offer, in the language and currency asked for."""

    id: int
    name: str
    description: str
    unit: str
    unit_price: Decimal | None
    """None if the catalog has no price in the currency; one in another currency is none."""
    currency: str
    tax: Tax | None
    tax_reason: str
    cost: Decimal | None = None
    """What one unit costs the business, if that is known in the currency."""


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
        role = contact.current_role
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
    session: Session, text: str = "", *, currency: str = "", language: str = "", limit: int = 20
) -> tuple[CatalogChoice, ...]:
    """Return items of the catalog whose name or description has all words of `text`, by name.

    Those whose name begins with the text come first. With a `currency` prices are those in it
    alone; with a `language` texts are those in it, where the catalog has them.
    """
    wanted = fold(text)
    whole = (
        selectinload(CatalogItem.prices),
        selectinload(CatalogItem.texts),
        joinedload(CatalogItem.tax_rate),
    )
    query = select(CatalogItem).where(CatalogItem.archived.is_(False)).options(*whole)
    offered = (_catalog_choice(item, currency, language) for item in session.scalars(query))
    fitting = [
        item
        for item in offered
        if all(word in fold(f"{item.name} {item.description}") for word in wanted.split())
    ]
    fitting.sort(key=lambda item: (not fold(item.name).startswith(wanted), fold(item.name)))
    return tuple(fitting[:limit])


def used_with(
    session: Session, item_ids: Collection[int], *, besides: int | None = None
) -> tuple[int, ...]:
    """Return items of the catalog that stood with one of these on three quotes at least, most first.

    `besides` is a quote that does not count: the one being written.
    """
    here, there = aliased(QuoteLine), aliased(QuoteLine)
    times = func.count(here.quote_id.distinct())
    query = (
        select(there.catalog_item_id)
        .join(here, here.quote_id == there.quote_id)
        .where(here.catalog_item_id.in_(item_ids), there.catalog_item_id.not_in(item_ids))
        .group_by(there.catalog_item_id)
        .having(times >= _TIMES)
        .order_by(times.desc(), there.catalog_item_id)
    )
    if besides is not None:
        query = query.where(here.quote_id != besides)
    return tuple(key for key in session.scalars(query) if key is not None)


def _catalog_choice(item: CatalogItem, currency: str, language: str) -> CatalogChoice:
    rate = item.tax_rate
    wording = _wording(item, language)
    own = not currency or item.currency in {"", currency}
    price = item.unit_price if own else _price(item, currency)
    return CatalogChoice(
        id=item.id,
        name=(wording.name if wording else "") or item.name,
        description=wording.description if wording else item.description,
        unit=(wording.unit if wording else "") or item.unit,
        unit_price=price,
        currency=currency or item.currency,
        tax=rate.tax if rate else None,
        tax_reason=rate.reason if rate else "",
        cost=item.cost if own else None,
    )


def _price(item: CatalogItem, currency: str) -> Decimal | None:
    return next((p.unit_price for p in item.prices if p.currency == currency), None)


def _wording(item: CatalogItem, language: str) -> CatalogText | None:
    """Return what an item is called in a language: "pt_BR" itself, else "pt"."""
    by_language = {text.language: text for text in item.texts}
    return by_language.get(language) or by_language.get(base(language)) if language else None


def _hits(session: Session, text: str, kind: str, limit: int) -> list[int]:
    return [hit.id for hit in search.find(session.connection(), text, kinds=(kind,), limit=limit)]


def _ranked(found: Iterable[EntityT], hits: Sequence[int]) -> list[EntityT]:
    by_id = {entity.id: entity for entity in found}
    return [by_id[key] for key in hits if key in by_id]
