"""Fonts in a PDF: glyphs shown by number, embedded, and told as text to programs that copy."""

import hashlib
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from unicodedata import category

import uharfbuzz as hb
from reportlab.pdfbase import pdfdoc

from deskcrm.paper.fonts import AnyFont, Font, ReaderFont
from deskcrm.paper.text import Cluster, Glyph, PlainRun, ReaderRun, Run, ShapedRun

_NEEDLESS_TABLES = ("GSUB", "GPOS", "GDEF", "OS/2", "cmap", "name", "post", "gasp", "DSIG")


class FontUse:
    """What one document uses of a font."""

    def __init__(self, font: AnyFont, key: str) -> None:
        self.font = font
        self.key = key
        self._plain: set[str] = set()
        self._meanings: dict[int, str] = {}

    def encode(self, run: Run, size: float) -> str:
        """Return the operators that show a run, and note its glyphs for embedding."""
        match run:
            case PlainRun(text=text, glyphs=glyphs):
                self._plain.update(text)
                return f"<{glyphs}> Tj"
            case ReaderRun(text=text):
                return f"<{text.encode('utf-16-be').hex()}> Tj"
            case ShapedRun(font=font, clusters=clusters):
                return " ".join(self._shown(cluster, font, size) for cluster in clusters)

    def _shown(self, cluster: Cluster, font: Font, size: float) -> str:
        code = []
        for glyph in cluster.glyphs:
            after = glyph.advance - glyph.x - font.advance(glyph.number)
            before = f"{-glyph.x:g} " if glyph.x else ""
            shown = f"[{before}<{glyph.number:04X}>{f' {-after:g}' if after else ''}] TJ"
            rise = glyph.y * size / 1000
            code.append(f"{rise:.3f} Ts {shown} 0 Ts" if rise else shown)
        if self._means(cluster, font):
            return " ".join(code)
        actual = ("\ufeff" + cluster.copied).encode("utf-16-be").hex().upper()
        return f"/Span <</ActualText <{actual}>>> BDC {' '.join(code)} EMC"

    def _means(self, cluster: Cluster, font: Font) -> bool:
        """Say whether the cluster's glyph by itself tells the text; note that it is used."""
        if len(cluster.glyphs) == 1 and category(cluster.text[0]) != "Cf":
            number = cluster.glyphs[0].number
            # A bracket drawn turned is the glyph of the other bracket, which plain text needs.
            meaning = font.plain_glyphs.get(number, cluster.copied)
            return self._meanings.setdefault(number, meaning) == cluster.copied
        for glyph in cluster.glyphs:
            self._meanings.setdefault(glyph.number, font.characters.get(glyph.number, ""))
        return False

    def left_to_right_mark(self) -> str:
        """Return the operators for an unseen mark that only programs that copy meet."""
        if not isinstance(self.font, Font):
            return ""
        space = self.font.glyph(" ")
        mark = Cluster(0, "\u200e", (Glyph(space, 0.0),))
        return self._shown(mark, self.font, 0.0)

    def written(self, document: Any) -> Any:
        """Add the font's objects to a reportlab document; return the reference to the font."""
        if isinstance(self.font, ReaderFont):
            return _reader_font(self.font, document)
        font = self.font
        meanings = dict(self._meanings)
        for char in self._plain:
            if glyph := font.plain[char][0]:
                number = int(glyph, 16)
                meanings[number] = font.plain_glyphs[number]
        return _embedded_font(font, dict(sorted(meanings.items())), document)


def _name(text: str) -> Any:
    return pdfdoc.PDFName(text)


def _dictionary(**entries: Any) -> Any:
    return pdfdoc.PDFDictionary(entries)


def _stream(packed: bytes, document: Any, key: str, **entries: Any) -> Any:
    """Add a stream whose content is compressed already."""
    described = _dictionary(Filter=_name("FlateDecode"), **entries)
    return document.Reference(pdfdoc.PDFStream(described, packed), key)


def _reader_font(font: ReaderFont, document: Any) -> Any:
    descendant = _dictionary(
        Type=_name("Font"),
        Subtype=_name("CIDFontType0"),
        BaseFont=_name(font.name),
        DW=1000,
        CIDSystemInfo=_system_info(font.order, 2),
        FontDescriptor=_descriptor(font.name, (0, -200, 1000, 900), 880, -120, None),
    )
    whole = _dictionary(
        Type=_name("Font"),
        Subtype=_name("Type0"),
        BaseFont=_name(f"{font.name}-{font.encoding}"),
        Encoding=_name(font.encoding),
        DescendantFonts=pdfdoc.PDFArray([descendant]),
    )
    return document.Reference(whole, f"font:{font.name}")


