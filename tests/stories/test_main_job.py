"""The main job in the real window, by keys and mouse; the command line tells the same facts."""

import email
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from deskcrm.features.exchange.ui.importing import ImportSheet
from deskcrm.features.pipeline.ui.cards import CardList
from deskcrm.features.pipeline.ui.page import PipelinePage
from deskcrm.features.quotes.queries import sent_pdf
from deskcrm.features.quotes.ui.page import QuotesPage
from deskcrm.shell.window import MainWindow
from storytelling import CTRL, DOWN, ENTER, NONE, SHIFT, TAB, Story

GOOGLE = Path(__file__).parents[1] / "features" / "exchange" / "google.csv"

Record = dict[str, Any]


class MailProgram(QObject):
    """Takes the files that the window gives to the system."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[Path] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.opened.append(Path(url.toLocalFile()))


@pytest.fixture
def mail_program() -> MailProgram:
    return MailProgram()


def test_the_main_job_by_keys_and_mouse(story: Story, mail_program: MailProgram) -> None:
    _import_contacts(story)
    _add_a_lead(story)
    _drag_to_proposal(story)
    _write_a_quote(story)
    _send_and_mail(story, mail_program)
    _accept(story)
    _follow_up(story)
    _undo_what_can_be_undone(story)


def test_what_the_command_line_changes_appears_in_the_window(story: Story) -> None:
    story.ask("deals", "add", "From the terminal", "--value", "1000")
    story.window.show_page("pipeline")
    story.bot.waitUntil(lambda: _cards(story.window, "new") == ["From the terminal"])
    story.press(Qt.Key.Key_Z, CTRL)
    story.says("Undone: add lead")
    assert story.ask("deals", "list") == []


def _import_contacts(story: Story) -> None:
    """Read the file, take its columns as they are proposed, look at what would happen, press Enter."""
    story.press(Qt.Key.Key_2, CTRL)
    story.window.context.run("exchange.import")
    sheet = story.window.findChild(ImportSheet)
    assert isinstance(sheet, ImportSheet)
    sheet.read(GOOGLE)
    story.bot.waitUntil(sheet.next_button.hasFocus)
    story.press(ENTER)
    story.bot.waitUntil(lambda: sheet.plan is not None and sheet.import_button.hasFocus())
    story.press(ENTER)
    story.bot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    page = story.window.current_page()
    assert page is not None
    assert page.list is not None
    story.take_keyboard()
    story.bot.waitUntil(page.list.hasFocus)
    assert len(story.ask("contacts", "list")) == 7


def _add_a_lead(story: Story) -> None:
    story.press(Qt.Key.Key_3, CTRL)
    story.press(Qt.Key.Key_N, CTRL)
    story.fill("Booking site")
    story.type("horno")
    story.press(DOWN)
    story.press(ENTER)
    story.press(TAB)
    story.type("6400")
    story.press(ENTER)
    story.says("Added “Booking site”")
    story.press(Qt.Key.Key_Escape)
    (deal,) = story.ask("deals", "list")
    assert (deal["title"], deal["stage"], deal["value"]) == ("Booking site", "New", "6400.00")
    assert _name_of(story, deal["contact_id"]) == "José García Núñez"


def _drag_to_proposal(story: Story) -> None:
    start, end = _column(story.window, "new"), _column(story.window, "proposal")
    story.bot.waitUntil(lambda: _cards(story.window, "new") == ["Booking site"])
    story.bot.wait(50)  # for the board to move up where the line for leads was
    card = start.visualRect(start.cards.index(0)).center()
    goal = start.viewport().mapFromGlobal(end.viewport().mapToGlobal(QPoint(60, 40)))
    QTest.mousePress(start.viewport(), Qt.MouseButton.LeftButton, NONE, card)
    for step in (1, 2, 3):
        QTest.mouseMove(start.viewport(), card + (goal - card) * step / 3)
    QTest.mouseRelease(start.viewport(), Qt.MouseButton.LeftButton, NONE, goal)
    story.says("Moved to Proposal")
    (deal,) = story.ask("deals", "list")
    assert deal["stage"] == "Proposal"


def _write_a_quote(story: Story) -> None:
    """Begin a quote for the chosen deal and fill three lines without touching the mouse."""
    story.press(Qt.Key.Key_K, CTRL)
    story.type("new quote for this deal")
    story.press(ENTER)
    page = story.window.current_page()
    assert isinstance(page, QuotesPage)
    editor = page.editor
    assert editor is not None
    story.bot.waitUntil(editor.table.hasFocus)
    story.fill("Booking flow", "32", "h", "85", "", "")
    story.fill("Calendar", "18", "h", "85", "5", "")
    story.fill("Care plan", "12", "month", "49")
    story.press(Qt.Key.Key_O, CTRL | SHIFT)
    story.bot.waitUntil(lambda: editor.totals_box.total == "€5,008.20")
    (quote,) = story.ask("quotes", "list")
    assert (quote["title"], quote["state"]) == ("Booking site", "draft")
    assert (quote["net"], quote["payable"]) == ("4173.50", "5008.20")


def _send_and_mail(story: Story, program: MailProgram) -> None:
    QDesktopServices.setUrlHandler("file", program, "take")  # type: ignore[arg-type] # only a str works
    try:
        story.press(ENTER, CTRL)
        story.dialog("Send this quote?")
        story.press(ENTER)
        story.dialog("Q-2026-0001 is ready")
        story.press(ENTER)
        story.says("Mail to José García Núñez opened")
    finally:
        QDesktopServices.unsetUrlHandler("file")
    (draft,) = program.opened
    message = email.message_from_bytes(draft.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    assert message["X-Unsent"] == "1"
    (attachment,) = message.iter_attachments()
    (quote,) = story.ask("quotes", "list")
    assert (quote["number"], quote["state"]) == ("Q-2026-0001", "sent")
    assert attachment.get_content() == story.crm.ask(sent_pdf, quote["id"]).pdf


def _accept(story: Story) -> None:
    """Record the answer: the deal is won, and revenue shows it."""
    story.press(Qt.Key.Key_A, CTRL | SHIFT)
    story.dialog("Q-2026-0001 was accepted")
    story.press(ENTER)
    story.says("Q-2026-0001 accepted")
    (quote,) = story.ask("quotes", "list")
    (deal,) = story.ask("deals", "list")
    assert (quote["state"], quote["decided_on"]) == ("accepted", "2026-11-21")
    assert (deal["stage"], deal["value"]) == ("Won", quote["net"])
    story.press(Qt.Key.Key_5, CTRL)
    page = story.window.current_page()
    assert page is not None
    story.bot.waitUntil(lambda: "€4,173.50" in _words(page))


def _follow_up(story: Story) -> None:
    """Plan one for the contact, and mark it done with Space."""
    (deal,) = story.ask("deals", "list")
    story.window.context.run("followups.new_for_contact", ("contact", deal["contact_id"]))
    story.dialog("New follow-up")
    story.type("Ask how the launch went")
    story.press(ENTER)
    story.says("Planned.")
    planned, proposed = story.ask("followups", "list")
    assert (planned["title"], planned["due_on"]) == ("Ask how the launch went", "2026-11-21")
    # Sending the quote proposed this one, and Enter took it.
    assert (proposed["title"], proposed["due_on"]) == ("Ask about Q-2026-0001", "2026-11-28")
    story.press(Qt.Key.Key_1, CTRL)
    story.press(Qt.Key.Key_Space)
    story.says("Done.")
    assert [each["title"] for each in story.ask("followups", "list")] == ["Ask about Q-2026-0001"]


def _undo_what_can_be_undone(story: Story) -> None:
    """Go back step by step: past what was sent, to where the sent quote needs its deal."""
    sent = story.ask("quotes", "list")[0]
    for what in (
        "complete follow-up",
        "add follow-up",
        "accept quote",
        "note mail",
        "move deal",
    ):
        assert story.crm.undo_label == what
        story.press(Qt.Key.Key_Z, CTRL)
        story.says(f"Undone: {what}")
    story.press(Qt.Key.Key_Z, CTRL)
    story.bot.waitUntil(lambda: "cannot be undone" in story.window.toasts.text)

    (quote,) = story.ask("quotes", "list")
    assert quote == {**sent, "state": "sent", "decided_on": None}
    (deal,) = story.ask("deals", "list")
    assert (deal["stage"], deal["value"]) == ("New", "6400.00")
    assert story.ask("followups", "list", "--done") == []
    assert len(story.ask("contacts", "list")) == 7
    story.press(Qt.Key.Key_Z, CTRL | SHIFT)
    story.says("Done again: move deal")


def _words(widget: QWidget) -> list[str]:
    window = widget.window()
    return [label.text() for label in window.findChildren(QLabel) if label.isVisible()]


def _column(window: MainWindow, stage: str) -> CardList:
    board = window.context.page("pipeline", PipelinePage).board
    return next(each.list for each in board.columns if each.stage and each.stage.key == stage)


def _cards(window: MainWindow, stage: str) -> list[str]:
    return [row.title for row in _column(window, stage).cards.rows]


def _name_of(story: Story, contact_id: int) -> str:
    names = {each["id"]: str(each["name"]) for each in story.ask("contacts", "list")}
    return names[contact_id]
