"""The business in the window: sections of the Settings page, and its name above the pages."""

from typing import TYPE_CHECKING

from deskcrm.i18n import mark
from deskcrm.kit.feature import Feature, Preference

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from deskcrm.crm import Changes
    from deskcrm.kit.context import Context


def _own(context: "Context") -> "QWidget":
    from deskcrm.features.business.ui.own import OwnSection

    return OwnSection(context)


def _quotes(context: "Context") -> "QWidget":
    from deskcrm.features.business.ui.quotes import QuotesSection

    return QuotesSection(context)


def _taxes(context: "Context") -> "QWidget":
    from deskcrm.features.business.ui.taxes import TaxSection

    return TaxSection(context)


def _stages(context: "Context") -> "QWidget":
    from deskcrm.features.business.ui.stages import StageSection

    return StageSection(context)


def _started(context: "Context") -> None:
    """Show the name of the business, now and whenever it changes."""
    from deskcrm.features.business.queries import business_name

    def show() -> None:
        context.shell.set_business(context.crm.ask(business_name))

    def hear(changes: "Changes") -> None:
        if changes.touches("business"):
            show()

    context.changes.changed.connect(hear)
    show()


FEATURE = Feature(
    "business",
    preferences=(
        Preference("business", mark("Your business"), _own, order=10),
        Preference("quotes", mark("Quotes"), _quotes, order=20),
        Preference("taxes", mark("Taxes"), _taxes, order=30),
        Preference("stages", mark("Pipeline stages"), _stages, order=50),
    ),
    started=_started,
)
