"""The form of an item of the catalog."""

from collections.abc import Callable
from typing import Any

from deskcrm.domain.custom import FieldOwner
from deskcrm.features.business.queries import business_view, tax_rates
from deskcrm.features.catalog.form import ItemForm
from deskcrm.features.catalog.queries import ItemRow, categories
from deskcrm.features.catalog.ui.entries import PricesField, TextsField
from deskcrm.features.fields.queries import fields_of
from deskcrm.i18n import _
from deskcrm.kit.context import Context
from deskcrm.kit.currencies import currencies
from deskcrm.kit.custom_fields import OwnFields
from deskcrm.kit.fields import LongTextField, TextField
from deskcrm.kit.fitting_choice import FittingChoice
from deskcrm.kit.form import Form, FormDialog
from deskcrm.kit.number_field import NumberField

_WIDTH = 580


def ask_item(
    context: Context,
    title: str,
    item: ItemRow | None,
    save: Callable[[ItemForm], object],
    *,
    category: str = "",
) -> FormDialog:
    """Open the form of an item; a new one is of a category and in the business's currency."""
    home = context.crm.ask(business_view).currency
    # An archived tax is offered only where the item has it already.
    taxes: list[tuple[int | None, str]] = [(None, _("As on the line"))]
    taxes += [
        (tax.id, tax.name)
        for tax in context.crm.ask(tax_rates, archived=True)
        if not tax.archived or (item is not None and tax.id == item.tax_rate_id)
    ]
    own = OwnFields(context.crm.ask(fields_of, FieldOwner.ITEM), item.custom if item else {}, home)
    known = [name for name in context.crm.ask(categories) if name]
    currency = item.currency if item else home
    form = Form(
        [
            (
                TextField("name", _("Name"), item.name if item else "", required=True),
                TextField(
                    "category",
                    _("Category"),
                    item.category if item else category,
                    suggestions=known,
                ),
            ),
            LongTextField(
                "description", _("Description"), item.description if item else "", lines=3
            ),
            (
                NumberField(
                    "unit_price", _("Price"), item.unit_price if item else None, required=True
                ),
                FittingChoice("currency", _("Currency"), currencies(), currency),
                TextField(
                    "unit", _("Unit"), item.unit if item else "", placeholder=_("h, day, page")
                ),
            ),
            (
                FittingChoice("tax_rate_id", _("Tax"), taxes, item.tax_rate_id if item else None),
                NumberField(
                    "cost",
                    _("Cost"),
                    item.cost if item else None,
                    hint=_("What one unit costs you; never printed"),
                ),
            ),
            PricesField("prices", item.prices if item else (), currency),
            TextsField("texts", item.texts if item else ()),
            *own.fields,
        ]
    )

    def keep(values: dict[str, Any]) -> None:
        custom = own.taken(values)
        save(ItemForm(**values, custom=custom))

    dialog = FormDialog(context, title, form, keep, width=_WIDTH)
    dialog.open()
    return dialog
