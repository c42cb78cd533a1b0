"""A note as it was meant: Markdown, rendered without pictures, files or markup from elsewhere."""

from math import ceil
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QWidget

from deskcrm.kit import theme

_SCHEMES: Final = frozenset({"http", "https", "mailto"})
_INDENT: Final = 16
"""Pixels for each depth of a list."""
_MOST: Final = 50_000
"""A longer note is shown up to here: laying it out would stop the window."""


class MarkdownText(QTextBrowser):
    """Shows a note as tall as it is; a link opens in the browser or the mail program."""

    def __init__(self, text: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(0)
        self.document().setIndentWidth(_INDENT)
        self.document().setDefaultFont(theme.font())
        self._text = without_pictures(text if len(text) <= _MOST else text[:_MOST] + "…")
        self._render()
        self.setTabChangesFocus(True)
        self.anchorClicked.connect(open_link)

    def changeEvent(self, event: QEvent) -> None:
        """Take the new colors of links with a new theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._render()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as tall as the note is at this width."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """Ask for the note's own height."""
        return QSize(200, self.height())

    def _render(self) -> None:
        features = QTextDocument.MarkdownFeature
        # Line ends stand for line ends, as whoever typed the note saw them.
        self.document().setMarkdown(
            self._text.replace("\n", "  \n"),
            features.MarkdownNoHTML | features.MarkdownDialectGitHub,
        )
        has_links = any(one.toCharFormat().isAnchor() for one in self.document().allFormats())
        policy = Qt.FocusPolicy
        self.setFocusPolicy(policy.StrongFocus if has_links else policy.ClickFocus)
        self._fit()

    def _fit(self) -> None:
        self.document().setTextWidth(max(self.viewport().width(), 60))
        frame = self.height() - self.viewport().height()
        self.setFixedHeight(max(ceil(self.document().size().height()), 16) + max(frame, 2))


def without_pictures(markdown: str) -> str:
    """Return a text whose pictures became links: Qt would open whatever file or page they name."""
    return markdown.replace("![", "!\N{WORD JOINER}[")


def open_link(link: QUrl) -> bool:
    """Open a web page or a mail; any other address is left alone."""
    return link.scheme().lower() in _SCHEMES and QDesktopServices.openUrl(link)
