"""`deskcrm quotes explain`: how every total of a quote comes about."""

import argparse
from pathlib import Path

from deskcrm.i18n import _
from deskcrm.terminal import Commands, Terminal, read_json


def register(commands: Commands, group: str) -> None:
    """Add the command."""
    explaining = commands.add(
        "explain", _("show every step of a quote's totals"), _explain, group=group, records=True
    )
    explaining.add_argument(
        "quote", metavar="ID|NUMBER|FILE", help=_("a quote, or a JSON file with figures")
    )


def _explain(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm.features.quotes.exchange import figures_from_json, payments_from_json
    from deskcrm.features.quotes.explain import explanation, explanation_to_json, step_amount
    from deskcrm.features.quotes.fields import Fields
    from deskcrm.features.quotes.queries import find_quote, quote_view

    if _is_file(given.quote):
        document = read_json(given.quote)
        figures = figures_from_json(document)
        payments = payments_from_json(Fields(document))
    else:
        quote_id = terminal.crm.ask(find_quote, given.quote)
        view = terminal.crm.ask(quote_view, quote_id, terminal.today())
        figures, payments = view.figures, view.payments
    sections = explanation(figures, payments)
    if given.json:
        terminal.give(explanation_to_json(sections))
        return
    for section in sections:
        terminal.say(section.title)
        for step in section.steps:
            amount = step_amount(step, figures.currency)
            terminal.say(f"  {step.label}: {step.working} → {amount} {figures.currency}")


def _is_file(name: str) -> bool:
    return name == "-" or name.lower().endswith(".json") or Path(name).is_file()
