"""`deskcrm backup FILE`, `deskcrm restore FILE` and `deskcrm check`."""

import argparse
from pathlib import Path

from deskcrm.i18n import _, ngettext
from deskcrm.terminal import Commands, Terminal


def register(commands: Commands) -> None:
    """Add the commands."""
    backup = commands.add("backup", _("copy the business to a file and check the copy"), _backup)
    backup.add_argument("file", type=Path, metavar="FILE", help=_("where to put the copy"))
    restore = commands.add("restore", _("put a backup in the place of the business"), _restore)
    restore.add_argument("file", type=Path, metavar="FILE", help=_("a backup"))
    commands.add("check", _("read the whole file and say whether it is sound"), _check)


def _backup(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm.storage.backup import back_up

    # Opening it first makes sure that it is ours, whole and of this version.
    back_up(terminal.crm.path, given.file)
    terminal.say(_("Backed up to {file} and checked.").format(file=given.file))


def _restore(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm.storage.backup import restore

    replaced = restore(given.file, terminal.paths.database)
    terminal.say(_("Restored from {file}.").format(file=given.file))
    if replaced is not None:
        terminal.say(_("What was there before is kept in {file}.").format(file=replaced))


def _check(terminal: Terminal, _given: argparse.Namespace) -> None:
    from deskcrm import formats
    from deskcrm.storage.backup import missing_contents
    from deskcrm.storage.database import check

    path = terminal.paths.database
    if not path.exists():
        terminal.say(_("There is no data in this profile yet."))
        return
    check(path)
    terminal.say(_("{file} is sound.").format(file=path.name))
    if gone := missing_contents(path):
        said = ngettext(
            "The content of {n} attached file is missing or damaged. A backup may still have it.",
            "The contents of {n} attached files are missing or damaged. A backup may still have them.",
            gone,
        )
        terminal.say(said.format(n=formats.number(gone)))
