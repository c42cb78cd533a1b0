"""The revenue report: what the page shows, on one sheet of paper."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from deskcrm import formats, i18n
from deskcrm.features.revenue import wording
from deskcrm.features.revenue.periods import Period
from deskcrm.features.revenue.queries.months import Bar
from deskcrm.features.revenue.queries.overview import Overview
from deskcrm.features.revenue.scale import ticks
from deskcrm.i18n import _
from deskcrm.paper.fonts import Weight
from deskcrm.paper.sheet import A4, About, Align, Sheet
from deskcrm.paper.text import Line, Style, one_line

_INK, _MUTED, _RULE, _BEFORE = "#1B1F27", "#646B7A", "#E3E6EB", "#D5D9E0"
_LEFT, _RIGHT = 56.0, A4[0] - 56.0
_HEADING = Style(22.0, Weight.BOLD, leading=30.0)
_FIGURE = Style(15.0, Weight.BOLD, leading=20.0)
_BODY = Style(9.0, leading=13.0)
_SMALL = Style(8.0, color=_MUTED, leading=12.0)
_LABEL = Style(8.0, Weight.BOLD, color=_MUTED, leading=12.0)
_CHART_TOP, _CHART_FOOT = 622.0, 470.0
_TABLE_TOP: Final = 430.0
_ROW: Final = 16.0
_MOST_ROWS, _MOST_CLIENTS, _MOST_ORIGINS = 18, 10, 5


def render_revenue(view: Overview, today: dt.date) -> bytes:
    """Return the report as a PDF in the window's language; the same figures give the same bytes."""
    return _Report(view, today).render()


