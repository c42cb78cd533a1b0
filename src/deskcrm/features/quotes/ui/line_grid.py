"""A grid that shows a quote's lines at its whole height, and knows which of them are selected."""

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QTableView,
    QWidget,
)

from deskcrm.domain.quotes import LineKind
from deskcrm.features.quotes.ui.cells import PRIVATE, Cell
from deskcrm.features.quotes.ui.line_model import LineModel
from deskcrm.features.quotes.ui.line_pencil import ROW, row_height
from deskcrm.i18n import _
from deskcrm.kit import theme

_WIDTHS = {
    Cell.HANDLE: 32,
    Cell.QUANTITY: 52,
    Cell.UNIT: 62,
    Cell.PRICE: 78,
    Cell.DISCOUNT: 56,
    Cell.TAX: 54,
    Cell.TOTAL: 88,
    Cell.COST: 78,
    Cell.MARGIN: 74,
}
_HEADER = 30

AnyIndex = QModelIndex | QPersistentModelIndex


class LineGrid(QTableView):
    """Shows a LineModel at its whole height; its page scrolls, it does not.

    Rows that belong together are selected with Shift and the arrow keys, or a click.
    """

    def __init__(self, model: LineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = model
        self._anchor = -1
        model.setParent(self)
        self.setAccessibleName(_("Lines of the quote"))
        self.setModel(model)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._lay_out()
        model.reshaped.connect(self._fit)
        for signal in (model.rowsInserted, model.rowsRemoved, model.rowsMoved):
            signal.connect(self._forget_selection)
        self._fit()

    @property
    def lines(self) -> LineModel:
        """The model."""
        return self._lines

    def sizeHint(self) -> QSize:
        """Ask for the whole height."""
        return QSize(560 + self.private_width(), self._whole_height())

    def private_width(self) -> int:
        """Return how much room the cost and the margin take."""
        return sum(_WIDTHS[cell] for cell in PRIVATE) if self._lines.shows_cost else 0

    def show_cost(self, shown: bool) -> None:
        """Show the columns of cost and margin, or not."""
        self._lines.show_cost(shown)

    def minimumSizeHint(self) -> QSize:
        """Ask for the whole height."""
        return QSize(460 + self.private_width(), self._whole_height())

    def current_row(self) -> int:
        """Return the row of the current line, or -1 on none and on the one that adds a line."""
        row = self.currentIndex().row()
        return row if self._lines.line(row) is not None else -1

    def choose(self, row: int, cell: Cell) -> None:
        """Make a cell the current one."""
        self.setCurrentIndex(self._lines.index(row, cell))

    # Selecting rows.

    def chosen_rows(self) -> range:
        """Return the selected lines, or the current one alone; none on the row that adds a line."""
        here, last = self.current_row(), self._lines.count() - 1
        if self._anchor < 0 or last < 0:
            return range(here, here + 1) if here >= 0 else range(0)
        ends = sorted((min(self._anchor, last), min(max(self.currentIndex().row(), 0), last)))
        return range(ends[0], ends[1] + 1)

    def select(self, rows: range) -> None:
        """Select lines; the last one is the current one."""
        if not rows:
            return
        self.choose(rows.stop - 1, Cell.ITEM)
        if len(rows) > 1:
            self._anchor = rows.start
            self._show_selection()

    def _stretch_to(self, row: int) -> None:
        """Select from where the selection began to a row."""
        anchor = self._anchor if self._anchor >= 0 else self.currentIndex().row()
        if 0 <= row < self._lines.count() and anchor < self._lines.count():
            self.choose(row, Cell(max(self.currentIndex().column(), Cell.ITEM)))
            self._anchor = anchor
            self._show_selection()

    def _forget_selection(self) -> None:
        self._anchor = -1
        self.selectionModel().clearSelection()

    def _show_selection(self) -> None:
        """Tell the selection model, and through it screen readers, which rows are selected."""
        rows, mode = self.chosen_rows(), QItemSelectionModel.SelectionFlag
        if self._anchor < 0 or not rows:
            self.selectionModel().clearSelection()
        else:
            first = self._lines.index(rows.start, 0)
            last = self._lines.index(rows.stop - 1, len(Cell) - 1)
            self.selectionModel().select(QItemSelection(first, last), mode.ClearAndSelect)
        self.viewport().update()

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Draw the lines anew: the whole line of the current cell stands out; select it alone."""
        super().currentChanged(current, previous)
        self._anchor = -1
        if self.selectionModel().hasSelection():
            self.selectionModel().clearSelection()
        self.viewport().update()

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
        side.setDefaultSectionSize(ROW)
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def _fit(self) -> None:
        """Give every row and the table the height of its words."""
        for row, small in enumerate(self._lines.small_lines()):
            height = row_height(small)
            if self.rowHeight(row) != height:
                self.setRowHeight(row, height)
        self.setColumnHidden(Cell.HANDLE, self._lines.read_only)
        for cell in PRIVATE:
            self.setColumnHidden(cell, not self._lines.shows_cost)
        self._span()
        if self.height() != self._whole_height():
            self.setFixedHeight(self._whole_height())
        self.updateGeometry()

    def _span(self) -> None:
        """Make one wide cell of a heading with its subtotal, of a text, and of the row that adds a line."""
        self.clearSpans()
        for row, each in enumerate(self._lines.rows):
            if each.line.kind is not LineKind.ITEM:
                end = Cell.TOTAL + 1 if each.line.kind is LineKind.SECTION else len(Cell)
                self.setSpan(row, Cell.ITEM, 1, end - Cell.ITEM)
        if not self._lines.read_only:
            self.setSpan(self._lines.rowCount() - 1, Cell.ITEM, 1, len(Cell) - Cell.ITEM)

    def _whole_height(self) -> int:
        return _HEADER + self.verticalHeader().length() + 1

    def place_of_current(self) -> QRect:
        """Return the place of the current cell in this widget."""
        place = self.visualRect(self.currentIndex())
        return place.translated(self.viewport().pos())
