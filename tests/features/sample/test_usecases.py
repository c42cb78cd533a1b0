"""The sample business: whole, invented, and never mixed with somebody's own."""

import datetime as dt

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from builders import add, contact
from deskcrm.crm import Crm
from deskcrm.domain.deals import Deal, Stage
from deskcrm.domain.people import Contact, Email
from deskcrm.domain.quotes import Quote, QuoteState, SentQuote
from deskcrm.features.quotes.document import render_quote
from deskcrm.features.sample.usecases import NotEmpty, load_sample, require_empty


def test_it_fills_every_stage_state_and_month(crm: Crm, today: dt.date) -> None:
    crm.do(load_sample, today=today, render=render_quote)

    def look(session: Session) -> None:
        stages = set(session.scalars(select(Stage.key).join(Deal)))
        assert stages == {"new", "contacted", "qualified", "proposal", "won", "lost"}
        states = set(session.scalars(select(Quote.state)))
        assert states >= {
            QuoteState.DRAFT,
            QuoteState.SENT,
            QuoteState.ACCEPTED,
            QuoteState.DECLINED,
        }
        months = session.scalar(
            select(func.count(func.distinct(func.substr(Deal.closed, 1, 7)))).where(
                Deal.closed.is_not(None)
            )
        )
        assert months is not None
        assert months >= 24
        sent = session.scalar(
            select(func.count()).select_from(Quote).where(Quote.sent.is_not(None))
        )
        assert sent == session.scalar(select(func.count()).select_from(SentQuote))

    crm.ask(look)


def test_nobody_in_it_can_be_reached(crm: Crm, today: dt.date) -> None:
    crm.do(load_sample, today=today, render=render_quote)
    addresses = crm.ask(lambda session: list(session.scalars(select(Email.value))))
    assert addresses
    assert all(address.endswith(".example") for address in addresses)


@pytest.mark.parametrize("day", [dt.date(2026, 1, 1), dt.date(2028, 2, 29), dt.date(2027, 12, 31)])
def test_it_can_be_loaded_on_any_day(crm: Crm, day: dt.date) -> None:
    crm.do(load_sample, today=day, render=render_quote)
    future = crm.ask(
        lambda s: s.scalar(select(func.count()).where(Deal.closed > _noon(day, days=1)))
    )
    assert future == 0


def test_it_does_not_mix_with_a_business_that_has_begun(crm: Crm, today: dt.date) -> None:
    crm.do(add, contact("Marta Ivanova"))
    with pytest.raises(NotEmpty):
        crm.ask(require_empty)
    with pytest.raises(NotEmpty):
        crm.do(load_sample, today=today, render=render_quote)
    assert crm.ask(lambda session: session.scalar(select(func.count()).select_from(Contact))) == 1


def _noon(day: dt.date, *, days: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), dt.UTC) + dt.timedelta(days=days)
