"""Quotes on the command line."""

import datetime as dt
import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deskcrm.__main__ import main

QUOTE = {
    "currency": "EUR",
    "lines": [
        {"description": "Design", "quantity": "2", "unit": "h", "unit_price": "38.00",
         "tax": {"category": "S", "rate": "19"}}
    ],
    "customer": {"name": "Lucía Fernández", "email": "lucia@ola.example", "language": "es"},
    "title": "../../etc/passwd",
}  # fmt: skip

Run = Callable[..., Any]


@pytest.fixture
def run(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> Run:
    """Run a command on one profile with `stdin`; return its JSON, or its bytes, or (code, error)."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str, stdin: bytes = b"") -> Any:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main(["--profile", str(tmp_path / "profile"), *words])
        said = capfdbinary.readouterr()
        if code:
            return code, said.err.decode()
        prints_json = "--json" in words or words[1] in {"create", "totals"}
        return json.loads(said.out) if prints_json else said.out

    return run


def create(run: Run, **more: Any) -> str:
    made = run("quotes", "create", "-", stdin=json.dumps({**QUOTE, **more}).encode())
    return str(made["id"])


def test_totals_answer_a_file_or_standard_input_in_kind(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "quote.json"
    file.write_text(json.dumps(QUOTE), encoding="utf-8-sig")
    answer = run("quotes", "totals", str(file))
    assert (answer["net"], answer["payable"]) == ("76.00", "90.44")
    assert run("quotes", "totals", "-", stdin=json.dumps([QUOTE] * 2).encode()) == [answer] * 2


def test_a_quote_is_created_sent_and_accepted(run: Run) -> None:
    key = create(run)
    (row,) = run("quotes", "list", "--json")
    assert (row["state"], row["number"], row["customer"]) == ("draft", None, "Lucía Fernández")
    assert (row["net"], row["payable"]) == ("76.00", "90.44")

    sent = run("quotes", "send", key, "--json")
    year = dt.datetime.now().astimezone().year
    assert (sent["state"], sent["number"]) == ("sent", f"Q-{year}-0001")
    assert b"Accepted" in run("quotes", "accept", sent["number"], "--note", "By phone")
    assert run("quotes", "list", "--state", "accepted", "--json")[0]["number"] == sent["number"]
    assert run("quotes", "list", "--state", "draft", "--json") == []
    table = run("quotes", "list", "--search", "lucia").decode()
    assert sent["number"] in table
    assert "€90.44" in table


def test_a_quote_is_declined_with_a_reason(run: Run) -> None:
    number = run("quotes", "send", create(run), "--json")["number"]
    today = dt.datetime.now().astimezone().date().isoformat()
    declined = run("quotes", "decline", number, "--reason", "Too late", "--on", today, "--json")
    assert (declined["state"], declined["decided_on"]) == ("declined", today)
    assert run("quotes", "accept", number)[0] == 1


def test_the_pdf_of_a_sent_quote_is_the_same_bytes_every_time(run: Run, tmp_path: Path) -> None:
    key = create(run)
    draft = run("quotes", "pdf", key, "-")
    number = run("quotes", "send", key, "--json")["number"]
    run("quotes", "pdf", number, str(tmp_path / "a.pdf"))
    sent = (tmp_path / "a.pdf").read_bytes()

    assert sent.startswith(b"%PDF")
    assert sent == run("quotes", "pdf", key, "-") != draft
    assert draft.startswith(b"%PDF")
    assert len({hashlib.sha256(run("quotes", "pdf", key, "-")).digest() for _ in range(2)}) == 1


def test_a_title_never_becomes_a_path(run: Run, tmp_path: Path) -> None:
    number = run("quotes", "send", create(run), "--json")["number"]
    run("quotes", "pdf", number, "quote.pdf")
    run("quotes", "mail", number, "--eml", "quote.eml")
    made = {path.name for path in tmp_path.iterdir()}
    assert made == {"profile", "quote.pdf", "quote.eml"}
    mail = (tmp_path / "quote.eml").read_bytes()
    assert b"X-Unsent: 1\r\n" in mail
    assert b'filename="../' not in mail
    assert run("quotes", "mail", number, "--eml", "-").startswith(b"X-Unsent: 1\r\n")


@pytest.mark.parametrize(
    ("words", "stdin", "said"),
    [
        (("totals", "-"), b"{", "Standard input is not JSON that can be read: "),
        (("totals", "-"), b"\xff\xfe\x00", "Standard input is not JSON"),
        (("totals", "-"), b"[" * 100_000, "Standard input is not JSON"),
        (("totals", "-"), b"9" * 10_000, "Standard input is not JSON"),
        (("create", "-"), b"[]", "This is not a quote"),
        (("totals", "gone.json"), b"", "The file gone.json could not be used: No such file"),
        (("totals", "nul\0"), b"", "could not be used"),
        (("create", "."), b"", "The file . could not be used: Is a directory."),
        (("send", "7"), b"", "“#7” was not found"),
        (("pdf", "Q-7", "x.pdf"), b"", "“Q-7” was not found"),
        (("mail", "Q-7", "--eml", "x.eml"), b"", "“Q-7” was not found"),
        (("accept", "7"), b"", "“7” was not found"),
        (("decline", "nobody"), b"", "“nobody” was not found"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    run: Run, words: tuple[str, ...], stdin: bytes, said: str
) -> None:
    code, error = run("quotes", *words, stdin=stdin)
    assert code == 1
    assert said in error
    assert error.count("\n") == 1


def test_a_wrong_day_or_an_unwritable_place_is_said(run: Run) -> None:
    number = run("quotes", "send", create(run), "--json")["number"]
    for words, said in (
        (("accept", number, "--on", "21.11.2026"), "“21.11.2026” could not be read as a date"),
        (("pdf", number, "no/where.pdf"), "The file no/where.pdf could not be used: No such file"),
        (("mail", number, "--eml", "no/where.eml"), "The file no/where.eml could not be used"),
        (("mail", create(run), "--eml", "x.eml"), "has not been sent yet"),
        (("send", "1"), "This quote has been sent"),
    ):
        code, error = run("quotes", *words)
        assert (code, error.count("\n")) == (1, 1)
        assert said in error
