"""What two quotes, such as two revisions of one offer, say differently: side by side, line by line."""

import datetime as dt
import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher

from deskcrm.domain.payments import Part
from deskcrm.domain.quotes import LineKind
from deskcrm.domain.totals import Adjustment, Line, LineTotal, Period, Tax, Totals
from deskcrm.features.quotes.view import QuoteView, Words

Value = (
    str
    | bool
    | Decimal
    | dt.date
    | Tax
    | Period
    | tuple[str, ...]
    | tuple[Adjustment, ...]
    | tuple[Part, ...]
    | None
)

_ALIKE = 0.6
"""From this likeness of their names on, two lines at one place are one that was changed."""
_MOST_PAIRS = 10_000
"""So many pairs of names are compared at one place at most; more lines are gone or new."""


class Change(enum.StrEnum):
    """What became of a line."""

    SAME = "same"
    CHANGED = "changed"
    MOVED = "moved"
    """Said elsewhere; its cells may have changed too."""
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing that both quotes say."""

    name: str
    before: Value
    after: Value
    of: Tax | Period | None = None
    """Which tax, or which period, a total is of."""

    @property
    def changed(self) -> bool:
        """Whether they say it differently."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A line of a quote in its place: an item with what it comes to, a section or a text."""

    kind: LineKind
    number: int | None
    """Of an item, from 1."""
    text: str
    item: Line | None = None
    amount: LineTotal | None = None
    hides_prices: bool = False

    @property
    def name(self) -> str:
        """The first line of its text."""
        return self.text.partition("\n")[0]


