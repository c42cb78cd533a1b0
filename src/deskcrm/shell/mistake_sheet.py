"""The sheet that is shown when the program itself is at fault."""

import sys
import traceback

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from deskcrm import __version__
from deskcrm.i18n import _
from deskcrm.kit.controls import Button
from deskcrm.kit.form import Sheet
from deskcrm.kit.text import Text


class MistakeSheet(Sheet):
    """Says that something went wrong, what is safe, and offers the details to copy."""

    def __init__(self, error: BaseException, parent: QWidget | None) -> None:
        super().__init__(_("Something went wrong"), parent, width=520)
        self.details = f"DeskCRM {__version__}, Python {sys.version.split()[0]}\n" + "".join(
            traceback.format_exception(error)
        )
        self.body.addWidget(
            Text(
                _(
                    "A mistake in the program stopped this step. Your records are as they were "
                    "before it. You can go on working; the details help to mend it."
                ),
                wrap=True,
            )
        )
        shown = QPlainTextEdit(self.details)
        shown.setReadOnly(True)
        shown.setAccessibleName(_("Details"))
        shown.setFixedHeight(180)
        self.body.addWidget(shown)
        self.body.addStretch(1)
        self.add_button(Button(_("Copy details"), self.copy))
        self.add_button(Button(_("Close"), self.accept, kind="primary")).setFocus()

    def copy(self) -> None:
        """Put the details on the clipboard."""
        QGuiApplication.clipboard().setText(self.details)
