"""Templates that quotes begin with, and snippets of text."""

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from builders import NOW, add, contact, deal, stage_id
from conftest import TODAY
from deskcrm.crm import Crm, undoable
from deskcrm.domain.catalog import CatalogItem
from deskcrm.domain.deals import Stage
from deskcrm.domain.payments import Part
from deskcrm.domain.quotes import LineKind
from deskcrm.domain.totals import Adjustment, Period
from deskcrm.domain.wording import QuoteTemplate
from deskcrm.errors import NotFound, Required
from deskcrm.features.quotes.drafts import words_draft
from deskcrm.features.quotes.queries import quote_draft
from deskcrm.features.quotes.template_json import template_from_json, template_to_json
from deskcrm.features.quotes.templates import (
    NameTaken,
    NotEmpty,
    add_snippet,
    begin_from_template,
    delete_snippet,
    delete_template,
    edit_snippet,
    rename_template,
    save_template,
    snippet_rows,
    template_rows,
    use_template,
)
from deskcrm.features.quotes.usecases import add_quote
from quoting import draft_quote, line

LATER = TODAY + dt.timedelta(days=40)


def full_quote(crm: Crm) -> int:
    """A draft with something in every place that a template keeps."""
    return draft_quote(
        crm,
        words_draft(LineKind.SECTION, "Design for {{ contact.name }}", hides_prices=True),
        line("Sketches", discounts=(Adjustment(percent=Decimal(5)),), cost=Decimal("12.50")),
        line("More sketches", alternative=True),
        words_draft(LineKind.TEXT, "Then, if wanted:"),
        line("Hosting", period=Period.MONTH, optional=True, tax_reason="Art. 20"),
        heading="Estimate",
        introduction="Dear {{ contact.first_name }}",
        terms="As usual",
        discounts=(Adjustment(amount=Decimal(10), reason="Friends"),),
        charges=(Adjustment(percent=Decimal(2)),),
        prepaid=Decimal(7),
        cash_rounding=Decimal("0.05"),
        payments=(
            Part("Deposit", percent=Decimal(30), due_on=TODAY + dt.timedelta(days=10)),
            Part("On delivery"),
        ),
        valid_until=TODAY + dt.timedelta(days=14),
        prices_include_tax=True,
        design="modern",
        paper="letter",
    )


def test_a_quote_begun_from_a_template_says_the_same_to_another_on_another_day(crm: Crm) -> None:
    quote_id = full_quote(crm)
    template_id = crm.do(save_template, "  Web   site ", quote_id)
    (other,) = crm.do(add, contact("Ivan Petrov", language="bg"))
    begun = crm.do(begin_from_template, template_id, contact_id=other, today=LATER, now=NOW)
    assert crm.ask(quote_draft, begun) == replace(
        crm.ask(quote_draft, quote_id),
        contact_id=other,
        language="bg",
        date=LATER,
        valid_until=LATER + dt.timedelta(days=14),
        prepaid=Decimal(0),
        payments=(
            Part("Deposit", percent=Decimal(30), due_on=LATER + dt.timedelta(days=10)),
            Part("On delivery"),
        ),
    )


def test_a_deal_gives_the_quote_its_title_and_its_customer(crm: Crm) -> None:
    template_id = crm.do(save_template, "Web site", full_quote(crm))
    (person,) = crm.do(add, contact("Ivan Petrov"))
    proposal = stage_id(crm, "proposal")

    @undoable("add deal")
    def add_deal(session: Session) -> int:
        made = deal(session.get_one(Stage, proposal), "Harbour app", contact_id=person)
        session.add(made)
        session.flush()
        return made.id

    deal_id = crm.do(add_deal)
    begun = crm.ask(
        quote_draft, crm.do(begin_from_template, template_id, deal_id=deal_id, today=TODAY, now=NOW)
    )
    assert (begun.title, begun.contact_id, begun.deal_id) == ("Harbour app", person, deal_id)


def test_a_template_is_used_in_an_empty_draft_only(crm: Crm) -> None:
    quote_id = full_quote(crm)
    template_id = crm.do(save_template, "Web site", quote_id)
    empty = crm.do(add_quote, today=TODAY, now=NOW)
    crm.do(use_template, empty, template_id)
    assert crm.ask(quote_draft, empty).title == "Booking site"
    assert len(crm.ask(quote_draft, empty).lines) == 5
    with pytest.raises(NotEmpty):
        crm.do(use_template, empty, template_id)
    with pytest.raises(NotFound):
        crm.do(use_template, crm.do(add_quote, today=TODAY, now=NOW), 99)


