"""Notes that a quote leaves in its customer's history, where no date of its own tells of a step."""

import datetime as dt

from sqlalchemy.orm import Session

from deskcrm.domain.activities import Activity, ActivityKind
from deskcrm.domain.quotes import Quote


def note_about(session: Session, quote: Quote, text: str, *, now: dt.datetime) -> None:
    """Note what became of a quote, with its customer and its deal."""
    session.add(
        Activity(
            kind=ActivityKind.NOTE,
            at=now,
            text=text,
            contact_id=quote.contact_id,
            deal_id=quote.deal_id,
            quote_id=quote.id,
        )
    )
