"""Writes contacts, and other rows, as CSV: for spreadsheets, in which no cell is a formula, or exact, to be read back."""

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from deskcrm.features.exchange.table import ALL, Choice, table_of
from deskcrm.files import replacing
from deskcrm.jobs import Progress, Silent

_FORMULA = re.compile(r"[=@\t\r\n＝＠]|[+\-＋－](?![\d(][\d\s().,/\-]*$|$)")


def export_contacts(
    session: Session,
    path: Path,
    choice: Choice = ALL,
    *,
    exact: bool = False,
    progress: Progress | None = None,
) -> int:
    """Write contacts to a file, whole or not at all; return how many. Raise FileProblem."""
    table = table_of(session, choice, exact=exact)
    rows = (cells for _name, cells in table.rows())
    write_csv(path, table.header, rows, len(table.ids), exact=exact, progress=progress)
    return len(table.ids)


def write_csv(
    path: Path,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    count: int,
    *,
    exact: bool = False,
    progress: Progress | None = None,
) -> None:
    """Write rows under a header, whole or not at all; raise FileProblem."""
    progress = progress or Silent()
    with replacing(path) as fresh, fresh.open("w", encoding="utf-8", newline="") as file:
        # The mark tells spreadsheets that this is UTF-8; an exact file is for programs.
        file.write("" if exact else "\ufeff")
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(header if exact else map(harmless, header))
        for done, cells in enumerate(rows, 1):
            if done % 200 == 0:
                progress.report(done, count)
            writer.writerow(cells if exact else map(harmless, cells))


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; numbers and phone numbers stay.

    >>> harmless("=1+1"), harmless("+359 88 812"), harmless("-5"), harmless("-2+3")
    ("'=1+1", '+359 88 812', '-5', "'-2+3")
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell
