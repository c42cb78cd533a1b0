"""Quotes that another program hands over whole."""

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlalchemy import func, select

from builders import add, contact
from deskcrm.crm import Crm
from deskcrm.domain.payments import Part, PlanDoesNotAddUp
from deskcrm.domain.people import Contact
from deskcrm.domain.totals import Adjustment, Tax, TaxCategory, totals
from deskcrm.errors import CrmError
from deskcrm.features.quotes.creation import create_quote, new_quote_from_json
from deskcrm.features.quotes.exchange import figures_from_json, figures_to_json
from deskcrm.features.quotes.queries import quote_draft, quote_view
from deskcrm.features.quotes.usecases import send_quote
from quoting import draft_quote

LINE = {
    "description": "Site",
    "quantity": "2",
    "unit_price": "10",
    "tax": {"category": "S", "rate": "20"},
}


def document(**more: Any) -> dict[str, Any]:
    return {"currency": "EUR", "lines": [LINE], **more}


def create(crm: Crm, today: dt.date, now: dt.datetime, **more: Any) -> int:
    return crm.do(create_quote, new_quote_from_json(document(**more)), today=today, now=now)


def contacts(crm: Crm) -> int:
    return crm.ask(lambda session: session.scalar(select(func.count(Contact.id)))) or 0


