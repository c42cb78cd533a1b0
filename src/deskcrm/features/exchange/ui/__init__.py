"""Import and export in the window: their commands."""

from typing import TYPE_CHECKING

from deskcrm.i18n import mark
from deskcrm.kit.feature import Command, Feature

if TYPE_CHECKING:
    from deskcrm.kit.context import Context


def _import(context: "Context") -> None:
    from deskcrm.features.exchange.ui.importing import ImportSheet

    page = context.shell.current_page()
    sheet = ImportSheet(context, page.window() if page is not None else None)
    sheet.open()
    for file in context.files[:1]:
        sheet.read(file)


def _export(context: "Context") -> None:
    from deskcrm.features.exchange.ui.exporting import ExportSheet

    page = context.shell.current_page()
    offered = page.choices("contact") if page is not None else {}
    ExportSheet(context, page.window() if page is not None else None, offered).open()


def _everything(context: "Context") -> None:
    from deskcrm.features.exchange.ui.everything import ask_place

    ask_place(context)


FEATURE = Feature(
    "exchange",
    commands=(
        Command(
            "exchange.import",
            mark("Import contacts"),
            _import,
            icon="import",
            menu="file",
            order=10,
            takes=(".csv", ".txt", ".tsv", ".xlsx", ".vcf", ".vcard", ".zip", "/"),
        ),
        Command(
            "exchange.export",
            mark("Export contacts"),
            _export,
            icon="export",
            menu="file",
            order=11,
        ),
        Command(
            "exchange.everything",
            mark("Save everything about the contact…"),
            _everything,
            icon="folder",
            menu="record",
            on="contact",
            order=330,
        ),
    ),
)
