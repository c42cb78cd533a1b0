"""Segments: saved filters over contacts, by name."""

from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column, validates

from deskcrm.domain.base import Base, short_text
from deskcrm.domain.text import fold, one_line
from deskcrm.i18n import mark


class Segment(Base):
    """Contacts that meet conditions, whoever they are at the time."""

    __tablename__ = "segment"

    name: Mapped[str] = short_text(mark("Segment"), most=100)
    key: Mapped[str] = mapped_column(default="", unique=True)
    """The name as it is compared."""
    conditions: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What the contacts have in common, as the filter of the list writes it."""

    @validates("name")
    def _compare_by_name(self, key: str, name: str) -> str:  # noqa: ARG002
        self.key = fold(one_line(name))
        return name
