"""`deskcrm catalog list`, `import` and `export`."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deskcrm.i18n import _, ngettext
from deskcrm.terminal import Commands, Terminal

if TYPE_CHECKING:
    from deskcrm.features.catalog.queries import ItemRow


def register(commands: Commands) -> None:
    """Add the commands."""
    group = "catalog"
    commands.group(group, _("what is sold again and again"))
    listing = commands.add("list", _("list the catalog"), _list, group=group, records=True)
    listing.add_argument("--search", default="", metavar="T", help=_("only those that fit a text"))
    listing.add_argument("--category", metavar="C", help=_("only those of this category"))
    listing.add_argument(
        "--archived", action="store_true", help=_("those too that are offered no more")
    )
    bringing = commands.add(
        "import", _("bring in items from a CSV or XLSX file"), _import, group=group, records=True
    )
    bringing.add_argument("file", type=Path, metavar="FILE", help=_("a CSV or XLSX file"))
    bringing.add_argument(
        "--dry-run", action="store_true", help=_("say what would happen; write nothing")
    )
    taking = commands.add(
        "export", _("write the catalog to a file"), _export, group=group, records=True
    )
    taking.add_argument("file", type=Path, metavar="FILE", help=_("where to write it"))
    taking.add_argument(
        "--format",
        choices=("csv", "exact", "xlsx"),
        default="csv",
        metavar="FORMAT",
        help=_("csv or xlsx for spreadsheets; exact, to be read back without loss"),
    )


def _list(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm import formats
    from deskcrm.features.catalog.queries import catalog_items

    items = terminal.crm.ask(
        catalog_items, archived=given.archived, text=given.search, category=given.category
    )
    if given.json:
        terminal.give([_record(item) for item in items])
        return
    terminal.table(
        (_("ID"), _("Name"), _("Category"), _("Unit"), _("Price"), _("Tax")),
        (
            (
                item.id,
                item.name,
                item.category,
                item.unit,
                formats.money(item.unit_price, item.currency),
                item.tax_name,
            )
            for item in items
        ),
    )


def _import(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm.features.catalog.bringing import import_catalog
    from deskcrm.features.catalog.incoming import read_catalog
    from deskcrm.features.catalog.plan import plan_catalog
    from deskcrm.features.catalog.report import as_records, lines, summary

    file, bar = read_catalog(given.file), terminal.bar(_("Importing"))
    if given.dry_run:
        plan = terminal.crm.ask(plan_catalog, file, bar)
    else:
        plan = terminal.crm.do(import_catalog, file, bar)
    if given.json:
        terminal.give(as_records(plan, dry_run=given.dry_run))
        return
    terminal.say(summary(plan, dry_run=given.dry_run))
    for line in lines(plan):
        terminal.say(line)


def _export(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm import formats
    from deskcrm.features.catalog.table import export_catalog
    from deskcrm.features.exchange.formats import Format

    bar = terminal.bar(_("Exporting"))
    count = terminal.crm.ask(export_catalog, given.file, Format(given.format), progress=bar)
    if given.json:
        terminal.give({"file": str(given.file), "items": count})
        return
    said = ngettext("Wrote {count} item to {file}.", "Wrote {count} items to {file}.", count)
    terminal.say(said.format(count=formats.number(count), file=given.file))


def _record(item: "ItemRow") -> dict[str, Any]:
    return {
        "id": item.id,
        "name": item.name,
        "description": item.description,
        "unit": item.unit,
        "category": item.category,
        "price": item.unit_price,
        "currency": item.currency,
        "prices": dict(item.prices),
        "cost": item.cost,
        "tax": item.tax_name,
        "texts": {
            text.language: {
                "name": text.name,
                "description": text.description,
                "unit": text.unit,
            }
            for text in item.texts
        },
        "custom": dict(item.custom),
        "archived": item.archived,
    }
