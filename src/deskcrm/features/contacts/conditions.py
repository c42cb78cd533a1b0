"""Conditions that contacts are filtered by, as plain values; what they mean stands with the queries."""

import enum
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from deskcrm.errors import CrmError
from deskcrm.features.contacts.queries.relationship import Relationship
from deskcrm.i18n import mark

OWN: Final = "own:"
"""Stands before the name of a field of the user's own."""


class WrongCondition(CrmError):
    """A text that is no condition."""

    sentence = mark(
        "“{text}” is not a condition. Write it as city=Sofia, tag!=web, “no email” or last-contact>60."
    )


class Op(enum.StrEnum):
    """How a field is compared."""

    IS = "="
    """One of the values."""
    IS_NOT = "!="
    OVER = ">"
    UNDER = "<"
    HAS = "has"
    HAS_NOT = "no"


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that contacts have in common."""

    field: str
    """A key of `FIELDS`, or `OWN` and the name of a field of the user's own."""
    op: Op
    values: tuple[str, ...] = ()

    def __str__(self) -> str:
        name = self.field.removeprefix(OWN)
        if self.op in {Op.HAS, Op.HAS_NOT}:
            return f"{self.op} {name}"
        return f"{name}{self.op}{'|'.join(self.values)}"

    @property
    def days(self) -> int | None:
        """The number of days that the field is compared with, None if it is no such number."""
        (text,) = self.values
        return int(text) if re.fullmatch("[0-9]{1,5}", text) else None

    @property
    def own(self) -> str:
        """The name of the user's own field, or ""."""
        return self.field.removeprefix(OWN) if self.field.startswith(OWN) else ""

    @property
    def is_sound(self) -> bool:
        """Say whether the field is there and can be compared so."""
        shape = _OF_OWN if self.own and '"' not in self.own else FIELDS.get(self.field)
        if shape is None or self.op not in shape.ops:
            return False
        if self.op in HAVING:
            return not self.values
        if self.op in COMPARING:
            return len(self.values) == 1 and (bool(self.own) or self.days is not None)
        return bool(self.values) and (not shape.choices or set(self.values) <= set(shape.choices))

    def as_json(self) -> list[Any]:
        """Return the condition as it is kept."""
        return [self.field, self.op.value, list(self.values)]


def from_json(kept: Any) -> Condition | None:
    """Return a condition as it was kept; None for what a newer version may have written."""
    try:
        field, op, values = kept
        condition = Condition(str(field), Op(op), tuple(map(str, values)))
    except (TypeError, ValueError):
        return None
    return condition if condition.is_sound else None


HAVING: Final = frozenset({Op.HAS, Op.HAS_NOT})
BEING: Final = frozenset({Op.IS, Op.IS_NOT})
COMPARING: Final = frozenset({Op.OVER, Op.UNDER})


class Shape(NamedTuple):
    """How a field can be compared; `choices` are all values there can be, if they are few."""

    ops: frozenset[Op]
    choices: tuple[str, ...] = ()


FIELDS: Final[Mapping[str, Shape]] = {
    **dict.fromkeys(
        ("tag", "company", "city", "country", "language", "source"), Shape(BEING | HAVING)
    ),
    "relationship": Shape(BEING, tuple(kind.value for kind in Relationship)),
    "kind": Shape(BEING, ("person", "organization")),
    "consent": Shape(BEING | HAVING, ("given", "refused")),
    **dict.fromkeys(("last-contact", "added"), Shape(COMPARING)),
    **dict.fromkeys(
        ("email", "phone", "address", "link", "birthday", "note", "open-deal", "follow-up"),
        Shape(HAVING),
    ),
}
"""What contacts can be filtered by, beside the fields of the user's own; days are compared by age."""

_OF_OWN: Final = Shape(frozenset(Op))


def joined(conditions: Iterable[Condition], more: Condition) -> tuple[Condition, ...]:
    """Return conditions with another one: another value of the same field is one more it may be."""
    joined: list[Condition] = []
    for condition in conditions:
        if (condition.field, condition.op) != (more.field, more.op):
            joined.append(condition)
        elif more.op in BEING:
            values = dict.fromkeys((*condition.values, *more.values))
            more = Condition(more.field, more.op, tuple(values))
    return (*joined, more)
