"""Labels: plain text always, in the few sizes and tones the design knows."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QGuiApplication,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QResizeEvent,
    QTextLayout,
    QTextLine,
    QTextOption,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from deskcrm.domain.matching import Span
from deskcrm.kit import theme

Tone = Literal["", "muted", "accent", "good", "warn", "bad"]

_MOST = 1_000
"""So many letters of a text are measured or shown; a name may be absurdly long."""


class Text(QLabel):
    """A label that never reads its text as markup."""

    def __init__(
        self,
        text: str = "",
        *,
        tone: Tone = "",
        size: int = theme.BODY,
        strong: bool = False,
        tabular: bool = False,
        wrap: bool = False,
        selectable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.tone: Tone = tone
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(size, strong=strong, tabular=tabular))
        self.setWordWrap(wrap)
        if QGuiApplication.isRightToLeft():
            # Qt would put a Latin text at the left even in a mirrored window.
            self.setAlignment(
                Qt.AlignmentFlag.AlignRight
                | Qt.AlignmentFlag.AlignAbsolute
                | Qt.AlignmentFlag.AlignVCenter
            )
        if tone:
            self.setProperty("tone", tone)
        if selectable:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        self.setText(text)

    def set_tone(self, tone: Tone) -> None:
        """Show the text in another colour."""
        if self.tone != tone:
            self.tone = tone
            self.setProperty("tone", tone)
            self.style().unpolish(self)
            self.style().polish(self)


class ElidedText(Text):
    """A label on one line that shortens what does not fit and shows it whole in a tooltip."""

    def __init__(
        self,
        text: str = "",
        *,
        tone: Tone = "",
        size: int = theme.BODY,
        strong: bool = False,
        tabular: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, tone=tone, size=size, strong=strong, tabular=tabular, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """Shrink to a few letters."""
        return QSize(min(24, super().sizeHint().width()), super().sizeHint().height())

    def sizeHint(self) -> QSize:
        """Ask for room for the whole text, within reason."""
        hint = super().sizeHint()
        return QSize(min(hint.width() + 1, 600), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the whole text in a tooltip where it is shortened."""
        super().resizeEvent(event)
        self._offer_whole()

    def setText(self, text: str) -> None:
        """Show another text."""
        super().setText(text)
        self._offer_whole()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the text on its line, shortened at its end."""
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(theme.colour(self.tone or "text"))
        at_end = bool(self.alignment() & Qt.AlignmentFlag.AlignRight)
        mirrored = is_mirrored(self)
        if bool(self.alignment() & Qt.AlignmentFlag.AlignAbsolute):
            at_end = at_end != mirrored
        draw_line(painter, self.contentsRect(), self.text(), at_end=at_end, mirrored=mirrored)

    def _offer_whole(self) -> None:
        short = self.fontMetrics().horizontalAdvance(one_line(self.text())) > self.width()
        self.setToolTip(tooltip_text(self.text()) if short else "")


def one_line(text: str) -> str:
    """Return the text on one line, of a length that is quick to measure."""
    return " ".join(text[:_MOST].split())


def tooltip_text(text: str) -> str:
    """Return the text for a tooltip, which Qt would else read as markup: escaped, wrapped, short."""
    from html import escape

    shown = text if len(text) <= _MOST else text[:_MOST] + "…"
    return f"<span>{escape(shown)}</span>"


def draw_line(
    painter: QPainter,
    place: QRect,
    text: str,
    *,
    at_end: bool = False,
    mirrored: bool = False,
    marks: Sequence[Span] = (),
) -> None:
    """Draw text on one line, shortened to fit, at the start of `place` or at its end.

    The side follows the window's direction, `mirrored` or not; the words keep the direction of
    their own script, so that "2 days" stays so in a Persian window. `marks` are the letters of the
    line that stand out.
    """
    side = Qt.AlignmentFlag.AlignRight if at_end != mirrored else Qt.AlignmentFlag.AlignLeft
    flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
    shown = painter.fontMetrics().elidedText(
        one_line(text), Qt.TextElideMode.ElideRight, place.width()
    )
    if marks:
        _draw_marked(painter, place, shown, marks, at_right=at_end != mirrored)
        return
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    painter.drawText(place, flags.value | Qt.TextFlag.TextSingleLine.value, shown)


def _draw_marked(
    painter: QPainter, place: QRect, shown: str, marks: Sequence[Span], *, at_right: bool
) -> None:
    """Draw a line with a ground behind some of its letters, which are never muted.

    The line is laid out once and drawn in two parts, so that joined letters keep their shapes.
    """
    option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    layout = QTextLayout(shown, painter.font())
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(1_000_000)
    layout.endLayout()
    x = place.right() + 1 - line.naturalTextWidth() if at_right else place.left()
    at = QPointF(x, place.top() + round((place.height() - line.height()) / 2))
    ground = QPainterPath()
    for start, end in marks:
        for box in _boxes(line, start, min(end, len(shown))):
            ground.addRoundedRect(box.translated(at), 3, 3)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(ground, theme.colour("mark"))
    around = QPainterPath()
    around.addRect(QRectF(place))
    for part, ink in ((around - ground, painter.pen().color()), (ground, theme.colour("text"))):
        painter.save()
        painter.setClipPath(part, Qt.ClipOperation.IntersectClip)
        painter.setPen(ink)
        layout.draw(painter, at)
        painter.restore()
    painter.restore()


def _boxes(line: QTextLine, start: int, end: int) -> list[QRectF]:
    """Return where some letters of a line stand: in several places where scripts mix."""
    if end <= start:
        return []
    runs = (run.boundingRect() for run in line.glyphRuns(start, end - start))
    return [QRectF(r.left() - 1, 1, r.width() + 2, line.height() - 2) for r in runs if r.width()]


def is_mirrored(widget: QWidget) -> bool:
    """Say whether a widget is laid out from right to left."""
    return widget.layoutDirection() is Qt.LayoutDirection.RightToLeft
