"""How the cells of a quote's line are written, and read from what is typed into them."""

import enum
from dataclasses import replace
from decimal import Decimal
from itertools import zip_longest

from deskcrm import formats
from deskcrm.domain.expressions import is_expression, read_number, slash_is_ambiguous
from deskcrm.domain.money import digits
from deskcrm.domain.numbers import plain
from deskcrm.domain.totals import Adjustment, Tax, TaxCategory
from deskcrm.errors import Required, Unreadable
from deskcrm.features.quotes.drafts import LineDraft
from deskcrm.features.quotes.ui.line_choices import Choices, TaxOption
from deskcrm.i18n import _, language

_PERCENT = "%٪"
_MINUS = ("-", "\N{MINUS SIGN}")
_JOIN = " + "


class Cell(enum.IntEnum):
    """The columns of a line."""

    HANDLE = 0
    ITEM = 1
    QUANTITY = 2
    UNIT = 3
    PRICE = 4
    DISCOUNT = 5
    TAX = 6
    TOTAL = 7
    COST = 8
    MARGIN = 9


EDITABLE = (
    Cell.ITEM,
    Cell.QUANTITY,
    Cell.UNIT,
    Cell.PRICE,
    Cell.DISCOUNT,
    Cell.TAX,
    Cell.COST,
)
PRIVATE = (Cell.COST, Cell.MARGIN)
"""Seen by the sender alone, and only when asked for."""
NUMBERS = frozenset(set(Cell) - {Cell.HANDLE, Cell.ITEM, Cell.UNIT})


def shown(line: LineDraft, cell: Cell, choices: Choices) -> str:
    """Return what a cell shows; the total and the margin are not the line's own to know."""
    if not line.is_item:
        return line.description.partition("\n")[0] if cell is Cell.ITEM else ""
    match cell:
        case Cell.ITEM:
            return line.description.partition("\n")[0]
        case Cell.QUANTITY:
            return formats.number(line.quantity)
        case Cell.UNIT:
            return line.unit
        case Cell.PRICE:
            price = formats.number(line.unit_price, places=_places(line.unit_price, choices))
            per = line.price_base_quantity
            return price if per == 1 else f"{price} / {formats.number(per)}"
        case Cell.DISCOUNT:
            return _JOIN.join(_shown_adjustment(each, choices) for each in _adjusted(line))
        case Cell.TAX:
            return formats.percent(line.tax.rate)
        case Cell.COST if line.cost is not None:
            return formats.number(line.cost, places=_places(line.cost, choices))
        case _:
            return ""


def details(line: LineDraft, choices: Choices) -> tuple[str, ...]:
    """Return the muted lines below an item's name."""
    below = [text for text in line.description.split("\n")[1:] if text.strip()]
    for charge in line.charges:
        words = _("Surcharge {amount}").format(amount=_shown_adjustment(charge, choices))
        below.append(formats.beside(words, charge.reason))
    if line.tax_reason:
        below.append(line.tax_reason)
    return tuple(below)


def typed(line: LineDraft, cell: Cell, choices: Choices) -> str:
    """Return a cell as one would type it."""
    if not line.is_item:
        return line.description if cell is Cell.ITEM else ""
    match cell:
        case Cell.ITEM:
            return line.description
        case Cell.QUANTITY:
            return plainly(line.quantity)
        case Cell.UNIT:
            return line.unit
        case Cell.PRICE:
            price = plainly(line.unit_price)
            per = line.price_base_quantity
            return price if per == 1 else f"{price} / {plainly(per)}"
        case Cell.DISCOUNT:
            return _JOIN.join(_typed_adjustment(each, choices) for each in _adjusted(line))
        case Cell.TAX:
            option = next((o for o in choices.taxes if o.tax == line.tax), None)
            return option.words if option else formats.percent(line.tax.rate)
        case Cell.COST:
            return "" if line.cost is None else plainly(line.cost)
        case _:
            return ""


def read(line: LineDraft, cell: Cell, text: str, choices: Choices) -> LineDraft:
    """Return the line with a cell as it was typed; raise a CrmError that says why it cannot be read."""
    text = text.strip()
    match cell:
        case Cell.ITEM:
            return _read_item(line, text, choices)
        case Cell.QUANTITY:
            return replace(line, quantity=_required_number(text, _("Quantity")))
        case Cell.UNIT:
            return replace(line, unit=text)
        case Cell.PRICE:
            price, per = _price_and_base(text)
            return replace(
                line,
                unit_price=_required_number(price, _("Price")),
                price_base_quantity=_required_number(per, _("Quantity")),
            )
        case Cell.DISCOUNT:
            found = [read_adjustment(part, choices.currency) for part in _parts(text)]
            discounts = tuple(each for each in found if not _is_negative(each))
            charges = tuple(_turned(each) for each in found if _is_negative(each))
            return replace(
                line,
                discounts=_with_reasons(discounts, line.discounts),
                charges=_with_reasons(charges, line.charges),
            )
        case Cell.TAX:
            option = _read_tax(text, choices)
            return replace(line, tax=option.tax, tax_reason=option.reason)
        case Cell.COST:
            return replace(line, cost=_required_number(text, _("Cost")) if text else None)
        case _:
            return line


def new_line(text: str, before: LineDraft | None, choices: Choices) -> LineDraft:
    """Return a line for an item of the catalog or free text, taxed like the line before it."""
    if not text.strip():
        raise Required(field="description", label=_("Item"))
    tax = choices.default_tax
    if before is not None:
        tax = TaxOption("", before.tax, before.tax_reason)
    empty = LineDraft(
        description="",
        quantity=Decimal(1),
        unit="",
        unit_price=Decimal(0),
        price_base_quantity=Decimal(1),
        tax=tax.tax,
        tax_reason=tax.reason,
    )
    return read(empty, Cell.ITEM, text, choices)


