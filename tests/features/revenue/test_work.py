"""Where work came from, how far leads got, and what is bought together."""

import datetime as dt
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from builders import stage_id
from deskcrm.crm import Crm
from deskcrm.domain.quotes import QuoteLine
from deskcrm.features.pipeline.usecases import DealFields, add_lead, edit_deal, lose_deal, move_deal
from deskcrm.features.revenue.periods import EVER
from deskcrm.features.revenue.queries.together import bought_together
from deskcrm.features.revenue.queries.work import funnel, origins
from earning import accepted, noon, won

DAY = dt.date(2026, 5, 5)
LATER = dt.date(2026, 6, 6)


def reached(crm: Crm, today: dt.date) -> dict[str, int]:
    return {step.name: step.deals for step in crm.ask(funnel, today) if step.deals}


def test_the_funnel_counts_deals_by_the_stages_they_entered(crm: Crm, today: dt.date) -> None:
    week_ago = noon(today - dt.timedelta(days=7))
    first = crm.do(add_lead, "Booking site", at=week_ago)
    second = crm.do(add_lead, "Website", at=week_ago)
    crm.do(move_deal, first, stage_id(crm, "proposal"), at=noon(today))
    crm.do(lose_deal, second, "No budget", at=noon(today))
    assert reached(crm, today) == {"New": 2, "Proposal": 1}
    assert [step.name for step in crm.ask(funnel, today)] == [
        "New", "Contacted", "Qualified", "Proposal", "Won",
    ]  # fmt: skip


def test_a_deal_that_goes_back_and_forth_is_counted_once(crm: Crm, today: dt.date) -> None:
    deal_id = crm.do(add_lead, "Booking site", at=noon(today - dt.timedelta(days=5)))
    for days, key in ((4, "contacted"), (3, "new"), (2, "contacted")):
        at = noon(today - dt.timedelta(days=days))
        crm.do(move_deal, deal_id, stage_id(crm, key), at=at)
    assert reached(crm, today) == {"New": 1, "Contacted": 1}


def test_what_a_deal_did_longer_ago_is_left_out_though_it_moved_since(
    crm: Crm, today: dt.date
) -> None:
    deal_id = crm.do(add_lead, "Booking site", at=noon(today - dt.timedelta(days=90)))
    crm.do(move_deal, deal_id, stage_id(crm, "qualified"), at=noon(today - dt.timedelta(days=89)))
    assert reached(crm, today) == {"Qualified": 1}


def test_a_new_value_is_no_new_stage(crm: Crm, today: dt.date) -> None:
    deal_id = crm.do(add_lead, "Booking site", at=noon(today - dt.timedelta(days=200)))
    fields = DealFields("Booking site", stage_id(crm, "new"), value=Decimal(900))
    crm.do(edit_deal, deal_id, fields, at=noon(today))
    assert reached(crm, today) == {}


def test_work_came_from_the_deals_source_else_from_the_clients(crm: Crm) -> None:
    deal_id = crm.do(won, DAY, "1", source="Fair")
    crm.do(accepted, DAY, "100", deal_id=deal_id)
    crm.do(won, DAY, "300", source="Referral")
    crm.do(won, DAY, "50", source="Fair")
    crm.do(accepted, DAY, "20")
    crm.do(won, DAY, "7000", currency="JPY", source="Fair")
    found = {each.name: each.amount for each in crm.ask(origins, EVER, "EUR")}
    assert found == {"Referral": 300, "Fair": 150, "": 20}


def sell(crm: Crm, who: str, *things: str, day: dt.date = DAY) -> None:
    crm.do(accepted, day, "100", who, lines=things)


def test_things_that_at_least_three_clients_took_after_each_other_are_told(crm: Crm) -> None:
    for who in ("Ann", "Ben", "Cleo"):
        sell(crm, who, "Booking site\nWith payments")
        sell(crm, who, "care plan", day=LATER)
    sell(crm, "Dan", "Booking  SITE")
    for who in ("Eve", "Finn", "Gil", "Hana"):
        sell(crm, who, "Photo day")
    (pair,) = crm.ask(bought_together)
    assert (pair.first, pair.then, pair.both, pair.clients) == ("Booking site", "care plan", 3, 4)
    assert pair.lift == Decimal("2.0")
    assert pair.support == 38
    assert [name for _id, name in pair.without] == ["Dan"]


def test_two_clients_are_no_habit(crm: Crm) -> None:
    for who in ("Ann", "Ben"):
        sell(crm, who, "Booking site", "Care plan")
    for who in ("Eve", "Finn", "Gil", "Hana"):
        sell(crm, who, "Photo day")
    assert crm.ask(bought_together) == ()


def test_what_most_clients_take_anyway_is_no_suggestion(crm: Crm) -> None:
    for who in ("Ann", "Ben", "Cleo", "Dan"):
        sell(crm, who, "Booking site", "Handover")
    sell(crm, "Eve", "Handover")
    assert crm.ask(bought_together) == ()


def test_the_order_in_which_things_were_bought_matters(crm: Crm) -> None:
    for who in ("Ann", "Ben", "Cleo"):
        sell(crm, who, "Care plan")
        sell(crm, who, "Booking site", day=LATER)
    for who in ("Eve", "Finn", "Gil", "Hana"):
        sell(crm, who, "Photo day")
    assert [(p.first, p.then) for p in crm.ask(bought_together)] == [("Care plan", "Booking site")]


def test_an_option_that_was_taken_was_bought(crm: Crm) -> None:
    def take(session: Session) -> None:
        for each in session.scalars(select(QuoteLine).where(QuoteLine.optional)):
            each.taken = True

    for who in ("Ann", "Ben", "Cleo"):
        crm.do(accepted, DAY, "100", who, lines=("Website",))
        crm.do(accepted, LATER, "9", who, optional=("Care plan",))
    for who in ("Eve", "Finn", "Gil", "Hana"):
        sell(crm, who, "Menu")
    assert crm.ask(bought_together) == ()
    crm.do(take)
    assert [(p.first, p.then) for p in crm.ask(bought_together)] == [("Website", "Care plan")]


def test_optional_lines_were_not_bought_and_won_deals_count_by_their_title(crm: Crm) -> None:
    for who in ("Ann", "Ben", "Cleo"):
        crm.do(won, DAY, "100", who, title="Website")
        crm.do(accepted, LATER, "9", who, lines=("Care plan",), optional=("Photo day",))
    for who in ("Eve", "Finn", "Gil", "Hana"):
        sell(crm, who, "Menu")
    assert [(p.first, p.then) for p in crm.ask(bought_together)] == [("Website", "Care plan")]
