"""The sheet that exports contacts: for spreadsheets, or exact to be read back."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from deskcrm.features.exchange.write import export_contacts
from deskcrm.i18n import _, ngettext
from deskcrm.jobs import Progress
from deskcrm.kit.context import Context
from deskcrm.kit.controls import Button
from deskcrm.kit.fields import ChoiceField
from deskcrm.kit.files import choose_place
from deskcrm.kit.form import Sheet
from deskcrm.kit.text import Text


class ExportSheet(Sheet):
    """Asks what the file is for and where it goes, then writes it."""

    def __init__(self, context: Context, parent: QWidget | None) -> None:
        super().__init__(_("Export contacts"), parent)
        self._context = context
        self.exact = ChoiceField[bool](
            "exact",
            _("What the file is for"),
            [
                (False, _("For spreadsheets and other programs")),
                (True, _("Exact, to import it again")),
            ],
            False,
        )
        self._hint = Text(tone="muted", wrap=True)
        self.exact.changed.connect(self._explain)
        self.body.addWidget(Text(_("All contacts are written to one CSV file."), wrap=True))
        self.body.addWidget(self.exact)
        self.body.addWidget(self._hint)
        self.body.addStretch(1)
        self.add_button(Button(_("Cancel"), self.reject))
        self.add_button(Button(_("Save as…"), self._ask_place, kind="primary"))
        self._explain()

    def write(self, place: Path) -> None:
        """Write the file behind the window and say so."""
        context, exact = self._context, self.exact.value()

        def work(progress: Progress) -> int:
            return context.crm.ask(export_contacts, place, exact=exact, progress=progress)

        def done(count: int) -> None:
            said = ngettext(
                "Wrote {count} contact to {file}.", "Wrote {count} contacts to {file}.", count
            )
            context.toast(said.format(count=count, file=place.name))

        context.jobs.run(_("Exporting contacts"), work, done)
        self.accept()

    def _explain(self) -> None:
        self._hint.setText(
            _(
                "Every field is kept as it is. Do not open it in a spreadsheet: it may hold formulas."
            )
            if self.exact.value()
            else _("Texts that a spreadsheet would take for a formula get an apostrophe in front.")
        )

    def _ask_place(self) -> None:
        name = _("contacts") + f"-{self._context.today().isoformat()}.csv"
        choose_place(_("Export contacts"), _("CSV files (*.csv)"), name, self.write, parent=self)
