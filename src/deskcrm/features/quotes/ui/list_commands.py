"""What the user can do with the list of quotes, and from its rows."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from deskcrm.i18n import mark
from deskcrm.kit.feature import Command

if TYPE_CHECKING:
    from deskcrm.features.quotes.queries import QuoteRow
    from deskcrm.kit.context import Context


def _row(context: "Context") -> "QuoteRow":
    """Return the quote to act on."""
    from deskcrm.errors import NotFound
    from deskcrm.features.quotes.queries import month_quotes

    quote_id = context.target("quote")
    assert quote_id is not None
    rows = context.crm.ask(month_quotes, [quote_id], today=context.today())
    if not rows:
        raise NotFound(name=f"#{quote_id}")
    return rows[0]


def _open_customer(context: "Context") -> None:
    contact_id = _row(context).contact_id
    if contact_id is not None:
        context.shell.open_record("contact", contact_id)


def _open_deal(context: "Context") -> None:
    deal_id = _row(context).deal_id
    if deal_id is not None:
        context.shell.open_record("deal", deal_id)


def _of_customer(context: "Context") -> None:
    from deskcrm.features.quotes.ui.page import QuotesPage

    quote = _row(context)
    if quote.contact_id is not None:
        page = context.show_page("quotes", QuotesPage)
        page.show_whose("contact", quote.contact_id, quote.customer)


def _of_deal(context: "Context") -> None:
    from deskcrm.features.quotes.queries import deal_title
    from deskcrm.features.quotes.ui.page import QuotesPage

    quote = _row(context)
    if quote.deal_id is not None:
        title = context.crm.ask(deal_title, quote.deal_id)
        page = context.show_page("quotes", QuotesPage)
        page.show_whose("deal", quote.deal_id, title)


def _export(context: "Context") -> None:
    from deskcrm.features.quotes.ui.exporting import ask_export

    ask_export(context)


def _has(name: str) -> "Callable[[Context], bool]":
    """Return what says whether the quote to act on has a contact or a deal."""

    def ask(context: "Context") -> bool:
        from deskcrm.errors import NotFound

        try:
            return getattr(_row(context), name) is not None
        except NotFound:
            return False

    return ask


LIST_COMMANDS = (
    Command("quotes.open_customer", mark("Go to the customer"), _open_customer, icon="user",
            shortcut="Ctrl+J", menu="record", page="quotes", on="quote",
            enabled=_has("contact_id"), order=360),
    Command("quotes.open_deal", mark("Go to the deal"), _open_deal, icon="pipeline",
            shortcut="Ctrl+Shift+J", menu="record", page="quotes", on="quote",
            enabled=_has("deal_id"), order=361),
    Command("quotes.of_customer", mark("Show all quotes of the customer"), _of_customer,
            icon="filter", page="quotes", on="quote", enabled=_has("contact_id"), order=362),
    Command("quotes.of_deal", mark("Show all quotes of the deal"), _of_deal, icon="filter",
            page="quotes", on="quote", enabled=_has("deal_id"), order=363),
    Command("quotes.export", mark("Export quotes…"), _export, icon="export", menu="file",
            order=30),
)  # fmt: skip
