"""What the conditions mean that contacts are filtered by, and how they are written and chosen."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from sqlalchemy import ColumnElement, Float, Select, cast, func, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from deskcrm.domain.activities import FollowUp
from deskcrm.domain.belongings import Consent
from deskcrm.domain.custom import FieldKind
from deskcrm.domain.days import start_of
from deskcrm.domain.deals import OPEN_KINDS, Deal, Stage
from deskcrm.domain.people import Address, Contact, ContactTag, Email, Link, Phone, Role, Tag
from deskcrm.domain.text import fold, one_line
from deskcrm.features.contacts.conditions import (
    BEING,
    FIELDS,
    HAVING,
    OWN,
    Condition,
    Op,
    WrongCondition,
)
from deskcrm.features.contacts.queries.relationship import Relationship, heard_since, is_to_us


def clause(condition: Condition, today: dt.date) -> ColumnElement[bool]:
    """Return a condition as SQL over `Contact`; raise WrongCondition for one that is none."""
    if not condition.is_sound:
        raise WrongCondition(text=str(condition))
    return _own(condition) if condition.own else _CLAUSES[condition.field](condition, today)


def read_condition(session: Session, text: str, own: Mapping[str, FieldKind]) -> Condition:
    """Read a condition as it is written: "city=Sofia|Plovdiv", "no email", "last-contact>60".

    `own` are the fields of the user's own by name. Values are taken as contacts have them, however
    they are written here. Raise WrongCondition.
    """
    has = re.fullmatch(r"\s*(has|no)\s+(.+?)\s*", text)
    said = re.fullmatch(r"\s*(.+?)\s*(!=|=|>|<)\s*(.*?)\s*", text)
    values: tuple[str, ...]
    if has:
        op, name, values = Op(has[1]), has[2], ()
    elif said:
        op, name = Op(said[2]), said[1]
        values = tuple(value.strip() for value in said[3].split("|") if value.strip())
    else:
        raise WrongCondition(text=text)
    by_key = {fold(own_name): own_name for own_name in own}
    field = name if name in FIELDS else f"{OWN}{by_key.get(fold(name), '')}"
    condition = Condition(field, op, values)
    if not condition.is_sound:
        raise WrongCondition(text=text)
    if op not in BEING:
        return condition
    known = values_of(session, field)
    spelt: dict[str, None] = {}
    for value in values:
        same = [other for other, _count in known if fold(other) == fold(value)]
        spelt.update(dict.fromkeys(same or [value]))
    return Condition(field, op, tuple(spelt))


def values_of(session: Session, field: str) -> tuple[tuple[str, int], ...]:
    """Return the values that contacts have in a field, each with their number, most first."""
    if field not in FIELDS:
        entries = func.json_each(Contact.custom, _path(field)).table_valued("value", "type")
        column: Any = entries.c.value
        rows = select(column, func.count()).select_from(Contact).join(entries, true())
        found = session.execute(rows.group_by(column).order_by(func.count().desc(), column))
        return tuple((_written(value), number) for value, number in found)
    source = _VALUES.get(field)
    if source is None:
        return tuple((choice, 0) for choice in FIELDS[field].choices)
    counted: Select[Any] = select(source, func.count())
    if field == "tag":
        counted = counted.join(ContactTag, ContactTag.tag_id == Tag.id)
    found = session.execute(
        counted.where(source != "").group_by(source).order_by(func.count().desc(), source)
    )
    return tuple((str(value), number) for value, number in found)


def _unless(wanted: ColumnElement[bool], condition: Condition) -> ColumnElement[bool]:
    """Return what is wanted, or all else for a condition that says "not"."""
    return ~wanted if condition.op in {Op.IS_NOT, Op.HAS_NOT} else wanted


def _column(
    column: InstrumentedAttribute[Any],
    condition: Condition,
    today: dt.date,  # noqa: ARG001
) -> ColumnElement[bool]:
    """Return the condition on a field of the contact itself."""
    if condition.op in HAVING:
        nothing = column.is_(None) if column is Contact.birthday else column == ""
        return nothing if condition.op is Op.HAS_NOT else ~nothing
    return _unless(column.in_(condition.values), condition)


def _part(
    owner: InstrumentedAttribute[Any],
    column: InstrumentedAttribute[Any],
    condition: Condition,
    today: dt.date,  # noqa: ARG001
    *more: ColumnElement[bool],
) -> ColumnElement[bool]:
    """Return the condition on what contacts may have several of."""
    wanted = column != "" if condition.op in HAVING else column.in_(condition.values)
    return _unless(Contact.id.in_(select(owner).where(wanted, *more)), condition)


def _company(condition: Condition, today: dt.date) -> ColumnElement[bool]:
    return _part(Role.person_id, Role.organization_name, condition, today, Role.until.is_(None))


def _tag(condition: Condition, today: dt.date) -> ColumnElement[bool]:  # noqa: ARG001
    carried: Select[Any] = select(ContactTag.contact_id)
    if condition.op not in HAVING:
        keys = [fold(one_line(value)) for value in condition.values]
        carried = carried.join(Tag, Tag.id == ContactTag.tag_id).where(Tag.key.in_(keys))
    return _unless(Contact.id.in_(carried), condition)


def _relationship(condition: Condition, today: dt.date) -> ColumnElement[bool]:
    return _unless(is_to_us([Relationship(value) for value in condition.values], today), condition)


def _last_contact(condition: Condition, today: dt.date) -> ColumnElement[bool]:
    assert condition.days is not None
    heard = Contact.id.in_(heard_since(start_of(today - dt.timedelta(days=condition.days))))
    return ~heard if condition.op is Op.OVER else heard


def _added(condition: Condition, today: dt.date) -> ColumnElement[bool]:
    assert condition.days is not None
    since = start_of(today - dt.timedelta(days=condition.days))
    return Contact.created < since if condition.op is Op.OVER else Contact.created >= since


def _open_deal(condition: Condition, today: dt.date) -> ColumnElement[bool]:  # noqa: ARG001
    stages = select(Stage.id).where(Stage.kind.in_(OPEN_KINDS))
    theirs = select(Deal.contact_id).where(Deal.stage_id.in_(stages), Deal.contact_id.is_not(None))
    return _unless(Contact.id.in_(theirs), condition)


def _follow_up(condition: Condition, today: dt.date) -> ColumnElement[bool]:  # noqa: ARG001
    theirs = select(FollowUp.contact_id).where(
        FollowUp.done.is_(None), FollowUp.contact_id.is_not(None)
    )
    return _unless(Contact.id.in_(theirs), condition)


def _consent(condition: Condition, today: dt.date) -> ColumnElement[bool]:  # noqa: ARG001
    """Return the condition on what a contact said last."""
    place = func.row_number().over(
        partition_by=Consent.contact_id, order_by=(Consent.day.desc(), Consent.id.desc())
    )
    said = select(Consent.contact_id, Consent.given, place.label("place")).subquery()
    last = select(said.c.contact_id).where(said.c.place == 1)
    if condition.op in BEING:
        last = last.where(said.c.given.in_([value == "given" for value in condition.values]))
    return _unless(Contact.id.in_(last), condition)


def _own(condition: Condition) -> ColumnElement[bool]:
    """Return the condition on a field of the user's own; a list is compared one by one."""
    path = _path(condition.field)
    value = func.json_extract(Contact.custom, path)
    match condition.op:
        case Op.HAS:
            return value.is_not(None)
        case Op.HAS_NOT:
            return value.is_(None)
        case Op.OVER | Op.UNDER:
            return _compared(value, condition)
    entries = func.json_each(Contact.custom, path).table_valued("value")
    wanted = [_UNWRITTEN.get(text, text) for text in condition.values]
    same = select(entries.c.value).where(entries.c.value.in_(wanted)).exists()
    return _unless(same, condition)


