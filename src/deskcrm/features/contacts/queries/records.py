"""Contacts whole, as plain records for JSON and for the terminal."""

import json
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy.orm import Session

from deskcrm.errors import NotFound

Record = dict[str, Any]

_CONTACTS: Final = """
SELECT c.id, c.uid, c.kind, c.name, c.given_name, c.family_name, c.additional_names, c.prefix,
  c.suffix, c.nickname, c.birthday, c.anniversary, c.language, c.source, c.tax_id,
  c.referred_by_id, c.note, c.custom, c.created, c.updated
FROM json_each(?) AS wanted JOIN contact AS c ON c.id = wanted.value
ORDER BY wanted.key
"""
_PARTS: Final = (
    ("emails", "email", ("label", "value")),
    ("phones", "phone", ("label", "value", "e164")),
    (
        "addresses",
        "address",
        (
            "label",
            "street",
            "extended",
            "po_box",
            "city",
            "region",
            "postal_code",
            "country",
        ),
    ),
    ("links", "link", ("label", "value")),
)
"""What a contact may have several of: its name in the record, its table, its columns."""
_ROLES: Final = """
SELECT person_id, organization_name, title FROM role
WHERE "until" IS NULL AND person_id IN (SELECT value FROM json_each(?)) ORDER BY position DESC
"""
_TAGS: Final = """
SELECT contact_tag.contact_id, tag.name FROM contact_tag JOIN tag ON tag.id = contact_tag.tag_id
WHERE contact_tag.contact_id IN (SELECT value FROM json_each(?)) ORDER BY tag.key
"""


def contact_records(session: Session, ids: Sequence[int]) -> list[Record]:
    """Return these contacts with all that is known of each, in this order.

    Takes seven statements, however many they are; straight to the driver, as the values are wanted
    just as they are kept: dates and moments as ISO text.
    """
    run = session.connection().exec_driver_sql
    wanted = (json.dumps(list(ids)),)
    records: dict[int, Record] = {}
    for row in run(_CONTACTS, wanted).mappings():
        records[row["id"]] = _record(dict(row))
    for name, table, columns in _PARTS:
        rows = run(
            f"SELECT contact_id, {', '.join(columns)} FROM {table}"  # noqa: S608 - names from above
            " WHERE contact_id IN (SELECT value FROM json_each(?)) ORDER BY position, id",
            wanted,
        )
        for owner, *values in rows:
            records[owner][name].append(dict(zip(columns, values, strict=True)))
    for owner, organization, title in run(_ROLES, wanted):
        records[owner].update(organization=organization, title=title)
    for owner, tag in run(_TAGS, wanted):
        records[owner]["tags"].append(tag)
    return list(records.values())


def contact_record(session: Session, contact_id: int) -> Record:
    """Return one contact with all that is known of it; raise NotFound if it is not there."""
    records = contact_records(session, [contact_id])
    if not records:
        raise NotFound(name=f"#{contact_id}")
    return records[0]


def _record(row: dict[str, Any]) -> Record:
    custom = json.loads(row.pop("custom") or "{}")
    order = (
        "id", "uid", "kind", "name", "given_name", "family_name", "additional_names", "prefix",
        "suffix", "nickname",
    )  # fmt: skip
    record: Record = {name: row.pop(name) for name in order}
    record |= {"organization": "", "title": ""}
    record |= {"emails": [], "phones": [], "addresses": [], "links": []}
    record |= {"birthday": row.pop("birthday"), "anniversary": row.pop("anniversary"), "tags": []}
    return record | row | {"custom": custom}
