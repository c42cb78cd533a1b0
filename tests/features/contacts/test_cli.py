"""Contacts on the command line."""

import json
from pathlib import Path
from typing import Any

import pytest

from builders import NOW
from deskcrm.__main__ import main
from deskcrm.crm import Crm
from deskcrm.features.contacts.form import ContactForm, Labelled, PostalAddress
from deskcrm.features.contacts.usecases import add_contact

PEOPLE = (
    ContactForm(
        given_name="Zoë",
        family_name="Dubois",
        organization="Atelier Dubois",
        emails=(Labelled("zoe@dubois.example", "Work"),),
        phones=(Labelled("01 55 55 01 23", "Work"),),
        addresses=(PostalAddress(postal_code="69001", city="Lyon", country="France"),),
        tags=("web", "art"),
        note="Line one\nLine two",
    ),
    ContactForm(given_name="Ana", family_name="Zoeller"),
    ContactForm(given_name="=1+1", family_name="<b>{{7*7}}</b>"),
)


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    crm = Crm.open(tmp_path / "deskcrm.sqlite")
    for form in PEOPLE:
        crm.do(add_contact, form, now=NOW)
    crm.close()
    return tmp_path


def run(profile: Path, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["--profile", str(profile), "contacts", *words]) == 0
    return capsys.readouterr().out


def names(records: list[dict[str, Any]]) -> list[str]:
    return [record["name"] for record in records]


def test_the_list_is_by_name_and_best_first_when_searching(
    profile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def listed(*words: str) -> list[str]:
        return names(json.loads(run(profile, capsys, "list", "--json", *words)))

    assert listed() == ["=1+1 <b>{{7*7}}</b>", "Ana Zoeller", "Zoë Dubois"]
    assert listed("--search", "zoe") == ["Zoë Dubois", "Ana Zoeller"]
    assert listed("--limit", "1") == ["=1+1 <b>{{7*7}}</b>"]
    assert listed("--limit", "0") == listed("--search", "nobody") == []


def test_a_record_is_printed_whole(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = json.loads(run(profile, capsys, "show", "1", "--json"))
    assert record["emails"] == [{"label": "Work", "value": "zoe@dubois.example"}]
    assert record["phones"][0]["e164"] == "+33155550123"
    assert record["addresses"][0]["city"] == "Lyon"
    assert (record["tags"], record["note"]) == (["art", "web"], "Line one\nLine two")
    assert record["custom"] == {}
    (listed,) = json.loads(run(profile, capsys, "list", "--search", "zoë d", "--json"))
    assert listed == record


def test_tables_are_for_people(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = run(profile, capsys, "list").splitlines()
    assert lines[0].split() == ["Id", "Name", "Company", "E-mail", "Phone", "City"]
    assert "Zoë Dubois" in lines[3]
    shown = run(profile, capsys, "show", "1")
    assert "69001 Lyon, France" in shown
    assert "Line one Line two" in shown
    assert "Birthday" not in shown


def test_an_unknown_contact_gets_a_sentence_and_exit_code_1(
    profile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--profile", str(profile), "contacts", "show", "99"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "“#99” was not found; it may have been deleted.\n"


@pytest.mark.parametrize(
    "words", [["list", "--limit", "-1"], ["list", "--limit", "x"], ["show"], ["show", "Zoë"], []]
)
def test_wrong_usage_exits_with_2(profile: Path, words: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--profile", str(profile), "contacts", *words])
    assert left.value.code == 2


def test_only_the_parsers_of_the_group_are_made_and_unknown_words_still_get_all_choices(
    profile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--profile", str(profile), "contacts", "--help"])
    assert left.value.code == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in ("list", "show", "import", "export"))
    with pytest.raises(SystemExit) as left:
        main(["--profile", str(profile), "nonsense"])
    assert left.value.code == 2
    said = capsys.readouterr().err
    assert all(name in said for name in ("contacts", "quotes", "deals", "tour"))
