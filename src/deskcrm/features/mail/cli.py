"""Mail on the command line: the draft of a mail with a quote."""

import argparse

from deskcrm.i18n import _
from deskcrm.terminal import Commands, Terminal


def register(commands: Commands) -> None:
    """Add the command that belongs with those of quotes."""
    commands.group("quotes", _("what was offered"))
    mailing = commands.add("mail", _("write a mail with a sent quote"), _mail, group="quotes")
    mailing.add_argument("quote", metavar="NUMBER")
    mailing.add_argument(
        "--eml", required=True, metavar="FILE", help=_("where to, or - for standard output")
    )


def _mail(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm.features.mail.eml import quote_eml
    from deskcrm.features.mail.queries import quote_letter
    from deskcrm.features.quotes.queries import find_quote

    quote_id = terminal.crm.ask(find_quote, given.quote)
    letter = terminal.crm.ask(quote_letter, quote_id, today=terminal.today())
    draft = quote_eml(letter, now=terminal.now())
    terminal.save(given.eml, draft)
