"""The chart: what each month brought beside the same month a year before."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from deskcrm import formats
from deskcrm.features.revenue.queries.months import Bar
from deskcrm.features.revenue.scale import ticks
from deskcrm.features.revenue.wording import counts, full_name, short_name
from deskcrm.i18n import _
from deskcrm.kit import theme
from deskcrm.kit.text import is_mirrored

_AXIS_FONT = 11
_TOP, _FOOT = 30, 26
"""Room above the highest line for the bubble, and below the bars for their names."""
_NOW_SHARE, _BEFORE_SHARE, _WIDEST = 0.37, 0.24, 44
"""How much of a month's width its two bars take, and the most a bar takes in pixels."""


def bar_colour(strength: float = 0.68) -> QColor:
    """Return the colour of bars: the accent, softened by what it stands on."""
    return _mixed(theme.colour("accent"), strength)


def before_colour() -> QColor:
    """Return the colour of what bars are compared with."""
    return _mixed(theme.colour("muted"), 0.24)


def _mixed(colour: QColor, strength: float) -> QColor:
    """Return a colour laid thinly on the ground, but opaque: no line shines through a bar."""
    ground = theme.colour("surface")

    def mixed(part: int, below: int) -> int:
        return round(part * strength + below * (1 - strength))

    return QColor(
        mixed(colour.red(), ground.red()),
        mixed(colour.green(), ground.green()),
        mixed(colour.blue(), ground.blue()),
    )


@dataclass(frozen=True, slots=True)
class _Places:
    """Where things stand, in pixels; computed anew for each drawing."""

    plot: QRectF
    ticks: tuple[Decimal, ...]
    slots: int
    mirrored: bool

    @property
    def step(self) -> float:
        """The width of one month."""
        return self.plot.width() / max(1, self.slots)

    def slot(self, index: int) -> QRectF:
        """Return the column of one month, in a mirrored window counted from the right."""
        place = self.slots - 1 - index if self.mirrored else index
        return QRectF(
            self.plot.left() + place * self.step, self.plot.top(), self.step, self.plot.height()
        )

    def height(self, amount: Decimal) -> float:
        """Return how high an amount stands; less than nothing stands nowhere."""
        return max(0.0, float(amount / self.ticks[-1])) * self.plot.height()

    def index_at(self, x: float) -> int:
        """Return the month at a place, or -1."""
        if not self.plot.left() <= x <= self.plot.right() or not self.slots:
            return -1
        index = min(int((x - self.plot.left()) / self.step), self.slots - 1)
        return self.slots - 1 - index if self.mirrored else index


