"""Labels: plain text always, in the few sizes and tones the design knows."""

from html import escape
from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
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
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(size, strong=strong, tabular=tabular))
        self.setWordWrap(wrap)
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
        if self.property("tone") != tone:
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
        self.setToolTip(tooltip_text(self.text()) if self._is_short_of_room() else "")

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the text on its line, shortened at its end."""
        painter = QPainter(self)
        metrics = self.fontMetrics()
        shown = metrics.elidedText(one_line(self.text()), Qt.TextElideMode.ElideRight, self.width())
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        flags = line_flags(self)
        painter.drawText(self.contentsRect(), flags, shown)

    def _is_short_of_room(self) -> bool:
        return self.fontMetrics().horizontalAdvance(one_line(self.text())) > self.width()


def one_line(text: str) -> str:
    """Return the text on one line, of a length that is quick to measure."""
    return " ".join(text[:_MOST].split())


def tooltip_text(text: str) -> str:
    """Return the text for a tooltip, which Qt would else read as markup: escaped, wrapped, short."""
    shown = text if len(text) <= _MOST else text[:_MOST] + "…"
    return f"<span>{escape(shown)}</span>"


def line_flags(label: QLabel) -> int:
    """Return drawText's flags for a label: its own alignment, turned with the window."""
    wanted = label.alignment()
    if wanted & Qt.AlignmentFlag.AlignHCenter:
        across = Qt.AlignmentFlag.AlignHCenter
    else:
        at_end = bool(wanted & Qt.AlignmentFlag.AlignRight)
        mirrored = label.layoutDirection() is Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag
        across = side.AlignRight if at_end != mirrored else side.AlignLeft
    flags = across | Qt.AlignmentFlag.AlignVCenter
    return flags.value | Qt.TextFlag.TextSingleLine.value
