"""Takes quotes away as a table: which ones, they or their lines, in which format, and where to."""

from collections.abc import Callable, Sequence
from pathlib import Path

from deskcrm import formats
from deskcrm.features.exchange.formats import Format
from deskcrm.features.quotes.queries import QuoteFilter, quote_ids
from deskcrm.features.quotes.table import export_quotes
from deskcrm.features.quotes.ui.page import QuotesPage
from deskcrm.i18n import _, ngettext
from deskcrm.jobs import Progress
from deskcrm.kit.context import Context
from deskcrm.kit.fields import ChoiceField
from deskcrm.kit.save_as import SaveAsSheet, table_kinds


def ask_export(context: Context) -> SaveAsSheet[Format]:
    """Ask for all that, then write behind the window, with progress."""
    page = context.shell.current_page()
    offered = _offered(context, page if isinstance(page, QuotesPage) else None)
    which = ChoiceField[str]("which", _("Which quotes"), [(words, words) for words in offered])
    what = ChoiceField[bool](
        "what",
        _("What of them"),
        [(False, _("A row for each quote")), (True, _("A row for each line"))],
    )

    def write(place: Path, form: Format) -> None:
        today, lines = context.today(), what.value()
        ids = offered[which.value()]()

        def work(progress: Progress) -> int:
            return context.crm.ask(
                export_quotes, place, form, ids, today=today, lines=lines, progress=progress
            )

        def done(count: int) -> None:
            said = ngettext("Wrote {count} row to {file}.", "Wrote {count} rows to {file}.", count)
            context.toast(said.format(count=formats.number(count), file=place.name))

        context.jobs.run(_("Exporting quotes"), work, done)

    sheet = SaveAsSheet(
        _("Export quotes"),
        (which, what),
        table_kinds(Format.CSV, Format.EXACT, Format.XLSX, _("CSV, exact, for programs")),
        _("quotes") + f"-{context.today().isoformat()}",
        write,
        parent=page.window() if page is not None else None,
    )
    sheet.open()
    return sheet


def _offered(context: Context, page: QuotesPage | None) -> dict[str, Callable[[], Sequence[int]]]:
    """Return the groups of quotes that can be chosen, the likeliest first, and what asks for each."""
    offered: dict[str, Callable[[], Sequence[int]]] = {}
    if page is not None and not page.is_editing:
        selected = page.quotes.table.selected_ids()
        if len(selected) > 1:
            words = _("Those selected ({count})").format(count=formats.number(len(selected)))
            offered[words] = lambda: selected
        words = _("Those shown ({count})").format(count=formats.number(page.quotes.count))
        offered[words] = page.quotes.shown_ids
    today = context.today()
    offered[_("All quotes")] = lambda: context.crm.ask(quote_ids, QuoteFilter(), today=today)
    return offered
