"""Takes the catalog away: in which format, and where to."""

from pathlib import Path

from deskcrm import formats
from deskcrm.features.catalog.table import export_catalog
from deskcrm.features.exchange.formats import Format
from deskcrm.i18n import _, ngettext
from deskcrm.jobs import Progress
from deskcrm.kit.context import Context
from deskcrm.kit.save_as import SaveAsSheet, table_kinds


def ask_export(context: Context) -> SaveAsSheet[Format]:
    """Ask for the format and the place, then write the catalog behind the window."""

    def write(place: Path, form: Format) -> None:
        def work(progress: Progress) -> int:
            return context.crm.ask(export_catalog, place, form, progress=progress)

        def done(count: int) -> None:
            said = ngettext(
                "Wrote {count} item to {file}.", "Wrote {count} items to {file}.", count
            )
            context.toast(said.format(count=formats.number(count), file=place.name))

        context.jobs.run(_("Exporting the catalog"), work, done)

    page = context.shell.current_page()
    sheet = SaveAsSheet(
        _("Export the catalog"),
        (),
        table_kinds(Format.CSV, Format.EXACT, Format.XLSX, _("CSV, exact, to import it again")),
        _("catalog") + f"-{context.today().isoformat()}",
        write,
        parent=page.window() if page is not None else None,
    )
    sheet.open()
    return sheet
