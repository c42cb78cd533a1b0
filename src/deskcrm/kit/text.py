"""Labels: plain text always, in the few sizes and tones the design knows."""

from typing import Literal

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

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
    painter: QPainter, place: QRect, text: str, *, at_end: bool = False, mirrored: bool = False
) -> None:
    """Draw text on one line, shortened to fit, at the start of `place` or at its end.

    The side follows the window's direction, `mirrored` or not; the words keep the direction of
    their own script, so that "2 days" stays so in a Persian window.
    """
    side = Qt.AlignmentFlag.AlignRight if at_end != mirrored else Qt.AlignmentFlag.AlignLeft
    flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
    shown = painter.fontMetrics().elidedText(
        one_line(text), Qt.TextElideMode.ElideRight, place.width()
    )
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    painter.drawText(place, flags.value | Qt.TextFlag.TextSingleLine.value, shown)


def is_mirrored(widget: QWidget) -> bool:
    """Say whether a widget is laid out from right to left."""
    return widget.layoutDirection() is Qt.LayoutDirection.RightToLeft
