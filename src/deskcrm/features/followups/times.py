"""Times of day as people type them."""

import datetime as dt
import re
import unicodedata

from deskcrm.errors import Unreadable
from deskcrm.i18n import _

_TIME = re.compile(r"(\d{1,2})(?:[:.h٫ ]?(\d{2}))?\s*(am|pm|ق\.ظ|ب\.ظ)?")


def read_time(text: str) -> dt.time | None:
    """Read "14:30", "9", "1430" or "2:30 pm"; None of nothing. Raise Unreadable rather than guess."""
    plain = "".join(
        str(unicodedata.digit(letter)) if letter.isdecimal() else letter for letter in text
    )
    plain = plain.strip().casefold().replace("a.m.", "am").replace("p.m.", "pm")
    if not plain:
        return None
    match = _TIME.fullmatch(plain)
    if match:
        hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
        if half and not 1 <= hour <= 12:
            hour = 24
        elif half:
            hour = hour % 12 + (12 if half in {"pm", "ب.ظ"} else 0)
        if hour < 24 and minute < 60:
            return dt.time(hour, minute)
    raise Unreadable(text=text[:40], expected=_("a time such as 14:30"))
