"""Money: ISO 4217 currencies, their digits, and rounding that loses nothing on the way."""

import decimal
from decimal import Decimal

from deskcrm.errors import CrmError
from deskcrm.i18n import mark

_ACTIVE = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN
    BZD CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD
    FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS
    KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK
    MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR
    SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH
    UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
_DIGITS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
"""The currencies of which the smallest unit is not a hundredth."""

CURRENCIES = frozenset(_ACTIVE.split())
"""The active codes of ISO 4217, and BGN, which quotes from before 2026 still carry."""

_DIGITS_OF = {code: digits for digits, codes in _DIGITS.items() for code in codes.split()}

LIMIT = Decimal(10) ** 15
"""No amount reaches this: more is a slip of the keyboard, not a price."""

EXACT = decimal.Context(prec=400, rounding=decimal.ROUND_HALF_UP)
"""Room for every product and quotient of accepted figures; decimal's own 28 digits would round
long prices unseen. Its ROUND_HALF_UP rounds halves away from zero."""


class UnknownCurrency(CrmError):
    """A code that ISO 4217 does not list."""

    sentence = mark("“{code}” is not a currency. Use a code such as EUR or USD.")


class NotANumber(CrmError):
    """NaN or an infinity where an amount is needed."""

    sentence = mark("An amount has to be a number.")


class TooLarge(CrmError):
    """An amount of more than 15 digits before the decimal sign."""

    sentence = mark("A figure here is too large: no more than 15 digits before the decimal sign.")


def digits(currency: str) -> int:
    """Return how many digits amounts in `currency` have after the decimal sign."""
    if currency not in CURRENCIES:
        raise UnknownCurrency(code=currency)
    return _DIGITS_OF.get(currency, 2)


def unit(currency: str) -> Decimal:
    """Return the smallest amount of `currency`: 0.01 for EUR, 1 for JPY."""
    return Decimal(1).scaleb(-digits(currency))


def require_amount(amount: Decimal) -> None:
    """Raise NotANumber or TooLarge unless `amount` can be one."""
    if not amount.is_finite():
        raise NotANumber
    if amount and amount.adjusted() >= LIMIT.adjusted():
        raise TooLarge


def round_money(amount: Decimal, currency: str) -> Decimal:
    """Round to the currency's digits, halves away from zero; a negative zero becomes zero."""
    smallest = unit(currency)
    require_amount(amount)
    rounded = amount.quantize(smallest, context=EXACT)
    return rounded or rounded.copy_abs()
