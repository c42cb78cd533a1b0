"""How mail appears in the window: commands on quotes and contacts, opened in the user's mail program."""

from typing import TYPE_CHECKING

from deskcrm.i18n import mark
from deskcrm.kit.feature import Command, Feature

if TYPE_CHECKING:
    from deskcrm.kit.context import Context


def _send_quote(context: "Context") -> None:
    from deskcrm.features.mail.ui.opening import open_quote_mail

    quote_id = context.target("quote")
    if quote_id is not None:
        open_quote_mail(context, quote_id)


def _write_to_contact(context: "Context") -> None:
    from deskcrm.features.mail.ui.opening import open_empty_mail

    contact_id = context.target("contact")
    if contact_id is not None:
        open_empty_mail(context, contact_id)


FEATURE = Feature(
    "mail",
    commands=(
        Command(
            "mail.send_quote",
            mark("Send by mail"),
            _send_quote,
            icon="mail",
            menu="record",
            on="quote",
            order=320,
        ),
        Command(
            "mail.write_to_contact",
            mark("Write a mail"),
            _write_to_contact,
            icon="mail",
            menu="record",
            on="contact",
            order=320,
        ),
    ),
)
