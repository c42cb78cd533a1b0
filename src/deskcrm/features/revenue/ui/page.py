"""The Revenue page: figures, chart, funnel, sources; the clients, or one month's list, beside them."""

from collections.abc import Collection
from decimal import Decimal
from typing import Protocol, runtime_checkable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from deskcrm import formats
from deskcrm.domain.income import Source
from deskcrm.features.revenue import wording
from deskcrm.features.revenue.periods import Period
from deskcrm.features.revenue.queries.months import Bar, entries_of
from deskcrm.features.revenue.queries.overview import Overview, overview
from deskcrm.features.revenue.ui.bars import BarList, Level
from deskcrm.features.revenue.ui.chart_part import ChartPart
from deskcrm.features.revenue.ui.side import ClientsPart, EntriesPart
from deskcrm.i18n import _
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.controls import Button, FilterChips
from deskcrm.kit.page import Page
from deskcrm.kit.parts import EmptyState, Line, Measure, MeasureStrip, ScrollColumn, column, row
from deskcrm.kit.text import tooltip_text

_SIDE = 344
_PERIOD, _CURRENCY = "revenue/period", "revenue/currency"


@runtime_checkable
class ListsQuotes(Protocol):
    """A page that shows chosen quotes alone."""

    def show_ids(self, ids: Collection[int], title: str) -> None:
        """Show these quotes under a title."""


