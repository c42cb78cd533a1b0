"""`deskcrm contacts import FILE` and `deskcrm contacts export FILE`."""

import argparse
from pathlib import Path

from deskcrm.i18n import _, ngettext
from deskcrm.terminal import Commands, Terminal


def register(commands: Commands) -> None:
    """Add the commands."""
    commands.group("contacts", _("people and organizations"))
    bring_in = commands.add(
        "import",
        _("bring in contacts from a CSV or vCard file"),
        _import,
        group="contacts",
        records=True,
    )
    bring_in.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help=_("a CSV file, a vCard, or a ZIP or folder of vCards"),
    )
    bring_in.add_argument(
        "--dry-run", action="store_true", help=_("say what would happen; write nothing")
    )
    order = bring_in.add_mutually_exclusive_group()
    order.add_argument(
        "--day-first",
        dest="order",
        action="store_const",
        const="day",
        help=_("read 3/4/1980 as 3 April where the file leaves it open"),
    )
    order.add_argument(
        "--month-first",
        dest="order",
        action="store_const",
        const="month",
        help=_("read 3/4/1980 as March 4 where the file leaves it open"),
    )
    take_out = commands.add("export", _("write all contacts to a file"), _export, group="contacts")
    take_out.add_argument("file", type=Path, metavar="FILE", help=_("where to write them"))
    take_out.add_argument(
        "--format",
        choices=("csv", "exact", "vcard3", "vcard4"),
        metavar="FORMAT",
        default="csv",
        help=_("csv for spreadsheets; exact, or vcard4, to be read back without loss; vcard3"),
    )
    take_out.add_argument(
        "--exact",
        dest="format",
        action="store_const",
        const="exact",
        help=_("keep every field as it is, to be read back; not for spreadsheets"),
    )
    dossier = commands.add(
        "dossier",
        _("write all that is held about a contact to a folder"),
        _dossier,
        group="contacts",
    )
    dossier.add_argument("id", type=int, metavar="ID", help=_("the contact's id"))
    dossier.add_argument(
        "folder", type=Path, metavar="FOLDER", help=_("where to put the new folder")
    )


def _import(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm.features.exchange.dates import Order
    from deskcrm.features.exchange.opening import read_file
    from deskcrm.features.exchange.plan import plan_import
    from deskcrm.features.exchange.queries import home_country
    from deskcrm.features.exchange.report import as_records, lines, summary
    from deskcrm.features.exchange.usecases import import_contacts

    bar = terminal.bar(_("Importing"))
    incoming = read_file(
        given.file,
        country=terminal.crm.ask(home_country),
        order=Order(given.order) if given.order else None,
    )
    if given.dry_run:
        plan = terminal.crm.ask(plan_import, incoming, progress=bar)
    else:
        plan = terminal.crm.do(import_contacts, incoming, now=terminal.now(), progress=bar)
    if given.json:
        terminal.give(as_records(plan, dry_run=given.dry_run))
        return
    terminal.say(summary(plan, dry_run=given.dry_run))
    for line in lines(plan):
        terminal.say(line)


def _export(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm.features.exchange.formats import Format, export

    bar = terminal.bar(_("Exporting"))
    count = terminal.crm.ask(export, given.file, Format(given.format), progress=bar)
    said = ngettext("Wrote {count} contact to {file}.", "Wrote {count} contacts to {file}.", count)
    terminal.say(said.format(count=count, file=given.file))


def _dossier(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm.features.exchange.dossier import write_dossier

    written = terminal.crm.ask(write_dossier, given.folder, given.id)
    terminal.say(_("Wrote {folder}.").format(folder=written))
