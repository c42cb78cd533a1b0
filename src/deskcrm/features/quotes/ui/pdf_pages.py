"""The pages of a PDF under each other, as wide as there is room.

Qt's own QPdfView draws pages on a thread: it flashes white at each new document, and a page of the
old one that comes late stays in its place. One page takes some 10 ms, so these are drawn at once.
"""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from deskcrm.kit import theme

_EDGE, _GAP = 1, 12
"""Pixels around and between the pages."""
_STEP = 40


class PdfPages(QAbstractScrollArea):
    """Shows a document; another takes its place without moving what is seen."""

    drag_begun = Signal()
    """The document is being dragged out with the mouse."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().setSingleStep(_STEP)
        self._document: QPdfDocument | None = None
        self._drawn: dict[int, QImage] = {}
        self._pressed: QPoint | None = None

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return self._document.pageCount() if self._document is not None else 0

    def show_pdf(self, pdf: bytes) -> None:
        """Show the bytes of a PDF."""
        document = QPdfDocument(self)
        buffer = QBuffer(document)
        buffer.setData(QByteArray(pdf))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        document.load(buffer)
        old, self._document = self._document, document
        if old is not None:
            old.deleteLater()
        self._drawn.clear()
        self._measure()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pages to another width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._drawn.clear()
        self._measure()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pages in sight, each with a thin edge."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.colour("background"))
        for number, place in enumerate(self._places()):
            if place.intersects(event.rect()):
                painter.drawImage(place, self._page(number, place.size()))
                painter.setPen(QPen(theme.colour("line"), 1))
                painter.drawRect(place.adjusted(-1, -1, 0, 0))
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 1))
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Note where a drag may begin."""
        self._pressed = event.position().toPoint() if self._can_begin(event) else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Begin to drag the document out once the mouse has moved far enough."""
        held = bool(event.buttons() & Qt.MouseButton.LeftButton)
        if self._pressed is None or not held:
            super().mouseMoveEvent(event)
            return
        far = (event.position().toPoint() - self._pressed).manhattanLength()
        if far >= QApplication.startDragDistance():
            self._pressed = None
            self.drag_begun.emit()

    def picture(self, width: int) -> QImage:
        """Return the first page as a small picture."""
        if self._document is None or not self.page_count:
            return QImage()
        size = self._document.pagePointSize(0)
        height = round(size.height() * width / max(size.width(), 1.0))
        return self._drawing(0, QSize(width, height))

    def _can_begin(self, event: QMouseEvent) -> bool:
        place = event.position().toPoint()
        on_page = any(page.contains(place) for page in self._places())
        return event.button() is Qt.MouseButton.LeftButton and on_page

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keys scroll here."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show it no longer."""
        super().focusOutEvent(event)
        self.viewport().update()

    def _page(self, number: int, size: QSize) -> QImage:
        """Return a page as a picture, drawn when it first comes into sight."""
        if number not in self._drawn and self._document is not None:
            self._drawn[number] = self._drawing(number, size * self.devicePixelRatioF())
        return self._drawn[number]

    def _drawing(self, number: int, size: QSize) -> QImage:
        assert self._document is not None
        drawn = self._document.render(number, size)
        paper = QImage(drawn.size(), QImage.Format.Format_RGB32)
        paper.fill(QColor(Qt.GlobalColor.white))
        painter = QPainter(paper)
        painter.drawImage(0, 0, drawn)
        painter.end()
        return paper

    def _places(self) -> list[QRect]:
        """Return where each page stands in the viewport."""
        width = self.viewport().width() - 2 * _EDGE
        top = _EDGE - self.verticalScrollBar().value()
        places = []
        for number in range(self.page_count):
            assert self._document is not None
            size = self._document.pagePointSize(number)
            place = QRect(_EDGE, top, width, round(size.height() * width / max(size.width(), 1.0)))
            places.append(place)
            top = place.bottom() + 1 + _GAP
        return places

    def _measure(self) -> None:
        bar = self.verticalScrollBar()
        places = self._places()
        whole = places[-1].bottom() + 1 + _EDGE + bar.value() if places else 0
        bar.setPageStep(self.viewport().height())
        bar.setRange(0, max(0, whole - self.viewport().height()))
