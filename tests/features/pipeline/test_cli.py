"""Deals on the command line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deskcrm.__main__ import main

Run = Callable[..., Any]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on one profile; return its JSON, or its words, or (exit code, error)."""

    def run(*words: str) -> Any:
        code = main(["--profile", str(tmp_path), *words])
        said = capsys.readouterr()
        if code:
            return code, said.err
        return json.loads(said.out) if "--json" in words else said.out

    return run


def test_a_deal_is_added_moved_and_listed(run: Run) -> None:
    made = run(
        "deals", "add", "Clinic intranet", "--value", "8,700", "--close", "2026-12-01", "--json"
    )
    assert (made["stage"], made["value"], made["currency"]) == ("New", "8700.00", "EUR")

    assert "is in Qualified" in run("deals", "move", str(made["id"]), "qualified")
    (row,) = run("deals", "list", "--json")
    assert (row["stage"], row["probability"], row["expected_close"]) == (
        "Qualified",
        50,
        "2026-12-01",
    )
    assert run("deals", "list", "--stage", "new", "--json") == []
    table = run("deals", "list")
    assert "Clinic intranet" in table
    assert "€8,700" in table


def test_a_deal_can_be_lost_with_a_reason(run: Run) -> None:
    run("deals", "add", "Flyer", "--json")
    run("deals", "move", "1", "Lost", "--reason", "Too expensive")
    (row,) = run("deals", "list", "--json")
    assert (row["kind"], row["closed"] is not None) == ("lost", True)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["deals", "add", "x", "--value", "1,5"], "could not be read as a number"),
        (["deals", "add", "x", "--value=-1"], "cannot be less than zero"),
        (["deals", "add", "x", "--currency", "EURO"], "is not a currency"),
        (["deals", "add", "x", "--close", "tomorrow"], "a date such as"),
        (["deals", "add", " "], "fill in “Title”"),
        (["deals", "add", "x", "--contact", "9"], "Contact 9"),
        (["deals", "move", "1", "nowhere"], "no stage “nowhere”"),
        (["deals", "move", "1", "won"], "Deal 1"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_changes_nothing(
    run: Run, words: list[str], sentence: str
) -> None:
    code, error = run(*words)
    assert code == 1
    assert sentence in error
    assert len(error.strip().splitlines()) == 1
    assert run("deals", "list", "--json") == []
