"""Level bars under each other: a name, a bar as long as its figure, the figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from deskcrm.features.revenue.ui.chart import bar_colour
from deskcrm.kit import theme
from deskcrm.kit.parts import SectionLabel, clear, column, row
from deskcrm.kit.text import ElidedText, draw_line, is_mirrored

_ROW, _BAR = 21, 16
_NAME = 84
_GAP = 10


@dataclass(frozen=True, slots=True)
class Level:
    """One bar: how it is called, what it is worth, and how that is written."""

    name: str
    value: Decimal
    figure: str


class BarList(QWidget):
    """A titled list of level bars, the longest as wide as there is room."""

    def __init__(self, title: str, *, graded: bool = False, parent: QWidget | None = None) -> None:
        """Take the title; `graded` bars grow darker from the first to the last."""
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._graded = graded
        box = column(self, gap=theme.SMALL)
        self.title = SectionLabel(title)
        box.addWidget(self.title)
        self._rows = column()
        box.addLayout(self._rows)

    def show_levels(self, levels: Sequence[Level]) -> None:
        """Show these; the widget hides itself when there are none."""
        clear(self._rows)
        self.setVisible(bool(levels))
        if not levels:
            return
        longest = max(level.value for level in levels)
        metrics = QFontMetrics(theme.font(tabular=True))
        room = max(metrics.horizontalAdvance(level.figure) for level in levels) + _GAP + 4
        for number, level in enumerate(levels):
            strength = 0.38 + 0.3 * number / max(1, len(levels) - 1) if self._graded else 0.68
            line = row(gap=0)
            name = ElidedText(level.name, tone="muted")
            name.setFixedSize(_NAME, _ROW)
            line.addWidget(name)
            share = float(level.value / longest) if longest > 0 else 0.0
            line.addWidget(_LevelBar(level, share, strength, room), 1)
            self._rows.addLayout(line)


class _LevelBar(QWidget):
    """The bar of one level with its figure behind it."""

    def __init__(self, level: Level, share: float, strength: float, room: int) -> None:
        super().__init__()
        self._figure, self._share, self._strength, self._room = level.figure, share, strength, room
        self.setAccessibleName(f"{level.name}: {level.figure}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_ROW)

    def sizeHint(self) -> QSize:
        """Ask for the width of the design."""
        return QSize(220, _ROW)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the bar and its figure."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(bar_colour(self._strength))
        mirrored = is_mirrored(self)
        length = max(2.0 if self._share else 0.0, self._share * (self.width() - self._room))
        left = self.width() - length if mirrored else 0.0
        painter.drawRoundedRect(QRectF(left, (_ROW - _BAR) / 2, length, _BAR), 2.5, 2.5)
        painter.setFont(theme.font(tabular=True))
        painter.setPen(theme.colour("text"))
        start = round(length) + _GAP
        rest = self.width() - start
        place = QRect(0 if mirrored else start, 0, rest, _ROW)
        draw_line(painter, place, self._figure, mirrored=mirrored)
