"""Columns that no name explains, told cautiously by what stands in them."""

import pytest

from deskcrm.features.exchange.card import Card
from deskcrm.features.exchange.csv_file import parse_csv
from deskcrm.features.exchange.incoming import Incoming
from deskcrm.features.exchange.reader import NoContacts, read_contacts


def read(text: str) -> Incoming:
    return read_contacts(parse_csv(text.encode(), name="x.csv"))


def becomes(column: str, *values: str) -> str:
    """What a column of this name with these values becomes, beside a name and a city."""
    rows = "".join(
        f'Ana {chr(65 + number)},Varna,"{value}"\n' for number, value in enumerate(values)
    )
    table = read(f"Name,City,{column}\n{rows}").table
    assert table is not None
    place = table.places[2]
    return f"{place.group}.{place.part}" if place else "kept"


@pytest.mark.parametrize(
    ("column", "values", "place"),
    [
        ("Contacto", ("ana@example.com", "bo@example.org"), "email.value"),
        ("Reach", ("+359 88 123 4567", "+49 30 123456"), "phone.value"),
        ("Reach", ("0888 123 456", "(02) 980 12 34"), "phone.value"),
        ("Seite", ("https://ana.example", "www.bo.example/about"), "link.value"),
        ("Geb.", ("1975-03-04", "1981-12-30"), "contact.birthday"),
        ("Geb.", ("4.3.1975", "30.12.1981"), "contact.birthday"),
        ("Kod", ("1000", "9000"), "address.postal_code"),
        ("Kod", ("SW1A 1AA", "M1 1AE"), "address.postal_code"),
    ],
)
def test_a_column_is_told_by_its_values(column: str, values: tuple[str, ...], place: str) -> None:
    assert becomes(column, *values) == place


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("Contacto", ("ana@example.com", "call me", "no mail")),
        ("Display", ("ana@example.com", "bo@example.org")),
        ("Account owner", ("me@example.com", "me@example.com")),
        ("Photo", ("https://ana.example/1.jpg", "https://bo.example/2.jpg")),
        ("Customer no.", ("0001234567", "0001234568")),
        ("Stock", ("1234567", "7654321")),
        ("Next visit", ("1975-03-04", "1981-12-30")),
        ("Met", ("2024-03-04", "2025-12-30")),
        ("Points", ("10", "2000")),
        ("Invoice number", ("1000", "9000")),
        ("Reach", ("+359 88 123 4567",)),
    ],
)
def test_what_may_be_something_else_keeps_its_name(column: str, values: tuple[str, ...]) -> None:
    assert becomes(column, *values) == "kept"


def test_a_second_birthday_or_postal_code_is_not_supposed() -> None:
    table = read(
        "Name,City,Zip,Birthday,Kod,Geb.\n"
        "Ana,Varna,9000,1975-03-04,1000,1970-01-02\nBo,Ruse,7000,1981-12-30,1001,1971-02-03\n"
    ).table
    assert table is not None
    assert table.places[4:] == (None, None)


def cards(text: str) -> list[Card]:
    return [arrival.card for arrival in read(text).arrivals]


def test_a_file_without_a_header_is_read_by_its_values() -> None:
    ana, bo = cards(
        "Ana Kostova,ana@example.com,+359 88 111 222\nBo Lind,bo@example.com,+46 8 123 456\n"
    )
    assert (ana.given_name, ana.family_name, ana.emails[0].value) == (
        "Ana", "Kostova", "ana@example.com",
    )  # fmt: skip
    assert bo.phones[0].value == "+46 8 123 456"


def test_two_columns_of_single_words_are_first_and_last_names() -> None:
    ana, _bo = cards("Ana,Kostova,ana@example.com,Varna\nBo,Lind,bo@example.com,Ruse\n")
    assert (ana.given_name, ana.family_name) == ("Ana", "Kostova")
    assert ana.custom == {"Column 4": "Varna"}


def test_the_first_row_of_such_a_file_is_somebody_even_without_an_address() -> None:
    found = cards("Ana Kostova,\nBo Lind,bo@example.com\nCid Moe,cid@example.com\n")
    assert [card.name for card in found] == ["Ana Kostova", "Bo Lind", "Cid Moe"]


def test_a_header_in_an_unknown_language_gives_the_columns_their_names() -> None:
    incoming = read(
        "Όνομα;Ταχυδρομείο;Χρώμα\nΆννα Παππά;anna@example.com;μπλε\nΝίκος Λάμ;nikos@example.com;\n"
    )
    first = incoming.arrivals[0].card
    assert (first.name, first.emails[0].value) == ("Άννα Παππά", "anna@example.com")
    assert first.custom == {"Χρώμα": "μπλε"}


def test_a_list_of_addresses_alone_is_read() -> None:
    assert [card.name for card in cards("ana@example.com\nbo@example.com\n")] == [
        "ana@example.com", "bo@example.com",
    ]  # fmt: skip


def test_addresses_among_figures_make_no_contacts() -> None:
    with pytest.raises(NoContacts):
        read("12:01,ana@example.com,404\n12:02,bo@example.com,200\n")


def test_a_row_with_an_address_is_never_taken_for_a_header() -> None:
    found = cards("Name,name@example.com\nBo Lind,bo@example.com\n")
    assert [card.name for card in found] == ["Name", "Bo Lind"]
