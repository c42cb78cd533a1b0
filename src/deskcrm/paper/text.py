"""Text of any script, broken into lines and set in glyphs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from unicodedata import bidirectional, category, name, normalize

import uharfbuzz as hb

from deskcrm.paper import bidi
from deskcrm.paper.fonts import AnyFont, Font, ReaderFont, Weight, font_for, typeface

_SHAPED_FROM = 13.0
"""From this size in points on, letters are kerned: the eye sees it there."""

_WIDE = r"\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff"
_NEVER_FIRST = r"、。，．：；！？）」』】〉》〕…\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u200c\u200d\u3099\u309a"
_BREAK = re.compile(
    r"(?<=[ \u1680\u2000-\u2006\u2008-\u200b\u205f\u3000])(?! )"
    r"|(?<=[^\W\d][-‐–—/])(?=[^\W\d])"
    rf"|(?<=[{_WIDE}])(?=[^\s{_NEVER_FIRST}])"
    rf"|(?<=[^\s])(?=[{_WIDE}])(?![{_NEVER_FIRST}])"
)
"""Where a line may end: after a space, after a hyphen between letters, between wide characters."""

_UNSAFE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u034f\u115f\u1160\u180b-\u180e\u202a-\u202e"
    r"\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
"""Controls, embeddings and selectors: they mean nothing on paper, or would disturb it."""

_MARKS = frozenset("\u200b\u200e\u200f\u061c")
_JOINING = frozenset("\u200c\u200d")
_RIGHT_TO_LEFT_MARK = "\u200f"

_REPLACEMENT = "\ufffd"
"""A question mark on a dark ground: here stood what cannot be shown."""
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Style:
    """How a text looks: size in points, cut, color as "#RRGGBB", distance of lines in points."""

    size: float
    weight: Weight = Weight.REGULAR
    color: str = "#1B1F27"
    leading: float = 0.0

    @property
    def height(self) -> float:
        """The height of one line, in points."""
        return self.leading or round(self.size * 1.4, 1)


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph in its place; widths and offsets in thousandths of the font size."""

    number: int
    advance: float
    x: float = 0.0
    y: float = 0.0


@dataclass(frozen=True, slots=True)
class Cluster:
    """Characters that are drawn together, and the glyphs that draw them; `start` in its text."""

    start: int
    text: str
    glyphs: tuple[Glyph, ...]
    rtl: bool = False

    @property
    def copied(self) -> str:
        """The text as programs that copy expect it: in the order drawn, which they turn."""
        return self.text[::-1] if self.rtl else self.text

    @property
    def width(self) -> float:
        """The width, in thousandths of the font size."""
        return sum(glyph.advance for glyph in self.glyphs)


@dataclass(frozen=True, slots=True)
class PlainRun:
    """Text of one font whose characters stand for themselves; glyphs as hexadecimal text."""

    font: Font
    text: str
    glyphs: str
    width: float


@dataclass(frozen=True, slots=True)
class ShapedRun:
    """Text of one font that was shaped; clusters as they are drawn, from left to right."""

    font: Font
    clusters: tuple[Cluster, ...]
    width: float


@dataclass(frozen=True, slots=True)
class ReaderRun:
    """Text in a font that the reader's program brings."""

    font: ReaderFont
    text: str
    start: int
    width: float


