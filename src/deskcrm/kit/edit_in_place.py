"""Editing one value where it stands in a table."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from deskcrm.errors import CrmError
from deskcrm.kit.fields import AnyField
from deskcrm.kit.parts import Card
from deskcrm.kit.record_table import RecordTable
from deskcrm.kit.table import Record, WindowedTableModel

_LEAST_WIDTH = 200
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class CellEditor(Card):
    """A field over its cell: Enter keeps what is typed, Esc leaves it, and so does going elsewhere."""

    closed = Signal()

    def __init__(self, table: RecordTable, field: AnyField, keep: Callable[[Any], None]) -> None:
        """Take the field and what keeps its value, which may raise a CrmError."""
        super().__init__(name=field.label, parent=table.viewport())
        self.field = field
        self._table = table
        self._keep = keep
        self._before = _known(field)
        self._is_closing = False
        self.setProperty("selected", True)
        self.body.setContentsMargins(4, 4, 4, 4)
        field.caption.hide()
        self.body.addWidget(field)
        field.changed.connect(self._fit)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def open_at(self, index: QModelIndex) -> None:
        """Show the field over a cell and go there."""
        self.move_to(index)
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        edit = self.field.focusProxy()
        if isinstance(edit, QLineEdit):
            edit.selectAll()

    def move_to(self, index: QModelIndex) -> None:
        """Stand over a cell, within the table."""
        cell = self._table.visualRect(index)
        self.setFixedWidth(max(cell.width(), _LEAST_WIDTH))
        start = cell.right() + 1 - self.width() if self.isRightToLeft() else cell.left()
        x = max(0, min(start, self._table.viewport().width() - self.width()))
        self.move(x, cell.center().y() - self.sizeHint().height() // 2)
        self._fit()

    def take(self) -> None:
        """Keep the value and close; stay, and say what is wrong, if that is not possible."""
        if self._is_closing:
            return
        try:
            value = self.field.value()
            if value != self._before:
                self._keep(value)
        except CrmError as error:
            self.field.mark_wrong(str(error))
            self._fit()
        else:
            self.close_editor()

    def close_editor(self) -> None:
        """Close without keeping anything."""
        self._is_closing = True
        self.closed.emit()
        self.hide()
        self.deleteLater()

    def event(self, event: QEvent) -> bool:
        """Hold keys that are commands of the list."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            held = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
            if not held or held == Qt.KeyboardModifier.KeypadModifier:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep with Enter, leave with Esc; no other key reaches the list."""
        if event.key() in _ENTER:
            self.take()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_editor()
        event.accept()

    def _follow(self, _left: QWidget | None, now: QWidget | None) -> None:
        """Keep the value when the keyboard goes elsewhere in the window."""
        if self._is_closing or now is None or now.window() is not self.window():
            return
        if now is not self and not self.isAncestorOf(now):
            self.take()

    def _fit(self) -> None:
        """Take the height that the field needs, above the end of the table."""
        self.body.activate()
        tall = self.body.totalHeightForWidth(self.width())
        self.setFixedHeight(max(tall, self.body.totalSizeHint().height()))
        room = self._table.viewport().height()
        if self.y() + self.height() > room:
            self.move(self.x(), max(0, room - self.height()))


def _known(field: AnyField) -> Any:
    """Return what a field held before, None for what it would not take."""
    try:
        return field.value()
    except CrmError:
        return None


class EditInPlace(QObject):
    """Lets cells of a table be edited with F2 or a double click."""

    def __init__(
        self,
        table: RecordTable,
        *,
        offers: Callable[[int, str], bool],
        field: Callable[[int, str], AnyField],
        keep: Callable[[int, str, Any], None],
    ) -> None:
        """Take what is asked of a record's id and a column's: whether it can be edited, in what field.

        `keep` is given the value too, and may raise a CrmError.
        """
        super().__init__(table)
        self.editor: CellEditor | None = None
        self._table = table
        self._offers, self._field, self._keep = offers, field, keep
        self._edited = -1, ""
        table.installEventFilter(self)
        self._cells = table.viewport()
        self._cells.installEventFilter(self)
        table.model().modelReset.connect(self._move_along)

    def open(self, index: QModelIndex) -> bool:
        """Edit a cell, if it can be edited."""
        place = self._place(index)
        if place is None:
            return False
        if self.editor is not None:
            self.editor.close_editor()
        self._edited = record_id, column = place
        self._table.scrollTo(index)
        self.editor = CellEditor(
            self._table,
            self._field(record_id, column),
            lambda value: self._keep(record_id, column, value),
        )
        self.editor.closed.connect(self._closed)
        self.editor.open_at(index)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take F2 before the window does, and double clicks, where a cell can be edited."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_F2 and not event.modifiers():
            if event.type() is QEvent.Type.ShortcutOverride and self._place_of_keys() is not None:
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress:
                return self._place_of_keys() is not None and self.open(self._table.currentIndex())
        if (
            watched is self._cells
            and isinstance(event, QMouseEvent)
            and event.type() is QEvent.Type.MouseButtonDblClick
            and event.button() is Qt.MouseButton.LeftButton
        ):
            return self.open(self._table.indexAt(event.position().toPoint()))
        return super().eventFilter(watched, event)

    def _place_of_keys(self) -> tuple[int, str] | None:
        return None if self._table.is_several() else self._place(self._table.currentIndex())

    def _place(self, index: QModelIndex) -> tuple[int, str] | None:
        """Return the record and the column of a cell that can be edited."""
        model = self._table.model()
        assert isinstance(model, WindowedTableModel)
        record: Record | None = model.record(index.row()) if index.isValid() else None
        if record is None or not model.columns[index.column()].editable:
            return None
        place = record.id, model.columns[index.column()].id
        return place if self._offers(*place) else None

    def _closed(self) -> None:
        editor, self.editor = self.editor, None
        now = QApplication.focusWidget()
        if editor is not None and (now is None or editor.isAncestorOf(now)):
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _move_along(self) -> None:
        """Stay over the cell that is edited while the rows are asked for anew."""
        model = self._table.model()
        assert isinstance(model, WindowedTableModel)
        record_id, column = self._edited
        row = model.row_of(record_id)
        places = [place for place, shown in enumerate(model.columns) if shown.id == column]
        if self.editor is not None and row >= 0 and places:
            self.editor.move_to(model.index(row, places[0]))
