"""Starts the window on one profile: what to open once it is painted, and the ways out if that fails."""

from functools import partial
from typing import TYPE_CHECKING

from deskcrm.i18n import _
from deskcrm.paths import Paths
from deskcrm.settings import Settings
from deskcrm.shell.app import local_now, run

if TYPE_CHECKING:
    from deskcrm.crm import Crm
    from deskcrm.shell.opening import Remedy


def start(paths: Paths, *, sample: bool) -> int:
    """Show the window of a profile until it is closed; with `sample`, on the invented business."""
    return run(partial(open_crm, paths, sample=sample), Settings.load(paths.settings), paths.data)


def open_crm(paths: Paths, *, sample: bool = False) -> "Crm":
    """Open the business of a profile; raise CannotOpen, with the last good backup as a way out."""
    from deskcrm.crm import Crm
    from deskcrm.storage.database import Damaged

    try:
        crm = Crm.open(paths.database)
    except Damaged as problem:
        from deskcrm.shell.opening import CannotOpen

        raise CannotOpen(str(problem), _remedies(paths)) from problem
    if sample:
        from deskcrm.features.quotes.document import render_quote
        from deskcrm.features.sample.usecases import load_sample, require_empty

        crm.ask(require_empty)
        crm.do(load_sample, today=local_now().date(), render=render_quote)
    return crm


def _remedies(paths: Paths) -> "list[Remedy]":
    from deskcrm import formats
    from deskcrm.shell.opening import Remedy
    from deskcrm.storage.backup import day_of, last_good, restore

    backup = last_good(paths.backups)
    if backup is None:
        return []
    text = _("Restore the backup of {day}").format(day=formats.day(day_of(backup)))
    return [Remedy(text, partial(restore, backup, paths.database))]
