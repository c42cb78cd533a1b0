"""Beside the chart: the clients by what they are worth, what is bought together, or one month's list."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from deskcrm import formats
from deskcrm.domain.income import Source
from deskcrm.features.revenue import wording
from deskcrm.features.revenue.periods import Span
from deskcrm.features.revenue.queries.clients import Client
from deskcrm.features.revenue.queries.months import Entry
from deskcrm.features.revenue.queries.overview import Overview
from deskcrm.features.revenue.queries.together import Pair
from deskcrm.features.revenue.value import FEW, ClientWord
from deskcrm.i18n import _, ngettext
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.controls import Button, IconButton, PillTone
from deskcrm.kit.parts import SectionLabel, clear, column, row
from deskcrm.kit.record_table import RecordTable
from deskcrm.kit.table import Column, WindowedTableModel
from deskcrm.kit.text import ElidedText, Text, tooltip_text

_CLIENT_ROW, _ENTRY_ROW = 32, 46
_ALL_ROOM = 100
"""A table takes all the room its rows need before any is left empty."""
_TONES: dict[ClientWord, PillTone] = {
    ClientWord.CHAMPION: "good",
    ClientWord.LOYAL: "accent",
    ClientWord.NEW: "neutral",
    ClientWord.AT_RISK: "warn",
    ClientWord.LOST: "bad",
}


class ClientsPart(QWidget):
    """The clients, the share of the best of them, and what clients buy after each other."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._rows: Sequence[Client] = ()
        self._currency = ""
        box = column(self, gap=theme.SMALL)
        self._title = SectionLabel(_("Clients by value"))
        box.addWidget(indented(self._title))
        self.table = self._make_table()
        box.addWidget(self.table, _ALL_ROOM)
        self._note = Text(tone="muted", size=theme.LABEL, wrap=True)
        box.addWidget(indented(self._note))
        self._pairs_title = SectionLabel(_("Often bought together"))
        box.addWidget(indented(self._pairs_title))
        self._pairs = column(gap=theme.SMALL)
        box.addLayout(self._pairs)
        box.addStretch(1)

    def show_view(self, view: Overview) -> None:
        """Show the clients of a period."""
        self._rows, self._currency = view.clients.rows, view.currency
        self._model.reload()
        fit_rows(self.table, len(self._rows), _CLIENT_ROW)
        self._fit_amounts()
        self._title.setToolTip(tooltip_text(_meaning(view)))
        notes = [wording.pareto(view)] if view.clients.paid else []
        if view.clients.unnamed > 0:
            amount = formats.money(view.clients.unnamed, view.currency)
            notes.append(
                _("{amount} to date came from nobody who is still here.").format(amount=amount)
            )
        if 0 < len(self._rows) < FEW:
            notes.append(
                ngettext(
                    "Ranked in three bands, for there is only {n} paying client.",
                    "Ranked in three bands, for there are only {n} paying clients.",
                    len(self._rows),
                ).format(n=formats.number(len(self._rows)))
            )
        self._note.setText(" ".join(notes))
        self._note.setVisible(bool(notes))
        clear(self._pairs)
        for pair in view.pairs:
            self._pairs.addWidget(indented(_PairPart(self._context, pair)))
        self._pairs_title.setVisible(bool(view.pairs))

    def _fit_amounts(self) -> None:
        """Leave the names all the room that the largest amount does not need."""
        largest = max((client.to_date.amount for client in self._rows), default=Decimal(0))
        written = formats.money(largest, self._currency)
        self.table.setColumnWidth(2, self.table.fontMetrics().horizontalAdvance(written) + 32)

    def _make_table(self) -> RecordTable:
        self._model = WindowedTableModel(
            [
                Column[Client](_("Client"), lambda c: c.name, id="client", stretch=True),
                Column[Client](
                    _("Kind of client"),
                    lambda c: wording.client_word(c.word),
                    id="word",
                    width=100,
                    tone=lambda c: _TONES[c.word],
                ),
                Column[Client](
                    _("To date"),
                    lambda c: formats.money(c.to_date.amount, self._currency),
                    id="amount",
                    width=94,
                    number=True,
                ),
            ],
            count=lambda: len(self._rows),
            rows=lambda offset, limit, _sort: self._rows[offset : offset + limit],
        )
        table = RecordTable(self._model, _("Clients by value"), row_height=_CLIENT_ROW)
        table.horizontalHeader().hide()
        table.opened.connect(partial(self._context.open, "contact"))
        return table


