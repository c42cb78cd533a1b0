"""Where what somebody searches for stands in a text: the letters that the search goes by."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from deskcrm.domain.text import digits, fold, keepable

Span = tuple[int, int]
"""The place of the first letter, and the place behind the last."""

_LEAST_INSIDE = 3
"""So many letters are looked for inside words as well."""
_WORD = re.compile(r"[^\W_]+")
_TRUNK_ZERO = re.compile(r"\(0\)")


@dataclass(frozen=True, slots=True)
class Needle:
    """What is searched for: folded terms, and the number they are if they are one.

    A term is found where words begin with it, and inside them if it is long enough. A name that is
    only read alike, as Иван is by "ivan", has no letters of it.
    """

    terms: tuple[str, ...] = ()
    number: str = ""

    @classmethod
    def of(cls, typed: str) -> "Needle":
        """Return what is meant by a text that somebody typed."""
        folded = fold(keepable(typed))
        number = ""
        if not any(letter.isalpha() for letter in folded):
            number = digits(_TRUNK_ZERO.sub("", typed)).lstrip("0")
        return cls(
            tuple(dict.fromkeys(folded.split())), number if len(number) >= _LEAST_INSIDE else ""
        )

    def __bool__(self) -> bool:
        """Say whether there is anything to look for."""
        return bool(self.terms)

    def count(self, text: str) -> int:
        """Return how many of the terms a text has."""
        if self.number and _dialled(text) and self.number in digits(text):
            return len(self.terms)
        folded = fold(text)
        return sum(1 for term in self.terms if _has(folded, term))

    def beyond(self, texts: Iterable[str]) -> "Needle":
        """Return what is left to be found when these texts have been read."""
        left = self.terms
        for text in texts:
            if replace(self, terms=left).count(text) == len(left):
                return Needle()
            folded = fold(text)
            left = tuple(term for term in left if not _has(folded, term))
        return replace(self, terms=left)

    def spans(self, text: str) -> tuple[Span, ...]:
        """Return where the terms stand in a text, in order, none touching another."""
        if not self.count(text):
            return ()
        folded, places = _letters(text)
        found = [
            (match.start(), match.end())
            for term in self.terms
            for pattern in _patterns(term)
            for match in pattern.finditer(folded)
        ]
        if self.number and _dialled(text):
            found += _spans_of_number(self.number, folded)
        return _joined(text, [(places[start], places[end - 1] + 1) for start, end in found])


def excerpt(text: str, needle: Needle, *, before: int = 8, most: int = 160) -> str:
    """Return the part of a long text in which a needle stands, on one line."""
    line = " ".join(text.split())
    spans = needle.spans(line)
    start = spans[0][0] if spans else 0
    if start > before:
        blank = line.find(" ", start - before, start)
        line = "…" + line[blank + 1 if blank >= 0 else start - before :]
    return line if len(line) <= most else line[: most - 1] + "…"


@cache
def _patterns(term: str) -> tuple[re.Pattern[str], ...]:
    words = [rf"(?<![^\W_]){re.escape(word)}" for word in _WORD.findall(term)]
    inside = [re.escape(term)] if len(term) >= _LEAST_INSIDE else []
    return tuple(map(re.compile, (*inside, *words)))


def _has(folded: str, term: str) -> bool:
    if len(term) >= _LEAST_INSIDE and term in folded:
        return True
    words = _patterns(term)[1 if len(term) >= _LEAST_INSIDE else 0 :]
    return bool(words) and all(word.search(folded) for word in words)


def _dialled(text: str) -> bool:
    """Say whether a text is a number that may be written with anything between its digits."""
    return not any(letter.isalpha() for letter in text)


def _spans_of_number(number: str, folded: str) -> list[Span]:
    at = [place for place, letter in enumerate(folded) if letter.isdigit()]
    plain = "".join(folded[place] for place in at)
    first = plain.find(number)
    return [] if first < 0 else [(at[first], at[first + len(number) - 1] + 1)]


@lru_cache(maxsize=4096)
def _folded_letter(letter: str) -> str:
    return fold(f"x{letter}x")[1:-1]  # between letters, a blank stays


def _letters(text: str) -> tuple[str, list[int]]:
    """Return a text as it is compared, and where in it each letter of that comes from."""
    folded: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for part in _folded_letter(letter):
            if part != " " or (folded and folded[-1] != " "):
                folded.append(part)
                places.append(place)
    return "".join(folded), places


def _joined(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans in order, one where they touch, with the accents that follow their letters."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        stop = end
        while stop < len(text) and not _folded_letter(text[stop]):
            stop += 1
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], stop))
        else:
            joined.append((start, stop))
    return tuple(joined)
