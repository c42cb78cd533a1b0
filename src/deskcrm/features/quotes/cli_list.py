"""The filters of `deskcrm quotes list`, and `deskcrm quotes export`."""

import argparse
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from deskcrm.i18n import _, ngettext
from deskcrm.terminal import Commands, Terminal

if TYPE_CHECKING:
    from deskcrm.features.quotes.queries import Order, QuoteFilter, QuoteRow


def add_filters(parser: argparse.ArgumentParser) -> None:
    """Let a command take what the list of quotes is narrowed by, beside text and state."""
    parser.add_argument(
        "--expiring", type=int, metavar="DAYS", help=_("only those that run out in so many days")
    )
    parser.add_argument(
        "--waiting", action="store_true", help=_("only those that wait, the longest first")
    )
    parser.add_argument(
        "--customer", type=int, metavar="ID", help=_("only those of this contact or organization")
    )


def listed(terminal: Terminal, given: argparse.Namespace) -> "tuple[QuoteRow, ...]":
    """Return the quotes that a command asks for."""
    from deskcrm.features.quotes.queries import quote_page

    wanted, order = _wanted(terminal, given)
    return terminal.crm.ask(
        quote_page, wanted, today=terminal.today(), order=order, limit=max(0, given.limit)
    )


def register(commands: Commands, group: str) -> None:
    """Add `export`."""
    from deskcrm.features.quotes.cli import STATES

    taking = commands.add("export", _("write quotes to a file"), _export, group=group, records=True)
    taking.add_argument("file", type=Path, metavar="FILE", help=_("where to write them"))
    taking.add_argument(
        "--lines", action="store_true", help=_("a row for each line, not for each quote")
    )
    taking.add_argument(
        "--format",
        choices=("csv", "exact", "xlsx"),
        default="csv",
        metavar="FORMAT",
        help=_("csv or xlsx for spreadsheets; exact for programs"),
    )
    taking.add_argument("--search", default="", metavar="T", help=_("only those that fit a text"))
    taking.add_argument("--state", choices=STATES, help=_("only those in this state"))
    add_filters(taking)


def _export(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm import formats
    from deskcrm.features.exchange.formats import Format
    from deskcrm.features.quotes.queries import quote_ids
    from deskcrm.features.quotes.table import export_quotes

    today = terminal.today()
    wanted, order = _wanted(terminal, given)
    ids = terminal.crm.ask(quote_ids, wanted, today=today, order=order)
    count = terminal.crm.ask(
        export_quotes,
        given.file,
        Format(given.format),
        ids,
        today=today,
        lines=given.lines,
        progress=terminal.bar(_("Exporting")),
    )
    if given.json:
        terminal.give({"file": str(given.file), "rows": count})
        return
    said = ngettext("Wrote {count} row to {file}.", "Wrote {count} rows to {file}.", count)
    terminal.say(said.format(count=formats.number(count), file=given.file))


def _wanted(terminal: Terminal, given: argparse.Namespace) -> "tuple[QuoteFilter, Order]":
    from deskcrm.domain.quotes import QuoteState
    from deskcrm.features.quotes.queries import Order, QuoteFilter

    expires_by = None
    if given.expiring is not None:
        most = (dt.date.max - terminal.today()).days
        expires_by = terminal.today() + dt.timedelta(days=min(max(given.expiring, 0), most))
    wanted = QuoteFilter(
        states=frozenset({QuoteState(given.state)}) if given.state else None,
        text=given.search,
        contact_id=given.customer,
        waits=given.waiting,
        expires_by=expires_by,
    )
    if given.waiting:
        return wanted, Order.LONGEST
    return wanted, Order.LATEST if expires_by is None else Order.SOON
