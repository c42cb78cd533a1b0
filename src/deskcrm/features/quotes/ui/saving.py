"""Saving a quote's PDF where the user wants it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog

from deskcrm.errors import CrmError
from deskcrm.features.quotes.filenames import file_name
from deskcrm.features.quotes.queries import quote_head, quote_view, sent_pdf
from deskcrm.files import write_whole
from deskcrm.i18n import _
from deskcrm.kit.context import Context

_FOLDER = "quotes/pdf_folder"


def pdf_of(context: Context, quote_id: int) -> bytes:
    """Return the PDF as it was sent, or of a draft as it is now."""
    head = context.crm.ask(quote_head, quote_id, context.today())
    if head.number is not None:
        return context.crm.ask(sent_pdf, quote_id).pdf
    from deskcrm.features.quotes.document import render_quote

    return render_quote(context.crm.ask(quote_view, quote_id, context.today()))


def ask_where(
    context: Context, quote_id: int, save: Callable[[Context, int, Path], None]
) -> QFileDialog:
    """Ask for a file, suggesting a name; then `save(context, quote_id, place)`."""
    head = context.crm.ask(quote_head, quote_id, context.today())
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    folder = Path(str(context.settings.get(_FOLDER) or documents))
    page = context.shell.current_page()
    dialog = QFileDialog(page.window() if page is not None else None, _("Save PDF"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(_("PDF documents (*.pdf)"))
    dialog.setDefaultSuffix("pdf")
    if folder.is_dir():
        dialog.setDirectory(str(folder))
    dialog.selectFile(file_name(head.number, head.title, ".pdf"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda chosen: save(context, quote_id, Path(chosen)))
    dialog.open()
    return dialog


def save_pdf(context: Context, quote_id: int, place: Path) -> None:
    """Save a quote's PDF at `place` and say so, or say why not."""
    try:
        write_whole(place, pdf_of(context, quote_id))
    except CrmError as error:
        context.report_error(error)
        return
    context.settings.set(_FOLDER, str(place.parent))
    context.toast(_("Saved as {name}").format(name=place.name))
