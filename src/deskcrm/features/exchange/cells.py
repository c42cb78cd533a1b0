"""Takes apart what single cells hold: several values, labels, names, addresses, tags."""

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from deskcrm.domain.people import split_name
from deskcrm.domain.text import fold
from deskcrm.features.exchange.card import Position, Postal
from deskcrm.features.exchange.mapping import GOOGLE_SEPARATOR

_TOTAL = re.compile(
    r"(?:grand )?(?:total|sum|summe|итого|общо|جمع)[\s:=\d.,()]*(?:contacts|rows)?", re.IGNORECASE
)
_TOKENS = re.compile(r"[^\W_]+")


def words(text: str) -> Counter[str]:
    """Return the words of a text as they are compared."""
    return Counter(_TOKENS.findall(fold(text)))


def is_total(cells: Sequence[str]) -> bool:
    """Say whether a row is the sum below a table."""
    filled = [cell for cell in cells if cell.strip()]
    return (
        len(filled) <= 2
        and _TOTAL.fullmatch(filled[0].strip()) is not None
        and any(letter.isdigit() for cell in filled for letter in cell)
    )


def starred_label(text: str, *, exact: bool) -> tuple[bool, str]:
    """Return whether Google marks an entry as the first, and its label without that mark."""
    if not exact and text.startswith("* "):
        return True, text[2:].strip()
    return False, text


def parted(parts: dict[str, str]) -> list[dict[str, str]]:
    """Return the entries of one set of columns: Google writes several of one label into one cell."""
    if not any(GOOGLE_SEPARATOR in text for part, text in parts.items() if part != "label"):
        return [parts]
    split = {
        part: [piece.strip() for piece in text.split(GOOGLE_SEPARATOR)]
        for part, text in parts.items()
        if part != "label"
    }
    entries: list[dict[str, str]] = []
    for number in range(max(map(len, split.values()))):
        entry = {p: pieces[number] for p, pieces in split.items() if number < len(pieces)}
        entry = {part: text for part, text in entry.items() if text}
        if entry:
            entries.append({"label": parts.get("label", ""), **entry})
    return entries


def tag_texts(cell: str, kind: str, *, exact: bool) -> list[str]:
    """Return the tags that a cell names; a list in one of our exact exports."""
    if exact:
        texts = json_value(cell)
        if isinstance(texts, list):
            return [str(text) for text in texts]
    between = r":::" if kind == "labels" else r":::|[;,\n]"
    return [text.strip() for text in re.split(between, cell) if text.strip()]


def json_value(text: str) -> Any:
    """Return what our exact exports wrote as JSON; None for what they did not, or what cannot be kept."""
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
        if "\\u" in text:
            # Half a letter can be written as an escape, but no text in UTF-8 holds one.
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    return value


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)


def without_repetition(postal: Postal) -> Postal:
    """Drop the whole address where its parts say every word of it."""
    parts = (
        postal.street, postal.extended, postal.po_box, postal.city, postal.region,
        postal.postal_code, postal.country,
    )  # fmt: skip
    said = words(" ".join(parts))
    if words(postal.formatted) - said:
        return postal
    return Postal(postal.label, *parts)


def position(parts: dict[str, str]) -> Position:
    """Make a role of its parts."""
    return Position(
        organization_name=parts.get("organization_name", ""),
        title=parts.get("title", ""),
        department=parts.get("department", ""),
        since=_day(parts.get("since", "")),
        until=_day(parts.get("until", "")),
        organization_uid=parts.get("organization_uid", ""),
    )


def split_listed_name(name: str) -> tuple[str, str]:
    """Return given and family name, which a list may write as "Fernández, Lucía"."""
    family, comma, given = name.partition(",")
    return (given.strip(), family.strip()) if comma else split_name(name)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        return None


def moment(text: str) -> dt.datetime | None:
    """Read a moment with its zone, or return None."""
    try:
        moment = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else None
