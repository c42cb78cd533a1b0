"""The catalog on the command line."""

import json
from pathlib import Path

import pytest

from deskcrm.__main__ import main

ITEMS = (
    "name,category,price EUR,price USD,cost,tax,name [es],Colour\n"
    "Design,Work,38.50,41,12,Standard,Diseño,red\nPoster,,400,,,,,\nCup,,,,,,,\n"
)


def run(profile: Path, capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    assert main(["--profile", str(profile), "catalog", *words]) == code
    out, err = capsys.readouterr()
    return out if code == 0 else err


@pytest.fixture
def items(tmp_path: Path) -> Path:
    path = tmp_path / "items.csv"
    path.write_text(ITEMS, encoding="utf-8")
    return path


def test_a_dry_run_says_what_would_happen_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], items: Path
) -> None:
    said = run(tmp_path / "p", capsys, "import", str(items), "--dry-run")
    assert said.splitlines() == [
        "3 rows read: 2 new, 1 refused. Nothing was written yet.",
        "Row 3, Cup: refused. It has no price in EUR.",
        "Columns left out: Colour.",
    ]
    told = json.loads(run(tmp_path / "p", capsys, "import", str(items), "--dry-run", "--json"))
    assert (told["new"], told["changed"], told["refused"], told["dry_run"]) == (2, 0, 1, True)
    assert json.loads(run(tmp_path / "p", capsys, "list", "--json")) == []


def test_items_are_imported_once_listed_and_exported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], items: Path
) -> None:
    profile = tmp_path / "p"
    run(profile, capsys, "import", str(items))
    again = json.loads(run(profile, capsys, "import", str(items), "--json"))
    assert (again["new"], again["changed"], again["same"]) == (0, 0, 2)
    design, poster = json.loads(run(profile, capsys, "list", "--json"))
    assert design == {
        "id": design["id"], "name": "Design", "description": "", "unit": "", "category": "Work",
        "price": "38.50", "currency": "EUR", "prices": {"USD": "41"}, "cost": "12",
        "tax": "Standard", "texts": {"es": {"name": "Diseño", "description": "", "unit": ""}},
        "custom": {}, "archived": False,
    }  # fmt: skip
    assert poster["name"] == "Poster"
    assert "€38.50" in run(profile, capsys, "list", "--search", "diseno")
    assert json.loads(run(profile, capsys, "list", "--category", "Work", "--json")) == [design]
    out = tmp_path / "out.csv"
    said = run(profile, capsys, "export", str(out), "--format", "exact")
    assert said == f"Wrote 2 items to {out}.\n"
    told = json.loads(run(profile, capsys, "import", str(out), "--json"))
    assert (told["same"], told["read"]) == (2, 2)


def test_a_changed_price_is_told_and_a_wrong_file_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], items: Path
) -> None:
    run(tmp_path / "p", capsys, "import", str(items))
    items.write_text("name,category,price EUR\nDesign,Work,40\n")
    said = run(tmp_path / "p", capsys, "import", str(items))
    assert said == "1 row read: 1 changed.\nRow 1, Design: changes Price\n"
    items.write_text("price\n40\n")
    assert "no column called “name”" in run(tmp_path / "p", capsys, "import", str(items), code=1)
