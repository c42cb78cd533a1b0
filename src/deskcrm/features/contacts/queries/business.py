"""What the list needs to know of the business: its own currency, shown first."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from deskcrm.domain.business import Business


def home_currency(session: Session) -> str:
    """Return the currency of the business."""
    return session.scalar(select(Business.currency)) or "EUR"
