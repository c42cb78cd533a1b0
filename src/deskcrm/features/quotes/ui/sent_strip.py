"""What is known of a sent quote, above its lines: its answer, and what can be done about it."""

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from deskcrm import formats
from deskcrm.domain.quotes import QuoteState
from deskcrm.features.quotes.queries import QuoteHead
from deskcrm.i18n import _
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.controls import Button
from deskcrm.kit.parts import FactRow, Line, SectionLabel, clear, column, row
from deskcrm.kit.text import Text


class SentStrip(QWidget):
    """A sentence on where the quote stands, and its buttons; hidden for a draft."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "background")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        box = column(self)
        line = row(gap=theme.SMALL)
        line.setContentsMargins(16, 9, 16, 9)
        self._words = Text(wrap=True)
        line.addWidget(self._words, 1)
        self.copy = Button(_("Copy"), lambda: context.run("quotes.copy"), icon="copy")
        self.decline = Button(_("Decline"), lambda: context.run("quotes.decline"))
        self.accept = Button(_("Accept"), lambda: context.run("quotes.accept"), kind="primary")
        for button in (self.copy, self.decline, self.accept):
            line.addWidget(button)
        box.addLayout(line)
        box.addWidget(Line())

    def show_head(self, head: QuoteHead, valid_until: dt.date, today: dt.date) -> None:
        """Show where a sent quote stands."""
        self.setVisible(head.number is not None)
        self._words.setText(standing(head, valid_until, today))
        answerable = head.state in {QuoteState.SENT, QuoteState.EXPIRED}
        self.accept.setVisible(answerable)
        self.decline.setVisible(answerable)

    def begin(self) -> None:
        """Put the keyboard on what comes next."""
        button = self.copy if self.accept.isHidden() else self.accept
        button.setFocus(Qt.FocusReason.OtherFocusReason)


def standing(head: QuoteHead, valid_until: dt.date, today: dt.date) -> str:
    """Say in a sentence where a quote stands."""
    answered = formats.day(head.decided_on, today=today) if head.decided_on else ""
    match head.state:
        case QuoteState.SENT:
            day = formats.day(valid_until, today=today)
            return _("Waits for an answer until {day}.").format(day=day)
        case QuoteState.EXPIRED:
            day = formats.day(valid_until, today=today)
            return _("Ran out on {day} without an answer.").format(day=day)
        case QuoteState.ACCEPTED:
            said = _("Accepted on {day}.").format(day=answered)
        case QuoteState.DECLINED:
            said = _("Declined on {day}.").format(day=answered)
        case _:
            return ""
    return f"{said} {head.decision_note}".strip()


class SentFacts(QWidget):
    """The details of what has left the house: when, and the SHA-256 of the PDF."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = column(self, gap=0)
        box.addWidget(SectionLabel(_("As it was sent")))
        self._facts = column(gap=0)
        box.addLayout(self._facts)

    def show_head(self, head: QuoteHead) -> None:
        """Show the facts of a sent quote."""
        self.setVisible(head.number is not None)
        clear(self._facts)
        if head.number is None:
            return
        facts = [(_("Number"), head.number)]
        if head.sent is not None:
            moment = f"{formats.day(head.sent.astimezone().date())}, {formats.time(head.sent)}"
            facts.append((_("Sent"), moment))
        # In four groups, so that the line can be broken and compared by eye.
        digest = " ".join(head.sha256[at : at + 16] for at in range(0, len(head.sha256), 16))
        facts.append((_("SHA-256 of the PDF"), digest))
        for place, (label, value) in enumerate(facts, 1):
            self._facts.addWidget(FactRow(label, value, last=place == len(facts)))
