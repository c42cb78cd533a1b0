"""What the window shows when the records cannot be opened: what is wrong, and what to do."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from deskcrm.i18n import _
from deskcrm.kit import theme
from deskcrm.kit.controls import Button
from deskcrm.kit.parts import EmptyState, column, row
from deskcrm.shell.opening import Remedy


class CannotOpenScreen(QWidget):
    """The sentence, the ways out, and another try."""

    def __init__(
        self,
        error: Exception,
        try_again: Callable[[], object],
        leave: Callable[[], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        box = column(self)
        box.addStretch(2)
        box.addWidget(EmptyState("warning", _("Your records cannot be opened"), str(error)))
        buttons = row(gap=theme.SMALL)
        buttons.addStretch(1)
        buttons.addWidget(Button(_("Quit"), leave))
        buttons.addWidget(Button(_("Try again"), try_again))
        for remedy in getattr(error, "remedies", ()):
            buttons.addWidget(
                Button(remedy.text, partial(self._use, remedy, try_again), kind="primary")
            )
        buttons.addStretch(1)
        box.addLayout(buttons)
        box.addStretch(5)

    @staticmethod
    def _use(remedy: Remedy, try_again: Callable[[], object]) -> None:
        remedy.run()
        try_again()
