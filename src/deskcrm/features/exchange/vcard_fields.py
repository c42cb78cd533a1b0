"""How each property of a vCard becomes a field of a card."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from deskcrm.domain.text import one_line
from deskcrm.features.exchange.card import Card, Labelled, Number, Postal, clean
from deskcrm.features.exchange.place import Place
from deskcrm.features.exchange.vcard_file import Property, split, unescaped

_NAME_PARTS: Final = ("family_name", "given_name", "additional_names", "prefix", "suffix")


@dataclass(slots=True)
class Found:
    """What is gathered of a card before it is whole."""

    roles: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)
    full_names: list[str] = field(default_factory=list)
    whole_addresses: list[tuple[str, str]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    kind: str = ""
    own: bool = False

    def role(self, one: Property, part: str) -> dict[str, Any]:
        """Return the role that a property is a part of: the first of its group without that part."""
        number = 0
        while part in self.roles.get((one.group, number), {}):
            number += 1
        return self.roles.setdefault((one.group, number), {})


def _take_name(card: Card, _found: Found, one: Property, _label: str) -> None:
    names = [" ".join(filter(None, map(one_line, some))) for some in _lists(one)]
    for part, text in zip(_NAME_PARTS, names, strict=False):
        setattr(card, part, clean("contact", part, text))


def _take_email(card: Card, _found: Found, one: Property, label: str) -> None:
    card.emails.append(Labelled(label, clean("email", "value", one.text)))


def _take_phone(card: Card, found: Found, one: Property, label: str) -> None:
    text = one.text if found.own else one.text.removeprefix("tel:")
    dialled = next(iter(one.params.get("X-E164", ())), "") if found.own else ""
    card.phones.append(Number(label, clean("phone", "value", text), dialled))


def _take_link(card: Card, _found: Found, one: Property, label: str) -> None:
    card.links.append(Labelled(label, clean("link", "value", one.text)))


def _take_address(card: Card, found: Found, one: Property, label: str) -> None:
    card.addresses.append(_postal(one, label, own=found.own))


def _take_whole_address(_card: Card, found: Found, one: Property, label: str) -> None:
    found.whole_addresses.append((label, clean("address", "formatted", one.text)))


def _take_organization(_card: Card, found: Found, one: Property, _label: str) -> None:
    name, *units = one.parts()
    role = found.role(one, "organization_name")
    role["organization_name"] = clean("role", "organization_name", name)
    role["department"] = clean("role", "department", ", ".join(filter(None, units)))


def _take_title(_card: Card, found: Found, one: Property, _label: str) -> None:
    found.role(one, "title")["title"] = clean("role", "title", one.text)


def _take_tags(card: Card, _found: Found, one: Property, _label: str) -> None:
    names = dict.fromkeys(clean("tag", "name", text) for text in one.parts(","))
    card.tags += [name for name in names if name and name not in card.tags]


def _take_uid(card: Card, found: Found, one: Property, _label: str) -> None:
    uid = one.text.strip()
    card.uid = uid if found.own else uid.removeprefix("urn:uuid:")


Taker = Callable[[Card, Found, Property, str], None]

TAKERS: Final[dict[str, tuple[Taker, Place]]] = {
    "N": (_take_name, Place("contact", "family_name")),
    "EMAIL": (_take_email, Place("email", "value")),
    "TEL": (_take_phone, Place("phone", "value")),
    "URL": (_take_link, Place("link", "value")),
    "IMPP": (_take_link, Place("link", "value")),
    "X-SOCIALPROFILE": (_take_link, Place("link", "value")),
    "SOCIALPROFILE": (_take_link, Place("link", "value")),
    "ADR": (_take_address, Place("address", "street")),
    "LABEL": (_take_whole_address, Place("address", "formatted")),
    "ORG": (_take_organization, Place("role", "organization_name")),
    "TITLE": (_take_title, Place("role", "title")),
    "CATEGORIES": (_take_tags, Place("tags", "words")),
    "UID": (_take_uid, Place("contact", "uid")),
}
"""What takes over a property, and the field it becomes."""


def _lists(one: Property) -> list[list[str]]:
    """Return the lists that stand between semicolons."""
    return [[unescaped(text) for text in split(part, ",")] for part in split(one.value, ";")]


def _postal(one: Property, label: str, *, own: bool) -> Postal:
    parts = ("po_box", "extended", "street", "city", "region", "postal_code", "country")
    texts = dict(zip(parts, one.parts(), strict=False))
    whole = "\n".join(one.params.get("LABEL", ()))
    # RFC 6350 itself breaks the lines of this parameter as in a value, not as RFC 6868 would.
    texts["formatted"] = whole if own else unescaped(whole)
    return Postal(
        label=label, **{part: clean("address", part, text) for part, text in texts.items()}
    )
