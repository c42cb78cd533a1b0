"""Quotes: what was offered, for how much, until when, and what became of it."""

import dataclasses
import datetime as dt
import enum
from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from deskcrm.domain.base import Amount, Base, Exact, choice, long_text, short_text
from deskcrm.domain.catalog import CatalogItem
from deskcrm.domain.deals import Deal
from deskcrm.domain.payments import Part
from deskcrm.domain.people import Contact
from deskcrm.domain.quote_steps import (
    CannotExtend,
    CannotRevise,
    CannotVoid,
    InvoicedAlready,
    NotAccepted,
    NotAnswered,
    NotInvoiced,
    NotLonger,
)
from deskcrm.domain.totals import (
    Adjustment,
    Figures,
    Line,
    Period,
    Tax,
    TaxCategory,
    Totals,
    totals,
)
from deskcrm.errors import CrmError
from deskcrm.i18n import mark


class QuoteState(enum.StrEnum):
    """Where a quote stands in its life."""

    DRAFT = "draft"
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    """Sent, and its last day is over; never stored, always derived from the day."""
    INVOICED = "invoiced"
    REVISED = "revised"
    """Replaced by a revision that was sent."""
    VOID = "void"


BOUGHT: Final = (QuoteState.ACCEPTED, QuoteState.INVOICED)
"""The states of quotes that brought something."""
OPEN_TO_REVISION: Final = (QuoteState.SENT, QuoteState.DECLINED)
"""The stored states of quotes that a revision may replace; a sent one that expired is still one."""
REPLACED: Final = (QuoteState.REVISED, QuoteState.VOID)
"""The states of quotes that stand for nothing any more: they count in no sum."""


class QuoteIsSent(CrmError):
    """A change to what a client already holds."""

    sentence = mark(
        "This quote has been sent and cannot be changed. Copy it to offer something else."
    )


class NothingToSend(CrmError):
    """A quote without a line."""

    sentence = mark("This quote has no lines yet. Add what you offer, then send it.")


class NoCustomer(CrmError):
    """A quote to nobody."""

    sentence = mark("This quote has no customer yet. Choose whom it is for, then send it.")


class AlreadyOver(CrmError):
    """A quote that would be invalid the day it is sent."""

    sentence = mark(
        "The quote would be valid until {date}, which is past. Choose a later date, then send it."
    )


class NotChosen(CrmError):
    """A choice at acceptance that the quote does not offer."""

    sentence = mark("Only optional lines and alternatives of this quote can be chosen.")


class TwoAlternatives(CrmError):
    """Two alternatives to the same line, both chosen."""

    sentence = mark("Only one of several alternatives can be chosen. Take one of them back.")


class NotOpen(CrmError):
    """An answer to a quote that waits for none."""

    sentence = mark("Only a quote that was sent and not yet answered can be accepted or declined.")


class TooLate(CrmError):
    """An acceptance after the quote ran out."""

    sentence = mark(
        "The quote was valid until {date}. If it was accepted by then, say on which day; else copy it and send it anew."
    )


