"""CSV files as other programs write them: encodings, delimiters, and what is no CSV at all."""

from pathlib import Path

import pytest

from deskcrm.errors import FileProblem
from deskcrm.features.exchange.csv_file import EmptyFile, NotCsv, parse_csv, read_csv


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "Name,City\nЕлена,Варна\n"),
        ("utf-8-sig", "Name,City\nЕлена,Варна\n"),
        ("utf-16", "Name,City\nЕлена,Варна\n"),
        ("utf-16-le", "Name,City\nMarta,Sofia\n"),
        ("utf-16-be", "Name,City\nMarta,Sofia\n"),
        ("cp1252", "Name;Ort\nJürgen Müller;Köln\nÉlodie Lefèvre;Orléans\n"),
        ("cp1251", "Име;Град\nМарта Иванова;София\n"),
        ("cp1250", "Name;City\nŁukasz Żółć;Łódź\nJiří Dvořák;Plzeň\n"),
        ("cp1256", "نام,شهر\nرضا كريمى,شيراز\n"),
        ("shift_jis", "名前,市\n田中 明,大阪市\n"),
        ("mac_roman", "Name;Ort\nJürgen Müller;Köln\nJosé Núñez;Málaga\n"),
        ("utf-16-le", "Име;Град;Бележки\nМарта Иванова;София;обажда се\n"),
    ],
)
def test_the_encoding_is_found_out(encoding: str, text: str) -> None:
    file = parse_csv(text.encode(encoding), name="x.csv")
    expected = [line.replace(";", ",").split(",") for line in text.splitlines()]
    assert file.rows == expected


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out_whatever_stands_in_the_cells(delimiter: str) -> None:
    cells = ["Name", "Note"], ["Ana", '"one, two; three\tfour"'], ["Bob", '"a,b"']
    text = "\n".join(delimiter.join(row) for row in cells)
    file = parse_csv(text.encode(), name="x.csv")
    assert file.delimiter == delimiter
    assert file.rows[1] == ["Ana", "one, two; three\tfour"]


def test_rows_that_are_all_but_blank_do_not_decide_the_delimiter() -> None:
    assert parse_csv(b"First Name,Email\n,,;\n;\n", name="x.csv").delimiter == ","


def test_names_of_columns_decide_the_delimiter_before_anything_else() -> None:
    assert parse_csv(b"First Name,Email\n,;0\n,;0\n,;0\n", name="x.csv").delimiter == ","


def test_a_line_that_names_the_delimiter_is_obeyed_and_left_out() -> None:
    assert parse_csv(b"sep=;\r\nName;Mail\r\nAna;a@x.example\r\n", name="x").rows[0] == [
        "Name",
        "Mail",
    ]


def test_cells_keep_their_line_breaks_and_quotation_marks() -> None:
    file = parse_csv(b'Name,Note\r\nAna,"line one\r\nline ""two"""\r\n', name="x.csv")
    assert file.rows[1] == ["Ana", 'line one\r\nline "two"']


def test_blank_rows_are_left_out() -> None:
    assert len(parse_csv(b"Name,Mail\n\n,\n  , \nAna,a@x.example\n", name="x").rows) == 2


def test_a_nul_in_a_cell_does_not_make_the_file_binary() -> None:
    file = parse_csv(b"Name,Mail\nAn\0a,a@x.example\n", name="x.csv")
    assert file.rows[1] == ["An\0a", "a@x.example"]


def test_a_huge_cell_is_read() -> None:
    file = parse_csv(b"Name,Note\nAna," + b"x" * 500_000, name="x.csv")
    assert len(file.rows[1][1]) == 500_000


def test_a_quotation_that_never_closes_is_noticed() -> None:
    assert parse_csv(b'Name,Note\nAna,ok\nBob,"open\nCid,lost\n', name="x").unclosed
    assert not parse_csv(b'Name,Size\nAna,5" pipe\nBob,"closed"\n', name="x").unclosed


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"PK\x03\x04workbook",
        b"%PDF-1.7",
        bytes(range(32)) * 30,
    ],
)
def test_a_file_of_another_format_is_refused(data: bytes) -> None:
    with pytest.raises(NotCsv, match=r"x\.csv is neither a CSV or XLSX file nor a vCard"):
        parse_csv(data, name="x.csv")


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf", b",,,\r\n"])
def test_a_file_without_a_word_is_empty(data: bytes) -> None:
    with pytest.raises(EmptyFile):
        parse_csv(data, name="x.csv")


def test_what_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="No such file"):
        read_csv(tmp_path / "missing.csv")
    with pytest.raises(FileProblem, match="directory"):
        read_csv(tmp_path)
