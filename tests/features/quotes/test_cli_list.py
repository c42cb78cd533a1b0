"""The list of quotes on the command line, narrowed, and taken away as a file."""

import csv
import datetime as dt
import json
from pathlib import Path

import pytest

from deskcrm.__main__ import main
from deskcrm.crm import Crm
from deskcrm.features.quotes.document import render_quote
from deskcrm.features.quotes.queries import quote_draft
from deskcrm.features.quotes.usecases import send_quote
from deskcrm.paths import profile_in
from quoting import draft_quote, line


@pytest.fixture
def quotes(tmp_path: Path) -> dict[str, int]:
    """A draft, a quote that runs out in three days, and one that has waited longer and lasts longer."""
    paths = profile_in(tmp_path)
    paths.create()
    crm = Crm.open(paths.database)
    now = dt.datetime.now(dt.UTC)
    today = now.astimezone().date()
    made = {"draft": draft_quote(crm, title="draft")}
    for title, days, ago in (("soon", 3, 1), ("long", 60, 5)):
        made[title] = draft_quote(
            crm, line("Photography"), title=title, valid_until=today + dt.timedelta(days=days)
        )
        sent = now - dt.timedelta(days=ago)
        crm.do(send_quote, made[title], today=today, now=sent, render=render_quote)
    made["customer"] = crm.ask(quote_draft, made["long"]).contact_id or 0
    crm.close()
    return made


def run(profile: Path, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["--profile", str(profile), "quotes", *words]) == 0
    return capsys.readouterr().out


def titles(profile: Path, capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    return [q["title"] for q in json.loads(run(profile, capsys, "list", *words, "--json"))]


def test_the_list_is_narrowed_to_what_runs_out_waits_or_is_a_customers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], quotes: dict[str, int]
) -> None:
    assert titles(tmp_path, capsys, "--expiring", "7") == ["soon"]
    assert titles(tmp_path, capsys, "--expiring", "100") == ["soon", "long"]
    assert titles(tmp_path, capsys, "--waiting") == ["long", "soon"]
    assert titles(tmp_path, capsys, "--waiting", "--limit", "1") == ["long"]
    assert titles(tmp_path, capsys, "--customer", str(quotes["customer"])) == ["long"]
    assert titles(tmp_path, capsys, "--state", "draft") == ["draft"]
    assert sorted(titles(tmp_path, capsys, "--search", "photogr")) == ["long", "soon"]
    assert "soon" in run(tmp_path, capsys, "list", "--expiring", "7")


def test_quotes_and_their_lines_are_written_to_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], quotes: dict[str, int]
) -> None:
    assert quotes
    out = tmp_path / "out.csv"
    assert run(tmp_path, capsys, "export", str(out)) == f"Wrote 3 rows to {out}.\n"
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    told = json.loads(
        run(tmp_path, capsys, "export", str(out), "--lines", "--format", "exact", "--waiting",
            "--json")
    )  # fmt: skip
    assert told == {"file": str(out), "rows": 2}
    rows = list(csv.DictReader(out.open(encoding="utf-8")))
    assert [(row["quote"], row["description"]) for row in rows] == [
        ("long", "Photography"), ("soon", "Photography"),
    ]  # fmt: skip
    run(tmp_path, capsys, "export", str(tmp_path / "out.xlsx"), "--format", "xlsx")
    assert (tmp_path / "out.xlsx").read_bytes().startswith(b"PK")
