"""What is kept of a mail: that it was written, to whom, and about which quote."""

import datetime as dt

from sqlalchemy.orm import Session

from deskcrm.crm import undoable
from deskcrm.domain.activities import Activity, ActivityKind
from deskcrm.domain.quotes import Quote
from deskcrm.errors import NotFound
from deskcrm.i18n import _, mark


@undoable(mark("note mail"))
def note_mail(session: Session, quote_id: int, *, address: str, now: dt.datetime) -> int:
    """Note in the customer's history that a mail with a quote was written; return the activity's id."""
    quote = session.get(Quote, quote_id)
    if quote is None:
        raise NotFound(name=f"#{quote_id}")
    activity = Activity(
        kind=ActivityKind.MAIL,
        at=now,
        text=_("{number} to {address}").format(address=address, number=quote.number),
        contact_id=quote.contact_id,
        deal_id=quote.deal_id,
        quote_id=quote.id,
    )
    session.add(activity)
    session.flush()
    return activity.id
