"""What a column of a file can become, by the names that a mapping file uses."""

from collections.abc import Mapping
from typing import Any, Final

from deskcrm.errors import CrmError
from deskcrm.features.exchange.card import Postal
from deskcrm.features.exchange.place import SKIPPED, TAGS, Place, own_field, role, single
from deskcrm.i18n import mark

CUSTOM: Final = "custom"
"""Kept with the contact under the column's own name."""
_SINGLE: Final = (
    "name", "prefix", "given_name", "additional_names", "family_name", "suffix", "nickname",
    "birthday", "anniversary", "language", "time_zone", "source", "tax_id", "note", "kind",
)  # fmt: skip
_ROLE: Final = {"organization": "organization_name", "title": "title", "department": "department"}
_SEVERAL: Final = ("email", "phone", "link")
_POSTAL: Final = tuple(name for name in Postal.__slots__ if name != "label")

NAMES: Final = (
    *_SINGLE, *_ROLE, "tags", *_SEVERAL, *(f"address.{part}" for part in _POSTAL), CUSTOM, "skip",
)  # fmt: skip
"""Every name; e-mail, phone, link and address may have a label behind a dot: address.Work.city.

So may custom, with the name of a field of the user's own: custom.Shoe size.
"""


class UnknownField(CrmError):
    """A name that is no field's."""

    sentence = mark("“{text}” is not a field that a column can become. There are: {names}.")


class NoMapping(CrmError):
    """A file that is no mapping of columns."""

    sentence = mark(
        "{name} is no mapping of columns: it is not a JSON object of column names and fields. Nothing was changed."
    )


def read_target(text: str) -> Place | None:
    """Return the place that a name means, None for a column that keeps its own; raise UnknownField."""
    if text == CUSTOM:
        return None
    if text == "skip":
        return SKIPPED
    if text == "tags":
        return TAGS
    if text in _SINGLE:
        return single(text)
    if text in _ROLE:
        return role(_ROLE[text])
    group, _dot, rest = text.partition(".")
    if group == CUSTOM and rest.strip():
        return own_field(rest.strip())
    if group in _SEVERAL:
        return Place(group, "value", rest or "1", rest)
    label, _dot, part = rest.rpartition(".")
    if group == "address" and part in _POSTAL:
        return Place("address", part, label, label)
    raise UnknownField(text=text, names=", ".join(NAMES))


def target_name(place: Place | None) -> str:
    """Return the name of a place that a column has; the nearest for one that has none of its own."""
    if place is None:
        return CUSTOM
    match place.group:
        case "skip":
            return "skip"
        case "tags":
            return "tags"
        case "contact":
            return place.part
        case "role":
            names = {part: name for name, part in _ROLE.items()}
            return names.get(place.part, CUSTOM)
        case "field":
            return f"{CUSTOM}.{place.part}"
        case "address":
            return ".".join(filter(None, ("address", place.label, place.part)))
    return ".".join(filter(None, (place.group, place.label)))


def read_mapping(values: Any, *, name: str) -> Mapping[str, Place | None]:
    """Return the places of columns by their names from plain JSON; raise NoMapping or UnknownField."""
    if not isinstance(values, dict) or not all(isinstance(v, str) for v in values.values()):
        raise NoMapping(name=name)
    return {str(column): read_target(target) for column, target in values.items()}
