"""How taxes and countries are called in the window."""

from typing import TYPE_CHECKING

from deskcrm.domain.text import fold
from deskcrm.domain.totals import TaxCategory
from deskcrm.i18n import SOURCE_LANGUAGE, _, language, mark

if TYPE_CHECKING:
    from babel import Locale

CATEGORIES = {
    TaxCategory.S: mark("Charged at a rate"),
    TaxCategory.Z: mark("Zero-rated"),
    TaxCategory.E: mark("Exempt"),
    TaxCategory.AE: mark("Reverse charge"),
    TaxCategory.O: mark("Outside the scope of tax"),
    TaxCategory.K: mark("Supply within the EU"),
    TaxCategory.G: mark("Export"),
    TaxCategory.L: mark("Canary Islands (IGIC)"),
    TaxCategory.M: mark("Ceuta and Melilla (IPSI)"),
}

_NO_COUNTRIES = frozenset(
    ("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ")
)
"""Codes of two letters that the names of countries come with, but that ISO 3166 does not list."""


def category(code: TaxCategory) -> str:
    """Return a tax category in plain words, with its code."""
    return _("{category} ({code})").format(category=_(CATEGORIES[code]), code=code.value)


def countries() -> list[tuple[str, str]]:
    """Return the countries by name, each as (code, words), and before them none at all."""
    named = [
        (code, name)
        for code, name in _locale().territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES
    ]
    named.sort(key=lambda country: fold(country[1]))
    return [("", _("Not given")), *named]


def _locale() -> "Locale":
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language().replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale(SOURCE_LANGUAGE)
