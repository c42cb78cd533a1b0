"""The few contacts that a palette or a field offers for a text, best first."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from deskcrm.storage import search


@dataclass(frozen=True, slots=True)
class FoundContact:
    """A contact as it is offered: its name over its company, town or e-mail address."""

    id: int
    name: str
    subtitle: str


def found_contacts(session: Session, needle: str, *, limit: int = 8) -> tuple[FoundContact, ...]:
    """Return the best few contacts for a text."""
    connection = session.connection()
    ids = search.find_ids(connection, needle, kind="contact", limit=limit)
    rows = connection.exec_driver_sql(_FOUND, (f"[{','.join(map(str, ids))}]",))
    return tuple(
        FoundContact(key, name, organization or town or email or "")
        for key, name, organization, town, email in rows
    )


_FOUND = """
SELECT c.id, c.name,
  (SELECT organization_name FROM role WHERE person_id = c.id AND "until" IS NULL
   AND organization_name <> '' ORDER BY position, id LIMIT 1),
  (SELECT city FROM address WHERE contact_id = c.id AND city <> '' ORDER BY position LIMIT 1),
  (SELECT value FROM email WHERE contact_id = c.id ORDER BY position LIMIT 1)
FROM json_each(?) AS wanted JOIN contact AS c ON c.id = wanted.value
ORDER BY wanted.key
"""
