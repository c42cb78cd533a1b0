"""Rows as contacts: no field is lost, and what cannot be read is said."""

import datetime as dt
from pathlib import Path

import pytest

from deskcrm.domain.people import ContactKind
from deskcrm.features.exchange.card import Card, Labelled, Number
from deskcrm.features.exchange.csv_file import parse_csv, read_csv
from deskcrm.features.exchange.dates import Order
from deskcrm.features.exchange.incoming import Incoming
from deskcrm.features.exchange.reader import NoContacts, read_contacts

GOOGLE = Path(__file__).with_name("google.csv")


def read(text: str, *, country: str = "", order: Order | None = None) -> Incoming:
    return read_contacts(parse_csv(text.encode(), name="x.csv"), country=country, order=order)


def card(text: str, **more: str) -> Card:
    (arrival,) = read(text, **more).arrivals  # type: ignore[arg-type] # only country is passed
    return arrival.card


@pytest.fixture(scope="module")
def google() -> Incoming:
    return read_contacts(read_csv(GOOGLE), country="BG")


def named(incoming: Incoming, name: str) -> Card:
    return next(arrival.card for arrival in incoming.arrivals if arrival.card.name == name)


def test_every_field_of_a_google_contact_arrives(google: Incoming) -> None:
    elena = named(google, "Елена Петрова")
    assert (elena.given_name, elena.family_name) == ("Елена", "Петрова")
    assert elena.birthday == dt.date(1981, 7, 2)
    assert elena.note == "Пише кратко.\nПлаща на време."
    assert elena.tags == ["Клиенти"]
    assert elena.phones == [Number("Mobile", "+359 88 765 4321", "+359887654321")]
    assert elena.links == [Labelled("Work", "https://lodka.example")]
    (role,) = elena.roles
    assert (role.organization_name, role.title) == ("Синя Лодка ООД", "собственик")
    (address,) = elena.addresses
    assert (address.street, address.city, address.postal_code, address.country) == (
        "ул. „Морска“ 3", "Варна", "9000", "България",
    )  # fmt: skip


def test_the_address_google_stars_comes_first_without_its_star(google: Incoming) -> None:
    assert named(google, "Елена Петрова").emails == [
        Labelled("Work", "elena@lodka.example"),
        Labelled("Home", "elena.home@lodka.example"),
    ]


def test_several_addresses_of_one_cell_keep_their_label(google: Incoming) -> None:
    assert named(google, "José García Núñez").emails == [
        Labelled("Work", "jose@horno.example"),
        Labelled("Work", "pedidos@horno.example"),
    ]


def test_an_address_is_kept_whole_where_its_parts_say_less(google: Incoming) -> None:
    assert named(google, "Елена Петрова").addresses[0].formatted == ""
    assert "Timbre roto" in named(google, "José García Núñez").addresses[0].formatted


def test_a_row_without_a_person_is_an_organization(google: Incoming) -> None:
    kantine = named(google, "Kantine Nord GmbH")
    assert kantine.kind is ContactKind.ORGANIZATION
    assert kantine.roles == []
    assert kantine.custom == {"Organization Department": "Einkauf"}


def test_phonetic_names_filing_and_nicknames_are_kept(google: Incoming) -> None:
    sato = named(google, "佐藤 悠")
    assert (sato.phonetic_given_name, sato.phonetic_family_name, sato.file_as) == (
        "ゆう", "さとう", "佐藤悠",
    )  # fmt: skip
    assert named(google, "José García Núñez").nickname == "Pepe"


def test_numbers_are_dialled_by_the_country_of_the_row_else_of_the_business(
    google: Incoming,
) -> None:
    assert named(google, "نسرین احمدی").phones == [
        Number("Mobile", "۰۹۱۲ ۳۴۵ ۶۷۸۹", "+989123456789")
    ]
    assert named(google, "Kantine Nord GmbH").phones[0].e164 == "+49405550123"
    assert named(google, "佐藤 悠").phones[0].e164 == "+359888000111"


def test_googles_own_labels_are_tags_but_for_the_one_everybody_has(google: Incoming) -> None:
    assert named(google, "نسرین احمدی").tags == ["مشتری", "starred"]
    (left_out,) = google.columns.left_out
    assert (left_out.column, left_out.value, left_out.rows) == ("Labels", "* myContacts", 7)


