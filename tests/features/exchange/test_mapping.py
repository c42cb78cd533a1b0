"""Column names of many programs and languages, and where they lead."""

import pytest

from deskcrm.features.exchange.mapping import find_header, place_of


@pytest.mark.parametrize(
    ("column", "place"),
    [
        ("First Name", "contact.given_name"),
        ("Given Name", "contact.given_name"),
        ("E-mail 2 - Value", "email.2.value"),
        ("E-mail 2 - Type", "email.2.label"),
        ("E-mail 3 Address", "email.3.value"),
        ("Work Email", "email.Work.value"),
        ("Correo electrónico", "email.value"),
        ("Имейл", "email.value"),
        ("Business Phone 2", "phone.Work 2.value"),
        ("Home Fax", "phone.Home Fax.value"),
        ("Телефон", "phone.value"),
        ("تلفن", "phone.value"),
        ("Address 1 - PO Box", "address.1.po_box"),
        ("Business Street", "address.Work.street"),
        ("Business Country/Region", "address.Work.country"),
        ("PLZ", "address.postal_code"),
        ("Straße", "address.street"),
        ("Organization Name", "role.1.organization_name"),
        ("Organization 2 - Title", "role.2.title"),
        ("Empresa", "role.1.organization_name"),
        ("Фамилия", "contact.family_name"),
        ("Cumpleaños", "contact.birthday"),
        ("Group Membership", "tags.labels"),
        ("Categories", "tags.words"),
        ("Custom Field 1 - Value", "custom.1.value"),
    ],
)
def test_a_column_is_known_by_its_name(column: str, place: str) -> None:
    assert str(place_of(column)) == place


@pytest.mark.parametrize("column", ["Shoe size", "Photo", "E-mail Display Name", "", "Relation 1"])
def test_a_column_without_a_field_has_no_place(column: str) -> None:
    assert place_of(column) is None


def test_the_header_is_found_below_a_preamble() -> None:
    header = find_header(
        [["My contacts"], ["as of May"], ["Name", "Email"], ["Ana", "a@x.example"]]
    )
    assert header is not None
    assert (header.row, header.names) == (2, ("Name", "Email"))


def test_a_table_without_contacts_has_no_header() -> None:
    assert find_header([["Item", "Price"], ["Mug", "5"]]) is None


def test_columns_of_the_same_name_are_told_apart() -> None:
    header = find_header([["Name", "Email", "Email", "Notes", "Notes", ""]])
    assert header is not None
    assert header.names == ("Name", "Email", "Email (2)", "Notes", "Notes (2)", "Column 6")
    assert [place and place.group for place in header.places] == [
        "contact", "email", "email", "contact", "contact", None,
    ]  # fmt: skip
