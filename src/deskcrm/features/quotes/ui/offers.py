"""What the cells of a quote offer: the business's taxes and its catalog."""

from collections.abc import Collection
from dataclasses import replace

from deskcrm.crm import Crm
from deskcrm.features.quotes.drafts import QuoteDraft
from deskcrm.features.quotes.queries import (
    CatalogChoice,
    catalog_choices,
    tax_choices,
    used_with,
)
from deskcrm.features.quotes.ui.line_choices import Choices, ItemOption, TaxOption

_MOST_ITEMS = 2_000


def choices_for(crm: Crm, draft: QuoteDraft) -> Choices:
    """Ask what the lines of a quote may be, in its currency and language."""
    taxes = tuple(TaxOption(t.name, t.tax, t.reason) for t in crm.ask(tax_choices))
    found = crm.ask(
        catalog_choices, currency=draft.currency, language=draft.language, limit=_MOST_ITEMS
    )
    return Choices(draft.currency, taxes, tuple(_item(item) for item in found))


def items_of(draft: QuoteDraft) -> frozenset[int]:
    """Return the items of the catalog that a quote has."""
    return frozenset(
        line.catalog_item_id for line in draft.lines if line.catalog_item_id is not None
    )


def with_companions(
    crm: Crm, choices: Choices, on_quote: Collection[int], quote_id: int
) -> Choices:
    """Put first what was often sold together with what is `on_quote` already."""
    found = crm.ask(used_with, on_quote, besides=quote_id) if on_quote else ()
    first = [item for key in found if (item := choices.of_catalog(key)) is not None]
    if not first:
        return choices
    known = {item.id for item in first}
    rest = [item for item in choices.items if item.id not in known]
    return replace(choices, items=(*first, *rest))


def _item(item: CatalogChoice) -> ItemOption:
    return ItemOption(
        description="\n".join(part for part in (item.name, item.description) if part),
        unit=item.unit,
        unit_price=item.unit_price,
        tax=TaxOption("", item.tax, item.tax_reason) if item.tax is not None else None,
        id=item.id,
        cost=item.cost,
    )
