"""The list of quotes: filtered by typing, with what they come to in each currency."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from deskcrm import formats
from deskcrm.domain.quotes import QuoteState
from deskcrm.features.quotes.queries import (
    Order,
    QuoteFilter,
    QuoteRow,
    QuoteSums,
    quote_ids,
    quote_page,
    quote_sums,
    settled,
)
from deskcrm.features.quotes.ui.list_filters import ListFilters
from deskcrm.features.quotes.ui.words import last_day, state_tone, state_word
from deskcrm.i18n import _, ngettext
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.parts import Line, column
from deskcrm.kit.record_table import RecordTable
from deskcrm.kit.table import Column, Sort, WindowedTableModel

FILTERS: dict[str, frozenset[QuoteState] | None] = {
    "all": None,
    "drafts": frozenset({QuoteState.DRAFT}),
    "waiting": frozenset({QuoteState.SENT}),
    "accepted": frozenset({QuoteState.ACCEPTED, QuoteState.INVOICED}),
    "declined": frozenset({QuoteState.DECLINED}),
    "expired": frozenset({QuoteState.EXPIRED}),
}
"""What each chip of the page shows."""

_DATE, _WAITS = 4, 5
_ORDER = "quotes/order"


class QuoteList(QWidget):
    """The filters with the sums, and the table, which holds only the quotes in sight."""

    opened = Signal(int)
    current_changed = Signal(object)

    def __init__(self, context: Context, currency: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._which = "all"
        self._ids: frozenset[int] | None = None
        self._wanted = QuoteFilter()
        self._found = QuoteSums(0, {})
        box = column(self)
        self.filters = ListFilters(currency)
        self.filter = self.filters.text
        self.filters.choose_order(context.settings.get(_ORDER))
        box.addWidget(self.filters)
        box.addWidget(Line())
        self._model = WindowedTableModel(self._columns(), lambda: self._found.count, self._window)
        self.table = RecordTable(self._model, _("Quotes"), settings=context.settings, key="quotes")
        box.addWidget(self.table, 1)
        self.filters.changed.connect(self.reload)
        self.filters.order_chosen.connect(self._take_order)
        self.filters.gone_down.connect(self._go_to_table)
        self.table.opened.connect(self.opened)
        self.table.current_changed.connect(self.current_changed)
        self.table.menu_asked.connect(lambda at: context.shell.show_record_menu("quote", at))
        self.table.installEventFilter(self)
        self._show_columns()

    @property
    def sums(self) -> str:
        """What the quotes come to, as it is shown."""
        return self.filters.sums

    @property
    def count(self) -> int:
        """How many quotes are shown."""
        return self._found.count

    def shown(self) -> Sequence[QuoteRow]:
        """Return the quotes in the list, in the order shown."""
        return self._window(0, -1, self._model.sorting)

    def shown_ids(self) -> Sequence[int]:
        """Return the ids of the quotes in the list, in the order shown."""
        sort = self._model.sorting
        return self._context.crm.ask(
            quote_ids, self._wanted, today=self._context.today(), order=self.filters.chosen_order,
            sort=sort.key, descending=sort.descending,
        )  # fmt: skip

    def choose(self, which: str) -> None:
        """Show the quotes of a chip."""
        self._which, self._ids = which, None
        self.reload()

    def choose_ids(self, ids: frozenset[int] | None) -> None:
        """Show these quotes alone; None shows those of the chip again."""
        self._ids = ids
        self.filter.clear()
        self.reload()

    def reload(self) -> None:
        """Ask anew which quotes there are; the rows are asked for as they come into sight."""
        self.filters.settle()
        crm, today = self._context.crm, self._context.today()
        since, until = self.filters.span(today)
        narrowed = self._ids is None
        wanted = QuoteFilter(
            states=FILTERS[self._which] if narrowed else None,
            text=self.filter.text(),
            contact_id=self.filters.contact_id,
            deal_id=self.filters.deal_id,
            since=since if narrowed else None,
            until=until if narrowed else None,
            ids=self._ids,
        )
        self._wanted = crm.ask(settled, wanted)
        self._found = crm.ask(quote_sums, self._wanted, today=today)
        self._model.reload()
        if self.table.current_id() is None:
            self.table.select_row(0)
        self.filters.show_sums(self._found)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the date out of a narrow window, so that the title has room."""
        super().resizeEvent(event)
        self._show_columns()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let letters typed in the table filter it."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            plain = event.modifiers() in {
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.ShiftModifier,
            }
            if plain and event.text().strip() and event.text().isprintable():
                self.filter.setFocus(Qt.FocusReason.OtherFocusReason)
                self.filter.setText(self.filter.text() + event.text())
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show all again with Esc; go down from the filter into the list."""
        if event.key() == Qt.Key.Key_Escape and self.filter.text():
            self.filter.clear()
            self._go_to_table()
        elif event.key() == Qt.Key.Key_Down and self.filter.hasFocus():
            self._go_to_table()
        else:
            super().keyPressEvent(event)

    def _go_to_table(self) -> None:
        self.reload()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_order(self) -> None:
        """Order as chosen, no longer by a column."""
        self._show_columns()
        self._context.settings.set(_ORDER, self.filters.chosen_order.value)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.reload()

    def _show_columns(self) -> None:
        narrow = self.window().width() < theme.FOLD_WIDTH
        waiting = self.filters.chosen_order is Order.LONGEST
        self.table.setColumnHidden(_DATE, narrow)
        self.table.setColumnHidden(_WAITS, not waiting)
        self.filters.narrow(narrow=narrow)

    def _window(self, offset: int, limit: int, sort: Sort) -> Sequence[QuoteRow]:
        return self._context.crm.ask(
            quote_page, self._wanted, today=self._context.today(),
            order=self.filters.chosen_order, sort=sort.key, descending=sort.descending,
            limit=limit, offset=offset,
        )  # fmt: skip

    def _columns(self) -> tuple[Column[QuoteRow], ...]:
        today = self._context.today
        return (
            Column(_("Number"), lambda q: q.number or "—", id="number", width=104, sort="number"),
            Column(
                _("Title"), lambda q: q.title or _("Without a title"), id="title", stretch=True,
                sort="title",
            ),
            Column(
                _("Customer"), lambda q: q.customer or "—", id="customer", width=156,
                sort="customer",
            ),
            Column(
                _("State"), lambda q: state_word(q.state), id="state", width=96,
                tone=lambda q: state_tone(q.state), sort="state",
            ),
            Column(
                _("Date"), lambda q: formats.day(q.date, today=today()), id="date", width=88,
                muted=True, sort="date",
            ),
            Column(
                _("Waits"), lambda q: _waits(q.waits(today())), id="waits", width=96, muted=True,
                sort="waits",
            ),
            Column(
                _("Valid until"), lambda q: last_day(q.valid_until, q.state, today()), id="valid",
                width=118, muted=True, sort="valid",
            ),
            Column(
                _("Total"), lambda q: formats.money(q.payable, q.currency, exact=True), id="total",
                width=120, number=True, sort="total",
            ),
        )  # fmt: skip


def _waits(days: int | None) -> str:
    if days is None:
        return "—"
    return ngettext("{n} day", "{n} days", days).format(n=formats.number(days))
