"""What the window says of contacts: kinds, relationships, languages, what happened and when."""

import datetime as dt
from typing import Final

from deskcrm import formats
from deskcrm.domain.deals import stage_name
from deskcrm.features.contacts.form import PostalAddress
from deskcrm.features.contacts.queries.duplicates import Same
from deskcrm.features.contacts.queries.relationship import Relationship
from deskcrm.features.contacts.queries.timeline import Event, EventKind
from deskcrm.features.contacts.queries.view import ConsentView, RoleView
from deskcrm.i18n import DOCUMENT_LANGUAGES, PERSIAN_CALENDAR, _, mark, ngettext
from deskcrm.kit.controls import PillTone

RELATIONSHIPS: Final[dict[Relationship, tuple[str, PillTone]]] = {
    Relationship.LEAD: (mark("Lead"), "neutral"),
    Relationship.PROSPECT: (mark("Prospect"), "accent"),
    Relationship.CLIENT: (mark("Client"), "good"),
    Relationship.PAST_CLIENT: (mark("Past client"), "neutral"),
}
SAME: Final = {
    Same.EMAIL: mark("has the same e-mail address"),
    Same.PHONE: mark("has the same phone number"),
    Same.NAME: mark("has the same name"),
    Same.SIMILAR: mark("has a similar name at the same company"),
}
LANGUAGES: Final = (
    "en", "bg", "es", "fa", "ar", "cs", "da", "de", "el", "fi", "fr", "he", "hu", "it", "ja", "ko",
    "nl", "no", "pl", "pt", "ro", "ru", "sr", "sv", "tr", "uk", "zh", PERSIAN_CALENDAR,
)  # fmt: skip
"""Languages that a form offers; others that a contact has are kept."""

_MOST = 400

_EVENTS: Final = {
    EventKind.DEAL_ADDED: mark("Deal {title} added"),
    EventKind.DEAL_MOVED: mark("{title} moved to {stage}"),
    EventKind.DEAL_WON: mark("{title} won"),
    EventKind.DEAL_LOST: mark("{title} lost"),
    EventKind.QUOTE_CREATED: mark("Quote {number} created"),
    EventKind.QUOTE_SENT: mark("Quote {number} sent"),
    EventKind.QUOTE_ACCEPTED: mark("Quote {number} accepted"),
    EventKind.QUOTE_DECLINED: mark("Quote {number} declined"),
    EventKind.FOLLOW_UP_DONE: mark("Done: {title}"),
}
_ACTIVITIES: Final = {
    EventKind.CALL: mark("Call"),
    EventKind.MAIL: mark("Mail"),
    EventKind.MEETING: mark("Meeting"),
}
_QUOTES: Final = frozenset({
    EventKind.QUOTE_CREATED,
    EventKind.QUOTE_SENT,
    EventKind.QUOTE_ACCEPTED,
    EventKind.QUOTE_DECLINED,
})  # fmt: skip


def language_name(code: str) -> str:
    """Return a language's own name for itself: "Español"; the code if nobody knows it."""
    from babel import Locale, UnknownLocaleError

    if code in DOCUMENT_LANGUAGES:
        return DOCUMENT_LANGUAGES[code]
    try:
        name = Locale.parse(code.replace("-", "_")).get_language_name() or code
    except (UnknownLocaleError, ValueError):
        return code
    return name[:1].upper() + name[1:]


def languages(known: str) -> list[tuple[str, str]]:
    """Return what a form offers as a contact's language, the one that is `known` among it."""
    codes = [*LANGUAGES, *([known] if known and known not in LANGUAGES else [])]
    named = sorted(((code, language_name(code)) for code in codes), key=lambda one: one[1])
    return [("", _("Not set")), *named]


def consent(said: ConsentView) -> str:
    """Return whether consent was given."""
    return _("Given") if said.given else _("Refused")


def role(view: RoleView) -> str:
    """Return what somebody is, or was, at an organization, and when."""
    since, until = (
        formats.native_digits(str(day.year)) if day else "" for day in (view.since, view.until)
    )
    years = f"{since}–{until}"
    if not until:
        years = _("since {year}").format(year=since) if since else ""
    elif not since:
        years = _("until {year}").format(year=until)
    return formats.beside(view.title, view.organization, view.department, years)


def written_address(address: PostalAddress) -> str:
    """Return an address as lines."""
    town = " ".join(part for part in (address.postal_code, address.city) if part)
    parts = (
        address.street, address.extended, address.po_box, town, address.region, address.country,
    )  # fmt: skip
    return "\n".join(part for part in parts if part)


def event_words(event: Event) -> tuple[str, str]:
    """Return what a timeline entry says, and the part of it that stands out."""
    if event.kind is EventKind.NOTE:
        return event.text[:_MOST], ""
    if event.kind is EventKind.ADDED:
        said = _("Added from {source}") if event.text else _("Added")
        return said.format(source=event.text), event.text
    if event.kind is EventKind.DOCUMENT:
        name = event.text[:_MOST]
        return _("Attached {name}").format(name=name), name
    if event.kind in _ACTIVITIES:
        return _activity_words(event), ""
    title = event.text[:_MOST]
    strong = (event.number or title) if event.kind in _QUOTES else title
    said = _(_EVENTS[event.kind]).format(
        title=title, number=strong, stage=stage_name(event.stage_key, event.stage_name)
    )
    return said, strong


def _activity_words(event: Event) -> str:
    name = _(_ACTIVITIES[event.kind])
    if event.minutes:
        name = _("{activity}, {minutes}").format(
            activity=name,
            minutes=ngettext("{n} min", "{n} min", event.minutes).format(
                n=formats.number(event.minutes)
            ),
        )
    if not event.text:
        return name
    return _("{activity}: {text}").format(activity=name, text=event.text[:_MOST])


def event_when(event: Event, today: dt.date) -> str:
    """Return when it was, and for how much: "Yesterday 16:20 · €6,400"."""
    local = event.at.astimezone()
    day = local.date()
    away = (today - day).days
    said = formats.near_day(day, today)
    if 1 < away < 7:
        said = formats.weekday(day)
    elif day.year != today.year:
        said = formats.day(day)
    said = said[:1].upper() + said[1:]
    if not event.whole_day and away < 60:
        said = f"{said} {formats.time(event.at)}"
    if event.amount and event.amount > 0:
        said = formats.beside(said, formats.money(event.amount, event.currency))
    return said
