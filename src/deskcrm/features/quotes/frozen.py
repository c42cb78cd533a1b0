"""What left the house with a sent quote, as JSON that says everything the PDF says, and back."""

import dataclasses
import datetime as dt
from base64 import b64decode, b64encode
from typing import Any

from deskcrm.domain.quotes import LineKind
from deskcrm.domain.totals import TaxCategory
from deskcrm.features.quotes.exchange import (
    figures_from_json,
    figures_to_json,
    payments_from_json,
    payments_to_json,
)
from deskcrm.features.quotes.fields import Fields
from deskcrm.features.quotes.view import PartyView, QuoteView, Words


def freeze(view: QuoteView) -> dict[str, Any]:
    """Return a view as JSON values; `thaw` gives it back as it was."""
    return {
        "number": view.number,
        "state": view.state,
        "title": view.title,
        "language": view.language,
        "date": view.date.isoformat(),
        "valid_until": view.valid_until.isoformat(),
        "sender": dataclasses.asdict(view.sender),
        "customer": dataclasses.asdict(view.customer),
        "figures": figures_to_json(view.figures),
        "heading": view.heading,
        "introduction": view.introduction,
        "terms": view.terms,
        "tax_reasons": [[category.value, reason] for category, reason in view.tax_reasons],
        "logo": None if view.logo is None else b64encode(view.logo).decode("ascii"),
        "accent": view.accent,
        "words": [dataclasses.asdict(each) for each in view.words],
        "payments": payments_to_json(view.payments),
        "replaces": view.replaces,
        "design": view.design,
        "paper": view.paper,
        "electronic": view.electronic,
    }


def thaw(data: dict[str, Any]) -> QuoteView:
    """Return the view that was frozen as `data`."""
    return QuoteView(
        number=data["number"],
        state=data["state"],
        title=data["title"],
        language=data["language"],
        date=dt.date.fromisoformat(data["date"]),
        valid_until=dt.date.fromisoformat(data["valid_until"]),
        sender=_party(data["sender"]),
        customer=_party(data["customer"]),
        figures=figures_from_json(data["figures"]),
        heading=data["heading"],
        introduction=data["introduction"],
        terms=data["terms"],
        tax_reasons=tuple((TaxCategory(code), reason) for code, reason in data["tax_reasons"]),
        logo=None if data["logo"] is None else b64decode(data["logo"]),
        accent=data["accent"],
        words=tuple(
            Words(**{**each, "kind": LineKind(each["kind"])}) for each in data.get("words", ())
        ),
        payments=payments_from_json(Fields(data)),
        replaces=data.get("replaces", ""),
        design=data.get("design", ""),
        paper=data.get("paper", ""),
        electronic=data.get("electronic", False),
    )


def _party(data: dict[str, Any]) -> PartyView:
    return PartyView(**{**data, "address": tuple(data["address"])})
