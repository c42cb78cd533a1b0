"""Builds quotes for tests: say what matters, the rest is plausible."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from builders import NOW, add, contact
from deskcrm.crm import Crm
from deskcrm.domain.totals import Tax, TaxCategory
from deskcrm.features.quotes.document import render_quote
from deskcrm.features.quotes.drafts import LineDraft
from deskcrm.features.quotes.queries import quote_draft
from deskcrm.features.quotes.usecases import add_quote, save_draft, send_quote


def line(
    description: str = "Design",
    *,
    quantity: str = "2",
    price: str = "38.00",
    rate: str = "21",
    **more: Any,
) -> LineDraft:
    """A line of a quote: two hours of design, taxed as usual."""
    return LineDraft(
        description=description,
        quantity=Decimal(quantity),
        unit="h",
        unit_price=Decimal(price),
        price_base_quantity=Decimal(1),
        tax=more.pop("tax", Tax(TaxCategory.S, Decimal(rate))),
        **more,
    )


def draft_quote(crm: Crm, *lines: LineDraft, **changes: Any) -> int:
    """Save a draft, with its lines or one as usual, to a customer unless `contact_id` names one."""
    if "contact_id" not in changes and "deal_id" not in changes:
        (changes["contact_id"],) = crm.do(
            add, contact(organization="Ola Surf Escuela", email="lucia@ola.example", language="es")
        )
    whose = {name: changes[name] for name in ("contact_id", "deal_id") if name in changes}
    quote_id = crm.do(add_quote, **whose, today=NOW.date(), now=NOW)
    usual = crm.ask(quote_draft, quote_id)
    changes.setdefault("contact_id", usual.contact_id)
    title = changes.pop("title", "Booking site")
    crm.do(save_draft, quote_id, replace(usual, title=title, lines=lines or (line(),), **changes))
    return quote_id


def sent_quote(crm: Crm, *lines: LineDraft, **changes: Any) -> int:
    """Send a quote with its real PDF; otherwise as `draft_quote`."""
    quote_id = draft_quote(crm, *lines, **changes)
    crm.do(send_quote, quote_id, today=NOW.date(), now=NOW, render=render_quote)
    return quote_id
