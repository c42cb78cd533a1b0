"""Picks the incomes of a stretch of time."""

from sqlalchemy import CTE, ColumnElement, and_

from deskcrm.features.revenue.periods import Span


def during(entries: CTE, span: Span) -> ColumnElement[bool]:
    """Return the condition of the entries in a span, whatever their currency."""
    return entries.c.day.between(span.first, span.last)


def within(entries: CTE, span: Span, currency: str) -> ColumnElement[bool]:
    """Return the condition of the entries of one currency in a span."""
    return and_(entries.c.currency == currency, during(entries, span))
