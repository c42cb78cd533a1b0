"""Texts of the resources are filled in any language; what they are given is never run."""

import pytest
from jinja2 import UndefinedError

from deskcrm import templates

LETTER = {
    "name": "Lucía",
    "number": "Q-1",
    "title": "{{ 7*7 }}",
    "total": "€10",
    "valid_until": "21 Nov 2026",
    "signature": ("100 % {% if %} <b>",),
}


def test_values_stay_the_text_they_are() -> None:
    text = templates.fill("mail/quote.txt.j2", "en", **LETTER)
    assert "“{{ 7*7 }}”" in text
    assert text.endswith("100 % {% if %} <b>\n")


def test_the_sentences_follow_the_language_asked_for_not_the_windows() -> None:
    english, spanish = (
        templates.fill("mail/quote.txt.j2", code, **LETTER) for code in ("en", "es")
    )
    assert "Dear Lucía" in english
    assert "Dear" not in spanish


def test_a_value_that_nobody_gave_is_a_bug() -> None:
    with pytest.raises(UndefinedError):
        templates.fill("mail/quote.txt.j2", "en", name="Lucía")
