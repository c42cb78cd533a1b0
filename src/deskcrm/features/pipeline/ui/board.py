"""The board: a column for each stage, cards that are dragged or moved by key between them."""

from PySide6.QtCore import QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from deskcrm import formats
from deskcrm.features.pipeline.queries import Board, BoardColumn
from deskcrm.features.pipeline.rows import StageChoice
from deskcrm.features.pipeline.ui import words
from deskcrm.features.pipeline.ui.cards import PITCH, CardList
from deskcrm.i18n import _
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.parts import column, row
from deskcrm.kit.text import ElidedText

_NARROWEST = 168
_LOST_HEIGHT = 56


class StageColumn(QWidget):
    """A stage's name, count and sums above its cards."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMinimumWidth(_NARROWEST)
        box = column(self, gap=6)
        head = row(gap=theme.SMALL)
        head.setContentsMargins(2, 0, 2, 0)
        self._name = ElidedText(strong=True)
        self._sums = ElidedText(tone="muted", tabular=True)
        self._sums.setAlignment(Qt.AlignmentFlag.AlignRight)
        head.addWidget(self._name, 1)
        head.addWidget(self._sums)
        box.addLayout(head)
        self.list = CardList(self)
        box.addWidget(self.list, 1)
        self.stage: StageChoice | None = None
        self.is_target = False

    def show_column(self, shown: BoardColumn, board: Board, context: Context) -> None:
        """Show a stage and its cards."""
        self.stage = shown.stage
        count = formats.number(len(shown.cards))
        worth = formats.amounts(shown.sums, board.currency)
        self._name.setText(words.column_title(shown.stage))
        self._name.setMinimumWidth(min(self._name.sizeHint().width(), 120))
        self._sums.setText(f"{count} · {worth}" if shown.cards else count)
        self._sums.updateGeometry()
        self.list.setAccessibleName(f"{self._name.text()}, {self._sums.text()}")
        self.list.show_rows(shown.cards, context.today())

    @property
    def keeps_order(self) -> bool:
        """Whether cards stand here where they were put; won ones stand by the day."""
        return self.stage is not None and self.stage.kind.is_open

    def mark_target(self, place: int | None) -> None:
        """Show that a dragged card would fall here, before the card `place`; None: it would not."""
        is_target = place is not None
        line = place if self.keeps_order else None
        if (is_target, line) != (self.is_target, self.list.drop_at):
            self.is_target, self.list.drop_at = is_target, line
            self.update()
            self.list.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Light the column up while a card is dragged over it."""
        if self.is_target:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("accent"), 1, Qt.PenStyle.DashLine))
            painter.setBrush(theme.colour("accent_soft"))
            painter.drawRoundedRect(
                QRectF(self.rect()).adjusted(0.5, 22.5, -0.5, -0.5),
                theme.CARD_RADIUS,
                theme.CARD_RADIUS,
            )


