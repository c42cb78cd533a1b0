"""Builds revenue for tests: accepted quotes and won deals on chosen days."""

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from builders import contact
from deskcrm.crm import undoable
from deskcrm.domain.deals import Deal, Stage
from deskcrm.domain.people import Contact
from deskcrm.domain.quotes import Quote, QuoteLine, QuoteState
from deskcrm.domain.totals import TaxCategory


def stage(session: Session, key: str) -> Stage:
    """One of the stages that every business starts with."""
    return session.scalars(select(Stage).where(Stage.key == key)).one()


def noon(day: dt.date) -> dt.datetime:
    """The middle of a day."""
    return dt.datetime.combine(day, dt.time(12), dt.UTC)


def client(session: Session, name: str, **more: Any) -> Contact:
    """A client of this name, the same one each time."""
    known = session.scalars(select(Contact).where(Contact.name == name)).first()
    if known is None:
        known = contact(name, **more)
        session.add(known)
        session.flush()
    return known


@undoable("win deal")
def won(
    session: Session,
    day: dt.date,
    amount: str,
    who: str = "Ola Surf",
    *,
    title: str = "Website",
    currency: str = "EUR",
    source: str = "",
    at: dt.datetime | None = None,
) -> int:
    """A deal won on a day."""
    moment = at or noon(day)
    deal = Deal(
        title=title,
        contact_id=client(session, who).id,
        value=Decimal(amount),
        currency=currency,
        source=source,
        created=moment,
    )
    deal.enter(stage(session, "won"), at=moment)
    session.add(deal)
    session.flush()
    return deal.id


@undoable("accept quote")
def accepted(
    session: Session,
    day: dt.date,
    amount: str,
    who: str = "Ola Surf",
    *,
    title: str = "Booking site",
    currency: str = "EUR",
    state: QuoteState = QuoteState.ACCEPTED,
    deal_id: int | None = None,
    number: str | None = None,
    lines: tuple[str, ...] = (),
    optional: tuple[str, ...] = (),
) -> int:
    """A quote that was accepted on a day, for a net total; with lines of these descriptions."""
    quote = Quote(
        number=number,
        title=title,
        contact_id=client(session, who).id,
        deal_id=deal_id,
        state=state,
        currency=currency,
        language="en",
        date=day,
        valid_until=day,
        net=Decimal(amount),
        payable=Decimal(amount),
        created=noon(day),
        decided_on=day,
    )
    for text in (*lines, *optional):
        quote.lines.append(
            QuoteLine(
                description=text,
                quantity=Decimal(1),
                unit_price=Decimal(amount),
                tax_category=TaxCategory.S,
                tax_rate=Decimal(20),
                optional=text in optional,
            )
        )
    session.add(quote)
    session.flush()
    return quote.id
