"""What a user does with quotes: write, copy, delete, send, and record the customer's answer."""

import datetime as dt
import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, selectinload

from deskcrm import i18n
from deskcrm.crm import final, undoable
from deskcrm.domain.activities import Activity, FollowUp
from deskcrm.domain.belongings import Attachment
from deskcrm.domain.business import Business
from deskcrm.domain.days import local_day
from deskcrm.domain.deals import Deal, Stage
from deskcrm.domain.payments import check_parts, plan
from deskcrm.domain.people import Contact
from deskcrm.domain.quotes import (
    OPEN_TO_REVISION,
    Quote,
    QuoteLine,
    QuoteState,
    SentQuote,
)
from deskcrm.domain.recount import check_totals
from deskcrm.domain.totals import TaxCategory, totals
from deskcrm.errors import CrmError, NotFound
from deskcrm.features.contacts.belongings import attach_file
from deskcrm.features.pipeline.usecases import move_deal, win_deal
from deskcrm.features.quotes.compose import compose_view
from deskcrm.features.quotes.drafts import (
    QuoteDraft,
    draft_of,
    write_adjustments,
    write_lines,
    write_payments,
)
from deskcrm.features.quotes.frozen import freeze
from deskcrm.features.quotes.notes import note_about
from deskcrm.features.quotes.numbering import give_number, next_revision
from deskcrm.features.quotes.variables import require_resolved
from deskcrm.features.quotes.view import QuoteView
from deskcrm.i18n import _, mark
from deskcrm.storage.contents import Content
from deskcrm.storage.recorder import touch


class EndsBeforeItBegins(CrmError):
    """A quote whose last day lies before its date."""

    sentence = mark("The quote's last day, {until}, is before its date, {date}.")


class UnknownLanguage(CrmError):
    """A language that documents are not written in."""

    sentence = mark("A quote cannot be written in “{code}”. Choose one of {codes}.")


class NeedsTaxReason(CrmError):
    """A line that is exempt from tax, or whose tax the customer owes, without saying why."""

    sentence = mark(
        "Line {line} charges no tax, and the quote has to say why. Add the reason, then send it."
    )


class NeedsTaxIds(CrmError):
    """Reverse charge between sides of whom one has no tax number."""

    sentence = mark(
        "Reverse charge needs the tax numbers of both sides. "
        "Add yours in Settings and the customer's to the contact, then send it."
    )


class NoLongerOpen(CrmError):
    """A revision of a quote that was answered, or declared void, while it was written."""

    sentence = mark(
        "{number} was answered or declared void since this revision was begun. "
        "Take that back first, or copy this draft and send the copy."
    )


class FollowUpInPast(CrmError):
    """A reminder for a day that is over."""

    sentence = mark("{date} is past. Choose a day to come for the follow-up.")


class NowhereToKeep(CrmError):
    """A signed copy from a customer who is no contact any more."""

    sentence = mark(
        "The customer is no contact any more, so there is nowhere to keep the signed copy. "
        "Accept the quote without it."
    )


class AnsweredTooEarly(CrmError):
    """An answer from before the quote was sent."""

    sentence = mark("The quote was sent on {date}; it cannot have been answered before.")


class AnsweredInFuture(CrmError):
    """An answer that nobody has given yet."""

    sentence = mark("{date} has not come yet; say on which day the answer came.")


class ChangedElsewhere(CrmError):
    """A draft that says something else by now than what a change was made to."""

    sentence = mark(
        "This quote was changed in another window meanwhile. It is shown as it is now; "
        "look it over, then make your change again."
    )


@dataclass(frozen=True, slots=True)
class SignedCopy:
    """A file that the customer signed: what it is called, and its content, which is kept already."""

    name: str
    content: Content


