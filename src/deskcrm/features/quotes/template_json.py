"""What a template keeps of a quote, as JSON: no customer, no deal, no dates; and how a draft follows."""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from deskcrm.domain.payments import Part
from deskcrm.features.quotes.drafts import QuoteDraft
from deskcrm.features.quotes.exchange import (
    figures_from_json,
    figures_to_json,
    payments_from_json,
    payments_to_json,
)
from deskcrm.features.quotes.fields import Fields
from deskcrm.features.quotes.line_json import CarriedLines, lines_from_json, lines_to_json


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
    carried = CarriedLines(draft.lines, draft.currency, draft.prices_include_tax)
    return {
        **figures,
        "prepaid": "0",  # What one customer has paid already is no habit.
        "lines": lines_to_json(carried)["lines"],
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
        lines=lines_from_json(data).lines,
        discounts=figures.discounts,
        charges=figures.charges,
        cash_rounding=figures.cash_rounding,
        payments=payments_from_json(template),
        design=template.text("design", ""),
        paper=template.text("paper", ""),
    )
    due = tuple(_whole(part, "due_days") for part in template.objects("payments"))
    return TemplateContent(draft, _whole(template, "valid_days"), due)


def _days(draft: QuoteDraft, part: Part) -> int | None:
    return None if part.due_on is None else (part.due_on - draft.date).days


def _whole(owner: Fields, name: str) -> int | None:
    """Return a whole number of days, zero or less too, or None if absent or senseless."""
    value = owner.number_or_none(name)
    if value is None or value != value.to_integral_value() or abs(value) > _MOST_DAYS:
        return None
    return int(value)


_MOST_DAYS = Decimal(36_500)
