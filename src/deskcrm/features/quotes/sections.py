"""The sections of a quote's lines: where each begins and ends, and what its lines come to."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from deskcrm.domain.figures import Period
from deskcrm.domain.quotes import LineKind
from deskcrm.domain.totals import LineTotal
from deskcrm.features.quotes.drafts import LineDraft


@dataclass(frozen=True, slots=True)
class Subtotal:
    """What the lines below a heading come to, as entered; options and alternatives do not count."""

    once: Decimal
    month: Decimal | None = None
    """What comes back each month; None if nothing of the section does."""
    year: Decimal | None = None


def is_heading(line: LineDraft) -> bool:
    """Say whether a line begins a section."""
    return line.kind is LineKind.SECTION


def section_end(lines: Sequence[LineDraft], row: int) -> int:
    """Return where the section of the heading at `row` ends: at the next heading, or the last line."""
    after = range(row + 1, len(lines))
    return next((place for place in after if is_heading(lines[place])), len(lines))


def with_sections(lines: Sequence[LineDraft], rows: range) -> range:
    """Return rows that are moved together: a heading at their end brings the lines below it."""
    if not rows or not is_heading(lines[rows.start]):
        return rows
    last = max(row for row in rows if is_heading(lines[row]))
    return range(rows.start, max(rows.stop, section_end(lines, last)))


def step(lines: Sequence[LineDraft], rows: range, by: int) -> int:
    """Return before which line `rows` stand after a step up (-1) or down (1).

    A section steps over whole sections; it cannot go above lines that belong to none, which would
    make them its own. A step that is not possible returns where the rows stand already.
    """
    if not is_heading(lines[rows.start]):
        return max(rows.start - 1, 0) if by < 0 else min(rows.stop + 1, len(lines))
    if by > 0:
        return section_end(lines, rows.stop) if rows.stop < len(lines) else rows.start
    above = (row for row in reversed(range(rows.start)) if is_heading(lines[row]))
    return next(above, rows.start)


def place_for(lines: Sequence[LineDraft], rows: range, gap: int) -> int:
    """Return where dragged rows may be dropped: a section only between sections, near `gap`."""
    if not is_heading(lines[rows.start]):
        return gap
    borders = [row for row, line in enumerate(lines) if is_heading(line)]
    return min([*borders, len(lines)], key=lambda border: abs(border - gap))


def moved(lines: Sequence[LineDraft], rows: range, gap: int) -> tuple[LineDraft, ...]:
    """Return the lines with those at `rows` put before the one at `gap`."""
    there = lines[rows.start : rows.stop]
    if gap <= rows.start:
        return (*lines[:gap], *there, *lines[gap : rows.start], *lines[rows.stop :])
    return (*lines[: rows.start], *lines[rows.stop : gap], *there, *lines[gap:])


def subtotals(lines: Sequence[LineDraft], totals: Sequence[LineTotal]) -> dict[int, Subtotal]:
    """Return what each section comes to, by the row of its heading; `totals` are those of the items."""
    found: dict[int, dict[Period, list[Decimal]]] = {}
    here: dict[Period, list[Decimal]] | None = None
    items = iter(totals)
    for row, line in enumerate(lines):
        kind = line.kind
        if kind is LineKind.ITEM:
            total = next(items, None)
            if here is not None and total is not None and not (line.optional or line.alternative):
                here.setdefault(line.period, []).append(total.entered)
        elif kind is LineKind.SECTION:
            here = found[row] = {}
    zero = Decimal(0)
    return {
        row: Subtotal(
            sum(sums.get(Period.ONCE, ()), zero),
            sum(sums[Period.MONTH], zero) if Period.MONTH in sums else None,
            sum(sums[Period.YEAR], zero) if Period.YEAR in sums else None,
        )
        for row, sums in found.items()
    }