class LostZone(QWidget):
    """Where a dragged card is dropped to lose its deal; seen only while one is dragged."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.is_target = False
        self.setAccessibleName(_("Lost"))
        self.hide()

    def mark_target(self, is_target: bool) -> None:
        """Show that a dragged card would fall here."""
        if is_target != self.is_target:
            self.is_target = is_target
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the zone and what it does."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(
            QPen(theme.colour("bad"), 1.5 if self.is_target else 1, Qt.PenStyle.DashLine)
        )
        painter.setBrush(theme.colour("bad_soft" if self.is_target else "surface"))
        shape = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(shape, theme.CARD_RADIUS, theme.CARD_RADIUS)
        painter.setPen(theme.colour("bad"))
        painter.setFont(theme.font(strong=self.is_target))
        painter.drawText(
            self.rect(), Qt.AlignmentFlag.AlignCenter, _("Drop here if the deal is lost")
        )


class BoardView(QScrollArea):
    """All columns; tells what the user wants done with a card, and lets the page do it."""

    move_wanted = Signal(int, object, int)
    """A deal, the stage it goes to, the place there."""
    lose_wanted = Signal(int)
    opened = Signal(int)
    menu_asked = Signal(object)
    current_changed = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.columns: list[StageColumn] = []
        self._current: int | None = None
        self._dragged: int | None = None
        self._hold = QPoint()
        self.setProperty("ground", "background")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Board"))
        inside = QWidget(self)
        inside.setProperty("ground", "background")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._row = row(inside, gap=theme.MEDIUM)
        self._row.setContentsMargins(16, 14, 16, 8)
        self.setWidget(inside)
        self.lost_zone = LostZone(self)
        self._ghost = QLabel(self)
        self._ghost.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._ghost.hide()
        self._roll = QTimer(self, interval=30)
        self._roll.timeout.connect(self._scroll_under_drag)
        self._at = QPoint()

    def show_board(self, board: Board) -> None:
        """Show the columns; the current card stays the current one, wherever it went."""
        had_focus = any(each.list.hasFocus() for each in self.columns)
        current = self._current
        while len(self.columns) < len(board.columns):
            self._add_column()
        for spare in self.columns[len(board.columns) :]:
            spare.deleteLater()
        del self.columns[len(board.columns) :]
        for each, shown in zip(self.columns, board.columns, strict=True):
            each.show_column(shown, board, self._context)
        if current is not None:
            self.select(current, focus=had_focus)

    def current_id(self) -> int | None:
        """Return the deal whose card is the current one."""
        return self._current

    def select(self, deal_id: int, *, focus: bool = True) -> None:
        """Make a deal's card the current one, if it is on the board."""
        for each in self.columns:
            place = each.list.cards.row_of(deal_id)
            if place >= 0:
                each.list.select_row(place)
                self._current = deal_id
                if focus:
                    each.list.setFocus(Qt.FocusReason.OtherFocusReason)
                self.ensureWidgetVisible(each, theme.LARGE, 0)
                return
        self._current = None

    def focus_cards(self) -> None:
        """Put the keyboard on the current card, else on the first."""
        if self._current is not None:
            self.select(self._current)
            return
        for each in self.columns:
            if each.list.cards.rows:
                each.list.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def push(self, stages: int, places: int = 0) -> None:
        """Move the current card some stages on, or some places down in its own."""
        at = next(
            (n for n, each in enumerate(self.columns) if each.list.current_id() == self._current),
            None,
        )
        if at is None or self._current is None:
            return
        here = self.columns[at]
        place = here.list.currentIndex().row() + places
        if stages and 0 <= at + stages < len(self.columns):
            self.move_wanted.emit(self._current, self.columns[at + stages].stage, 0)
        elif places and here.keeps_order and 0 <= place < len(here.list.cards.rows):
            self.move_wanted.emit(self._current, here.stage, place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the place for lost deals at the foot."""
        super().resizeEvent(event)
        self.lost_zone.setGeometry(
            16, self.height() - _LOST_HEIGHT - 12, self.width() - 32, _LOST_HEIGHT
        )

    def _add_column(self) -> None:
        made = StageColumn(self)
        cards = made.list
        cards.opened.connect(self.opened)
        cards.menu_asked.connect(self.menu_asked)
        cards.pushed.connect(self.push)
        cards.left.connect(lambda step: self._go_sideways(made, step))
        cards.current_changed.connect(self._note_current)
        cards.lifted.connect(lambda place: self._lift(cards, place))
        cards.dragged.connect(self._drag_to)
        cards.dropped.connect(self._drop)
        cards.released.connect(self._end_drag)
        self.columns.append(made)
        self._row.addWidget(made, 1)

    def _note_current(self, deal_id: int | None) -> None:
        if deal_id is not None:
            self._current = deal_id
            self.current_changed.emit(deal_id)

    def _go_sideways(self, start: StageColumn, step: int) -> None:
        """Go to the next column with cards, to the right on the screen if `step` is 1."""
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            step = -step
        at = self.columns.index(start) + step
        while 0 <= at < len(self.columns):
            cards = self.columns[at].list
            if cards.cards.rows:
                cards.setFocus(Qt.FocusReason.OtherFocusReason)
                cards.select_row(start.list.currentIndex().row())
                self.ensureWidgetVisible(self.columns[at], theme.LARGE, 0)
                return
            at += step

    # Dragging: the pressed list keeps the mouse, the board shows where the card would fall.

    def _lift(self, cards: CardList, place: int) -> None:
        self._dragged = cards.lifted_id = cards.cards.rows[place].id
        picture = cards.picture(place)
        self._ghost.setPixmap(picture)
        self._ghost.resize(picture.deviceIndependentSize().toSize())
        corner = cards.visualRect(cards.cards.index(place)).topLeft()
        self._hold = (cards.held_at or corner) - corner
        self._ghost.show()
        self.lost_zone.show()
        self.lost_zone.raise_()
        self._ghost.raise_()
        self._roll.start()

    def _drag_to(self, at: QPoint) -> None:
        self._at = at
        self._ghost.move(self.mapFromGlobal(at) - self._hold)
        over_lost = self._is_over_lost(at)
        self.lost_zone.mark_target(over_lost)
        for each in self.columns:
            inside = not over_lost and each.rect().contains(each.mapFromGlobal(at))
            place = each.list.place_at(each.list.viewport().mapFromGlobal(at))
            each.mark_target(place if inside else None)

    def _drop(self) -> None:
        deal_id, at = self._dragged, self._at
        target = next((each for each in self.columns if each.is_target), None)
        place = target.list.drop_at if target is not None else None
        self._end_drag()
        if deal_id is None:
            return
        if self._is_over_lost(at):
            self.lose_wanted.emit(deal_id)
        elif target is not None:
            standing = target.list.cards.row_of(deal_id)
            place = place or 0
            # A card is taken out before it is put in: below itself everything moves up by one.
            place -= 0 <= standing < place
            if place != standing and (standing < 0 or target.keeps_order):
                self.move_wanted.emit(deal_id, target.stage, place)

    def _end_drag(self) -> None:
        self._dragged = None
        self._roll.stop()
        self._ghost.hide()
        self.lost_zone.hide()
        self.lost_zone.mark_target(False)
        for each in self.columns:
            each.list.lifted_id = None
            each.mark_target(None)
            each.list.viewport().update()

    def _is_over_lost(self, at: QPoint) -> bool:
        return self.lost_zone.rect().contains(self.lost_zone.mapFromGlobal(at))

    def _scroll_under_drag(self) -> None:
        """Scroll the column under the mouse while a card is held near its end, and the board aside."""
        for each in self.columns:
            inside = each.list.viewport().mapFromGlobal(self._at)
            if each.is_target:
                bar = each.list.verticalScrollBar()
                if inside.y() < PITCH // 3:
                    bar.setValue(bar.value() - 12)
                elif inside.y() > each.list.viewport().height() - _LOST_HEIGHT - PITCH:
                    bar.setValue(bar.value() + 12)
        across, x = self.horizontalScrollBar(), self.mapFromGlobal(self._at).x()
        if x < theme.WIDE:
            across.setValue(across.value() - 16)
        elif x > self.width() - theme.WIDE:
            across.setValue(across.value() + 16)
