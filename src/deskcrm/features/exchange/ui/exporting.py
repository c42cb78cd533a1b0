"""The sheet that exports contacts, in the format that fits its purpose."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QWidget

from deskcrm import formats
from deskcrm.errors import CrmError
from deskcrm.features.contacts.queries.rows import all_ids
from deskcrm.features.contacts.queries.segments import segments
from deskcrm.features.exchange.formats import Format, export
from deskcrm.features.exchange.table import Choice
from deskcrm.features.fields.queries import contact_fields
from deskcrm.i18n import _, mark, ngettext
from deskcrm.jobs import Progress
from deskcrm.kit.context import Context
from deskcrm.kit.controls import Button
from deskcrm.kit.custom_fields import ChecksField
from deskcrm.kit.fields import ChoiceField
from deskcrm.kit.files import choose_place
from deskcrm.kit.form import Sheet
from deskcrm.kit.text import Text
from deskcrm.settings import Value

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
    Format.XLSX: (
        mark("Excel, for spreadsheets"),
        mark("Days are days, everything else is text, and no cell is a formula."),
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


Ask = Callable[[], Sequence[int]]
"""Asks for the ids of contacts."""

_KEY = "exchange/columns"


class ExportSheet(Sheet):
    """Asks whose contacts, what the file is for and where it goes, then writes it."""

    def __init__(
        self, context: Context, parent: QWidget | None, offered: Mapping[str, Ask]
    ) -> None:
        """Take the contacts that are offered beside all of them and the segments, by their words."""
        super().__init__(_("Export contacts"), parent)
        self._context = context
        self._offered = {**offered, **_segments(context)}
        self.who = ChoiceField[str](
            "who",
            _("Which contacts"),
            [("", _("All contacts")), *((words, words) for words in self._offered)],
            next(iter(offered), ""),
        )
        self.form = ChoiceField[Format](
            "format",
            _("What the file is for"),
            [(form, _(what)) for form, (what, _hint) in _WORDS.items()],
            Format.CSV,
        )
        self._hint = Text(tone="muted", wrap=True)
        own = [spec.name for spec in context.crm.ask(contact_fields)]
        kept = context.settings.get(_KEY)
        names = [*(_(words) for words in _COLUMNS.values()), *own]
        self._keys = [*_COLUMNS, *own]
        chosen = [
            name
            for key, name in zip(self._keys, names, strict=True)
            if not isinstance(kept, list) or key in kept
        ]
        self.columns = ChecksField("columns", _("Columns"), names, chosen, required=True, across=2)
        self.form.changed.connect(self._explain)
        self.body.addWidget(self.who)
        self.body.addWidget(self.form)
        self.body.addWidget(self._hint)
        self.body.addWidget(self.columns)
        self.body.addStretch(1)
        self.add_button(Button(_("Cancel"), self.reject))
        self.add_button(Button(_("Save as…"), self._ask_place, kind="primary"))
        self._explain()

    def choice(self) -> Choice:
        """Return what is chosen; raise Required without a column."""
        who = self.who.value()
        ids = self._offered[who]() if who else None
        if not self.form.value().has_columns:
            return Choice(ids)
        checked = self.columns.value()
        keys = [
            key for key, box in zip(self._keys, self.columns.boxes, strict=True) if box.isChecked()
        ]
        every = len(checked) == len(self._keys)
        self._context.settings.set(_KEY, None if every else list[Value](keys))
        return Choice(ids, None if every else tuple(keys))

    def write(self, place: Path) -> None:
        """Write the file behind the window and say so."""
        context, form, choice = self._context, self.form.value(), self.choice()

        def work(progress: Progress) -> int:
            return context.crm.ask(export, place, form, choice, progress=progress)

        def done(count: int) -> None:
            said = ngettext(
                "Wrote {count} contact to {file}.", "Wrote {count} contacts to {file}.", count
            )
            context.toast(said.format(count=formats.number(count), file=place.name))

        context.jobs.run(_("Exporting contacts"), work, done)
        self.accept()

    def _explain(self) -> None:
        form = self.form.value()
        self._hint.setText(_(_WORDS[form][1]))
        self.columns.setVisible(form.has_columns)
        self.fit()

    def _ask_place(self) -> None:
        try:
            self.choice()
        except CrmError as error:
            self.columns.mark_wrong(str(error))
            return
        suffix = self.form.value().suffix
        name = _("contacts") + f"-{self._context.today().isoformat()}{suffix}"
        choose_place(_("Export contacts"), _(_KINDS[suffix]), name, self.write, parent=self)


def _segments(context: Context) -> dict[str, Ask]:
    today, crm = context.today(), context.crm
    return {
        _("Segment: {name}").format(name=segment.name): partial(crm.ask, all_ids, segment.wanted)
        for segment in crm.ask(segments, today)
    }


_KINDS: Final = {
    ".vcf": mark("vCards (*.vcf)"),
    ".csv": mark("CSV files (*.csv)"),
    ".xlsx": mark("Excel files (*.xlsx)"),
}
_COLUMNS: Final = {
    "name": mark("Name"),
    "nickname": mark("Nickname"),
    "phonetic": mark("Phonetic names"),
    "file_as": mark("File as"),
    "organization": mark("Company"),
    "emails": mark("E-mail"),
    "phones": mark("Phone"),
    "addresses": mark("Address"),
    "links": mark("Link"),
    "tags": mark("Tags"),
    "birthday": mark("Birthday"),
    "anniversary": mark("Anniversary"),
    "language": mark("Language"),
    "time_zone": mark("Time zone"),
    "source": mark("Source"),
    "referred_by": mark("Referred by"),
    "tax_id": mark("Tax number"),
    "note": mark("Note"),
    "uid": mark("Which contact it is"),
}
"""What can be chosen, in the order in which the file has it."""
