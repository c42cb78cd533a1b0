"""What a user does with their own business, and what its rules refuse."""

import io
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from builders import add, deal, stage_id
from deskcrm.crm import Crm
from deskcrm.domain.business import WrongNumberPattern
from deskcrm.domain.deals import Deal, Stage, WrongProbability
from deskcrm.domain.figures import RateWithoutTax, WrongTaxRate
from deskcrm.domain.money import UnknownCurrency
from deskcrm.domain.totals import TaxCategory
from deskcrm.errors import CrmError, NotFound, Required, TooLong
from deskcrm.features.business.form import (
    StageForm,
    TaxForm,
    UnknownLanguage,
    WrongAccent,
    WrongCountry,
    WrongQuietDays,
    WrongValidity,
)
from deskcrm.features.business.queries import (
    business_name,
    business_view,
    logo,
    stages,
    tax_rates,
)
from deskcrm.features.business.usecases import (
    MOST_LOGO_BYTES,
    LogoTooBig,
    add_tax,
    archive_tax,
    edit_business,
    edit_stage,
    edit_tax,
    order_taxes,
    remove_logo,
    restore_tax,
    set_logo,
)
from deskcrm.features.contacts.form import NoEmailAddress
from deskcrm.i18n import use_language
from deskcrm.paper.pictures import NotAPicture

VAT = TaxForm("VAT", TaxCategory.S, Decimal(21))


def image(size: tuple[int, int] = (60, 20)) -> bytes:
    """A small picture in a file's bytes."""
    file = io.BytesIO()
    Image.new("RGB", size, "#3B5BDB").save(file, "PNG")
    return file.getvalue()


def tax_names(crm: Crm, *, archived: bool = False) -> list[str]:
    return [rate.name for rate in crm.ask(tax_rates, archived=archived)]


def describe(crm: Crm, **changes: Any) -> None:
    crm.do(edit_business, replace(crm.ask(business_view), **changes))


def test_the_business_is_what_the_form_says_and_undo_takes_it_back(crm: Crm) -> None:
    before = crm.ask(business_view)
    wanted = replace(
        before,
        name="Atelier Marin",
        person="Mira Marin",
        address="ul. Orbita 12\n1504 Sofia",
        country="BG",
        email="mira@ateliermarin.example",
        currency="BGN",
        language="bg",
        number_pattern="{number:03}/{year}",
        valid_days=14,
        accent="#AA2200",
    )
    crm.do(edit_business, wanted)
    assert crm.ask(business_view) == wanted
    assert crm.undo() == "edit business"
    assert crm.ask(business_view) == before


def test_a_business_without_a_name_goes_by_its_owners(crm: Crm) -> None:
    assert crm.ask(business_name) == ""
    describe(crm, person="Mira Marin")
    assert crm.ask(business_name) == "Mira Marin"
    describe(crm, name="Atelier Marin")
    assert crm.ask(business_name) == "Atelier Marin"


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("email", "mira at home", NoEmailAddress),
        ("email", "a@b.example\r\nBcc: all@example.org", NoEmailAddress),
        ("country", "Bulgaria", WrongCountry),
        ("country", "bg", WrongCountry),
        ("accent", "blue", WrongAccent),
        ("accent", "#12345", WrongAccent),
        ("language", "tlh", UnknownLanguage),
        ("currency", "XXX", UnknownCurrency),
        ("number_pattern", "Q-{year}", WrongNumberPattern),
        ("number_pattern", "{{7*7}}", WrongNumberPattern),
        ("number_pattern", "{number.__class__}", WrongNumberPattern),
        ("valid_days", 0, WrongValidity),
        ("valid_days", 3651, WrongValidity),
        ("name", "A" * 10_000, TooLong),
    ],
)
def test_a_wrong_field_is_named_and_nothing_changes(
    crm: Crm, field: str, value: object, error: type[CrmError]
) -> None:
    before = crm.ask(business_view)
    with pytest.raises(error) as caught:
        describe(crm, **{field: value})
    assert caught.value.facts["field"] == field
    assert str(caught.value)
    assert crm.ask(business_view) == before
    assert crm.undo_label is None


def test_what_looks_like_markup_or_a_path_is_kept_as_it_is(crm: Crm) -> None:
    describe(crm, name="<b>Marin</b> {{7*7}}", website="../../etc/passwd", bank="=1+1")
    view = crm.ask(business_view)
    assert (view.name, view.website, view.bank) == (
        "<b>Marin</b> {{7*7}}", "../../etc/passwd", "=1+1",
    )  # fmt: skip


def test_a_logo_is_kept_as_it_came_and_can_be_taken_away(crm: Crm) -> None:
    data = image()
    crm.do(set_logo, data)
    assert crm.ask(logo) == data
    crm.do(remove_logo)
    assert crm.ask(logo) is None
    crm.undo()
    assert crm.ask(logo) == data
    crm.undo()
    assert crm.ask(logo) is None


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", NotAPicture),
        (b"<svg onload='alert(1)'/>", NotAPicture),
        (image()[:60], NotAPicture),
        (image() + bytes(MOST_LOGO_BYTES), LogoTooBig),
    ],
)
def test_only_a_picture_of_a_fair_size_becomes_the_logo(
    crm: Crm, data: bytes, error: type[CrmError]
) -> None:
    with pytest.raises(error) as caught:
        crm.do(set_logo, data)
    assert caught.value.facts["field"] == "logo"
    assert crm.ask(logo) is None


