"""Importing: one step, nothing twice, nothing lost, and undo takes it back."""

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from asking import statements
from builders import add, contact
from deskcrm.crm import Crm
from deskcrm.domain.base import Base
from deskcrm.domain.people import Contact, ContactTag, Email, Role, Tag
from deskcrm.features.exchange.card import Card
from deskcrm.features.exchange.csv_file import parse_csv, read_csv
from deskcrm.features.exchange.incoming import Incoming
from deskcrm.features.exchange.plan import ImportPlan, Verdict, plan_import
from deskcrm.features.exchange.queries import cards, contact_ids
from deskcrm.features.exchange.reader import read_contacts
from deskcrm.features.exchange.usecases import import_contacts
from deskcrm.jobs import Cancelled

GOOGLE = Path(__file__).with_name("google.csv")
NOW = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)


def incoming(text: str) -> Incoming:
    return read_contacts(parse_csv(text.encode(), name="x.csv"))


def bring_in(crm: Crm, what: Incoming | str) -> ImportPlan:
    read = incoming(what) if isinstance(what, str) else what
    return crm.do(import_contacts, read, now=NOW)


def all_cards(crm: Crm) -> list[Card]:
    return crm.ask(lambda session: [card for _key, card in cards(session, contact_ids(session))])


def rows(crm: Crm) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables but the journal."""

    def read(session: Session) -> dict[str, list[tuple[object, ...]]]:
        return {
            name: [tuple(row) for row in session.execute(text(f'SELECT * FROM "{name}"'))]
            for name in Base.metadata.tables
            if name != "undo_step"
        }

    return crm.ask(read)


def verdicts(plan: ImportPlan) -> list[Verdict]:
    return [decision.verdict for decision in plan.decisions]


def test_what_the_file_says_is_what_is_there(crm: Crm) -> None:
    read = read_contacts(read_csv(GOOGLE))
    plan = bring_in(crm, read)

    assert verdicts(plan) == [Verdict.NEW] * 7
    found = {card.name: card for card in all_cards(crm)}
    for arrival in read.arrivals:
        card = found[arrival.card.name]
        assert card.uid
        assert (card.created, card.updated) == (NOW, NOW)
        card.uid, card.created, card.updated = "", None, None
        assert card == arrival.card


def test_one_undo_leaves_everything_as_it_was(crm: Crm) -> None:
    crm.do(add, contact("José García Núñez", email="jose@horno.example"))
    before = rows(crm)
    plan = bring_in(crm, read_contacts(read_csv(GOOGLE)))
    assert Verdict.UPDATE in verdicts(plan)
    after = rows(crm)

    assert crm.undo() == "import contacts"
    assert rows(crm) == before
    crm.redo()
    assert rows(crm) == after


def test_importing_twice_changes_nothing(crm: Crm) -> None:
    bring_in(crm, read_contacts(read_csv(GOOGLE)))
    before = rows(crm)

    again = bring_in(crm, read_contacts(read_csv(GOOGLE)))
    assert verdicts(again) == [Verdict.SAME] * 7
    assert rows(crm) == before


def test_the_likely_duplicates_of_a_file_are_named_and_both_kept(crm: Crm) -> None:
    plan = bring_in(crm, read_contacts(read_csv(GOOGLE)))
    (alike,) = plan.alike
    assert alike.like is not None
    assert (alike.name, alike.like.name, alike.like.row) == ("Jose Garcia", "José García Núñez", 3)
    assert alike.like.reason == "the same e-mail address"
    assert len(all_cards(crm)) == 7


def test_somebody_of_another_name_with_a_known_number_is_named(crm: Crm) -> None:
    crm.do(add, contact("Lucía Fernández", phone="+34 600 11 22 33"))
    plan = bring_in(crm, "Name,Phone\nOla Surf Shop,+34600112233\n")
    (decision,) = plan.decisions
    assert decision.verdict is Verdict.NEW
    assert decision.like is not None
    assert (decision.like.name, decision.like.reason) == (
        "Lucía Fernández",
        "the same phone number",
    )


def test_a_row_that_repeats_another_is_left_out(crm: Crm) -> None:
    text_ = "Name,Email\nAna López,a@x.example\nAna López,a@x.example\n"
    assert verdicts(bring_in(crm, text_)) == [Verdict.NEW, Verdict.DUPLICATE]
    assert len(all_cards(crm)) == 1


def test_a_row_that_says_more_updates_whom_it_names(crm: Crm) -> None:
    bring_in(crm, "Name,Email,City,Notes,Company\nAna López,a@x.example,Gijón,Old note,Ola\n")
    plan = bring_in(
        crm,
        "Name,Email,Mobile,Street,City,Notes,Company,Title,Tags,Birthday\n"
        "ANA LOPEZ,A@X.example,+34600112233,Calle 1,Gijón,New note,Ola,Owner,surf,1980-12-31\n",
    )
    (decision,) = plan.decisions
    assert decision.verdict is Verdict.UPDATE
    assert set(decision.changed) == {
        "Birthday", "Note", "Phone", "Address", "Organization", "Tags",
    }  # fmt: skip
    (ana,) = all_cards(crm)
    assert ana.name == "Ana López"
    assert ana.note == "Old note\nNew note"
    assert [email.value for email in ana.emails] == ["a@x.example"]
    assert [(place.street, place.city) for place in ana.addresses] == [("Calle 1", "Gijón")]
    assert [(role.organization_name, role.title) for role in ana.roles] == [("Ola", "Owner")]
    assert ana.tags == ["surf"]


def test_two_contacts_that_are_alike_stay_two(crm: Crm) -> None:
    text_ = "Name,Email,Notes\nAna,a@x.example,one\nAna,a@x.example,two\n"
    bring_in(crm, text_)
    before = rows(crm)
    assert verdicts(bring_in(crm, text_)) == [Verdict.SAME, Verdict.SAME]
    assert rows(crm) == before


def test_a_role_is_tied_to_the_organization_of_exactly_its_name(crm: Crm) -> None:
    bring_in(crm, "First Name,Company\n,Ola Surf\nAna,Ola Surf\nBob,Ola\n")

    def tied(session: Session) -> list[tuple[str, str | None]]:
        company = Contact.__table__.alias()
        query = (
            select(Role.organization_name, company.c.name)
            .outerjoin(company, company.c.id == Role.organization_id)
            .order_by(Role.id)
        )
        return [(name, at) for name, at in session.execute(query)]

    assert crm.ask(tied) == [("Ola Surf", "Ola Surf"), ("Ola", None)]


def test_tags_are_made_once_whatever_their_case(crm: Crm) -> None:
    crm.do(add, Tag(name="Surf"))
    bring_in(crm, "Name,Tags\nAna,surf\nBob,SURF; new\n")

    def counts(session: Session) -> tuple[int | None, int | None]:
        return (
            session.scalar(select(func.count(Tag.id))),
            session.scalar(select(func.count(ContactTag.id))),
        )

    assert crm.ask(counts) == (2, 3)


def test_a_dry_run_writes_nothing(crm: Crm) -> None:
    before = rows(crm)
    plan = crm.ask(plan_import, read_contacts(read_csv(GOOGLE)))
    assert plan.count(Verdict.NEW) == 7
    assert rows(crm) == before


def test_cancelling_leaves_nothing_behind(crm: Crm) -> None:
    class StopAtOnce:
        def report(self, done: int, total: int) -> None:  # noqa: ARG002 - a Progress
            raise Cancelled

    before = rows(crm)
    with pytest.raises(Cancelled):
        crm.do(import_contacts, read_contacts(read_csv(GOOGLE)), now=NOW, progress=StopAtOnce())
    assert (rows(crm), crm.undo_label) == (before, None)


def test_two_rows_of_one_uid_that_differ_are_not_both_believed(crm: Crm) -> None:
    plan = bring_in(crm, "UID,Name,Email\nu1,Ana,a@x.example\nu1,Bob,b@x.example\n")
    assert verdicts(plan) == [Verdict.NEW, Verdict.REFUSED]
    assert plan.decisions[1].reason == "Row 1 has the same UID."


def test_a_uid_finds_its_contact_under_any_name(crm: Crm) -> None:
    bring_in(crm, "UID,Name,Email\nu1,Ana López,a@x.example\n")
    plan = bring_in(crm, "UID,Name,Email\nu1,Ana Vega,a@x.example\n")
    assert verdicts(plan) == [Verdict.UPDATE]
    assert [card.name for card in all_cards(crm)] == ["Ana Vega"]


def test_a_referrer_whom_nobody_knows_is_kept_as_text(crm: Crm) -> None:
    text_ = "UID,Name,Email,Referred By\nu1,Ana,a@x.example,u9\nu2,Bob,b@x.example,u1\n"
    bring_in(crm, text_)
    ana, bob = all_cards(crm)
    assert (ana.referred_by, ana.custom) == ("", {"Referred By": "u9"})
    assert (bob.referred_by, bob.custom) == ("u1", {})
    assert verdicts(bring_in(crm, text_)) == [Verdict.SAME, Verdict.SAME]


def test_thousands_of_rows_can_be_searched_afterwards(crm: Crm) -> None:
    lines = "\n".join(f"Person {n},p{n}@x.example" for n in range(4000))
    plan = bring_in(crm, f"Name,Email\n{lines}\n")
    assert plan.count(Verdict.NEW) == 4000

    def mails(session: Session) -> int | None:
        return session.scalar(select(func.count(Email.id)).where(Email.key.like("p%@x.example")))

    assert crm.ask(mails) == 4000
    assert verdicts(bring_in(crm, f"Name,Email\n{lines}\n")) == [Verdict.SAME] * 4000


def test_updating_many_contacts_reads_them_together(crm: Crm) -> None:
    def file(rows: int, company: str) -> str:
        lines = (f"Person {n},p{n}@x.example,{company},word" for n in range(rows))
        return "\n".join(["Name,Email,Organization Name,Labels", *lines, ""])

    bring_in(crm, file(100, ""))
    with statements() as few:
        assert bring_in(crm, file(10, "Ola")).count(Verdict.UPDATE) == 10
    with statements() as many:
        assert bring_in(crm, file(100, "Sol")).count(Verdict.UPDATE) == 100
    reads = [sum(sql.startswith("SELECT") for sql in seen) for seen in (few, many)]
    assert reads[1] <= reads[0] + 10
