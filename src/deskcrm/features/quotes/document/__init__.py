"""The printed quote: one QuoteView in, the bytes of a PDF out."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from deskcrm.features.quotes.document import wording as words
from deskcrm.features.quotes.document.style import (
    BODY,
    FOOT,
    GAP,
    HEADING,
    LEFT,
    MUTED,
    RIGHT,
    RULE,
    SENDER,
    SMALL,
    STRONG,
    SUBJECT,
    TOP,
    WIDTH,
)
from deskcrm.features.quotes.document.sums import Sums
from deskcrm.features.quotes.document.table import Table
from deskcrm.features.quotes.document.wording import Wording
from deskcrm.features.quotes.view import PartyView, QuoteView
from deskcrm.jobs import Progress
from deskcrm.paper.flow import Cell, Placed, Row, Slice, draw_line, glued, paginate, space
from deskcrm.paper.pictures import picture
from deskcrm.paper.sheet import About, Align, Sheet
from deskcrm.paper.text import Line

_LOGO = (170.0, 44.0)
_BELOW_LOGO = 8.0
_TALLEST_HEADER = 320.0
_SIGNATURE = (200.0, 44.0)
"""Points from the margin to the end of the line to sign on, and of room above it."""


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
        self._wording = Wording(view)
        self._totals = view.totals
        self._title = view.heading or self._wording.say(words.QUOTE)
        self._number = view.number or self._wording.say(words.DRAFT)
        self.about = self._about()
        self._sheet = Sheet(self.about)

    def render(self, progress: Progress | None) -> bytes:
        """Place everything on pages and draw them."""
        pages = paginate(self._slices(progress), TOP - FOOT)
        for number, page in enumerate(pages, start=1):
            self._draw(page)
            self._footer(number, len(pages))
            self._sheet.next_page()
        return self._sheet.finish()

    def _about(self) -> About:
        view = self._view
        return About(
            title=" · ".join(part for part in (self._title, self._number, view.title) if part),
            author=view.sender.name,
            subject=view.title,
            language=view.language,
            created=view.date,
        )

    def _draw(self, page: list[Placed]) -> None:
        for placed in page:
            placed.slice.draw(self._sheet, TOP - placed.below_top)

    def _slices(self, progress: Progress | None) -> Iterator[Slice]:
        """Yield everything on the document, from top to bottom."""
        table = Table(self._view, self._totals, self._wording)
        *rows, last = table.slices(progress)
        sums = Sums(self._view, self._totals, self._wording).slices()
        yield from self._header()
        yield from self._customer()
        yield from self._opening()
        yield from rows
        # The totals are never parted from the last line, or from the end of a long one.
        yield from glued([last, space(10), *sums])
        yield from table.options()
        yield from self._closing()

    def _header(self) -> Iterator[Slice]:
        """Yield the sender on one side, the title with number and dates on the other."""
        view, wording, middle = self._view, self._wording, WIDTH / 2
        logo = picture(view.logo, *_LOGO) if view.logo else None
        sender = self._party(view.sender, middle - LEFT - GAP)
        dates = wording.text(
            "quote/dates.txt.j2",
            date=wording.language.date(view.date),
            valid_until=wording.language.date(view.valid_until),
        )
        title = [
            *wording.lines(self._title, replace(HEADING, color=view.accent), RIGHT - middle),
            *wording.lines(self._number, STRONG, RIGHT - middle),
            *wording.lines(dates, SMALL, RIGHT - middle),
        ]
        offset = logo.height + _BELOW_LOGO if logo else 0.0
        tallest = max(offset + _height(sender), _height(title))
        if tallest > _TALLEST_HEADER:
            yield from Row([Cell(LEFT, sender)]).slices()
            yield from Row([Cell(LEFT, title)], above=12).slices()
            return

        def draw(sheet: Sheet, top: float) -> None:
            if logo:
                sheet.picture(logo, LEFT, top - logo.height, logo.width, logo.height)
            _draw_stack(sheet, Cell(LEFT, sender), top - offset)
            _draw_stack(sheet, Cell(RIGHT, title, Align.END), top)

        yield Slice(tallest, draw)

    def _customer(self) -> Iterator[Slice]:
        found = self._party(self._view.customer, (RIGHT - LEFT) * 0.7)
        yield space(22)
        yield from Row([Cell(LEFT, found)]).slices()

    def _party(self, party: PartyView, room: float) -> list[Line]:
        """Return name and address of the sender (in small letters) or of the customer."""
        name, rest = (SENDER, SMALL) if party is self._view.sender else (STRONG, BODY)
        found = self._wording.lines(party.name, name, room)
        tax_id = self._wording.say(words.TAX_ID).format(number=party.tax_id)
        for text in (party.person, *party.address, tax_id if party.tax_id else ""):
            found += self._wording.lines(text, rest, room)
        return found

    def _opening(self) -> Iterator[Slice]:
        """Yield what the quote is about, and the words it begins with."""
        yield space(22)
        room = RIGHT - LEFT
        title = self._wording.lines(self._view.title, SUBJECT, room)
        introduction = self._wording.lines(self._view.introduction, BODY, room)
        if title:
            yield from glued([*Row([Cell(LEFT, title)], below=6).slices()])
        if introduction:
            yield from Row([Cell(LEFT, introduction)], below=14).slices()

    def _closing(self) -> Iterator[Slice]:
        """Yield notes, terms, bank details and the place to sign."""
        view, wording = self._view, self._wording
        reasons = dict(view.tax_reasons)
        categories = [total.category for total in self._totals.tax]
        notes = wording.text(
            "quote/notes.txt.j2",
            prices_include_tax=view.figures.prices_include_tax,
            taxes=[(category.value, reasons.get(category, "")) for category in categories],
        )
        if notes:
            yield space(16)
            yield from Row([Cell(LEFT, wording.lines(notes, SMALL, RIGHT - LEFT))]).slices()
        yield from self._blocks(
            [(words.TERMS, view.terms.strip()), (words.BANK, view.sender.bank.strip())]
        )
        end, above = _SIGNATURE

        def line_to_sign(sheet: Sheet, top: float) -> None:
            sheet.rule(LEFT, LEFT + end, top - above, MUTED, 0.5)

        label = [wording.line(wording.say(words.SIGNATURE), SMALL)]
        yield from glued([Slice(above, line_to_sign), *Row([Cell(LEFT, label)], above=4).slices()])

    def _blocks(self, blocks: list[tuple[str, str]]) -> Iterator[Slice]:
        """Yield texts under their headings, side by side; those that are empty are left out."""
        shown = [(label, text) for label, text in blocks if text]
        if not shown:
            return
        wording, apart = self._wording, 2 * GAP
        room = (RIGHT - LEFT + apart) / len(shown) - apart
        cells = []
        for i, (label, text) in enumerate(shown):
            heading = wording.line(wording.say(label), SMALL)
            found = [heading, *wording.lines(text, BODY, room)]
            cells.append(Cell(LEFT + i * (room + apart), found))
        yield space(18)
        yield from Row(cells).slices()

    def _footer(self, number: int, count: int) -> None:
        """Draw how to reach the sender, and the number of the page."""
        wording, sheet = self._wording, self._sheet
        write, top = wording.language.number, FOOT - 22
        page = wording.figure(f"{write(Decimal(number))} / {write(Decimal(count))}", SMALL)
        sheet.rule(LEFT, RIGHT, FOOT - 18, RULE)
        draw_line(sheet, Cell(RIGHT, [page], Align.END), 0, top, SMALL.height)
        x = LEFT
        for text, address in _contacts(self._view.sender):
            line = wording.figure(text, SMALL)
            if x + line.width <= RIGHT - page.width - GAP:
                cell = Cell(x, [line], links=(address,))
                draw_line(sheet, cell, 0, top, SMALL.height)
                x += line.width + GAP


def _height(stack: list[Line]) -> float:
    return sum(line.style.height for line in stack)


def _draw_stack(sheet: Sheet, cell: Cell, top: float) -> None:
    for i, line in enumerate(cell.lines):
        draw_line(sheet, cell, i, top, line.style.height)
        top -= line.style.height


def _contacts(sender: PartyView) -> Iterator[tuple[str, str]]:
    """Yield how to reach the sender: what is printed, and what a click opens."""
    if sender.phone:
        number = "".join(c for c in sender.phone if c.isdecimal() or c == "+")
        yield sender.phone, f"tel:{number}"
    if sender.email:
        yield sender.email, f"mailto:{sender.email}"
    if sender.website:
        known = sender.website.lower().startswith(("https://", "http://"))
        yield sender.website, sender.website if known else f"https://{sender.website}"
