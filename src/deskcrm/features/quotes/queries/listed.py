"""Quotes in lists: filtered, counted, and those of a contact, a deal or a month."""

import datetime as dt
import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, case, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from deskcrm.domain.days import local_day
from deskcrm.domain.deals import Deal
from deskcrm.domain.people import Contact, Role
from deskcrm.domain.quotes import Quote, QuoteState, SentQuote, shown_state
from deskcrm.storage import search


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
    contact_id: int | None
    deal_id: int | None

    def waits(self, today: dt.date) -> int | None:
        """Return for how many days it has waited for an answer, None unless it does."""
        if self.state is not QuoteState.SENT or self.sent is None:
            return None
        return max(0, (today - local_day(self.sent)).days)


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

    A text fits the title, the number, the lines, or the customer.
    """
    query = select_rows().order_by(Quote.date.desc(), Quote.id.desc()).limit(limit).offset(offset)
    if states is not None:
        query = query.where(shown_on(today).in_([state.value for state in states]))
    if text.strip():
        query = query.where(fits(session, text))
    return read_rows(session, query, today)


def quote_counts(session: Session, today: dt.date) -> dict[QuoteState, int]:
    """Return how many quotes stand in each state; states without any are left out."""
    shown = shown_on(today)
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
        theirs = is_for(record_id)
    query = select_rows().where(theirs).order_by(Quote.date.desc(), Quote.id.desc()).limit(limit)
    return read_rows(session, query, today)


def month_quotes(session: Session, ids: Collection[int], *, today: dt.date) -> tuple[QuoteRow, ...]:
    """Return the quotes behind a figure, by their ids, latest first."""
    query = (
        select_rows().where(Quote.id.in_(among(ids))).order_by(Quote.date.desc(), Quote.id.desc())
    )
    return read_rows(session, query, today)


def deal_title(session: Session, deal_id: int) -> str:
    """Return what a deal is called; "" if it is gone."""
    return session.scalar(select(Deal.title).where(Deal.id == deal_id)) or ""


def is_for(contact_id: int) -> ColumnElement[bool]:
    """Return whether a quote is for a contact, or for somebody at it if it is an organization."""
    people = select(Role.person_id).where(Role.organization_id == contact_id)
    return or_(Quote.contact_id == contact_id, Quote.contact_id.in_(people))


def customer_name() -> ColumnElement[str]:
    """Return the name of a quote's customer in a query of `select_rows`; a deleted one's is frozen."""
    customer = SentQuote.data["customer"]
    frozen = func.coalesce(
        func.nullif(customer["person"].as_string(), ""), customer["name"].as_string(), ""
    )
    return func.coalesce(Contact.name, frozen)


def select_rows() -> Select[*tuple[Any, ...]]:
    """Select the columns of a QuoteRow; the customer of a deleted contact is the frozen one."""
    return (
        select(
            Quote.id, Quote.number, Quote.title, customer_name(), Quote.state,
            Quote.date, Quote.valid_until, Quote.net, Quote.payable, Quote.currency, Quote.sent,
            Quote.decided_on, Quote.contact_id, Quote.deal_id,
        )
        .outerjoin(Contact, Contact.id == Quote.contact_id)
        .outerjoin(SentQuote, and_(SentQuote.quote_id == Quote.id, Quote.contact_id.is_(None)))
    )  # fmt: skip


def read_rows(
    session: Session, query: Select[*tuple[Any, ...]], today: dt.date
) -> tuple[QuoteRow, ...]:
    """Return the rows of a query of `select_rows`, each in the state it is shown in on a day."""
    rows = (QuoteRow(*row) for row in session.execute(query))
    return tuple(replace(row, state=shown_state(row.state, row.valid_until, today)) for row in rows)


def shown_on(today: dt.date) -> ColumnElement[str]:
    """Return the state as it is shown on a day, for the database to work out."""
    over = and_(Quote.state == QuoteState.SENT, Quote.valid_until < today)
    return case((over, QuoteState.EXPIRED.value), else_=type_coerce(Quote.state, Text))


def fits(session: Session, text: str) -> ColumnElement[bool]:
    """Return whether a text fits a quote: its title, number, lines, or its customer."""
    return or_(
        Quote.id.in_(_hits(session, text, "quote")),
        Quote.contact_id.in_(_hits(session, text, "contact")),
    )


def _hits(session: Session, text: str, kind: str) -> Select[*tuple[Any, ...]]:
    found = search.keys(session.connection(), text, kind=kind)
    return among(found)


def among(ids: Collection[int]) -> Select[*tuple[Any, ...]]:
    """Return ids as something to look in: however many they are, they are one parameter."""
    return select(func.json_each(json.dumps(sorted(ids))).table_valued("value").c.value)
