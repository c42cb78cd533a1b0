"""Decides what an import does with each row of a file of items: new, changed, the same, or refused."""

import enum
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from deskcrm.domain.business import own_currency
from deskcrm.domain.catalog import CatalogItem, TaxRate
from deskcrm.domain.custom import FieldOwner, read
from deskcrm.domain.text import fold, one_line
from deskcrm.domain.totals import TaxCategory
from deskcrm.errors import CrmError, Unreadable
from deskcrm.features.catalog.columns import PLAIN, SPOKEN, Place
from deskcrm.features.catalog.form import ItemForm, ItemText
from deskcrm.features.catalog.incoming import CatalogFile
from deskcrm.features.catalog.queries import ItemRow, catalog_items, item_row
from deskcrm.features.catalog.usecases import fill
from deskcrm.features.exchange.cells import json_value
from deskcrm.features.exchange.numbers import ColumnNumbers, UndecidedNumber, parted
from deskcrm.features.fields.queries import fields_of
from deskcrm.i18n import _, language, mark
from deskcrm.jobs import Progress, Silent

_YES: Final = frozenset({"yes", "true", "1", "x", "да", "si", "بله"})
_WORDS: Final = {
    "name": PLAIN["name"],
    "description": PLAIN["description"],
    "unit": PLAIN["unit"],
    "unit_price": PLAIN["price"],
    "currency": PLAIN["currency"],
    "tax_rate_id": PLAIN["tax"],
    "custom": PLAIN["custom"],
    "cost": PLAIN["cost"],
    "category": PLAIN["category"],
    "prices": mark("Other prices"),
    "texts": mark("Other languages"),
}
"""How the window calls what can change."""


class NoSuchTax(CrmError):
    """A name that none of the taxes has."""

    sentence = mark("There is no tax called “{text}”. Add it in the settings, or correct the file.")


class NoPrice(CrmError):
    """An item that costs nothing that is said."""

    sentence = mark("It has no price in {currency}.")


class Undecided(CrmError):
    """A number that may be two."""

    sentence = mark("The point in “{text}” may stand for thousands or for decimals.")


class TwiceInFile(CrmError):
    """A row with the name and category of an earlier one."""

    sentence = mark("Row {row} is the same item.")


class WhichItem(CrmError):
    """A name that several items have, in a file that does not say their category."""

    sentence = mark("Several items are called so. A column “category” would tell which is meant.")


class Verdict(enum.Enum):
    """What happens to a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class RowPlan:
    """What happens to one row."""

    row: int
    name: str
    verdict: Verdict
    changed: tuple[str, ...] = ()
    """What changes, in the user's words."""
    reason: str = ""
    form: ItemForm | None = None
    archived: bool = False
    item_id: int | None = None


@dataclass(frozen=True, slots=True)
class CatalogPlan:
    """What happens to each row of a file, and the columns that are left out."""

    name: str
    rows: tuple[RowPlan, ...]
    left_out: tuple[str, ...]

    def count(self, verdict: Verdict) -> int:
        """Return how many rows have a verdict."""
        return sum(row.verdict is verdict for row in self.rows)


def plan_catalog(
    session: Session, file: CatalogFile, progress: Progress | None = None
) -> CatalogPlan:
    """Decide on every row; nothing is written."""
    progress = progress or Silent()
    planner = _Planner(session, file)
    rows = []
    for number, cells in enumerate(file.rows, 1):
        if number % 100 == 0:
            progress.report(number, len(file.rows))
        rows.append(planner.decide(number, cells))
    known = {*planner.own, *(n for n, place in enumerate(file.places) if place is not None)}
    left_out = (title for n, title in enumerate(file.header) if n not in known and title.strip())
    return CatalogPlan(file.name, tuple(rows), tuple(left_out))


