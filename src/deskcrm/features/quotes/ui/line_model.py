"""The lines of a quote as a table, one more row at its foot to add a line with."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from deskcrm.domain.totals import Totals
from deskcrm.errors import CrmError
from deskcrm.features.quotes.drafts import LineDraft
from deskcrm.features.quotes.sections import moved
from deskcrm.features.quotes.ui.cells import PRIVATE, Cell, details, new_line, read, typed
from deskcrm.features.quotes.ui.line_choices import Choices
from deskcrm.features.quotes.ui.line_rows import (
    Row,
    Wrong,
    edits,
    mark_missing_price,
    period_words,
    periods_below,
    row_of,
    take_totals,
)
from deskcrm.features.quotes.ui.line_words import column_data, shown_in, spoken_in

Index = QModelIndex | QPersistentModelIndex
Lines = tuple[LineDraft, ...]

_MOST_TOLD = 20
"""More cells than these are told of as one range, and painted anew together."""


class LineModel(QAbstractTableModel):
    """Reads cells into lines and hands the lines to `save`, which may raise a CrmError.

    A text that cannot be read stays in its cell, marked, while the line keeps its last right value.
    """

    typing = Signal()
    """A cell is being written in: `lines_as_typed` has changed."""
    reshaped = Signal()
    """There are other rows than before, or rows of another height."""

    def __init__(self, save: Callable[[Lines], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._save = save
        self._rows: list[Row] = []
        self._typed: tuple[Row | None, Cell, str] | None = None
        self._unsaved: Wrong | None = None
        self.choices = Choices("EUR")
        self.read_only = False
        self.tax_included = False
        self.shows_cost = False

    @property
    def lines(self) -> Lines:
        """The lines as they are saved."""
        return tuple(row.line for row in self._rows)

    @property
    def rows(self) -> Sequence[Row]:
        """The rows of the lines."""
        return self._rows

    def lines_as_typed(self) -> Lines:
        """Return the lines with the cell that is being written in, where it can be read."""
        lines = self.lines
        if self._typed is None:
            return lines
        row, cell, text = self._typed
        try:
            if row is None:
                return (*lines, self._new_line(text))
            changed = read(row.line, cell, text, self.choices)
        except CrmError:
            return lines
        at = next((n for n, each in enumerate(self._rows) if each is row), len(lines))
        return (*lines[:at], changed, *lines[at + 1 :])

    @property
    def wrong(self) -> tuple[tuple[int, Cell, Wrong], ...]:
        """The cells that could not be read: row, column and what is wrong."""
        return tuple(
            (number, cell, wrong)
            for number, row in enumerate(self._rows)
            for cell, wrong in row.wrong.items()
        )

    def is_new(self, row: int) -> bool:
        """Say whether a row is the one that adds a line."""
        return row == len(self._rows)

    def count(self) -> int:
        """Return the number of lines."""
        return len(self._rows)

    def row(self, row: int) -> Row | None:
        """Return a row; the one that adds a line is none."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def line(self, row: int) -> LineDraft | None:
        """Return the line of a row; the row that adds one has none."""
        return self._rows[row].line if 0 <= row < len(self._rows) else None

    def cells(self, row: int) -> tuple[Cell, ...]:
        """Return the cells of a row that can be written in, in their order."""
        here = self.row(row)
        if self.read_only or (here is None and not self.is_new(row)):
            return ()
        places = here.cells if here is not None else (Cell.ITEM,)
        return tuple(cell for cell in places if self.shows_cost or cell not in PRIVATE)

    def details(self, row: int) -> tuple[str, ...]:
        """Return the muted lines below the item of a row."""
        line = self.line(row)
        return details(line, self.choices) if line is not None else ()

    def small_lines(self) -> list[int]:
        """Return how many small lines each row has below its first, the row that adds one too."""
        found = [
            max(len(details(row.line, self.choices)), len(period_words(row.line)))
            for row in self._rows
        ]
        for place, most in periods_below(self._rows):
            found[place] = max(found[place], most)
        return found if self.read_only else [*found, 0]

    def wrong_at(self, row: int, cell: Cell) -> Wrong | None:
        """Return what is wrong in a cell."""
        if 0 <= row < len(self._rows):
            return self._rows[row].wrong.get(cell)
        return self._unsaved if cell is Cell.ITEM else None

    # Showing.

    def show(self, lines: Sequence[LineDraft], *, read_only: bool) -> None:
        """Show the lines of a quote; what is wrong or typed in a cell stays while its line does."""
        if read_only is not self.read_only:
            self.beginResetModel()
            self.read_only, self._typed, self._unsaved = read_only, None, None
            self._rows = [row_of(line, self.choices) for line in lines]
            self.endResetModel()
            self.reshaped.emit()
            return
        changes = edits(self.lines, lines)
        for edit in changes:
            if len(edit.old) == len(edit.new):
                for row, new in zip(edit.old, edit.new, strict=True):
                    self._rows[row].line = lines[new]
                continue
            self._take_out(edit.old)
            self._put_in(edit.old.start, [row_of(lines[new], self.choices) for new in edit.new])
        if changes:
            self._tell_changed()
            self.reshaped.emit()

    def show_totals(self, totals: Totals | None) -> None:
        """Show what the lines come to."""
        changed = take_totals(self._rows, totals)
        if len(changed) > _MOST_TOLD:
            first, last = min(changed), max(changed)
            self.dataChanged.emit(self.index(first, Cell.TOTAL), self.index(last, Cell.MARGIN))
            return
        for row in changed:
            for cell in (Cell.TOTAL, Cell.MARGIN) if self.shows_cost else (Cell.TOTAL,):
                self.dataChanged.emit(self.index(row, cell), self.index(row, cell))

    def show_cost(self, shown: bool) -> None:
        """Show what the lines cost the business, or not."""
        self.shows_cost = shown
        self._tell_changed()
        self.reshaped.emit()

    def forget_wrong(self) -> None:
        """Drop the texts that could not be read: another quote is shown."""
        self.beginResetModel()
        self._rows, self._unsaved, self._typed = [], None, None
        self.endResetModel()
        self.reshaped.emit()

    # Changing.

    def type(self, row: int, cell: Cell, text: str) -> None:
        """Note what is being typed, for the live totals; nothing is saved yet."""
        self._typed = (self.row(row), cell, text)
        self.typing.emit()

    def stop_typing(self) -> None:
        """Forget what was being typed."""
        if self._typed is not None:
            self._typed = None
            self.typing.emit()

    def enter(self, row: int, cell: Cell, text: str) -> CrmError | None:
        """Take what was typed into a cell and save it; return what is wrong with it, if anything."""
        self._typed = None
        if self.is_new(row):
            return self._append(text)
        here = self._rows[row]
        before = here.wrong.get(cell)
        if before is None and text == typed(here.line, cell, self.choices):
            return None
        try:
            changed = read(here.line, cell, text, self.choices)
            lines = self.lines
            if changed != here.line:
                self._save((*lines[:row], changed, *lines[row + 1 :]))
        except CrmError as error:
            here.wrong[cell] = Wrong(text, str(error))
            self._tell_changed(row)
            self.typing.emit()
            return error
        here.line = changed
        here.wrong.pop(cell, None)
        if cell is Cell.ITEM:
            mark_missing_price(here, self.choices)
        self._tell_changed(row)
        self.reshaped.emit()
        return None

    def change(self, rows: range, how: Callable[[LineDraft], LineDraft]) -> None:
        """Change each line of some rows and save."""
        changed = [how(self._rows[row].line) for row in rows]
        lines = self.lines
        self._save((*lines[: rows.start], *changed, *lines[rows.stop :]))
        for row, line in zip(rows, changed, strict=True):
            self._rows[row].line = line
        self._tell_changed()
        self.reshaped.emit()

    def insert(self, at: int, rows: Sequence[Row]) -> None:
        """Put rows before the one at `at` and save."""
        lines = self.lines
        self._save((*lines[:at], *(row.line for row in rows), *lines[at:]))
        self._put_in(at, rows)
        self.reshaped.emit()

    def remove(self, rows: range) -> None:
        """Take lines out and save; a CrmError leaves them in place."""
        lines = self.lines
        self._save((*lines[: rows.start], *lines[rows.stop :]))
        self._take_out(rows)
        self.reshaped.emit()

    def move(self, rows: range, gap: int) -> bool:
        """Move lines before the one at `gap` and save; say whether that is another place."""
        if not rows or rows.start <= gap <= rows.stop or not 0 <= gap <= len(self._rows):
            return False
        self._save(moved(self.lines, rows, gap))
        here = QModelIndex()
        self.beginMoveRows(here, rows.start, rows.stop - 1, here, gap)
        there = self._rows[rows.start : rows.stop]
        del self._rows[rows.start : rows.stop]
        at = gap if gap < rows.start else gap - len(rows)
        self._rows[at:at] = there
        self.endMoveRows()
        self.reshaped.emit()
        return True

    def _append(self, text: str) -> CrmError | None:
        if not text.strip():
            self._unsaved = None
            self.typing.emit()
            return None
        try:
            line = self._new_line(text)
            self._save((*self.lines, line))
        except CrmError as error:
            self._unsaved = Wrong(text, str(error))
            self._tell_changed(len(self._rows))
            self.typing.emit()
            return error
        self._unsaved = None
        row = len(self._rows)
        # The row that added the line becomes it, another to add with follows: the cursor stays.
        self.beginInsertRows(QModelIndex(), row + 1, row + 1)
        self._rows.append(row_of(line, self.choices))
        self.endInsertRows()
        self._tell_changed(row)
        self.reshaped.emit()
        return None

    def _new_line(self, text: str) -> LineDraft:
        items = (row.line for row in reversed(self._rows) if row.line.is_item)
        return new_line(text, next(items, None), self.choices)

    def _put_in(self, at: int, rows: Sequence[Row]) -> None:
        if rows:
            self.beginInsertRows(QModelIndex(), at, at + len(rows) - 1)
            self._rows[at:at] = rows
            self.endInsertRows()

    def _take_out(self, rows: range) -> None:
        if rows:
            self.beginRemoveRows(QModelIndex(), rows.start, rows.stop - 1)
            del self._rows[rows.start : rows.stop]
            self.endRemoveRows()

    def _tell_changed(self, row: int | None = None) -> None:
        first, last = (0, self.rowCount() - 1) if row is None else (row, row)
        self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))

    # What Qt asks of a model; its names.

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of lines, and one to add a line with."""
        return 0 if parent.isValid() else len(self._rows) + (not self.read_only)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return 0 if parent.isValid() else len(Cell)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let the cells of lines be written in, and the item of the row that adds one."""
        known = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if Cell(index.column()) in self.cells(index.row()):
            return known | Qt.ItemFlag.ItemIsEditable
        return known

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's words, or its text to edit."""
        row, cell = index.row(), Cell(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return shown_in(self.row(row), cell, self.wrong_at(row, cell), self.choices)
        if role == Qt.ItemDataRole.EditRole:
            wrong, line = self.wrong_at(row, cell), self.line(row)
            if wrong is not None:
                return wrong.text
            return typed(line, cell, self.choices) if line is not None else ""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken_in(self.row(row), cell, self.wrong_at(row, cell), self.choices)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a column's title."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        return column_data(Cell(section), role, tax_included=self.tax_included)
