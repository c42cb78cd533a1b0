"""Undo of every use case there is restores every row, and redo brings every row back."""

import datetime as dt
import importlib
import pkgutil
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from inspect import isfunction
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from builders import NOW, TODAY, add, organization, stage_id
from deskcrm import features
from deskcrm.crm import Crm
from deskcrm.domain.activities import ActivityKind, FollowUp, Repeat
from deskcrm.domain.base import Base
from deskcrm.domain.belongings import Attachment
from deskcrm.domain.catalog import CatalogItem, TaxRate
from deskcrm.domain.custom import CustomField, FieldKind, FieldOwner
from deskcrm.domain.deals import Deal, Stage, StageKind
from deskcrm.domain.people import Contact, ContactKind, Email
from deskcrm.domain.quotes import Quote, QuoteState
from deskcrm.domain.segments import Segment
from deskcrm.domain.totals import Adjustment, TaxCategory
from deskcrm.domain.wording import QuoteTemplate, Snippet
from deskcrm.features.business import queries as about_business, usecases as business
from deskcrm.features.business.form import StageForm, TaxForm
from deskcrm.features.catalog import bringing, usecases as catalog
from deskcrm.features.catalog.columns import Place
from deskcrm.features.catalog.form import ItemForm, ItemText
from deskcrm.features.catalog.incoming import CatalogFile
from deskcrm.features.contacts import belongings, merging, segments, usecases as contacts
from deskcrm.features.contacts.form import Labelled, SharedChanges
from deskcrm.features.contacts.queries.rows import ContactFilter, Group
from deskcrm.features.contacts.queries.view import contact_form
from deskcrm.features.exchange.csv_file import parse_csv
from deskcrm.features.exchange.reader import read_contacts
from deskcrm.features.exchange.usecases import import_contacts
from deskcrm.features.fields import usecases as fields
from deskcrm.features.fields.usecases import FieldForm
from deskcrm.features.followups import usecases as followups
from deskcrm.features.mail.usecases import note_mail
from deskcrm.features.pipeline import usecases as pipeline
from deskcrm.features.quotes import life, templates, usecases as quotes
from deskcrm.features.quotes.creation import create_quote, new_quote_from_json
from deskcrm.features.quotes.document import render_quote
from deskcrm.features.quotes.queries import quote_draft
from deskcrm.features.quotes.updating import update_quote
from deskcrm.features.sample.usecases import load_sample

LATER = NOW + dt.timedelta(hours=1)
TOMORROW = TODAY + dt.timedelta(days=1)

Rows = dict[str, list[tuple[object, ...]]]
DOINGS: dict[Callable[..., Any], Callable[[Crm], object]] = {}
"""Every use case that can be undone, with how it is done to the sample business."""


