"""Whatever is typed or handed over is kept as the plain text it is, or gets a sentence: never a crash."""

import csv
import email
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

import pdfs
from builders import NOW, TODAY, add, contact, deal, organization, stage_id
from deskcrm.__main__ import main
from deskcrm.crm import Crm
from deskcrm.domain.activities import FollowUp
from deskcrm.domain.deals import Stage
from deskcrm.domain.people import Tag
from deskcrm.domain.text import keepable, one_line
from deskcrm.features.quotes.filenames import file_name
from deskcrm.kit.form import FormDialog
from deskcrm.kit.tags_field import TagsField
from deskcrm.shell.mistake_sheet import MistakeSheet
from deskcrm.shell.window import MainWindow
from scenes import is_qts_own, scenes, seen, shown
from windows import open_window

TEXTS = {
    "a template": "{{7*7}} {% for x in y %} {name} %s %(n)d",
    "markup": "<b>bold</b> <img src=x> &amp; <font size=99>",
    "a formula": "=1+1",
    "another formula": "@SUM(A1:A9)",
    "a path": "../../etc/passwd",
    "another path": "..\\..\\C:\\con.txt",
    "a NUL": "before\0after",
    "a lone surrogate": "before\ud800after",
    "a header": "Ola\r\nBcc: victim@example.com",
    "an override of direction": "invoice\u202efdp.exe",
    "emoji": "Zoë 👩🏽‍🚀🇪🇸",
    "10,000 letters": "wide " * 2_000,
    "one word of 10,000 letters": "W" * 10_000,
    "accents without a letter": "a" + "\u0301" * 400,
    "SQL": "'; DROP TABLE contact; --",
}

NO_NUMBERS = (
    "abc", "NaN", "-Infinity", "1e999999", "0x10", "12 34,56.78", "--5", "5\0", "½", "\ud800", "{{7*7}}",
    "=1+1",
)  # fmt: skip
NO_DATES = (
    "soon", "2026-02-31", "2026-13-01", "0000-00-00", "99999-01-01", "21/11", "\0", "\ud800", "{{7*7}}",
    "2" * 10_000,
)  # fmt: skip
NO_PRICES = ("-1", "9" * 30)


