"""How a tax number is called where it was given: "NIF" in Spain, "USt-IdNr." in Germany."""

import re
from dataclasses import dataclass

from deskcrm.i18n import base, mark

TAX_ID = mark("Tax ID {number}")
VAT_NUMBER = mark("VAT no. {number}")


@dataclass(frozen=True, slots=True)
class _Name:
    """A name for numbers of one shape; one not in Latin letters is for its own language alone."""

    shape: str
    name: str
    language: str = ""


_ANY = r".+"
_NAMES: dict[str, tuple[_Name, ...]] = {
    "AE": (_Name(r"\d{15}", "TRN"),),
    "AR": (_Name(_ANY, "CUIT"),),
    "AT": (_Name(r"ATU\d{8}", "UID-Nr."),),
    "AU": (_Name(r"\d{11}", "ABN"),),
    "BE": (_Name(r"(BE)?[01]\d{9}", "BTW/TVA"),),
    "BG": (
        _Name(r"BG\d{9,10}", "ДДС №", "bg"),
        _Name(r"\d{9}|\d{13}", "ЕИК", "bg"),
        _Name(r"\d{9}|\d{13}", "EIK"),
    ),
    "BR": (_Name(r"\d{14}", "CNPJ"), _Name(r"\d{11}", "CPF")),
    "CA": (_Name(r"\d{9}RT\d{4}", "GST/HST"),),
    "CH": (_Name(r"CHE\d{9}(MWST|TVA|IVA)?", "UID"),),
    "CL": (_Name(_ANY, "RUT"),),
    "CO": (_Name(_ANY, "NIT"),),
    "CZ": (_Name(r"CZ\d{8,10}", "DIČ"), _Name(r"\d{8}", "IČO")),
    "DE": (_Name(r"DE\d{9}", "USt-IdNr."), _Name(r"\d{10,13}", "Steuernummer")),
    "DK": (_Name(r"(DK)?\d{8}", "CVR"),),
    "EC": (_Name(r"\d{13}", "RUC"),),
    "ES": (_Name(_ANY, "NIF"),),
    "FI": (_Name(r"\d{8}", "Y-tunnus"),),
    "FR": (
        _Name(r"FR\w{2}\d{9}", "N° TVA"),
        _Name(r"\d{14}", "SIRET"),
        _Name(r"\d{9}", "SIREN"),
    ),
    "GR": (_Name(r"(EL)?\d{9}", "ΑΦΜ", "el"),),
    "HR": (_Name(r"(HR)?\d{11}", "OIB"),),
    "HU": (_Name(r"\d{11}", "Adószám"),),
    "IN": (_Name(r"\d{2}[A-Z]{5}\d{4}[A-Z]\w{3}", "GSTIN"),),
    "IT": (_Name(r"(IT)?\d{11}", "P. IVA"), _Name(r"[A-Z]{6}\w{10}", "C.F.")),
    "JP": (_Name(r"T\d{13}", "登録番号", "ja"),),
    "MX": (_Name(_ANY, "RFC"),),
    "NL": (_Name(r"NL\w{9}B\d{2}", "Btw-id"), _Name(r"\d{8}", "KvK")),
    "NO": (_Name(r"\d{9}(MVA)?", "Org.nr."),),
    "PE": (_Name(r"\d{11}", "RUC"),),
    "PL": (_Name(r"(PL)?\d{10}", "NIP"),),
    "PT": (_Name(r"(PT)?\d{9}", "NIF"),),
    "RO": (_Name(_ANY, "CUI"),),
    "RS": (_Name(r"\d{9}", "PIB"),),
    "SE": (_Name(r"SE\d{12}", "Momsreg.nr"), _Name(r"\d{10}", "Org.nr")),
    "SI": (_Name(r"SI\d{8}", "ID za DDV"),),
    "SK": (
        _Name(r"SK\d{10}", "IČ DPH"),
        _Name(r"\d{10}", "DIČ"),
        _Name(r"\d{8}", "IČO"),
    ),
    "US": (_Name(r"\d{9}", "EIN"),),
    "UY": (_Name(_ANY, "RUT"),),
    "VE": (_Name(_ANY, "RIF"),),
}

_UNION = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU".split()  # noqa: SIM905 - words read better
    + "IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905
)
_VAT_PREFIX = {"GR": "EL"}
_BETWEEN = re.compile(r"[\s./-]")


def tax_id_words(number: str, country: str, language: str) -> tuple[str, str]:
    """Return a number's local name, empty where it is not known, and the general text for it.

    A local name in other letters than Latin is used in documents of its own language alone.
    """
    country = country.upper()
    bare = _BETWEEN.sub("", number).upper()
    for known in _NAMES.get(country, ()):
        if known.language in {"", base(language)} and re.fullmatch(known.shape, bare):
            return known.name, TAX_ID
    prefix = _VAT_PREFIX.get(country, country)
    is_vat = country in _UNION and bare.startswith(prefix)
    return "", VAT_NUMBER if is_vat or country in {"GB", "IE"} else TAX_ID
