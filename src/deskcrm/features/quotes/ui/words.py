"""How the window words a quote: its state, its days."""

import datetime as dt
from decimal import Decimal

from deskcrm import formats
from deskcrm.domain.money import digits
from deskcrm.domain.quotes import QuoteState
from deskcrm.i18n import _, mark
from deskcrm.kit.controls import PillTone

_WORDS = {
    QuoteState.DRAFT: mark("Draft"),
    QuoteState.SENT: mark("Waiting"),
    QuoteState.ACCEPTED: mark("Accepted"),
    QuoteState.DECLINED: mark("Declined"),
    QuoteState.EXPIRED: mark("Expired"),
    QuoteState.INVOICED: mark("Invoiced"),
    QuoteState.REVISED: mark("Revised"),
    QuoteState.VOID: mark("Void"),
}
_TONES: dict[QuoteState, PillTone] = {
    QuoteState.SENT: "accent",
    QuoteState.ACCEPTED: "good",
    QuoteState.DECLINED: "bad",
    QuoteState.EXPIRED: "warn",
    QuoteState.INVOICED: "good",
}


def state_word(state: QuoteState) -> str:
    """Return a state in a word."""
    return _(_WORDS[state])


def state_tone(state: QuoteState) -> PillTone:
    """Return the colour of a state's pill."""
    return _TONES.get(state, "neutral")


def last_day(valid_until: dt.date, state: QuoteState, today: dt.date) -> str:
    """Write the last day of a quote; of one that waits and has a week left at most, that it runs out."""
    left = (valid_until - today).days
    if state is not QuoteState.SENT or left > 6:
        return formats.day(valid_until, today=today)
    return _("runs out {day}").format(day=formats.near_day(valid_until, today))


def amount(value: Decimal, currency: str) -> str:
    """Write an amount for a column of one currency: with its digits, without its sign."""
    return formats.number(value, places=digits(currency))
