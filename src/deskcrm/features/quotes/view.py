"""One quote as it is shown and printed."""

import datetime as dt
from dataclasses import dataclass, field

from deskcrm.domain.totals import Figures, TaxCategory, Totals, totals


@dataclass(frozen=True, slots=True)
class PartyView:
    """One side of a quote, as it stands on the document."""

    name: str
    person: str = ""
    address: tuple[str, ...] = ()
    tax_id: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    bank: str = ""


@dataclass(frozen=True, slots=True)
class QuoteView:
    """One quote; its figures say everything about lines and amounts, its totals follow."""

    number: str | None
    """None while it is a draft."""
    state: str
    """A value of deskcrm.domain.quotes.QuoteState."""
    title: str
    language: str
    date: dt.date
    valid_until: dt.date
    sender: PartyView
    customer: PartyView
    figures: Figures
    heading: str = ""
    """Printed instead of "Quote" in the quote's language, unless empty."""
    introduction: str = ""
    terms: str = ""
    tax_reasons: tuple[tuple[TaxCategory, str], ...] = ()
    """Why no tax is charged, in the sender's own words."""
    logo: bytes | None = field(default=None, repr=False)
    accent: str = "#3B5BDB"

    @property
    def totals(self) -> Totals:
        """Everything the figures come to."""
        return totals(self.figures)
