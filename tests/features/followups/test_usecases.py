"""What a user does with follow-ups."""

import datetime as dt

import pytest
from hypothesis import given, strategies as st

from builders import add, contact, deal
from deskcrm.crm import Crm
from deskcrm.domain.activities import Repeat
from deskcrm.domain.deals import Stage
from deskcrm.errors import NotFound, Required, Unreadable
from deskcrm.features.followups.queries import (
    count_due,
    default_hour,
    follow_up_row,
    follow_up_rows,
    follow_ups_of,
    today_view,
)
from deskcrm.features.followups.times import read_time
from deskcrm.features.followups.usecases import (
    add_follow_up,
    complete,
    delete_follow_ups,
    edit_follow_up,
    snooze,
)


def plan(crm: Crm, now: dt.datetime, title: str = "Call Jonas", **more: object) -> int:
    arguments = {"due_on": dt.date(2026, 11, 21), **more}
    return crm.do(add_follow_up, title=title, now=now, **arguments)  # type: ignore[arg-type] # made for the test


def test_a_deal_brings_its_contact_along(crm: Crm, now: dt.datetime) -> None:
    (person,) = crm.do(add, contact("Jonas Weber", organization="Weber Tischlerei"))
    made = crm.do(lambda s: add(s, deal(s.get_one(Stage, 1), contact_id=person)))
    key = plan(crm, now, deal_id=made[0])
    row = crm.ask(follow_up_row, key)
    assert row is not None
    assert (row.contact_id, row.who, row.stage) == (person, "Weber Tischlerei", "New")
    assert [each.id for each in crm.ask(follow_ups_of, "deal", made[0])] == [key]


def test_what_is_done_is_kept_and_comes_back_with_undo(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    key = plan(crm, now)
    assert crm.do(complete, key, today=today, now=now) is None
    assert [row.id for row in crm.ask(follow_up_rows, done=True)] == [key]
    assert crm.undo() == "complete follow-up"
    assert [row.id for row in crm.ask(follow_up_rows)] == [key]
    assert crm.ask(count_due, today) == 1


def test_a_repeated_one_is_due_again_after_today(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    late = plan(crm, now, due_on=dt.date(2026, 10, 31), repeat=Repeat.MONTHLY)
    again = crm.do(complete, late, today=today, now=now)
    assert again == dt.date(2026, 11, 30)
    (row,) = crm.ask(follow_up_rows)
    second = crm.do(complete, row.id, today=dt.date(2026, 11, 30), now=now)
    assert second == dt.date(2026, 12, 31)
    crm.undo()
    crm.undo()
    assert [row.due_on for row in crm.ask(follow_up_rows)] == [dt.date(2026, 10, 31)]


def test_completing_twice_changes_nothing(crm: Crm, today: dt.date, now: dt.datetime) -> None:
    key = plan(crm, now, repeat=Repeat.DAILY)
    crm.do(complete, key, today=today, now=now)
    crm.do(complete, key, today=today, now=now)
    assert len(crm.ask(follow_up_rows)) == 1


def test_snoozing_moves_the_day_and_keeps_the_time(crm: Crm, now: dt.datetime) -> None:
    key = plan(crm, now, due_at=dt.time(14, 30))
    crm.do(snooze, key, until=dt.date(2026, 11, 24))
    row = crm.ask(follow_up_row, key)
    assert row is not None
    assert (row.due_on, row.due_at) == (dt.date(2026, 11, 24), dt.time(14, 30))


def test_the_day_has_overdue_today_and_the_week_ahead(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    for days in (-3, 0, 2, 7, 8):
        plan(crm, now, f"in {days}", due_on=today + dt.timedelta(days=days))
    view = crm.ask(today_view, today)
    assert [row.title for row in view.overdue] == ["in -3"]
    assert [row.title for row in view.today] == ["in 0"]
    assert [[row.title for row in day.follow_ups] for day in view.ahead] == [
        [],
        ["in 2"],
        [],
        [],
        [],
        [],
        ["in 7"],
    ]
    assert crm.ask(count_due, today) == 2


def test_without_a_time_it_is_due_at_the_usual_hour_where_the_user_is(
    crm: Crm, now: dt.datetime
) -> None:
    key = plan(crm, now)
    there = plan(crm, now, due_at=dt.time(14), zone="Asia/Tehran")
    hour = crm.ask(default_hour)
    first, second = crm.ask(follow_up_row, key), crm.ask(follow_up_row, there)
    assert first is not None
    assert second is not None
    assert first.due(hour, dt.UTC) == dt.datetime(2026, 11, 21, 9, tzinfo=dt.UTC)
    assert second.due(hour, dt.UTC) == dt.datetime(2026, 11, 21, 10, 30, tzinfo=dt.UTC)


def test_what_cannot_be_is_refused_with_a_sentence(crm: Crm, now: dt.datetime) -> None:
    with pytest.raises(Required, match="Please fill in “Title”"):
        plan(crm, now, "  ")
    with pytest.raises(NotFound):
        plan(crm, now, contact_id=99)
    with pytest.raises(NotFound):
        crm.do(edit_follow_up, 5, title="x", due_on=now.date(), due_at=None, repeat=Repeat.NEVER)
    assert crm.undo_label is None


def test_deleting_is_undone_whole(crm: Crm, now: dt.datetime) -> None:
    keys = [plan(crm, now, title) for title in ("a", "b")]
    crm.do(delete_follow_ups, [*keys, 99])
    assert crm.ask(follow_up_rows) == ()
    crm.undo()
    assert [row.title for row in crm.ask(follow_up_rows)] == ["a", "b"]


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("14:30", dt.time(14, 30)),
        ("9", dt.time(9)),
        ("9.05", dt.time(9, 5)),
        ("1430", dt.time(14, 30)),
        ("2:30 pm", dt.time(14, 30)),
        ("12 am", dt.time(0)),
        ("۱۰:۱۵", dt.time(10, 15)),
        ("  ", None),
    ],
)
def test_times_are_read_as_people_type_them(typed: str, time: dt.time | None) -> None:
    assert read_time(typed) == time


@pytest.mark.parametrize("typed", ["25:00", "14:60", "noon", "13 pm", "1:2:3", "²"])
def test_what_is_no_time_is_not_guessed(typed: str) -> None:
    with pytest.raises(Unreadable, match="could not be read as a time"):
        read_time(typed)


@given(st.times().map(lambda time: time.replace(second=0, microsecond=0)))
def test_every_time_is_read_back(time: dt.time) -> None:
    assert read_time(f"{time:%H:%M}") == time
