"""Toasts: a word on what happened, at the foot of the window, with an offer to undo it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from deskcrm.i18n import _
from deskcrm.kit import theme
from deskcrm.kit.layout import row
from deskcrm.kit.text import ElidedText, draw_line, is_mirrored

_SHOWN_FOR = 6_000
"""Milliseconds; a toast under the mouse or with the focus stays."""


class Toast(QWidget):
    """The one toast of a window; a new message takes the place of the old."""

    def __init__(self, undo: Callable[[], object], parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._window = parent
        line = self._line = row(self, gap=theme.LARGE)
        line.setContentsMargins(16, 0, 8, 0)
        self._words = _Words()
        self._words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.button = QPushButton(_("Undo"), self)
        self.button.setAccessibleName(_("Undo"))
        self.button.clicked.connect(self.hide)
        self.button.clicked.connect(lambda _checked: undo())
        line.addWidget(self._words, 1)
        line.addWidget(self.button)
        self._timer = QTimer(self, interval=_SHOWN_FOR, singleShot=True)
        self._timer.timeout.connect(self._fade)
        parent.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """What the toast says."""
        return self._words.text()

    def say(self, text: str, *, undo: bool) -> None:
        """Show a message for a while."""
        colours = theme.tokens()
        link = "#A9B8FF" if colours is theme.LIGHT else "#3B5BDB"
        self.button.setStyleSheet(
            f"QPushButton {{ background: transparent; border: 1px solid transparent; color: {link};"
            " font-weight: 600; padding: 0 8px; }"
            f" QPushButton:focus {{ border-color: {link}; }}"
        )
        self._words.setText(text)
        self._words.updateGeometry()
        self.setAccessibleName(text)
        self.button.setVisible(undo)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the place while the window changes its size."""
        if watched is self._window and event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the dark bubble."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("bubble"))
        painter.drawRoundedRect(QRectF(self.rect()), theme.CARD_RADIUS, theme.CARD_RADIUS)

    def _fade(self) -> None:
        if self.underMouse() or self.button.hasFocus():
            self._timer.start()
        else:
            self.hide()

    def _place(self) -> None:
        around = self._window.rect()
        self._line.activate()
        width = min(max(self.sizeHint().width(), 220), around.width() - 48)
        self.setGeometry(
            around.center().x() - width // 2,
            around.height() - theme.STATUS_HEIGHT - 16 - 42,
            width,
            42,
        )


class _Words(ElidedText):
    """The words of a toast, on its dark ground."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw them in the toast's own colour."""
        painter = QPainter(self)
        painter.setPen(theme.colour("on_bubble"))
        draw_line(painter, self.contentsRect(), self.text(), mirrored=is_mirrored(self))
