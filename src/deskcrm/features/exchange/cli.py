"""`deskcrm contacts import FILE` and `deskcrm contacts export FILE`."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from deskcrm.i18n import _, ngettext
from deskcrm.terminal import Commands, Terminal, read_json

if TYPE_CHECKING:
    from deskcrm.features.exchange.plan import ImportPlan


def register(commands: Commands) -> None:
    """Add the commands."""
    commands.group("contacts", _("people and organizations"))
    bring_in = commands.add(
        "import",
        _("bring in contacts from CSV, XLSX or vCard files"),
        _import,
        group="contacts",
        records=True,
    )
    bring_in.add_argument(
        "files",
        type=Path,
        nargs="+",
        metavar="FILE",
        help=_("a CSV or XLSX file, a vCard, or a ZIP or folder of vCards"),
    )
    bring_in.add_argument(
        "--dry-run", action="store_true", help=_("say what would happen; write nothing")
    )
    bring_in.add_argument(
        "--preset", metavar="P", help=_("which program wrote the file, such as outlook-de")
    )
    bring_in.add_argument(
        "--map",
        type=Path,
        metavar="MAP",
        help=_("a JSON file that says what columns become"),
    )
    bring_in.add_argument(
        "--on-duplicate",
        choices=("update", "skip", "add"),
        default="update",
        metavar="DO",
        help=_("what becomes of rows that are there already: update, skip or add"),
    )
    bring_in.add_argument(
        "--refused", type=Path, metavar="OUT", help=_("where to write the rows that were refused")
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
    take_out = commands.add("export", _("write contacts to a file"), _export, group="contacts")
    take_out.add_argument("file", type=Path, metavar="FILE", help=_("where to write them"))
    take_out.add_argument(
        "--format",
        choices=("csv", "exact", "xlsx", "vcard3", "vcard4"),
        metavar="FORMAT",
        default="csv",
        help=_(
            "csv or xlsx for spreadsheets; exact, or vcard4, to be read back without loss; vcard3"
        ),
    )
    take_out.add_argument(
        "--exact",
        dest="format",
        action="store_const",
        const="exact",
        help=_("keep every field as it is, to be read back; not for spreadsheets"),
    )
    take_out.add_argument("--segment", metavar="S", help=_("only those of this segment"))
    take_out.add_argument(
        "--columns",
        metavar="COLUMNS",
        help=_("only these, such as name,emails,custom; for csv and xlsx"),
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
    from deskcrm.features.exchange.refused import write_refused
    from deskcrm.features.exchange.report import as_records, lines, summary

    reports = []
    for file in given.files:
        plan = _bring_in(terminal, file, given)
        reports.append({"file": str(file), **as_records(plan, dry_run=given.dry_run)})
        if not given.json:
            if len(given.files) > 1:
                terminal.say(f"{file}:")
            terminal.say(summary(plan, dry_run=given.dry_run))
            for line in lines(plan):
                terminal.say(line)
        if given.refused is not None:
            write_refused(_numbered(given.refused, len(reports)), plan)
    if given.json:
        terminal.give(reports if len(reports) > 1 else reports[0])


def _bring_in(terminal: Terminal, file: Path, given: argparse.Namespace) -> "ImportPlan":
    """Import one file, or plan it: each is a step of its own, so that undo takes back the last."""
    from deskcrm.features.exchange.dates import Order
    from deskcrm.features.exchange.opening import read_file
    from deskcrm.features.exchange.own_fields import own_fields
    from deskcrm.features.exchange.plan import OnMatch, plan_import
    from deskcrm.features.exchange.presets import preset_named
    from deskcrm.features.exchange.queries import home_country
    from deskcrm.features.exchange.targets import read_mapping
    from deskcrm.features.exchange.usecases import import_contacts

    bar = terminal.bar(_("Importing"))
    chosen = None
    if given.map is not None:
        chosen = read_mapping(read_json(str(given.map)), name=given.map.name)
    incoming = read_file(
        file,
        country=terminal.crm.ask(home_country),
        order=Order(given.order) if given.order else None,
        preset=None if given.preset is None else preset_named(given.preset),
        chosen=chosen,
        own=terminal.crm.ask(own_fields),
    )
    on_match = OnMatch(given.on_duplicate)
    if given.dry_run:
        return terminal.crm.ask(plan_import, incoming, progress=bar, on_match=on_match)
    return terminal.crm.do(
        import_contacts, incoming, now=terminal.now(), progress=bar, on_match=on_match
    )


def _numbered(path: Path, number: int) -> Path:
    return path if number == 1 else path.with_stem(f"{path.stem} {number}")


def _export(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm import formats
    from deskcrm.features.exchange.formats import Format, export
    from deskcrm.features.exchange.table import Choice

    ids = None
    if given.segment is not None:
        from deskcrm.features.contacts.queries.segments import segment_ids

        ids = terminal.crm.ask(segment_ids, given.segment, terminal.today())
    columns = None if given.columns is None else tuple(given.columns.split(","))
    bar = terminal.bar(_("Exporting"))
    choice = Choice(ids, columns)
    count = terminal.crm.ask(export, given.file, Format(given.format), choice, progress=bar)
    said = ngettext("Wrote {count} contact to {file}.", "Wrote {count} contacts to {file}.", count)
    terminal.say(said.format(count=formats.number(count), file=given.file))


def _dossier(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm.features.exchange.dossier import write_dossier
    from deskcrm.storage.contents import folder_beside

    written = terminal.crm.ask(
        write_dossier, given.folder, given.id, files=folder_beside(terminal.crm.path)
    )
    terminal.say(_("Wrote {folder}.").format(folder=written))
