"""Reads a CSV file as rows of cells: finds out its delimiter and where it is broken."""

import csv
import errno
import io
import os
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from deskcrm.errors import CrmError, FileProblem
from deskcrm.features.exchange.decoding import decoded
from deskcrm.features.exchange.mapping import place_of
from deskcrm.i18n import mark

if TYPE_CHECKING:
    from _csv import Reader

MOST_BYTES: Final = 256 * 1024 * 1024
"""More than any address book; a larger file is a mistake."""

DELIMITERS: Final = (",", ";", "\t", "|")

_OTHER_FORMATS: Final = (
    b"\x89PNG", b"PK\x03\x04", b"%PDF", b"SQLite format 3", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b",
    b"\xd0\xcf\x11\xe0", b"\x7fELF", b"MZ\x90",
)  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_SAMPLE = 64 * 1024
_MANY_CELLS = 50_000


class NotCsv(CrmError):
    """A file of another format."""

    sentence = mark(
        "{name} is neither a CSV or XLSX file nor a vCard. Nothing was changed; save your contacts as one of these and choose that file."
    )


class EmptyFile(CrmError):
    """A file without a single cell."""

    sentence = mark("{name} is empty. Nothing was changed.")


class TooLarge(CrmError):
    """A file beyond what an address book can be."""

    sentence = mark(
        "{name} is larger than {most} MB. Nothing was changed; split the file and import its parts."
    )


@dataclass(frozen=True, slots=True)
class CsvFile:
    """The cells of a file as they stand in it, blank rows left out."""

    name: str
    rows: list[list[str]]
    encoding: str
    delimiter: str
    unclosed: bool = False
    """The last row opens a quotation mark that nothing closes."""


def read_csv(path: Path) -> CsvFile:
    """Read a file; raise FileProblem, TooLarge, NotCsv or EmptyFile."""
    return parse_csv(file_bytes(path), name=path.name)


def file_bytes(path: Path) -> bytes:
    """Return what is in a file; raise FileProblem or TooLarge."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise TooLarge(name=path.name, most=MOST_BYTES // 1024**2)
        if not path.is_file():
            wrong = errno.EISDIR if path.is_dir() else errno.EINVAL
            raise FileProblem(name=path, reason=os.strerror(wrong))
        return path.read_bytes()
    except OSError as error:
        raise FileProblem(name=path, reason=error.strerror or error) from error


def parse_csv(data: bytes, *, name: str) -> CsvFile:
    """Read the bytes of a file called `name`; raise NotCsv or EmptyFile."""
    if data.startswith(_OTHER_FORMATS):
        raise NotCsv(name=name)
    text, encoding = decoded(data)
    if not text.strip("\ufeff\0 \t\r\n,;"):
        raise EmptyFile(name=name)
    if len(_CONTROL.findall(text, 0, _SAMPLE)) > max(4, min(len(text), _SAMPLE) // 50):
        raise NotCsv(name=name)
    said = _SEPARATOR_LINE.match(text)
    if said:
        text = text[said.end() :]
    delimiter = said[1] if said else _delimiter(text)
    rows, unclosed = _rows(text, delimiter)
    return CsvFile(name, rows, encoding, delimiter, unclosed)


def _delimiter(text: str) -> str:
    """Return the delimiter between the most names of columns, else that of the most even rows."""

    def evidence(delimiter: str) -> tuple[int, float, int]:
        rows = [row for row in _reader(text[:_SAMPLE], delimiter) if any(row)]
        # The last row of a cut sample may be cut as well.
        rows = rows[:-1] if len(rows) > 1 and len(text) > _SAMPLE else rows
        # A row that is blank but for one cell proves nothing.
        widths = Counter(len(row) for row in rows if sum(map(bool, row)) > 1)
        width, times = max(widths.items(), key=lambda item: item[::-1], default=(0, 0))
        named = max((sum(map(bool, map(place_of, row[:200]))) for row in rows[:20]), default=0)
        # One name alone may be a word in a cell.
        return named if named > 1 else 0, times / max(len(rows), 1), width

    return max(DELIMITERS, key=evidence)


def _rows(text: str, delimiter: str) -> tuple[list[list[str]], bool]:
    """Return the rows that have a cell, and whether the last one is cut off in a quotation."""
    rows: list[list[str]] = []
    reader = _reader(text, delimiter)
    began = ended = 0
    # Cities, countries and labels repeat: each is kept once.
    known: dict[str, str] = {}
    once = known.setdefault
    for cells in reader:
        began, ended = ended, reader.line_num
        if any(cell and not cell.isspace() for cell in cells):
            rows.append([once(cell, cell) for cell in cells])
            if len(known) > _MANY_CELLS:
                known.clear()
    return rows, _is_unclosed(text, delimiter, began)


def _is_unclosed(text: str, delimiter: str, line: int) -> bool:
    """Say whether the row that begins after `line` lines opens a quotation that never closes."""
    lines = io.StringIO(text, newline="").readlines()[line:]
    if sum(part.count('"') for part in lines) % 2 == 0:
        return False
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _reader(text: str, delimiter: str) -> "Reader":
    """Return the rows of a text; a cell may be as large as the file."""
    csv.field_size_limit(MOST_BYTES)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
