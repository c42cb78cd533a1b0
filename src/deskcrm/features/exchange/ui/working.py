"""How far reading or importing has come, in the place of the step that waits for it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QProgressBar

from deskcrm.kit import theme
from deskcrm.kit.parts import column, row
from deskcrm.kit.text import ElidedText


class Working(QFrame):
    """A title and a bar."""

    def __init__(self) -> None:
        super().__init__()
        box = column(self, gap=theme.SMALL)
        box.addStretch(1)
        self._title = ElidedText(strong=True)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        line = row(gap=0)
        line.addStretch(1)
        inner = column(gap=theme.SMALL)
        inner.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addWidget(self._bar)
        self._bar.setFixedWidth(320)
        line.addLayout(inner)
        line.addStretch(1)
        box.addLayout(line)
        box.addStretch(1)

    def begin(self, title: str) -> None:
        """Show another work, of which nothing is done yet."""
        self._title.setText(title)
        self._bar.setAccessibleName(title)
        self._bar.setRange(0, 0)

    def advance(self, done: int, total: int) -> None:
        """Show how far it has come."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
