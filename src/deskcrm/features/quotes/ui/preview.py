"""The preview beside a quote: the real PDF, made anew behind the window after each change."""

from collections.abc import Callable
from functools import partial
from time import perf_counter

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDrag, QHideEvent, QPixmap, QShowEvent
from PySide6.QtWidgets import QWidget

from deskcrm import formats
from deskcrm.errors import CrmError
from deskcrm.features.quotes.ui.handing import clear_handed, hand_out
from deskcrm.features.quotes.ui.pdf_pages import PdfPages
from deskcrm.features.quotes.view import QuoteView
from deskcrm.i18n import _, ngettext
from deskcrm.jobs import Progress
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.controls import IconButton, Pill
from deskcrm.kit.jobs import Jobs
from deskcrm.kit.parts import Line, column, row
from deskcrm.kit.text import ElidedText, tooltip_text

_PAUSE = 150
"""Milliseconds without a change before a document that takes long is made anew."""
_QUICK = 0.06
"""Seconds that a document may take to follow each keystroke at once."""
_PICTURE = 120
"""The width of the page that is seen under the mouse while it is dragged."""


class Preview(QWidget):
    """Shows a PDF; of a draft it asks for the view when typing stops and renders it on a thread."""

    shown = Signal()
    """A document has been made and is in the view."""
    folded = Signal()
    """The preview is to be hidden."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._jobs = Jobs(context.report_error, self)
        self._ask: Callable[[], QuoteView] | None = None
        self._again = False
        self._running = False
        self._live = True
        self._took = 1.0
        """Seconds that the last document took to be made."""
        self.pdf = b""
        self.name = "quote.pdf"
        """What the document is called where it is dragged to."""
        self.setMinimumWidth(300)
        self.setProperty("ground", "background")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        across = row(self)
        across.addWidget(Line(upright=True))
        box = column(gap=theme.SMALL)
        box.setContentsMargins(16, 8, 16, 16)
        across.addLayout(box, 1)
        head = row(gap=10)
        self._pill = Pill(_("Preview"), "accent")
        self._words = ElidedText(tone="muted", size=theme.LABEL)
        head.addWidget(self._pill)
        head.addWidget(self._words, 1)
        for icon, text, command in (
            ("print", _("Print"), "quotes.print"),
            ("copy", _("Copy the PDF"), "quotes.copy_pdf"),
        ):
            head.addWidget(IconButton(icon, text, partial(context.run, command)))
        head.addWidget(IconButton("close", _("Hide the preview"), self.folded.emit))
        box.addLayout(head)
        self.pages = PdfPages(_("Preview of the document"))
        self.pages.setToolTip(tooltip_text(_("Drag the page into a mail or a folder")))
        self.pages.drag_begun.connect(self._drag)
        box.addWidget(self.pages, 1)
        clear_handed(context)  # What was dragged out before the last start is long taken.
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._render)

    def sizeHint(self) -> QSize:
        """Ask for the width of the design."""
        return QSize(430, 600)

    def show_draft(self, ask: Callable[[], QuoteView], *, at_once: bool = False) -> None:
        """Show the document of the view that `ask` returns, once typing stops."""
        self._ask, self._live = ask, True
        if not self.isVisible():
            return  # It is made when it comes into sight; while the window closes, never.
        if at_once or self._took <= _QUICK:
            self._soon.stop()
            self._render()
        else:
            self._soon.start(_PAUSE)

    def show_sent(self, pdf: bytes) -> None:
        """Show the very bytes of a PDF that has left the house."""
        self._soon.stop()
        self._ask, self._again, self._live = None, False, False
        if pdf != self.pdf:
            self._show(pdf)
        else:
            self._say_pages()

    def stop(self) -> None:
        """Make nothing any more: the editor is being left."""
        self._soon.stop()
        self._again = False

    def hideEvent(self, event: QHideEvent) -> None:
        """Make nothing while this is not seen."""
        super().hideEvent(event)
        self.stop()
        self._jobs.cancel_all()
        self._running = False

    def showEvent(self, event: QShowEvent) -> None:
        """Make the document that changed meanwhile."""
        super().showEvent(event)
        if self._ask is not None:
            self._soon.start(0)

    @property
    def words(self) -> str:
        """What stands above the document."""
        return self._words.text()

    def _render(self) -> None:
        if self._ask is None or not self.isVisible():
            return
        if self._running:
            self._again = True
            return
        asked = self._ask
        try:
            view = asked()
        except CrmError as error:
            self._words.setText(str(error))
            return
        self._running = True
        self._jobs.run(
            _("Preview"),
            lambda progress: _rendered(view, progress),
            lambda made: self._take(*made, asked),
            self._fail,
        )

    def _take(self, pdf: bytes, took: float, asked: Callable[[], QuoteView]) -> None:
        self._running = False
        self._took = took
        if asked is self._ask and pdf != self.pdf:
            self._show(pdf)
        self._go_on()

    def _fail(self, error: Exception) -> None:
        self._running = False
        if isinstance(error, CrmError):
            self._words.setText(str(error))
        else:
            self._words.setText(_("The document could not be made."))
            self._context.report_error(error)
        self._go_on()

    def _go_on(self) -> None:
        if self._again:
            self._again = False
            self._render()

    def _show(self, pdf: bytes) -> None:
        """Put a new document in the place of the old one."""
        self.pdf = pdf
        self.pages.show_pdf(pdf)
        self._say_pages()
        self.shown.emit()

    def _say_pages(self) -> None:
        count = self.pages.page_count
        pages = ngettext("{n} page", "{n} pages", count).format(n=formats.number(count))
        how = _("updates as you type") if self._live else _("as it was sent")
        self._words.setText(f"{pages} · {how}")

    def _drag(self) -> None:
        """Let the document that is shown be dragged into another program."""
        if not self.pdf:
            return
        try:
            data = hand_out(self._context, self.name, self.pdf)
        except CrmError as error:
            self._context.report_error(error)
            return
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.setPixmap(QPixmap.fromImage(self.pages.picture(_PICTURE)))
        drag.exec(Qt.DropAction.CopyAction)


def _rendered(view: QuoteView, progress: Progress) -> tuple[bytes, float]:
    """Return the PDF and how many seconds it took."""
    from deskcrm.features.quotes.document import render_quote

    began = perf_counter()
    return render_quote(view, progress=progress), perf_counter() - began
