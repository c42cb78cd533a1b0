"""How revenue appears in the window: its page, and its commands to take the figures away."""

from typing import TYPE_CHECKING

from deskcrm.i18n import mark
from deskcrm.kit.feature import Command, Feature, PageSpec

if TYPE_CHECKING:
    from deskcrm.kit.context import Context
    from deskcrm.kit.page import Page


def _page(context: "Context") -> "Page":
    from deskcrm.features.revenue.ui.page import RevenuePage

    return RevenuePage(context)


def _export_csv(context: "Context") -> None:
    from deskcrm.features.revenue.ui.page import RevenuePage
    from deskcrm.features.revenue.ui.saving import export_csv

    export_csv(context.show_page("revenue", RevenuePage))


def _save_pdf(context: "Context") -> None:
    from deskcrm.features.revenue.ui.page import RevenuePage
    from deskcrm.features.revenue.ui.saving import save_pdf

    save_pdf(context.show_page("revenue", RevenuePage))


FEATURE = Feature(
    "revenue",
    pages=(PageSpec("revenue", mark("Revenue"), "revenue", _page),),
    commands=(
        Command(
            "revenue.export_csv",
            mark("Export revenue as CSV"),
            _export_csv,
            icon="export",
            menu="file",
            order=240,
        ),
        Command(
            "revenue.save_pdf",
            mark("Save revenue report as PDF"),
            _save_pdf,
            icon="pdf",
            menu="file",
            order=250,
        ),
    ),
)
