"""The list of quotes as its page shows it: narrowed, ordered and summed by the database, a part at a time."""

import datetime as dt
import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import Session

from deskcrm.domain.people import Contact
from deskcrm.domain.quotes import REPLACED, Quote, QuoteState
from deskcrm.features.quotes.queries.listed import (
    QuoteRow,
    among,
    customer_name,
    fits,
    is_for,
    read_rows,
    select_rows,
    shown_on,
)
from deskcrm.storage import search


class Order(enum.StrEnum):
    """In what order quotes stand where no column was chosen to order by."""

    LATEST = "latest"
    SOON = "soon"
    """Those that wait and run out first, then the others."""
    LONGEST = "longest"
    """Those that have waited longest, then the others."""


@dataclass(frozen=True, slots=True)
class QuoteFilter:
    """Which quotes are wanted: those that fit all that is said."""

    states: frozenset[QuoteState] | None = None
    text: str = ""
    contact_id: int | None = None
    """The customer, or the organization that the customer is at."""
    deal_id: int | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    """The days between which the quote is dated, both included."""
    expires_by: dt.date | None = None
    """Only those that wait and run out by this day."""
    waits: bool = False
    """Only those that were sent and wait for an answer."""
    ids: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class QuoteSums:
    """How many quotes there are, and what they come to in each currency."""

    count: int
    sums: Mapping[str, Decimal]


def settled(session: Session, wanted: QuoteFilter) -> QuoteFilter:
    """Return a filter with its text looked up, so that reading part after part does not do it again."""
    if not wanted.text.strip():
        return replace(wanted, text="")
    found = select(Quote.id).where(fits(session, wanted.text))
    if wanted.ids is not None:
        found = found.where(Quote.id.in_(among(wanted.ids)))
    return replace(wanted, text="", ids=frozenset(session.scalars(found)))


def quote_page(
    session: Session,
    wanted: QuoteFilter,
    *,
    today: dt.date,
    order: Order = Order.LATEST,
    sort: str = "",
    descending: bool = False,
    limit: int = -1,
    offset: int = 0,
) -> tuple[QuoteRow, ...]:
    """Return a part of the list; `sort` is a column to order by, "" leaves it to `order`."""
    query = select_rows().where(*_conditions(session, wanted, today))
    query = query.order_by(*_ordering(today, order, sort, descending=descending))
    return read_rows(session, query.limit(limit).offset(offset), today)


def quote_ids(
    session: Session,
    wanted: QuoteFilter,
    *,
    today: dt.date,
    order: Order = Order.LATEST,
    sort: str = "",
    descending: bool = False,
) -> tuple[int, ...]:
    """Return the ids of all that the list has, in its order."""
    query = select_rows().where(*_conditions(session, wanted, today))
    query = query.order_by(*_ordering(today, order, sort, descending=descending))
    ids: Select[Any] = query.with_only_columns(Quote.id)
    return tuple(session.scalars(ids))


def quote_sums(session: Session, wanted: QuoteFilter, *, today: dt.date) -> QuoteSums:
    """Count the quotes, and sum what they come to in each currency; replaced ones come to nothing."""
    counts = Quote.state.in_(REPLACED)
    rows = session.execute(
        select(Quote.currency, func.count(), func.sum(case((counts, None), else_=Quote.payable)))
        .where(*_conditions(session, wanted, today))
        .group_by(Quote.currency)
        .order_by(Quote.currency)
    ).all()
    return QuoteSums(
        sum(count for _currency, count, _sum in rows),
        {currency: Decimal(whole) for currency, _count, whole in rows if whole is not None},
    )


def _conditions(
    session: Session, wanted: QuoteFilter, today: dt.date
) -> Sequence[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.ids is not None:
        found.append(Quote.id.in_(among(wanted.ids)))
    if wanted.states is not None:
        found.append(shown_on(today).in_([state.value for state in wanted.states]))
    if wanted.contact_id is not None:
        found.append(is_for(wanted.contact_id))
    if wanted.deal_id is not None:
        found.append(Quote.deal_id == wanted.deal_id)
    if wanted.since is not None:
        found.append(Quote.date >= wanted.since)
    if wanted.until is not None:
        found.append(Quote.date <= wanted.until)
    if wanted.waits or wanted.expires_by is not None:
        found.append(_waiting(today))
    if wanted.expires_by is not None:
        found.append(Quote.valid_until <= wanted.expires_by)
    if wanted.text.strip():
        found.append(fits(session, wanted.text))
    return found


def _waiting(today: dt.date) -> ColumnElement[bool]:
    return and_(Quote.state == QuoteState.SENT, Quote.valid_until >= today)


def _ordering(today: dt.date, order: Order, sort: str, *, descending: bool) -> Sequence[Any]:
    latest = (Quote.date.desc(), Quote.id.desc())
    if sort:
        columns = _columns(today)[sort]
        return (*(column.desc() if descending else column.asc() for column in columns), *latest)
    waiting = _waiting(today)
    if order is Order.SOON:
        return waiting.desc(), case((waiting, Quote.valid_until)), *latest
    if order is Order.LONGEST:
        return waiting.desc(), case((waiting, Quote.sent)), *latest
    return latest


def _columns(today: dt.date) -> dict[str, tuple[Any, ...]]:
    """Return what each column orders by; names by how they are compared, drafts behind numbers."""
    return {
        "number": (Quote.number.is_(None), Quote.number),
        "title": (search.name_of("quote", Quote.id.expression),),
        "customer": (func.coalesce(Contact.sort_name, func.lower(customer_name())),),
        "state": (shown_on(today),),
        "date": (Quote.date,),
        "valid": (Quote.valid_until,),
        "waits": (_waiting(today).is_(False), Quote.sent),
        "total": (Quote.currency, Quote.payable),
    }
