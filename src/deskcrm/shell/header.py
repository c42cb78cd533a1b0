"""The header: the page's title and chips, the search field, the page's buttons."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QWidget

from deskcrm.i18n import _
from deskcrm.kit import theme
from deskcrm.kit.layout import row
from deskcrm.kit.text import ElidedText, draw_line

if TYPE_CHECKING:
    from deskcrm.kit.page import Page


class Header(QFrame):
    """Holds the shown page's header parts around the search field."""

    search_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(theme.HEADER_HEIGHT + 1)
        self.setAccessibleName(_("Header"))
        self._row = row(self, gap=theme.SMALL)
        self._row.setContentsMargins(16, 0, 16, 1)
        self._waiting = ElidedText(size=theme.PAGE_TITLE, strong=True)
        self._row.addWidget(self._waiting)
        self._row.addStretch(1)
        self.search = SearchButton(self)
        self.search.clicked.connect(lambda _checked: self.search_asked.emit())
        self._row.addWidget(self.search)
        self._shown: Page | None = None

    def show_title(self, title: str) -> None:
        """Show a title alone, before its page is made."""
        self._take_away()
        self._waiting.setText(title)
        self._waiting.show()

    def show_page(self, page: "Page") -> None:
        """Show a page's title, chips and buttons."""
        self._take_away()
        self._waiting.hide()
        self._row.insertWidget(0, page.header_start)
        self._row.addWidget(page.header_end)
        page.header_start.show()
        page.header_end.show()
        self._shown = page

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the ground and the line below."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("surface"))
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), theme.colour("line"))

    def _take_away(self) -> None:
        if self._shown is not None:
            for part in (self._shown.header_start, self._shown.header_end):
                self._row.removeWidget(part)
                part.hide()
                part.setParent(self._shown)
        self._shown = None


class SearchButton(QAbstractButton):
    """Looks like a field and opens the palette, where the typing is done."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(_("Search or run a command"))
        self.setAccessibleName(self.text())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(270)

    def sizeHint(self) -> QSize:
        """Ask for the size of the design."""
        return QSize(270, theme.CONTROL_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Shrink where chips and buttons need the room."""
        return QSize(110, theme.CONTROL_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw a field with its words and its key."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        hot = self.hasFocus() or self.underMouse()
        edge = "accent" if self.hasFocus() else ("muted" if hot else "line")
        painter.setPen(QPen(theme.colour(edge), 1))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(shape, theme.CONTROL_RADIUS, theme.CONTROL_RADIUS)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        painter.setFont(theme.font(11))
        key_width = painter.fontMetrics().horizontalAdvance("Ctrl K") + 10
        at = 8 if rtl else self.width() - 8 - key_width
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawRoundedRect(QRectF(at + 0.5, 7.5, key_width - 1, 15), 4, 4)
        painter.setPen(theme.colour("muted"))
        painter.drawText(QRect(at, 7, key_width, 16), Qt.AlignmentFlag.AlignCenter, "Ctrl K")
        painter.setFont(theme.font())
        room = self.rect().adjusted(
            key_width + 16 if rtl else 11, 0, -11 if rtl else -key_width - 16, 0
        )
        draw_line(painter, room, self.text(), mirrored=rtl)
