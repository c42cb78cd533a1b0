"""A difference between two quotes in words, as rows for the window and the terminal, or as JSON."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from deskcrm import formats
from deskcrm.domain.money import digits, round_money
from deskcrm.domain.payments import Part
from deskcrm.domain.quotes import LineKind
from deskcrm.domain.totals import Adjustment, Period, Tax
from deskcrm.features.quotes.exchange import adjustments_to_json, payments_to_json, tax_to_json
from deskcrm.features.quotes.queries.difference import (
    Cell,
    Change,
    Difference,
    DocumentLine,
    LinePair,
    Value,
)
from deskcrm.i18n import _, mark

_NAMES: Final = {
    "title": mark("Title"),
    "heading": mark("Printed title"),
    "customer": mark("Customer"),
    "person": mark("Person"),
    "address": mark("Address"),
    "language": mark("Language"),
    "currency": mark("Currency"),
    "prices_include_tax": mark("Prices include tax"),
    "date": mark("Date"),
    "valid_until": mark("Valid until"),
    "introduction": mark("Introduction"),
    "discounts": mark("Discounts"),
    "charges": mark("Surcharges"),
    "prepaid": mark("Already paid"),
    "cash_rounding": mark("Round the total to"),
    "payments": mark("Payment plan"),
    "terms": mark("Terms"),
    "description": mark("Description"),
    "hides_prices": mark("Prices hidden"),
    "quantity": mark("Quantity"),
    "unit": mark("Unit"),
    "unit_price": mark("Price"),
    "price_base_quantity": mark("Price is for"),
    "tax": mark("Tax"),
    "optional": mark("Optional"),
    "alternative": mark("Alternative"),
    "period": mark("Charged"),
    "amount": mark("Amount"),
    "net": mark("Net"),
    "gross": mark("Gross"),
    "payable": mark("Total"),
    "with_options": mark("With all options"),
}
_PERIODS: Final = {
    Period.ONCE: mark("once"),
    Period.MONTH: mark("every month"),
    Period.YEAR: mark("every year"),
}
_CHANGES: Final = {
    Change.SAME: "",
    Change.CHANGED: mark("changed"),
    Change.MOVED: mark("moved"),
    Change.ADDED: mark("added"),
    Change.REMOVED: mark("removed"),
}
_MONEY: Final = frozenset(
    {
        "amount", "net", "tax", "gross", "payable", "with_options", "prepaid",
        "cash_rounding",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """One row of a difference: a heading, a line, or something both quotes say."""

    label: str
    before: str = ""
    after: str = ""
    change: Change = Change.SAME
    is_heading: bool = False
    is_part: bool = False
    """Whether it is one cell of the line above it."""


def change_word(change: Change) -> str:
    """Return a change in a word; "" where there is none."""
    return _(_CHANGES[change]) if _CHANGES[change] else ""


def difference_rows(found: Difference) -> list[DifferenceRow]:
    """Return a difference as rows: the facts that differ, every line, every total."""
    facts = [_fact(cell, found) for cell in found.facts if cell.changed]
    rows = [DifferenceRow(_("Details"), is_heading=True), *facts] if facts else []
    rows.append(DifferenceRow(_("Lines"), is_heading=True))
    for pair in found.lines:
        rows.extend(_line(pair, found))
    rows.append(DifferenceRow(_("Totals"), is_heading=True))
    paid = next(cell for cell in found.totals if cell.name == "payable")
    rows.extend(
        _fact(cell, found)
        for cell in found.totals
        if cell.name != "gross" or (cell.before, cell.after) != (paid.before, paid.after)
    )
    return rows


def difference_to_json(found: Difference) -> dict[str, Any]:
    """Return a difference as JSON values: the facts that differ, every line, every total."""
    return {
        "same": found.is_empty,
        "facts": [_cell_to_json(cell, found) for cell in found.facts if cell.changed],
        "lines": [
            {
                "change": pair.change.value,
                "kind": _either(pair).kind.value,
                "before": _place_to_json(pair.before, found.currencies[0]),
                "after": _place_to_json(pair.after, found.currencies[1]),
                "changed": [_cell_to_json(cell, found) for cell in pair.cells if cell.changed],
            }
            for pair in found.lines
        ],
        "totals": [
            {**_cell_to_json(cell, found), "changed": cell.changed} for cell in found.totals
        ],
    }


def _either(pair: LinePair) -> DocumentLine:
    line = pair.after or pair.before
    assert line is not None, "a line stands in one of them"
    return line


def _fact(cell: Cell, found: Difference) -> DifferenceRow:
    label = _(_NAMES[cell.name])
    if isinstance(cell.of, Tax):
        label = _("Tax {rate}").format(rate=_tax(cell.of))
    elif cell.of is not None:
        label = formats.beside(label, _(_PERIODS[cell.of]))
    before, after = (
        _words(cell.name, value, currency)
        for value, currency in zip((cell.before, cell.after), found.currencies, strict=True)
    )
    return DifferenceRow(label, before, after, Change.CHANGED if cell.changed else Change.SAME)


def _line(pair: LinePair, found: Difference) -> Iterator[DifferenceRow]:
    line = _either(pair)
    first, second = (
        _amount(each, currency)
        for each, currency in zip((pair.before, pair.after), found.currencies, strict=True)
    )
    number = formats.number(line.number) if line.number is not None else ""
    yield DifferenceRow(formats.beside(number, line.name), first, second, pair.change)
    for cell in pair.cells:
        if cell.changed and cell.name != "amount":
            yield DifferenceRow(
                _(_NAMES[cell.name]),
                _words(cell.name, cell.before, found.currencies[0]),
                _words(cell.name, cell.after, found.currencies[1]),
                Change.CHANGED,
                is_part=True,
            )


def _amount(line: DocumentLine | None, currency: str) -> str:
    if line is None:
        return ""
    if line.amount is not None:
        return formats.money(line.amount.entered, currency, exact=True)
    return _("Heading") if line.kind is LineKind.SECTION else _("Text")


def _words(name: str, value: Value, currency: str) -> str:
    """Return a value as the window writes it."""
    if value is None or value == ():
        return "—"
    match value:
        case bool():
            return _("Yes") if value else _("No")
        case Decimal() if name in _MONEY:
            return formats.money(value, currency, exact=True)
        case Decimal() if name == "unit_price":
            decimals = -int(value.normalize().as_tuple().exponent)
            return formats.number(value, places=max(digits(currency), decimals))
        case Decimal():
            return formats.number(value)
        case dt.date():
            return formats.day(value)
        case Period():
            return _(_PERIODS[value])
        case Tax():
            return _tax(value)
        case str():
            return value or "—"
        case _:
            return "\n".join(_entry(each, currency) for each in value)


def _entry(entry: str | Adjustment | Part, currency: str) -> str:
    if isinstance(entry, str):
        return entry
    size = _("the rest")
    if entry.percent is not None:
        size = formats.percent(entry.percent)
    elif entry.amount is not None:
        size = formats.money(entry.amount, currency, exact=True)
    if isinstance(entry, Adjustment):
        return formats.beside(size, entry.reason)
    due = formats.day(entry.due_on) if entry.due_on else ""
    return formats.beside(entry.label, size, due)


def _tax(tax: Tax) -> str:
    rate = formats.percent(tax.rate)
    return rate if tax.category.charges_tax else f"{rate} ({tax.category.value})"


def _place_to_json(line: DocumentLine | None, currency: str) -> dict[str, Any] | None:
    if line is None:
        return None
    amount = None if line.amount is None else f"{round_money(line.amount.entered, currency):f}"
    return {"number": line.number, "description": line.text, "amount": amount}


def _cell_to_json(cell: Cell, found: Difference) -> dict[str, Any]:
    of = cell.of
    told: dict[str, Any] = {"name": cell.name}
    if of is not None:
        told["of"] = tax_to_json(of) if isinstance(of, Tax) else of.value
    before, after = (
        _value_to_json(cell.name, value, currency)
        for value, currency in zip((cell.before, cell.after), found.currencies, strict=True)
    )
    return {**told, "before": before, "after": after}


def _value_to_json(name: str, value: Value, currency: str) -> Any:
    match value:
        case Decimal() if name in _MONEY:
            return f"{round_money(value, currency):f}"
        case Decimal():
            return f"{value:f}"
        case Tax():
            return tax_to_json(value)
        case dt.date():
            return value.isoformat()
        case tuple():
            parts = [each for each in value if isinstance(each, Part)]
            adjustments = tuple(each for each in value if isinstance(each, Adjustment))
            texts = [each for each in value if isinstance(each, str)]
            return payments_to_json(parts) or adjustments_to_json(adjustments) or texts
        case _:
            return value
