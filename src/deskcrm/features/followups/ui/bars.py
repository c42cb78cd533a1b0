"""A year of income as twelve small bars, the running month in full color."""

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from deskcrm import formats
from deskcrm.i18n import _
from deskcrm.kit import theme

_GAP = 9


class MonthBars(QWidget):
    """Bars of months, oldest first; a click opens the revenue."""

    def __init__(self, opens: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._months: Sequence[tuple[dt.date, Decimal]] = ()
        self._currency = ""
        self._opens = opens
        self.setFixedHeight(112)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(_("Income by month"))

    def show_months(self, months: Sequence[tuple[dt.date, Decimal]], currency: str) -> None:
        """Draw these months; screen readers get them as a sentence."""
        self._months, self._currency = months, currency
        self.setAccessibleDescription(
            "; ".join(self._words(number) for number in range(len(months)))
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars on a common ground."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        most = max((amount for _month, amount in self._months), default=Decimal(0))
        for number, (_month, amount) in enumerate(self._months):
            colour = theme.colour("accent")
            if number < len(self._months) - 1:
                colour.setAlphaF(0.42)
            painter.setBrush(colour)
            height = float(amount / most) * (self.height() - 4) if most else 0
            place = self._place(number)
            painter.drawRoundedRect(
                QRectF(
                    place.left(), self.height() - max(2.0, height), place.width(), max(2.0, height)
                ),
                2,
                2,
            )

    def event(self, event: QEvent) -> bool:
        """Say the month's figure where the mouse rests."""
        if isinstance(event, QHelpEvent):
            for number in range(len(self._months)):
                place = self._place(number)
                if place.left() - _GAP / 2 <= event.pos().x() <= place.right() + _GAP / 2:
                    QToolTip.showText(event.globalPos(), self._words(number), self)
            return True
        if event.type() is QEvent.Type.MouseButtonRelease:
            self._opens()
        return super().event(event)

    def _place(self, number: int) -> QRectF:
        """Return where a bar stands; in right-to-left windows time runs to the left."""
        count = max(1, len(self._months))
        width = (self.width() - _GAP * (count - 1)) / count
        at = (
            number
            if self.layoutDirection() is Qt.LayoutDirection.LeftToRight
            else count - 1 - number
        )
        return QRectF(at * (width + _GAP), 0, width, self.height())

    def _words(self, number: int) -> str:
        month, amount = self._months[number]
        return f"{formats.month(month, long=True)}: {formats.money(amount, self._currency)}"
