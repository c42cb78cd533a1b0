"""Whatever happens to deals in a week, the bridge of the review adds up to the cent."""

import datetime as dt
from collections import defaultdict
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings, strategies as st
from sqlalchemy.orm import Session

from builders import NOW, TODAY
from deskcrm.crm import Crm
from deskcrm.features.pipeline.bridge import Bridge, week_bridge
from deskcrm.features.pipeline.measures import measures
from deskcrm.features.pipeline.queries import deal_rows
from deskcrm.features.pipeline.rows import stages
from deskcrm.features.pipeline.usecases import (
    DealFields,
    add_lead,
    delete_deals,
    edit_deal,
    lose_deal,
    move_deal,
    reopen_deal,
    win_deal,
)

Doing = tuple[str, int, int, Decimal, str]
DOING = st.tuples(
    st.sampled_from(("add", "add", "edit", "edit", "move", "win", "lose", "reopen", "delete")),
    st.integers(1, 14 * 24),  # hours ago: half of a story lies in the week of the bridge
    st.integers(0, 11),
    st.decimals(0, 100_000, places=2),
    st.sampled_from(("EUR", "USD", "JPY")),
)


class Over(Exception):
    """Ends a story, so that everything that was done in it is rolled back."""


def adds_up(bridge: Bridge) -> bool:
    """Say whether what was open plus every step is what is open, currency by currency."""
    left: dict[str, Decimal] = defaultdict(Decimal)
    for step in (bridge.before, *bridge.steps):
        for currency, value in step.sums.items():
            left[currency] += value
    for currency, value in bridge.now.sums.items():
        left[currency] -= value
    return not any(left.values())


def live(session: Session, story: list[Doing]) -> None:
    """Do all of a story in the order of its hours."""
    all_stages = stages(session)
    for verb, hours, number, value, currency in sorted(story, key=lambda doing: -doing[1]):
        at = NOW - dt.timedelta(hours=hours)
        rows = deal_rows(session, TODAY, sort="title")
        stage = all_stages[number % len(all_stages)]
        if verb == "add" or not rows:
            title = f"Deal {len(rows)}"
            add_lead(session, title, value=value, currency=currency, stage_id=stage.id, at=at)
            continue
        row = rows[number % len(rows)]
        match verb:
            case "edit":
                fields = DealFields(row.title, row.stage.id, value=value, currency=currency)
                edit_deal(session, row.id, fields, at=at)
            case "move":
                move_deal(session, row.id, stage.id, at=at)
            case "win":
                win_deal(session, row.id, at=at)
            case "lose":
                lose_deal(session, row.id, "", at=at)
            case "reopen":
                reopen_deal(session, row.id, at=at)
            case "delete":
                delete_deals(session, [row.id])


@settings(
    max_examples=100,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a story of 16 steps needs no shrinking
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(story=st.lists(DOING, min_size=4, max_size=16))
def test_the_bridge_of_any_week_adds_up_and_ends_at_what_the_board_calls_open(
    crm: Crm, story: list[Doing]
) -> None:
    def tell(session: Session) -> None:
        live(session, story)
        week, found = week_bridge(session, NOW), measures(session, TODAY)
        assert adds_up(week)
        assert dict(week.now.sums) == found.open
        assert week.now.deals == found.open_count
        assert all(value <= 0 for step in (week.won, week.lost) for value in step.sums.values())
        raise Over

    with pytest.raises(Over):
        crm.do(tell)


def test_one_week_step_by_step(crm: Crm) -> None:
    def at(days: int) -> dt.datetime:
        return NOW - dt.timedelta(days=days)

    def lead(title: str, value: int, days: int, currency: str = "EUR") -> int:
        return crm.do(
            add_lead, title, value=Decimal(value), currency=currency, at=at(days),
            expected_close=TODAY,
        )  # fmt: skip

    grows, wins, back = lead("grows", 1000, 30), lead("wins", 500, 20), lead("back", 70, 20)
    turns, waits = lead("turns to dollars", 300, 20), lead("waits", 10, 20)
    crm.do(lose_deal, back, "Quiet", at=at(10))
    stage = crm.ask(stages)[0].id

    lead("new", 40, 3)
    lost = lead("new and lost", 60, 3)
    crm.do(lose_deal, lost, "Price", at=at(1))
    crm.do(reopen_deal, back, at=at(2))
    close = TODAY
    for key, title, value, currency, day in (
        (grows, "grows", 1250, "EUR", close),
        (turns, "turns to dollars", 350, "USD", close),
        (waits, "waits", 10, "EUR", close + dt.timedelta(days=30)),
    ):
        fields = DealFields(
            title, stage, value=Decimal(value), currency=currency, expected_close=day
        )
        crm.do(edit_deal, key, fields, at=at(2))
    crm.do(win_deal, wins, at=at(1))

    week = crm.ask(week_bridge, NOW)
    eur = [step.sums.get("EUR", Decimal(0)) for step in (week.before, *week.steps, week.now)]
    assert eur == [1810, 100, 70, -50, -500, -60, 1370]
    assert {week.changed.sums["USD"], week.now.sums["USD"]} == {Decimal(350)}
    assert [step.deals for step in week.steps] == [2, 1, 2, 1, 1]
    assert week.redated == 1
    assert adds_up(week)
