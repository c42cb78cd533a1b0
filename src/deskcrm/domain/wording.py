"""Texts the business uses again and again: whole quotes to begin with, and snippets."""

from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from deskcrm.domain.base import Base, long_text, short_text
from deskcrm.i18n import mark


class QuoteTemplate(Base):
    """A quote to begin others with: its lines, texts and habits, but no customer and no dates."""

    __tablename__ = "quote_template"

    name: Mapped[str] = short_text(mark("Name"), most=100)
    key: Mapped[str] = mapped_column(unique=True)
    """The folded name, so that two differ in more than case."""
    draft: Mapped[dict[str, Any]] = mapped_column(JSON)


class Snippet(Base):
    """A text to put into quotes, with variables such as {{ contact.name }}."""

    __tablename__ = "snippet"

    name: Mapped[str] = short_text(mark("Name"), most=100)
    key: Mapped[str] = mapped_column(unique=True)
    text: Mapped[str] = long_text(mark("Text"), most=200_000)