def _compared(value: ColumnElement[Any], condition: Condition) -> ColumnElement[bool]:
    """Compare a number, an amount of money whatever its currency, or a day."""
    (bound,) = condition.values
    over = condition.op is Op.OVER
    if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", bound):
        return value > bound if over else value < bound
    try:
        number = float(bound)
    except ValueError:
        raise WrongCondition(text=str(condition)) from None
    wanted = cast(value, Float)
    return value.is_not(None) & (wanted > number if over else wanted < number)


def _path(field: str) -> str:
    return f'$."{field.removeprefix(OWN)}"'


_UNWRITTEN: Final[Mapping[str, Any]] = {"yes": 1, "no": 0}
"""How JSON's true and false come out of SQLite."""


def _written(value: Any) -> str:
    """Return a value of a field of the user's own as a condition names it."""
    return {1: "yes", 0: "no"}.get(value, str(value)) if isinstance(value, int) else str(value)


_CLAUSES: Final[Mapping[str, Callable[[Condition, dt.date], ColumnElement[bool]]]] = {
    "tag": _tag,
    "company": _company,
    "city": partial(_part, Address.contact_id, Address.city),
    "country": partial(_part, Address.contact_id, Address.country),
    "language": partial(_column, Contact.language),
    "source": partial(_column, Contact.source),
    "relationship": _relationship,
    "kind": partial(_column, Contact.kind),
    "last-contact": _last_contact,
    "added": _added,
    "consent": _consent,
    "email": partial(_part, Email.contact_id, Email.value),
    "phone": partial(_part, Phone.contact_id, Phone.value),
    "address": partial(_part, Address.contact_id, Address.city),
    "link": partial(_part, Link.contact_id, Link.value),
    "birthday": partial(_column, Contact.birthday),
    "note": partial(_column, Contact.note),
    "open-deal": _open_deal,
    "follow-up": _follow_up,
}
_VALUES: Final[Mapping[str, InstrumentedAttribute[Any]]] = {
    "tag": Tag.name,
    "company": Role.organization_name,
    "city": Address.city,
    "country": Address.country,
    "language": Contact.language,
    "source": Contact.source,
}
"""Where the values stand that can be chosen from."""
