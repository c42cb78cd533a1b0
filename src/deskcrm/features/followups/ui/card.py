"""A follow-up as a card: a ring to tick, what it is about, when, and Snooze."""

import datetime as dt
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent

from deskcrm import formats
from deskcrm.domain.activities import Repeat
from deskcrm.features.followups.queries import FollowUpRow
from deskcrm.features.followups.ui.actions import mark_done, open_snooze_menu
from deskcrm.features.followups.ui.form import repeat_words
from deskcrm.i18n import _, ngettext
from deskcrm.kit.context import Context
from deskcrm.kit.controls import Button, DoneRing, Pill
from deskcrm.kit.parts import TaskCard

_SEEN_DONE = 160
"""Milliseconds for which a tick is seen before its card leaves."""


class FollowUpCard(TaskCard):
    """One follow-up on the page."""

    focused = Signal(int)
    menu_wanted = Signal(int, QPoint)

    def __init__(
        self, context: Context, row: FollowUpRow, today: dt.date, opens: Callable[[], object]
    ) -> None:
        self._context = context
        self.follow_up_id = row.id
        ring = DoneRing(_("Mark “{title}” as done").format(title=row.title))
        snooze = Button(_("Snooze"), self._snooze)
        self._snooze_button = snooze
        beside = []
        if row.repeat is not Repeat.NEVER:
            beside.append(Pill(repeat_words()[row.repeat], "neutral"))
        super().__init__(
            row.title,
            about(row),
            before=[ring],
            beside_title=beside,
            after=[when_pill(row, today), snooze],
            opens=opens,
        )
        ring.toggled.connect(self._done)
        # The card itself has the keyboard: Space ticks, S snoozes, F2 and Enter edit.
        ring.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        snooze.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell the page which follow-up its keys act on."""
        super().focusInEvent(event)
        self.focused.emit(self.follow_up_id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of what can be done with the follow-up."""
        self.menu_wanted.emit(self.follow_up_id, event.globalPos())

    def _done(self, checked: bool) -> None:
        if checked:
            QTimer.singleShot(
                _SEEN_DONE, self, partial(mark_done, self._context, self.follow_up_id)
            )

    def _snooze(self) -> None:
        button = self._snooze_button
        at = button.mapToGlobal(QPoint(0, button.height() + 4))
        open_snooze_menu(self._context, self.follow_up_id, at)


def about(row: FollowUpRow) -> str:
    """Return whom a follow-up is for, and the stage and value of its deal."""
    value = formats.money(row.value, row.currency) if row.value and row.currency else ""
    return formats.beside(row.who, row.stage, value)


def when_pill(row: FollowUpRow, today: dt.date) -> Pill:
    """Return a pill that says when a follow-up is due, or how late it is."""
    late = (today - row.due_on).days
    if late > 0:
        words = ngettext("{n} day late", "{n} days late", late).format(n=formats.number(late))
        return Pill(words, "bad")
    if row.due_on > today:
        return Pill(formats.near_day(row.due_on, today), "accent")
    return Pill(formats.time(row.due_at) if row.due_at else _("any time"), "accent")
