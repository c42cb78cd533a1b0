"""The heart: doing, undoing, doing again, and telling what changed."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from builders import NOW, TODAY, add, contact, deal, organization
from deskcrm.crm import Changes, Crm, final, undoable
from deskcrm.domain.activities import FollowUp
from deskcrm.domain.base import Base
from deskcrm.domain.deals import Deal, Stage
from deskcrm.domain.people import Contact, ContactTag, Email, Tag
from deskcrm.errors import CrmError, TooLong
from deskcrm.storage.recorder import insert_all
from deskcrm.storage.undo import ChangedSince


@undoable("rename contact")
def rename(session: Session, key: int, given: str) -> None:
    person = session.get_one(Contact, key)
    person.given_name = given
    person.rename()


@undoable("delete contact")
def remove(session: Session, key: int) -> None:
    session.delete(session.get_one(Contact, key))


@final("issue number")
def rename_for_good(session: Session, key: int, given: str) -> None:
    rename(session, key, given)


def everything(crm: Crm) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables but the journal itself."""

    def read(session: Session) -> dict[str, list[tuple[Any, ...]]]:
        return {
            name: [
                tuple(row) for row in session.execute(text(f'SELECT * FROM "{name}" ORDER BY id'))
            ]
            for name in Base.metadata.tables
            if name != "undo_step"
        }

    return crm.ask(read)


def names(crm: Crm) -> list[str]:
    return crm.ask(lambda session: list(session.scalars(select(Contact.name).order_by(Contact.id))))


def test_a_step_can_be_undone_and_done_again(crm: Crm) -> None:
    (key,) = crm.do(add, contact("Marta Ivanova", email="marta@severna.example"))
    before = everything(crm)
    crm.do(rename, key, "Мария")
    after = everything(crm)

    assert crm.undo() == "rename contact"
    assert everything(crm) == before
    assert crm.redo() == "rename contact"
    assert everything(crm) == after


def test_undo_goes_back_to_the_beginning_through_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "deskcrm.sqlite"
    crm = Crm.open(path)
    empty = everything(crm)
    (key,) = crm.do(add, contact("Marta Ivanova", organization="Северна Звезда", phone="+359 88 1"))
    crm.do(rename, key, "Мария")
    crm.do(remove, key)
    full = everything(crm)
    crm.close()

    crm = Crm.open(path)
    assert crm.undo_label == "delete contact"
    while crm.undo():
        pass
    assert everything(crm) == empty
    crm.close()

    crm = Crm.open(path)
    while crm.redo():
        pass
    assert everything(crm) == full
    crm.close()


def test_undoing_a_delete_brings_back_everything_that_belonged_to_the_record(crm: Crm) -> None:
    person = contact("Reza Karimi", organization="آتلیه کریمی", email="reza@karimi.example")
    person.tags.append(ContactTag(tag_id=crm.do(add, Tag(name="مشتری"))[0]))
    (key,) = crm.do(add, person)
    before = everything(crm)

    crm.do(remove, key)
    assert names(crm) == []
    crm.undo()

    assert everything(crm) == before


def test_a_new_step_ends_what_could_have_been_done_again(crm: Crm) -> None:
    crm.do(add, contact("A B"))
    crm.undo()
    crm.do(add, contact("C D"))

    assert crm.redo_label is None
    assert crm.redo() is None


def test_a_use_case_that_fails_leaves_nothing_and_tells_nobody(crm: Crm) -> None:
    heard: list[Changes] = []
    crm.subscribe(heard.append)

    @undoable("add two")
    def add_two(session: Session) -> None:
        session.add(contact("Half Done"))
        session.flush()
        raise CrmError

    before = everything(crm)
    with pytest.raises(CrmError):
        crm.do(add_two)

    assert everything(crm) == before
    assert (crm.undo_label, heard) == (None, [])


def test_whoever_subscribed_hears_the_kinds_that_changed(crm: Crm) -> None:
    heard: list[Changes] = []
    end = crm.subscribe(heard.append)
    crm.do(add, contact("Marta Ivanova", email="marta@severna.example"))
    crm.undo()
    end()
    crm.redo()

    assert [changes.kinds for changes in heard] == [frozenset({"contact", "email"})] * 2
    assert heard[0].touches("email", "deal")
    assert not heard[0].touches("deal")


def test_what_was_done_for_good_is_passed_over_with_all_that_led_to_it(crm: Crm) -> None:
    crm.do(add, contact("Zero Person"))
    (first,) = crm.do(add, contact("First Person"))
    crm.do(rename, first, "Second")
    crm.do(add, contact("Third Person"))
    crm.do(rename_for_good, first, "Final")

    assert crm.undo() == "add records"
    assert crm.undo() == "add records"
    assert names(crm) == ["Final Person"]
    assert crm.undo_label is crm.undo() is None
    assert crm.redo() == crm.redo() == "add records"
    assert names(crm) == ["Zero Person", "Final Person", "Third Person"]


