"""The preview beside a quote: the real PDF, made anew behind the window after each change."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from deskcrm import formats
from deskcrm.errors import CrmError
from deskcrm.features.quotes.ui.pdf_pages import PdfPages
from deskcrm.features.quotes.view import QuoteView
from deskcrm.i18n import _, ngettext
from deskcrm.jobs import Progress
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.controls import IconButton, Pill
from deskcrm.kit.jobs import Jobs
from deskcrm.kit.parts import Line, column, row
from deskcrm.kit.text import ElidedText

_PAUSE = 150
"""Milliseconds without a change before the document is made anew."""


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
        self.pdf = b""
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
        head.addWidget(IconButton("close", _("Hide the preview"), self.folded.emit))
        box.addLayout(head)
        self.pages = PdfPages(_("Preview of the document"))
        box.addWidget(self.pages, 1)
        self._soon = QTimer(self, interval=_PAUSE, singleShot=True)
        self._soon.timeout.connect(self._render)

    def sizeHint(self) -> QSize:
        """Ask for the width of the design."""
        return QSize(430, 600)

    def show_draft(self, ask: Callable[[], QuoteView], *, at_once: bool = False) -> None:
        """Show the document of the view that `ask` returns, once typing stops."""
        self._ask, self._live = ask, True
        if at_once:
            self._soon.stop()
            self._render()
        else:
            self._soon.start()

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
            self._soon.start()

    @property
    def words(self) -> str:
        """What stands above the document."""
        return self._words.text()

    def _render(self) -> None:
        if self._ask is None:
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
            lambda pdf: self._take(pdf, asked),
            self._fail,
        )

    def _take(self, pdf: bytes, asked: Callable[[], QuoteView]) -> None:
        self._running = False
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


def _rendered(view: QuoteView, progress: Progress) -> bytes:
    from deskcrm.features.quotes.document import render_quote

    return render_quote(view, progress=progress)
