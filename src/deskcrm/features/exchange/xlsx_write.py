"""Writes contacts, and other sheets, as an Excel workbook: cells are texts, numbers or days, none a formula."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from sqlalchemy.orm import Session

from deskcrm.errors import CrmError
from deskcrm.features.exchange.sheet import Cell, Sheet
from deskcrm.features.exchange.table import Choice, table_of
from deskcrm.files import replacing
from deskcrm.i18n import _, is_rtl, language, mark
from deskcrm.jobs import Progress, Silent

_MOST_LETTERS: Final = 32_767
"""More than that, no cell of a workbook holds."""
_MOST_DIGITS: Final = 15
"""A workbook rounds numbers of more; they stay texts."""
_WIDE: Final = 24
_NARROW: Final = 14
_DAYS: Final = ("Birthday", "Anniversary")


class TooLongForCell(CrmError):
    """A text that a workbook would cut."""

    sentence = mark(
        "{column} of {name} is longer than a cell of Excel can be. Nothing was written; export as CSV instead."
    )


def export_workbook(
    session: Session, path: Path, choice: Choice, *, progress: Progress | None = None
) -> int:
    """Write contacts to a workbook, whole or not at all; return how many. Raise FileProblem."""
    table = table_of(session, choice)
    days = {number for number, column in enumerate(table.header) if column in _DAYS}
    narrow = {column for column in table.header if column.endswith(("Label", "Prefix", "Suffix"))}
    rows = (
        (name, [_day(text) if n in days else text for n, text in enumerate(cells)])
        for name, cells in table.rows()
    )
    sheet = Sheet(_("Contacts"), table.header, rows, len(table.ids), narrow)
    write_workbook(path, sheet, progress=progress)
    return len(table.ids)


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def write_workbook(path: Path, sheet: Sheet, *, progress: Progress | None = None) -> None:
    """Write a sheet as a workbook, whole or not at all; raise FileProblem or TooLongForCell."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    progress = progress or Silent()
    book = Workbook(write_only=True)
    page: Any = book.create_sheet(sheet.title[:31])
    page.sheet_view.rightToLeft = is_rtl(language())
    page.freeze_panes = "A2"
    last = get_column_letter(max(len(sheet.header), 1))
    page.auto_filter.ref = f"A1:{last}{sheet.count + 1}"
    for number, column in enumerate(sheet.header, 1):
        width = _NARROW if column in sheet.narrow else _WIDE
        page.column_dimensions[get_column_letter(number)].width = width
    titles = [WriteOnlyCell(page, column) for column in sheet.header]
    for title in titles:
        title.data_type = "s"
        title.font = Font(bold=True)
    page.append(titles)
    try:
        for done, (name, cells) in enumerate(sheet.rows, 1):
            if done % 200 == 0:
                progress.report(done, sheet.count)
            page.append(
                [
                    _cell(page, cell, where=(sheet.header[number], name))
                    for number, cell in enumerate(cells)
                ]
            )
    except BaseException:
        # What was begun is ended, though nobody will have it.
        page.close()
        raise
    with replacing(path) as fresh:
        book.save(fresh)


def _cell(page: Any, value: Cell, *, where: tuple[str, str]) -> Any:
    """Return a cell that is what it says and nothing to be reckoned."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if value is None or value == "":
        return None
    if isinstance(value, Decimal) and len(value.as_tuple().digits) > _MOST_DIGITS:
        value = f"{value:f}"
    if isinstance(value, Decimal):
        number: Any = value
        cell = WriteOnlyCell(page, number)
        exponent = value.as_tuple().exponent
        decimals = max(0, -exponent) if isinstance(exponent, int) else 0
        cell.number_format = "0" if not decimals else f"0.{'0' * decimals}"
        return cell
    if isinstance(value, dt.date):
        cell = WriteOnlyCell(page, dt.datetime(value.year, value.month, value.day))  # noqa: DTZ001 - a day
        cell.number_format = "yyyy-mm-dd"
        return cell
    if len(value) > _MOST_LETTERS:
        column, name = where
        raise TooLongForCell(column=column, name=name)
    cell = WriteOnlyCell(page, ILLEGAL_CHARACTERS_RE.sub("\ufffd", value))
    cell.data_type = "s"
    return cell
