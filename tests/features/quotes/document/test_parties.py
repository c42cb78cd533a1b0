"""What stands of the two sides of a quote: names of numbers, addresses, registrations."""

from dataclasses import replace

import pytest

import pdfs
from deskcrm.features.quotes.document import DESIGNS, render_quote
from deskcrm.features.quotes.document.tax_ids import tax_id_words
from quotations import CUSTOMER, QUOTE, SENDER, printed


@pytest.mark.parametrize(
    ("country", "number", "language", "said"),
    [
        ("ES", "B12345678", "en", "NIF B12345678"),
        ("DE", "DE123456789", "es", "USt-IdNr. DE123456789"),
        ("DE", "12/345/67890", "de", "Steuernummer 12/345/67890"),
        ("FR", "FR12 345678901", "en", "N° TVA FR12 345678901"),
        ("FR", "123 456 789 00012", "fr", "SIRET 123 456 789 00012"),
        ("FR", "123 456 789", "fr", "SIREN 123 456 789"),
        ("BG", "BG203912345", "bg", "ДДС № BG203912345"),
        ("BG", "203912345", "bg", "ЕИК 203912345"),
        ("BG", "203912345", "en", "EIK 203912345"),
        ("BG", "BG203912345", "en", "VAT no. BG203912345"),
        ("IT", "IT12345678901", "en", "P. IVA IT12345678901"),
        ("CH", "CHE-123.456.789 MWST", "de", "UID CHE-123.456.789 MWST"),
        ("PL", "123-456-32-18", "en", "NIP 123-456-32-18"),
        ("MX", "ABC010203AB1", "es", "RFC ABC010203AB1"),
        ("BR", "12.345.678/0001-95", "en", "CNPJ 12.345.678/0001-95"),
        ("US", "12-3456789", "en", "EIN 12-3456789"),
        ("AU", "51 824 753 556", "en", "ABN 51 824 753 556"),
        ("GB", "GB123456789", "en", "VAT no. GB123456789"),
        ("IE", "IE1234567FA", "en", "VAT no. IE1234567FA"),
        ("GR", "EL123456789", "en", "VAT no. EL123456789"),
        ("GR", "EL123456789", "el", "ΑΦΜ EL123456789"),
        ("EE", "EE123456789", "en", "VAT no. EE123456789"),
        ("", "BG203912345", "en", "Tax ID BG203912345"),
        ("ZZ", "42", "en", "Tax ID 42"),
        ("US", "not a number", "en", "Tax ID not a number"),
    ],
)
def test_a_tax_number_has_the_name_it_has_in_its_country(
    country: str, number: str, language: str, said: str
) -> None:
    name, text = tax_id_words(number, country, language)
    assert (f"{name} {number}" if name else text.format(number=number)) == said


@pytest.mark.parametrize("design", DESIGNS)
def test_both_sides_print_their_numbers_and_the_registration(design: str) -> None:
    sender = replace(SENDER, country="DE", tax_id="DE123456789", registration="HRB 1234, Berlin")
    customer = replace(CUSTOMER, country="ES")
    text = printed(replace(QUOTE, design=design, sender=sender, customer=customer))
    for said in ("USt-IdNr. DE123456789", "HRB 1234, Berlin", "NIF ESB12345678"):
        assert said in text


def test_a_country_is_named_in_the_quotes_language_unless_it_is_both_sides() -> None:
    customer = replace(CUSTOMER, address=("Paseo de Pereda 7", "ES"), country="ES")
    abroad = replace(QUOTE, customer=customer, sender=replace(SENDER, country="BG"), language="de")
    assert "Spanien" in printed(abroad).splitlines()
    at_home = replace(abroad, sender=replace(SENDER, country="ES"))
    assert not {"Spanien", "ES"} & set(printed(at_home).splitlines())


@pytest.mark.parametrize("design", DESIGNS)
def test_a_quote_for_nobody_yet_has_no_empty_place_for_one(design: str) -> None:
    text = printed(replace(QUOTE, design=design, customer=replace(CUSTOMER, name="", person="")))
    assert "Atelier Marin" in text
    assert "Prepared for" not in text


@pytest.mark.parametrize("design", DESIGNS)
def test_contacts_can_be_clicked_in_every_design(design: str) -> None:
    (page,) = pdfs.reader(render_quote(replace(QUOTE, design=design))).pages
    assert len(page.annotations or []) == 3
