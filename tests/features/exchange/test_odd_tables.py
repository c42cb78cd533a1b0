"""Tables that are odd but readable: wide, long, broken, without line feeds; memory stays bounded."""

import tracemalloc

import pytest

from deskcrm.errors import CrmError
from deskcrm.features.exchange.csv_file import parse_csv
from deskcrm.features.exchange.incoming import Incoming
from deskcrm.features.exchange.mapping import find_header
from deskcrm.features.exchange.place import single
from deskcrm.features.exchange.reader import read_contacts


def read(data: bytes | str) -> Incoming:
    raw = data.encode() if isinstance(data, str) else data
    return read_contacts(parse_csv(raw, name="x.csv"))


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
@pytest.mark.parametrize("between", [",", ";", "\t", "|"])
def test_every_separator_and_line_end_is_read(end: str, between: str) -> None:
    rows = (("Name", "Email", "City"), ("Ana", "ana@example.com", "Varna"), ("Bo", "", "Ruse"))
    incoming = read(end.join(between.join(row) for row in rows) + end)
    assert [arrival.card.name for arrival in incoming.arrivals] == ["Ana", "Bo"]
    assert incoming.arrivals[0].card.addresses[0].city == "Varna"


def test_five_thousand_columns_are_all_kept() -> None:
    names = ",".join(["Name", *["c"] * 4_999])
    incoming = read(f"{names}\nAna,{','.join(map(str, range(4_999)))}\n")
    kept = incoming.arrivals[0].card.custom
    assert len(kept) == 4_999
    assert (kept["c"], kept["c (2)"], kept["c (4999)"]) == ("0", "1", "4998")


def test_a_cell_of_a_megabyte_is_kept_or_refuses_its_row_alone() -> None:
    huge = "x" * 1_100_000
    kept = read(f"Name,Story\nAna,{huge}\nBo,short\n")
    assert kept.arrivals[0].card.custom == {"Story": huge}
    refused = read(f"Name,Note\nAna,{huge}\nBo,short\n")
    assert [arrival.card.name for arrival in refused.arrivals] == ["Bo"]
    assert "1000000 characters at most" in refused.refused[0].reason
    assert read(f"{huge},x\nName,Email\nAna,ana@example.com\n").arrivals[0].card.name == "Ana"


def test_reading_takes_a_few_times_the_file_in_memory() -> None:
    data = b"Name,Story\n" + b"".join(b"Ana %d,%s\n" % (n, b"x" * 1_000_000) for n in range(8))
    tracemalloc.start()
    try:
        read(data)
    except CrmError as error:
        pytest.fail(str(error))
    finally:
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 12 * len(data)


def test_nuls_are_no_part_of_a_columns_name_and_visible_in_a_cell() -> None:
    incoming = read(b"Na\0me,Email\nAn\0a,ana@example.com\n")
    assert incoming.arrivals[0].card.name == "An\ufffda"


def test_a_title_and_a_date_above_and_a_sum_below_are_no_contacts() -> None:
    incoming = read("Customers\nas of May\n\nName,Email\nAna,ana@example.com\nTotal,1\n")
    assert [arrival.card.name for arrival in incoming.arrivals] == ["Ana"]
    assert "sum below a table" in incoming.refused[0].reason


def test_what_somebody_decided_outdoes_an_earlier_column_of_the_same_field() -> None:
    rows = [["First Name", "Called"], ["Anastasia", "Ana"]]
    header = find_header(rows, chosen={"Called": single("given_name")})
    assert header is not None
    assert header.places == (None, single("given_name"))


def test_what_is_written_into_the_note_says_its_column() -> None:
    file = parse_csv(b"Name,Diet,Notes\nAna,vegan,likes tea\n", name="x.csv")
    incoming = read_contacts(file, chosen={"Diet": single("note")})
    assert incoming.arrivals[0].card.note == "Diet: vegan\nlikes tea"
