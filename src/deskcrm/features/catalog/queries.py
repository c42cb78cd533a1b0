"""What is asked about the catalog: its items."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from deskcrm.domain.catalog import CatalogItem, TaxRate
from deskcrm.domain.text import fold


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item of the catalog as a line of its table."""

    id: int
    name: str
    description: str
    unit: str
    unit_price: Decimal
    currency: str
    tax_rate_id: int | None
    tax_name: str
    archived: bool
    custom: Mapping[str, Any]


def catalog_items(session: Session, *, archived: bool = False) -> tuple[ItemRow, ...]:
    """Return the catalog by name, with `archived` those items too that are offered no more."""
    found = session.execute(
        select(CatalogItem, TaxRate.name).outerjoin(TaxRate, TaxRate.id == CatalogItem.tax_rate_id)
    )
    rows = [
        ItemRow(
            item.id, item.name, item.description, item.unit, item.unit_price, item.currency,
            item.tax_rate_id, tax or "", item.archived, item.custom or {},
        )
        for item, tax in found
        if archived or not item.archived
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda row: (fold(row.name), row.id)))
