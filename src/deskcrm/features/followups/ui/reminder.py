"""Reminds of follow-ups when their time comes, and of those missed while the program was closed."""

import datetime as dt

from PySide6.QtCore import QObject, QTimer

from deskcrm import formats
from deskcrm.features.followups.queries import default_hour, follow_up_rows
from deskcrm.i18n import _, ngettext
from deskcrm.kit.context import Context

_EVERY = 20_000
"""Milliseconds between two looks at the clock."""

_SETTING = "followups/reminded"


class Reminder(QObject):
    """Looks at the clock, and says once what has become due since it last looked."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._context = context
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Look now, and from now on every little while."""
        self.look()
        self._timer.start()

    def look(self) -> None:
        """Remind of what became due since the last look, which may be days ago."""
        now = self._context.now()
        since = self._last_look(now)
        hour = self._context.crm.ask(default_hour)
        due = [
            row.title
            for row in self._context.crm.ask(follow_up_rows)
            if since < row.due(hour, now.tzinfo) <= now
        ]
        self._context.settings.set(_SETTING, now.isoformat())
        if len(due) == 1:
            self._context.toast(_("Now due: {title}").format(title=due[0]))
        elif due:
            words = ngettext("{n} follow-up is due now.", "{n} follow-ups are due now.", len(due))
            self._context.toast(words.format(n=formats.number(len(due))))

    def _last_look(self, now: dt.datetime) -> dt.datetime:
        try:
            kept = dt.datetime.fromisoformat(str(self._context.settings.get(_SETTING, "")))
        except ValueError:
            return now
        return kept if kept.tzinfo is not None else now
