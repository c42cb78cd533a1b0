"""The status bar: saved, last backup, waiting mail, and the running job with Cancel."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from deskcrm import formats
from deskcrm.i18n import _
from deskcrm.kit import theme
from deskcrm.kit.layout import row
from deskcrm.kit.text import ElidedText

if TYPE_CHECKING:
    from deskcrm.kit.jobs import Job


class StatusBar(QFrame):
    """Shows a few words side by side, and how far jobs have come."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(theme.STATUS_HEIGHT)
        self.setAccessibleName(_("Status"))
        self._texts: dict[str, str] = {}
        self._line = row(self, gap=theme.LARGE)
        self._line.setContentsMargins(12, 1, 12, 0)
        self._words = ElidedText(tone="muted", size=theme.LABEL)
        self._line.addWidget(self._words, 1)

    @property
    def text(self) -> str:
        """What the bar says."""
        return self._words.text()

    def set_text(self, key: str, text: str) -> None:
        """Show a text; the same key's next text takes its place, an empty one takes it away."""
        if text:
            self._texts[key] = text
        else:
            self._texts.pop(key, None)
        self._words.setText(formats.beside(*self._texts.values()))
        self._words.setAccessibleName(self._words.text())

    def follow(self, job: "Job") -> None:
        """Show how far a job has come until it ends."""
        from deskcrm.shell.job_bar import JobBar

        self._line.addWidget(JobBar(job, self))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the ground and the line above."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("background"))
        painter.fillRect(QRect(0, 0, self.width(), 1), theme.colour("line"))
