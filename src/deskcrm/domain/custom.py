"""Fields that the user adds to contacts, deals and catalog items, and what may stand in them.

Values are kept with their record, by the field's name, as plain JSON: a number as its digits, money
as digits and currency, a day as ISO text, several choices as a list. So a value that an import
brought is there at once when a field of its name is added.
"""

import enum

from sqlalchemy import JSON, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, validates

from deskcrm.domain.base import Base, choice, short_text
from deskcrm.domain.text import fold, one_line
from deskcrm.i18n import mark


class FieldKind(enum.StrEnum):
    """What stands in a field."""

    TEXT = "text"
    LONG_TEXT = "long-text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    YES_NO = "yes-no"
    CHOICE = "choice"
    CHOICES = "choices"
    LINK = "link"


class FieldOwner(enum.StrEnum):
    """What a field is a field of."""

    PERSON = "person"
    ORGANIZATION = "organization"
    DEAL = "deal"
    ITEM = "item"


class CustomField(Base):
    """A field of the user's own."""

    __tablename__ = "custom_field"
    __table_args__ = (UniqueConstraint("owner", "key"), {"sqlite_autoincrement": True})

    owner: Mapped[FieldOwner] = mapped_column(choice(FieldOwner))
    name: Mapped[str] = short_text(mark("Field"), most=100)
    key: Mapped[str] = mapped_column(default="")
    """The name as it is compared."""
    kind: Mapped[FieldKind] = mapped_column(choice(FieldKind))
    required: Mapped[bool] = mapped_column(default=False)
    options: Mapped[list[str]] = mapped_column(JSON, default=list)
    """What can be chosen, in order."""
    position: Mapped[int] = mapped_column(default=0)

    @validates("name")
    def _compare_by_name(self, key: str, name: str) -> str:  # noqa: ARG002
        self.key = fold(one_line(name))
        return name
