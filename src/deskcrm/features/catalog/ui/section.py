"""What the business sells again and again, ready to be put on a quote."""

from collections.abc import Callable
from typing import Any

from deskcrm import formats
from deskcrm.domain.custom import FieldOwner
from deskcrm.features.business.queries import business_view, tax_rates
from deskcrm.features.catalog.form import ItemForm
from deskcrm.features.catalog.queries import ItemRow, catalog_items
from deskcrm.features.catalog.usecases import add_item, archive_item, edit_item, restore_item
from deskcrm.features.fields.queries import fields_of
from deskcrm.i18n import _
from deskcrm.kit.context import Context
from deskcrm.kit.currencies import currencies
from deskcrm.kit.custom_fields import OwnFields
from deskcrm.kit.fields import LongTextField, TextField
from deskcrm.kit.fitting_choice import FittingChoice
from deskcrm.kit.form import Form, FormDialog
from deskcrm.kit.number_field import NumberField
from deskcrm.kit.records import ArchiveSection
from deskcrm.kit.table import Column


class CatalogSection(ArchiveSection):
    """The items by name."""

    kinds = frozenset({"catalog_item", "tax_rate"})

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            _("Catalog"),
            [
                Column[ItemRow](
                    _("Name"), _name, stretch=True, subtitle=lambda item: item.description
                ),
                Column[ItemRow](_("Unit"), lambda item: item.unit, width=84, muted=True),
                Column[ItemRow](_("Price"), _price, width=116, number=True),
                Column[ItemRow](_("Tax"), lambda item: item.tax_name or "—", width=128, muted=True),
            ],
            lambda archived: context.crm.ask(catalog_items, archived=archived),
            empty=_(
                "Nothing in the catalog yet. What you sell again and again goes here: "
                "a quote fills its line from it as you type the name."
            ),
            add=_("Add item"),
        )

    def add(self) -> None:
        """Ask for a new item."""

        def save(form: ItemForm) -> None:
            item_id = self.context.crm.do(add_item, form)
            self.context.toast(_("Added {name}").format(name=form.name), undo=True)
            self.reload()
            self.table.select_id(item_id)

        _ask(self.context, _("Add item"), None, save)

    def edit(self, record_id: int) -> None:
        """Open the form of an item."""

        def save(form: ItemForm) -> None:
            self.context.crm.do(edit_item, record_id, form)

        _ask(self.context, _("Edit item"), self.row(record_id), save)

    def archive(self, record_id: int) -> None:
        """Offer an item no more."""
        said = _("Archived {name}").format(name=self.row(record_id).name)
        self.context.do(said, archive_item, record_id)

    def restore(self, record_id: int) -> None:
        """Offer an item again."""
        said = _("Brought back {name}").format(name=self.row(record_id).name)
        self.context.do(said, restore_item, record_id)


def _name(item: ItemRow) -> str:
    return _("{name} (archived)").format(name=item.name) if item.archived else item.name


def _price(item: ItemRow) -> str:
    return formats.money(item.unit_price, item.currency)


def _ask(
    context: Context, title: str, item: ItemRow | None, save: Callable[[ItemForm], object]
) -> None:
    """Open the form of an item; a new one is in the currency of the business."""
    home = context.crm.ask(business_view).currency
    # An archived tax is offered only where the item has it already.
    taxes: list[tuple[int | None, str]] = [(None, _("As on the line"))]
    taxes += [
        (tax.id, tax.name)
        for tax in context.crm.ask(tax_rates, archived=True)
        if not tax.archived or (item is not None and tax.id == item.tax_rate_id)
    ]
    own = OwnFields(context.crm.ask(fields_of, FieldOwner.ITEM), item.custom if item else {}, home)
    form = Form(
        [
            TextField("name", _("Name"), item.name if item else "", required=True),
            LongTextField(
                "description", _("Description"), item.description if item else "", lines=3
            ),
            (
                NumberField(
                    "unit_price", _("Price"), item.unit_price if item else None, required=True
                ),
                TextField(
                    "unit", _("Unit"), item.unit if item else "", placeholder=_("h, day, page")
                ),
            ),
            (
                FittingChoice(
                    "currency", _("Currency"), currencies(), item.currency if item else home
                ),
                FittingChoice("tax_rate_id", _("Tax"), taxes, item.tax_rate_id if item else None),
            ),
            *own.fields,
        ]
    )

    def keep(values: dict[str, Any]) -> None:
        custom = own.taken(values)
        save(ItemForm(**values, custom=custom))

    FormDialog(context, title, form, keep).open()
