"""The currencies there are, in words."""

from deskcrm.domain.money import CURRENCIES
from deskcrm.i18n import SOURCE_LANGUAGE, language


def currencies() -> list[tuple[str, str]]:
    """Return the currencies by code, each as (code, words)."""
    from babel import Locale, UnknownLocaleError

    try:
        names = Locale.parse(language().replace("-", "_")).currencies
    except (UnknownLocaleError, ValueError):
        names = Locale(SOURCE_LANGUAGE).currencies
    return [
        (code, f"{code} · {names[code]}" if code in names else code) for code in sorted(CURRENCIES)
    ]
