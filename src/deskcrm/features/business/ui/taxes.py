"""The taxes that the business charges, or says why it does not."""

from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise

from deskcrm import formats
from deskcrm.domain.totals import TaxCategory
from deskcrm.features.business.form import TaxForm
from deskcrm.features.business.queries import TaxRow, tax_rates
from deskcrm.features.business.ui.words import CATEGORIES, category
from deskcrm.features.business.usecases import (
    add_tax,
    archive_tax,
    edit_tax,
    order_taxes,
    restore_tax,
)
from deskcrm.i18n import _
from deskcrm.kit.context import Context
from deskcrm.kit.fields import TextField
from deskcrm.kit.fitting_choice import FittingChoice
from deskcrm.kit.form import Form, FormDialog
from deskcrm.kit.number_field import NumberField
from deskcrm.kit.records import ArchiveSection
from deskcrm.kit.table import Column


class TaxSection(ArchiveSection):
    """The taxes in the order in which quotes offer them."""

    kinds = frozenset({"tax_rate"})

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            _("Taxes"),
            [
                Column[TaxRow](_("Name"), _name, width=150, strong=True),
                Column[TaxRow](_("Kind"), lambda tax: category(tax.category), width=196),
                Column[TaxRow](_("Rate"), _rate, width=76, number=True),
                Column[TaxRow](
                    _("Printed reason"), lambda tax: tax.reason, stretch=True, muted=True
                ),
            ],
            lambda archived: context.crm.ask(tax_rates, archived=archived),
            empty=_("No taxes: quotes are written without any."),
            add=_("Add tax"),
        )
        up, down = self.add_arrows(lambda ids: self.context.do("", order_taxes, ids))
        # They stand beside what they act on, before the archive.
        self.buttons.insertWidget(3, up)
        self.buttons.insertWidget(4, down)
        for before, after in pairwise((self.archive_button, up, down, self.show_archived)):
            self.setTabOrder(before, after)

    def add(self) -> None:
        """Ask for a new tax."""

        def save(form: TaxForm) -> None:
            tax_id = self.context.crm.do(add_tax, form)
            self.context.toast(_("Added {name}").format(name=form.name), undo=True)
            self.reload()
            self.table.select_id(tax_id)

        _ask(self.context, _("Add tax"), None, save)

    def edit(self, record_id: int) -> None:
        """Open the form of a tax."""

        def save(form: TaxForm) -> None:
            self.context.crm.do(edit_tax, record_id, form)

        _ask(self.context, _("Edit tax"), self.row(record_id), save)

    def archive(self, record_id: int) -> None:
        """Offer a tax no more."""
        said = _("Archived {name}").format(name=self.row(record_id).name)
        self.context.do(said, archive_tax, record_id)

    def restore(self, record_id: int) -> None:
        """Offer a tax again."""
        said = _("Brought back {name}").format(name=self.row(record_id).name)
        self.context.do(said, restore_tax, record_id)


def _name(tax: TaxRow) -> str:
    return _("{name} (archived)").format(name=tax.name) if tax.archived else tax.name


def _rate(tax: TaxRow) -> str:
    return formats.percent(tax.rate) if tax.category.charges_tax else "—"


def _ask(
    context: Context, title: str, tax: TaxRow | None, save: Callable[[TaxForm], object]
) -> None:
    """Open the form of a tax; a new one starts as a tax that is charged."""
    kind = FittingChoice(
        "category",
        _("Kind"),
        [(code, category(code)) for code in CATEGORIES],
        tax.category if tax else TaxCategory.S,
    )
    rate = NumberField("rate", _("Rate"), tax.rate if tax else None, required=True, suffix="%")
    form = Form(
        [
            TextField("name", _("Name"), tax.name if tax else "", required=True),
            (kind, rate),
            TextField(
                "reason",
                _("Reason printed on the quote"),
                tax.reason if tax else "",
                hint=_("Needed where no tax is charged because of an exemption or reverse charge"),
            ),
        ]
    )

    def fit_rate() -> None:
        charged = kind.value().charges_tax
        rate.setEnabled(charged)
        if not charged:
            rate.set_value(Decimal(0))

    kind.changed.connect(fit_rate)
    fit_rate()
    FormDialog(context, title, form, lambda values: save(TaxForm(**values))).open()
