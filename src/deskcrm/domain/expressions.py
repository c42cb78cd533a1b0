"""Small sums typed where a number belongs, such as "8*3,5" or "=(2+3)*40", in the user's language."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Final

from deskcrm.domain.money import EXACT, require_amount
from deskcrm.domain.numbers import read_decimal
from deskcrm.errors import CrmError, Unreadable
from deskcrm.i18n import _, base, mark

PLACES: Final = 10
"""A quotient that has no end, such as 10/3, is rounded to so many digits after the point."""

_MOST_LETTERS: Final = 200
_MOST_NESTED: Final = 20
_SIGNS: Final = str.maketrans({"×": "*", "∙": "*", "·": "*", "÷": "/", "∕": "/", "−": "-"})
_TOKEN: Final = re.compile(r"[-+*/()]|[^-+*/()]+")
_INVISIBLE: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_TIGHT_SLASH: Final = re.compile(r"[^-+*/()=\s]+/[^-+*/()=\s]+")
_SLASH_IS_DECIMAL: Final = frozenset({"fa", "ar", "ur", "ps", "ckb"})
"""Languages in which a slash is typed for the decimal sign as well: "3/5" may be 3.5."""


class DividesByZero(CrmError):
    """A sum without a result."""

    sentence = mark("“{text}” divides by zero. Change the number after the division sign.")


class SumTooLong(CrmError):
    """A sum that nobody types into a cell."""

    sentence = mark("This sum is too long for one cell. Type its result instead.")


class SlashIsAmbiguous(CrmError):
    """A slash that may be a decimal sign or a division."""

    sentence = mark(
        "“{text}” can mean a decimal number or a division. "
        "Type = before a division, or use the decimal sign."
    )


def is_expression(text: str) -> bool:
    """Say whether a text is a sum rather than a number: it begins with "=" or has a sign within."""
    tidy = _tidy(text)
    return tidy.startswith("=") or bool(re.search(r"[*/()]|[^-+\s][^-+]*[-+]", tidy))


def slash_is_ambiguous(text: str, language: str) -> bool:
    """Say whether a text is two numbers around a slash that the language also takes for a decimal sign."""
    return base(language) in _SLASH_IS_DECIMAL and bool(_TIGHT_SLASH.fullmatch(_tidy(text)))


def read_number(text: str, language: str) -> Decimal:
    """Read a number or a sum as `language` writes numbers; raise a CrmError rather than guess.

    The four operations and parentheses, with their usual precedence; the arithmetic is exact,
    and only a quotient without an end is rounded, halves away from zero.
    """
    tidy = _tidy(text)
    if not is_expression(text):
        return read_decimal(text, language)
    if len(tidy) > _MOST_LETTERS:
        raise SumTooLong
    if slash_is_ambiguous(text, language):
        raise SlashIsAmbiguous(text=text)
    return _Sum(tidy.removeprefix("="), text, language).result()


def _tidy(text: str) -> str:
    return _INVISIBLE.sub("", text).translate(_SIGNS).strip()


class _Sum:
    """Reads a sum from left to right: sums of products of factors."""

    def __init__(self, tidy: str, text: str, language: str) -> None:
        found: list[str] = _TOKEN.findall(tidy)
        self._tokens = [token.strip() for token in found if token.strip()]
        self._at = 0
        self._text = text
        self._language = language

    def result(self) -> Decimal:
        found = self._sum(0)
        if self._at < len(self._tokens):
            raise self._unreadable()
        number = _decimal(found)
        require_amount(number)
        return number

    def _sum(self, nested: int) -> Fraction:
        found = self._product(nested)
        while (sign := self._take("+-")) is not None:
            other = self._product(nested)
            found = found + other if sign == "+" else found - other
        return found

    def _product(self, nested: int) -> Fraction:
        found = self._factor(nested)
        while (sign := self._take("*/")) is not None:
            other = self._factor(nested)
            if sign == "/" and not other:
                raise DividesByZero(text=self._text)
            found = found * other if sign == "*" else found / other
        return found

    def _factor(self, nested: int) -> Fraction:
        sign = self._take("+-")
        if self._take("(") is not None:
            if nested >= _MOST_NESTED:
                raise SumTooLong
            found = self._sum(nested + 1)
            if self._take(")") is None:
                raise self._unreadable()
        elif self._at < len(self._tokens) and self._tokens[self._at] not in "+-*/()":
            found = self._number(self._tokens[self._at])
            self._at += 1
        else:
            raise self._unreadable()
        return -found if sign == "-" else found

    def _number(self, token: str) -> Fraction:
        try:
            return Fraction(read_decimal(token, self._language))
        except Unreadable:
            raise self._unreadable() from None

    def _take(self, signs: str) -> str | None:
        """Return the next token and go on if it is one of these signs."""
        if self._at < len(self._tokens) and self._tokens[self._at] in signs:
            self._at += 1
            return self._tokens[self._at - 1]
        return None

    def _unreadable(self) -> Unreadable:
        return Unreadable(text=self._text[:40], expected=_("a number or a sum"))


def _decimal(value: Fraction) -> Decimal:
    """Return a fraction as a number: exactly if it ends, else rounded to PLACES."""
    exact = EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
    if Fraction(exact) == value and -int(exact.as_tuple().exponent) <= 40:
        return Decimal(f"{exact:f}")
    rounded = exact.quantize(Decimal(1).scaleb(-PLACES), context=EXACT).normalize(EXACT)
    return Decimal(f"{rounded:f}")
