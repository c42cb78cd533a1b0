"""How quotes appear in the window: their page, their part of contacts and deals, their commands."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deskcrm.features.quotes.ui.commands import COMMANDS, open_quote
from deskcrm.features.quotes.ui.list_commands import LIST_COMMANDS
from deskcrm.i18n import _, mark
from deskcrm.kit.feature import Feature, Found, PageSpec, PanelSpec

if TYPE_CHECKING:
    from deskcrm.kit.context import Context
    from deskcrm.kit.live import Panel
    from deskcrm.kit.page import Page

_MOST_FOUND = 6


def _page(context: "Context") -> "Page":
    from deskcrm.features.quotes.ui.page import QuotesPage

    return QuotesPage(context)


def _waiting(context: "Context") -> int:
    """Count the quotes that were sent and wait for an answer."""
    from deskcrm.features.quotes.waiting import count_waiting

    return context.crm.ask(count_waiting, context.today())


def _contact_panel(context: "Context") -> "Panel":
    from deskcrm.features.quotes.ui.panel import QuotesPanel

    return QuotesPanel(context, "contact")


def _deal_panel(context: "Context") -> "Panel":
    from deskcrm.features.quotes.ui.panel import QuotesPanel

    return QuotesPanel(context, "deal")


def _find(context: "Context", text: str) -> Sequence[Found]:
    """Return the quotes that fit a text, for the palette."""
    from deskcrm import formats
    from deskcrm.features.quotes.queries import quote_rows
    from deskcrm.features.quotes.ui.words import state_word

    rows = context.crm.ask(quote_rows, today=context.today(), text=text, limit=_MOST_FOUND)
    return [
        Found(
            "quote",
            quote.id,
            quote.title or quote.number or _("Without a title"),
            formats.beside(quote.number or "", quote.customer, state_word(quote.state)),
            "quotes",
        )
        for quote in rows
    ]


FEATURE = Feature(
    "quotes",
    pages=(
        PageSpec(
            "quotes", mark("Quotes"), "quotes", _page, count=_waiting, kinds=frozenset({"quote"})
        ),
    ),
    panels=(
        PanelSpec("contact", 30, _contact_panel),
        PanelSpec("deal", 30, _deal_panel),
    ),
    commands=(*COMMANDS, *LIST_COMMANDS),
    opens={"quote": open_quote},
    find=_find,
)
