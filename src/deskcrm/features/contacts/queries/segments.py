"""The filters that are kept by name, with how many contacts each lets through now."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from deskcrm.domain.segments import Segment
from deskcrm.domain.text import fold, one_line
from deskcrm.errors import CrmError
from deskcrm.features.contacts.queries.rows import (
    ContactFilter,
    all_ids,
    contact_count,
    filter_from_json,
)
from deskcrm.i18n import mark
from deskcrm.storage import search


class UnknownSegment(CrmError):
    """A name that no segment has."""

    sentence = mark("There is no segment “{name}”. There are: {names}.")


@dataclass(frozen=True, slots=True)
class SegmentView:
    """A segment and how many contacts it has."""

    id: int
    name: str
    wanted: ContactFilter
    count: int


def segments(session: Session, today: dt.date) -> tuple[SegmentView, ...]:
    """Return all segments by name."""
    kept = session.scalars(select(Segment).order_by(Segment.key)).all()
    filters = [filter_from_json(segment.conditions, today) for segment in kept]
    return tuple(
        SegmentView(segment.id, segment.name, wanted, contact_count(session, wanted))
        for segment, wanted in zip(kept, filters, strict=True)
    )


def segment_named(session: Session, name: str, today: dt.date) -> ContactFilter:
    """Return the filter of a segment, however its name is written; raise UnknownSegment."""
    key = fold(one_line(name))
    found = session.scalars(select(Segment).where(Segment.key == key)).one_or_none()
    if found is None:
        names = session.scalars(select(Segment.name).order_by(Segment.key))
        raise UnknownSegment(name=name, names=", ".join(names) or "—")
    return filter_from_json(found.conditions, today)


def segment_ids(
    session: Session, name: str, today: dt.date, *, needle: str = "", limit: int = -1
) -> Sequence[int]:
    """Return the ids of up to `limit` contacts of a segment, -1 for all, in the order of the list.

    A needle lets only those through that it finds, best first. Raise UnknownSegment.
    """
    ids = all_ids(session, segment_named(session, name, today))
    if fold(needle):
        let_through = set(ids)
        found = search.find_ids(session.connection(), needle, kind="contact", limit=-1)
        ids = [key for key in found if key in let_through]
    return ids if limit < 0 else ids[:limit]