def test_what_something_done_for_good_refers_to_cannot_be_taken_away(crm: Crm) -> None:
    (person,) = crm.do(add, contact("Marta Ivanova"))

    @final("promise")
    def promise(session: Session) -> None:
        session.add(FollowUp(title="Call", due_on=TODAY, contact_id=person, created=NOW))

    crm.do(promise)
    before = everything(crm)
    with pytest.raises(ChangedSince, match="has been changed since"):
        crm.undo()
    assert everything(crm) == before


def test_undo_refuses_where_the_row_was_changed_behind_its_back(crm: Crm) -> None:
    (key,) = crm.do(add, contact("Marta Ivanova"))
    crm.do(rename, key, "Мария")

    def behind(session: Session) -> None:
        session.connection().exec_driver_sql("UPDATE contact SET given_name = 'Other'")

    crm.do(behind)
    before = everything(crm)
    with pytest.raises(ChangedSince):
        crm.undo()
    assert everything(crm) == before


def test_an_expired_attribute_is_recorded_with_its_old_value(crm: Crm) -> None:
    (key,) = crm.do(add, contact("Marta Ivanova"))

    @undoable("change note")
    def change(session: Session) -> None:
        person = session.get_one(Contact, key)
        session.expire(person)
        person.note = "new"

    crm.do(change)
    crm.undo()
    assert crm.ask(lambda session: session.scalar(select(Contact.note))) == ""


def test_bulk_writes_that_could_not_be_undone_are_refused(crm: Crm) -> None:
    with pytest.raises(RuntimeError, match="recorder"):
        crm.do(lambda session: session.execute(update(Contact).values(note="x")))


def test_many_rows_inserted_at_once_are_one_small_step(crm: Crm) -> None:
    person = {"uid": "", "kind": "person", "created": NOW, "updated": NOW}

    @undoable("import contacts")
    def bring_in(session: Session) -> range:
        keys = insert_all(
            session, Contact, [{**person, "uid": str(n), "name": f"Name {n}"} for n in range(5000)]
        )
        insert_all(
            session, Email, [{"contact_id": key, "value": f"{key}@x.example"} for key in keys]
        )
        return keys

    before = everything(crm)
    crm.do(bring_in)
    after = everything(crm)
    size = crm.ask(lambda s: s.scalar(text("SELECT length(changes) FROM undo_step")))

    assert size is not None
    assert size < 200
    assert len(names(crm)) == 5000
    crm.undo()
    assert everything(crm) == before
    crm.redo()
    assert everything(crm) == after


def test_ids_are_never_given_twice(crm: Crm) -> None:
    (first,) = crm.do(add, contact("A B"))
    crm.undo()
    (second,) = crm.do(add, contact("C D"))
    assert second > first


def test_texts_are_cleaned_and_measured_when_they_are_set(crm: Crm) -> None:
    person = contact("Nul\0 Byte")
    assert person.name == "Nul\ufffd Byte"
    with pytest.raises(TooLong, match="500 characters at most; this text has 10000"):
        organization("x" * 10_000)
    crm.do(add, person)
    assert names(crm) == ["Nul\ufffd Byte"]


def test_moving_a_deal_keeps_its_history_and_undo_takes_it_back(crm: Crm) -> None:
    def stage(session: Session, key: str) -> Stage:
        return session.scalars(select(Stage).where(Stage.key == key)).one()

    @undoable("add deal")
    def start(session: Session) -> int:
        made = deal(stage(session, "new"))
        session.add(made)
        session.flush()
        return made.id

    @undoable("win deal")
    def win(session: Session, key: int) -> None:
        session.get_one(Deal, key).enter(stage(session, "won"), at=NOW)

    key = crm.do(start)
    before = everything(crm)
    crm.do(win, key)
    assert crm.ask(lambda s: s.scalar(select(func.count()).select_from(text("deal_change")))) == 2
    crm.undo()
    assert everything(crm) == before


def test_what_another_program_writes_is_noticed_once(crm: Crm) -> None:
    other = Crm.open(crm.path)
    heard: list[Changes] = []
    crm.subscribe(heard.append)
    other.do(add, contact("From Elsewhere"))
    crm.notice()
    crm.notice()
    other.close()

    assert heard == [Changes(None)]
    assert heard[0].touches("contact")


def test_what_another_program_wrote_is_told_with_the_next_own_change(crm: Crm) -> None:
    other = Crm.open(crm.path)
    heard: list[Changes] = []
    crm.subscribe(heard.append)
    crm.do(add, contact("A B"))
    other.do(add, contact("C D"))
    crm.do(add, contact("E F"))
    crm.notice()
    other.close()

    assert [changes.kinds for changes in heard] == [frozenset({"contact"}), None]
