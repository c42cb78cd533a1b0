"""Filters over contacts, and those that are kept by name."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, strategies as some
from sqlalchemy import select
from sqlalchemy.orm import Session

from builders import NOW, TODAY, add, contact, deal, organization, stage_id
from deskcrm.__main__ import main
from deskcrm.crm import Crm
from deskcrm.domain.activities import Activity, ActivityKind, FollowUp
from deskcrm.domain.belongings import Consent
from deskcrm.domain.custom import FieldKind
from deskcrm.domain.deals import Stage
from deskcrm.domain.people import Address, Contact, Email
from deskcrm.errors import CrmError, NotFound, Required
from deskcrm.features.contacts.conditions import (
    FIELDS,
    HAVING,
    OWN,
    Condition,
    Op,
    WrongCondition,
    from_json,
    joined,
)
from deskcrm.features.contacts.queries.conditions import clause, read_condition, values_of
from deskcrm.features.contacts.queries.relationship import Relationship
from deskcrm.features.contacts.queries.rows import (
    ContactFilter,
    Group,
    all_ids,
    contact_count,
    contact_rows,
    filter_from_json,
)
from deskcrm.features.contacts.queries.segments import (
    UnknownSegment,
    segment_ids,
    segment_named,
    segments,
)
from deskcrm.features.contacts.queries.view import contact_view
from deskcrm.features.contacts.segments import (
    NothingFiltered,
    SegmentExists,
    add_segment,
    change_segment,
    delete_segment,
    rename_segment,
)
from deskcrm.features.contacts.usecases import tag_contacts
from deskcrm.features.pipeline.usecases import win_deal


@pytest.fixture
def people(crm: Crm) -> dict[str, int]:
    """Five contacts that differ in all that can be filtered by."""
    house = organization("Ola Surf", addresses=[Address(city="Santander", country="España")])
    ids = crm.do(
        add,
        contact(
            "Lucía Fernández",
            organization="Ola Surf",
            email="lucia@ola.example",
            addresses=[Address(city="Santander", country="España")],
            language="es",
            source="Fair",
            custom={
                "Boat": "Çağla",
                "Size": "38.5",
                "Likes": ["Surf", "کتاب"],
                "Met": "2026-03-01",
            },
        ),
        contact(
            "Marta Ivanova",
            phone="+359 888 123 456",
            addresses=[Address(city="София", country="България")],
            language="bg",
            birthday=dt.date(1990, 5, 4),
            custom={"Size": "41", "News": True, "Budget": "1200.50 EUR"},
        ),
        contact("Reza Karimi", note="Likes tea", custom={"Size": "odd", "News": False}),
        house,
        contact("Zoë Dubois"),
    )
    found = dict(zip(("lucia", "marta", "reza", "house", "zoe"), ids, strict=True))
    crm.do(tag_contacts, [found["lucia"], found["marta"]], add=["Surf & sun"])
    crm.do(tag_contacts, [found["marta"]], add=["web"])
    return found


def names(crm: Crm, *conditions: Condition, **more: object) -> list[str]:
    wanted = ContactFilter(TODAY, conditions=conditions, **more)  # type: ignore[arg-type] # the fields of a filter
    rows = crm.ask(contact_rows, wanted, 0, 100)
    assert crm.ask(contact_count, wanted) == len(rows)
    assert list(crm.ask(all_ids, wanted)) == [row.id for row in rows]
    return [row.name.split()[0] for row in rows]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("tag=surf & SUN", ["Lucía", "Marta"]),
        ("tag!=web", ["Lucía", "Ola", "Reza", "Zoë"]),
        ("no tag", ["Ola", "Reza", "Zoë"]),
        ("city=santander|СОФИЯ", ["Lucía", "Marta", "Ola"]),
        ("city!=Santander", ["Marta", "Reza", "Zoë"]),
        ("country=espana", ["Lucía", "Ola"]),
        ("language=bg", ["Marta"]),
        ("no language", ["Ola", "Reza", "Zoë"]),
        ("source=fair", ["Lucía"]),
        ("company=ola surf", ["Lucía"]),
        ("kind=organization", ["Ola"]),
        ("has email", ["Lucía"]),
        ("no phone", ["Lucía", "Ola", "Reza", "Zoë"]),
        ("has birthday", ["Marta"]),
        ("has note", ["Reza"]),
        ("Boat=cagla", ["Lucía"]),
        ("boat!=Çağla", ["Marta", "Ola", "Reza", "Zoë"]),
        ("Likes=کتاب|other", ["Lucía"]),
        ("News=yes", ["Marta"]),
        ("News=no", ["Reza"]),
        ("has News", ["Marta", "Reza"]),
        ("no Boat", ["Marta", "Ola", "Reza", "Zoë"]),
        ("Size>40", ["Marta"]),
        ("Budget>1200", ["Marta"]),
        ("Met<2026-04-01", ["Lucía"]),
        ("Met>2026-04-01", []),
    ],
)
def test_contacts_are_filtered_by_all_that_is_known_of_them(
    crm: Crm, people: dict[str, int], text: str, found: list[str]
) -> None:
    assert people
    own = dict.fromkeys(("Boat", "Size", "Likes", "Met", "News", "Budget"), FieldKind.TEXT)
    condition = crm.ask(read_condition, text, own)
    assert names(crm, condition) == found
    assert from_json(json.loads(json.dumps(condition.as_json()))) == condition


def test_conditions_combine_with_each_other_and_with_a_text(
    crm: Crm, people: dict[str, int]
) -> None:
    tagged = Condition("tag", Op.IS, ("Surf & sun",))
    assert people
    assert names(crm, tagged, Condition("email", Op.HAS)) == ["Lucía"]
    assert names(crm, tagged, text="marta") == ["Marta"]
    assert names(crm, tagged, group=Group.CLIENTS) == []


def test_how_long_ago_counts_in_local_days(crm: Crm, people: dict[str, int]) -> None:
    for key, days in (("lucia", 59), ("marta", 61)):
        at = NOW - dt.timedelta(days=days)
        crm.do(add, Activity(kind=ActivityKind.CALL, at=at, text="", contact_id=people[key]))
    over = Condition("last-contact", Op.OVER, ("60",))
    assert names(crm, over) == ["Marta", "Ola", "Reza", "Zoë"]
    assert names(crm, Condition("last-contact", Op.UNDER, ("60",))) == ["Lucía"]
    assert names(crm, Condition("added", Op.OVER, ("7",))) == []
    assert len(names(crm, Condition("added", Op.UNDER, ("7",)))) == 5


def test_consent_is_what_was_said_last(crm: Crm, people: dict[str, int]) -> None:
    said = [("lucia", True, 1), ("lucia", False, 5), ("marta", False, 1), ("marta", True, 2)]
    for key, given_, day in said:
        crm.do(
            add, Consent(contact_id=people[key], given=given_, day=dt.date(2026, 5, day), source="")
        )
    assert names(crm, Condition("consent", Op.IS, ("given",))) == ["Marta"]
    assert names(crm, Condition("consent", Op.IS, ("refused",))) == ["Lucía"]
    assert names(crm, Condition("consent", Op.HAS_NOT)) == ["Ola", "Reza", "Zoë"]


def test_open_deals_and_follow_ups_are_those_still_to_come(
    crm: Crm, people: dict[str, int]
) -> None:
    def plan(session: Session) -> None:
        stage = session.get_one(Stage, stage_id(crm, "contacted"))
        session.add(deal(stage, "Shop", contact_id=people["zoe"]))
        session.add(
            FollowUp(title="Ring", contact_id=people["reza"], due_on=TODAY, created=NOW, done=NOW)
        )
        session.add(FollowUp(title="Ask", contact_id=people["marta"], due_on=TODAY, created=NOW))

    crm.do(plan)
    assert names(crm, Condition("open-deal", Op.HAS)) == ["Zoë"]
    assert names(crm, Condition("follow-up", Op.HAS)) == ["Marta"]


def everybody(session: Session) -> list[tuple[int, str]]:
    return [(key, name) for key, name in session.execute(select(Contact.id, Contact.name))]


def test_what_somebody_is_to_us_is_the_same_in_the_filter_and_in_the_details(crm: Crm) -> None:
    stages = {key: stage_id(crm, key) for key in ("new", "proposal")}
    cases: dict[str, list[tuple[str, int | None]]] = {
        "Lead": [("new", None)],
        "Prospect": [("new", None), ("proposal", None)],
        "Client": [("proposal", 30)],
        "Regular": [("proposal", 500), ("new", None)],
        "Past": [("proposal", 500)],
        "Nobody": [],
    }
    for name, deals in cases.items():
        (key,) = crm.do(add, contact(name))
        for stage, won_days_ago in deals:

            def enter(session: Session, stage: str = stage, key: int = key) -> int:
                made = deal(
                    session.get_one(Stage, stages[stage]), contact_id=key, value=Decimal(100)
                )
                session.add(made)
                session.flush()
                return made.id

            number = crm.do(enter)
            if won_days_ago is not None:
                crm.do(win_deal, number, at=NOW - dt.timedelta(days=won_days_ago))
    told = {
        kind: names(crm, Condition("relationship", Op.IS, (kind.value,))) for kind in Relationship
    }
    for key, name in crm.ask(everybody):
        shown = crm.ask(contact_view, key, today=TODAY).relationship
        assert [kind for kind, found in told.items() if name in found] == [shown], name


@pytest.mark.parametrize(
    "text", ["", "city", "shoe=42", "last-contact=60", "last-contact>soon", "kind=dog", "email=a@b",
             "no", "has shoes", "city=", 'Bo"at=x']
)  # fmt: skip
def test_what_is_no_condition_is_refused_with_an_example(crm: Crm, text: str) -> None:
    with pytest.raises(WrongCondition) as told:
        crm.ask(read_condition, text, {"Boat": FieldKind.TEXT})
    assert "city=Sofia" in str(told.value)


@given(
    some.lists(
        some.builds(
            Condition,
            some.one_of(some.sampled_from(sorted(FIELDS)), some.text(max_size=5).map(OWN.__add__)),
            some.sampled_from(Op),
            some.lists(some.text(max_size=5), max_size=3).map(tuple),
        )
    )
)
def test_any_condition_is_sound_or_refused_and_survives_json(conditions: list[Condition]) -> None:
    for condition in conditions:
        kept = from_json(json.loads(json.dumps(condition.as_json())))
        if condition.is_sound:
            assert kept == condition
            try:
                clause(condition, TODAY)
            except WrongCondition:
                assert condition.own
        else:
            assert kept is None
            with pytest.raises(WrongCondition):
                clause(condition, TODAY)


def test_what_a_newer_version_wrote_is_left_out() -> None:
    kept = {"all": [["weight", "=", ["1"]], ["city", "~", ["x"]], "odd", ["city", "=", ["Sofia"]]],
            "group": "friends"}  # fmt: skip
    assert filter_from_json(kept, TODAY).conditions == (Condition("city", Op.IS, ("Sofia",)),)


def test_another_value_of_a_field_is_one_more_it_may_be() -> None:
    sofia, varna = (Condition("city", Op.IS, (name,)) for name in ("Sofia", "Varna"))
    tag, old = Condition("tag", Op.IS, ("web",)), Condition("added", Op.OVER, ("7",))
    assert joined((sofia, tag), varna) == (tag, Condition("city", Op.IS, ("Sofia", "Varna")))
    older = Condition("added", Op.OVER, ("30",))
    assert joined((old,), older) == (older,)


def test_values_are_offered_most_used_first(crm: Crm, people: dict[str, int]) -> None:
    assert people
    assert crm.ask(values_of, "city") == (("Santander", 2), ("София", 1))
    assert crm.ask(values_of, "tag") == (("Surf & sun", 2), ("web", 1))
    assert crm.ask(values_of, f"{OWN}Likes") == (("Surf", 1), ("کتاب", 1))
    assert dict(crm.ask(values_of, f"{OWN}News")) == {"yes": 1, "no": 1}
    assert [value for value, _count in crm.ask(values_of, "kind")] == ["person", "organization"]
    assert all(crm.ask(values_of, field) == () for field, shape in FIELDS.items()
               if shape.ops == HAVING)  # fmt: skip


def test_a_segment_counts_those_who_fit_at_the_time(crm: Crm, people: dict[str, int]) -> None:
    wanted = ContactFilter(TODAY, conditions=(Condition("tag", Op.IS, ("web",)),))
    crm.do(add_segment, "  Уеб клиенти ", wanted)
    (segment,) = crm.ask(segments, TODAY)
    assert (segment.name, segment.count, segment.wanted) == ("Уеб клиенти", 1, wanted)
    crm.do(tag_contacts, [people["zoe"]], add=["web"])
    assert crm.ask(segments, TODAY)[0].count == 2
    assert crm.ask(segment_named, "УЕБ клиенти", TODAY) == wanted
    assert crm.ask(segment_ids, "уеб клиенти", TODAY) == [people["marta"], people["zoe"]]
    assert crm.ask(segment_ids, "уеб клиенти", TODAY, needle="zo") == [people["zoe"]]
    assert crm.ask(segment_ids, "уеб клиенти", TODAY, limit=1) == [people["marta"]]


def test_a_segment_is_changed_renamed_and_deleted_and_all_of_it_undone(crm: Crm) -> None:
    first = ContactFilter(TODAY, text="a")
    key = crm.do(add_segment, "One", first)
    crm.do(add_segment, "Two", ContactFilter(TODAY, group=Group.LEADS))
    with pytest.raises(SegmentExists):
        crm.do(rename_segment, key, "TWO")
    crm.do(rename_segment, key, "ONE")
    changed = ContactFilter(TODAY, text="b")
    crm.do(change_segment, key, changed)
    crm.do(delete_segment, key)
    assert [segment.name for segment in crm.ask(segments, TODAY)] == ["Two"]
    for _time in range(3):
        crm.undo()
    assert [(one.name, one.wanted.text) for one in crm.ask(segments, TODAY)] == [
        ("One", "a"),
        ("Two", ""),
    ]
    with pytest.raises(NotFound):
        crm.do(delete_segment, 99)


@pytest.mark.parametrize(
    ("name", "wanted", "wrong"),
    [
        (" ", ContactFilter(TODAY, text="a"), Required),
        ("Everybody", ContactFilter(TODAY), NothingFiltered),
        ("Everybody", ContactFilter(TODAY, text="  "), NothingFiltered),
    ],
)
def test_a_segment_has_a_name_and_filters_something(
    crm: Crm, name: str, wanted: ContactFilter, wrong: type[CrmError]
) -> None:
    with pytest.raises(wrong):
        crm.do(add_segment, name, wanted)


def test_segments_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    crm = Crm.open(tmp_path / "deskcrm.sqlite")
    crm.do(
        add,
        contact("Ana Kovač", addresses=[Address(city="Zagreb")], custom={"Boat": "Çağla"}),
        contact("Mateo Ruiz", emails=[Email(value="mateo@ruiz.example")]),
    )
    crm.close()

    def run(*words: str, code: int = 0) -> str:
        assert main(["--profile", str(tmp_path), *words]) == code
        out, err = capsys.readouterr()
        return out if code == 0 else err

    run("fields", "add", "Boat")
    said = run("segments", "add", "Sailors", "--where", "city=zagreb", "--where", "boat=cagla")
    assert said == "“Sailors” has 1 contact.\n"
    (segment,) = json.loads(run("segments", "list", "--json"))
    assert segment == {
        "id": 1,
        "name": "Sailors",
        "contacts": 1,
        "search": "",
        "where": ["city=Zagreb", "Boat=Çağla"],
    }
    assert "Sailors" in run("segments", "list")
    (found,) = json.loads(run("contacts", "list", "--segment", "sailors", "--json"))
    assert found["name"] == "Ana Kovač"
    assert run("contacts", "list", "--segment", "Pirates", code=1) == (
        "There is no segment “Pirates”. There are: Sailors.\n"
    )
    assert "is not a condition" in run("segments", "add", "X", "--where", "odd", code=1)


def test_a_segment_that_nobody_knows_is_named(crm: Crm) -> None:
    with pytest.raises(UnknownSegment):
        crm.ask(segment_named, "None", TODAY)
