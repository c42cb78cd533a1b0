"""Decides what an import does with each row: new, update, same, duplicate, or refused with its reason."""

import enum
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from sqlalchemy.orm import Session

from deskcrm.domain.people import Contact, ContactKind, Email, Phone
from deskcrm.domain.text import fold
from deskcrm.features.exchange.card import NAMES, SINGLE, Card, Number, Said, phone_key
from deskcrm.features.exchange.incoming import Arrival, Incoming, Refusal
from deskcrm.features.exchange.queries import cards, ids_by
from deskcrm.i18n import _, mark
from deskcrm.jobs import Progress, Silent

_MOST_ALIKE = 50
"""So many contacts with the same mark are compared; a mark shared by more says little."""


class Verdict(enum.Enum):
    """What happens to a row."""

    NEW = "new"
    UPDATE = "update"
    SAME = "same"
    DUPLICATE = "duplicate"
    """A row that says nothing but what an earlier row of the file says."""
    LEFT = "left"
    """A row that would update a contact, which was to be left as it is."""
    REFUSED = "refused"


class OnMatch(enum.Enum):
    """What becomes of a row that is a contact who is there already."""

    UPDATE = "update"
    SKIP = "skip"
    ADD = "add"
    """It becomes another contact, unless a UID says that it is the same."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """The contact, or the earlier row, that a row is likely the same as."""

    name: str
    reason: str
    row: int | None = None
    """The earlier row, if it is one."""


@dataclass(slots=True)
class Decision:
    """What happens to one row."""

    row: int
    name: str
    verdict: Verdict
    card: Card
    contact_id: int | None = None
    """The contact that is updated or the same."""
    changed: tuple[str, ...] = ()
    """The fields an update touches, in the user's words."""
    like: Likeness | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What happens to each row of a file, in the order of its rows."""

    incoming: Incoming
    decisions: tuple[Decision, ...]

    def count(self, verdict: Verdict) -> int:
        """Return how many rows have a verdict."""
        return sum(decision.verdict is verdict for decision in self.decisions)

    def having(self, *verdicts: Verdict) -> Iterator[Decision]:
        """Give the rows with one of these verdicts."""
        return (decision for decision in self.decisions if decision.verdict in verdicts)

    @property
    def alike(self) -> tuple[Decision, ...]:
        """The rows that are likely somebody who is known, or who stands in an earlier row."""
        return tuple(decision for decision in self.decisions if decision.like is not None)


def plan_import(
    session: Session,
    incoming: Incoming,
    progress: Progress | None = None,
    *,
    on_match: OnMatch = OnMatch.UPDATE,
) -> ImportPlan:
    """Decide on every row; nothing is written."""
    progress = progress or Silent()
    _untie_unknown(session, [arrival.card for arrival in incoming.arrivals])
    known = _Known(session, [arrival.card for arrival in incoming.arrivals], on_match)
    decisions: list[Decision] = [_refused(refusal) for refusal in incoming.refused]
    for done, arrival in enumerate(incoming.arrivals, 1):
        if done % 200 == 0:
            progress.report(done, len(incoming.arrivals))
        decisions.append(known.decide(arrival))
    decisions.sort(key=lambda decision: decision.row)
    return ImportPlan(incoming, tuple(decisions))


def _untie_unknown(session: Session, arriving: list[Card]) -> None:
    """Keep as text who sent a contact where the UID names nobody here and nobody in the file."""
    wanted = {card.referred_by for card in arriving if card.referred_by}
    wanted -= {card.uid for card in arriving}
    unknown = wanted - ids_by(session, Contact.uid, wanted).keys()
    for card in arriving:
        if card.referred_by in unknown:
            card.custom["Referred By"] = card.referred_by
            card.referred_by = ""


def merged(known: Card, card: Card) -> tuple[Card, tuple[str, ...]]:
    """Return what is known after an update by a card, and the fields that changed.

    Nothing is lost but single values that the file says otherwise: entries and tags are added, a
    note is added below the note that is there, and a name stays unless the UID says whose it is.
    """
    after = replace(known)
    changed: list[str] = []
    certain = bool(card.uid) and card.uid == known.uid
    if _rename(after, card, certain=certain):
        changed.append(mark("Name"))
    for name in SINGLE:
        value = getattr(card, name)
        if value and value != getattr(known, name):
            setattr(after, name, value)
            changed.append(_FIELDS[name])
    if card.note and card.note not in known.note:
        after.note = f"{known.note}\n{card.note}" if known.note else card.note
        changed.append(mark("Note"))
    if card.referred_by and card.referred_by != known.referred_by:
        after.referred_by = card.referred_by
        changed.append(mark("Referred by"))
    if card.photo and card.photo != known.photo and (certain or known.photo is None):
        after.photo = card.photo
        changed.append(mark("Photo"))
    for name in _LISTS:
        entries = _joined(getattr(known, name), getattr(card, name))
        if entries != getattr(known, name):
            setattr(after, name, entries)
            changed.append(_FIELDS[name])
    if any(known.custom.get(name) != value for name, value in card.custom.items()):
        after.custom = {**known.custom, **card.custom}
        changed.append(mark("Other fields"))
    return after, tuple(changed)


def _rename(after: Card, card: Card, *, certain: bool) -> bool:
    """Take over a name where none is known, or another where there is no doubt whose it is."""
    parts = {name: getattr(card, name) for name in NAMES}
    if after.kind is ContactKind.ORGANIZATION:
        differs = certain and card.name != after.name
        if differs:
            after.name = card.name
        return differs
    if not any(parts.values()) or parts == {name: getattr(after, name) for name in NAMES}:
        return False
    if not certain and any(getattr(after, name) for name in NAMES):
        return False
    for name, value in parts.items():
        setattr(after, name, value)
    after.complete()
    return True


def _joined(known: list[Any], more: list[Any]) -> list[Any]:
    """Return the entries that are known and those that are not; one that says more takes its place."""
    entries = list(known)
    for entry in more:
        if any(_says(entry, one) for one in entries):
            continue
        less = next((n for n, one in enumerate(entries) if _says(one, entry)), None)
        if less is None:
            entries.append(entry)
        else:
            entries[less] = entry
    return entries


def _says(entry: Any, other: Any) -> bool:
    """Say whether `other` says all that `entry` says, its label aside."""
    if isinstance(entry, str):
        return fold(entry) == fold(other)
    if isinstance(entry, Said):
        return bool(entry == other)
    if isinstance(entry, Number):
        return phone_key(entry) == phone_key(other)
    return all(
        not value or value == known or fold(str(value)) == fold(str(known or ""))
        for name in entry.__slots__
        if name != "label"
        for value, known in ((getattr(entry, name), getattr(other, name)),)
    )


_LISTS: Final = ("emails", "phones", "addresses", "links", "roles", "tags", "dates", "consents")

_FIELDS: Final = {
    "nickname": mark("Nickname"),
    "phonetic_given_name": mark("Phonetic first name"),
    "phonetic_additional_names": mark("Phonetic middle name"),
    "phonetic_family_name": mark("Phonetic last name"),
    "file_as": mark("File as"),
    "tax_id": mark("Tax number"),
    "birthday": mark("Birthday"),
    "anniversary": mark("Anniversary"),
    "language": mark("Language"),
    "time_zone": mark("Time zone"),
    "source": mark("Source"),
    "emails": mark("E-mail"),
    "phones": mark("Phone"),
    "addresses": mark("Address"),
    "links": mark("Link"),
    "roles": mark("Organization"),
    "tags": mark("Tags"),
    "dates": mark("Dates to remember"),
    "consents": mark("Consent"),
}


@dataclass(slots=True, eq=False)
class _Someone:
    """Whom a row is compared with: a contact that is there, or an earlier row that becomes one."""

    card: Card
    contact_id: int | None = None
    row: int | None = None
    claimed: bool = False
    """A row has already been found to be this contact."""


@dataclass(slots=True)
class _Marks:
    """Somebody by each mark that tells people apart."""

    uid: dict[str, list[_Someone]] = field(default_factory=lambda: defaultdict(list))
    email: dict[str, list[_Someone]] = field(default_factory=lambda: defaultdict(list))
    phone: dict[str, list[_Someone]] = field(default_factory=lambda: defaultdict(list))
    name: dict[str, list[_Someone]] = field(default_factory=lambda: defaultdict(list))

    def add(self, someone: _Someone) -> None:
        card = someone.card
        if card.uid:
            self.uid[card.uid].append(someone)
        for key in card.email_keys:
            self.email[key].append(someone)
        for key in card.phone_keys:
            self.phone[key].append(someone)
        self.name[card.name_key].append(someone)

    def like(self, card: Card) -> list[tuple[_Someone, str]]:
        """Return those who share a mark with a card, the surest mark first, with the mark's words."""
        found: dict[int, tuple[_Someone, str]] = {}
        for words, index, keys in (
            (mark("the same UID"), self.uid, [card.uid]),
            (mark("the same e-mail address"), self.email, card.email_keys),
            (mark("the same phone number"), self.phone, card.phone_keys),
            (mark("the same name"), self.name, [card.name_key]),
        ):
            for key in keys:
                for someone in index.get(key, ())[:_MOST_ALIKE]:
                    found.setdefault(id(someone), (someone, words))
        return list(found.values())


