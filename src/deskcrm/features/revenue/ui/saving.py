"""Taking the figures away: the entries as CSV, the report as PDF, each written whole or not at all."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog

from deskcrm.features.revenue.periods import Period
from deskcrm.features.revenue.queries.months import entries_of
from deskcrm.features.revenue.spreadsheet import csv_of
from deskcrm.files import write_whole
from deskcrm.i18n import _
from deskcrm.jobs import Progress

if TYPE_CHECKING:
    from deskcrm.features.revenue.ui.page import RevenuePage

_FOLDER = "revenue/folder"


def export_csv(page: "RevenuePage") -> QFileDialog:
    """Ask for a file, then write every income of the period to it, in whatever currency."""
    view = page.view

    def make() -> bytes:
        return csv_of(page.context.crm.ask(entries_of, view.span, ""))

    kind = _("Comma-separated values (*.csv)")
    return _ask_where(page, _("Export CSV"), kind, "csv", make)


def save_pdf(page: "RevenuePage") -> QFileDialog:
    """Ask for a file, then draw what the page shows as a report."""
    view, today = page.view, page.context.today()

    def make() -> bytes:
        from deskcrm.features.revenue.document import render_revenue

        return render_revenue(view, today)

    return _ask_where(page, _("Save PDF"), _("PDF documents (*.pdf)"), "pdf", make)


def _ask_where(
    page: "RevenuePage", title: str, kind: str, suffix: str, make: Callable[[], bytes]
) -> QFileDialog:
    """Ask for a file, suggesting a name that says what is in it; then write it behind the window."""
    context = page.context

    def write(chosen: str) -> None:
        place = Path(chosen)

        def work(_progress: Progress) -> None:
            write_whole(place, make())

        def done(_result: None) -> None:
            context.settings.set(_FOLDER, str(place.parent))
            context.toast(_("Saved as {name}").format(name=place.name))

        context.jobs.run(title, work, done)

    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    folder = Path(str(context.settings.get(_FOLDER) or documents))
    dialog = QFileDialog(page.window(), title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(kind)
    dialog.setDefaultSuffix(suffix)
    if folder.is_dir():
        dialog.setDirectory(str(folder))
    dialog.selectFile(f"{_file_name(page)}.{suffix}")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(write)
    dialog.open()
    return dialog


def _file_name(page: "RevenuePage") -> str:
    """Return a name such as "Revenue 2025-12 to 2026-11"; it is the same in every script's order."""
    span = page.view.span
    if page.view.period is Period.ALL:
        return _("Revenue until {day}").format(day=page.context.today().isoformat())
    return _("Revenue {first} to {last}").format(
        first=f"{span.first:%Y-%m}", last=f"{span.last:%Y-%m}"
    )
