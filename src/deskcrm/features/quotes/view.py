"""One quote as it is shown and printed."""

import datetime as dt
from dataclasses import dataclass, field

from deskcrm.domain.payments import Part
from deskcrm.domain.quotes import LineKind
from deskcrm.domain.totals import Figures, TaxCategory, Totals, totals


@dataclass(frozen=True, slots=True)
class PartyView:
    """One side of a quote, as it stands on the document."""

    name: str
    person: str = ""
    address: tuple[str, ...] = ()
    tax_id: str = ""
    registration: str = ""
    """Where the party is registered and under which number."""
    country: str = ""
    """Its ISO 3166 code, where that is known."""
    email: str = ""
    phone: str = ""
    website: str = ""
    bank: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A heading or a text that stands before the item number `before` (from 0) of a quote."""

    kind: LineKind
    text: str
    before: int
    hides_prices: bool = False
    """Of a section: its lines are printed without prices, only their subtotal with one."""


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
    words: tuple[Words, ...] = ()
    """The sections and texts between the items, in their order."""
    payments: tuple[Part, ...] = ()
    """The payment plan; its parts come to what is payable."""
    replaces: str = ""
    """The number of the quote that this one replaces."""
    design: str = ""
    """The name of how it looks; empty is the first design."""
    paper: str = ""
    """"a4" or "letter"; empty is what the sender's country prints on."""
    electronic: bool = False
    """Whether the PDF carries the data as an electronic order too."""

    @property
    def totals(self) -> Totals:
        """Everything the figures come to."""
        return totals(self.figures)
