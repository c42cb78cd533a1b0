"""A table that holds only the rows in sight: opens at once on any number of records."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from deskcrm.domain.matching import Needle, Span
from deskcrm.kit.controls import PillTone
from deskcrm.kit.text import one_line, tooltip_text

Index = QModelIndex | QPersistentModelIndex

_WINDOW = 40
"""So many rows are asked for at once."""
_KEPT = 50
"""So many windows of rows are kept; the ones farthest away are let go."""


class Record(Protocol):
    """A row that a query returns: frozen, with the id of its record."""

    @property
    def id(self) -> int:
        """The record's id."""


RowT = TypeVar("RowT", bound=Record)


@dataclass(frozen=True, slots=True)
class Sort:
    """By which column's key the rows are ordered; "" is the query's own order."""

    key: str = ""
    descending: bool = False


@dataclass(frozen=True)  # with slots, Column[Row](…) fails on Python 3.11
class Column(Generic[RowT]):
    """A column: its words in a row, and how they are drawn."""

    title: str
    text: Callable[[RowT], str]
    id: str = ""
    width: int = 120
    stretch: bool = False
    number: bool = False
    """Aligned at the end, with tabular figures."""
    muted: bool = False
    strong: bool = False
    avatar: bool = False
    """The initials of the words in a circle before them."""
    tone: Callable[[RowT], PillTone] | None = None
    """Drawn as a pill in this tone."""
    subtitle: Callable[[RowT], str] | None = None
    quoted: Callable[[RowT], str] | None = None
    """The end of the subtitle in which the letters that match are marked."""
    searched: bool = False
    """The letters that match what is searched for are marked in its words."""
    editable: bool = False
    """What it says can be edited in place."""
    sort: str = ""
    """The key to order by when the header is clicked; "" cannot be ordered by."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What the table draws for one field of one row."""

    text: str
    tone: PillTone | None = None
    subtitle: str = ""
    marks: tuple[Span, ...] = ()
    """The letters of its text, on one line, that match what is searched for."""
    subtitle_marks: tuple[Span, ...] = ()


class WindowedTableModel(QAbstractTableModel, Generic[RowT]):
    """Rows of a query, fetched in windows as they come into sight."""

    def __init__(
        self,
        columns: Sequence[Column[RowT]],
        count: Callable[[], int],
        rows: Callable[[int, int, Sort], Sequence[RowT]],
        parent: QObject | None = None,
    ) -> None:
        """Take the columns and two questions: how many rows, and rows(offset, limit, sort)."""
        super().__init__(parent)
        self.columns = tuple(columns)
        self.sorting = Sort()
        self.needle = Needle()
        """What is searched for, where the rows are those that were found."""
        self._count = count
        self._rows = rows
        self._total = 0
        self._records: dict[int, RowT] = {}
        self._cells: dict[tuple[int, int], Cell] = {}

    def set_columns(self, columns: Sequence[Column[RowT]]) -> None:
        """Show other columns; what is known is forgotten."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self._records.clear()
        self._cells.clear()
        self.endResetModel()

    def reload(self) -> None:
        """Forget what is known and ask anew."""
        self.beginResetModel()
        self._records.clear()
        self._cells.clear()
        self._total = self._count()
        self.endResetModel()

    def record(self, row: int) -> RowT | None:
        """Return the record of a row, fetching its window if need be."""
        if not 0 <= row < self._total:
            return None
        if row not in self._records:
            self._fetch(row)
        return self._records.get(row)

    def known(self, row: int) -> RowT | None:
        """Return the record of a row if it has been fetched."""
        return self._records.get(row)

    def cell(self, row: int, column: int) -> Cell:
        """Return what to draw."""
        found = self._cells.get((row, column))
        if found is None:
            self._fetch(row)
            found = self._cells.get((row, column), _NOTHING)
        return found

    def row_of(self, record_id: int) -> int:
        """Return the row of a record among the rows known so far, or -1."""
        for row, record in self._records.items():
            if record.id == record_id:
                return row
        return -1

    def _fetch(self, row: int) -> None:
        start = row - row % _WINDOW
        if len(self._records) > _WINDOW * _KEPT:
            self._let_go(start)
        for number, record in enumerate(self._rows(start, _WINDOW, self.sorting), start):
            self._records[number] = record
            for place, column in enumerate(self.columns):
                self._cells[number, place] = _cell(column, record, self.needle)

    def _let_go(self, near: int) -> None:
        far = [row for row in self._records if abs(row - near) > _WINDOW * _KEPT // 4]
        for row in far:
            del self._records[row]
            for place in range(len(self.columns)):
                self._cells.pop((row, place), None)

    # What Qt asks of a model; its names.

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many rows there are."""
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's words."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell(index.row(), index.column()).text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            cell = self.cell(index.row(), index.column())
            return f"{cell.text}, {cell.subtitle}" if cell.subtitle else cell.text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(self.columns[index.column()])
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return a column's title."""
        if orientation is not Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip_text(self.columns[section].title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(self.columns[section])
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column that has a key; -1 is the query's own order."""
        key = self.columns[column].sort if 0 <= column < len(self.columns) else ""
        wanted = Sort(key, order is Qt.SortOrder.DescendingOrder) if key else Sort()
        if wanted != self.sorting:
            self.sorting = wanted
            self.reload()


_NOTHING = Cell("")


def _cell(column: Column[RowT], record: RowT, needle: Needle) -> Cell:
    text = column.text(record)
    subtitle = column.subtitle(record) if column.subtitle else ""
    quoted = column.quoted(record) if needle and column.quoted else ""
    shift = len(one_line(subtitle)) - len(quoted)
    return Cell(
        text,
        column.tone(record) if column.tone else None,
        subtitle,
        needle.spans(one_line(text)) if needle and column.searched else (),
        tuple((shift + start, shift + end) for start, end in needle.spans(quoted)),
    )


def _alignment(column: Column[Any]) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
