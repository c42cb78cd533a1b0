"""The life of a quote on the command line: shown, changed, revised, answered, taken back, compared."""

import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from deskcrm.__main__ import main


def today() -> dt.date:
    """The day by the clock that the program reads too; asked anew, for midnight may pass."""
    return dt.datetime.now().astimezone().date()


YEAR = today().year
QUOTE = {
    "currency": "EUR",
    "title": "Booking site",
    "customer": {"name": "Lucía Fernández", "email": "lucia@ola.example", "language": "es"},
    "lines": [
        {"kind": "section", "description": "Work"},
        {"description": "Site", "quantity": "1", "unit_price": "1000",
         "tax": {"category": "S", "rate": "21"}},
        {"description": "Larger site", "quantity": "1", "unit_price": "1500", "alternative": True,
         "tax": {"category": "S", "rate": "21"}},
        {"description": "Photos", "quantity": "1", "unit_price": "300", "optional": True,
         "tax": {"category": "S", "rate": "21"}},
        {"description": "Care", "quantity": "1", "unit_price": "10", "period": "month",
         "tax": {"category": "S", "rate": "21"}},
    ],
    "payments": [{"label": "Deposit", "percent": "50"}, {"label": "Rest"}],
}  # fmt: skip


class Desk:
    """One profile, and what the program says about it."""

    def __init__(self, profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._profile = profile
        self._capsys = capsys
        self.folder = profile.parent

    def tell(self, *words: str) -> str:
        self._capsys.readouterr()
        assert main(["--profile", str(self._profile), *words]) == 0, self._capsys.readouterr().err
        return self._capsys.readouterr().out

    def ask(self, *words: str) -> Any:
        return json.loads(self.tell(*words, "--json"))

    def fail(self, *words: str) -> str:
        self._capsys.readouterr()
        assert main(["--profile", str(self._profile), *words]) == 1
        return self._capsys.readouterr().err

    def write(self, document: Any) -> str:
        file = self.folder / "document.json"
        file.write_text(json.dumps(document), encoding="utf-8")
        return str(file)

    def create(self, **more: Any) -> str:
        return str(self.ask("quotes", "create", self.write({**QUOTE, **more}))["id"])

    def send(self, **more: Any) -> str:
        return str(self.ask("quotes", "send", self.create(**more))["number"])


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path / "profile", capsys)


def test_show_tells_everything_about_a_quote(desk: Desk) -> None:
    number = desk.send()
    shown = desk.ask("quotes", "show", number)
    assert (shown["number"], shown["state"], shown["title"]) == (number, "sent", "Booking site")
    assert shown["customer"]["name"] == "Lucía Fernández"
    assert [(line["kind"], line.get("number")) for line in shown["lines"]] == [
        ("section", None), ("item", 1), ("item", 2), ("item", 3), ("item", 4),
    ]  # fmt: skip
    assert shown["lines"][1]["amount"] == "1000.00"
    assert (shown["totals"]["net"], shown["totals"]["payable"]) == ("1000.00", "1210.00")
    assert shown["totals"]["recurring"][0]["net"] == "10.00"
    assert [part["comes_to"] for part in shown["payments"]] == ["605.00", "605.00"]
    assert [each["number"] for each in shown["revisions"]] == [number]
    assert shown == desk.ask("quotes", "show", str(shown["id"]))
    said = desk.tell("quotes", "show", number)
    assert f"Number: {number}" in said
    assert "Larger site" in said
    assert "not found" in desk.fail("quotes", "show", "nothing")


def test_update_changes_only_what_the_document_names(desk: Desk) -> None:
    key = desk.create()
    before = desk.ask("quotes", "show", key)
    changed = desk.ask(
        "quotes", "update", key, desk.write({"title": "Shop", "terms": "Half before"})
    )
    differing = {name for name in before if before[name] != changed[name]}
    assert differing == {"title", "terms"}
    line = {"description": "Only this", "quantity": 2, "unit_price": "7.50",
            "tax": {"category": "S", "rate": "21"}}  # fmt: skip
    changed = desk.ask(
        "quotes", "update", key,
        desk.write({"lines": [line], "payments": [], "customer": {"name": "Ivo Petrov"},
                    "valid_until": None, "discounts": [{"percent": "10"}]}),
    )  # fmt: skip
    assert [each["description"] for each in changed["lines"]] == ["Only this"]
    assert changed["totals"]["net"] == "13.50"
    assert (changed["title"], changed["payments"]) == ("Shop", [])
    assert changed["customer"]["name"] == "Ivo Petrov"
    assert changed["valid_until"] == before["valid_until"]


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ([], "not a quote"),
        ({"lines": [{"quantity": "x"}]}, "lines[0].quantity"),
        ({"lines": "none"}, "“lines” has to be a list of objects"),
        ({"date": "2026-13-01"}, "“date” has to be a date"),
        ({"valid_until": "1999-01-01"}, "is before its date"),
        ({"currency": "EURO"}, "EURO"),
        ({"customer": 99}, "“#99” was not found"),
    ],
)
def test_an_update_that_is_wrong_changes_nothing(desk: Desk, document: Any, said: str) -> None:
    key = desk.create()
    before = desk.ask("quotes", "show", key)
    assert said in desk.fail("quotes", "update", key, desk.write(document))
    assert desk.ask("quotes", "show", key) == before


def test_what_was_sent_is_not_updated(desk: Desk) -> None:
    number = desk.send()
    key = str(desk.ask("quotes", "show", number)["id"])
    assert "has been sent" in desk.fail("quotes", "update", key, desk.write({"title": "Other"}))


