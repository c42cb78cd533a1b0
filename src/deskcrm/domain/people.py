"""Contacts: people and organizations, the roles between them, and the ways to reach them."""

import datetime as dt
import enum
import re
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, ForeignKey, Index, ScalarSelect, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload, validates
from sqlalchemy.orm.interfaces import LoaderOption

from deskcrm.domain.base import Base, choice, long_text, short_text
from deskcrm.domain.belongings import Attachment, Consent, ImportantDate, Photo
from deskcrm.domain.text import fold, one_line
from deskcrm.errors import CrmError
from deskcrm.i18n import mark

_FAMILY_FIRST = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


class Nameless(CrmError):
    """A contact that nobody could find again."""

    sentence = mark("A contact needs a name, an organization, an e-mail address or a phone number.")


class ContactKind(enum.StrEnum):
    """Whether a contact is one human being or a body of them."""

    PERSON = "person"
    ORGANIZATION = "organization"


class Contact(Base):
    """A person or an organization; `name` is how lists and documents call it."""

    __tablename__ = "contact"
    __table_args__ = (
        Index("ix_contact_sort_name_id", "sort_name", "id"),
        {"sqlite_autoincrement": True},
    )

    uid: Mapped[str] = mapped_column(default=lambda: str(uuid4()), unique=True)
    kind: Mapped[ContactKind] = mapped_column(choice(ContactKind), default=ContactKind.PERSON)
    name: Mapped[str] = short_text(mark("Name"))
    sort_name: Mapped[str] = mapped_column(default="")
    prefix: Mapped[str] = short_text(mark("Prefix"))
    given_name: Mapped[str] = short_text(mark("First name"))
    additional_names: Mapped[str] = short_text(mark("Middle names"))
    family_name: Mapped[str] = short_text(mark("Last name"))
    suffix: Mapped[str] = short_text(mark("Suffix"))
    nickname: Mapped[str] = short_text(mark("Nickname"))
    phonetic_given_name: Mapped[str] = short_text(mark("Phonetic first name"))
    phonetic_additional_names: Mapped[str] = short_text(mark("Phonetic middle name"))
    phonetic_family_name: Mapped[str] = short_text(mark("Phonetic last name"))
    file_as: Mapped[str] = short_text(mark("File as"))
    tax_id: Mapped[str] = short_text(mark("Tax number"))
    birthday: Mapped[dt.date | None]
    anniversary: Mapped[dt.date | None]
    language: Mapped[str] = short_text(mark("Language"), most=35)
    time_zone: Mapped[str] = short_text(mark("Time zone"), most=64)
    source: Mapped[str] = short_text(mark("Source"))
    note: Mapped[str] = long_text(mark("Note"))
    custom: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """The values of the user's own fields, and what an import brought without one, by name."""
    referred_by_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    created: Mapped[dt.datetime]
    updated: Mapped[dt.datetime]

    emails: Mapped[list["Email"]] = relationship(
        cascade="all, delete-orphan", order_by="Email.position"
    )
    phones: Mapped[list["Phone"]] = relationship(
        cascade="all, delete-orphan", order_by="Phone.position"
    )
    addresses: Mapped[list["Address"]] = relationship(
        cascade="all, delete-orphan", order_by="Address.position"
    )
    links: Mapped[list["Link"]] = relationship(
        cascade="all, delete-orphan", order_by="Link.position"
    )
    roles: Mapped[list["Role"]] = relationship(
        cascade="all, delete-orphan", order_by="Role.position", foreign_keys="Role.person_id"
    )
    tags: Mapped[list["ContactTag"]] = relationship(cascade="all, delete-orphan")
    dates: Mapped[list[ImportantDate]] = relationship(
        cascade="all, delete-orphan", order_by=ImportantDate.position
    )
    consents: Mapped[list[Consent]] = relationship(
        cascade="all, delete-orphan", order_by=(Consent.day, Consent.id)
    )
    photo: Mapped[Photo | None] = relationship(cascade="all, delete-orphan")
    attachments: Mapped[list[Attachment]] = relationship(
        cascade="all, delete-orphan", order_by=(Attachment.added, Attachment.id)
    )

    @validates("name")
    def _sort_by_name(self, key: str, name: str) -> str:  # noqa: ARG002
        self.sort_name = fold(one_line(name))
        return name

    @property
    def current_role(self) -> "Role | None":
        """The first role that has not ended."""
        return next((role for role in self.roles if role.until is None), None)

    def rename(self) -> None:
        """Derive `name` anew from what is known; raise Nameless if nothing is."""
        self.name = (
            written_name(
                prefix=self.prefix,
                given=self.given_name,
                additional=self.additional_names,
                family=self.family_name,
                suffix=self.suffix,
            )
            or (self.name if self.kind is ContactKind.ORGANIZATION else "")
            or self.nickname
            or next((role.organization_name for role in self.roles if role.organization_name), "")
            or next((email.value for email in self.emails), "")
            or next((phone.value for phone in self.phones), "")
        )
        if not self.name:
            raise Nameless


