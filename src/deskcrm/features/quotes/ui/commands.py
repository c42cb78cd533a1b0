"""What the user can do with quotes, as the window's commands."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from deskcrm.features.quotes.ui.line_commands import LINE_COMMANDS, open_editor as _editor
from deskcrm.i18n import _, mark
from deskcrm.kit.feature import Command

if TYPE_CHECKING:
    from deskcrm.domain.quotes import QuoteState
    from deskcrm.features.quotes.ui.page import QuotesPage
    from deskcrm.kit.context import Context


def open_quote(context: "Context", quote_id: int) -> None:
    """Open a quote in its editor."""
    from deskcrm.features.quotes.queries import quote_draft

    context.crm.ask(quote_draft, quote_id)  # One that is gone is said before the page changes.
    _page(context).show_quote(quote_id)


def _page(context: "Context") -> "QuotesPage":
    from deskcrm.features.quotes.ui.page import QuotesPage

    return context.show_page("quotes", QuotesPage)


def _new(context: "Context") -> None:
    _begin(context)


def _new_for_contact(context: "Context") -> None:
    _begin(context, contact_id=context.target("contact"))


def _new_for_deal(context: "Context") -> None:
    _begin(context, deal_id=context.target("deal"))


def _begin(context: "Context", **whose: int | None) -> None:
    from deskcrm.features.quotes.usecases import add_quote

    done = context.do("", add_quote, **whose, today=context.today(), now=context.now())
    if done is not None:
        open_quote(context, done.result)


def _open(context: "Context") -> None:
    open_quote(context, _target(context))


def _send(context: "Context") -> None:
    from deskcrm.errors import CrmError
    from deskcrm.features.quotes.ui.sheets import ask_to_send

    quote_id = _target(context)
    editor = _editor(context)
    if editor is not None and editor.quote_id == quote_id:
        editor.finish()
        try:
            editor.require_readable()
        except CrmError as error:
            context.report_error(error)
            return
    ask_to_send(context, quote_id)


def _accept(context: "Context") -> None:
    from deskcrm.features.quotes.ui.acceptance import ask_acceptance

    ask_acceptance(context, _target(context))


def _decline(context: "Context") -> None:
    from deskcrm.features.quotes.ui.sheets import ask_refusal

    ask_refusal(context, _target(context))


def _copy(context: "Context") -> None:
    from deskcrm.features.quotes.usecases import copy_quote

    _finish(context)
    said = _("Copied, with today's date")
    done = context.do(said, copy_quote, _target(context), today=context.today(), now=context.now())
    if done is not None:
        open_quote(context, done.result)


def _save_pdf(context: "Context") -> None:
    from deskcrm.features.quotes.ui.saving import ask_where, save_pdf

    _finish(context)
    ask_where(context, _target(context), save_pdf)


def _delete(context: "Context") -> None:
    from deskcrm.features.quotes.usecases import delete_draft

    _finish(context)
    context.do(_("Quote deleted"), delete_draft, _target(context))


def _preview(context: "Context") -> None:
    editor = _editor(context)
    if editor is not None:
        editor.toggle_preview()


def _back(context: "Context") -> None:
    _page(context).show_list()


def _finish(context: "Context") -> None:
    """Save what is still being typed, before something is done with the quote."""
    editor = _editor(context)
    if editor is not None:
        editor.finish()


def _target(context: "Context") -> int:
    quote_id = context.target("quote")
    assert quote_id is not None
    return quote_id


def _is(*names: str) -> "Callable[[Context], bool]":
    """Return what says whether the quote to act on stands in one of the states of these names."""

    def ask(context: "Context") -> bool:
        from deskcrm.errors import NotFound

        try:
            return _state(context).name in names
        except NotFound:
            return False

    return ask


def _state(context: "Context") -> "QuoteState":
    from deskcrm.features.quotes.queries import quote_standing

    return context.crm.ask(quote_standing, _target(context), context.today()).state


def _edits(context: "Context") -> bool:
    return _editor(context) is not None


def _command(name: str, text: str, run: "Callable[[Context], None]", **more: Any) -> Command:
    return Command(f"quotes.{name}", text, run, **more)


COMMANDS = (
    _command("new", mark("New quote"), _new, icon="plus", shortcut="Ctrl+N", menu="record",
             page="quotes", order=300),
    _command("new_for_contact", mark("New quote for this contact"), _new_for_contact, icon="quotes",
             on="contact", order=140),
    _command("new_for_deal", mark("New quote for this deal"), _new_for_deal, icon="quotes", on="deal",
             order=140),
    _command("open", mark("Open the quote"), _open, icon="edit", on="quote", in_palette=False,
             order=100),
    _command("send", mark("Send the quote…"), _send, icon="send", shortcut="Ctrl+Return",
             menu="record", page="quotes", on="quote", enabled=_is("DRAFT"), order=310),
    _command("accept", mark("Quote was accepted…"), _accept, icon="circle-check",
             shortcut="Ctrl+Shift+A", menu="record", page="quotes", on="quote",
             enabled=_is("SENT", "EXPIRED"), order=320),
    _command("decline", mark("Quote was declined…"), _decline, icon="close",
             shortcut="Ctrl+Shift+D", menu="record", page="quotes", on="quote",
             enabled=_is("SENT", "EXPIRED"), order=321),
    _command("copy", mark("Copy the quote"), _copy, icon="copy", shortcut="Ctrl+D", menu="record",
             page="quotes", on="quote", order=330),
    _command("save_pdf", mark("Save the quote as PDF…"), _save_pdf, icon="pdf", menu="file",
             on="quote", order=810),
    _command("delete", mark("Delete the draft"), _delete, icon="trash", shortcut="Del",
             menu="record", page="quotes", on="quote", enabled=_is("DRAFT"), order=390),
    _command("back", mark("Back to all quotes"), _back, icon="arrow-left", shortcut="Alt+Left",
             menu="view", page="quotes", enabled=_edits, order=300),
    _command("preview", mark("Show or hide the preview"), _preview, icon="eye",
             shortcut="Ctrl+Shift+P", menu="view", page="quotes", enabled=_edits, order=310),
    *LINE_COMMANDS,
)  # fmt: skip
