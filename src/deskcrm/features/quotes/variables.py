"""The variables of a quote's texts: which there are, what they say for one quote, and whether all do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from deskcrm.domain.business import Business
from deskcrm.domain.deals import Deal
from deskcrm.domain.money import digits
from deskcrm.domain.people import Contact
from deskcrm.domain.quotes import LineKind, Quote
from deskcrm.domain.totals import totals
from deskcrm.errors import CrmError
from deskcrm.features.quotes.drafts import QuoteDraft
from deskcrm.features.quotes.filling import Unresolved, fill_text, has_variables
from deskcrm.features.quotes.numbering import next_number, next_revision
from deskcrm.features.quotes.view import QuoteView
from deskcrm.i18n import _, mark

VARIABLES: Mapping[str, str] = {
    "contact.name": mark("The customer's name"),
    "contact.first_name": mark("The customer's first name"),
    "contact.last_name": mark("The customer's family name"),
    "contact.organization": mark("The customer's organization"),
    "contact.email": mark("The customer's e-mail address"),
    "contact.phone": mark("The customer's phone number"),
    "contact.city": mark("The customer's city"),
    "deal.title": mark("The title of the deal"),
    "deal.value": mark("The value of the deal"),
    "business.name": mark("The name of your business"),
    "business.person": mark("Your own name"),
    "business.email": mark("Your e-mail address"),
    "business.phone": mark("Your phone number"),
    "business.website": mark("Your website"),
    "business.bank": mark("Your bank details"),
    "quote.number": mark("The number of the quote"),
    "quote.title": mark("The title of the quote"),
    "quote.date": mark("The date of the quote"),
    "quote.valid_until": mark("The last day of the quote"),
    "quote.net": mark("The total without tax"),
    "quote.total": mark("What is to be paid"),
}
"""Every variable, with what it stands for."""


class UnresolvedText(CrmError):
    """A text that would reach a customer with a hole in it."""

    sentence = mark("{place}: {problem} Change the text, or fill in what is missing, then send it.")


@dataclass(frozen=True, slots=True)
class Hole:
    """A variable that cannot be filled in, and the text it stands in, in words."""

    place: str
    unresolved: Unresolved

    @property
    def sentence(self) -> str:
        """Where it is, and what is wrong."""
        return f"{self.place}: {self.unresolved.problem}"


def has_any(draft: QuoteDraft) -> bool:
    """Say whether any text of a draft asks for something to be filled in."""
    return any(has_variables(text) for _place, text in _texts(draft))


def quote_values(session: Session, draft: QuoteDraft, number: str | None = None) -> dict[str, str]:
    """Return what each variable says for a draft, in its language; what is not known is empty.

    Until `number` is given, the number is the one that would come next.
    """
    from deskcrm.paper.language import language  # It brings Babel along.

    business = session.get_one(Business, 1)
    contact = session.get(Contact, draft.contact_id) if draft.contact_id is not None else None
    deal = session.get(Deal, draft.deal_id) if draft.deal_id is not None else None
    said = language(draft.language)
    values = dict.fromkeys(VARIABLES, "")
    if contact is not None:
        role = contact.current_role
        values |= {
            "contact.name": contact.name,
            "contact.first_name": contact.given_name,
            "contact.last_name": contact.family_name,
            "contact.organization": role.organization_name if role else "",
            "contact.email": contact.emails[0].value if contact.emails else "",
            "contact.phone": contact.phones[0].value if contact.phones else "",
            "contact.city": contact.addresses[0].city if contact.addresses else "",
        }
    if deal is not None:
        values["deal.title"] = deal.title
        values["deal.value"] = said.money(deal.value, deal.currency, digits(deal.currency))
    values |= {
        "business.name": business.name or business.person,
        "business.person": business.person,
        "business.email": business.email,
        "business.phone": business.phone,
        "business.website": business.website,
        "business.bank": business.bank,
        "quote.title": draft.title,
        "quote.date": said.date(draft.date),
        "quote.valid_until": said.date(draft.valid_until),
    }
    try:
        values["quote.number"] = number or _coming_number(session, draft)
    except CrmError:
        values["quote.number"] = ""  # A pattern that cannot number is said when it is sent.
    try:
        found = totals(draft.figures)
    except CrmError:
        return values  # What is wrong with the figures is said where they are.
    places = digits(draft.currency)
    values["quote.net"] = said.money(found.net, draft.currency, places)
    values["quote.total"] = said.money(found.payable, draft.currency, places)
    return values


def _coming_number(session: Session, draft: QuoteDraft) -> str:
    """Return the number that a draft would get if it were sent on its date."""
    if draft.replaces:
        revised = select(Quote.id).where(Quote.number == draft.replaces)
        waiting = select(Quote).where(Quote.revises_id.in_(revised), Quote.number.is_(None))
        revision = session.scalars(waiting.limit(1)).first()
        if revision is not None:
            return next_revision(session, revision)[1]
    return next_number(session, year=draft.date.year)


def filled(draft: QuoteDraft, values: Mapping[str, str]) -> QuoteDraft:
    """Return a draft with the variables of its texts, headings and text lines filled in.

    The words of its items are taken as they are.
    """
    return replace(
        draft,
        introduction=fill_text(draft.introduction, values).text,
        terms=fill_text(draft.terms, values).text,
        lines=tuple(
            line
            if line.is_item or not has_variables(line.description)
            else replace(line, description=fill_text(line.description, values).text)
            for line in draft.lines
        ),
    )


def as_sent(draft: QuoteDraft, view: QuoteView) -> QuoteDraft:
    """Return a sent quote with the texts that its customer holds, their variables filled in."""
    words = iter(view.words)
    return replace(
        draft,
        introduction=view.introduction,
        terms=view.terms,
        lines=tuple(
            line if line.is_item else replace(line, description=next(words).text)
            for line in draft.lines
        ),
    )


def holes(draft: QuoteDraft, values: Mapping[str, str]) -> Iterator[Hole]:
    """Yield each variable of a draft that cannot be filled in."""
    for place, text in _texts(draft):
        for unresolved in fill_text(text, values).unresolved:
            yield Hole(place, unresolved)


def require_resolved(session: Session, draft: QuoteDraft) -> None:
    """Raise UnresolvedText, naming the first variable of a draft that cannot be filled in."""
    if not has_any(draft):
        return
    for hole in holes(draft, quote_values(session, draft)):
        raise UnresolvedText(place=hole.place, problem=str(hole.unresolved.problem))


def _texts(draft: QuoteDraft) -> Iterator[tuple[str, str]]:
    """Yield the texts that may hold variables, each with what it is called."""
    yield _("Introduction"), draft.introduction
    yield _("Terms"), draft.terms
    for line in draft.lines:
        if line.kind is LineKind.SECTION:
            yield _("Section"), line.description
        elif line.kind is LineKind.TEXT:
            yield _("Text line"), line.description
