"""A whole quote made at once, as another program hands it over: for a known customer or a new one."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from deskcrm.crm import undoable
from deskcrm.domain.catalog import TaxRate
from deskcrm.domain.figures import Figures, Tax
from deskcrm.domain.payments import Part
from deskcrm.domain.people import Contact, ContactKind, Email, email_key, split_name
from deskcrm.domain.text import fold, one_line
from deskcrm.features.contacts.form import ContactForm, Labelled, PostalAddress
from deskcrm.features.contacts.usecases import add_contact
from deskcrm.features.quotes.drafts import LineDraft, words_draft
from deskcrm.features.quotes.exchange import (
    figures_from_json,
    payments_from_json,
    words_from_json,
)
from deskcrm.features.quotes.fields import Fields, WrongField
from deskcrm.features.quotes.queries import quote_draft
from deskcrm.features.quotes.usecases import add_quote, save_draft
from deskcrm.features.quotes.view import Words
from deskcrm.i18n import _, mark

_TEXTS = ("name", "organization", "email", "phone", "tax_id", "language")
_PARTS = ("street", "extended", "po_box", "postal_code", "city", "region", "country")


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """Whom a quote is for, by what is known: matched with a contact, or added as one."""

    name: str = ""
    organization: str = ""
    email: str = ""
    phone: str = ""
    tax_id: str = ""
    language: str = ""
    address: PostalAddress = field(default_factory=PostalAddress)

    @property
    def form(self) -> ContactForm:
        """The contact it becomes: a person (in an organization), or an organization alone."""
        given, family = split_name(one_line(self.name))
        person = bool(given or family or not self.organization.strip())
        return ContactForm(
            kind=ContactKind.PERSON if person else ContactKind.ORGANIZATION,
            name="" if person else self.organization,
            given_name=given,
            family_name=family,
            organization=self.organization if person else "",
            emails=(Labelled(self.email),) if self.email.strip() else (),
            phones=(Labelled(self.phone),) if self.phone.strip() else (),
            addresses=() if self.address.is_empty else (self.address,),
            language=self.language,
            tax_id=self.tax_id,
        )


@dataclass(frozen=True, slots=True)
class NewQuote:
    """What another program says of a quote; None is left to the business's habits."""

    figures: Figures
    customer: int | NewCustomer | None = None
    deal_id: int | None = None
    title: str | None = None
    heading: str = ""
    language: str | None = None
    date: dt.date | None = None
    valid_until: dt.date | None = None
    introduction: str = ""
    terms: str | None = None
    words: tuple[Words, ...] = ()
    payments: tuple[Part, ...] = ()


def new_quote_from_json(document: Any) -> NewQuote:
    """Read a quote's figures and what stands beside them; raise what is missing or wrong."""
    figures = figures_from_json(document)
    quote = Fields(document)
    return NewQuote(
        figures=figures,
        customer=_customer(quote),
        deal_id=quote.whole_or_none("deal"),
        title=quote.text_or_none("title"),
        heading=quote.text("heading", ""),
        language=quote.text_or_none("language"),
        date=quote.date_or_none("date"),
        valid_until=quote.date_or_none("valid_until"),
        introduction=quote.text("introduction", ""),
        terms=quote.text_or_none("terms"),
        words=words_from_json(quote),
        payments=payments_from_json(quote),
    )


@undoable(mark("add quote"))
def create_quote(session: Session, new: NewQuote, *, today: dt.date, now: dt.datetime) -> int:
    """Write a whole draft at once, adding its customer if need be, and return its id."""
    contact_id = customer_of(session, new, now=now)
    quote_id = add_quote(session, contact_id=contact_id, deal_id=new.deal_id, today=today, now=now)
    habits = quote_draft(session, quote_id)
    date = new.date or today
    figures = new.figures
    reasons = tax_reasons(session)
    draft = replace(
        habits,
        title=_either(new.title, habits.title),
        heading=new.heading,
        currency=figures.currency,
        language=_either(new.language, habits.language),
        prices_include_tax=figures.prices_include_tax,
        date=date,
        valid_until=new.valid_until or date + (habits.valid_until - habits.date),
        introduction=new.introduction,
        terms=_either(new.terms, habits.terms),
        lines=lines_of(figures, new.words, reasons),
        payments=new.payments,
        discounts=figures.discounts,
        charges=figures.charges,
        prepaid=figures.prepaid,
        cash_rounding=figures.cash_rounding,
    )
    save_draft(session, quote_id, draft)
    return quote_id


def lines_of(
    figures: Figures, words: Sequence[Words], reasons: Mapping[Tax, str]
) -> tuple[LineDraft, ...]:
    """Return the lines of a draft: the items of `figures` with the words in their places."""
    lines = [
        LineDraft(
            description=line.description,
            quantity=line.quantity,
            unit=line.unit,
            unit_price=line.unit_price,
            price_base_quantity=line.price_base_quantity,
            tax=line.tax,
            tax_reason=reasons.get(line.tax, ""),
            discounts=line.discounts,
            charges=line.charges,
            optional=line.optional,
            alternative=line.alternative,
            period=line.period,
        )
        for line in figures.lines
    ]
    for each in reversed(words):
        lines.insert(each.before, words_draft(each.kind, each.text, hides_prices=each.hides_prices))
    return tuple(lines)


def _either(given: str | None, usual: str) -> str:
    return usual if given is None else given


def customer_of(session: Session, new: NewQuote, *, now: dt.datetime) -> int | None:
    """Return the contact that a quote is for, added if nobody fits what is said of it."""
    customer = new.customer
    if isinstance(customer, NewCustomer):
        return _known(session, customer) or add_contact(session, customer.form, now=now)
    return customer


def tax_reasons(session: Session) -> dict[Tax, str]:
    """Return why the business charges no tax, by the tax; figures themselves name no reason."""
    rates = session.scalars(select(TaxRate).order_by(TaxRate.position.desc()))
    return {rate.tax: rate.reason for rate in rates if not rate.archived}


def _known(session: Session, customer: NewCustomer) -> int | None:
    """Return the contact with the customer's e-mail address, else the one of its name.

    Somebody of the same name with another address, or at another organization, is somebody else.
    """
    address = email_key(customer.email)
    if address:
        by_mail = select(Email.contact_id).where(Email.key == address).order_by(Email.contact_id)
        found = session.scalars(by_mail.limit(1)).first()
        if found is not None:
            return found
    name = fold(one_line(customer.name or customer.organization))
    if not name:
        return None
    namesakes = session.scalars(
        select(Contact).where(Contact.sort_name == name).order_by(Contact.id)
    )
    house = fold(one_line(customer.organization)) if customer.name.strip() else ""
    for contact in namesakes:
        houses = {fold(role.organization_name) for role in contact.roles}
        if (not address or not contact.emails) and (not house or not houses or house in houses):
            return contact.id
    return None


def _customer(quote: Fields) -> int | NewCustomer | None:
    """Read the customer: a contact's id, or an object that says who it is."""
    if quote.is_object("customer"):
        customer = quote.object("customer")
        return NewCustomer(
            **{name: customer.text(name, "") for name in _TEXTS}, address=_address(customer)
        )
    try:
        return quote.whole_or_none("customer")
    except WrongField:
        raise quote.wrong("customer", _("a contact's id or an object")) from None


def _address(customer: Fields) -> PostalAddress:
    address = customer.object_or_none("address")
    if address is None:
        return PostalAddress()
    return PostalAddress(**{name: address.text(name, "") for name in _PARTS})
