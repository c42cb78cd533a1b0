"""Tells from what stands in a column what it is: addresses, numbers, links, days, postal codes, names."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from deskcrm.domain.text import fold
from deskcrm.features.exchange import dates
from deskcrm.features.exchange.place import Place, plain_name, single

_ROWS: Final = 200
_VALUES: Final = 50
"""So many values of a column are looked at."""
_NEARLY_ALL: Final = 0.9

_EMAIL: Final = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]{1,190}\.[^@\s,;<>\".\d]{2,63}")
_LINK: Final = re.compile(r"(?:https?://|www\.)[^\s/]+\.\S+", re.IGNORECASE)
_PHONE: Final = re.compile(r"[+(]?\d[\d\s().\-/]*(?:\s?(?:ext\.?|x)\s?\d{1,6})?")
_POSTAL: Final = re.compile(
    r"\d{4,6}|\d{5}-\d{4}|\d{3} \d{2}|\d{2}-\d{3}|\d{4} ?[a-z]{2}|[a-z]\d[a-z] ?\d[a-z]\d"
    r"|[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}"
)
_NAME: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .'’\-\u200c])*")

_NO_LINK: Final = re.compile(
    r"\b(?:photos?|image|avatar|picture|logo|icon|foto|imagen|снимка|фото)\b"
)
_NO_ADDRESS: Final = re.compile(
    r"\b(?:display|owner|manager|assigned|created|modified|updated|by|referred|invited|sent)\b"
)
_NO_NUMBER: Final = re.compile(
    r"\b(?:id|ids|no|nr|num|number|code|ref|account|iban|vat|tax|ssn|order|invoice|amount|price|"
    r"total|balance|date|time|created|updated|salary|size|year|номер|сума|сумма|дата|numero)\b"
)
_NO_BIRTHDAY: Final = re.compile(
    r"\b(?:created|updated|modified|joined|since|start|end|last|next|first|contract|order|invoice|"
    r"hired|founded|registered|expires?|due|paid|sale|visit|call)\b"
)


def is_address(text: str) -> bool:
    """Say whether a text is an e-mail address."""
    return len(text) < 320 and _EMAIL.fullmatch(text.strip()) is not None


def guesses(
    names: Sequence[str], places: Sequence[Place | None], rows: Sequence[Sequence[str]]
) -> dict[int, Place]:
    """Return what columns of unknown names seem to be, by their numbers; cautious: mostly nothing."""
    found: dict[int, Place] = {}
    known = [place for place in places if place is not None]
    has_postal = any(place.part == "postal_code" for place in known)
    town = next((place for place in known if place.part in {"city", "street"}), None)
    has_birthday = single("birthday") in known
    for number, place in enumerate(places):
        values = _values(rows, number) if place is None else []
        if len(values) < 2:
            continue
        name = plain_name(names[number])
        if _are(is_address, values) and not _NO_ADDRESS.search(name):
            found[number] = Place("email", "value", names[number])
        elif _are(_is_link, values) and not _NO_LINK.search(name):
            found[number] = Place("link", "value", names[number])
        elif _NO_NUMBER.search(name):
            continue
        elif not has_birthday and not _NO_BIRTHDAY.search(name) and _are_birthdays(values):
            found[number], has_birthday = single("birthday"), True
        elif _are(_is_phone, values):
            found[number] = Place("phone", "value", names[number])
        elif town is not None and not has_postal and _are_postal_codes(values):
            found[number] = Place("address", "postal_code", town.key, town.label)
            has_postal = True
    return found


def by_content(
    rows: Sequence[Sequence[str]],
) -> tuple[int, bool, int, dict[int, Place]] | None:
    """Find people in a table whose columns have no names, or names nobody knows.

    Return the row above the first of them, whether it holds the columns' names, how many columns
    there are, and what those are that could be told; or None without e-mail addresses and names.
    """
    sample = rows[:_ROWS]
    width = max((len(cells) for cells in sample), default=0)
    counts = [
        sum(number < len(cells) and is_address(cells[number]) for cells in sample)
        for number in range(min(width, _ROWS))
    ]
    most = max(counts, default=0)
    if not most:
        return None
    email = counts.index(most)
    row, named = _above(sample, email)
    people = rows[row + 1 : row + 1 + _ROWS]
    if not _are(is_address, _values(people, email)):
        return None
    places = {email: Place("email", "value", "1"), **_names(people, width)}
    if len(places) == 1 and width > 1:
        return None
    return row, named, width, places


def _above(rows: Sequence[Sequence[str]], email: int) -> tuple[int, bool]:
    """Return the row that names the columns, and whether there is one; else every row is somebody."""
    for number, cells in enumerate(rows):
        cell = cells[email].strip() if email < len(cells) else ""
        if is_address(cell):
            break
        if cell and sum(bool(other.strip()) for other in cells) > 1:
            return number, True
    return -1, False


def _names(rows: Sequence[Sequence[str]], width: int) -> dict[int, Place]:
    """Return which columns hold people's names: one with whole names, else the first two of words."""
    words: list[int] = []
    for number in range(min(width, _ROWS)):
        values = _values(rows, number)
        if not values or not _are(_is_name, values):
            continue
        if sum(len(value.split()) for value in values) >= 1.6 * len(values):
            return {number: single("name")} if not words else _parts(words, number)
        words.append(number)
    if len(words) == 1:
        return {words[0]: single("name")}
    return _parts(words[:1], words[1]) if words else {}


