"""Several contacts become one, and nothing is lost."""

import datetime as dt
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from sqlalchemy.orm import Session

from builders import NOW, TODAY, add, contact, deal, organization
from deskcrm.crm import Crm
from deskcrm.domain.activities import Activity, ActivityKind, FollowUp
from deskcrm.domain.base import Base
from deskcrm.domain.deals import Stage
from deskcrm.domain.people import Contact, Email, Role
from deskcrm.errors import NotFound
from deskcrm.features.contacts.form import ContactForm, Labelled
from deskcrm.features.contacts.merging import NothingToMerge, UnlikeKinds, merge_contacts
from deskcrm.features.contacts.queries.alike import alike
from deskcrm.features.contacts.queries.records import contact_record, contact_records
from deskcrm.features.contacts.usecases import add_contact
from quoting import sent_quote

LATER = NOW + dt.timedelta(days=1)


def dump(crm: Crm) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in the file but the undo journal and the search index."""

    def read(session: Session) -> dict[str, list[tuple[Any, ...]]]:
        return {
            table.name: [tuple(row) for row in session.execute(select(table).order_by(table.c.id))]
            for table in Base.metadata.sorted_tables
            if table.name not in {"undo_step", "search_entry"}
        }

    return crm.ask(read)


def two(crm: Crm) -> tuple[int, int]:
    """The same woman twice, each time with something of her own."""
    first = crm.do(
        add_contact,
        ContactForm(
            given_name="Lucía",
            family_name="Fernández",
            source="Fair",
            emails=(Labelled("lucia@ola.example", "Work"),),
            tags=("surf",),
            note="likes Basque",
        ),
        now=LATER,
    )
    second = crm.do(
        add_contact,
        ContactForm(
            given_name="Lucia",
            family_name="Fernandez M.",
            nickname="Lu",
            source="Web",
            organization="Ola Surf Escuela",
            emails=(Labelled("LUCIA@ola.example", "Home"), Labelled("lu@x.example")),
            phones=(Labelled("+34 942 55 01 23", "Mobile"),),
            tags=("web", "Surf"),
            birthday=dt.date(1984, 3, 9),
            note="calls on Friday",
        ),
        now=NOW,
    )
    sent_quote(crm, contact_id=second)

    def more(session: Session) -> None:
        stage = session.scalars(select(Stage)).first()
        assert stage is not None
        session.add_all(
            [
                deal(stage, "Shop", contact_id=second),
                Activity(kind=ActivityKind.CALL, at=NOW, text="rang", contact_id=second),
                FollowUp(title="Ring", contact_id=second, due_on=TODAY, created=NOW),
                contact("Mateo Ruiz", referred_by_id=second),
            ]
        )

    crm.do(more)
    return first, second


def test_what_is_known_of_both_is_known_of_the_one_that_stays(crm: Crm) -> None:
    first, second = two(crm)
    crm.do(merge_contacts, first, [second], now=LATER)
    record = crm.ask(contact_record, first)
    assert (record["name"], record["nickname"], record["source"]) == (
        "Lucía Fernández",
        "Lu",
        "Fair",
    )
    assert [email["value"] for email in record["emails"]] == ["lucia@ola.example", "lu@x.example"]
    assert [phone["e164"] for phone in record["phones"]] == ["+34942550123"]
    assert (record["organization"], record["birthday"]) == ("Ola Surf Escuela", "1984-03-09")
    assert record["tags"] == ["surf", "web"]
    assert record["note"] == "likes Basque\nLucia Fernandez M.\nSource: Web\ncalls on Friday"
    assert record["created"].startswith("2026-11-21")
    with pytest.raises(NotFound):
        crm.ask(contact_record, second)


def test_nothing_refers_to_one_that_is_gone(crm: Crm) -> None:
    first, second = two(crm)
    crm.do(merge_contacts, first, [second], now=LATER)

    def referring(session: Session) -> dict[str, list[Any]]:
        return {
            f"{table.name}.{key.parent.name}": list(
                session.scalars(select(table.c.id).where(key.parent == first))
            )
            for table in Base.metadata.tables.values()
            for key in table.foreign_keys
            if key.column.table.name == "contact"
        }

    found = crm.ask(referring)
    for column in ("deal.contact_id", "quote.contact_id", "follow_up.contact_id",
                   "activity.contact_id", "contact.referred_by_id"):  # fmt: skip
        assert found[column], column


def test_undo_brings_all_back_and_redo_merges_again(crm: Crm) -> None:
    first, second = two(crm)
    before = dump(crm)
    crm.do(merge_contacts, first, [second], now=LATER)
    after = dump(crm)
    assert crm.undo() == "merge contacts"
    assert dump(crm) == before
    assert crm.redo() == "merge contacts"
    assert dump(crm) == after


def test_members_follow_a_merged_organization(crm: Crm) -> None:
    first, second = crm.do(add, organization("Ola Surf Escuela"), organization("Ola Surf"))
    person = contact("Lucía Fernández")
    person.roles.append(Role(organization_id=second, organization_name="Ola Surf"))
    (member,) = crm.do(add, person)
    crm.do(merge_contacts, first, [second], now=LATER)
    assert crm.ask(contact_record, member)["organization"] == "Ola Surf Escuela"


def test_a_friend_who_becomes_the_same_has_not_sent_herself(crm: Crm) -> None:
    (first,) = crm.do(add, contact("Lucía Fernández"))
    (second,) = crm.do(add, contact("Lucia F", referred_by_id=first))
    crm.do(merge_contacts, second, [first], now=LATER)
    assert crm.ask(contact_record, second)["referred_by_id"] is None


def test_what_cannot_be_merged_is_a_sentence_and_changes_nothing(crm: Crm) -> None:
    person, house = crm.do(add, contact(), organization())
    before = dump(crm)
    for error, others in ((NothingToMerge, [person]), (UnlikeKinds, [house]), (NotFound, [99])):
        with pytest.raises(error):
            crm.do(merge_contacts, person, others, now=LATER)
    assert dump(crm) == before


def test_those_who_share_a_mark_are_found_the_surest_first(crm: Crm) -> None:
    shared = [contact(f"Clerk {n}", email="office@x.example") for n in range(9)]
    ana, anna, ben, ben_too, *_rest = crm.do(
        add,
        contact("Ana Kovač", email="ana@x.example"),
        contact("Anna K", email="ANA@x.example"),
        contact("Ben Carter"),
        contact("BEN CARTER", phone="+44 20 7946 0958"),
        contact("Carl", phone="+44 20 7946 0958"),
        *shared,
    )
    groups = [(group.same.value, [one.name for one in group.contacts]) for group in crm.ask(alike)]
    assert groups == [
        ("email", ["Ana Kovač", "Anna K"]),
        ("phone", ["BEN CARTER", "Carl"]),
        ("name", ["Ben Carter", "BEN CARTER"]),
    ]
    crm.do(merge_contacts, ana, [anna], now=LATER)
    crm.do(merge_contacts, ben, [ben_too], now=LATER)
    assert [group.same.value for group in crm.ask(alike)] == ["phone"]


def test_one_address_twice_on_one_contact_is_no_duplicate(crm: Crm) -> None:
    person = contact("Ana", email="a@x.example")
    person.emails.append(Email(value="A@x.example", position=1))
    crm.do(add, person)
    assert crm.ask(alike) == ()


def test_the_selected_contacts_are_merged_in_the_window(qtbot: QtBot, crm: Crm) -> None:
    from PySide6.QtWidgets import QApplication

    from deskcrm.features.contacts.ui import FEATURE
    from deskcrm.features.contacts.ui.page import ContactsPage
    from deskcrm.kit.form import FormDialog
    from windows import open_window

    first, second = crm.do(
        add, contact("Ana Kovač", email="a@x.example"), contact("Ana Kovac", email="b@x.example")
    )
    window = open_window(qtbot, crm, [FEATURE])
    page = window.show_page("contacts")
    assert isinstance(page, ContactsPage)
    page.table.selectAll()
    window.context.run("contacts.merge")
    (sheet,) = (
        w for w in QApplication.topLevelWidgets() if isinstance(w, FormDialog) and w.isVisible()
    )
    sheet.form.field("kept").set_value(second)
    sheet.try_to_save()
    (record,) = crm.ask(contact_records, crm.ask(lambda s: list(s.scalars(select(Contact.id)))))
    assert (record["id"], len(record["emails"])) == (second, 2)
    assert window.toasts.text == "Merged into Ana Kovac"
    crm.undo()
    assert len(crm.ask(contact_records, [first, second])) == 2
