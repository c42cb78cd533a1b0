"""What a contacts file brings: its rows as cards, what was refused, and what becomes of each column."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from deskcrm.features.exchange.card import Card
from deskcrm.features.exchange.place import Place


@dataclass(frozen=True, slots=True)
class Arrival:
    """A row that can become a contact; `row` counts the contacts of the file from 1."""

    row: int
    card: Card


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that cannot, and why."""

    row: int
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody should look at in a row that was read."""

    row: int
    text: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something in a column that no contact takes over, and why."""

    column: str
    value: str
    rows: int
    reason: str


@dataclass(frozen=True, slots=True)
class Columns:
    """What becomes of each column."""

    mapped: dict[str, Place]
    kept: tuple[str, ...]
    """Without a field of their own: kept with each contact under their name."""
    empty: tuple[str, ...]
    """Without a field and without a single value."""
    left_out: tuple[LeftOut, ...]
    own: dict[str, str] = field(default_factory=dict)
    """Those of the kept that are read by a field of the user's own, with its name."""


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of a file as somebody may decide on them."""

    names: tuple[str, ...]
    places: tuple[Place | None, ...]
    samples: tuple[tuple[str, ...], ...]
    """The first few different values of each column."""
    rows: Sequence[Sequence[str]]
    """The cells of every row below the header, as they stand in the file."""
    program: str = ""
    """Which program wrote the file, in words."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a file brings."""

    name: str
    arrivals: tuple[Arrival, ...]
    refused: tuple[Refusal, ...]
    columns: Columns
    remarks: tuple[Remark, ...]
    exact: bool = False
    """Our own exact export wrote it: who belongs to whom is said by UIDs alone."""
    undecided: tuple[str, ...] = ()
    """The columns of dates in which day and month could be either."""
    table: Table | None = None
    """The columns, for a file that has some."""

    @property
    def read(self) -> int:
        """How many rows the file has."""
        return len(self.arrivals) + len(self.refused)
