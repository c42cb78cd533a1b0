"""One quote on the command line: shown whole, and changed while it is a draft."""

import argparse

from deskcrm.i18n import _
from deskcrm.terminal import Commands, Terminal, read_json


def register(commands: Commands, group: str) -> None:
    """Add the commands."""
    showing = commands.add("show", _("show all about one quote"), _show, group=group, records=True)
    showing.add_argument("quote", metavar="ID|NUMBER")
    updating = commands.add(
        "update", _("change a draft as JSON says"), _update, group=group, records=True
    )
    updating.add_argument("id", type=int, metavar="ID")
    updating.add_argument(
        "file", metavar="FILE", help=_("a JSON file with what changes, or - for standard input")
    )


def _show(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm.features.quotes.queries import find_quote

    _tell(terminal, terminal.crm.ask(find_quote, given.quote), as_json=given.json)


def _update(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm.features.quotes.updating import update_quote

    terminal.crm.do(update_quote, given.id, read_json(given.file), now=terminal.now())
    _tell(terminal, given.id, as_json=given.json)


def _tell(terminal: Terminal, quote_id: int, *, as_json: bool) -> None:
    """Print all about a quote."""
    from deskcrm.features.quotes.queries.whole import quote_record

    record = terminal.crm.ask(quote_record, quote_id, terminal.today())
    if as_json:
        terminal.give(record)
        return
    from deskcrm import formats
    from deskcrm.features.quotes.cli import STATES

    currency = record["currency"]
    facts = (
        (
            _("Number"),
            record["number"] or _("will be {number}").format(number=record["next_number"]),
        ),
        (_("State"), _(STATES[record["state"]])),
        (_("Title"), record["title"]),
        (_("Customer"), record["customer"]["person"] or record["customer"]["name"]),
        (_("Date"), formats.day(record["date"])),
        (_("Valid until"), formats.day(record["valid_until"])),
        (_("Revisions"), ", ".join(each["number"] or "—" for each in record["revisions"])),
        (_("Total"), formats.money(record["totals"]["payable"], currency, exact=True)),
    )
    for label, value in facts:
        terminal.say(f"{label}: {value}")
    terminal.say("")
    terminal.table(
        (_("Line"), _("Description"), _("Quantity"), _("Price"), _("Amount")),
        (
            (
                line.get("number"),
                line["description"],
                line.get("quantity"),
                line.get("unit_price"),
                line.get("amount"),
            )
            for line in record["lines"]
        ),
    )
