"""Adding, editing, tagging, deleting contacts, and logging what happened with them."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import InstrumentedAttribute, Session

from builders import add, contact, deal, organization
from deskcrm.crm import Crm
from deskcrm.domain.activities import Activity, ActivityKind, FollowUp
from deskcrm.domain.business import Business
from deskcrm.domain.custom import FieldKind, FieldOwner
from deskcrm.domain.deals import Deal, Stage
from deskcrm.domain.people import Contact, ContactKind, Nameless, Phone, Role, Tag
from deskcrm.domain.quotes import Quote
from deskcrm.errors import CrmError, NotFound, Required, TooLong, Unreadable
from deskcrm.features.contacts.form import (
    ContactForm,
    DateForm,
    EndsBeforeItBegins,
    Labelled,
    NoEmailAddress,
    NoPhoneNumber,
    NotYetBorn,
    PostalAddress,
    ReferredByThemselves,
    RoleForm,
    SharedChanges,
    UnknownTimeZone,
)
from deskcrm.features.contacts.queries.affected import affected
from deskcrm.features.contacts.queries.view import contact_form, tags_of
from deskcrm.features.contacts.usecases import (
    add_contact,
    delete_contacts,
    edit_contact,
    edit_contacts,
    log_activity,
    rename_contact,
    set_tags,
    tag_contacts,
)
from deskcrm.features.fields.usecases import FieldForm, add_field

LUCIA = ContactForm(
    given_name="Lucía",
    family_name="Fernández",
    organization="Ola Surf Escuela",
    title="Owner",
    emails=(Labelled("lucia@olasurf.example", "Work"), Labelled("lu@home.example", "Home")),
    phones=(Labelled("942 55 01 23", "Mobile"),),
    addresses=(PostalAddress(street="Calle del Mar 4", city="Santander", country="España"),),
    links=(Labelled("https://olasurf.example"),),
    tags=("surf", "web"),
    birthday=dt.date(1988, 3, 14),
    language="es",
    source="fair",
    tax_id="ESX1234567X",
    note="Likes calls.\nNot before ten.",
    anniversary=dt.date(2012, 6, 2),
    time_zone="Europe/Madrid",
    more_roles=(
        RoleForm("Surf Club", "Trainer", since=dt.date(2015, 1, 1)),
        RoleForm("Hotel Mar", "Clerk", "Front desk", dt.date(2010, 1, 1), dt.date(2014, 12, 31)),
    ),
    dates=(DateForm("Wedding", dt.date(2011, 5, 7)), DateForm("First job", dt.date(2019, 2, 1))),
)
WITH_ONE_ROLE = replace(LUCIA, more_roles=())


def everything(crm: Crm) -> dict[str, list[tuple[object, ...]]]:
    tables = ("contact", "email", "phone", "address", "link", "role", "contact_tag", "activity")

    def read(session: Session) -> dict[str, list[tuple[object, ...]]]:
        return {
            name: [tuple(row) for row in session.execute(text(f"SELECT * FROM {name} ORDER BY id"))]
            for name in (*tables, "follow_up", "deal", "quote")
        }

    return crm.ask(read)


def one(crm: Crm, column: InstrumentedAttribute[Any]) -> Any:
    return crm.ask(lambda session: session.scalars(select(column)).one())


def test_what_was_typed_is_what_is_kept(crm: Crm, now: dt.datetime) -> None:
    key = crm.do(add_contact, LUCIA, now=now)
    assert crm.ask(contact_form, key) == LUCIA
    assert one(crm, Contact.name) == "Lucía Fernández"
    assert crm.undo_label == "add contact"


def test_a_phone_number_is_dialled_by_the_country_of_the_address(
    crm: Crm, now: dt.datetime
) -> None:
    crm.do(add_contact, LUCIA, now=now)
    assert one(crm, Phone.value) == "942 55 01 23"
    assert one(crm, Phone.e164) == "+34942550123"


def test_without_an_address_by_the_country_of_the_business(crm: Crm, now: dt.datetime) -> None:
    def settle(session: Session) -> None:
        session.get_one(Business, 1).country = "BG"

    crm.do(settle)
    crm.do(add_contact, ContactForm(phones=(Labelled("088 812 3456"),)), now=now)
    assert one(crm, Phone.e164) == "+359888123456"
    assert one(crm, Contact.name) == "088 812 3456"


def test_a_number_of_an_unknown_country_is_kept_as_it_was_written(
    crm: Crm, now: dt.datetime
) -> None:
    crm.do(add_contact, ContactForm(phones=(Labelled("ext. 12"),)), now=now)
    assert (one(crm, Phone.value), one(crm, Phone.e164)) == ("ext. 12", "")


def test_editing_changes_what_the_form_says_and_undo_takes_it_back(
    crm: Crm, now: dt.datetime
) -> None:
    key = crm.do(add_contact, LUCIA, now=now)
    before = everything(crm)
    changed = replace(
        LUCIA,
        family_name="Fernández Ruiz",
        emails=(Labelled("new@olasurf.example", "Work"),),
        phones=(),
        addresses=(*LUCIA.addresses, PostalAddress(label="Home", city="Bilbao")),
        organization="",
        title="",
        tags=("web", "VIP"),
    )
    later = now + dt.timedelta(days=1)
    crm.do(edit_contact, key, changed, now=later)
    after = everything(crm)

    # Who is with no company any more is with the next one they have not left.
    assert crm.ask(contact_form, key) == replace(
        changed,
        tags=("VIP", "web"),
        organization="Surf Club",
        title="Trainer",
        more_roles=LUCIA.more_roles[1:] if LUCIA.more_roles else (),
    )
    assert one(crm, Contact.updated) == later
    crm.undo()
    assert everything(crm) == before
    crm.redo()
    assert everything(crm) == after


def test_editing_leaves_alone_what_the_form_does_not_say(crm: Crm, now: dt.datetime) -> None:
    person = contact("Marta Ivanova", organization="Северна Звезда", custom={"Hobby": "Ski"})
    person.roles[0].department = "Sales"
    person.roles.append(Role(organization_name="Old Ltd", until=dt.date(2020, 1, 1), position=1))
    (key,) = crm.do(add, person)
    form = crm.ask(contact_form, key)
    crm.do(edit_contact, key, replace(form, given_name="Мария", title="CEO"), now=now)

    def roles(session: Session) -> list[tuple[str, str, str]]:
        rows = session.execute(
            select(Role.organization_name, Role.title, Role.department).order_by(Role.position)
        )
        return [(row[0], row[1], row[2]) for row in rows]

    assert crm.ask(roles) == [("Северна Звезда", "CEO", "Sales"), ("Old Ltd", "", "")]
    assert one(crm, Contact.custom) == {"Hobby": "Ski"}


def test_a_form_without_any_name_or_address_is_refused(crm: Crm, now: dt.datetime) -> None:
    with pytest.raises(Nameless, match="needs a name"):
        crm.do(add_contact, ContactForm(note="who?", emails=(Labelled("  "),)), now=now)
    assert crm.undo_label is None


@pytest.mark.parametrize(
    ("form", "problem", "field"),
    [
        (ContactForm(emails=(Labelled("lucia at olasurf"),)), NoEmailAddress, "emails"),
        (
            ContactForm(emails=(Labelled("a@b.example\nBcc: x@y.example"),)),
            NoEmailAddress,
            "emails",
        ),
        (ContactForm(phones=(Labelled("call me"),)), NoPhoneNumber, "phones"),
        (ContactForm(given_name="Ana", birthday=dt.date(2027, 1, 1)), NotYetBorn, "birthday"),
        (
            ContactForm(
                given_name="Ana",
                more_roles=(RoleForm("Ola", "", "", dt.date(2020, 1, 2), dt.date(2020, 1, 1)),),
            ),
            EndsBeforeItBegins,
            "more_roles",
        ),
        (ContactForm(given_name="Ana", time_zone="Mars/Base"), UnknownTimeZone, "time_zone"),
    ],
)
def test_a_wrong_field_is_named(
    crm: Crm, now: dt.datetime, form: ContactForm, problem: type[CrmError], field: str
) -> None:
    with pytest.raises(problem) as caught:
        crm.do(add_contact, form, now=now)
    assert caught.value.facts["field"] == field
    assert "{" not in str(caught.value)


@pytest.mark.parametrize(
    "strange", ["{{7*7}}", "<b>Bold</b>", "=1+1", "../../etc/passwd", "%s {0}"]
)
def test_strange_text_is_kept_as_the_plain_text_it_is(
    crm: Crm, now: dt.datetime, strange: str
) -> None:
    form = ContactForm(
        given_name=strange,
        organization=strange,
        note=strange,
        tags=(strange,),
        time_zone="",
        more_roles=(RoleForm(strange, strange, strange),),
        dates=(DateForm(strange, dt.date(2011, 5, 7)),),
    )
    key = crm.do(add_contact, form, now=now)
    assert crm.ask(contact_form, key) == form
    assert one(crm, Contact.name) == strange


def test_roles_keep_what_is_theirs_when_others_go(crm: Crm, now: dt.datetime) -> None:
    key = crm.do(add_contact, LUCIA, now=now)
    without_surf = (LUCIA.more_roles or ())[1:]
    crm.do(edit_contact, key, replace(LUCIA, more_roles=without_surf), now=now)
    assert crm.ask(contact_form, key).more_roles == without_surf
    crm.do(edit_contact, key, replace(LUCIA, organization="", title="", more_roles=None), now=now)
    assert crm.ask(contact_form, key).more_roles == without_surf
    crm.do(edit_contact, key, replace(LUCIA, more_roles=()), now=now)
    assert crm.ask(contact_form, key).more_roles == ()


def test_a_time_zone_nobody_keeps_may_stay_where_an_import_brought_it(
    crm: Crm, now: dt.datetime
) -> None:
    (key,) = crm.do(add, contact("Ana", time_zone="Mars/Base"))
    form = replace(crm.ask(contact_form, key), nickname="An")
    crm.do(edit_contact, key, form, now=now)
    assert crm.ask(contact_form, key).time_zone == "Mars/Base"


def test_a_nul_is_made_visible(crm: Crm, now: dt.datetime) -> None:
    crm.do(add_contact, ContactForm(given_name="Nul\0", emails=(Labelled("a@b.example"),)), now=now)
    assert one(crm, Contact.name) == "Nul\ufffd"


def test_a_name_of_10_000_letters_gets_a_sentence(crm: Crm, now: dt.datetime) -> None:
    with pytest.raises(TooLong, match="“First name” can hold 500 characters at most"):
        crm.do(add_contact, ContactForm(given_name="x" * 10_000), now=now)


def test_a_person_joins_the_organization_of_exactly_that_name(crm: Crm, now: dt.datetime) -> None:
    (other, house) = crm.do(add, organization("Ola Surf"), organization("Ola Surf Escuela"))
    crm.do(add_contact, WITH_ONE_ROLE, now=now)
    assert one(crm, Role.organization_id) == house != other


def test_an_organization_gathers_those_who_named_it_before_and_they_follow_its_name(
    crm: Crm, now: dt.datetime
) -> None:
    crm.do(add_contact, WITH_ONE_ROLE, now=now)
    house = crm.do(
        add_contact, ContactForm(kind=ContactKind.ORGANIZATION, name="Ola Surf Escuela"), now=now
    )
    assert one(crm, Role.organization_id) == house
    crm.do(rename_contact, house, "Ola Surf School", now=now)
    assert one(crm, Role.organization_name) == "Ola Surf School"


def test_nobody_is_referred_by_themselves_or_by_nobody(crm: Crm, now: dt.datetime) -> None:
    key = crm.do(add_contact, LUCIA, now=now)
    with pytest.raises(ReferredByThemselves):
        crm.do(edit_contact, key, replace(LUCIA, referred_by_id=key), now=now)
    with pytest.raises(NotFound):
        crm.do(edit_contact, key, replace(LUCIA, referred_by_id=999), now=now)


@pytest.mark.parametrize(
    ("name", "given", "family"),
    [("Ana María Ruiz", "Ana María", "Ruiz"), ("Cher", "Cher", ""), ("田中 明", "明", "田中")],
)
def test_a_new_name_is_taken_apart_as_its_script_writes_it(
    crm: Crm, now: dt.datetime, name: str, given: str, family: str
) -> None:
    key = crm.do(add_contact, LUCIA, now=now)
    crm.do(rename_contact, key, f" {name} ", now=now)
    form = crm.ask(contact_form, key)
    assert (form.given_name, form.family_name, one(crm, Contact.name)) == (given, family, name)
    with pytest.raises(Required):
        crm.do(rename_contact, key, "  ", now=now)


def test_tags_are_one_whatever_their_case(crm: Crm, now: dt.datetime) -> None:
    first = crm.do(add_contact, ContactForm(given_name="A", tags=("Surf", "surf")), now=now)
    second = crm.do(add_contact, ContactForm(given_name="B", tags=("SURF",)), now=now)
    assert crm.ask(tags_of, first) == crm.ask(tags_of, second) == ("Surf",)
    crm.do(set_tags, first, ("web", "beach"), now=now)
    assert crm.ask(tags_of, first) == ("beach", "web")
    assert crm.ask(lambda s: s.scalar(select(func.count()).select_from(Tag))) == 3


def test_several_contacts_are_tagged_in_one_step(crm: Crm, now: dt.datetime) -> None:
    keys = [
        crm.do(add_contact, ContactForm(given_name=name, tags=("old", "kept")), now=now)
        for name in "ABC"
    ]
    before = everything(crm)
    crm.do(tag_contacts, keys, add=("new", "kept"), remove=("OLD", "unknown"))
    assert {crm.ask(tags_of, key) for key in keys} == {("kept", "new")}
    crm.undo()
    assert everything(crm)["contact_tag"] == before["contact_tag"]


def test_deleting_keeps_deals_and_quotes_and_undo_brings_all_back(
    crm: Crm, today: dt.date, now: dt.datetime
) -> None:
    house = crm.do(
        add_contact, ContactForm(kind=ContactKind.ORGANIZATION, name="Ola Surf Escuela"), now=now
    )
    key = crm.do(add_contact, LUCIA, now=now)
    friend = crm.do(add_contact, ContactForm(given_name="Ana", referred_by_id=key), now=now)
    crm.do(log_activity, key, ActivityKind.NOTE, "Basque too", at=now)

    def attach(session: Session) -> None:
        stage = session.scalars(select(Stage).where(Stage.key == "new")).one()
        made = deal(stage, contact_id=key)
        session.add(made)
        session.flush()
        session.add_all(
            [
                Quote(contact_id=key, deal_id=made.id, date=today, valid_until=today, created=now),
                FollowUp(title="Call", contact_id=key, due_on=today, created=now),
            ]
        )

    crm.do(attach)
    before = everything(crm)

    assert crm.do(delete_contacts, [key, house, 999]) == 2
    assert one(crm, Contact.id) == friend
    assert one(crm, Contact.referred_by_id) is None
    assert (one(crm, Deal.contact_id), one(crm, Quote.contact_id)) == (None, None)
    left = everything(crm)
    assert not any(left[table] for table in ("activity", "follow_up", "contact_tag", "role"))

    assert crm.undo() == "delete contact"
    assert everything(crm) == before


def test_deleting_an_organization_leaves_its_name_with_its_people(
    crm: Crm, now: dt.datetime
) -> None:
    (house,) = crm.do(add, organization("Ola Surf Escuela"))
    key = crm.do(add_contact, WITH_ONE_ROLE, now=now)
    crm.do(delete_contacts, [house])
    assert crm.ask(contact_form, key).organization == "Ola Surf Escuela"
    assert one(crm, Role.organization_id) is None


def test_a_call_is_logged_with_its_minutes_and_a_note_needs_words(
    crm: Crm, now: dt.datetime
) -> None:
    key = crm.do(add_contact, LUCIA, now=now)
    crm.do(log_activity, key, ActivityKind.CALL, "", at=now, minutes=12)
    assert (one(crm, Activity.minutes), one(crm, Activity.contact_id)) == (12, key)
    with pytest.raises(Required, match="Note"):
        crm.do(log_activity, key, ActivityKind.NOTE, " \n", at=now)
    with pytest.raises(NotFound):
        crm.do(log_activity, 999, ActivityKind.NOTE, "Lost", at=now)


def test_several_contacts_get_something_in_common_and_only_those_change_that_must(
    crm: Crm, now: dt.datetime
) -> None:
    later = now + dt.timedelta(days=1)
    forms = (
        ContactForm(given_name="Ana", source="Fair", tags=("surf",)),
        ContactForm(given_name="Ben", source="Web", language="bg", tags=("old",)),
        ContactForm(given_name="Chi"),
    )
    ana, ben, chi = (crm.do(add_contact, form, now=now) for form in forms)
    changes = SharedChanges(source=" Fair ", add_tags=("Surf",), remove_tags=("OLD",))
    assert crm.ask(affected, [ana, ben, chi], changes) == [ben, chi]
    assert crm.do(edit_contacts, [ana, ben, chi], changes, now=later) == 2
    assert crm.ask(affected, [ana, ben, chi], changes) == []
    kept = [crm.ask(contact_form, key) for key in (ana, ben, chi)]
    assert [(form.source, form.language, form.tags) for form in kept] == [
        ("Fair", "", ("surf",)),
        ("Fair", "bg", ("surf",)),
        ("Fair", "", ("surf",)),
    ]
    assert crm.undo() == "edit contacts"
    assert crm.ask(contact_form, ben).tags == ("old",)


def test_an_empty_value_takes_away_and_none_leaves_as_it_is(crm: Crm, now: dt.datetime) -> None:
    key = crm.do(add_contact, ContactForm(given_name="Ana", source="Fair", language="es"), now=now)
    assert crm.do(edit_contacts, [key], SharedChanges(language=""), now=now) == 1
    kept = crm.ask(contact_form, key)
    assert (kept.source, kept.language) == ("Fair", "")
    assert crm.do(edit_contacts, [key], SharedChanges(), now=now) == 0


def test_own_fields_are_given_to_those_whose_kind_has_them(crm: Crm, now: dt.datetime) -> None:
    for owner, name, kind, options in (
        (FieldOwner.PERSON, "Size", FieldKind.NUMBER, ()),
        (FieldOwner.PERSON, "News", FieldKind.YES_NO, ()),
        (FieldOwner.PERSON, "Likes", FieldKind.CHOICES, ("Surf", "کتاب")),
        (FieldOwner.ORGANIZATION, "News", FieldKind.YES_NO, ()),
    ):
        crm.do(add_field, owner, FieldForm(name, kind, options=options))
    held: tuple[dict[str, Any] | None, ...] = (
        {"Size": "9", "News": True, "Likes": ["Surf", "کتاب"], "Pet": "cat"}, {"Size": "10"}, None,
    )  # fmt: skip
    forms = [
        ContactForm(given_name=name, custom=custom)
        for name, custom in zip("ABC", held, strict=True)
    ]
    forms.append(ContactForm(kind=ContactKind.ORGANIZATION, name="D"))
    ana, ben, chi, house = keys = [crm.do(add_contact, form, now=now) for form in forms]

    def changed(**custom: Any) -> list[int]:
        return crm.ask(affected, keys, SharedChanges(custom=custom))

    assert changed(Size="9") == [ben, chi]
    assert changed(Size=None) == [ana, ben]
    assert changed(News=True) == [ben, chi, house]
    assert changed(News=False) == keys
    assert changed(Likes=["Surf", "کتاب"]) == [ben, chi]
    assert changed(Unknown="x") == []
    changes = SharedChanges(custom={"Size": None, "News": True})
    assert crm.do(edit_contacts, keys, changes, now=now) == 4
    assert [crm.ask(contact_form, key).custom for key in keys] == [
        {"News": True, "Likes": ["Surf", "کتاب"], "Pet": "cat"},
        {"News": True},
        {"News": True},
        {"News": True},
    ]
    assert changed(News=True) == []
    crm.undo()
    assert [crm.ask(contact_form, key).custom for key in keys] == [*held, None]


def test_a_wrong_value_of_an_own_field_changes_nobody(crm: Crm, now: dt.datetime) -> None:
    crm.do(add_field, FieldOwner.PERSON, FieldForm("Size", FieldKind.NUMBER, required=True))
    key = crm.do(add_contact, ContactForm(given_name="Ana", custom={"Size": "9"}), now=now)
    with pytest.raises(Unreadable):
        crm.do(edit_contacts, [key], SharedChanges(custom={"Size": "odd"}), now=now)
    with pytest.raises(Required):
        crm.do(edit_contacts, [key], SharedChanges(custom={"Size": None}), now=now)
    assert crm.ask(contact_form, key).custom == {"Size": "9"}
