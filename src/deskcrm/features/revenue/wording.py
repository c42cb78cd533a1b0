"""The words of revenue: names of months and years, counts, changes, clients in one word."""

import datetime as dt
from typing import Final

from deskcrm import formats, i18n
from deskcrm.features.revenue.periods import Period, Span
from deskcrm.features.revenue.queries.months import Bar
from deskcrm.features.revenue.queries.overview import Overview
from deskcrm.features.revenue.value import ClientWord
from deskcrm.i18n import _, mark, ngettext

_CLIENT_WORDS: Final = {
    ClientWord.CHAMPION: mark("champion"),
    ClientWord.LOYAL: mark("loyal"),
    ClientWord.NEW: mark("new"),
    ClientWord.AT_RISK: mark("at risk"),
    ClientWord.LOST: mark("lost"),
}

_REVENUE: Final = {
    Period.YEAR: mark("Revenue, 12 months"),
    Period.QUARTER: mark("Revenue, quarter"),
    Period.ALL: mark("Revenue, all time"),
}
_AGAINST: Final = {
    Period.YEAR: mark("Against the year before"),
    Period.QUARTER: mark("Against the quarter before"),
    Period.ALL: mark("Against the time before"),
}


def client_word(word: ClientWord) -> str:
    """Say what a client is, in one word."""
    return _(_CLIENT_WORDS[word])


def revenue_of(period: Period) -> str:
    """Name the revenue of a period."""
    return _(_REVENUE[period])


def against(period: Period) -> str:
    """Name the comparison of a period with the one before."""
    return _(_AGAINST[period])


def is_year(span: Span) -> bool:
    """Say whether a bar stands for a whole year."""
    return span.first.month != span.last.month


def short_name(bar: Bar) -> str:
    """Name a bar below the chart: "Nov", or "2026"."""
    return _year(bar.first) if is_year(bar.span) else formats.month(bar.first)


def full_name(span: Span) -> str:
    """Name a month or a year: "November 2026", or "2026"."""
    return _year(span.first) if is_year(span) else formats.month(span.first, long=True)


def chart_title(period: Period) -> str:
    """Name the chart."""
    return _("Revenue by year") if period is Period.ALL else _("Revenue by month")


def this_time(period: Period) -> str:
    """Name the coloured bars."""
    return _("each year") if period is Period.ALL else _("this year")


def time_before(period: Period) -> str:
    """Name the grey bars beside them."""
    return _("the year before") if period is Period.ALL else _("last year")


def counts(bar: Bar) -> str:
    """Say what a bar is made of: "6 quotes, 1 deal"."""
    parts = []
    if bar.quotes:
        parts.append(ngettext("{n} quote", "{n} quotes", bar.quotes).format(n=_number(bar.quotes)))
    if bar.deals:
        parts.append(ngettext("{n} deal", "{n} deals", bar.deals).format(n=_number(bar.deals)))
    return ", ".join(parts) or _("nothing came in")


def change(percent: int | None) -> str:
    """Write a change with its sign: "+18%"; a dash for none."""
    if percent is None:
        return "—"
    sign = "+" if percent > 0 else "−" if percent < 0 else ""
    mirrored = "\u200e" if i18n.is_rtl(i18n.language()) else ""
    return f"{mirrored}{sign}{formats.percent(abs(percent))}"


def share(percent: int | None) -> str:
    """Write a share in percent; a dash for none."""
    return "—" if percent is None else formats.percent(percent)


def compared_with(view: Overview) -> str:
    """Say what the revenue is compared with, and how much that was."""
    before, days = view.measures.before, view.compared
    if before is None or days is None:
        return _("There is no earlier time to compare with.")
    return _(
        "{amount} from {first} to {last}: as many days, so that the comparison is fair."
    ).format(
        amount=formats.money(before, view.currency),
        first=formats.day(days.first),
        last=formats.day(days.last),
    )


def pareto(view: Overview) -> str:
    """Say how many clients the best 20 % are, and what they brought."""
    best = view.clients.best_count
    return ngettext(
        "The best {n} of {all} clients brought {share} of this period's revenue.",
        "The best {n} of {all} clients brought {share} of this period's revenue.",
        best,
    ).format(
        n=_number(best),
        all=_number(len(view.clients.paid)),
        share=share(view.clients.best_share),
    )


def origin(name: str) -> str:
    """Name where work came from."""
    return name or _("Not noted")


def _year(day: dt.date) -> str:
    return formats.native_digits(str(day.year))


def _number(value: int) -> str:
    return formats.number(value)
