"""Sheets of any records, written in each format."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from deskcrm.features.exchange.formats import Format
from deskcrm.features.exchange.sheet import Cell, Sheet, write_sheet
from deskcrm.jobs import Cancelled

DAY = dt.date(2026, 11, 21)
ROWS: list[tuple[str, list[Cell]]] = [
    ("one", ["=1+1", Decimal("38.50"), DAY]),
    ("two", ["two", Decimal("-0.1234567890123456789"), None]),
]
SHEET = Sheet("Things", ["name", "price", "day"], ROWS, 2)


def test_an_exact_file_keeps_every_cell_and_one_for_spreadsheets_no_formula(
    tmp_path: Path,
) -> None:
    place = tmp_path / "things.csv"
    assert write_sheet(place, Format.EXACT, SHEET) == 2
    assert place.read_bytes().decode() == (
        "name,price,day\r\n=1+1,38.50,2026-11-21\r\ntwo,-0.1234567890123456789,\r\n"
    )
    write_sheet(place, Format.CSV, SHEET)
    assert place.read_bytes().decode("utf-8-sig").splitlines()[1] == "'=1+1,38.50,2026-11-21"


def test_a_workbook_has_numbers_days_and_texts_and_rounds_nothing(tmp_path: Path) -> None:
    place = tmp_path / "things.xlsx"
    write_sheet(place, Format.XLSX, SHEET)
    (page,) = load_workbook(place).worksheets
    first, second = list(page.iter_rows(min_row=2))
    assert [cell.data_type for cell in first] == ["s", "n", "d"]
    assert (first[1].value, first[1].number_format) == (38.5, "0.00")
    assert (second[1].value, second[2].value) == ("-0.1234567890123456789", None)


@pytest.mark.parametrize("form", [Format.CSV, Format.XLSX])
def test_a_sheet_that_is_cancelled_leaves_what_was_there(tmp_path: Path, form: Format) -> None:
    class Impatient:
        def report(self, done: int, total: int) -> None:
            assert (done, total) == (200, 300)
            raise Cancelled

    place = tmp_path / "things"
    place.write_text("before")
    many = Sheet("Things", ["name"], [("n", ["n"])] * 300, 300)
    with pytest.raises(Cancelled):
        write_sheet(place, form, many, progress=Impatient())
    assert place.read_text() == "before"
    assert len(list(tmp_path.iterdir())) == 1
