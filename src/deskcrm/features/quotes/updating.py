"""A draft changed by another program: what its JSON names changes, everything else stays."""

import datetime as dt
from dataclasses import replace
from typing import Any, Final

from sqlalchemy.orm import Session

from deskcrm.crm import undoable
from deskcrm.features.quotes.creation import (
    customer_of,
    lines_of,
    new_quote_from_json,
    tax_reasons,
)
from deskcrm.features.quotes.drafts import QuoteDraft
from deskcrm.features.quotes.exchange import NotAQuote, figures_to_json, payments_to_json
from deskcrm.features.quotes.queries import quote_draft
from deskcrm.features.quotes.usecases import save_draft
from deskcrm.i18n import mark

_PLAIN: Final = (
    "title", "heading", "language", "date", "valid_until", "introduction", "terms", "payments",
)  # fmt: skip
"""Fields that a document and a draft call the same."""
_FIGURES: Final = (
    "currency", "prices_include_tax", "discounts", "charges", "prepaid", "cash_rounding",
)  # fmt: skip


@undoable(mark("change quote"))
def update_quote(session: Session, quote_id: int, document: Any, *, now: dt.datetime) -> None:
    """Change what `document` names of a draft; raise what of it is wrong, and change nothing then.

    Lines are given all together or not at all. A field that is null is as if it were not named.
    """
    if not isinstance(document, dict):
        raise NotAQuote
    given = {name: value for name, value in document.items() if value is not None}
    draft = quote_draft(session, quote_id)
    new = new_quote_from_json({**_as_document(draft), **given})
    changes: dict[str, Any] = {name: getattr(new, name) for name in _PLAIN if name in given}
    changes |= {name: getattr(new.figures, name) for name in _FIGURES if name in given}
    if "lines" in given:
        changes["lines"] = lines_of(new.figures, new.words, tax_reasons(session))
    if "customer" in given:
        changes["contact_id"] = customer_of(session, new, now=now)
    if "deal" in given:
        changes["deal_id"] = new.deal_id
    save_draft(session, quote_id, replace(draft, **changes))


def _as_document(draft: QuoteDraft) -> dict[str, Any]:
    """Return a draft's figures and plan as a document, for what is given to be read beside them."""
    return {**figures_to_json(draft.figures), "payments": payments_to_json(draft.payments)}
