"""The status bar: saved, last backup, waiting mail, and the running job with Cancel."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from deskcrm.i18n import _
from deskcrm.kit import theme
from deskcrm.kit.controls import Button
from deskcrm.kit.jobs import Job
from deskcrm.kit.parts import row
from deskcrm.kit.text import ElidedText


class StatusBar(QFrame):
    """Shows a few words side by side, and how far a job has come."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(theme.STATUS_HEIGHT)
        self.setAccessibleName(_("Status"))
        self._texts: dict[str, str] = {}
        self._job: Job | None = None
        line = row(self, gap=theme.SMALL)
        line.setContentsMargins(12, 1, 12, 0)
        self._words = ElidedText(tone="muted", size=theme.LABEL)
        self._title = ElidedText(tone="muted", size=theme.LABEL)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(140)
        self._cancel = Button(_("Cancel"), self._stop, kind="link")
        self._cancel.setFont(theme.font(theme.LABEL))
        line.addWidget(self._words, 1)
        line.addWidget(self._title)
        line.addWidget(self._bar)
        line.addWidget(self._cancel)
        self._show_job(None)

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
        self._words.setText(" · ".join(self._texts.values()))
        self._words.setAccessibleName(self._words.text())

    def follow(self, job: Job) -> None:
        """Show how far a job has come until it ends."""
        self._show_job(job)
        job.progressed.connect(self._advance)
        job.ended.connect(lambda: self._show_job(None) if self._job is job else None)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the ground and the line above."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("background"))
        painter.fillRect(QRect(0, 0, self.width(), 1), theme.colour("line"))

    def _show_job(self, job: Job | None) -> None:
        self._job = job
        for part in (self._title, self._bar, self._cancel):
            part.setVisible(job is not None)
        if job is not None:
            self._title.setText(job.title)
            self._bar.setAccessibleName(job.title)
            self._bar.setRange(0, 0)
            self._cancel.setEnabled(True)

    def _advance(self, done: int, total: int) -> None:
        if self.sender() is self._job:
            self._bar.setRange(0, total)
            self._bar.setValue(done)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._cancel.setEnabled(False)
