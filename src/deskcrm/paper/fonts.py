"""The fonts documents are set in: FiraGO first, others for the characters it lacks."""

import os
import sys
from collections.abc import Iterator
from enum import Enum
from functools import cache, cached_property
from pathlib import Path
from unicodedata import bidirectional, category

import uharfbuzz as hb


class Weight(Enum):
    """The cut of the typeface a text is set in."""

    REGULAR = "regular"
    BOLD = "bold"
    ITALIC = "italic"


_FIRAGO = {Weight.REGULAR: "figo", Weight.BOLD: "figbo", Weight.ITALIC: "figit"}
_NOTO = {Weight.REGULAR: "notos", Weight.BOLD: "notosbo", Weight.ITALIC: "notosit"}
_SYMBOLS = ("symbol1", "symbol2", "math", "music")
"""Names in the package pymupdf-fonts."""

_SYSTEM_FONTS = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "NotoSansSC-Regular.otf",
    "NotoSansSC-Regular.ttf",
    "NotoSansJP-Regular.otf",
    "NotoSansKR-Regular.otf",
    "DroidSansFallbackFull.ttf",
    "DroidSansFallback.ttf",
    "wqy-microhei.ttc",
    "wqy-zenhei.ttc",
    "PingFang.ttc",
    "Hiragino Sans GB.ttc",
    "AppleSDGothicNeo.ttc",
    "msyh.ttc",
    "YuGothR.ttc",
    "malgun.ttf",
    "simsun.ttc",
    "msgothic.ttc",
    "Nirmala.ttc",
    "Nirmala.ttf",
    "LeelawUI.ttf",
    "ebrima.ttf",
    "gadugi.ttf",
    "sylfaen.ttf",
    "seguisym.ttf",
    "Arial Unicode.ttf",
    "FreeSans.ttf",
    "DejaVuSans.ttf",
)
"""Fonts with wide coverage on Linux, macOS and Windows, the best first."""


class Font:
    """A font whose glyphs are placed and embedded by number."""

    embedded = True

    def __init__(self, data: bytes, index: int = 0) -> None:
        self.face = hb.Face(hb.Blob(data), index)
        self.shaper = hb.Font(self.face)
        self.has_cubic_outlines = "glyf" not in self.face.table_tags
        self._scale: float = 1000 / self.face.upem

    @cached_property
    def name(self) -> str:
        """The PostScript name, or one that a PDF can write."""
        name = self.face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME) or "Font"
        return "".join(c for c in name if c.isascii() and (c.isalnum() or c in "-_")) or "Font"

    def milli(self, units: float) -> float:
        """Turn font units into thousandths of the font size."""
        return units * self._scale

    def glyph(self, char: str) -> int:
        """Return the number of the glyph of `char`; 0 if there is none."""
        return self.shaper.get_nominal_glyph(ord(char)) or 0

    @cache  # noqa: B019 - fonts live as long as the process
    def advance(self, glyph: int) -> float:
        """Return the width of a glyph, in thousandths of the font size."""
        return self.milli(self.shaper.get_glyph_h_advance(glyph))

    @cached_property
    def ascent(self) -> float:
        """The height above the baseline, in thousandths of the font size."""
        return self.milli(self.shaper.get_font_extents("ltr").ascender)

    @cached_property
    def descent(self) -> float:
        """The (negative) depth below the baseline, in thousandths of the font size."""
        return self.milli(self.shaper.get_font_extents("ltr").descender)

    @cached_property
    def characters(self) -> dict[int, str]:
        """The character each glyph stands for; of several, the one with the lowest code."""
        found: dict[int, str] = {}
        for code in sorted(self.face.unicodes):
            char = chr(code)
            found.setdefault(self.glyph(char), char)
        found.update({glyph: char for char, (glyph, _) in self._figures.items()})
        return found

    @cached_property
    def _figures(self) -> dict[str, tuple[int, float]]:
        """The digits that are all of one width, where the font has them."""
        buffer = hb.Buffer()
        buffer.add_str("0123456789")
        buffer.guess_segment_properties()
        hb.shape(self.shaper, buffer, {"tnum": True})
        glyphs = [info.codepoint for info in buffer.glyph_infos]
        return {str(n): (glyph, self.advance(glyph)) for n, glyph in enumerate(glyphs) if glyph}

    @cached_property
    def plain(self) -> dict[str, tuple[str, float]]:
        """The characters that need no shaping: glyph as hexadecimal text, and width."""
        found = {
            char: (glyph, self.advance(glyph))
            for code in self.face.unicodes
            if _is_plain(char := chr(code)) and (glyph := self.glyph(char))
        }
        found.update(self._figures)
        plain = {char: (f"{glyph:04X}", width) for char, (glyph, width) in found.items()}
        # In a line from left to right these marks do nothing.
        return plain | dict.fromkeys("\u200b\u200e", ("", 0.0))

    @cached_property
    def plain_glyphs(self) -> dict[int, str]:
        """The character that each glyph of `plain` is copied as, whatever else it draws."""
        numbers = {int(glyph, 16) for glyph, _ in self.plain.values() if glyph}
        return {number: self.characters[number] for number in numbers}


