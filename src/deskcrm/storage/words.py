"""The words by which each kind of record is found: its folded name, and all else that is known of it."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from sqlalchemy import Connection, select

from deskcrm.domain.custom import texts as texts_of
from deskcrm.domain.deals import Deal
from deskcrm.domain.text import digits, fold, latin, sounding


def chunks(keys: Sequence[int], size: int = 500) -> Iterator[Sequence[int]]:
    """Yield keys so many at a time, as few statements may hold them all."""
    for start in range(0, len(keys), size):
        yield keys[start : start + size]


def _contact_texts(
    connection: Connection, numbers: Sequence[int]
) -> Iterator[tuple[int, str, str]]:
    """Yield id, folded name and other words of contacts."""
    # Straight to the driver: a single save waits for this, and compiling statements takes longest.
    run = connection.exec_driver_sql
    for some in chunks(numbers):
        wanted = (f"[{','.join(map(str, some))}]",)
        words: dict[int, list[str]] = defaultdict(list)
        for owner, said in run(_BELONGINGS, wanted):
            words[owner].append(said)
        for owner, value, e164 in run(_PHONES, wanted):
            words[owner] += {digits(value), digits(e164)}
        for key, name, custom, *texts in run(_CONTACTS, wanted):
            more = texts_of(list(json.loads(custom or "{}").values()))
            said = " ".join([*filter(None, texts), *words[key], *more])
            yield key, fold(name), _with_reading(fold(said), f"{name} {said}")


_CONTACTS: Final = """
SELECT id, name, custom, nickname, given_name, family_name, phonetic_given_name,
  phonetic_family_name, file_as, tax_id, note
FROM contact WHERE id IN (SELECT value FROM json_each(?))
"""
_PHONES: Final = """
SELECT contact_id, value, e164 FROM phone WHERE contact_id IN (SELECT value FROM json_each(?))
"""
_BELONGINGS: Final = """
WITH wanted AS (SELECT value AS id FROM json_each(?))
SELECT contact_id, value FROM email WHERE contact_id IN (SELECT id FROM wanted)
UNION ALL
SELECT person_id, concat_ws(' ', organization_name, title, department) FROM role
WHERE person_id IN (SELECT id FROM wanted)
UNION ALL
SELECT contact_id, concat_ws(' ', city, street, postal_code, region, country) FROM address
WHERE contact_id IN (SELECT id FROM wanted)
UNION ALL
SELECT contact_id, value FROM link WHERE contact_id IN (SELECT id FROM wanted)
UNION ALL
SELECT contact_id, text FROM activity WHERE contact_id IN (SELECT id FROM wanted)
UNION ALL
SELECT contact_tag.contact_id, tag.name FROM contact_tag JOIN tag ON tag.id = contact_tag.tag_id
WHERE contact_tag.contact_id IN (SELECT id FROM wanted)
"""
"""What belongs to contacts and says something about them, a line each."""


def _with_reading(folded: str, said: str) -> str:
    """Add to words how those in Cyrillic and Greek letters sound, spelt in Latin ones."""
    reading = latin(said)
    return f"{folded} {sounding(reading)}" if reading else folded


def _deal_texts(connection: Connection, numbers: Sequence[int]) -> Iterator[tuple[int, str, str]]:
    for some in chunks(numbers):
        for number, title, note, custom in connection.execute(
            select(Deal.id, Deal.title, Deal.note, Deal.custom).where(Deal.id.in_(some))
        ):
            said = " ".join((note, *texts_of(list((custom or {}).values()))))
            yield number, fold(title), _with_reading(fold(said), f"{title} {said}")


def _quote_texts(connection: Connection, numbers: Sequence[int]) -> Iterator[tuple[int, str, str]]:
    """Yield id, folded title and other words of quotes: the number, and what the lines say."""
    run = connection.exec_driver_sql
    for some in chunks(numbers):
        wanted = (f"[{','.join(map(str, some))}]",)
        lines: dict[int, list[str]] = defaultdict(list)
        room: dict[int, int] = defaultdict(lambda: _MOST_OF_LINES)
        for quote, said in run(_QUOTE_LINES, wanted):
            if room[quote] > 0:
                lines[quote].append(said)
                room[quote] -= len(said)
        for key, title, number in run(_QUOTES, wanted):
            said = " ".join([number or "", *lines[key]])
            yield key, fold(title), _with_reading(fold(said), f"{title} {said}")


_MOST_OF_LINES: Final = 8_000
"""So many letters of a quote's lines are looked at: a save folds them all."""
_QUOTES: Final = """
SELECT id, title, number FROM quote WHERE id IN (SELECT value FROM json_each(?))
"""
_QUOTE_LINES: Final = """
SELECT quote_id, substr(description, 1, 1000) FROM quote_line
WHERE quote_id IN (SELECT value FROM json_each(?)) ORDER BY quote_id, position
"""


TEXTS: Final[
    Mapping[str, Callable[[Connection, Sequence[int]], Iterator[tuple[int, str, str]]]]
] = {
    "contact": _contact_texts,
    "deal": _deal_texts,
    "quote": _quote_texts,
}
"""Yields the id, the folded name and the other folded words of records, by their kind."""