@undoable(mark("add quote"))
def add_quote(
    session: Session,
    *,
    contact_id: int | None = None,
    deal_id: int | None = None,
    today: dt.date,
    now: dt.datetime,
) -> int:
    """Begin a quote as the business usually does, for a contact, for a deal, or for nobody yet."""
    business = session.get_one(Business, 1)
    deal = _deal(session, deal_id)
    contact = _contact(session, deal.contact_id if deal and contact_id is None else contact_id)
    quote = Quote(
        title=deal.title if deal else "",
        contact=contact,
        deal=deal,
        currency=(deal.currency if deal else "") or business.currency,
        language=_language_of(contact, business),
        date=today,
        valid_until=today + dt.timedelta(days=business.valid_days),
        terms=business.terms,
        created=now,
    )
    session.add(quote)
    session.flush()
    return quote.id


@undoable(mark("change quote"))
def save_draft(
    session: Session, quote_id: int, draft: QuoteDraft, *, based_on: QuoteDraft | None = None
) -> QuoteDraft:
    """Make a draft say what `draft` says, and return it as it is kept.

    Rows that say it already are left as they are. `based_on` is the draft that the change was
    made to: if the kept one is another by now, ChangedElsewhere is raised and nothing is lost.
    """
    quote = _quote(session, quote_id)
    quote.require_draft()
    if based_on is not None and draft_of(quote) != based_on:
        raise ChangedElsewhere
    _check(draft)
    _write(session, quote, draft)
    session.flush()
    return draft_of(quote)


@undoable(mark("delete quote"))
def delete_draft(session: Session, quote_id: int) -> None:
    """Delete a draft; what happened and what is to be done about it stays with its contact."""
    quote = _quote(session, quote_id)
    quote.require_draft()
    for activity in session.scalars(select(Activity).where(Activity.quote_id == quote_id)):
        activity.quote_id = None
    for follow_up in session.scalars(select(FollowUp).where(FollowUp.quote_id == quote_id)):
        follow_up.quote_id = None
    session.flush()
    session.delete(quote)


@undoable(mark("copy quote"))
def copy_quote(session: Session, quote_id: int, *, today: dt.date, now: dt.datetime) -> int:
    """Begin a draft that says the same from today on, valid for as many days; without a number.

    The business's terms are those of now, and no payment is due on a day that is past.
    """
    original = _quote(session, quote_id)
    draft = replace(
        draft_of(original),
        date=today,
        valid_until=today + span_of(original),
        terms=_terms_of_now(session, original),
        payments=tuple(
            replace(part, due_on=None) if part.due_on and part.due_on < today else part
            for part in (payment.part for payment in original.payments)
        ),
    )
    copy = Quote(created=now)
    _write(session, copy, draft)
    session.add(copy)
    session.flush()
    return copy.id


@final(mark("send quote"))
def send_quote(
    session: Session,
    quote_id: int,
    *,
    today: dt.date,
    now: dt.datetime,
    render: Callable[[QuoteView], bytes],
    follow_up: dt.date | None = None,
) -> str:
    """Give a draft its number, freeze its data and its PDF, and return the number.

    `render` makes the PDF. All of it is kept together or nothing is, so no number is lost. An open
    deal that stands before the proposal stage moves there. A revision takes the place of the quote
    that it revises. `follow_up` is the day on which to ask about it.
    """
    quote = _quote(session, quote_id)
    quote.require_sendable(today=today)
    found = quote.recalculate()
    check_totals(quote.figures, found)
    plan([payment.part for payment in quote.payments], found.payable, quote.currency)
    require_resolved(session, draft_of(quote))
    _require_tax_facts(quote, compose_view(session, draft_of(quote)))
    if quote.revises is None:
        quote.number = give_number(session, year=today.year)
    else:
        _replace(session, quote, quote.revises, now=now)
    assert quote.number is not None
    quote.state, quote.sent = QuoteState.SENT, now
    draft = compose_view(session, draft_of(quote), number=quote.number)
    view = replace(draft, state=QuoteState.SENT.value)
    pdf = render(view)
    quote.document = SentQuote(data=freeze(view), pdf=pdf, sha256=hashlib.sha256(pdf).hexdigest())
    _propose(session, quote.deal, now)
    adjustments = [each for line in quote.lines for each in line.adjustments]
    touch(session, [*quote.lines, *quote.adjustments, *quote.payments, *adjustments])
    if follow_up is not None:
        _plan_follow_up(session, quote, follow_up, today=today, now=now)
    return quote.number