def test_a_new_tax_stands_behind_the_others(crm: Crm) -> None:
    crm.do(add_tax, VAT)
    assert tax_names(crm)[-1] == "VAT"
    crm.undo()
    assert "VAT" not in tax_names(crm)


def test_a_tax_is_edited_archived_and_brought_back(crm: Crm) -> None:
    tax = crm.do(add_tax, VAT)
    crm.do(edit_tax, tax, replace(VAT, name="IVA", rate=Decimal("10.5")))
    row = crm.ask(tax_rates)[-1]
    assert (row.name, row.rate) == ("IVA", Decimal("10.5"))

    crm.do(archive_tax, tax)
    assert "IVA" not in tax_names(crm)
    assert "IVA" in tax_names(crm, archived=True)
    crm.do(restore_tax, tax)
    assert "IVA" in tax_names(crm)


def test_taxes_stand_in_the_order_they_are_given_and_others_follow(crm: Crm) -> None:
    before = tax_names(crm)
    ids = [rate.id for rate in crm.ask(tax_rates)]
    crm.do(order_taxes, [ids[2], ids[0]])
    assert tax_names(crm) == [before[2], before[0], before[1], *before[3:]]
    crm.undo()
    assert tax_names(crm) == before


@pytest.mark.parametrize(
    ("form", "error", "field"),
    [
        (replace(VAT, name=" "), Required, "name"),
        (replace(VAT, rate=Decimal(-1)), WrongTaxRate, "rate"),
        (replace(VAT, rate=Decimal(101)), WrongTaxRate, "rate"),
        (replace(VAT, category=TaxCategory.Z), RateWithoutTax, "rate"),
        (TaxForm("Exempt", TaxCategory.E, Decimal(0)), Required, "reason"),
        (TaxForm("Reverse", TaxCategory.AE, Decimal(0), " "), Required, "reason"),
        (replace(VAT, reason="r" * 501), TooLong, "reason"),
    ],
)
def test_a_tax_against_the_rules_is_refused(
    crm: Crm, form: TaxForm, error: type[CrmError], field: str
) -> None:
    with pytest.raises(error) as caught:
        crm.do(add_tax, form)
    assert caught.value.facts["field"] == field
    assert "None" not in str(caught.value)
    assert len(crm.ask(tax_rates)) == 6


def test_a_new_probability_rewrites_no_deal(crm: Crm) -> None:
    stage = stage_id(crm, "qualified")
    crm.do(lambda session: add(session, deal(session.get_one(Stage, stage))))
    crm.do(edit_stage, stage, StageForm("Talking", 60, 10))

    row = next(row for row in crm.ask(stages) if row.id == stage)
    assert (row.name, row.probability, row.quiet_days) == ("Talking", 60, 10)
    assert crm.ask(lambda session: list(session.scalars(select(Deal.probability)))) == [50]
    crm.undo()
    assert next(row for row in crm.ask(stages) if row.id == stage).probability == 50


def test_of_a_closed_stage_only_the_name_changes(crm: Crm) -> None:
    won = stage_id(crm, "won")
    crm.do(edit_stage, won, StageForm("Signed", 30, 5))
    row = next(row for row in crm.ask(stages) if row.id == won)
    assert (row.name, row.probability) == ("Signed", 100)


@pytest.mark.parametrize("typed", ["", "New", "  New "])
def test_a_stage_under_its_usual_name_is_called_so_in_every_language(crm: Crm, typed: str) -> None:
    new = stage_id(crm, "new")
    crm.do(edit_stage, new, StageForm("Inbox", 10, 7))
    crm.do(edit_stage, new, StageForm(typed, 10, 7))
    assert kept_names(crm)[0] == ""
    use_language("es")
    assert crm.ask(stages)[0].name != ""


def kept_names(crm: Crm) -> Sequence[str]:
    return crm.ask(
        lambda session: list(session.scalars(select(Stage.name).order_by(Stage.position)))
    )


@pytest.mark.parametrize(
    ("form", "error"),
    [
        (StageForm("New", 101, 7), WrongProbability),
        (StageForm("New", -1, 7), WrongProbability),
        (StageForm("New", 10, 0), WrongQuietDays),
    ],
)
def test_a_stage_against_the_rules_is_refused(
    crm: Crm, form: StageForm, error: type[CrmError]
) -> None:
    before = crm.ask(stages)
    with pytest.raises(error):
        crm.do(edit_stage, stage_id(crm, "new"), form)
    assert crm.ask(stages) == before


def test_what_is_not_there_cannot_be_changed(crm: Crm) -> None:
    with pytest.raises(NotFound):
        crm.do(edit_tax, 999, VAT)


def test_saving_the_same_again_is_no_step_of_undo(crm: Crm) -> None:
    describe(crm)
    assert crm.undo_label is None
