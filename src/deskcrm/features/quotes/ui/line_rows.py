"""The rows of a quote's lines: each a line, what is wrong in its cells, and what it comes to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from deskcrm.domain.margins import Margin, margin
from deskcrm.domain.quotes import LineKind
from deskcrm.domain.totals import LineTotal, Period, Totals
from deskcrm.features.quotes.drafts import LineDraft
from deskcrm.features.quotes.sections import Subtotal, subtotals
from deskcrm.features.quotes.ui.cells import EDITABLE, Cell
from deskcrm.features.quotes.ui.line_choices import Choices
from deskcrm.features.quotes.ui.words import amount
from deskcrm.i18n import _

_MOST_COMPARED = 400


@dataclass(frozen=True, slots=True)
class Wrong:
    """What was typed into a cell and cannot be, with the sentence that says why."""

    text: str
    sentence: str


@dataclass(slots=True)
class Row:
    """A line, what is wrong with the text in its cells, and what it comes to."""

    line: LineDraft
    wrong: dict[Cell, Wrong] = field(default_factory=dict)
    total: LineTotal | None = None
    subtotal: Subtotal | None = None

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells that can be written in."""
        return EDITABLE if self.line.is_item else (Cell.ITEM,)

    def margin(self, currency: str) -> Margin | None:
        """Return what of the line's net is left after its cost, if that is known."""
        if self.total is None or not self.line.is_item:
            return None
        return margin(self.total.net, self.line.quantity, self.line.cost, currency)


def row_of(line: LineDraft, choices: Choices) -> Row:
    """Make the row of a line; a price that the catalog does not know is marked as missing."""
    row = Row(line)
    mark_missing_price(row, choices)
    return row


def mark_missing_price(row: Row, choices: Choices) -> None:
    """Mark the price of a line whose item has none in the quote's currency."""
    if choices.lacks_price(row.line):
        sentence = _("The catalog has no price in {currency} for this. Enter one.")
        row.wrong[Cell.PRICE] = Wrong("", sentence.format(currency=choices.currency))


def take_totals(rows: Sequence[Row], totals: Totals | None) -> list[int]:
    """Give each row what it comes to, an item its total, a heading that of its section.

    Return the rows that come to something else than before.
    """
    found = totals.lines if totals is not None else ()
    items = iter(found)
    changed, headings = [], []
    for place, row in enumerate(rows):
        kind = row.line.kind
        if kind is LineKind.ITEM:
            total = next(items, None)
            if total is not row.total and total != row.total:
                row.total = total
                changed.append(place)
        elif kind is LineKind.SECTION:
            headings.append(place)
    if headings:
        sums = subtotals([row.line for row in rows], found)
        for place in headings:
            if rows[place].subtotal != sums[place]:
                rows[place].subtotal = sums[place]
                changed.append(place)
    return changed


def total_words(row: Row, currency: str) -> tuple[str, ...]:
    """Return what a row comes to: the amount, then what comes back in small below it."""
    if row.line.kind is LineKind.ITEM:
        if row.total is None:
            return ()
        return (amount(row.total.entered, currency), *period_words(row.line))
    if row.subtotal is None:
        return ()
    sums = (
        (row.subtotal.once, ""),
        (row.subtotal.month, _("/ month")),
        (row.subtotal.year, _("/ year")),
    )
    told = [f"{amount(s, currency)} {per}".strip() for s, per in sums if s is not None]
    # A section of which everything comes back has nothing to say of what is charged once.
    return tuple(told if row.subtotal.once or len(told) == 1 else told[1:])


def period_words(line: LineDraft) -> tuple[str, ...]:
    """Return how often a line is charged, unless once."""
    words = {Period.MONTH: _("/ month"), Period.YEAR: _("/ year")}
    return (words[line.period],) if line.period in words else ()


def tags(line: LineDraft) -> tuple[str, ...]:
    """Return what sets a line apart, in a word each."""
    found = []
    if line.is_item and line.alternative:
        found.append(_("alternative"))
    if line.is_item and line.optional:
        found.append(_("optional"))
    if line.kind is LineKind.SECTION and line.hides_prices:
        found.append(_("prices hidden"))
    return tuple(found)


def periods_below(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Yield each heading's row with how many small lines its subtotal needs."""
    heading, found = -1, set[Period]()
    for place, row in enumerate(rows):
        if row.line.kind is LineKind.SECTION:
            if heading >= 0:
                yield heading, max(len(found) - 1, 0)
            heading, found = place, set()
        elif row.line.is_item and not (row.line.optional or row.line.alternative):
            found.add(row.line.period)
    if heading >= 0:
        yield heading, max(len(found) - 1, 0)


@dataclass(frozen=True, slots=True)
class Edit:
    """Rows `old` become the lines `new`; as many of both means each in its place."""

    old: range
    new: range


def edits(old: Sequence[LineDraft], new: Sequence[LineDraft]) -> list[Edit]:
    """Return what makes the old lines the new ones, from the end, leaving alone what stays."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    same = 0
    most = min(len(old), len(new)) - start
    while same < most and old[-1 - same] == new[-1 - same]:
        same += 1
    before, after = range(start, len(old) - same), range(start, len(new) - same)
    if len(before) == len(after) or max(len(before), len(after)) > _MOST_COMPARED:
        return [Edit(before, after)] if before or after else []
    by_words = SequenceMatcher(
        None,
        [(old[row].kind, old[row].description) for row in before],
        [(new[row].kind, new[row].description) for row in after],
        autojunk=False,
    )
    return [
        Edit(range(start + a, start + b), range(start + c, start + d))
        for _tag, a, b, c, d in reversed(by_words.get_opcodes())
    ]
