"""What the cells of a quote's lines offer: taxes, units, and the catalog in the quote's currency."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from deskcrm import formats
from deskcrm.domain.totals import Tax, TaxCategory
from deskcrm.features.quotes.drafts import LineDraft
from deskcrm.i18n import _, language


@dataclass(frozen=True, slots=True)
class TaxOption:
    """A tax that a line may have, by its name and rate."""

    name: str
    tax: Tax
    reason: str = ""

    @property
    def words(self) -> str:
        """What the list of taxes shows, such as "21 % · Standard"."""
        return f"{formats.percent(self.tax.rate)} · {self.name}"


@dataclass(frozen=True, slots=True)
class ItemOption:
    """Something from the catalog that a line may begin as."""

    description: str
    unit: str
    unit_price: Decimal | None
    """None if the catalog has no price in the quote's currency."""
    tax: TaxOption | None = None
    id: int | None = None
    cost: Decimal | None = None

    @property
    def name(self) -> str:
        """The first line of the description."""
        return self.description.partition("\n")[0]

    def words(self, currency: str) -> str:
        """Return what the list of suggestions shows: the name and the price, or that there is none."""
        if self.unit_price is None:
            return formats.beside(self.name, _("no price in {currency}").format(currency=currency))
        price = formats.money(self.unit_price, currency, exact=True)
        return formats.beside(self.name, f"{price} / {self.unit}" if self.unit else price)


@dataclass(frozen=True)
class Choices:
    """What the cells of a quote's lines offer; `items` in the order in which they are suggested."""

    currency: str
    taxes: Sequence[TaxOption] = ()
    items: Sequence[ItemOption] = ()

    @cached_property
    def suggestions(self) -> tuple[tuple[str, str], ...]:
        """The items of the catalog, each by its name and the words it is offered with."""
        return tuple((item.name, _offered(item, self.currency, language())) for item in self.items)

    @property
    def units(self) -> tuple[str, ...]:
        """The units of the catalog, each once."""
        return tuple(dict.fromkeys(item.unit for item in self.items if item.unit))

    def item(self, name: str) -> ItemOption | None:
        """Return the catalog's item of exactly this name."""
        return self._by_name.get(name.strip())

    def of_catalog(self, item_id: int | None) -> ItemOption | None:
        """Return the catalog's item of this id, if it is offered."""
        return self._by_id.get(item_id)

    def lacks_price(self, line: LineDraft) -> bool:
        """Say whether a line was made of an item that has no price in the quote's currency."""
        item = self.of_catalog(line.catalog_item_id)
        return item is not None and item.unit_price is None and not line.unit_price

    @cached_property
    def _by_name(self) -> dict[str, ItemOption]:
        return {item.name: item for item in reversed(self.items)}

    @cached_property
    def _by_id(self) -> dict[int | None, ItemOption]:
        return {item.id: item for item in self.items if item.id is not None}

    @property
    def default_tax(self) -> TaxOption:
        """The first of the business's taxes."""
        nothing = TaxOption(_("Outside the scope"), Tax(TaxCategory.O, Decimal(0)))
        return self.taxes[0] if self.taxes else nothing


@lru_cache(maxsize=4096)
def _offered(item: ItemOption, currency: str, _language: str) -> str:
    """Return an item's words; remembered, for the catalog is offered anew after each line."""
    return item.words(currency)
