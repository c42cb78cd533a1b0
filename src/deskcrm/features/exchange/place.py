"""A field of a contact as a column of a file may hold it, and how columns' names are compared."""

import re
from dataclasses import dataclass

from deskcrm.domain.text import fold


@dataclass(frozen=True, slots=True)
class Place:
    """A field: `part` of the entry `key` of `group`, such as the value of e-mail 2."""

    group: str
    part: str
    key: str = ""
    label: str = ""
    """The label of an entry whose column says it by its name: “Mobile phone”."""

    @property
    def is_joined(self) -> bool:
        """Whether several columns may say it, a line each: notes, and the lines of a street."""
        lines = self.group == "address" and self.part in {"street", "extended"}
        return lines or self in {NOTE, SKIPPED} or self.group == "tags"

    def __str__(self) -> str:
        return ".".join(filter(None, (self.group, self.key, self.part)))


def plain_name(name: str) -> str:
    """Return a column's name as it is compared."""
    return re.sub(r"[\W_]+", " ", fold(name)).strip()


def single(part: str) -> Place:
    """Return a field that a contact has one of."""
    return Place("contact", part)


def email(label: str, key: str = "") -> Place:
    """Return an e-mail address under a label."""
    return Place("email", "value", key or label, label)


def phone(label: str, key: str = "") -> Place:
    """Return a phone number under a label."""
    return Place("phone", "value", key or label, label)


def link(label: str, key: str = "") -> Place:
    """Return a web page under a label."""
    return Place("link", "value", key or label, label)


def address(label: str, part: str) -> Place:
    """Return a part of a postal address under a label."""
    return Place("address", part, label, label)


def own_field(name: str) -> Place:
    """Return a field of the user's own."""
    return Place("field", name)


def role(part: str) -> Place:
    """Return what somebody is at their organization."""
    return Place("role", part, "1")


TAGS = Place("tags", "words")
"""Words parted by commas or semicolons."""
NOTE = single("note")
SKIPPED = Place("skip", "")
"""A column that is left out because somebody said so."""
