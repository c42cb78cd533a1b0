"""The words and figures of a quote, in its language."""

from collections.abc import Iterator
from decimal import Decimal

from deskcrm import templates
from deskcrm.domain.money import digits
from deskcrm.domain.totals import Adjustment, Period, Tax, TaxCategory, TaxTotal
from deskcrm.features.quotes.document.look import Look
from deskcrm.features.quotes.view import QuoteView
from deskcrm.i18n import is_rtl, mark, texts
from deskcrm.paper.language import language
from deskcrm.paper.text import Line, Style, lines, one_line

QUOTE = mark("Quote")
DRAFT = mark("Draft")
DESCRIPTION = mark("Description")
QUANTITY = mark("Qty")
PRICE = mark("Price")
TAX = mark("VAT")
AMOUNT = mark("Amount")
SUBTOTAL = mark("Subtotal")
DISCOUNT = mark("Discount")
CHARGE = mark("Surcharge")
NET = mark("Net amount")
TOTAL = mark("Total")
PREPAID = mark("Already paid")
ROUNDING = mark("Rounding")
DUE = mark("Amount due")
OPTIONAL = mark("Optional")
WITH_OPTIONS = mark("Total with all options")
TERMS = mark("Terms")
BANK = mark("Bank details")
SIGNATURE = mark("Date and signature")
SENDER = mark("Offered by")
CUSTOMER = mark("Prepared for")
ONE_OFF = mark("One-off total")
INSTEAD = mark("or instead: {description}")
PAYMENTS = mark("Payment plan")
PAYMENT = mark("Payment {number}")
REPLACES = mark("Replaces {number}")
REVISES = mark("Revision {revision} replaces {number}")
PER = {Period.MONTH: mark("per month"), Period.YEAR: mark("per year")}
SUBTOTALS = {
    Period.ONCE: SUBTOTAL,
    Period.MONTH: mark("Subtotal per month"),
    Period.YEAR: mark("Subtotal per year"),
}
TOTALS = {Period.MONTH: mark("Total per month"), Period.YEAR: mark("Total per year")}
EVERY = {Period.MONTH: mark("Monthly"), Period.YEAR: mark("Yearly")}
TAX_ON = mark("{tax} on {base}")

_UNTAXED = {
    TaxCategory.Z: mark("Zero-rated"),
    TaxCategory.E: mark("Exempt from tax"),
    TaxCategory.AE: mark("Reverse charge"),
    TaxCategory.O: mark("Not subject to tax"),
    TaxCategory.K: mark("Supply within the EU"),
    TaxCategory.G: mark("Export"),
}
_OTHER_TAXES = {TaxCategory.L: "IGIC", TaxCategory.M: "IPSI"}


class Wording:
    """How one quote says things: labels, figures, and both set as text."""

    def __init__(self, view: QuoteView, look: Look) -> None:
        self._body = look.body
        self.code = view.language
        self.currency = view.figures.currency
        self.rtl = is_rtl(view.language)
        self.language = language(view.language)
        self.digits = digits(self.currency)
        self.say = texts(view.language).gettext

    def text(self, template: str, **values: object) -> str:
        """Return a text of resources/documents with its values."""
        return templates.fill(f"documents/{template}", self.code, **values).strip()

    def amount(self, value: Decimal) -> str:
        """Write an amount without its currency."""
        return self.language.amount(value, self.digits)

    def money(self, value: Decimal) -> str:
        """Write an amount with its currency."""
        return self.language.money(value, self.currency, self.digits)

    def line(self, text: str, style: Style | None = None) -> Line:
        """Set a text in one line."""
        return one_line(text, style or self._body, rtl=self.rtl)

    def figure(self, text: str, style: Style | None = None) -> Line:
        """Set a figure, which runs from left to right in every language."""
        return one_line(text, style or self._body)

    def after_sign(self, figure: str, style: Style | None = None) -> float:
        """Return the width of a figure from its decimal sign on; 0 if it has none."""
        place = figure.find(self.language.decimal_sign)
        return self.figure(figure[place:], style).width if place >= 0 else 0.0

    def lines(self, text: str, style: Style, width: float) -> list[Line]:
        """Break a text into lines."""
        return lines(text, style, width, rtl=self.rtl)

    def tax(self, tax: Tax | TaxTotal) -> str:
        """Name a tax with its rate, or say why there is none."""
        if tax.category in _UNTAXED:
            return self.say(_UNTAXED[tax.category])
        word = _OTHER_TAXES.get(tax.category) or self.say(TAX)
        return f"{word} {self.language.percent(tax.rate)}"

    def adjustment(self, adjustment: Adjustment, word: str, sign: int) -> str:
        """Describe a discount or charge on a line: its size, then why."""
        if adjustment.percent is not None:
            size = self.language.percent(sign * adjustment.percent)
        else:
            size = self.money(sign * (adjustment.amount or Decimal(0)))
        said = f"{self.say(word)} {size}"
        return f"{said} · {adjustment.reason}" if adjustment.reason else said

    def adjustment_name(self, adjustment: Adjustment, word: str, sign: int) -> str:
        """Name a discount or charge on the whole quote, whose amount stands beside it."""
        named = adjustment.reason or self.say(word)
        if adjustment.percent is None:
            return named
        return f"{named} {self.language.percent(sign * adjustment.percent)}"


def adjustments(
    discounts: tuple[Adjustment, ...], charges: tuple[Adjustment, ...]
) -> Iterator[tuple[Adjustment, str, int]]:
    """Yield discounts and charges with their word and sign."""
    yield from ((each, DISCOUNT, -1) for each in discounts)
    yield from ((each, CHARGE, 1) for each in charges)
