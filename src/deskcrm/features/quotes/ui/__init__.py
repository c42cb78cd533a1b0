"""How quotes appear in the window: their page, their part of contacts and deals, their commands."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deskcrm.features.quotes.ui.commands import COMMANDS, open_quote
from deskcrm.features.quotes.ui.document_commands import DOCUMENT_COMMANDS, begin_from_template
from deskcrm.features.quotes.ui.life_commands import LIFE_COMMANDS
from deskcrm.features.quotes.ui.list_commands import LIST_COMMANDS
from deskcrm.i18n import _, mark
from deskcrm.kit.feature import Feature, Found, PageSpec, PanelSpec, Preference

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

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
    """Return the quotes and the templates that fit a text, for the palette."""
    from deskcrm import formats
    from deskcrm.features.quotes.queries import quote_rows
    from deskcrm.features.quotes.templates import template_rows
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
    ] + [
        Found(
            "quote_template",
            template.id,
            template.name,
            _("New quote from this template"),
            "document",
        )
        for template in context.crm.ask(template_rows, text, limit=_MOST_FOUND)
    ]


def _snippets(context: "Context") -> "QWidget":
    from deskcrm.features.quotes.ui.reused_sections import SnippetSection

    return SnippetSection(context)


def _templates(context: "Context") -> "QWidget":
    from deskcrm.features.quotes.ui.reused_sections import TemplateSection

    return TemplateSection(context)


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
    commands=(*COMMANDS, *DOCUMENT_COMMANDS, *LIFE_COMMANDS, *LIST_COMMANDS),
    preferences=(
        Preference("snippets", mark("Snippets"), _snippets, order=22),
        Preference("quote_templates", mark("Quote templates"), _templates, order=24),
    ),
    opens={"quote": open_quote, "quote_template": begin_from_template},
    find=_find,
)
