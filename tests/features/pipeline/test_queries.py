"""What the pipeline shows and measures."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.orm import Session

from asking import statements
from builders import NOW, TODAY, add, contact, organization, stage_id
from deskcrm import i18n
from deskcrm.crm import Crm
from deskcrm.domain.activities import Activity, ActivityKind
from deskcrm.domain.deals import Stage
from deskcrm.errors import NotFound
from deskcrm.features.pipeline.bridge import week_bridge
from deskcrm.features.pipeline.measures import count_open, measures
from deskcrm.features.pipeline.queries import (
    UnknownStage,
    board,
    deal_rows,
    deal_view,
    find_contacts,
    find_deals,
    review_queue,
    sources,
    stage_named,
)
from deskcrm.features.pipeline.rows import Attention
from deskcrm.features.pipeline.usecases import (
    add_lead,
    lose_deal,
    move_deal,
    set_next_step,
    set_probability,
    win_deal,
)


def ago(days: int) -> dt.datetime:
    return NOW - dt.timedelta(days=days)


def lead(crm: Crm, title: str, value: int | str = 0, *, days: int = 0, **more: Any) -> int:
    """Add a lead some days ago."""
    return crm.do(add_lead, title, value=Decimal(value), at=ago(days), **more)


def plan(crm: Crm, deal_id: int, days: int) -> None:
    crm.do(set_next_step, deal_id, "Call", TODAY + dt.timedelta(days=days), at=NOW)


def happen(crm: Crm, deal_id: int, days: int) -> None:
    """Let something happen with a deal some days ago."""
    crm.do(add, Activity(kind=ActivityKind.CALL, at=ago(days), text="", deal_id=deal_id))


def test_an_empty_board_has_all_open_stages_and_the_won_one(crm: Crm) -> None:
    shown = crm.ask(board, TODAY)
    assert [column.stage.name for column in shown.columns] == [
        "New",
        "Contacted",
        "Qualified",
        "Proposal",
        "Won",
    ]
    assert (shown.lost.name, shown.deals, shown.currency) == ("Lost", 0, "EUR")


def test_a_stage_is_called_as_the_user_named_it_else_in_the_windows_language(
    crm: Crm, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rename(session: Session) -> None:
        session.get_one(Stage, stage_id(crm, "new")).name = "Fresh"

    crm.do(rename)
    monkeypatch.setattr("deskcrm.domain.deals._", lambda text: f"«{text}»")
    names = [column.stage.name for column in crm.ask(board, TODAY).columns]
    assert names == ["Fresh", "«Contacted»", "«Qualified»", "«Proposal»", "«Won»"]
    assert i18n.language() == "en"


def test_a_card_says_who_by_the_organization_where_there_is_one(crm: Crm) -> None:
    person, lone, firm = crm.do(
        add,
        contact("Lucía Fernández", organization="Ola Surf Escuela"),
        contact("Hana Kimura"),
        organization("Weber Tischlerei"),
    )
    for key in (person, lone, firm, None):
        lead(crm, "x", contact_id=key)
    assert [card.who for card in crm.ask(board, TODAY).columns[0].cards] == [
        "",
        "Weber Tischlerei",
        "Hana Kimura",
        "Ola Surf Escuela",
    ]


def test_what_is_wrong_with_a_deal_is_told_worst_first(crm: Crm) -> None:
    late = lead(crm, "late", expected_close=TODAY - dt.timedelta(days=2))
    adrift = lead(crm, "no step")
    quiet = lead(crm, "quiet", days=30)
    happen(crm, quiet, 9)
    fine = lead(crm, "fine", days=30, expected_close=TODAY)
    happen(crm, fine, 7)
    for key in (late, quiet, fine):
        plan(crm, key, 2)

    cards = {card.id: card for card in crm.ask(board, TODAY).columns[0].cards}
    assert {key: (card.attention, card.days) for key, card in cards.items()} == {
        late: (Attention.OVERDUE, 2),
        adrift: (Attention.NO_STEP, 0),
        quiet: (Attention.QUIET, 9),
        fine: (Attention.NONE, 0),
    }
    assert cards[fine].step_on == TODAY + dt.timedelta(days=2)
    assert [row.id for row in crm.ask(review_queue, TODAY)] == [late, adrift, quiet, fine]
    assert (crm.ask(board, TODAY).quiet, crm.ask(board, TODAY).overdue) == (1, 1)


def test_quiet_is_measured_from_the_last_activity_with_the_limit_of_the_stage(crm: Crm) -> None:
    key = lead(crm, "Old but talked to", days=200)
    plan(crm, key, 1)
    happen(crm, key, 10)
    assert crm.ask(deal_view, key, TODAY).row.is_quiet  # New allows 7 days
    crm.do(move_deal, key, stage_id(crm, "contacted"), at=NOW)
    assert not crm.ask(deal_view, key, TODAY).row.is_quiet  # Contacted allows 14


def test_what_was_done_is_no_next_step(crm: Crm) -> None:
    from deskcrm.domain.activities import FollowUp

    key = lead(crm, "Portfolio site")
    plan(crm, key, 1)

    def finish(session: Session) -> None:
        session.get_one(FollowUp, 1).done = NOW

    crm.do(finish)
    assert crm.ask(deal_view, key, TODAY).row.attention is Attention.NO_STEP


def test_won_shows_this_month_newest_first_and_lost_shows_nothing(crm: Crm) -> None:
    for title, days in (("last month", 25), ("early", 17), ("late", 9)):
        crm.do(win_deal, lead(crm, title, 100, days=40), at=ago(days))
    crm.do(lose_deal, lead(crm, "gone"), "", at=NOW)

    shown = crm.ask(board, TODAY)
    assert [card.title for card in shown.columns[-1].cards] == ["late", "early"]
    assert shown.columns[-1].sums == {"EUR": Decimal(200)}
    assert shown.deals == 4


def test_the_measures_of_a_worked_example(crm: Crm) -> None:
    lead(crm, "a", "1000.50", days=3)
    half = lead(crm, "b", 2000)
    crm.do(set_probability, half, 55)
    lead(crm, "c", 300, currency="USD")
    for title, value, began, ended in (
        ("won now", 5000, 30, 11),
        ("won in October", 700, 60, 50),
        ("won in spring", 900, 260, 220),
        ("won too long ago", 800, 500, 400),
    ):
        crm.do(win_deal, lead(crm, title, value, days=began), at=ago(ended))
    crm.do(lose_deal, lead(crm, "lost", 99, days=20), "Price", at=ago(10))

    found = crm.ask(measures, TODAY)
    assert found.open == {"EUR": Decimal("3000.50"), "USD": Decimal(300)}
    assert found.weighted == {"EUR": Decimal("1200.05"), "USD": Decimal(30)}
    assert found.won_this_quarter == {"EUR": Decimal(5700)}
    assert (found.won, found.lost, found.win_rate, found.closed) == (3, 1, 75, 4)
    assert found.days_to_win == 19
    assert (found.open_count, crm.ask(count_open)) == (3, 3)


def test_the_win_rate_of_nothing_decided_is_not_zero(crm: Crm) -> None:
    found = crm.ask(measures, TODAY)
    assert (found.win_rate, found.days_to_win, found.open) == (None, None, {})


def test_the_number_of_statements_does_not_grow_with_the_deals(crm: Crm) -> None:
    def asked() -> list[int]:
        counts = []
        for query in (board, measures, review_queue):
            with statements() as seen:
                crm.ask(query, TODAY)
            counts.append(len(seen))
        with statements() as seen:
            crm.ask(week_bridge, NOW)
        return [*counts, len(seen)]

    lead(crm, "one", contact_name="First Person")
    few = asked()
    for number in range(30):
        key = lead(crm, str(number), number, contact_name=f"Person {number}", days=number)
        happen(crm, key, number)
        plan(crm, key, number)
    assert asked() == few
    assert max(few) <= 6  # transaction control included


def test_the_table_orders_by_each_column_and_pages(crm: Crm) -> None:
    for title, value, currency in (("b", 5, "EUR"), ("A", 9, "USD"), ("c", 7, "EUR")):
        lead(crm, title, value, currency=currency)

    def titles(**how: Any) -> str:
        return "".join(row.title for row in crm.ask(deal_rows, TODAY, **how))

    assert titles() == "cAb"
    assert titles(sort="title") == "Abc"
    assert titles(sort="title", descending=True) == "cbA"
    assert titles(sort="value") == "bcA"
    assert titles(sort="title", offset=1, limit=1) == "b"
    assert titles(stage_id=stage_id(crm, "won")) == ""
    for key in ("who", "stage", "probability", "close", "step", "activity"):
        assert sorted(titles(sort=key)) == ["A", "b", "c"]


def test_one_deal_tells_what_happened_newest_first(crm: Crm) -> None:
    key = lead(crm, "Brand audit", days=10, source="Website")
    happen(crm, key, 4)
    crm.do(move_deal, key, stage_id(crm, "contacted"), at=ago(2))

    shown = crm.ask(deal_view, key, TODAY)
    assert [(event.kind, event.text) for event in shown.events] == [
        (None, "Contacted"),
        (ActivityKind.CALL, ""),
        (None, "New"),
    ]
    assert crm.ask(sources) == ["Website"]
    with pytest.raises(NotFound):
        crm.ask(deal_view, 999, TODAY)


def test_deals_and_contacts_are_found_by_what_is_typed(crm: Crm) -> None:
    lead(crm, "Каталог 2027", contact_name="Северна Звезда")
    assert [row.title for row in crm.ask(find_deals, "катал", TODAY)] == ["Каталог 2027"]
    assert [found.name for found in crm.ask(find_contacts, "звезда")] == ["Северна Звезда"]
    assert crm.ask(find_deals, "nothing like it", TODAY) == []


def test_a_stage_is_named_as_one_types_it(crm: Crm) -> None:
    assert crm.ask(stage_named, "PROPOSAL").kind.is_open
    with pytest.raises(UnknownStage, match="New, Contacted, Qualified, Proposal, Won, Lost"):
        crm.ask(stage_named, "done")
