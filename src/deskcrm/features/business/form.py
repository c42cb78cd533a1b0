"""What can be said about the business, a tax or a stage at once, and what may be wrong with it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

from deskcrm.domain.business import write_number
from deskcrm.domain.deals import WrongProbability
from deskcrm.domain.figures import Figures, Line, WrongFigure, check_figures
from deskcrm.domain.money import digits
from deskcrm.domain.totals import Tax, TaxCategory
from deskcrm.errors import CrmError, Required
from deskcrm.features.contacts.form import NoEmailAddress, looks_like_email
from deskcrm.features.quotes.looks import DESIGNS, PAPERS
from deskcrm.i18n import DOCUMENT_LANGUAGES, _, mark

MOST_DAYS = 3650
_SHOWN = 40
"""How much of a wrong text is repeated to its writer."""

_EXPLAINED = frozenset({TaxCategory.E, TaxCategory.AE})
"""Categories in which a document has to say why no tax is charged."""


class WrongAccent(CrmError):
    """A color that is not written as documents read it."""

    sentence = mark("“{text}” is not a color. Write it as # and six digits, such as #3B5BDB.")


class WrongCountry(CrmError):
    """A country that is not one of ISO 3166's codes of two letters."""

    sentence = mark("“{text}” is not a country. Use its code of two letters, such as ES.")


class UnknownLanguage(CrmError):
    """A language that documents do not speak."""

    sentence = mark("Quotes cannot be written in “{text}”. Choose one of the languages offered.")


class WrongValidity(CrmError):
    """A quote that would be valid for no time, or for ever."""

    sentence = mark("A quote can be valid for 1 to {most} days.")


class WrongFollowUpDays(CrmError):
    """A follow-up before the quote was sent, or in another life."""

    sentence = mark("A follow-up can be proposed 0 to {most} days after a quote is sent.")


class UnknownLook(CrmError):
    """A design or a paper that quotes cannot have."""

    sentence = mark("Quotes cannot look like “{text}”. Choose one of {known}.")


class WrongQuietDays(CrmError):
    """A stage in which no deal, or every deal, would count as quiet."""

    sentence = mark("A deal can count as quiet after 1 to {most} days.")


@dataclass(frozen=True, slots=True)
class BusinessForm:
    """All that the business says about itself, its logo aside."""

    name: str
    person: str
    address: str
    country: str
    tax_id: str
    email: str
    phone: str
    website: str
    bank: str
    accent: str
    currency: str
    language: str
    number_pattern: str
    valid_days: int
    terms: str
    registration: str = ""
    follow_up_days: int = 7
    design: str = ""
    paper: str = ""
    electronic: bool = False

    def require_sound(self) -> None:
        """Raise what is wrong with the form, naming the field, if anything is."""
        if self.email.strip() and not looks_like_email(self.email):
            raise NoEmailAddress(text=self.email.strip()[:_SHOWN], field="email")
        if self.country and re.fullmatch("[A-Z]{2}", self.country) is None:
            raise WrongCountry(text=self.country[:_SHOWN], field="country")
        if re.fullmatch("#[0-9A-Fa-f]{6}", self.accent) is None:
            raise WrongAccent(text=self.accent[:_SHOWN], field="accent")
        if self.language not in DOCUMENT_LANGUAGES:
            raise UnknownLanguage(text=self.language[:_SHOWN], field="language")
        if not 1 <= self.valid_days <= MOST_DAYS:
            raise WrongValidity(most=MOST_DAYS, field="valid_days")
        if not 0 <= self.follow_up_days <= MOST_DAYS:
            raise WrongFollowUpDays(most=MOST_DAYS, field="follow_up_days")
        if self.design not in {"", *DESIGNS}:
            raise UnknownLook(text=self.design[:_SHOWN], known=", ".join(DESIGNS), field="design")
        if self.paper not in {"", *PAPERS}:
            raise UnknownLook(text=self.paper[:_SHOWN], known=", ".join(PAPERS), field="paper")
        with at_field("currency"):
            digits(self.currency)
        with at_field("number_pattern"):
            write_number(self.number_pattern, year=2026, number=1)


@dataclass(frozen=True, slots=True)
class TaxForm:
    """A tax that the business charges, or the reason why it charges none."""

    name: str
    category: TaxCategory
    rate: Decimal
    reason: str = ""

    def require_sound(self) -> None:
        """Raise what is wrong with the form, naming the field, if anything is."""
        if not self.name.strip():
            raise Required(field="name", label=_("Name"))
        with at_field("rate"):
            check_price("EUR", Decimal(0), Tax(self.category, self.rate))
        if self.category in _EXPLAINED and not self.reason.strip():
            raise Required(field="reason", label=_("Reason printed on the quote"))


@dataclass(frozen=True, slots=True)
class StageForm:
    """What can be changed about a stage; of a closed one, its name alone."""

    name: str
    """Empty means the stage's usual name, in the window's language."""
    probability: int
    quiet_days: int

    def require_sound(self) -> None:
        """Raise what is wrong with an open stage, naming the field, if anything is."""
        if not 0 <= self.probability <= 100:
            raise WrongProbability(field="probability")
        if not 1 <= self.quiet_days <= MOST_DAYS:
            raise WrongQuietDays(most=MOST_DAYS, field="quiet_days")


@contextmanager
def at_field(name: str) -> Iterator[None]:
    """Let a rule that is broken in here name the field of the form."""
    try:
        yield
    except CrmError as error:
        error.facts["field"] = name
        raise


def check_price(currency: str, price: Decimal, tax: Tax) -> None:
    """Raise what a line of a quote with this price and tax would break, without a line's number."""
    line = Line("", Decimal(1), "", price, Decimal(1), tax)
    try:
        check_figures(Figures(currency, prices_include_tax=False, lines=(line,)))
    except WrongFigure as error:
        error.facts["line"] = None
        raise
