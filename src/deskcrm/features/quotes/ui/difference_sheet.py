"""The sheet that shows what two revisions say differently, side by side."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from deskcrm.features.quotes.comparing import DifferenceRow, change_word, difference_rows
from deskcrm.features.quotes.queries import Revision, quote_head, quote_view, revisions
from deskcrm.features.quotes.queries.difference import Change, Difference, difference
from deskcrm.features.quotes.ui.sheets import window_of
from deskcrm.i18n import _
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.controls import Button
from deskcrm.kit.fields import ChoiceField
from deskcrm.kit.form import Sheet
from deskcrm.kit.text import Text

_WIDEST = 860
_GROUNDS = {
    Change.CHANGED: ("warn_soft", "warn_soft"),
    Change.MOVED: ("accent_soft", "accent_soft"),
    Change.ADDED: ("", "good_soft"),
    Change.REMOVED: ("bad_soft", ""),
}
"""The colours behind what was said before and after."""


def show_difference(context: Context, quote_id: int) -> "DifferenceSheet":
    """Show what a quote says differently from the one it replaces, else from the one that replaces it."""
    sheet = DifferenceSheet(context, quote_id)
    sheet.open()
    return sheet


class DifferenceSheet(Sheet):
    """A table of facts, lines and totals, before and after; what differs stands on a colour."""

    def __init__(self, context: Context, quote_id: int) -> None:
        parent = window_of(context)
        room = parent.width() - 80 if parent is not None else _WIDEST
        super().__init__(_("What differs"), parent, width=min(_WIDEST, room))
        self._context = context
        self._family = context.crm.ask(revisions, quote_id, context.today())
        head = context.crm.ask(quote_head, quote_id, context.today())
        place = [each.id for each in self._family].index(quote_id)
        self._after = place if head.replaces else min(place + 1, len(self._family) - 1)
        self.table = DifferenceTable()
        others = [
            (each.id, _name(each)) for at, each in enumerate(self._family) if at != self._after
        ]
        before = self._family[max(self._after - 1, 0)].id
        self.before = ChoiceField("before", _("Compared with"), others, before)
        self.before.setVisible(len(others) > 1)
        self.before.changed.connect(self._show)
        self._nothing = Text(_("Both say the same."), tone="muted")
        self.body.addWidget(self.before)
        self.body.addWidget(self._nothing)
        self.body.addWidget(self.table, 1)
        self.add_button(Button(_("Close"), self.reject, kind="primary"))
        self._show()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        crm, today = self._context.crm, self._context.today()
        shown = self._family[self._after]
        wanted = self.before.value()
        earlier = next(each for each in self._family if each.id == wanted)
        before, after = (crm.ask(quote_view, each.id, today) for each in (earlier, shown))
        found = difference(before, after)
        self._nothing.setVisible(found.is_empty)
        self.table.show_difference(found, _name(earlier), _name(shown))
        self.fit()


class DifferenceTable(QTableWidget):
    """Rows of a difference: what it is, before, after, and the change in a word."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 4, parent)
        self._rows: list[DifferenceRow] = []
        self.setAccessibleName(_("What differs"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        # The row with the keyboard gets a frame: a selection would hide the colours.
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setStyleSheet(f"QTableWidget::item {{ padding: 2px {theme.SMALL}px; }}")
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.currentCellChanged.connect(lambda *_cells: self.viewport().update())
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for place in range(3):
            head.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(3, QHeaderView.ResizeMode.ResizeToContents)

    def show_difference(self, found: Difference, before: str, after: str) -> None:
        """Show a difference between two quotes of these names."""
        self._rows = difference_rows(found)
        self.setHorizontalHeaderLabels([_("Detail"), before, after, _("Change")])
        self._fill()
        self.setCurrentCell(0, 0)
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        """Colour the rows anew with the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and self._rows:
            self._fill()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a frame around the row that has the keyboard."""
        super().paintEvent(event)
        if self.hasFocus() and self.currentRow() >= 0:
            place = self.currentRow()
            painter = QPainter(self.viewport())
            painter.setPen(theme.colour("accent"))
            top, tall = self.rowViewportPosition(place), self.rowHeight(place)
            painter.drawRect(0, top, self.viewport().width() - 1, tall - 1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the frame."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the frame away."""
        super().focusOutEvent(event)
        self.viewport().update()

    def _fill(self) -> None:
        self.clearSpans()
        self.setRowCount(len(self._rows))
        for place, entry in enumerate(self._rows):
            texts = (entry.label, entry.before, entry.after, change_word(entry.change))
            grounds = ("", *_GROUNDS.get(entry.change, ("", "")), "")
            for column, (text, ground) in enumerate(zip(texts, grounds, strict=True)):
                item = QTableWidgetItem(_apart(text))
                item.setFont(theme.font(strong=entry.is_heading))
                muted = entry.is_part and column == 0
                item.setForeground(theme.colour("muted" if muted or column == 3 else "text"))
                if muted:
                    item.setText(f"    {_apart(text)}")
                if ground:
                    item.setBackground(theme.colour(ground))
                self.setItem(place, column, item)
            if entry.is_heading:
                self.setSpan(place, 0, 1, 4)
        self.resizeRowsToContents()
        rows = sum(self.rowHeight(place) for place in range(len(self._rows)))
        window = self.window().parentWidget()
        room = window.height() - 280 if window is not None else 400
        self.setMinimumHeight(max(160, min(rows + 40, room)))


def _apart(text: str) -> str:
    """Set each line apart where it may be written against the window's direction."""
    if not QGuiApplication.isRightToLeft():
        return text
    return "\n".join(f"\u2068{line}\u2069" if line else "" for line in text.split("\n"))


def _name(revision: Revision) -> str:
    return revision.number or _("Draft")
