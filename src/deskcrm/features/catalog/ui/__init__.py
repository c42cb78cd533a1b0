"""The catalog in the window: a section of the Settings page."""

from typing import TYPE_CHECKING

from deskcrm.i18n import mark
from deskcrm.kit.feature import Feature, Preference

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from deskcrm.kit.context import Context


def _section(context: "Context") -> "QWidget":
    from deskcrm.features.catalog.ui.section import CatalogSection

    return CatalogSection(context)


FEATURE = Feature(
    "catalog", preferences=(Preference("catalog", mark("Catalog"), _section, order=40),)
)
