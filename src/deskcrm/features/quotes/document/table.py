"""The table of a quote: what is offered, and apart from it what may be taken as well."""

from collections.abc import Iterator
from dataclasses import replace

from deskcrm.domain.totals import Line as QuoteLine, Period, Totals
from deskcrm.features.quotes.document import wording as words
from deskcrm.features.quotes.document.columns import NOTHING, Columns, Entries, Entry
from deskcrm.features.quotes.document.grounds import Grounds
from deskcrm.features.quotes.document.look import GAP, Look
from deskcrm.features.quotes.document.parts import Offer, Part, offered
from deskcrm.features.quotes.document.wording import Wording, adjustments
from deskcrm.features.quotes.view import QuoteView
from deskcrm.jobs import Progress
from deskcrm.paper.flow import Cell, Row, Slice, bookmarked, glued, space
from deskcrm.paper.sheet import Align
from deskcrm.paper.text import Line, Style, lines

_REPORT_EVERY = 50
_WIDEST_QUANTITY, _WIDEST_PRICE = 90.0, 130.0
_INSET = 12.0
"""From the frame around optional lines to their text."""


class Table:
    """The lines of one quote, as rows of a page."""

    def __init__(self, view: QuoteView, totals: Totals, wording: Wording, look: Look) -> None:
        self._wording = wording
        self._look = look
        self._grounds = Grounds(look)
        self._with_options = totals.with_options
        self._shows_taxes = len({line.tax for line in view.figures.lines}) > 1
        self._offered = offered(view, totals)
        self._left = look.left + look.design.inset

    def slices(self, progress: Progress | None) -> Iterator[Slice]:
        """Yield the lines that count; their heading is repeated on every page."""
        parts = self._offered.parts
        figures = [[self._entries(offer) for offer in part.offers] for part in parts]
        subtotals = [self._subtotals(part) for part in parts]
        rows = [row for part in figures for row in part]
        sums = [entries for part in subtotals for _, entries in part]
        end = self._look.right - self._look.design.inset
        columns = Columns([*rows, *sums, self._head()], end, rtl=self._wording.rtl)
        heading = self._heading(columns)
        yield replace(heading, glued=bool(parts))
        done = 0
        for part, rows_of_part, subtotal in zip(parts, figures, subtotals, strict=True):
            if part.heading:
                yield from self._section(part.heading, heading, binds=bool(part.entries))
            yield from self._body(part, rows_of_part, columns, heading, binds=bool(subtotal))
            for place, (label, entries) in enumerate(subtotal):
                last = place == len(subtotal) - 1
                for each in self._sum(label, entries, columns, last=last).slices(heading):
                    yield replace(each, glued=not last)
            for _ in rows_of_part:
                if progress and done % _REPORT_EVERY == 0:
                    progress.report(done, len(rows))
                done += 1

    def options(self) -> Iterator[Slice]:
        """Yield the optional lines in a frame, with what all of them would come to."""
        options = self._offered.options
        if not options:
            return
        wording, look = self._wording, self._look
        left, right = look.left + _INSET, look.right - _INSET
        figures = [self._entries(offer) for offer in options]
        columns = Columns(figures, right, rtl=wording.rtl)
        name = wording.say(words.OPTIONAL)
        heading = wording.lines(name, look.strong, right - left)
        first, *rows = (
            part
            for offer, row in zip(options, figures, strict=True)
            for part in self._row(offer, row, columns, left).slices()
        )
        titled = [*Row([Cell(left, heading)], above=8, kind="H2").slices()]
        titled[0] = bookmarked(titled[0], name)
        inner = [*glued([*titled, first]), *rows[:-1], *glued([*rows[-1:], *self._whole()])]
        yield space(20)
        for i, each in enumerate(inner):
            yield self._grounds.framed(each, is_first=i == 0, is_last=i == len(inner) - 1)

    def _whole(self) -> Iterator[Slice]:
        """Yield what is to be paid with every option, where one of them is charged once."""
        wording, look = self._wording, self._look
        left, right = look.left + _INSET, look.right - _INSET
        if not any(o.line.optional and o.line.period is Period.ONCE for o in self._offered.options):
            yield space(6)
            return
        whole = wording.figure(wording.money(self._with_options), look.strong)
        label = wording.lines(
            wording.say(words.WITH_OPTIONS), look.strong, right - left - whole.width - GAP
        )
        cells = [Cell(left, label), Cell(right, [whole], Align.END)]
        yield from Row(cells, above=5, below=8).slices()

    def _head(self) -> Entries:
        wording, label = self._wording, self._look.label
        quantity, price, tax, amount = (
            Entry([wording.line(wording.say(word), label)])
            for word in (words.QUANTITY, words.PRICE, words.TAX, words.AMOUNT)
        )
        return quantity, price, tax if self._shows_taxes else NOTHING, amount

    def _heading(self, columns: Columns) -> Slice:
        name = self._wording.say(words.DESCRIPTION)
        named = self._wording.lines(name, self._look.label, columns.description - self._left)
        # One line high in every language, so the head is never a page's whole height.
        cells = [Cell(self._left, named[:1]), *columns.cells(self._head())]
        return self._grounds.head(cells)

    def _section(self, name: str, heading: Slice, *, binds: bool) -> Iterator[Slice]:
        """Yield the heading of a part, on the page of its first line."""
        look = self._look
        room = look.right - look.design.inset - self._left
        title = self._wording.lines(name, look.section, room)
        row = Row(
            [Cell(self._left, title)], above=10, below=3, border=self._grounds.border, kind="H3"
        )
        first, *rest = row.slices(heading)
        yield replace(bookmarked(first, name.splitlines()[0]), glued=bool(rest) or binds)
        for place, each in enumerate(rest):
            yield replace(each, glued=place == len(rest) - 1 and binds)

    def _body(
        self, part: Part, rows: list[Entries], columns: Columns, heading: Slice, *, binds: bool
    ) -> Iterator[Slice]:
        """Yield the lines and texts of a part; alternatives stay with what they may replace."""
        figures = iter(rows)
        for place, entry in enumerate(part.entries):
            if isinstance(entry, Offer):
                row = self._row(entry, next(figures), columns, self._left, stripe=place % 2 == 1)
            else:
                row = self._text(entry, stripe=place % 2 == 1)
            following = part.entries[place + 1] if place + 1 < len(part.entries) else None
            bound = isinstance(following, Offer) and following.line.alternative
            *before, last = row.slices(heading)
            yield from before
            yield replace(last, glued=bound or (binds and following is None))

    def _text(self, text: str, *, stripe: bool) -> Row:
        room = self._look.right - self._look.design.inset - self._left
        said = Cell(self._left, self._wording.lines(text.strip("\n"), self._look.muted, room))
        return self._grounds.row([said], stripe=stripe)

    def _subtotals(self, part: Part) -> list[tuple[str, Entries]]:
        """Return what a part with a heading comes to: what is charged once, monthly, yearly."""
        if not part.heading:
            return []
        found = []
        for period, amount in part.subtotals.items():
            label = self._wording.say(words.SUBTOTALS[period])
            figure = self._wording.amount(amount)
            entry = self._figure(figure, self._look.strong)
            found.append((label, (NOTHING, NOTHING, NOTHING, entry)))
        return found

    def _sum(self, label: str, entries: Entries, columns: Columns, *, last: bool) -> Row:
        strong, amount = self._look.strong, columns.cells(entries)
        room = self._look.right - self._left - entries[3].width - 2 * GAP
        named = self._wording.lines(label, strong, room)
        below = self._look.design.air if last else 0.0
        return Row([Cell(self._left, named), *amount], above=self._look.design.air, below=below)

    def _entries(self, offer: Offer) -> Entries:
        line, wording, language = offer.line, self._wording, self._wording.language
        style = self._look.muted if line.alternative else self._look.body
        quantity = language.number(line.quantity)
        counted = f"{quantity} {line.unit}" if line.unit else quantity
        quantities = Entry(wording.lines(counted, style, _WIDEST_QUANTITY))
        if offer.hides_price and line.counts:
            return quantities, NOTHING, NOTHING, NOTHING
        amount = self._figure(wording.amount(offer.amount), style)
        if line.period is not Period.ONCE:
            every = wording.line(wording.say(words.PER[line.period]), self._look.detail)
            amount = Entry([*amount.lines, every], amount.hang)
        if offer.hides_price:
            return quantities, NOTHING, NOTHING, amount
        price = language.number(line.unit_price, wording.digits)
        if line.price_base_quantity != 1:
            price = f"{price} / {language.number(line.price_base_quantity)}"
        priced = lines(price, style, _WIDEST_PRICE)
        return (
            quantities,
            Entry(priced, wording.after_sign(price, style) if len(priced) == 1 else None),
            Entry([wording.figure(self._rate(line), style)]) if self._shows_taxes else NOTHING,
            amount,
        )

    def _figure(self, figure: str, style: Style) -> Entry:
        return Entry([self._wording.figure(figure, style)], self._wording.after_sign(figure, style))

    def _rate(self, line: QuoteLine) -> str:
        if line.tax.category.charges_tax:
            return self._wording.language.percent(line.tax.rate)
        return line.tax.category.value

    def _row(
        self,
        offer: Offer,
        row: Entries,
        columns: Columns,
        left: float,
        *,
        stripe: bool | None = None,
    ) -> Row:
        described = Cell(left, self._description(offer, columns.description - left))
        cells = [described, *columns.cells(row)]
        return self._grounds.row(cells, stripe=stripe)

    def _description(self, offer: Offer, room: float) -> list[Line]:
        """Return the name of a line, what is said of it, and its discounts and charges."""
        wording, line, detail = self._wording, offer.line, self._look.detail
        name, _, details = line.description.strip().partition("\n")
        style = self._look.body
        if line.alternative:
            name, style = wording.say(words.INSTEAD).format(description=name), self._look.muted
        found = wording.lines(name, style, room)
        if details.strip():
            found += wording.lines(details, detail, room)
        if offer.hides_price and line.counts:
            if line.period is not Period.ONCE:
                found.append(wording.line(wording.say(words.PER[line.period]), detail))
            return found
        for adjustment in adjustments(line.discounts, line.charges):
            found += wording.lines(wording.adjustment(*adjustment), detail, room)
        return found
