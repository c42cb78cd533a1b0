"""What a customer may choose when accepting: options, alternatives, and what they come to."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from deskcrm.domain.quotes import chosen_figures
from deskcrm.domain.totals import Figures, Period, Totals, totals
from deskcrm.errors import CrmError
from deskcrm.features.quotes.queries.record import load_quote
from deskcrm.i18n import mark


class NoSuchLine(CrmError):
    """A line that is asked for as an option or an alternative, and is none."""

    sentence = mark(
        "Line {number} is not an optional one or an alternative that could be chosen so."
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """A line that is offered at a price, as far as choosing goes."""

    id: int
    place: int
    """Its place among the lines with a price, from 0."""
    name: str
    amount: Decimal
    """As entered: with tax if the quote's prices include it."""
    period: Period
    optional: bool
    alternative_to: int | None
    """The place of the line that it may replace."""
    taken: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """A quote as something to choose from."""

    figures: Figures
    lines: tuple[Choice, ...]

    @property
    def options(self) -> tuple[Choice, ...]:
        """The lines that may be taken beside the others, without those that alternatives replace."""
        bases = {line.alternative_to for line in self.lines}
        return tuple(
            line
            for line in self.lines
            if line.optional and line.alternative_to is None and line.place not in bases
        )

    @property
    def alternatives(self) -> tuple[tuple[Choice, tuple[Choice, ...]], ...]:
        """Each line that has alternatives, with them."""
        found: dict[int, list[Choice]] = {}
        for line in self.lines:
            if line.alternative_to is not None:
                found.setdefault(line.alternative_to, []).append(line)
        return tuple((self.lines[base], tuple(others)) for base, others in found.items())

    def accepted(self, chosen: Collection[int]) -> Totals:
        """Return what the quote comes to with the lines of these ids chosen."""
        places = [line.place for line in self.lines if line.id in chosen]
        return totals(chosen_figures(self.figures, places))


def offer(session: Session, quote_id: int) -> Offer:
    """Return a quote as something to choose from."""
    quote = load_quote(session, quote_id)
    amounts = totals(quote.figures).lines
    lines: list[Choice] = []
    base = 0
    for place, (line, amount) in enumerate(zip(quote.items, amounts, strict=True)):
        if not line.alternative:
            base = place
        lines.append(
            Choice(
                id=line.id,
                place=place,
                name=line.description.partition("\n")[0],
                amount=amount.entered,
                period=line.period,
                optional=line.optional,
                alternative_to=base if line.alternative else None,
                taken=line.taken,
            )
        )
    return Offer(quote.figures, tuple(lines))


def chosen_lines(
    session: Session, quote_id: int, *, options: Collection[int], alternatives: Collection[int]
) -> tuple[int, ...]:
    """Return the ids of lines by their numbers, from 1; raise NoSuchLine for what is not offered so."""
    lines = offer(session, quote_id).lines
    found = []
    for number, alternative in [*((n, False) for n in options), *((n, True) for n in alternatives)]:
        line = lines[number - 1] if 0 < number <= len(lines) else None
        offered = line is not None and (
            line.alternative_to is not None
            if alternative
            else line.optional and line.alternative_to is None
        )
        if line is None or not offered:
            raise NoSuchLine(number=number)
        found.append(line.id)
    return tuple(found)
