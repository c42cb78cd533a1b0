"""Fields of a form that hold several of a thing: e-mail addresses, phone numbers, postal addresses."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from deskcrm.features.contacts.form import Labelled, PostalAddress
from deskcrm.i18n import _
from deskcrm.kit import theme
from deskcrm.kit.controls import Button, IconButton
from deskcrm.kit.fields import Field
from deskcrm.kit.parts import column, row
from deskcrm.kit.text import tooltip_text

T = TypeVar("T")


class Entry(QWidget, Generic[T]):
    """The controls of one of several things."""

    def __init__(self) -> None:
        super().__init__()
        self.edits: list[QLineEdit] = []
        self.label = QComboBox()
        self.line = row(gap=theme.SMALL)
        """The row at whose end the entry is taken away."""
        self.stops: tuple[QWidget, ...] = ()
        """What Tab goes through, as one reads it."""

    def value(self) -> T:
        """Return what is typed."""
        raise NotImplementedError

    def is_empty(self) -> bool:
        """Say whether nothing but perhaps a label is typed."""
        return not any(edit.text().strip() for edit in self.edits)

    def _edit(self, name: str, text: str, *, hint: bool = True) -> QLineEdit:
        edit = QLineEdit(text)
        edit.setCursorPosition(0)
        edit.setAccessibleName(name)
        if hint:
            edit.setPlaceholderText(name)
            edit.setToolTip(tooltip_text(name))
        self.edits.append(edit)
        return edit

    def _offer_labels(self, labels: Sequence[str], chosen: str) -> None:
        self.label.setEditable(True)
        self.label.setFixedWidth(112)
        self.label.setAccessibleName(_("Label"))
        self.label.addItems(list(labels))
        self.label.setCurrentText(chosen)
        line = self.label.lineEdit()
        assert line is not None
        line.setPlaceholderText(_("Label"))


class _LineEntry(Entry[Labelled]):
    """A text with its label."""

    def __init__(self, name: str, value: Labelled, labels: Sequence[str]) -> None:
        super().__init__()
        column(self).addLayout(self.line)
        self.line.addWidget(self._edit(name, value.value, hint=False), 1)
        self._offer_labels(labels, value.label)
        self.line.addWidget(self.label)

    def value(self) -> Labelled:
        """Return the text and its label."""
        return Labelled(self.edits[0].text().strip(), self.label.currentText().strip())


class _AddressEntry(Entry[PostalAddress]):
    """A postal address in its parts; what has no field here is kept."""

    def __init__(self, value: PostalAddress, labels: Sequence[str]) -> None:
        super().__init__()
        self._kept = value
        box = column(self, gap=theme.TINY)
        street = " ".join(value.street.splitlines())
        self.line.addWidget(self._edit(_("Street"), street), 1)
        self._offer_labels(labels, value.label)
        self.line.addWidget(self.label)
        box.addLayout(self.line)
        code = self._edit(_("Postal code"), value.postal_code)
        code.setFixedWidth(112)
        for together in (
            (code, self._edit(_("City"), value.city)),
            (
                self._edit(_("Region"), value.region),
                self._edit(_("Country"), value.country),
            ),
        ):
            line = row(gap=theme.SMALL)
            for edit in together:
                line.addWidget(edit, 1)
            box.addLayout(line)

    def value(self) -> PostalAddress:
        """Return the address; a street of several lines stays so unless it was changed."""
        street, code, city, region, country = (edit.text().strip() for edit in self.edits)
        if street == " ".join(self._kept.street.splitlines()).strip():
            street = self._kept.street
        return replace(
            self._kept,
            label=self.label.currentText().strip(),
            street=street,
            postal_code=code,
            city=city,
            region=region,
            country=country,
        )


class SeveralField(Field[tuple[T, ...]], Generic[T]):
    """Entries under each other; a button adds one, another takes one away."""

    def __init__(
        self, name: str, label: str, add: str, remove: str, make: Callable[[T | None], Entry[T]]
    ) -> None:
        super().__init__(name, label)
        self._make = make
        self._remove_text = remove
        self._entries: list[Entry[T]] = []
        holder = QWidget()
        box = column(holder, gap=theme.TINY)
        self._room = column(gap=theme.SMALL)
        box.addLayout(self._room)
        self.adder = Button(add, self.add_one, kind="link", icon="plus")
        box.addWidget(self.adder, 0, Qt.AlignmentFlag.AlignLeading)
        self.take(self.adder, holder)
        self.adder.setAccessibleName(add)

    def value(self) -> tuple[T, ...]:
        """Return the entries in which something is typed."""
        return tuple(entry.value() for entry in self._entries if not entry.is_empty())

    def set_value(self, value: tuple[T, ...]) -> None:
        """Show these entries, or one to be filled."""
        for entry in tuple(self._entries):
            self._drop(entry)
        for one in value or (None,):
            self._add(one)

    def add_one(self) -> None:
        """Add an empty entry and go there."""
        self._add(None).edits[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def mark_wrong(self, sentence: str) -> None:
        """Mark the line that the sentence quotes, and say below what is wrong."""
        super().mark_wrong(sentence)
        for entry in self._entries:
            text = entry.edits[0].text().strip()
            entry.edits[0].setProperty("wrong", bool(text) and text[:50] in sentence)
            entry.edits[0].style().unpolish(entry.edits[0])
            entry.edits[0].style().polish(entry.edits[0])

    def showEvent(self, event: QShowEvent) -> None:
        """Order what Tab goes through: Qt forgets it for what was not in a window yet."""
        super().showEvent(event)
        self._order_stops()

    def _order_stops(self) -> None:
        stops = [stop for entry in self._entries for stop in entry.stops]
        for before, after in pairwise((*stops, self.adder)):
            QWidget.setTabOrder(before, after)

    def _add(self, value: T | None) -> Entry[T]:
        entry = self._make(value)
        for edit in entry.edits:
            edit.textChanged.connect(self._touched)
        entry.label.currentTextChanged.connect(self._touched)
        remove = IconButton("close", self._remove_text, lambda: self._take_away(entry))
        entry.line.addWidget(remove)
        self._entries.append(entry)
        self._room.addWidget(entry)
        self.setFocusProxy(self._entries[0].edits[0])
        beside = {edit for edit in entry.edits if entry.line.indexOf(edit) >= 0}
        entry.stops = (
            *(edit for edit in entry.edits if edit in beside),
            *([entry.label] if entry.line.indexOf(entry.label) >= 0 else []),
            remove,
            *(edit for edit in entry.edits if edit not in beside),
        )
        self._order_stops()
        return entry

    def _take_away(self, entry: Entry[T]) -> None:
        self._drop(entry)
        if not self._entries:
            self._add(None)
        self._entries[-1].edits[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self._touched()

    def _drop(self, entry: Entry[T]) -> None:
        self._entries.remove(entry)
        self._room.removeWidget(entry)
        entry.hide()
        entry.deleteLater()


class LinesField(SeveralField[Labelled]):
    """Several e-mail addresses, phone numbers or links."""

    def __init__(
        self,
        name: str,
        label: str,
        value: Sequence[Labelled],
        *,
        add: str,
        remove: str,
        labels: Sequence[str],
    ) -> None:
        super().__init__(
            name,
            label,
            add,
            remove,
            lambda one: _LineEntry(label, one or Labelled("", labels[0]), labels),
        )
        self.set_value(tuple(value))


class AddressesField(SeveralField[PostalAddress]):
    """Several postal addresses."""

    def __init__(self, name: str, label: str, value: Sequence[PostalAddress]) -> None:
        labels = (_("Work"), _("Home"), _("Invoices"))
        super().__init__(
            name,
            label,
            _("Add address"),
            _("Remove address"),
            lambda one: _AddressEntry(one or PostalAddress(label=labels[0]), labels),
        )
        self.set_value(tuple(value))
