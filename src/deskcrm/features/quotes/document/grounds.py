"""What lies under and around the text of a table in each design: grounds, stripes, rules, frames."""

from collections.abc import Sequence
from dataclasses import replace

from deskcrm.features.quotes.document.look import RULE, STRIPE, Look
from deskcrm.paper.flow import Cell, Draw, Row, Slice
from deskcrm.paper.sheet import Sheet

_BAR = 2.5
"""The thickness of the bar beside options that lie on a ground."""


class Grounds:
    """The rules and grounds of one look."""

    def __init__(self, look: Look) -> None:
        self._look = look
        design = look.design
        self.border: Draw | None = None if design.striped else self._rule_below

    def _rule_below(self, sheet: Sheet, y: float) -> None:
        sheet.rule(self._look.left, self._look.right, y, RULE)

    def head(self, cells: Sequence[Cell]) -> Slice:
        """Return the head of the table, one line high."""
        look = self._look
        if look.design.filled:
            row = Row(cells, above=5, below=5)
            return self._on_ground(next(row.slices()), look.tint)
        color = look.ink if look.design.striped else look.accent

        def line_below(sheet: Sheet, y: float) -> None:
            sheet.rule(look.left, look.right, y, color, 1.0)

        return next(Row(cells, below=5, border=line_below).slices())

    def row(self, cells: Sequence[Cell], *, stripe: bool | None) -> Row:
        """Return a row of the table, or of the options if `stripe` is None."""
        air, design = self._look.design.air, self._look.design
        if stripe is None:
            return Row(cells, above=air, below=air)
        ground = self._stripe if stripe and design.striped else None
        return Row(cells, above=air, below=air, border=self.border, ground=ground)

    def _stripe(self, sheet: Sheet, top: float, height: float) -> None:
        look = self._look
        sheet.fill(look.left, top - height, look.room, height, STRIPE)

    def _on_ground(self, inner: Slice, color: str) -> Slice:
        look = self._look

        def draw(sheet: Sheet, top: float) -> None:
            sheet.fill(look.left, top - inner.height, look.room, inner.height, color)
            inner.draw(sheet, top)

        return replace(inner, draw=draw)

    def framed(self, inner: Slice, *, is_first: bool, is_last: bool) -> Slice:
        """Return a slice of the options with its part of what sets them apart."""
        look = self._look
        if look.design.filled:
            return self._with_bar(inner)
        left, right = look.left, look.right

        def draw(sheet: Sheet, top: float) -> None:
            foot = top - inner.height
            if not look.design.striped:
                sheet.upright(left, foot, top, RULE)
                sheet.upright(right, foot, top, RULE)
            if is_first:
                sheet.rule(left, right, top, RULE)
            if is_last:
                sheet.rule(left, right, foot, RULE)
            inner.draw(sheet, top)

        return replace(inner, draw=draw)

    def _with_bar(self, inner: Slice) -> Slice:
        look = self._look

        def draw(sheet: Sheet, top: float) -> None:
            foot = top - inner.height
            sheet.fill(look.left, foot, look.room, inner.height, look.tint)
            sheet.fill(look.left, foot, _BAR, inner.height, look.accent)
            inner.draw(sheet, top)

        return replace(inner, draw=draw)