@undoable(mark("accept quote"))
def accept_quote(
    session: Session,
    quote_id: int,
    *,
    on: dt.date,
    note: str = "",
    chosen: Collection[int] = (),
    signed: SignedCopy | None = None,
    now: dt.datetime,
) -> None:
    """Record that the customer accepted; its deal is won, at what was accepted without tax.

    `chosen` are the ids of the options and alternatives that were taken, `signed` the copy that the
    customer signed. The deal is worth what is charged once and within the first year.
    """
    quote = _quote(session, quote_id)
    quote.accept(on=on, note=note, chosen=chosen)
    _require_answer_in_time(quote, on, now)
    if signed is not None:
        _keep_signed(session, quote, signed, now)
    deal = quote.deal
    if deal is not None:
        deal.value, deal.currency = accepted_value(quote), quote.currency
        win_deal(session, deal.id, at=now)
        deal.note_change(at=now)  # of a deal that another quote had won already


@undoable(mark("decline quote"))
def decline_quote(
    session: Session, quote_id: int, *, on: dt.date, reason: str = "", now: dt.datetime
) -> None:
    """Record that the customer declined; the deal stays open, for it may be won another way."""
    quote = _quote(session, quote_id)
    quote.decline(on=on, reason=reason)
    _require_answer_in_time(quote, on, now)


def span_of(quote: Quote) -> dt.timedelta:
    """Return for how long a quote was offered, before its last day was put off if it was."""
    last = quote.valid_until
    if quote.document is not None:
        last = dt.date.fromisoformat(quote.document.data["valid_until"])
    return last - quote.date


def accepted_value(quote: Quote) -> Decimal:
    """Return what an accepted quote is worth to its deal: without tax, once and in the first year."""
    return max(totals(quote.taken_figures).first_year_net, Decimal(0))


def _quote(session: Session, quote_id: int) -> Quote:
    """Load a quote with its lines, whatever their number, in a few reads."""
    whole = selectinload(Quote.lines).selectinload(QuoteLine.adjustments)
    quote = session.get(Quote, quote_id, options=[whole])
    if quote is None:
        raise NotFound(name=f"#{quote_id}")
    return quote


def _contact(session: Session, contact_id: int | None) -> Contact | None:
    contact = session.get(Contact, contact_id) if contact_id is not None else None
    if contact is None and contact_id is not None:
        raise NotFound(name=f"#{contact_id}")
    return contact


def _deal(session: Session, deal_id: int | None) -> Deal | None:
    deal = session.get(Deal, deal_id) if deal_id is not None else None
    if deal is None and deal_id is not None:
        raise NotFound(name=f"#{deal_id}")
    return deal


def _language_of(contact: Contact | None, business: Business) -> str:
    for code in (contact.language if contact else "", business.language):
        if i18n.base(code) in i18n.DOCUMENT_LANGUAGES:
            return code
    return i18n.SOURCE_LANGUAGE


def _check(draft: QuoteDraft) -> None:
    """Raise the first rule that a draft breaks."""
    totals(draft.figures)
    check_parts(draft.payments)
    if i18n.base(draft.language) not in i18n.DOCUMENT_LANGUAGES:
        raise UnknownLanguage(code=draft.language, codes=", ".join(i18n.DOCUMENT_LANGUAGES))
    if draft.valid_until < draft.date:
        raise EndsBeforeItBegins(until=draft.valid_until, date=draft.date)


def _require_tax_facts(quote: Quote, view: QuoteView) -> None:
    """Raise what an exemption or a reverse charge still needs before a customer may see it."""
    unreasoned = {TaxCategory.E, TaxCategory.AE}
    for number, line in enumerate(quote.items, start=1):
        if line.tax_category in unreasoned and not line.tax_reason:
            raise NeedsTaxReason(line=number)
    reverses = any(line.tax_category is TaxCategory.AE for line in quote.items)
    if reverses and not (view.sender.tax_id and view.customer.tax_id):
        raise NeedsTaxIds


