"""What is known of a sent quote, above its lines: its answer, and what can be done about it."""

import datetime as dt
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from deskcrm import formats
from deskcrm.domain.quotes import QuoteState
from deskcrm.features.quotes.queries import QuoteHead
from deskcrm.i18n import _, mark
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.controls import Button, IconButton
from deskcrm.kit.parts import FactRow, Line, SectionLabel, clear, column, row
from deskcrm.kit.text import Text


class SentStrip(QWidget):
    """A sentence on where the quote stands, and its buttons; hidden for a draft that replaces nothing."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "background")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        box = column(self)
        line = row(gap=theme.SMALL)
        line.setContentsMargins(16, 9, 16, 9)
        self._words = Text(wrap=True)
        line.addWidget(self._words, 1)
        self.more = IconButton("more", _("All that can be done with the quote"), self._open_menu)
        line.addWidget(self.more)
        self._context = context
        self.buttons: dict[str, Button] = {}
        for name, words in _BUTTONS.items():
            button = Button(
                _(words),
                partial(context.run, f"quotes.{name}"),
                kind="primary" if name == "accept" else "",
            )
            self.buttons[name] = button
            line.addWidget(button)
        box.addLayout(line)
        box.addWidget(Line())

    def show_head(self, head: QuoteHead, valid_until: dt.date, today: dt.date) -> None:
        """Show where a sent quote stands, or which quote a draft is to replace."""
        self.setVisible(head.number is not None or head.replaces is not None)
        self._words.setText(standing(head, valid_until, today))
        offered = _OFFERED[head.state]
        if head.replaced_by is not None:
            offered = tuple("open_revision" if name == "revise" else name for name in offered)
        for name, button in self.buttons.items():
            button.setVisible(name in offered)
        for name, other in (("open_revised", head.replaces), ("open_revision", head.replaced_by)):
            words = _(_BUTTONS[name])
            if other is not None and other.number:
                words = _("Open {number}").format(number=other.number)
            self.buttons[name].setText(words)
            self.buttons[name].setAccessibleName(words)

    def begin(self) -> None:
        """Put the keyboard on what comes next."""
        shown = [button for button in self.buttons.values() if not button.isHidden()]
        if shown:
            shown[-1].setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_menu(self) -> None:
        corner = self.more.mapToGlobal(self.more.rect().bottomLeft())
        self._context.shell.show_record_menu("quote", corner)


_BUTTONS: Final = {
    "open_revised": mark("Open the quote it replaces"),
    "difference": mark("Compare"),
    "copy": mark("Copy"),
    "extend": mark("Extend…"),
    "revise": mark("Revise"),
    "open_revision": mark("Open the revision"),
    "reverse": mark("Take back…"),
    "invoiced": mark("Invoiced…"),
    "decline": mark("Decline"),
    "accept": mark("Accept"),
}
"""The buttons by the names of their commands, in order; the last one shown is what comes next."""
_OFFERED: Final = {
    QuoteState.DRAFT: ("open_revised", "difference"),
    QuoteState.SENT: ("revise", "decline", "accept"),
    QuoteState.EXPIRED: ("extend", "revise", "decline", "accept"),
    QuoteState.ACCEPTED: ("copy", "reverse", "invoiced"),
    QuoteState.DECLINED: ("copy", "reverse", "revise"),
    QuoteState.INVOICED: ("copy",),
    QuoteState.REVISED: ("difference", "open_revision"),
    QuoteState.VOID: ("copy",),
}


def standing(head: QuoteHead, valid_until: dt.date, today: dt.date) -> str:
    """Say in a sentence where a quote stands."""
    answered = formats.day(head.decided_on, today=today) if head.decided_on else ""
    day = formats.day(valid_until, today=today)
    match head.state:
        case QuoteState.DRAFT:
            return _when_replacing(head)
        case QuoteState.SENT:
            return _("Waits for an answer until {day}.").format(day=day)
        case QuoteState.EXPIRED:
            return _("Ran out on {day} without an answer.").format(day=day)
        case QuoteState.ACCEPTED:
            total = formats.money(head.payable, head.currency, exact=True)
            said = _("Accepted on {day} at {amount}.").format(day=answered, amount=total)
        case QuoteState.DECLINED:
            said = _("Declined on {day}.").format(day=answered)
        case QuoteState.INVOICED:
            said = _("Accepted on {day}, and invoiced.").format(day=answered)
        case QuoteState.VOID:
            said = _("Declared void.")
        case QuoteState.REVISED:
            number = head.replaced_by.number if head.replaced_by else ""
            return _("Replaced by {number}; it can no longer be accepted.").format(number=number)
    return f"{said} {' · '.join(head.decision_note.splitlines())}".strip()


def _when_replacing(head: QuoteHead) -> str:
    if head.replaces is None:
        return ""
    said = _("Takes the place of {number} when it is sent; until then, that one stands.")
    return said.format(number=head.replaces.number)


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
        if head.taken:
            facts.append((_("Taken"), ", ".join(head.taken)))
        if head.signed:
            facts.append((_("Signed copy"), ", ".join(head.signed)))
        # In four groups, so that the line can be broken and compared by eye.
        digest = " ".join(head.sha256[at : at + 16] for at in range(0, len(head.sha256), 16))
        facts.append((_("SHA-256 of the PDF"), digest))
        for place, (label, value) in enumerate(facts, 1):
            self._facts.addWidget(FactRow(label, value, last=place == len(facts)))
