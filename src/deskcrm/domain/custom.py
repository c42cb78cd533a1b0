"""Fields that the user adds to contacts, deals and catalog items, and what may stand in them.

Values are kept with their record, by the field's name, as plain JSON: a number as its digits, money
as digits and currency, a day as ISO text, several choices as a list. So a value that an import
brought is there at once when a field of its name is added.
"""

import datetime as dt
import enum
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, NoReturn

from sqlalchemy import JSON, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, validates

from deskcrm.domain.base import Base, choice, short_text
from deskcrm.domain.money import CURRENCIES
from deskcrm.domain.numbers import plain, read_decimal
from deskcrm.domain.text import fold, keepable, one_line
from deskcrm.errors import CrmError, Required, TooLong, Unreadable
from deskcrm.i18n import _, mark

Value = str | bool | list[str]
"""A value as it is kept."""

_MOST: Final = 100_000
_NOTHING: Final[tuple[object, ...]] = (None, "", [], ())
_NUMBER: Final = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LINK: Final = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)
_YES_NO: Final = {
    **dict.fromkeys(("yes", "true", "1", "x", "да", "si", "ja", "بله"), True),
    **dict.fromkeys(("no", "false", "0", "не", "nein", "خیر"), False),
}


class NotOffered(CrmError):
    """A value that is none of a field's choices."""

    sentence = mark("“{text}” is not one of the choices of “{label}”.")


class NoLink(CrmError):
    """A text that no browser could open."""

    sentence = mark("“{text}” is not a link. It begins with https:// or mailto:.")


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

    @property
    def spec(self) -> "FieldSpec":
        """The field as forms, lists and filters know it."""
        return FieldSpec(
            self.id, self.owner, self.name, self.kind, self.required, tuple(self.options)
        )


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """What is known of a field of the user's own."""

    id: int
    owner: FieldOwner
    name: str
    kind: FieldKind
    required: bool = False
    options: tuple[str, ...] = ()

    @property
    def form_name(self) -> str:
        """How forms, and errors that name a field, call it."""
        return f"custom.{self.id}"


def checked(
    specs: Iterable[FieldSpec], values: Mapping[str, Any], before: Mapping[str, Any]
) -> dict[str, Value]:
    """Return values as they are kept, by name, without those that say nothing.

    What stands under a name that is no field's is kept as it is, and so is what was there `before`.
    Raise Required, Unreadable, TooLong, NoLink or NotOffered, naming the form's field.
    """
    kept = {name: value for name, value in values.items() if value not in _NOTHING}
    for spec in specs:
        value = kept.get(spec.name)
        if value is None:
            if spec.required:
                raise Required(field=spec.form_name, label=spec.name)
        elif value != before.get(spec.name):
            _require_sound(spec, value)
    return kept


def _require_sound(spec: FieldSpec, value: Value) -> None:
    if not is_readable(spec, value):
        _refuse(spec, value)
    if isinstance(value, str) and len(value) > _MOST:
        raise TooLong(field=spec.form_name, label=spec.name, most=_MOST, length=len(value))


def is_readable(spec: FieldSpec, value: Value) -> bool:
    """Say whether a value is one that its field keeps; an import may have brought another."""
    match spec.kind:
        case FieldKind.YES_NO:
            return isinstance(value, bool)
        case FieldKind.CHOICES:
            return isinstance(value, list) and all(one in spec.options for one in value)
        case FieldKind.CHOICE:
            return isinstance(value, str) and value in spec.options
        case FieldKind.NUMBER:
            return as_number(value) is not None
        case FieldKind.MONEY:
            return as_money(value) is not None
        case FieldKind.DATE:
            return as_day(value) is not None
        case FieldKind.LINK:
            return isinstance(value, str) and _LINK.fullmatch(value) is not None
        case _:
            return isinstance(value, str)


def as_number(value: Value | None) -> Decimal | None:
    """Return the number that a value is, or None."""
    if not isinstance(value, str) or _NUMBER.fullmatch(value) is None:
        return None
    return Decimal(value)


def as_money(value: Value | None) -> tuple[Decimal, str] | None:
    """Return the amount and the currency that a value is, or None."""
    digits, _blank, currency = value.partition(" ") if isinstance(value, str) else ("", "", "")
    amount = as_number(digits)
    return None if amount is None or currency not in CURRENCIES else (amount, currency)


def as_day(value: Value | None) -> dt.date | None:
    """Return the day that a value is, or None."""
    if not isinstance(value, str) or _DAY.fullmatch(value) is None:
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None


def read(spec: FieldSpec, text: str, *, language: str, currency: str) -> Value:
    """Read a text that a file brings as a value of a field; what cannot be read stays the text.

    `currency` is meant where an amount names none.
    """
    text = keepable(text)
    value = _read(spec, one_line(text), language, currency)
    return text if value is None else value


def texts(value: Any) -> list[str]:
    """Return the words of a value, by which its record is found."""
    if isinstance(value, list):
        return [word for one in value for word in texts(one)]
    return [] if isinstance(value, bool) or value is None else [str(value)]


def _read(spec: FieldSpec, text: str, language: str, currency: str) -> Value | None:
    match spec.kind:
        case FieldKind.NUMBER:
            return _number(text, language)
        case FieldKind.MONEY:
            if as_money(text) is not None:
                return text
            code = re.search("[A-Z]{3}", text)
            amount = _number(re.sub("[A-Z]{3}", "", text).strip(), language)
            return None if amount is None else f"{amount} {code[0] if code else currency}"
        case FieldKind.YES_NO:
            return _YES_NO.get(fold(text))
        case FieldKind.CHOICE:
            return _option(spec, text)
        case FieldKind.CHOICES:
            parts = [part.strip() for part in re.split(r"[;,\n]", text) if part.strip()]
            options = [_option(spec, part) for part in parts]
            found = [option for option in options if option is not None]
            return found if parts and len(found) == len(parts) else None
        case FieldKind.LONG_TEXT:
            return None
        case _:
            return text or None


def _number(text: str, language: str) -> str | None:
    if _NUMBER.fullmatch(text):
        return text
    try:
        return plain(read_decimal(text, language))
    except Unreadable:
        return None


def _option(spec: FieldSpec, text: str) -> str | None:
    return next((option for option in spec.options if fold(option) == fold(text)), None)


def _refuse(spec: FieldSpec, value: Value) -> NoReturn:
    text = ", ".join(texts(value))
    match spec.kind:
        case FieldKind.CHOICE | FieldKind.CHOICES:
            raise NotOffered(field=spec.form_name, text=text, label=spec.name)
        case FieldKind.LINK:
            raise NoLink(field=spec.form_name, text=text)
        case FieldKind.DATE:
            expected = _("a date")
        case FieldKind.MONEY:
            expected = _("an amount")
        case _:
            expected = _("a number")
    raise Unreadable(field=spec.form_name, text=text, expected=expected)
