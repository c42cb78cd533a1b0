"""The words by which each kind of record is found: its folded name, and all else that is known of it."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, select

from deskcrm.domain.activities import Activity
from deskcrm.domain.custom import texts as texts_of
from deskcrm.domain.deals import Deal
from deskcrm.domain.people import Address, Contact, ContactTag, Email, Link, Phone, Role, Tag
from deskcrm.domain.quotes import Quote
from deskcrm.domain.text import digits, fold, latin, sounding


def chunks(keys: Sequence[int], size: int = 500) -> Iterator[Sequence[int]]:
    """Yield keys so many at a time, as few statements may hold them all."""
    for start in range(0, len(keys), size):
        yield keys[start : start + size]


def _contact_texts(
    connection: Connection, numbers: Sequence[int]
) -> Iterator[tuple[int, str, str]]:
    """Yield id, folded name and other words of contacts."""
    for some in chunks(numbers):
        words: dict[int, list[str]] = defaultdict(list)
        _gather(connection, words, some, Email.contact_id, Email.value)
        _gather(
            connection,
            words,
            some,
            Role.person_id,
            Role.organization_name,
            Role.title,
            Role.department,
        )
        _gather(
            connection,
            words,
            some,
            Address.contact_id,
            Address.city,
            Address.street,
            Address.postal_code,
            Address.region,
            Address.country,
        )
        _gather(connection, words, some, Link.contact_id, Link.value)
        _gather(connection, words, some, Activity.contact_id, Activity.text)
        for owner, value, e164 in connection.execute(
            select(Phone.contact_id, Phone.value, Phone.e164).where(Phone.contact_id.in_(some))
        ):
            words[owner] += {digits(value), digits(e164)}
        for owner, tag in connection.execute(
            select(ContactTag.contact_id, Tag.name)
            .join(Tag, Tag.id == ContactTag.tag_id)
            .where(ContactTag.contact_id.in_(some))
        ):
            words[owner].append(tag)
        for row in connection.execute(
            select(
                Contact.id, Contact.name, Contact.nickname, Contact.given_name, Contact.family_name,
                Contact.phonetic_given_name, Contact.phonetic_family_name, Contact.file_as,
                Contact.tax_id, Contact.note, Contact.custom,
            ).where(Contact.id.in_(some))
        ):  # fmt: skip
            *texts, custom = row[2:]
            more = texts_of(list((custom or {}).values()))
            said = " ".join([*filter(None, texts), *words[row.id], *more])
            yield row.id, fold(row.name), _with_reading(fold(said), f"{row.name} {said}")


def _with_reading(folded: str, said: str) -> str:
    """Add to words how those in Cyrillic and Greek letters sound, spelt in Latin ones."""
    reading = latin(said)
    return f"{folded} {sounding(reading)}" if reading else folded


def _gather(
    connection: Connection,
    words: dict[int, list[str]],
    numbers: Sequence[int],
    owner: Any,
    *columns: Any,
) -> None:
    for number, *texts in connection.execute(select(owner, *columns).where(owner.in_(numbers))):
        words[number] += [value for value in texts if value]


def _deal_texts(connection: Connection, numbers: Sequence[int]) -> Iterator[tuple[int, str, str]]:
    for some in chunks(numbers):
        for number, title, note, custom in connection.execute(
            select(Deal.id, Deal.title, Deal.note, Deal.custom).where(Deal.id.in_(some))
        ):
            said = " ".join((note, *texts_of(list((custom or {}).values()))))
            yield number, fold(title), _with_reading(fold(said), f"{title} {said}")


def _quote_texts(connection: Connection, numbers: Sequence[int]) -> Iterator[tuple[int, str, str]]:
    for some in chunks(numbers):
        for key, title, number in connection.execute(
            select(Quote.id, Quote.title, Quote.number).where(Quote.id.in_(some))
        ):
            yield key, fold(title), _with_reading(fold(number or ""), title)


TEXTS: Final[
    Mapping[str, Callable[[Connection, Sequence[int]], Iterator[tuple[int, str, str]]]]
] = {
    "contact": _contact_texts,
    "deal": _deal_texts,
    "quote": _quote_texts,
}
"""Yields the id, the folded name and the other folded words of records, by their kind."""
