"""Contacts whole, as plain records for JSON and for the terminal."""

import json
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy.orm import Session

from deskcrm.errors import NotFound

Record = dict[str, Any]

_CONTACTS: Final = """
SELECT c.id, c.uid, c.kind, c.name, c.given_name, c.family_name, c.additional_names, c.prefix,
  c.suffix, c.nickname, c.birthday, c.anniversary, c.language, c.source, c.tax_id, c.time_zone,
  c.referred_by_id, c.note, c.custom, c.created, c.updated
FROM json_each(?) AS wanted JOIN contact AS c ON c.id = wanted.value
ORDER BY wanted.key
"""
_PLACES: Final = "position, id"
_PARTS: Final = (
    ("emails", "contact_id", "email", ("label", "value"), _PLACES),
    ("phones", "contact_id", "phone", ("label", "value", "e164"), _PLACES),
    (
        "addresses",
        "contact_id",
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
        _PLACES,
    ),
    ("links", "contact_id", "link", ("label", "value"), _PLACES),
    (
        "roles",
        "person_id",
        "role",
        ("organization_name", "title", "department", "since", '"until"'),
        _PLACES,
    ),
    ("dates", "contact_id", "important_date", ("label", "day"), _PLACES),
    ("consents", "contact_id", "consent", ("given", "day", "source"), "day, id"),
    ("attachments", "contact_id", "attachment", ("name", "sha256", "size", "added"), "added, id"),
)
"""What a contact may have several of: its name in the record, its owner, table, columns and order."""
_TAGS: Final = """
SELECT contact_tag.contact_id, tag.name FROM contact_tag JOIN tag ON tag.id = contact_tag.tag_id
WHERE contact_tag.contact_id IN (SELECT value FROM json_each(?)) ORDER BY tag.key
"""


def contact_records(session: Session, ids: Sequence[int]) -> list[Record]:
    """Return these contacts with all that is known of each, in this order.

    Takes ten statements, however many they are; straight to the driver, as the values are wanted
    just as they are kept: dates and moments as ISO text.
    """
    run = session.connection().exec_driver_sql
    wanted = (json.dumps(list(ids)),)
    records: dict[int, Record] = {}
    for row in run(_CONTACTS, wanted).mappings():
        records[row["id"]] = _record(dict(row))
    for name, owner_column, table, columns, order in _PARTS:
        rows = run(
            f"SELECT {owner_column}, {', '.join(columns)} FROM {table}"  # noqa: S608 - names from above
            f" WHERE {owner_column} IN (SELECT value FROM json_each(?)) ORDER BY {order}",
            wanted,
        )
        keys = [
            column.strip('"').replace("organization_name", "organization") for column in columns
        ]
        for owner, *values in rows:
            records[owner][name].append(dict(zip(keys, values, strict=True)))
    for record in records.values():
        current = next((role for role in record["roles"] if role["until"] is None), None)
        if current is not None:
            record |= {"organization": current["organization"], "title": current["title"]}
        for consent in record["consents"]:
            consent["given"] = bool(consent["given"])
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
    # What came with later versions stands behind what other programs already read.
    later = {"time_zone": row.pop("time_zone")} | {
        name: [] for name in ("roles", "dates", "consents", "attachments")
    }
    return record | row | {"custom": custom} | later
