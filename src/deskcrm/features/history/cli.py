"""`deskcrm undo`, `deskcrm redo` and `deskcrm history`."""

import argparse

from deskcrm.i18n import _, mark
from deskcrm.terminal import Commands, Terminal

_STATES = {
    "done": mark("done"),
    "undone": mark("undone"),
    "final": mark("done for good"),
}


def register(commands: Commands) -> None:
    """Add the commands."""
    commands.add("undo", _("take back the last thing that was done"), _undo)
    commands.add("redo", _("do again what was taken back"), _redo)
    history = commands.add("history", _("list what was done, newest first"), _history, records=True)
    history.add_argument(
        "--limit", type=_count, default=20, metavar="N", help=_("at most so many steps")
    )


def _undo(terminal: Terminal, _given: argparse.Namespace) -> None:
    what = terminal.crm.undo()
    terminal.say(
        _("There is nothing to undo.") if what is None else _("Undid: {what}.").format(what=what)
    )


def _redo(terminal: Terminal, _given: argparse.Namespace) -> None:
    what = terminal.crm.redo()
    terminal.say(
        _("There is nothing to redo.") if what is None else _("Redid: {what}.").format(what=what)
    )


def _history(terminal: Terminal, given: argparse.Namespace) -> None:
    steps = terminal.crm.history(limit=given.limit)
    if given.json:
        terminal.give(
            [
                {"id": step.id, "at": step.at, "what": _(step.label), "state": step.state}
                for step in steps
            ]
        )
        return
    if not steps:
        terminal.say(_("Nothing was done yet."))
        return
    from deskcrm import formats

    terminal.table(
        (_("When"), _("What"), _("State")),
        (
            (
                f"{formats.day(step.at.astimezone().date())} {formats.time(step.at)}",
                _(step.label),
                _(_STATES[step.state]),
            )
            for step in steps
        ),
    )


def _count(text: str) -> int:
    """Read a number of records; argparse words what is wrong."""
    count = int(text)
    if count < 0:
        raise ValueError(text)
    return count


_count.__name__ = "number"