class RevenueChart(QWidget):
    """Bars that tell their figures under the mouse or by arrow keys, and open with Enter or a click."""

    opened = Signal(int)
    """The place of the bar that was clicked, or chosen with Enter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(252)
        self._bars: tuple[Bar, ...] = ()
        self._currency = ""
        self._hovered = -1
        self._current = -1
        self._listed = -1
        self._by_key = False
        """Whether the keyboard is in use here, so that its bar tells its figures."""

    def show_bars(self, bars: Sequence[Bar], currency: str, title: str) -> None:
        """Show these bars; the keyboard begins at the last one."""
        if len(bars) != len(self._bars):
            self._current, self._hovered = len(bars) - 1, -1
        self._bars, self._currency = tuple(bars), currency
        self.setAccessibleName(
            _("{title}: chart; arrow keys move, Enter lists what came in").format(title=title)
        )
        self._describe()
        self.update()

    def mark_listed(self, index: int) -> None:
        """Show which bar is listed elsewhere; -1 is none."""
        self._listed = index
        self.update()

    @property
    def current(self) -> int:
        """The place of the bar that the keyboard stands on."""
        return self._current

    @property
    def told(self) -> tuple[str, ...]:
        """The lines of the bubble that is shown; none if there is no bubble."""
        index = self._shown
        return self._words(index) if 0 <= index < len(self._bars) else ()

    @property
    def _shown(self) -> int:
        """The place of the bar that tells its figures, or -1."""
        if self._hovered >= 0:
            return self._hovered
        return self._current if self.hasFocus() and self._by_key else -1

    def place_of(self, index: int) -> QPointF:
        """Return the middle of a bar's foot, where a click means it."""
        slot = self._places().slot(index)
        return QPointF(slot.center().x(), slot.bottom() - 4)

    # What Qt asks and tells.

    def sizeHint(self) -> QSize:
        """Ask for the size of the design."""
        return QSize(700, 252)

    def minimumSizeHint(self) -> QSize:
        """Shrink with the window."""
        return QSize(320, 252)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell of the bar under the mouse."""
        self._hover(self._places().index_at(event.position().x()))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Tell of the bar where the mouse comes in."""
        self._hover(self._places().index_at(event.position().x()))

    def leaveEvent(self, event: QEvent) -> None:
        """Tell of no bar."""
        super().leaveEvent(event)
        self._hover(-1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the bar that was clicked."""
        index = self._places().index_at(event.position().x())
        inside = self.rect().contains(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and inside and index >= 0:
            self._go_to(index)
            self.opened.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrow keys, open with Enter or Space."""
        later = -1 if is_mirrored(self) else 1
        moves = {
            Qt.Key.Key_Right: self._current + later,
            Qt.Key.Key_Left: self._current - later,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self._bars) - 1,
        }
        key = Qt.Key(event.key())
        if key in moves:
            self._hovered, self._by_key = -1, True
            self._go_to(max(0, min(moves[key], len(self._bars) - 1)))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and self._bars:
            self.opened.emit(self._current)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard stands."""
        super().focusInEvent(event)
        tab = {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}
        self._by_key = event.reason() in tab
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show it no more."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw lines, bars, names and the bubble."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        places = self._places()
        self._draw_scale(painter, places)
        for index, bar in enumerate(self._bars):
            self._draw_bar(painter, places, index, bar)
        if self.told:
            self._draw_bubble(painter, places, self._shown)

    # Drawing.

    def _places(self) -> _Places:
        highest = max((max(bar.amount, bar.before) for bar in self._bars), default=Decimal(0))
        scale = ticks(highest)
        measured = QFontMetricsF(theme.font(_AXIS_FONT, tabular=True))
        side = max(measured.horizontalAdvance(formats.short(tick)) for tick in scale) + 10
        mirrored = is_mirrored(self)
        plot = QRectF(self.rect()).adjusted(
            0 if mirrored else side, _TOP, -side if mirrored else 0, -_FOOT
        )
        return _Places(plot, scale, len(self._bars), mirrored)

    def _draw_scale(self, painter: QPainter, places: _Places) -> None:
        painter.setFont(theme.font(_AXIS_FONT, tabular=True))
        plot = places.plot
        for tick in places.ticks:
            y = round(plot.bottom() - places.height(tick)) + 0.5
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(theme.colour("muted"))
            side = Qt.AlignmentFlag.AlignLeft if places.mirrored else Qt.AlignmentFlag.AlignRight
            beside = (
                QRectF(plot.right() + 8, y - 9, self.width() - plot.right() - 8, 18)
                if places.mirrored
                else QRectF(0, y - 9, plot.left() - 8, 18)
            )
            painter.drawText(beside, side | Qt.AlignmentFlag.AlignVCenter, formats.short(tick))

    def _draw_bar(self, painter: QPainter, places: _Places, index: int, bar: Bar) -> None:
        slot = places.slot(index)
        now = min(slot.width() * _NOW_SHARE, _WIDEST)
        before = min(slot.width() * _BEFORE_SHARE, _WIDEST * _BEFORE_SHARE / _NOW_SHARE)
        gap = 2.0
        left = slot.center().x() - (now + gap + before) / 2
        order = [(now, bar.amount, bar_colour()), (before, bar.before, before_colour())]
        if index in {self._shown, self._listed}:
            order[0] = (now, bar.amount, theme.colour("accent"))
        if places.mirrored:
            order.reverse()
        painter.setPen(Qt.PenStyle.NoPen)
        for width, amount, colour in order:
            height = places.height(amount)
            if height > 0:
                painter.setBrush(colour)
                shape = QRectF(left, places.plot.bottom() - height, width, height)
                painter.drawRoundedRect(shape, min(2.5, height / 2), min(2.5, height / 2))
            left += width + gap
        self._draw_name(painter, slot, index, bar)

    def _draw_name(self, painter: QPainter, slot: QRectF, index: int, bar: Bar) -> None:
        """Write a bar's name below it; around the one that has the keyboard a line is drawn."""
        place = QRectF(slot.left(), slot.bottom() + 5, slot.width(), 18)
        has_keyboard = self.hasFocus() and index == self._current
        painter.setFont(theme.font(_AXIS_FONT, tabular=True))
        painter.setPen(theme.colour("accent" if has_keyboard else "muted"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, short_name(bar))
        if has_keyboard:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("accent"), 1))
            width = painter.fontMetrics().horizontalAdvance(short_name(bar)) + 12
            ring = QRectF(place.center().x() - width / 2, place.top() + 0.5, width, 17)
            painter.drawRoundedRect(ring, 5, 5)

    def _draw_bubble(self, painter: QPainter, places: _Places, index: int) -> None:
        """Draw the figures of a bar on a dark ground above it."""
        head, *rest = self._words(index)
        strong, plain = theme.font(theme.LABEL, strong=True, tabular=True), theme.font(_AXIS_FONT)
        widths = [QFontMetricsF(strong).horizontalAdvance(head)]
        widths += [QFontMetricsF(plain).horizontalAdvance(line) for line in rest]
        width, height = max(widths) + 22, 14.0 + 17 * (1 + len(rest))
        slot, bar = places.slot(index), self._bars[index]
        x = min(max(slot.center().x() - width / 2, 0), self.width() - width)
        top = places.plot.bottom() - max(places.height(bar.amount), places.height(bar.before))
        y = max(top - height - 6, 0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("bubble"))
        painter.drawRoundedRect(QRectF(x, y, width, height), 5, 5)
        painter.setPen(theme.colour("on_bubble"))
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        side = Qt.AlignmentFlag.AlignRight if places.mirrored else Qt.AlignmentFlag.AlignLeft
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        for number, line in enumerate((head, *rest)):
            painter.setFont(plain if number else strong)
            painter.drawText(QRectF(x + 11, y + 7 + 17 * number, width - 22, 17), flags, line)

    # Words and moves.

    def _words(self, index: int) -> tuple[str, ...]:
        """Return what the bubble of a bar says."""
        bar = self._bars[index]
        head = _("{month}: {amount}").format(
            month=full_name(bar.span), amount=formats.money(bar.amount, self._currency)
        )
        made_of = counts(bar)
        if bar.quotes or bar.deals:
            made_of = f"{made_of} · {_('click to list')}"
        before = _("a year before: {amount}").format(
            amount=formats.money(bar.before, self._currency)
        )
        return (head, made_of, before) if bar.before else (head, made_of)

    def _go_to(self, index: int) -> None:
        self._current = index
        self._describe()
        self.update()

    def _describe(self) -> None:
        """Tell screen readers of the bar that has the keyboard."""
        known = 0 <= self._current < len(self._bars)
        self.setAccessibleDescription(", ".join(self._words(self._current)) if known else "")

    def _hover(self, index: int) -> None:
        if index != self._hovered:
            self._hovered = index
            hand = Qt.CursorShape.PointingHandCursor
            self.setCursor(hand if index >= 0 else Qt.CursorShape.ArrowCursor)
            self.update()
