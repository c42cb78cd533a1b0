"""Saving a quote's PDF as a file: a safe name, and the whole file or none."""

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog

from deskcrm.errors import CrmError, FileProblem
from deskcrm.features.quotes.queries import quote_head, quote_view, sent_pdf
from deskcrm.i18n import _
from deskcrm.kit.context import Context

_FOLDER = "quotes/pdf_folder"
_LONGEST = 100
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")


def safe_name(*parts: str) -> str:
    """Return a file's name from texts that may hold anything: no paths, no control characters."""
    words = " ".join(part for part in parts if part)
    clean = "".join(
        " " if letter in '/\\:*?"<>|' or unicodedata.category(letter)[0] == "C" else letter
        for letter in words
    )
    name = " ".join(clean.split())[:_LONGEST].strip(" .")
    if not name or _RESERVED.fullmatch(name):
        name = _("Quote")
    return f"{name}.pdf"


def save_bytes(place: Path, data: bytes) -> None:
    """Write a file whole or not at all; raise FileProblem with the system's reason."""
    part = place.with_name(f".{place.name}.part")
    try:
        part.write_bytes(data)
        part.replace(place)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise FileProblem(name=place.name, reason=error.strerror or str(error)) from error


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
    dialog.selectFile(safe_name(head.number or "", head.title))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda chosen: save(context, quote_id, Path(chosen)))
    dialog.open()
    return dialog


def save_pdf(context: Context, quote_id: int, place: Path) -> None:
    """Save a quote's PDF at `place` and say so, or say why not."""
    try:
        save_bytes(place, pdf_of(context, quote_id))
    except CrmError as error:
        context.report_error(error)
        return
    context.settings.set(_FOLDER, str(place.parent))
    context.toast(_("Saved as {name}").format(name=place.name))
