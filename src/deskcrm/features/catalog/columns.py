"""The columns of a file of the catalog: what each says, by its name."""

import re
from dataclasses import dataclass
from typing import Final

from deskcrm.domain.money import CURRENCIES
from deskcrm.errors import CrmError
from deskcrm.features.catalog.form import language_code
from deskcrm.features.exchange.place import plain_name
from deskcrm.i18n import _, mark

PLAIN: Final = {
    "name": mark("Name"),
    "description": mark("Description"),
    "unit": mark("Unit"),
    "category": mark("Category"),
    "cost": mark("Cost"),
    "tax": mark("Tax"),
    "currency": mark("Currency"),
    "price": mark("Price"),
    "archived": mark("Archived"),
    "custom": mark("Own fields"),
}
"""The columns that say one thing, with how the window calls it."""
SPOKEN: Final = ("name", "description", "unit")
"""What an item can say in other languages."""
_OTHERS: Final = {
    "name": ("item", "item name", "product", "product name", "service", "title"),
    "description": ("details", "product description"),
    "unit": ("units", "unit of measure", "uom"),
    "category": ("group", "type", "product category"),
    "cost": ("unit cost", "cost price", "purchase price"),
    "tax": ("tax rate", "vat", "tax name"),
    "price": ("unit price", "rate", "sales price", "sale price", "selling price"),
}
"""What other programs call them."""
_PRICE: Final = re.compile(r"(?P<what>.+?)[\s(\[]+(?P<code>[A-Za-z]{3})[)\]]?")
_WORDS: Final = re.compile(r"(?P<what>.+?)\s*[(\[](?P<code>[\w-]{2,12})[)\]]")


@dataclass(frozen=True, slots=True)
class Place:
    """What a column says; `code` is the currency of a price or the language of a word."""

    what: str
    code: str = ""

    @property
    def title(self) -> str:
        """The column's name in our files."""
        if not self.code:
            return self.what
        return f"price {self.code}" if self.what == "price" else f"{self.what} [{self.code}]"


def place_of(name: str) -> Place | None:
    """Return what a column of this name says, None if it is none of the catalog's.

    >>> place_of("Price USD"), place_of("name [es]"), place_of("Shoe size")
    (Place(what='price', code='USD'), Place(what='name', code='es'), None)
    """
    known = _names()
    what = known.get(plain_name(name))
    if what is not None:
        return Place(what)
    price = _PRICE.fullmatch(name.strip())
    if price is not None and known.get(plain_name(price["what"])) == "price":
        code = price["code"].upper()
        return Place("price", code) if code in CURRENCIES else None
    words = _WORDS.fullmatch(name.strip())
    if words is not None and (what := known.get(plain_name(words["what"]))) in SPOKEN:
        try:
            return Place(str(what), language_code(words["code"]))
        except CrmError:
            return None
    return None


def _names() -> dict[str, str]:
    """Return what columns say by their names as they are compared, in the user's language too."""
    names = {plain_name(_(words)): what for what, words in PLAIN.items()}
    names |= {plain_name(other): what for what, others in _OTHERS.items() for other in others}
    return names | {what: what for what in PLAIN}