class Email(Base):
    """One of a contact's e-mail addresses, under a label such as "Work"."""

    __tablename__ = "email"

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    label: Mapped[str] = short_text(mark("Label"))
    value: Mapped[str] = short_text(mark("E-mail"))
    key: Mapped[str] = mapped_column(default="", index=True)
    """The address as it is compared: trimmed and in lower case."""

    @validates("value")
    def _compare_by_value(self, key: str, value: str) -> str:  # noqa: ARG002
        self.key = email_key(value)
        return value


class Phone(Base):
    """One of a contact's phone numbers, as it was written and as it is dialled (E.164)."""

    __tablename__ = "phone"

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    label: Mapped[str] = short_text(mark("Label"))
    value: Mapped[str] = short_text(mark("Phone"))
    e164: Mapped[str] = mapped_column(default="", index=True)


class Address(Base):
    """One of a contact's postal addresses; `country` is kept as it was written."""

    __tablename__ = "address"

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    label: Mapped[str] = short_text(mark("Label"))
    street: Mapped[str] = long_text(mark("Street"), most=1000)
    extended: Mapped[str] = long_text(mark("Address, second line"), most=1000)
    po_box: Mapped[str] = short_text(mark("PO box"))
    city: Mapped[str] = short_text(mark("City"))
    region: Mapped[str] = short_text(mark("Region"))
    postal_code: Mapped[str] = short_text(mark("Postal code"))
    country: Mapped[str] = short_text(mark("Country"))
    formatted: Mapped[str] = long_text(mark("Address"), most=2000)
    """The whole address as its source wrote it, where that differs from the parts."""


class Link(Base):
    """A web page of a contact."""

    __tablename__ = "link"

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    label: Mapped[str] = short_text(mark("Label"))
    value: Mapped[str] = short_text(mark("Link"), most=2000)


class Role(Base):
    """What a person is at an organization, now (`until` is None) or once.

    The organization is a contact of its own where there is one; else only its name is known.
    """

    __tablename__ = "role"

    person_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    organization_name: Mapped[str] = short_text(mark("Organization"))
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = short_text(mark("Job title"))
    department: Mapped[str] = short_text(mark("Department"))
    since: Mapped[dt.date | None]
    until: Mapped[dt.date | None]


class Tag(Base):
    """A word that contacts are grouped by."""

    __tablename__ = "tag"

    name: Mapped[str] = short_text(mark("Tag"), most=100)
    key: Mapped[str] = mapped_column(default="", unique=True)
    """The name as it is compared: folded, so that "Surf" and "surf" are one tag."""

    @validates("name")
    def _compare_by_name(self, key: str, name: str) -> str:  # noqa: ARG002
        self.key = fold(one_line(name))
        return name


class ContactTag(Base):
    """That a contact carries a tag."""

    __tablename__ = "contact_tag"
    __table_args__ = (UniqueConstraint("contact_id", "tag_id"), {"sqlite_autoincrement": True})

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"))
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"), index=True)


class Distinct(Base):
    """That two contacts look alike but are not the same; `first_id` is the smaller id."""

    __tablename__ = "distinct_pair"
    __table_args__ = (UniqueConstraint("first_id", "second_id"), {"sqlite_autoincrement": True})

    first_id: Mapped[int] = mapped_column(ForeignKey("contact.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)


def with_belongings() -> list[LoaderOption]:
    """Load contacts with all that belongs to them, in one read for each kind of thing."""
    names = (
        "emails", "phones", "addresses", "links", "roles", "tags", "dates", "consents", "photo",
        "attachments",
    )  # fmt: skip
    return [selectinload(getattr(Contact, name)) for name in names]


def current_organization() -> ScalarSelect[str]:
    """Select the name of the organization that the contact of a row is with now."""
    return (
        select(Role.organization_name)
        .where(Role.person_id == Contact.id, Role.until.is_(None), Role.organization_name != "")
        .order_by(Role.position, Role.id)
        .limit(1)
        .correlate(Contact)
        .scalar_subquery()
    )


def email_key(address: str) -> str:
    """Return an e-mail address as it is compared."""
    return address.strip().casefold()


def written_name(
    *, given: str, family: str, additional: str = "", prefix: str = "", suffix: str = ""
) -> str:
    """Join the parts of a name in the order its script writes them: 田中 明, but Lucía Fernández."""
    names = [given, additional, family]
    if _FAMILY_FIRST.search(family) and (not given or _FAMILY_FIRST.search(given)):
        names = [family, given, additional]
    return " ".join(part for part in (prefix, *names, suffix) if part)


def split_name(name: str) -> tuple[str, str]:
    """Return given and family name: the last word is the family's, but the first of 田中 明.

    >>> split_name("Lucía Fernández")
    ('Lucía', 'Fernández')
    """
    words = name.split()
    if len(words) < 2:
        return name.strip(), ""
    if all(_FAMILY_FIRST.match(word) for word in words):
        return " ".join(words[1:]), words[0]
    return " ".join(words[:-1]), words[-1]
