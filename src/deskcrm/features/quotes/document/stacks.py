"""Blocks of lines that stand beside each other, each at its own pace: the parties of a quote."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from deskcrm.paper.flow import Cell, Row, Slice, draw_line, space
from deskcrm.paper.pictures import Picture
from deskcrm.paper.sheet import Align, Sheet

_BELOW_PICTURE = 8.0
_TALLEST = 320.0
"""In points; what is higher may have to be cut, so it stands one below the other."""


@dataclass(frozen=True, slots=True)
class Stack:
    """Lines below each other, and a picture above them."""

    cell: Cell
    picture: Picture | None = None
    told: str = ""
    """What the picture shows, for those who do not see it."""
    kind: str = "P"

    @property
    def height(self) -> float:
        """The height in points."""
        lines = sum(line.style.height for line in self.cell.lines)
        return lines + (self.picture.height + _BELOW_PICTURE if self.picture else 0.0)

    def draw(self, sheet: Sheet, top: float) -> None:
        """Draw everything, downward from a height."""
        if self.picture:
            self.draw_picture(sheet, top)
            top -= self.picture.height + _BELOW_PICTURE
        if self.cell.lines:
            with sheet.tagged(self.kind):
                for i, line in enumerate(self.cell.lines):
                    draw_line(sheet, self.cell, i, top, line.style.height)
                    top -= line.style.height

    def draw_picture(self, sheet: Sheet, top: float) -> None:
        """Draw the picture alone."""
        assert self.picture
        width, height = self.picture.width, self.picture.height
        x = self.cell.x - (width if self.cell.align is Align.END else 0.0)
        sheet.picture(self.picture, x, top - height, width, height, self.told)


def is_tall(stacks: Sequence[Stack]) -> bool:
    """Say whether stacks are too high to be kept on one page."""
    return max(stack.height for stack in stacks) > _TALLEST


def beside(stacks: Sequence[Stack]) -> Iterator[Slice]:
    """Yield stacks side by side; such as are very high below each other, so that pages can end."""
    if not is_tall(stacks):

        def draw(sheet: Sheet, top: float) -> None:
            for stack in stacks:
                stack.draw(sheet, top)

        yield Slice(max(stack.height for stack in stacks), draw)
        return
    for stack in stacks:
        if stack.picture:
            yield Slice(stack.picture.height + _BELOW_PICTURE, stack.draw_picture, glued=True)
        yield from Row([stack.cell], kind=stack.kind).slices()
        yield space(12)