def test_templates_are_replaced_renamed_found_and_deleted(crm: Crm) -> None:
    quote_id = full_quote(crm)
    first = crm.do(save_template, "Web site", quote_id)
    assert crm.do(save_template, "WEB SITE", draft_quote(crm)) == first
    second = crm.do(save_template, "Photography", quote_id)
    rows = crm.ask(template_rows)
    assert [(row.name, row.summary, row.lines) for row in rows] == [
        ("Photography", "Booking site", 5),
        ("WEB SITE", "Booking site", 1),
    ]
    assert [row.id for row in crm.ask(template_rows, "site web")] == [first]
    with pytest.raises(NameTaken, match="“photography”"):
        crm.do(rename_template, first, "photography")
    crm.do(rename_template, first, "Sites")
    crm.do(delete_template, second)
    assert [row.name for row in crm.ask(template_rows)] == ["Sites"]
    for name in ("", "  \t "):
        with pytest.raises(Required):
            crm.do(save_template, name, quote_id)


def test_the_json_of_a_template_is_read_back_the_same(crm: Crm) -> None:
    draft = crm.ask(quote_draft, full_quote(crm))
    kept = template_to_json(draft)
    content = template_from_json(json.loads(json.dumps(kept)))
    begun = content.begin(date=draft.date, valid_days=30, language=draft.language)
    assert begun == replace(draft, contact_id=None, deal_id=None, prepaid=Decimal(0))
    assert template_to_json(begun) == kept
    assert not {"contact_id", "deal_id", "date", "valid_until"} & kept.keys()


def test_a_template_of_an_older_file_that_says_little_is_read(crm: Crm) -> None:
    old = {
        "currency": "EUR",
        "lines": [{"quantity": "1", "unit_price": "5", "tax": {"category": "S", "rate": "20"}}],
        "payments": [{"label": "All"}],
        "something_newer": [1, 2],
    }

    @undoable("add template")
    def keep(session: Session) -> int:
        template = QuoteTemplate(name="Old", key="old", draft=old)
        session.add(template)
        session.flush()
        return template.id

    begun = crm.do(begin_from_template, crm.do(keep), today=TODAY, now=NOW)
    draft = crm.ask(quote_draft, begun)
    assert (draft.date, draft.valid_until) == (TODAY, TODAY + dt.timedelta(days=30))
    assert (draft.language, draft.payments) == ("en", (Part("All"),))


def test_an_item_of_the_catalog_that_is_gone_is_no_hindrance(crm: Crm) -> None:
    item = CatalogItem(name="Day", unit="day", unit_price=Decimal(5), currency="EUR")
    (item_id,) = crm.do(add, item)
    template_id = crm.do(save_template, "T", draft_quote(crm, line(catalog_item_id=item_id)))

    def item_of(quote_id: int) -> int | None:
        return crm.ask(quote_draft, quote_id).lines[0].catalog_item_id

    assert item_of(crm.do(begin_from_template, template_id, today=TODAY, now=NOW)) == item_id

    @undoable("change template")
    def forget(session: Session) -> None:
        template = session.scalars(select(QuoteTemplate)).one()
        text = json.dumps(template.draft)
        template.draft = json.loads(text.replace(f'_id": {item_id}', '_id": 99'))

    crm.do(forget)
    assert item_of(crm.do(begin_from_template, template_id, today=TODAY, now=NOW)) is None


def test_snippets_are_added_changed_and_deleted(crm: Crm) -> None:
    greeting = crm.do(add_snippet, "Greeting", "Dear {{ contact.first_name }},")
    crm.do(add_snippet, "Bye", "Yours")
    with pytest.raises(NameTaken):
        crm.do(add_snippet, "GREETING", "x")
    crm.do(edit_snippet, greeting, "Greeting", "Hello,")
    with pytest.raises(NameTaken):
        crm.do(edit_snippet, greeting, "bye", "Hello,")
    assert [(row.name, row.summary) for row in crm.ask(snippet_rows)] == [
        ("Bye", "Yours"),
        ("Greeting", "Hello,"),
    ]
    with pytest.raises(Required):
        crm.do(add_snippet, "Nothing", " \n")
    crm.do(delete_snippet, greeting)
    assert [row.name for row in crm.ask(snippet_rows)] == ["Bye"]
