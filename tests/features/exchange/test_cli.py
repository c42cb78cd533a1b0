"""`deskcrm contacts import` and `export`, as typed."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from deskcrm.__main__ import main

GOOGLE = str(Path(__file__).with_name("google.csv"))


@pytest.fixture
def profile(tmp_path: Path) -> str:
    return str(tmp_path / "profile")


def report(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    capsys.readouterr()
    assert main(words) == 0
    return json.loads(capsys.readouterr().out)


def test_the_report_says_what_became_of_everything(
    profile: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = report(capsys, "--profile", profile, "contacts", "import", GOOGLE, "--json")
    assert (said["read"], said["new"], said["same"], said["dry_run"]) == (7, 7, 0, False)
    assert said["refused"] == []
    (alike,) = said["duplicates"]
    assert (alike["row"], alike["name"], alike["like"]) == (6, "Jose Garcia", "José García Núñez")
    assert said["columns"]["mapped"]["E-mail 2 - Value"] == "email.2.value"
    assert "Photo" in said["columns"]["kept"]
    assert said["columns"]["left_out"][0]["value"] == "* myContacts"
    assert "someday in May" in said["warnings"][0]["text"]


def test_a_dry_run_then_the_import_then_nothing_new(
    profile: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--profile", profile, "contacts", "import", GOOGLE, "--json")
    assert report(capsys, *words, "--dry-run")["new"] == 7
    assert report(capsys, *words)["new"] == 7
    again = report(capsys, *words)
    assert (again["new"], again["same"], again["updated"]) == (0, 7, 0)


def test_undo_takes_the_whole_import_back(profile: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--profile", profile, "contacts", "import", GOOGLE])
    assert main(["--profile", profile, "undo"]) == 0
    assert "Undid: import contacts." in capsys.readouterr().out
    said = report(capsys, "--profile", profile, "contacts", "import", GOOGLE, "--dry-run", "--json")
    assert said["new"] == 7


def test_an_exact_export_fills_an_empty_profile_with_the_same(
    profile: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = str(tmp_path / "1.csv"), str(tmp_path / "2.csv")
    other = str(tmp_path / "other")
    main(["--profile", profile, "contacts", "import", GOOGLE])
    assert main(["--profile", profile, "contacts", "export", first, "--exact"]) == 0
    assert "Wrote 7 contacts" in capsys.readouterr().out
    main(["--profile", other, "contacts", "import", first])
    main(["--profile", other, "contacts", "export", second, "--exact"])
    assert Path(first).read_bytes() == Path(second).read_bytes()


def test_people_get_a_few_plain_lines(profile: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--profile", profile, "contacts", "import", GOOGLE])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "7 rows read: 7 new."
    assert any("likely the same as José García Núñez in row 3" in line for line in lines)


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n", b"", b"Item,Price\nMug,5\n", None])
def test_a_file_that_holds_no_contacts_is_one_sentence_and_changes_nothing(
    profile: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None
) -> None:
    file = tmp_path / "x.csv"
    if content is not None:
        file.write_bytes(content)
    assert main(["--profile", profile, "contacts", "import", str(file)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "x.csv" in said.err
    assert len(said.err.splitlines()) == 1
    main(["--profile", profile, "undo"])
    assert capsys.readouterr().out == "There is nothing to undo.\n"


def test_the_order_of_dates_can_be_said(
    profile: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.csv").write_text("Name,Birthday\nAna,03/04/1980\n")
    words = ("--profile", profile, "contacts", "import", str(tmp_path / "x.csv"), "--json")
    assert len(report(capsys, *words, "--dry-run")["warnings"]) == 1
    assert report(capsys, *words, "--day-first")["warnings"] == []


def test_the_command_runs_without_qt(tmp_path: Path) -> None:
    code = (
        "import sys; from deskcrm.__main__ import main; "
        f"code = main(['--profile', {str(tmp_path)!r}, 'contacts', 'import', {GOOGLE!r}]); "
        "sys.exit(code or any(name.startswith('PySide6') for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
