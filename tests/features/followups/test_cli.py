"""`deskcrm followups …`"""

import json
from pathlib import Path

import pytest

from deskcrm.__main__ import main


def run(profile: Path, *words: str) -> int:
    return main(["--profile", str(profile), "followups", *words])


def test_planning_listing_and_doing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "add", "Call <b>Jonas</b>", "--on", "2030-01-02", "--at", "14:30") == 0
    assert (
        run(tmp_path, "add", "Pay tax", "--on", "2030-01-31", "--repeat", "monthly", "--json") == 0
    )
    capsys.readouterr()

    assert run(tmp_path, "list", "--json") == 0
    first, second = json.loads(capsys.readouterr().out)
    assert (first["title"], first["due_on"], first["due_at"]) == (
        "Call <b>Jonas</b>",
        "2030-01-02",
        "14:30:00",
    )

    assert run(tmp_path, "done", str(second["id"])) == 0
    assert "due again on 28 Feb 2030" in capsys.readouterr().out
    assert run(tmp_path, "list", "--done", "--json") == 0
    assert [row["title"] for row in json.loads(capsys.readouterr().out)] == ["Pay tax"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["add", "x", "--on", "tomorrow"], "“tomorrow” could not be read as a date"),
        (["add", "x", "--at", "25:00"], "“25:00” could not be read as a time"),
        (["add", " "], "Please fill in “Title”."),
        (["done", "7"], "“Follow-up 7” was not found"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    assert run(tmp_path, *words) == 1
    said = capsys.readouterr()
    assert sentence in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""
