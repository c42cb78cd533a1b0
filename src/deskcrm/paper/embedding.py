"""Fonts in a PDF: glyphs shown by number, embedded, and told as text to programs that copy."""

import hashlib
from collections.abc import Iterator
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


def _stream(content: bytes, document: Any, key: str, **entries: Any) -> Any:
    stream = pdfdoc.PDFStream(_dictionary(**entries), content, [pdfdoc.PDFZCompress])
    return document.Reference(stream, key)


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


def _embedded_font(font: Font, meanings: dict[int, str], document: Any) -> Any:
    digest = hashlib.sha256(repr(sorted(meanings)).encode()).digest()
    tag = "".join(chr(65 + byte % 26) for byte in digest[:6])
    name = f"{tag}+{font.name}"
    head = font.shaper.get_font_extents("ltr")
    box = (-500, round(font.milli(head.descender)), 2000, round(font.milli(head.ascender)))
    outlines = _font_file(font, meanings, document, name)
    descendant = _dictionary(
        Type=_name("Font"),
        Subtype=_name("CIDFontType0" if font.has_cubic_outlines else "CIDFontType2"),
        BaseFont=_name(name),
        CIDSystemInfo=_system_info("Identity", 0),
        FontDescriptor=_descriptor(name, box, font.ascent, font.descent, outlines),
        DW=0,
        W=pdfdoc.PDFArray(list(_widths(font, meanings))),
    )
    if not font.has_cubic_outlines:
        descendant["CIDToGIDMap"] = _name("Identity")
    whole = _dictionary(
        Type=_name("Font"),
        Subtype=_name("Type0"),
        BaseFont=_name(name),
        Encoding=_name("Identity-H"),
        DescendantFonts=pdfdoc.PDFArray([document.Reference(descendant, f"glyphs:{name}")]),
        ToUnicode=_stream(_to_unicode(meanings), document, f"unicode:{name}"),
    )
    return document.Reference(whole, f"font:{name}")


def _font_file(font: Font, glyphs: dict[int, str], document: Any, name: str) -> tuple[str, Any]:
    """Return the descriptor's key for the outlines, and them, with the glyphs used alone."""
    flags = hb.SubsetFlags
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(glyphs)
    wanted.drop_table_tag_set.update(int.from_bytes(t.encode(), "big") for t in _NEEDLESS_TABLES)
    wanted.flags = flags.RETAIN_GIDS | flags.NO_LAYOUT_CLOSURE | flags.NOTDEF_OUTLINE
    if not font.has_cubic_outlines:
        data = hb.subset(font.face, wanted).blob.data
        return "FontFile2", _stream(data, document, f"file:{name}", Length1=len(data))
    wanted.flags |= flags.CFF_IDENTITY_CHARSET
    data = hb.subset(font.face, wanted).reference_table("CFF ").data
    kind = _name("CIDFontType0C")
    return "FontFile3", _stream(data, document, f"file:{name}", Subtype=kind)


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
        FontBBox=pdfdoc.PDFArray(list(box)),
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


def _widths(font: Font, glyphs: dict[int, str]) -> Iterator[Any]:
    """Yield the widths as a PDF wants them: each number, then a list of its width."""
    for number in glyphs:
        yield number
        yield pdfdoc.PDFArray([round(font.advance(number), 2)])


def _to_unicode(meanings: dict[int, str]) -> bytes:
    """Write the table by which copied glyphs become text again."""
    told = [
        f"<{number:04X}> <{text.encode('utf-16-be').hex().upper()}>"
        for number, text in meanings.items()
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
