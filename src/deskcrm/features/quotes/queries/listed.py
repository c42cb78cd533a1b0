"""Quotes in lists: filtered, counted, and those of a contact, a deal or a month."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, case, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from deskcrm.domain.people import Contact, Role
from deskcrm.domain.quotes import Quote, QuoteState, SentQuote, shown_state
from deskcrm.storage import search

_MOST_HITS = 5000


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """One quote in a list."""

    id: int
    number: str | None
    title: str
    customer: str
    state: QuoteState
    date: dt.date
    valid_until: dt.date
    net: Decimal
    payable: Decimal
    currency: str
    sent: dt.datetime | None
    decided_on: dt.date | None


def quote_rows(
    session: Session,
    *,
    states: frozenset[QuoteState] | None = None,
    today: dt.date,
    text: str = "",
    limit: int = 200,
    offset: int = 0,
) -> tuple[QuoteRow, ...]:
    """Return quotes, the latest first: those in one of `states`, and those that `text` fits.

    A text fits the title, the number, or the customer.
    """
    query = _rows().order_by(Quote.date.desc(), Quote.id.desc()).limit(limit).offset(offset)
    if states is not None:
        query = query.where(_shown(today).in_([state.value for state in states]))
    if text.strip():
        query = query.where(_fits(session, text))
    return _read(session, query, today)


def quote_counts(session: Session, today: dt.date) -> dict[QuoteState, int]:
    """Return how many quotes stand in each state; states without any are left out."""
    shown = _shown(today)
    return {
        QuoteState(state): count
        for state, count in session.execute(select(shown, func.count()).group_by(shown))
    }


def quotes_of(
    session: Session, kind: str, record_id: int, *, today: dt.date, limit: int = 50
) -> tuple[QuoteRow, ...]:
    """Return the quotes of a contact (an organization's people's too) or of a deal, latest first."""
    if kind == "deal":
        theirs: ColumnElement[bool] = Quote.deal_id == record_id
    else:
        people = select(Role.person_id).where(Role.organization_id == record_id)
        theirs = or_(Quote.contact_id == record_id, Quote.contact_id.in_(people))
    query = _rows().where(theirs).order_by(Quote.date.desc(), Quote.id.desc()).limit(limit)
    return _read(session, query, today)


def month_quotes(session: Session, ids: Collection[int], *, today: dt.date) -> tuple[QuoteRow, ...]:
    """Return the quotes behind a figure, by their ids, latest first."""
    query = _rows().where(Quote.id.in_(ids)).order_by(Quote.date.desc(), Quote.id.desc())
    return _read(session, query, today)


def _rows() -> Select[*tuple[Any, ...]]:
    """Select the columns of a QuoteRow; the customer of a deleted contact is the frozen one."""
    customer = SentQuote.data["customer"]
    frozen = func.coalesce(
        func.nullif(customer["person"].as_string(), ""), customer["name"].as_string(), ""
    )
    return (
        select(
            Quote.id, Quote.number, Quote.title, func.coalesce(Contact.name, frozen), Quote.state,
            Quote.date, Quote.valid_until, Quote.net, Quote.payable, Quote.currency, Quote.sent,
            Quote.decided_on,
        )
        .outerjoin(Contact, Contact.id == Quote.contact_id)
        .outerjoin(SentQuote, and_(SentQuote.quote_id == Quote.id, Quote.contact_id.is_(None)))
    )  # fmt: skip


def _read(
    session: Session, query: Select[*tuple[Any, ...]], today: dt.date
) -> tuple[QuoteRow, ...]:
    rows = (QuoteRow(*row) for row in session.execute(query))
    return tuple(replace(row, state=shown_state(row.state, row.valid_until, today)) for row in rows)


def _shown(today: dt.date) -> ColumnElement[str]:
    """Return the state as it is shown on a day, for the database to work out."""
    over = and_(Quote.state == QuoteState.SENT, Quote.valid_until < today)
    return case((over, QuoteState.EXPIRED.value), else_=type_coerce(Quote.state, Text))


def _fits(session: Session, text: str) -> ColumnElement[bool]:
    return or_(
        Quote.id.in_(_hits(session, text, "quote")),
        Quote.contact_id.in_(_hits(session, text, "contact")),
    )


def _hits(session: Session, text: str, kind: str) -> list[int]:
    return [
        hit.id for hit in search.find(session.connection(), text, kinds=(kind,), limit=_MOST_HITS)
    ]
