"""Contacts over the whole file that are likely the same, by what they share; the likeliest first."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from deskcrm.domain.people import Contact, Distinct, Email, Phone, Role
from deskcrm.domain.text import fold, latin, sounding
from deskcrm.features.contacts.queries.duplicates import Same
from deskcrm.features.contacts.queries.view import Named
from deskcrm.jobs import Progress, Silent

MOST_SHARING: Final = 8
"""What more contacts than this share is an office's number, not a person's."""
_MOST_COLLEAGUES: Final = 60
"""In a larger organization, names are compared only with those that begin alike."""
_SIMILAR: Final = 86
"""So many percent of two names' letters are the same where somebody misspelt one of them."""

_WEIGHTS: Final = {Same.EMAIL: 0.9, Same.PHONE: 0.8, Same.NAME: 0.6, Same.SIMILAR: 0.5}
"""How likely two contacts are one if nothing but this is the same; what comes together weighs more."""

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Alike:
    """Contacts that are likely the same, by what, and how likely (0 to 100); the oldest first."""

    reasons: tuple[Same, ...]
    score: int
    contacts: tuple[Named, ...]


def alike(session: Session, progress: Progress | None = None) -> tuple[Alike, ...]:
    """Return the groups of contacts that are likely the same, the likeliest first.

    Who was said to be somebody else is not named with them again.
    """
    progress = progress or Silent()
    apart = {(pair[0], pair[1]) for pair in session.execute(_apart())}
    found: dict[Pair, set[Same]] = defaultdict(set)
    steps: tuple[Callable[[], Iterator[tuple[Pair, Same]]], ...] = (
        lambda: _sharing(session, Same.EMAIL, Email.key, Email.contact_id),
        lambda: _sharing(session, Same.PHONE, Phone.e164, Phone.contact_id),
        lambda: _named_alike(session),
        lambda: _colleagues(session),
    )
    for done, step in enumerate(steps):
        progress.report(done, len(steps))
        for pair, same in step():
            if pair not in apart:
                found[pair].add(same)
    for pair, reasons in found.items():
        if Same.NAME in reasons:
            found[pair] = reasons - {Same.SIMILAR}
    return _grouped(session, found)


def _apart() -> Select[int, int]:
    return select(Distinct.first_id, Distinct.second_id)


def _sharing(
    session: Session,
    same: Same,
    value: InstrumentedAttribute[str],
    owner: InstrumentedAttribute[int],
) -> Iterator[tuple[Pair, Same]]:
    """Yield the pairs that share a value which only a few have."""
    count = func.count(owner.distinct())
    shared = select(value).where(value != "").group_by(value).having(count.between(2, MOST_SHARING))
    rows = session.execute(
        select(value, owner).distinct().where(value.in_(shared)).order_by(value, owner)
    )
    groups: dict[str, list[int]] = defaultdict(list)
    for shared_value, key in rows:
        groups[shared_value].append(key)
    for keys in groups.values():
        yield from ((pair, same) for pair in _pairs(keys))


def _named_alike(session: Session) -> Iterator[tuple[Pair, Same]]:
    """Yield the pairs of one name, in whatever script and order its words are written."""
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for key, kind, name in session.execute(select(Contact.id, Contact.kind, Contact.name)):
        if spelt := _spelt(name):
            groups[kind.value, spelt].append(key)
    for keys in groups.values():
        if 1 < len(keys) <= MOST_SHARING:
            yield from ((pair, Same.NAME) for pair in _pairs(keys))


def _colleagues(session: Session) -> Iterator[tuple[Pair, Same]]:
    """Yield the pairs at one organization whose names differ by a slip, an initial or a middle name."""
    houses: dict[str, dict[int, str]] = defaultdict(dict)
    rows = session.execute(
        select(Role.person_id, Role.organization_name, Contact.name)
        .join(Contact, Contact.id == Role.person_id)
        .where(Role.organization_name != "", Role.until.is_(None))
    )
    for key, house, name in rows:
        if spelt := _spelt(name):
            houses[fold(house)][key] = spelt
    for members in houses.values():
        for some in _blocks(members):
            for (one, first), (other, second) in combinations(sorted(some.items()), 2):
                if first != second and _is_similar(first, second):
                    yield (one, other), Same.SIMILAR


