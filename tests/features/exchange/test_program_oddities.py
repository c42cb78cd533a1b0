"""What single programs do in their own way: other shapes of their files, and what stands around the table."""

import datetime as dt

import pytest

from deskcrm.domain.people import ContactKind
from deskcrm.features.exchange.card import Card
from deskcrm.features.exchange.csv_file import parse_csv
from deskcrm.features.exchange.incoming import Incoming
from deskcrm.features.exchange.presets import find_preset
from deskcrm.features.exchange.reader import read_contacts


def read(text: str) -> Incoming:
    return read_contacts(parse_csv(text.encode(), name="x.csv"))


def cards(text: str) -> list[Card]:
    return [arrival.card for arrival in read(text).arrivals]


@pytest.mark.parametrize(
    ("key", "header"),
    [
        ("capsule", "Type,Name,Organization,Address Street,City,Postcode,Country,Phone Number,Email"),
        ("quickbooks", "Customer,Phone Numbers,Email,Full Name,Billing Address,Shipping Address"),
        ("freshbooks", "Organization,FirstName,LastName,Email,Street,BusPhone,HomePhone,MobPhone"),
        ("freshbooks",
         "First Name,Last Name,Company Name,Email Address,Phone Number,Address Line 1,City,Zip Code"),
        ("salesforce-report",
         "Salutation,First Name,Last Name,Title,Account Name,Mailing Street,Mailing Zip/Postal Code"),
        ("zoho", "Contact Owner,First Name,Last Name,Account Name,Email,Mailing Zip"),
        ("hubspot", "Record ID,First Name,Last Name,Email,Lifecycle Stage"),
        ("pipedrive", "Person - Name,Person - Email,Person - Phone"),
    ],
)  # fmt: skip
def test_a_program_is_known_by_its_shorter_exports_too(key: str, header: str) -> None:
    preset = find_preset(header.split(","))
    assert preset is not None
    assert preset.key == key


def test_a_quickbooks_report_has_titles_above_and_its_time_below() -> None:
    incoming = read(
        "Customer Contact List\nBlue Boat Studio\n\n"
        "Customer,Phone Numbers,Email,Full Name,Billing Address\n"
        "Sunset Bakery,Phone:(650) 555-0100 Mobile:(650) 555-0101,hi@example.com,Ana Kostova,1 Main St\n"
        "Bo Lind,,bo@example.com,Bo Lind,\n"
        '"Friday, Nov 27, 2026 10:41:30 AM GMT+2",,,,\n'
    )
    ana, bo = (arrival.card for arrival in incoming.arrivals)
    assert [(phone.label, phone.value) for phone in ana.phones] == [
        ("", "(650) 555-0100"), ("Mobile", "(650) 555-0101"),
    ]  # fmt: skip
    assert (ana.roles[0].organization_name, ana.addresses[0].formatted) == (
        "Sunset Bakery", "1 Main St",
    )  # fmt: skip
    assert (bo.name, bo.roles) == ("Bo Lind", [])
    assert [refusal.reason for refusal in incoming.refused] == [
        "This looks like the end of a report, not like a contact."
    ]


def test_the_lines_below_a_salesforce_report_are_refused_with_a_reason() -> None:
    incoming = read(
        "Salutation,First Name,Last Name,Account Name,Mailing Street,Mailing Zip/Postal Code\n"
        "Ms.,Ana,Kostova,Blue Boat,1 Quay,9000\n"
        "Copyright (c) 2000-2026 example inc. All rights reserved.,,,,,\n"
        "Confidential Information - Do Not Distribute,,,,,\n"
    )
    assert [arrival.card.name for arrival in incoming.arrivals] == ["Ms. Ana Kostova"]
    assert len(incoming.refused) == 2


def test_capsule_says_who_is_an_organization() -> None:
    boat, ana = cards(
        "Type,Title,First Name,Last Name,Organisation,Job Title,Address Street,City,Email\n"
        "Organisation,,,,Blue Boat,,1 Quay,Varna,hi@example.com\n"
        "Person,Ms,Ana,Kostova,Blue Boat,Owner,,,ana@example.com\n"
    )
    assert (boat.kind, boat.name, boat.custom) == (ContactKind.ORGANIZATION, "Blue Boat", {})
    assert (ana.kind, ana.prefix, ana.roles[0].title) == (ContactKind.PERSON, "Ms", "Owner")


def test_waves_customer_is_the_person_where_both_have_one_name() -> None:
    header = (
        "customer_name,email,contact_first_name,contact_last_name,customer_currency,account_number"
    )
    marta, jamie, quiet = cards(
        f"{header}\nMarta Nowak,m@example.com,Marta,Nowak,CAD,7\n"
        "Lakeside Ltd.,j@example.com,Jamie,Rivera,CAD,8\nQuiet Ltd.,,,,CAD,9\n"
    )
    assert (marta.name, marta.roles) == ("Marta Nowak", [])
    assert jamie.roles[0].organization_name == "Lakeside Ltd."
    assert (quiet.kind, quiet.name) == (ContactKind.ORGANIZATION, "Quiet Ltd.")
    assert quiet.custom == {"customer_currency": "CAD", "account_number": "9"}


def test_the_day_of_a_linkedin_connection_is_kept_as_a_day() -> None:
    first, second = cards(
        'Notes:\n"Some addresses may be missing, see the help."\n\n'
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        "Ana,Kostova,https://profiles.example/ana,,Blue Boat,Owner,28 Sep 2024\n"
        "Bo,Lind,https://profiles.example/bo,,,,7-Feb-22\n"
    )
    assert first.custom == {"Connected On": "2024-09-28"}
    assert second.custom == {"Connected On": "7-Feb-22"}


def test_outlooks_empty_birthday_is_no_day() -> None:
    header = "First Name,Last Name,E-mail Address,E-mail Display Name,Business Street,Birthday"
    first, second = cards(
        f"{header}\nAna,Kostova,ana@example.com,Ana,1 Quay,0/0/00\nBo,Lind,,,,4/30/1981\n"
    )
    assert (first.birthday, first.custom.get("Birthday")) == (None, None)
    assert second.birthday == dt.date(1981, 4, 30)


def test_several_addresses_in_one_cell_are_several() -> None:
    (ana,) = cards('Name,Email\nAna,"ana@example.com; a.k@example.org"\n')
    assert [email.value for email in ana.emails] == ["ana@example.com", "a.k@example.org"]
    (bo,) = cards("Name,Email\nBo,bo@example.com (work)\n")
    assert [email.value for email in bo.emails] == ["bo@example.com (work)"]
