"""The head of the first page in each design: who offers, to whom, what, and until when."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from deskcrm.features.quotes.document import wording as words
from deskcrm.features.quotes.document.look import GAP, Look
from deskcrm.features.quotes.document.parties import Parties
from deskcrm.features.quotes.document.stacks import Stack, beside, is_tall
from deskcrm.features.quotes.document.wording import Wording
from deskcrm.features.quotes.view import QuoteView
from deskcrm.paper.flow import Cell, Row, Slice, space
from deskcrm.paper.pictures import Picture, picture
from deskcrm.paper.sheet import Align, Sheet
from deskcrm.paper.text import Line, Style

_LOGO = (170.0, 44.0)


class Header:
    """The head of one quote."""

    def __init__(self, view: QuoteView, wording: Wording, look: Look) -> None:
        self._view = view
        self._wording = wording
        self._look = look
        self._parties = Parties(view, wording)
        self.title = view.heading or wording.say(words.QUOTE)
        self.number = view.number or wording.say(words.DRAFT)

    def slices(self) -> Iterator[Slice]:
        """Yield the head as the design has it."""
        yield from _HEADS[self._look.design.name](self)

    def classic(self) -> Iterator[Slice]:
        """Yield the sender on one side, the title on the other, the customer below."""
        look, view, wording = self._look, self._view, self._wording
        middle = (look.left + look.right) / 2
        room = look.right - middle
        title = [
            *wording.lines(self.title, look.title, room),
            *wording.lines(self.number, look.strong, room),
            *self._dated(look.small, room),
            *wording.lines(self._replaces(), look.small, room),
        ]
        sender = self._sender(middle - look.left - GAP)
        yield from beside(
            [
                Stack(Cell(look.left, sender), self._logo(), view.sender.name),
                Stack(Cell(look.right, title, Align.END), kind="H1"),
            ]
        )
        yield space(22)
        found = self._parties.lines(view.customer, look.strong, look.body, look.room * 0.7)
        yield from Row([Cell(look.left, found)]).slices()

    def modern(self) -> Iterator[Slice]:
        """Yield the title on a band in the accent's color, both parties side by side below."""
        look, view, wording = self._look, self._view, self._wording
        room = (look.room - GAP) / 2
        facts = [
            *wording.lines(self.number, replace(look.subject, color=look.upon), room),
            *self._dated(replace(look.small, color=look.upon), room),
            *wording.lines(self._replaces(), replace(look.small, color=look.upon), room),
        ]
        title = wording.lines(self.title, replace(look.title, color=look.upon), room)
        yield from self._band(
            [Stack(Cell(look.left, title), kind="H1"), Stack(Cell(look.right, facts, Align.END))]
        )
        yield space(24)
        logo = self._logo(look.room * 0.26)
        room = (look.room - (logo.width + GAP if logo else 0.0)) / 2 - GAP
        sender = [wording.line(wording.say(words.SENDER), look.label), *self._sender(room)]
        customer = [
            wording.line(wording.say(words.CUSTOMER), look.label),
            *self._parties.lines(view.customer, look.sender, look.small, room),
        ]
        stacks = [Stack(Cell(look.left, sender))]
        if view.customer.name:
            stacks.append(Stack(Cell(look.left + room + GAP, customer)))
        if logo:
            stacks.append(Stack(Cell(look.right, [], Align.END), logo, view.sender.name))
        yield from beside(stacks)

    def _band(self, stacks: list[Stack]) -> Iterator[Slice]:
        """Yield stacks on a ground that reaches to the edges of the paper."""
        look, below = self._look, 22.0
        if is_tall(stacks):
            # Too much for a band: the same in dark letters on white.
            plain = [
                replace(s, cell=replace(s.cell, lines=[self._dark(line) for line in s.cell.lines]))
                for s in stacks
            ]
            yield from beside(plain)
            return
        height = max(stack.height for stack in stacks)

        def draw(sheet: Sheet, top: float) -> None:
            foot = top - height - below
            sheet.fill(0, foot, sheet.width, sheet.height - foot, look.accent)
            for stack in stacks:
                stack.draw(sheet, top - (height - stack.height) / 2)

        yield Slice(height + below, draw)

    def _dark(self, line: Line) -> Line:
        return replace(line, style=replace(line.style, color=self._look.ink))

    def compact(self) -> Iterator[Slice]:
        """Yield a letter: the sender at the outer side, the customer where an envelope shows it."""
        look, view, wording = self._look, self._view, self._wording
        room = look.room * 0.36
        across = look.right - room
        sender = self._sender(room)
        address = " · ".join(part for part in self._address() if part)
        small = replace(look.small, size=look.small.size * 0.85)
        left = look.room - room - 2 * GAP
        customer = [
            *wording.lines(address, small, left)[:2],
            wording.line("", look.small),
            *self._parties.lines(view.customer, look.strong, look.body, left),
        ]
        yield from beside(
            [
                Stack(Cell(look.left, customer)),
                Stack(Cell(across, sender), self._logo(), view.sender.name),
            ]
        )
        yield space(24)
        title = f"{self.title} {self.number}" if view.number else f"{self.title} · {self.number}"
        facts = " · ".join(part for part in (self._dates(), self._replaces()) if part)
        titled = Cell(look.left, wording.lines(title, look.title, look.room))
        yield from Row([titled], kind="H1").slices()
        yield from Row([Cell(look.left, wording.lines(facts, look.small, look.room))]).slices()

        def rule(sheet: Sheet, top: float) -> None:
            sheet.rule(look.left, look.right, top - 4, look.accent, 1.5)

        yield Slice(6, rule)

    def opening(self) -> Iterator[Slice]:
        """Yield what the quote is about, and the words it begins with."""
        look, wording = self._look, self._wording
        yield space(12 if look.design.striped else 22)
        title = wording.lines(self._view.title, look.subject, look.room)
        introduction = wording.lines(self._view.introduction, look.body, look.room)
        row = Row([Cell(look.left, title)], below=6 if introduction else 10, kind="H2")
        for place, each in enumerate(parts := [*row.slices()]):
            yield replace(each, glued=place == len(parts) - 1)
        yield from Row([Cell(look.left, introduction)], below=14).slices() if introduction else ()

    def _sender(self, room: float) -> list[Line]:
        look = self._look
        return self._parties.lines(self._view.sender, look.sender, look.small, room)

    def _address(self) -> Iterator[str]:
        yield self._view.sender.name.replace("\n", " ")
        yield from self._parties.address(self._view.sender)

    def _logo(self, room: float = _LOGO[0]) -> Picture | None:
        return picture(self._view.logo, round(room), _LOGO[1]) if self._view.logo else None

    def _dated(self, style: Style, room: float) -> list[Line]:
        """Return the dates in one line, or in one for each where that is too narrow."""
        found = self._wording.lines(self._dates(), style, room)
        if len(found) == 1:
            return found
        parts = self._dates().split(" · ")
        return [line for part in parts for line in self._wording.lines(part, style, room)]

    def _dates(self) -> str:
        view, language = self._view, self._wording.language
        return self._wording.text(
            "quote/dates.txt.j2",
            date=language.date(view.date),
            valid_until=language.date(view.valid_until),
        )

    def _replaces(self) -> str:
        """Say which quote this one takes the place of."""
        view, say = self._view, self._wording.say
        if not view.replaces:
            return ""
        revision = re.search(r"-([A-Z]{1,3})$", view.number or "")
        if revision is None:
            return say(words.REPLACES).format(number=view.replaces)
        return say(words.REVISES).format(revision=revision[1], number=view.replaces)


_HEADS: dict[str, Callable[[Header], Iterator[Slice]]] = {
    "classic": Header.classic,
    "modern": Header.modern,
    "compact": Header.compact,
}