class _PairPart(QWidget):
    """What some clients bought after something else, and to whom to suggest it."""

    def __init__(self, context: Context, pair: Pair) -> None:
        super().__init__()
        self._context, self._pair = context, pair
        box = column(self)
        both = _("{first} then {then}").format(first=pair.first, then=pair.then)
        box.addWidget(ElidedText(both))
        line = row(gap=theme.TINY)
        line.addWidget(Text(self._counted(), tone="muted", size=theme.LABEL))
        if pair.without:
            words = ngettext("suggest it to {n} more", "suggest it to {n} more", len(pair.without))
            self._button = Button(
                words.format(n=formats.number(len(pair.without))), self._offer, kind="link"
            )
            line.addWidget(self._button)
        line.addStretch(1)
        box.addLayout(line)
        self.setToolTip(
            tooltip_text(
                _(
                    "{support} of all clients took both; {lift} times as many as chance would have."
                ).format(
                    support=formats.percent(pair.support),
                    lift=formats.number(pair.lift),
                )
            )
        )

    def _counted(self) -> str:
        counted = ngettext("{both} of {n} client", "{both} of {n} clients", self._pair.clients)
        words = counted.format(
            both=formats.number(self._pair.both), n=formats.number(self._pair.clients)
        )
        return f"{words} ·" if self._pair.without else words

    def _offer(self) -> None:
        """Show who bought the first and not the other; choosing somebody opens them."""
        menu = QMenu(self)
        menu.setAccessibleName(self._button.text())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for contact_id, name in self._pair.without:
            action = menu.addAction(name[:60].replace("&", "&&"))
            action.triggered.connect(partial(self._context.open, "contact", contact_id))
        menu.popup(self._button.mapToGlobal(self._button.rect().bottomLeft()))


class _Listed:
    """An entry in the list, by its place: quotes and deals may share a number."""

    def __init__(self, place: int, entry: Entry) -> None:
        self.id = place
        self.entry = entry


class EntriesPart(QWidget):
    """What came in during one month: the quotes and deals that add up to its bar."""

    closed = Signal()
    quotes_wanted = Signal()
    """The quotes of the month are to be shown on their own page."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._rows: list[_Listed] = []
        box = column(self, gap=theme.SMALL)
        head = row(gap=theme.TINY)
        head.setContentsMargins(theme.SMALL, 0, theme.MEDIUM, 0)
        head.addWidget(IconButton("arrow-left", _("Back to the clients"), self.closed.emit))
        self._title = ElidedText(strong=True)
        self._sum = Text(strong=True, tabular=True)
        head.addWidget(self._title, 1)
        head.addWidget(self._sum)
        box.addLayout(head)
        self.table = self._make_table()
        box.addWidget(self.table, _ALL_ROOM)
        self.in_quotes = Button(_("Show in Quotes"), self.quotes_wanted.emit, kind="link")
        foot = row()
        foot.setContentsMargins(theme.MEDIUM, 0, theme.MEDIUM, 0)
        foot.addWidget(self.in_quotes)
        foot.addStretch(1)
        box.addLayout(foot)
        box.addStretch(1)

    def show_entries(self, span: Span, currency: str, entries: Sequence[Entry]) -> None:
        """Show these entries of a month."""
        self._rows = [_Listed(place, entry) for place, entry in enumerate(entries)]
        self._title.setText(wording.full_name(span))
        total = sum((entry.amount for entry in entries), Decimal(0))
        self._sum.setText(formats.money(total, currency))
        self._model.reload()
        fit_rows(self.table, len(entries), _ENTRY_ROW)
        self.table.select_row(0)
        self.in_quotes.setVisible(any(entry.kind is Source.QUOTE for entry in entries))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the clients with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _make_table(self) -> RecordTable:
        self._model = WindowedTableModel(
            [
                Column[_Listed](
                    _("Title"),
                    lambda listed: _title(listed.entry),
                    id="title",
                    stretch=True,
                    subtitle=lambda listed: self._about(listed.entry),
                ),
                Column[_Listed](
                    _("Amount"),
                    lambda listed: formats.money(listed.entry.amount, listed.entry.currency),
                    id="amount",
                    width=100,
                    number=True,
                ),
            ],
            count=lambda: len(self._rows),
            rows=lambda offset, limit, _sort: self._rows[offset : offset + limit],
        )
        table = RecordTable(self._model, _("What came in"), row_height=_ENTRY_ROW)
        table.horizontalHeader().hide()
        table.opened.connect(self._open)
        return table

    def _open(self, place: int) -> None:
        entry = self._rows[place].entry
        self._context.open(entry.kind.value, entry.id)

    def _about(self, entry: Entry) -> str:
        day = formats.day(entry.day, today=self._context.today())
        what = entry.number or (_("Deal") if entry.kind is Source.DEAL else "")
        return formats.beside(day, entry.client, what)


def indented(widget: QWidget) -> QWidget:
    """Return a place for a widget that begins where the words of a table's rows do."""
    place = QWidget()
    line = row(place)
    line.setContentsMargins(theme.MEDIUM, 0, theme.MEDIUM, 0)
    line.addWidget(widget)
    return place


def fit_rows(table: RecordTable, rows: int, height: int) -> None:
    """Make a table as high as its rows, or as there is room for, when it scrolls."""
    table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    header = table.horizontalHeader()
    above = 0 if header.isHidden() else header.height()
    table.setMinimumHeight(above + height * min(rows, 6))
    table.setMaximumHeight(above + height * rows + 2)


def _title(entry: Entry) -> str:
    return entry.title or entry.number or _("Without a title")


def _meaning(view: Overview) -> str:
    """Explain the words behind the names."""
    few = 0 < len(view.clients.rows) < FEW
    bands = (
        _("With fewer than {n} paying clients each is ranked in three bands.")
        if few
        else _("Each is ranked in five bands.")
    )
    ranked = _(
        "Clients are ranked by how recently, how often and for how much they bought to date. "
        "Champions do well in all three, those at risk were worth more and have not come back."
    )
    return f"{ranked} {bands.format(n=formats.number(FEW))}"
