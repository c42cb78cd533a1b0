"""What can be said about an item of the catalog at once, and what may be wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from deskcrm.domain.money import digits
from deskcrm.domain.totals import Tax, TaxCategory
from deskcrm.errors import CrmError, Required
from deskcrm.features.business.form import at_field, check_price
from deskcrm.i18n import _, mark

_SHOWN = 40
"""How much of a wrong text is repeated to its writer."""


class TwoPrices(CrmError):
    """A currency in which an item has two prices."""

    sentence = mark("There are two prices in {currency}. Take one of them away.")


class TwoTexts(CrmError):
    """A language in which an item has two sets of words."""

    sentence = mark("There are two sets of words for “{language}”. Take one of them away.")


class NoLanguage(CrmError):
    """A text that is no language's code."""

    sentence = mark("“{text}” is not a language. Use its code, such as es or pt-BR.")


@dataclass(frozen=True, slots=True)
class ItemText:
    """What an item is called in another language; a word that is empty is the item's own."""

    language: str
    name: str = ""
    description: str = ""
    unit: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing."""
        return not (self.name.strip() or self.description.strip() or self.unit.strip())


@dataclass(frozen=True, slots=True)
class ItemForm:
    """Something the business sells again and again."""

    name: str
    description: str
    unit: str
    unit_price: Decimal
    currency: str
    tax_rate_id: int | None = None
    custom: Mapping[str, Any] | None = None
    """The values of the user's own fields; None leaves them as they are."""
    cost: Decimal | None = None
    category: str = ""
    prices: tuple[tuple[str, Decimal], ...] = ()
    """What it costs in other currencies, by their codes."""
    texts: tuple[ItemText, ...] = ()
    """What it is called in other languages, each once."""

    def require_sound(self) -> None:
        """Raise what is wrong with the form, naming the field, if anything is."""
        if not self.name.strip():
            raise Required(field="name", label=_("Name"))
        with at_field("currency"):
            digits(self.currency)
        with at_field("unit_price"):
            _check(self.currency, self.unit_price)
        if self.cost is not None:
            with at_field("cost"):
                _check(self.currency, self.cost)
        with at_field("prices"):
            known = {self.currency}
            for currency, price in self.prices:
                _check(currency, price)
                if currency in known:
                    raise TwoPrices(currency=currency)
                known.add(currency)
        with at_field("texts"):
            languages = [language_code(text.language) for text in self.texts]
            for number, language in enumerate(languages):
                if language in languages[:number]:
                    raise TwoTexts(language=language)


def language_code(text: str) -> str:
    """Return a language's code as it is kept; raise NoLanguage for what is none.

    >>> language_code("ES"), language_code("pt_br")
    ('es', 'pt-BR')
    """
    from babel import Locale, UnknownLocaleError

    try:
        found = Locale.parse(text.strip().replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        raise NoLanguage(text=text.strip()[:_SHOWN]) from None
    return str(found).replace("_", "-")


def _check(currency: str, price: Decimal) -> None:
    """Raise what a line of a quote with this price would break."""
    check_price(currency, price, Tax(TaxCategory.O, Decimal(0)))
