"""Contacts side by side, field by field: which one stays, and whose value of each field."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QGridLayout,
    QRadioButton,
    QSizePolicy,
    QWidget,
)

from deskcrm import formats
from deskcrm.features.contacts.merging import NAME, OWN
from deskcrm.features.contacts.queries.view import ContactView
from deskcrm.features.contacts.ui import words
from deskcrm.features.fields.shown import shown
from deskcrm.i18n import _, mark
from deskcrm.kit import theme
from deskcrm.kit.parts import Line, clear, column
from deskcrm.kit.text import Text, tooltip_text

_LABEL: Final = 112
_MARK: Final = 34
"""The room of a button's ring and what is around it."""
_MOST: Final = 300
"""So much of a text is shown to compare."""

_CHOSEN: Final[tuple[tuple[str, str, Callable[[ContactView], str]], ...]] = (
    (NAME, mark("Name"), lambda view: view.name),
    ("nickname", mark("Nickname"), lambda view: view.form.nickname),
    ("birthday", mark("Birthday"), lambda view: _day(view.form.birthday)),
    ("anniversary", mark("Anniversary"), lambda view: _day(view.anniversary)),
    ("language", mark("Language"), lambda view: _language(view.form.language)),
    ("time_zone", mark("Time zone"), lambda view: view.time_zone),
    ("source", mark("Source"), lambda view: view.form.source),
    ("tax_id", mark("Tax number"), lambda view: view.form.tax_id),
)
"""What a contact has one of: its field, its name, and its text."""

_KEPT: Final[tuple[tuple[str, Callable[[ContactView], str]], ...]] = (
    (
        mark("Company"),
        lambda view: "\n".join(
            formats.beside(role.title, role.organization) for role in view.roles
        ),
    ),
    (mark("E-mail"), lambda view: "\n".join(email.value for email in view.form.emails)),
    (mark("Phone"), lambda view: "\n".join(phone.value for phone in view.form.phones)),
    (
        mark("Address"),
        lambda view: "\n\n".join(words.written_address(one) for one in view.form.addresses),
    ),
    (mark("Link"), lambda view: "\n".join(link.value for link in view.form.links)),
    (mark("Tags"), lambda view: ", ".join(view.form.tags)),
    (mark("Note"), lambda view: view.form.note),
    (mark("Added"), lambda view: formats.day(view.created.date())),
)
"""What is kept of all of them, or only told."""


