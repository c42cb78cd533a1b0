"""All about one quote in plain values, as other programs read it."""

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from deskcrm.domain.belongings import Attachment
from deskcrm.domain.money import round_money
from deskcrm.domain.payments import PlanDoesNotAddUp, plan
from deskcrm.domain.quotes import BOUGHT, Quote
from deskcrm.domain.totals import totals
from deskcrm.features.quotes.exchange import (
    adjustments_to_json,
    figures_to_json,
    payments_to_json,
    totals_to_json,
)
from deskcrm.features.quotes.queries.record import load_quote, quote_head, quote_view, revisions
from deskcrm.features.quotes.view import QuoteView


def quote_record(session: Session, quote_id: int, today: dt.date) -> dict[str, Any]:
    """Return a quote with its parties, lines, payments, totals and revisions.

    What was sent is told as it was sent; its state, its last day and its answer are those of now.
    """
    quote = load_quote(session, quote_id)
    head = quote_head(session, quote_id, today)
    view = quote_view(session, quote_id, today)
    currency = view.figures.currency
    kept = select(Attachment.name, Attachment.sha256).where(Attachment.quote_id == quote_id)
    record = {
        "id": quote.id,
        "number": quote.number,
        "next_number": head.next_number,
        "state": head.state.value,
        "title": view.title,
        "heading": view.heading,
        "language": view.language,
        "currency": currency,
        "prices_include_tax": view.figures.prices_include_tax,
        "date": view.date,
        "valid_until": quote.valid_until,
        "contact": quote.contact_id,
        "deal": quote.deal_id,
        "customer": dataclasses.asdict(view.customer),
        "sender": dataclasses.asdict(view.sender),
        "introduction": view.introduction,
        "terms": view.terms,
        "design": view.design,
        "paper": view.paper,
        "lines": _lines(quote, view),
        "discounts": adjustments_to_json(view.figures.discounts),
        "charges": adjustments_to_json(view.figures.charges),
        "prepaid": f"{view.figures.prepaid:f}",
        "cash_rounding": None
        if view.figures.cash_rounding is None
        else f"{view.figures.cash_rounding:f}",
        "payments": _payments(view),
        "totals": totals_to_json(view.totals, currency),
        "sent": quote.sent,
        "sha256": head.sha256,
        "decided_on": quote.decided_on,
        "decision_note": quote.decision_note,
        "replaces": view.replaces,
        "revision": quote.revision,
        "revisions": [dataclasses.asdict(each) for each in revisions(session, quote_id, today)],
        "files": [dict(row) for row in session.execute(kept).mappings()],
    }
    if quote.state in BOUGHT:
        record["accepted"] = totals_to_json(totals(quote.taken_figures), currency)
    return record


def _lines(quote: Quote, view: QuoteView) -> list[dict[str, Any]]:
    """Return items, sections and texts in the order of the document; items with their numbers."""
    figures = figures_to_json(view.figures)["lines"]
    amounts = view.totals.lines
    found: list[dict[str, Any]] = [
        {
            "kind": "item",
            "number": place + 1,
            **line,
            "amount": _amount(amounts[place].entered, view.figures.currency),
            "net": _amount(amounts[place].net, view.figures.currency),
            "taken": item.taken,
        }
        for place, (line, item) in enumerate(zip(figures, quote.items, strict=True))
    ]
    for words in reversed(view.words):
        told: dict[str, Any] = {"kind": words.kind.value, "description": words.text}
        if words.hides_prices:
            told["hides_prices"] = True
        found.insert(words.before, told)
    return found


def _payments(view: QuoteView) -> list[dict[str, Any]]:
    """Return the payment plan, each part with what it comes to: null if a draft is not whole yet."""
    told = payments_to_json(view.payments)
    currency = view.figures.currency
    try:
        planned = plan(view.payments, view.totals.payable, currency)
    except PlanDoesNotAddUp:
        return [{**each, "comes_to": None} for each in told]
    return [
        {**each, "comes_to": _amount(amount, currency)}
        for each, amount in zip(told, planned, strict=True)
    ]


def _amount(value: Decimal, currency: str) -> str:
    return f"{round_money(value, currency):f}"
