"""Reads an Excel workbook as rows of cells: the sheet that holds contacts, every cell as its text."""

import datetime as dt
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

from deskcrm.errors import CrmError
from deskcrm.features.exchange.csv_file import MOST_BYTES, CsvFile, EmptyFile, TooLarge
from deskcrm.features.exchange.mapping import find_header
from deskcrm.i18n import mark

_PARTS: Final = ("[Content_Types].xml", "xl/workbook.xml")
_MOST_CELLS: Final = 20_000_000
_MOST_UNPACKED: Final = 2 * MOST_BYTES
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, AttributeError, IndexError,
    EOFError, OSError, SyntaxError, RuntimeError, OverflowError,
)  # fmt: skip
"""What a damaged workbook makes the library raise; a SyntaxError is what is wrong with XML."""


class BrokenWorkbook(CrmError):
    """An Excel file that cannot be read."""

    sentence = mark(
        "{name} is damaged or protected and cannot be read. Nothing was changed; open it in a spreadsheet and save it anew."
    )


def is_workbook(data: bytes) -> bool:
    """Say whether the bytes of a ZIP are an Excel workbook."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return set(_PARTS) <= set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError):
        return False


def parse_xlsx(data: bytes, *, name: str) -> CsvFile:
    """Read the sheet that holds contacts, else the first with a cell.

    Days are ISO dates, whole numbers have no decimals, formulas are what they last came to. Raise
    BrokenWorkbook, TooLarge or EmptyFile.
    """
    from openpyxl import load_workbook

    _require_small(data, name)
    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        first: list[list[str]] = []
        for sheet in sheets:
            rows = list(_rows(sheet, name))
            if rows and find_header(rows) is not None:
                return CsvFile(name, rows, "xlsx", "")
            first = first or rows
    except _BROKEN as error:
        raise BrokenWorkbook(name=name) from error
    if not first:
        raise EmptyFile(name=name)
    return CsvFile(name, first, "xlsx", "")


def _require_small(data: bytes, name: str) -> None:
    """Raise TooLarge for a workbook that unpacks to more than any address book; sizes cannot lie low."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except _BROKEN as error:
        raise BrokenWorkbook(name=name) from error
    if unpacked > _MOST_UNPACKED:
        raise TooLarge(name=name, most=_MOST_UNPACKED // 1024**2)


def _rows(sheet: Any, name: str) -> Iterator[list[str]]:
    """Yield the rows that have a cell."""
    # A file may say that its sheet is one cell, or a million columns, wide.
    sheet.reset_dimensions()
    cells = 0
    for values in sheet.iter_rows(values_only=True):
        cells += len(values)
        if cells > _MOST_CELLS:
            raise TooLarge(name=name, most=MOST_BYTES // 1024**2)
        row = [_text(value) for value in values]
        while row and not row[-1]:
            row.pop()
        if row:
            yield row


def _text(value: Any) -> str:
    """Return a cell's value as a CSV file would hold it."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        whole_day = value.time() == dt.time()
        return value.date().isoformat() if whole_day else value.isoformat(" ")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
