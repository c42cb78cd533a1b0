"""Prints a PDF through the system's own dialog."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QDialog

from deskcrm.errors import CrmError
from deskcrm.i18n import mark
from deskcrm.kit.context import Context

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

_MOST_DOTS = 300
"""So many dots per inch are drawn at most: letters are sharp, and a page takes 25 MB of memory."""


class CannotPrint(CrmError):
    """A system without a way to print, or a printer that did not begin."""

    sentence = mark("Printing is not possible here. Save the PDF, then print it from there.")


def ask_to_print(context: Context, name: str, pdf: bytes) -> "QPrintDialog":
    """Open the system's dialog for a PDF called `name`; raise CannotPrint where there is none."""
    try:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter
    except ImportError as error:
        raise CannotPrint from error
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    page = context.shell.current_page()
    dialog = QPrintDialog(printer, page.window() if page is not None else None)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def go() -> None:
        try:
            print_pdf(pdf, printer)
        except CrmError as error:
            context.report_error(error)

    dialog.accepted.connect(go)
    QDialog.open(dialog)  # QPrintDialog's own wants a slot to call
    return dialog


def print_pdf(pdf: bytes, printer: "QPrinter") -> int:
    """Print the pages that the printer is asked for, as large as its paper; return how many."""
    holder = QObject()
    document = QPdfDocument(holder)
    buffer = QBuffer(holder)
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    first = printer.fromPage() or 1
    last = min(printer.toPage() or document.pageCount(), document.pageCount())
    printer.setFullPage(True)
    painter = QPainter()
    if first > last or not painter.begin(printer):
        raise CannotPrint
    whole = QRectF(printer.pageLayout().fullRectPixels(printer.resolution()))
    for number in range(first - 1, last):
        if number >= first:
            printer.newPage()
        points = document.pagePointSize(number)
        scale = min(whole.width() / points.width(), whole.height() / points.height())
        place = QRectF(0, 0, points.width() * scale, points.height() * scale)
        dots = min(scale, _MOST_DOTS / 72)
        size = QSize(round(points.width() * dots), round(points.height() * dots))
        painter.drawImage(place, document.render(number, size))
    painter.end()
    document.close()
    return last - first + 1
