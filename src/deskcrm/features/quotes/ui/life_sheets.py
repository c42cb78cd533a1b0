"""The sheets of a sent quote's rarer steps: a later last day, an answer taken back, void, invoiced."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from deskcrm import formats
from deskcrm.features.quotes.life import (
    extend_quote,
    mark_invoiced,
    reverse_answer,
    void_quote,
)
from deskcrm.features.quotes.queries import QuoteHead, quote_head
from deskcrm.features.quotes.ui.sheets import window_of
from deskcrm.i18n import _
from deskcrm.kit.context import Context
from deskcrm.kit.date_field import DateField
from deskcrm.kit.fields import AnyField, LongTextField
from deskcrm.kit.form import Form, FormDialog


def ask_extension(context: Context, quote_id: int) -> FormDialog:
    """Ask until which later day a quote is to stay open."""
    head = _head(context, quote_id)
    week = dt.timedelta(days=7)
    proposed = max(head.valid_until, context.today()) + week
    field = DateField(
        "valid_until",
        _("Valid until"),
        proposed,
        required=True,
        hint=_("The PDF that was sent stays as it is; tell your customer about the new day."),
    )

    def save(values: dict[str, Any]) -> None:
        context.crm.do(
            extend_quote,
            quote_id,
            valid_until=values["valid_until"],
            today=context.today(),
            now=context.now(),
        )
        said = _("{number} is valid until {date}").format(
            number=head.number, date=formats.day(values["valid_until"])
        )
        context.toast(said, undo=True)

    title = _("Keep {number} open longer").format(number=head.number)
    return _open(context, title, field, save, _("Extend"))


def ask_reversal(context: Context, quote_id: int) -> FormDialog:
    """Ask why an acceptance or a refusal is taken back."""
    head = _head(context, quote_id)

    def save(values: dict[str, Any]) -> None:
        context.crm.do(reverse_answer, quote_id, reason=values["reason"], now=context.now())
        context.toast(_("{number} waits for an answer again").format(number=head.number), undo=True)

    title = _("Take back the answer to {number}").format(number=head.number)
    return _open(context, title, _reason(), save, _("Take back"))


def ask_void(context: Context, quote_id: int) -> FormDialog:
    """Ask why a quote is declared void."""
    head = _head(context, quote_id)

    def save(values: dict[str, Any]) -> None:
        context.crm.do(void_quote, quote_id, reason=values["reason"], now=context.now())
        context.toast(_("{number} is void").format(number=head.number), undo=True)

    title = _("Declare {number} void").format(number=head.number)
    return _open(context, title, _reason(), save, _("Declare void"))


def ask_invoice(context: Context, quote_id: int) -> FormDialog:
    """Ask on which day a quote was invoiced."""
    head = _head(context, quote_id)
    field = DateField("on", _("Invoiced on"), context.today(), required=True)

    def save(values: dict[str, Any]) -> None:
        context.crm.do(mark_invoiced, quote_id, on=values["on"], now=context.now())
        context.toast(_("{number} is invoiced").format(number=head.number), undo=True)

    title = _("{number} was invoiced").format(number=head.number)
    return _open(context, title, field, save, _("Mark as invoiced"))


def _reason() -> LongTextField:
    hint = _("It is kept in the history of the contact.")
    return LongTextField("reason", _("Reason"), required=True, lines=3, hint=hint)


def _open(
    context: Context,
    title: str,
    field: AnyField,
    save: Callable[[dict[str, Any]], None],
    save_text: str,
) -> FormDialog:
    parent = window_of(context)
    dialog = FormDialog(context, title, Form([field]), save, save_text=save_text, parent=parent)
    dialog.open()
    return dialog


def _head(context: Context, quote_id: int) -> QuoteHead:
    return context.crm.ask(quote_head, quote_id, context.today())
