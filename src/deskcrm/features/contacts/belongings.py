"""What a user keeps with a contact beside its form: consent, files, a photo."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from deskcrm.crm import undoable
from deskcrm.domain.activities import Activity, ActivityKind
from deskcrm.domain.belongings import Attachment, Consent, Photo
from deskcrm.domain.people import Contact
from deskcrm.domain.text import one_line
from deskcrm.errors import CrmError, NotFound, Required
from deskcrm.i18n import _, mark


class ConsentToCome(CrmError):
    """A consent that nobody can have given yet."""

    sentence = mark("Consent cannot be given on a day to come.")


@undoable(mark("record consent"))
def record_consent(
    session: Session,
    contact_ids: Sequence[int],
    *,
    given: bool,
    day: dt.date,
    source: str,
    today: dt.date,
) -> None:
    """Note what contacts said about being written to; raise Required, ConsentToCome or NotFound."""
    if not one_line(source):
        raise Required(field="source", label=_("How it is known"))
    if day > today:
        raise ConsentToCome(field="day")
    for key in contact_ids:
        _require(session, key)
        session.add(Consent(contact_id=key, given=given, day=day, source=source))


@undoable(mark("attach file"))
def attach_file(
    session: Session, contact_id: int, *, name: str, sha256: str, size: int, now: dt.datetime
) -> int:
    """Note a file that is kept with a contact, and that it came; return the attachment's id."""
    _require(session, contact_id)
    attachment = Attachment(contact_id=contact_id, name=name, sha256=sha256, size=size, added=now)
    session.add(attachment)
    session.add(Activity(kind=ActivityKind.DOCUMENT, at=now, text=name, contact_id=contact_id))
    session.flush()
    return attachment.id


@undoable(mark("remove file"))
def detach_file(session: Session, attachment_id: int) -> None:
    """Keep a file with its contact no longer; its content stays where it lies, for undo."""
    attachment = session.get(Attachment, attachment_id)
    if attachment is None:
        raise NotFound(name=f"#{attachment_id}")
    session.delete(attachment)


@undoable(mark("change photo"))
def set_photo(session: Session, contact_id: int, *, media_type: str, data: bytes) -> None:
    """Show a contact by a picture, as `photos.fitted` made it."""
    _require(session, contact_id)
    photo = session.scalars(select(Photo).where(Photo.contact_id == contact_id)).one_or_none()
    if photo is None:
        session.add(Photo(contact_id=contact_id, media_type=media_type, data=data))
    else:
        photo.media_type, photo.data = media_type, data


@undoable(mark("remove photo"))
def remove_photo(session: Session, contact_id: int) -> None:
    """Show a contact by its initials again."""
    photo = session.scalars(select(Photo).where(Photo.contact_id == contact_id)).one_or_none()
    if photo is not None:
        session.delete(photo)


def _require(session: Session, contact_id: int) -> None:
    if session.get(Contact, contact_id) is None:
        raise NotFound(name=f"#{contact_id}")
