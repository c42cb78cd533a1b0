"""What is asked about the business: its own record, taxes, stages, the next number."""

from dataclasses import dataclass, fields
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from deskcrm.domain.business import Business
from deskcrm.domain.catalog import TaxRate
from deskcrm.domain.deals import Stage, StageKind, stage_name
from deskcrm.domain.quotes import Quote
from deskcrm.domain.totals import TaxCategory
from deskcrm.features.business.form import BusinessForm
from deskcrm.features.quotes.numbering import next_number


@dataclass(frozen=True, slots=True)
class TaxRow:
    """A tax as a line of its table."""

    id: int
    name: str
    category: TaxCategory
    rate: Decimal
    reason: str
    archived: bool


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage as a line of its table, by the name it is shown under."""

    id: int
    name: str
    kind: StageKind
    probability: int
    quiet_days: int


@dataclass(frozen=True, slots=True)
class NumberPreview:
    """The number that a pattern gives next, and the quote that carries it already, if one does."""

    number: str
    taken_by: str = ""


def business_name(session: Session) -> str:
    """Return the name of the business, the user's own if it has none."""
    name, person = session.execute(select(Business.name, Business.person)).one()
    return str(name or person)


def business_view(session: Session) -> BusinessForm:
    """Return all that the business says about itself."""
    business = session.get_one(Business, 1)
    return BusinessForm(
        **{field.name: getattr(business, field.name) for field in fields(BusinessForm)}
    )


def logo(session: Session) -> bytes | None:
    """Return the picture printed on quotes."""
    return session.scalar(select(Business.logo))


def preview_number(session: Session, pattern: str, *, year: int) -> NumberPreview:
    """Return what the next quote would be called by a pattern; raise WrongNumberPattern."""
    number = next_number(session, year=year, pattern=pattern)
    holder = session.scalar(select(Quote.title).where(Quote.number == number))
    return NumberPreview(number, holder or "")


def tax_rates(session: Session, *, archived: bool = False) -> tuple[TaxRow, ...]:
    """Return the taxes in their order, with `archived` those too that are offered no more."""
    rates = session.scalars(select(TaxRate).order_by(TaxRate.position, TaxRate.id))
    return tuple(
        TaxRow(rate.id, rate.name, rate.category, rate.rate, rate.reason, rate.archived)
        for rate in rates
        if archived or not rate.archived
    )


def stages(session: Session) -> tuple[StageRow, ...]:
    """Return the stages of the pipeline in their order."""
    found = session.scalars(select(Stage).order_by(Stage.position, Stage.id))
    return tuple(
        StageRow(
            stage.id,
            stage_name(stage.key, stage.name),
            stage.kind,
            stage.probability,
            stage.quiet_days,
        )
        for stage in found
    )
