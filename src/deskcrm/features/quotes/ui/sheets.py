"""The sheets of a quote's life: sending it, and a customer who declines."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QWidget

from deskcrm import formats
from deskcrm.domain.business import Business
from deskcrm.errors import CrmError
from deskcrm.features.quotes.queries import QuoteHead, quote_draft, quote_head, quote_view
from deskcrm.features.quotes.usecases import decline_quote, send_quote
from deskcrm.i18n import _
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.controls import Button
from deskcrm.kit.date_field import DateField
from deskcrm.kit.fields import LongTextField
from deskcrm.kit.form import Form, FormDialog, Question, Sheet
from deskcrm.kit.parts import row
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
    replacing = _("It takes the place of {number}, which can no longer be accepted then.")
    told = [
        *([] if sender else [nameless]),
        words,
        *([replacing.format(number=head.replaces.number)] if head.replaces else []),
        lasting,
    ]
    days = context.crm.ask(lambda session: session.get_one(Business, 1).follow_up_days)
    question = SendQuestion(
        "\n\n".join(told),
        FollowUpChoice(context.today() + dt.timedelta(days=days), chosen=days > 0),
        lambda follow_up: _send(context, quote_id, follow_up),
        parent=window_of(context),
    )
    question.open()
    return question


class FollowUpChoice(QWidget):
    """Whether to ask about the quote later, and on which day."""

    def __init__(self, day: dt.date, *, chosen: bool) -> None:
        super().__init__()
        line = row(self, gap=theme.SMALL)
        self.box = QCheckBox(_("Follow up on"))
        self.box.setAccessibleName(self.box.text())
        self.box.setChecked(chosen)
        self.field = DateField("follow_up", _("Day of the follow-up"), day, required=True)
        self.field.caption.hide()
        self.field.setEnabled(chosen)
        self.box.toggled.connect(self.field.setEnabled)
        line.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.field, 1)

    def day(self) -> dt.date | None:
        """Return the day, or None if nothing is to be planned; raise a CrmError if it is none."""
        return self.field.value() if self.box.isChecked() else None


class SendQuestion(Question):
    """Asks before sending, and proposes the follow-up."""

    def __init__(
        self,
        text: str,
        choice: FollowUpChoice,
        send: Callable[[dt.date | None], object],
        *,
        parent: QWidget | None,
    ) -> None:
        super().__init__(
            _("Send this quote?"), text, _("Send"), lambda: send(choice.day()), parent=parent
        )
        self.choice = choice
        self.body.insertWidget(1, choice)

    def _go(self) -> None:
        try:
            self.choice.day()
        except CrmError as error:
            self.choice.field.mark_wrong(str(error))
            self.choice.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.fit()
        else:
            super()._go()


def _send(context: Context, quote_id: int, follow_up: dt.date | None) -> None:
    from deskcrm.features.quotes.document import render_quote

    try:
        number = context.crm.do(
            send_quote,
            quote_id,
            today=context.today(),
            now=context.now(),
            render=render_quote,
            follow_up=follow_up,
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
    sheet = Sheet(_("{number} is ready").format(number=number), window_of(context), width=420)
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
    dialog = FormDialog(
        context, title, form, save, save_text=_("Decline"), parent=window_of(context)
    )
    dialog.open()
    return dialog


def _head(context: Context, quote_id: int) -> QuoteHead:
    return context.crm.ask(quote_head, quote_id, context.today())


def window_of(context: Context) -> QWidget | None:
    """Return the window that a sheet stands over."""
    page = context.shell.current_page()
    return page.window() if page is not None else None