class CompareView(QWidget):
    """A column for each contact; a choice where they differ in what a contact has one of."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._views: tuple[ContactView, ...] = ()
        self.stays: dict[int, QRadioButton] = {}
        self.takes_part: dict[int, QCheckBox] = {}
        self.values: dict[tuple[str, int], QRadioButton] = {}
        self._groups: list[QButtonGroup] = []
        self._touched: set[str] = set()
        self._box = column(self)

    def show_contacts(self, views: Sequence[ContactView]) -> None:
        """Compare these; the first one stays unless somebody says otherwise."""
        self._views = tuple(views)
        self._touched.clear()
        for known in (self.stays, self.takes_part, self.values):
            known.clear()
        self._groups.clear()
        clear(self._box)
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.MEDIUM)
        grid.setVerticalSpacing(theme.TINY)
        grid.setColumnMinimumWidth(0, _LABEL)
        for number in range(1, len(self._views) + 1):
            grid.setColumnStretch(number, 1)
        self._add_head(grid)
        for line in self._lines():
            self._add_line(grid, *line)
        self._box.addWidget(holder)
        self._box.addStretch(1)
        self._follow()

    def kept(self) -> int:
        """Return the contact that stays."""
        return next((key for key, button in self.stays.items() if button.isChecked()), 0)

    def others(self) -> list[int]:
        """Return the contacts that become part of it."""
        kept = self.kept()
        part = {key for key, box in self.takes_part.items() if box.isChecked()}
        return [view.id for view in self._views
                if view.id != kept and (view.id in part or not self.takes_part)]  # fmt: skip

    def choices(self) -> dict[str, int]:
        """Return of whom each field is taken in which they differ."""
        wanted = {self.kept(), *self.others()}
        return {
            field: key
            for (field, key), button in self.values.items()
            if button.isChecked() and key in wanted
        }

    def _lines(self) -> Iterator[tuple[str, str, list[str]]]:
        """Yield field, name and texts of each line in which somebody says something; "" is no choice."""
        for field, name, text in _CHOSEN:
            yield field, _(name), [text(view) for view in self._views]
        own = dict.fromkeys(name for view in self._views for name in view.custom)
        for name in own:
            texts = [shown(None, view.custom[name]) if name in view.custom else ""
                     for view in self._views]  # fmt: skip
            yield f"{OWN}{name}", name, texts
        for name, text in _KEPT:
            yield "", _(name), [text(view) for view in self._views]

    def _add_head(self, grid: QGridLayout) -> None:
        group = QButtonGroup(self)
        self._groups.append(group)
        label = Text(_("Stays"), tone="muted")
        grid.addWidget(label, 0, 0, Qt.AlignmentFlag.AlignTop)
        for number, view in enumerate(self._views, 1):
            button = _Radio(view.name)
            button.setAccessibleName(_("{name} stays").format(name=view.name))
            button.setFont(theme.font(strong=True))
            group.addButton(button)
            self.stays[view.id] = button
            grid.addWidget(button, 0, number)
            label.setMinimumHeight(
                button.sizeHint().height()
            )  # its words beside those of the button
            if len(self._views) > 2:
                box = QCheckBox(_("Part of the merge"))
                box.setAccessibleName(_("{name} is part of the merge").format(name=view.name))
                box.setChecked(True)
                self.takes_part[view.id] = box
                grid.addWidget(box, 1, number)
                box.toggled.connect(self.changed)
        next(iter(self.stays.values())).setChecked(True)
        group.buttonToggled.connect(lambda _button, _on: self._follow())
        grid.addWidget(Line(), 2, 0, 1, len(self._views) + 1)

    def _add_line(self, grid: QGridLayout, field: str, name: str, texts: list[str]) -> None:
        if not any(texts):
            return
        said = {text for text in texts if text}
        differs = bool(field) and len(said) > 1
        row = grid.rowCount()
        label = Text(name, tone="warn" if differs else "muted", wrap=True)
        grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        group = QButtonGroup(self) if differs else None
        for number, (view, text) in enumerate(zip(self._views, texts, strict=True), 1):
            short = text if len(text) <= _MOST else text[: _MOST - 1] + "…"
            if group is None or not text:
                grid.addWidget(
                    Text(short, wrap=True, selectable=True), row, number, Qt.AlignmentFlag.AlignTop
                )
                continue
            button = _Radio(short)
            button.setAccessibleName(_("{field}: {values}").format(field=name, values=text[:_MOST]))
            group.addButton(button)
            button.clicked.connect(lambda _on, field=field: self._touched.add(field))
            self.values[field, view.id] = button
            grid.addWidget(button, row, number, Qt.AlignmentFlag.AlignTop)
            label.setMinimumHeight(button.sizeHint().height())
        if group is not None:
            self._groups.append(group)

    def _follow(self) -> None:
        """Take each field that nobody chose of the contact that stays, if it says something."""
        kept = self.kept()
        for field in {field for field, _key in self.values} - self._touched:
            own = self.values.get((field, kept))
            first = next(button for (name, _key), button in self.values.items() if name == field)
            (own or first).setChecked(True)
        if kept in self.takes_part:
            self.takes_part[kept].setChecked(True)
        for key, box in self.takes_part.items():
            box.setEnabled(key != kept)
        self.changed.emit()


class _Radio(QRadioButton):
    """A choice whose words are shortened where they do not fit."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._line = " ".join(text.split())
        self.setToolTip(tooltip_text(text))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the words anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = max(self.width() - _MARK, 60)
        words = self.fontMetrics().elidedText(self._line, Qt.TextElideMode.ElideRight, room)
        self.setText(words.replace("&", "&&"))


def _day(day: object) -> str:
    import datetime as dt

    return formats.day(day) if isinstance(day, dt.date) else ""


def _language(code: str) -> str:
    return words.language_name(code) if code else ""
