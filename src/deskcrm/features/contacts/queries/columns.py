"""What the list of contacts can show beside the usual, and the order by any of it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Select, func, literal_column, select
from sqlalchemy.orm import Session

from deskcrm.domain.business import own_currency
from deskcrm.domain.income import income
from deskcrm.domain.people import Contact
from deskcrm.domain.text import fold
from deskcrm.features.contacts.conditions import OWN
from deskcrm.features.contacts.queries.rows import ContactFilter, filtered
from deskcrm.i18n import language

_FIRST: Final = "(SELECT {column} FROM {table} WHERE contact_id = contact.id AND {column} <> '' ORDER BY position, id LIMIT 1)"

EXPRESSIONS: Final[Mapping[str, str]] = {
    "title": """(SELECT title FROM role WHERE person_id = contact.id AND "until" IS NULL
      AND title <> '' ORDER BY position, id LIMIT 1)""",
    "company": """(SELECT organization_name FROM role WHERE person_id = contact.id
      AND "until" IS NULL AND organization_name <> '' ORDER BY position, id LIMIT 1)""",
    "email": _FIRST.format(column="value", table="email"),
    "phone": _FIRST.format(column="value", table="phone"),
    "link": _FIRST.format(column="value", table="link"),
    "city": _FIRST.format(column="city", table="address"),
    "street": _FIRST.format(column="street", table="address"),
    "postal_code": _FIRST.format(column="postal_code", table="address"),
    "country": _FIRST.format(column="country", table="address"),
    "tags": """(SELECT group_concat(tag.name, ', ' ORDER BY tag.key) FROM contact_tag
      JOIN tag ON tag.id = contact_tag.tag_id WHERE contact_tag.contact_id = contact.id)""",
    "language": "contact.language",
    "source": "contact.source",
    "kind": "contact.kind",
    "nickname": "contact.nickname",
    "tax_id": "contact.tax_id",
    "birthday": "contact.birthday",
    "created": "contact.created",
    "updated": "contact.updated",
    "last": """nullif(max(ifnull((SELECT max(at) FROM activity WHERE contact_id = contact.id), ''),
      ifnull((SELECT max(sent) FROM quote WHERE contact_id = contact.id), '')), '')""",
}
"""Each column as SQL over `contact`: fixed texts, none of them typed by anybody."""

_PERSIAN: Final = {letter: chr(0x627 + place) for place, letter in enumerate(
    "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
)}  # fmt: skip
"""The letters in the order of the Persian alphabet, which is not that of their numbers."""


def more_of(
    session: Session, ids: Sequence[int], wanted: Iterable[str]
) -> dict[int, dict[str, Any]]:
    """Return these columns of these contacts as they are kept, in one statement.

    A column is a key of `EXPRESSIONS`, or `OWN` and the name of a field of the user's own.
    """
    names = list(wanted)
    if not names or not ids:
        return {}
    own = [name.removeprefix(OWN) for name in names if name.startswith(OWN)]
    parts = [
        "json_extract(contact.custom, ?)" if name.startswith(OWN) else EXPRESSIONS[name]
        for name in names
    ]
    sql = (
        f"SELECT contact.id, {', '.join(parts)} FROM json_each(?) AS wanted"  # noqa: S608 - fixed texts
        " JOIN contact ON contact.id = wanted.value"
    )
    facts = (*(f'$."{name}"' for name in own), f"[{','.join(map(str, ids))}]")
    rows = session.connection().exec_driver_sql(sql, facts)
    return {key: dict(zip(names, values, strict=True)) for key, *values in rows}


def ordered_ids(
    session: Session, wanted: ContactFilter, column: str, *, descending: bool
) -> list[int]:
    """Return the ids of all contacts that a filter lets through, in the order of a column.

    Texts are ordered as the window's language orders them, numbers as numbers; who has nothing there
    comes last either way.
    """
    rows = session.execute(_values(session, wanted, column))
    numeric = column == "won"
    filled: list[tuple[Any, int]] = []
    empty: list[int] = []
    code = language()
    for key, value in rows:
        if value in (None, ""):
            empty.append(key)
        else:
            filled.append((value if numeric else _order(value, code), key))
    filled.sort(key=lambda pair: pair[0], reverse=descending)
    return [key for _value, key in filled] + empty


def _values(session: Session, wanted: ContactFilter, column: str) -> Select[Any]:
    conditions = filtered(session, wanted)
    if column == "won":
        entries = income()
        sums = (
            select(entries.c.contact_id, func.sum(entries.c.amount).label("won"))
            .where(entries.c.currency == own_currency(session))
            .group_by(entries.c.contact_id)
            .subquery()
        )
        value: Any = sums.c.won
        chosen = select(Contact.id, value).outerjoin(sums, sums.c.contact_id == Contact.id)
    elif column.startswith(OWN):
        value = func.json_extract(Contact.custom, f'$."{column.removeprefix(OWN)}"')
        chosen = select(Contact.id, value)
    else:
        chosen = select(Contact.id, literal_column(EXPRESSIONS[column]))
    return chosen.where(*conditions).order_by(Contact.sort_name, Contact.id)


def _order(value: Any, code: str) -> tuple[int, Any]:
    """Return what a value is ordered by: numbers, and amounts by their number, before texts."""
    if isinstance(value, int | float):
        return 0, value
    number, _blank, _currency = value.partition(" ")
    try:
        return 0, float(number)
    except ValueError:
        folded = fold(value)
    if code == "fa":
        folded = "".join(_PERSIAN.get(letter, letter) for letter in folded)
    return 1, folded
