"""The table of a quote's lines: written in like a spreadsheet, moved by key or by dragging."""

from PySide6.QtCore import (
    QPoint,
    Qt,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QWidget,
)

from deskcrm.features.quotes.sections import place_for, with_sections
from deskcrm.features.quotes.ui.cell_editors import Step, step_of
from deskcrm.features.quotes.ui.cells import Cell
from deskcrm.features.quotes.ui.line_acts import LineActs
from deskcrm.features.quotes.ui.line_drawer import LineDrawer
from deskcrm.features.quotes.ui.line_grid import LineGrid
from deskcrm.features.quotes.ui.line_model import LineModel
from deskcrm.kit import theme
from deskcrm.kit.context import Context


class LineTable(LineGrid):
    """The grid with its keys and its mouse, and what is done with them."""

    def __init__(self, context: Context, model: LineModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self._context = context
        self.acts = LineActs(context, self)
        self._run_from: Cell | None = None
        self._left: tuple[int, Cell] | None = None
        self._dragged = -1
        self._drop = -1
        self.setItemDelegate(LineDrawer(self))
        self.setTabKeyNavigation(False)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.AnyKeyPressed | trigger.EditKeyPressed | trigger.DoubleClicked)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._return)

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
            places, wanted = self._lines.cells(below), start or cell
            self.choose(below, wanted if wanted in places else Cell.ITEM)

    def _go_along(self, row: int, cell: Cell, way: int) -> None:
        places = list(self._lines.cells(row)) or [Cell.ITEM]
        at = places.index(cell) + way if cell in places else 0
        if 0 <= at < len(places) and not self._lines.is_new(row):
            self.choose(row, places[at])
        elif way > 0 and row + 1 < self._lines.rowCount():
            self._run_from = Cell.ITEM
            self.choose(row + 1, Cell.ITEM)
        elif way < 0 and row > 0:
            self.choose(row - 1, (self._lines.cells(row - 1) or (Cell.ITEM,))[-1])
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

    # Keys and mouse.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move like a spreadsheet; Delete removes lines, Alt+arrows move them, Shift+arrows select."""
        key, held = event.key(), event.modifiers()
        up_or_down = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(key))
        step, keys = step_of(event), QKeySequence.StandardKey
        if step is not None:
            self.go(step)
        elif key == Qt.Key.Key_Delete:
            self.acts.remove()
        elif up_or_down and held & Qt.KeyboardModifier.AltModifier:
            self.acts.move(up_or_down)
        elif up_or_down and held & Qt.KeyboardModifier.ShiftModifier:
            self._stretch_to(self.currentIndex().row() + up_or_down)
        elif event.matches(keys.SelectAll):
            self.select(range(self._lines.count()))
        elif event.matches(keys.Copy):
            self.acts.copy()
        elif event.matches(keys.Cut):
            self.acts.cut()
        elif event.matches(keys.Paste):
            self.acts.paste()
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

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a line, or those selected, by its handle; select up to a line with Shift."""
        at = self.indexAt(event.position().toPoint())
        if at.isValid() and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._stretch_to(at.row())
            return
        by_handle = at.isValid() and at.column() == Cell.HANDLE and not self._lines.read_only
        self._run_from = None
        if by_handle and self._lines.line(at.row()) is not None:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            if at.row() not in self.chosen_rows():
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
        gap = self._gap_at(event.position().toPoint())
        self._drop = place_for(self._lines.lines, self._dragged_rows(), gap)
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop the dragged line, or open the cell under the mouse."""
        if self._dragged >= 0:
            self._let_go()
            return
        super().mouseReleaseEvent(event)
        at = self.indexAt(event.position().toPoint())
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            return
        if event.button() is Qt.MouseButton.LeftButton and at.isValid():
            new = self._lines.is_new(at.row())
            index = self._lines.index(at.row(), Cell.ITEM) if new else at
            if self._lines.flags(index) & Qt.ItemFlag.ItemIsEditable:
                self.setCurrentIndex(index)
                self.edit(index)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with a line."""
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            at = self.indexAt(self.viewport().mapFromGlobal(event.globalPos()))
            if at.row() not in self.chosen_rows():
                self.setCurrentIndex(at)
            place = event.globalPos()
        else:
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        if self.current_row() >= 0 and not self._lines.read_only:
            self.acts.menu().popup(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line where a dragged line would go."""
        super().paintEvent(event)
        if self._drop >= 0:
            painter = QPainter(self.viewport())
            painter.setPen(QPen(theme.colour("accent"), 2))
            y = self._gap_y(self._drop)
            painter.drawLine(0, y, self.viewport().width(), y)
            painter.end()

    def _gap_at(self, point: QPoint) -> int:
        """Return before which line the point would put one."""
        for row in range(self._lines.count()):
            if point.y() < self.rowViewportPosition(row) + self.rowHeight(row) // 2:
                return row
        return self._lines.count()

    def _gap_y(self, gap: int) -> int:
        count = self._lines.count()
        if gap < count:
            return max(1, self.rowViewportPosition(gap) - 1)
        return self.rowViewportPosition(count - 1) + self.rowHeight(count - 1) - 1

    def _let_go(self) -> None:
        rows, gap = self._dragged_rows(), self._drop
        self._dragged = self._drop = -1
        self.unsetCursor()
        self.viewport().update()
        if gap >= 0:
            self.acts.move_to(rows, gap)

    def _dragged_rows(self) -> range:
        """Return the lines that the mouse has taken: a heading's bring its section along."""
        return with_sections(self._lines.lines, self.chosen_rows())
