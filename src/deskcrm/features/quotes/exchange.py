"""The figures and totals of quotes as JSON, for other programs."""

from decimal import Decimal
from typing import Any

from deskcrm.domain.money import round_money
from deskcrm.domain.numbers import plain
from deskcrm.domain.totals import Adjustment, Figures, Line, Tax, Totals, totals
from deskcrm.errors import CrmError
from deskcrm.features.quotes.fields import Fields
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
        lines=tuple(_line(line) for line in quote.objects("lines", required=True)),
        discounts=_adjustments(quote, "discounts"),
        charges=_adjustments(quote, "charges"),
        prepaid=quote.number("prepaid", Decimal(0)),
        cash_rounding=quote.number_or_none("cash_rounding"),
    )


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
                "tax": _tax_to_json(line.tax),
                "discounts": _adjustments_to_json(line.discounts),
                "charges": _adjustments_to_json(line.charges),
                "optional": line.optional,
            }
            for line in figures.lines
        ],
        "discounts": _adjustments_to_json(figures.discounts),
        "charges": _adjustments_to_json(figures.charges),
        "prepaid": f"{figures.prepaid:f}",
        "cash_rounding": _number_to_json(figures.cash_rounding),
    }


def totals_to_json(result: Totals, currency: str) -> dict[str, Any]:
    """Return totals as JSON values; every amount is a string with the currency's digits."""

    def amount(value: Decimal) -> str:
        return f"{round_money(value, currency):f}"

    return {
        "lines": [{"net": amount(line.net)} for line in result.lines],
        "tax": [
            {
                "category": group.category.value,
                "rate": plain(group.rate),
                "base": amount(group.base),
                "tax": amount(group.tax),
            }
            for group in result.tax
        ],
        "lines_net": amount(result.lines_net),
        "net": amount(result.net),
        "tax_total": amount(result.tax_total),
        "gross": amount(result.gross),
        "rounding": amount(result.rounding),
        "payable": amount(result.payable),
        "with_options": amount(result.with_options),
    }


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


def _tax_to_json(tax: Tax) -> dict[str, Any]:
    return {"category": tax.category.value, "rate": f"{tax.rate:f}"}


def _adjustments_to_json(adjustments: tuple[Adjustment, ...]) -> list[dict[str, Any]]:
    return [
        {
            "percent": _number_to_json(adjustment.percent),
            "amount": _number_to_json(adjustment.amount),
            "tax": None if adjustment.tax is None else _tax_to_json(adjustment.tax),
            "reason": adjustment.reason,
        }
        for adjustment in adjustments
    ]


def _number_to_json(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"
