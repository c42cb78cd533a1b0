"""What is asked about the catalog: its items and their categories."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from deskcrm.domain.catalog import CatalogItem, TaxRate
from deskcrm.domain.text import fold
from deskcrm.features.catalog.form import ItemForm, ItemText


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
    cost: Decimal | None
    category: str
    prices: tuple[tuple[str, Decimal], ...]
    texts: tuple[ItemText, ...]

    @property
    def form(self) -> ItemForm:
        """All that is said about the item."""
        return ItemForm(
            self.name, self.description, self.unit, self.unit_price, self.currency,
            self.tax_rate_id, self.custom, self.cost, self.category, self.prices, self.texts,
        )  # fmt: skip


def catalog_items(
    session: Session, *, archived: bool = False, text: str = "", category: str | None = None
) -> tuple[ItemRow, ...]:
    """Return the catalog by name, with `archived` those items too that are offered no more.

    A `text` fits an item that has all its words in its name, description or category, in whatever
    language; with a `category`, "" for none, only its items are returned.
    """
    query = (
        select(CatalogItem, TaxRate.name)
        .outerjoin(TaxRate, TaxRate.id == CatalogItem.tax_rate_id)
        .options(selectinload(CatalogItem.prices), selectinload(CatalogItem.texts))
    )
    if not archived:
        query = query.where(CatalogItem.archived.is_(False))
    if category is not None:
        query = query.where(CatalogItem.category == category)
    wanted = fold(text).split()
    rows = [item_row(item, tax or "") for item, tax in session.execute(query)]
    fitting = (row for row in rows if not wanted or _fits(row, wanted))
    return tuple(sorted(fitting, key=lambda row: (fold(row.name), row.id)))


def categories(session: Session) -> tuple[str, ...]:
    """Return the categories there are, by name; "" among them, last, if some items have none."""
    found = session.scalars(select(CatalogItem.category).distinct())
    return tuple(sorted(found, key=lambda name: (not name, fold(name), name)))


def item_row(item: CatalogItem, tax_name: str = "") -> ItemRow:
    """Return an item as a row."""
    return ItemRow(
        item.id, item.name, item.description, item.unit, item.unit_price, item.currency,
        item.tax_rate_id, tax_name, item.archived, item.custom or {}, item.cost, item.category,
        tuple(sorted((price.currency, price.unit_price) for price in item.prices)),
        tuple(
            ItemText(text.language, text.name, text.description, text.unit)
            for text in sorted(item.texts, key=lambda text: text.language)
        ),
    )  # fmt: skip


def _fits(row: ItemRow, wanted: list[str]) -> bool:
    words = [row.name, row.description, row.category]
    words += [part for text in row.texts for part in (text.name, text.description)]
    said = fold(" ".join(words))
    return all(word in said for word in wanted)
