"""What every entity shares: the declarative base and the column types of the trade."""

import datetime as dt
import enum
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar

from sqlalchemy import Dialect, Enum, Integer, MetaData, Text, event, inspect
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, Mapper, mapped_column
from sqlalchemy.types import TypeDecorator

from deskcrm.domain.text import keepable, one_line
from deskcrm.errors import CrmError, TooLong
from deskcrm.i18n import _, mark

SCALE = 10_000
"""Amounts are kept as whole numbers of 1/10,000: exact, and summed by the database."""

_LARGEST = 9 * 10**14


class AmountTooLarge(CrmError):
    """An amount beyond what any freelancer was ever paid."""

    sentence = mark("The amount {amount} is too large.")


class Amount(TypeDecorator[Decimal]):
    """An amount of money with up to four decimals, kept as an integer."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Scale an amount to its integer."""
        return None if value is None else int(value * SCALE)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        """Scale an integer back to its amount."""
        return None if value is None else Decimal(value) / SCALE


class Exact(TypeDecorator[Decimal]):
    """A decimal of any length (a unit price, a quantity, a rate), kept as its digits."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write the digits."""
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        """Read the digits."""
        return None if value is None else Decimal(value)


class Instant(TypeDecorator[dt.datetime]):
    """A moment, kept in UTC as ISO text that sorts by time."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write the moment in UTC; a time without a zone is a bug."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(value)
        return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def process_result_value(self, value: str | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        """Read the moment in UTC."""
        return None if value is None else dt.datetime.fromisoformat(value)


class Words(TypeDecorator[str]):
    """A text that strangers may have typed: cleaned and measured when it is set."""

    impl = Text
    cache_ok = True

    def __init__(self, most: int, *, lines: bool = False) -> None:
        super().__init__()
        self.most = most
        self.lines = lines

    def clean(self, value: str, label: str) -> str:
        """Return the text as it is kept; raise TooLong, naming the field, if it does not fit."""
        text = keepable(value) if self.lines else one_line(value)
        if len(text) > self.most:
            raise TooLong(label=_(label), most=self.most, length=len(text))
        return text


def short_text(label: str, *, most: int = 500, index: bool = False) -> MappedColumn[str]:
    """Make a column for one line of text; `label` names it to the user."""
    return mapped_column(Words(most), default="", index=index, info={"label": label})


def long_text(label: str, *, most: int = 1_000_000) -> MappedColumn[str]:
    """Make a column for a text of several lines; `label` names it to the user."""
    return mapped_column(Words(most, lines=True), default="", info={"label": label})


def choice(kind: type[enum.Enum]) -> Enum:
    """Make the type of a column that holds one of an enum's values."""
    return Enum(
        kind,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=False,
        length=20,
    )


class Base(DeclarativeBase):
    """The root of all entities; its table's name is the kind by which changes are told."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {dt.datetime: Instant}
    __table_args__: Any = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy's own form

    id: Mapped[int] = mapped_column(Integer, primary_key=True, sort_order=-1)

    def __init__(self, **values: Any) -> None:
        """Make an entity; plain defaults hold at once, not only after it is saved."""
        # Defaults first: what is derived when a value is set must not be overwritten by one.
        for name, value in _defaults(type(self)).items():
            if name not in values:
                setattr(self, name, value)
        for name, value in values.items():
            if not hasattr(type(self), name):
                raise TypeError(name)
            setattr(self, name, value)


@cache
def _defaults(cls: type[Base]) -> dict[str, Any]:
    """Return the plain default values of a class's attributes."""
    return {
        attribute.key: attribute.columns[0].default.arg
        for attribute in inspect(cls).column_attrs
        if attribute.columns[0].default is not None and attribute.columns[0].default.is_scalar
    }


@event.listens_for(Mapper, "mapper_configured")
def _watch_attributes(mapper: Mapper[Any], cls: type[Any]) -> None:
    """Clean every text the moment it is set, and load every old value before it is replaced.

    Without the old value (`active_history`), undo of an attribute that was expired does nothing.
    """
    for attribute in mapper.column_attrs:
        column = attribute.columns[0]
        watch: Callable[..., Any] = _pass
        if isinstance(column.type, Words):
            watch = _cleaner(column.type, str(column.info.get("label", column.key)))
        elif isinstance(column.type, Amount):
            watch = _fitting
        event.listen(getattr(cls, attribute.key), "set", watch, retval=True, active_history=True)


def _cleaner(words: Words, label: str) -> Callable[..., str]:
    def clean(target: Any, value: str, previous: Any, token: Any) -> str:  # noqa: ARG001
        return words.clean(value, label)

    return clean


def _fitting(target: Any, value: Decimal | None, previous: Any, token: Any) -> Decimal | None:  # noqa: ARG001
    if value is not None and not abs(value) < _LARGEST:
        raise AmountTooLarge(amount=value)
    return value


def _pass(target: Any, value: Any, previous: Any, token: Any) -> Any:  # noqa: ARG001
    return value
