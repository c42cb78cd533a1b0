"""Figures and dates as they are written in a document's language."""

import copy
import datetime as dt
import decimal
import re
from decimal import Decimal
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import NumberPattern

from deskcrm.i18n import is_rtl
from deskcrm.paper import persian_calendar as calendar

_ZEROS = {"arab": "٠", "arabext": "۰", "beng": "০", "deva": "०", "mymr": "၀"}
"""The digit zero of numbering systems whose digits follow each other."""

_MOST_DIGITS = 100
"""More than any figure has; decimal's usual 28 would round long ones unseen."""

_CODE_BESIDE = re.compile(r"(?<=[^\W\d])(?=\d)|(?<=\d)(?=[^\W\d])")
"""Where a currency's letters would touch a figure, as CLDR's currency spacing has it."""

_LEFT_TO_RIGHT_MARK = "\u200e"


@cache
def language(code: str) -> "Language":
    """Return how `code` (such as "es" or "pt_BR") writes figures; as English if nobody knows.

    "fa-u-ca-persian" asks for the Persian calendar, as BCP 47 has it.
    """
    bare, *extensions = code.replace("_", "-").split("-u-")
    try:
        locale = Locale.parse(bare, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    return Language(locale, persian_calendar=any("ca-persian" in each for each in extensions))


class Language:
    """How one language writes figures, amounts and dates on paper."""

    def __init__(self, locale: Locale, *, persian_calendar: bool = False) -> None:
        self.locale = locale
        self._persian_calendar = persian_calendar
        zero = _ZEROS.get(locale.default_numbering_system)
        self._system = locale.default_numbering_system if zero else "latn"
        digits = {str(n): chr(ord(zero) + n) for n in range(10)} if zero else {}
        # Beside right-to-left text a sign would move to the other side of its figure.
        self._mark = _LEFT_TO_RIGHT_MARK if is_rtl(str(locale)) else ""
        percent = str(locale.number_symbols[self._system]["percentSign"])
        # A minus is longer than a hyphen.
        signs = {"-": f"{self._mark}−", "%": percent}
        self._signs = str.maketrans({**digits, **signs})
        self._patterns: dict[tuple[str, int], NumberPattern] = {}

    @property
    def decimal_sign(self) -> str:
        """What stands between an amount's units and its parts."""
        return str(self.locale.number_symbols[self._system]["decimal"])

    def number(self, value: Decimal, least: int = 0) -> str:
        """Write a number with all its digits, `least` or more of them after the decimal sign."""
        digits = max(least, _digits(value))
        return self._write(self.locale.decimal_formats[None], value, digits)

    def amount(self, value: Decimal, digits: int) -> str:
        """Write an amount with the currency's digits, without its sign."""
        return self._write(self.locale.decimal_formats[None], value, digits)

    def money(self, value: Decimal, currency: str, digits: int) -> str:
        """Write an amount with its currency."""
        pattern = self.locale.currency_formats["standard"]
        return _CODE_BESIDE.sub("\u00a0", self._write(pattern, value, digits, currency))

    def percent(self, value: Decimal) -> str:
        """Write a rate given in percent."""
        return self._write(self.locale.percent_formats[None], value.scaleb(-2), _digits(value))

    def date(self, value: dt.date) -> str:
        """Write a date with the month's name."""
        if self._persian_calendar and calendar.is_covered(value):
            year, month, day = calendar.persian_date(value)
            return f"{day} {calendar.MONTHS[month - 1]} {year}".translate(self._signs)
        # English of no country writes the day before the month.
        pattern = "d MMMM y" if str(self.locale) == "en" else "long"
        written: str = format_date(value, pattern, self.locale)
        return written.translate(self._signs)

    def country(self, code: str) -> str:
        """Return the name of a country by its ISO 3166 code; the code itself if nobody knows it."""
        return str(self.locale.territories.get(code.upper(), code))

    def _write(
        self, pattern: NumberPattern, value: Decimal, digits: int, currency: str | None = None
    ) -> str:
        key = (pattern.pattern, digits)
        if key not in self._patterns:
            fixed = copy.copy(pattern)
            fixed.frac_prec = (digits, digits)
            self._patterns[key] = fixed
        with decimal.localcontext(prec=_MOST_DIGITS):
            written: str = self._patterns[key].apply(
                value,
                self.locale,
                currency=currency,
                currency_digits=False,
                numbering_system=self._system,
            )
        told = written.startswith(("\u200e", "\u200f", "\u061c"))
        return ("" if told else self._mark) + written.translate(self._signs)


def _digits(value: Decimal) -> int:
    """Return how many digits after the decimal sign a number needs."""
    exponent = value.normalize(decimal.Context(prec=_MOST_DIGITS)).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
