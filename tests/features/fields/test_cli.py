"""Fields on the command line."""

import json
from pathlib import Path

import pytest

from deskcrm.__main__ import main


def run(profile: Path, capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    assert main(["--profile", str(profile), "fields", *words]) == code
    out, err = capsys.readouterr()
    return out if code == 0 else err


def test_a_field_is_added_and_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = run(
        tmp_path, capsys, "add", "Размер", "--for", "organization", "--kind", "choice",
        "--option", "Малък", "--option", "Голям", "--required",
    )  # fmt: skip
    assert said == "Added the field “Размер”\n"
    (field,) = json.loads(run(tmp_path, capsys, "list", "--json"))
    assert field == {
        "id": 1,
        "for": "organization",
        "name": "Размер",
        "kind": "choice",
        "required": True,
        "options": ["Малък", "Голям"],
    }
    assert "Organizations" in run(tmp_path, capsys, "list")


def test_a_second_field_of_a_name_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(tmp_path, capsys, "add", "Size")
    said = run(tmp_path, capsys, "add", "size", code=1)
    assert said == "There is already a field “size”. Choose another name.\n"
