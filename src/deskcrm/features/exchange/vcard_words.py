"""How vCards call what we keep: labels as types, and the properties of our own."""

from typing import Final

LABELS: Final = {
    "home": "Home", "work": "Work", "cell": "Mobile", "main": "Main", "pager": "Pager", "car": "Car",
    "other": "Other", "assistant": "Assistant", "iphone": "iPhone",
}  # fmt: skip
"""Our labels by the types that say them."""

TYPES: Final = {label: kind for kind, label in LABELS.items()}
"""The types by our labels."""

EXACT: Final = "-//DeskCRM//exact//EN"
"""What our own cards that keep everything say of who made them."""

OWN: Final = "X-DESKCRM-"
"""What properties of our own begin with."""

TEXTS: Final = {
    "NICKNAME": "nickname",
    "X-PHONETIC-FIRST-NAME": "phonetic_given_name",
    "X-PHONETIC-MIDDLE-NAME": "phonetic_additional_names",
    "X-PHONETIC-LAST-NAME": "phonetic_family_name",
    "X-DESKCRM-FILE-AS": "file_as",
    "X-DESKCRM-TAX-ID": "tax_id",
    "LANG": "language",
    "TZ": "time_zone",
    "X-DESKCRM-SOURCE": "source",
    "NOTE": "note",
    "X-DESKCRM-REFERRED-BY": "referred_by",
}
"""Properties that hold one text of a contact, and which."""

DAYS: Final = {
    "BDAY": "birthday",
    "ANNIVERSARY": "anniversary",
}
"""Properties that hold a day of a contact, and which."""

ALIASES: Final = {"X-DESKCRM-LANGUAGE": "LANG", "X-ANNIVERSARY": "ANNIVERSARY"}
"""What properties that 3.0 does not know are called there."""
