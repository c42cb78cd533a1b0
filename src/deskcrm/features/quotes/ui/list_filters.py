"""The row above the list of quotes: what to filter by, in which order, and what is shown comes to."""

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from deskcrm import formats
from deskcrm.features.quotes.queries import Order, QuoteSums
from deskcrm.i18n import _, ngettext
from deskcrm.kit import theme
from deskcrm.kit.controls import Button
from deskcrm.kit.parts import row
from deskcrm.kit.text import ElidedText, Text, tooltip_text

_FILTER_ROOM = 320


class ListFilters(QWidget):
    """A field to filter with, the order, the time, whose quotes, and the sums."""

    changed = Signal()
    """Something else is to be shown."""
    order_chosen = Signal()
    """Another order was chosen, in place of that of a column."""
    gone_down = Signal()
    """Enter was pressed in the field."""

    def __init__(self, currency: str) -> None:
        super().__init__()
        self._currency = currency
        self._whose: tuple[str, int] | None = None
        self.text = QLineEdit()
        self.text.setPlaceholderText(_("Filter by title, number, customer or line"))
        self.text.setToolTip(tooltip_text(self.text.placeholderText()))
        self.text.setAccessibleName(_("Filter the quotes"))
        self.text.setClearButtonEnabled(True)
        self.text.setMinimumWidth(140)
        self.text.setMaximumWidth(_FILTER_ROOM)
        self.order = _combo(
            _("Order"),
            [
                (Order.LATEST.value, _("Latest first")),
                (Order.SOON.value, _("Expiring soon")),
                (Order.LONGEST.value, _("Waiting longest")),
            ],
        )
        self.period = _combo(
            _("Period"),
            [
                ("", _("Any time")),
                ("month", _("This month")),
                ("last_month", _("Last month")),
                ("year", _("This year")),
                ("last_year", _("Last year")),
            ],
        )
        self.whose = Button("", self._let_go, kind="link", icon="close")
        self.whose.hide()
        self._count = ElidedText(tone="muted")
        self._sums = Text(strong=True, tabular=True)
        line = row(self, gap=theme.SMALL)
        line.setContentsMargins(16, 8, 16, 8)
        line.addWidget(self.text, 3)
        line.addWidget(self.order)
        line.addWidget(self.period)
        line.addWidget(self.whose)
        line.addStretch(1)
        line.addWidget(self._count)
        line.addWidget(self._sums)
        self._soon = QTimer(self, interval=80, singleShot=True)
        self._soon.timeout.connect(self.changed)
        self.text.textChanged.connect(lambda _text: self._soon.start())
        self.text.returnPressed.connect(self.gone_down)
        self.order.activated.connect(lambda _place: self.order_chosen.emit())
        self.period.activated.connect(lambda _place: self.changed.emit())

    @property
    def sums(self) -> str:
        """What the quotes come to, as it is shown."""
        return self._sums.text()

    @property
    def chosen_order(self) -> Order:
        """The order that is chosen."""
        return Order(self.order.currentData())

    def choose_order(self, order: object) -> None:
        """Choose an order, if it is one."""
        self.order.setCurrentIndex(max(0, self.order.findData(order)))

    @property
    def contact_id(self) -> int | None:
        """The customer whose quotes alone are wanted."""
        return self._whose[1] if self._whose and self._whose[0] == "contact" else None

    @property
    def deal_id(self) -> int | None:
        """The deal whose quotes alone are wanted."""
        return self._whose[1] if self._whose and self._whose[0] == "deal" else None

    def span(self, today: dt.date) -> tuple[dt.date | None, dt.date | None]:
        """Return the first and the last day of the time that is chosen."""
        chosen = self.period.currentData()
        return _SPANS[chosen](today) if chosen else (None, None)

    def show_whose(self, kind: str, record_id: int, name: str) -> None:
        """Show the quotes of a contact or a deal alone, until its name is pressed."""
        self._whose = (kind, record_id)
        words = _("Customer: {name}") if kind == "contact" else _("Deal: {name}")
        shown = words.format(name=name if len(name) <= _MOST_NAME else name[:_MOST_NAME] + "…")
        self.whose.setText(shown.replace("&", "&&"))
        self.whose.setAccessibleName(_("{what}. Press to show all quotes.").format(what=shown))
        self.whose.setToolTip(tooltip_text(_("Show all quotes")))
        self.whose.show()
        self.changed.emit()

    def show_sums(self, found: QuoteSums) -> None:
        """Say how many quotes are shown and what they come to in each currency."""
        words = ngettext("{n} quote", "{n} quotes", found.count)
        self._count.setText(words.format(n=formats.number(found.count)))
        self._count.updateGeometry()
        self._sums.setText(formats.amounts(found.sums, self._currency, exact=True))

    def settle(self) -> None:
        """Count what was typed as shown."""
        self._soon.stop()

    def narrow(self, *, narrow: bool) -> None:
        """Leave the period out in a narrow window, unless one is chosen."""
        self.period.setVisible(not narrow or bool(self.period.currentData()))

    def _let_go(self) -> None:
        self._whose = None
        self.whose.hide()
        self.changed.emit()


_MOST_NAME = 28


def _combo(name: str, choices: list[tuple[str, str]]) -> QComboBox:
    combo = QComboBox()
    for key, words in choices:
        combo.addItem(words, key)
    combo.setAccessibleName(name)
    combo.view().setAccessibleName(name)
    return combo


def _month(today: dt.date) -> tuple[dt.date, dt.date]:
    first = today.replace(day=1)
    following = (first + dt.timedelta(days=32)).replace(day=1)
    return first, following - dt.timedelta(days=1)


_SPANS: dict[str, Callable[[dt.date], tuple[dt.date, dt.date]]] = {
    "month": _month,
    "last_month": lambda today: _month(today.replace(day=1) - dt.timedelta(days=1)),
    "year": lambda today: (dt.date(today.year, 1, 1), dt.date(today.year, 12, 31)),
    "last_year": lambda today: (dt.date(today.year - 1, 1, 1), dt.date(today.year - 1, 12, 31)),
}
