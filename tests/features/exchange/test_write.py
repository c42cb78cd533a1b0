"""Exports: harmless in a spreadsheet, or exact to the last field."""

import csv
import datetime as dt
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings, strategies as st

from builders import NOW, add, contact, organization
from deskcrm.crm import Crm
from deskcrm.domain.people import (
    Address,
    Contact,
    ContactTag,
    Email,
    Link,
    Phone,
    Role,
    Tag,
)
from deskcrm.errors import FileProblem
from deskcrm.features.exchange.card import Card
from deskcrm.features.exchange.csv_file import read_csv
from deskcrm.features.exchange.plan import Verdict
from deskcrm.features.exchange.queries import cards, contact_ids
from deskcrm.features.exchange.reader import read_contacts
from deskcrm.features.exchange.usecases import import_contacts
from deskcrm.features.exchange.write import export_contacts, harmless


def all_cards(crm: Crm) -> list[Card]:
    return crm.ask(lambda session: [card for _key, card in cards(session, contact_ids(session))])


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


def rich_business(crm: Crm) -> None:
    """Contacts that use every field there is."""
    ola = organization("Ola Surf Escuela", tax_id="ES-B123")
    (company,) = crm.do(add, ola)
    (tag, odd_tag) = crm.do(add, Tag(name="Clientes"), Tag(name='odd ::: "tag", yes'))
    miguel = contact("Miguel Ríos", email="miguel@rios.example")
    (sender,) = crm.do(add, miguel)
    lucia = Contact(
        prefix="Dra.", given_name="Lucía", additional_names="M.", family_name="Fernández", suffix="Jr.",
        nickname="Lu", phonetic_given_name="loo-SEE-ah", phonetic_additional_names="em",
        phonetic_family_name="fer", file_as="Fernández, L.", tax_id="X1", language="es",
        birthday=dt.date(1984, 3, 9), anniversary=dt.date(2010, 6, 1), time_zone="Europe/Madrid",
        source="Fair ::: 2025", note="=1+1\n'quoted', \"twice\"\n\n  end  ", custom={"Shoe": 38, "a": ["b"]},
        referred_by_id=sender, created=NOW, updated=NOW + dt.timedelta(days=1),
    )  # fmt: skip
    lucia.emails = [Email(label="* Work", value="a@x.example", position=0),
                    Email(label="", value="odd ::: one@x.example", position=1)]  # fmt: skip
    lucia.phones = [Phone(label="Mobile", value="0600 11 22 33", e164="+34600112233"),
                    Phone(label="Fax", value="ext. 7", e164="", position=1)]  # fmt: skip
    lucia.addresses = [
        Address(label="Home", street="Calle 1\n2º", extended="piso", po_box="9", city="Gijón",
                region="Asturias", postal_code="33201", country="España", formatted="all of it"),
        Address(label="Work", city="Oviedo", position=1),
    ]  # fmt: skip
    lucia.links = [Link(label="Blog", value="https://lu.example/?a=1,2"),
                   Link(label="", value="lu.example", position=1)]  # fmt: skip
    lucia.roles = [
        Role(organization_id=company, organization_name="Ola Surf Escuela", title="Owner",
             department="Board", since=dt.date(2019, 1, 1)),
        Role(organization_name="Ola Surf Escuela", title="once", until=dt.date(2018, 1, 1), position=1),
    ]  # fmt: skip
    lucia.tags = [ContactTag(tag_id=tag), ContactTag(tag_id=odd_tag)]
    lucia.rename()
    crm.do(add, lucia, contact("نسرین احمدی", organization="کافه باران"), contact("-2+3 @x"))


def exact_copy(crm: Crm, folder: Path) -> tuple[Crm, list[Verdict]]:
    """A new business, filled from an exact export of another."""
    crm.ask(export_contacts, folder / "exact.csv", exact=True)
    other = Crm.open(folder / "other" / "deskcrm.sqlite")
    read = read_contacts(read_csv(folder / "exact.csv"))
    plan = other.do(import_contacts, read, now=NOW + dt.timedelta(days=9))
    return other, [decision.verdict for decision in plan.decisions]


def test_an_exact_export_brings_back_every_field(crm: Crm, tmp_path: Path) -> None:
    rich_business(crm)
    other, verdicts = exact_copy(crm, tmp_path)
    assert verdicts == [Verdict.NEW] * 5
    assert all_cards(other) == all_cards(crm)
    other.close()


