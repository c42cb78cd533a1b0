"""The ids of contacts as the terminal lists them: by name, or best first for a text."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from deskcrm.domain.text import fold
from deskcrm.storage import search


def listed_ids(session: Session, needle: str, limit: int) -> Sequence[int]:
    """Return the ids of up to `limit` contacts, -1 for all: those a text finds, if there is one."""
    if fold(needle):
        return search.find_ids(session.connection(), needle, kind="contact", limit=limit)
    rows = session.connection().exec_driver_sql(
        "SELECT id FROM contact ORDER BY sort_name, id LIMIT ?", (limit,)
    )
    return rows.scalars().all()
