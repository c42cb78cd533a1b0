"""The sheets of a quote's rarer settings: discounts and surcharges on the whole, and the rest."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from deskcrm.domain.totals import Adjustment
from deskcrm.features.quotes.drafts import QuoteDraft
from deskcrm.features.quotes.looks import DESIGNS, PAPERS
from deskcrm.features.quotes.queries import deal_choices
from deskcrm.features.quotes.ui.cells import plainly, read_adjustment
from deskcrm.i18n import _
from deskcrm.kit.context import Context
from deskcrm.kit.controls import Button
from deskcrm.kit.fields import ChoiceField, TextField
from deskcrm.kit.form import Form, FormDialog
from deskcrm.kit.number_field import MoneyField

Save = Callable[[QuoteDraft], None]

_COINS = ("0.05", "0.10", "0.50", "1", "5")


def open_adjustment(
    context: Context, draft: QuoteDraft, save: Save, kind: str, place: int | None = None
) -> FormDialog:
    """Ask for a discount ("discount") or a surcharge ("charge") on the whole quote."""
    entries = draft.discounts if kind == "discount" else draft.charges
    entry = entries[place] if place is not None and place < len(entries) else None
    form = Form([
        TextField("reason", _("What for"), entry.reason if entry else ""),
        TextField(
            "value",
            _("How much"),
            _typed(entry, draft.currency) if entry else "",
            required=True,
            hint=_("A share such as 5 %, or an amount such as 10 {currency}").format(
                currency=draft.currency
            ),
        ),
    ])  # fmt: skip

    def put(changed: Adjustment | None) -> None:
        rest = list(entries)
        if entry is not None and place is not None:
            rest[place : place + 1] = [changed] if changed else []
        elif changed is not None:
            rest.append(changed)
        if kind == "discount":
            save(replace(draft, discounts=tuple(rest)))
        else:
            save(replace(draft, charges=tuple(rest)))

    def keep(values: dict[str, Any]) -> None:
        read = read_adjustment(values["value"], draft.currency)
        put(replace(read, reason=values["reason"], tax=entry.tax if entry else None))

    if kind == "discount":
        title = _("Discount on the whole quote")
    else:
        title = _("Surcharge on the whole quote")
    dialog = FormDialog(context, title, form, keep)
    if entry is not None:

        def remove() -> None:
            dialog.accept()
            put(None)

        dialog.add_button(Button(_("Remove"), remove, kind="danger"))
    dialog.open()
    return dialog


def open_options(context: Context, draft: QuoteDraft, save: Save) -> FormDialog:
    """Ask for the printed title, the deal, how prices are meant, the look, rounding, what is paid already."""
    deals = [(None, _("None"))] + [
        (deal.id, deal.title)
        for deal in context.crm.ask(deal_choices, contact_id=draft.contact_id, limit=200)
    ]
    if draft.deal_id is not None and draft.deal_id not in [key for key, _words in deals]:
        every = context.crm.ask(deal_choices, limit=5_000)
        deals += [(deal.id, deal.title) for deal in every if deal.id == draft.deal_id]
    steps = {Decimal(step) for step in _COINS}
    if draft.cash_rounding is not None:
        steps.add(draft.cash_rounding)
    coins = [(None, _("None"))] + [(step, plainly(step)) for step in sorted(steps)]
    form = Form([
        TextField(
            "heading",
            _("Printed title"),
            draft.heading,
            hint=_("Instead of “Quote” in the language of the document, such as “Estimate”"),
        ),
        ChoiceField("deal", _("Deal"), deals, draft.deal_id),
        ChoiceField(
            "included",
            _("Prices"),
            [(False, _("Prices are without tax")), (True, _("Prices include tax"))],
            draft.prices_include_tax,
        ),
        (
            ChoiceField("design", _("Design"), designs(), draft.design),
            ChoiceField("paper", _("Paper"), papers(), draft.paper),
        ),
        (
            ChoiceField("coins", _("Round the total to"), coins, draft.cash_rounding),
            MoneyField("prepaid", _("Already paid"), draft.prepaid or None, currency=draft.currency),
        ),
    ])  # fmt: skip

    def keep(values: dict[str, Any]) -> None:
        save(
            replace(
                draft,
                heading=values["heading"],
                deal_id=values["deal"],
                prices_include_tax=values["included"],
                cash_rounding=values["coins"],
                prepaid=values["prepaid"] or Decimal(0),
                design=values["design"],
                paper=values["paper"],
            )
        )

    dialog = FormDialog(context, _("Options of the quote"), form, keep)
    dialog.open()
    return dialog


def designs() -> list[tuple[str, str]]:
    """Return how a quote may look, each as (name, words), the business's own way first."""
    return [("", _("As in Settings")), *((name, _(words)) for name, words in DESIGNS.items())]


def papers() -> list[tuple[str, str]]:
    """Return what a quote may be printed on, each as (name, words), the business's own first."""
    return [("", _("As in Settings")), *((name, _(words)) for name, words in PAPERS.items())]


def _typed(entry: Adjustment, currency: str) -> str:
    if entry.percent is not None:
        return f"{plainly(entry.percent)} %"
    return f"{plainly(entry.amount or Decimal(0))} {currency}"
