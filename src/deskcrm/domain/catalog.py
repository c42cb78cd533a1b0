"""The catalog: what the business sells, and the tax rates it charges."""

from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from deskcrm.domain.base import Base, Exact, choice, long_text, short_text
from deskcrm.domain.totals import Tax, TaxCategory
from deskcrm.i18n import _, mark


class TaxRate(Base):
    """A tax the business charges; `reason` is printed where no tax is due (exempt, reverse charge)."""

    __tablename__ = "tax_rate"

    name: Mapped[str] = short_text(mark("Tax"), most=60)
    category: Mapped[TaxCategory] = mapped_column(choice(TaxCategory))
    rate: Mapped[Decimal] = mapped_column(Exact)
    reason: Mapped[str] = short_text(mark("Reason"))
    position: Mapped[int] = mapped_column(default=0)
    archived: Mapped[bool] = mapped_column(default=False)

    @property
    def tax(self) -> Tax:
        """The tax as the arithmetic takes it."""
        return Tax(self.category, self.rate)


class CatalogItem(Base):
    """Something the business sells again and again; changing it changes no quote."""

    __tablename__ = "catalog_item"

    name: Mapped[str] = short_text(mark("Name"))
    description: Mapped[str] = long_text(mark("Description"), most=20_000)
    unit: Mapped[str] = short_text(mark("Unit"), most=40)
    unit_price: Mapped[Decimal] = mapped_column(Exact)
    currency: Mapped[str] = short_text(mark("Currency"), most=3)
    tax_rate_id: Mapped[int | None] = mapped_column(ForeignKey("tax_rate.id"))
    archived: Mapped[bool] = mapped_column(default=False)
    custom: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """The values of the user's own fields, by name."""
    cost: Mapped[Decimal | None] = mapped_column(Exact)
    """What one unit costs the business, in the currency of the price; never printed."""
    category: Mapped[str] = short_text(mark("Category"), most=100)

    tax_rate: Mapped[TaxRate | None] = relationship()
    prices: Mapped[list["CatalogPrice"]] = relationship(
        cascade="all, delete-orphan", order_by="CatalogPrice.currency"
    )
    texts: Mapped[list["CatalogText"]] = relationship(
        cascade="all, delete-orphan", order_by="CatalogText.language"
    )


class CatalogPrice(Base):
    """What an item costs in another currency than its own."""

    __tablename__ = "catalog_price"
    __table_args__ = (UniqueConstraint("item_id", "currency"), {"sqlite_autoincrement": True})

    item_id: Mapped[int] = mapped_column(ForeignKey("catalog_item.id"))
    currency: Mapped[str] = short_text(mark("Currency"), most=3)
    unit_price: Mapped[Decimal] = mapped_column(Exact)


class CatalogText(Base):
    """What an item is called in another language than the business's own."""

    __tablename__ = "catalog_text"
    __table_args__ = (UniqueConstraint("item_id", "language"), {"sqlite_autoincrement": True})

    item_id: Mapped[int] = mapped_column(ForeignKey("catalog_item.id"))
    language: Mapped[str] = short_text(mark("Language"), most=35)
    name: Mapped[str] = short_text(mark("Name"))
    description: Mapped[str] = long_text(mark("Description"), most=20_000)
    unit: Mapped[str] = short_text(mark("Unit"), most=40)


def default_tax_rates() -> list[TaxRate]:
    """Make the taxes a new business starts with; it renames and adds its own."""
    rates = (
        (_("Standard"), TaxCategory.S, "20", ""),
        (_("Reduced"), TaxCategory.S, "10", ""),
        (_("Zero-rated"), TaxCategory.Z, "0", ""),
        (_("Exempt"), TaxCategory.E, "0", _("Exempt from tax")),
        (_("Reverse charge"), TaxCategory.AE, "0", _("Reverse charge: tax is due by the recipient")),
        (_("Outside the scope"), TaxCategory.O, "0", _("Outside the scope of tax")),
    )  # fmt: skip
    return [
        TaxRate(name=name, category=category, rate=Decimal(rate), reason=reason, position=position)
        for position, (name, category, rate, reason) in enumerate(rates)
    ]
