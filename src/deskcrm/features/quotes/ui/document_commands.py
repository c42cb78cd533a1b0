"""What the user can do with a quote as a whole: explain, plan payments, keep as template, print, copy."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from deskcrm.features.quotes.ui.line_commands import open_editor
from deskcrm.i18n import _, mark
from deskcrm.kit.feature import Command

if TYPE_CHECKING:
    from deskcrm.features.quotes.ui.editor import QuoteEditor
    from deskcrm.kit.context import Context


def begin_from_template(context: "Context", template_id: int, **whose: int | None) -> None:
    """Begin a quote with a template and open it."""
    from deskcrm.features.quotes.templates import begin_from_template as begin
    from deskcrm.features.quotes.ui.commands import open_quote

    done = context.do("", begin, template_id, **whose, today=context.today(), now=context.now())
    if done is not None:
        open_quote(context, done.result)


def _choose_template(context: "Context") -> None:
    from deskcrm.features.quotes.templates import template_rows
    from deskcrm.features.quotes.ui.template_sheets import TemplateSheet

    page = context.shell.current_page()
    # On a contact or a deal, the quote is for them.
    whose: dict[str, int | None] = {}
    for kind in ("contact", "deal"):
        if open_editor(context) is None and (found := context.target(kind)) is not None:
            whose[f"{kind}_id"] = found
            break
    TemplateSheet(
        context.crm.ask(template_rows),
        lambda template_id: begin_from_template(context, template_id, **whose),
        page.window() if page is not None else None,
    ).open()


def _save_template(context: "Context") -> None:
    from deskcrm.features.quotes.ui.template_sheets import ask_template_name

    _finish(context)
    ask_template_name(context, _target(context))


def _print(context: "Context") -> None:
    from deskcrm.errors import CrmError
    from deskcrm.features.quotes.ui.printing import ask_to_print
    from deskcrm.features.quotes.ui.saving import pdf_of

    _finish(context)
    try:
        ask_to_print(context, _name(context), pdf_of(context, _target(context)))
    except CrmError as error:
        context.report_error(error)


def _copy_pdf(context: "Context") -> None:
    from PySide6.QtGui import QGuiApplication

    from deskcrm.errors import CrmError
    from deskcrm.features.quotes.ui.handing import hand_out
    from deskcrm.features.quotes.ui.saving import pdf_of

    _finish(context)
    try:
        data = hand_out(context, _name(context), pdf_of(context, _target(context)))
    except CrmError as error:
        context.report_error(error)
        return
    QGuiApplication.clipboard().setMimeData(data)
    context.toast(_("The PDF is copied: paste it into a mail or a folder"))


def _on_editor(act: "Callable[[QuoteEditor], object]") -> "Callable[[Context], None]":
    def run(context: "Context") -> None:
        editor = open_editor(context)
        if editor is not None:
            act(editor)

    return run


def _finish(context: "Context") -> None:
    editor = open_editor(context)
    if editor is not None:
        editor.finish()


def _target(context: "Context") -> int:
    quote_id = context.target("quote")
    assert quote_id is not None
    return quote_id


def _name(context: "Context") -> str:
    from deskcrm.features.quotes.filenames import file_name
    from deskcrm.features.quotes.queries import quote_head

    head = context.crm.ask(quote_head, _target(context), context.today())
    return file_name(head.number, head.title, ".pdf")


def _edits(context: "Context") -> bool:
    return open_editor(context) is not None


def _writes(context: "Context") -> bool:
    editor = open_editor(context)
    return editor is not None and editor.is_draft


def _command(name: str, text: str, run: "Callable[[Context], None]", **more: Any) -> Command:
    return Command(f"quotes.{name}", text, run, **more)


DOCUMENT_COMMANDS = (
    _command("new_from_template", mark("New quote from a template…"), _choose_template,
             icon="document", shortcut="Ctrl+Shift+N", menu="record", order=301),
    _command("explain", mark("Explain the totals"), _on_editor(lambda editor: editor.explain()),
             icon="info", shortcut="Ctrl+E", menu="record", page="quotes", enabled=_edits, order=340),
    _command("payments", mark("Payment plan…"), _on_editor(lambda editor: editor.plan_payments()),
             icon="coins", shortcut="Ctrl+Shift+B", menu="record", page="quotes", enabled=_writes,
             order=341),
    _command("options", mark("Options of the quote…"),
             _on_editor(lambda editor: editor.change_options()), icon="settings", page="quotes",
             menu="record", enabled=_writes, order=342),
    _command("insert", mark("Insert a text or a variable…"),
             _on_editor(lambda editor: editor.offer_insert()), icon="plus",
             shortcut="Ctrl+I", page="quotes", enabled=_writes),
    _command("save_template", mark("Save as template…"), _save_template, icon="star",
             menu="record", page="quotes", on="quote", order=350),
    _command("print", mark("Print the quote…"), _print, icon="print", menu="file", on="quote",
             order=805),
    _command("copy_pdf", mark("Copy the PDF"), _copy_pdf, icon="copy", shortcut="Ctrl+Alt+C",
             menu="file", page="quotes", on="quote", order=811),
)  # fmt: skip