def test_a_birthday_that_cannot_be_read_stays_as_text_and_is_named(google: Incoming) -> None:
    sato = named(google, "佐藤 悠")
    assert sato.birthday is None
    assert sato.custom["Birthday"] == "someday in May"
    assert [(remark.row, "someday in May" in remark.text) for remark in google.remarks] == [
        (7, True)
    ]


def test_columns_without_a_field_are_kept_and_named(google: Incoming) -> None:
    assert set(google.columns.kept) == {"Photo", "Birthday", "Organization Department"}
    assert named(google, "佐藤 悠").custom["Photo"] == "https://photos.example/1.jpg"


def test_texts_that_look_like_code_are_only_texts(google: Incoming) -> None:
    odd = named(google, "=1+1 {{7*7}}")
    assert odd.note == "<b>../../etc/passwd</b>"


def test_a_whole_name_is_parted() -> None:
    for name, given, family in (
        ("Ana María López", "Ana María", "López"),
        ("López, Ana", "Ana", "López"),
        ("田中 明", "明", "田中"),
        ("Cher", "Cher", ""),
    ):
        read_card = card(f'Name,Email\n"{name}",a@x.example\n')
        assert (read_card.given_name, read_card.family_name) == (given, family)


def test_an_undecided_birthday_is_read_once_the_order_is_said() -> None:
    text = "Name,Birthday\nAna,03/04/1980\n"
    kept = read(text)
    assert kept.undecided == ("Birthday",)
    assert kept.arrivals[0].card.custom == {"Birthday": "03/04/1980"}
    assert read(text, order=Order.DAY_FIRST).arrivals[0].card.birthday == dt.date(1980, 4, 3)


def test_outlooks_empty_birthday_is_none() -> None:
    incoming = read("Name,Birthday\nAna,0/0/00\n")
    assert incoming.arrivals[0].card.birthday is None
    assert (incoming.remarks, incoming.arrivals[0].card.custom) == ((), {})


def test_a_name_that_is_too_long_refuses_its_row_alone() -> None:
    incoming = read(f"Name,Email\n{'x' * 10_000},a@x.example\nBob,b@x.example\n")
    assert [arrival.card.name for arrival in incoming.arrivals] == ["Bob"]
    (refusal,) = incoming.refused
    assert refusal.row == 1
    assert "500 characters at most" in refusal.reason


def test_a_row_that_names_nobody_is_refused() -> None:
    (refusal,) = read("Name,Email,City\n,,Sofia\n").refused
    assert refusal.name == "Sofia"
    assert "needs a name" in refusal.reason


def test_cells_beyond_the_header_are_kept() -> None:
    incoming = read("Name,Email\nAna,a@x.example,extra\n")
    assert incoming.arrivals[0].card.custom == {"Column 3": "extra"}
    assert "longer than the header" in incoming.remarks[0].text


def test_a_row_that_is_cut_off_in_a_quotation_is_refused() -> None:
    incoming = read('Name,Note\nAna,ok\nBob,"open\nCid,lost\n')
    assert [arrival.card.name for arrival in incoming.arrivals] == ["Ana"]
    assert "never closed" in incoming.refused[0].reason


def test_the_sum_below_a_table_is_no_contact() -> None:
    assert "sum below" in read("Name,Email\nAna,a@x.example\nTotal: 1,\n").refused[0].reason


def test_what_another_program_calls_kind_or_created_is_not_lost() -> None:
    kept = card("Name,Email,Kind,Created,Referred By\nAna,a@x.example,customer,last May,my aunt\n")
    assert kept.custom == {"Kind": "customer", "Created": "last May", "Referred By": "my aunt"}
    assert (kept.kind, kept.created, kept.referred_by) == (ContactKind.PERSON, None, "")


def test_a_whole_name_that_says_more_than_its_parts_is_kept() -> None:
    assert card("Name,First Name,Email\nAna (the baker),Ana,a@x.example\n").custom == {
        "Name": "Ana (the baker)"
    }
    assert card("Name,First Name,Last Name\nLópez Ana,Ana,López\n").custom == {}


def test_a_nul_becomes_visible_and_harmless() -> None:
    assert card("Name,Email\nAn\0a,a@x.example\n").name == "An\ufffda"


def test_a_table_without_contacts_is_a_sentence() -> None:
    with pytest.raises(NoContacts, match=r"No column of x\.csv"):
        read("Item,Price\nMug,5\n")
