"""Fields of the user's own, from adding one to undoing it."""

import pytest

from builders import NOW, TODAY, add, contact, organization, stage_id
from deskcrm.crm import Crm
from deskcrm.domain.custom import FieldKind, FieldOwner
from deskcrm.errors import CrmError, NotFound, Required
from deskcrm.features.catalog.form import ItemForm
from deskcrm.features.catalog.queries import catalog_items
from deskcrm.features.catalog.usecases import add_item, edit_item
from deskcrm.features.contacts.form import ContactForm
from deskcrm.features.contacts.queries.found import found_contacts
from deskcrm.features.contacts.queries.records import contact_record
from deskcrm.features.contacts.queries.view import contact_form
from deskcrm.features.contacts.usecases import add_contact, edit_contact
from deskcrm.features.fields.queries import contact_fields, fields_of
from deskcrm.features.fields.usecases import (
    FieldExists,
    FieldForm,
    NothingToChoose,
    TooManyFields,
    WrongFieldName,
    add_field,
    delete_field,
    edit_field,
    order_fields,
)
from deskcrm.features.pipeline.queries import deal_view, find_deals
from deskcrm.features.pipeline.usecases import DealFields, add_lead, edit_deal


def names(crm: Crm, *owners: FieldOwner) -> list[str]:
    return [spec.name for spec in crm.ask(fields_of, *owners)]


def test_fields_stand_in_the_order_in_which_they_were_added_or_put(crm: Crm) -> None:
    first = crm.do(add_field, FieldOwner.PERSON, FieldForm("Shoe size", FieldKind.NUMBER))
    second = crm.do(add_field, FieldOwner.PERSON, FieldForm("Любим цвят"))
    crm.do(add_field, FieldOwner.DEAL, FieldForm("Venue"))
    assert names(crm, FieldOwner.PERSON) == ["Shoe size", "Любим цвят"]
    crm.do(order_fields, [second, first])
    assert names(crm, FieldOwner.PERSON) == ["Любим цвят", "Shoe size"]
    crm.undo()
    assert names(crm, FieldOwner.PERSON) == ["Shoe size", "Любим цвят"]


@pytest.mark.parametrize(
    ("form", "wrong"),
    [
        (FieldForm("  "), Required),
        (FieldForm('Size "L"'), WrongFieldName),
        (FieldForm("Size", FieldKind.CHOICE, options=(" ", "")), NothingToChoose),
        (FieldForm("shoe  SIZE"), FieldExists),
    ],
)
def test_a_field_needs_a_name_of_its_own_and_choices(
    crm: Crm, form: FieldForm, wrong: type[CrmError]
) -> None:
    crm.do(add_field, FieldOwner.PERSON, FieldForm("Shoe size"))
    with pytest.raises(wrong):
        crm.do(add_field, FieldOwner.PERSON, form)
    assert names(crm) == ["Shoe size"]


def test_people_and_organizations_may_have_fields_of_one_name(crm: Crm) -> None:
    for owner in (FieldOwner.PERSON, FieldOwner.ORGANIZATION):
        crm.do(add_field, owner, FieldForm("Region"))
    assert [spec.name for spec in crm.ask(contact_fields)] == ["Region"]


def test_there_is_an_end_to_fields(crm: Crm) -> None:
    for number in range(100):
        crm.do(add_field, FieldOwner.ITEM, FieldForm(f"Field {number}"))
    with pytest.raises(TooManyFields):
        crm.do(add_field, FieldOwner.ITEM, FieldForm("One more"))


def test_choices_are_kept_once_each_in_order(crm: Crm) -> None:
    form = FieldForm("Size", FieldKind.CHOICES, options=("Large", " large ", "", "Small"))
    crm.do(add_field, FieldOwner.PERSON, form)
    (spec,) = crm.ask(fields_of)
    assert spec.options == ("Large", "Small")


def test_what_an_import_brought_is_the_fields_value_at_once(crm: Crm) -> None:
    (key,) = crm.do(add, contact("Ana Kovač", custom={"Любим цвят": "син", "Odd": "kept"}))
    crm.do(add_field, FieldOwner.PERSON, FieldForm("Любим цвят"))
    form = crm.ask(contact_form, key)
    assert form.custom == {"Любим цвят": "син", "Odd": "kept"}


