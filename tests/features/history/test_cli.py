"""`deskcrm undo`, `redo` and `history`, as typed."""

import json
from pathlib import Path

import pytest

from builders import add, contact
from deskcrm.__main__ import main
from deskcrm.crm import Crm, final


@final("send quote")
def issue(session: object, *records: object) -> None:
    add(session, *records)  # type: ignore[arg-type] # a session


@pytest.fixture
def profile(tmp_path: Path) -> str:
    """A profile in which a contact was added and a number was issued."""
    crm = Crm.open(tmp_path / "deskcrm.sqlite")
    crm.do(add, contact("Marta Ivanova"))
    crm.do(issue, contact("Ana López"))
    crm.close()
    return str(tmp_path)


def test_what_was_done_can_be_taken_back_and_done_again(
    profile: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = []
    for command in ("undo", "undo", "redo", "redo"):
        assert main(["--profile", profile, command]) == 0
        said.append(capsys.readouterr().out)
    assert said == [
        "Undid: add records.\n",
        "There is nothing to undo.\n",
        "Redid: add records.\n",
        "There is nothing to redo.\n",
    ]


def test_the_history_is_newest_first_and_says_what_cannot_be_undone(
    profile: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["--profile", profile, "undo"])
    capsys.readouterr()
    assert main(["--profile", profile, "history", "--json"]) == 0
    steps = json.loads(capsys.readouterr().out)
    assert [(step["what"], step["state"]) for step in steps] == [
        ("send quote", "final"),
        ("add records", "undone"),
    ]


def test_the_history_can_be_cut_short(profile: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--profile", profile, "history", "--limit", "1"]) == 0
    titles, *lines = capsys.readouterr().out.splitlines()
    assert titles.split() == ["When", "What", "State"]
    assert len(lines) == 1
    assert lines[0].endswith("done for good")


@pytest.mark.parametrize("limit", ["-1", "many"])
def test_a_limit_that_is_no_number_is_wrong_usage(
    profile: str, capsys: pytest.CaptureFixture[str], limit: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--profile", profile, "history", f"--limit={limit}"])
    assert ended.value.code == 2
    assert "--limit" in capsys.readouterr().err


def test_an_empty_profile_has_no_history(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--profile", str(tmp_path / "new"), "history"]) == 0
    assert capsys.readouterr().out == "Nothing was done yet.\n"
