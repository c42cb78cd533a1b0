"""The chart with its title and legend, and the table behind it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from deskcrm import formats
from deskcrm.features.revenue import wording
from deskcrm.features.revenue.queries.months import Bar
from deskcrm.features.revenue.queries.overview import Overview
from deskcrm.features.revenue.ui.chart import RevenueChart, bar_colour, before_colour
from deskcrm.features.revenue.ui.side import fit_rows
from deskcrm.i18n import _
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.controls import FilterChips
from deskcrm.kit.parts import SectionLabel, column, row
from deskcrm.kit.record_table import RecordTable
from deskcrm.kit.table import Column, WindowedTableModel
from deskcrm.kit.text import Text

_ROW = 30
_TABLE = "revenue/table"


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A bar in the table, by its place in the chart."""

    id: int
    bar: Bar


class ChartPart(QWidget):
    """Revenue by month, as a chart or as a table; both open the month."""

    opened = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._rows: Sequence[_Numbered] = ()
        self._currency = ""
        box = column(self, gap=theme.TINY)
        head = row(gap=theme.SMALL)
        self._title = SectionLabel("")
        self._title.setContentsMargins(0, 0, 0, 0)
        self._now, self._before = (
            Text(tone="muted", size=theme.LABEL),
            Text(tone="muted", size=theme.LABEL),
        )
        head.addWidget(self._title)
        for colour, name in ((bar_colour, self._now), (before_colour, self._before)):
            head.addSpacing(theme.TINY)
            head.addWidget(_Swatch(colour))
            head.addWidget(name)
        head.addStretch(1)
        self.forms = FilterChips(
            [("chart", _("Chart")), ("table", _("Table"))],
            _("How it is shown"),
            "table" if context.settings.get(_TABLE) else "chart",
        )
        self.forms.chosen.connect(self._choose)
        head.addWidget(self.forms)
        box.addLayout(head)
        self.chart = RevenueChart()
        self.chart.opened.connect(self.opened)
        box.addWidget(self.chart)
        self.table = self._make_table()
        box.addWidget(self.table)
        self._show_form()

    def show_view(self, view: Overview) -> None:
        """Show the bars of a period."""
        self._currency = view.currency
        self._rows = [_Numbered(place, bar) for place, bar in enumerate(view.bars)]
        title = wording.chart_title(view.period)
        self._title.setText(title)
        self._now.setText(wording.this_time(view.period))
        self._before.setText(wording.time_before(view.period))
        self.chart.show_bars(view.bars, view.currency, title)
        self.table.setAccessibleName(title)
        self._model.reload()
        fit_rows(self.table, len(self._rows), _ROW)
        self.table.setMinimumHeight(self.table.maximumHeight())

    def take_focus(self) -> None:
        """Put the keyboard in the chart, or in the table that stands for it."""
        shown = self.table if self.forms.key == "table" else self.chart
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, key: str) -> None:
        self._context.settings.set(_TABLE, key == "table")
        self._show_form()

    def _show_form(self) -> None:
        as_table = self.forms.key == "table"
        self.chart.setVisible(not as_table)
        self.table.setVisible(as_table)

    def _make_table(self) -> RecordTable:
        self._model = WindowedTableModel(
            [
                Column[_Numbered](
                    _("Time"), lambda r: wording.full_name(r.bar.span), id="time", stretch=True
                ),
                Column[_Numbered](
                    _("Revenue"),
                    lambda r: formats.money(r.bar.amount, self._currency, exact=True),
                    id="now",
                    width=130,
                    number=True,
                ),
                Column[_Numbered](
                    _("A year before"),
                    lambda r: formats.money(r.bar.before, self._currency, exact=True),
                    id="before",
                    width=130,
                    number=True,
                ),
                Column[_Numbered](
                    _("Quotes"),
                    lambda r: formats.number(r.bar.quotes),
                    id="quotes",
                    width=80,
                    number=True,
                ),
                Column[_Numbered](
                    _("Deals"),
                    lambda r: formats.number(r.bar.deals),
                    id="deals",
                    width=80,
                    number=True,
                ),
            ],
            count=lambda: len(self._rows),
            rows=lambda offset, limit, _sort: self._rows[offset : offset + limit],
        )
        table = RecordTable(
            self._model,
            _("Revenue by month"),
            settings=self._context.settings,
            key="revenue",
            row_height=_ROW,
        )
        table.opened.connect(self.opened)
        return table


class _Swatch(QWidget):
    """A small square in the colour of what the word behind it names."""

    def __init__(self, colour: Callable[[], QColor]) -> None:
        super().__init__()
        self._colour = colour
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Ask for the square."""
        return QSize(10, 10)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the square."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour())
        painter.drawRoundedRect(self.rect(), 2, 2)