class _Planner:
    """Reads rows one after the other and compares each with the item that it is."""

    def __init__(self, session: Session, file: CatalogFile) -> None:
        self._file = file
        self._home = own_currency(session)
        self._specs = fields_of(session, FieldOwner.ITEM)
        self.own = file.own(self._specs)
        self._taxes = list(
            session.scalars(
                select(TaxRate).order_by(TaxRate.archived, TaxRate.position, TaxRate.id)
            )
        )
        self._known: dict[tuple[str, str], list[ItemRow]] = defaultdict(list)
        self._by_name: dict[str, list[ItemRow]] = defaultdict(list)
        for item in sorted(catalog_items(session, archived=True), key=lambda item: item.id):
            self._known[fold(item.category), fold(item.name)].append(item)
            self._by_name[fold(item.name)].append(item)
        self._seen: dict[tuple[str, str], list[int]] = defaultdict(list)
        columns = {place: number for number, place in enumerate(file.places) if place}
        self._columns = columns
        titles = {file.header[number]: number for number in columns.values()}
        self._numbers = ColumnNumbers(
            language(),
            lambda title: (
                parted(one_line(text), self._home)[0] for text in file.column(titles[title])
            ),
            is_plain=file.is_exact,
        )

    def decide(self, number: int, cells: Sequence[str]) -> RowPlan:
        """Return what happens to a row."""
        said = {place: self._file.cell(cells, column) for place, column in self._columns.items()}
        if not self._file.is_exact:
            said = {place: text for place, text in said.items() if text.strip()}
        name = one_line(said.get(Place("name"), ""))
        try:
            return self._decide(number, name, said, cells)
        except CrmError as error:
            return RowPlan(number, name, Verdict.REFUSED, reason=str(error))

    def _decide(
        self, number: int, name: str, said: Mapping[Place, str], cells: Sequence[str]
    ) -> RowPlan:
        known = self._match(number, name, said)
        form = self._form(name, said, known)
        own = self._own(said, cells, known)
        if known is None or own is not None:
            form = replace(form, custom=own or {})
        archived = known.archived if known else False
        if Place("archived") in said:
            archived = fold(said[Place("archived")]) in _YES
        # An item that is never saved: it says what would be wrong, and how its texts are kept.
        trial = CatalogItem(custom=dict(known.custom) if known else None)
        fill(trial, form, self._specs)
        kept = item_row(trial).form
        if known is None:
            return RowPlan(number, name, Verdict.NEW, form=form, archived=archived)
        changed = list(_changed(known.form, kept))
        if archived is not known.archived:
            changed.append(_(PLAIN["archived"]))
        verdict = Verdict.CHANGED if changed else Verdict.SAME
        return RowPlan(number, name, verdict, tuple(changed), "", form, archived, known.id)

    def _match(self, number: int, name: str, said: Mapping[Place, str]) -> ItemRow | None:
        """Return the item that a row is: of the same name within its category."""
        category = said.get(Place("category"))
        if category is None and Place("category") not in self._columns:
            found = self._by_name[fold(name)]
            if len(found) > 1:
                raise WhichItem
            key = ("", fold(name))
        else:
            key = (fold(one_line(category or "")), fold(name))
            found = self._known[key]
        earlier = self._seen[key]
        if earlier and not self._file.is_exact and name:
            raise TwiceInFile(row=earlier[0])
        earlier.append(number)
        # Items may share a name; an exact file has them all, in their order.
        return found[len(earlier) - 1] if len(earlier) <= len(found) else None

    def _form(self, name: str, said: Mapping[Place, str], known: ItemRow | None) -> ItemForm:
        before = known.form if known else ItemForm(name, "", "", Decimal(0), self._home)
        plain: dict[str, Any] = {
            what: said[Place(what)]
            for what in ("name", "description", "unit", "category")
            if Place(what) in said
        }
        currency, price, others = self._prices(said, known)
        form = replace(
            before, custom=None, currency=currency, unit_price=price, prices=others,
            texts=_texts(said, before.texts), **plain,
        )  # fmt: skip
        if Place("cost") in said:
            form = replace(form, cost=self._number(Place("cost"), said[Place("cost")]))
        if Place("tax") in said:
            form = replace(form, tax_rate_id=self._tax(said[Place("tax")], known))
        return form

    def _prices(
        self, said: Mapping[Place, str], known: ItemRow | None
    ) -> tuple[str, Decimal, tuple[tuple[str, Decimal], ...]]:
        """Return an item's own currency, its price in it, and its prices in others."""
        prices = {known.currency: known.unit_price, **dict(known.prices)} if known else {}
        for place, text in said.items():
            if place.what == "price" and place.code:
                price = self._number(place, text)
                if price is None:
                    prices.pop(place.code, None)
                else:
                    prices[place.code] = price
        currency = one_line(said.get(Place("currency"), "")).upper()
        bare = self._number(Place("price"), said.get(Place("price"), ""))
        if not currency:
            named = next(iter(prices), self._home)
            at_home = bare is not None or self._home in prices
            currency = known.currency if known else self._home if at_home else named
        if bare is not None:
            prices[currency] = bare
        if currency not in prices:
            raise NoPrice(currency=currency)
        price = prices.pop(currency)
        return currency, price, tuple(sorted(prices.items()))

    def _number(self, place: Place, text: str) -> Decimal | None:
        if not text.strip():
            return None
        figure, _code = parted(one_line(text), self._home)
        try:
            found = self._numbers.digits(self._file.header[self._columns[place]], figure)
        except UndecidedNumber:
            raise Undecided(text=one_line(text)) from None
        if not found:
            raise Unreadable(text=one_line(text), expected=_("a number"))
        return Decimal(found)

    def _tax(self, text: str, known: ItemRow | None) -> int | None:
        """Return the tax of this name, or the one that is charged at this rate."""
        wanted = fold(one_line(text))
        if not wanted:
            return None
        if known is not None and known.tax_rate_id and fold(known.tax_name) == wanted:
            return known.tax_rate_id
        for tax in self._taxes:
            if fold(tax.name) == wanted:
                return tax.id
        try:
            rate = self._number(Place("tax"), text.replace("%", "").strip())
        except CrmError:
            rate = None
        charged = [
            tax.id
            for tax in self._taxes
            if not tax.archived and tax.category is TaxCategory.S and tax.rate == rate
        ]
        if len(charged) != 1:
            raise NoSuchTax(text=one_line(text))
        return charged[0]

    def _own(
        self, said: Mapping[Place, str], cells: Sequence[str], known: ItemRow | None
    ) -> dict[str, Any] | None:
        """Return the values of the user's own fields, None if the file says none."""
        if self._file.is_exact:
            text = said[Place("custom")] or "{}"
            found = json_value(text)
            if not isinstance(found, dict):
                raise Unreadable(text=text, expected="JSON")
            return found
        values = dict(known.custom) if known else {}
        for number, spec in self.own.items():
            text = self._file.cell(cells, number)
            if text.strip():
                values[spec.name] = read(spec, text, language=language(), currency=self._home)
        return values if self.own else None


def _texts(said: Mapping[Place, str], before: tuple[ItemText, ...]) -> tuple[ItemText, ...]:
    """Return the words in other languages with those that a row says."""
    texts = {text.language: text for text in before}
    for place, text in said.items():
        if place.code and place.what in SPOKEN:
            words: dict[str, Any] = {place.what: text}
            texts[place.code] = replace(texts.get(place.code, ItemText(place.code)), **words)
    return tuple(texts[code] for code in sorted(texts) if not texts[code].is_empty)


def _changed(before: ItemForm, after: ItemForm) -> Iterator[str]:
    for field in fields(ItemForm):
        if getattr(before, field.name) != getattr(after, field.name):
            yield _(_WORDS[field.name])
