"""What a template keeps of a quote, as JSON: no customer, no deal, no dates; and how a draft follows."""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from deskcrm.domain.payments import Part
from deskcrm.domain.quotes import LineKind
from deskcrm.features.quotes.drafts import LineDraft, QuoteDraft, words_draft
from deskcrm.features.quotes.exchange import (
    figures_from_json,
    figures_to_json,
    payments_from_json,
    payments_to_json,
)
from deskcrm.features.quotes.fields import Fields


@dataclass(frozen=True, slots=True)
class TemplateContent:
    """A draft to begin others with, whose customer, deal and dates mean nothing."""

    draft: QuoteDraft
    valid_days: int | None
    """How long quotes of it are valid; None is as long as the business's others."""
    due_days: tuple[int | None, ...]
    """So many days after a quote's date each part of the payment plan is due."""

    def begin(
        self, *, date: dt.date, valid_days: int, language: str, contact_id: int | None = None
    ) -> QuoteDraft:
        """Return the draft of a new quote."""
        payments = tuple(
            replace(part, due_on=None if days is None else date + dt.timedelta(days=days))
            for part, days in zip(self.draft.payments, self.due_days, strict=True)
        )
        days = valid_days if self.valid_days is None else self.valid_days
        return replace(
            self.draft,
            contact_id=contact_id,
            language=language,
            date=date,
            valid_until=date + dt.timedelta(days=days),
            payments=payments,
        )


def template_to_json(draft: QuoteDraft) -> dict[str, Any]:
    """Return what a template keeps of a draft; `template_from_json` reads it back."""
    figures = figures_to_json(draft.figures)
    items = iter(figures.pop("lines"))
    return {
        **figures,
        "prepaid": "0",  # What one customer has paid already is no habit.
        "lines": [_line_to_json(line, next(items) if line.is_item else {}) for line in draft.lines],
        "title": draft.title,
        "heading": draft.heading,
        "language": draft.language,
        "valid_days": (draft.valid_until - draft.date).days,
        "introduction": draft.introduction,
        "terms": draft.terms,
        "payments": [
            {**part, "due_on": None, "due_days": _days(draft, each)}
            for part, each in zip(payments_to_json(draft.payments), draft.payments, strict=True)
        ],
        "design": draft.design,
        "paper": draft.paper,
    }


def template_from_json(data: dict[str, Any]) -> TemplateContent:
    """Read a template; what an older one does not say is as usual. Raise what is wrong with it."""
    figures = figures_from_json(data)
    template = Fields(data)
    items = iter(figures.lines)
    lines = []
    for line in template.objects("lines"):
        kind = line.choice("kind", LineKind, LineKind.ITEM)
        if kind is not LineKind.ITEM:
            text, hidden = line.text("description", ""), line.flag("hides_prices")
            lines.append(words_draft(kind, text, hides_prices=hidden))
            continue
        item = next(items)
        lines.append(
            LineDraft(
                description=item.description,
                quantity=item.quantity,
                unit=item.unit,
                unit_price=item.unit_price,
                price_base_quantity=item.price_base_quantity,
                tax=item.tax,
                tax_reason=line.text("tax_reason", ""),
                discounts=item.discounts,
                charges=item.charges,
                optional=item.optional,
                alternative=item.alternative,
                period=item.period,
                cost=line.number_or_none("cost"),
                catalog_item_id=line.whole_or_none("catalog_item_id"),
            )
        )
    draft = QuoteDraft(
        title=template.text("title", ""),
        heading=template.text("heading", ""),
        contact_id=None,
        deal_id=None,
        currency=figures.currency,
        language=template.text("language", ""),
        prices_include_tax=figures.prices_include_tax,
        date=dt.date.min,
        valid_until=dt.date.min,
        introduction=template.text("introduction", ""),
        terms=template.text("terms", ""),
        lines=tuple(lines),
        discounts=figures.discounts,
        charges=figures.charges,
        cash_rounding=figures.cash_rounding,
        payments=payments_from_json(template),
        design=template.text("design", ""),
        paper=template.text("paper", ""),
    )
    due = tuple(_whole(part, "due_days") for part in template.objects("payments"))
    return TemplateContent(draft, _whole(template, "valid_days"), due)


def _line_to_json(line: LineDraft, figures: dict[str, Any]) -> dict[str, Any]:
    if not line.is_item:
        words = {"kind": line.kind.value, "description": line.description}
        return {**words, "hides_prices": line.hides_prices}
    return {
        **figures,
        "kind": line.kind.value,
        "tax_reason": line.tax_reason,
        "cost": None if line.cost is None else f"{line.cost:f}",
        "catalog_item_id": line.catalog_item_id,
    }


def _days(draft: QuoteDraft, part: Part) -> int | None:
    return None if part.due_on is None else (part.due_on - draft.date).days


def _whole(owner: Fields, name: str) -> int | None:
    """Return a whole number of days, zero or less too, or None if absent or senseless."""
    value = owner.number_or_none(name)
    if value is None or value != value.to_integral_value() or abs(value) > _MOST_DAYS:
        return None
    return int(value)


_MOST_DAYS = Decimal(36_500)