class Quote(Base):
    """An offer to a customer; frozen once it is sent."""

    __tablename__ = "quote"
    __table_args__ = (
        Index("ix_quote_state_valid_until", "state", "valid_until"),
        {"sqlite_autoincrement": True},
    )

    number: Mapped[str | None] = mapped_column(unique=True)
    """Given at sending, never before, never again."""
    title: Mapped[str] = short_text(mark("Title"))
    heading: Mapped[str] = short_text(mark("Printed title"), most=80)
    """Printed instead of the usual "Quote" in the quote's language, unless empty."""
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    deal_id: Mapped[int | None] = mapped_column(ForeignKey("deal.id"), index=True)
    state: Mapped[QuoteState] = mapped_column(choice(QuoteState), default=QuoteState.DRAFT)
    currency: Mapped[str] = short_text(mark("Currency"), most=3)
    language: Mapped[str] = short_text(mark("Language"), most=35)
    prices_include_tax: Mapped[bool] = mapped_column(default=False)
    date: Mapped[dt.date]
    valid_until: Mapped[dt.date]
    introduction: Mapped[str] = long_text(mark("Introduction"), most=200_000)
    terms: Mapped[str] = long_text(mark("Terms"), most=200_000)
    prepaid: Mapped[Decimal] = mapped_column(Exact, default=Decimal(0))
    cash_rounding: Mapped[Decimal | None] = mapped_column(Exact)
    net: Mapped[Decimal] = mapped_column(Amount, default=Decimal(0))
    """The total without tax, kept for lists and sums; derived from the lines."""
    payable: Mapped[Decimal] = mapped_column(Amount, default=Decimal(0))
    """What the customer pays, kept for lists; derived from the lines."""
    created: Mapped[dt.datetime]
    sent: Mapped[dt.datetime | None]
    decided_on: Mapped[dt.date | None] = mapped_column(index=True)
    decision_note: Mapped[str] = long_text(mark("Reason"), most=2000)
    revises_id: Mapped[int | None] = mapped_column(ForeignKey("quote.id"), index=True)
    """The quote that this one is to replace."""
    revision: Mapped[int] = mapped_column(default=0)
    """0 for a quote of its own, 1 for its revision B, 2 for C."""
    design: Mapped[str] = short_text(mark("Design"), most=20)
    """The name of how it looks; empty for the business's own."""
    paper: Mapped[str] = short_text(mark("Paper"), most=20)
    """"a4" or "letter"; empty for the business's own."""

    contact: Mapped[Contact | None] = relationship()
    deal: Mapped[Deal | None] = relationship()
    lines: Mapped[list["QuoteLine"]] = relationship(
        cascade="all, delete-orphan", order_by="QuoteLine.position"
    )
    adjustments: Mapped[list["QuoteAdjustment"]] = relationship(
        cascade="all, delete-orphan",
        order_by="QuoteAdjustment.position",
        foreign_keys="QuoteAdjustment.quote_id",
    )
    payments: Mapped[list["QuotePayment"]] = relationship(
        cascade="all, delete-orphan", order_by="QuotePayment.position"
    )
    revises: Mapped["Quote | None"] = relationship(remote_side="Quote.id")
    document: Mapped["SentQuote | None"] = relationship(cascade="all, delete-orphan")

    @property
    def figures(self) -> Figures:
        """The quote as the arithmetic takes it: as it was offered."""
        return self._figures(line.figures for line in self.items)

    @property
    def taken_figures(self) -> Figures:
        """The quote with what the customer chose counted, and what that replaces not."""
        taken = [place for place, line in enumerate(self.items) if line.taken]
        return chosen_figures(self.figures, taken)

    @property
    def items(self) -> list["QuoteLine"]:
        """The lines that have a price, in their order."""
        return [line for line in self.lines if line.kind is LineKind.ITEM]

    def _figures(self, lines: Iterable[Line]) -> Figures:
        return Figures(
            currency=self.currency,
            prices_include_tax=self.prices_include_tax,
            lines=tuple(lines),
            discounts=tuple(a.figures for a in self.adjustments if not a.is_charge),
            charges=tuple(a.figures for a in self.adjustments if a.is_charge),
            prepaid=self.prepaid,
            cash_rounding=self.cash_rounding,
        )

    def recalculate(self) -> Totals:
        """Compute the totals, with what was chosen, and keep those that lists show."""
        result = totals(self.taken_figures)
        self.net, self.payable = result.net, result.payable
        return result

    def require_draft(self) -> None:
        """Raise QuoteIsSent unless the quote may still be changed."""
        if self.state is not QuoteState.DRAFT:
            raise QuoteIsSent

    def require_sendable(self, *, today: dt.date) -> None:
        """Raise what keeps the quote from being sent today, if anything does."""
        self.require_draft()
        if self.contact is None:
            raise NoCustomer
        if not self.items:
            raise NothingToSend
        if self.valid_until < today:
            raise AlreadyOver(date=self.valid_until.isoformat())

    def state_on(self, today: dt.date) -> QuoteState:
        """Return where the quote stands on a day: a sent one expires by itself after its last."""
        return shown_state(self.state, self.valid_until, today)

    def accept(self, *, on: dt.date, note: str = "", chosen: Collection[int] = ()) -> None:
        """Record that the customer accepted; raise NotOpen or TooLate if the quote could not be.

        `chosen` are the ids of the options and alternatives that the customer took; raise
        NotChosen or TwoAlternatives for those that cannot be taken.
        """
        self._answer(QuoteState.ACCEPTED, on=on, note=note)
        self._choose(chosen)

    def _choose(self, chosen: Collection[int]) -> None:
        offered = {line.id for line in self.items if line.optional or line.alternative}
        if not offered.issuperset(chosen):
            raise NotChosen
        replaced = False
        for line in self.items:
            line.taken = line.id in chosen
            if not line.alternative:
                replaced = False
            elif line.taken and replaced:
                raise TwoAlternatives
            replaced = replaced or (line.alternative and line.taken)
        self.recalculate()

    def take_back_answer(self) -> None:
        """Wait for an answer again; raise NotAnswered or InvoicedAlready."""
        if self.state is QuoteState.INVOICED:
            raise InvoicedAlready(number=self.number)
        if self.state not in {QuoteState.ACCEPTED, QuoteState.DECLINED}:
            raise NotAnswered
        self.state, self.decided_on, self.decision_note = QuoteState.SENT, None, ""
        self._choose(())

    def extend(self, valid_until: dt.date) -> None:
        """Keep the offer open until a later day; raise CannotExtend or NotLonger."""
        if self.state is not QuoteState.SENT:
            raise CannotExtend
        if valid_until <= self.valid_until:
            raise NotLonger(date=self.valid_until)
        self.valid_until = valid_until

    def declare_void(self, reason: str) -> None:
        """Take the offer back for a reason, beside what was said of a refusal; raise CannotVoid."""
        if self.state not in OPEN_TO_REVISION:
            raise CannotVoid
        self.state = QuoteState.VOID
        self.decision_note = "\n".join(filter(None, (self.decision_note, reason)))

    def mark_invoiced(self) -> None:
        """Record that an invoice was made of it; raise NotAccepted."""
        if self.state is not QuoteState.ACCEPTED:
            raise NotAccepted
        self.state = QuoteState.INVOICED

    def take_back_invoice(self) -> None:
        """Be accepted, and no more; raise NotInvoiced."""
        if self.state is not QuoteState.INVOICED:
            raise NotInvoiced
        self.state = QuoteState.ACCEPTED

    def require_revisable(self) -> None:
        """Raise CannotRevise unless another revision may take the quote's place."""
        if self.state not in OPEN_TO_REVISION:
            raise CannotRevise

    def decline(self, *, on: dt.date, reason: str = "") -> None:
        """Record that the customer declined; raise NotOpen unless the quote was waiting."""
        self._answer(QuoteState.DECLINED, on=on, note=reason)

    def _answer(self, state: QuoteState, *, on: dt.date, note: str) -> None:
        if self.state is not QuoteState.SENT:
            raise NotOpen
        if state is QuoteState.ACCEPTED and on > self.valid_until:
            raise TooLate(date=self.valid_until.isoformat())
        self.state, self.decided_on, self.decision_note = state, on, note


