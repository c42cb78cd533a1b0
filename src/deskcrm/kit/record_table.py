"""The view of a windowed table: calm rows, a clear selection, keys for everything."""

from collections.abc import Sequence
from typing import Any, TypeVar, cast

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from deskcrm.kit import theme
from deskcrm.kit.controls import draw_avatar, draw_pill
from deskcrm.kit.table import Cell, Column, Record, WindowedTableModel
from deskcrm.kit.text import draw_line, one_line, tooltip_text
from deskcrm.settings import Settings, Value

RowT = TypeVar("RowT", bound=Record)
Index = QModelIndex | QPersistentModelIndex

_AVATAR = 26
_BESIDE = 10
_PADDING = 12


class RecordTable(QTableView):
    """Shows a WindowedTableModel; tells which record is current and which is opened."""

    current_changed = Signal(object)
    """The id of the current record, or None."""
    opened = Signal(int)
    """Enter or a double click on a record."""
    menu_asked = Signal(object)
    """A context menu is wanted at this global point, for the current record."""
    columns_asked = Signal(object)
    """Other columns are wanted: a menu at this global point."""
    columns_moved = Signal(object)
    """The ids of the columns in the order into which they were dragged."""

    def __init__(
        self,
        model: WindowedTableModel[Any],
        name: str,
        *,
        settings: Settings | None = None,
        key: str = "",
        row_height: int = theme.ROW_HEIGHT,
        parent: QWidget | None = None,
    ) -> None:
        """Take the model and its name for screen readers; `settings` and `key` keep the widths."""
        super().__init__(parent)
        self._records = model
        self._settings, self._key = settings, key
        self._quiet = False
        self._hovered = -1
        self._is_going = False
        self._drawer = _RowDrawer(self)
        model.setParent(self)
        self.setAccessibleName(name)
        self.setItemDelegate(self._drawer)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        side = self.verticalHeader()
        side.setVisible(False)
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setMinimumSectionSize(20)
        side.setDefaultSectionSize(row_height)
        self.setModel(model)
        self._lay_out_columns()
        header = self.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(
            lambda at: self.columns_asked.emit(header.mapToGlobal(at))
        )
        header.sectionMoved.connect(lambda *_facts: self._tell_moved())
        self._told: int | None = None
        self.selectionModel().currentRowChanged.connect(self._tell_current)
        self.selectionModel().selectionChanged.connect(self._tell_current)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)
        self._kept = (-1, -1, 0, 0)

    def current_id(self) -> int | None:
        """Return the id of the current record; Qt also makes a row current without selecting it."""
        current = self.currentIndex()
        if not self.selectionModel().isRowSelected(current.row()):
            return None
        record = self._records.record(current.row())
        return record.id if record is not None else None

    def selected_ids(self) -> tuple[int, ...]:
        """Return the ids of all selected records, in the order shown."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        records = (self._records.record(row) for row in rows)
        return tuple(record.id for record in records if record is not None)

    def select_row(self, row: int) -> None:
        """Make a row the current one and scroll to it."""
        row = min(row, self._records.rowCount() - 1)
        if row >= 0:
            self._go_to(row, self.currentIndex().column())
            self.scrollTo(self.currentIndex())

    def select_id(self, record_id: int) -> bool:
        """Make a record the current one, if it is among the rows known so far."""
        row = self._records.row_of(record_id)
        if row < 0 and self._records.record(0) is not None:
            row = self._records.row_of(record_id)
        if row >= 0:
            self.select_row(row)
        return row >= 0

    def selectionCommand(
        self, index: Index, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """Select just the row that is gone to: a Shift or Ctrl held just then means something else."""
        if self._is_going:
            return (
                QItemSelectionModel.SelectionFlag.ClearAndSelect
                | QItemSelectionModel.SelectionFlag.Rows
            )
        return super().selectionCommand(index, event)

    def is_several(self) -> bool:
        """Say whether more than one row is selected."""
        chosen = self.selectionModel().selection()
        return chosen.count() > 1 or (chosen.count() == 1 and chosen.at(0).height() > 1)

    def _go_to(self, row: int, column: int) -> None:
        self._is_going = True
        place = column if 0 <= column < self._records.columnCount() else 0
        self.setCurrentIndex(self._records.index(row, place))
        self._is_going = False

    def let_columns_move(self) -> None:
        """Let columns be dragged into another order."""
        self.horizontalHeader().setSectionsMovable(True)

    def show_columns(self, columns: Sequence[Column[Any]]) -> None:
        """Show other columns, or these in another order; widths are kept by column."""
        header = self.horizontalHeader()
        sorting = self._records.sorting
        self._quiet = True
        header.blockSignals(True)
        self._records.set_columns(columns)
        for place in range(header.count()):
            header.moveSection(header.visualIndex(place), place)
        self._set_widths()
        number = next((n for n, c in enumerate(columns) if c.sort and c.sort == sorting.key), -1)
        order = Qt.SortOrder.DescendingOrder if sorting.descending else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(number, order)
        header.blockSignals(False)
        self._quiet = False
        if number < 0 and sorting.key:
            self._records.sort(-1)

    def _tell_moved(self) -> None:
        header, columns = self.horizontalHeader(), self._records.columns
        shown = [columns[header.logicalIndex(place)] for place in range(header.count())]
        self.columns_moved.emit([column.id for column in shown])

    def hovered_row(self) -> int:
        """Return the row under the mouse, or -1."""
        return self._hovered

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter; the rest is Qt's own navigation."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the record under the mouse."""
        super().mouseDoubleClickEvent(event)
        self._open(self.indexAt(event.position().toPoint()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the row under the mouse."""
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:
        """Light up no row."""
        super().leaveEvent(event)
        self._hover(-1)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the record under the mouse, or of the current one by key."""
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            at = self.indexAt(event.pos())
            if not at.isValid():
                return
            self.menu_asked.emit(event.globalPos())
        elif self.currentIndex().isValid():
            place = self.visualRect(self.currentIndex()).center()
            self.menu_asked.emit(self.viewport().mapToGlobal(place))

    def _open(self, index: QModelIndex) -> None:
        record = self._records.record(index.row())
        if record is not None:
            self.opened.emit(record.id)

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            self._hovered = row
            self.viewport().update()

    def _tell_current(self) -> None:
        now = self.current_id()
        if not self._quiet and now != self._told:
            self._told = now
            self.current_changed.emit(now)

    def _remember(self) -> None:
        current = self.currentIndex()
        selected = self.selectionModel().isRowSelected(current.row())
        record = self._records.known(current.row()) if selected else None
        scrolled = self.verticalScrollBar().value()
        self._kept = (record.id if record else -1, current.row(), current.column(), scrolled)
        self._quiet = True

    def _restore(self) -> None:
        """Select the record that was current before the rows were asked for anew."""
        record_id, row, column, scrolled = self._kept
        if record_id >= 0 and self._records.rowCount():
            before = self._records.record(row)
            if before is None or before.id != record_id:
                moved_to = self._records.row_of(record_id)
                row = moved_to if moved_to >= 0 else min(row, self._records.rowCount() - 1)
            self._go_to(row, column)
            self.verticalScrollBar().setValue(scrolled)
        self._quiet = False
        self._tell_current()

    def _lay_out_columns(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setFixedHeight(30)
        header.setMinimumSectionSize(40)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setFont(theme.font(theme.LABEL))
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._set_widths()
        if any(column.sort for column in self._records.columns):
            header.setSectionsClickable(True)
            header.setSortIndicatorShown(True)
            header.setSortIndicatorClearable(True)
            header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            self.setSortingEnabled(True)
            self._restore_sort()
            header.sortIndicatorChanged.connect(self._keep_sort)
        header.sectionResized.connect(self._keep_widths)

    def _set_widths(self) -> None:
        header, kept = self.horizontalHeader(), self._kept_widths()
        for number, column in enumerate(self._records.columns):
            mode = QHeaderView.ResizeMode
            header.setSectionResizeMode(
                number, mode.Stretch if column.stretch else mode.Interactive
            )
            self.setColumnWidth(number, kept.get(column.id or str(number), column.width))

    def _kept_widths(self) -> dict[str, int]:
        kept = self._settings.get(f"table/{self._key}/widths", {}) if self._settings else {}
        widths = kept if isinstance(kept, dict) else {}
        return {str(key): width for key, width in widths.items() if isinstance(width, int)}

    def _keep_widths(self) -> None:
        if self._settings is not None and self._key and self.isVisible():
            kept: dict[str, Value] = dict(self._kept_widths())
            widths: dict[str, Value] = {
                column.id or str(number): self.columnWidth(number)
                for number, column in enumerate(self._records.columns)
                if not column.stretch
            }
            # Columns that are not shown now keep the width they had.
            self._settings.set(f"table/{self._key}/widths", kept | widths)

    def _restore_sort(self) -> None:
        kept = self._settings.get(f"table/{self._key}/sort") if self._settings else None
        if isinstance(kept, list) and len(kept) == 2:
            for number, column in enumerate(self._records.columns):
                if column.sort and column.sort == kept[0]:
                    order = Qt.SortOrder.DescendingOrder if kept[1] else Qt.SortOrder.AscendingOrder
                    self.horizontalHeader().setSortIndicator(number, order)

    def _keep_sort(self, section: int, order: Qt.SortOrder) -> None:
        columns = self._records.columns
        if section >= 0 and not columns[section].sort:
            self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            return
        if self._settings is not None and self._key:
            key = columns[section].sort if section >= 0 else ""
            down = order is Qt.SortOrder.DescendingOrder
            self._settings.set(f"table/{self._key}/sort", [key, down])


class _RowDrawer(QStyledItemDelegate):
    """Draws the cells of a RecordTable."""

    def __init__(self, table: RecordTable) -> None:
        super().__init__(table)
        self._table = table

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        """Leave widths and heights to the headers."""
        return QSize(80, theme.ROW_HEIGHT)

    def helpEvent(
        self,
        event: Any,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,  # noqa: ARG002 - Qt's signature
        index: Index,
    ) -> bool:
        """Show the whole words of a cell that is too narrow for them."""
        from PySide6.QtWidgets import QToolTip

        model = cast("WindowedTableModel[Record]", self._table.model())
        cell = model.cell(index.row(), index.column()) if index.isValid() else Cell("")
        room = self._table.columnWidth(index.column()) - 2 * _PADDING
        if index.isValid() and model.columns[index.column()].avatar:
            room -= _AVATAR + _BESIDE
        lines = [text for text in (cell.text, cell.subtitle) if text]
        if any(
            self._table.fontMetrics().horizontalAdvance(one_line(text)) > room for text in lines
        ):
            QToolTip.showText(event.globalPos(), tooltip_text("\n".join(lines)), view)
            return True
        QToolTip.hideText()
        return False

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the ground, the line below, and the cell's words."""
        table = self._table
        model = cast("WindowedTableModel[Record]", table.model())
        cell = model.cell(index.row(), index.column())
        column = model.columns[index.column()]
        place = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected:
            painter.fillRect(place, theme.colour("accent_soft"))
        elif index.row() == table.hovered_row():
            painter.fillRect(place, theme.colour("hover"))
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        inner = place.adjusted(_PADDING, 0, -_PADDING, -1)
        if table.hasFocus() and index.row() == table.currentIndex().row():
            _draw_focus(painter, place, table, index.column())
            if column.editable and index.column() == table.currentIndex().column():
                painter.setPen(QPen(theme.colour("accent"), 1))
                painter.drawRect(place.adjusted(3, 3, -4, -4))
        if column.avatar:
            inner = _draw_face(painter, inner, cell.text, option.direction)
        if cell.tone is not None and cell.text:
            _draw_tone(painter, inner, cell.text, cell.tone, option.direction)
        else:
            _draw_words(painter, inner, column, cell, option.direction)
        painter.restore()


def _draw_focus(painter: QPainter, place: QRect, table: RecordTable, column: int) -> None:
    """Mark the current row of the focused table with a bar at its start."""
    header = table.horizontalHeader()
    if header.visualIndex(column) == 0:
        rtl = table.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = place.right() - 2 if rtl else place.left()
        painter.fillRect(QRect(x, place.top(), 3, place.height() - 1), theme.colour("accent"))


def _draw_face(painter: QPainter, place: QRect, name: str, direction: Qt.LayoutDirection) -> QRect:
    rtl = direction is Qt.LayoutDirection.RightToLeft
    x = place.right() - _AVATAR + 1 if rtl else place.left()
    draw_avatar(painter, QRect(x, place.center().y() - _AVATAR // 2 + 1, _AVATAR, _AVATAR), name)
    shift = _AVATAR + _BESIDE
    return place.adjusted(0, 0, -shift, 0) if rtl else place.adjusted(shift, 0, 0, 0)


def _draw_tone(
    painter: QPainter, place: QRect, text: str, tone: Any, direction: Qt.LayoutDirection
) -> None:
    painter.setFont(theme.font(theme.PILL, tabular=True))
    width = min(painter.fontMetrics().horizontalAdvance(one_line(text)) + 17, place.width())
    rtl = direction is Qt.LayoutDirection.RightToLeft
    x = place.right() - width + 1 if rtl else place.left()
    draw_pill(painter, QRect(x, place.center().y() - 8, width, 18), text, tone)


def _draw_words(
    painter: QPainter,
    place: QRect,
    column: Column[Any],
    cell: Cell,
    direction: Qt.LayoutDirection,
) -> None:
    """Draw the words at the column's side, whatever script they are in."""
    rtl = direction is Qt.LayoutDirection.RightToLeft
    painter.setFont(theme.font(strong=column.strong, tabular=column.number))
    painter.setPen(theme.colour("muted" if column.muted else "text"))
    at_end, marks = column.number, cell.marks
    if not cell.subtitle:
        draw_line(painter, place, cell.text, at_end=at_end, mirrored=rtl, marks=marks)
        return
    middle = place.center().y()
    above = QRect(place.left(), middle - 16, place.width(), 17)
    draw_line(painter, above, cell.text, at_end=at_end, mirrored=rtl, marks=marks)
    painter.setFont(theme.font(theme.LABEL))
    painter.setPen(theme.colour("muted"))
    below = QRect(place.left(), middle, place.width(), 16)
    marks = cell.subtitle_marks
    draw_line(painter, below, cell.subtitle, at_end=at_end, mirrored=rtl, marks=marks)
