"""Everything that is held about one contact, as a folder: all its records as JSON, its documents as files."""

import datetime as dt
import enum
import json
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from deskcrm.domain.base import Base
from deskcrm.domain.belongings import Photo
from deskcrm.domain.people import Contact, ContactTag, Tag
from deskcrm.domain.quotes import Quote, SentQuote
from deskcrm.features.contacts.queries.records import contact_record
from deskcrm.files import new_folder, safe_name, write_whole
from deskcrm.storage.contents import place_of

RECORDS: Final = "records.json"
DOCUMENTS: Final = "documents"
FILES: Final = "files"
PHOTO: Final = "photo"

Rows = dict[str, list[dict[str, Any]]]

_AT_ONCE = 500
_NAMED: Final = ("id", "uid", "name")
"""What is told of another contact: their own records are not this one's."""


def write_dossier(session: Session, place: Path, contact_id: int, *, files: Path) -> Path:
    """Write a folder into `place` and return it; raise NotFound or FileProblem, leaving nothing.

    `files` is where the contents of attached files are kept.

    `records.json` holds the contact as lists and commands show it, and each row of the file that
    belongs to it, by table. `documents` holds each quote that was sent, the very bytes that left.
    """
    record = contact_record(session, contact_id)
    rows = related_rows(session, contact_id)
    said = {"contact": record, "records": rows}
    with new_folder(place, safe_name(record["name"], otherwise="contact")) as folder:
        text = json.dumps(said, ensure_ascii=False, indent=1)
        write_whole(folder.fresh / RECORDS, text.encode())
        documents = list(_documents(session, rows))
        if documents:
            (folder.fresh / DOCUMENTS).mkdir()
        for name, content in documents:
            write_whole(folder.fresh / DOCUMENTS / name, content)
        _write_files(folder.fresh, rows, files)
        for photo in session.scalars(select(Photo).where(Photo.contact_id == contact_id)):
            ending = photo.media_type.rpartition("/")[2]
            write_whole(folder.fresh / safe_name(f"{PHOTO}.{ending}", otherwise=PHOTO), photo.data)
    return folder.place


def related_rows(session: Session, contact_id: int) -> Rows:
    """Return every row that belongs to a contact, by table, as plain values without what is binary.

    What belongs to it is found along the references between tables, so that no table to come can
    be forgotten: its own parts, its deals and quotes, and the parts of these.
    """
    held: dict[str, set[int]] = {"contact": {contact_id}}
    rows: Rows = {}
    grew = True
    while grew:
        grew = False
        for table in Base.metadata.sorted_tables:
            if table.name == "contact":
                continue
            found = _belonging(session, table, held)
            fresh = [row for row in found if row["id"] not in held.get(table.name, ())]
            if fresh:
                held.setdefault(table.name, set()).update(row["id"] for row in fresh)
                rows.setdefault(table.name, []).extend(map(_plain_row, fresh))
                grew = True
    tags = select(Tag.name).join(ContactTag, ContactTag.tag_id == Tag.id)
    tagged = session.scalars(tags.where(ContactTag.contact_id == contact_id))
    rows["tag"] = [{"name": name} for name in tagged]
    columns = [Contact.__table__.c[name] for name in _NAMED]
    sent = session.execute(select(*columns).where(Contact.referred_by_id == contact_id)).mappings()
    rows["referred"] = [dict(row) for row in sent]
    return {name: found for name, found in sorted(rows.items()) if found}


def _belonging(session: Session, table: Table, held: dict[str, set[int]]) -> Iterator[Any]:
    """Give the rows of a table that refer to a row that is held."""
    columns = [column for column in table.c if column.type.python_type is not bytes]
    for key in table.foreign_keys:
        ids = sorted(held.get(key.column.table.name, ()))
        for start in range(0, len(ids), _AT_ONCE):
            wanted = key.parent.in_(ids[start : start + _AT_ONCE])
            yield from session.execute(
                select(*columns).where(wanted).order_by(table.c.id)
            ).mappings()


def _plain_row(row: Any) -> dict[str, Any]:
    return {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, enum.Enum):
        return value.value
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value


def _write_files(folder: Path, rows: Rows, files: Path) -> None:
    """Write the attached files under their names; one whose content is gone is only in the records."""
    taken: set[str] = set()
    for row in rows.get("attachment", ()):
        content = place_of(files, row["sha256"])
        if not content.exists():
            continue
        (folder / FILES).mkdir(exist_ok=True)
        name = safe_name(row["name"], otherwise="file")
        stem, suffix = Path(name).stem, Path(name).suffix
        number = 2
        while name.casefold() in taken:
            name, number = f"{stem} ({number}){suffix}", number + 1
        taken.add(name.casefold())
        shutil.copyfile(content, folder / FILES / name)


def _documents(session: Session, rows: Rows) -> Iterator[tuple[str, bytes]]:
    """Give the name and the bytes of each quote that was sent."""
    for sent in rows.get("sent_quote", ()):
        number, title, pdf = session.execute(
            select(Quote.number, Quote.title, SentQuote.pdf)
            .join(SentQuote, SentQuote.quote_id == Quote.id)
            .where(SentQuote.id == sent["id"])
        ).one()
        yield safe_name(" ".join(filter(None, (number, title))), ".pdf", otherwise="quote"), pdf
