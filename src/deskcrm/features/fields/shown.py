"""The values of the user's own fields as people read them."""

from typing import Any

from deskcrm import formats
from deskcrm.domain.custom import (
    FieldKind,
    FieldOwner,
    FieldSpec,
    as_day,
    as_money,
    as_number,
    texts,
)
from deskcrm.i18n import _, mark

KINDS = {
    FieldKind.TEXT: mark("Text"),
    FieldKind.LONG_TEXT: mark("Long text"),
    FieldKind.NUMBER: mark("A number"),
    FieldKind.MONEY: mark("Money"),
    FieldKind.DATE: mark("Date"),
    FieldKind.YES_NO: mark("Yes or no"),
    FieldKind.CHOICE: mark("One of several"),
    FieldKind.CHOICES: mark("Some of several"),
    FieldKind.LINK: mark("Link"),
}
"""What stands in a field, in the user's words."""

OWNERS = {
    FieldOwner.PERSON: mark("People"),
    FieldOwner.ORGANIZATION: mark("Organizations"),
    FieldOwner.DEAL: mark("Deals"),
    FieldOwner.ITEM: mark("Catalog items"),
}
"""What a field is a field of, in the user's words."""


def shown(spec: FieldSpec | None, value: Any) -> str:
    """Return a value as people read it; one that is not of its field's kind as it is kept."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    kind = spec.kind if spec is not None else FieldKind.TEXT
    if kind is FieldKind.NUMBER and (number := as_number(value)) is not None:
        return formats.number(number)
    if kind is FieldKind.MONEY and (money := as_money(value)) is not None:
        return formats.money(*money)
    if kind is FieldKind.DATE and (day := as_day(value)) is not None:
        return formats.day(day)
    return ", ".join(texts(value))
