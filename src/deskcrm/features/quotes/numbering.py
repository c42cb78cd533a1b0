"""Numbers of quotes: given at sending, one after the other, never twice."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from deskcrm.domain.business import Business, NumberSeries, write_number
from deskcrm.domain.quotes import Quote
from deskcrm.errors import CrmError
from deskcrm.i18n import mark


class NumberTaken(CrmError):
    """A number that another quote already carries, after the pattern was changed."""

    sentence = mark(
        "The next number would be {number}, which “{title}” already has. "
        "Change the numbering pattern in Settings, then send it."
    )


def next_number(session: Session, *, year: int, pattern: str | None = None) -> str:
    """Return the number that the next quote sent in `year` gets, without giving it.

    `pattern` is one to try instead of the business's own; raise WrongNumberPattern if it cannot number.
    """
    if pattern is None:
        pattern = session.get_one(Business, 1).number_pattern
    series = _series(session, pattern, year)
    return write_number(pattern, year=year, number=1 + (series.last if series else 0))


def give_number(session: Session, *, year: int) -> str:
    """Give the next number of `year`; without gaps, because it is saved with the quote or not at all.

    A pattern with the year starts at 1 each year; one without it counts on for ever.
    """
    pattern = session.get_one(Business, 1).number_pattern
    series = _series(session, pattern, year)
    if series is None:
        series = NumberSeries(name=_series_name(pattern, year))
        session.add(series)
    series.last += 1
    number = write_number(pattern, year=year, number=series.last)
    holder = session.scalars(select(Quote).where(Quote.number == number)).one_or_none()
    if holder is not None:
        raise NumberTaken(number=number, title=holder.title)
    return number


def _series(session: Session, pattern: str, year: int) -> NumberSeries | None:
    name = _series_name(pattern, year)
    return session.scalars(select(NumberSeries).where(NumberSeries.name == name)).one_or_none()


def _series_name(pattern: str, year: int) -> str:
    return f"quote {year}" if "{year}" in pattern else "quote"
