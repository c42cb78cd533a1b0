"""What a user does with segments, the filters that are kept by name: save, rename, delete."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from deskcrm.crm import undoable
from deskcrm.domain.segments import Segment
from deskcrm.domain.text import fold, one_line
from deskcrm.errors import CrmError, NotFound, Required
from deskcrm.features.contacts.queries.rows import ContactFilter
from deskcrm.i18n import _, mark


class SegmentExists(CrmError):
    """A second segment of a name."""

    sentence = mark("There is already a segment “{name}”. Choose another name.")


class NothingFiltered(CrmError):
    """A segment of everybody."""

    sentence = mark("Filter the contacts first; a segment keeps what the filter says.")


@undoable(mark("save segment"))
def add_segment(session: Session, name: str, wanted: ContactFilter) -> int:
    """Keep a filter by a name and return its id; raise Required, SegmentExists or NothingFiltered."""
    segment = Segment(name=_name(session, name), conditions=_kept(wanted))
    session.add(segment)
    session.flush()
    return segment.id


@undoable(mark("change segment"))
def change_segment(session: Session, segment_id: int, wanted: ContactFilter) -> None:
    """Let a segment be what a filter says; raise NotFound or NothingFiltered."""
    _segment(session, segment_id).conditions = _kept(wanted)


@undoable(mark("rename segment"))
def rename_segment(session: Session, segment_id: int, name: str) -> None:
    """Give a segment another name; raise NotFound, Required or SegmentExists."""
    segment = _segment(session, segment_id)
    segment.name = _name(session, name, but=segment_id)


@undoable(mark("delete segment"))
def delete_segment(session: Session, segment_id: int) -> None:
    """Forget a segment; its contacts stay."""
    session.delete(_segment(session, segment_id))


def _kept(wanted: ContactFilter) -> dict[str, Any]:
    kept = wanted.as_json()
    if not kept:
        raise NothingFiltered
    return kept


def _name(session: Session, name: str, *, but: int = 0) -> str:
    written = one_line(name)
    if not written:
        raise Required(field="name", label=_("Name"))
    same = select(Segment.id).where(Segment.key == fold(written), Segment.id != but)
    if session.scalars(same).first() is not None:
        raise SegmentExists(field="name", name=written)
    return written


def _segment(session: Session, segment_id: int) -> Segment:
    segment = session.get(Segment, segment_id)
    if segment is None:
        raise NotFound(name=f"#{segment_id}")
    return segment
