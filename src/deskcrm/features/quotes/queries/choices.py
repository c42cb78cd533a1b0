"""What an editor of quotes offers: contacts, deals, taxes and the catalog."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from deskcrm.domain.base import Base
from deskcrm.domain.catalog import CatalogItem, TaxRate
from deskcrm.domain.deals import Deal, Stage, StageKind
from deskcrm.domain.people import Contact
from deskcrm.domain.text import fold
from deskcrm.domain.totals import Tax
from deskcrm.storage import search

EntityT = TypeVar("EntityT", bound=Base)

_MOST_HITS = 5000


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


def _hits(session: Session, text: str, kind: str, limit: int) -> list[int]:
    return [hit.id for hit in search.find(session.connection(), text, kinds=(kind,), limit=limit)]


def _ranked(found: Iterable[EntityT], hits: Sequence[int]) -> list[EntityT]:
    by_id = {entity.id: entity for entity in found}
    return [by_id[key] for key in hits if key in by_id]
