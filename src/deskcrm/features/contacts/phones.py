"""Phone numbers as they are dialled (E.164), read by the country they were written in."""

from functools import cache

from deskcrm.domain.text import fold
from deskcrm.i18n import LANGUAGES

_MOST = 60
"""Longer texts are no phone numbers; they are kept as they are."""


def e164(written: str, *, country: str = "", otherwise: str = "") -> str:
    """Return a phone number as it is dialled from anywhere, "" if it cannot be known.

    `country` is its owner's, in any words ("Spain", "España", "ES"), used unless the number names
    its own; `otherwise` is the one to try where that is empty or unknown.
    """
    if len(written) > _MOST or not any(letter.isdigit() for letter in written):
        return ""
    # Loaded at first use: the numbering plans of the world take 20 ms.
    import phonenumbers

    region = country_code(country) or country_code(otherwise) or None
    plain = written.strip()
    if plain.startswith("00"):
        plain = "+" + plain[2:]  # dialled so from most countries, and then no country is needed
    try:
        number = phonenumbers.parse(plain, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def country_code(written: str) -> str:
    """Return the ISO 3166 code of a country named in its own or one of our languages, else ""."""
    folded = fold(written)
    if len(folded) == 2 and folded.upper() in _codes():
        return folded.upper()
    return _countries().get(folded, "") if folded else ""


@cache
def _codes() -> frozenset[str]:
    return frozenset(_countries().values())


@cache
def _countries() -> dict[str, str]:
    """Return codes by folded names, in our languages and in English last: it wins."""
    from babel import Locale

    known: dict[str, str] = {}
    for language in (*_NEIGHBOURS, *reversed(LANGUAGES)):
        territories = Locale.parse(language).territories
        known.update(
            (fold(name), code)
            for code, name in territories.items()
            if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES
        )
    return known | _SHORT_NAMES


_NEIGHBOURS = ("de", "fr", "it", "pt", "nl", "pl", "tr", "el", "ro", "ru", "uk", "sv", "ar", "ja")
"""Languages in which addresses often name their country, beside those of the window."""
_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"})
_SHORT_NAMES = {
    "usa": "US", "u.s.a.": "US", "u.s.": "US", "united states of america": "US", "uk": "GB",
    "u.k.": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
    "uae": "AE", "holland": "NL", "czech republic": "CZ", "turkey": "TR",
}  # fmt: skip