def test_everything_that_is_said_is_written_in_one_step(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    quote = create(
        crm,
        today,
        now,
        customer={
            "name": "Reza Karimi",
            "organization": "آتلیه کریمی",
            "email": "reza@karimi.example",
            "phone": "+98 21 1234 5678",
            "tax_id": "IR-1",
            "language": "fa",
            "address": {"street": "خیابان ولیعصر ۱۲", "city": "تهران"},
        },
        title="وب‌سایت",
        date="2026-11-20",
        valid_until="2026-12-24",
        terms="",
        heading="Proposal",
        introduction="Hello",
    )
    draft = crm.ask(quote_draft, quote)
    assert (draft.title, draft.language, draft.terms) == ("وب‌سایت", "fa", "")
    assert (draft.date, draft.valid_until) == (dt.date(2026, 11, 20), dt.date(2026, 12, 24))
    assert draft.figures == figures_from_json(document())
    customer = crm.ask(quote_view, quote, today).customer
    assert (customer.name, customer.person) == ("آتلیه کریمی", "Reza Karimi")
    assert customer.address == ("خیابان ولیعصر ۱۲", "تهران")
    assert (customer.tax_id, customer.email) == ("IR-1", "reza@karimi.example")

    assert crm.undo() == "add quote"
    assert (crm.undo(), contacts(crm)) == (None, 0)


def test_what_is_left_out_follows_the_habits_of_the_business(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    draft = crm.ask(quote_draft, create(crm, today, now))
    assert (draft.language, draft.date, draft.contact_id) == ("en", today, None)
    assert draft.valid_until == today + dt.timedelta(days=30)
    later = crm.ask(quote_draft, create(crm, today, now, date="2027-01-01"))
    assert later.valid_until == dt.date(2027, 1, 31)


def test_a_customer_is_known_by_mail_or_by_name(crm: Crm, today: dt.date, now: dt.datetime) -> None:
    lucia, marta = crm.do(
        add,
        contact("Lucía Fernández", organization="Ola Surf Escuela", email="Lucia@ola.example"),
        contact("Marta Ivanova"),
    )
    for customer, known in (
        (lucia, lucia),
        ({"email": " LUCIA@OLA.example "}, lucia),
        ({"name": "Somebody Else", "email": "lucia@ola.example"}, lucia),
        ({"name": "lucia fernandez"}, lucia),
        ({"name": "Lucía Fernández", "organization": "ola surf escuela"}, lucia),
        ({"name": "Marta Ivanova", "email": "marta@severna.example"}, marta),
    ):
        quote = create(crm, today, now, customer=customer)
        assert crm.ask(quote_draft, quote).contact_id == known, customer
    assert contacts(crm) == 2

    for stranger in (
        {"name": "Lucía Fernández", "email": "other@mail.example"},
        {"name": "Lucía Fernández", "organization": "Another House"},
        {"organization": "Ola Surf Escuela"},
    ):
        quote = create(crm, today, now, customer=stranger)
        assert crm.ask(quote_draft, quote).contact_id not in {lucia, marta}, stranger


def test_why_no_tax_is_charged_comes_from_the_taxes_of_the_business(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    exempt = LINE | {"tax": {"category": "E"}}
    (made,) = crm.ask(quote_draft, create(crm, today, now, lines=[exempt])).lines
    assert made.tax_reason == "Exempt from tax"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"customer": "Lucía"}, "“customer” has to be a contact's id or an object."),
        ({"customer": True}, "“customer” has to be a contact's id or an object."),
        ({"customer": 0}, "“customer” has to be a contact's id or an object."),
        ({"customer": 7}, "“#7” was not found"),
        ({"customer": {}}, "A contact needs a name"),
        ({"customer": {"name": 7}}, "“customer.name” has to be a text."),
        ({"customer": {"name": "A", "email": "no mail"}}, "“no mail” is not an e-mail address"),
        ({"customer": {"name": "A", "address": "x"}}, "“customer.address” has to be an object."),
        ({"customer": {"name": "A", "address": {"city": 1}}}, "“customer.address.city” has to be"),
        ({"date": "21.11.2026"}, "“date” has to be a date such as 2026-11-21."),
        ({"date": 20261121}, "“date” has to be a text."),
        ({"valid_until": "2026-02-30"}, "“valid_until” has to be a date"),
        ({"valid_until": "2020-01-01"}, "is before its date"),
        ({"language": "xx"}, "“xx”"),
        ({"title": ["x"]}, "“title” has to be a text."),
        ({"title": "x" * 10_000}, "“Title” can hold 500 characters at most"),
        ({"terms": 1}, "“terms” has to be a text."),
        ({"deal": 5}, "“#5” was not found"),
        ({"currency": "EURO"}, "“EURO” is not a currency."),
        ({"lines": [LINE | {"unit_price": "-1"}]}, "Line 1: A price cannot be negative."),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence_and_nothing_is_kept(
    crm: Crm, today: dt.date, now: dt.datetime, more: dict[str, Any], said: str
) -> None:
    with pytest.raises(CrmError) as refusal:
        create(crm, today, now, **more)
    assert said in str(refusal.value)
    assert (contacts(crm), crm.undo_label) == (0, None)


def test_sections_texts_and_a_payment_plan_come_with_the_lines(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    quote = create(
        crm,
        today,
        now,
        customer={"name": "Lucía Fernández"},
        lines=[
            {"kind": "section", "description": "Design", "hides_prices": True},
            LINE,
            LINE | {"description": "Shop", "alternative": True},
            {"kind": "text", "description": "Two rounds of changes."},
            LINE | {"description": "Hosting", "period": "month"},
        ],
        payments=[
            {"label": "Deposit", "percent": 30, "due_on": "2026-12-01"},
            {"label": "On delivery"},
        ],
    )
    draft = crm.ask(quote_draft, quote)
    assert [(line.kind.value, line.description) for line in draft.lines] == [
        ("section", "Design"),
        ("item", "Site"),
        ("item", "Shop"),
        ("text", "Two rounds of changes."),
        ("item", "Hosting"),
    ]
    assert draft.lines[0].hides_prices
    assert draft.payments == (
        Part("Deposit", percent=Decimal(30), due_on=dt.date(2026, 12, 1)),
        Part("On delivery"),
    )
    found = totals(draft.figures)
    assert (found.payable, found.recurring[0].gross) == (Decimal("24.00"), Decimal("24.00"))

    crm.do(send_quote, quote, today=today, now=now, render=lambda _view: b"%PDF")
    view = crm.ask(quote_view, quote, today)
    assert view.payments == draft.payments
    assert [(each.kind.value, each.text, each.before) for each in view.words] == [
        ("section", "Design", 0),
        ("text", "Two rounds of changes.", 2),
    ]
    assert view.words[0].hides_prices


def test_a_plan_that_does_not_add_up_keeps_a_quote_from_being_sent(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    quote = create(
        crm, today, now, customer={"name": "Lucía"}, payments=[{"label": "Deposit", "percent": 30}]
    )
    with pytest.raises(PlanDoesNotAddUp, match=r"7\.20 EUR, but 24\.00 EUR"):
        crm.do(send_quote, quote, today=today, now=now, render=lambda _view: b"%PDF")
    assert crm.ask(quote_view, quote, today).number is None


AMOUNTS = st.decimals(min_value=0, max_value=10**6, places=2).filter(lambda amount: amount >= 0)
ADJUSTMENTS = st.lists(
    st.one_of(
        st.builds(lambda p: Adjustment(percent=p), st.decimals(0, 100, places=1)),
        st.builds(lambda a, r: Adjustment(amount=a, reason=r), AMOUNTS, st.text(max_size=3)),
        st.builds(lambda a: Adjustment(amount=a, tax=Tax(TaxCategory.S, Decimal(20))), AMOUNTS),
    ),
    max_size=2,
).map(tuple)


@given(AMOUNTS, ADJUSTMENTS, ADJUSTMENTS, st.booleans())
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_figures_go_out_and_come_back_the_same(
    price: Decimal,
    discounts: tuple[Adjustment, ...],
    charges: tuple[Adjustment, ...],
    optional: bool,
) -> None:
    read = figures_from_json(
        document(lines=[LINE, LINE | {"unit_price": f"{price:f}", "optional": optional}])
    )
    figures = dataclasses.replace(read, discounts=discounts, charges=charges)
    assert figures_from_json(figures_to_json(figures)) == figures
    assert totals(figures_from_json(figures_to_json(figures))) == totals(figures)


def test_a_draft_of_the_window_is_no_different(crm: Crm) -> None:
    figures = crm.ask(quote_draft, draft_quote(crm)).figures
    assert figures_from_json(figures_to_json(figures)) == figures
