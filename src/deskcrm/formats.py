"""Writes money, numbers, dates and times as the user's language does; Babel is loaded at first use."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING
from unicodedata import bidirectional

from deskcrm.i18n import _, is_rtl, language, ngettext

if TYPE_CHECKING:
    from babel import Locale


def money(amount: Decimal, currency: str, *, exact: bool = False, code: str = "") -> str:
    """Write an amount with its currency: "€39,750", or with its cents where it has any or `exact`.

    `code` is the language to write in; the window's if empty.
    """
    from babel.numbers import format_currency

    whole = not exact and amount == amount.to_integral_value()
    locale = _locale(code or language())
    pattern = locale.currency_formats["standard"].pattern
    written = format_currency(
        amount,
        currency,
        format=_without_cents(pattern) if whole else None,
        locale=locale,
        currency_digits=not whole,
        numbering_system=_numbering(locale),
    )
    return _native(written, locale)


def amounts(sums: Mapping[str, Decimal], first: str, *, exact: bool = False) -> str:
    """Write sums by currency side by side, never added, the business's own currency first."""
    order = sorted(sums, key=lambda currency: (currency != first, currency))
    shown = [
        money(sums[c], c, exact=exact) for c in order if sums[c] or c == first or len(sums) == 1
    ]
    return beside(*shown) or money(Decimal(0), first, exact=exact)


def beside(*parts: str) -> str:
    """Write facts beside each other, "Ola Surf · Proposal · €6,400", leaving empty ones out.

    Where one is written against the window's direction, each is set apart by invisible marks, so
    that a Persian name in an English window does not change the order of the others.
    """
    told = [part for part in parts if part]
    rtl = is_rtl(language())
    against = {"L"} if rtl else {"R", "AL"}
    if any(bidirectional(letter) in against for part in told for letter in part):
        mark = "\u200f" if rtl else "\u200e"
        return mark + " · ".join(f"\u2068{p}\u2069" for p in told)
    return " · ".join(told)


def number(value: Decimal | int, *, places: int | None = None, code: str = "") -> str:
    """Write a number with the language's separators and digits, `places` after the point if given."""
    from babel.numbers import format_decimal

    locale = _locale(code or language())
    pattern = None if places is None else "#,##0" + ("." + "0" * places if places else "")
    shown = value if places is not None or isinstance(value, int) else value.normalize()
    digits = shown.as_tuple().exponent if isinstance(shown, Decimal) else 0
    if pattern is None and isinstance(digits, int) and digits < 0:
        pattern = "#,##0." + "0" * -digits
    written = format_decimal(
        shown, format=pattern, locale=locale, numbering_system=_numbering(locale)
    )
    return _native(written, locale)


def short(value: Decimal | int) -> str:
    """Write a round number in little room, as beside a chart: "20K"."""
    from babel.numbers import format_compact_decimal

    locale = _locale(language())
    written = format_compact_decimal(
        value, locale=locale, fraction_digits=1, numbering_system=_numbering(locale)
    )
    return _native(written, locale)


def percent(value: Decimal | int, *, code: str = "") -> str:
    """Write a share given in percent: "46 %" or "46%", as the language does."""
    from babel.numbers import format_percent

    locale = _locale(code or language())
    share = Decimal(value) / 100
    digits = max(0, -int(share.normalize().as_tuple().exponent) - 2)
    pattern = locale.percent_formats[None].pattern
    written = format_percent(
        share,
        format=pattern.replace("#,##0", "#,##0" + ("." + "0" * digits if digits else "")),
        locale=locale,
        numbering_system=_numbering(locale),
    )
    return _native(written, locale)


def day(date: dt.date, *, today: dt.date | None = None, code: str = "") -> str:
    """Write a date: "21 Nov 2026", without the year if it is that of `today`."""
    from babel.dates import format_date, format_skeleton

    locale = _locale(code or language())
    if today is not None and date.year == today.year:
        return _native(format_skeleton("MMMd", date, locale=locale), locale)
    return _native(format_date(date, "medium", locale=locale), locale)


def weekday(date: dt.date, *, long: bool = False) -> str:
    """Write the day of the week: "Mon"."""
    from babel.dates import format_date

    return format_date(date, "EEEE" if long else "EEE", locale=_locale(language()))


def month(date: dt.date, *, long: bool = False) -> str:
    """Write the month: "Nov", or "November 2026"."""
    from babel.dates import format_date, format_skeleton

    locale = _locale(language())
    if long:
        return _native(format_skeleton("yMMMM", date, locale=locale), locale)
    return format_date(date, "LLL", locale=locale)


def full_day(date: dt.date) -> str:
    """Write a day for a title: "Saturday, 21 November"."""
    from babel.dates import format_skeleton

    locale = _locale(language())
    written = _("{weekday}, {day}").format(
        weekday=weekday(date, long=True), day=format_skeleton("MMMMd", date, locale=locale)
    )
    return _native(written[:1].upper() + written[1:], locale)


def time(value: dt.time | dt.datetime) -> str:
    """Write a time of day, a moment in the local zone: "16:20"."""
    from babel.dates import format_time

    local = value.astimezone() if isinstance(value, dt.datetime) else value
    locale = _locale(language())
    return _native(format_time(local, "short", locale=locale), locale)


def near_day(date: dt.date, today: dt.date) -> str:
    """Write a day as one says it: "today", "tomorrow", "Wed" within a week, else the date."""
    away = (date - today).days
    names = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    if away in names:
        return names[away]
    return weekday(date) if 1 < away < 7 else day(date, today=today)


def days_ago(days: int) -> str:
    """Write how long ago something was, in days."""
    if days <= 0:
        return _("today")
    return ngettext("{n} day ago", "{n} days ago", days).format(n=number(days))


def native_digits(text: str) -> str:
    """Write the digits of a text as the window's language does."""
    return _native(text, _locale(language()))


def region(code: str) -> str:
    """Return a language with the country whose ways are followed where none is named.

    English of no country writes the day before the month, and the hours from 0 to 24.
    """
    return "en_GB" if code == "en" else code


def decimal_sign() -> str:
    """Return what stands before the decimals in the window's language."""
    from babel.numbers import get_decimal_symbol

    locale = _locale(language())
    return get_decimal_symbol(locale, numbering_system=_numbering(locale))


@cache
def _locale(code: str) -> "Locale":
    from babel import Locale, UnknownLocaleError

    code = region(code)
    for attempt in (code, code.split("_")[0].split("-")[0]):
        try:
            return Locale.parse(attempt.replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en", "GB")


@cache
def _without_cents(pattern: str) -> str:
    return pattern.replace("0.00", "0")


_PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def _numbering(locale: "Locale") -> str:
    return "arabext" if locale.language == "fa" else "latn"


def _native(text: str, locale: "Locale") -> str:
    return text.translate(_PERSIAN) if locale.language == "fa" else text