Run = PlainRun | ShapedRun | ReaderRun


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text, set: its runs from left to right, and its width in points."""

    style: Style
    runs: tuple[Run, ...]
    width: float


def clean(text: str) -> str:
    """Return a line of text without what cannot be printed, its accents composed."""
    if text.isascii() and text.isprintable():
        return text
    text = _LONE_SURROGATE.sub(_REPLACEMENT, text.replace("\t", " "))
    return normalize("NFC", _UNSAFE.sub("", text))


def one_line(text: str, style: Style, *, rtl: bool = False) -> Line:
    """Set `text` in one line, however wide; `rtl` is the direction of text without letters."""
    return _set(clean(" ".join(text.splitlines())), style, rtl=rtl)


def lines(text: str, style: Style, width: float, *, rtl: bool = False) -> list[Line]:
    """Break `text` into lines at most `width` points wide; each paragraph has its own direction.

    A word that is wider than a line is broken inside; `rtl` is the direction of a paragraph
    without letters.
    """
    found: list[Line] = []
    for paragraph in text.splitlines():
        cleaned = clean(paragraph).rstrip()
        whole = _set(cleaned, style, rtl=rtl)
        if whole.width <= width:
            found.append(whole)
        else:
            turned = bidi.is_rtl(cleaned, otherwise=rtl)
            parts = _filled(cleaned, style, width, rtl=turned)
            found.extend(_set(part, style, rtl=turned, fixed=True) for part in parts)
    return found


def _filled(text: str, style: Style, width: float, *, rtl: bool) -> Iterator[str]:
    """Yield the text of each line, as many pieces in it as fit."""
    line, used = "", 0.0
    for piece in _BREAK.split(text):
        full = _measure(piece, style, rtl=rtl)
        bare = full if piece[-1:] != " " else _measure(piece.rstrip(), style, rtl=rtl)
        if line and used + bare > width:
            yield line.rstrip()
            line, used = "", 0.0
        if bare > width:
            *cut, piece = _cut(piece, style, width, rtl=rtl)  # noqa: PLW2901 - its last part
            yield from cut
            full = _measure(piece, style, rtl=rtl)
        line, used = line + piece, used + full
    if line:
        yield line.rstrip()


def _measure(text: str, style: Style, *, rtl: bool) -> float:
    return _set(text, style, rtl=rtl, fixed=True).width


def _cut(word: str, style: Style, width: float, *, rtl: bool) -> list[str]:
    """Cut a word that is wider than a line into parts that are not; letters stay whole."""
    parts: list[str] = []
    part: list[str] = []
    used = 0.0
    for text, step in _steps(word, style, rtl=rtl):
        if part and used + step > width:
            rest: list[str] = []
            # A letter that is no longer joined to the next may be wider than it was.
            while len(part) > 1 and _measure("".join(part), style, rtl=rtl) > width:
                rest.insert(0, part.pop())
            parts.append("".join(part))
            part = rest
            used = _measure("".join(rest), style, rtl=rtl) if rest else 0.0
        part.append(text)
        used += step
    return [*parts, "".join(part)]


def _steps(word: str, style: Style, *, rtl: bool) -> list[tuple[str, float]]:
    """Return the clusters of a word in reading order, each with its width in points."""
    found: list[tuple[int, str, float]] = []
    for run in _set(word, style, rtl=rtl, fixed=True).runs:
        match run:
            case PlainRun(font=font, text=text):
                found += [(i, char, font.plain[char][1]) for i, char in enumerate(text)]
            case ShapedRun(clusters=clusters):
                found += [(cluster.start, cluster.text, cluster.width) for cluster in clusters]
            case ReaderRun(start=start, text=text):
                found += [(start + i, char, 1000.0) for i, char in enumerate(text)]
    scale = style.size / 1000
    steps: list[tuple[str, float]] = []
    for _, text, units in sorted(found):
        if text[0] in _JOINING or category(text[0])[0] == "M":
            before, used = steps.pop() if steps else ("", 0.0)
            steps.append((before + text, used + units * scale))
        elif text != _RIGHT_TO_LEFT_MARK:
            steps.append((text, units * scale))
    return steps


def _set(text: str, style: Style, *, rtl: bool, fixed: bool = False) -> Line:
    """Set clean text in one line, in direction `rtl` if that is fixed, else in its own."""
    turned = rtl if fixed else bidi.is_rtl(text, otherwise=rtl)
    if style.size < _SHAPED_FROM and not turned:
        font = typeface(style.weight)
        plain = font.plain
        try:
            return _plain_line(text, [plain[char] for char in text], font, style)
        except KeyError:
            pass
    runs = tuple(_shaped(text, style, rtl=turned))
    return Line(style, runs, sum(run.width for run in runs) * style.size / 1000)


def _plain_line(text: str, glyphs: list[tuple[str, float]], font: Font, style: Style) -> Line:
    width = sum([glyph[1] for glyph in glyphs])
    run = PlainRun(font, text, "".join([glyph[0] for glyph in glyphs]), width)
    return Line(style, (run,) if text else (), width * style.size / 1000)


def _shaped(text: str, style: Style, *, rtl: bool) -> Iterator[Run]:
    """Yield the runs of a line, from left to right."""
    levels = bidi.levels(text, rtl=rtl)
    text, levels = _marked(text, levels, rtl=rtl)
    for start, end, turned in bidi.runs(levels):
        parts = list(_parts(text, start, end, style.weight))
        for begin, stop, font in reversed(parts) if turned else parts:
            match font:
                case Font():
                    yield _shape(text[begin:stop], begin, font, rtl=turned)
                case ReaderFont():
                    width = 1000.0 * (stop - begin)
                    yield ReaderRun(font, text[begin:stop], begin, width)
                case None:
                    yield _missing(text[begin:stop], begin, style.weight)


def _marked(text: str, levels: list[int], *, rtl: bool) -> tuple[str, list[int]]:
    """Drop the marks of direction, which have done their work, and set those that copying needs.

    A program that copies from a right-to-left line takes the space or bracket after a figure or
    a Latin word for a part of it, and puts it on its wrong side; an unseen mark keeps them apart.
    """
    chars: list[str] = []
    kept: list[int] = []
    for i, (char, level) in enumerate(zip(text, levels, strict=True)):
        if char in _MARKS:
            continue
        chars.append(char)
        kept.append(level)
        if rtl and levels[i + 1 : i + 2] == [1] and _parts_from(char, level, text[i + 1]):
            chars.append(_RIGHT_TO_LEFT_MARK)
            kept.append(1)
    return "".join(chars), kept


def _parts_from(char: str, level: int, following: str) -> bool:
    """Say whether what follows a figure, a Latin word or their signs could be taken for theirs."""
    ends = level == 2 or bidirectional(char) in {"CS", "ES", "ET"}
    return ends and bidirectional(following) not in {"R", "AL"}


def _parts(
    text: str, start: int, end: int, weight: Weight
) -> Iterator[tuple[int, int, AnyFont | None]]:
    """Yield (start, end, font) of the parts that are of one font and one script."""
    keys: list[tuple[AnyFont | None, str]] = []
    font: AnyFont | None = None
    script = ""
    for char in text[start:end]:
        if not keys or not _joins(char, font):
            font = font_for(char, weight)
        script = _script(char) or script
        keys.append((font, script))
    # What precedes the first letter is set with it.
    first = next((script for _, script in keys if script), "")
    begin = start
    for (font, _), members in groupby((font, script or first) for font, script in keys):
        stop = begin + sum(1 for _ in members)
        yield begin, stop, font
        begin = stop


def _joins(char: str, font: AnyFont | None) -> bool:
    """Say whether a mark can be set in the font of the letter before it."""
    kind = category(char)
    if kind == "Cf" or font is None:
        return kind in {"Mn", "Mc", "Me", "Cf"}
    if kind not in {"Mn", "Mc", "Me"}:
        return False
    return font.covers(char) if isinstance(font, ReaderFont) else bool(font.glyph(char))


@cache
def _script(char: str) -> str:
    """Return the script of a letter by its Unicode name; nothing for what every script shares."""
    return name(char, "").partition(" ")[0] if category(char)[0] == "L" else ""


def _shape(text: str, start: int, font: Font, *, rtl: bool) -> ShapedRun:
    buffer = hb.Buffer()
    # Right to left, a letter and its marks are copied as one; else each would be turned alone.
    level = hb.BufferClusterLevel
    buffer.cluster_level = level.MONOTONE_GRAPHEMES if rtl else level.MONOTONE_CHARACTERS
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if rtl else "ltr"
    hb.shape(font.shaper, buffer, {"tnum": True})
    glyphs = [
        (
            info.cluster,
            Glyph(
                info.codepoint,
                font.milli(place.x_advance),
                font.milli(place.x_offset),
                font.milli(place.y_offset),
            ),
        )
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    ]
    starts = sorted({cluster for cluster, _ in glyphs})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    clusters = []
    for begin, members in groupby(glyphs, key=lambda member: member[0]):
        characters = text[begin : ends[begin]]
        drawn = tuple(glyph for _, glyph in members)
        clusters.append(Cluster(start + begin, characters, drawn, rtl))
    shown = tuple(cluster for cluster in clusters if cluster.glyphs)
    return ShapedRun(font, shown, sum(cluster.width for cluster in shown))


def _missing(text: str, start: int, weight: Weight) -> ShapedRun:
    """Set the sign of replacement for each character that no font has; copied, it is still itself."""
    shown = [(i, char) for i, char in enumerate(text) if category(char) not in {"Cf", "Cc"}]
    font = font_for(_REPLACEMENT, weight)
    assert isinstance(font, Font)  # a package brings it
    number = font.glyph(_REPLACEMENT)
    glyph = Glyph(number, font.advance(number))
    clusters = tuple(Cluster(start + i, char, (glyph,)) for i, char in shown)
    return ShapedRun(font, clusters, glyph.advance * len(clusters))
