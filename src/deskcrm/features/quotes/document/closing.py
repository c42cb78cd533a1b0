"""What follows the sums: notes, the payment plan, terms, bank details, and where to sign."""

from collections.abc import Iterator
from decimal import Decimal

from deskcrm.domain.payments import plan
from deskcrm.domain.totals import Totals
from deskcrm.features.quotes.document import wording as words
from deskcrm.features.quotes.document.columns import NOTHING, Columns, Entry
from deskcrm.features.quotes.document.look import GAP, MUTED, RULE, Look
from deskcrm.features.quotes.document.wording import Wording
from deskcrm.features.quotes.view import QuoteView
from deskcrm.paper.flow import Cell, Row, Slice, bookmarked, glued, space
from deskcrm.paper.sheet import Sheet
from deskcrm.paper.text import Line

_SIGNATURE = (200.0, 44.0)
"""Points from the margin to the end of the line to sign on, and of room above it."""
_SHORT = 12
"""So many lines of terms may stand beside the bank details; more get the whole width."""


class Closing:
    """The end of one quote."""

    def __init__(self, view: QuoteView, totals: Totals, wording: Wording, look: Look) -> None:
        self._view = view
        self._totals = totals
        self._wording = wording
        self._look = look

    def slices(self) -> Iterator[Slice]:
        """Yield everything, from the notes down to the line to sign on."""
        yield from self._notes()
        yield from self._payments()
        yield from self._texts()
        yield from self._signature()

    def _notes(self) -> Iterator[Slice]:
        """Yield what has to be said of the taxes."""
        view, look = self._view, self._look
        reasons = dict(view.tax_reasons)
        taxes = [*self._totals.tax, *(tax for each in self._totals.recurring for tax in each.tax)]
        categories = dict.fromkeys(total.category for total in taxes)
        notes = self._wording.text(
            "quote/notes.txt.j2",
            prices_include_tax=view.figures.prices_include_tax,
            taxes=[(category.value, reasons.get(category, "")) for category in categories],
        )
        if notes:
            yield space(16)
            said = self._wording.lines(notes, look.small, look.room)
            yield from Row([Cell(look.left, said)]).slices()

    def _payments(self) -> Iterator[Slice]:
        """Yield what is to be paid when, in parts that come to the amount due."""
        parts, look, wording = self._view.payments, self._look, self._wording
        if not parts:
            return
        amounts = plan(parts, self._totals.payable, wording.currency)
        rows, names = [], []
        for place, (part, amount) in enumerate(zip(parts, amounts, strict=True), start=1):
            money = wording.amount(amount)
            figure = Entry([wording.figure(money)], wording.after_sign(money))
            share = wording.language.percent(part.percent) if part.percent is not None else ""
            due = wording.language.date(part.due_on) if part.due_on else ""
            dated = Entry([wording.line(due)]) if due else NOTHING
            shared = Entry([wording.figure(share, look.muted)]) if share else NOTHING
            rows.append((dated, NOTHING, shared, figure))
            number = wording.language.number(Decimal(place))
            names.append(part.label.strip() or wording.say(words.PAYMENT).format(number=number))
        inset, air = look.design.inset, look.design.air
        columns = Columns(rows, look.right - inset, rtl=wording.rtl)
        left = look.left + inset
        table = []
        for name, row in zip(names, rows, strict=True):
            named = wording.lines(name, look.body, columns.description - left)
            cells = [Cell(left, named), *columns.cells(row)]
            table.append(list(Row(cells, above=air, below=air, border=self._rule).slices()))
        yield space(18)
        title = list(self._titled(words.PAYMENTS, border=True))
        yield from glued([*title, table[0][0]])
        yield from table[0][1:]
        for each in table[1:]:
            yield from each

    def _titled(self, word: str, *, border: bool = False) -> Iterator[Slice]:
        """Yield the heading of a block, which readers find among the bookmarks too."""
        look, name = self._look, self._wording.say(word)
        line = self._wording.line(name, look.label if look.design.filled else look.strong)
        x = look.left + (look.design.inset if border else 0.0)
        row = Row([Cell(x, [line])], below=4, border=self._rule if border else None, kind="H2")
        yield from (bookmarked(each, name) for each in row.slices())

    def _rule(self, sheet: Sheet, y: float) -> None:
        sheet.rule(self._look.left, self._look.right, y, RULE)

    def _texts(self) -> Iterator[Slice]:
        """Yield terms and bank details: side by side where both are short."""
        wording, look = self._wording, self._look
        terms, bank = self._view.terms.strip(), self._view.sender.bank.strip()
        half = (look.room - 2 * GAP) / 2
        if terms and bank:
            beside = wording.lines(terms, look.body, half) if len(terms) < 2000 else []
            if beside and len(beside) <= _SHORT:
                yield from self._pair(beside, wording.lines(bank, look.body, half), half)
                return
        for word, text in ((words.BANK, bank), (words.TERMS, terms)):
            if text:
                yield space(18)
                rows = Row([Cell(look.left, wording.lines(text, look.body, look.room))]).slices()
                first, *rest = rows
                yield from glued([*self._titled(word), first])
                yield from rest

    def _pair(self, terms: list[Line], bank: list[Line], half: float) -> Iterator[Slice]:
        look, wording = self._look, self._wording
        style = look.label if look.design.filled else look.strong
        across = look.left + half + 2 * GAP
        labels = (wording.say(words.TERMS), wording.say(words.BANK))
        heads = [
            Cell(x, [wording.line(label, style)])
            for x, label in zip((look.left, across), labels, strict=True)
        ]
        titles = [bookmarked(each, *labels) for each in Row(heads, below=4, kind="H2").slices()]
        first, *rest = Row([Cell(look.left, terms), Cell(across, bank)]).slices()
        yield space(18)
        yield from glued([*titles, first])
        yield from rest

    def _signature(self) -> Iterator[Slice]:
        look, wording = self._look, self._wording
        width, above = _SIGNATURE

        def line_to_sign(sheet: Sheet, top: float) -> None:
            sheet.rule(look.left, look.left + width, top - above, MUTED, 0.5)

        label = [wording.line(wording.say(words.SIGNATURE), look.small)]
        below = Row([Cell(look.left, label)], above=4).slices()
        yield from glued([Slice(above, line_to_sign), *below])
