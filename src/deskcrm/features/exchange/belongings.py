"""Days to remember, consent and photos as files carry them, and how they are read back."""

import datetime as dt
import re
from base64 import b64decode
from typing import Any, Final

from deskcrm.errors import CrmError
from deskcrm.features.contacts.photos import fitted, is_fitted
from deskcrm.features.exchange.card import Card, Day, Picture, Said, clean

_CONSENT: Final = re.compile(r"(yes|no) \((\d{4}-\d\d-\d\d): (.*)\)")


def written_consent(said: Said) -> str:
    """Return what was said about being written to, as a cell of a spreadsheet.

    >>> written_consent(Said(True, dt.date(2026, 5, 1), "at the fair"))
    'yes (2026-05-01: at the fair)'
    """
    return f"{'yes' if said.given else 'no'} ({said.day.isoformat()}: {said.source})"


def read_consent(text: str) -> Said | None:
    """Read what `written_consent` wrote; None for anything else."""
    match = _CONSENT.fullmatch(text.strip())
    if match is None:
        return None
    try:
        return Said(match[1] == "yes", dt.date.fromisoformat(match[2]), match[3])
    except ValueError:
        return None


def take_more(card: Card, told: Any) -> bool:
    """Give a card the days, consent and photo of an exact export; say whether that could be read, and leave the card alone if not."""
    try:
        days = [
            Day(clean("date", "label", label), dt.date.fromisoformat(day))
            for label, day in told.get("dates", ())
        ]
        consents = [
            Said(bool(given), dt.date.fromisoformat(day), clean("consent", "source", source))
            for given, day, source in told.get("consents", ())
        ]
        photo = own_picture(b64decode(told["photo"][1])) if "photo" in told else None
    except (AttributeError, TypeError, ValueError, LookupError, CrmError):
        return False
    card.dates, card.consents, card.photo = days, consents, photo
    return True


def own_picture(data: bytes) -> Picture:
    """Return a photo that we wrote just as it is; raise NoPhoto or PhotoTooLarge for anything else."""
    kind = is_fitted(data)
    return Picture(kind, data) if kind else read_picture(data)


def read_picture(data: bytes) -> Picture:
    """Return a photo from another program as it is kept; raise NoPhoto or PhotoTooLarge."""
    return Picture(*fitted(data, name=""))
