"""The business itself: who sends the quotes, and the habits of its documents."""

import datetime as dt
import re

from sqlalchemy import LargeBinary, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from deskcrm.domain.base import Base, long_text, short_text
from deskcrm.errors import CrmError
from deskcrm.i18n import mark

_FIELD = re.compile(r"\{year\}|\{number(?::0[1-9])?\}")
"""What a numbering pattern may hold in braces."""


class WrongNumberPattern(CrmError):
    """A pattern that cannot number quotes."""

    sentence = mark(
        "The numbering pattern needs {{number}}, such as Q-{{year}}-{{number:04}}; only {{year}} may stand beside it."
    )


class Business(Base):
    """The one record of the user's own business; its id is 1."""

    __tablename__ = "business"

    name: Mapped[str] = short_text(mark("Business name"))
    person: Mapped[str] = short_text(mark("Your name"))
    address: Mapped[str] = long_text(mark("Address"), most=2000)
    country: Mapped[str] = short_text(mark("Country"), most=2)
    tax_id: Mapped[str] = short_text(mark("Tax number"))
    email: Mapped[str] = short_text(mark("E-mail"))
    phone: Mapped[str] = short_text(mark("Phone"))
    website: Mapped[str] = short_text(mark("Website"), most=2000)
    bank: Mapped[str] = long_text(mark("Bank details"), most=2000)
    logo: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    accent: Mapped[str] = short_text(mark("Accent color"), most=7)
    currency: Mapped[str] = short_text(mark("Currency"), most=3)
    language: Mapped[str] = short_text(mark("Language"), most=35)
    number_pattern: Mapped[str] = short_text(mark("Numbering pattern"), most=60)
    valid_days: Mapped[int] = mapped_column(default=30)
    terms: Mapped[str] = long_text(mark("Terms"), most=200_000)
    default_hour: Mapped[dt.time] = mapped_column(default=dt.time(9))
    """When a follow-up without a time is due."""
    registration: Mapped[str] = short_text(mark("Company registration"))
    """Where the business is registered and under which number, as its country prints it."""
    follow_up_days: Mapped[int] = mapped_column(default=7)
    """So many days after a quote was sent its follow-up is proposed."""
    design: Mapped[str] = short_text(mark("Design"), most=20)
    """How quotes look; empty is the first design."""
    paper: Mapped[str] = short_text(mark("Paper"), most=20)
    """"a4" or "letter"; empty is what the country uses."""
    electronic: Mapped[bool] = mapped_column(default=False)
    """Whether sent quotes carry their data as an electronic order inside the PDF."""


class NumberSeries(Base):
    """The last number given in a series, such as the quotes of one year; never given twice."""

    __tablename__ = "number_series"

    name: Mapped[str] = mapped_column(unique=True)
    last: Mapped[int] = mapped_column(default=0)


def own_currency(session: Session) -> str:
    """Return the currency of the business: shown before others, and meant where none is named."""
    return session.scalars(select(Business.currency)).one()


def new_business(*, currency: str = "EUR", language: str = "en") -> Business:
    """Make the record of a business that has not said anything about itself yet."""
    return Business(
        id=1,
        accent="#3B5BDB",
        currency=currency,
        language=language,
        number_pattern="Q-{year}-{number:04}",
        valid_days=30,
        default_hour=dt.time(9),
    )


def write_number(pattern: str, *, year: int, number: int) -> str:
    """Write a document's number by its pattern; raise WrongNumberPattern for one that cannot.

    >>> write_number("Q-{year}-{number:04}", year=2026, number=42)
    'Q-2026-0042'
    """
    rest = _FIELD.sub("", pattern)
    if "{number" not in pattern or "{" in rest or "}" in rest:
        raise WrongNumberPattern
    return _FIELD.sub(lambda field: field[0].format(year=year, number=number), pattern)