def read_adjustment(text: str, currency: str) -> Adjustment:
    """Read "5 %", "5" (percent too) or "10 EUR" and "€10" (an amount); a surcharge is negative."""
    tidy = text.strip()
    if tidy[-1:] in _PERCENT or tidy[:1] in _PERCENT:
        return Adjustment(percent=read_number(tidy.strip(_PERCENT).strip(), language()))
    for sign in (currency, currency.lower(), currency_sign(currency)):
        if tidy[:1] in _MINUS and tidy[1:].lstrip().startswith(sign):
            return _turned(read_adjustment(tidy[1:], currency))
        if tidy.startswith(sign) or tidy.endswith(sign):
            bare = tidy.removeprefix(sign).removesuffix(sign).strip()
            return Adjustment(amount=read_number(bare, language()))
    return Adjustment(percent=read_number(tidy, language()))


def plainly(number: Decimal) -> str:
    """Return a number as one types it: the language's decimal sign, no groups, no zeros at the end."""
    from babel import Locale

    locale = Locale.parse(language().replace("-", "_"))
    return plain(number).replace(".", locale.number_symbols["latn"]["decimal"])


def currency_sign(currency: str) -> str:
    """Return the sign of a currency in the window's language, such as "€"."""
    from babel.numbers import get_currency_symbol

    return get_currency_symbol(currency, language().replace("-", "_"))


def _read_item(line: LineDraft, text: str, choices: Choices) -> LineDraft:
    """Take the description; a line without a price takes all that the catalog knows of the item."""
    if not text:
        raise Required(field="description", label=_("Item"))
    name, *below = (part.rstrip() for part in text.split("\n"))
    item = choices.item(name) if line.is_item else None
    if item is None or line.unit_price or "\n" in text:
        return replace(line, description="\n".join([name, *below]))
    tax = item.tax or TaxOption("", line.tax, line.tax_reason)
    return replace(
        line,
        description=item.description,
        unit=item.unit,
        unit_price=item.unit_price or Decimal(0),
        tax=tax.tax,
        tax_reason=tax.reason,
        cost=item.cost,
        catalog_item_id=item.id,
    )


def _price_and_base(text: str) -> tuple[str, str]:
    """Split "85 / 100", a price for a hundred units; any other sum is the price for one."""
    price, slash, per = text.partition("/")
    if not slash or is_expression(price) or is_expression(per):
        return text, "1"
    return (text, "1") if slash_is_ambiguous(text, language()) else (price, per)


def _parts(text: str) -> list[str]:
    """Split "5 % + 10 EUR" into discounts; a sum in parentheses or after = stays whole."""
    if text.startswith("="):
        return [text]
    parts, nested = [""], 0
    for letter in text:
        nested += (letter == "(") - (letter == ")")
        if letter == "+" and nested == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [part for part in parts if part.strip()]


def _read_tax(text: str, choices: Choices) -> TaxOption:
    """Read a tax by its words, its rate, or the beginning of its name."""
    folded = text.casefold()
    for option in choices.taxes:
        if folded in {option.words.casefold(), option.name.casefold()}:
            return option
    named = [o for o in choices.taxes if folded and o.name.casefold().startswith(folded)]
    if len(named) == 1:
        return named[0]
    rate = _required_number(text.strip(_PERCENT + " "), _("Tax"))
    same = [option for option in choices.taxes if option.tax.rate == rate]
    if same and (rate or len(same) == 1):
        return same[0]
    if rate == 0:
        raise Unreadable(text=text[:40], expected=_("one of your taxes"))
    return TaxOption("", Tax(TaxCategory.S, rate))


def _required_number(text: str, label: str) -> Decimal:
    if not text.strip():
        raise Required(field="", label=label)
    return read_number(text.strip(), language())


def _with_reasons(
    found: tuple[Adjustment, ...], before: tuple[Adjustment, ...]
) -> tuple[Adjustment, ...]:
    """Return what was typed; who types the same again keeps its reason."""
    return tuple(
        old
        if old is not None and (old.percent, old.amount) == (each.percent, each.amount)
        else each
        for each, old in zip_longest(found, before[: len(found)])
    )


def _adjusted(line: LineDraft) -> tuple[Adjustment, ...]:
    """Return a line's discounts, and its surcharges as the negative discounts they are typed as."""
    return (*line.discounts, *map(_turned, line.charges))


def _turned(adjustment: Adjustment) -> Adjustment:
    percent, amount = adjustment.percent, adjustment.amount
    return replace(
        adjustment,
        percent=None if percent is None else -percent,
        amount=None if amount is None else -amount,
    )


def _is_negative(adjustment: Adjustment) -> bool:
    return any(value is not None and value < 0 for value in (adjustment.percent, adjustment.amount))


def _places(price: Decimal, choices: Choices) -> int:
    """Return the currency's digits, or those of the price where it has more."""
    exponent = price.normalize().as_tuple().exponent
    return max(digits(choices.currency), -exponent if isinstance(exponent, int) else 0)


def _shown_adjustment(adjustment: Adjustment, choices: Choices) -> str:
    if adjustment.percent is not None:
        return formats.percent(adjustment.percent)
    return formats.money(adjustment.amount or Decimal(0), choices.currency, exact=True)


def _typed_adjustment(adjustment: Adjustment, choices: Choices) -> str:
    if adjustment.percent is not None:
        return f"{plainly(adjustment.percent)} %"
    return f"{plainly(adjustment.amount or Decimal(0))} {choices.currency}"