def _parts(words: Sequence[int], family: int) -> dict[int, Place]:
    return {words[0]: single("given_name"), family: single("family_name")}


def _values(rows: Sequence[Sequence[str]], column: int) -> list[str]:
    """Return the first values of a column, blank ones left out."""
    values: list[str] = []
    for cells in rows[:_ROWS]:
        if column < len(cells) and (value := cells[column][:1000].strip()):
            values.append(value)
            if len(values) == _VALUES:
                break
    return values


def _are(test: Callable[[str], bool], values: Sequence[str]) -> bool:
    """Say whether nearly all values pass a test."""
    return bool(values) and sum(map(test, values)) >= _NEARLY_ALL * len(values)


def _is_link(text: str) -> bool:
    return _LINK.fullmatch(text) is not None


def _is_phone(text: str) -> bool:
    """Say whether a text is a phone number; digits alone are more often something else."""
    plain_text = fold(text)
    digits = sum(letter.isdigit() for letter in plain_text)
    if not 7 <= digits <= 18 or _PHONE.fullmatch(plain_text) is None:
        return False
    if re.fullmatch(r"\d{1,4}[./\-]\d{1,2}[./\-]\d{1,4}", plain_text):
        return False
    return plain_text[0] in "+(0" or len(re.findall(r"[\s\-./]+", plain_text)) >= 2


def _are_birthdays(values: Sequence[str]) -> bool:
    """Say whether nearly all values are days on which people alive today were born."""
    order = dates.order_of(values) or dates.Order.DAY_FIRST
    years: list[int] = []
    for value in values:
        try:
            years.append(dates.read_date(value, order).year)
        except ValueError:
            continue
    if len(years) < max(2, _NEARLY_ALL * len(values)):
        return False
    return min(years) >= 1900 and max(years) <= 2010 and sorted(years)[len(years) // 2] <= 2000


def _are_postal_codes(values: Sequence[str]) -> bool:
    codes = [fold(value) for value in values]
    shapes = {re.sub(r"\d", "9", code) for code in codes}
    return _are(lambda code: _POSTAL.fullmatch(code) is not None, codes) and (
        len(shapes) == 1 or not all(code.isdecimal() for code in codes)
    )


def _is_name(text: str) -> bool:
    return (
        len(text) <= 60
        and len(text.split()) <= 5
        and _NAME.fullmatch(text) is not None
        and (text[0].isupper() or not text[0].islower())
    )
