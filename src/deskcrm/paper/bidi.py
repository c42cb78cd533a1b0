"""The direction of each character in a line: the Unicode bidirectional algorithm (UAX #9).

Explicit embeddings and isolates do not come here: `text.clean` drops their control characters.
"""

from collections.abc import Iterator
from itertools import groupby
from unicodedata import bidirectional

_PAIRS = dict(zip("([{⟨⟪⟦〈《「『【〔", ")]}⟩⟫⟧〉》」』】〕", strict=True))
_MOST_OPEN = 63
_NEUTRAL = frozenset({"B", "S", "WS", "ON"})
_FIGURES = frozenset({"EN", "AN"})


def is_rtl(text: str, *, otherwise: bool = False) -> bool:
    """Say whether the first letter of `text` is of a right-to-left script (rules P2, P3)."""
    for char in text:
        match bidirectional(char):
            case "L":
                return False
            case "R" | "AL":
                return True
    return otherwise


def levels(text: str, *, rtl: bool) -> list[int]:
    """Return the embedding level of each character, odd where it runs from right to left."""
    base = "R" if rtl else "L"
    # An unassigned character has no class; it stands by itself.
    kinds = [bidirectional(char) or "L" for char in text]
    resting = _trailing_space(kinds)
    # A character that is nothing by itself goes with what stands before it (X9).
    seen = [i for i, kind in enumerate(kinds) if kind != "BN"]
    shown = [kinds[i] for i in seen]
    _resolve_weak(shown, base)
    _resolve_brackets([text[i] for i in seen], [kinds[i] for i in seen], shown, base)
    _resolve_neutral(shown, base)
    result = [int(rtl)] * len(text)
    for i, kind in zip(seen, shown, strict=True):
        result[i] = (1 if kind == "R" else 2) if rtl else {"L": 0, "R": 1}.get(kind, 2)
    for i, kind in enumerate(kinds):
        if kind == "BN" and i:
            result[i] = result[i - 1]
    for i in resting:
        result[i] = int(rtl)
    return result


def runs(found: list[int]) -> Iterator[tuple[int, int, bool]]:
    """Yield (start, end, runs from right to left) of the parts of a line, in the order drawn."""
    parts: list[tuple[int, int, int]] = []
    start = 0
    for level, members in groupby(found):
        end = start + sum(1 for _ in members)
        parts.append((start, end, level))
        start = end
    for least in range(max(found, default=0), 0, -1):  # rule L2
        parts = [
            part
            for high, stretch in groupby(parts, key=lambda p: p[2] >= least)
            for part in (reversed(list(stretch)) if high else stretch)
        ]
    for start, end, level in parts:
        yield start, end, bool(level % 2)


def _trailing_space(kinds: list[str]) -> range:
    """Return the places of the white space that ends the line (rule L1)."""
    start = len(kinds)
    for place in range(len(kinds) - 1, -1, -1):
        if kinds[place] in {"WS", "S", "B"}:
            start = place
        elif kinds[place] != "BN":
            break
    return range(start, len(kinds))


def _resolve_weak(kinds: list[str], base: str) -> None:
    """Settle marks, figures and what belongs to figures (rules W1 to W7)."""
    _settle_marks(kinds, base)
    for i in range(1, len(kinds) - 1):
        around = kinds[i - 1]
        if kinds[i + 1] == around and (
            (kinds[i] == "ES" and around == "EN") or (kinds[i] == "CS" and around in _FIGURES)
        ):
            kinds[i] = around
    _join_terminators(kinds)
    strong = base
    for i, kind in enumerate(kinds):
        if kind in {"ES", "ET", "CS"}:
            kinds[i] = "ON"
        elif kind in {"L", "R"}:
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[i] = "L"


def _settle_marks(kinds: list[str], base: str) -> None:
    """Let marks follow their letters, and figures the Arabic before them (rules W1 to W3)."""
    before, strong = base, base
    for i, kind in enumerate(kinds):
        if kind == "NSM":
            kinds[i] = before
        elif kind == "EN" and strong == "AL":
            kinds[i] = "AN"
        if kinds[i] in {"L", "R", "AL"}:
            strong = kinds[i]
        before = kinds[i]
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]


def _join_terminators(kinds: list[str]) -> None:
    """Let signs such as % and € go with the European figures beside them (rule W5)."""
    start = 0
    for kind, members in groupby(list(kinds)):
        end = start + sum(1 for _ in members)
        beside = kinds[max(start - 1, 0) : start] + kinds[end : end + 1]
        if kind == "ET" and "EN" in beside:
            kinds[start:end] = ["EN"] * (end - start)
        start = end


def _side(kind: str) -> str | None:
    """Return the direction of a settled kind, figures counting as right to left."""
    return "R" if kind in {"R", "EN", "AN"} else "L" if kind == "L" else None


def _resolve_brackets(chars: list[str], original: list[str], kinds: list[str], base: str) -> None:
    """Give both brackets of a pair the direction of what they hold (rule N0)."""
    for start, end in _bracket_pairs(chars, kinds):
        inside = {_side(kind) for kind in kinds[start + 1 : end]} - {None}
        if not inside:
            continue
        direction = base
        if base not in inside:
            before = (_side(kind) for kind in reversed(kinds[:start]))
            context = next((side for side in before if side), base)
            direction = context if context in inside else base
        for place in (start, end):
            kinds[place] = direction
            for mark in range(place + 1, len(kinds)):
                if original[mark] != "NSM":
                    break
                kinds[mark] = direction


def _bracket_pairs(chars: list[str], kinds: list[str]) -> list[tuple[int, int]]:
    """Return the places of the brackets that belong together (definition BD16)."""
    opened: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for i, char in enumerate(chars):
        if kinds[i] != "ON":
            continue
        if char in _PAIRS:
            if len(opened) == _MOST_OPEN:
                return []
            opened.append((_PAIRS[char], i))
        else:
            for depth in range(len(opened) - 1, -1, -1):
                if opened[depth][0] == char:
                    pairs.append((opened[depth][1], i))
                    del opened[depth:]
                    break
    return sorted(pairs)


def _resolve_neutral(kinds: list[str], base: str) -> None:
    """Give the rest the direction of both neighbors, or of the paragraph (rules N1, N2)."""
    start = 0
    for neutral, members in groupby(list(kinds), key=lambda kind: kind in _NEUTRAL):
        end = start + sum(1 for _ in members)
        if neutral:
            before = _side(kinds[start - 1]) if start else base
            after = _side(kinds[end]) if end < len(kinds) else base
            kinds[start:end] = [(before if before == after else None) or base] * (end - start)
        start = end
