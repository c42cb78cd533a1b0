"""What the user can do with a quote that was sent, beside accepting and declining: commands."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from deskcrm.i18n import _, mark
from deskcrm.kit.feature import Command

if TYPE_CHECKING:
    from deskcrm.features.quotes.queries import Standing
    from deskcrm.kit.context import Context


def _revise(context: "Context") -> None:
    from deskcrm.features.quotes.life import revise_quote

    said = _("Revision begun")
    quote_id = _target(context)
    done = context.do(said, revise_quote, quote_id, today=context.today(), now=context.now())
    if done is not None:
        context.open("quote", done.result)


def _open_revision(context: "Context") -> None:
    following = _standing(context).replaced_by_id
    if following is not None:
        context.open("quote", following)


def _open_revised(context: "Context") -> None:
    revised = _standing(context).replaces_id
    if revised is not None:
        context.open("quote", revised)


def _compare(context: "Context") -> None:
    from deskcrm.features.quotes.ui.difference_sheet import show_difference
    from deskcrm.features.quotes.ui.page import QuotesPage

    page = context.shell.current_page()
    if isinstance(page, QuotesPage) and page.is_editing and page.editor is not None:
        page.editor.finish()
    show_difference(context, _target(context))


def _extend(context: "Context") -> None:
    from deskcrm.features.quotes.ui.life_sheets import ask_extension

    ask_extension(context, _target(context))


def _reverse(context: "Context") -> None:
    from deskcrm.features.quotes.ui.life_sheets import ask_reversal

    ask_reversal(context, _target(context))


def _void(context: "Context") -> None:
    from deskcrm.features.quotes.ui.life_sheets import ask_void

    ask_void(context, _target(context))


def _invoiced(context: "Context") -> None:
    from deskcrm.features.quotes.ui.life_sheets import ask_invoice

    ask_invoice(context, _target(context))


def _not_invoiced(context: "Context") -> None:
    from deskcrm.features.quotes.life import take_back_invoice

    said = _("Not invoiced after all")
    context.do(said, take_back_invoice, _target(context), now=context.now())


def _target(context: "Context") -> int:
    quote_id = context.target("quote")
    assert quote_id is not None
    return quote_id


def _standing(context: "Context") -> "Standing":
    from deskcrm.features.quotes.queries import quote_standing

    return context.crm.ask(quote_standing, _target(context), context.today())


def _if(fits: "Callable[[Standing], bool]") -> "Callable[[Context], bool]":
    """Return what says whether the quote to act on fits."""

    def ask(context: "Context") -> bool:
        from deskcrm.errors import NotFound

        try:
            return fits(_standing(context))
        except NotFound:
            return False

    return ask


def _is(*names: str) -> "Callable[[Context], bool]":
    return _if(lambda quote: quote.state.name in names)


LIFE_COMMANDS = (
    Command("quotes.revise", mark("Revise the quote"), _revise, icon="edit",
            shortcut="Ctrl+Shift+R", menu="record", page="quotes", on="quote",
            enabled=_if(lambda quote: quote.state.name in {"SENT", "EXPIRED", "DECLINED"}
                        and quote.replaced_by_id is None), order=331),
    Command("quotes.open_revision", mark("Open the revision"), _open_revision, icon="arrow-right",
            menu="record", page="quotes", on="quote",
            enabled=_if(lambda quote: quote.replaced_by_id is not None), order=332),
    Command("quotes.open_revised", mark("Open the quote it replaces"), _open_revised,
            icon="arrow-left", menu="record", page="quotes", on="quote",
            enabled=_if(lambda quote: quote.replaces_id is not None), order=333),
    Command("quotes.difference", mark("Compare with the other revision"), _compare, icon="eye",
            shortcut="Ctrl+Shift+E", menu="record", page="quotes", on="quote",
            enabled=_if(lambda quote: quote.replaces_id is not None or quote.replaced_by_id is not None),
            order=334),
    Command("quotes.extend", mark("Keep the quote open longer…"), _extend, icon="clock",
            shortcut="Ctrl+Shift+U", menu="record", page="quotes", on="quote",
            enabled=_is("SENT", "EXPIRED"), order=322),
    Command("quotes.reverse", mark("Take back the answer…"), _reverse, icon="undo",
            shortcut="Ctrl+Shift+X", menu="record", page="quotes", on="quote",
            enabled=_is("ACCEPTED", "DECLINED"), order=323),
    Command("quotes.invoiced", mark("Quote was invoiced…"), _invoiced, icon="coins",
            shortcut="Ctrl+Shift+V", menu="record", page="quotes", on="quote",
            enabled=_is("ACCEPTED"), order=324),
    Command("quotes.not_invoiced", mark("Quote was not invoiced after all"), _not_invoiced,
            icon="undo", menu="record", page="quotes", on="quote", enabled=_is("INVOICED"),
            order=325),
    Command("quotes.void", mark("Declare the quote void…"), _void, icon="close", menu="record",
            page="quotes", on="quote", enabled=_is("SENT", "EXPIRED", "DECLINED"), order=326),
)  # fmt: skip
