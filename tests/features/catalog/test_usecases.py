"""What a user does with the catalog, and what its rules refuse."""

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import select

from deskcrm.crm import Crm
from deskcrm.domain.catalog import CatalogItem
from deskcrm.domain.figures import NegativePrice
from deskcrm.domain.money import UnknownCurrency
from deskcrm.domain.totals import TaxCategory
from deskcrm.errors import CrmError, NotFound, Required, TooLong
from deskcrm.features.business.form import TaxForm
from deskcrm.features.business.usecases import add_tax, archive_tax
from deskcrm.features.catalog.form import ItemForm
from deskcrm.features.catalog.queries import catalog_items
from deskcrm.features.catalog.usecases import add_item, archive_item, edit_item, restore_item

VAT = TaxForm("VAT", TaxCategory.S, Decimal(21))
DESIGN = ItemForm("Design", "By the hour", "h", Decimal("38.00"), "EUR")


def test_an_item_is_added_edited_archived_and_brought_back(crm: Crm) -> None:
    item = crm.do(add_item, DESIGN)
    crm.do(edit_item, item, replace(DESIGN, unit_price=Decimal("42.1234")))
    (row,) = crm.ask(catalog_items)
    assert (row.name, row.unit_price) == ("Design", Decimal("42.1234"))

    crm.do(archive_item, item)
    assert crm.ask(catalog_items) == ()
    assert [row.archived for row in crm.ask(catalog_items, archived=True)] == [True]
    crm.do(restore_item, item)
    assert len(crm.ask(catalog_items)) == 1
    for _step in range(4):
        crm.undo()
    assert crm.ask(lambda session: list(session.scalars(select(CatalogItem)))) == []


def test_the_catalog_is_ordered_as_people_read_names(crm: Crm) -> None:
    for name in ("web page", "Écriture", "Analysis"):
        crm.do(add_item, replace(DESIGN, name=name))
    assert [item.name for item in crm.ask(catalog_items)] == ["Analysis", "Écriture", "web page"]


def test_an_item_keeps_a_tax_that_is_archived_later(crm: Crm) -> None:
    tax = crm.do(add_tax, VAT)
    crm.do(add_item, replace(DESIGN, tax_rate_id=tax))
    crm.do(archive_tax, tax)
    (item,) = crm.ask(catalog_items)
    assert (item.tax_rate_id, item.tax_name) == (tax, "VAT")


@pytest.mark.parametrize(
    ("form", "error", "field"),
    [
        (replace(DESIGN, name=""), Required, "name"),
        (replace(DESIGN, unit_price=Decimal("-0.01")), NegativePrice, "unit_price"),
        (replace(DESIGN, unit_price=Decimal(10) ** 15), CrmError, "unit_price"),
        (replace(DESIGN, currency="EURO"), UnknownCurrency, "currency"),
        (replace(DESIGN, unit="u" * 41), TooLong, "unit"),
    ],
)
def test_an_item_against_the_rules_is_refused(
    crm: Crm, form: ItemForm, error: type[CrmError], field: str
) -> None:
    with pytest.raises(error) as caught:
        crm.do(add_item, form)
    assert caught.value.facts["field"] == field
    assert crm.ask(catalog_items) == ()


def test_what_is_not_there_cannot_be_changed(crm: Crm) -> None:
    with pytest.raises(NotFound):
        crm.do(archive_item, 999)
