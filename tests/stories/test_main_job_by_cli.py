"""The main job by the command line alone, from an empty profile to a restored backup."""

import email
import hashlib
import json
import re
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from deskcrm.__main__ import main
from deskcrm.crm import Crm
from deskcrm.features.quotes.queries import sent_pdf
from pdfs import text

GOOGLE = Path(__file__).parents[1] / "features" / "exchange" / "google.csv"

Record = dict[str, Any]

COMMANDS = {
    "contacts list": "[--json] [--search TEXT] [--segment S] [--limit N]",
    "contacts show": "[--json] ID",
    "contacts duplicates": "[--json]",
    "contacts merge": "ID OTHER [OTHER ...]",
    "segments list": "[--json]",
    "segments add": "[--where CONDITION] [--search TEXT] NAME",
    "fields list": "[--json]",
    "fields add": "[--json] [--for WHAT] [--kind KIND] [--option TEXT] [--required] NAME",
    "contacts import": "[--json] [--dry-run] [--preset P] [--map MAP] [--on-duplicate DO]"
    " [--refused OUT] [--day-first | --month-first] FILE [FILE ...]",
    "contacts export": "[--format FORMAT] [--exact] [--segment S] [--columns COLUMNS] FILE",
    "contacts dossier": "ID FOLDER",
    "quotes list": "[--json] [--search T] [--state STATE] [--limit N] [--expiring DAYS] [--waiting]"
    " [--customer ID]",
    "quotes explain": "[--json] ID|NUMBER|FILE",
    "quotes export": "[--json] [--lines] [--format FORMAT] [--search T] [--state STATE]"
    " [--expiring DAYS] [--waiting] [--customer ID] FILE",
    "quotes totals": "[--json] FILE",
    "quotes create": "[--json] FILE",
    "quotes show": "[--json] ID|NUMBER",
    "quotes update": "[--json] ID FILE",
    "quotes send": "[--json] [--follow-up DATE] ID",
    "quotes revise": "[--json] ID|NUMBER",
    "quotes extend": "[--json] ID|NUMBER DATE",
    "quotes copy": "[--json] ID|NUMBER",
    "quotes pdf": "ID|NUMBER FILE",
    "quotes mail": "--eml FILE NUMBER",
    "quotes accept": "[--json] [--on DATE] [--note T] [--option N [N ...]]"
    " [--alternative N [N ...]] [--signed FILE] ID|NUMBER",
    "quotes decline": "[--json] [--on DATE] [--reason T] ID|NUMBER",
    "quotes reverse": "[--json] [--reason T] ID|NUMBER",
    "quotes void": "[--json] [--reason T] ID|NUMBER",
    "quotes invoiced": "[--json] [--on DATE] [--back] ID|NUMBER",
    "quotes diff": "[--json] ID|NUMBER ID|NUMBER",
    "catalog list": "[--json] [--search T] [--category C] [--archived]",
    "catalog import": "[--json] [--dry-run] FILE",
    "catalog export": "[--json] [--format FORMAT] FILE",
    "deals list": "[--json] [--stage STAGE]",
    "deals add": "[--json] [--contact ID] [--value V] [--currency C] [--stage STAGE]"
    " [--close DATE] TITLE",
    "deals move": "[--json] [--reason T] ID STAGE",
    "followups list": "[--json] [--done] [--limit N]",
    "followups add": "[--json] [--on DATE] [--at TIME] [--contact ID] [--deal ID]"
    " [--repeat REPEAT] TITLE",
    "followups done": "ID",
    "undo": "",
    "redo": "",
    "history": "[--json] [--limit N]",
    "backup": "FILE",
    "restore": "FILE",
    "check": "",
    "tour": "--out DIR",
}


