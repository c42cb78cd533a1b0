"""The user's words for what a column can become, and the choices in their order."""

from typing import Final

from deskcrm.features.exchange.card import RULES
from deskcrm.features.exchange.place import SKIPPED, Place
from deskcrm.features.exchange.targets import CUSTOM
from deskcrm.i18n import _, mark

_PARTS: Final = (
    "street", "extended", "po_box", "postal_code", "city", "region", "country", "formatted",
)  # fmt: skip

CHOICES: Final = (
    (CUSTOM, "skip"),
    ("name", "prefix", "given_name", "additional_names", "family_name", "suffix", "nickname"),
    ("organization", "title", "department"),
    ("email", "email.Work", "email.Home", "email.Other"),
    ("phone", "phone.Mobile", "phone.Work", "phone.Home", "phone.Other", "phone.Fax"),
    ("link", "link.Work", "link.Home"),
    tuple(f"address.{part}" for part in _PARTS),
    *(tuple(f"address.{label}.{part}" for part in _PARTS) for label in ("Work", "Home", "Other")),
    ("birthday", "anniversary"),
    ("tags", "note", "source", "language", "time_zone", "tax_id", "kind"),
)  # fmt: skip
"""What a column can become, by groups, in the names that a mapping has for it."""

_LABELS: Final = {
    label: label
    for label in (mark("Work"), mark("Home"), mark("Mobile"), mark("Other"), mark("Fax"))
}

_OTHER: Final = {
    ("contact", "uid"): mark("Which contact it is"),
    ("contact", "kind"): mark("Person or organization"),
    ("contact", "name"): mark("Full name"),
    ("contact", "birthday"): mark("Birthday"),
    ("contact", "birth_year"): mark("Birthday"),
    ("contact", "birth_month"): mark("Birthday"),
    ("contact", "birth_day"): mark("Birthday"),
    ("contact", "anniversary"): mark("Anniversary"),
    ("contact", "referred_by"): mark("Referred by"),
    ("contact", "created"): mark("When it was added"),
    ("contact", "updated"): mark("When it was changed"),
    ("tags", "labels"): mark("Tags"),
    ("tags", "words"): mark("Tags"),
    ("role", "since"): mark("Since"),
    ("role", "until"): mark("Until"),
}


def words_of(place: Place | None) -> str:
    """Return the words by which the user knows what a column becomes."""
    if place is None:
        return _("Keep under its own name")
    if place == SKIPPED:
        return _("Leave out")
    if place.group == "field":
        return _("Own field: {name}").format(name=place.part)
    words = _OTHER.get((place.group, place.part))
    rule = RULES.get(place.group, {}).get(place.part)
    said = _(words or (rule[1] if rule else mark("Other fields")))
    if place.part == "label":
        group = {"email": _("E-mail"), "phone": _("Phone"), "link": _("Link")}.get(place.group)
        return _("{what}: {which}").format(what=group or _("Address"), which=said)
    if place.group == "address" and place.label:
        return _("{what}: {which}").format(what=_(place.label), which=said)
    if place.label and place.part == "value":
        return _("{what}: {which}").format(what=said, which=_(place.label))
    return said
