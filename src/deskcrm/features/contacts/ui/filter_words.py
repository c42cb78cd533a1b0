"""What the window says of conditions: the names of fields, of their values, and whole conditions."""

from collections.abc import Sequence
from typing import Final

from deskcrm import formats
from deskcrm.features.contacts.conditions import Condition, Op
from deskcrm.features.contacts.queries.relationship import Relationship
from deskcrm.features.contacts.ui import words
from deskcrm.i18n import _, mark, ngettext

FIELDS: Final = {
    "tag": mark("Tag"),
    "company": mark("Company"),
    "city": mark("City"),
    "country": mark("Country"),
    "language": mark("Language"),
    "source": mark("Source"),
    "relationship": mark("Relationship"),
    "kind": mark("Kind"),
    "consent": mark("Consent"),
    "last-contact": mark("Last contact"),
    "added": mark("Added"),
    "email": mark("E-mail"),
    "phone": mark("Phone"),
    "address": mark("Address"),
    "link": mark("Link"),
    "birthday": mark("Birthday"),
    "note": mark("Note"),
    "open-deal": mark("Open deal"),
    "follow-up": mark("Follow-up"),
}
"""The fields in the user's words."""

_VALUES: Final = {
    ("kind", "person"): mark("Person"),
    ("kind", "organization"): mark("Organization"),
    ("consent", "given"): mark("Given"),
    ("consent", "refused"): mark("Refused"),
    ("relationship", Relationship.NONE.value): mark("None yet"),
}
_YES_NO: Final = {"yes": mark("Yes"), "no": mark("No")}
_MOST: Final = 3


def field_name(field: str) -> str:
    """Return what a field is called."""
    own = Condition(field, Op.HAS).own
    return own or _(FIELDS[field])


def value_name(field: str, value: str) -> str:
    """Return what a value is called."""
    if (field, value) in _VALUES:
        return _(_VALUES[field, value])
    if field == "relationship":
        return _(words.RELATIONSHIPS[Relationship(value)][0])
    if field == "language":
        return words.language_name(value)
    if Condition(field, Op.HAS).own and value in _YES_NO:
        return _(_YES_NO[value])
    return value


def said(condition: Condition) -> str:
    """Return a condition as a chip says it."""
    name = field_name(condition.field)
    match condition.op:
        case Op.HAS:
            return _("With {field}").format(field=name)
        case Op.HAS_NOT:
            return _("Without {field}").format(field=name)
        case Op.OVER | Op.UNDER:
            return _compared(condition, name)
    values = _listed([value_name(condition.field, value) for value in condition.values])
    if condition.op is Op.IS_NOT:
        return _("{field} is not {values}").format(field=name, values=values)
    return _("{field}: {values}").format(field=name, values=values)


def _compared(condition: Condition, name: str) -> str:
    over = condition.op is Op.OVER
    if condition.own:
        text = _("{field} over {value}") if over else _("{field} under {value}")
        return text.format(field=name, value=condition.values[0])
    days = condition.days or 0
    text = (
        ngettext("{field} over {n} day ago", "{field} over {n} days ago", days)
        if over
        else ngettext("{field} in the last {n} day", "{field} in the last {n} days", days)
    )
    return text.format(field=name, n=formats.number(days))


def _listed(values: Sequence[str]) -> str:
    shown = _(" or ").join(values[:_MOST])
    more = len(values) - _MOST
    return shown if more <= 0 else _("{values} and {n} more").format(values=shown, n=more)
