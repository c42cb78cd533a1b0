"""The whole life of a quote: in the real window by keys, then by the command line; both tell the same."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from builders import add, contact
from deskcrm.__main__ import main
from deskcrm.crm import Crm
from deskcrm.features.quotes.ui.acceptance import AcceptanceSheet, ChoicesField
from deskcrm.features.quotes.ui.difference_sheet import DifferenceSheet
from deskcrm.features.quotes.ui.editor import QuoteEditor
from deskcrm.features.quotes.ui.page import QuotesPage
from deskcrm.terminal import Terminal
from storytelling import CTRL, ENTER, SHIFT, Story

SPACE, ESCAPE = Qt.Key.Key_Space, Qt.Key.Key_Escape
NUMBERS = ("Q-2026-0001", "Q-2026-0001-B")
Told = dict[str, Any]
Tell = Callable[..., str]


class Clock:
    """The time at the window and at the command line."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)

    def pass_days(self, days: int) -> None:
        self.now += timedelta(days=days)

    def day(self, away: int) -> str:
        return (self.now.date() + timedelta(days=away)).isoformat()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()

    def today(_terminal: Terminal) -> date:
        return made.now.date()

    monkeypatch.setattr(Terminal, "today", today)
    monkeypatch.setattr(Terminal, "now", lambda _terminal: made.now)
    return made


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    file = tmp_path / "signed.pdf"
    file.write_bytes(b"%PDF-1.7 signed")
    return file


def test_the_life_of_a_quote_by_keys_and_by_the_command_line(
    qtbot: QtBot,
    crm: Crm,
    capsys: pytest.CaptureFixture[str],
    clock: Clock,
    signed: Path,
    tmp_path: Path,
) -> None:
    begun = clock.now
    by_keys = _by_keys(Story(qtbot, crm, capsys, lambda: clock.now), clock, signed)
    clock.now = begun
    other = Crm.open(tmp_path / "other" / "deskcrm.sqlite")

    def tell(*words: str) -> str:
        capsys.readouterr()
        code = main(["--profile", str(other.path.parent), *words])
        said = capsys.readouterr()
        assert code == 0, said.err
        return said.out

    by_commands = _by_commands(tell, other, clock, signed, tmp_path)
    other.close()
    for one, another in zip(by_keys, by_commands, strict=True):
        assert one == another


# In the window.


def _by_keys(story: Story, clock: Clock, signed: Path) -> list[Told]:
    story.crm.do(add, contact("Lucía Fernández", email="lucia@ola.example"))
    story.tell("deals", "add", "Booking site", "--contact", "1", "--value", "700")
    editor = _write(story)
    _send(story, "Q-2026-0001")
    _revise_and_compare(story, editor)
    _send(story, "Q-2026-0001-B")
    told = [_told(story.ask("quotes", "diff", "Q-2026-0001", "Q-2026-0001-B"))]

    clock.pass_days(45)
    _reopen(story)
    assert story.ask("quotes", "show", "Q-2026-0001-B")["state"] == "expired"
    _extend(story)
    _accept(story, editor, signed)
    told.append(_told(story.ask("quotes", "show", "Q-2026-0001-B")))
    told.append(_told(story.ask("deals", "list")[0]))
    _reverse(story)
    told.extend(_told(story.ask("quotes", "show", number)) for number in NUMBERS)
    told.append(_told(story.ask("deals", "list")[0]))
    told.append({"planned": [each["title"] for each in story.ask("followups", "list")]})
    return told


def _write(story: Story) -> QuoteEditor:
    """Begin a quote for the deal and fill its lines; the last one is optional."""
    story.press(Qt.Key.Key_3, CTRL)
    story.press(Qt.Key.Key_Home)
    story.run("new quote for this deal")
    page = story.window.current_page()
    assert isinstance(page, QuotesPage)
    editor = page.editor
    assert editor is not None
    story.bot.waitUntil(editor.table.hasFocus)
    story.fill("Site", "1", "", "1000", "", "")
    story.fill("Photos", "2", "", "150")
    story.press(Qt.Key.Key_O, CTRL | SHIFT)
    story.bot.waitUntil(lambda: editor.totals_box.total == "€1,200.00")
    return editor


def _send(story: Story, number: str) -> None:
    story.press(ENTER, CTRL)
    story.dialog("Send this quote?")
    story.press(ENTER)
    story.dialog(f"{number} is ready")
    story.press(ESCAPE)


