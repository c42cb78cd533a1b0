"""A table on the Settings page: a few records, all of them in sight, with their buttons below."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from deskcrm.i18n import _
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.controls import Button, IconButton
from deskcrm.kit.live import Live
from deskcrm.kit.parts import Card, column, row
from deskcrm.kit.record_table import RecordTable
from deskcrm.kit.table import Column, Record, WindowedTableModel
from deskcrm.kit.text import Text

_MOST_ROWS = 8
"""A longer table scrolls."""
_HEAD = 30
_INSET = 3
"""So far the rows keep from the card's rounded corners."""


class RecordsSection(Live):
    """A table whose rows are edited in a form; Enter, F2 and the buttons do the same."""

    def __init__(
        self,
        context: Context,
        name: str,
        columns: Sequence[Column[Any]],
        ask: Callable[[], Sequence[Record]],
        *,
        empty: str = "",
    ) -> None:
        """Take what is asked for the rows, and the words that stand there while there are none."""
        super().__init__(context)
        self._ask = ask
        self._rows: Sequence[Record] = ()
        self._model = WindowedTableModel[Any](
            columns,
            count=lambda: len(self._rows),
            rows=lambda offset, limit, _sort: self._rows[offset : offset + limit],
        )
        self.table = RecordTable(self._model, name)
        self.table.installEventFilter(self)
        self.table.opened.connect(self.edit)
        self.table.current_changed.connect(lambda _id: self.show_current())
        box = column(self, gap=theme.SMALL)
        self._card = Card()
        self._card.body.setContentsMargins(*[_INSET] * 4)
        self._frame = QWidget()
        column(self._frame).addWidget(self.table)
        self._card.body.addWidget(self._frame)
        box.addWidget(self._card)
        self._empty = Text(empty, tone="muted", wrap=True)
        box.addWidget(self._empty)
        self.buttons = row(gap=theme.SMALL)
        box.addLayout(self.buttons)
        self._arrows: tuple[IconButton, ...] = ()
        self.on_key("F2", self.edit)

    def reload(self) -> None:
        """Ask for the rows anew and take the height they need."""
        self._rows = self._ask()
        self._model.reload()
        count = len(self._rows)
        height = _HEAD + min(count, _MOST_ROWS) * theme.ROW_HEIGHT
        self.table.setFixedHeight(height)
        # One pixel is cut off: the card's own border stands for the line below the last row.
        self._frame.setFixedHeight(height - 1)
        self._card.setVisible(count > 0)
        self._empty.setVisible(count == 0)
        self.show_current()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin at the first row when the keyboard comes to the table."""
        if event.type() is QEvent.Type.FocusIn and self.table.current_id() is None:
            self.table.select_row(0)
        return super().eventFilter(watched, event)

    def current(self) -> Any:
        """Return the row that the buttons act on, or None."""
        wanted = self.table.current_id()
        return None if wanted is None else self.row(wanted)

    def row(self, record_id: int) -> Any:
        """Return a row by the id of its record, or None."""
        return next((row for row in self._rows if row.id == record_id), None)

    def ids(self) -> list[int]:
        """Return the ids of all rows, in order."""
        return [row.id for row in self._rows]

    def edit(self, record_id: int) -> None:
        """Open the form of a row."""
        raise NotImplementedError

    def show_current(self) -> None:
        """Enable the buttons that the current row allows."""
        ids, current = self.ids(), self.table.current_id()
        for arrow, end in zip(self._arrows, (0, -1), strict=False):
            arrow.setVisible(len(ids) > 1)
            arrow.setEnabled(current is not None and current != ids[end])

    def add_arrows(self, order: Callable[[list[int]], object]) -> tuple[IconButton, IconButton]:
        """Let rows be moved by two buttons and their keys; `order` keeps the ids in a new order."""

        def move(record_id: int, step: int) -> None:
            ids = self.ids()
            place = ids.index(record_id) + step
            if 0 <= place < len(ids):
                ids.remove(record_id)
                ids.insert(place, record_id)
                order(ids)

        def up(record_id: int) -> None:
            move(record_id, -1)

        def down(record_id: int) -> None:
            move(record_id, 1)

        arrows = (
            IconButton("chevron-up", _("Move up (Alt+Up)"), lambda: self.with_current(up)),
            IconButton("chevron-down", _("Move down (Alt+Down)"), lambda: self.with_current(down)),
        )
        for arrow in arrows:
            self.buttons.addWidget(arrow)
        self.on_key("Alt+Up", up)
        self.on_key("Alt+Down", down)
        self._arrows = arrows
        return arrows

    def add_button(self, text: str, clicked: Callable[[], object], *, name: str = "") -> Button:
        """Add a button below the table."""
        button = Button(text, clicked, name=name)
        self.buttons.addWidget(button)
        return button

    def edit_current(self) -> None:
        """Open the form of the current row."""
        self.with_current(self.edit)

    def with_current(self, then: Callable[[int], object]) -> None:
        """Do something with the current row, if there is one."""
        current = self.table.current_id()
        if current is not None:
            then(current)

    def on_key(self, key: str, then: Callable[[int], object]) -> None:
        """Do something with the current row by a key, while the table has the focus."""
        shortcut = QShortcut(QKeySequence(key), self.table)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(lambda: self.with_current(then))


class ArchiveSection(RecordsSection):
    """A table whose rows can be put away and brought back."""

    def __init__(
        self,
        context: Context,
        name: str,
        columns: Sequence[Column[Any]],
        ask: Callable[[bool], Sequence[Record]],
        *,
        empty: str,
        add: str,
    ) -> None:
        """Take what is asked for the rows, with the archived ones if True, and the words of `add`."""
        self._find = ask
        self.shows_archived = False
        super().__init__(context, name, columns, lambda: ask(self.shows_archived), empty=empty)
        self.new_button = self.add_button(add, self.add)
        self.edit_button = self.add_button(_("Edit"), self.edit_current)
        self.archive_button = self.add_button(
            _("Archive"), lambda: self.with_current(self._put_away)
        )
        self.on_key("Del", self._put_away)
        self.buttons.addStretch(1)
        self.show_archived = Button("", self._show_or_hide, kind="link")
        self.buttons.addWidget(self.show_archived)
        self._word()

    def add(self) -> None:
        """Open the form of a new row."""
        raise NotImplementedError

    def archive(self, record_id: int) -> None:
        """Offer a record no more."""
        raise NotImplementedError

    def restore(self, record_id: int) -> None:
        """Offer a record again."""
        raise NotImplementedError

    def reload(self) -> None:
        """Ask for the rows anew; offer to show the archived ones if there are any."""
        if self.shows_archived and not self._has_archived():
            self.shows_archived = False
            self._word()
        super().reload()
        self.show_archived.setVisible(self._has_archived())
        for button in (self.edit_button, self.archive_button):
            button.setVisible(bool(self.ids()))

    def show_current(self) -> None:
        """Name the button by what it would do with the current row."""
        super().show_current()
        row = self.current()
        self.edit_button.setEnabled(row is not None)
        self.archive_button.setEnabled(row is not None)
        words = _("Bring back") if row is not None and row.archived else _("Archive")
        self.archive_button.setText(words)
        self.archive_button.setAccessibleName(words)

    def _put_away(self, record_id: int) -> None:
        row = self.current()
        (self.restore if row is not None and row.archived else self.archive)(record_id)

    def _has_archived(self) -> bool:
        return len(self._find(True)) > len(self._find(False))

    def _show_or_hide(self) -> None:
        self.shows_archived = not self.shows_archived
        self._word()
        self.reload()

    def _word(self) -> None:
        words = _("Hide archived") if self.shows_archived else _("Show archived")
        self.show_archived.setText(words)
        self.show_archived.setAccessibleName(words)
