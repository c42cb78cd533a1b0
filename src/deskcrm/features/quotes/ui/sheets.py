"""The sheets of a quote's life: sending it, and the customer's answer."""

from typing import Any

from deskcrm import formats
from deskcrm.errors import CrmError
from deskcrm.features.quotes.queries import QuoteHead, quote_draft, quote_head, quote_view
from deskcrm.features.quotes.usecases import accept_quote, decline_quote, send_quote
from deskcrm.i18n import _
from deskcrm.kit.context import Context
from deskcrm.kit.controls import Button
from deskcrm.kit.date_field import DateField
from deskcrm.kit.fields import LongTextField
from deskcrm.kit.form import Form, FormDialog, Question, Sheet
from deskcrm.kit.text import Text

MAIL = "mail.send_quote"


def ask_to_send(context: Context, quote_id: int) -> Question:
    """Say what sending does and that it stays, then do it if the user says so."""
    head = context.crm.ask(quote_head, quote_id, context.today())
    draft = context.crm.ask(quote_draft, quote_id)
    words = _(
        "It gets the number {number} and is valid until {date}. Its words, its figures and its PDF"
        " are kept as they are now."
    ).format(number=head.next_number, date=formats.day(draft.valid_until))
    lasting = _("A number that was given cannot be taken back, so this cannot be undone.")
    sender = context.crm.ask(quote_view, quote_id, context.today()).sender.name
    nameless = _("It does not say who sends it: your business has no name yet. See Settings.")
    question = Question(
        _("Send this quote?"),
        "\n\n".join([*([] if sender else [nameless]), words, lasting]),
        _("Send"),
        lambda: _send(context, quote_id),
        parent=_window(context),
    )
    question.open()
    return question


def _send(context: Context, quote_id: int) -> None:
    from deskcrm.features.quotes.document import render_quote

    try:
        number = context.crm.do(
            send_quote, quote_id, today=context.today(), now=context.now(), render=render_quote
        )
    except CrmError as error:
        context.report_error(error)
        return
    context.toast(_("{number} is ready for its customer").format(number=number))
    _offer_mail(context, quote_id, number)


def can_mail(context: Context) -> bool:
    """Say whether quotes can be sent by mail."""
    return any(command.id == MAIL for command in context.shell.commands_on("quote"))


def _offer_mail(context: Context, quote_id: int, number: str) -> None:
    head = context.crm.ask(quote_head, quote_id, context.today())
    sheet = Sheet(_("{number} is ready").format(number=number), _window(context), width=420)
    to = formats.beside(head.customer, head.email)
    sheet.body.addWidget(Text(_("How does it go to {customer}?").format(customer=to), wrap=True))
    sheet.body.addStretch(1)
    sheet.add_button(Button(_("Later"), sheet.reject))

    def go(command: str) -> None:
        sheet.accept()
        context.run(command, ("quote", quote_id))

    sheet.add_button(Button(_("Save PDF"), lambda: go("quotes.save_pdf")))
    if can_mail(context):
        mail = Button(_("Send by mail"), lambda: go(MAIL), kind="primary")
        sheet.add_button(mail).setFocus()
    sheet.open()


def ask_acceptance(context: Context, quote_id: int) -> FormDialog:
    """Ask on which day the customer accepted."""
    head = _head(context, quote_id)
    form = Form([
        DateField("on", _("Accepted on"), context.today(), required=True),
        LongTextField("note", _("Note"), lines=3, placeholder=_("Such as how they said yes")),
    ])  # fmt: skip

    def save(values: dict[str, Any]) -> None:
        context.crm.do(
            accept_quote, quote_id, on=values["on"], note=values["note"], now=context.now()
        )
        context.toast(_("{number} accepted").format(number=head.number), undo=True)

    title = _("{number} was accepted").format(number=head.number)
    dialog = FormDialog(context, title, form, save, save_text=_("Accept"), parent=_window(context))
    dialog.open()
    return dialog


def ask_refusal(context: Context, quote_id: int) -> FormDialog:
    """Ask on which day the customer declined, and why."""
    head = _head(context, quote_id)
    form = Form([
        DateField("on", _("Declined on"), context.today(), required=True),
        LongTextField("reason", _("Reason"), lines=3, placeholder=_("What was it that did not fit?")),
    ])  # fmt: skip

    def save(values: dict[str, Any]) -> None:
        context.crm.do(
            decline_quote, quote_id, on=values["on"], reason=values["reason"], now=context.now()
        )
        context.toast(_("{number} declined").format(number=head.number), undo=True)

    title = _("{number} was declined").format(number=head.number)
    dialog = FormDialog(context, title, form, save, save_text=_("Decline"), parent=_window(context))
    dialog.open()
    return dialog


def _head(context: Context, quote_id: int) -> QuoteHead:
    return context.crm.ask(quote_head, quote_id, context.today())


def _window(context: Context) -> Any:
    page = context.shell.current_page()
    return page.window() if page is not None else None
