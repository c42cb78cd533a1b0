"""Writes contacts as an Excel workbook: every cell a text or a day, none a formula."""

import datetime as dt
from pathlib import Path
from typing import Any, Final

from sqlalchemy.orm import Session

from deskcrm.errors import CrmError
from deskcrm.features.exchange.table import Choice, table_of
from deskcrm.files import replacing
from deskcrm.i18n import _, is_rtl, language, mark
from deskcrm.jobs import Progress, Silent

_MOST_LETTERS: Final = 32_767
"""More than that, no cell of a workbook holds."""
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
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    progress = progress or Silent()
    table = table_of(session, choice)
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(_("Contacts")[:31])
    sheet.sheet_view.rightToLeft = is_rtl(language())
    sheet.freeze_panes = "A2"
    last = get_column_letter(max(len(table.header), 1))
    sheet.auto_filter.ref = f"A1:{last}{len(table.ids) + 1}"
    for number, column in enumerate(table.header, 1):
        wide = not column.endswith(("Label", "Prefix", "Suffix"))
        sheet.column_dimensions[get_column_letter(number)].width = _WIDE if wide else _NARROW
    titles = [WriteOnlyCell(sheet, column) for column in table.header]
    for title in titles:
        title.data_type = "s"
        title.font = Font(bold=True)
    sheet.append(titles)
    days = {number for number, column in enumerate(table.header) if column in _DAYS}
    try:
        for done, (name, cells) in enumerate(table.rows(), 1):
            if done % 200 == 0:
                progress.report(done, len(table.ids))
            sheet.append(
                [
                    _cell(sheet, text, is_day=number in days, where=(table.header[number], name))
                    for number, text in enumerate(cells)
                ]
            )
    except BaseException:
        # What was begun is ended, though nobody will have it.
        sheet.close()
        raise
    with replacing(path) as fresh:
        book.save(fresh)
    return len(table.ids)


def _cell(sheet: Any, text: str, *, is_day: bool, where: tuple[str, str]) -> Any:
    """Return a cell that is what it says and nothing to be reckoned."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if not text:
        return None
    if is_day:
        cell = WriteOnlyCell(sheet, dt.datetime.fromisoformat(text))
        cell.number_format = "yyyy-mm-dd"
        return cell
    if len(text) > _MOST_LETTERS:
        column, name = where
        raise TooLongForCell(column=column, name=name)
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("\ufffd", text))
    cell.data_type = "s"
    return cell