class _Known:
    """Everybody a file may speak of: the contacts that share a mark with a row, and the rows so far."""

    def __init__(self, session: Session, arriving: list[Card], on_match: OnMatch) -> None:
        self._on_match = on_match
        self._contacts, self._rows = _Marks(), _Marks()
        ids: dict[int, None] = {}
        for column, values in (
            (Contact.uid, {card.uid for card in arriving if card.uid}),
            (Email.key, {key for card in arriving for key in card.email_keys}),
            (Phone.e164, {phone.e164 for card in arriving for phone in card.phones if phone.e164}),
            (Contact.sort_name, {card.name_key for card in arriving}),
        ):
            for found in ids_by(session, column, values).values():
                ids.update(dict.fromkeys(found))
        for key, card in cards(session, list(ids)):
            self._contacts.add(_Someone(card, contact_id=key))

    def decide(self, arrival: Arrival) -> Decision:
        """Decide on one row."""
        card = arrival.card
        decision = Decision(arrival.row, card.name, Verdict.NEW, card)
        known = self._contacts.like(card)
        if self._is_known(decision, known):
            return decision
        rows = self._rows.like(card)
        for someone, words in rows:
            if card == someone.card:
                decision.verdict = Verdict.DUPLICATE
                decision.like = Likeness(someone.card.name, _(words), someone.row)
                return decision
            if card.uid and card.uid == someone.card.uid:
                decision.verdict = Verdict.REFUSED
                decision.reason = _("Row {row} has the same UID.").format(row=someone.row)
                return decision
        for someone, words in (*known, *rows):
            decision.like = Likeness(someone.card.name, _(words), someone.row)
            break
        self._rows.add(_Someone(card, row=arrival.row))
        return decision

    def _is_known(self, decision: Decision, known: list[tuple[_Someone, str]]) -> bool:
        """Say whether a row is a contact that is there, and what it changes about it."""
        card = decision.card
        certain = [
            someone for someone, _words in known if card.uid and card.uid == someone.card.uid
        ]
        if self._on_match is OnMatch.ADD and not certain:
            return False
        fitting = certain or [
            someone for someone, _words in known if _is_called(card, someone.card)
        ]
        # A contact that no other row was found to be goes first: two alike stay two.
        for someone in sorted(fitting, key=lambda one: one.claimed):
            if not merged(someone.card, card)[1]:
                someone.claimed = True
                decision.verdict, decision.contact_id = Verdict.SAME, someone.contact_id
                return True
        by_name_alone = mark("the same name")
        marked = [one for one, words in known if one in fitting and words != by_name_alone]
        if not (certain or marked):
            return False
        someone = (certain or marked)[0]
        after, changed = merged(someone.card, card)
        someone.claimed = True
        decision.contact_id = someone.contact_id
        decision.changed = tuple(map(_, changed))
        if self._on_match is OnMatch.SKIP:
            decision.verdict = Verdict.LEFT
        else:
            decision.verdict, someone.card = Verdict.UPDATE, after
        return True


def _is_called(card: Card, known: Card) -> bool:
    """Say whether a card names somebody as they are known."""
    return card.kind is known.kind and card.name_key == known.name_key


def _refused(refusal: Refusal) -> Decision:
    return Decision(refusal.row, refusal.name, Verdict.REFUSED, Card(), reason=refusal.reason)