@dataclass(frozen=True, slots=True)
class LinePair:
    """A line before and after; None where there is none."""

    change: Change
    before: DocumentLine | None
    after: DocumentLine | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything two quotes say, side by side."""

    currencies: tuple[str, str]
    facts: tuple[Cell, ...]
    lines: tuple[LinePair, ...]
    totals: tuple[Cell, ...]

    @property
    def is_empty(self) -> bool:
        """Whether both say the same."""
        cells = (*self.facts, *self.totals)
        return not any(cell.changed for cell in cells) and all(
            pair.change is Change.SAME for pair in self.lines
        )


def difference(before: QuoteView, after: QuoteView) -> Difference:
    """Compare two quotes: what stands above and below the lines, the lines matched up, the totals."""
    totals = before.totals, after.totals
    return Difference(
        currencies=(before.figures.currency, after.figures.currency),
        facts=tuple(
            Cell(name, first, second)
            for (name, first), (_name, second) in zip(_facts(before), _facts(after), strict=True)
        ),
        lines=tuple(_pairs(document_lines(before, totals[0]), document_lines(after, totals[1]))),
        totals=tuple(_totals(*totals)),
    )


def document_lines(view: QuoteView, totals: Totals) -> list[DocumentLine]:
    """Return items, sections and texts in the order in which they are printed."""
    lines = [
        DocumentLine(LineKind.ITEM, number, line.description, line, amount)
        for number, (line, amount) in enumerate(
            zip(view.figures.lines, totals.lines, strict=True), start=1
        )
    ]
    for words in reversed(view.words):
        lines.insert(words.before, _words(words))
    return lines


def _words(words: Words) -> DocumentLine:
    return DocumentLine(words.kind, None, words.text, hides_prices=words.hides_prices)


def _facts(view: QuoteView) -> list[tuple[str, Value]]:
    figures = view.figures
    return [
        ("title", view.title),
        ("heading", view.heading),
        ("customer", view.customer.name),
        ("person", view.customer.person),
        ("address", view.customer.address),
        ("language", view.language),
        ("currency", figures.currency),
        ("prices_include_tax", figures.prices_include_tax),
        ("date", view.date),
        ("valid_until", view.valid_until),
        ("introduction", view.introduction),
        ("discounts", figures.discounts),
        ("charges", figures.charges),
        ("prepaid", figures.prepaid),
        ("cash_rounding", figures.cash_rounding),
        ("payments", view.payments),
        ("terms", view.terms),
    ]


def _totals(before: Totals, after: Totals) -> Iterator[Cell]:
    """Yield the totals of both; taxes by their rate, what comes back by its period."""
    yield Cell("net", before.net, after.net)
    taxes: dict[Tax, list[Value]] = {}
    for place, result in enumerate((before, after)):
        for group in result.tax:
            taxes.setdefault(Tax(group.category, group.rate), [None, None])[place] = group.tax
    for tax, (first, second) in taxes.items():
        yield Cell("tax", first, second, tax)
    yield Cell("gross", before.gross, after.gross)
    yield Cell("payable", before.payable, after.payable)
    yield Cell("with_options", before.with_options, after.with_options)
    periods: dict[Period, list[Value]] = {}
    for place, result in enumerate((before, after)):
        for each in result.recurring:
            periods.setdefault(each.period, [None, None])[place] = each.net
    for period, (first, second) in periods.items():
        yield Cell("net", first, second, period)


def _pairs(before: Sequence[DocumentLine], after: Sequence[DocumentLine]) -> Iterator[LinePair]:
    """Yield each line once: those after in their order, a removed one behind what it stood behind."""
    partner, moved = _matches(before, after)
    gone_after: dict[int, list[DocumentLine]] = {}
    anchor = -1
    places = {first: second for second, first in partner.items()}
    for place, line in enumerate(before):
        if place in places:
            anchor = places[place]
        else:
            gone_after.setdefault(anchor, []).append(line)
    for gone in gone_after.get(-1, ()):
        yield LinePair(Change.REMOVED, gone, None, ())
    for place, line in enumerate(after):
        if place in partner:
            yield _pair(before[partner[place]], line, moved=place in moved)
        else:
            yield LinePair(Change.ADDED, None, line, ())
        for gone in gone_after.get(place, ()):
            yield LinePair(Change.REMOVED, gone, None, ())


def _pair(before: DocumentLine, after: DocumentLine, *, moved: bool) -> LinePair:
    cells = tuple(
        Cell(name, first, second)
        for (name, first), (_name, second) in zip(_cells(before), _cells(after), strict=True)
    )
    change = Change.CHANGED if any(cell.changed for cell in cells) else Change.SAME
    return LinePair(Change.MOVED if moved else change, before, after, cells)


def _cells(line: DocumentLine) -> list[tuple[str, Value]]:
    if line.item is None or line.amount is None:
        return [("description", line.text), ("hides_prices", line.hides_prices)]
    item = line.item
    return [
        ("description", line.text),
        ("quantity", item.quantity),
        ("unit", item.unit),
        ("unit_price", item.unit_price),
        ("price_base_quantity", item.price_base_quantity),
        ("discounts", item.discounts),
        ("charges", item.charges),
        ("tax", item.tax),
        ("optional", item.optional),
        ("alternative", item.alternative),
        ("period", item.period),
        ("amount", line.amount.entered),
    ]


def _matches(
    before: Sequence[DocumentLine], after: Sequence[DocumentLine]
) -> tuple[dict[int, int], set[int]]:
    """Return which line before each line after is, by their places, and which of them moved.

    The longest run of lines of the same names stays; then come lines of the same name elsewhere,
    then lines of similar names at the same place.
    """
    names = [[(line.kind, line.name) for line in lines] for lines in (before, after)]
    steps = SequenceMatcher(None, names[0], names[1], autojunk=False).get_opcodes()
    partner: dict[int, int] = {}
    for step, first, last, start, end in steps:
        if step == "equal":
            partner.update(zip(range(start, end), range(first, last), strict=True))
    moved = _moved(names, partner)
    partner.update(moved)
    known = set(partner.values())
    for step, first, last, start, end in steps:
        if step == "replace" and (last - first) * (end - start) <= _MOST_PAIRS:
            left = [place for place in range(first, last) if place not in known]
            partner.update(
                _alike(before, after, left, [p for p in range(start, end) if p not in partner])
            )
    return partner, set(moved)


def _moved(
    names: Sequence[Sequence[tuple[LineKind, str]]], partner: dict[int, int]
) -> dict[int, int]:
    """Pair lines of the same name that stand in another order."""
    matched = set(partner.values())
    waiting: dict[tuple[LineKind, str], list[int]] = {}
    for place, name in enumerate(names[0]):
        if place not in matched:
            waiting.setdefault(name, []).append(place)
    moved = {}
    for place, name in enumerate(names[1]):
        if place not in partner and waiting.get(name):
            moved[place] = waiting[name].pop(0)
    return moved


def _alike(
    before: Sequence[DocumentLine],
    after: Sequence[DocumentLine],
    left: list[int],
    new: Sequence[int],
) -> dict[int, int]:
    """Pair lines of one place whose names are similar, in their order."""
    found = {}
    for place in new:
        for other in left:
            likeness = SequenceMatcher(None, before[other].name, after[place].name)
            same_kind = before[other].kind is after[place].kind
            if same_kind and likeness.quick_ratio() >= _ALIKE <= likeness.ratio():
                found[place] = other
                del left[: left.index(other) + 1]
                break
    return found
