"""Numbers as people type them in their language, and in plain notation for files."""

import re
import unicodedata
from decimal import Decimal
from functools import cache

from deskcrm.errors import Unreadable
from deskcrm.i18n import SOURCE_LANGUAGE, _

_SPACES = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"
_APOSTROPHES = "'\N{RIGHT SINGLE QUOTATION MARK}"
_ARABIC_DECIMAL = "\N{ARABIC DECIMAL SEPARATOR}"
_ARABIC_GROUP = "\N{ARABIC THOUSANDS SEPARATOR}"
_MINUS = ("-", "\N{MINUS SIGN}")
_DIRECTION_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SHOWN = 40
"""How much of an unreadable text is repeated to its writer."""


def read_decimal(text: str, language: str) -> Decimal:
    """Read a number as `language` writes it; raise Unreadable rather than guess.

    Digits of every script, groups of three set apart by a space, an apostrophe or the language's
    own sign. A sign that the language uses for neither decimals nor groups is not read at all:
    "1,5" is no English number, and taking it for 15 would make a price ten times too high.

    babel knows each language's signs, but its own reader takes "1,5" for 15 or, when strict, still
    reads "1e5" and "NaN" and refuses Persian digits and groups set apart by an ordinary space.
    """
    typed = _DIRECTION_MARKS.sub("", text).strip()
    minus = typed[:1] in _MINUS
    unsigned = typed[1:] if minus or typed[:1] == "+" else typed
    found = _pattern(language).fullmatch("".join(map(_with_plain_digit, unsigned)))
    if found is None:
        shown = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
        raise Unreadable(text=shown, expected=_("a number"))
    whole = re.sub("[^0-9]", "", found["whole"]) or "0"
    number = Decimal(f"{whole}.{found['fraction'] or ''}")
    return number.copy_negate() if minus and number else number


def plain(number: Decimal) -> str:
    """Return the shortest notation of a number: no exponent, no zeros at the end ("19", "0.5")."""
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").removesuffix(".")
    return "0" if text == "-0" else text


def _with_plain_digit(letter: str) -> str:
    return str(unicodedata.decimal(letter)) if letter.isdecimal() else letter


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """Return how an unsigned number of `language` looks once its digits are plain."""
    decimals, groups, size = _separators(language)
    # The sign between groups stays the same: "1 234,567" mixes two and is not read.
    grouped = (
        f"[0-9]{{1,3}}(?P<group>[{re.escape(groups)}])(?:[0-9]{{{size},3}}(?P=group))*[0-9]{{3}}"
    )
    return re.compile(
        f"(?=.*[0-9])(?P<whole>[0-9]*|{grouped})(?:[{re.escape(decimals)}](?P<fraction>[0-9]*))?"
    )


def _separators(language: str) -> tuple[str, str, int]:
    """Return a language's decimal signs, its group signs, and the digits in a higher group.

    A language with digits of its own is also typed with Latin ones, so the signs of both count.
    Indian languages group two by two above the thousands.
    """
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        locale = Locale.parse(SOURCE_LANGUAGE)
    symbols = [locale.number_symbols[s] for s in {"latn", locale.default_numbering_system}]
    decimals = {_ARABIC_DECIMAL} | {each["decimal"] for each in symbols}
    groups = {_ARABIC_GROUP, *_SPACES, *_APOSTROPHES} | {each["group"] for each in symbols}
    size = min(locale.decimal_formats[None].grouping)
    return "".join(decimals), "".join(groups - decimals), size
