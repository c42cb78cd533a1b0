"""A quote as it is being written: what the editor holds, and how its rows follow."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from deskcrm.domain.payments import Part
from deskcrm.domain.quotes import LineKind, Quote, QuoteAdjustment, QuoteLine, QuotePayment
from deskcrm.domain.totals import Adjustment, Figures, Line, Period, Tax, TaxCategory


@dataclass(frozen=True, slots=True)
class LineDraft:
    """One thing offered, with why no tax is charged on it where that needs a reason.

    A section or a text has a description alone; see `words_draft`.
    """

    description: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    price_base_quantity: Decimal
    tax: Tax
    tax_reason: str = ""
    discounts: tuple[Adjustment, ...] = ()
    charges: tuple[Adjustment, ...] = ()
    optional: bool = False
    alternative: bool = False
    period: Period = Period.ONCE
    kind: LineKind = LineKind.ITEM
    hides_prices: bool = False
    cost: Decimal | None = None
    catalog_item_id: int | None = None

    @property
    def is_item(self) -> bool:
        """Whether the line has a price."""
        return self.kind is LineKind.ITEM

    @property
    def figures(self) -> Line:
        """The line as the arithmetic takes it."""
        return Line(
            description=self.description,
            quantity=self.quantity,
            unit=self.unit,
            unit_price=self.unit_price,
            price_base_quantity=self.price_base_quantity,
            tax=self.tax,
            discounts=self.discounts,
            charges=self.charges,
            optional=self.optional,
            alternative=self.alternative,
            period=self.period,
        )


def words_draft(kind: LineKind, description: str, *, hides_prices: bool = False) -> LineDraft:
    """Make a section or a text: a line without a price."""
    return LineDraft(
        description=description,
        quantity=Decimal(0),
        unit="",
        unit_price=Decimal(0),
        price_base_quantity=Decimal(1),
        tax=_NO_TAX,
        kind=kind,
        hides_prices=hides_prices,
    )


_NO_TAX = Tax(TaxCategory.O, Decimal(0))


@dataclass(frozen=True, slots=True)
class QuoteDraft:
    """Everything about a quote that its author decides."""

    title: str
    heading: str
    contact_id: int | None
    deal_id: int | None
    currency: str
    language: str
    prices_include_tax: bool
    date: dt.date
    valid_until: dt.date
    introduction: str = ""
    terms: str = ""
    lines: tuple[LineDraft, ...] = ()
    discounts: tuple[Adjustment, ...] = ()
    charges: tuple[Adjustment, ...] = ()
    prepaid: Decimal = Decimal(0)
    cash_rounding: Decimal | None = None
    payments: tuple[Part, ...] = ()
    design: str = ""
    paper: str = ""
    replaces: str = ""
    """The number of the quote that it is to replace; not for its author to change."""

    @property
    def items(self) -> tuple[LineDraft, ...]:
        """The lines that have a price, in their order."""
        return tuple(line for line in self.lines if line.is_item)

    @property
    def figures(self) -> Figures:
        """The quote as the arithmetic takes it."""
        return Figures(
            currency=self.currency,
            prices_include_tax=self.prices_include_tax,
            lines=tuple(line.figures for line in self.items),
            discounts=self.discounts,
            charges=self.charges,
            prepaid=self.prepaid,
            cash_rounding=self.cash_rounding,
        )


def draft_of(quote: Quote) -> QuoteDraft:
    """Return a saved quote as its editor holds it."""
    return QuoteDraft(
        title=quote.title,
        heading=quote.heading,
        contact_id=quote.contact_id,
        deal_id=quote.deal_id,
        currency=quote.currency,
        language=quote.language,
        prices_include_tax=quote.prices_include_tax,
        date=quote.date,
        valid_until=quote.valid_until,
        introduction=quote.introduction,
        terms=quote.terms,
        lines=tuple(line_draft(line) for line in quote.lines),
        discounts=tuple(each.figures for each in quote.adjustments if not each.is_charge),
        charges=tuple(each.figures for each in quote.adjustments if each.is_charge),
        prepaid=quote.prepaid,
        cash_rounding=quote.cash_rounding,
        payments=tuple(payment.part for payment in quote.payments),
        design=quote.design,
        paper=quote.paper,
        replaces=(quote.revises.number or "") if quote.revises else "",
    )


def line_draft(row: QuoteLine) -> LineDraft:
    """Return a saved line as the editor holds it."""
    line = row.figures
    return LineDraft(
        description=line.description,
        quantity=line.quantity,
        unit=line.unit,
        unit_price=line.unit_price,
        price_base_quantity=line.price_base_quantity,
        tax=line.tax,
        tax_reason=row.tax_reason,
        discounts=line.discounts,
        charges=line.charges,
        optional=line.optional,
        alternative=line.alternative,
        period=line.period,
        kind=row.kind,
        hides_prices=row.hides_prices,
        cost=row.cost,
        catalog_item_id=row.catalog_item_id,
    )


def write_lines(quote: Quote, drafts: Iterable[LineDraft]) -> None:
    """Set the lines: one that says the same already is at most moved, others are written over."""
    wanted = list(drafts)
    known: dict[LineDraft, list[QuoteLine]] = {}
    for row in quote.lines:
        known.setdefault(line_draft(row), []).append(row)
    kept = [same.pop(0) if (same := known.get(draft)) else None for draft in wanted]
    taken = set(kept)
    free = [row for row in quote.lines if row not in taken]
    quote.lines = [
        row or _written(free.pop(0) if free else QuoteLine(), draft)
        for row, draft in zip(kept, wanted, strict=True)
    ]
    for position, row in enumerate(quote.lines):
        if (
            row.position != position
        ):  # Else a thousand rows would be looked over for a change of one.
            row.position = position


def _written(row: QuoteLine, draft: LineDraft) -> QuoteLine:
    row.description, row.unit, row.tax_reason = draft.description, draft.unit, draft.tax_reason
    row.quantity, row.unit_price = draft.quantity, draft.unit_price
    row.price_base_quantity = draft.price_base_quantity
    row.tax_category, row.tax_rate = draft.tax.category, draft.tax.rate
    row.optional, row.alternative, row.period = draft.optional, draft.alternative, draft.period
    row.kind, row.hides_prices = draft.kind, draft.hides_prices
    row.cost, row.catalog_item_id = draft.cost, draft.catalog_item_id
    write_adjustments(row, draft.discounts, draft.charges)
    return row


def write_adjustments(
    owner: Quote | QuoteLine,
    discounts: tuple[Adjustment, ...],
    charges: tuple[Adjustment, ...],
) -> None:
    """Set the discounts, then the charges, of a quote or a line; rows are written over in order."""
    wanted = [*((False, each) for each in discounts), *((True, each) for each in charges)]
    known = list(owner.adjustments)[: len(wanted)]
    rows = known + [QuoteAdjustment() for _ in wanted[len(known) :]]
    for position, (row, (is_charge, adjustment)) in enumerate(zip(rows, wanted, strict=True)):
        row.position, row.is_charge = position, is_charge
        row.percent, row.amount = adjustment.percent, adjustment.amount
        row.reason = adjustment.reason
        tax = adjustment.tax
        row.tax_category, row.tax_rate = (tax.category, tax.rate) if tax else (None, None)
    owner.adjustments = rows


def write_payments(quote: Quote, parts: tuple[Part, ...]) -> None:
    """Set the payment plan; rows are written over in order."""
    known = list(quote.payments)[: len(parts)]
    rows = known + [QuotePayment() for _ in parts[len(known) :]]
    for position, (row, part) in enumerate(zip(rows, parts, strict=True)):
        row.position, row.label = position, part.label
        row.percent, row.amount, row.due_on = part.percent, part.amount, part.due_on
    quote.payments = rows
