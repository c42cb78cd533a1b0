"""The sheet that exports contacts, in the format that fits its purpose."""

from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QWidget

from deskcrm.features.exchange.formats import Format, export
from deskcrm.i18n import _, mark, ngettext
from deskcrm.jobs import Progress
from deskcrm.kit.context import Context
from deskcrm.kit.controls import Button
from deskcrm.kit.fields import ChoiceField
from deskcrm.kit.files import choose_place
from deskcrm.kit.form import Sheet
from deskcrm.kit.text import Text

_WORDS: Final = {
    Format.CSV: (
        mark("CSV, for spreadsheets and other programs"),
        mark("Texts that a spreadsheet would take for a formula get an apostrophe in front."),
    ),
    Format.EXACT: (
        mark("CSV, exact, to import it again"),
        mark(
            "Every field is kept as it is. Do not open it in a spreadsheet: it may hold formulas."
        ),
    ),
    Format.VCARD3: (
        mark("vCard 3.0, for phones and mail programs"),
        mark("Every program reads it, but it has no room for some of the fields."),
    ),
    Format.VCARD4: (
        mark("vCard 4.0, to import it again"),
        mark("Every field is kept as it is; some older programs cannot read it."),
    ),
}
"""What each format is for, and what to know of it."""


class ExportSheet(Sheet):
    """Asks what the file is for and where it goes, then writes it."""

    def __init__(self, context: Context, parent: QWidget | None) -> None:
        super().__init__(_("Export contacts"), parent)
        self._context = context
        self.form = ChoiceField[Format](
            "format",
            _("What the file is for"),
            [(form, _(what)) for form, (what, _hint) in _WORDS.items()],
            Format.CSV,
        )
        self._hint = Text(tone="muted", wrap=True)
        self.form.changed.connect(self._explain)
        self.body.addWidget(Text(_("All contacts are written to one file."), wrap=True))
        self.body.addWidget(self.form)
        self.body.addWidget(self._hint)
        self.body.addStretch(1)
        self.add_button(Button(_("Cancel"), self.reject))
        self.add_button(Button(_("Save as…"), self._ask_place, kind="primary"))
        self._explain()

    def write(self, place: Path) -> None:
        """Write the file behind the window and say so."""
        context, form = self._context, self.form.value()

        def work(progress: Progress) -> int:
            return context.crm.ask(export, place, form, progress=progress)

        def done(count: int) -> None:
            said = ngettext(
                "Wrote {count} contact to {file}.", "Wrote {count} contacts to {file}.", count
            )
            context.toast(said.format(count=count, file=place.name))

        context.jobs.run(_("Exporting contacts"), work, done)
        self.accept()

    def _explain(self) -> None:
        self._hint.setText(_(_WORDS[self.form.value()][1]))

    def _ask_place(self) -> None:
        suffix = self.form.value().suffix
        name = _("contacts") + f"-{self._context.today().isoformat()}{suffix}"
        kinds = _("vCards (*.vcf)") if suffix == ".vcf" else _("CSV files (*.csv)")
        choose_place(_("Export contacts"), kinds, name, self.write, parent=self)
