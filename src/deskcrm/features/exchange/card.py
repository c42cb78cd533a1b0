"""A contact as a file tells it: everything that is known of one person or organization, in plain values."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any, Final

from deskcrm.domain.base import Base, Words
from deskcrm.domain.belongings import Consent, ImportantDate
from deskcrm.domain.people import (
    Address,
    Contact,
    ContactKind,
    Email,
    Link,
    Phone,
    Role,
    Tag,
    email_key,
    written_name,
)
from deskcrm.domain.text import fold, one_line


@dataclass(frozen=True, slots=True)
class Labelled:
    """An e-mail address or a link, under its label."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Number:
    """A phone number as it was written and, where that is known, as it is dialled."""

    label: str
    value: str
    e164: str = ""


@dataclass(frozen=True, slots=True)
class Postal:
    """A postal address; `formatted` is empty where it would say no more than the parts."""

    label: str = ""
    street: str = ""
    extended: str = ""
    po_box: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    formatted: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """What a person is at an organization; `organization_uid` names its contact if it has one."""

    organization_name: str = ""
    title: str = ""
    department: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    organization_uid: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """A day to remember, under its label."""

    label: str
    day: dt.date


@dataclass(frozen=True, slots=True)
class Said:
    """What a contact said about being written to, when, and how that is known."""

    given: bool
    day: dt.date
    source: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo as it is kept."""

    media_type: str
    data: bytes = field(repr=False)


@dataclass(slots=True)
class Card:
    """All that is known of a contact."""

    uid: str = ""
    kind: ContactKind = ContactKind.PERSON
    name: str = ""
    prefix: str = ""
    given_name: str = ""
    additional_names: str = ""
    family_name: str = ""
    suffix: str = ""
    nickname: str = ""
    phonetic_given_name: str = ""
    phonetic_additional_names: str = ""
    phonetic_family_name: str = ""
    file_as: str = ""
    tax_id: str = ""
    birthday: dt.date | None = None
    anniversary: dt.date | None = None
    language: str = ""
    time_zone: str = ""
    source: str = ""
    note: str = ""
    referred_by: str = ""
    """The UID of the contact who sent this one."""
    created: dt.datetime | None = None
    updated: dt.datetime | None = None
    emails: list[Labelled] = field(default_factory=list)
    phones: list[Number] = field(default_factory=list)
    addresses: list[Postal] = field(default_factory=list)
    links: list[Labelled] = field(default_factory=list)
    roles: list[Position] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    dates: list[Day] = field(default_factory=list)
    consents: list[Said] = field(default_factory=list)
    photo: Picture | None = None
    custom: dict[str, Any] = field(default_factory=dict)
    _folded: tuple[str, str] = field(default=("", ""), init=False, repr=False, compare=False)

    def complete(self) -> None:
        """Give the card the name that its contact would have; it stays empty if nothing is known."""
        if self.kind is ContactKind.ORGANIZATION and self.name:
            return
        self.name = (
            written_name(
                prefix=self.prefix,
                given=self.given_name,
                additional=self.additional_names,
                family=self.family_name,
                suffix=self.suffix,
            )
            or self.nickname
            or next((role.organization_name for role in self.roles if role.organization_name), "")
            or next((email.value for email in self.emails), "")
            or next((phone.value for phone in self.phones), "")
        )

    @property
    def name_key(self) -> str:
        """The name as it is compared."""
        if self._folded[0] != self.name:
            self._folded = (self.name, fold(one_line(self.name)))
        return self._folded[1]

    @property
    def email_keys(self) -> Iterator[str]:
        """The e-mail addresses as they are compared."""
        return (email_key(email.value) for email in self.emails)

    @property
    def phone_keys(self) -> Iterator[str]:
        """The phone numbers as they are compared."""
        return (phone_key(phone) for phone in self.phones)


NAMES: Final = ("prefix", "given_name", "additional_names", "family_name", "suffix")
"""The parts of a person's name: they belong together."""

SINGLE: Final = (
    "nickname",
    "phonetic_given_name",
    "phonetic_additional_names",
    "phonetic_family_name",
    "file_as",
    "tax_id",
    "birthday",
    "anniversary",
    "language",
    "time_zone",
    "source",
)
"""What a contact has one of, apart from its name and its note."""


def phone_key(phone: Number) -> str:
    """Return a phone number as it is compared: as it is dialled, else as it was written."""
    return phone.e164 or fold(phone.value)


def _words(entity: type[Base], *names: str) -> dict[str, tuple[Words, str]]:
    """Return the rules of an entity's texts and the words by which the user knows them."""
    columns = {column.key: column for column in entity.__table__.columns}
    return {
        name: (words, str(columns[name].info.get("label", name)))
        for name in names
        if isinstance(words := columns[name].type, Words)
    }


RULES: Final = {
    "contact": _words(
        Contact, *(f.name for f in fields(Card) if f.name in Contact.__table__.columns)
    ),
    "email": _words(Email, "label", "value"),
    "phone": _words(Phone, "label", "value"),
    "address": _words(Address, *(f.name for f in fields(Postal))),
    "link": _words(Link, "label", "value"),
    "role": _words(Role, "organization_name", "title", "department"),
    "tag": _words(Tag, "name"),
    "date": _words(ImportantDate, "label"),
    "consent": _words(Consent, "source"),
}
"""How long each text may be, by group and part."""


def clean(group: str, part: str, text: str) -> str:
    """Return a text as its field keeps it; raise TooLong, naming the field."""
    rule = RULES[group].get(part)
    if rule is None:
        return text.strip()
    words, label = rule
    return words.clean(text, label)