def doing(use_case: Callable[..., Any]) -> Callable[[Callable[[Crm], object]], None]:
    def keep(act: Callable[[Crm], object]) -> None:
        DOINGS[use_case] = act

    return keep


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample business, with a little of everything that it does not have by itself."""
    path = tmp_path_factory.mktemp("sample") / "deskcrm.sqlite"
    crm = Crm.open(path)
    crm.do(load_sample, today=TODAY, render=render_quote)
    house = organization("Ola Surf Escuela", emails=[Email(value="hola@ola.example")])
    (house_id,) = crm.do(add, house)
    busiest = _busiest(crm)
    form = replace(crm.ask(contact_form, busiest), organization="Ola Surf Escuela", title="Owner")
    crm.do(contacts.edit_contact, busiest, replace(form, referred_by_id=house_id), now=NOW)
    draft, waiting = _quote(crm, QuoteState.DRAFT), _quote(crm, QuoteState.SENT)
    for quote_id in (draft, waiting):
        crm.do(followups.add_follow_up, title="Ask", due_on=TODAY, quote_id=quote_id, now=NOW)
        crm.do(note_mail, quote_id, address="a@b.example", now=NOW)
    crm.do(followups.complete, _follow_up(crm, repeats=False), today=TODAY, now=NOW)
    crm.do(business.archive_tax, _last(crm, TaxRate))
    crm.do(catalog.archive_item, _last(crm, CatalogItem))
    crm.do(pipeline.set_probability, _deal(crm, StageKind.OPEN), 33)
    crm.do(life.mark_invoiced, _accepted(crm), on=TODAY, now=NOW)
    crm.do(segments.add_segment, "Clients", ContactFilter(TODAY, group=Group.CLIENTS))
    crm.do(belongings.attach_file, busiest, name="b.pdf", sha256="1" * 64, size=1, now=NOW)
    crm.do(belongings.set_photo, busiest, media_type="image/png", data=b"png")
    for name in ("Port", "Boat"):
        crm.do(fields.add_field, FieldOwner.PERSON, FieldForm(name))
    crm.do(contacts.edit_contact, busiest, replace(form, custom={"Boat": "Çağla"}), now=NOW)
    crm.do(templates.save_template, "Web site", draft)
    crm.do(templates.add_snippet, "Greeting", "Dear {{ contact.name }},")
    crm.do(quotes.add_quote, today=TODAY, now=NOW)  # an empty one, the last of all
    crm.close()
    return path


@pytest.fixture
def copy(sample: Path, tmp_path: Path) -> Iterator[Crm]:
    opened = Crm.open(Path(shutil.copy(sample, tmp_path / "deskcrm.sqlite")), now=lambda: NOW)
    yield opened
    opened.close()


def use_cases() -> set[Callable[..., Any]]:
    """Every function in the features that names itself for the Edit menu."""
    found: set[Callable[..., Any]] = set()
    for module in pkgutil.walk_packages(features.__path__, f"{features.__name__}."):
        if ".ui" not in module.name:
            loaded = importlib.import_module(module.name)
            labelled = (f for f in vars(loaded).values() if isfunction(f) and "label" in vars(f))
            found |= {function for function in labelled if not vars(function)["final"]}
    return found


def test_every_use_case_is_tried_here() -> None:
    assert {each.__qualname__ for each in use_cases() - DOINGS.keys()} == set()
    assert len(DOINGS) > 40


@pytest.mark.parametrize(
    "use_case", DOINGS.keys(), ids=lambda each: f"{each.__module__.split('.')[2]}-{each.__name__}"
)
def test_undo_restores_every_row_and_redo_brings_it_back(
    copy: Crm, use_case: Callable[..., Any]
) -> None:
    before = rows(copy)
    DOINGS[use_case](copy)
    after = rows(copy)
    assert after != before
    for _turn in range(2):
        assert copy.undo() == use_case.__dict__["label"]
        assert rows(copy) == before
        assert copy.redo() == use_case.__dict__["label"]
        assert rows(copy) == after


def rows(crm: Crm) -> Rows:
    """All rows of all tables but the journal, the entries that search reads included."""

    def read(session: Session) -> Rows:
        return {
            name: [
                tuple(row)
                for row in session.execute(text(f'SELECT * FROM "{name}" ORDER BY id'))
            ]
            for name in Base.metadata.tables
            if name != "undo_step"
        }  # fmt: skip

    return crm.ask(read)


def _ask(crm: Crm, wanted: Any) -> int:
    def first(session: Session) -> int:
        key = session.scalars(wanted).first()
        assert isinstance(key, int)
        return key

    return crm.ask(first)


def _last(crm: Crm, entity: type[Base]) -> int:
    return _ask(crm, select(entity.id).order_by(entity.id.desc()))


def _busiest(crm: Crm) -> int:
    """The contact with the most deals."""
    return _ask(
        crm, select(Deal.contact_id).group_by(Deal.contact_id).order_by(func.count().desc())
    )


def _deal(crm: Crm, kind: StageKind) -> int:
    """A deal with a quote in a stage of this kind."""
    quoted = select(Quote.deal_id)
    return _ask(
        crm, select(Deal.id).join(Deal.stage).where(Stage.kind == kind, Deal.id.in_(quoted))
    )


def _quote(crm: Crm, state: QuoteState) -> int:
    """A quote in this state that has not run out."""
    return _ask(crm, select(Quote.id).where(Quote.state == state, Quote.valid_until >= TODAY))


def _accepted(crm: Crm) -> int:
    return _ask(crm, select(Quote.id).where(Quote.state == QuoteState.ACCEPTED))


def _last_invoiced(crm: Crm) -> int:
    return _ask(crm, select(Quote.id).where(Quote.state == QuoteState.INVOICED))


def _follow_up(crm: Crm, *, repeats: bool, done: bool = False) -> int:
    return _ask(
        crm,
        select(FollowUp.id).where(
            (FollowUp.repeat == Repeat.MONTHLY) if repeats else (FollowUp.repeat == Repeat.NEVER),
            FollowUp.done.is_not(None) if done else FollowUp.done.is_(None),
        ),
    )


@doing(business.edit_business)
def _(crm: Crm) -> object:
    form = crm.ask(about_business.business_view)
    return crm.do(business.edit_business, replace(form, name="Ola", currency="USD", valid_days=9))


@doing(business.set_logo)
def _(crm: Crm) -> object:
    logo = crm.ask(about_business.logo)
    assert logo is not None
    return crm.do(business.set_logo, logo + b"\0")


@doing(business.remove_logo)
def _(crm: Crm) -> object:
    return crm.do(business.remove_logo)


@doing(business.add_tax)
def _(crm: Crm) -> object:
    return crm.do(business.add_tax, TaxForm("Reduced", TaxCategory.S, Decimal("7.7")))


@doing(business.edit_tax)
def _(crm: Crm) -> object:
    form = TaxForm("None", TaxCategory.E, Decimal(0), "Art. 20")
    return crm.do(business.edit_tax, _last(crm, TaxRate), form)


@doing(business.archive_tax)
def _(crm: Crm) -> object:
    return crm.do(business.archive_tax, _ask(crm, select(TaxRate.id)))


@doing(business.restore_tax)
def _(crm: Crm) -> object:
    return crm.do(business.restore_tax, _last(crm, TaxRate))


@doing(business.order_taxes)
def _(crm: Crm) -> object:
    return crm.do(business.order_taxes, [_last(crm, TaxRate)])


@doing(catalog.add_item)
def _(crm: Crm) -> object:
    form = ItemForm("Copy", "Words", "h", Decimal("38.125"), "EUR", _last(crm, TaxRate))
    return crm.do(catalog.add_item, form)


@doing(bringing.import_catalog)
def _(crm: Crm) -> object:
    item = crm.ask(lambda session: session.scalars(select(CatalogItem.name)).first())
    rows = [[str(item), "12.50", "Traducción"], ["Something new", "1", ""]]
    places = (Place("name"), Place("price"), Place("name", "es"))
    file = CatalogFile("items.csv", ("name", "price", "name [es]"), places, rows)
    return crm.do(bringing.import_catalog, file)


@doing(catalog.edit_item)
def _(crm: Crm) -> object:
    form = ItemForm(
        "Copy", "Words", "h", Decimal("38.125"), "USD", _last(crm, TaxRate), cost=Decimal(3),
        category="Work", prices=(("JPY", Decimal(6000)),), texts=(ItemText("es", "Texto"),),
    )  # fmt: skip
    return crm.do(catalog.edit_item, _last(crm, CatalogItem), form)


@doing(belongings.record_consent)
def _(crm: Crm) -> object:
    return crm.do(
        belongings.record_consent,
        [_busiest(crm)],
        given=False,
        day=TODAY,
        source="by mail",
        today=TODAY,
    )


@doing(belongings.attach_file)
def _(crm: Crm) -> object:
    return crm.do(
        belongings.attach_file, _busiest(crm), name="a.pdf", sha256="0" * 64, size=3, now=NOW
    )


@doing(belongings.detach_file)
def _(crm: Crm) -> object:
    return crm.do(belongings.detach_file, _last(crm, Attachment))


@doing(belongings.set_photo)
def _(crm: Crm) -> object:
    return crm.do(belongings.set_photo, _busiest(crm), media_type="image/png", data=b"other")


@doing(belongings.remove_photo)
def _(crm: Crm) -> object:
    return crm.do(belongings.remove_photo, _busiest(crm))


@doing(merging.mark_distinct)
def _(crm: Crm) -> object:
    ids = crm.ask(lambda session: session.scalars(select(Contact.id).limit(3)).all())
    return crm.do(merging.mark_distinct, list(ids))


@doing(segments.add_segment)
def _(crm: Crm) -> object:
    return crm.do(segments.add_segment, "Leads", ContactFilter(TODAY, group=Group.LEADS))


@doing(segments.change_segment)
def _(crm: Crm) -> object:
    wanted = ContactFilter(TODAY, text="a")
    return crm.do(segments.change_segment, _last(crm, Segment), wanted)


@doing(segments.rename_segment)
def _(crm: Crm) -> object:
    return crm.do(segments.rename_segment, _last(crm, Segment), "Berlin")


@doing(segments.delete_segment)
def _(crm: Crm) -> object:
    return crm.do(segments.delete_segment, _last(crm, Segment))


@doing(fields.add_field)
def _(crm: Crm) -> object:
    return crm.do(fields.add_field, FieldOwner.PERSON, FieldForm("Anchor"))


@doing(fields.edit_field)
def _(crm: Crm) -> object:
    choices = FieldForm("Ship", FieldKind.CHOICE, options=("Small", "Large"))
    return crm.do(fields.edit_field, _last(crm, CustomField), choices)


@doing(fields.order_fields)
def _(crm: Crm) -> object:
    return crm.do(fields.order_fields, [_last(crm, CustomField)])


@doing(fields.delete_field)
def _(crm: Crm) -> object:
    return crm.do(fields.delete_field, _last(crm, CustomField))


@doing(catalog.archive_item)
def _(crm: Crm) -> object:
    return crm.do(catalog.archive_item, _ask(crm, select(CatalogItem.id)))


@doing(catalog.restore_item)
def _(crm: Crm) -> object:
    return crm.do(catalog.restore_item, _last(crm, CatalogItem))


@doing(business.edit_stage)
def _(crm: Crm) -> object:
    return crm.do(business.edit_stage, stage_id(crm, "new"), StageForm("Inbox", 15, 3))


@doing(contacts.add_contact)
def _(crm: Crm) -> object:
    form = crm.ask(contact_form, _busiest(crm))
    form = replace(form, tags=("New word", *form.tags), family_name="Else")
    return crm.do(contacts.add_contact, form, now=LATER)


@doing(contacts.edit_contact)
def _(crm: Crm) -> object:
    form = replace(
        crm.ask(contact_form, _busiest(crm)), given_name="Other", organization="", title="",
        emails=(Labelled("x@y.example"), Labelled("z@y.example", "Home")), phones=(), addresses=(),
        tags=("New word",), birthday=dt.date(1980, 2, 29), referred_by_id=None, note="a\nb",
    )  # fmt: skip
    return crm.do(contacts.edit_contact, _busiest(crm), form, now=LATER)


@doing(contacts.rename_contact)
def _(crm: Crm) -> object:
    house = _ask(crm, select(Contact.id).where(Contact.kind == ContactKind.ORGANIZATION))
    return crm.do(contacts.rename_contact, house, "Ola", now=LATER)


@doing(contacts.delete_contacts)
def _(crm: Crm) -> object:
    everybody = crm.ask(lambda session: list(session.scalars(select(Contact.id))))
    return crm.do(contacts.delete_contacts, everybody)


@doing(contacts.set_tags)
def _(crm: Crm) -> object:
    return crm.do(contacts.set_tags, _busiest(crm), ("New word",), now=LATER)


@doing(contacts.edit_contacts)
def _(crm: Crm) -> Any:
    everybody = crm.ask(lambda session: session.scalars(select(Contact.id)).all())
    changes = SharedChanges(source="Fair", language="fa", add_tags=("New word",))
    return crm.do(contacts.edit_contacts, everybody, changes, now=LATER)


@doing(merging.merge_contacts)
def _(crm: Crm) -> object:
    person = Contact.kind == ContactKind.PERSON
    everybody = crm.ask(lambda session: session.scalars(select(Contact.id).where(person)).all())
    return crm.do(merging.merge_contacts, _busiest(crm), everybody, now=LATER)


@doing(contacts.tag_contacts)
def _(crm: Crm) -> object:
    everybody = crm.ask(lambda session: list(session.scalars(select(Contact.id))))
    return crm.do(contacts.tag_contacts, everybody, add=("New word",), remove=("surf",))


@doing(contacts.log_activity)
def _(crm: Crm) -> object:
    who = _busiest(crm)
    return crm.do(contacts.log_activity, who, ActivityKind.CALL, "", at=LATER, minutes=7)


@doing(import_contacts)
def _(crm: Crm) -> object:
    known = crm.ask(
        lambda session: session.scalars(
            select(Email.value).where(Email.contact_id == _busiest(crm))
        ).first()
    )
    file = (
        "Name,E-mail Address,Notes,Tags,Shoe size\r\n"
        f'Known,{known},"a\nb",New word,44\r\nNobody,nobody@else.example,,New word,\r\n'
    )
    return crm.do(import_contacts, read_contacts(parse_csv(file.encode(), name="x")), now=LATER)


@doing(followups.add_follow_up)
def _(crm: Crm) -> object:
    deal = _deal(crm, StageKind.OPEN)
    return crm.do(followups.add_follow_up, title="Ask", due_on=TODAY, deal_id=deal, now=LATER)


@doing(followups.edit_follow_up)
def _(crm: Crm) -> object:
    return crm.do(
        followups.edit_follow_up, _follow_up(crm, repeats=False), title="Other", due_on=TOMORROW,
        due_at=dt.time(8, 15), repeat=Repeat.WEEKLY,
    )  # fmt: skip


@doing(followups.complete)
def _(crm: Crm) -> object:
    planned = _follow_up(crm, repeats=True)
    return crm.do(followups.complete, planned, today=TODAY, now=LATER)


@doing(followups.snooze)
def _(crm: Crm) -> object:
    planned = _follow_up(crm, repeats=False)
    return crm.do(followups.snooze, planned, until=TOMORROW, at=dt.time(8))


@doing(followups.delete_follow_ups)
def _(crm: Crm) -> object:
    planned = crm.ask(lambda session: list(session.scalars(select(FollowUp.id))))
    return crm.do(followups.delete_follow_ups, planned)


@doing(note_mail)
def _(crm: Crm) -> object:
    return crm.do(note_mail, _quote(crm, QuoteState.SENT), address="x@y.example", now=LATER)


@doing(pipeline.add_lead)
def _(crm: Crm) -> object:
    return crm.do(pipeline.add_lead, "Shop", contact_name="Nobody Else", at=LATER)


@doing(pipeline.edit_deal)
def _(crm: Crm) -> object:
    fields = pipeline.DealFields(
        "Other", stage_id(crm, "lost"), contact_name="Nobody Else", value=Decimal("12.5"),
        currency="USD", expected_close=TOMORROW, note="a", lost_reason="b",
    )  # fmt: skip
    return crm.do(pipeline.edit_deal, _deal(crm, StageKind.OPEN), fields, at=LATER)


@doing(pipeline.move_deal)
def _(crm: Crm) -> object:
    deal = _deal(crm, StageKind.OPEN)
    return crm.do(pipeline.move_deal, deal, stage_id(crm, "new"), 2, at=LATER)


@doing(pipeline.win_deal)
def _(crm: Crm) -> object:
    return crm.do(pipeline.win_deal, _deal(crm, StageKind.OPEN), at=LATER)


@doing(pipeline.lose_deal)
def _(crm: Crm) -> object:
    return crm.do(pipeline.lose_deal, _deal(crm, StageKind.OPEN), "Too dear", at=LATER)


@doing(pipeline.reopen_deal)
def _(crm: Crm) -> object:
    return crm.do(pipeline.reopen_deal, _deal(crm, StageKind.LOST), at=LATER)


@doing(pipeline.set_probability)
def _(crm: Crm) -> object:
    return crm.do(pipeline.set_probability, _deal(crm, StageKind.OPEN), None)


@doing(pipeline.set_next_step)
def _(crm: Crm) -> object:
    return crm.do(pipeline.set_next_step, _deal(crm, StageKind.OPEN), "Ask", TODAY, at=LATER)


@doing(pipeline.log_activity)
def _(crm: Crm) -> object:
    deal = _deal(crm, StageKind.OPEN)
    return crm.do(pipeline.log_activity, deal, ActivityKind.NOTE, "Spoke", at=LATER)


@doing(pipeline.delete_deals)
def _(crm: Crm) -> object:
    deals = crm.ask(lambda session: list(session.scalars(select(Deal.id))))
    return crm.do(pipeline.delete_deals, deals)


@doing(quotes.add_quote)
def _(crm: Crm) -> object:
    deal = _deal(crm, StageKind.OPEN)
    return crm.do(quotes.add_quote, deal_id=deal, today=TODAY, now=LATER)


@doing(create_quote)
def _(crm: Crm) -> object:
    new = new_quote_from_json(
        {
            "currency": "EUR",
            "customer": {"name": "Nobody Else", "email": "nobody@else.example"},
            "lines": [
                {"description": "Design", "quantity": "2", "unit": "h", "unit_price": "38.00",
                 "tax": {"category": "S", "rate": "19"}, "discounts": [{"percent": "5"}]},
            ],
        }
    )  # fmt: skip
    return crm.do(create_quote, new, today=TODAY, now=LATER)


@doing(quotes.save_draft)
def _(crm: Crm) -> object:
    quote_id = _quote(crm, QuoteState.DRAFT)
    draft = crm.ask(quote_draft, quote_id)
    first, *others = draft.lines
    lines = (*others[1:], replace(first, quantity=Decimal("2.5"), discounts=()), first)
    discounts = (Adjustment(percent=None, amount=Decimal(10)),)
    changed = replace(draft, lines=lines, discounts=discounts, title="Other", contact_id=None)
    return crm.do(quotes.save_draft, quote_id, changed)


@doing(quotes.delete_draft)
def _(crm: Crm) -> object:
    return crm.do(quotes.delete_draft, _quote(crm, QuoteState.DRAFT))


@doing(quotes.copy_quote)
def _(crm: Crm) -> object:
    return crm.do(quotes.copy_quote, _quote(crm, QuoteState.SENT), today=TOMORROW, now=LATER)


@doing(update_quote)
def _(crm: Crm) -> object:
    changes = {"title": "Shop", "customer": {"name": "Somebody New"}, "payments": []}
    return crm.do(update_quote, _quote(crm, QuoteState.DRAFT), changes, now=LATER)


@doing(life.revise_quote)
def _(crm: Crm) -> object:
    return crm.do(life.revise_quote, _quote(crm, QuoteState.SENT), today=TODAY, now=LATER)


@doing(life.extend_quote)
def _(crm: Crm) -> object:
    later = TODAY + dt.timedelta(days=400)
    waiting = _quote(crm, QuoteState.SENT)
    return crm.do(life.extend_quote, waiting, valid_until=later, today=TODAY, now=LATER)


@doing(life.void_quote)
def _(crm: Crm) -> object:
    return crm.do(life.void_quote, _quote(crm, QuoteState.SENT), reason="Wrong", now=LATER)


@doing(life.reverse_answer)
def _(crm: Crm) -> object:
    return crm.do(life.reverse_answer, _accepted(crm), reason="Wrong", now=LATER)


@doing(life.mark_invoiced)
def _(crm: Crm) -> object:
    return crm.do(life.mark_invoiced, _accepted(crm), on=TODAY, now=LATER)


@doing(life.take_back_invoice)
def _(crm: Crm) -> object:
    return crm.do(life.take_back_invoice, _last_invoiced(crm), now=LATER)


@doing(quotes.accept_quote)
def _(crm: Crm) -> object:
    return crm.do(quotes.accept_quote, _quote(crm, QuoteState.SENT), on=TODAY, now=LATER)


@doing(quotes.decline_quote)
def _(crm: Crm) -> object:
    quote_id = _quote(crm, QuoteState.SENT)
    return crm.do(quotes.decline_quote, quote_id, on=TODAY, reason="Too dear", now=LATER)


@doing(templates.save_template)
def _(crm: Crm) -> object:
    return crm.do(templates.save_template, "Another", _quote(crm, QuoteState.SENT))


@doing(templates.rename_template)
def _(crm: Crm) -> object:
    return crm.do(templates.rename_template, _last(crm, QuoteTemplate), "Renamed")


@doing(templates.delete_template)
def _(crm: Crm) -> object:
    return crm.do(templates.delete_template, _last(crm, QuoteTemplate))


@doing(templates.begin_from_template)
def _(crm: Crm) -> object:
    template_id = _last(crm, QuoteTemplate)
    return crm.do(templates.begin_from_template, template_id, today=TOMORROW, now=LATER)


@doing(templates.use_template)
def _(crm: Crm) -> object:
    return crm.do(templates.use_template, _last(crm, Quote), _last(crm, QuoteTemplate))


@doing(templates.add_snippet)
def _(crm: Crm) -> object:
    return crm.do(templates.add_snippet, "Bye", "Yours")


@doing(templates.edit_snippet)
def _(crm: Crm) -> object:
    return crm.do(templates.edit_snippet, _last(crm, Snippet), "Greeting", "Hello")


@doing(templates.delete_snippet)
def _(crm: Crm) -> object:
    return crm.do(templates.delete_snippet, _last(crm, Snippet))
