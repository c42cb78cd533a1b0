"""The palette (Ctrl+K): any record or command by typing, best match first, Enter runs it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from deskcrm.i18n import _
from deskcrm.kit import icons, theme
from deskcrm.kit.context import Context
from deskcrm.kit.feature import Found
from deskcrm.kit.parts import Line, column
from deskcrm.kit.text import Text, draw_line, one_line
from deskcrm.shell.commands import Commands
from deskcrm.shell.registry import Registry

_WIDTH, _ROW, _MOST_ROWS = 560, 42, 9
_ENTRY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the palette, and what choosing it does."""

    title: str
    subtitle: str
    icon: str
    key: str
    run: Callable[[], object]


class Palette(QFrame):
    """A field and a list over the window; goes away when something else takes the focus."""

    def __init__(
        self, registry: Registry, commands: Commands, context: Context, window: QWidget
    ) -> None:
        super().__init__(window)
        self._registry, self._commands, self._context = registry, commands, context
        self._window = window
        self._before: QWidget | None = None
        self.setAccessibleName(_("Search or run a command"))
        box = column(self)
        box.setContentsMargins(1, 1, 1, 1)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(_("A name, a number, or what you want to do"))
        self.field.setAccessibleName(_("Search or run a command"))
        self.field.setStyleSheet(
            "QLineEdit { border: 0; background: transparent; min-height: 46px; max-height: 46px;"
            " padding: 0 16px; font-size: 15px; }"
        )
        self.results = QListWidget(self)
        self.results.setAccessibleName(_("Matches"))
        self.results.setItemDelegate(_EntryDrawer(self.results))
        self.results.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.results.setMouseTracking(True)
        self.results.setStyleSheet("QListWidget { background: transparent; }")
        self._nothing = Text(_("Nothing found."), tone="muted")
        self._nothing.setContentsMargins(16, 12, 16, 12)
        box.addWidget(self.field)
        box.addWidget(Line())
        box.addWidget(self._nothing)
        box.addWidget(self.results, 1)
        box.addSpacing(6)
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self.results.itemClicked.connect(lambda _item: self._choose())
        self.hide()

    def ask(self) -> None:
        """Show the empty palette and take the keyboard."""
        self._before = self._window.focusWidget()
        self.field.clear()
        self._search("")
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def leave(self) -> None:
        """Go away and give the keyboard back."""
        self.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move in the list, run or leave by key; leave when the focus goes elsewhere."""
        if watched is self.field:
            if event.type() is QEvent.Type.FocusOut and self.isVisible():
                self.hide()
            if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._take_key(event)
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the surface and its edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("muted"), 1))
        painter.setBrush(theme.colour("surface"))
        shape = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(shape, theme.CARD_RADIUS, theme.CARD_RADIUS)

    def _take_key(self, event: QKeyEvent) -> bool:
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: 8,
            Qt.Key.Key_PageUp: -8,
        }
        key = Qt.Key(event.key())
        if key in steps:
            last = self.results.count() - 1
            self.results.setCurrentRow(max(0, min(last, self.results.currentRow() + steps[key])))
        elif key is Qt.Key.Key_Escape:
            self.leave()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._choose()
        else:
            return False
        return True

    def _choose(self) -> None:
        item = self.results.currentItem()
        if item is not None:
            entry: Entry = item.data(_ENTRY)
            self.leave()
            entry.run()

    def _search(self, text: str) -> None:
        entries = self._entries(text.strip())
        self.results.clear()
        for entry in entries:
            item = QListWidgetItem(entry.title)
            item.setData(_ENTRY, entry)
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole,
                ", ".join(part for part in (entry.title, entry.subtitle, entry.key) if part),
            )
            self.results.addItem(item)
        self.results.setCurrentRow(0)
        self.results.setVisible(bool(entries))
        self._nothing.setVisible(not entries)
        rows = min(len(entries), _MOST_ROWS) * _ROW if entries else 44
        width = min(_WIDTH, self._window.width() - 48)
        self.setGeometry((self._window.width() - width) // 2, 64, width, 48 + 1 + rows + 8)

    def _entries(self, text: str) -> list[Entry]:
        """Return commands and records for a text: commands that begin so, records, the rest."""
        scored = sorted(
            (
                (score, command.order, self._command_entry(command_id))
                for command_id, command in self._registry.commands.items()
                if command.in_palette
                and (score := _score(text, self._commands.text(command))) is not None
                and self._commands.is_enabled(command)
            ),
            key=lambda found: found[:2],
        )
        first = [entry for score, _order, entry in scored if score == 0]
        rest = [entry for score, _order, entry in scored if score > 0]
        return first + (self._records(text) if text else []) + rest

    def _command_entry(self, command_id: str) -> Entry:
        command = self._registry.commands[command_id]
        key = QKeySequence(self._commands.shortcut(command)).toString(
            QKeySequence.SequenceFormat.NativeText
        )
        return Entry(
            self._commands.text(command),
            "",
            command.icon or "arrow-right",
            key,
            lambda: self._context.run(command_id),
        )

    def _records(self, text: str) -> list[Entry]:
        return [
            Entry(
                found.title,
                found.subtitle,
                found.icon or "document",
                "",
                partial(self._context.open, found.kind, found.id),
            )
            for feature in self._registry.features
            if feature.find is not None
            for found in self._found(feature.find, text)
        ]

    def _found(self, find: Callable[[Context, str], object], text: str) -> tuple[Found, ...]:
        found = find(self._context, text)
        return (
            tuple(entry for entry in found if isinstance(entry, Found))
            if isinstance(found, tuple | list)
            else ()
        )


def _score(text: str, words: str) -> int | None:
    """Return how well words fit a text: 0 begins so, 1 a word does, 2 holds it; None not at all."""
    wanted, given = text.casefold(), words.casefold()
    if given.startswith(wanted):
        return 0 if wanted else 1
    if any(word.startswith(wanted) for word in given.split()):
        return 1
    if all(any(word.startswith(part) for word in given.split()) for part in wanted.split()):
        return 1
    return 2 if wanted in given else None


class _EntryDrawer(QStyledItemDelegate):
    """Draws an entry: icon, title, quieter subtitle, key at the end."""

    def sizeHint(
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002
        index: QModelIndex | QPersistentModelIndex,  # noqa: ARG002
    ) -> QSize:
        return QSize(200, _ROW)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        entry: Entry = index.data(_ENTRY)
        place: QRect = option.rect.adjusted(6, 1, -6, -1)
        rtl = option.direction is Qt.LayoutDirection.RightToLeft
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_soft" if chosen else "hover"))
            painter.drawRoundedRect(place, 6, 6)
        colours = theme.tokens()
        at = place.right() - 28 if rtl else place.left() + 10
        ink = colours.accent if chosen else colours.muted
        painter.drawPixmap(at, place.center().y() - 8, icons.pixmap(entry.icon, 18, ink))
        words = place.adjusted(12, 0, -40, 0) if rtl else place.adjusted(40, 0, -12, 0)
        painter.setFont(theme.font())
        painter.setPen(theme.colour("text"))
        metrics = painter.fontMetrics()
        key_room = 0
        if entry.key:
            key_room = metrics.horizontalAdvance(entry.key) + 12
            painter.setPen(theme.colour("muted"))
            draw_line(painter, words, entry.key, at_end=True, mirrored=rtl)
        painter.setPen(theme.colour("text"))
        words = words.adjusted(key_room, 0, 0, 0) if rtl else words.adjusted(0, 0, -key_room, 0)
        draw_line(painter, words, entry.title, mirrored=rtl)
        shift = metrics.horizontalAdvance(one_line(entry.title)) + 10
        if entry.subtitle and words.width() - shift > 40:
            painter.setPen(theme.colour("muted"))
            beside = words.adjusted(0, 0, -shift, 0) if rtl else words.adjusted(shift, 0, 0, 0)
            draw_line(painter, beside, entry.subtitle, mirrored=rtl)
        painter.restore()
