"""Several contacts become one, and nothing is lost."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from builders import NOW, TODAY, add, contact, deal, organization
from deskcrm.crm import Crm
from deskcrm.domain.activities import Activity, ActivityKind, FollowUp
from deskcrm.domain.base import Base
from deskcrm.domain.belongings import Attachment, Consent, ImportantDate, Photo
from deskcrm.domain.deals import Stage
from deskcrm.domain.people import Contact, Distinct, Email, Role
from deskcrm.errors import NotFound
from deskcrm.features.contacts.form import ContactForm, Labelled
from deskcrm.features.contacts.merging import (
    NAME,
    OWN,
    NothingToMerge,
    UnlikeKinds,
    mark_distinct,
    merge_contacts,
)
from deskcrm.features.contacts.queries.alike import alike
from deskcrm.features.contacts.queries.duplicates import Same
from deskcrm.features.contacts.queries.records import contact_record, contact_records
from deskcrm.features.contacts.usecases import add_contact, delete_contacts
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
    groups = [
        ([same.value for same in group.reasons], group.score, [one.name for one in group.contacts])
        for group in crm.ask(alike)
    ]
    assert groups == [
        (["email"], 90, ["Ana Kovač", "Anna K"]),
        (["phone", "name"], 80, ["Ben Carter", "BEN CARTER", "Carl"]),
    ]
    crm.do(merge_contacts, ana, [anna], now=LATER)
    crm.do(merge_contacts, ben, [ben_too], now=LATER)
    assert [group.reasons for group in crm.ask(alike)] == [(Same.PHONE,)]


def house(name: str) -> Any:
    return contact(name, organization="Brightwork Ltd")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("John Smith", "Jon Smith"),
        ("J. Smith", "John Smith"),
        ("Maria Anna Petrova", "Maria Petrova"),
        ("Katherine O'Connor", "Katharine O'Connor"),
        ("Иван Петров", "Ivan Petrovv"),
    ],
)
def test_a_similar_name_at_the_same_company_is_likely_the_same(
    crm: Crm, one: str, other: str
) -> None:
    crm.do(add, house(one), house(other), house("Zora Neill"), contact(f"{other}x"))
    (group,) = crm.ask(alike)
    assert group.reasons == (Same.SIMILAR,)
    assert {named.name for named in group.contacts} == {one, other}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Николай Стоянов", "Nikolay Stoyanov"),
        ("Ivan Petrov", "Petrov Ivan"),
        ("Γιώργος Παπαδόπουλος", "Giorgos Papadopoulos"),
        ("رضا كريمى", "رضا کریمی"),
        ("Zoë Dubois", "ZOE  DUBOIS"),
    ],
)
def test_one_name_in_two_scripts_or_orders_is_one_name(crm: Crm, one: str, other: str) -> None:
    crm.do(add, contact(one), contact(other))
    (group,) = crm.ask(alike)
    assert group.reasons == (Same.NAME,)


@pytest.mark.parametrize(
    ("one", "other"), [("Ana Kovač", "Ben Carter"), ("A. B.", "Anna Berg"), ("J S", "John Smith")]
)
def test_colleagues_are_not_the_same(crm: Crm, one: str, other: str) -> None:
    crm.do(add, house(one), house(other))
    assert crm.ask(alike) == ()


def test_who_was_said_to_be_somebody_else_is_not_named_again(crm: Crm) -> None:
    ids = crm.do(add, *(contact("Ana Kovač", email=f"a{n}@x.example") for n in range(3)))
    crm.do(mark_distinct, ids[:2])
    (group,) = crm.ask(alike)
    assert len(group.contacts) == 3  # each of the two is still like the third
    crm.do(mark_distinct, ids)
    assert crm.ask(alike) == ()
    crm.undo()
    assert len(crm.ask(alike)) == 1


def test_being_somebody_else_follows_a_merge_and_ends_with_a_deletion(crm: Crm) -> None:
    one, other, third = crm.do(add, *(contact("Ana Kovač") for _n in range(3)))
    crm.do(mark_distinct, [one, other])
    crm.do(mark_distinct, [third, other])
    crm.do(merge_contacts, third, [one], now=LATER)

    def pairs(session: Session) -> list[tuple[int, int]]:
        return [(p.first_id, p.second_id) for p in session.scalars(select(Distinct))]

    assert crm.ask(pairs) == [(other, third)]
    crm.do(delete_contacts, [other])
    assert crm.ask(pairs) == []
    for _time in range(2):
        crm.undo()
    assert sorted(crm.ask(pairs)) == [(one, other), (other, third)]
    crm.do(merge_contacts, one, [other], now=LATER)
    assert crm.ask(pairs) == [(one, third)]


def test_field_by_field_the_user_says_whose_value_stays(crm: Crm) -> None:
    one = contact(
        "Ana Kovač", birthday=dt.date(1980, 1, 2), language="hr", custom={"Boat": "A", "Size": "1"}
    )
    other = contact(
        "Anna Kovach", birthday=dt.date(1981, 1, 2), language="en", source="Fair",
        custom={"Boat": "B", "Size": "2"},
    )  # fmt: skip
    kept, merged = crm.do(add, one, other)
    choices = {NAME: merged, "birthday": merged, "language": kept, f"{OWN}Boat": merged}
    crm.do(merge_contacts, kept, [merged], now=LATER, choices=choices)
    (record,) = crm.ask(contact_records, [kept])
    assert (record["name"], record["birthday"]) == ("Anna Kovach", "1981-01-02")
    assert (record["language"], record["source"]) == ("hr", "Fair")
    assert record["custom"] == {"Boat": "B", "Size": "1\n2"}
    assert record["note"] == ""
    crm.undo()
    before = crm.ask(contact_records, [kept, merged])
    assert [one["name"] for one in before] == ["Ana Kovač", "Anna Kovach"]
    assert [one["custom"]["Boat"] for one in before] == ["A", "B"]


def test_days_consent_picture_and_files_move_along_and_come_back(crm: Crm) -> None:
    kept = contact("Ana Kovač", dates=[ImportantDate(label="Wedding", day=dt.date(2010, 5, 6))])
    other = contact(
        "Ana Kovac",
        dates=[
            ImportantDate(label="Wedding", day=dt.date(2010, 5, 6)),
            ImportantDate(label="First job", day=dt.date(2019, 1, 1), position=1),
        ],
        consents=[Consent(given=True, day=dt.date(2020, 1, 1), source="mail")],
        photo=Photo(media_type="image/png", data=b"png"),
        attachments=[Attachment(name="a.pdf", sha256="00", size=1, added=NOW)],
    )
    first, second = crm.do(add, kept, other)

    def held(session: Session) -> list[Any]:
        found = session.scalars(select(Contact).order_by(Contact.id)).all()
        return [
            (
                [(d.label, d.position) for d in c.dates],
                [k.source for k in c.consents],
                c.photo and c.photo.data,
                [f.name for f in c.attachments],
            )
            for c in found
        ]

    before = crm.ask(held)
    crm.do(merge_contacts, first, [second], now=LATER)
    assert crm.ask(held) == [
        ([("Wedding", 0), ("First job", 1)], ["mail"], b"png", ["a.pdf"]),
    ]
    crm.undo()
    assert crm.ask(held) == before


def test_one_address_twice_on_one_contact_is_no_duplicate(crm: Crm) -> None:
    person = contact("Ana", email="a@x.example")
    person.emails.append(Email(value="A@x.example", position=1))
    crm.do(add, person)
    assert crm.ask(alike) == ()
