"""The lines of a quote as a table, one more row at its foot to add a line with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
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
from deskcrm.features.quotes.ui.cells import (
    EDITABLE,
    NUMBERS,
    Cell,
    Choices,
    details,
    new_line,
    read,
    shown,
    typed,
)
from deskcrm.features.quotes.ui.words import amount
from deskcrm.i18n import _
from deskcrm.kit.text import tooltip_text

Index = QModelIndex | QPersistentModelIndex
Lines = tuple[LineDraft, ...]


@dataclass(frozen=True, slots=True)
class Wrong:
    """What was typed into a cell and cannot be, with the sentence that says why."""

    text: str
    sentence: str


@dataclass(slots=True)
class Row:
    """A line and what is wrong with the text in its cells."""

    line: LineDraft
    wrong: dict[Cell, Wrong] = field(default_factory=dict)


class LineModel(QAbstractTableModel):
    """Reads cells into lines and hands the lines to `save`, which may raise a CrmError.

    A text that cannot be read stays in its cell, marked, while the line keeps its last right value.
    """

    typing = Signal()
    """A cell is being written in: `lines_as_typed` has changed."""

    def __init__(self, save: Callable[[Lines], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._save = save
        self._rows: list[Row] = []
        self._totals: Totals | None = None
        self._typed: tuple[int, Cell, str] | None = None
        self.choices = Choices("EUR")
        self.read_only = False
        self.tax_included = False

    @property
    def lines(self) -> Lines:
        """The lines as they are saved."""
        return tuple(row.line for row in self._rows)

    def lines_as_typed(self) -> Lines:
        """Return the lines with the cell that is being written in, where it can be read."""
        lines = self.lines
        if self._typed is None:
            return lines
        row, cell, text = self._typed
        try:
            if row < len(lines):
                changed = read(lines[row], cell, text, self.choices)
                return (*lines[:row], changed, *lines[row + 1 :])
            return (*lines, self._new_line(text))
        except CrmError:
            return lines

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

    def line(self, row: int) -> LineDraft | None:
        """Return the line of a row; the row that adds one has none."""
        return self._rows[row].line if 0 <= row < len(self._rows) else None

    def details(self, row: int) -> tuple[str, ...]:
        """Return the muted lines below the item of a row."""
        line = self.line(row)
        return details(line, self.choices) if line is not None else ()

    def wrong_at(self, row: int, cell: Cell) -> Wrong | None:
        """Return what is wrong in a cell."""
        return self._rows[row].wrong.get(cell) if 0 <= row < len(self._rows) else None

    # Showing.

    def show(self, lines: Sequence[LineDraft], *, read_only: bool) -> None:
        """Show the lines of a quote; what is wrong in a cell stays while its line is the same."""
        if len(lines) == len(self._rows) and read_only is self.read_only:
            for row, line in zip(self._rows, lines, strict=True):
                row.line = line
            self._tell_changed()
            return
        self.beginResetModel()
        self.read_only = read_only
        self._typed = None
        self._rows = [Row(line) for line in lines]
        self.endResetModel()

    def show_totals(self, totals: Totals | None) -> None:
        """Show what the lines come to."""
        self._totals = totals
        self._tell_changed()

    def forget_wrong(self) -> None:
        """Drop the texts that could not be read: another quote is shown."""
        for row in self._rows:
            row.wrong.clear()

    # Changing.

    def type(self, row: int, cell: Cell, text: str) -> None:
        """Note what is being typed, for the live totals; nothing is saved yet."""
        self._typed = (row, cell, text)
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
            self._tell_changed()
            self.typing.emit()
            return error
        here.line = changed
        here.wrong.pop(cell, None)
        self._tell_changed()
        return None

    def remove(self, row: int) -> None:
        """Take a line out and save; a CrmError leaves it in place."""
        lines = self.lines
        self._save((*lines[:row], *lines[row + 1 :]))
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._rows[row]
        self.endRemoveRows()
        self._tell_changed()

    def move(self, row: int, to: int) -> None:
        """Move a line to another place and save."""
        if row == to or not (0 <= row < len(self._rows) and 0 <= to < len(self._rows)):
            return
        moved = list(self._rows)
        moved.insert(to, moved.pop(row))
        self._save(tuple(each.line for each in moved))
        self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), to + 1 if to > row else to)
        self._rows = moved
        self.endMoveRows()
        self._tell_changed()

    def repeat(self, row: int) -> None:
        """Add a copy of a line below it and save."""
        lines = self.lines
        self._save((*lines[: row + 1], lines[row], *lines[row + 1 :]))
        self.beginInsertRows(QModelIndex(), row + 1, row + 1)
        self._rows.insert(row + 1, Row(lines[row]))
        self.endInsertRows()
        self._tell_changed()

    def turn_optional(self, row: int) -> None:
        """Make a line optional, or part of the total again, and save."""
        lines = self.lines
        changed = replace(lines[row], optional=not lines[row].optional)
        self._save((*lines[:row], changed, *lines[row + 1 :]))
        self._rows[row].line = changed
        self._tell_changed()

    def _append(self, text: str) -> CrmError | None:
        if not text.strip():
            self.typing.emit()
            return None
        try:
            line = self._new_line(text)
            self._save((*self.lines, line))
        except CrmError as error:
            self.typing.emit()
            return error
        row = len(self._rows)
        # The row that added the line becomes it, another to add with follows: the cursor stays.
        self.beginInsertRows(QModelIndex(), row + 1, row + 1)
        self._rows.append(Row(line))
        self.endInsertRows()
        self._tell_changed()
        return None

    def _new_line(self, text: str) -> LineDraft:
        before = self._rows[-1].line if self._rows else None
        return new_line(text, before, self.choices)

    def _tell_changed(self) -> None:
        last = self.index(self.rowCount() - 1, self.columnCount() - 1)
        self.dataChanged.emit(self.index(0, 0), last)

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
        cell = Cell(index.column())
        if self.read_only or cell not in EDITABLE:
            return known
        if self.is_new(index.row()) and cell is not Cell.ITEM:
            return known
        return known | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's words, or its text to edit."""
        row, cell = index.row(), Cell(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(row, cell)
        if role == Qt.ItemDataRole.EditRole:
            wrong, line = self.wrong_at(row, cell), self.line(row)
            if wrong is not None:
                return wrong.text
            return typed(line, cell, self.choices) if line is not None else ""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row, cell)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a column's title."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles()[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip_text(self._titles()[section])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._titles()[section] or _("Handle to move the line")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag
            across = side.AlignRight if section in NUMBERS else side.AlignLeft
            return across | side.AlignVCenter
        return None

    def _titles(self) -> tuple[str, ...]:
        price = _("Gross price") if self.tax_included else _("Price")
        return ("", _("Item"), _("Qty"), _("Unit"), price, _("Disc."), _("Tax"), _("Total"))

    def _shown(self, row: int, cell: Cell) -> str:
        wrong, line = self.wrong_at(row, cell), self.line(row)
        if wrong is not None:
            return wrong.text
        if line is None:
            return _("Type to add from the catalog…") if cell is Cell.ITEM else ""
        if cell is Cell.TOTAL:
            return amount(self._total(row), self.choices.currency) if self._totals else ""
        return shown(line, cell, self.choices)

    def _spoken(self, row: int, cell: Cell) -> str:
        words = [self._shown(row, cell)]
        wrong = self.wrong_at(row, cell)
        if wrong is not None:
            words.append(wrong.sentence)
        elif cell is Cell.ITEM:
            words.extend(self.details(row))
            line = self.line(row)
            if line is not None and line.optional:
                words.append(_("optional"))
        return ", ".join(words)

    def _total(self, row: int) -> Decimal:
        lines = self._totals.lines if self._totals is not None else ()
        return lines[row].entered if row < len(lines) else Decimal(0)
