"""One running job in the status bar: its title, how far it has come, and Cancel."""

from PySide6.QtWidgets import QProgressBar, QWidget

from deskcrm.i18n import _
from deskcrm.kit import theme
from deskcrm.kit.controls import Button
from deskcrm.kit.jobs import Job
from deskcrm.kit.layout import row
from deskcrm.kit.text import ElidedText


class JobBar(QWidget):
    """Goes away when its job ends."""

    def __init__(self, job: Job, parent: QWidget) -> None:
        super().__init__(parent)
        self._job = job
        line = row(self, gap=theme.SMALL)
        line.addWidget(ElidedText(job.title, tone="muted", size=theme.LABEL))
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(140)
        self.bar.setAccessibleName(job.title)
        self.bar.setRange(0, 0)
        line.addWidget(self.bar)
        self.cancel = Button(_("Cancel"), self._stop, kind="link")
        self.cancel.setFont(theme.font(theme.LABEL))
        line.addWidget(self.cancel)
        job.progressed.connect(self._advance)
        job.ended.connect(self.hide)
        job.ended.connect(self.deleteLater)

    def _advance(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _stop(self) -> None:
        self._job.cancel()
        self.cancel.setEnabled(False)
