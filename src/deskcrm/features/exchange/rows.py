"""The rows of a table: which cell belongs to which field, and the columns as somebody may decide on them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from deskcrm.domain.text import keepable, one_line
from deskcrm.features.exchange.incoming import Table
from deskcrm.features.exchange.mapping import Header, place_of
from deskcrm.features.exchange.place import NOTE, SKIPPED, plain_name
from deskcrm.i18n import _

_LOOKED_AT: Final = 200
_SAMPLES: Final = 3

_NEUTRALIZED = re.compile(r"'(?=[=@+\-\t\r\n＝＠＋－'])")


def table_of(header: Header, rows: Sequence[Sequence[str]]) -> Table:
    """Return the columns of a table with the first different values of each."""
    below = rows[header.row + 1 :]
    samples: list[dict[str, None]] = [{} for _name in header.names]
    for cells in below[:_LOOKED_AT]:
        for seen, cell in zip(samples, cells, strict=False):
            if len(seen) < _SAMPLES and (text := one_line(cell[:200])):
                seen[text] = None
    program = header.preset.name if header.preset else ""
    return Table(header.names, header.places, tuple(map(tuple, samples)), below, program)


@dataclass(slots=True)
class Row:
    """The cells of one row, sorted by the field they belong to."""

    number: int
    single: dict[str, str] = field(default_factory=dict)
    entries: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    labels: dict[tuple[str, str], str] = field(default_factory=dict)
    tags: list[tuple[str, str]] = field(default_factory=list)
    own: dict[str, str] = field(default_factory=dict)
    rest: dict[str, str] = field(default_factory=dict)


class Sorter:
    """Puts the cells of each row to the fields they belong to."""

    def __init__(self, header: Header, remark: Callable[[int, str], None]) -> None:
        self._header = header
        self._remark = remark
        self._exact = header.is_exact
        self._strip = header.is_own and not header.is_exact
        self._lines = {
            column
            for column, (name, place) in enumerate(zip(header.names, header.places, strict=True))
            if place == NOTE and not self._is_note(name)
        }
        """The columns whose values stand in the note behind the column's name."""

    def sort(self, number: int, cells: Sequence[str]) -> Row:
        """Return the cells of a row by their fields."""
        row = Row(number)
        places, names = self._header.places, self._header.names
        strip = self._strip
        for column, cell in enumerate(cells):
            if not cell or (cell.isspace() and not self._exact):
                continue
            value = _NEUTRALIZED.sub("", cell, count=1) if strip and cell[0] == "'" else cell
            place = places[column] if column < len(places) else None
            if place is None or place.group == "field":
                row.rest[self._own_name(column)] = keepable(value)
                if column >= len(names):
                    self._remark(number, _("The row is longer than the header."))
            elif place == SKIPPED:
                continue
            elif place.group == "contact":
                if place == NOTE and column in self._lines:
                    value = f"{names[column]}: {value}"
                known = row.single.get(place.part)
                row.single[place.part] = f"{known}\n{value}" if known else value
            elif place.group == "tags":
                row.tags.append((place.part, value))
            elif place.group == "own":
                row.own[place.part] = value
            else:
                key = (place.group, place.key)
                parts = row.entries.setdefault(key, {})
                known = parts.get(place.part)
                parts[place.part] = f"{known}\n{value}" if known else value
                row.labels.setdefault(key, place.label)
        return row

    def _own_name(self, column: int) -> str:
        """Return the name under which a column's value is kept: its own, or a field's."""
        if column >= len(self._header.names):
            return f"Column {column + 1}"
        place = self._header.places[column]
        return self._header.names[column] if place is None else place.part

    def _is_note(self, name: str) -> bool:
        """Say whether a column is a note by its name, or by what its program means by it."""
        preset = self._header.preset
        told = preset.places.get(plain_name(name)) if preset else None
        return NOTE in {told, place_of(name)}
