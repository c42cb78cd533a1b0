"""Excel's workbooks in and out: texts stay texts, days are days, and nothing is a formula."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings as trials, strategies as some
from openpyxl import Workbook, load_workbook

from builders import add, contact
from deskcrm import i18n
from deskcrm.crm import Crm
from deskcrm.domain.people import Address, Phone
from deskcrm.errors import CrmError
from deskcrm.features.exchange.csv_file import EmptyFile, TooLarge
from deskcrm.features.exchange.formats import Format, export
from deskcrm.features.exchange.incoming import Incoming
from deskcrm.features.exchange.opening import read_file
from deskcrm.features.exchange.table import ALL, Choice
from deskcrm.features.exchange.xlsx_file import BrokenWorkbook, parse_xlsx
from deskcrm.features.exchange.xlsx_write import TooLongForCell


def workbook(fill: Callable[[Workbook], None]) -> bytes:
    book = Workbook()
    fill(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet(*rows: list[Any]) -> bytes:
    def fill(book: Workbook) -> None:
        for row in rows:
            book.active.append(row)  # type: ignore[union-attr] # a new workbook has a sheet

    return workbook(fill)


def read(tmp_path: Path, data: bytes) -> Incoming:
    path = tmp_path / "contacts.xlsx"
    path.write_bytes(data)
    return read_file(path)


def test_cells_of_every_kind_are_read_as_a_csv_file_would_hold_them(tmp_path: Path) -> None:
    data = sheet(
        ["Contacts of the shop"],
        ["Name", "Phone", "Birthday", "Postal code", "Shoe size", "Member"],
        ["Ana Kovač", "+385 1 555 0166", dt.date(1984, 3, 2), 10000, 38.5, True],
        ["مریم احمدی", 4915112345678, None, None, None, None],
    )
    incoming = read(tmp_path, data)
    ana, maryam = (arrival.card for arrival in incoming.arrivals)
    assert (ana.given_name, ana.birthday) == ("Ana", dt.date(1984, 3, 2))
    assert ana.addresses[0].postal_code == "10000"
    assert ana.custom == {"Shoe size": "38.5", "Member": "True"}
    assert maryam.phones[0].value == "4915112345678"


def test_the_sheet_that_holds_contacts_is_found_and_a_hidden_one_is_not(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        book.active.append(["Read me first"])  # type: ignore[union-attr] # a new workbook has a sheet
        hidden = book.create_sheet("Old")
        hidden.append(["Name", "Email"])
        hidden.append(["Nobody", "nobody@old.example"])
        hidden.sheet_state = "hidden"
        people = book.create_sheet("People")
        people.append(["First name", "Last name", "E-mail"])
        people.append(["Bo", "Lind", "bo@lind.example"])

    (arrival,) = read(tmp_path, workbook(fill)).arrivals
    assert arrival.card.name == "Bo Lind"


def test_a_formula_counts_as_what_it_last_came_to_and_never_as_itself(tmp_path: Path) -> None:
    data = sheet(["Name", "Email", "Sum"], ["Ana", "a@b.example", "=1+1"])
    (arrival,) = read(tmp_path, data).arrivals
    assert arrival.card.custom == {}


def test_a_zip_of_vcards_is_still_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "cards.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.vcf", "BEGIN:VCARD\r\nFN:Ana\r\nEND:VCARD\r\n")
    assert read_file(path).arrivals[0].card.name == "Ana"


@pytest.mark.parametrize("data", [sheet(), sheet([None, None]), sheet(["", "  "])])
def test_an_empty_workbook_says_so(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(CrmError) as told:
        read(tmp_path, data)
    assert isinstance(told.value, EmptyFile) or "No column" in str(told.value)


@trials(max_examples=40)
@given(spoiled=some.lists(some.tuples(some.floats(0, 0.999), some.integers(0, 255)), min_size=1))
def test_a_damaged_workbook_is_read_or_refused_in_a_sentence(
    spoiled: list[tuple[float, int]],
) -> None:
    data = bytearray(sheet(["Name", "Email"], ["Ana", "ana@kovac.example"]))
    for place, byte in spoiled:
        data[int(place * len(data))] = byte
    try:
        parse_xlsx(bytes(data), name="x.xlsx")
    except CrmError as error:
        said = str(error)
    else:
        said = "x.xlsx"
    assert "x.xlsx" in said


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = sheet(["Name", "Email"], *(["Ana", "ana@kovac.example"] for _n in range(500)))
    monkeypatch.setattr("deskcrm.features.exchange.xlsx_file._MOST_UNPACKED", 10_000)
    with pytest.raises(TooLarge):
        parse_xlsx(data, name="x.xlsx")


def test_entities_that_grow_are_refused() -> None:
    data = io.BytesIO(sheet(["Name"], ["Ana"]))
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    out = io.BytesIO()
    with zipfile.ZipFile(data) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = (
                    bomb + "]><worksheet><sheetData><row><c t='str'><v>&j;</v></c></row>"
                    "</sheetData></worksheet>"
                ).encode()
            new.writestr(name, content)
    with pytest.raises((BrokenWorkbook, EmptyFile)):
        parse_xlsx(out.getvalue(), name="x.xlsx")


def exported(crm: Crm, folder: Path, choice: Choice = ALL) -> Any:
    crm.ask(export, folder / "out.xlsx", Format.XLSX, choice)
    return load_workbook(folder / "out.xlsx").active


def test_what_leaves_is_text_and_days_under_a_header_that_stays(crm: Crm, tmp_path: Path) -> None:
    person = contact(
        "=HYPERLINK(1) Kovač",
        email="ana@kovac.example",
        birthday=dt.date(1984, 3, 2),
        note="+1\nline\x0btwo",
        custom={"Boat": "@SUM(1)", "Likes": ["Surf", "کتاب"]},
        phones=[Phone(label="Work", value="+385 1 555 0166")],
    )
    crm.do(add, person)
    page = exported(crm, tmp_path)
    rows = list(page.iter_rows())
    header = [cell.value for cell in rows[0]]
    cells = dict(zip(header, rows[1], strict=True))
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref.startswith("A1:")
    assert cells["Birthday"].value.date() == dt.date(1984, 3, 2)
    assert cells["First Name"].value == "=HYPERLINK(1)"
    assert {cell.data_type for cell in rows[1]} <= {"s", "d", "n"}
    assert all(cell.value is None for cell in rows[1] if cell.data_type == "n")
    assert cells["Phone 1 - Value"].value == "+385 1 555 0166"
    assert cells["Likes"].value == "Surf; کتاب"
    assert cells["Notes"].value == "+1\nline\ufffdtwo"


def test_what_was_exported_is_read_again(crm: Crm, tmp_path: Path) -> None:
    crm.do(add, contact("Ana Kovač", email="ana@kovac.example", addresses=[Address(city="Split")]))
    crm.ask(export, tmp_path / "out.xlsx", Format.XLSX)
    (arrival,) = read_file(tmp_path / "out.xlsx").arrivals
    card = arrival.card
    assert (card.name, card.emails[0].value) == ("Ana Kovač", "ana@kovac.example")
    assert card.addresses[0].city == "Split"


def test_a_persian_window_writes_from_right_to_left(crm: Crm, tmp_path: Path) -> None:
    crm.do(add, contact("مریم احمدی"))
    i18n.use_language("fa")
    page = exported(crm, tmp_path)
    assert page.sheet_view.rightToLeft
    assert page.title == "مخاطبان"


def test_chosen_columns_of_chosen_contacts(crm: Crm, tmp_path: Path) -> None:
    _first, second = crm.do(
        add, contact("Ana Kovač", email="a@b.example"), contact("Bo Lind", custom={"Boat": "x"})
    )
    page = exported(crm, tmp_path, Choice([second], ("emails", "Boat", "name")))
    header, row = ([cell.value for cell in line] for line in page.iter_rows())
    assert header[:4] == ["E-mail 1 - Label", "E-mail 1 - Value", "Boat", "Name Prefix"]
    assert row[2] == "x"
    assert "Lind" in row


def test_a_text_that_a_cell_would_cut_is_named_and_nothing_is_written(
    crm: Crm, tmp_path: Path
) -> None:
    crm.do(add, contact("Ana Kovač", note="n" * 40_000))
    with pytest.raises(TooLongForCell) as told:
        crm.ask(export, tmp_path / "out.xlsx", Format.XLSX)
    assert "Notes of Ana Kovač" in str(told.value)
    assert list(tmp_path.glob("*.xlsx*")) == []
