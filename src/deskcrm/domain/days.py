"""Days where the user is: moments are kept in UTC, but a day begins and ends by the local clock."""

import datetime as dt


def local_day(moment: dt.datetime) -> dt.date:
    """Return the local day of a moment."""
    return moment.astimezone().date()


def start_of(day: dt.date) -> dt.datetime:
    """Return the moment at which a local day begins."""
    return dt.datetime.combine(day, dt.time.min).astimezone()


def end_of(day: dt.date) -> dt.datetime:
    """Return the last moment of a local day."""
    return dt.datetime.combine(day, dt.time.max).astimezone()
