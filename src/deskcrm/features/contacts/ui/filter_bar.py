"""The bar above the list: a text and conditions to filter by; hidden until it is asked for."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from deskcrm import formats
from deskcrm.features.contacts.conditions import BEING, Condition, Op, joined
from deskcrm.features.contacts.ui.filter_menu import FilterMenu
from deskcrm.features.contacts.ui.filter_words import said
from deskcrm.i18n import _, ngettext
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.controls import Button, Chip, IconButton
from deskcrm.kit.parts import Line, clear, column, row
from deskcrm.kit.text import Text

_OPPOSITES = {Op.HAS: Op.HAS_NOT, Op.HAS_NOT: Op.HAS, Op.IS: Op.IS_NOT, Op.IS_NOT: Op.IS,
              Op.OVER: Op.UNDER, Op.UNDER: Op.OVER}  # fmt: skip


class FilterBar(QWidget):
    """Filters as one types; Esc clears and leaves it, Down goes to the list."""

    changed = Signal()
    left = Signal()
    keep_asked = Signal()
    """The filter is to be kept by a name."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.is_wanted = False
        self._conditions: tuple[Condition, ...] = ()
        box = column(self)
        line = row(gap=theme.SMALL)
        line.setContentsMargins(12, 6, 12, 6)
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(_("Filter by name, company, city, mail, phone, tag"))
        self.edit.setAccessibleName(_("Filter contacts"))
        self.edit.installEventFilter(self)
        self._found = Text(tone="muted", size=theme.LABEL, tabular=True)
        line.addWidget(self.edit, 1)
        line.addWidget(self._found)
        line.addWidget(IconButton("close", _("Show all contacts"), self.clear))
        box.addLayout(line)
        below = row(gap=theme.SMALL)
        below.setContentsMargins(12, 0, 12, 6)
        self._chips = row(gap=theme.SMALL)
        below.addLayout(self._chips)
        self._adder = Button(_("Add condition"), self.offer, kind="link", icon="plus")
        below.addWidget(self._adder)
        below.addStretch(1)
        self.keeper = Button(_("Save as segment"), self.keep_asked.emit, kind="link")
        below.addWidget(self.keeper)
        box.addLayout(below)
        box.addWidget(Line())
        self.edit.textChanged.connect(lambda _text: self.changed.emit())
        self.hide()

    @property
    def text(self) -> str:
        """What is typed."""
        return self.edit.text() if self.is_wanted else ""

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """What else the contacts shown have in common."""
        return self._conditions if self.is_wanted else ()

    def ask(self, text: str = "") -> None:
        """Show the bar and take the keyboard; `text` begins a new filter."""
        self.is_wanted = True
        self.show()
        if text:
            self.edit.setText(text)
        else:
            self.edit.selectAll()
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def offer(self) -> None:
        """Offer all that can be filtered by."""
        self.is_wanted = True
        self.show()
        menu = FilterMenu(self._context, self, self.add)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._adder.mapToGlobal(QPoint(0, self._adder.height() + 2)))

    def add(self, condition: Condition) -> None:
        """Filter by one more condition."""
        self.is_wanted = True
        self.show()
        self._set(joined(self._conditions, condition))

    def set_filter(self, text: str, conditions: tuple[Condition, ...]) -> None:
        """Filter by just this; nothing hides the bar."""
        self.is_wanted = bool(text or conditions)
        self.setVisible(self.is_wanted)
        self.edit.blockSignals(True)
        self.edit.setText(text)
        self.edit.blockSignals(False)
        self._set(conditions)

    def clear(self) -> None:
        """Filter by nothing and leave."""
        if self.is_wanted:
            self.set_filter("", ())
            self.left.emit()

    def say_found(self, count: int) -> None:
        """Say how many contacts the filter lets through."""
        words = ngettext("{n} found", "{n} found", count)
        self._found.setText(words.format(n=formats.number(count)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Clear with Esc; go to the list with Down or Enter."""
        if (
            watched is self.edit
            and isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
        ):
            if event.key() == Qt.Key.Key_Escape:
                self.clear()
                return True
            if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.left.emit()
                return True
        return super().eventFilter(watched, event)

    def _set(self, conditions: tuple[Condition, ...]) -> None:
        self._conditions = conditions
        clear(self._chips)
        for condition in conditions:
            chip = ConditionChip(condition)
            chip.replaced.connect(partial(self._replace, condition))
            self._chips.addWidget(chip)
        self.changed.emit()

    def _replace(self, condition: Condition, by: Condition | None) -> None:
        place = self._conditions.index(condition)
        others = list(self._conditions)
        others[place : place + 1] = [by] if by is not None else []
        self._set(tuple(others))
        chip = self._chips.itemAt(min(place, len(others) - 1)) if others else None
        widget = chip.widget() if chip is not None else None
        (widget or self.edit).setFocus(Qt.FocusReason.OtherFocusReason)


class ConditionChip(Chip):
    """A condition that holds; a click or Enter offers to turn it round, Delete takes it away."""

    replaced = Signal(object)
    """The condition that stands in its place from now on, or None."""

    def __init__(self, condition: Condition) -> None:
        super().__init__(said(condition))
        self.condition = condition
        self.setChecked(True)
        self.clicked.connect(lambda _checked: self._offer())

    def nextCheckState(self) -> None:
        """Stay as it is: what is chosen is said by the menu."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the condition away with Delete or Backspace, offer what can be done with Enter."""
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.replaced.emit(None)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._offer()
        else:
            super().keyPressEvent(event)

    def _offer(self) -> None:
        menu = QMenu(self)
        opposite = Condition(
            self.condition.field, _OPPOSITES[self.condition.op], self.condition.values
        )
        turned = menu.addAction(said(opposite).replace("&", "&&"))
        turned.triggered.connect(lambda: self.replaced.emit(opposite))
        if self.condition.op in BEING and len(self.condition.values) > 1:
            for value in self.condition.values:
                rest = tuple(other for other in self.condition.values if other != value)
                less = Condition(self.condition.field, self.condition.op, rest)
                action = menu.addAction(said(less).replace("&", "&&"))
                action.triggered.connect(lambda _checked=False, less=less: self.replaced.emit(less))
        menu.addSeparator()
        menu.addAction(_("Remove this condition")).triggered.connect(
            lambda: self.replaced.emit(None)
        )
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))
