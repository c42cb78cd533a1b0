"""What can be done with the lines of a quote: moved, repeated, set apart, copied and pasted."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from deskcrm.domain.quotes import LineKind
from deskcrm.domain.totals import Period
from deskcrm.errors import CrmError
from deskcrm.features.quotes.drafts import LineDraft, words_draft
from deskcrm.features.quotes.line_json import CarriedLines
from deskcrm.features.quotes.sections import step, with_sections
from deskcrm.features.quotes.ui.cells import Cell
from deskcrm.features.quotes.ui.line_clipboard import from_clipboard, to_clipboard
from deskcrm.features.quotes.ui.line_rows import row_of
from deskcrm.i18n import _, ngettext
from deskcrm.kit.context import Context

if TYPE_CHECKING:
    from deskcrm.features.quotes.ui.line_table import LineTable

COST_SETTING = "quotes.cost"


class LineActs(QObject):
    """Acts on the selected lines of a LineTable; each act is one step of undo."""

    said = Signal(str)
    """Something was done that a toast with Undo should tell."""

    def __init__(self, context: Context, table: "LineTable") -> None:
        super().__init__(table)
        self._context = context
        self._table = table

    # Places.

    def remove(self) -> None:
        """Take the selected lines out."""
        rows, lines = self._table.chosen_rows(), self._table.lines
        if rows and self._try(lambda: lines.remove(rows)):
            self._table.choose(min(rows.start, lines.rowCount() - 1), Cell.ITEM)
            told = ngettext("Line removed", "{n} lines removed", len(rows))
            self.said.emit(told.format(n=len(rows)))

    def move(self, by: int) -> None:
        """Move the selected lines up or down; a heading moves with its section."""
        lines = self._table.lines
        rows = with_sections(lines.lines, self._table.chosen_rows())
        if rows:
            self.move_to(rows, step(lines.lines, rows, by))

    def move_to(self, rows: range, gap: int) -> None:
        """Move lines before the one at `gap`."""
        if not rows or rows.start <= gap <= rows.stop:
            return
        here = self._table.currentIndex()
        cell, chosen = Cell(max(here.column(), Cell.ITEM)), self._table.chosen_rows()
        if self._try(lambda: self._table.lines.move(rows, gap)):
            start = gap if gap < rows.start else gap - len(rows)
            if len(chosen) > 1:
                self._table.select(range(start, start + len(chosen)))
            else:
                self._table.choose(start, cell)

    def repeat(self) -> None:
        """Add a copy of the selected lines below them."""
        rows, lines = self._table.chosen_rows(), self._table.lines
        copies = [row_of(lines.lines[row], lines.choices) for row in rows]
        if rows and self._try(lambda: lines.insert(rows.stop, copies)):
            self._table.choose(rows.stop, Cell.ITEM)

    def add_words(self, kind: LineKind) -> None:
        """Add a heading or a text below the current line, and begin to write it."""
        lines = self._table.lines
        usual = _("New section") if kind is LineKind.SECTION else _("New text")
        rows = self._table.chosen_rows()
        at = rows.stop if rows else lines.count()
        made = row_of(words_draft(kind, usual), lines.choices)
        if self._try(lambda: lines.insert(at, [made])):
            self._table.choose(at, Cell.ITEM)
            self._table.edit(lines.index(at, Cell.ITEM))

    # Kinds.

    def turn_optional(self) -> None:
        """Make the selected lines optional, or part of the total again."""
        on = not self._all(lambda line: line.optional)
        self._change(lambda line: replace(line, optional=on, alternative=False))

    def turn_alternative(self) -> None:
        """Make the selected lines alternatives to the line before them, or lines of their own."""
        on = not self._all(lambda line: line.alternative)
        self._change(lambda line: replace(line, alternative=on, optional=False))

    def include(self) -> None:
        """Make the selected lines part of the total."""
        self._change(lambda line: replace(line, optional=False, alternative=False))

    def charge(self, period: Period) -> None:
        """Say how often the selected lines are charged."""
        self._change(lambda line: replace(line, period=period))

    def hide_prices(self) -> None:
        """Print the subtotal of the current section alone, or the prices of its lines as well."""
        row, lines = self.heading_row(), self._table.lines
        if row >= 0:
            turned = not lines.lines[row].hides_prices
            self._try(
                lambda: lines.change(
                    range(row, row + 1), lambda line: replace(line, hides_prices=turned)
                )
            )

    def heading_row(self) -> int:
        """Return the heading that the current line stands below, or -1."""
        lines, current = self._table.lines.lines, self._table.current_row()
        above = range(current, -1, -1)
        return next((row for row in above if lines[row].kind is LineKind.SECTION), -1)

    def has_items(self) -> bool:
        """Say whether a selected line has a price."""
        lines = self._table.lines.lines
        return any(lines[row].is_item for row in self._table.chosen_rows())

    # Clipboard.

    def copy(self) -> bool:
        """Put the selected lines on the clipboard; a heading's bring its section along."""
        return self._copy(self._rows_to_copy())

    def cut(self) -> None:
        """Put the selected lines on the clipboard and take them out."""
        rows, lines = self._rows_to_copy(), self._table.lines
        if lines.read_only or not self._copy(rows):
            return
        if self._try(lambda: lines.remove(rows)):
            self._table.choose(min(rows.start, lines.rowCount() - 1), Cell.ITEM)
            told = ngettext("Line cut", "{n} lines cut", len(rows))
            self.said.emit(told.format(n=len(rows)))

    def paste(self) -> None:
        """Add what is on the clipboard below the selected lines, or at the end."""
        table, lines = self._table, self._table.lines
        chosen = table.chosen_rows()
        at = chosen.stop if chosen else lines.count()
        before = next((line for line in reversed(lines.lines[:at]) if line.is_item), None)

        def put() -> None:
            data = QGuiApplication.clipboard().mimeData()
            rows = from_clipboard(data, before, self._carry(()), lines.choices)
            lines.insert(at, rows)
            table.select(range(at, at + len(rows)))
            wrong = sum(len(row.wrong) for row in rows)
            told = ngettext("{n} line pasted", "{n} lines pasted", len(rows)).format(n=len(rows))
            if wrong:
                look = ngettext("{n} cell needs a look", "{n} cells need a look", wrong)
                told = f"{told}; {look.format(n=wrong)}"
            self.said.emit(told)

        self._try(put)

    def _rows_to_copy(self) -> range:
        return with_sections(self._table.lines.lines, self._table.chosen_rows())

    def _copy(self, rows: range) -> bool:
        if not rows:
            return False
        there = self._table.lines.lines[rows.start : rows.stop]
        QGuiApplication.clipboard().setMimeData(to_clipboard(self._carry(there)))
        return True

    def _carry(self, there: tuple[LineDraft, ...]) -> CarriedLines:
        lines = self._table.lines
        source = hashlib.sha256(str(self._context.crm.path).encode()).hexdigest()[:16]
        return CarriedLines(there, lines.choices.currency, lines.tax_included, source)

    # Cost and margin.

    def show_cost(self) -> None:
        """Show what the lines cost the business, or not; remembered."""
        shown = not self._table.lines.shows_cost
        self._context.settings.set(COST_SETTING, shown or None)
        self._table.show_cost(shown)

    # The menu of a line.

    def menu(self) -> QMenu:
        """Return the menu of the selected lines."""
        menu = QMenu(self._table)
        rows = self._table.chosen_rows()
        line = self._table.lines.line(rows.start) if rows else None
        if self.has_items():
            item = cast("LineDraft", line)
            self._add_check(menu, _("Optional"), "line_optional", on=item.optional)
            self._add_check(menu, _("Alternative"), "line_alternative", on=item.alternative)
            menu.addSeparator()
            periods = (
                (Period.ONCE, _("Charged once"), "line_once"),
                (Period.MONTH, _("Charged monthly"), "line_monthly"),
                (Period.YEAR, _("Charged yearly"), "line_yearly"),
            )
            for period, text, name in periods:
                self._add_check(menu, text, name, on=item.is_item and item.period is period)
            menu.addSeparator()
        heading = self.heading_row()
        if heading >= 0:
            hidden = self._table.lines.lines[heading].hides_prices
            text = _("Hide the prices of this section's lines")
            self._add_check(menu, text, "line_hide_prices", on=hidden)
            menu.addSeparator()
        for text, name in (
            (_("Add a section"), "line_section"),
            (_("Add a text line"), "line_text"),
            (_("Move up"), "line_up"),
            (_("Move down"), "line_down"),
            (_("Copy lines"), "line_copy"),
            (_("Cut lines"), "line_cut"),
            (_("Paste lines"), "line_paste"),
            (_("Repeat the line"), "line_repeat"),
            (_("Remove the line"), "line_remove"),
        ):
            action = menu.addAction(text)
            action.triggered.connect(self._runner(name))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _add_check(self, menu: QMenu, text: str, name: str, *, on: bool) -> None:
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(on)
        action.triggered.connect(self._runner(name))

    def _runner(self, name: str) -> Callable[..., None]:
        return lambda *_told: self._context.run(f"quotes.{name}")

    # Doing it.

    def _all(self, has: Callable[[LineDraft], bool]) -> bool:
        lines = self._table.lines.lines
        items = [lines[row] for row in self._table.chosen_rows() if lines[row].is_item]
        return all(has(line) for line in items)

    def _change(self, how: Callable[[LineDraft], LineDraft]) -> None:
        rows = self._table.chosen_rows()
        if rows and self.has_items():
            self._try(
                lambda: self._table.lines.change(
                    rows, lambda line: how(line) if line.is_item else line
                )
            )

    def _try(self, change: Callable[[], Any]) -> bool:
        if self._table.lines.read_only:
            return False
        try:
            change()
        except CrmError as error:
            self._context.report_error(error)
            return False
        return True
