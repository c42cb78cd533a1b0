"""What happened, newest first: a line with rings, words beside them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import (
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QWidget

from deskcrm.kit import theme
from deskcrm.kit.parts import clear, column
from deskcrm.kit.text import draw_line, one_line

_INDENT = 22
_MOST_LINES = 6


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry: words, of which `strong` is drawn bold, over a quieter line."""

    text: str
    subtitle: str = ""
    strong: str = ""
    opens: Callable[[], object] | None = None


class TimelineView(QWidget):
    """Entries under each other on one line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = column(self)

    def show_happenings(self, happenings: Sequence[Happening]) -> None:
        """Show these instead of what is shown."""
        clear(self._box)
        self.add_happenings(happenings)

    def add_happenings(self, happenings: Sequence[Happening]) -> None:
        """Show these below what is shown, which stays, with the focus if it has it."""
        for happening in happenings:
            self._box.addWidget(_Entry(happening, first=not self._box.count()))


class _Entry(QWidget):
    """A ring on the line, and the words beside it."""

    def __init__(self, happening: Happening, *, first: bool) -> None:
        super().__init__()
        self._happening = happening
        self._first = first
        self.setAccessibleName(
            ", ".join(part for part in (happening.text, happening.subtitle) if part)
        )
        self._layout = QTextLayout("", theme.font())
        self._layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeading))
        if happening.opens is not None:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._break_lines(300)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew for this width."""
        super().resizeEvent(event)
        self._break_lines(self.width())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open what the entry tells of."""
        super().mouseReleaseEvent(event)
        if self._happening.opens is not None and event.button() is Qt.MouseButton.LeftButton:
            self._happening.opens()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._happening.opens:
            self._happening.opens()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw line, ring and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = self.width() - 8 if rtl else 8
        painter.setPen(QPen(theme.colour("line"), 2))
        painter.drawLine(x, 0 if not self._first else 8, x, self.height())
        painter.setPen(QPen(theme.colour("accent"), 2))
        painter.setBrush(theme.colour("accent_soft" if self.hasFocus() else "surface"))
        painter.drawEllipse(QRectF(x - 5, 4, 10, 10))
        left = 0 if rtl else _INDENT
        painter.setPen(theme.colour("text"))
        self._layout.draw(painter, QRectF(left, 1, 0, 0).topLeft())
        if self._happening.subtitle:
            painter.setFont(theme.font(theme.LABEL))
            painter.setPen(theme.colour("muted"))
            below = QRect(left, self._words_height() + 1, self.width() - _INDENT, 17)
            draw_line(painter, below, self._happening.subtitle, mirrored=rtl)

    def _words_height(self) -> int:
        return round(self._layout.boundingRect().height())

    def _break_lines(self, width: int) -> None:
        text = one_line(self._happening.text)
        self._layout.setText(text)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        option = QTextOption(side | Qt.AlignmentFlag.AlignAbsolute)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        at = text.find(self._happening.strong) if self._happening.strong else -1
        formats = []
        if at >= 0:
            bold = QTextLayout.FormatRange()
            bold.start, bold.length = at, len(self._happening.strong)
            style = QTextCharFormat()
            style.setFontWeight(QFont.Weight.DemiBold)
            bold.format = style
            formats = [bold]
        self._layout.setFormats(formats)
        self._layout.beginLayout()
        top = 0.0
        for _number in range(_MOST_LINES):
            line = self._layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(max(40, width - _INDENT))
            line.setPosition(QRectF(0, top, 0, 0).topLeft())
            top += line.height()
        self._layout.endLayout()
        below = 17 if self._happening.subtitle else 0
        self.setFixedHeight(self._words_height() + below + 10)
