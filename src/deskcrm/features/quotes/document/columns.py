"""Columns of figures: as wide as their widest entry, decimal sign under decimal sign."""

from collections.abc import Sequence
from dataclasses import dataclass

from deskcrm.features.quotes.document.look import GAP
from deskcrm.paper.flow import Cell
from deskcrm.paper.sheet import Align
from deskcrm.paper.text import Line


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in one column of a row; `hang` is its width from the decimal sign on.

    A word has no hang and stands at the column's edge.
    """

    lines: list[Line]
    hang: float | None = None

    @property
    def width(self) -> float:
        """The width of the widest line."""
        return max((line.width for line in self.lines), default=0.0)


Entries = tuple[Entry, Entry, Entry, Entry]
"""Quantity, price, tax and amount of one row."""

NOTHING = Entry([])


class Column:
    """One column, which ends at `end`."""

    def __init__(self, entries: Sequence[Entry], end: float, *, rtl: bool) -> None:
        hangs = [(entry.width, entry.hang) for entry in entries if entry.hang is not None]
        self._hang = max((hang for _, hang in hangs), default=0.0)
        before_sign = max((width - hang for width, hang in hangs), default=0.0)
        width = max(before_sign + self._hang, *(entry.width for entry in entries))
        self._rtl = rtl
        # Figures run from left to right in every language: the right edge of their column is
        # where its reading ends, or, on a mirrored page, where it starts.
        self._edge = end - width if rtl else end
        self.start = end - width - GAP if width else end
        """Where the column before has to end."""

    def cell(self, entry: Entry) -> Cell:
        """Return an entry in its place."""
        hanging = 0.0 if entry.hang is None else self._hang - entry.hang
        if self._rtl:
            return Cell(self._edge + hanging, entry.lines)
        return Cell(self._edge - hanging, entry.lines, Align.END)


class Columns:
    """The columns of figures beside the descriptions."""

    def __init__(self, rows: Sequence[Entries], end: float, *, rtl: bool) -> None:
        self._columns: list[Column] = []
        for entries in reversed(list(zip(*rows, strict=True))):
            column = Column(entries, end, rtl=rtl)
            self._columns.insert(0, column)
            end = column.start
        self.description = end
        """Where the description has to end."""

    def cells(self, row: Entries) -> list[Cell]:
        """Return the entries of a row in their columns."""
        placed = zip(self._columns, row, strict=True)
        return [column.cell(entry) for column, entry in placed if entry.lines]
