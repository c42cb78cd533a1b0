"""What a search found in contacts beside what their line in the list shows."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from deskcrm.domain.custom import texts
from deskcrm.domain.matching import Needle
from deskcrm.features.contacts.conditions import OWN


@dataclass(frozen=True, slots=True)
class Matched:
    """A text of a contact in which something was found, and what the text is."""

    where: str
    """The name of a field, "activity", or `OWN` and the name of a field of the user's own."""
    text: str


def matched(session: Session, needles: Mapping[int, Needle]) -> dict[int, Matched]:
    """Return what has most of its needle for each contact, by id; takes two statements at most.

    Notes and what was logged are read only of those whose shorter texts leave something to be found.
    """
    best: dict[int, tuple[int, Matched]] = {}
    wanted = {key: needle for key, needle in needles.items() if needle}
    for sql in (_SHORT, _LONG):
        for key, where, said in _texts(session, sql, list(wanted)):
            count = wanted[key].count(said)
            if count > (best[key][0] if key in best else 0):
                best[key] = count, Matched(where, said)
        wanted = {
            key: needle
            for key, needle in wanted.items()
            if key not in best or best[key][0] < len(needle.terms)
        }
    return {key: match for key, (_count, match) in best.items()}


def _texts(session: Session, sql: str, ids: list[int]) -> Iterator[tuple[int, str, str]]:
    if not ids:
        return
    facts = (f"[{','.join(map(str, ids))}]",)
    for key, where, said in session.connection().exec_driver_sql(sql, facts):
        if where != OWN:
            yield key, where, said
            continue
        for name, value in json.loads(said).items():
            yield key, f"{OWN}{name}", " ".join(texts(value))


_WANTED: Final = "WITH wanted AS (SELECT value AS id FROM json_each(?))"
_SHORT: Final = f"""{_WANTED}
SELECT contact_id, 'email', value FROM email WHERE contact_id IN (SELECT id FROM wanted)
UNION ALL
SELECT contact_id, 'phone', value FROM phone WHERE contact_id IN (SELECT id FROM wanted)
UNION ALL
SELECT contact_id, 'phone', e164 FROM phone
WHERE contact_id IN (SELECT id FROM wanted) AND e164 <> ''
UNION ALL
SELECT person_id, 'company', organization_name FROM role
WHERE person_id IN (SELECT id FROM wanted)
UNION ALL
SELECT person_id, 'title', title FROM role WHERE person_id IN (SELECT id FROM wanted)
UNION ALL
SELECT person_id, 'department', department FROM role WHERE person_id IN (SELECT id FROM wanted)
UNION ALL
SELECT contact_id, 'address', concat_ws(', ', nullif(replace(street, char(10), ', '), ''),
  nullif(trim(concat_ws(' ', postal_code, city)), ''), nullif(region, ''), nullif(country, ''))
FROM address WHERE contact_id IN (SELECT id FROM wanted)
UNION ALL
SELECT contact_id, 'link', value FROM link WHERE contact_id IN (SELECT id FROM wanted)
UNION ALL
SELECT contact_tag.contact_id, 'tags', tag.name FROM contact_tag
JOIN tag ON tag.id = contact_tag.tag_id WHERE contact_tag.contact_id IN (SELECT id FROM wanted)
UNION ALL
SELECT id, 'nickname', nickname FROM contact WHERE id IN (SELECT id FROM wanted)
UNION ALL
SELECT id, 'name', concat_ws(' ', given_name, family_name, phonetic_given_name,
  phonetic_family_name) FROM contact WHERE id IN (SELECT id FROM wanted)
UNION ALL
SELECT id, 'file_as', file_as FROM contact WHERE id IN (SELECT id FROM wanted)
UNION ALL
SELECT id, 'tax_id', tax_id FROM contact WHERE id IN (SELECT id FROM wanted)
UNION ALL
SELECT id, '{OWN}', custom FROM contact WHERE id IN (SELECT id FROM wanted) AND custom <> '{{}}'
"""  # noqa: S608 - fixed texts
_LONG: Final = f"""{_WANTED}
SELECT id, 'note', note FROM contact WHERE id IN (SELECT id FROM wanted) AND note <> ''
UNION ALL
SELECT contact_id, 'activity', text FROM activity
WHERE contact_id IN (SELECT id FROM wanted) AND text <> ''
"""  # noqa: S608 - fixed texts