def _terms_of_now(session: Session, quote: Quote) -> str:
    """Return the terms of a copy: those of the business as they are now, in place of its earlier ones.

    Which terms were the business's when a quote was written is kept nowhere. Those that stand in a
    quote to somebody else too are; those that only this customer has were agreed with it, and stay.
    """
    current = session.scalars(select(Business.terms)).one()
    elsewhere = exists().where(
        Quote.terms == quote.terms, Quote.contact_id.is_distinct_from(quote.contact_id)
    )
    usual = not quote.terms or session.scalar(select(elsewhere))
    return (current or quote.terms) if usual else quote.terms


def _replace(session: Session, quote: Quote, revised: Quote, *, now: dt.datetime) -> None:
    """Give a revision its number and put it in the place of what it revises, for follow-ups too."""
    if revised.state not in OPEN_TO_REVISION:
        raise NoLongerOpen(number=revised.number)
    quote.revision, quote.number = next_revision(session, quote)
    revised.state = QuoteState.REVISED
    waiting = select(FollowUp).where(FollowUp.quote_id == revised.id, FollowUp.done.is_(None))
    for follow_up in session.scalars(waiting):
        follow_up.quote_id = quote.id
    words = _("{number} replaces {old}").format(number=quote.number, old=revised.number)
    note_about(session, revised, words, now=now)


def _plan_follow_up(
    session: Session, quote: Quote, due_on: dt.date, *, today: dt.date, now: dt.datetime
) -> None:
    if due_on < today:
        raise FollowUpInPast(field="follow_up", date=due_on)
    session.add(
        FollowUp(
            title=_("Ask about {number}").format(number=quote.number),
            due_on=due_on,
            contact_id=quote.contact_id,
            deal_id=quote.deal_id,
            quote_id=quote.id,
            created=now,
        )
    )


def _keep_signed(session: Session, quote: Quote, signed: SignedCopy, now: dt.datetime) -> None:
    if quote.contact_id is None:
        raise NowhereToKeep
    content = signed.content
    attachment_id = attach_file(
        session,
        quote.contact_id,
        name=signed.name,
        sha256=content.sha256,
        size=content.size,
        now=now,
    )
    session.get_one(Attachment, attachment_id).quote_id = quote.id


def _propose(session: Session, deal: Deal | None, now: dt.datetime) -> None:
    proposal = session.scalars(select(Stage).where(Stage.key == "proposal")).first()
    if deal and proposal and deal.is_open and deal.stage.position < proposal.position:
        move_deal(session, deal.id, proposal.id, at=now)


def _require_answer_in_time(quote: Quote, on: dt.date, now: dt.datetime) -> None:
    """Raise unless the answer came between the day of the sending and today."""
    if quote.sent is not None and on < local_day(quote.sent):
        raise AnsweredTooEarly(date=local_day(quote.sent))
    if on > local_day(now):
        raise AnsweredInFuture(date=on)


def _write(session: Session, quote: Quote, draft: QuoteDraft) -> None:
    """Set a quote to a draft: header, lines and adjustments; then its totals."""
    quote.title, quote.heading = draft.title, draft.heading
    quote.contact = _contact(session, draft.contact_id)
    quote.deal = _deal(session, draft.deal_id)
    quote.currency, quote.language = draft.currency, draft.language
    quote.prices_include_tax = draft.prices_include_tax
    quote.date, quote.valid_until = draft.date, draft.valid_until
    quote.introduction, quote.terms = draft.introduction, draft.terms
    quote.prepaid, quote.cash_rounding = draft.prepaid, draft.cash_rounding
    write_lines(quote, draft.lines)
    write_adjustments(quote, draft.discounts, draft.charges)
    write_payments(quote, draft.payments)
    quote.design, quote.paper = draft.design, draft.paper
    quote.recalculate()