class ReaderFont:
    """A font for East Asian text that is not embedded: the reader's program brings it."""

    embedded = False

    def __init__(self, name: str, encoding: str, order: str, codec: str) -> None:
        self.name = name
        self.encoding = encoding
        self.order = order
        self._codec = codec

    def covers(self, char: str) -> bool:
        """Say whether the character collection has `char`."""
        if ord(char) > 0xFFFF or ord(char) < 0x2E80:
            return False
        try:
            char.encode(self._codec)
        except UnicodeEncodeError:
            return False
        return True


AnyFont = Font | ReaderFont

_READER_FONTS = (
    ReaderFont("HeiseiKakuGo-W5", "UniJIS-UCS2-H", "Japan1", "shift_jis"),
    ReaderFont("STSong-Light", "UniGB-UCS2-H", "GB1", "gbk"),
    ReaderFont("HYGothic-Medium", "UniKS-UCS2-H", "Korea1", "cp949"),
)


_PERSIAN_FIGURES = frozenset("۰۱۲۳۴۵۶۷۸۹٫٬٪")


def _is_plain(char: str) -> bool:
    """Say whether `char` is set by itself, whatever stands beside it, from left to right."""
    code = ord(char)
    if char in _PERSIAN_FIGURES:
        return True
    return (
        (code < 0x530 or 0x1E00 <= code < 0x2C00)
        and category(char) not in {"Mn", "Mc", "Me", "Cf", "Cc"}
        and bidirectional(char) not in {"R", "AL", "AN"}
    )


@cache
def _packaged(name: str) -> Font:
    import pymupdf_fonts

    return Font(pymupdf_fonts.myfont(name))


def typeface(weight: Weight) -> Font:
    """Return FiraGO in the cut asked for."""
    return _packaged(_FIRAGO[weight])


def font_folders() -> list[Path]:
    """Return the folders where this system keeps fonts."""
    home = Path.home()
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", r"C:\Windows"))
        local = os.environ.get("LOCALAPPDATA")
        own = [Path(local) / "Microsoft" / "Windows" / "Fonts"] if local else []
        return [windows / "Fonts", *own]
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts"]
    shared = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts")]
    return [*shared, home / ".local" / "share" / "fonts", home / ".fonts"]


@cache
def _system_files() -> tuple[Path, ...]:
    """Find the fonts of the system worth asking: the known ones first, then Noto Sans's scripts."""
    known = {name.casefold(): place for place, name in enumerate(_SYSTEM_FONTS)}
    found: dict[str, Path] = {}
    for folder in font_folders():
        for parent, _folders, names in os.walk(folder):
            for name in names:
                key = name.casefold()
                if key in known or (key.startswith("notosans") and "regular" in key):
                    found.setdefault(key, Path(parent) / name)
    return tuple(found[key] for key in sorted(found, key=lambda k: (known.get(k, len(known)), k)))


@cache
def _system_font(path: Path) -> Font | None:
    try:
        font = Font(path.read_bytes())
    except (OSError, RuntimeError, ValueError):
        return None
    # A variable font or colored pictures would need more than embedding the outlines.
    tags = set(font.face.table_tags)
    return font if tags & {"glyf", "CFF "} and "fvar" not in tags else None


def _others(weight: Weight) -> Iterator[Font]:
    yield _packaged(_NOTO[weight])
    for name in _SYMBOLS:
        yield _packaged(name)
    for path in _system_files():
        if font := _system_font(path):
            yield font


@cache
def font_for(char: str, weight: Weight) -> AnyFont | None:
    """Return the first font that has `char`, FiraGO if it can; None if no font has it."""
    own = typeface(weight)
    if own.glyph(char):
        return own
    embedded = (font for font in _others(weight) if font.glyph(char))
    foreign = (font for font in _READER_FONTS if font.covers(char))
    return next(embedded, None) or next(foreign, None)