def test_an_exact_export_changes_nothing_where_it_came_from(crm: Crm, tmp_path: Path) -> None:
    rich_business(crm)
    before = all_cards(crm)
    crm.ask(export_contacts, tmp_path / "exact.csv", exact=True)
    plan = crm.do(import_contacts, read_contacts(read_csv(tmp_path / "exact.csv")), now=NOW)
    assert plan.count(Verdict.SAME) == 5
    assert all_cards(crm) == before


LINE = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@given(
    st.tuples(LINE, LINE, LINE, LINE), st.text(max_size=30), st.dictionaries(LINE, LINE, max_size=2)
)
@example(("", "", "", ""), "\n", {})
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_was_typed_comes_back_exactly(
    tmp_path_factory: pytest.TempPathFactory,
    words: tuple[str, str, str, str],
    note: str,
    custom: dict[str, str],
) -> None:
    folder = tmp_path_factory.mktemp("exact")
    crm = Crm.open(folder / "deskcrm.sqlite")
    given_name, family, mail, label = words
    person = Contact(
        given_name=given_name, family_name=family, nickname="N", note=note, custom=custom,
        created=NOW, updated=NOW,
    )  # fmt: skip
    person.emails = [Email(label=label, value=mail or "m")]
    person.rename()
    crm.do(add, person)
    other, _verdicts = exact_copy(crm, folder)
    assert all_cards(other) == all_cards(crm)
    crm.close()
    other.close()


def test_a_spreadsheet_gets_no_formula(crm: Crm, tmp_path: Path) -> None:
    rich_business(crm)
    crm.ask(export_contacts, tmp_path / "sheet.csv")
    rows = {row["First Name"]: row for row in table(tmp_path / "sheet.csv")}
    assert rows["Lucía"]["Notes"].startswith("'=1+1\n")
    assert rows["'-2+3"]["Last Name"] == "'@x"
    assert rows["Lucía"]["Phone 1 - Value"] == "0600 11 22 33"
    assert rows[""]["Organization Name"] == "Ola Surf Escuela"


def test_a_spreadsheet_gets_a_mark_and_its_line_ends(crm: Crm, tmp_path: Path) -> None:
    crm.do(add, contact("Марта Иванова"))
    crm.ask(export_contacts, tmp_path / "sheet.csv")
    data = (tmp_path / "sheet.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    assert data.count(b"\r\n") == data.count(b"\n") == 2


def test_a_spreadsheets_file_is_known_again(crm: Crm, tmp_path: Path) -> None:
    rich_business(crm)
    before = all_cards(crm)
    crm.ask(export_contacts, tmp_path / "sheet.csv")
    other = Crm.open(tmp_path / "other" / "deskcrm.sqlite")
    other.do(import_contacts, read_contacts(read_csv(tmp_path / "sheet.csv")), now=NOW)
    assert [card.name for card in all_cards(other)] == [card.name for card in before]
    assert (
        next(c for c in all_cards(other) if c.nickname == "Lu").note
        == "=1+1\n'quoted', \"twice\"\n\n  end  "
    )
    other.close()


@pytest.mark.parametrize(
    "cell", ["=1+1", "@SUM(A1)", "\t=1", "\r=1", "-2+3", "+cmd|' /C calc'!A0", "＝1"]
)
def test_a_cell_that_could_calculate_is_neutralized(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell", ["+359 88 812 3456", "-5", "-1,234.50", "+44 (0)20 7946-0958", "-", "a=b"]
)
def test_numbers_phones_and_words_stay_as_they_are(cell: str) -> None:
    assert harmless(cell) == cell


def test_a_link_is_replaced_not_followed(crm: Crm, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("mine")
    link = tmp_path / "out.csv"
    link.symlink_to(precious)
    crm.ask(export_contacts, link)
    assert precious.read_text() == "mine"
    assert not link.is_symlink()


@pytest.mark.parametrize("place", ["missing/out.csv", ".", "/dev/null"])
def test_a_place_that_cannot_be_written_is_a_sentence(crm: Crm, tmp_path: Path, place: str) -> None:
    with pytest.raises(FileProblem, match="could not be used"):
        crm.ask(export_contacts, tmp_path / place)
    assert not list(tmp_path.glob(".deskcrm-*"))
