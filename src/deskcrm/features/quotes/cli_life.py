"""The life of a quote on the command line: send, revise, extend, accept, decline, reverse, void, invoiced, diff."""

import argparse
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from deskcrm.i18n import _
from deskcrm.terminal import Commands, Run, Terminal, read_day

if TYPE_CHECKING:
    from deskcrm.features.quotes.usecases import SignedCopy


def register(commands: Commands, group: str) -> None:
    """Add the commands."""

    def add(name: str, text: str, run: Run) -> argparse.ArgumentParser:
        parser = commands.add(name, text, run, group=group, records=True)
        parser.add_argument("quote", metavar="ID|NUMBER")
        return parser

    sending = commands.add(
        "send", _("give a draft its number and freeze it"), _send, group=group, records=True
    )
    sending.add_argument("id", type=int, metavar="ID")
    sending.add_argument(
        "--follow-up", metavar="DATE", help=_("plan to ask about it on this day, as 2026-11-21")
    )
    add("revise", _("begin a draft that is to take the place of a quote"), _revise)
    extending = add("extend", _("keep a quote open until a later day"), _extend)
    extending.add_argument("until", metavar="DATE", help=_("its last day, as 2026-11-21"))
    accepting = add("accept", _("record that the customer accepted"), _accept)
    _add_day(accepting)
    accepting.add_argument("--note", default="", metavar="T", help=_("what was said"))
    accepting.add_argument(
        "--option", type=int, nargs="+", action="extend", default=[], metavar="N",
        help=_("the numbers of the optional lines that were taken"),
    )  # fmt: skip
    accepting.add_argument(
        "--alternative", type=int, nargs="+", action="extend", default=[], metavar="N",
        help=_("the numbers of the alternatives that were taken"),
    )  # fmt: skip
    accepting.add_argument("--signed", metavar="FILE", help=_("the copy that was signed"))
    declining = add("decline", _("record that the customer declined"), _decline)
    _add_day(declining)
    declining.add_argument("--reason", default="", metavar="T", help=_("why"))
    for name, text, run in (
        ("reverse", _("take back what was recorded as the answer"), _reverse),
        ("void", _("declare a quote void that nobody accepted"), _void),
    ):
        add(name, text, run).add_argument("--reason", default="", metavar="T", help=_("why"))
    invoicing = add("invoiced", _("record that an accepted quote was invoiced"), _invoiced)
    _add_day(invoicing)
    invoicing.add_argument("--back", action="store_true", help=_("take that back"))
    comparing = add("diff", _("show what two quotes say differently"), _diff)
    comparing.add_argument("other", metavar="ID|NUMBER")


def _add_day(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--on", metavar="DATE", help=_("on which day, as 2026-11-21"))


def _find(terminal: Terminal, reference: str) -> int:
    from deskcrm.features.quotes.queries import find_quote

    return terminal.crm.ask(find_quote, reference)


def _day(terminal: Terminal, given: argparse.Namespace) -> dt.date:
    return terminal.today() if given.on is None else read_day(given.on)


def _tell(terminal: Terminal, quote_id: int, given: argparse.Namespace) -> None:
    from deskcrm.features.quotes.cli import tell

    tell(terminal, quote_id, as_json=given.json)


def _send(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm.features.quotes.document import render_quote
    from deskcrm.features.quotes.usecases import send_quote

    terminal.crm.do(
        send_quote,
        given.id,
        today=terminal.today(),
        now=terminal.now(),
        render=render_quote,
        follow_up=None if given.follow_up is None else read_day(given.follow_up),
    )
    _tell(terminal, given.id, given)


def _revise(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm.features.quotes.life import revise_quote

    revised = _find(terminal, given.quote)
    revision = terminal.crm.do(revise_quote, revised, today=terminal.today(), now=terminal.now())
    if given.json:
        terminal.give({"id": revision})
    else:
        terminal.say(
            _("Draft {id} is to replace {number}.").format(id=revision, number=given.quote)
        )


def _extend(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm.features.quotes.life import extend_quote

    quote_id = _find(terminal, given.quote)
    terminal.crm.do(
        extend_quote,
        quote_id,
        valid_until=read_day(given.until),
        today=terminal.today(),
        now=terminal.now(),
    )
    _tell(terminal, quote_id, given)


def _accept(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm.features.quotes.queries import chosen_lines
    from deskcrm.features.quotes.usecases import accept_quote

    quote_id = _find(terminal, given.quote)
    chosen = terminal.crm.ask(
        chosen_lines, quote_id, options=given.option, alternatives=given.alternative
    )
    signed = None if given.signed is None else _signed(terminal, Path(given.signed))
    terminal.crm.do(
        accept_quote,
        quote_id,
        on=_day(terminal, given),
        note=given.note,
        chosen=chosen,
        signed=signed,
        now=terminal.now(),
    )
    _tell(terminal, quote_id, given)


def _signed(terminal: Terminal, file: Path) -> "SignedCopy":
    """Keep the content of a signed copy, before the record that names it."""
    from deskcrm.features.quotes.usecases import SignedCopy
    from deskcrm.files import safe_name
    from deskcrm.storage.contents import folder_beside, keep

    content = keep(folder_beside(terminal.crm.path), file)
    return SignedCopy(safe_name(file.name, otherwise=_("file")), content)


def _decline(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm.features.quotes.usecases import decline_quote

    quote_id = _find(terminal, given.quote)
    on = _day(terminal, given)
    terminal.crm.do(decline_quote, quote_id, on=on, reason=given.reason, now=terminal.now())
    _tell(terminal, quote_id, given)


def _reverse(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm.features.quotes.life import reverse_answer

    quote_id = _find(terminal, given.quote)
    terminal.crm.do(reverse_answer, quote_id, reason=given.reason, now=terminal.now())
    _tell(terminal, quote_id, given)


def _void(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm.features.quotes.life import void_quote

    quote_id = _find(terminal, given.quote)
    terminal.crm.do(void_quote, quote_id, reason=given.reason, now=terminal.now())
    _tell(terminal, quote_id, given)


def _invoiced(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm.features.quotes.life import mark_invoiced, take_back_invoice

    quote_id = _find(terminal, given.quote)
    if given.back:
        terminal.crm.do(take_back_invoice, quote_id, now=terminal.now())
    else:
        on = _day(terminal, given)
        terminal.crm.do(mark_invoiced, quote_id, on=on, now=terminal.now())
    _tell(terminal, quote_id, given)


def _diff(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm.features.quotes.comparing import (
        change_word,
        difference_rows,
        difference_to_json,
    )
    from deskcrm.features.quotes.queries import quote_view
    from deskcrm.features.quotes.queries.difference import difference

    before, after = (
        terminal.crm.ask(quote_view, _find(terminal, reference), terminal.today())
        for reference in (given.quote, given.other)
    )
    found = difference(before, after)
    if given.json:
        names = {"before": before.number, "after": after.number}
        terminal.give({**names, **difference_to_json(found)})
        return
    titles = ["", *(view.number or view.title for view in (before, after)), ""]
    terminal.table(
        titles,
        (
            (f"  {row.label}" if row.is_part else row.label, row.before, row.after,
             change_word(row.change))
            for row in difference_rows(found)
        ),
    )  # fmt: skip
