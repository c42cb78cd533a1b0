"""What a user does with deals."""

import datetime as dt
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from builders import NOW, TODAY, add, contact, organization, pipeline_of, stage_id
from deskcrm.crm import Crm
from deskcrm.domain.activities import Activity, ActivityKind, FollowUp
from deskcrm.domain.deals import Deal, DealIsClosed, NegativeValue, StageKind, WrongProbability
from deskcrm.domain.money import UnknownCurrency
from deskcrm.domain.people import Contact
from deskcrm.errors import NotFound, Required
from deskcrm.features.pipeline.queries import DealView, deal_view
from deskcrm.features.pipeline.usecases import (
    DealFields,
    add_lead,
    delete_deals,
    edit_deal,
    lose_deal,
    move_deal,
    reopen_deal,
    set_next_step,
    set_probability,
    win_deal,
)

LATER = NOW + dt.timedelta(days=3)


def view(crm: Crm, deal_id: int) -> DealView:
    return crm.ask(deal_view, deal_id, TODAY)


def count(crm: Crm, kind: type[Contact | Deal | Activity | FollowUp]) -> int | None:
    return crm.ask(lambda session: session.scalar(select(func.count()).select_from(kind)))


def test_a_lead_needs_one_line_and_stands_on_top_of_the_first_stage(crm: Crm) -> None:
    crm.do(add_lead, "Older", at=NOW)
    key = crm.do(add_lead, "Website refresh", value=Decimal(2100), at=NOW)

    row = view(crm, key).row
    assert (row.title, row.value, row.currency) == ("Website refresh", Decimal(2100), "EUR")
    assert (row.stage.name, row.probability, row.by_hand) == ("New", 10, False)
    assert pipeline_of(crm)["new"] == ["Website refresh", "Older"]
    assert crm.undo() == "add lead"
    assert pipeline_of(crm)["new"] == ["Older"]


def test_a_lead_finds_its_contact_by_name_however_it_is_typed(crm: Crm) -> None:
    (known,) = crm.do(add, organization("Ola Surf Escuela"))
    key = crm.do(add_lead, "Booking", contact_name="  ola SURF escuela ", at=NOW)
    assert view(crm, key).row.contact_id == known
    assert count(crm, Contact) == 1


def test_a_lead_adds_a_contact_of_a_new_name_and_undo_takes_both_away(crm: Crm) -> None:
    key = crm.do(add_lead, "Menu design", contact_name="Forno Rossi", at=NOW)
    assert view(crm, key).contact_name == "Forno Rossi"
    crm.undo()
    assert (count(crm, Contact), count(crm, Deal)) == (0, 0)


def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_kept(crm: Crm) -> None:
    for wrong, problem, field in (
        ({"title": " \n "}, Required, "title"),
        ({"title": "x", "value": Decimal(-1)}, NegativeValue, "value"),
        ({"title": "x", "currency": "{{7*7}}"}, UnknownCurrency, "currency"),
    ):
        with pytest.raises(problem) as found:
            crm.do(add_lead, **wrong, contact_name="Nobody Yet", at=NOW)
        assert found.value.facts["field"] == field
    with pytest.raises(NotFound):
        crm.do(add_lead, "x", contact_id=999, at=NOW)
    assert (count(crm, Contact), count(crm, Deal)) == (0, 0)


def test_markup_formulas_and_paths_stay_the_text_they_are(crm: Crm) -> None:
    for title in ("<b>bold</b>", "=1+1", "../../etc/passwd", "{{7*7}}"):
        assert view(crm, crm.do(add_lead, title, at=NOW)).row.title == title


def test_a_value_has_the_digits_of_its_currency(crm: Crm) -> None:
    euro = crm.do(add_lead, "a", value=Decimal("10.005"), at=NOW)
    yen = crm.do(add_lead, "b", value=Decimal("10.5"), currency="jpy", at=NOW)
    assert view(crm, euro).row.value == Decimal("10.01")
    assert (view(crm, yen).row.value, view(crm, yen).row.currency) == (Decimal(11), "JPY")


def test_cards_keep_the_order_they_are_given(crm: Crm) -> None:
    keys = {name: crm.do(add_lead, name, at=NOW) for name in "DCBA"}
    new = stage_id(crm, "new")
    assert pipeline_of(crm)["new"] == list("ABCD")

    crm.do(move_deal, keys["D"], new, 1, at=LATER)
    assert pipeline_of(crm)["new"] == list("ADBC")
    crm.do(move_deal, keys["A"], new, 3, at=LATER)
    assert pipeline_of(crm)["new"] == list("DBCA")
    crm.do(move_deal, keys["A"], new, 0, at=LATER)
    assert pipeline_of(crm)["new"] == list("ADBC")
    crm.undo()
    assert pipeline_of(crm)["new"] == list("DBCA")


def test_order_holds_through_more_moves_than_there_is_room_between_cards(crm: Crm) -> None:
    names = list("ABCDE")
    keys = {name: crm.do(add_lead, name, at=NOW) for name in reversed(names)}
    for _turn in range(30):
        last = names.pop()
        names.insert(1, last)
        crm.do(move_deal, keys[last], stage_id(crm, "new"), 1, at=LATER)
        assert pipeline_of(crm)["new"] == names


def test_a_move_to_another_stage_takes_its_chance_and_is_remembered(crm: Crm) -> None:
    key = crm.do(add_lead, "Clinic intranet", at=NOW)
    crm.do(move_deal, key, stage_id(crm, "qualified"), at=LATER)

    moved = view(crm, key)
    assert (moved.row.stage.name, moved.row.probability) == ("Qualified", 50)
    assert [(event.at, event.text) for event in moved.events] == [
        (LATER, "Qualified"),
        (NOW, "New"),
    ]


