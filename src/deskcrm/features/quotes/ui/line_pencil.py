"""Draws the words of a quote's lines: names with their details, tags, amounts with their period."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QPainter

from deskcrm.domain.quotes import LineKind
from deskcrm.features.quotes.drafts import LineDraft
from deskcrm.features.quotes.ui.cells import NUMBERS, Cell
from deskcrm.features.quotes.ui.line_rows import tags
from deskcrm.kit import theme
from deskcrm.kit.controls import draw_pill
from deskcrm.kit.text import draw_line, one_line

ROW, DETAIL = 32, 17
"""Heights of a line, and of each small line below it."""
_GAP = 6
_SUBTOTAL = 150
"""How much room a heading leaves for what its section comes to."""


def row_height(small: int) -> int:
    """Return the height of a line with so many small lines below it."""
    return ROW + DETAIL * small - (2 if small else 0)


class Pencil:
    """Draws with a painter, in a window that is mirrored or not."""

    def __init__(self, painter: QPainter, rtl: bool) -> None:
        self._painter = painter
        self._rtl = rtl

    def draw_item(self, place: QRect, line: LineDraft, details: Sequence[str]) -> None:
        """Draw the name of a line with its tags, and its details below."""
        self._painter.setClipRect(place)
        strong = line.kind is LineKind.SECTION
        text = line.kind is LineKind.TEXT
        head = QRect(place.left(), place.top(), place.width(), ROW - (3 if details else 1))
        if not details and not text:
            head.setHeight(place.height())
        words = tags(line)
        widths = [self._width(word, theme.font(theme.PILL)) + 17 for word in words]
        room = head.width() - sum(widths) - _GAP * len(widths) - (_SUBTOTAL if strong else 0)
        font = theme.font(strong=strong)
        self._painter.setFont(font)
        name = self._painter.fontMetrics().elidedText(
            one_line(line.description.partition("\n")[0]), Qt.TextElideMode.ElideRight, max(room, 0)
        )
        self._painter.setPen(theme.colour("text"))
        draw_line(self._painter, head, name, mirrored=self._rtl)
        at = self._width(name, font) + _GAP + 1
        for word, width in zip(words, widths, strict=True):
            x = head.right() - at - width + 1 if self._rtl else head.left() + at
            self._painter.setFont(theme.font(theme.PILL))
            draw_pill(self._painter, QRect(x, head.center().y() - 8, width, 18), word, "neutral")
            at += width + _GAP
        self._painter.setFont(theme.font() if text else theme.font(theme.LABEL))
        self._painter.setPen(theme.colour("text" if text else "muted"))
        for number, words_below in enumerate(details):
            below = QRect(place.left(), head.bottom() - 4 + number * DETAIL, place.width(), DETAIL)
            draw_line(self._painter, below, words_below, mirrored=self._rtl)
        self._painter.setClipping(False)

    def draw_total(self, place: QRect, line: LineDraft, words: Sequence[str]) -> None:
        """Draw what a line comes to, and how often below it, as one block in the middle."""
        muted = line.is_item and (line.optional or line.alternative)
        strong = line.kind is LineKind.SECTION
        below = len(words) - 1
        height = DETAIL * len(words)
        top = place.top() + (place.height() - height) // 2 if below > 0 else place.top()
        for number, text in enumerate(words):
            font = theme.font(strong=strong, tabular=True)
            if number and not strong:
                font = theme.font(theme.LABEL, tabular=True)
            self._painter.setFont(font)
            self._painter.setPen(theme.colour("muted" if muted or number else "text"))
            line_place = QRect(
                place.left(), top + number * DETAIL, place.width(),
                DETAIL if below > 0 else place.height(),
            )  # fmt: skip
            draw_line(self._painter, line_place, text, at_end=True, mirrored=self._rtl)

    def draw_words(self, place: QRect, cell: Cell, text: str, tone: str) -> None:
        """Draw a cell of one line."""
        self._painter.setFont(theme.font(tabular=cell in NUMBERS))
        self._painter.setPen(theme.colour(tone))
        draw_line(self._painter, place, text, at_end=cell in NUMBERS, mirrored=self._rtl)

    def _width(self, text: str, font: QFont) -> int:
        self._painter.setFont(font)
        return self._painter.fontMetrics().horizontalAdvance(text)
