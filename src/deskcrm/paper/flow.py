"""Pages from slices: what stays together, what is repeated on top of a page, what may be cut."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from deskcrm.paper.sheet import Align, Sheet
from deskcrm.paper.text import Line

Draw = Callable[[Sheet, float], None]
"""Draws on a sheet, downward from the height given."""

_WHOLE_UP_TO = 6
_ENDS = 2
"""A row of up to six lines stays whole; of a longer one at least two lines stay together."""


@dataclass(frozen=True, slots=True)
class Slice:
    """A level part of a page that is never cut; `glued` if the next must be on the same page."""

    height: float
    draw: Draw = field(default=lambda _sheet, _top: None)
    glued: bool = False
    heading: "Slice | None" = None
    """Repeated where this slice is the first of a page."""
    is_space: bool = False
    """Whether it only keeps its neighbors apart, and is dropped at the top of a page."""


def space(height: float, *, glued: bool = False) -> Slice:
    """Return an empty distance."""
    return Slice(height, glued=glued, is_space=True)


def glued(slices: Iterable[Slice]) -> list[Slice]:
    """Return the slices bound to each other, the last one free."""
    *firsts, last = slices
    return [*(replace(one, glued=True) for one in firsts), last]


def bookmarked(one: Slice, *names: str) -> Slice:
    """Return a slice that readers find by its names among the document's bookmarks."""

    def draw(sheet: Sheet, top: float) -> None:
        for name in names:
            sheet.bookmark(name, top)
        one.draw(sheet, top)

    return replace(one, draw=draw)


@dataclass(frozen=True, slots=True)
class Cell:
    """Lines of text one below the other, starting or ending at `x`."""

    x: float
    lines: Sequence[Line]
    align: Align = Align.START
    links: tuple[str, ...] = ()
    """An address to open for each line, empty where there is none."""


@dataclass(frozen=True, slots=True)
class Row:
    """Cells side by side; cut between two lines where a page ends."""

    cells: Sequence[Cell]
    above: float = 0.0
    below: float = 0.0
    border: Draw | None = None
    """Drawn once, at the foot of the row."""
    ground: Callable[[Sheet, float, float], None] | None = None
    """Drawn under each part of the row, from its top down by its height."""
    kind: str = "P"
    """What programs that read aloud take it for."""

    def slices(self, heading: Slice | None = None) -> Iterator[Slice]:
        """Yield the row whole if it is short, else in parts."""
        heights = self._heights()
        if len(heights) <= _WHOLE_UP_TO:
            groups = [range(len(heights))]
        else:
            last = len(heights) - _ENDS
            middle = [range(i, i + 1) for i in range(_ENDS, last)]
            groups = [range(_ENDS), *middle, range(last, len(heights))]
        for group in groups:
            yield self._slice(group, heights, heading)
            if heading and group.start == 0:
                heading = replace(heading, height=heading.height + self.above)

    def _heights(self) -> list[float]:
        most = max((len(cell.lines) for cell in self.cells), default=0)
        return [
            max(cell.lines[i].style.height for cell in self.cells if i < len(cell.lines))
            for i in range(most)
        ]

    def _slice(self, group: range, heights: list[float], heading: Slice | None) -> Slice:
        above = self.above if group.start == 0 else 0.0
        is_last = group.stop == len(heights)
        height = above + sum(heights[i] for i in group) + (self.below if is_last else 0.0)

        def draw(sheet: Sheet, top: float) -> None:
            y = top - above
            if self.ground:
                self.ground(sheet, top, height)
            with sheet.tagged(self.kind):
                for i in group:
                    for cell in self.cells:
                        if i < len(cell.lines):
                            draw_line(sheet, cell, i, y, heights[i])
                    y -= heights[i]
            if is_last and self.border:
                self.border(sheet, top - height)

        return Slice(height, draw, heading=heading)


def draw_line(sheet: Sheet, cell: Cell, i: int, top: float, height: float) -> None:
    """Draw line `i` of a cell in the middle of a height, with its link."""
    line = cell.lines[i]
    size = line.style.size
    # Capitals and figures, about 0.69 of the size high, stand in the middle.
    baseline = top - height / 2 - 0.345 * size
    sheet.text(line, cell.x, baseline, cell.align)
    if i < len(cell.links) and cell.links[i]:
        x = cell.x if cell.align is Align.START else cell.x - line.width
        sheet.link(cell.links[i], x, top - height, line.width, height)


@dataclass(frozen=True, slots=True)
class Placed:
    """A slice and how far below the top of the page's body it begins."""

    slice: Slice
    below_top: float


def paginate(slices: Iterable[Slice], height: float) -> list[list[Placed]]:
    """Place slices on as many pages of `height` as they need; there is at least one."""
    pages: list[list[Placed]] = [[]]
    used = 0.0
    for chain in _chains(slices):
        whole = sum(one.height for one in chain)
        if pages[-1] and used + whole > height:
            pages.append([])
            used = 0.0
        for one in chain:
            if pages[-1] and used + one.height > height:
                pages.append([])
                used = 0.0
            if not pages[-1]:
                if one.is_space:
                    continue
                if one.heading and len(pages) > 1:
                    pages[-1].append(Placed(_repeated(one.heading), 0.0))
                    used = one.heading.height
            pages[-1].append(Placed(one, used))
            used += one.height
    return pages if pages[-1] or len(pages) == 1 else pages[:-1]


def _repeated(heading: Slice) -> Slice:
    def draw(sheet: Sheet, top: float) -> None:
        with sheet.repeated():
            heading.draw(sheet, top)

    return replace(heading, draw=draw)


def _chains(slices: Iterable[Slice]) -> Iterator[list[Slice]]:
    """Yield the slices that belong on one page, together."""
    chain: list[Slice] = []
    for one in slices:
        chain.append(one)
        if not one.glued:
            yield chain
            chain = []
    if chain:
        yield chain
