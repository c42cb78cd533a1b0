"""Composes what a quote says of its two sides: the sender from the settings, the customer from the contact."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from deskcrm.domain.business import Business
from deskcrm.domain.people import Address, Contact
from deskcrm.domain.quotes import QuoteState
from deskcrm.features.quotes.drafts import QuoteDraft
from deskcrm.features.quotes.variables import filled, has_any, quote_values
from deskcrm.features.quotes.view import PartyView, QuoteView, Words

NOBODY = PartyView(name="")


def compose_view(session: Session, draft: QuoteDraft, *, number: str | None = None) -> QuoteView:
    """Return a draft as it would be printed now, or as it is sent with `number`.

    The variables of its texts are filled in, those that cannot be stay as they were written.
    """
    if has_any(draft):
        draft = filled(draft, quote_values(session, draft, number))
    business = session.get_one(Business, 1)
    contact = session.get(Contact, draft.contact_id) if draft.contact_id is not None else None
    return QuoteView(
        number=number,
        state=QuoteState.DRAFT.value,
        title=draft.title,
        language=draft.language,
        date=draft.date,
        valid_until=draft.valid_until,
        sender=sender(business),
        customer=customer(session, contact) if contact is not None else NOBODY,
        figures=draft.figures,
        heading=draft.heading,
        introduction=draft.introduction,
        terms=draft.terms,
        tax_reasons=tuple(
            dict.fromkeys(
                (line.tax.category, line.tax_reason) for line in draft.items if line.tax_reason
            )
        ),
        logo=business.logo,
        accent=business.accent,
        words=tuple(_words(draft)),
        payments=draft.payments,
        replaces=draft.replaces,
        design=draft.design or business.design,
        paper=draft.paper or business.paper,
        electronic=business.electronic,
    )


def _words(draft: QuoteDraft) -> Iterator[Words]:
    """Yield the sections and texts with the number of the item that follows them."""
    items = 0
    for line in draft.lines:
        if line.is_item:
            items += 1
        else:
            yield Words(line.kind, line.description, items, line.hides_prices)


def sender(business: Business) -> PartyView:
    """Return the business as it stands on its documents."""
    return PartyView(
        name=business.name or business.person,
        person=business.person if business.name else "",
        address=tuple(_lines(business.address)),
        tax_id=business.tax_id,
        registration=business.registration,
        country=business.country,
        email=business.email,
        phone=business.phone,
        website=business.website,
        bank=business.bank,
    )


def customer(session: Session, contact: Contact) -> PartyView:
    """Return a contact as it stands on documents: a person under the organization it acts for.

    What is not known of the person (address, tax number) is the organization's, where that is a
    contact of its own.
    """
    role = contact.current_role
    house = session.get(Contact, role.organization_id) if role and role.organization_id else None
    organization = house.name if house else role.organization_name if role else ""
    addresses = contact.addresses or (house.addresses if house else [])
    return PartyView(
        name=organization or contact.name,
        person=contact.name if organization else "",
        address=tuple(_address_lines(addresses[0])) if addresses else (),
        tax_id=contact.tax_id or (house.tax_id if house else ""),
        country=addresses[0].country if addresses else "",
        email=contact.emails[0].value if contact.emails else "",
        phone=contact.phones[0].value if contact.phones else "",
    )


def _address_lines(address: Address) -> Iterator[str]:
    """Yield an address as it is written on an envelope: as its source wrote it, else by its parts."""
    if address.formatted:
        yield from _lines(address.formatted)
        return
    yield from _lines(address.street)
    yield from _lines(address.extended)
    place = " ".join(part for part in (address.postal_code, address.city) if part)
    yield from (part for part in (address.po_box, place, address.region, address.country) if part)


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.splitlines() if line.strip())
