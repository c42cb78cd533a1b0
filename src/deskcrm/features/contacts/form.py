"""What can be said about a contact at once, as it is typed: the form that is added or edited."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import available_timezones

from deskcrm.domain.custom import Value
from deskcrm.domain.people import ContactKind, email_key
from deskcrm.domain.text import keepable, one_line
from deskcrm.errors import CrmError
from deskcrm.i18n import mark


class NoEmailAddress(CrmError):
    """A text that no mail could reach."""

    sentence = mark("“{text}” is not an e-mail address. It needs a name, an @ and a domain.")


class NoPhoneNumber(CrmError):
    """A text that cannot be dialled."""

    sentence = mark("“{text}” is not a phone number: it has no digits.")


class NotYetBorn(CrmError):
    """A birthday to come."""

    sentence = mark("A birthday cannot lie in the future.")


class EndsBeforeItBegins(CrmError):
    """A role that ended before it began."""

    sentence = mark("A role cannot end before it begins. Check its two dates.")


class UnknownTimeZone(CrmError):
    """A time zone that nobody keeps."""

    sentence = mark("“{text}” is not a time zone. Choose one such as Europe/Sofia.")


class ReferredByThemselves(CrmError):
    """A contact that is said to have sent itself."""

    sentence = mark("A contact cannot be referred by itself. Choose somebody else.")


@dataclass(frozen=True, slots=True)
class Labelled:
    """An e-mail address, a phone number or a link, under a label such as "Work"."""

    value: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """An address in its parts."""

    label: str = ""
    street: str = ""
    extended: str = ""
    po_box: str = ""
    postal_code: str = ""
    city: str = ""
    region: str = ""
    country: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing but perhaps its label."""
        return not any(
            part.strip()
            for part in (
                self.street,
                self.extended,
                self.po_box,
                self.postal_code,
                self.city,
                self.region,
                self.country,
            )
        )


@dataclass(frozen=True, slots=True)
class RoleForm:
    """What somebody is, or was, at an organization beside the one they are with now."""

    organization: str = ""
    title: str = ""
    department: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class DateForm:
    """A day to remember, under a label such as "Wedding"."""

    label: str
    day: dt.date


@dataclass(frozen=True, slots=True)
class ContactForm:
    """A contact as it is typed; `name` is an organization's, persons have its parts."""

    kind: ContactKind = ContactKind.PERSON
    name: str = ""
    prefix: str = ""
    given_name: str = ""
    additional_names: str = ""
    family_name: str = ""
    suffix: str = ""
    nickname: str = ""
    organization: str = ""
    title: str = ""
    emails: tuple[Labelled, ...] = ()
    phones: tuple[Labelled, ...] = ()
    addresses: tuple[PostalAddress, ...] = ()
    links: tuple[Labelled, ...] = ()
    tags: tuple[str, ...] = ()
    birthday: dt.date | None = None
    language: str = ""
    source: str = ""
    referred_by_id: int | None = None
    tax_id: str = ""
    note: str = ""
    custom: Mapping[str, Any] | None = None
    """The values of the user's own fields; None leaves them as they are."""
    anniversary: dt.date | None = None
    time_zone: str | None = None
    """An IANA name such as Europe/Sofia; None leaves it, and the anniversary, as they are."""
    more_roles: tuple[RoleForm, ...] | None = None
    """All but the current role, which `organization` and `title` say; None leaves them."""
    dates: tuple[DateForm, ...] | None = None
    """Days to remember; None leaves them as they are."""

    @property
    def country(self) -> str:
        """The country of the first address that names one."""
        return next((a.country for a in self.addresses if a.country.strip()), "")

    def require_sound(self, *, today: dt.date, kept_zone: str = "") -> None:
        """Raise what is wrong with the form, naming the field, if anything is.

        A time zone that nobody keeps may stay where it came from an import.
        """
        for email in self.emails:
            if email.value.strip() and not looks_like_email(email.value):
                raise NoEmailAddress(text=_short(email.value), field="emails")
        for phone in self.phones:
            if phone.value.strip() and not any(letter.isdigit() for letter in phone.value):
                raise NoPhoneNumber(text=_short(phone.value), field="phones")
        if self.birthday is not None and self.birthday > today:
            raise NotYetBorn(field="birthday")
        for role in self.more_roles or ():
            if role.since and role.until and role.until < role.since:
                raise EndsBeforeItBegins(field="more_roles")
        zone = self.time_zone
        # Looking for the zones that there are opens six hundred files: only if one is named.
        if zone and zone != kept_zone and zone not in available_timezones():
            raise UnknownTimeZone(text=_short(zone), field="time_zone")


@dataclass(frozen=True, slots=True)
class SharedChanges:
    """What several contacts are to have in common; None leaves each as it is, "" takes it away."""

    source: str | None = None
    language: str | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    custom: Mapping[str, Value | None] = field(default_factory=dict)
    """Values of the user's own fields, by name, for those whose kind has the field; None takes it away."""

    @property
    def values(self) -> dict[str, str]:
        """The single fields that are set, as they are kept."""
        named = {"source": self.source, "language": self.language}
        return {name: one_line(text) for name, text in named.items() if text is not None}


def looks_like_email(text: str) -> bool:
    """Say whether a text has the shape of an e-mail address; more, only a mail could tell."""
    address = email_key(keepable(text))
    name, at, domain = address.rpartition("@")
    blank = any(letter.isspace() or letter in "<>,;\ufffd" for letter in address)
    return bool(name and at and domain) and not blank


def _short(text: str) -> str:
    line = " ".join(keepable(text).split())
    return line if len(line) <= 60 else line[:59] + "…"
