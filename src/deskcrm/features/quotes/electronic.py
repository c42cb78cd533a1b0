"""A quote as data for other programs: an Order-X message of profile Comfort.

Source: UN/CEFACT SCRDM Cross Industry Order D20B as Order-X 1.0 restricts it; the codes are those of
UNTDID 1001 (310, offer), UNTDID 5305 (tax categories) and UN/ECE Recommendation 20 (units).
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final
from xml.etree import ElementTree as ET

from deskcrm.domain.money import EXACT, round_money
from deskcrm.domain.numbers import plain
from deskcrm.domain.payments import plan
from deskcrm.domain.quotes import LineKind
from deskcrm.domain.text import fold
from deskcrm.domain.totals import (
    Adjustment,
    AdjustmentTotal,
    Line,
    LineTotal,
    Period,
    Tax,
    TaxCategory,
)
from deskcrm.features.contacts.phones import country_code
from deskcrm.features.quotes.view import PartyView, QuoteView

_RSM: Final = "urn:un:unece:uncefact:data:SCRDMCCBDACIOMessageStructure:100"
_RAM: Final = "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:128"
_UDT: Final = "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:128"
_OFFER: Final = "310"
_PIECE: Final = "C62"
_UNITS: Final = {
    "HUR": "h hr hrs hour hours std stunde stunden hora horas heure heures час часа часове ч ساعت",
    "DAY": "d day days tag tage dia dias jour jours ден дни روز",
    "WEE": "week weeks woche wochen semana semanas semaine semaines седмица седмици هفته",
    "MON": "month months monat monate mes meses mois месец месеца ماه",
    "ANN": "year years jahr jahre ano anos an ans година години سال",
    "MIN": "min minute minutes minuten minuto minutos минута минути دقیقه",
    "H87": "pc pcs piece pieces stk stuck ud uds unidad unidades pieza piezas бр брой броя عدد",
    "KMT": "km",
    "MTR": "m metre metres meter meters metro metros метър метра متر",
    "MTK": "m2 m² sqm",
    "KGM": "kg кг",
    "LTR": "l lt л",
}
_UNIT_CODES: Final = {word: code for code, words in _UNITS.items() for word in words.split()}
_UNWRITABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no place for."""

for _prefix, _uri in (("rsm", _RSM), ("ram", _RAM), ("udt", _UDT)):
    ET.register_namespace(_prefix, _uri)


def order_xml(view: QuoteView) -> bytes:
    """Return the data of a quote that has its number.

    Lines that enter the totals are items; options, alternatives and what comes back each month or
    year are notes, for a program that reads the message adds up every item. Prices are without tax:
    where the quote's include it, each is what its line comes to, per unit.
    """
    root = ET.Element(f"{{{_RSM}}}SCRDMCCBDACIOMessageStructure")
    context = _rsm(root, "ExchangedDocumentContext")
    _ram(
        _ram(context, "GuidelineSpecifiedDocumentContextParameter"),
        "ID",
        "urn:order-x.eu:1p0:comfort",
    )
    _document(_rsm(root, "ExchangedDocument"), view)
    _transaction(_rsm(root, "SupplyChainTradeTransaction"), view)
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _document(document: ET.Element, view: QuoteView) -> None:
    _ram(document, "ID", view.number or "")
    _ram(document, "Name", view.heading or view.title)
    _ram(document, "TypeCode", _OFFER)
    _date(_ram(document, "IssueDateTime"), view.date)
    for text in _notes(view):
        _ram(_ram(document, "IncludedNote"), "Content", text)
    period = _ram(document, "EffectiveSpecifiedPeriod")
    _date(_ram(period, "StartDateTime"), view.date)
    _date(_ram(period, "EndDateTime"), view.valid_until)


def _notes(view: QuoteView) -> Iterator[str]:
    """Yield what is said beside the items."""
    if view.introduction.strip():
        yield view.introduction.strip()
    for each in view.words:
        if each.kind is LineKind.TEXT and each.text.strip():
            yield each.text.strip()
    for line, total in zip(view.figures.lines, view.totals.lines, strict=True):
        if not _is_item(line):
            amount = f"{total.entered:f} {view.figures.currency}"
            counted = f"{plain(line.quantity)} {line.unit}".strip()
            yield f"[{_standing(line)}] {line.description.strip()}: {counted}, {amount}"
    yield from dict.fromkeys(reason for _category, reason in view.tax_reasons)