def chosen_figures(figures: Figures, chosen: Collection[int]) -> Figures:
    """Return figures with the chosen lines (by place, from 0) counted, and what they replace not."""
    lines = list(figures.lines)
    base = 0
    for place, line in enumerate(figures.lines):
        if not line.alternative:
            base = place
            if place in chosen:
                lines[place] = dataclasses.replace(lines[place], optional=False)
        elif place in chosen:
            lines[place] = dataclasses.replace(lines[place], alternative=False, optional=False)
            lines[base] = dataclasses.replace(lines[base], optional=True)
    return dataclasses.replace(figures, lines=tuple(lines))


def shown_state(state: QuoteState, valid_until: dt.date, today: dt.date) -> QuoteState:
    """Return the state as it is shown on a day: valid through the end of the last day, then expired."""
    over = state is QuoteState.SENT and valid_until < today
    return QuoteState.EXPIRED if over else state


class LineKind(enum.StrEnum):
    """What a line of a quote is."""

    ITEM = "item"
    """Something offered at a price."""
    SECTION = "section"
    """A heading over the lines that follow, with their subtotal."""
    TEXT = "text"
    """Words between the lines."""


class QuoteLine(Base):
    """One thing offered, a heading or a text; prices keep the digits they were typed with."""

    __tablename__ = "quote_line"

    quote_id: Mapped[int] = mapped_column(ForeignKey("quote.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    description: Mapped[str] = long_text(mark("Description"), most=200_000)
    """The first line names the thing; the rest describes it."""
    quantity: Mapped[Decimal] = mapped_column(Exact)
    unit: Mapped[str] = short_text(mark("Unit"), most=40)
    unit_price: Mapped[Decimal] = mapped_column(Exact)
    price_base_quantity: Mapped[Decimal] = mapped_column(Exact, default=Decimal(1))
    tax_category: Mapped[TaxCategory] = mapped_column(choice(TaxCategory))
    tax_rate: Mapped[Decimal] = mapped_column(Exact)
    tax_reason: Mapped[str] = short_text(mark("Reason"))
    optional: Mapped[bool] = mapped_column(default=False)
    kind: Mapped[LineKind] = mapped_column(choice(LineKind), default=LineKind.ITEM)
    alternative: Mapped[bool] = mapped_column(default=False)
    """Whether it may be taken in place of the item before it that is no alternative."""
    period: Mapped[Period] = mapped_column(choice(Period), default=Period.ONCE)
    cost: Mapped[Decimal | None] = mapped_column(Exact)
    """What one unit costs the business; never printed."""
    hides_prices: Mapped[bool] = mapped_column(default=False)
    """Of a section: only its subtotal is printed, not the prices of its lines."""
    catalog_item_id: Mapped[int | None] = mapped_column(ForeignKey("catalog_item.id"), index=True)
    """What of the catalog it was made from; changing that changes no line."""
    taken: Mapped[bool] = mapped_column(default=False)
    """Whether the customer chose this option or alternative when accepting."""

    catalog_item: Mapped[CatalogItem | None] = relationship()
    adjustments: Mapped[list["QuoteAdjustment"]] = relationship(
        cascade="all, delete-orphan",
        order_by="QuoteAdjustment.position",
        foreign_keys="QuoteAdjustment.line_id",
    )

    @property
    def figures(self) -> Line:
        """The line as the arithmetic takes it."""
        return Line(
            description=self.description,
            quantity=self.quantity,
            unit=self.unit,
            unit_price=self.unit_price,
            price_base_quantity=self.price_base_quantity,
            tax=Tax(self.tax_category, self.tax_rate),
            discounts=tuple(a.figures for a in self.adjustments if not a.is_charge),
            charges=tuple(a.figures for a in self.adjustments if a.is_charge),
            optional=self.optional,
            alternative=self.alternative,
            period=self.period,
        )


class QuotePayment(Base):
    """One part of the payment plan: a share, an amount, or the rest."""

    __tablename__ = "quote_payment"

    quote_id: Mapped[int] = mapped_column(ForeignKey("quote.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    label: Mapped[str] = short_text(mark("Payment"), most=200)
    percent: Mapped[Decimal | None] = mapped_column(Exact)
    amount: Mapped[Decimal | None] = mapped_column(Exact)
    due_on: Mapped[dt.date | None]

    @property
    def part(self) -> Part:
        """The payment as the plan takes it."""
        return Part(self.label, self.percent, self.amount, self.due_on)


class QuoteAdjustment(Base):
    """A discount or a charge, in percent or as an amount, on a whole quote or on one line."""

    __tablename__ = "quote_adjustment"

    quote_id: Mapped[int | None] = mapped_column(ForeignKey("quote.id"), index=True)
    line_id: Mapped[int | None] = mapped_column(ForeignKey("quote_line.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    is_charge: Mapped[bool] = mapped_column(default=False)
    percent: Mapped[Decimal | None] = mapped_column(Exact)
    amount: Mapped[Decimal | None] = mapped_column(Exact)
    reason: Mapped[str] = short_text(mark("Reason"))
    tax_category: Mapped[TaxCategory | None] = mapped_column(choice(TaxCategory))
    tax_rate: Mapped[Decimal | None] = mapped_column(Exact)

    @property
    def figures(self) -> Adjustment:
        """The adjustment as the arithmetic takes it."""
        tax = None
        if self.tax_category is not None and self.tax_rate is not None:
            tax = Tax(self.tax_category, self.tax_rate)
        return Adjustment(percent=self.percent, amount=self.amount, tax=tax, reason=self.reason)


class SentQuote(Base):
    """What left the house: the data and the very bytes of the PDF, with their SHA-256."""

    __tablename__ = "sent_quote"

    quote_id: Mapped[int] = mapped_column(ForeignKey("quote.id"), unique=True)
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    pdf: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str]
