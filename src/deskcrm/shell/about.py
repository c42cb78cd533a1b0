"""What this program is, which version, and where it keeps the records."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from deskcrm import __version__
from deskcrm.i18n import _
from deskcrm.kit.controls import Button
from deskcrm.kit.form import Sheet
from deskcrm.kit.parts import FactRow
from deskcrm.kit.text import ElidedText, Text


class AboutSheet(Sheet):
    """The version and the place of the records."""

    def __init__(self, records: Path, parent: QWidget) -> None:
        super().__init__(_("About DeskCRM"), parent)
        self.body.addWidget(
            Text(
                _(
                    "A desktop CRM for freelancers and small businesses: one window over one local file."
                ),
                tone="muted",
                wrap=True,
            )
        )
        self.body.addWidget(FactRow(_("Version"), __version__))
        self.body.addWidget(FactRow(_("Data file"), ElidedText(str(records)), last=True))
        self.body.addStretch(1)
        self.add_button(Button(_("Close"), self.accept, kind="primary")).setFocus()