def _revise_and_compare(story: Story, editor: QuoteEditor) -> None:
    story.press(Qt.Key.Key_R, CTRL | SHIFT)
    story.bot.waitUntil(lambda: editor.is_draft and editor.table.hasFocus())
    story.fill("Newsletter", "3", "", "80", "", "")
    story.bot.waitUntil(lambda: editor.totals_box.total == "€1,488.00")
    story.press(Qt.Key.Key_E, CTRL | SHIFT)
    story.dialog("What differs")
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, DifferenceSheet)
    table = sheet.table
    rows = [[table.item(r, c).text() for c in range(4)] for r in range(table.rowCount())]  # type: ignore[union-attr] # filled
    assert ["3 · Newsletter", "", "€240.00", "added"] in rows
    assert ["Total", "€1,200.00", "€1,488.00", "changed"] in rows
    story.press(ESCAPE)


def _reopen(story: Story) -> None:
    """Go back to the list and open the quote again, as on another day."""
    story.press(ESCAPE)
    story.press(Qt.Key.Key_Home)
    story.press(ENTER)


def _extend(story: Story) -> None:
    story.press(Qt.Key.Key_U, CTRL | SHIFT)
    story.dialog("Keep Q-2026-0001-B open longer")
    story.press(ENTER)
    story.says("Q-2026-0001-B is valid until 12 Jan 2027")


def _accept(story: Story, editor: QuoteEditor, signed: Path) -> None:
    """Take the option with Space, and name the signed copy in the system's dialog."""
    story.press(Qt.Key.Key_A, CTRL | SHIFT)
    story.dialog("Q-2026-0001-B was accepted")
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, AcceptanceSheet)
    field = sheet.form.field("chosen")
    assert isinstance(field, ChoicesField)
    [option] = field.buttons.values()
    story.go_to(option)
    story.press(SPACE)
    assert field.total.text() == "€1,848.00"
    story.go_to(sheet.signed.choose)
    story.press(SPACE)
    story.bot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QFileDialog)
    name = dialog.findChild(QLineEdit)
    assert isinstance(name, QLineEdit)
    story.bot.waitUntil(name.hasFocus)
    story.bot.keyClicks(name, str(signed))
    story.bot.keyClick(name, ENTER)
    story.bot.waitUntil(lambda: sheet.signed.value() == signed)
    story.go_to(sheet.save_button)
    story.press(ENTER)
    story.says("Q-2026-0001-B accepted")
    story.bot.waitUntil(lambda: editor.head is not None and editor.head.state == "accepted")


def _reverse(story: Story) -> None:
    story.press(Qt.Key.Key_X, CTRL | SHIFT)
    story.dialog("Take back the answer to Q-2026-0001-B")
    story.type("Their board said no")
    story.press(Qt.Key.Key_S, CTRL)
    story.says("Q-2026-0001-B waits for an answer again")


# By the command line.


def _by_commands(tell: Tell, crm: Crm, clock: Clock, signed: Path, folder: Path) -> list[Told]:
    def ask(*words: str) -> Any:
        return json.loads(tell(*words, "--json"))

    def written(document: Told) -> str:
        file = folder / "document.json"
        file.write_text(json.dumps(document), encoding="utf-8")
        return str(file)

    def line(name: str, quantity: str, price: str, **more: Any) -> Told:
        tax = {"category": "S", "rate": "20"}
        return {"description": name, "quantity": quantity, "unit_price": price, "tax": tax, **more}

    crm.do(add, contact("Lucía Fernández", email="lucia@ola.example"))
    tell("deals", "add", "Booking site", "--contact", "1", "--value", "700")
    lines = [line("Site", "1", "1000"), line("Photos", "2", "150", optional=True)]
    quote = {"currency": "EUR", "customer": 1, "deal": 1, "title": "Booking site", "lines": lines}
    key = str(ask("quotes", "create", written(quote))["id"])
    tell("quotes", "send", key, "--follow-up", clock.day(7))
    revision = str(ask("quotes", "revise", "Q-2026-0001")["id"])
    more = {"lines": [*lines, line("Newsletter", "3", "80")]}
    tell("quotes", "update", revision, written(more))
    tell("quotes", "send", revision, "--follow-up", clock.day(7))
    told = [_told(ask("quotes", "diff", "Q-2026-0001", "Q-2026-0001-B"))]

    clock.pass_days(45)
    assert ask("quotes", "show", "Q-2026-0001-B")["state"] == "expired"
    tell("quotes", "extend", "Q-2026-0001-B", clock.day(7))
    tell("quotes", "accept", "Q-2026-0001-B", "--option", "2", "--signed", str(signed))
    told.append(_told(ask("quotes", "show", "Q-2026-0001-B")))
    told.append(_told(ask("deals", "list")[0]))
    tell("quotes", "reverse", "Q-2026-0001-B", "--reason", "Their board said no")
    told.extend(_told(ask("quotes", "show", number)) for number in NUMBERS)
    told.append(_told(ask("deals", "list")[0]))
    told.append({"planned": [each["title"] for each in ask("followups", "list")]})
    return told


def _told(record: Told) -> Told:
    """Return a record with what it says, but not when exactly it was written."""
    return {name: value for name, value in record.items() if name not in {"created", "sent"}}
