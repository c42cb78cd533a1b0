"""A PDF that pages are drawn on: text set by `text`, lines, boxes, pictures and links."""

import datetime as dt
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any
from unicodedata import bidirectional

from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from deskcrm.i18n import is_rtl
from deskcrm.paper.embedding import FontUse
from deskcrm.paper.fonts import AnyFont
from deskcrm.paper.pictures import Picture
from deskcrm.paper.tags import ARTIFACT, END, Tags
from deskcrm.paper.text import Line, PlainRun, Run, clean

rl_config.useA85 = 0  # streams as they are: a fifth smaller, and quicker than as ASCII

A4 = (595.28, 841.89)
LETTER = (612.0, 792.0)
"""Width and height in points."""


class Align(Enum):
    """The side of a text that its place means: where reading starts, or where it ends."""

    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class About:
    """What a document says of itself."""

    title: str
    author: str
    subject: str
    language: str
    created: dt.date
    """Stands for the time of making, so that the same input makes the same bytes."""


class Sheet:
    """The pages of one document, drawn one after the other.

    Places are in points from the bottom, and from the side where reading starts: in a document
    that is read from right to left everything is mirrored. With `tags`, programs that read aloud are
    told what the parts of the pages are.
    """

    def __init__(self, about: About, size: tuple[float, float] = A4, *, tags: bool = False) -> None:
        self.width, self.height = size
        self.rtl = is_rtl(about.language)
        self._file = io.BytesIO()
        language = about.language.replace("_", "-")
        self._canvas: Any = Canvas(
            self._file,
            pagesize=size,
            pageCompression=1,
            invariant=1,
            lang=language,
            pdfVersion=(1, 7),
        )
        # No page uses the Helvetica that reportlab starts each one with.
        self._canvas._preamble = ""  # noqa: SLF001
        self._describe(about)
        self._fonts: dict[AnyFont, FontUse] = {}
        self._bookmarks = 0
        self._tags = Tags() if tags else None
        self._page = 0
        self._is_tagged = self._is_repeated = False

    def _describe(self, about: About) -> None:
        canvas = self._canvas
        canvas.setTitle(clean(about.title))
        canvas.setAuthor(clean(about.author))
        canvas.setSubject(clean(about.subject))
        canvas.setCreator("DeskCRM")
        canvas.setViewerPreference("DisplayDocTitle", "true")
        stamp = canvas._doc._timeStamp  # noqa: SLF001
        stamp.YMDhms = (about.created.year, about.created.month, about.created.day, 0, 0, 0)

    @contextmanager
    def tagged(self, kind: str = "P", told: str = "") -> Iterator[None]:
        """Tell programs that read aloud what is drawn meanwhile: "P", "H1", "H2", "Figure".

        What is drawn otherwise is only to be seen.
        """
        if self._tags is None or self._is_tagged or self._is_repeated:
            yield
            return
        self._canvas.addLiteral(self._tags.begin(kind, self._page, clean(told)))
        self._is_tagged = True
        yield
        self._is_tagged = False
        self._canvas.addLiteral(END)

    @contextmanager
    def repeated(self) -> Iterator[None]:
        """Let what is drawn meanwhile be only seen, for it was read before."""
        self._is_repeated = True
        yield
        self._is_repeated = False

    def _draw(self, code: str) -> None:
        is_plain = self._tags is None or self._is_tagged
        self._canvas.addLiteral(code if is_plain else f"{ARTIFACT} {code} {END}")

    def text(self, line: Line, x: float, y: float, align: Align = Align.START) -> None:
        """Draw a line with its baseline at `y`, starting or ending at `x`."""
        if not line.runs:
            return
        left = self._left(x if align is Align.START else x - line.width, line.width)
        size = line.style.size
        code = [f"BT {_color(line.style.color)} rg 1 0 0 1 {left:.2f} {y:.2f} Tm"]
        current: AnyFont | None = None
        for run in line.runs:
            use = self._use(run.font)
            if run.font is not current:
                code.append(f"/{use.key} {size:g} Tf")
                current = run.font
            code.append(use.encode(run, size))
        if self.rtl and _ends_loosely(line.runs[-1]):
            code.append(self._use(line.runs[-1].font).left_to_right_mark())
        code.append("ET")
        self._draw(" ".join(code))

    def rule(self, x: float, end: float, y: float, color: str, thickness: float = 0.5) -> None:
        """Draw a level line from `x` to `end`."""
        left = self._left(x, end - x)
        self._draw(
            f"{_color(color)} RG {thickness:g} w "
            f"{left:.2f} {y:.2f} m {left + end - x:.2f} {y:.2f} l S"
        )

    def upright(self, x: float, y: float, top: float, color: str, thickness: float = 0.5) -> None:
        """Draw a line from `y` up to `top`."""
        left = self._left(x, 0)
        self._draw(
            f"{_color(color)} RG {thickness:g} w {left:.2f} {y:.2f} m {left:.2f} {top:.2f} l S"
        )

    def fill(self, x: float, y: float, width: float, height: float, color: str) -> None:
        """Draw a filled rectangle."""
        left = self._left(x, width)
        self._draw(f"{_color(color)} rg {left:.2f} {y:.2f} {width:.2f} {height:.2f} re f")

    def picture(
        self, picture: Picture, x: float, y: float, width: float, height: float, told: str = ""
    ) -> None:
        """Draw a picture into a rectangle of its own proportions; `told` is what it shows."""
        image = ImageReader(picture.image)
        left = self._left(x, width)
        with self.tagged("Figure", told):
            self._canvas.drawImage(image, left, y, width, height, mask="auto")

    def link(self, address: str, x: float, y: float, width: float, height: float) -> None:
        """Make a rectangle open `address` when clicked."""
        left = self._left(x, width)
        self._canvas.linkURL(clean(address), (left, y, left + width, y + height), thickness=0)

    def bookmark(self, name: str, top: float) -> None:
        """Let readers jump to this height of the page by a name."""
        self._bookmarks += 1
        key = f"b{self._bookmarks}"
        self._canvas.bookmarkHorizontal(key, 0, top)
        self._canvas.addOutlineEntry(clean(name), key)

    def next_page(self) -> None:
        """End the page; what follows is drawn on a new one."""
        self._page += 1
        self._canvas.showPage()
        self._canvas._preamble = ""  # noqa: SLF001

    def finish(self) -> bytes:
        """Return the document; the page begun last must have been ended."""
        document = self._canvas._doc  # noqa: SLF001
        fonts = document.idToObject["BasicFonts"].dict
        fonts.clear()
        for use in self._fonts.values():
            fonts[use.key] = use.written(document)
        if self._tags is not None:
            self._tags.write(document)
        self._canvas.save()
        return self._file.getvalue()

    def _left(self, x: float, width: float) -> float:
        return self.width - x - width if self.rtl else x

    def _use(self, font: AnyFont) -> FontUse:
        use = self._fonts.get(font)
        if use is None:
            use = self._fonts[font] = FontUse(font, f"T{len(self._fonts) + 1}")
        return use


@cache
def _color(color: str) -> str:
    """Turn "#RRGGBB" into three numbers from 0 to 1."""
    return " ".join(f"{int(color[i : i + 2], 16) / 255:.3g}" for i in (1, 3, 5))


def _ends_loosely(run: Run) -> bool:
    """Say whether text from left to right ends in a sign that belongs to no direction.

    On a page from right to left, a program that copies would put it first.
    """
    return isinstance(run, PlainRun) and bidirectional(run.text[-1]) == "ON"