class _Report:
    """One report on its way to paper."""

    def __init__(self, view: Overview, today: dt.date) -> None:
        self._view = view
        self._today = today
        about = About(
            title=formats.beside(_("Revenue"), view.business),
            author=view.business,
            subject=self._time(),
            language=i18n.language(),
            created=today,
        )
        self._sheet = Sheet(about)

    def render(self) -> bytes:
        """Draw everything."""
        self._header()
        self._measures()
        self._chart()
        self._months()
        self._clients()
        self._origins()
        self._footer()
        self._sheet.next_page()
        return self._sheet.finish()

    def _header(self) -> None:
        self._write(_("Revenue"), replace(_HEADING, color=self._view.accent), _LEFT, 772)
        room = (_RIGHT - _LEFT) / 2
        self._write(self._view.business, replace(_BODY, weight=Weight.BOLD), _RIGHT, 780, room)
        self._write(self._time(), _SMALL, _RIGHT, 766, room)
        self._sheet.rule(_LEFT, _RIGHT, 752, _RULE)

    def _measures(self) -> None:
        view, figures = self._view, self._view.measures
        average = figures.average_client
        shown = [
            (wording.revenue_of(view.period), formats.money(figures.revenue, view.currency)),
            (wording.against(view.period), wording.change(figures.change)),
            (
                _("Best {share} of clients bring").format(share=formats.percent(20)),
                wording.share(figures.best_share),
            ),
            (
                _("Average client value"),
                "—" if average is None else formats.money(average, view.currency),
            ),
        ]
        if view.compared is None:
            del shown[1]
        step = (_RIGHT - _LEFT) / 4
        for place, (label, figure) in enumerate(shown):
            self._write(label, _SMALL, _LEFT + place * step, 728)
            self._write(figure, _FIGURE, _LEFT + place * step, 708)

    def _chart(self) -> None:
        """Draw the bars on a scale; the page mirrors itself where it is read from the right."""
        view, sheet = self._view, self._sheet
        bars = self._bars()
        self._write(wording.chart_title(view.period), _LABEL, _LEFT, 662)
        self._legend()
        highest = max((max(bar.amount, bar.before) for bar in bars), default=Decimal(0))
        scale = ticks(highest)
        names = [one_line(formats.short(tick), _SMALL) for tick in scale]
        left = _LEFT + max(name.width for name in names) + 8
        for tick, name in zip(scale, names, strict=True):
            y = _CHART_FOOT + self._height(tick, scale[-1])
            sheet.rule(left, _RIGHT, y, _RULE)
            sheet.text(name, left - 8, y - 2.8, Align.END)
        step = (_RIGHT - left) / max(1, len(bars))
        now, before = min(step * 0.37, 30), min(step * 0.24, 20)
        for place, bar in enumerate(bars):
            middle = left + (place + 0.5) * step
            x = middle - (now + before + 1.5) / 2
            for start, width, amount, colour in (
                (x, now, bar.amount, view.accent),
                (x + now + 1.5, before, bar.before, _BEFORE),
            ):
                if height := self._height(amount, scale[-1]):
                    sheet.fill(start, _CHART_FOOT, width, height, colour)
            name = one_line(wording.short_name(bar), _SMALL)
            sheet.text(name, middle - name.width / 2, _CHART_FOOT - 13)

    def _legend(self) -> None:
        period, end = self._view.period, _RIGHT
        for name, colour in (
            (wording.time_before(period), _BEFORE),
            (wording.this_time(period), self._view.accent),
        ):
            line = one_line(name, _SMALL)
            self._sheet.text(line, end, 662, Align.END)
            self._sheet.fill(end - line.width - 11, 661.5, 7, 7, colour)
            end -= line.width + 24

    def _months(self) -> None:
        """Draw the table of the chart's figures."""
        view = self._view
        rows = [
            (
                wording.full_name(bar.span),
                formats.money(bar.amount, view.currency, exact=True),
                formats.money(bar.before, view.currency, exact=True),
            )
            for bar in self._bars()
        ]
        total = sum((bar.amount for bar in self._bars()), Decimal(0))
        end = _LEFT + (_RIGHT - _LEFT) * 0.54
        heads = (_("Time"), _("Revenue"), _("A year before"))
        foot = (_("Total"), formats.money(total, view.currency, exact=True), "")
        strong = replace(_BODY, weight=Weight.BOLD)
        styles = [_LABEL, *(_BODY for _row in rows), strong]
        table = [heads, *rows, foot]
        for column, x in ((1, end - 92), (2, end)):
            self._figures([row[column] for row in table], styles, x)
        for number, (row, style) in enumerate(zip(table, styles, strict=True)):
            y = _TABLE_TOP - number * _ROW
            self._write(row[0], style, _LEFT, y, 120)
            if number < len(table) - 1:
                self._sheet.rule(_LEFT, end, y - 5, _RULE)

    def _clients(self) -> None:
        view = self._view
        rows = view.clients.rows[:_MOST_CLIENTS]
        if not rows:
            return
        left = _LEFT + (_RIGHT - _LEFT) * 0.6
        self._write(_("Clients by value"), _LABEL, left, _TABLE_TOP)
        amounts = [formats.money(row.to_date.amount, view.currency) for row in rows]
        self._figures(["", *amounts], [_BODY] * (len(rows) + 1), _RIGHT)
        for number, row in enumerate(rows, 1):
            y = _TABLE_TOP - number * _ROW
            self._write(row.name, _BODY, left, y, 92)
            self._write(wording.client_word(row.word), _SMALL, left + 98, y, 46)
            self._sheet.rule(left, _RIGHT, y - 5, _RULE)

    def _origins(self) -> None:
        view = self._view
        rows = view.origins[:_MOST_ORIGINS]
        if not rows:
            return
        left = _LEFT + (_RIGHT - _LEFT) * 0.6
        top = _TABLE_TOP - (len(view.clients.rows[:_MOST_CLIENTS]) + 2) * _ROW
        self._write(_("Where won work came from"), _LABEL, left, top)
        amounts = [formats.money(row.amount, view.currency) for row in rows]
        self._figures(["", *amounts], [_BODY] * (len(rows) + 1), _RIGHT, top)
        for number, row in enumerate(rows, 1):
            y = top - number * _ROW
            self._write(wording.origin(row.name), _BODY, left, y, 120)
            self._sheet.rule(left, _RIGHT, y - 5, _RULE)

    def _footer(self) -> None:
        made = _("Made on {day} · net of tax, and never across currencies").format(
            day=formats.day(self._today)
        )
        self._sheet.rule(_LEFT, _RIGHT, 48, _RULE)
        self._write(made, _SMALL, _LEFT, 34)

    # Writing.

    def _bars(self) -> tuple[Bar, ...]:
        """Return the bars that fit; of a very long history the latest years."""
        return self._view.bars[-_MOST_ROWS:]

    def _time(self) -> str:
        """Say what time the report covers, and in which currency."""
        view = self._view
        if view.period is Period.ALL:
            time = _("Until {day}").format(day=formats.day(self._today))
        else:
            time = _("{first} to {last}").format(
                first=formats.month(view.span.first, long=True),
                last=formats.month(view.span.last, long=True),
            )
        return f"{time} · {view.currency}"

    def _height(self, amount: Decimal, highest: Decimal) -> float:
        return max(0.0, float(amount / highest)) * (_CHART_TOP - _CHART_FOOT)

    def _write(self, text: str, style: Style, x: float, y: float, room: float = 0.0) -> None:
        """Write a text at `x`, or ending there if that is the page's end, cut to fit `room`."""
        align = Align.END if x == _RIGHT else Align.START
        self._sheet.text(self._cut(text, style, room), x, y, align)

    def _cut(self, text: str, style: Style, room: float) -> Line:
        """Set a text in one line; one that is wider than `room` is shortened."""
        line = one_line(text[:200], style, rtl=self._sheet.rtl)
        shown = text[:200]
        while room and line.width > room and shown:
            shown = shown[:-1]
            line = one_line(f"{shown.rstrip()}…", style, rtl=self._sheet.rtl)
        return line

    def _figures(
        self, texts: Sequence[str], styles: Sequence[Style], end: float, top: float = _TABLE_TOP
    ) -> None:
        """Write figures under each other, their right edges in line on a mirrored page too."""
        lines = [one_line(text, style) for text, style in zip(texts, styles, strict=True)]
        widest = max(line.width for line in lines)
        for number, line in enumerate(lines):
            y = top - number * _ROW
            if self._sheet.rtl:
                self._sheet.text(line, end - widest, y)
            else:
                self._sheet.text(line, end, y, Align.END)
