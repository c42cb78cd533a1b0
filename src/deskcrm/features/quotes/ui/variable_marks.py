"""Marks the variables of a text: those that are filled in, and those that cannot be."""

from collections.abc import Sequence

from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextDocument

from deskcrm.features.quotes.filling import TAG, Unresolved
from deskcrm.kit import theme


class VariableMarks(QSyntaxHighlighter):
    """Colours variables, and underlines those without a value."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.unresolved: tuple[Unresolved, ...] = ()

    def show(self, unresolved: Sequence[Unresolved]) -> None:
        """Underline these places."""
        if tuple(unresolved) != self.unresolved:
            self.unresolved = tuple(unresolved)
            self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        """Colour one line of the text."""
        known = QTextCharFormat()
        known.setForeground(theme.colour("accent"))
        for tag in TAG.finditer(text):
            self.setFormat(tag.start(), tag.end() - tag.start(), known)
        wrong = QTextCharFormat()
        wrong.setForeground(theme.colour("bad"))
        wrong.setUnderlineColor(theme.colour("bad"))
        wrong.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        begins = self.currentBlock().position()
        for place in self.unresolved:
            start = max(place.start - begins, 0)
            end = min(place.end - begins, len(text))
            if start < end:
                self.setFormat(start, end - start, wrong)
