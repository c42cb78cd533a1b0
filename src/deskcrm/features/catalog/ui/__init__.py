"""The catalog in the window: a section of the Settings page, and commands to move it in and out."""

from typing import TYPE_CHECKING

from deskcrm.i18n import mark
from deskcrm.kit.feature import Command, Feature, Preference

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from deskcrm.kit.context import Context


def _section(context: "Context") -> "QWidget":
    from deskcrm.features.catalog.ui.section import CatalogSection

    return CatalogSection(context)


def _show(context: "Context") -> None:
    from deskcrm.features.catalog.ui.section import CatalogSection

    page = context.shell.show_page("settings")
    section = page.findChild(CatalogSection)
    if section is not None:
        section.begin()


def _import(context: "Context") -> None:
    from deskcrm.features.catalog.ui.importing import ImportItemsSheet

    page = context.shell.current_page()
    sheet = ImportItemsSheet(context, page.window() if page is not None else None)
    sheet.open()
    for file in context.files[:1]:
        sheet.read(file)


def _export(context: "Context") -> None:
    from deskcrm.features.catalog.ui.exporting import ask_export

    ask_export(context)


FEATURE = Feature(
    "catalog",
    commands=(
        Command("catalog.show", mark("Catalog"), _show, icon="tag", menu="view", order=400),
        Command(
            "catalog.import",
            mark("Import items…"),
            _import,
            icon="import",
            menu="file",
            order=20,
            takes=(".csv", ".tsv", ".txt", ".xlsx"),
        ),
        Command(
            "catalog.export",
            mark("Export the catalog…"),
            _export,
            icon="export",
            menu="file",
            order=21,
        ),
    ),
    preferences=(Preference("catalog", mark("Catalog"), _section, order=40),),
)
