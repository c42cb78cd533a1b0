"""Exports: harmless in a spreadsheet, or exact to the last field."""

import csv
import datetime as dt
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings, strategies as st

from builders import NOW, add, contact
from deskcrm.crm import Crm
from deskcrm.domain.people import Contact, Email
from deskcrm.domain.text import one_line
from deskcrm.errors import FileProblem
from deskcrm.features.exchange.card import Said
from deskcrm.features.exchange.csv_file import read_csv
from deskcrm.features.exchange.plan import Verdict
from deskcrm.features.exchange.reader import read_contacts
from deskcrm.features.exchange.usecases import import_contacts
from deskcrm.features.exchange.write import export_contacts, harmless
from exchanging import all_cards, rich_business


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


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


def test_a_spreadsheet_tells_days_and_consent_and_reads_them_back(crm: Crm, tmp_path: Path) -> None:
    rich_business(crm)
    crm.ask(export_contacts, tmp_path / "all.csv")
    row = next(row for row in table(tmp_path / "all.csv") if row["First Name"] == "Lucía")
    assert (row["Event 1 - Label"], row["Event 1 - Value"]) == ("Wedding", "2011-05-07")
    assert row["Consent"] == "no (2026-01-02: by phone)"
    incoming = read_contacts(read_csv(tmp_path / "all.csv"))
    (lucia,) = (one.card for one in incoming.arrivals if one.card.given_name == "Lucía")
    assert [day.label for day in lucia.dates] == ["Wedding", "Anniversary"]
    assert lucia.consents == [Said(given=False, day=dt.date(2026, 1, 2), source="by phone")]
    plan = crm.do(import_contacts, incoming, now=NOW)
    changes = {change for decision in plan.decisions for change in decision.changed}
    assert not changes & {"Dates to remember", "Consent"}


def test_somebody_elses_consent_column_is_kept_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text(
        "Name,E-mail,Consent,More,Event 1 - Value\nAna,a@x.example,sure,x,soon\n", "utf-8"
    )
    (arrival,) = read_contacts(read_csv(file)).arrivals
    assert arrival.card.custom == {"Consent": "sure", "More": "x", "Date": "soon"}
    assert arrival.card.consents == []


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
    person.emails = [Email(label=label, value=one_line(mail) or "m")]
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
