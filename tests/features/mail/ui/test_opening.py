"""Mails opened from the window in the user's own mail program."""

import datetime as dt
import email
import email.policy
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from builders import add, contact
from deskcrm.crm import Crm
from deskcrm.domain.activities import Activity
from deskcrm.domain.belongings import Consent
from deskcrm.features.mail.ui import FEATURE
from deskcrm.features.quotes.queries import sent_pdf
from quoting import draft_quote, sent_quote
from windows import open_window


class MailProgram(QObject):
    """Takes what the window gives to the system, as a mail program would."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[QUrl] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.opened.append(url)


@pytest.fixture
def program() -> Iterator[MailProgram]:
    taker = MailProgram()
    for scheme in ("file", "mailto"):
        QDesktopServices.setUrlHandler(scheme, taker, "take")  # type: ignore[arg-type] # only a str works
    yield taker
    for scheme in ("file", "mailto"):
        QDesktopServices.unsetUrlHandler(scheme)


def notes(crm: Crm) -> list[str]:
    return crm.ask(lambda session: list(session.scalars(select(Activity.text))))


def test_a_sent_quote_opens_as_a_draft_and_is_noted(
    qtbot: QtBot, crm: Crm, program: MailProgram
) -> None:
    quote = sent_quote(crm, title="../../etc/passwd")
    window = open_window(qtbot, crm, [FEATURE])
    window.context.run("mail.send_quote", target=("quote", quote))

    (url,) = program.opened
    draft = Path(url.toLocalFile())
    assert draft.parent == crm.path.parent / "drafts"
    message = email.message_from_bytes(draft.read_bytes(), policy=email.policy.default)
    (attachment,) = message.iter_attachments()
    assert attachment.get_content() == crm.ask(sent_pdf, quote).pdf
    assert notes(crm) == ["Q-2026-0001 to lucia@ola.example"]
    assert crm.undo_label == "note mail"


def test_a_draft_of_a_quote_is_not_mailed(qtbot: QtBot, crm: Crm, program: MailProgram) -> None:
    quote = draft_quote(crm)
    window = open_window(qtbot, crm, [FEATURE])
    window.context.run("mail.send_quote", target=("quote", quote))
    assert (program.opened, notes(crm)) == ([], [])


def test_an_empty_mail_is_written_to_a_contact(
    qtbot: QtBot, crm: Crm, program: MailProgram
) -> None:
    lucia, reza = crm.do(add, contact(email="l?bcc=x@ola.example"), contact("Reza Karimi"))
    window = open_window(qtbot, crm, [FEATURE])
    for person in (lucia, reza):
        window.context.run("mail.write_to_contact", target=("contact", person))
    (url,) = program.opened
    assert (
        url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
        == "mailto:l%3Fbcc%3Dx@ola.example"
    )


def test_a_mail_to_somebody_who_wanted_none_is_opened_with_a_warning(
    qtbot: QtBot, crm: Crm, program: MailProgram, today: dt.date
) -> None:
    (lucia,) = crm.do(add, contact(email="lucia@ola.example"))
    crm.do(add, Consent(contact_id=lucia, given=False, day=today, source="phone"))
    window = open_window(qtbot, crm, [FEATURE])
    window.context.run("mail.write_to_contact", target=("contact", lucia))
    assert len(program.opened) == 1
    assert window.toasts.text.startswith("Lucía Fernández said on ")
