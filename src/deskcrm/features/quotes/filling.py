"""Texts that a user writes, with variables such as {{ contact.name }} filled in, safely."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from deskcrm.errors import CrmError
from deskcrm.i18n import mark

MOST_LETTERS = 400_000
"""So long may a text with its variables filled in be."""

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
"""A place where something is to be filled in."""
_MOST_TAGS = 500
"""More variables than any text has, and few enough to fill in at each keystroke."""
_SHOWN = 60


class UnknownVariable(CrmError):
    """A name that no variable has."""

    sentence = mark("There is no variable called {name}.")


class EmptyVariable(CrmError):
    """A variable that has nothing to say here."""

    sentence = mark("{name} is empty here: nothing is known to put in its place.")


class UnreadableVariable(CrmError):
    """Braces around something that is no variable."""

    sentence = mark("“{text}” is not a variable. Write one such as {{{{ contact.name }}}}.")


class TextTooLong(CrmError):
    """A text that the values make longer than any document."""

    sentence = mark("With its variables filled in, this text is too long.")


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A place of a text whose variable cannot be filled in, from `start` up to `end`."""

    start: int
    end: int
    problem: CrmError

    @property
    def name(self) -> str:
        """The variable's name, or what stands there instead of one."""
        return str(self.problem.facts.get("name") or self.problem.facts.get("text") or "")


@dataclass(frozen=True, slots=True)
class Filled:
    """A user's text with its values; what could not be filled in stands there as it was written."""

    text: str
    unresolved: tuple[Unresolved, ...] = ()


def has_variables(text: str) -> bool:
    """Say whether a text asks for anything to be filled in."""
    return "{{" in text or "{%" in text


def fill_text(text: str, values: Mapping[str, str]) -> Filled:
    """Fill the variables of a user's text; `values` are named "contact.name" and may be empty.

    The values are never read as templates. A text that cannot be understood is kept as it is. The
    text can do no more than print values and choose by them, so filling it is quick however it is
    written.
    """
    if not has_variables(text):
        return Filled(text)
    if text.count("{{") + text.count("{%") > _MOST_TAGS:
        return Filled(text, (Unresolved(0, len(text), TextTooLong()),))
    from deskcrm.features.quotes import sandbox  # It brings jinja2 along.

    try:
        asked = sandbox.asked(text)
        parts, length = [], 0
        for part in sandbox.generate(text, values):
            length += len(part)
            if length > MOST_LETTERS:
                return Filled(text, (Unresolved(0, len(text), TextTooLong()),))
            parts.append(part)
    except sandbox.NOT_READ as error:
        return Filled(text, (_unreadable(text, getattr(error, "lineno", None)),))
    return Filled("".join(parts), tuple(_missing(text, asked, values)))


def _missing(
    text: str, asked: Mapping[str, bool], values: Mapping[str, str]
) -> Iterator[Unresolved]:
    """Yield each place of a variable that there is not, or that is empty and may not be."""
    wrong: dict[str, CrmError] = {}
    for name, spared in asked.items():
        if name not in values:
            wrong[name] = UnknownVariable(name=name)
        elif not values[name] and not spared:
            wrong[name] = EmptyVariable(name=name)
    seen = set()
    for tag in TAG.finditer(text):
        for name in (
            name for name in wrong if re.search(rf"(?<![\w.]){re.escape(name)}(?![\w.])", tag[0])
        ):
            seen.add(name)
            yield Unresolved(tag.start(), tag.end(), wrong[name])
    for name in wrong.keys() - seen:  # written in a way that no pattern finds: the whole text then
        yield Unresolved(0, len(text), wrong[name])


def _unreadable(text: str, line: int | None) -> Unresolved:
    """Return the first tag in the line where a text could not be read, else the first of all."""
    start = 0
    for _turn in range((line or 1) - 1):
        start = text.find("\n", start) + 1
    tags = list(TAG.finditer(text))
    tag = next((tag for tag in tags if tag.end() > start), tags[-1] if tags else None)
    if tag is None:
        place = min(place for place in (text.find("{{"), text.find("{%")) if place >= 0)
        end = text.find("\n", place)
        span = (place, len(text) if end < 0 else end)
    else:
        span = tag.span()
    return Unresolved(*span, UnreadableVariable(text=text[span[0] : span[1]][:_SHOWN]))