def _is_item(line: Line) -> bool:
    return line.counts and line.period is Period.ONCE


def _standing(line: Line) -> str:
    """Say in the words of the data, which are English, why a line is no item."""
    said = "alternative" if line.alternative else "optional" if line.optional else ""
    recurring = "" if line.period is Period.ONCE else f"per {line.period.value}"
    return ", ".join(filter(None, (said, recurring)))


def _transaction(transaction: ET.Element, view: QuoteView) -> None:
    totals = view.totals
    number = 0
    for line, total in zip(view.figures.lines, totals.lines, strict=True):
        if _is_item(line):
            number += 1
            _item(_ram(transaction, "IncludedSupplyChainTradeLineItem"), number, line, total, view)
    agreement = _ram(transaction, "ApplicableHeaderTradeAgreement")
    _party(_ram(agreement, "SellerTradeParty"), view.sender, view.sender.registration)
    _party(_ram(agreement, "BuyerTradeParty"), view.customer, "")
    if view.replaces:
        _ram(_ram(agreement, "QuotationReferencedDocument"), "IssuerAssignedID", view.replaces)
    _ram(transaction, "ApplicableHeaderTradeDelivery")
    _settlement(_ram(transaction, "ApplicableHeaderTradeSettlement"), view)


def _item(item: ET.Element, number: int, line: Line, total: LineTotal, view: QuoteView) -> None:
    _ram(_ram(item, "AssociatedDocumentLineDocument"), "LineID", str(number))
    name, _, details = line.description.strip().partition("\n")
    product = _ram(item, "SpecifiedTradeProduct")
    _ram(product, "Name", name or "–")
    if details.strip():
        _ram(product, "Description", details.strip())
    unit = _UNIT_CODES.get(fold(line.unit).rstrip("."), _PIECE)
    price = _ram(_ram(item, "SpecifiedLineTradeAgreement"), "NetPriceProductTradePrice")
    delivery = _ram(item, "SpecifiedLineTradeDelivery")
    _ram(delivery, "RequestedQuantity", plain(line.quantity), unitCode=unit)
    settlement = _ram(item, "SpecifiedLineTradeSettlement")
    _tax(_ram(settlement, "ApplicableTradeTax"), line.tax)
    if view.figures.prices_include_tax:
        _ram(price, "ChargeAmount", plain(_per_unit(total.net, line.quantity)))
    else:
        _ram(price, "ChargeAmount", plain(line.unit_price))
        if line.price_base_quantity != 1:
            _ram(price, "BasisQuantity", plain(line.price_base_quantity), unitCode=unit)
        base = EXACT.divide(
            EXACT.multiply(line.quantity, line.unit_price), line.price_base_quantity
        )
        for charges, given in ((False, line.discounts), (True, line.charges)):
            for adjustment in given:
                amount = _amount(adjustment, base, view.figures.currency)
                _allowance(settlement, adjustment, amount, is_charge=charges)
    summation = _ram(settlement, "SpecifiedTradeSettlementLineMonetarySummation")
    _ram(summation, "LineTotalAmount", f"{total.net:f}")


def _per_unit(net: Decimal, quantity: Decimal) -> Decimal:
    if not quantity:
        return net
    return EXACT.divide(net, quantity).quantize(Decimal("0.000001"), context=EXACT)


def _amount(adjustment: Adjustment, of: Decimal, currency: str) -> Decimal:
    """Return what a line's discount or charge comes to, as the totals count it."""
    if adjustment.percent is None:
        return round_money(adjustment.amount or Decimal(0), currency)
    return round_money(EXACT.divide(EXACT.multiply(of, adjustment.percent), Decimal(100)), currency)


def _allowance(
    settlement: ET.Element,
    adjustment: Adjustment,
    amount: Decimal,
    *,
    is_charge: bool,
    tax: Tax | None = None,
) -> None:
    found = _ram(settlement, "SpecifiedTradeAllowanceCharge")
    ET.SubElement(_ram(found, "ChargeIndicator"), f"{{{_UDT}}}Indicator").text = (
        "true" if is_charge else "false"
    )
    if adjustment.percent is not None:
        _ram(found, "CalculationPercent", plain(adjustment.percent))
    _ram(found, "ActualAmount", f"{amount:f}")
    if adjustment.reason:
        _ram(found, "Reason", adjustment.reason)
    if tax is not None:
        _tax(_ram(found, "CategoryTradeTax"), tax)