def _blocks(members: dict[int, str]) -> Iterable[dict[int, str]]:
    if len(members) <= _MOST_COLLEAGUES:
        return [members]
    blocks: dict[str, dict[int, str]] = defaultdict(dict)
    for key, spelt in members.items():
        blocks[spelt[:2]][key] = spelt
    return [block for block in blocks.values() if len(block) <= _MOST_COLLEAGUES]


def _spelt(name: str) -> str:
    """Return a name as it sounds in Latin letters, its words in the order of the alphabet.

    >>> _spelt("Петров, Иван") == _spelt("Ivan Petrov")
    True
    """
    words = sounding(latin(name) or fold(name)).replace(",", " ").replace(".", " ").split()
    return " ".join(sorted(words))


def _is_similar(one: str, other: str) -> bool:
    """Say whether two names, as they are spelt, may be one person's."""
    from rapidfuzz.fuzz import ratio

    fewer, more = sorted((one.split(), other.split()), key=len)
    if len(fewer) > 1 and _abbreviates(fewer, more):
        return True
    return ratio(one, other, score_cutoff=_SIMILAR) > 0


def _abbreviates(fewer: list[str], more: list[str]) -> bool:
    """Say whether each word stands among the others, whole or by its initial, and one of them whole."""
    rest = list(more)
    whole = 0
    for word in sorted(fewer, key=len, reverse=True):
        match = next((r for r in rest if r == word or (len(word) == 1 and r[0] == word)), None)
        if match is None:
            return False
        whole += len(word) > 1
        rest.remove(match)
    return whole > 0


def _pairs(keys: list[int]) -> Iterator[Pair]:
    return combinations(sorted(keys), 2)


def _grouped(session: Session, found: dict[Pair, set[Same]]) -> tuple[Alike, ...]:
    """Return the pairs as groups: who is like one of a group is in it."""
    leads: dict[int, int] = {}

    def lead(key: int) -> int:
        while leads.setdefault(key, key) != key:
            leads[key] = leads[leads[key]]
            key = leads[key]
        return key

    for one, other in found:
        leads[lead(other)] = lead(one)
    sizes = Counter(lead(key) for key in tuple(leads))
    members: dict[Pair, set[int]] = defaultdict(set)
    reasons: dict[Pair, set[Same]] = defaultdict(set)
    scores: dict[Pair, float] = defaultdict(float)
    for pair, sames in found.items():
        # A chain of many is no group: each of its pairs stands by itself.
        first = lead(pair[0])
        group = (first, first) if sizes[first] <= MOST_SHARING else pair
        members[group].update(pair)
        reasons[group] |= sames
        scores[group] = max(scores[group], _likelihood(sames))
    names = _names(session, {key for group in members.values() for key in group})
    groups = [
        Alike(
            tuple(same for same in Same if same in reasons[group]),
            round(100 * scores[group]),
            tuple(Named(key, names[key]) for key in sorted(keys)),
        )
        for group, keys in members.items()
    ]
    return tuple(
        sorted(groups, key=lambda one: (-one.score, one.contacts[0].name, one.contacts[0].id))
    )


def _likelihood(sames: set[Same]) -> float:
    unlikely = 1.0
    for same in sames:
        unlikely *= 1 - _WEIGHTS[same]
    return 1 - unlikely


def _names(session: Session, keys: set[int]) -> dict[int, str]:
    ids = f"[{','.join(map(str, keys))}]"
    rows = session.connection().exec_driver_sql(
        "SELECT id, name FROM contact WHERE id IN (SELECT value FROM json_each(?))", (ids,)
    )
    return {row[0]: row[1] for row in rows}
