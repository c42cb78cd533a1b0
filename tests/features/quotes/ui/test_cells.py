"""What is typed into the cells of a line, and what they show."""

from dataclasses import replace
from decimal import Decimal

import pytest

from deskcrm.domain.quotes import LineKind
from deskcrm.domain.totals import Adjustment, Tax, TaxCategory
from deskcrm.errors import CrmError
from deskcrm.features.quotes.drafts import LineDraft, words_draft
from deskcrm.features.quotes.ui.cells import EDITABLE, Cell, new_line, read, shown, typed
from deskcrm.features.quotes.ui.line_choices import Choices, ItemOption, TaxOption
from deskcrm.i18n import use_language

STANDARD = TaxOption("Standard", Tax(TaxCategory.S, Decimal(21)))
REDUCED = TaxOption("Reduced", Tax(TaxCategory.S, Decimal(10)))
REVERSE = TaxOption("Reverse charge", Tax(TaxCategory.AE, Decimal(0)), "Due by the recipient")
EXEMPT = TaxOption("Exempt", Tax(TaxCategory.E, Decimal(0)), "Exempt from tax")
DAY = ItemOption("Photography day\nOn site", "day", Decimal(640), REDUCED, 7, Decimal(200))
CHOICES = Choices("EUR", (STANDARD, REDUCED, REVERSE, EXEMPT), (DAY,))
LINE = LineDraft(
    description="Design",
    quantity=Decimal(2),
    unit="h",
    unit_price=Decimal("38.00"),
    price_base_quantity=Decimal(1),
    tax=STANDARD.tax,
)


def enter(cell: Cell, text: str, line: LineDraft = LINE) -> LineDraft:
    return read(line, cell, text, CHOICES)


@pytest.mark.parametrize(
    ("text", "discounts"),
    [
        ("5 %", (Adjustment(percent=Decimal(5)),)),
        ("5", (Adjustment(percent=Decimal(5)),)),
        ("2.5%", (Adjustment(percent=Decimal("2.5")),)),
        ("10 EUR", (Adjustment(amount=Decimal(10)),)),
        ("€10", (Adjustment(amount=Decimal(10)),)),
        ("5 % + 3 EUR", (Adjustment(percent=Decimal(5)), Adjustment(amount=Decimal(3)))),
        ("", ()),
    ],
)
def test_a_discount_is_a_percentage_unless_it_names_the_currency(
    text: str, discounts: tuple[Adjustment, ...]
) -> None:
    assert enter(Cell.DISCOUNT, text).discounts == discounts


@pytest.mark.parametrize(
    ("text", "charges"),
    [
        ("-5 %", (Adjustment(percent=Decimal(5)),)),
        ("-10 EUR", (Adjustment(amount=Decimal(10)),)),
        ("−€10", (Adjustment(amount=Decimal(10)),)),
    ],
)
def test_a_negative_discount_is_a_surcharge(text: str, charges: tuple[Adjustment, ...]) -> None:
    line = enter(Cell.DISCOUNT, f"2 % + {text}")
    assert (line.discounts, line.charges) == ((Adjustment(percent=Decimal(2)),), charges)
    assert enter(Cell.DISCOUNT, typed(line, Cell.DISCOUNT, CHOICES), line) == line
    assert enter(Cell.DISCOUNT, "", line) == replace(line, discounts=(), charges=())


def test_typing_the_same_discount_again_keeps_its_reason() -> None:
    line = replace(LINE, discounts=(Adjustment(percent=Decimal(5), reason="Loyalty"),))
    assert enter(Cell.DISCOUNT, "5 %", line) == line
    assert enter(Cell.DISCOUNT, "6 %", line).discounts == (Adjustment(percent=Decimal(6)),)


def test_numbers_are_read_as_the_language_writes_them() -> None:
    use_language("es")
    assert enter(Cell.PRICE, "1.234,50").unit_price == Decimal("1234.50")
    use_language("en")
    with pytest.raises(CrmError, match="could not be read"):
        enter(Cell.PRICE, "1,5")


def test_a_price_may_be_for_several_units() -> None:
    line = enter(Cell.PRICE, "12.50 / 100")
    assert (line.unit_price, line.price_base_quantity) == (Decimal("12.50"), Decimal(100))
    assert shown(line, Cell.PRICE, CHOICES) == "12.50 / 100"
    assert enter(Cell.PRICE, "12.50", line).price_base_quantity == 1


@pytest.mark.parametrize(
    ("text", "tax"),
    [
        ("21", STANDARD),
        ("10 %", REDUCED),
        ("Reverse charge", REVERSE),
        ("rev", REVERSE),
        (EXEMPT.words, EXEMPT),
        ("7", TaxOption("", Tax(TaxCategory.S, Decimal(7)))),
    ],
)
def test_a_tax_is_found_by_its_rate_or_its_name(text: str, tax: TaxOption) -> None:
    line = enter(Cell.TAX, text)
    assert (line.tax, line.tax_reason) == (tax.tax, tax.reason)