def _tax(element: ET.Element, tax: Tax) -> None:
    _ram(element, "TypeCode", "VAT")
    _ram(element, "CategoryCode", tax.category.value)
    if tax.category is not TaxCategory.O:
        _ram(element, "RateApplicablePercent", plain(tax.rate))


def _party(element: ET.Element, party: PartyView, registration: str) -> None:
    _ram(element, "Name", party.name or party.person or "–")
    if registration:
        _ram(_ram(element, "SpecifiedLegalOrganization"), "ID", registration)
    if party.person or party.phone or party.email:
        contact = _ram(element, "DefinedTradeContact")
        if party.person:
            _ram(contact, "PersonName", party.person)
        if party.phone:
            phone = _ram(contact, "TelephoneUniversalCommunication")
            _ram(phone, "CompleteNumber", party.phone)
        if party.email:
            _ram(_ram(contact, "EmailURIUniversalCommunication"), "URIID", party.email)
    if country := country_code(party.country):
        address = _ram(element, "PostalTradeAddress")
        for name, text in zip(
            ("LineOne", "LineTwo", "LineThree"), _three(party.address), strict=False
        ):
            _ram(address, name, text)
        _ram(address, "CountryID", country)
    if party.tax_id:
        _ram(_ram(element, "SpecifiedTaxRegistration"), "ID", party.tax_id, schemeID="VA")


def _three(lines: tuple[str, ...]) -> Iterable[str]:
    """Return an address in at most three lines."""
    return (*lines[:2], ", ".join(lines[2:])) if len(lines) > 3 else lines


def _settlement(settlement: ET.Element, view: QuoteView) -> None:
    figures, totals = view.figures, view.totals
    _ram(settlement, "OrderCurrencyCode", figures.currency)
    groups = [Tax(group.category, group.rate) for group in totals.tax]
    for is_charge, given, found in (
        (False, figures.discounts, totals.discounts),
        (True, figures.charges, totals.charges),
    ):
        for adjustment, total in zip(given, found, strict=True):
            tax = adjustment.tax or (groups[0] if len(groups) == 1 else None)
            _allowance(settlement, adjustment, _net(total), is_charge=is_charge, tax=tax)
    if terms := _terms(view):
        _ram(_ram(settlement, "SpecifiedTradePaymentTerms"), "Description", terms)
    summation = _ram(settlement, "SpecifiedTradeSettlementHeaderMonetarySummation")
    _ram(summation, "LineTotalAmount", f"{totals.lines_net:f}")
    if figures.charges:
        _ram(summation, "ChargeTotalAmount", f"{totals.charges_net:f}")
    if figures.discounts:
        _ram(summation, "AllowanceTotalAmount", f"{totals.discounts_net:f}")
    _ram(summation, "TaxBasisTotalAmount", f"{totals.net:f}")
    _ram(summation, "TaxTotalAmount", f"{totals.tax_total:f}", currencyID=figures.currency)
    _ram(summation, "GrandTotalAmount", f"{totals.gross:f}")


def _net(total: AdjustmentTotal) -> Decimal:
    return total.net


def _terms(view: QuoteView) -> str:
    """Return the payment plan and the terms as one text."""
    currency = view.figures.currency
    amounts = plan(view.payments, view.totals.payable, currency)
    parts = [
        f"{part.label}: {amount:f} {currency}"
        + (f" ({part.due_on:%Y-%m-%d})" if part.due_on else "")
        for part, amount in zip(view.payments, amounts, strict=True)
    ]
    return "\n".join([*parts, view.terms.strip()]).strip()


def _date(element: ET.Element, day: object) -> None:
    text = ET.SubElement(element, f"{{{_UDT}}}DateTimeString", format="102")
    text.text = f"{day:%Y%m%d}"


def _rsm(parent: ET.Element, name: str) -> ET.Element:
    return ET.SubElement(parent, f"{{{_RSM}}}{name}")


def _ram(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{_RAM}}}{name}", attributes)
    if text is not None:
        element.text = _UNWRITABLE.sub("\ufffd", text)
    return element
