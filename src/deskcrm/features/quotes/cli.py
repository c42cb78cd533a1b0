"""Quotes on the command line: list, totals, create, copy, pdf; their life is in `cli_life`."""

import argparse
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from deskcrm.features.quotes import explain_cli
from deskcrm.i18n import _, mark
from deskcrm.terminal import Commands, Terminal, read_json

if TYPE_CHECKING:
    from deskcrm.features.quotes.queries import QuoteRow

STATES = {
    "draft": mark("Draft"),
    "sent": mark("Sent"),
    "accepted": mark("Accepted"),
    "declined": mark("Declined"),
    "expired": mark("Expired"),
    "invoiced": mark("Invoiced"),
    "revised": mark("Revised"),
    "void": mark("Void"),
}


def register(commands: Commands) -> None:
    """Add the commands of quotes."""
    from deskcrm.features.quotes import cli_life, cli_list, cli_show

    group = "quotes"
    commands.group(group, _("what was offered"))
    listing = commands.add("list", _("list quotes"), _list, group=group, records=True)
    listing.add_argument("--search", default="", metavar="T", help=_("only those that fit a text"))
    listing.add_argument("--state", choices=STATES, help=_("only those in this state"))
    listing.add_argument("--limit", type=int, default=200, metavar="N", help=_("at most so many"))
    cli_list.add_filters(listing)
    cli_list.register(commands, group)
    totals = commands.add(
        "totals", _("compute totals of JSON figures"), _totals, group=group, records=True
    )
    totals.add_argument("file", metavar="FILE", help=_("a JSON file, or - for standard input"))
    explain_cli.register(commands, group)
    creating = commands.add(
        "create", _("write a draft from JSON"), _create, group=group, records=True
    )
    creating.add_argument("file", metavar="FILE", help=_("a JSON file, or - for standard input"))
    copying = commands.add(
        "copy", _("begin a draft that says the same"), _copy, group=group, records=True
    )
    copying.add_argument("quote", metavar="ID|NUMBER")
    printing = commands.add("pdf", _("write a quote as PDF"), _pdf, group=group)
    printing.add_argument("quote", metavar="ID|NUMBER")
    printing.add_argument("file", metavar="FILE", help=_("where to, or - for standard output"))
    cli_show.register(commands, group)
    cli_life.register(commands, group)


def _list(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm import formats
    from deskcrm.features.quotes.cli_list import listed

    rows = listed(terminal, given)
    if given.json:
        terminal.give([_record(row) for row in rows])
        return
    terminal.table(
        (_("ID"), _("Number"), _("Title"), _("Customer"), _("State"), _("Valid until"), _("Total")),
        (
            (
                row.id,
                row.number,
                row.title,
                row.customer,
                _(STATES[row.state.value]),
                formats.day(row.valid_until),
                formats.money(row.payable, row.currency, exact=True),
            )
            for row in rows
        ),
    )


def _totals(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm.features.quotes.exchange import totals_answer

    terminal.give(totals_answer(read_json(given.file)))


def _create(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm.features.quotes.creation import create_quote, new_quote_from_json

    new = new_quote_from_json(read_json(given.file))
    quote_id = terminal.crm.do(create_quote, new, today=terminal.today(), now=terminal.now())
    terminal.give({"id": quote_id})


def _copy(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm.features.quotes.queries import find_quote
    from deskcrm.features.quotes.usecases import copy_quote

    quote_id = terminal.crm.ask(find_quote, given.quote)
    copied = terminal.crm.do(copy_quote, quote_id, today=terminal.today(), now=terminal.now())
    terminal.give({"id": copied})


def _pdf(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm.features.quotes.document import render_quote
    from deskcrm.features.quotes.queries import NotSent, find_quote, quote_view, sent_pdf

    quote_id = terminal.crm.ask(find_quote, given.quote)
    try:
        pdf = terminal.crm.ask(sent_pdf, quote_id).pdf
    except NotSent:
        view = terminal.crm.ask(quote_view, quote_id, terminal.today())
        pdf = render_quote(view, progress=terminal.bar(given.file))
    terminal.save(given.file, pdf)


def tell(terminal: Terminal, quote_id: int, *, as_json: bool) -> None:
    """Print what a quote is now."""
    from deskcrm.features.quotes.queries import month_quotes, quote_head

    if as_json:
        (row,) = terminal.crm.ask(month_quotes, [quote_id], today=terminal.today())
        terminal.give(_record(row))
        return
    head = terminal.crm.ask(quote_head, quote_id, terminal.today())
    terminal.say(f"{head.number or head.title or head.id} · {_(STATES[head.state.value])}")


def _record(row: "QuoteRow") -> dict[str, Any]:
    from deskcrm.domain.money import round_money

    def amount(value: Decimal) -> str:
        return f"{round_money(value, row.currency):f}"

    return {
        "id": row.id,
        "number": row.number,
        "title": row.title,
        "customer": row.customer,
        "state": row.state.value,
        "date": row.date,
        "valid_until": row.valid_until,
        "currency": row.currency,
        "net": amount(row.net),
        "payable": amount(row.payable),
        "sent": row.sent,
        "decided_on": row.decided_on,
    }
