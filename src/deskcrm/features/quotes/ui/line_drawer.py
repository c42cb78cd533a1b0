"""Draws the cells of a quote's lines and opens the fields they are written in."""

from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QHelpEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from deskcrm.domain.quotes import LineKind
from deskcrm.features.quotes.ui.cell_editors import FieldEditor, ItemEditor, Step, step_of
from deskcrm.features.quotes.ui.cells import PRIVATE, Cell
from deskcrm.features.quotes.ui.line_model import Index, LineModel
from deskcrm.features.quotes.ui.line_pencil import Pencil
from deskcrm.features.quotes.ui.line_rows import total_words
from deskcrm.features.quotes.ui.line_words import margin_words
from deskcrm.i18n import _
from deskcrm.kit import icons, theme
from deskcrm.kit.text import tooltip_text

if TYPE_CHECKING:
    from deskcrm.features.quotes.ui.line_table import LineTable

_PADDING = 8


class LineDrawer(QStyledItemDelegate):
    """The delegate of a LineTable."""

    def __init__(self, table: "LineTable") -> None:
        super().__init__(table)
        self._table = table

    @property
    def _model(self) -> LineModel:
        return cast("LineModel", self._table.model())

    # Writing.

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,  # noqa: ARG002 - Qt's signature
        index: Index,
    ) -> QWidget:
        """Open the field for a cell."""
        cell, row = Cell(index.column()), index.row()
        place = QPersistentModelIndex(index)  # Rows may come and go while one types.
        name = str(self._model.headerData(cell, Qt.Orientation.Horizontal))
        choices = self._model.choices
        editor: FieldEditor | ItemEditor
        if cell is Cell.ITEM:
            line = self._model.line(row)
            offered = choices.suggestions if line is None or line.is_item else ()
            editor = ItemEditor(parent, name, offered)
        elif cell is Cell.TAX:
            editor = FieldEditor(parent, name, [tax.words for tax in choices.taxes])
        elif cell is Cell.UNIT:
            editor = FieldEditor(parent, name, choices.units)
        else:
            editor = FieldEditor(parent, name, number=True)
        if cell is Cell.DISCOUNT:
            editor.setPlaceholderText(_("5 % or 10 {currency}").format(currency=choices.currency))
        editor.typed.connect(lambda text: self._model.type(place.row(), cell, text))
        editor.left.connect(lambda step: self._leave(editor, step))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the cell's text to be edited, all of it selected."""
        if editor.property("opened"):
            return  # The totals change while one types; what is being typed stays.
        editor.setProperty("opened", True)
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, ItemEditor):
            editor.show_text(text)
        elif isinstance(editor, FieldEditor):
            editor.setText(text)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:  # noqa: ARG002 - Qt's signature
        """Take what was typed."""
        if isinstance(editor, ItemEditor):
            self._table.enter(index.row(), Cell(index.column()), editor.toPlainText())
        elif isinstance(editor, FieldEditor):
            self._table.enter(index.row(), Cell(index.column()), editor.text())

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Let the field fill its cell; a narrow one reaches over its neighbours while it is open."""
        place = option.rect.adjusted(0, 0, 0, -1)
        wanted = {Cell.TAX: 190, Cell.DISCOUNT: 104, Cell.PRICE: 100, Cell.UNIT: 90}
        if not self._is_item(index):
            wanted = {}
        wider = wanted.get(Cell(index.column()), 0) - place.width()
        if wider > 0:
            rtl = option.direction is Qt.LayoutDirection.RightToLeft
            at_start = Cell(index.column()) is Cell.UNIT
            place.adjust(0, 0, wider, 0) if rtl != at_start else place.adjust(-wider, 0, 0, 0)
        editor.setGeometry(place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave Tab and Enter to the field itself; Esc gives up what was typed."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if step_of(event) is not None:
                return False
            if event.key() == Qt.Key.Key_Escape:
                self._model.stop_typing()
        return super().eventFilter(watched, event)

    def _is_item(self, index: Index) -> bool:
        line = self._model.line(index.row())
        return line is not None and line.is_item

    def _leave(self, editor: QWidget, step: Step) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
        self._table.go(step)

    # Drawing.

    def sizeHint(
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002 - Qt's signature
        index: Index,
    ) -> QSize:
        """Return the height of a row; widths are the header's."""
        return QSize(40, self._table.rowHeight(index.row()))

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,  # noqa: ARG002 - Qt's signature
        index: Any,
    ) -> bool:
        """Say what is wrong with a cell, or show the text it has no room for."""
        text = ""
        if index.isValid():
            cell = Cell(index.column())
            wrong, line = self._model.wrong_at(index.row(), cell), self._model.line(index.row())
            if wrong is not None:
                text = wrong.sentence
            elif cell is Cell.HANDLE and line is not None and not self._model.read_only:
                text = _("Drag to move the line, or press Alt+↑ and Alt+↓")
            elif cell is Cell.ITEM and line is not None:
                text = line.description
            elif cell is Cell.MARGIN and (row := self._model.row(index.row())) is not None:
                text = margin_words(row, self._model.choices)
        if text:
            QToolTip.showText(event.globalPos(), tooltip_text(text), view)
        else:
            QToolTip.hideText()
        return bool(text)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the line below, the mark of the current cell, and the cell's words."""
        row, cell = index.row(), Cell(index.column())
        wrong, line = self._model.wrong_at(row, cell), self._model.line(row)
        place = option.rect
        painter.save()
        ground = self._ground(row, wrong=wrong is not None)
        if ground:
            painter.fillRect(place.adjusted(0, 0, 0, -1), theme.colour(ground))
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        inner = place.adjusted(_PADDING, 0, -_PADDING, -1)
        pencil = Pencil(painter, option.direction is Qt.LayoutDirection.RightToLeft)
        if cell is Cell.HANDLE:
            self._draw_handle(painter, place, shown=line is not None)
        elif cell is Cell.ITEM and wrong is None and line is not None:
            pencil.draw_item(inner, line, self._model.details(row))
            if line.kind is LineKind.SECTION:
                pencil.draw_total(inner, line, self._total_words(row))
        elif cell is Cell.TOTAL and wrong is None and line is not None:
            pencil.draw_total(inner, line, self._total_words(row))
        else:
            muted = line is None or cell in PRIVATE
            tone = "bad" if wrong is not None else "muted" if muted else "text"
            pencil.draw_words(inner, cell, str(index.data() or ""), tone)
        if self._table.hasFocus() and index == self._table.currentIndex():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place.adjusted(0, 0, -1, -2), 4, 4)
        painter.restore()

    def _total_words(self, row: int) -> tuple[str, ...]:
        here = self._model.row(row)
        return total_words(here, self._model.choices.currency) if here is not None else ()

    def _ground(self, row: int, *, wrong: bool) -> str:
        """Return the colour behind a cell, or nothing."""
        if wrong:
            return "bad_soft"
        rows = self._table.chosen_rows()
        if len(rows) > 1 and row in rows:
            return "accent_soft"
        if self._is_current_row(row):
            return "hover"
        line = self._model.line(row)
        return "background" if line is not None and line.kind is LineKind.SECTION else ""

    def _is_current_row(self, row: int) -> bool:
        current = self._table.currentIndex()
        if self._model.read_only:
            return False
        return self._table.hasFocus() and current.isValid() and current.row() == row

    def _draw_handle(self, painter: QPainter, place: QRect, *, shown: bool) -> None:
        if shown and not self._model.read_only:
            picture = icons.pixmap("drag", 16, theme.tokens().muted)
            x = place.center().x() - 8
            painter.drawPixmap(x, place.top() + (place.height() - 16) // 2, picture)
