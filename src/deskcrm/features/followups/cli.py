"""`deskcrm followups …`."""

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from deskcrm import formats
from deskcrm.i18n import _
from deskcrm.terminal import Commands, Terminal, read_day

if TYPE_CHECKING:
    from deskcrm.features.followups.queries import FollowUpRow

_REPEATS = ("never", "daily", "weekly", "monthly", "yearly")


def register(commands: Commands) -> None:
    """Add the commands on follow-ups."""
    commands.group("followups", _("what is to be done, and when"))
    listing = commands.add(
        "list", _("list what is to be done"), _list, group="followups", records=True
    )
    listing.add_argument("--done", action="store_true", help=_("list what is done instead"))
    listing.add_argument("--limit", type=int, default=-1, metavar="N", help=_("at most N"))
    adding = commands.add("add", _("plan something"), _add, group="followups", records=True)
    adding.add_argument("title", metavar="TITLE", help=_("what is to be done"))
    adding.add_argument("--on", metavar="DATE", help=_("the day, such as 2026-11-21; else today"))
    adding.add_argument("--at", metavar="TIME", help=_("the time, such as 14:30"))
    adding.add_argument("--contact", type=int, metavar="ID", help=_("whom it is about"))
    adding.add_argument("--deal", type=int, metavar="ID", help=_("which deal it moves"))
    adding.add_argument("--repeat", choices=_REPEATS, default="never", help=_("how often"))
    doing = commands.add("done", _("mark something as done"), _done, group="followups")
    doing.add_argument("id", type=int, metavar="ID", help=_("the follow-up's id"))


def _list(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm.features.followups.queries import follow_up_rows

    rows = terminal.crm.ask(follow_up_rows, done=given.done, limit=given.limit)
    if given.json:
        terminal.give([_record(row) for row in rows])
        return
    today = terminal.today()
    terminal.table(
        [_("ID"), _("When"), _("What"), _("Who")],
        [
            (
                row.id,
                " ".join(
                    filter(
                        None,
                        (
                            formats.near_day(row.due_on, today),
                            formats.time(row.due_at) if row.due_at else "",
                        ),
                    )
                ),
                row.title,
                row.who,
            )
            for row in rows
        ],
    )


def _add(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm.domain.activities import Repeat
    from deskcrm.features.followups.queries import follow_up_row
    from deskcrm.features.followups.times import read_time
    from deskcrm.features.followups.usecases import add_follow_up

    key = terminal.crm.do(
        add_follow_up,
        title=given.title,
        due_on=read_day(given.on) if given.on else terminal.today(),
        due_at=read_time(given.at) if given.at else None,
        contact_id=given.contact,
        deal_id=given.deal,
        repeat=Repeat(given.repeat),
        now=terminal.now(),
    )
    if given.json:
        row = terminal.crm.ask(follow_up_row, key)
        terminal.give(_record(row) if row else None)
    else:
        terminal.say(_("Planned as follow-up {id}.").format(id=key))


def _done(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm.features.followups.usecases import complete

    again = terminal.crm.do(complete, given.id, today=terminal.today(), now=terminal.now())
    if again is None:
        terminal.say(_("Done."))
    else:
        terminal.say(_("Done; due again on {day}.").format(day=formats.day(again)))


def _record(row: "FollowUpRow") -> dict[str, Any]:
    return asdict(row)
