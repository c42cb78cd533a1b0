"""Backups in the window: one a day by itself, and two commands."""

from typing import TYPE_CHECKING

from deskcrm.i18n import mark
from deskcrm.kit.feature import Command, Feature

if TYPE_CHECKING:
    from deskcrm.kit.context import Context


def _make(context: "Context") -> None:
    from deskcrm.features.backup.ui.asking import ask_backup

    ask_backup(context)


def _restore(context: "Context") -> None:
    from deskcrm.features.backup.ui.asking import ask_restore

    ask_restore(context)


def _is_quiet(context: "Context") -> bool:
    """Say whether no long work is using the file."""
    return not context.jobs.running


def _started(context: "Context") -> None:
    from deskcrm.features.backup.ui.daily import DailyBackup

    DailyBackup(context)


FEATURE = Feature(
    "backup",
    commands=(
        Command("backup.make", mark("Back up"), _make, icon="backup", menu="file", order=110),
        Command(
            "backup.restore", mark("Restore a backup"), _restore, icon="history", menu="file",
            order=111,
            enabled=_is_quiet,
        ),
    ),
    started=_started,
)  # fmt: skip
