"""The backup of the day: made behind the window while it is idle, told in the status bar."""

import datetime as dt
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from deskcrm import formats
from deskcrm.i18n import _
from deskcrm.jobs import Progress
from deskcrm.kit.context import Context

_FIRST = 10_000
_EVERY = 30 * 60 * 1000
"""Milliseconds; a window that stays open for days makes a backup on each."""


class DailyBackup(QObject):
    """Makes one backup a day as long as the window is open."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._context = context
        self._timer = QTimer(self, interval=_FIRST)
        self._timer.timeout.connect(self.make)
        self._timer.start()
        self._tell()

    @property
    def folder(self) -> Path:
        """Where the backups are kept."""
        return self._context.crm.path.parent / "backups"

    def make(self) -> None:
        """Make today's backup, unless there is one or something else is running."""
        if self._context.jobs.running:
            return
        self._timer.setInterval(_EVERY)
        path, folder, today = self._context.crm.path, self.folder, self._context.today()
        if _newest(folder) == today:
            return

        def work(_progress: Progress) -> None:
            from deskcrm.storage.backup import daily_backup

            daily_backup(path, folder, today=today)

        self._context.jobs.run(_("Backing up"), work, lambda _made: self._tell())

    def _tell(self) -> None:
        day = _newest(self.folder)
        text = _("No backup yet")
        if day is not None:
            day_text = formats.near_day(day, self._context.today())
            text = _("Last backup: {day}").format(day=day_text)
        self._context.shell.set_status("backup", text)


def _newest(folder: Path) -> dt.date | None:
    from deskcrm.storage.backup import backups, day_of

    found = backups(folder)
    return day_of(found[0]) if found else None
