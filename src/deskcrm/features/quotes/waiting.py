"""How many quotes wait for an answer: what stands beside them in the sidebar, so cheap to import."""

import datetime as dt

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from deskcrm.domain.quotes import Quote, QuoteState


def count_waiting(session: Session, today: dt.date) -> int:
    """Count the sent quotes whose last day has not passed."""
    lasts = or_(Quote.valid_until.is_(None), Quote.valid_until >= today)
    return session.scalar(select(func.count()).where(Quote.state == QuoteState.SENT, lasts)) or 0
