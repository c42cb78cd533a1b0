"""What a property of a vCard says beside its value: its label, and how much it is preferred."""

import re
from dataclasses import replace
from typing import Final

from deskcrm.features.exchange.vcard_file import Property
from deskcrm.features.exchange.vcard_words import LABELS

LAST: Final = 101
"""The rank of what nobody prefers; vCard 4.0 knows 1 to 100."""

_SILENT: Final = frozenset({
    "", "pref", "voice", "text", "msg", "internet", "dom", "intl", "postal", "parcel", "x400",
    "7bit", "8bit", "fax",
})  # fmt: skip
"""Types that are no label: what goes without saying, and the fax, which is said beside another."""
_SERVICES: Final = frozenset({"IMPP", "X-SOCIALPROFILE", "SOCIALPROFILE"})
_APPLE_LABEL = re.compile(r"_\$!<(.*)>!\$_")


def label_of(one: Property) -> str:
    """Return the label that a property's types say, in our words where we have one."""
    said = [LABELS[kind] for kind in one.types if kind in LABELS] or [
        kind.removeprefix("x-").capitalize() for kind in one.types if kind not in _SILENT
    ]
    label = next(iter(said), "")
    return f"{label} Fax".strip() if "fax" in one.types else label


def label_text(text: str) -> str:
    """Return a label without the marks by which Apple says that it is one of its own.

    >>> label_text("_$!<HomePage>!$_"), label_text("Boat")
    ('HomePage', 'Boat')
    """
    match = _APPLE_LABEL.fullmatch(text.strip())
    return match[1] if match else text


def with_service(one: Property, label: str) -> str:
    """Return a label that begins with the service which an address of a messenger belongs to."""
    if one.name not in _SERVICES:
        return label
    said = one.params.get("X-SERVICE-TYPE") or one.params.get("SERVICE-TYPE") or [""]
    return f"{said[0]} {label}".strip()


def rank(one: Property) -> int:
    """Return where a property stands among its like, the preferred ones first."""
    for said in one.params.get("PREF", ()):
        return min(int(said), LAST) if said.isascii() and said.isdigit() and len(said) < 4 else 1
    return 1 if "pref" in one.types else LAST


def without_borrowed_year(one: Property) -> Property:
    """Return a day as 4.0 writes one without a year, where Apple put in a year to be left out."""
    for year in one.params.get("X-APPLE-OMIT-YEAR", ()):
        match = re.fullmatch(re.escape(year) + r"-?(\d\d)-?(\d\d)", one.value.strip())
        if match:
            return replace(one, value=f"--{match[1]}{match[2]}")
    return one
