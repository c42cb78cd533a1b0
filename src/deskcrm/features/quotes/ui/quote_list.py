"""The list of quotes: filtered by typing, with what they come to in each currency."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from deskcrm import formats
from deskcrm.domain.quotes import REPLACED, QuoteState
from deskcrm.features.quotes.queries import QuoteRow, month_quotes, quote_rows
from deskcrm.features.quotes.ui.words import last_day, state_tone, state_word
from deskcrm.i18n import _, ngettext
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.parts import Line, column, row
from deskcrm.kit.record_table import RecordTable
from deskcrm.kit.table import Column, Sort, WindowedTableModel
from deskcrm.kit.text import ElidedText, Text, tooltip_text

FILTERS: dict[str, frozenset[QuoteState] | None] = {
    "all": None,
    "drafts": frozenset({QuoteState.DRAFT}),
    "waiting": frozenset({QuoteState.SENT}),
    "accepted": frozenset({QuoteState.ACCEPTED, QuoteState.INVOICED}),
    "declined": frozenset({QuoteState.DECLINED}),
    "expired": frozenset({QuoteState.EXPIRED}),
}
"""What each chip of the page shows."""

_MOST = 20_000
_DATE = 4


class QuoteList(QWidget):
    """A field to filter with, the sums, and the table."""

    opened = Signal(int)
    current_changed = Signal(object)

    def __init__(self, context: Context, currency: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._currency = currency
        self._which = "all"
        self._ids: frozenset[int] | None = None
        self._rows: Sequence[QuoteRow] = ()
        box = column(self)
        line = row(gap=theme.MEDIUM)
        line.setContentsMargins(16, 8, 16, 8)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(_("Filter by title, number or customer"))
        self.filter.setToolTip(tooltip_text(self.filter.placeholderText()))
        self.filter.setAccessibleName(_("Filter the quotes"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(320)
        self._count = ElidedText(tone="muted")
        self._sums = Text(strong=True, tabular=True)
        line.addWidget(self.filter, 2)
        line.addStretch(1)
        line.addWidget(self._count)
        line.addWidget(self._sums)
        box.addLayout(line)
        box.addWidget(Line())
        self._model = WindowedTableModel(self._columns(), lambda: len(self._rows), self._window)
        self.table = RecordTable(self._model, _("Quotes"), settings=context.settings, key="quotes")
        box.addWidget(self.table, 1)
        self._soon = QTimer(self, interval=80, singleShot=True)
        self._soon.timeout.connect(self.reload)
        self.filter.textChanged.connect(lambda _text: self._soon.start())
        self.filter.returnPressed.connect(self._go_to_table)
        self.table.opened.connect(self.opened)
        self.table.current_changed.connect(self.current_changed)
        self.table.menu_asked.connect(lambda at: context.shell.show_record_menu("quote", at))
        self.table.installEventFilter(self)

    @property
    def sums(self) -> str:
        """What the quotes come to, as it is shown."""
        return self._sums.text()

    def shown(self) -> Sequence[QuoteRow]:
        """Return the quotes in the list, in the order shown."""
        return self._ordered(self._model.sorting)

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
        """Ask for the quotes anew."""
        self._soon.stop()
        crm, today = self._context.crm, self._context.today()
        text = self.filter.text()
        if self._ids is not None:
            found = crm.ask(month_quotes, self._ids, today=today)
            wanted = text.casefold().split()
            self._rows = [quote for quote in found if _fits(quote, wanted)]
        else:
            states = FILTERS[self._which]
            self._rows = crm.ask(quote_rows, states=states, today=today, text=text, limit=_MOST)
        self._model.reload()
        if self.table.current_id() is None:
            self.table.select_row(0)
        self._show_sums()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the date out of a narrow window, so that the title has room."""
        super().resizeEvent(event)
        self.table.setColumnHidden(_DATE, self.window().width() < theme.FOLD_WIDTH)

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

    def _show_sums(self) -> None:
        sums: dict[str, Decimal] = {}
        for quote in self._rows:
            if quote.state in REPLACED:
                continue
            sums[quote.currency] = sums.get(quote.currency, Decimal(0)) + quote.payable
        count = len(self._rows)
        words = ngettext("{n} quote", "{n} quotes", count)
        self._count.setText(words.format(n=formats.number(count)))
        self._count.updateGeometry()
        self._sums.setText(formats.amounts(sums, self._currency, exact=True))

    def _window(self, offset: int, limit: int, sort: Sort) -> Sequence[QuoteRow]:
        return self._ordered(sort)[offset : offset + limit]

    def _ordered(self, sort: Sort) -> Sequence[QuoteRow]:
        if not sort.key:
            return self._rows
        keys = {
            "number": lambda q: (q.number is None, q.number or ""),
            "title": lambda q: q.title.casefold(),
            "customer": lambda q: q.customer.casefold(),
            "date": lambda q: q.date,
            "valid": lambda q: q.valid_until,
            "total": lambda q: (q.currency, q.payable),
        }
        return sorted(self._rows, key=keys[sort.key], reverse=sort.descending)

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
                tone=lambda q: state_tone(q.state),
            ),
            Column(
                _("Date"), lambda q: formats.day(q.date, today=today()), id="date", width=88,
                muted=True, sort="date",
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


def _fits(quote: QuoteRow, wanted: Sequence[str]) -> bool:
    words = f"{quote.number or ''} {quote.title} {quote.customer}".casefold()
    return all(word in words for word in wanted)