def test_a_chance_set_by_hand_stays_through_moves_until_the_deal_closes(crm: Crm) -> None:
    key = crm.do(add_lead, "Shop audit", at=NOW)
    crm.do(set_probability, key, 35)
    crm.do(move_deal, key, stage_id(crm, "proposal"), at=LATER)
    assert (view(crm, key).row.probability, view(crm, key).row.by_hand) == (35, True)

    crm.do(set_probability, key, None)
    assert (view(crm, key).row.probability, view(crm, key).row.by_hand) == (70, False)
    with pytest.raises(WrongProbability):
        crm.do(set_probability, key, 101)
    crm.do(win_deal, key, at=LATER)
    with pytest.raises(DealIsClosed, match="Shop audit"):
        crm.do(set_probability, key, 50)


def test_a_deal_is_won_lost_with_a_reason_and_opened_again_where_it_stood(crm: Crm) -> None:
    key = crm.do(add_lead, "Rebrand", at=NOW)
    crm.do(move_deal, key, stage_id(crm, "proposal"), at=NOW)
    crm.do(win_deal, key, at=LATER)
    won = view(crm, key).row
    assert (won.stage.kind, won.probability, won.closed) == (
        StageKind.WON,
        100,
        LATER.astimezone().date(),
    )

    crm.do(lose_deal, key, "Too expensive", at=LATER)
    assert (view(crm, key).row.stage.kind, view(crm, key).lost_reason) == (
        StageKind.LOST,
        "Too expensive",
    )
    crm.do(reopen_deal, key, at=LATER)
    again = view(crm, key)
    assert (again.row.stage.name, again.row.closed, again.lost_reason) == ("Proposal", None, "")
    assert again.row.probability == 70


def test_editing_saves_the_whole_form_as_one_step(crm: Crm) -> None:
    key = crm.do(add_lead, "Flyer", at=NOW)
    crm.do(
        edit_deal,
        key,
        DealFields(
            title="Flyer set",
            stage_id=stage_id(crm, "contacted"),
            contact_name="Ana Kovač",
            value=Decimal(1400),
            currency="USD",
            probability=80,
            expected_close=TODAY,
            source="Referral",
            note="Two lines\nof note",
        ),
        at=LATER,
    )
    edited = view(crm, key)
    assert (edited.row.title, edited.contact_name, edited.row.currency) == (
        "Flyer set",
        "Ana Kovač",
        "USD",
    )
    assert (edited.row.stage.name, edited.row.probability, edited.row.by_hand) == (
        "Contacted",
        80,
        True,
    )
    assert (edited.source, edited.note) == ("Referral", "Two lines\nof note")
    assert crm.undo() == "edit deal"
    assert view(crm, key).row.title == "Flyer"


def test_editing_a_deal_does_not_bring_a_changed_default_chance_to_it(crm: Crm) -> None:
    key = crm.do(add_lead, "Old chance", at=NOW)

    def raise_default(session: object) -> None:
        from sqlalchemy.orm import Session

        assert isinstance(session, Session)
        session.get_one(Deal, key).stage.probability = 99

    crm.do(raise_default)
    crm.do(edit_deal, key, DealFields("New title", stage_id(crm, "new")), at=LATER)
    assert view(crm, key).row.probability == 10


def test_the_next_step_is_a_follow_up_for_the_deal_and_its_contact(crm: Crm) -> None:
    key = crm.do(add_lead, "Photo day", contact_name="Aylin Demir", at=NOW)
    crm.do(set_next_step, key, "Send dates", TODAY + dt.timedelta(days=2), at=NOW)

    planned = view(crm, key)
    assert [(step.title, step.due_on) for step in planned.steps] == [
        ("Send dates", TODAY + dt.timedelta(days=2))
    ]
    assert planned.row.step_on == TODAY + dt.timedelta(days=2)
    assert crm.ask(lambda s: s.scalars(select(FollowUp)).one().contact_id) == planned.row.contact_id
    with pytest.raises(Required):
        crm.do(set_next_step, key, "  ", TODAY, at=NOW)


def test_deleting_a_deal_keeps_what_happened_with_its_contact_and_undo_brings_all_back(
    crm: Crm,
) -> None:
    (person,) = crm.do(add, contact("Ben Carter"))
    key = crm.do(add_lead, "Logo & signage", contact_id=person, at=NOW)
    crm.do(set_next_step, key, "Call", TODAY, at=NOW)
    crm.do(
        add,
        Activity(
            kind=ActivityKind.CALL, at=NOW, text="He likes it", contact_id=person, deal_id=key
        ),
        Activity(kind=ActivityKind.NOTE, at=NOW, text="Only for this deal", deal_id=key),
    )

    crm.do(delete_deals, [key])
    assert count(crm, Deal) == 0
    assert count(crm, FollowUp) == 0
    texts = crm.ask(lambda s: [(a.text, a.deal_id) for a in s.scalars(select(Activity))])
    assert texts == [("He likes it", None)]

    assert crm.undo() == "delete deals"
    back = view(crm, key)
    assert [step.title for step in back.steps] == ["Call"]
    assert len([event for event in back.events if event.kind]) == 2


def test_a_deal_that_is_gone_is_said_to_be(crm: Crm) -> None:
    with pytest.raises(NotFound, match="Deal 7"):
        crm.do(win_deal, 7, at=NOW)
