"""Parts of a page: cards, measures, facts, section labels, empty states, scrolling columns."""

from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QWidget,
)

from deskcrm.kit import icons, theme
from deskcrm.kit.controls import Button
from deskcrm.kit.layout import clear as clear, column as column, row as row  # noqa: PLC0414 - for pages
from deskcrm.kit.text import ElidedText, Text, Tone


class Line(QFrame):
    """A thin line that parts what it stands between."""

    def __init__(self, *, upright: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)


class SectionLabel(Text):
    """The small title of a part of a page."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, tone="muted", size=theme.LABEL, strong=True, parent=parent)
        self.setContentsMargins(0, theme.TINY, 0, 0)


class Card(QFrame):
    """A bordered surface; one with `opens` can be clicked, or pressed with Enter."""

    clicked = Signal()

    def __init__(
        self,
        *,
        opens: Callable[[], object] | None = None,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.body = column(self, gap=2)
        self.body.setContentsMargins(11, 9, 11, 9)
        if name:
            self.setAccessibleName(name)
        self._opens = opens
        if opens is not None:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open what the card stands for."""
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self._press()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._opens is not None:
            self._press()
        else:
            super().keyPressEvent(event)

    def _press(self) -> None:
        self.clicked.emit()
        if self._opens is not None:
            self._opens()


class TaskCard(Card):
    """A card of one line: title over subtitle, things before it and behind it."""

    def __init__(
        self,
        title: str,
        subtitle: str = "",
        *,
        before: Sequence[QWidget] = (),
        beside_title: Sequence[QWidget] = (),
        after: Sequence[QWidget] = (),
        opens: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        name = ", ".join(part for part in (title, subtitle) if part)
        super().__init__(opens=opens, name=name, parent=parent)
        line = row(gap=10)
        for widget in before:
            line.addWidget(widget)
        words = column(gap=1)
        head = row(gap=5)
        head.addWidget(ElidedText(title, strong=True))
        for widget in beside_title:
            head.addWidget(widget)
        head.addStretch(1)
        words.addLayout(head)
        if subtitle:
            words.addWidget(ElidedText(subtitle, tone="muted"))
        line.addLayout(words, 1)
        for widget in after:
            line.addWidget(widget)
        self.body.addLayout(line)


class Measure(QWidget):
    """One figure under its label."""

    def __init__(
        self, label: str, value: str = "", tone: Tone = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        box = column(self, gap=2)
        self._label = ElidedText(label, tone="muted")
        self._value = Text(value, tone=tone, size=theme.PAGE_TITLE, strong=True, tabular=True)
        box.addStretch(1)
        box.addWidget(self._label)
        box.addWidget(self._value)
        box.addStretch(1)
        self.set_value(value, tone)

    def set_value(self, value: str, tone: Tone = "") -> None:
        """Show another figure."""
        self._value.setText(value)
        self._value.set_tone(tone)
        self.setAccessibleName(f"{self._label.text()}: {value}")

    def set_label(self, label: str) -> None:
        """Show another label."""
        self._label.setText(label)
        self.setAccessibleName(f"{label}: {self._value.text()}")


class MeasureStrip(QWidget):
    """The figures of a page in a row, with room for pills at its end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(64)
        box = column(self)
        line = row(gap=0)
        line.setContentsMargins(16, 6, 16, 6)
        self._measures = row(gap=28)
        self._end = row(gap=theme.TINY)
        line.addLayout(self._measures)
        line.addStretch(1)
        line.addLayout(self._end)
        box.addLayout(line, 1)
        box.addWidget(Line())

    def add(self, measure: Measure) -> Measure:
        """Add a figure."""
        self._measures.addWidget(measure)
        return measure

    def set_end(self, widgets: Sequence[QWidget]) -> None:
        """Show these, such as pills, at the end of the row."""
        clear(self._end)
        for widget in widgets:
            # Aligned, so that low pills do not keep the row from filling the strip.
            self._end.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)


class FactRow(QWidget):
    """A fact of a record: its name, its value, a line below."""

    def __init__(
        self,
        label: str,
        value: str | QWidget,
        *,
        opens: Callable[[], object] | None = None,
        label_width: int = 149,
        last: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        box = column(self)
        line = row(gap=0)
        line.setContentsMargins(0, 5, 0, 5)
        name = ElidedText(label, tone="muted")
        name.setFixedWidth(label_width)
        line.addWidget(name)
        if isinstance(value, QWidget):
            line.addWidget(value, 1)
        elif opens is not None:
            line.addWidget(Button(value, opens, kind="link"))
            line.addStretch(1)
        else:
            shown = Text(value, selectable=True, wrap=len(value) > 30 or "\n" in value)
            shown.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            line.addWidget(shown, 1)
        box.addLayout(line)
        self.setMinimumHeight(31)
        if not last:
            box.addWidget(Line())


class EmptyState(QWidget):
    """What a page without records says: what it is for, and the first step."""

    def __init__(
        self,
        icon: str,
        title: str,
        text: str,
        button: Button | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        box = column(self, margin=theme.WIDE, gap=theme.SMALL)
        box.addStretch(2)
        self._picture = QLabel(self)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.addWidget(self._picture)
        box.addSpacing(theme.TINY)
        head = Text(title, size=theme.RECORD_TITLE, strong=True, wrap=True)
        words = Text(text, tone="muted", wrap=True)
        for label in (head, words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setMaximumWidth(420)
            label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
            line = row()
            line.addStretch(1)
            line.addWidget(label, 10)
            line.addStretch(1)
            box.addLayout(line)
        if button is not None:
            box.addSpacing(theme.SMALL)
            box.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(3)
        self._draw_icon()

    def changeEvent(self, event: QEvent) -> None:
        """Colour the icon anew with the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._draw_icon()

    def _draw_icon(self) -> None:
        self._picture.setPixmap(icons.pixmap(self._icon, 40, theme.tokens().muted))


class ScrollColumn(QScrollArea):
    """Things under each other that scroll when they do not fit."""

    def __init__(
        self,
        *,
        margin: int = theme.LARGE,
        gap: int = theme.SMALL,
        ground: Literal["surface", "background"] = "surface",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget(self)
        inside.setProperty("ground", ground)
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outer = column(inside)
        self.body = column(gap=gap)
        self.body.setContentsMargins(margin, margin, margin, margin)
        outer.addLayout(self.body)
        outer.addStretch(1)
        self.setWidget(inside)

    def clear(self) -> None:
        """Take everything out."""
        clear(self.body)
