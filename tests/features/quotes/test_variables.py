"""The variables of a quote's texts, filled in for one quote, shown, sent and frozen."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from builders import NOW, add, contact
from conftest import TODAY
from deskcrm.crm import Crm
from deskcrm.domain.business import Business
from deskcrm.domain.quotes import LineKind
from deskcrm.features.quotes.document import render_quote
from deskcrm.features.quotes.drafts import words_draft
from deskcrm.features.quotes.life import revise_quote
from deskcrm.features.quotes.queries import quote_draft, quote_view
from deskcrm.features.quotes.usecases import save_draft, send_quote
from deskcrm.features.quotes.variables import (
    VARIABLES,
    UnresolvedText,
    holes,
    quote_values,
)
from quoting import draft_quote, line, sent_quote


def test_every_variable_has_a_value_and_a_description(crm: Crm) -> None:
    draft = crm.ask(quote_draft, draft_quote(crm))
    values = crm.ask(quote_values, draft)
    assert values.keys() == VARIABLES.keys()
    assert all(VARIABLES.values())
    assert values["contact.first_name"] == "Lucía"
    assert values["contact.organization"] == "Ola Surf Escuela"
    assert values["quote.number"] == "Q-2026-0001"


def test_figures_and_days_are_written_in_the_quotes_language(crm: Crm) -> None:
    draft = crm.ask(quote_draft, draft_quote(crm, language="es"))
    values = crm.ask(quote_values, draft)
    assert values["quote.total"] == "91,96\N{NO-BREAK SPACE}€"
    assert values["quote.valid_until"] == "21 de diciembre de 2026"


def test_the_four_kinds_of_text_are_filled_and_items_are_not(crm: Crm) -> None:
    words = "{{ contact.first_name }}"
    quote_id = draft_quote(
        crm,
        words_draft(LineKind.SECTION, f"For {words}"),
        words_draft(LineKind.TEXT, f"Hello {words}"),
        line(f"Item {words}"),
        introduction=f"Dear {words}",
        terms="{{ quote.number }} holds until {{ quote.valid_until }}.",
        language="en",
    )
    view = crm.ask(quote_view, quote_id, TODAY)
    assert view.introduction == "Dear Lucía"
    assert view.terms == "Q-2026-0001 holds until 21 December 2026."
    assert [each.text for each in view.words] == ["For Lucía", "Hello Lucía"]
    assert view.figures.lines[0].description == f"Item {words}"


def test_a_customer_called_like_a_variable_prints_as_it_is(crm: Crm) -> None:
    (tricky,) = crm.do(add, contact("{{ business.bank }} {% raw %}"))
    quote_id = draft_quote(crm, contact_id=tricky, introduction="Dear {{ contact.name }}")
    view = crm.ask(quote_view, quote_id, TODAY)
    assert view.introduction == "Dear {{ business.bank }} {% raw %}"


def test_sending_freezes_the_filled_texts_and_the_number_that_was_given(crm: Crm) -> None:
    quote_id = draft_quote(crm, terms="Number {{ quote.number }}", language="en")
    number = crm.do(send_quote, quote_id, today=TODAY, now=NOW, render=render_quote)
    assert crm.ask(quote_view, quote_id, TODAY).terms == f"Number {number}"
    # The record keeps what was written, so that a copy is filled in anew.
    assert crm.ask(quote_draft, quote_id).terms == "Number {{ quote.number }}"


def test_a_hole_in_a_text_stops_sending_and_gives_no_number(crm: Crm) -> None:
    quote_id = draft_quote(crm, introduction="Dear {{ contact.nam }}")
    with pytest.raises(UnresolvedText, match=r"^Introduction: .* contact\.nam\. Change the text"):
        crm.do(send_quote, quote_id, today=TODAY, now=NOW, render=render_quote)
    draft = crm.ask(quote_draft, quote_id)
    crm.do(save_draft, quote_id, replace(draft, introduction="Dear {{ contact.name }}"))
    assert crm.do(send_quote, quote_id, today=TODAY, now=NOW, render=render_quote) == "Q-2026-0001"


def test_each_hole_says_where_it_is(crm: Crm) -> None:
    quote_id = draft_quote(
        crm,
        words_draft(LineKind.SECTION, "{{ deal.title }}"),
        line(),
        words_draft(LineKind.TEXT, "{{ x }}"),
    )
    draft = crm.ask(quote_draft, quote_id)
    found = list(holes(draft, crm.ask(quote_values, draft)))
    assert [(each.place, each.unresolved.name) for each in found] == [
        ("Section", "deal.title"),
        ("Text line", "x"),
    ]


def test_a_pattern_that_cannot_number_leaves_the_rest_filled(crm: Crm) -> None:
    quote_id = draft_quote(crm, introduction="{{ contact.name }}", terms="{{ quote.number }}")
    crm.do(_break_pattern)
    view = crm.ask(quote_view, quote_id, TODAY)
    assert (view.introduction, view.terms) == ("Lucía Fernández", "{{ quote.number }}")


def _break_pattern(session: Session) -> None:
    session.get_one(Business, 1).number_pattern = "Q"


def test_a_revision_says_its_letter_before_and_after_it_is_sent(crm: Crm) -> None:
    first = sent_quote(crm, terms="{{ quote.number }}")
    second = crm.do(revise_quote, first, today=TODAY, now=NOW)
    draft = crm.ask(quote_draft, second)
    crm.do(save_draft, second, replace(draft, terms="{{ quote.number }}"))
    assert crm.ask(quote_view, second, TODAY).terms == "Q-2026-0001-B"
    crm.do(send_quote, second, today=TODAY, now=NOW, render=render_quote)
    assert crm.ask(quote_view, second, TODAY).terms == "Q-2026-0001-B"
