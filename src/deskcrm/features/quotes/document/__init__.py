"""The printed quote: one QuoteView in, the bytes of a PDF out."""

from collections.abc import Iterator
from decimal import Decimal

from deskcrm.features.quotes.document.closing import Closing
from deskcrm.features.quotes.document.headers import Header
from deskcrm.features.quotes.document.look import DESIGNS, GAP, RULE, look_of
from deskcrm.features.quotes.document.parties import contacts
from deskcrm.features.quotes.document.sums import Sums
from deskcrm.features.quotes.document.table import Table
from deskcrm.features.quotes.document.wording import Wording
from deskcrm.features.quotes.view import QuoteView
from deskcrm.jobs import Progress
from deskcrm.paper.flow import Cell, Placed, Slice, draw_line, glued, paginate, space
from deskcrm.paper.sheet import About, Align, Sheet

__all__ = ["DESIGNS", "render_quote"]


def render_quote(view: QuoteView, *, progress: Progress | None = None) -> bytes:
    """Return the quote as a PDF; the same view gives the same bytes.

    One that is sent carries its data as an electronic order, if the business wants that. Raise a
    CrmError for figures that break a rule, or a logo that is not a picture.
    """
    document = _Document(view)
    pdf = document.render(progress)
    if not (view.electronic and view.number):
        return pdf
    from deskcrm.features.quotes.electronic import order_xml
    from deskcrm.paper.archive import with_order

    return with_order(pdf, order_xml(view), document.about)


class _Document:
    """One quote on its way to paper."""

    def __init__(self, view: QuoteView) -> None:
        self._view = view
        self._look = look_of(view)
        self._wording = Wording(view, self._look)
        self._header = Header(view, self._wording, self._look)
        self._totals = view.totals
        self.about = self._about()
        self._sheet = Sheet(self.about, self._look.paper, tags=True)

    def render(self, progress: Progress | None) -> bytes:
        """Place everything on pages and draw them."""
        pages = paginate(self._slices(progress), self._look.top - self._look.foot)
        for number, page in enumerate(pages, start=1):
            self._draw(page)
            self._footer(number, len(pages))
            self._sheet.next_page()
        return self._sheet.finish()

    def _about(self) -> About:
        view, header = self._view, self._header
        return About(
            title=" · ".join(part for part in (header.title, header.number, view.title) if part),
            author=view.sender.name,
            subject=view.title,
            language=view.language,
            created=view.date,
        )

    def _draw(self, page: list[Placed]) -> None:
        for placed in page:
            placed.slice.draw(self._sheet, self._look.top - placed.below_top)

    def _slices(self, progress: Progress | None) -> Iterator[Slice]:
        """Yield everything on the document, from top to bottom."""
        view, totals, wording, look = self._view, self._totals, self._wording, self._look
        table = Table(view, totals, wording, look)
        *rows, last = table.slices(progress)
        sums = Sums(view, totals, wording, look).slices()
        yield from self._header.slices()
        yield from self._header.opening()
        yield from rows
        # The totals are never parted from the last line, or from the end of a long one.
        yield from glued([last, space(10), *sums])
        yield from table.options()
        yield from Closing(view, totals, wording, look).slices()

    def _footer(self, number: int, count: int) -> None:
        """Draw how to reach the sender, and the number of the page."""
        wording, sheet, look = self._wording, self._sheet, self._look
        write, top, small = wording.language.number, look.foot - 22, look.small
        page = wording.figure(f"{write(Decimal(number))} / {write(Decimal(count))}", small)
        sheet.rule(look.left, look.right, look.foot - 18, RULE)
        draw_line(sheet, Cell(look.right, [page], Align.END), 0, top, small.height)
        room = look.right - page.width - GAP
        if count > 1 and self._view.number:
            named = wording.figure(self._view.number, small)
            if look.left + named.width < room:
                draw_line(sheet, Cell(room, [named], Align.END), 0, top, small.height)
                room -= named.width + GAP
        x = look.left
        for text, address in contacts(self._view.sender):
            line = wording.figure(text, small)
            if x + line.width <= room:
                cell = Cell(x, [line], links=(address,))
                draw_line(sheet, cell, 0, top, small.height)
                x += line.width + GAP