def test_a_tax_of_nothing_has_to_say_which() -> None:
    for text in ("0", "0 %", "re"):
        with pytest.raises(CrmError, match="could not be read"):
            enter(Cell.TAX, text)


def test_a_new_line_from_the_catalog_brings_all_that_is_known() -> None:
    line = new_line("Photography day", LINE, CHOICES)
    assert line.description == "Photography day\nOn site"
    assert (line.unit, line.unit_price, line.tax) == ("day", Decimal(640), REDUCED.tax)


def test_an_item_without_a_price_in_the_quotes_currency_brings_none() -> None:
    unpriced = replace(CHOICES, currency="USD", items=(replace(DAY, unit_price=None),))
    line = new_line("Photography day", None, unpriced)
    assert line.unit_price == 0
    assert unpriced.lacks_price(line)
    assert not unpriced.lacks_price(replace(line, unit_price=Decimal(700)))
    assert unpriced.items[0].words("USD") == "Photography day · no price in USD"
    assert DAY.words("EUR") == "Photography day · €640.00 / day"


def test_a_line_remembers_what_of_the_catalog_it_was_made_of() -> None:
    line = new_line("Photography day", None, CHOICES)
    assert (line.catalog_item_id, line.cost) == (7, Decimal(200))


def test_a_new_line_of_free_text_is_taxed_like_the_one_before() -> None:
    before = replace(LINE, tax=REVERSE.tax, tax_reason=REVERSE.reason)
    line = new_line("Consulting", before, CHOICES)
    assert (line.tax, line.tax_reason) == (REVERSE.tax, REVERSE.reason)
    assert new_line("Consulting", None, CHOICES).tax == STANDARD.tax


@pytest.mark.parametrize("text", ["<b>x</b>", "{{7*7}}", "=1+1", "../../etc/passwd"])
def test_markup_in_an_item_is_only_text(text: str) -> None:
    assert enter(Cell.ITEM, text).description == text


@pytest.mark.parametrize("code", ["en", "es", "bg", "fa"])
def test_what_a_cell_offers_for_editing_reads_back_the_same(code: str) -> None:
    use_language(code)
    line = replace(
        LINE,
        quantity=Decimal("1234.5"),
        unit_price=Decimal("95.125"),
        discounts=(Adjustment(percent=Decimal("2.5")), Adjustment(amount=Decimal("3.10"))),
        tax=REVERSE.tax,
        tax_reason=REVERSE.reason,
    )
    for cell in EDITABLE:
        assert enter(cell, typed(line, cell, CHOICES), line) == line


@pytest.mark.parametrize(
    ("cell", "text", "value"),
    [
        (Cell.QUANTITY, "8*3.5", "28"),
        (Cell.PRICE, "=(2+3)*40", "200"),
        (Cell.PRICE, "=10/4", "2.5"),
        (Cell.PRICE, "10-2/4", "9.5"),
        (Cell.PRICE, "100*3/2", "150"),
        (Cell.COST, "2*12", "24"),
    ],
)
def test_a_sum_is_computed(cell: Cell, text: str, value: str) -> None:
    line = enter(cell, text)
    found = {Cell.QUANTITY: line.quantity, Cell.PRICE: line.unit_price, Cell.COST: line.cost}
    assert found[cell] == Decimal(value)
    assert line.price_base_quantity == 1


def test_a_sum_may_be_a_discount() -> None:
    assert enter(Cell.DISCOUNT, "(2+3) % + 2*5 EUR").discounts == (
        Adjustment(percent=Decimal(5)),
        Adjustment(amount=Decimal(10)),
    )
    assert enter(Cell.DISCOUNT, "=2+3").discounts == (Adjustment(percent=Decimal(5)),)


def test_a_persian_slash_without_spaces_is_not_taken_for_a_price_of_several_units() -> None:
    use_language("fa")
    with pytest.raises(CrmError):
        enter(Cell.PRICE, "۱۲/۵")
    assert enter(Cell.PRICE, "۱۲ / ۵").price_base_quantity == 5


def test_a_cost_may_be_taken_back() -> None:
    line = enter(Cell.COST, "12.50")
    assert (line.cost, shown(line, Cell.COST, CHOICES)) == (Decimal("12.50"), "12.50")
    assert enter(Cell.COST, "", line).cost is None


def test_a_heading_has_words_alone_and_takes_nothing_from_the_catalog() -> None:
    heading = words_draft(LineKind.SECTION, "Design")
    named = enter(Cell.ITEM, "Photography day", heading)
    assert named == replace(heading, description="Photography day")
    assert [shown(named, cell, CHOICES) for cell in EDITABLE[1:]] == [""] * 6
    assert [typed(named, cell, CHOICES) for cell in EDITABLE] == ["Photography day"] + [""] * 6
