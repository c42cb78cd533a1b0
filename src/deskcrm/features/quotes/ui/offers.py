"""What the cells of a quote offer: the business's taxes and its catalog."""

from deskcrm.crm import Crm
from deskcrm.features.quotes.queries import CatalogChoice, catalog_choices, tax_choices
from deskcrm.features.quotes.ui.cells import Choices, ItemOption, TaxOption

_MOST_ITEMS = 2_000


def choices_for(crm: Crm, currency: str) -> Choices:
    """Ask what the lines of a quote in `currency` may be."""
    taxes = tuple(TaxOption(t.name, t.tax, t.reason) for t in crm.ask(tax_choices))
    items = tuple(_item(item) for item in crm.ask(catalog_choices, limit=_MOST_ITEMS))
    return Choices(currency, taxes, items)


def _item(item: CatalogChoice) -> ItemOption:
    return ItemOption(
        description="\n".join(part for part in (item.name, item.description) if part),
        unit=item.unit,
        unit_price=item.unit_price,
        currency=item.currency,
        tax=TaxOption("", item.tax, item.tax_reason) if item.tax is not None else None,
    )
