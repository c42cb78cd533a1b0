"""Figures and dates as they are written in a document's language."""

import datetime as dt
from decimal import Decimal
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import NumberPattern, parse_pattern

from deskcrm.i18n import is_rtl

_ZEROS = {"arab": "٠", "arabext": "۰", "beng": "০", "deva": "०", "mymr": "၀"}
"""The digit zero of numbering systems whose digits follow each other."""

_LEFT_TO_RIGHT_MARK = "\u200e"


@cache
def language(code: str) -> "Language":
    """Return how `code` (such as "es" or "pt_BR") writes figures; as English if nobody knows."""
    try:
        locale = Locale.parse(code.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    return Language(locale)


class Language:
    """How one language writes figures, amounts and dates on paper."""

    def __init__(self, locale: Locale) -> None:
        self.locale = locale
        zero = _ZEROS.get(locale.default_numbering_system)
        self._system = locale.default_numbering_system if zero else "latn"
        digits = {str(n): chr(ord(zero) + n) for n in range(10)} if zero else {}
        # A minus is longer than a hyphen.
        self._signs = str.maketrans({**digits, "-": "−"})
        # Beside right-to-left text a sign would move to the other side of its figure.
        self._mark = _LEFT_TO_RIGHT_MARK if is_rtl(str(locale)) else ""
        self._decimal: NumberPattern = parse_pattern("#,##0.###")

    @property
    def decimal_sign(self) -> str:
        """What stands between an amount's units and its parts."""
        return str(self.locale.number_symbols[self._system]["decimal"])

    def number(self, value: Decimal, least: int = 0) -> str:
        """Write a number with all its digits, `least` or more of them after the decimal sign."""
        exponent = value.normalize().as_tuple().exponent
        digits = max(least, -exponent) if isinstance(exponent, int) else least
        return self._write(self._decimal, value, digits)

    def amount(self, value: Decimal, digits: int) -> str:
        """Write an amount with the currency's digits, without its sign."""
        return self._write(self._decimal, value, digits)

    def money(self, value: Decimal, currency: str, digits: int) -> str:
        """Write an amount with its currency."""
        pattern = self.locale.currency_formats["standard"]
        return self._write(pattern, value, digits, currency)

    def percent(self, value: Decimal) -> str:
        """Write a rate given in percent."""
        pattern = self.locale.percent_formats[None]
        exponent = value.normalize().as_tuple().exponent
        digits = max(0, -exponent) if isinstance(exponent, int) else 0
        return self._write(pattern, value / 100, digits)

    def date(self, value: dt.date) -> str:
        """Write a date with the month's name."""
        written: str = format_date(value, "d MMMM y", self.locale)
        return written.translate(self._signs)

    def _write(
        self, pattern: NumberPattern, value: Decimal, digits: int, currency: str | None = None
    ) -> str:
        written: str = pattern.apply(
            value,
            self.locale,
            currency=currency,
            currency_digits=False,
            force_frac=(digits, digits),
            numbering_system=self._system,
        )
        return self._mark + written.translate(self._signs)