class Desk:
    """One profile, worked on by commands; each call is a run of the program."""

    def __init__(self, profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.file = profile / "deskcrm.sqlite"
        self._profile = profile
        self._capsys = capsys

    def run(self, *words: str) -> str:
        code, out, err = self.attempt(*words)
        assert (code, err) == (0, ""), words
        return out

    def json(self, *words: str) -> Any:
        return json.loads(self.run(*words, "--json"))

    def attempt(self, *words: str) -> tuple[int, str, str]:
        """Return the exit code, what was printed, and what was said on standard error."""
        try:
            code = main(["--profile", str(self._profile), *words])
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = self._capsys.readouterr()
        return code, out, err


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path / "profile", capsys)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_takes_exactly_its_arguments(desk: Desk, command: str) -> None:
    usage = desk.run(*command.split(), "--help").partition("\n\n")[0]
    words = " ".join(usage.split()).removeprefix(f"usage: deskcrm {command} [-h]")
    words = words.replace("[--profile DIR | --temp-profile] [--sample-data]", "")
    words = re.sub(r"(--state|--repeat) \{[^}]*\}", lambda m: f"{m[1]} {m[1][2:].upper()}", words)
    assert " ".join(words.split()) == COMMANDS[command]


def test_there_is_no_other_command(desk: Desk) -> None:
    tops = {command.split()[0] for command in COMMANDS}
    listed = re.findall(r"(?m)^    (\w+)(?: |$)", desk.run("--help"))
    assert set(listed) == tops
    for top in tops:
        inner = {command.split()[1] for command in COMMANDS if command.startswith(f"{top} ")}
        if inner:
            assert set(re.findall(r"(?m)^    (\w+)(?: |$)", desk.run(top, "--help"))) == inner


def test_the_main_job_from_import_to_restored_backup(desk: Desk, tmp_path: Path) -> None:
    jose, nasrin = _bring_in_contacts(desk)
    deal = _follow_a_lead(desk, jose["id"])
    first, second = _send_quotes(desk, tmp_path, jose["id"], nasrin["id"])
    _keep_the_pdfs(desk, tmp_path, first, second)
    _write_the_mail(desk, tmp_path, first)
    planned = _hear_the_answers(desk, first, second, jose["id"])
    _walk_along_the_history(desk, planned)
    _lose_and_restore(desk, tmp_path, deal["id"])


def test_all_that_can_be_undone_is_undone_back_to_the_empty_profile(desk: Desk) -> None:
    empty = _everything(desk)
    desk.run("contacts", "import", str(GOOGLE))
    desk.run("deals", "add", "Booking site", "--contact", "3")
    desk.run("deals", "move", "1", "won")
    desk.run("followups", "add", "Call", "--deal", "1")
    desk.run("followups", "done", "1")
    full = _everything(desk)
    for what in ("complete follow-up", "add follow-up", "move deal", "add lead", "import contacts"):
        assert desk.run("undo") == f"Undid: {what}.\n"
    assert _everything(desk) == empty
    assert desk.run("undo") == "There is nothing to undo.\n"
    for _step in range(5):
        assert desk.run("redo").startswith("Redid: ")
    assert _everything(desk) == full


@pytest.mark.parametrize(
    "words",
    [
        "contacts",
        "contacts fetch",
        "contacts list --limit many",
        "contacts import",
        "quotes mail 1",
        "deals move 1",
        "followups done first",
        "history --limit -1",
        "tour",
        "dance",
        "--sing",
    ],
)
def test_wrong_usage_ends_with_2_and_says_how(desk: Desk, words: str) -> None:
    code, out, err = desk.attempt(*words.split())
    assert (code, out) == (2, "")
    assert err.startswith("usage: deskcrm")
    assert not desk.file.exists()


