"""How tests read a PDF back: its text, its pages as pictures, its operators and fonts."""

import io
import re
from collections.abc import Iterator

from PIL import Image
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, StreamObject
from PySide6.QtCore import QBuffer, QIODevice, QSize
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument

A4 = (595.28, 841.89)
_INVISIBLE = re.compile("[\u200c\u200e\u200f\u202a-\u202e\u2066-\u2069\r]")


def _opened(data: bytes) -> tuple[QPdfDocument, QBuffer]:
    buffer = QBuffer()
    buffer.setData(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    assert document.error() is QPdfDocument.Error.None_
    return document, buffer


def page_texts(data: bytes) -> list[str]:
    """Return the text of each page, as a viewer copies it, without unseen marks."""
    document, _buffer = _opened(data)
    pages = range(document.pageCount())
    return [_INVISIBLE.sub("", document.getAllText(page).text()) for page in pages]


def text(data: bytes) -> str:
    """Return the text of all pages."""
    return "\n".join(page_texts(data))


def picture(
    data: bytes, page: int, scale: float = 1.0, size: tuple[float, float] = A4
) -> Image.Image:
    """Return a page as a gray picture of `scale` pixels per point, on white."""
    document, _buffer = _opened(data)
    pixels = QSize(round(size[0] * scale), round(size[1] * scale))
    drawn = document.render(page, pixels)
    source = drawn.convertToFormat(QImage.Format.Format_RGBA8888)
    image = Image.frombuffer(
        "RGBA", (source.width(), source.height()), bytes(source.constBits()), "raw", "RGBA", 0, 1
    )
    white = Image.new("RGBA", image.size, (255, 255, 255, 255))
    return Image.alpha_composite(white, image).convert("L")


def is_blank(image: Image.Image, box: tuple[float, float, float, float]) -> bool:
    """Say whether nothing is drawn between (left, top, right, bottom), in pixels."""
    left, top, right, bottom = (round(side) for side in box)
    darkest, _ = image.crop((left, top, right, bottom)).getextrema()
    assert isinstance(darkest, int | float)
    return darkest > 250


def reader(data: bytes) -> PdfReader:
    """Open a PDF for its structure."""
    return PdfReader(io.BytesIO(data))


def operators(data: bytes) -> str:
    """Return the drawing operators of all pages."""
    streams = (page["/Contents"].get_object() for page in reader(data).pages)
    found = [stream.get_data() for stream in streams if isinstance(stream, StreamObject)]
    return b"\n".join(found).decode("latin-1")


def shown_glyphs(data: bytes) -> Iterator[str]:
    """Yield the number of each glyph drawn, as four hexadecimal digits."""
    without_text = re.sub(r"/ActualText <[0-9A-F]*>", "", operators(data))
    for shown in re.findall(r"<([0-9A-F]+)>", without_text):
        yield from re.findall("....", shown)


def fonts(data: bytes) -> dict[str, bool]:
    """Return the name of each font, and whether it is embedded."""
    found = {}
    for page in reader(data).pages:
        resources = page["/Resources"]
        assert isinstance(resources, DictionaryObject)
        listed = resources["/Font"]
        assert isinstance(listed, DictionaryObject)
        for font in listed.values():
            whole = font.get_object()
            glyphs = whole["/DescendantFonts"][0].get_object()
            descriptor = glyphs["/FontDescriptor"].get_object()
            embedded = "/FontFile2" in descriptor or "/FontFile3" in descriptor
            found[str(whole["/BaseFont"]).partition("+")[2] or str(whole["/BaseFont"])] = embedded
    return found