def test_a_revision_is_written_compared_and_sent(desk: Desk) -> None:
    number = desk.send()
    key = str(desk.ask("quotes", "revise", number)["id"])
    assert "is a draft already" in desk.fail("quotes", "revise", number)
    lines = [*QUOTE["lines"][:1], {**QUOTE["lines"][1], "quantity": "2"}, *QUOTE["lines"][2:]]  # type: ignore[index] # a list
    desk.tell("quotes", "update", key, desk.write({"lines": lines}))
    assert desk.ask("quotes", "send", key)["number"] == f"{number}-B"

    found = desk.ask("quotes", "diff", number, f"{number}-B")
    assert (found["before"], found["after"], found["same"]) == (number, f"{number}-B", False)
    (line,) = [each for each in found["lines"] if each["change"] != "same"]
    assert line["before"] == {"number": 1, "description": "Site", "amount": "1000.00"}
    assert [each["name"] for each in line["changed"]] == ["quantity", "amount"]
    totals = {each["name"]: each for each in found["totals"] if "of" not in each}
    assert (totals["payable"]["before"], totals["payable"]["after"]) == ("1210.00", "2420.00")
    said = desk.tell("quotes", "diff", number, f"{number}-B")
    assert "Quantity" in said
    assert "€2,420.00" in said
    assert desk.ask("quotes", "diff", number, number)["same"]

    shown = desk.ask("quotes", "show", f"{number}-B")
    assert (shown["replaces"], shown["revision"]) == (number, 1)
    assert [each["state"] for each in shown["revisions"]] == ["revised", "sent"]
    assert "Only a quote that was sent" in desk.fail("quotes", "accept", number)
    (row,) = desk.ask("quotes", "list", "--state", "revised")
    assert row["number"] == number


def test_an_acceptance_names_what_was_taken_and_keeps_the_signed_copy(desk: Desk) -> None:
    number = desk.send()
    signed = desk.folder / "signed.pdf"
    signed.write_bytes(b"%PDF signed")
    for words, said in (
        (("--option", "2"), "Line 2 is not an optional one"),
        (("--alternative", "3"), "Line 3 is not"),
        (("--option", "9"), "Line 9 is not"),
        (("--signed", "gone.pdf"), "gone.pdf could not be used"),
        (("--on", "2000-01-01"), "cannot have been answered before"),
    ):
        assert said in desk.fail("quotes", "accept", number, *words)
    accepted = desk.ask(
        "quotes", "accept", number, "--alternative", "2", "--option", "3", "--signed", str(signed),
        "--note", "By phone",
    )  # fmt: skip
    assert (accepted["state"], accepted["net"]) == ("accepted", "1800.00")
    shown = desk.ask("quotes", "show", number)
    assert [line["taken"] for line in shown["lines"] if line["kind"] == "item"] == [
        False, True, True, False,
    ]  # fmt: skip
    assert (shown["accepted"]["net"], shown["totals"]["net"]) == ("1800.00", "1000.00")
    digest = hashlib.sha256(b"%PDF signed").hexdigest()
    assert shown["files"] == [{"name": "signed.pdf", "sha256": digest}]
    (kept,) = desk.folder.rglob(digest)
    assert kept.read_bytes() == b"%PDF signed"

    assert "Please fill in" in desk.fail("quotes", "reverse", number)
    back = desk.ask("quotes", "reverse", number, "--reason", "Wrong quote")
    assert (back["state"], back["net"], back["decided_on"]) == ("sent", "1000.00", None)


def test_the_other_ends_of_a_quotes_life(desk: Desk) -> None:
    declined, accepted = desk.send(), desk.send()
    assert desk.ask("quotes", "decline", declined, "--reason", "Too dear")["state"] == "declined"
    assert "Please fill in" in desk.fail("quotes", "void", declined)
    assert desk.ask("quotes", "void", declined, "--reason", "Wrong prices")["state"] == "void"
    assert "accepted quote" in desk.fail("quotes", "invoiced", accepted)
    desk.tell("quotes", "accept", accepted)
    assert desk.ask("quotes", "invoiced", accepted)["state"] == "invoiced"
    assert "has been invoiced" in desk.fail("quotes", "reverse", accepted, "--reason", "?")
    assert desk.ask("quotes", "invoiced", accepted, "--back")["state"] == "accepted"


def test_a_last_day_is_put_off_and_a_follow_up_planned(desk: Desk) -> None:
    key = desk.create(valid_until=today().isoformat())
    ahead = (today() + dt.timedelta(days=9)).isoformat()
    assert "is past" in desk.fail("quotes", "send", key, "--follow-up", "2001-01-01")
    number = desk.ask("quotes", "send", key, "--follow-up", ahead)["number"]
    (planned,) = desk.ask("followups", "list")
    assert (planned["title"], planned["due_on"]) == (f"Ask about {number}", ahead)
    assert "Choose a later day" in desk.fail("quotes", "extend", number, today().isoformat())
    assert desk.ask("quotes", "extend", number, ahead)["valid_until"] == ahead


def test_a_copy_is_a_draft_of_its_own(desk: Desk) -> None:
    number = desk.send()
    key = str(desk.ask("quotes", "copy", number)["id"])
    shown = desk.ask("quotes", "show", key)
    assert (shown["number"], shown["state"], shown["replaces"]) == (None, "draft", "")
    assert shown["next_number"] == f"Q-{YEAR}-0002"
    assert shown["date"] == today().isoformat()