@pytest.mark.parametrize(
    "words",
    [
        "contacts import nowhere.csv",
        "contacts export no/such/folder/contacts.csv",
        "quotes totals nowhere.json",
        "quotes create nowhere.json",
        "quotes send 7",
        "quotes pdf Q-2026-0007 quote.pdf",
        "quotes mail Q-2026-0007 --eml mail.eml",
        "quotes accept Q-2026-0007",
        "quotes decline Q-2026-0007",
        "deals add Shop --value much",
        "deals add Shop --contact 7",
        "deals move 7 won",
        "followups add Call --on tomorrow",
        "followups done 7",
        "backup .",
        "restore nowhere.sqlite",
    ],
)
def test_a_refusal_ends_with_1_and_one_sentence(
    desk: Desk, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = desk.attempt(*words.split())
    assert (code, out) == (1, "")
    assert re.fullmatch(r"[^\n]+[.?!”]\n", err), err
    assert "Traceback" not in err
    assert not list(tmp_path.glob("*.*"))


def _bring_in_contacts(desk: Desk) -> tuple[Record, Record]:
    """Look at the import first, then do it."""
    looked = desk.json("contacts", "import", str(GOOGLE), "--dry-run")
    assert (looked["read"], looked["new"], looked["dry_run"]) == (7, 7, True)
    assert desk.json("contacts", "list") == []
    imported = desk.json("contacts", "import", str(GOOGLE))
    assert imported == {**looked, "dry_run": False}
    assert [(twin["name"], twin["like"]) for twin in imported["duplicates"]] == [
        ("Jose Garcia", "José García Núñez")
    ]
    people = {person["name"]: person for person in desk.json("contacts", "list")}
    jose, nasrin = people["José García Núñez"], people["نسرین احمدی"]
    assert len(people) == 7
    assert [each["value"] for each in jose["emails"]] == [
        "jose@horno.example",
        "pedidos@horno.example",
    ]
    return jose, nasrin


def _follow_a_lead(desk: Desk, contact: int) -> Record:
    """Add a lead and move it on."""
    booking = ("deals", "add", "Booking site", "--value", "6400")
    deal = desk.json(*booking, "--contact", str(contact))
    assert (deal["stage"], deal["contact_id"], deal["value"]) == ("New", contact, "6400.00")
    moved: Record = desk.json("deals", "move", str(deal["id"]), "proposal")
    assert (moved["stage"], moved["probability"]) == ("Proposal", 70)
    assert desk.json("deals", "list") == [moved]
    return moved


def _send_quotes(desk: Desk, folder: Path, jose: int, nasrin: int) -> tuple[Record, Record]:
    """Send one in Spanish and one in Persian."""
    spanish = _quote(desk, folder, jose, "es", "Página de reservas", "Diseño")
    persian = _quote(desk, folder, nasrin, "fa", "سایت رزرو", "طراحی سایت")
    assert [each["state"] for each in (spanish, persian)] == ["draft", "draft"]
    first = desk.json("quotes", "send", str(spanish["id"]))
    second = desk.json("quotes", "send", str(persian["id"]))
    year = first["date"][:4]
    assert [first["number"], second["number"]] == [f"Q-{year}-0001", f"Q-{year}-0002"]
    return first, second


def _keep_the_pdfs(desk: Desk, folder: Path, first: Record, second: Record) -> None:
    """Write their PDFs: what was kept, byte for byte."""
    for quote, title, label in ((first, "Página de reservas", "Presupuesto"),
                                (second, "سایت رزرو", "پیش‌فاکتور")):  # fmt: skip
        pdf = _pdf(desk, folder, quote["number"])
        assert pdf == _pdf(desk, folder, str(quote["id"]))
        assert hashlib.sha256(pdf).hexdigest() == _kept_sha256(desk, quote["id"])
        words = text(pdf)
        assert title in words
        assert label.replace("\u200c", "") in words.replace("\u200c", "")


def _write_the_mail(desk: Desk, folder: Path, first: Record) -> None:
    """Write the mail with the PDF and read it back."""
    draft = folder / "mail.eml"
    desk.run("quotes", "mail", first["number"], "--eml", str(draft))
    message = email.message_from_bytes(draft.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    assert message["X-Unsent"] == "1"
    assert str(message["To"]) == "José García Núñez <jose@horno.example>"
    assert message["Content-Language"] == "es"
    body = message.get_body(("plain",))
    assert body is not None
    assert first["number"] in body.get_content()
    (attachment,) = message.iter_attachments()
    assert attachment.get_content() == _pdf(desk, folder, first["number"])


def _hear_the_answers(desk: Desk, first: Record, second: Record, contact: int) -> Record:
    """Record the answers, and do what is next."""
    accepted = desk.json("quotes", "accept", first["number"])
    assert (accepted["state"], accepted["net"]) == ("accepted", "2584.00")
    declined = desk.json("quotes", "decline", second["number"], "--reason", "Too dear")
    assert declined["state"] == "declined"
    planned: Record = desk.json("followups", "add", "Ask how it went", "--contact", str(contact))
    assert desk.json("followups", "list") == [planned]
    desk.run("followups", "done", str(planned["id"]))
    assert desk.json("followups", "list") == []
    (done,) = desk.json("followups", "list", "--done")
    assert done["title"] == "Ask how it went"
    return planned


def _walk_along_the_history(desk: Desk, planned: Record) -> None:
    """Undo and redo; what was sent stays."""
    assert _states(desk)[:4] == [
        ("complete follow-up", "done"),
        ("add follow-up", "done"),
        ("decline quote", "done"),
        ("accept quote", "done"),
    ]
    assert desk.run("undo") == "Undid: complete follow-up.\n"
    assert desk.json("followups", "list") == [planned]
    assert desk.run("redo") == "Redid: complete follow-up.\n"
    assert desk.json("followups", "list") == []
    sealed = {what for what, state in _states(desk) if state == "final"}
    assert sealed == {"send quote", "add quote"}


def _lose_and_restore(desk: Desk, folder: Path, deal: int) -> None:
    """Back up, lose something, and have it all back."""
    before = _everything(desk)
    copy = folder / "copy.sqlite"
    desk.run("backup", str(copy))
    desk.run("deals", "move", str(deal), "lost", "--reason", "Second thoughts")
    assert _everything(desk) != before
    desk.run("restore", str(copy))
    assert _everything(desk) == before
    assert desk.run("check") == "deskcrm.sqlite is sound.\n"


def _quote(desk: Desk, folder: Path, customer: int, language: str, title: str, line: str) -> Record:
    """Create a quote from a file of JSON."""
    source = folder / f"{language}.json"
    told = {
        "currency": "EUR",
        "customer": customer,
        "language": language,
        "title": title,
        "lines": [
            {"description": line, "quantity": "32", "unit": "h", "unit_price": "85.00",
             "tax": {"category": "S", "rate": "21"}, "discounts": [{"percent": "5"}]},
            {"description": f"{line} +", "quantity": "1", "unit_price": "100",
             "tax": {"category": "S", "rate": "21"}, "optional": True},
        ],
    }  # fmt: skip
    source.write_text(json.dumps(told), encoding="utf-8")
    made = desk.json("quotes", "create", str(source))
    rows: list[Record] = desk.json("quotes", "list")
    return next(row for row in rows if row["id"] == made["id"])


def _pdf(desk: Desk, folder: Path, quote: str) -> bytes:
    file = folder / "quote.pdf"
    desk.run("quotes", "pdf", quote, str(file))
    return file.read_bytes()


def _kept_sha256(desk: Desk, quote_id: int) -> str:
    crm = Crm.open(desk.file)
    try:
        return crm.ask(sent_pdf, quote_id).sha256
    finally:
        crm.close()


def _states(desk: Desk) -> list[tuple[str, str]]:
    return [(step["what"], step["state"]) for step in desk.json("history")]


def _everything(desk: Desk) -> list[Any]:
    """What every list says."""
    lists = (("contacts", "list"), ("deals", "list"), ("quotes", "list"), ("followups", "list"))
    return [desk.json(*words) for words in lists]
