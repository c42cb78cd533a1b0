"""Reads the numbers of a table, which may be in plain notation or as the user's language writes them."""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Final

from deskcrm.domain.custom import as_number
from deskcrm.domain.money import CURRENCIES
from deskcrm.domain.numbers import plain, read_decimal
from deskcrm.errors import Unreadable

_CODE: Final = re.compile("[A-Z]{3}")
_SIGNS: Final = {
    "€": "EUR", "£": "GBP", "₽": "RUB", "₴": "UAH", "₹": "INR", "₺": "TRY", "₪": "ILS", "₩": "KRW",
    "₫": "VND", "₸": "KZT", "₾": "GEL", "₦": "NGN", "₱": "PHP", "zł": "PLN", "kč": "CZK",
    "лв.": "BGN", "лв": "BGN",
}  # fmt: skip
"""The signs that one currency alone has."""
_SHARED: Final = {
    "$": frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "TWD", "CLP", "COP", "ARS"}),
    "¥": frozenset({"JPY", "CNY"}),
    "kr": frozenset({"SEK", "NOK", "DKK", "ISK"}),
}
"""The signs of several: they mean the business's own currency, if it is among them."""


class UndecidedNumber(ValueError):
    """A number whose point may part thousands or begin the decimals."""


class ColumnNumbers:
    """The numbers in the columns of a table: where one cell may be two numbers, the others tell which."""

    def __init__(
        self, language: str, cells: Callable[[str], Iterable[str]], *, is_plain: bool
    ) -> None:
        """Take the user's language, what gives the figures of a column, and whether all are plain."""
        self._language = language
        self._cells = cells
        self._is_plain = is_plain
        self._localized: dict[str, bool | None] = {}

    def digits(self, column: str, text: str) -> str:
        """Return the number that a text is in plain notation, "" if it is none.

        Raise UndecidedNumber if it may be another number as well.
        """
        as_plain, as_written = as_number(text), self._written(text)
        if (
            as_written is None
            or as_plain == as_written
            or (self._is_plain and as_plain is not None)
        ):
            return "" if as_plain is None else text
        if as_plain is not None:
            if column not in self._localized:
                self._localized[column] = self._prove(column)
            localized = self._localized[column]
            if localized is None:
                raise UndecidedNumber(text)
            if not localized:
                return text
        return plain(as_written)

    def _written(self, text: str) -> Decimal | None:
        """Return the number that a text is in the user's language."""
        try:
            return read_decimal(text, self._language)
        except Unreadable:
            return None

    def _prove(self, column: str) -> bool | None:
        """Say whether a column's numbers are in the user's language; None if it proves neither or both."""
        proofs: set[bool] = set()
        for figure in self._cells(column):
            as_plain, as_written = as_number(figure), self._written(figure)
            if (as_plain is None) is not (as_written is None):
                proofs.add(as_plain is None)
        return proofs.pop() if len(proofs) == 1 else None


def parted(text: str, currency: str) -> tuple[str, str]:
    """Return the figure of an amount and the code of its currency, which is `currency` if it says none.

    >>> parted("€ 1,200", "USD"), parted("1,200 CHF", "EUR"), parted("$5", "EUR")
    (('1,200', 'EUR'), ('1,200', 'CHF'), ('$5', 'EUR'))
    """
    match = _CODE.search(text)
    if match is not None and match[0] in CURRENCIES:
        return (text[: match.start()] + text[match.end() :]).strip(), match[0]
    for sign, code in _SIGNS.items():
        if sign in text.casefold():
            return _without(text, sign), code
    for sign, codes in _SHARED.items():
        if sign in text.casefold() and currency in codes:
            return _without(text, sign), currency
    return text, currency


def _without(text: str, sign: str) -> str:
    return re.sub(re.escape(sign), "", text, count=1, flags=re.IGNORECASE).strip()
