"""Quotes' figures and totals as JSON."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from deskcrm.domain.figures import NegativePrice, PercentOrAmount
from deskcrm.domain.totals import Tax, TaxCategory
from deskcrm.errors import CrmError
from deskcrm.features.quotes.exchange import (
    NotAQuote,
    WrongQuote,
    figures_from_json,
    totals_answer,
)
from deskcrm.features.quotes.fields import MissingField, WrongField

EXAMPLE = """
{"currency": "EUR", "prices_include_tax": false,
 "lines": [{"description": "Design", "quantity": "2", "unit": "h", "unit_price": "38.00",
            "price_base_quantity": "1", "tax": {"category": "S", "rate": "19"},
            "discounts": [{"percent": "5"}, {"amount": "3.00"}], "charges": [], "optional": false}],
 "discounts": [{"amount": "10.00", "tax": {"category": "S", "rate": "19"}}],
 "charges": [], "prepaid": "0", "cash_rounding": null}
"""


def read(text: str) -> Any:
    return json.loads(text, parse_float=Decimal)


def small(**changes: Any) -> dict[str, Any]:
    """Build the smallest quote, with changes to its one line."""
    line = {"quantity": "1", "unit_price": "10", "tax": {"category": "S", "rate": "20"}}
    return {"currency": "EUR", "lines": [line | changes]}


def test_the_example_is_answered_in_strings_of_the_currencys_digits() -> None:
    assert totals_answer(read(EXAMPLE)) == {
        "lines": [{"net": "69.20"}],
        "tax": [{"category": "S", "rate": "19", "base": "59.20", "tax": "11.25"}],
        "lines_net": "69.20",
        "net": "59.20",
        "tax_total": "11.25",
        "gross": "70.45",
        "rounding": "0.00",
        "payable": "70.45",
        "with_options": "70.45",
    }


def test_a_list_is_answered_by_a_list() -> None:
    yen = small(unit_price="99.5") | {"currency": "JPY"}
    answers = totals_answer([read(EXAMPLE), yen])
    assert [answer["payable"] for answer in answers] == ["70.45", "120"]
    assert totals_answer([]) == []


def test_numbers_may_be_numbers_or_strings() -> None:
    text = '{"currency": "EUR", "lines": [{"quantity": 3.25, "unit_price": 95.38, "tax": {"category": "S", "rate": 5.50}}]}'
    answer = totals_answer(read(text))
    assert answer["net"] == "309.99"
    assert answer["tax"][0]["rate"] == "5.5"
    assert totals_answer(json.loads(text)) == answer


def test_what_may_be_left_out_is_left_out() -> None:
    figures = figures_from_json(small(tax={"category": "AE"}, discounts=None))
    (line,) = figures.lines
    assert line.tax == Tax(TaxCategory.AE, Decimal(0))
    assert line.price_base_quantity == 1
    assert not line.optional
    assert not line.discounts
    assert figures.prepaid == 0
    assert figures.cash_rounding is None


def test_what_says_nothing_about_figures_may_stand_beside_them() -> None:
    beside = {"customer": 7, "date": "2026-11-21", "language": "es", "title": "Web", "terms": "…"}
    assert totals_answer(small() | beside) == totals_answer(small())


def test_texts_are_kept_as_they_are() -> None:
    odd = "<b>{{7*7}}\0=1+1 ../../etc/passwd"
    (line,) = figures_from_json(small(description=odd, unit=odd)).lines
    assert (line.description, line.unit) == (odd, odd)


@pytest.mark.parametrize(
    ("quote", "field"),
    [
        ({"lines": []}, "currency"),
        ({"currency": "EUR"}, "lines"),
        (small(quantity=None), "lines[0].quantity"),
        (small(tax={"rate": "5"}), "lines[0].tax.category"),
        (small(tax={"category": "S"}), "lines[0].tax.rate"),
        (small(tax=None), "lines[0].tax"),
    ],
)
def test_a_missing_field_is_named(quote: Any, field: str) -> None:
    with pytest.raises(MissingField) as refusal:
        figures_from_json(quote)
    assert str(refusal.value) == f"“{field}” is missing."


@pytest.mark.parametrize(
    ("quote", "field"),
    [
        (small() | {"currency": 978}, "currency"),
        (small() | {"prices_include_tax": "no"}, "prices_include_tax"),
        (small() | {"lines": {}}, "lines"),
        (small() | {"lines": [1]}, "lines"),
        (small() | {"prepaid": True}, "prepaid"),
        (small() | {"cash_rounding": "0,05"}, "cash_rounding"),
        (small(quantity="1,5"), "lines[0].quantity"),
        (small(quantity=""), "lines[0].quantity"),
        (small(quantity="1_000"), "lines[0].quantity"),
        (small(quantity="١"), "lines[0].quantity"),
        (small(quantity="NaN"), "lines[0].quantity"),
        (small(quantity=float("nan")), "lines[0].quantity"),
        (small(quantity=float("inf")), "lines[0].quantity"),
        (small(quantity=[1]), "lines[0].quantity"),
        (small(description=5), "lines[0].description"),
        (small(optional=1), "lines[0].optional"),
        (small(tax="S"), "lines[0].tax"),
        (small(tax={"category": "VAT", "rate": "5"}), "lines[0].tax.category"),
        (small(discounts=[{"percent": "5"}, {"amount": "x"}]), "lines[0].discounts[1].amount"),
        (
            small() | {"charges": [{"amount": "1", "tax": {"category": "S", "rate": "x"}}]},
            "charges[0].tax.rate",
        ),
    ],
)
def test_a_wrong_field_is_named(quote: Any, field: str) -> None:
    with pytest.raises(WrongField) as refusal:
        figures_from_json(quote)
    assert str(refusal.value).startswith(f"“{field}” has to be ")


@pytest.mark.parametrize("document", [None, "quote", 5, True])
def test_something_else_is_no_quote(document: Any) -> None:
    with pytest.raises(NotAQuote):
        totals_answer(document)


def test_rules_are_refused_with_their_line_and_quote() -> None:
    with pytest.raises(NegativePrice, match=r"^Line 1: "):
        totals_answer(small(unit_price="-1"))
    with pytest.raises(PercentOrAmount):
        totals_answer(small(discounts=[{}]))
    with pytest.raises(WrongQuote, match=r"^Quote 2 of the list: Line 1: A price cannot be"):
        totals_answer([small(), small(unit_price="-1")])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["currency", "lines", "quantity", "unit_price", "tax", "percent"]),
            inner,
        )
    ),
    max_leaves=8,
)


@given(JSON, st.sampled_from(["quantity", "tax", "discounts", "charges", "unit_price"]))
@settings(deadline=None)
def test_any_json_is_answered_or_refused_in_a_sentence(value: Any, field: str) -> None:
    for document in (value, small(**{field: value}), small() | {field: value}):
        try:
            answer = totals_answer(document)
        except CrmError as refusal:
            assert str(refusal).endswith(".")  # noqa: PT017 - either outcome is right
        else:
            assert isinstance(answer, list if isinstance(document, list) else dict)
