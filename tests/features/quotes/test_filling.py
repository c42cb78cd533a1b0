"""Texts with variables: what fills them, what they may not do, and what marks them."""

import time

import pytest
from hypothesis import given, strategies as st

from deskcrm.features.quotes.filling import (
    EmptyVariable,
    TextTooLong,
    UnknownVariable,
    UnreadableVariable,
    fill_text,
)

VALUES = {"contact.name": "Lucía {{ quote.total }}", "contact.city": "", "quote.total": "€10"}


def test_a_variable_says_its_value() -> None:
    assert fill_text("Total {{ quote.total }}.\n", VALUES).text == "Total €10.\n"
    assert fill_text("No braces, {#1} and 5 %}", VALUES).text == "No braces, {#1} and 5 %}"


def test_a_value_is_never_read_as_a_template() -> None:
    assert fill_text("Dear {{ contact.name }}", VALUES).text == "Dear Lucía {{ quote.total }}"


def test_simple_filters_and_choices_work() -> None:
    assert fill_text("{{ contact.city|default('your town') }}", VALUES).text == "your town"
    shout = fill_text("{{ contact.name|upper|trim }}", VALUES)
    assert (shout.text, shout.unresolved) == ("LUCÍA {{ QUOTE.TOTAL }}", ())
    either = "{% if contact.city %}in {{ contact.city|trim }}{% else %}anywhere{% endif %}"
    assert fill_text(either, VALUES).text == "anywhere"


def test_a_misspelled_variable_is_marked_and_stays_as_written() -> None:
    found = fill_text("Dear {{ contact.nam }},\n{{contact.nam}}", VALUES)
    assert found.text == "Dear {{ contact.nam }},\n{{ contact.nam }}"
    assert [(each.start, each.end) for each in found.unresolved] == [(5, 22), (24, 39)]
    assert {type(each.problem) for each in found.unresolved} == {UnknownVariable}
    assert str(found.unresolved[0].problem) == "There is no variable called contact.nam."


def test_an_empty_variable_is_marked_unless_it_says_what_else_to_print() -> None:
    (only,) = fill_text("In {{ contact.city }}", VALUES).unresolved
    assert isinstance(only.problem, EmptyVariable)
    assert only.name == "contact.city"
    assert fill_text("{{ contact.city|default('here') }}", VALUES).unresolved == ()


@pytest.mark.parametrize(
    "text",
    [
        "{{ }}",
        "{{ contact.name",
        "{% for i in range(10000000) %}x{% endfor %}",
        "{{ 'x' * 1000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ contact.name.__class__ }}",
        "{{ contact['name'] }}",
        "{{ contact.name() }}",
        "{{ contact.name|attr('upper') }}",
        "{{ range(5) }}",
        "{% set x = 1 %}",
        "{% include 'mail/quote.txt.j2' %}",
        "{% macro x() %}{% endmacro %}",
        "{{ " + "(" * 5_000 + "1" + ")" * 5_000 + " }}",
        "{{ " + "9" * 5_000 + " }}",
        "{% if contact.name %}" * 30,
        "{{ contact.name|map('upper')|list }}",
        "{{ 'a' ~ 'b' }}",
        "{%",
    ],
)
def test_what_a_text_may_not_do_is_kept_as_text_and_said(text: str) -> None:
    began = time.perf_counter()
    found = fill_text(f"Before\n{text}", VALUES)
    assert time.perf_counter() - began < 2
    assert found.text == f"Before\n{text}"
    (only,) = found.unresolved
    assert isinstance(only.problem, UnreadableVariable)
    assert only.start >= len("Before")
    assert "is not a variable" in str(only.problem)


def test_inner_names_of_the_program_are_no_variables() -> None:
    for name in ("contact._values", "contact.__init__", "contact", "nobody", "nobody.name"):
        found = fill_text(f"{{{{ {name} }}}}", VALUES)
        assert found.unresolved
        assert "object" not in found.text
        assert "Lucía" not in found.text


def test_what_comes_out_is_bounded() -> None:
    (only,) = fill_text("{{ a.b }}" * 501, {"a.b": "x"}).unresolved
    assert isinstance(only.problem, TextTooLong)
    (only,) = fill_text("{{ a.b }}" * 5, {"a.b": "x" * 100_000}).unresolved
    assert isinstance(only.problem, TextTooLong)


@given(st.text(alphabet="{}%#|.'\" acontyme_\n", max_size=60))
def test_any_text_comes_out_filled_or_as_it_was(text: str) -> None:
    found = fill_text(text, {"a.b": "1"})
    assert isinstance(found.text, str)
    for each in found.unresolved:
        assert 0 <= each.start < each.end <= len(text)
        assert str(each.problem).endswith(".")
