"""The figures and totals of quotes as JSON, for other programs."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from deskcrm.domain.money import round_money
from deskcrm.domain.numbers import plain
from deskcrm.domain.payments import Part
from deskcrm.domain.quotes import LineKind
from deskcrm.domain.totals import (
    Adjustment,
    Figures,
    Line,
    Period,
    Tax,
    TaxTotal,
    Totals,
    totals,
)
from deskcrm.errors import CrmError
from deskcrm.features.quotes.fields import Fields
from deskcrm.features.quotes.view import Words
from deskcrm.i18n import mark


class NotAQuote(CrmError):
    """A document that is neither a quote nor a list of quotes."""

    sentence = mark("This is not a quote: it has to be a JSON object with “currency” and “lines”.")


class WrongQuote(CrmError):
    """A quote in a list of quotes, with what is wrong with it."""

    sentence = mark("Quote {number} of the list: {problem}")


def totals_answer(document: Any) -> Any:
    """Answer one quote's figures with its totals, and a list of quotes with a list of totals."""
    if not isinstance(document, list):
        return _answer(document)
    answers = []
    for number, quote in enumerate(document, start=1):
        try:
            answers.append(_answer(quote))
        except CrmError as problem:
            raise WrongQuote(number=number, problem=problem) from problem
    return answers


def _answer(quote: Any) -> dict[str, Any]:
    figures = figures_from_json(quote)
    return totals_to_json(totals(figures), figures.currency)


def figures_from_json(document: Any) -> Figures:
    """Read the figures of one quote; raise MissingField or WrongField with the field's place.

    Numbers may be JSON numbers or strings in plain notation. Fields that say nothing about
    figures (customer, terms …) may stand beside them.
    """
    if not isinstance(document, dict):
        raise NotAQuote
    quote = Fields(document)
    return Figures(
        currency=quote.text("currency"),
        prices_include_tax=quote.flag("prices_include_tax"),
        lines=tuple(
            _line(line)
            for line in quote.objects("lines", required=True)
            if line.choice("kind", LineKind, LineKind.ITEM) is LineKind.ITEM
        ),
        discounts=_adjustments(quote, "discounts"),
        charges=_adjustments(quote, "charges"),
        prepaid=quote.number("prepaid", Decimal(0)),
        cash_rounding=quote.number_or_none("cash_rounding"),
    )


def words_from_json(quote: Fields) -> tuple[Words, ...]:
    """Read the sections and texts among the lines of a quote."""
    found, items = [], 0
    for line in quote.objects("lines", required=True):
        kind = line.choice("kind", LineKind, LineKind.ITEM)
        if kind is LineKind.ITEM:
            items += 1
        else:
            found.append(
                Words(kind, line.text("description", ""), items, line.flag("hides_prices"))
            )
    return tuple(found)


def payments_from_json(quote: Fields) -> tuple[Part, ...]:
    """Read the payment plan of a quote."""
    return tuple(
        Part(
            label=part.text("label", ""),
            percent=part.number_or_none("percent"),
            amount=part.number_or_none("amount"),
            due_on=part.date_or_none("due_on"),
        )
        for part in quote.objects("payments")
    )


def payments_to_json(parts: Iterable[Part]) -> list[dict[str, Any]]:
    """Return a payment plan as JSON values, which `payments_from_json` reads back the same."""
    return [
        {
            "label": part.label,
            "percent": _number_to_json(part.percent),
            "amount": _number_to_json(part.amount),
            "due_on": None if part.due_on is None else part.due_on.isoformat(),
        }
        for part in parts
    ]


def figures_to_json(figures: Figures) -> dict[str, Any]:
    """Return the figures of a quote as JSON values, which `figures_from_json` reads back the same."""
    return {
        "currency": figures.currency,
        "prices_include_tax": figures.prices_include_tax,
        "lines": [
            {
                "description": line.description,
                "quantity": f"{line.quantity:f}",
                "unit": line.unit,
                "unit_price": f"{line.unit_price:f}",
                "price_base_quantity": f"{line.price_base_quantity:f}",
                "tax": tax_to_json(line.tax),
                "discounts": adjustments_to_json(line.discounts),
                "charges": adjustments_to_json(line.charges),
                "optional": line.optional,
                "alternative": line.alternative,
                "period": line.period.value,
            }
            for line in figures.lines
        ],
        "discounts": adjustments_to_json(figures.discounts),
        "charges": adjustments_to_json(figures.charges),
        "prepaid": f"{figures.prepaid:f}",
        "cash_rounding": _number_to_json(figures.cash_rounding),
    }


def totals_to_json(result: Totals, currency: str) -> dict[str, Any]:
    """Return totals as JSON values; every amount is a string with the currency's digits."""

    def amount(value: Decimal) -> str:
        return f"{round_money(value, currency):f}"

    def group_of(group: TaxTotal) -> dict[str, str]:
        return {
            "category": group.category.value,
            "rate": plain(group.rate),
            "base": amount(group.base),
            "tax": amount(group.tax),
        }

    answer: dict[str, Any] = {
        "lines": [{"net": amount(line.net)} for line in result.lines],
        "tax": [group_of(group) for group in result.tax],
        "lines_net": amount(result.lines_net),
        "net": amount(result.net),
        "tax_total": amount(result.tax_total),
        "gross": amount(result.gross),
        "rounding": amount(result.rounding),
        "payable": amount(result.payable),
        "with_options": amount(result.with_options),
    }
    if result.recurring:
        answer["recurring"] = [
            {
                "period": each.period.value,
                "tax": [group_of(group) for group in each.tax],
                "net": amount(each.net),
                "tax_total": amount(each.tax_total),
                "gross": amount(each.gross),
            }
            for each in result.recurring
        ]
    return answer


def _line(line: Fields) -> Line:
    return Line(
        description=line.text("description", ""),
        quantity=line.number("quantity"),
        unit=line.text("unit", ""),
        unit_price=line.number("unit_price"),
        price_base_quantity=line.number("price_base_quantity", Decimal(1)),
        tax=_tax(line.object("tax")),
        discounts=_adjustments(line, "discounts"),
        charges=_adjustments(line, "charges"),
        optional=line.flag("optional"),
        alternative=line.flag("alternative"),
        period=line.choice("period", Period, Period.ONCE),
    )


def _tax(tax: Fields) -> Tax:
    """Read a tax; where none is charged its rate may be left out."""
    category = tax.category("category")
    return Tax(category, tax.number("rate", None if category.charges_tax else Decimal(0)))


def _adjustments(owner: Fields, name: str) -> tuple[Adjustment, ...]:
    return tuple(
        Adjustment(
            percent=adjustment.number_or_none("percent"),
            amount=adjustment.number_or_none("amount"),
            tax=None if (tax := adjustment.object_or_none("tax")) is None else _tax(tax),
            reason=adjustment.text("reason", ""),
        )
        for adjustment in owner.objects(name)
    )


def tax_to_json(tax: Tax) -> dict[str, Any]:
    """Return a tax as JSON values."""
    return {"category": tax.category.value, "rate": f"{tax.rate:f}"}


def adjustments_to_json(adjustments: tuple[Adjustment, ...]) -> list[dict[str, Any]]:
    """Return discounts or charges as JSON values."""
    return [
        {
            "percent": _number_to_json(adjustment.percent),
            "amount": _number_to_json(adjustment.amount),
            "tax": None if adjustment.tax is None else tax_to_json(adjustment.tax),
            "reason": adjustment.reason,
        }
        for adjustment in adjustments
    ]


def _number_to_json(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"
