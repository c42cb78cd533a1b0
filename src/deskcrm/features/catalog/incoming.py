"""A file of items as it was read: its columns and the cells of its rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deskcrm.domain.custom import FieldSpec
from deskcrm.domain.text import fold, one_line
from deskcrm.errors import CrmError
from deskcrm.features.catalog.columns import Place, place_of
from deskcrm.features.exchange.csv_file import NotCsv, file_bytes, parse_csv
from deskcrm.features.exchange.write import harmless
from deskcrm.features.exchange.xlsx_file import is_workbook, parse_xlsx
from deskcrm.i18n import mark

_PREAMBLE: Final = 20
"""So many rows may stand before the names of the columns."""
_OTHER: Final = "Other: "


class NoItems(CrmError):
    """A file without a column of names."""

    sentence = mark(
        "{name} has no column called “name”, so no items were found in it. Nothing was changed; give the column of names that title."
    )


class NotATable(CrmError):
    """A file of another format."""

    sentence = mark(
        "{name} is neither a CSV nor an XLSX file. Nothing was changed; save your items as one of these and choose that file."
    )


@dataclass(frozen=True, slots=True)
class CatalogFile:
    """A table of items; `places` says of each column what it is, None if it is left out."""

    name: str
    header: tuple[str, ...]
    places: tuple[Place | None, ...]
    rows: Sequence[Sequence[str]]

    @property
    def is_exact(self) -> bool:
        """Whether it is one of our exact files: its numbers are plain, what is empty is nothing."""
        return {Place("custom"), Place("currency"), Place("archived")} <= set(self.places)

    def own(self, specs: Sequence[FieldSpec]) -> dict[int, FieldSpec]:
        """Return the columns that are fields of the user's own, by their numbers."""
        known = {fold(one_line(spec.name)): spec for spec in specs}
        found: dict[int, FieldSpec] = {}
        for number, title in enumerate(self.header):
            spec = known.get(fold(one_line(title.removeprefix(_OTHER))))
            if self.places[number] is None and spec is not None and spec not in found.values():
                found[number] = spec
        return found

    def cell(self, row: Sequence[str], number: int) -> str:
        """Return a cell as it was before it was made harmless; one that is missing is empty."""
        text = row[number] if number < len(row) else ""
        if not self.is_exact and text[:1] == "'" and harmless(text[1:]) == text:
            return text[1:]
        return text

    def column(self, number: int) -> Iterator[str]:
        """Give the cells of a column."""
        return (self.cell(row, number) for row in self.rows)


def read_catalog(path: Path) -> CatalogFile:
    """Read a CSV or XLSX file; raise a CrmError that says what is wrong with it."""
    data = file_bytes(path)
    if data.startswith(b"PK\x03\x04") and is_workbook(data):
        table = parse_xlsx(data, name=path.name)
    else:
        try:
            table = parse_csv(data, name=path.name)
        except NotCsv as error:
            raise NotATable(name=path.name) from error
    for start, row in enumerate(table.rows[:_PREAMBLE]):
        places = [place_of(title) for title in row]
        if Place("name") in places:
            # The first column of a name counts; another of that name is left out.
            once = tuple(
                place if place not in places[:number] else None
                for number, place in enumerate(places)
            )
            return CatalogFile(path.name, tuple(row), once, table.rows[start + 1 :])
    raise NoItems(name=path.name)
