"""Reads what a table brings for fields of the user's own, each by the kind of its field."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from deskcrm.domain.business import own_currency
from deskcrm.domain.custom import (
    FieldKind,
    FieldOwner,
    FieldSpec,
    Value,
    is_readable,
    read,
)
from deskcrm.domain.people import ContactKind
from deskcrm.domain.text import fold, one_line
from deskcrm.features.exchange import dates
from deskcrm.features.exchange.card import Card
from deskcrm.features.exchange.mapping import Header
from deskcrm.features.exchange.numbers import ColumnNumbers, UndecidedNumber, parted
from deskcrm.features.exchange.place import own_field
from deskcrm.features.fields.queries import field_owner, fields_of
from deskcrm.i18n import SOURCE_LANGUAGE, _, language

_TEXTS: Final = frozenset({FieldKind.TEXT, FieldKind.LONG_TEXT})
_FIGURES: Final = frozenset({FieldKind.NUMBER, FieldKind.MONEY})
_SHOWN: Final = 60


@dataclass(frozen=True, slots=True)
class OwnFields:
    """The fields of people and organizations, and what is meant where a cell does not say it."""

    specs: tuple[FieldSpec, ...] = ()
    language: str = SOURCE_LANGUAGE
    """Whose signs stand in numbers."""
    currency: str = "EUR"

    @property
    def names(self) -> frozenset[str]:
        """The names of the fields as they are compared."""
        return frozenset(fold(one_line(spec.name)) for spec in self.specs)


def own_fields(session: Session) -> OwnFields:
    """Return the fields that contacts have of the user's own."""
    specs = fields_of(session, FieldOwner.PERSON, FieldOwner.ORGANIZATION)
    return OwnFields(specs, language(), own_currency(session))


class Fitter:
    """Makes the texts of a table's rows values of the fields whose names they have.

    What does not fit its field stays as it is written, with a remark: no row is refused for it.
    """

    def __init__(
        self,
        own: OwnFields,
        header: Header,
        rows: Sequence[Sequence[str]],
        remark: Callable[[int, str], None],
        *,
        order: dates.Order | None,
        is_plain: bool,
    ) -> None:
        """Take the order of dates that the table leaves open, and whether its numbers are in plain notation."""
        self._own = own
        self._header = header
        self._rows = rows
        self._remark = remark
        self._order = order
        self._numbers = ColumnNumbers(
            own.language,
            lambda column: (
                parted(one_line(cell), own.currency)[0] for cell in self._cells(column)
            ),
            is_plain=is_plain,
        )
        self._specs = {(spec.owner, fold(one_line(spec.name))): spec for spec in own.specs}
        self._found: dict[tuple[ContactKind, str], FieldSpec | None] = {}
        self._orders: dict[str, dates.Order | None] = {}
        self.undecided: dict[str, None] = {}
        """The columns of dates in which day and month could be either."""
        self.fields: dict[str, str] = {}
        """The columns that were read by a field, with its name."""

    def fit(self, number: int, card: Card) -> None:
        """Read what a row brings beside the fields that every contact has."""
        fitted: dict[str, Value] = {}
        for name, text in card.custom.items():
            spec = self._spec(card.kind, name)
            is_taken = spec is not None and spec.name != name and spec.name in card.custom
            if spec is None or is_taken or not isinstance(text, str):
                fitted[name] = text
                continue
            self.fields[self._column_of(name)] = spec.name
            if (value := self._value(number, spec, name, text)) is not None:
                fitted[spec.name] = value
        card.custom = fitted

    def _spec(self, kind: ContactKind, name: str) -> FieldSpec | None:
        if (kind, name) not in self._found:
            key = field_owner(kind), fold(one_line(name))
            self._found[kind, name] = self._specs.get(key)
        return self._found[kind, name]

    def _value(self, number: int, spec: FieldSpec, column: str, text: str) -> Value | None:
        """Return what a cell says, None for a date of nothing but zeros."""
        if spec.kind in _TEXTS:
            return text
        if spec.kind is FieldKind.DATE and dates.no_date(text):
            return None
        try:
            value = self._read(spec, column, text)
        except dates.Undecided:
            self.undecided[column] = None
            reason = _("“{text}” may be day/month or month/day; it was kept as text.")
        except UndecidedNumber:
            reason = _(
                "The point in “{text}” may stand for thousands or for decimals; it was kept as text."
            )
        else:
            if is_readable(spec, value):
                return value
            reason = _("“{text}” does not fit the field “{field}”; it was kept as text.")
        shown = one_line(text)
        shown = shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"
        self._remark(number, reason.format(text=shown, field=spec.name))
        return text

    def _read(self, spec: FieldSpec, column: str, text: str) -> Value:
        if spec.kind is FieldKind.DATE:
            try:
                return dates.read_date(text, self._order_in(column)).isoformat()
            except dates.Undecided:
                raise
            except ValueError:
                return text
        if spec.kind in _FIGURES:
            figure, code = one_line(text), ""
            if spec.kind is FieldKind.MONEY:
                figure, code = parted(figure, self._own.currency)
            found = self._numbers.digits(column, figure)
            text = f"{found} {code}".strip() if found else text
        return read(spec, text, language=self._own.language, currency=self._own.currency)

    def _order_in(self, column: str) -> dates.Order | None:
        """Return which number is the day, as a column proves it or somebody said."""
        if column not in self._orders:
            self._orders[column] = dates.order_of(self._cells(column)) or self._order
        return self._orders[column]

    def _column_of(self, name: str) -> str:
        """Return the column that somebody sent to a field, else the one that has its name."""
        place = own_field(name)
        if place in self._header.places:
            return self._header.names[self._header.places.index(place)]
        return name

    def _cells(self, name: str) -> Iterator[str]:
        """Give the cells of a field's column; none for a name that stands in the rows themselves."""
        column = self._column_of(name)
        if column not in self._header.names:
            return
        place = self._header.names.index(column)
        yield from (cells[place] for cells in self._rows if place < len(cells))
