"""Lines of a quote as JSON values, to be carried to another quote or kept in a template."""

from dataclasses import dataclass
from typing import Any

from deskcrm.domain.figures import Figures
from deskcrm.domain.quotes import LineKind
from deskcrm.features.quotes.drafts import LineDraft, words_draft
from deskcrm.features.quotes.exchange import figures_from_json, figures_to_json
from deskcrm.features.quotes.fields import Fields


@dataclass(frozen=True, slots=True)
class CarriedLines:
    """Lines with what their prices mean, and the file they come from."""

    lines: tuple[LineDraft, ...]
    currency: str
    prices_include_tax: bool
    source: str = ""


def lines_to_json(carried: CarriedLines) -> dict[str, Any]:
    """Return lines as JSON values, which `lines_from_json` reads back the same."""
    figures = tuple(line.figures for line in carried.lines)
    document = figures_to_json(Figures(carried.currency, carried.prices_include_tax, figures))
    for entry, line in zip(document["lines"], carried.lines, strict=True):
        entry |= {
            "kind": line.kind.value,
            "tax_reason": line.tax_reason,
            "hides_prices": line.hides_prices,
            "cost": None if line.cost is None else f"{line.cost:f}",
            "catalog_item_id": line.catalog_item_id,
        }
    return {
        "source": carried.source,
        **{name: document[name] for name in ("currency", "prices_include_tax", "lines")},
    }


def lines_from_json(document: Any) -> CarriedLines:
    """Read carried lines; raise a CrmError with the place of what is wrong."""
    figures = figures_from_json(document)
    items = iter(figures.lines)
    found = []
    for entry in Fields(document).objects("lines", required=True):
        kind = entry.choice("kind", LineKind, LineKind.ITEM)
        if kind is not LineKind.ITEM:
            description = entry.text("description", "")
            found.append(words_draft(kind, description, hides_prices=entry.flag("hides_prices")))
            continue
        line = next(items)
        found.append(
            LineDraft(
                description=line.description,
                quantity=line.quantity,
                unit=line.unit,
                unit_price=line.unit_price,
                price_base_quantity=line.price_base_quantity,
                tax=line.tax,
                tax_reason=entry.text("tax_reason", ""),
                discounts=line.discounts,
                charges=line.charges,
                optional=line.optional,
                alternative=line.alternative,
                period=line.period,
                cost=entry.number_or_none("cost"),
                catalog_item_id=entry.whole_or_none("catalog_item_id"),
            )
        )
    source = Fields(document).text("source", "")
    return CarriedLines(tuple(found), figures.currency, figures.prices_include_tax, source)
