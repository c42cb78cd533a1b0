"""The figures of the example invoices of EN 16931, from ubl/examples of ConnectingEurope/eInvoicing-EN16931.

Figures alone: quantities, prices, discounts, charges and taxes as they are entered, and what they have
to come to. Where a file contradicts itself or says what a quote has no word for, its entry says how.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from deskcrm.domain.totals import Adjustment, Figures, Line, Tax, TaxCategory


@dataclass(frozen=True)
class Example:
    """An invoice as a quote, and its printed figures."""

    names: tuple[str, ...]
    """The files with these figures."""
    figures: Figures
    lines: tuple[str, ...]
    """The net of each line (BT-131)."""
    taxes: tuple[tuple[str, str, str, str], ...]
    """Category, rate, base and tax of each group (BT-118, 119, 116, 117)."""
    net: str
    tax: str
    gross: str
    payable: str


def _tax(text: str) -> Tax:
    """Read a tax such as "S25"."""
    letters = text.rstrip("0123456789.")
    return Tax(TaxCategory(letters), Decimal(text[len(letters) :]))


def _percent(text: str) -> Adjustment:
    return Adjustment(percent=Decimal(text))


def _amount(text: str, tax: str = "") -> Adjustment:
    return Adjustment(amount=Decimal(text), tax=_tax(tax) if tax else None)


def _line(
    quantity: str,
    price: str,
    tax: str,
    *,
    per: str = "1",
    discounts: tuple[Adjustment, ...] = (),
    charges: tuple[Adjustment, ...] = (),
) -> Line:
    return Line(
        description="",
        quantity=Decimal(quantity),
        unit="",
        unit_price=Decimal(price),
        price_base_quantity=Decimal(per),
        tax=_tax(tax),
        discounts=discounts,
        charges=charges,
    )


def _quote(
    currency: str,
    *lines: Line,
    discounts: tuple[Adjustment, ...] = (),
    charges: tuple[Adjustment, ...] = (),
    prepaid: str = "0",
) -> Figures:
    return Figures(currency, False, lines, discounts, charges, Decimal(prepaid))


_PAPER: Final = (
    _line("1000", "1.00", "S25"),
    _line("100", "5.00", "S25"),
    _line("500", "5.00", "S12"),
)
_PAPER_TAXES: Final = (("S", "25", "1500.00", "375.00"), ("S", "12", "2500.00", "300.00"))

EXAMPLES: Final = (
    Example(
        # The last line is printed with quantity 6 and a net below zero: it takes back, so -6.
        # Example 10 says its tax in a second currency as well, which a quote does not.
        ("ubl-tc434-example1", "ubl-tc434-example10", "guide-example1"),
        _quote(
            "EUR",
            _line("2", "9.95", "S6"),
            _line("1", "9.85", "S6"),
            _line("1", "8.29", "S6"),
            _line("2", "7.23", "S6"),
            _line("1", "35.00", "S6"),
            _line("1", "35.00", "S6"),
            _line("1", "10.65", "S6"),
            _line("1", "1.55", "S6"),
            _line("3", "4.79", "S6"),
            _line("1", "8.29", "S6"),
            _line("2", "8.29", "S6"),
            _line("1", "9.95", "S6"),
            _line("2", "1.65", "S6"),
            _line("1", "10.80", "S21"),
            _line("1", "3.90", "S6"),
            _line("2", "3.80", "S21"),
            _line("2", "4.67", "S21"),
            _line("1", "18.63", "S21"),
            _line("6", "17.02", "S6"),
            _line("-6", "18.33", "S6"),
        ),
        (
            "19.90", "9.85", "8.29", "14.46", "35.00", "35.00", "10.65", "1.55", "14.37", "8.29",
            "16.58", "9.95", "3.30", "10.80", "3.90", "7.60", "9.34", "18.63", "102.12", "-109.98",
        ),
        (("S", "6", "183.23", "10.99"), ("S", "21", "46.37", "9.74")),
        "229.60", "20.73", "250.33", "250.33",
    ),
    Example(
        # The first line is printed as 2 × 1273.00 = 1273.00: its price has to be for two.
        ("ubl-tc434-example2", "guide-example2"),
        _quote(
            "NOK",
            _line(
                "2", "1273.00", "S25", per="2",
                discounts=(_amount("12.00"),), charges=(_amount("12.00"),),
            ),
            _line("-1", "3.96", "S15"),
            _line("2", "2.48", "S15"),
            _line("-1", "25.00", "E0"),
            _line("250", "0.75", "S25"),
            discounts=(_amount("100.00", "S25"),),
            charges=(_amount("100.00", "S25"),),
            prepaid="1000.00",
        ),
        ("1273.00", "-3.96", "4.96", "-25.00", "187.50"),
        (
            ("S", "25", "1460.50", "365.13"),
            ("S", "15", "1.00", "0.15"),
            ("E", "0", "-25.00", "0.00"),
        ),
        "1436.50", "365.28", "1801.78", "801.78",
    ),
    Example(
        # Both lines are printed as 2 × 800.00 = 800.00.
        ("ubl-tc434-example3",),
        _quote(
            "DKK",
            _line("2", "800.00", "S25", per="2"),
            _line("2", "800.00", "S10", per="2"),
            charges=(_amount("100.00", "S25"),),
        ),
        ("800.00", "800.00"),
        (("S", "25", "900.00", "225.00"), ("S", "10", "800.00", "80.00")),
        "1700.00", "305.00", "2005.00", "2005.00",
    ),
    Example(
        # Both lines are printed as 2 × 800.00 = 400.00; one rate is written 25, the other 25.00.
        ("guide-example3",),
        _quote(
            "DKK",
            _line("2", "800.00", "S25", per="4"),
            _line("2", "800.00", "S25.00", per="4"),
            charges=(_amount("100.00", "S25"),),
        ),
        ("400.00", "400.00"),
        (("S", "25", "900.00", "225.00"),),
        "900.00", "225.00", "1125.00", "1125.00",
    ),
    Example(
        ("ubl-tc434-example4", "ubl-tc434-example6"),
        _quote("DKK", *_PAPER),
        ("1000.00", "500.00", "2500.00"),
        _PAPER_TAXES,
        "4000.00", "675.00", "4675.00", "4675.00",
    ),
    Example(
        # The document's percentages are of one tax group, a quote's of all lines: their amounts stand here.
        # It says its tax in a second currency as well, which a quote does not.
        ("ubl-tc434-example5",),
        _quote(
            "DKK",
            _line("1000", "1.00", "S25", discounts=(_percent("10"),), charges=(_percent("10"),)),
            *_PAPER[1:],
            discounts=(_amount("150.00", "S25"),),
            charges=(_amount("150.00", "S25"),),
            prepaid="2337.50",
        ),
        ("1000.00", "500.00", "2500.00"),
        _PAPER_TAXES,
        "4000.00", "675.00", "4675.00", "2337.50",
    ),
    Example(
        ("ubl-tc434-example7",),
        _quote("SEK", _line("1", "2500.00", "O0"), _line("1", "700.00", "O0")),
        ("2500.00", "700.00"),
        (("O", "0", "3200.00", "0.00"),),
        "3200.00", "0.00", "3200.00", "3200.00",
    ),
    Example(
        ("ubl-tc434-example8",),
        _quote(
            "EUR",
            _line("16000", "0.00880", "S21"),
            _line("16000", "0.00101", "S21"),
            _line("132", "15.24", "S21", per="12"),
            _line("58", "1.53", "S21"),
            _line("1", "441.00", "S21", per="12"),
            _line("1", "678.00", "S21", per="12"),
            _line("1", "83.34", "S21"),
            _line("1", "190.31", "S21"),
            _line("1", "64.21", "S21"),
            _line("1", "64.46", "S21"),
        ),
        (
            "140.80", "16.16", "167.64", "88.74", "36.75", "56.50", "83.34", "190.31", "64.21",
            "64.46",
        ),
        (("S", "21", "908.91", "190.87"),),
        "908.91", "190.87", "1099.78", "1099.78",
    ),
    Example(
        ("ubl-tc434-example9",),
        _quote("EUR", _line("3", "49.00", "S21")),
        ("147.00",),
        (("S", "21", "147.00", "30.87"),),
        "147.00", "30.87", "177.87", "177.87",
    ),
    Example(
        ("ubl-tc434-creditnote1",),
        _quote("EUR", _line("1.00", "100.11", "E0.00")),
        ("100.11",),
        (("E", "0", "100.11", "0.00"),),
        "100.11", "0.00", "100.11", "100.11",
    ),
    Example(
        ("BIS3_Invoice_positive",),
        _quote("DKK", _line("1", "625743.54", "S25")),
        ("625743.54",),
        (("S", "25", "625743.54", "156435.89"),),
        "625743.54", "156435.89", "782179.43", "782179.43",
    ),
    Example(
        ("BIS3_Invoice_negativ",),
        _quote("DKK", _line("-1", "625743.54", "S25")),
        ("-625743.54",),
        (("S", "25", "-625743.54", "-156435.89"),),
        "-625743.54", "-156435.89", "-782179.43", "-782179.43",
    ),
    Example(
        ("issue116",),
        _quote(
            "SEK",
            _line("1", "100", "S6"),
            _line("1", "50", "S12"),
            _line("1", "150", "S12"),
            _line("1", "400", "S25"),
            discounts=(_amount("0", "S6"), _amount("1", "E0")),
            charges=(_amount("1", "E0"), _amount("0", "E0")),
        ),
        ("100.00", "50.00", "150.00", "400.00"),
        (
            ("S", "6", "100.00", "6.00"),
            ("S", "12", "200.00", "24.00"),
            ("S", "25", "400.00", "100.00"),
            ("E", "0", "0.00", "0.00"),
        ),
        "700.00", "130.00", "830.00", "830.00",
    ),
    Example(
        # 0.1234 less a price discount of 0.0022: a quote has the price that is left.
        ("sample-discount-price",),
        _quote("EUR", _line("100.000", "0.1212", "S25")),
        ("12.12",),
        (("S", "25", "12.12", "3.03"),),
        "12.12", "3.03", "15.15", "15.15",
    ),
    Example(
        # Its category is B, split payment, which only Italy has: the customer pays the tax to the state.
        # The arithmetic is that of S, and the tax is prepaid.
        ("FT G2G_TD01 con Allegato, Bonifico e Split Payment",),
        _quote("EUR", _line("20", "62.30", "S22"), prepaid="274.12"),
        ("1246.00",),
        (("S", "22", "1246.00", "274.12"),),
        "1246.00", "274.12", "1520.12", "1246.00",
    ),
)  # fmt: skip
