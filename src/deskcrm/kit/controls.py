"""Small controls: buttons, filter chips, pills, avatars, the ring that marks done."""

from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QToolButton,
    QWidget,
)

from deskcrm.kit import icons, theme
from deskcrm.kit.text import one_line, tooltip_text

PillTone = Literal["accent", "good", "warn", "bad", "neutral"]
_PILL_HEIGHT = 18


class Button(QPushButton):
    """A button with words; `kind` "primary" is the one filled button of its place."""

    def __init__(
        self,
        text: str,
        clicked: Callable[[], object] | None = None,
        *,
        kind: Literal["", "primary", "danger", "link"] = "",
        icon: str = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._icon = icon
        if kind:
            self.setProperty("kind", kind)
        self.setAccessibleName(name or text)
        self.setCursor(
            Qt.CursorShape.PointingHandCursor if kind == "link" else Qt.CursorShape.ArrowCursor
        )
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        if clicked is not None:
            self.clicked.connect(lambda _checked: clicked())
        self._draw_icon()

    def changeEvent(self, event: QEvent) -> None:
        """Colour the icon anew with the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._draw_icon()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press with Enter as with Space."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        """Shrink to a few letters, but for the one button that says what to do."""
        hint = self.sizeHint()
        return (
            hint
            if self.property("kind") == "primary"
            else QSize(min(72, hint.width()), hint.height())
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the words in a tooltip where they are shortened."""
        super().resizeEvent(event)
        if self.text():
            offer_whole(self, self.text(), self._room())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words shortened where they do not fit."""
        room = self._room()
        # Eliding measures in fractions: a text may take a part of a pixel more than was asked for.
        if self.fontMetrics().horizontalAdvance(self.text()) <= room + 1:
            super().paintEvent(event)
            return
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = shown
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)

    def _room(self) -> int:
        """Return the width that is left for the words."""
        words = self.fontMetrics().horizontalAdvance(self.text())
        return self.width() - (self.sizeHint().width() - words)

    def _draw_icon(self) -> None:
        if self._icon:
            primary = self.property("kind") == "primary"
            colour = theme.tokens().on_accent if primary else theme.tokens().muted
            self.setIcon(icons.icon(self._icon, 16, colour))
            self.setIconSize(QSize(16, 16))


class IconButton(QToolButton):
    """A button with an icon alone; its words are its tooltip and accessible name."""

    def __init__(
        self,
        icon: str,
        text: str,
        clicked: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self.setToolTip(tooltip_text(text))
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setIconSize(QSize(18, 18))
        if clicked is not None:
            self.clicked.connect(lambda _checked: clicked())
        self.set_icon(icon)

    def set_icon(self, icon: str) -> None:
        """Show another icon."""
        self._icon = icon
        self.setIcon(icons.icon(icon, 18, theme.tokens().muted))

    def changeEvent(self, event: QEvent) -> None:
        """Colour the icon anew with the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self.set_icon(self._icon)


class Pill(QWidget):
    """A short word on a soft colour, such as “overdue 2 days”."""

    def __init__(
        self, text: str, tone: PillTone = "neutral", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._text = ""
        self._tone: PillTone = tone
        self.setFont(theme.font(theme.PILL, tabular=True))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set_text(text, tone)

    def text(self) -> str:
        """Return the word."""
        return self._text

    def set_text(self, text: str, tone: PillTone | None = None) -> None:
        """Show another word, in another tone."""
        self._text = text
        self._tone = tone or self._tone
        self.setAccessibleName(text)
        offer_whole(self, text, self.width() - 14)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for the word and a rounded end on each side."""
        return QSize(pill_width(self, self._text), _PILL_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Shrink to a few letters."""
        return QSize(min(40, self.sizeHint().width()), _PILL_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the whole word in a tooltip where it is shortened."""
        super().resizeEvent(event)
        offer_whole(self, self._text, self.width() - 14)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the soft shape and the word."""
        painter = QPainter(self)
        painter.setFont(self.font())
        draw_pill(painter, self.rect(), self._text, self._tone)


def pill_width(widget: QWidget, text: str) -> int:
    """Return the width of a pill with this word in the font of `widget`."""
    return min(widget.fontMetrics().horizontalAdvance(one_line(text)) + 17, 260)


def offer_whole(widget: QWidget, text: str, room: int) -> None:
    """Show a text in a tooltip where there is no room for it on one line."""
    short = widget.fontMetrics().horizontalAdvance(one_line(text)) > room
    widget.setToolTip(tooltip_text(text) if short else "")


def draw_pill(painter: QPainter, place: QRect, text: str, tone: PillTone) -> None:
    """Draw a pill that fills `place`, with the painter's font."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    shape = QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5)
    if tone == "neutral":
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.setBrush(theme.colour("background"))
        ink = theme.colour("muted")
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(f"{tone}_soft"))
        ink = theme.colour(tone)
    painter.drawRoundedRect(shape, shape.height() / 2, shape.height() / 2)
    painter.setPen(ink)
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    word = painter.fontMetrics().elidedText(
        one_line(text), Qt.TextElideMode.ElideRight, place.width() - 14
    )
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, word)


class Chip(QAbstractButton):
    """One choice of a row of filters; the chosen one is coloured."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(theme.font(theme.PILL, tabular=True))
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show another text."""
        self.setText(text)
        self.setAccessibleName(text)
        offer_whole(self, text, self.width() - 14)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Ask for the words and a rounded end on each side."""
        return QSize(pill_width(self, self.text()) + 2, _PILL_HEIGHT + 2)

    def minimumSizeHint(self) -> QSize:
        """Shrink to a few letters."""
        return QSize(min(46, self.sizeHint().width()), _PILL_HEIGHT + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the words in a tooltip where they are shortened."""
        super().resizeEvent(event)
        offer_whole(self, self.text(), self.width() - 14)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the chip; the focus as a line around it."""
        painter = QPainter(self)
        painter.setFont(self.font())
        draw_pill(painter, self.rect(), self.text(), "accent" if self.isChecked() else "neutral")
        if self.hasFocus() or self.underMouse():
            painter.setPen(QPen(theme.colour("accent" if self.hasFocus() else "muted"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            shape = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(shape, shape.height() / 2, shape.height() / 2)


class FilterChips(QWidget):
    """A row of chips, one of them chosen; arrow keys move the choice."""

    chosen = Signal(str)

    def __init__(
        self,
        choices: Sequence[tuple[str, str]],
        name: str,
        chosen: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Take the choices as (key, words) and what they choose as `name` for screen readers."""
        super().__init__(parent)
        self.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SMALL)
        self._chips: dict[str, Chip] = {}
        for key, words in choices:
            chip = Chip(words, self)
            chip.clicked.connect(lambda _checked, key=key: self.choose(key))
            row.addWidget(chip)
            self._chips[key] = chip
        self.key = ""
        self._mark(chosen if chosen in self._chips else next(iter(self._chips), ""))

    def choose(self, key: str) -> None:
        """Choose a chip and tell it."""
        changed = key != self.key
        self._mark(key)
        if changed:
            self.chosen.emit(key)

    def set_words(self, key: str, words: str) -> None:
        """Show other words on a chip, such as a new count."""
        self._chips[key].set_text(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the chip before or after with the arrow keys."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()), 0)
        if not step:
            super().keyPressEvent(event)
            return
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            step = -step
        keys = list(self._chips)
        key = keys[(keys.index(self.key) + step) % len(keys)]
        self._chips[key].setFocus(Qt.FocusReason.TabFocusReason)
        self.choose(key)

    def _mark(self, key: str) -> None:
        self.key = key
        for other, chip in self._chips.items():
            chip.setChecked(other == key)


class Avatar(QWidget):
    """A person's picture, or initials in a soft circle."""

    def __init__(self, name: str = "", size: int = 40, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._photo = QPixmap()
        self.setFixedSize(size, size)
        self.set_name(name)

    def set_name(self, name: str) -> None:
        """Show another person's initials."""
        self._name = name
        self.setAccessibleName(initials(name))
        self.update()

    def set_photo(self, data: bytes | None) -> None:
        """Show a picture instead of the initials; None, or what is no picture, shows them."""
        self._photo = QPixmap()
        if data:
            self._photo.loadFromData(data)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the circle with the letters or the picture."""
        painter = QPainter(self)
        if self._photo.isNull():
            draw_avatar(painter, self.rect(), self._name)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        round_shape = QPainterPath()
        round_shape.addEllipse(self.rect())
        painter.setClipPath(round_shape)
        shown = self._photo.size().scaled(
            self.size(), Qt.AspectRatioMode.KeepAspectRatioByExpanding
        )
        place = QRect((self.width() - shown.width()) // 2, (self.height() - shown.height()) // 2,
                      shown.width(), shown.height())  # fmt: skip
        painter.drawPixmap(place, self._photo)


def draw_avatar(painter: QPainter, place: QRect, name: str) -> None:
    """Draw the initials of `name` in a circle that fills `place`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("accent_soft"))
    painter.drawEllipse(place)
    painter.setPen(theme.colour("accent"))
    painter.setFont(theme.font(max(10, round(place.height() * 0.4)), strong=True))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, initials(name))


def initials(name: str) -> str:
    """Return the first letters of the first and last word of a name; joined scripts give one."""
    words = [word for word in name[:200].split() if word[0].isalnum()]
    if not words:
        return "?"
    first = words[0][0].upper()
    if len(words) == 1 or "\u0590" <= first <= "\u08ff" or first >= "\u2e80":
        return first
    return first + words[-1][0].upper()


class DoneRing(QAbstractButton):
    """The ring before a task: a click, or Space, marks it done."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setToolTip(tooltip_text(name))
        self.setFixedSize(20, 20)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the ring, ticked when done or about to be."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hot = self.hasFocus() or self.underMouse()
        ink = theme.colour("accent" if hot or self.isChecked() else "muted")
        painter.setPen(QPen(ink, 1.6 if self.hasFocus() else 1.2))
        painter.setBrush(ink if self.isChecked() else QColor(Qt.GlobalColor.transparent))
        painter.drawEllipse(QRectF(2.5, 2.5, 15, 15))
        if self.isChecked() or self.underMouse():
            colour = theme.tokens().on_accent if self.isChecked() else theme.tokens().accent
            painter.drawPixmap(4, 4, icons.pixmap("check", 12, colour))
