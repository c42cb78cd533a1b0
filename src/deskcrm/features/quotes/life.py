"""What becomes of a sent quote beside an answer: revised, extended, void, invoiced, an answer taken back."""

import datetime as dt
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from deskcrm import formats
from deskcrm.crm import undoable
from deskcrm.domain.days import local_day
from deskcrm.domain.deals import Deal, StageKind
from deskcrm.domain.quotes import BOUGHT, AlreadyOver, Quote, QuoteState
from deskcrm.domain.text import one_line
from deskcrm.errors import CrmError, Required
from deskcrm.features.pipeline.usecases import reopen_deal
from deskcrm.features.quotes.drafts import draft_of
from deskcrm.features.quotes.notes import note_about
from deskcrm.features.quotes.queries.record import load_quote
from deskcrm.features.quotes.usecases import accepted_value, save_draft, span_of
from deskcrm.i18n import _, mark


class RevisionBegun(CrmError):
    """A second revision of a quote while the first is a draft yet."""

    sentence = mark(
        "A revision of {number} is a draft already: “{title}”. Send it or delete it first."
    )


class InvoicedTooEarly(CrmError):
    """An invoice from before the quote was accepted."""

    sentence = mark("The quote was accepted on {date}; it cannot have been invoiced before.")


class InvoicedInFuture(CrmError):
    """An invoice that nobody has written yet."""

    sentence = mark("{date} has not come yet; say on which day the invoice was written.")


@undoable(mark("revise quote"))
def revise_quote(session: Session, quote_id: int, *, today: dt.date, now: dt.datetime) -> int:
    """Begin a draft that is to take the place of a sent quote, and return its id.

    The quote itself stays as it is until the revision is sent. Raise CannotRevise or RevisionBegun.
    """
    original = load_quote(session, quote_id)
    original.require_revisable()
    begun = session.scalars(
        select(Quote).where(Quote.revises_id == quote_id, Quote.state == QuoteState.DRAFT)
    ).first()
    if begun is not None:
        raise RevisionBegun(number=original.number, title=begun.title)
    draft = replace(draft_of(original), date=today, valid_until=today + span_of(original))
    revision = Quote(
        title=draft.title,
        currency=draft.currency,
        language=draft.language,
        date=draft.date,
        valid_until=draft.valid_until,
        created=now,
        revises=original,
        revision=original.revision + 1,
    )
    session.add(revision)
    session.flush()
    save_draft(session, revision.id, draft)
    return revision.id


@undoable(mark("extend quote"))
def extend_quote(
    session: Session, quote_id: int, *, valid_until: dt.date, today: dt.date, now: dt.datetime
) -> None:
    """Keep a sent quote open until a later day, though it may have run out; its PDF stays as it is."""
    quote = load_quote(session, quote_id)
    if quote.state is QuoteState.SENT and valid_until < today:
        raise AlreadyOver(field="valid_until", date=valid_until)
    quote.extend(valid_until)
    words = _("{number} is valid until {date} now")
    note_about(
        session, quote, words.format(number=quote.number, date=formats.day(valid_until)), now=now
    )


@undoable(mark("take back answer"))
def reverse_answer(session: Session, quote_id: int, *, reason: str, now: dt.datetime) -> None:
    """Take back an acceptance or a refusal, for a reason: the quote waits for an answer again.

    A deal that the acceptance won is opened again where it stood, at what it was worth there.
    """
    quote = load_quote(session, quote_id)
    accepted = quote.state is QuoteState.ACCEPTED
    answered_on = quote.decided_on
    quote.take_back_answer()
    reason = _reason(reason)
    said = _("Acceptance of {number} taken back: {reason}")
    if not accepted:
        said = _("Refusal of {number} taken back: {reason}")
    note_about(session, quote, said.format(number=quote.number, reason=reason), now=now)
    if accepted and quote.deal is not None and answered_on is not None:
        _lose_ground(session, quote.deal, quote, answered_on, now)


@undoable(mark("declare quote void"))
def void_quote(session: Session, quote_id: int, *, reason: str, now: dt.datetime) -> None:
    """Take back an offer that nobody accepted, for a reason."""
    quote = load_quote(session, quote_id)
    reason = _reason(reason)
    quote.declare_void(reason)
    said = _("{number} declared void: {reason}")
    note_about(session, quote, said.format(number=quote.number, reason=reason), now=now)


@undoable(mark("mark quote as invoiced"))
def mark_invoiced(session: Session, quote_id: int, *, on: dt.date, now: dt.datetime) -> None:
    """Record that an accepted quote was invoiced."""
    quote = load_quote(session, quote_id)
    quote.mark_invoiced()
    if quote.decided_on is not None and on < quote.decided_on:
        raise InvoicedTooEarly(field="on", date=quote.decided_on)
    if on > local_day(now):
        raise InvoicedInFuture(field="on", date=on)
    said = _("{number} invoiced on {date}")
    note_about(session, quote, said.format(number=quote.number, date=formats.day(on)), now=now)


@undoable(mark("take back invoice"))
def take_back_invoice(session: Session, quote_id: int, *, now: dt.datetime) -> None:
    """Record that an accepted quote was not invoiced after all."""
    quote = load_quote(session, quote_id)
    quote.take_back_invoice()
    said = _("Invoice of {number} taken back")
    note_about(session, quote, said.format(number=quote.number), now=now)


def _reason(reason: str) -> str:
    """Return a reason that says something; raise Required."""
    if not one_line(reason):
        raise Required(field="reason", label=_("Reason"))
    return reason.strip()


def _lose_ground(
    session: Session, deal: Deal, quote: Quote, answered_on: dt.date, now: dt.datetime
) -> None:
    """Bring a won deal to where it stands without this quote's acceptance.

    Another accepted quote keeps it won, at that quote's value. Otherwise it is opened again, unless
    it had been won by hand before the customer accepted.
    """
    if deal.stage.kind is not StageKind.WON:
        return
    others = select(Quote).where(
        Quote.deal_id == deal.id, Quote.id != quote.id, Quote.state.in_(BOUGHT)
    )
    other = session.scalars(others.order_by(Quote.decided_on.desc(), Quote.id.desc())).first()
    if other is not None:
        deal.value, deal.currency = accepted_value(other), other.currency
        deal.note_change(at=now)
        return
    if deal.closed is not None and local_day(deal.closed) < answered_on:
        return
    before = next(
        (change for change in reversed(deal.history) if change.stage_id != deal.stage_id), None
    )
    if before is not None:
        deal.value, deal.currency = before.value, before.currency
    reopen_deal(session, deal.id, at=now)
