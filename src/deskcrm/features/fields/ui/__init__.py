"""The user's own fields in the window: a section of the Settings page."""

from typing import TYPE_CHECKING

from deskcrm.i18n import mark
from deskcrm.kit.feature import Feature, Preference

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from deskcrm.kit.context import Context


def _fields(context: "Context") -> "QWidget":
    from deskcrm.features.fields.ui.section import FieldsSection

    return FieldsSection(context)


FEATURE = Feature(
    "fields", preferences=(Preference("fields", mark("Your own fields"), _fields, order=60),)
)