def test_a_value_is_typed_found_undone_and_exported_like_any_other(crm: Crm) -> None:
    crm.do(add_field, FieldOwner.PERSON, FieldForm("Boat", FieldKind.TEXT, required=True))
    with pytest.raises(Required) as told:
        crm.do(add_contact, ContactForm(given_name="Ana", custom={}), now=NOW)
    assert "Boat" in str(told.value)
    key = crm.do(add_contact, ContactForm(given_name="Ana", custom={"Boat": "Çağla"}), now=NOW)
    assert [found.id for found in crm.ask(found_contacts, "cagla")] == [key]
    assert crm.ask(contact_record, key)["custom"] == {"Boat": "Çağla"}
    crm.do(edit_contact, key, ContactForm(given_name="Ana", custom={"Boat": "Марица"}), now=NOW)
    assert [found.id for found in crm.ask(found_contacts, "maritsa")] == [key]
    crm.undo()
    assert crm.ask(contact_record, key)["custom"] == {"Boat": "Çağla"}
    assert crm.ask(found_contacts, "maritsa") == ()


def test_a_form_without_the_fields_leaves_their_values(crm: Crm) -> None:
    (key,) = crm.do(add, contact("Ana Kovač", custom={"Boat": "Çağla"}))
    crm.do(edit_contact, key, ContactForm(given_name="Anna"), now=NOW)
    assert crm.ask(contact_record, key)["custom"] == {"Boat": "Çağla"}


def test_renaming_a_field_takes_its_values_along_and_undo_takes_them_back(crm: Crm) -> None:
    person, house, other = crm.do(
        add,
        contact("Ana Kovač", custom={"Boat": "Çağla", "Odd": "kept"}),
        organization("Kovač Studio", custom={"Boat": "of the house"}),
        contact("Mateo Ruiz"),
    )
    field = crm.do(add_field, FieldOwner.PERSON, FieldForm("Boat"))
    crm.do(edit_field, field, FieldForm("Ship"))

    def customs() -> list[object]:
        return [crm.ask(contact_record, key)["custom"] for key in (person, house, other)]

    renamed = [{"Odd": "kept", "Ship": "Çağla"}, {"Boat": "of the house"}, {}]
    assert customs() == renamed
    crm.undo()
    assert customs() == [{"Boat": "Çağla", "Odd": "kept"}, {"Boat": "of the house"}, {}]
    crm.redo()
    assert customs() == renamed


def test_deleting_a_field_loses_no_value(crm: Crm) -> None:
    (key,) = crm.do(add, contact("Ana Kovač", custom={"Boat": "Çağla"}))
    field = crm.do(add_field, FieldOwner.PERSON, FieldForm("Boat"))
    crm.do(delete_field, field)
    assert names(crm) == []
    assert crm.ask(contact_record, key)["custom"] == {"Boat": "Çağla"}
    with pytest.raises(NotFound):
        crm.do(delete_field, field)


def test_a_deal_has_fields_of_its_own(crm: Crm) -> None:
    crm.do(add_field, FieldOwner.DEAL, FieldForm("Venue"))
    key = crm.do(add_lead, "Wedding film", at=NOW)
    stage = stage_id(crm, "new")
    crm.do(
        edit_deal,
        key,
        DealFields("Wedding film", stage, currency="EUR", custom={"Venue": "Château d’If"}),
        at=NOW,
    )
    assert crm.ask(deal_view, key, TODAY).custom == {"Venue": "Château d’If"}
    assert [row.id for row in crm.ask(find_deals, "chateau", TODAY)] == [key]
    crm.do(edit_deal, key, DealFields("Wedding film", stage, currency="EUR"), at=NOW)
    assert crm.ask(deal_view, key, TODAY).custom == {"Venue": "Château d’If"}


def test_a_catalog_item_has_fields_of_its_own(crm: Crm) -> None:
    from decimal import Decimal

    crm.do(add_field, FieldOwner.ITEM, FieldForm("Weight", FieldKind.NUMBER))
    form = ItemForm("Copy", "", "h", Decimal(80), "EUR", custom={"Weight": "0.5"})
    key = crm.do(add_item, form)
    crm.do(edit_item, key, ItemForm("Copywriting", "", "h", Decimal(80), "EUR"))
    (row,) = crm.ask(catalog_items)
    assert (row.name, row.custom) == ("Copywriting", {"Weight": "0.5"})
