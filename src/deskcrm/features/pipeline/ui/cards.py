"""The cards of one stage: a list that draws only what is in sight."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import (
    QApplication,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from deskcrm import formats
from deskcrm.features.pipeline.rows import DealRow
from deskcrm.features.pipeline.ui import words
from deskcrm.kit import theme
from deskcrm.kit.controls import draw_pill
from deskcrm.kit.text import one_line, tooltip_text

Index = QModelIndex | QPersistentModelIndex

CARD_HEIGHT = 78
PITCH = CARD_HEIGHT + theme.SMALL
_EDGE = 11


class CardModel(QAbstractListModel):
    """The deals of one stage, as cards."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: Sequence[DealRow] = ()
        self.today = dt.date.min

    def show_rows(self, rows: Sequence[DealRow], today: dt.date) -> None:
        """Show these cards instead."""
        self.beginResetModel()
        self.rows, self.today = rows, today
        self.endResetModel()

    def row_of(self, deal_id: int) -> int:
        """Return the row of a deal, or -1."""
        return next((at for at, row in enumerate(self.rows) if row.id == deal_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many cards there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a card's title; all its words for those who hear it."""
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = (row.title, row.who, words.value(row), words.pill(row, self.today)[0])
            return ", ".join(part for part in said if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip_text(formats.beside(row.title, row.who, words.chance(row)))
        return None


class CardList(QListView):
    """The cards of one stage; arrow keys go from card to card, the board does the rest."""

    lifted = Signal(int)
    """The mouse drags the card of this row away."""
    dragged = Signal(QPoint)
    """The dragged card is at this point of the screen."""
    dropped = Signal()
    released = Signal()
    """The drag was given up."""
    pushed = Signal(int, int)
    """A key moves the current card: so many stages on, so many places down."""
    left = Signal(int)
    """A key goes so many columns to the right on the screen."""
    opened = Signal(int)
    """Enter or a double click on a deal."""
    current_changed = Signal(object)
    menu_asked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.cards = CardModel(self)
        self.drop_at: int | None = None
        """Before which row a dragged card would fall; None while none is above this list."""
        self.lifted_id: int | None = None
        self.held_at: QPoint | None = None
        """Where the mouse took hold of a card."""
        self._dragging = False
        self.setModel(self.cards)
        self.setItemDelegate(_CardDrawer(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setStyleSheet("QListView { background: transparent; }")
        self.verticalScrollBar().setSingleStep(PITCH // 3)
        self.selectionModel().currentChanged.connect(
            lambda _now, _before: self.current_changed.emit(self.current_id())
        )

    def show_rows(self, rows: Sequence[DealRow], today: dt.date) -> None:
        """Show these cards and stay at the place that is scrolled to."""
        scrolled = self.verticalScrollBar().value()
        self.cards.show_rows(rows, today)
        self.verticalScrollBar().setValue(scrolled)

    def current_id(self) -> int | None:
        """Return the id of the current deal."""
        row = self.currentIndex().row()
        return self.cards.rows[row].id if 0 <= row < len(self.cards.rows) else None

    def select_row(self, row: int) -> None:
        """Make a card the current one."""
        index = self.cards.index(min(row, len(self.cards.rows) - 1))
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def place_at(self, point: QPoint) -> int:
        """Return before which row a card dropped at a point of the viewport falls."""
        top = point.y() + self.verticalScrollBar().value()
        return max(0, min(round(top / PITCH), len(self.cards.rows)))

    def picture(self, row: int) -> QPixmap:
        """Return a card as it looks while it is dragged."""
        place = self.visualRect(self.cards.index(row))
        ratio = self.devicePixelRatioF()
        made = QPixmap(place.size() * ratio)
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        box = QRect(0, 0, place.width(), CARD_HEIGHT)
        draw_card(painter, box, self.cards.rows[row], self.cards.today, self, lit=True)
        painter.end()
        return made

    def event(self, event: QEvent) -> bool:
        """Keep the keys that move a card from becoming shortcuts, which know no direction."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and _push(event, rtl=False) is not None
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the card with Ctrl or Alt, go to the next column, open, give a drag up."""
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        push = _push(event, rtl=rtl)
        sideways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if self._dragging and event.key() == Qt.Key.Key_Escape:
            self._end_drag()
            self.released.emit()
        elif push is not None:
            if self.current_id() is not None:
                self.pushed.emit(*push)
        elif sideways:
            self.left.emit(sideways)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            deal_id = self.current_id()
            if deal_id is not None:
                self.opened.emit(deal_id)
        elif event.text() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the card; it may be the beginning of a drag."""
        super().mousePressEvent(event)
        if event.button() is Qt.MouseButton.LeftButton:
            at = event.position().toPoint()
            self.held_at = at if self.indexAt(at).isValid() else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the card once the mouse has moved a little with its button held."""
        at = event.position().toPoint()
        if self._dragging and not event.buttons() & Qt.MouseButton.LeftButton:
            # The button was let go where the window could not hear it.
            self._end_drag()
            self.released.emit()
        elif self._dragging:
            self.dragged.emit(self.viewport().mapToGlobal(at))
        elif self.held_at is not None and event.buttons() & Qt.MouseButton.LeftButton:
            if (at - self.held_at).manhattanLength() >= QApplication.startDragDistance():
                self._dragging = True
                self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
                self.lifted.emit(self.indexAt(self.held_at).row())
                self.dragged.emit(self.viewport().mapToGlobal(at))
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop the card."""
        self.held_at = None
        if self._dragging:
            self._end_drag()
            self.dropped.emit()
        else:
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the deal under the mouse."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.opened.emit(self.cards.rows[index.row()].id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the card under the mouse, or of the current one by key."""
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            if self.indexAt(event.pos()).isValid():
                self.menu_asked.emit(event.globalPos())
        elif self.currentIndex().isValid():
            place = self.visualRect(self.currentIndex()).center()
            self.menu_asked.emit(self.viewport().mapToGlobal(place))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Have a current card as soon as the keyboard comes."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.cards.rows:
            self.select_row(0)
        self.current_changed.emit(self.current_id())
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cards, and the line where a dragged one would fall."""
        super().paintEvent(event)
        if self.drop_at is None:
            return
        y = self.drop_at * PITCH - self.verticalScrollBar().value() - theme.TINY
        painter = QPainter(self.viewport())
        painter.setPen(QPen(theme.colour("accent"), 3, c=Qt.PenCapStyle.RoundCap))
        painter.drawLine(4, max(2, y), self.viewport().width() - 5, max(2, y))

    def _end_drag(self) -> None:
        self._dragging = False
        self.held_at = None
        self.viewport().unsetCursor()


class _CardDrawer(QStyledItemDelegate):
    """Draws the cards of a CardList."""

    def __init__(self, cards: CardList) -> None:
        super().__init__(cards)
        self._list = cards

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        """Give every card the same height."""
        return QSize(100, PITCH)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one card, faint while it is being dragged."""
        row = self._list.cards.rows[index.row()]
        painter.save()
        if row.id == self._list.lifted_id:
            painter.setOpacity(0.35)
        draw_card(
            painter,
            QRect(option.rect.topLeft(), QSize(option.rect.width(), CARD_HEIGHT)),
            row,
            self._list.cards.today,
            self._list,
            lit=self._list.hasFocus() and index.row() == self._list.currentIndex().row(),
        )
        painter.restore()


def draw_card(
    painter: QPainter, place: QRect, row: DealRow, today: dt.date, widget: QWidget, *, lit: bool
) -> None:
    """Draw a deal's card into `place`; `lit` marks the one that has the keyboard."""
    rtl = widget.layoutDirection() is Qt.LayoutDirection.RightToLeft
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width = 2.0 if lit else 1.0
    painter.setPen(QPen(theme.colour("accent" if lit else "line"), width))
    painter.setBrush(theme.colour("surface"))
    half = width / 2
    painter.drawRoundedRect(
        QRectF(place).adjusted(half, half, -half, -half), theme.CARD_RADIUS, theme.CARD_RADIUS
    )
    inner = place.adjusted(_EDGE, 0, -_EDGE, 0)
    side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
    flags = side.value | Qt.AlignmentFlag.AlignVCenter.value | Qt.TextFlag.TextSingleLine.value

    def write(text: str, top: int, room: QRect, colour: str, *, strong: bool = False) -> None:
        painter.setFont(theme.font(strong=strong, tabular=True))
        painter.setPen(theme.colour(colour))
        shown = painter.fontMetrics().elidedText(
            one_line(text), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(QRect(room.left(), place.top() + top, room.width(), 18), flags, shown)

    write(row.title, 11, inner, "text", strong=True)
    write(row.who, 27, inner, "muted")
    text, tone = words.pill(row, today)
    # Where there is not room for both, the words give way: an amount is read whole or not at all.
    amount = QFontMetrics(theme.font(tabular=True)).horizontalAdvance(words.value(row)) + 8
    painter.setFont(theme.font(theme.PILL, tabular=True))
    wanted = painter.fontMetrics().horizontalAdvance(one_line(text)) + 17
    taken = min(wanted, max(inner.width() - amount, inner.width() // 3))
    x = inner.left() if rtl else inner.right() - taken + 1
    draw_pill(painter, QRect(x, place.top() + 50, taken, 18), text, tone)
    beside = inner.adjusted(taken + 6, 0, 0, 0) if rtl else inner.adjusted(0, 0, -taken - 6, 0)
    write(words.value(row), 50, beside, "text")


def _push(event: QKeyEvent, *, rtl: bool) -> tuple[int, int] | None:
    """Return how far a key moves the current card, in stages and places; None if it does not."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if held not in {Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier}:
        return None
    ahead = -1 if rtl else 1
    return {
        Qt.Key.Key_Left: (-ahead, 0),
        Qt.Key.Key_Right: (ahead, 0),
        Qt.Key.Key_Up: (0, -1),
        Qt.Key.Key_Down: (0, 1),
    }.get(Qt.Key(event.key()))