class RevenuePage(Page):
    """What came of the work."""

    kinds = frozenset(
        {"quote", "quote_line", "deal", "deal_change", "stage", "contact", "business"}
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Revenue"))
        self._shown: Bar | None = None
        kept = context.settings.get(_PERIOD)
        self._period = Period(kept) if kept in set(Period) else Period.YEAR
        self._currency = str(context.settings.get(_CURRENCY) or "")
        self.view: Overview = self._ask()
        self._make_header()
        self._make_measures()
        self._make_body()
        self.list = self.chart.chart

    def reload(self) -> None:
        """Ask for all figures anew."""
        self.view = view = self._ask()
        self._show_currencies()
        self._show_measures()
        self.chart.show_view(view)
        self._funnel.show_levels([
            Level(step.name, Decimal(step.deals), formats.number(step.deals)) for step in view.funnel
        ])  # fmt: skip
        self._origins.show_levels([
            Level(wording.origin(each.name), each.amount, formats.money(each.amount, view.currency))
            for each in view.origins
        ])  # fmt: skip
        self.clients.show_view(view)
        if self._shown is not None:
            again = next((bar for bar in view.bars if bar.span == self._shown.span), None)
            self._list(again) if again is not None else self.show_clients()
        self.show_empty(self._nothing_yet() if view.is_empty else None)

    def show_period(self, period: Period) -> None:
        """Look at another stretch of time."""
        self._periods.choose(period.value)

    def show_currency(self, currency: str) -> None:
        """Look at the revenue in another currency."""
        self._currency = currency
        self.context.settings.set(_CURRENCY, currency)
        self.show_clients()
        self.reload()

    def open_bar(self, index: int) -> None:
        """List what came in during a month, beside the chart; the keyboard goes there."""
        bar = self.view.bars[index]
        if bar.quotes or bar.deals:
            self._list(bar)
            self.entries.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_clients(self) -> None:
        """Put the clients back beside the chart."""
        had_focus = self.entries.table.hasFocus() or self.entries.in_quotes.hasFocus()
        self._shown = None
        self.chart.chart.mark_listed(-1)
        self._beside.setCurrentWidget(self.clients)
        if had_focus:
            self.chart.take_focus()

    def show_quotes(self) -> None:
        """Go to the quotes of the month that is listed, on their own page."""
        bar = self._shown
        if bar is None:
            return
        entries = self.context.crm.ask(entries_of, bar.span, self.view.currency)
        page = self.context.shell.show_page("quotes")
        assert isinstance(page, ListsQuotes)
        ids = [entry.id for entry in entries if entry.kind is Source.QUOTE]
        page.show_ids(ids, _("Accepted, {month}").format(month=wording.full_name(bar.span)))

    def print_or_save(self) -> None:
        """Save the report."""
        self.context.run("revenue.save_pdf")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the clients below the chart where there is no room beside it."""
        super().resizeEvent(event)
        self._lay_out()

    # Building.

    def _make_header(self) -> None:
        self._periods = self.add_chips(
            FilterChips(
                [
                    (Period.YEAR.value, _("12 months")),
                    (Period.QUARTER.value, _("Quarter")),
                    (Period.ALL.value, _("All")),
                ],
                _("Which time"),
                self._period.value,
            )
        )
        self._periods.chosen.connect(self._choose_period)
        self._currency_place = QWidget()
        self._currency_row = row(self._currency_place)
        self._currency_row.setContentsMargins(theme.SMALL, 0, 0, 0)
        self._currencies: FilterChips | None = None
        self._offered: tuple[str, ...] = ()
        self.add_to_title(self._currency_place)
        self._export = self.add_button(
            _("Export CSV"), lambda: self.context.run("revenue.export_csv")
        )
        self.add_button(_("Save PDF"), lambda: self.context.run("revenue.save_pdf"))

    def _make_measures(self) -> None:
        strip = MeasureStrip()
        self._revenue = strip.add(Measure(wording.revenue_of(self._period)))
        self._against = strip.add(Measure(wording.against(self._period)))
        best = _("Best {share} of clients bring").format(share=formats.percent(20))
        self._best = strip.add(Measure(best))
        self._average = strip.add(Measure(_("Average client value")))
        self._average.setToolTip(
            tooltip_text(_("Revenue to date, divided by the clients who ever paid."))
        )
        self.body.addWidget(strip)

    def _make_body(self) -> None:
        self.chart = ChartPart(self.context)
        self.chart.opened.connect(self.open_bar)
        self._funnel = BarList(_("Funnel, 90 days"), graded=True)
        self._funnel.title.setToolTip(
            tooltip_text(_("How many deals entered each stage in the last 90 days."))
        )
        self._origins = BarList(_("Where won work came from"))
        self.clients, self.entries = ClientsPart(self.context), EntriesPart(self.context)
        self.entries.closed.connect(self.show_clients)
        self.entries.quotes_wanted.connect(self.show_quotes)
        self._beside = QStackedWidget()
        self._beside.addWidget(self.clients)
        self._beside.addWidget(self.entries)
        self._main = ScrollColumn(gap=theme.LARGE)
        self._main.body.addWidget(self.chart)
        levels = row(gap=theme.WIDE)
        for part in (self._funnel, self._origins):
            part.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            levels.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)
        self._main.body.addLayout(levels)
        whole = QWidget()
        across = row(whole)
        across.addWidget(self._main, 1)
        self._side_line = Line(upright=True)
        across.addWidget(self._side_line)
        self._side = QWidget()
        self._side.setFixedWidth(_SIDE)
        self._side_box = column(self._side)
        self._side_box.setContentsMargins(theme.TINY, theme.MEDIUM, theme.TINY, theme.MEDIUM)
        across.addWidget(self._side)
        self.body.addWidget(whole, 1)
        self._lay_out()

    def _lay_out(self) -> None:
        """Show the clients at the side of a wide window, below the chart in a narrow one.

        There the header has no room for both buttons; the menu and the palette have them still.
        """
        narrow = self.window().width() < theme.FOLD_WIDTH
        self._export.setVisible(not narrow)
        self._side.setVisible(not narrow)
        self._side_line.setVisible(not narrow)
        place = self._main.body if narrow else self._side_box
        if place.indexOf(self._beside) < 0:
            place.addWidget(self._beside, 0 if narrow else 1)

    def _nothing_yet(self) -> EmptyState:
        return EmptyState(
            "revenue",
            _("No revenue yet"),
            _("Accepted quotes and won deals add up here, month by month and client by client."),
            Button(_("New quote"), lambda: self.context.run("quotes.new"), kind="primary"),
        )

    # Showing.

    def _ask(self) -> Overview:
        return self.context.crm.ask(overview, self.context.today(), self._period, self._currency)

    def _choose_period(self, key: str) -> None:
        self._period = Period(key)
        self.context.settings.set(_PERIOD, key)
        self.show_clients()
        self.reload()

    def _show_currencies(self) -> None:
        """Offer the currencies in which anything came in, where there are several."""
        offered = self.view.currencies if len(self.view.currencies) > 1 else ()
        if offered == self._offered:
            return
        self._offered = offered
        if self._currencies is not None:
            self._currency_row.removeWidget(self._currencies)
            self._currencies.deleteLater()
            self._currencies = None
        if offered:
            choices = [(code, code) for code in offered]
            self._currencies = FilterChips(choices, _("Which currency"), self.view.currency)
            self._currencies.chosen.connect(self.show_currency)
            self._currency_row.addWidget(self._currencies)

    def _show_measures(self) -> None:
        view, figures = self.view, self.view.measures
        self._revenue.set_label(wording.revenue_of(view.period))
        self._revenue.set_value(formats.money(figures.revenue, view.currency))
        change = figures.change
        self._against.setVisible(view.compared is not None)
        self._against.set_label(wording.against(view.period))
        self._against.set_value(
            wording.change(change), "" if not change else "good" if change > 0 else "bad"
        )
        self._against.setToolTip(tooltip_text(wording.compared_with(view)))
        self._best.set_value(wording.share(figures.best_share))
        self._best.setToolTip(tooltip_text(wording.pareto(view) if view.clients.paid else ""))
        average = figures.average_client
        self._average.set_value("—" if average is None else formats.money(average, view.currency))

    def _list(self, bar: Bar) -> None:
        self._shown = bar
        self.chart.chart.mark_listed(self.view.bars.index(bar))
        entries = self.context.crm.ask(entries_of, bar.span, self.view.currency)
        self.entries.show_entries(bar.span, self.view.currency, entries)
        self._beside.setCurrentWidget(self.entries)
