"""What a quote offers, put in order: parts under their headings, and options apart from them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from deskcrm.domain.quotes import LineKind
from deskcrm.domain.totals import Line, Period, Totals
from deskcrm.features.quotes.view import QuoteView, Words


@dataclass(frozen=True, slots=True)
class Offer:
    """A line, what it comes to as entered, and whether its price is not to be seen."""

    line: Line
    amount: Decimal
    hides_price: bool = False


@dataclass(slots=True)
class Part:
    """What stands under one heading, or before the first; texts as they are typed."""

    heading: str = ""
    entries: list[Offer | str] = field(default_factory=list)

    @property
    def offers(self) -> Iterator[Offer]:
        """The lines among the entries."""
        return (entry for entry in self.entries if isinstance(entry, Offer))

    @property
    def subtotals(self) -> dict[Period, Decimal]:
        """What the part comes to, as entered, for each period in which something is charged."""
        sums: dict[Period, Decimal] = {}
        for offer in self.offers:
            if offer.line.counts:
                period = offer.line.period
                sums[period] = sums.get(period, Decimal(0)) + offer.amount
        return {period: sums[period] for period in Period if period in sums}


@dataclass(frozen=True, slots=True)
class Offered:
    """Everything on the document, in order."""

    parts: list[Part]
    options: list[Offer]


def offered(view: QuoteView, totals: Totals) -> Offered:
    """Sort a quote's lines and words into parts and options.

    An alternative stays with the line it may replace, among the options too. A part of which
    nothing but options is left is left out.
    """
    words: defaultdict[int, list[Words]] = defaultdict(list)
    for word in view.words:
        words[word.before].append(word)
    parts, options = [Part()], list[Offer]()
    bared, apart, hides = set[int](), False, False
    lines = list(zip(view.figures.lines, totals.lines, strict=True))
    for place in range(len(lines) + 1):
        for word in words.get(place, ()):
            if word.kind is LineKind.SECTION:
                parts.append(Part(word.text.strip() or "…"))
                hides = word.hides_prices
            else:
                parts[-1].entries.append(word.text)
        if place == len(lines):
            break
        line, total = lines[place]
        apart = apart if line.alternative else line.optional
        if apart:
            options.append(Offer(line, total.entered))
            bared.add(len(parts) - 1)
        else:
            parts[-1].entries.append(Offer(line, total.entered, hides))
    kept = [
        part
        for place, part in enumerate(parts)
        if part.entries or (part.heading and place not in bared)
    ]
    return Offered(kept, options)
