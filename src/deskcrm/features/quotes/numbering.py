"""Numbers of quotes: given at sending, one after the other, never twice; revisions add a letter."""

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


def next_revision(session: Session, quote: Quote) -> tuple[int, str]:
    """Return which revision a quote becomes when it is sent, and its number: the first one's with a letter.

    The first letter that is free, from the quote's own place on: it takes no number of the series.
    """
    revised = quote.revises
    assert revised is not None
    assert revised.number is not None, "only what was sent is revised"
    stem = revised.number
    if revised.revision:
        stem = stem.removesuffix(f"-{revision_letters(revised.revision)}")
    revision = quote.revision
    while session.scalar(
        select(Quote.id).where(Quote.number == f"{stem}-{revision_letters(revision)}")
    ):
        revision += 1
    return revision, f"{stem}-{revision_letters(revision)}"


def revision_letters(revision: int) -> str:
    """Return the letters of a revision as columns of a sheet have them: 1 is B, 25 is Z, 26 is AA.

    >>> [revision_letters(n) for n in (1, 2, 25, 26, 27, 701, 702)]
    ['B', 'C', 'Z', 'AA', 'AB', 'ZZ', 'AAA']
    """
    letters, left = "", revision + 1
    while left:
        left, place = divmod(left - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


def _series(session: Session, pattern: str, year: int) -> NumberSeries | None:
    name = _series_name(pattern, year)
    return session.scalars(select(NumberSeries).where(NumberSeries.name == name)).one_or_none()


def _series_name(pattern: str, year: int) -> str:
    return f"quote {year}" if "{year}" in pattern else "quote"
