"""Search: what people type finds what was written, best first."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from builders import NOW, add, contact, deal, organization
from deskcrm.crm import Crm, undoable
from deskcrm.domain.activities import ActivityKind
from deskcrm.domain.deals import Stage
from deskcrm.domain.people import Address, Contact, ContactTag, Phone, Tag
from deskcrm.features.contacts.usecases import log_activity
from deskcrm.storage import search
from deskcrm.storage.recorder import insert_all


def found(crm: Crm, needle: str, limit: int = 50) -> list[str]:
    """The names of the contacts a needle finds, best first."""

    def ask(session: Session) -> list[str]:
        connection = session.connection()
        ids = search.find_ids(connection, needle, kind="contact", limit=limit)
        if limit == 50:
            assert search.count(connection, needle, kind="contact") == len(ids)
            assert search.keys(connection, needle, kind="contact") == set(ids)
        return [session.get_one(Contact, key).name for key in ids]

    return crm.ask(ask)


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Zoë Müller", "muller"),
        ("Łukasz Żółtowski", "lukasz zoltowski"),
        ("Jürgen Straße", "STRASSE"),
        ("Søren Ægir", "soren aegir"),
        ("Elif Yıldız", "yildiz"),
        ("Мария Иванова", "мария"),
        ("Ελένη Παπαδάκη", "ελενη"),
        ("Conor O’Brien", "o'brien"),
        ("علي كريمي", "علی کریمی"),
        ("علی کریمی", "علي كريمي"),
        ("می\u200cخواهم", "میخواهم"),
        ("田中 明", "田中"),
    ],
)
def test_case_accents_and_variants_of_letters_do_not_matter(
    crm: Crm, written: str, typed: str
) -> None:
    crm.do(add, organization(written), contact("Somebody Else"))
    assert found(crm, typed) == [written]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Иван Петров", "ivan petrov"),
        ("Николай Стоянов", "nikolay stoyanov"),
        ("Николай Стоянов", "nikolai stoianov"),
        ("Мария Йорданова", "maria yordanova"),
        ("Мария Йорданова", "Mariya"),
        ("Юлия Щерева", "yulia sht"),
        ("Цветан Жеков", "zhek"),
        ("Димитър Ъглов", "dimitar"),
        ("Ελένη Παπαδοπούλου", "papadopoulou"),
        ("Ivan Petrov", "Иван"),
        ("Nikolay Stoyanov", "Николай стоян"),
        ("Nikolai Stoianov", "николай"),
        ("Eleni Papadopoulou", "Παπαδοπ"),
        ("Иван Петров", "etro"),
    ],
)
def test_a_name_is_found_in_the_letters_of_another_alphabet(
    crm: Crm, written: str, typed: str
) -> None:
    crm.do(add, organization(written), contact("Somebody Else"))
    assert found(crm, typed) == [written]


def test_what_is_spelt_as_it_was_typed_comes_before_what_only_sounds_so(crm: Crm) -> None:
    crm.do(add, organization("Иван Петров"), organization("Ivan Petrov"))
    assert found(crm, "ivan") == ["Ivan Petrov", "Иван Петров"]
    assert found(crm, "иван") == ["Иван Петров", "Ivan Petrov"]


def test_what_was_logged_with_somebody_is_found_until_it_is_deleted(crm: Crm) -> None:
    (key,) = crm.do(add, contact("Lucía Fernández"))
    crm.do(log_activity, key, ActivityKind.NOTE, "prefers Basque", at=NOW)
    assert found(crm, "basque") == ["Lucía Fernández"]
    crm.undo()
    assert found(crm, "basque") == []


def test_entries_made_anew_are_as_they_were(crm: Crm) -> None:
    crm.do(add, contact("Иван Петров"), contact("Ana Kovač", email="ana@kovac.example"))

    @undoable("rebuild")
    def rebuild(session: Session) -> list[tuple[object, ...]]:
        before = session.execute(select(search.ENTRIES)).all()
        search.rebuild(session.connection())
        assert session.execute(select(search.ENTRIES)).all() == before
        return [tuple(row) for row in before]

    assert len(crm.do(rebuild)) == 2
    assert found(crm, "kovac") == ["Ana Kovač"]
    assert found(crm, "ivan") == ["Иван Петров"]


@pytest.mark.parametrize("typed", ["l", "lu", "luc", "lucía f", "fern lu", "nández", "ern", "F"])
def test_beginnings_words_in_any_order_and_insides_are_found(crm: Crm, typed: str) -> None:
    crm.do(add, contact("Lucía Fernández"), contact("Tom Okado"))
    assert found(crm, typed) == ["Lucía Fernández"]


@pytest.mark.parametrize(
    "typed",
    [
        "942550123",
        "942 55 01 23",
        "+34 942 550 123",
        "0034942550123",
        "(942) 55-01",
        "۹۴۲۵۵",
        "0123",
    ],
)
def test_a_phone_number_is_found_however_it_is_written(crm: Crm, typed: str) -> None:
    crm.do(add, contact("Lucía Fernández", phone="+34 942 55 01 23"), contact("Tom Okado"))
    assert found(crm, typed) == ["Lucía Fernández"]


def test_the_zero_that_is_not_dialled_does_not_matter(crm: Crm) -> None:
    person = contact("Jonas Weber")
    person.phones.append(Phone(value="+49 (0)30 901820", e164="+4930901820"))
    crm.do(add, person)
    for typed in ("+49 (0)30 901820", "030 901820", "+49 30 9018", "4930901820"):
        assert found(crm, typed) == ["Jonas Weber"], typed


def test_a_contact_is_found_by_all_that_belongs_to_it(crm: Crm) -> None:
    (tag,) = crm.do(add, Tag(name="Surf"))
    person = contact(
        "Reza Karimi",
        organization="آتلیه کریمی",
        email="reza@studio.example",
        note="Met at the fair",
        tax_id="IR-77",
        custom={"Hobby": "Chess"},
    )
    person.addresses.append(Address(city="Shiraz", street="Hafez 4"))
    person.tags.append(ContactTag(tag_id=tag))
    crm.do(add, person, contact("Somebody Else"))
    for typed in (
        "آتلیه",
        "studio",
        "fair",
        "IR-77",
        "chess",
        "shiraz",
        "hafez 4",
        "surf",
        "owner",
    ):
        assert found(crm, typed) == ["Reza Karimi"], typed


def test_the_best_come_first(crm: Crm) -> None:
    crm.do(
        add,
        contact("Inside Mariannette", note="x"),
        contact("Somebody Else", organization="Anna Ltd"),
        contact("Eva Anna"),
        contact("Anna Zorn"),
        contact("Anna Abel"),
        contact("Joanna Inside"),
    )
    assert found(crm, "anna") == [
        "Anna Abel",
        "Anna Zorn",
        "Eva Anna",
        "Somebody Else",
        "Joanna Inside",
    ]
    assert found(crm, "anna", limit=2) == ["Anna Abel", "Anna Zorn"]
    assert found(crm, "anna", limit=0) == []


@pytest.mark.parametrize(
    "typed",
    ["", "  ", '"', "'; DROP TABLE contact; --", "*", "a* OR b", "NEAR(", "%", "_", "\0", "()"],
)
def test_strange_needles_find_nothing_and_break_nothing(crm: Crm, typed: str) -> None:
    crm.do(add, contact("Lucía Fernández"))
    assert found(crm, typed) == []


def test_text_with_marks_in_it_is_found_as_it_is(crm: Crm) -> None:
    crm.do(add, contact("<b>Bold</b> {{7*7}}"), contact("Percent 100%"))
    assert found(crm, "<b>bold") == ["<b>Bold</b> {{7*7}}"]
    assert found(crm, "{{7*7}}") == ["<b>Bold</b> {{7*7}}"]
    assert found(crm, "100%") == ["Percent 100%"]


def test_what_changes_is_found_anew_and_undo_and_redo_are_followed(crm: Crm) -> None:
    (key,) = crm.do(add, contact("Marta Ivanova", email="marta@severna.example"))

    @undoable("change")
    def change(session: Session) -> None:
        person = session.get_one(Contact, key)
        person.given_name = "Мария"
        person.rename()
        person.emails[0].value = "maria@new.example"

    @undoable("delete")
    def remove(session: Session) -> None:
        session.delete(session.get_one(Contact, key))

    crm.do(change)
    assert found(crm, "marta") == found(crm, "severna") == []
    assert found(crm, "мария") == found(crm, "maria@new") == ["Мария Ivanova"]
    crm.undo()
    assert found(crm, "marta") == found(crm, "severna") == ["Marta Ivanova"]
    assert found(crm, "мария") == []
    crm.redo()
    assert found(crm, "мария") == ["Мария Ivanova"]
    crm.do(remove)
    assert found(crm, "мария") == found(crm, "ivan") == []
    crm.undo()
    assert found(crm, "ivan") == ["Мария Ivanova"]
    crm.undo()
    crm.undo()
    assert found(crm, "ivan") == []


def test_an_import_of_many_and_its_undo_are_followed(crm: Crm) -> None:
    (before,) = crm.do(add, organization("Somebody Before"))

    @undoable("import")
    def bring_in(session: Session) -> None:
        base = {"kind": "person"}
        contact_ = contact("X Y")
        common = {**base, "created": contact_.created, "updated": contact_.updated}
        insert_all(
            session,
            Contact,
            [{**common, "uid": f"u{n}", "name": f"Number {n:05}"} for n in range(4000)],
        )

    crm.do(bring_in)
    assert found(crm, "03999") == ["Number 03999"]
    assert len(found(crm, "number", limit=-1)) == 4000
    crm.undo()
    assert found(crm, "number") == []
    assert found(crm, "before") == ["Somebody Before"]
    crm.tidy()
    assert found(crm, "before") == ["Somebody Before"]
    assert before


def test_each_kind_is_found_among_its_own_or_all(crm: Crm) -> None:
    crm.do(add, contact("Surf Person"))

    def start(session: Session) -> None:
        stage = session.get_one(Stage, 1)
        session.add(deal(stage, "Surf site"))

    crm.do(start)

    def kinds(session: Session) -> tuple[list[str], list[str]]:
        connection = session.connection()
        every = [hit.kind for hit in search.find(connection, "surf")]
        deals = [hit.kind for hit in search.find(connection, "surf", kinds=("deal",))]
        return every, deals

    assert crm.ask(kinds) == (["contact", "deal"], ["deal"])
