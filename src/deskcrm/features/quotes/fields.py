"""The fields of JSON objects, read strictly: what is missing or wrong is named by its place."""

import datetime as dt
import enum
import re
from decimal import Decimal
from typing import Any, TypeVar

from deskcrm.domain.totals import TaxCategory
from deskcrm.errors import CrmError
from deskcrm.i18n import _, mark

ChoiceT = TypeVar("ChoiceT", bound=enum.StrEnum)

_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")


class MissingField(CrmError):
    """A field that the figures of a quote cannot do without."""

    sentence = mark("“{field}” is missing.")


class WrongField(CrmError):
    """A field that holds something else than it should."""

    sentence = mark("“{field}” has to be {expected}.")


class Fields:
    """The fields of a JSON object that stands at `place` in the document; null counts as absent."""

    def __init__(self, values: dict[str, Any], place: str = "") -> None:
        self._values = values
        self._place = place

    def is_object(self, name: str) -> bool:
        """Say whether a field holds an object."""
        return isinstance(self._values.get(name), dict)

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text."""
        value = self._get(name, default)
        if not isinstance(value, str):
            raise self.wrong(name, _("a text"))
        return value

    def text_or_none(self, name: str) -> str | None:
        """Return a text, or None if absent."""
        return None if self._values.get(name) is None else self.text(name)

    def flag(self, name: str) -> bool:
        """Return true or false; false if absent."""
        value = self._get(name, default=False)
        if not isinstance(value, bool):
            raise self.wrong(name, _("true or false"))
        return value

    def number(self, name: str, default: Decimal | None = None) -> Decimal:
        """Return a number, written as a JSON number or as a text in plain notation."""
        value = self._get(name, default)
        if isinstance(value, str) and _NUMBER.fullmatch(value):
            return Decimal(value)
        if isinstance(value, float):
            value = Decimal(repr(value))  # 0.1 as it was written, not the binary number nearest
        elif isinstance(value, int) and not isinstance(value, bool):
            value = Decimal(value)
        if isinstance(value, Decimal) and value.is_finite():
            return value
        raise self.wrong(name, _("a number such as 12.50"))

    def number_or_none(self, name: str) -> Decimal | None:
        """Return a number, or None if absent."""
        return None if self._values.get(name) is None else self.number(name)

    def object(self, name: str) -> "Fields":
        """Return the fields of an object."""
        value = self._get(name)
        if not isinstance(value, dict):
            raise self.wrong(name, _("an object"))
        return Fields(value, self._path(name))

    def object_or_none(self, name: str) -> "Fields | None":
        """Return the fields of an object, or None if absent."""
        return None if self._values.get(name) is None else self.object(name)

    def objects(self, name: str, *, required: bool = False) -> "list[Fields]":
        """Return the fields of each object in a list; none if absent, unless required."""
        values = self._get(name, None if required else [])
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            raise self.wrong(name, _("a list of objects"))
        return [Fields(value, f"{self._path(name)}[{i}]") for i, value in enumerate(values)]

    def date_or_none(self, name: str) -> dt.date | None:
        """Return a day written as 2026-11-21, or None if absent."""
        text = self.text_or_none(name)
        if text is None:
            return None
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            raise self.wrong(name, _("a date such as 2026-11-21")) from None

    def whole_or_none(self, name: str) -> int | None:
        """Return a whole number above zero, such as an id, or None if absent."""
        value = self._values.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 2**63:
            raise self.wrong(name, _("a whole number above zero"))
        return value

    def choice(self, name: str, kind: type[ChoiceT], default: ChoiceT) -> ChoiceT:
        """Return one of an enum's values, or `default` if absent."""
        text = self.text_or_none(name)
        try:
            return default if text is None else kind(text)
        except ValueError:
            values = ", ".join(kind)
            raise self.wrong(name, _("one of {codes}").format(codes=values)) from None

    def category(self, name: str) -> TaxCategory:
        """Return a tax category by its code."""
        try:
            return TaxCategory(self.text(name))
        except ValueError:
            codes = ", ".join(TaxCategory)
            raise self.wrong(name, _("one of {codes}").format(codes=codes)) from None

    def _get(self, name: str, default: Any = None) -> Any:
        value = self._values.get(name)
        if value is None:
            value = default
        if value is None:
            raise MissingField(field=self._path(name))
        return value

    def _path(self, name: str) -> str:
        return f"{self._place}.{name}" if self._place else name

    def wrong(self, name: str, expected: str) -> WrongField:
        """Make the error that a field is not as expected."""
        return WrongField(field=self._path(name), expected=expected)
