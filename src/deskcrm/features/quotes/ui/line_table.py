"""The table of a quote's lines: written in like a spreadsheet, moved by key or by dragging."""

from collections.abc import Callable

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QSizePolicy,
    QTableView,
    QWidget,
)

from deskcrm.errors import CrmError
from deskcrm.features.quotes.ui.cell_editors import Step, step_of
from deskcrm.features.quotes.ui.cells import EDITABLE, Cell
from deskcrm.features.quotes.ui.line_drawer import ROW, LineDrawer, row_height
from deskcrm.features.quotes.ui.line_model import LineModel
from deskcrm.i18n import _
from deskcrm.kit import theme
from deskcrm.kit.context import Context

_WIDTHS = {
    Cell.HANDLE: 32,
    Cell.QUANTITY: 52,
    Cell.UNIT: 62,
    Cell.PRICE: 78,
    Cell.DISCOUNT: 56,
    Cell.TAX: 54,
    Cell.TOTAL: 88,
}
_HEADER = 30

AnyIndex = QModelIndex | QPersistentModelIndex


class LineTable(QTableView):
    """Shows a LineModel at its whole height; its page scrolls, it does not."""

    said = Signal(str)
    """Something was done that a toast with Undo should tell."""

    def __init__(self, context: Context, model: LineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._lines = model
        self._run_from: Cell | None = None
        self._left: tuple[int, Cell] | None = None
        self._dragged = -1
        self._drop = -1
        model.setParent(self)
        self.setAccessibleName(_("Lines of the quote"))
        self._drawer = LineDrawer(self)
        self.setItemDelegate(self._drawer)
        self.setModel(model)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.AnyKeyPressed | trigger.EditKeyPressed | trigger.DoubleClicked)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._lay_out()
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._fit)
        model.modelReset.connect(self._return)
        model.dataChanged.connect(self._fit)
        model.rowsInserted.connect(self._fit)
        model.rowsRemoved.connect(self._fit)
        self._fit()

    @property
    def lines(self) -> LineModel:
        """The model."""
        return self._lines

    def sizeHint(self) -> QSize:
        """Ask for the whole height."""
        return QSize(560, self._whole_height())

    def minimumSizeHint(self) -> QSize:
        """Ask for the whole height."""
        return QSize(460, self._whole_height())

    def current_row(self) -> int:
        """Return the row of the current line, or -1 on none and on the one that adds a line."""
        row = self.currentIndex().row()
        return row if self._lines.line(row) is not None else -1

    def choose(self, row: int, cell: Cell) -> None:
        """Make a cell the current one."""
        self.setCurrentIndex(self._lines.index(row, cell))

    # Writing.

    def enter(self, row: int, cell: Cell, text: str) -> None:
        """Take what was typed into a cell; a text that cannot be read stays, marked."""
        error = self._lines.enter(row, cell, text)
        if error is not None:
            self._context.report_error(error)

    def finish(self) -> None:
        """Take what is in the cell that is open, if one is: it closes when it loses the keyboard."""
        if self.state() is QAbstractItemView.State.EditingState:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def go(self, step: Step) -> None:
        """Go to the next cell, or back, or to the row below: to where the run of Tabs began."""
        here = self.currentIndex()
        row, cell = here.row(), Cell(max(here.column(), 0))
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if step in {Step.NEXT, Step.BACK}:
            if self._run_from is None:
                self._run_from = cell
            self._go_along(row, cell, 1 if step is Step.NEXT else -1)
            return
        start, self._run_from = self._run_from, None
        below = row + (1 if step is Step.DOWN else -1)
        if below >= self._lines.rowCount():
            self.focusNextChild()
        elif below >= 0:
            new = self._lines.is_new(below)
            self.choose(below, Cell.ITEM if new else start or cell)

    def _go_along(self, row: int, cell: Cell, way: int) -> None:
        places = list(EDITABLE)
        at = places.index(cell) + way if cell in places else 0
        if 0 <= at < len(places) and not self._lines.is_new(row):
            self.choose(row, places[at])
        elif way > 0 and row + 1 < self._lines.rowCount():
            self._run_from = Cell.ITEM
            self.choose(row + 1, places[0])
        elif way < 0 and row > 0:
            self.choose(row - 1, places[-1])
        elif way > 0:
            self.focusNextChild()
        else:
            self.focusPreviousChild()

    def _remember(self) -> None:
        """Keep where the keyboard is while the lines are read anew, as after an undo."""
        here = self.currentIndex()
        self._left = (here.row(), Cell(here.column())) if here.isValid() else None

    def _return(self) -> None:
        """Go back to where the keyboard was."""
        if self._left is not None and self._lines.rowCount():
            row, cell = self._left
            row = min(row, self._lines.rowCount() - 1)
            self.choose(row, Cell.ITEM if self._lines.is_new(row) else cell)

    # What can be done with a line.

    def remove_line(self) -> None:
        """Take the current line out."""
        row = self.current_row()
        if row >= 0 and self._try(lambda: self._lines.remove(row)):
            self.choose(min(row, self._lines.rowCount() - 1), Cell.ITEM)
            self.said.emit(_("Line removed"))

    def move_line(self, by: int) -> None:
        """Move the current line up or down."""
        row, column = self.current_row(), self.currentIndex().column()
        if row >= 0 and self._try(lambda: self._lines.move(row, row + by)):
            place = min(max(row + by, 0), max(len(self._lines.lines) - 1, 0))
            self.choose(place, Cell(column))

    def repeat_line(self) -> None:
        """Add a copy of the current line below it."""
        row = self.current_row()
        if row >= 0 and self._try(lambda: self._lines.repeat(row)):
            self.choose(row + 1, Cell.ITEM)

    def turn_optional(self) -> None:
        """Make the current line optional, or not."""
        row = self.current_row()
        if row >= 0:
            self._try(lambda: self._lines.turn_optional(row))

    def _try(self, change: Callable[[], None]) -> bool:
        if self._lines.read_only:
            return False
        try:
            change()
        except CrmError as error:
            self._context.report_error(error)
            return False
        return True

    # Keys and mouse.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move like a spreadsheet; Delete removes the line, Alt+arrows move it."""
        key, alt = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        step = step_of(event)
        if step is not None:
            self.go(step)
        elif key == Qt.Key.Key_Delete:
            self.remove_line()
        elif alt and key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.move_line(-1 if key == Qt.Key.Key_Up else 1)
        else:
            if key in {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down}:
                self._run_from = None
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, ARG002 - Qt's signature
        """Keep Tab for the cells."""
        return False

    def focusNextChild(self) -> bool:
        """Leave the table forward."""
        return super().focusNextPrevChild(True)

    def focusPreviousChild(self) -> bool:
        """Leave the table backward."""
        return super().focusNextPrevChild(False)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first cell, or at the last row when coming from below."""
        if not self.currentIndex().isValid():
            from_below = event.reason() is Qt.FocusReason.BacktabFocusReason
            self.choose(self._lines.rowCount() - 1 if from_below else 0, Cell.ITEM)
        super().focusInEvent(event)

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Draw the lines anew: the whole line of the current cell stands out."""
        super().currentChanged(current, previous)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a line by its handle."""
        at = self.indexAt(event.position().toPoint())
        by_handle = at.isValid() and at.column() == Cell.HANDLE and not self._lines.read_only
        self._run_from = None
        if by_handle and self._lines.line(at.row()) is not None:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.choose(at.row(), Cell.ITEM)
            if event.button() is Qt.MouseButton.LeftButton:
                self._dragged = at.row()
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where the dragged line would go."""
        if self._dragged < 0:
            super().mouseMoveEvent(event)
            return
        self._drop = self._gap_at(event.position().toPoint())
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop the dragged line, or open the cell under the mouse."""
        if self._dragged >= 0:
            self._let_go()
            return
        super().mouseReleaseEvent(event)
        at = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and at.isValid():
            new = self._lines.is_new(at.row())
            index = self._lines.index(at.row(), Cell.ITEM) if new else at
            if self._lines.flags(index) & Qt.ItemFlag.ItemIsEditable:
                self.setCurrentIndex(index)
                self.edit(index)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with a line."""
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            self.setCurrentIndex(self.indexAt(self.viewport().mapFromGlobal(event.globalPos())))
            place = event.globalPos()
        else:
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        if self.current_row() >= 0 and not self._lines.read_only:
            self._menu().popup(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line where a dragged line would go."""
        super().paintEvent(event)
        if self._drop >= 0:
            painter = QPainter(self.viewport())
            painter.setPen(QPen(theme.colour("accent"), 2))
            y = self._gap_y(self._drop)
            painter.drawLine(0, y, self.viewport().width(), y)
            painter.end()

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        line = self._lines.line(self.current_row())
        optional = menu.addAction(_("Optional"))
        optional.setCheckable(True)
        optional.setChecked(line is not None and line.optional)
        optional.triggered.connect(lambda _on: self._context.run("quotes.line_optional"))
        menu.addSeparator()
        for text, command in (
            (_("Move up"), "quotes.line_up"),
            (_("Move down"), "quotes.line_down"),
            (_("Repeat the line"), "quotes.line_repeat"),
            (_("Remove the line"), "quotes.line_remove"),
        ):
            action = menu.addAction(text)
            action.triggered.connect(lambda _on, command=command: self._context.run(command))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _gap_at(self, point: QPoint) -> int:
        """Return before which line the point would put one."""
        for row in range(len(self._lines.lines)):
            if point.y() < self.rowViewportPosition(row) + self.rowHeight(row) // 2:
                return row
        return len(self._lines.lines)

    def _gap_y(self, gap: int) -> int:
        count = len(self._lines.lines)
        if gap < count:
            return max(1, self.rowViewportPosition(gap) - 1)
        return self.rowViewportPosition(count - 1) + self.rowHeight(count - 1) - 1

    def _let_go(self) -> None:
        row, gap = self._dragged, self._drop
        self._dragged = self._drop = -1
        self.unsetCursor()
        self.viewport().update()
        if gap >= 0:
            to = gap - 1 if gap > row else gap
            if to != row and self._try(lambda: self._lines.move(row, to)):
                self.choose(to, Cell.ITEM)

    # Sizes.

    def _lay_out(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setFixedHeight(_HEADER)
        header.setMinimumSectionSize(24)
        header.setFont(theme.font(theme.LABEL))
        header.setStyleSheet("QHeaderView::section { padding: 0 8px; }")
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(Cell.ITEM, QHeaderView.ResizeMode.Stretch)
        for cell, width in _WIDTHS.items():
            self.setColumnWidth(cell, width)
        side = self.verticalHeader()
        side.setVisible(False)
        side.setMinimumSectionSize(ROW)
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def _fit(self) -> None:
        """Give every row and the table the height of its words."""
        for row in range(self._lines.rowCount()):
            height = row_height(len(self._lines.details(row)))
            if self.rowHeight(row) != height:
                self.setRowHeight(row, height)
        self.setColumnHidden(Cell.HANDLE, self._lines.read_only)
        self.clearSpans()
        if not self._lines.read_only:
            # The row that adds a line is one wide cell.
            self.setSpan(self._lines.rowCount() - 1, Cell.ITEM, 1, len(Cell) - Cell.ITEM)
        if self.height() != self._whole_height():
            self.setFixedHeight(self._whole_height())
        self.updateGeometry()

    def _whole_height(self) -> int:
        rows = range(self._lines.rowCount())
        return _HEADER + sum(self.rowHeight(row) for row in rows) + 1

    def place_of_current(self) -> QRect:
        """Return the place of the current cell in this widget."""
        place = self.visualRect(self.currentIndex())
        return place.translated(self.viewport().pos())