@dataclass(frozen=True, slots=True)
class _Subset:
    """What a document embeds of a font, ready to be written."""

    name: str
    outlines: bytes
    length: int
    """The size of the outlines before they were compressed."""
    widths: bytes
    to_unicode: bytes


@lru_cache(maxsize=64)
def _subset(font: Font, meanings: tuple[tuple[int, str], ...]) -> _Subset:
    """Cut a font down to some glyphs; kept, for a quote being typed is drawn again and again."""
    digest = hashlib.sha256(repr(meanings).encode()).digest()
    tag = "".join(chr(65 + byte % 26) for byte in digest[:6])
    outlines = _outlines(font, [number for number, _ in meanings])
    widths = " ".join(f"{number} [{font.advance(number):.7g}]" for number, _ in meanings)
    return _Subset(
        name=f"{tag}+{font.name}",
        outlines=zlib.compress(outlines),
        length=len(outlines),
        widths=f"[{widths}]".encode(),
        to_unicode=zlib.compress(_to_unicode(meanings)),
    )


def _embedded_font(font: Font, meanings: dict[int, str], document: Any) -> Any:
    subset = _subset(font, tuple(meanings.items()))
    name = subset.name
    head = font.shaper.get_font_extents("ltr")
    box = (-500, round(font.milli(head.descender)), 2000, round(font.milli(head.ascender)))
    descendant = _dictionary(
        Type=_name("Font"),
        Subtype=_name("CIDFontType0" if font.has_cubic_outlines else "CIDFontType2"),
        BaseFont=_name(name),
        CIDSystemInfo=_system_info("Identity", 0),
        FontDescriptor=_descriptor(
            name, box, font.ascent, font.descent, _font_file(font, subset, document)
        ),
        DW=0,
        W=subset.widths,
    )
    if not font.has_cubic_outlines:
        descendant["CIDToGIDMap"] = _name("Identity")
    whole = _dictionary(
        Type=_name("Font"),
        Subtype=_name("Type0"),
        BaseFont=_name(name),
        Encoding=_name("Identity-H"),
        DescendantFonts=pdfdoc.PDFArray([document.Reference(descendant, f"glyphs:{name}")]),
        ToUnicode=_stream(subset.to_unicode, document, f"unicode:{name}"),
    )
    return document.Reference(whole, f"font:{name}")


def _font_file(font: Font, subset: _Subset, document: Any) -> tuple[str, Any]:
    """Return the descriptor's key for the outlines, and them."""
    key = f"file:{subset.name}"
    if font.has_cubic_outlines:
        kind = _name("CIDFontType0C")
        return "FontFile3", _stream(subset.outlines, document, key, Subtype=kind)
    return "FontFile2", _stream(subset.outlines, document, key, Length1=subset.length)


def _outlines(font: Font, glyphs: list[int]) -> bytes:
    """Return a font file with some glyphs alone, under the numbers they have."""
    flags = hb.SubsetFlags
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(glyphs)
    wanted.drop_table_tag_set.update(int.from_bytes(t.encode(), "big") for t in _NEEDLESS_TABLES)
    wanted.flags = flags.RETAIN_GIDS | flags.NO_LAYOUT_CLOSURE | flags.NOTDEF_OUTLINE
    if not font.has_cubic_outlines:
        return bytes(hb.subset(font.face, wanted).blob.data)
    wanted.flags |= flags.CFF_IDENTITY_CHARSET
    return bytes(hb.subset(font.face, wanted).reference_table("CFF ").data)


def _system_info(order: str, supplement: int) -> Any:
    return _dictionary(
        Registry=pdfdoc.PDFString("Adobe"),
        Ordering=pdfdoc.PDFString(order),
        Supplement=supplement,
    )


def _descriptor(
    name: str,
    box: tuple[int, int, int, int],
    ascent: float,
    descent: float,
    outlines: tuple[str, Any] | None,
) -> Any:
    descriptor = _dictionary(
        Type=_name("FontDescriptor"),
        FontName=_name(name),
        Flags=4,
        FontBBox="[{} {} {} {}]".format(*box),
        ItalicAngle=-12 if "Italic" in name else 0,
        Ascent=round(ascent),
        Descent=round(descent),
        CapHeight=700,
        StemV=120 if "Bold" in name else 80,
    )
    if outlines:
        key, reference = outlines
        descriptor[key] = reference
    return descriptor


def _to_unicode(meanings: tuple[tuple[int, str], ...]) -> bytes:
    """Write the table by which copied glyphs become text again."""
    told = [
        f"<{number:04X}> <{text.encode('utf-16-be').hex().upper()}>"
        for number, text in meanings
        if text
    ]
    blocks = [told[i : i + 100] for i in range(0, len(told), 100)]
    mapped = "\n".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
    )
    return f"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{mapped}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
""".encode()