def short(text: str) -> str:
    """Name a case by its text, in letters that every report can show."""
    return ascii(text[:30]).replace("\\", "%")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Answer]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in one profile; what it is refused with must be one sentence."""

    def go(*words: str) -> Answer:
        capsys.readouterr()
        code = main(["--profile", str(tmp_path / "profile"), *words])
        out, err = capsys.readouterr()
        assert code in {0, 1}
        if code == 1:
            assert out == ""
            assert len(err.strip().splitlines()) == 1, err
            assert "Traceback" not in err
            assert len(err) < 500
        return Answer(code, out, err)

    return go


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_title_on_the_command_line_is_kept_or_refused(run: Run, text: str) -> None:
    for group in ("deals", "followups"):
        said = run(group, "add", "--", text)
        listed = json.loads(run(group, "list", "--json").out)
        assert [row["title"] for row in listed] == ([one_line(text)] if said.code == 0 else [])
        assert run(group, "list").code == 0


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_anything_can_be_looked_for_and_nothing_is_found(run: Run, text: str) -> None:
    for group in ("contacts", "quotes"):
        assert json.loads(run(group, "list", f"--search={text}", "--json").out or "[]") == []
    for words in (
        ("deals", "list", f"--stage={text}"),
        ("deals", "add", "Booking site", f"--stage={text}"),
        ("quotes", "accept", "--", text),
        ("quotes", "pdf", "--", text, "-"),
    ):
        assert run(*words).code == 1, words


@pytest.mark.parametrize("figure", [*NO_NUMBERS, *NO_PRICES], ids=short)
def test_a_figure_that_is_none_gets_a_sentence(run: Run, figure: str) -> None:
    assert run("deals", "add", "Booking site", f"--value={figure}").code == 1
    assert run("deals", "list", "--json").out.strip() == "[]"


@pytest.mark.parametrize("day", NO_DATES, ids=short)
def test_a_day_that_is_none_gets_a_sentence(run: Run, day: str) -> None:
    assert run("deals", "add", "Booking site", f"--close={day}").code == 1
    assert run("followups", "add", "Call", f"--on={day}").code == 1
    assert run("followups", "add", "Call", f"--at={day}").code == 1
    assert run("followups", "list", "--json").out.strip() == "[]"


def quote(**other: Any) -> dict[str, Any]:
    line = {"description": "Design", "quantity": "2", "unit": "h", "unit_price": "38.00",
            "tax": {"category": "S", "rate": "19"}}  # fmt: skip
    return {"currency": "EUR", "lines": [line | other.pop("line", {})]} | other


NO_QUOTES = {
    "nothing": "",
    "no JSON": "Dear all,",
    "half of it": json.dumps(quote())[:40],
    "a number": "7",
    "null": "null",
    "an array of numbers": "[1, 2]",
    "an endless nest": "[" * 100_000,
    "bytes that are no text": "\udcff\udcfe\udc80",
    "no lines": '{"currency": "EUR"}',
    "lines that are a text": '{"currency": "EUR", "lines": "Design"}',
    "a line that is a number": '{"currency": "EUR", "lines": [7]}',
    "no currency": json.dumps(quote(currency="")),
    "a currency nobody has": json.dumps(quote(currency="{{7*7}}")),
    "a NUL for a currency": json.dumps(quote(currency="E\0R")),
    "a tax that is a text": json.dumps(quote(line={"tax": "nineteen"})),
    "a tax of another category": json.dumps(quote(line={"tax": {"category": "XX", "rate": "1"}})),
    "a discount that is a text": json.dumps(quote(line={"discounts": ["5 %"]})),
    "truth for a quantity": json.dumps(quote(line={"quantity": True})),
    "an array for a price": json.dumps(quote(line={"unit_price": [1]})),
    **{
        f"the price {short(bad)}": json.dumps(quote(line={"unit_price": bad})) for bad in NO_NUMBERS
    },
    **{f"the price {short(bad)}": json.dumps(quote(line={"unit_price": bad})) for bad in NO_PRICES},
    **{
        f"the quantity {short(bad)}": json.dumps(quote(line={"quantity": bad}))
        for bad in NO_NUMBERS
    },
}


@pytest.mark.parametrize("figures", NO_QUOTES.values(), ids=NO_QUOTES.keys())
def test_figures_that_are_no_quote_get_a_sentence(run: Run, tmp_path: Path, figures: str) -> None:
    file = tmp_path / "quote.json"
    file.write_bytes(figures.encode("utf-8", "surrogateescape"))
    assert run("quotes", "totals", str(file)).code == 1
    assert run("quotes", "create", str(file)).code == 1
    assert run("quotes", "list", "--json").out.strip() == "[]"


@pytest.mark.parametrize(
    "head",
    [
        {"date": "soon"}, {"valid_until": "2026-02-31"}, {"language": "{{7*7}}"}, {"customer": 77},
        {"customer": {"name": 7}}, {"title": ["a"]}, {"valid_until": "1999-01-01", "date": "2026-01-01"},
    ],
    ids=str,
)  # fmt: skip
def test_a_quotes_head_that_makes_no_sense_gets_a_sentence(
    run: Run, tmp_path: Path, head: dict[str, Any]
) -> None:
    file = tmp_path / "quote.json"
    file.write_text(json.dumps(quote(**head)), encoding="utf-8")
    assert run("quotes", "create", str(file)).code == 1
    assert run("quotes", "list", "--json").out.strip() == "[]"


NO_TABLES: dict[str, bytes] = {
    "nothing": b"",
    "a blank line": b"\n\n",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
    "a PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n",
    "JSON": b'{"contacts": [{"name": "Ola"}]}',
    "a letter": b"Dear all,\n\nthis is no table.\n",
    "NULs": b"\0" * 5_000,
    "an archive": b"PK\x03\x04" + b"\0" * 100,
}


@pytest.mark.parametrize("content", NO_TABLES.values(), ids=NO_TABLES.keys())
def test_a_csv_that_is_none_gets_a_sentence(run: Run, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "contacts.csv"
    file.write_bytes(content)
    for words in ((), ("--dry-run",), ("--json",)):
        assert run("contacts", "import", str(file), *words).code == 1
    assert run("contacts", "list", "--json").out.strip() == "[]"


def test_a_place_that_is_no_file_gets_a_sentence(run: Run, tmp_path: Path) -> None:
    for place in (
        tmp_path,
        tmp_path / "missing.csv",
        Path("/proc/self/mem"),
        tmp_path / ("x" * 300),
    ):
        assert run("contacts", "import", str(place)).code == 1
        assert run("contacts", "export", str(place / "a" / "b.csv")).code == 1
        assert run("quotes", "totals", str(place)).code == 1
        assert run("restore", str(place)).code == 1


def test_a_profile_in_a_place_that_is_no_folder_gets_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert main(["--profile", str(tmp_path / "file" / "p"), "deals", "list"]) == 1
    assert "could not be used: Not a directory" in capsys.readouterr().err


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_cell_of_a_csv_is_kept_as_it_is_and_leaves_as_no_formula(
    run: Run, tmp_path: Path, text: str
) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    with source.open("w", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["First Name", "Last Name", "Notes"])
        writer.writerow([text.replace("\ud800", "?"), "Karimi", text])
    said = run("contacts", "import", str(source), "--json")
    if said.code == 1:
        assert json.loads(run("contacts", "list", "--json").out) == []
        return
    report = json.loads(said.out)
    listed = json.loads(run("contacts", "list", "--json").out)
    assert len(listed) + len(report["refused"]) == 1
    assert run("contacts", "export", str(out)).code == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_quote_shows_every_text_literally_on_paper_and_in_the_mail(
    run: Run, tmp_path: Path, text: str
) -> None:
    file, pdf, draft = (tmp_path / name for name in ("quote.json", "quote.pdf", "mail.eml"))
    text = text[:400] if len(text) > 1_000 else text
    told = quote(
        customer={"name": text, "organization": text, "email": "ola@example.com"},
        title=text, terms=text, line={"description": text},
    )  # fmt: skip
    file.write_text(json.dumps(told), encoding="utf-8")
    made = run("quotes", "create", str(file), "--json")
    if made.code == 1:
        return
    if "{{" in text:
        refused = run("quotes", "send", str(json.loads(made.out)["id"]))
        assert (refused.code, "Terms: “{{7*7}}” is not a variable." in refused.err) == (1, True)
        file.write_text(json.dumps({**told, "terms": ""}), encoding="utf-8")
        made = run("quotes", "create", str(file), "--json")
    sent = json.loads(run("quotes", "send", str(json.loads(made.out)["id"]), "--json").out)
    assert run("quotes", "pdf", sent["number"], str(pdf)).code == 0
    page = "".join(pdfs.text(pdf.read_bytes()).split())
    if text.isascii() and text.isprintable() and len(text) < 100:
        assert "".join(text.split()) in page
    mailed = run("quotes", "mail", sent["number"], "--eml", str(draft))
    if "{{" in text:
        assert (
            "{{7*7}}" in mailed.err
        )  # A placeholder that nobody filled in is not sent to a client.
        return
    assert mailed.code == 0
    message = email.message_from_bytes(draft.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    assert message["Bcc"] is None
    assert message["To"].addresses[0].addr_spec == "ola@example.com"
    (attachment,) = message.iter_attachments()
    name = attachment.get_filename() or ""
    assert name == file_name(sent["number"], one_line(text), ".pdf")
    assert Path(name).name == name


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_the_name_of_a_file_is_a_plain_name_whatever_the_title(text: str, tmp_path: Path) -> None:
    name = file_name("Q-2026-0001", keepable(text), ".pdf")
    assert not set(name) & set('/\\:*?"<>|\0\u202e\n\r')
    assert ".." not in name
    (tmp_path / name).write_bytes(b"")
    assert [path.name for path in tmp_path.iterdir()] == [name]


# In the window.


def hostile(crm: Crm, text: str) -> None:
    """Fill a business with records that say nothing but `text`."""
    open_stage = stage_id(crm, "proposal")
    clean = one_line(text)[:200] or "?"

    def fill(session: Any) -> None:
        stage = session.get(Stage, open_stage)
        person = contact(clean, organization=clean, email="a@example.com", note=keepable(text))
        session.add_all([person, organization(clean), Tag(name=clean[:40])])
        session.flush()
        work = deal(stage, clean, contact_id=person.id, note=keepable(text))
        session.add(work)
        session.flush()
        session.add(
            FollowUp(title=clean, due_on=TODAY, contact_id=person.id, deal_id=work.id, created=NOW)
        )

    crm.do(fill)


HOSTILE = {
    name: TEXTS[name]
    for name in ("markup", "one word of 10,000 letters", "an override of direction", "emoji")
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_page_reads_a_text_as_markup_or_grows_by_it(qtbot: QtBot, crm: Crm, text: str) -> None:
    hostile(crm, text)
    window = open_window(qtbot, crm)
    size = window.size()
    for scene in tuple(scenes(window)):
        with seen(window, scene) as front:
            if is_qts_own(front):
                continue
            for widget in shown(front):
                if isinstance(widget, QLabel) and widget.text():
                    assert widget.textFormat() is Qt.TextFormat.PlainText, widget.text()
                assert "<b>" not in widget.toolTip(), widget.toolTip()
                assert "<img" not in widget.toolTip(), widget.toolTip()
            assert window.size() == size, scene.name


@pytest.fixture
def window(qtbot: QtBot, crm: Crm) -> MainWindow:
    open_stage = stage_id(crm, "proposal")
    (person_id,) = crm.do(add, contact("Marta Ivanova"))

    def fill(session: Any) -> None:
        session.add(deal(session.get(Stage, open_stage), "Booking site", contact_id=person_id))
        session.flush()

    crm.do(fill)
    return open_window(qtbot, crm)


FORMS = (
    "contacts.new", "contacts.edit", "contacts.rename", "contacts.tag", "contacts.log_call",
    "contacts.log_note", "followups.new", "pipeline.next_step", "pipeline.lose",
)  # fmt: skip


def fields(sheet: QWidget) -> Iterator[QLineEdit | QPlainTextEdit]:
    """Yield the fields that can be written in."""
    found: list[QLineEdit | QPlainTextEdit] = [*sheet.findChildren(QLineEdit)]
    found += sheet.findChildren(QPlainTextEdit)
    for field in found:
        if field.isVisible() and field.isEnabled() and not field.isReadOnly():
            yield field


def written(field: QLineEdit | QPlainTextEdit) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def write(field: QLineEdit | QPlainTextEdit, text: str) -> None:
    if isinstance(field, QLineEdit):
        field.setText(text)
    else:
        field.setPlainText(text)


@pytest.mark.parametrize("form", FORMS)
def test_a_form_saves_what_was_typed_or_says_why_not_and_keeps_it(
    window: MainWindow, form: str
) -> None:
    for name, text in TEXTS.items():
        sheet = opened(window, form)
        for field in fields(sheet):
            write(field, text.replace("\ud800", "\ufffd"))
        typed = [written(field) for field in fields(sheet)]
        sheet.try_to_save()
        assert not any(isinstance(w, MistakeSheet) for w in QApplication.topLevelWidgets()), name
        if sheet.isVisible():
            assert complaints(sheet), name
            tags = [tag for field in sheet.findChildren(TagsField) for tag in field.value()]
            for before, field in zip(typed, fields(sheet), strict=True):
                assert written(field) == before or before.strip() in tags, name
            sheet.close()
        else:
            window.context.crm.undo()


def opened(window: MainWindow, form: str) -> FormDialog:
    """Open a form on the only contact or deal there is."""
    kind = "deal" if form.startswith("pipeline") else "contact"
    window.open_record(kind, 1)
    if window.command(form).page:
        window.show_page(window.command(form).page)
    window.context.run(form)
    sheets = [w for w in QApplication.topLevelWidgets() if isinstance(w, FormDialog)]
    (sheet,) = (sheet for sheet in sheets if sheet.isVisible())
    return sheet


def complaints(sheet: FormDialog) -> list[str]:
    """Return the sentences that say what is wrong."""
    labels = [label for label in sheet.form.findChildren(QLabel) if label.isVisible()]
    return [label.text() for label in labels if label.property("tone") == "bad" and label.text()]
