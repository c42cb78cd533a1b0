"""Activities, what happened, and follow-ups, what is to happen."""

import datetime as dt
import enum
from calendar import monthrange

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from deskcrm.domain.base import Base, choice, long_text, short_text
from deskcrm.i18n import mark


class ActivityKind(enum.StrEnum):
    """What sort of thing happened."""

    NOTE = "note"
    CALL = "call"
    MAIL = "mail"
    MEETING = "meeting"
    DOCUMENT = "document"


class Activity(Base):
    """Something that happened with a contact, perhaps about a deal or a quote."""

    __tablename__ = "activity"
    __table_args__ = (
        Index("ix_activity_contact_id_at", "contact_id", "at"),
        Index("ix_activity_deal_id_at", "deal_id", "at"),
        {"sqlite_autoincrement": True},
    )

    kind: Mapped[ActivityKind] = mapped_column(choice(ActivityKind))
    at: Mapped[dt.datetime]
    text: Mapped[str] = long_text(mark("Note"))
    minutes: Mapped[int | None]
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
    deal_id: Mapped[int | None] = mapped_column(ForeignKey("deal.id"))
    quote_id: Mapped[int | None] = mapped_column(ForeignKey("quote.id"), index=True)


class Repeat(enum.StrEnum):
    """How often a follow-up comes back."""

    NEVER = "never"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    YEARLY = "yearly"


class FollowUp(Base):
    """Something to do on a day, at a local time or any time; done is kept, not deleted."""

    __tablename__ = "follow_up"
    __table_args__ = (
        Index("ix_follow_up_done_due_on", "done", "due_on"),
        {"sqlite_autoincrement": True},
    )

    title: Mapped[str] = short_text(mark("Title"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    deal_id: Mapped[int | None] = mapped_column(ForeignKey("deal.id"), index=True)
    quote_id: Mapped[int | None] = mapped_column(ForeignKey("quote.id"), index=True)
    due_on: Mapped[dt.date]
    due_at: Mapped[dt.time | None]
    zone: Mapped[str] = short_text(mark("Time zone"), most=64)
    """The IANA zone the time is local to; empty means wherever the user is."""
    repeat: Mapped[Repeat] = mapped_column(choice(Repeat), default=Repeat.NEVER)
    starts_on: Mapped[dt.date | None]
    """The first day of a repeated follow-up: the 31st stays the 31st after a short month."""
    created: Mapped[dt.datetime]
    done: Mapped[dt.datetime | None]

    def snooze(self, until: dt.date, at: dt.time | None) -> None:
        """Put the follow-up off."""
        self.due_on, self.due_at = until, at

    def next_day(self, *, after: dt.date) -> dt.date | None:
        """Return the first day after `after` on which a repeated follow-up is due again.

        None if it never is, because it is not repeated or the calendar ends before.
        """
        if self.repeat is Repeat.NEVER:
            return None
        start = self.starts_on or self.due_on
        count = 1
        try:
            while (day := occurrence(start, self.repeat, count)) <= after:
                count += 1
        except (OverflowError, ValueError):
            return None
        return day


def occurrence(start: dt.date, repeat: Repeat, count: int) -> dt.date:
    """Return the day of the repetition number `count` (0 is `start`); month ends are kept."""
    if repeat is Repeat.DAILY:
        return start + dt.timedelta(days=count)
    if repeat is Repeat.WEEKLY:
        return start + dt.timedelta(weeks=count)
    months = start.month - 1 + count * (12 if repeat is Repeat.YEARLY else 1)
    year, month = start.year + months // 12, months % 12 + 1
    return start.replace(year=year, month=month, day=min(start.day, monthrange(year, month)[1]))
