"""Deals on the command line: list, add, move."""

import argparse
from typing import TYPE_CHECKING, Any

from deskcrm.i18n import _, language
from deskcrm.terminal import Commands, Terminal, read_day

if TYPE_CHECKING:
    from deskcrm.features.pipeline.rows import DealRow


def register(commands: Commands) -> None:
    """Add the commands of deals."""
    commands.group("deals", _("possible sales"))
    listing = commands.add("list", _("list deals"), _list, group="deals", records=True)
    listing.add_argument("--stage", metavar="STAGE", help=_("only those in this stage"))
    adding = commands.add("add", _("add a deal"), _add, group="deals", records=True)
    adding.add_argument("title", metavar="TITLE")
    adding.add_argument("--contact", type=int, metavar="ID", help=_("whose deal it is"))
    adding.add_argument("--value", default="0", metavar="V", help=_("what it may bring, net"))
    adding.add_argument("--currency", default="", metavar="C", help=_("a code such as EUR"))
    adding.add_argument("--stage", metavar="STAGE", help=_("the stage it begins in"))
    adding.add_argument("--close", metavar="DATE", help=_("when it may close, as 2026-11-21"))
    moving = commands.add("move", _("move a deal to a stage"), _move, group="deals", records=True)
    moving.add_argument("id", type=int, metavar="ID")
    moving.add_argument("stage", metavar="STAGE", help=_("its name, or its key such as “won”"))
    moving.add_argument("--reason", default="", metavar="T", help=_("why a deal was lost"))


def _list(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm import formats
    from deskcrm.features.pipeline.queries import deal_rows

    today = terminal.today()
    stage_id = None if given.stage is None else _stage_id(terminal, given.stage)
    rows = terminal.crm.ask(deal_rows, today, stage_id=stage_id)
    if given.json:
        terminal.give([_record(row) for row in rows])
        return
    terminal.table(
        (
            _("ID"),
            _("Title"),
            _("Contact"),
            _("Stage"),
            _("Value"),
            _("Chance"),
            _("Expected close"),
        ),
        (
            (
                row.id,
                row.title,
                row.who,
                row.stage.name,
                formats.money(row.value, row.currency),
                formats.percent(row.probability),
                formats.day(row.expected_close) if row.expected_close else "",
            )
            for row in rows
        ),
    )


def _add(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm.domain.numbers import read_decimal
    from deskcrm.features.pipeline.usecases import add_lead

    deal_id = terminal.crm.do(
        add_lead,
        given.title,
        at=terminal.now(),
        contact_id=given.contact,
        value=read_decimal(given.value, language()),
        currency=given.currency,
        stage_id=None if given.stage is None else _stage_id(terminal, given.stage),
        expected_close=None if given.close is None else read_day(given.close),
    )
    _tell(terminal, deal_id, given.json)


def _move(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm.features.pipeline.usecases import move_deal

    stage_id = _stage_id(terminal, given.stage)
    terminal.crm.do(move_deal, given.id, stage_id, at=terminal.now(), reason=given.reason)
    _tell(terminal, given.id, given.json)


def _tell(terminal: Terminal, deal_id: int, as_json: bool) -> None:
    """Print what a deal is now."""
    from deskcrm.features.pipeline.queries import deal_view

    row = terminal.crm.ask(deal_view, deal_id, terminal.today()).row
    if as_json:
        terminal.give(_record(row))
    else:
        terminal.say(
            _("Deal {id} “{title}” is in {stage}.").format(
                id=row.id, title=row.title, stage=row.stage.name
            )
        )


def _record(row: "DealRow") -> dict[str, Any]:
    from deskcrm.domain.money import round_money

    return {
        "id": row.id,
        "title": row.title,
        "contact_id": row.contact_id,
        "contact": row.who,
        "stage": row.stage.name,
        "kind": row.stage.kind.value,
        "value": round_money(row.value, row.currency),
        "currency": row.currency,
        "probability": row.probability,
        "expected_close": row.expected_close,
        "closed": row.closed,
        "next_step": row.step_on,
        "last_activity": row.last_activity,
    }


def _stage_id(terminal: Terminal, text: str) -> int:
    from deskcrm.features.pipeline.queries import stage_named

    return terminal.crm.ask(stage_named, text).id
