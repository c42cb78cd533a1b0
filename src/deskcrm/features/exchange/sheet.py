"""Records of any kind as a sheet of cells, and the one function that writes it in each format."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from deskcrm.features.exchange.formats import Format
from deskcrm.jobs import Progress

Cell = str | Decimal | dt.date | None

FORMATS: Final = (Format.CSV, Format.EXACT, Format.XLSX)
"""The formats of a sheet."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows under a header; each row comes with the name by which an error calls it."""

    title: str
    header: Sequence[str]
    rows: Iterable[tuple[str, Sequence[Cell]]]
    count: int
    """How many rows there are."""
    narrow: Collection[str] = ()
    """The columns of a workbook that need little room."""


def write_sheet(path: Path, form: Format, sheet: Sheet, *, progress: Progress | None = None) -> int:
    """Write a sheet to a file, whole or not at all; return how many rows. Raise FileProblem.

    A workbook's numbers are numbers and its days are days; one that cannot hold a text raises
    TooLongForCell.
    """
    if form is Format.XLSX:
        from deskcrm.features.exchange.xlsx_write import write_workbook

        write_workbook(path, sheet, progress=progress)
    else:
        from deskcrm.features.exchange.write import write_csv

        texts = ([text_of(cell) for cell in cells] for _name, cells in sheet.rows)
        exact = form is Format.EXACT
        write_csv(path, sheet.header, texts, sheet.count, exact=exact, progress=progress)
    return sheet.count


def text_of(cell: Cell) -> str:
    """Return a cell as a file of texts holds it: numbers in plain notation, ISO days.

    >>> text_of(Decimal("38.50")), text_of(None), text_of(dt.date(2026, 11, 21))
    ('38.50', '', '2026-11-21')
    """
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return cell if isinstance(cell, str) else cell.isoformat()
