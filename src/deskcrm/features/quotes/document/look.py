"""How a quote looks on paper: three designs, each on A4 and Letter, in the business's color."""

from dataclasses import dataclass, replace
from functools import cache, cached_property

from deskcrm.features.quotes.document import colors
from deskcrm.features.quotes.view import QuoteView
from deskcrm.paper.fonts import Weight
from deskcrm.paper.sheet import A4, LETTER
from deskcrm.paper.text import Style

MUTED, RULE, STRIPE = "#646B7A", "#DDE1E8", "#F5F6F8"

GAP = 14.0
"""The least distance between two columns."""

_LETTER_COUNTRIES = frozenset(
    "BZ CA CL CO CR DO GT MX NI PA PH PR SV US VE".split()  # noqa: SIM905 - words read better
)
"""Where documents are printed on Letter; everybody else has A4."""


@dataclass(frozen=True, slots=True)
class Design:
    """What tells one design from another; places in points."""

    name: str
    side: float
    """The margin at either side."""
    above: float
    foot: float
    """The body of a page ends here; the footer is below."""
    size: float
    """The size of the running text."""
    air: float
    """Above and below the text of a row."""
    inset: float
    """From the edge of the table to its text."""
    title: float
    """The size of the word "Quote"."""
    filled: bool = False
    """Whether heads and sums lie on grounds in the accent's color."""
    striped: bool = False
    """Whether every other row lies on a gray ground, in place of rules between rows."""


CLASSIC = Design("classic", 56.0, 52.0, 66.0, 9.0, 5.0, 0.0, 24.0)
MODERN = Design("modern", 52.0, 48.0, 66.0, 9.0, 6.0, 9.0, 27.0, filled=True)
COMPACT = Design("compact", 50.0, 44.0, 58.0, 8.25, 3.25, 5.0, 15.0, striped=True)
DESIGNS = {design.name: design for design in (CLASSIC, MODERN, COMPACT)}


@dataclass(frozen=True)
class Look:
    """A design on its paper, in its accent: measures and styles of text."""

    design: Design
    paper: tuple[float, float]
    accent: str

    @property
    def left(self) -> float:
        """Where lines begin."""
        return self.design.side

    @property
    def right(self) -> float:
        """Where lines end."""
        return self.paper[0] - self.design.side

    @property
    def top(self) -> float:
        """The height at which the body of a page begins."""
        return self.paper[1] - self.design.above

    @property
    def foot(self) -> float:
        """The height at which the body of a page ends."""
        return self.design.foot

    @property
    def room(self) -> float:
        """The width of the body."""
        return self.right - self.left

    @cached_property
    def ink(self) -> str:
        """The accent as text is written in it."""
        return colors.ink(self.accent)

    @cached_property
    def tint(self) -> str:
        """The accent as a ground that text lies on."""
        return colors.tint(self.accent)

    @cached_property
    def upon(self) -> str:
        """The color of text on the accent."""
        return colors.upon(self.accent)

    def _style(self, size: float, weight: Weight, leading: float, color: str) -> Style:
        scale = self.design.size / 9.0
        return Style(round(size * scale, 2), weight, color, round(leading * scale, 2))

    @cached_property
    def body(self) -> Style:
        """Running text."""
        return self._style(9.0, Weight.REGULAR, 13.0, colors.TEXT)

    @cached_property
    def detail(self) -> Style:
        """What is said below a line's name."""
        return self._style(8.0, Weight.REGULAR, 11.5, MUTED)

    @cached_property
    def small(self) -> Style:
        """Labels, addresses and footers."""
        return self._style(8.0, Weight.REGULAR, 12.0, MUTED)

    @cached_property
    def strong(self) -> Style:
        """Names and sums."""
        return self._style(9.0, Weight.BOLD, 13.0, colors.TEXT)

    @cached_property
    def label(self) -> Style:
        """What stands over a block, or at the head of a column."""
        if not self.design.filled:
            return self.small
        return self._style(8.0, Weight.BOLD, 12.0, self.ink)

    @cached_property
    def section(self) -> Style:
        """The heading of a part of the table."""
        return self._style(9.5, Weight.BOLD, 14.0, self.ink)

    @cached_property
    def muted(self) -> Style:
        """Running text that stands back."""
        return replace(self.body, color=MUTED)

    @cached_property
    def subject(self) -> Style:
        """What the quote is about."""
        return self._style(12.0, Weight.BOLD, 17.0, colors.TEXT)

    @cached_property
    def sender(self) -> Style:
        """The name of who offers."""
        return self._style(11.0, Weight.BOLD, 16.0, colors.TEXT)

    @cached_property
    def title(self) -> Style:
        """The word "Quote"."""
        size = self.design.title
        return Style(size, Weight.BOLD, self.ink, round(size * 1.375, 1))

    @cached_property
    def total(self) -> Style:
        """What is to be paid."""
        return self._style(11.5, Weight.BOLD, 17.0, colors.TEXT)


def look_of(view: QuoteView) -> Look:
    """Return how a quote is to look; a name that nobody knows means the first design."""
    design = DESIGNS.get(view.design.strip().lower(), CLASSIC)
    return _look(design, paper_of(view), colors.accent_of(view.accent))


def paper_of(view: QuoteView) -> tuple[float, float]:
    """Return the paper's size: the one asked for, else what the sender's country prints on."""
    asked = view.paper.strip().lower()
    if asked not in {"a4", "letter"}:
        asked = "letter" if view.sender.country.upper() in _LETTER_COUNTRIES else "a4"
    return LETTER if asked == "letter" else A4


@cache
def _look(design: Design, paper: tuple[float, float], accent: str) -> Look:
    return Look(design, paper, accent)
