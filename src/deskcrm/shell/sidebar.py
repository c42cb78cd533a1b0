"""The sidebar: the business, the pages with their counts, Settings at the foot."""

from PySide6.QtCore import QEvent, QLocale, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QWidget

from deskcrm.i18n import _
from deskcrm.kit import icons, theme
from deskcrm.kit.feature import PageSpec
from deskcrm.kit.layout import column
from deskcrm.kit.text import draw_line

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Sidebar(QFrame):
    """Tells which page is wanted, and shows which one is there."""

    chosen = Signal(str)
    menu_asked = Signal(QPoint)

    def __init__(self, pages: tuple[PageSpec, ...], foot: PageSpec, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("ground", "background")
        self.setFixedWidth(theme.SIDEBAR_WIDTH)
        self.setAccessibleName(_("Pages"))
        box = column(self, gap=2)
        box.setContentsMargins(8, 8, 9, 12)
        self.business = BusinessButton(self)
        self.business.clicked.connect(self._ask_menu)
        box.addWidget(self.business)
        box.addSpacing(4)
        self._items: dict[str, SidebarItem] = {}
        for spec in pages:
            box.addWidget(self._item(spec))
        box.addStretch(1)
        box.addWidget(self._item(foot))

    def mark(self, page_id: str) -> None:
        """Show which page is there."""
        for other, item in self._items.items():
            item.setChecked(other == page_id)

    def set_count(self, page_id: str, count: int | None) -> None:
        """Show a number beside a page."""
        if page_id in self._items:
            self._items[page_id].set_count(count)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the line at the end."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("background"))
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = 0 if rtl else self.width() - 1
        painter.fillRect(QRect(x, 0, 1, self.height()), theme.colour("line"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between the pages with the arrow keys."""
        step = _STEPS.get(Qt.Key(event.key()), 0)
        if step == 0:
            super().keyPressEvent(event)
        elif step > 0:
            self.focusNextChild()
        else:
            self.focusPreviousChild()

    def _item(self, spec: PageSpec) -> "SidebarItem":
        item = SidebarItem(spec, self)
        item.clicked.connect(lambda _checked: self.chosen.emit(spec.id))
        self._items[spec.id] = item
        return item

    def _ask_menu(self) -> None:
        self.menu_asked.emit(self.business.mapToGlobal(QPoint(0, self.business.height() + 2)))


class SidebarItem(QAbstractButton):
    """One page: icon, title, count."""

    def __init__(self, spec: PageSpec, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = spec.icon
        self._count = ""
        self.setText(_(spec.title))
        self.setAccessibleName(self.text())
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_count(self, count: int | None) -> None:
        """Show a number, or none."""
        self._count = QLocale().toString(count) if count else ""
        self.setAccessibleName(f"{self.text()}, {self._count}" if self._count else self.text())
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for the height of the design."""
        return QSize(160, 30)

    def nextCheckState(self) -> None:
        """Leave the mark to the sidebar: a page may refuse to be left."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the item, coloured when it is the page that is there."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        here = self.isChecked()
        _draw_ground(painter, self, "accent_soft" if here else "")
        colours = theme.tokens()
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        inner = self.rect().adjusted(10, 0, -10, 0)
        at = inner.right() - 15 if rtl else inner.left() - 1
        ink = colours.accent if here else colours.text
        painter.drawPixmap(at, 6, icons.pixmap(self._icon, 18, ink))
        painter.setPen(ink)
        painter.setFont(theme.font(strong=here))
        words = inner.adjusted(0, 0, -26, 0) if rtl else inner.adjusted(26, 0, 0, 0)
        draw_line(painter, words, self.text(), mirrored=rtl)
        painter.setPen(colours.accent if here else colours.muted)
        painter.setFont(theme.font(theme.LABEL, strong=here, tabular=True))
        draw_line(painter, words, self._count, at_end=True, mirrored=rtl)


class BusinessButton(QAbstractButton):
    """The name of the business; opens the menu."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_name("")

    def set_name(self, name: str) -> None:
        """Show the name, or the program's while there is none."""
        self.setText(name or "DeskCRM")
        self.setAccessibleName(_("Menu of {business}").format(business=self.text()))
        self.setToolTip("")
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for the height of the design."""
        return QSize(160, 38)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the mark and the name, with a chevron while the mouse or the focus is there."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _draw_ground(painter, self, "")
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        mark = QRect(self.width() - 8 - 22 if rtl else 8, 8, 22, 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent"))
        painter.drawRoundedRect(mark, 6, 6)
        painter.setPen(theme.colour("text"))
        painter.setFont(theme.font(strong=True))
        hot = self.underMouse() or self.hasFocus()
        room = self.width() - 38 - (24 if hot else 6)
        words = QRect(self.width() - 38 - room if rtl else 38, 0, room, self.height())
        draw_line(painter, words, self.text(), mirrored=rtl)
        if hot:
            at = 6 if rtl else self.width() - 22
            painter.drawPixmap(at, 11, icons.pixmap("chevron-down", 16, theme.tokens().muted))

    def event(self, event: QEvent) -> bool:
        """Draw anew when the mouse comes and goes."""
        if event.type() in {QEvent.Type.Enter, QEvent.Type.Leave}:
            self.update()
        return super().event(event)


def _draw_ground(painter: QPainter, button: QAbstractButton, ground: str) -> None:
    """Draw what stands behind a sidebar's words: its colour, the mouse, the focus."""
    shape = QRectF(button.rect())
    painter.setPen(Qt.PenStyle.NoPen)
    if ground:
        painter.setBrush(theme.colour(ground))
        painter.drawRoundedRect(shape, 6, 6)
    elif button.underMouse():
        painter.setBrush(theme.colour("line"))
        painter.setOpacity(0.5)
        painter.drawRoundedRect(shape, 6, 6)
        painter.setOpacity(1)
    if button.hasFocus():
        painter.setPen(QPen(theme.colour("accent"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(shape.adjusted(1, 1, -1, -1), 6, 6)
