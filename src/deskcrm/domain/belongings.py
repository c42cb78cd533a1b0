"""What may be kept with a contact beside the ways to reach it: days, consent, a picture, files."""

import datetime as dt

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from deskcrm.domain.base import Base, short_text
from deskcrm.i18n import mark


class ImportantDate(Base):
    """A day to remember, under a label such as "Wedding"."""

    __tablename__ = "important_date"

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    label: Mapped[str] = short_text(mark("Label"))
    day: Mapped[dt.date]


class Consent(Base):
    """What a contact said about being written to, when, and where that is known from.

    What was said last holds; nothing said means that nobody asked.
    """

    __tablename__ = "consent"

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    given: Mapped[bool]
    """Whether it was given, or refused or taken back."""
    day: Mapped[dt.date]
    source: Mapped[str] = short_text(mark("Source"))


class Photo(Base):
    """The picture of a contact, as it came or made smaller to fit."""

    __tablename__ = "photo"

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), unique=True)
    media_type: Mapped[str] = short_text(mark("Kind"), most=100)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class Attachment(Base):
    """A file kept with a contact; its content lies in the profile, once for each `sha256`."""

    __tablename__ = "attachment"

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    name: Mapped[str] = short_text(mark("File"), most=255)
    sha256: Mapped[str] = mapped_column(index=True)
    size: Mapped[int]
    """Bytes."""
    added: Mapped[dt.datetime]
    quote_id: Mapped[int | None] = mapped_column(ForeignKey("quote.id"), index=True)
    """The quote it belongs to, such as a signed copy's."""
