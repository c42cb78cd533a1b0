"""Takes the catalog away: in which format, and where to."""

from pathlib import Path

from deskcrm.features.catalog.table import export_catalog
from deskcrm.features.exchange.formats import Format
from deskcrm.i18n import _, ngettext
from deskcrm.jobs import Progress
from deskcrm.kit.context import Context
from deskcrm.kit.save_as import FileKind, SaveAsSheet


def ask_export(context: Context) -> SaveAsSheet[Format]:
    """Ask for the format and the place, then write the catalog behind the window."""

    def write(place: Path, form: Format) -> None:
        def work(progress: Progress) -> int:
            return context.crm.ask(export_catalog, place, form, progress=progress)

        def done(count: int) -> None:
            said = ngettext(
                "Wrote {count} item to {file}.", "Wrote {count} items to {file}.", count
            )
            context.toast(said.format(count=count, file=place.name))

        context.jobs.run(_("Exporting the catalog"), work, done)

    page = context.shell.current_page()
    sheet = SaveAsSheet(
        _("Export the catalog"),
        (),
        (
            FileKind(
                Format.CSV,
                _("CSV, for spreadsheets and other programs"),
                _("Texts that a spreadsheet would take for a formula get an apostrophe in front."),
                _("CSV files (*.csv)"),
                ".csv",
            ),
            FileKind(
                Format.EXACT,
                _("CSV, exact, to import it again"),
                _(
                    "Every field is kept as it is. Do not open it in a spreadsheet: it may hold formulas."
                ),
                _("CSV files (*.csv)"),
                ".csv",
            ),
            FileKind(
                Format.XLSX,
                _("Excel, for spreadsheets"),
                _("Days are days, numbers are numbers, and no cell is a formula."),
                _("Excel files (*.xlsx)"),
                ".xlsx",
            ),
        ),
        _("catalog") + f"-{context.today().isoformat()}",
        write,
        parent=page.window() if page is not None else None,
    )
    sheet.open()
    return sheet
