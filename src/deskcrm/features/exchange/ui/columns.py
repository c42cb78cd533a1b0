"""What becomes of each column of a file: its name, its first values, and where it goes, to be changed."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QScrollArea, QSizePolicy, QWidget

from deskcrm import formats
from deskcrm.features.exchange.incoming import Table
from deskcrm.features.exchange.mapping import makes_a_contact
from deskcrm.features.exchange.place import Place
from deskcrm.features.exchange.targets import CUSTOM, read_target
from deskcrm.features.exchange.ui.field_words import CHOICES, words_of
from deskcrm.i18n import _, ngettext
from deskcrm.kit import theme
from deskcrm.kit.controls import Button
from deskcrm.kit.parts import SectionLabel, column, row
from deskcrm.kit.text import ElidedText, Text

_MOST: Final = 200
"""So many columns are shown; of a wider table the others become what was proposed."""
_SEVERAL: Final = ("email", "phone", "link", "tags")


class ColumnsStep(QWidget):
    """Asks where each column goes; what is proposed stands chosen."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._table: Table | None = None
        self._own: Sequence[str] = ()
        self._boxes: dict[str, TargetBox] = {}
        box = column(self, gap=theme.SMALL)
        head = row(gap=theme.SMALL)
        self._title = Text(strong=True, wrap=True)
        head.addWidget(self._title, 1)
        self.reset_button = Button(_("As proposed"), self.reset, kind="link")
        head.addWidget(self.reset_button, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(head)
        self._note = Text(tone="muted", wrap=True)
        box.addWidget(self._note)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        box.addWidget(self._scroll, 1)

    def show_table(
        self,
        table: Table,
        chosen: Mapping[str, Place | None],
        *,
        kept: bool,
        own: Sequence[str] = (),
    ) -> None:
        """Show what is proposed for a table, and what was chosen instead; `kept` since an earlier file.

        `own` are the names of the user's own fields.
        """
        self._table, self._own = table, own
        self._title.setText(
            _("Looks like an export of {program}.").format(program=table.program)
            if table.program
            else _("Where does each column go?")
        )
        hidden = max(0, len(table.names) - _MOST)
        said = [
            _("What you decided for the last such file is chosen.") if kept else "",
            ngettext(
                "{count} more column becomes what was proposed.",
                "{count} more columns become what was proposed.",
                hidden,
            ).format(count=formats.number(hidden))
            if hidden
            else "",
        ]
        self._note.setText(" ".join(filter(None, said)))
        self._note.setVisible(any(said))
        self._lay_out(table, chosen)
        self._tell()

    def places(self) -> dict[str, Place | None]:
        """Return what every column becomes, those that are not shown as well."""
        if self._table is None:
            return {}
        proposed = dict(zip(self._table.names, self._table.places, strict=True))
        return proposed | {name: box.place() for name, box in self._boxes.items()}

    def chosen(self) -> dict[str, Place | None]:
        """Return the columns that become something else than what was proposed."""
        return {name: box.place() for name, box in self._boxes.items() if box.is_changed}

    def makes_contacts(self) -> bool:
        """Say whether any column leads to something a contact can be found by."""
        return any(map(makes_a_contact, self.places().values()))

    def target_box(self, name: str) -> "TargetBox":
        """Return the box that says where a column goes."""
        return self._boxes[name]

    def reset(self) -> None:
        """Choose what was proposed."""
        for box in self._boxes.values():
            box.propose()
        self._tell()

    def _lay_out(self, table: Table, chosen: Mapping[str, Place | None]) -> None:
        inside = QWidget(self._scroll)
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.MEDIUM)
        grid.setVerticalSpacing(theme.TINY)
        grid.setColumnStretch(0, 4)
        grid.setColumnStretch(1, 5)
        # Room for the bar, at whichever side it stands.
        grid.setColumnMinimumWidth(3, theme.TINY)
        for number, words in enumerate((_("Column"), _("First values"), _("Becomes"))):
            grid.addWidget(SectionLabel(words), 0, number)
        self._boxes = {}
        columns = list(zip(table.names, table.places, table.samples, strict=True))[:_MOST]
        # Those with values first: programs write dozens of columns that hold nothing.
        columns.sort(key=lambda one: not one[2])
        for line, (name, place, samples) in enumerate(columns, 1):
            label, values = ElidedText(name), ElidedText(" · ".join(samples) or "–", tone="muted")
            for text in (label, values):
                text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            target = TargetBox(name, place, ", ".join(samples), self._own)
            if name in chosen:
                target.choose(chosen[name])
            target.currentIndexChanged.connect(lambda _index, name=name: self._decide(name))
            label.setBuddy(target)
            self._boxes[name] = target
            grid.addWidget(label, line, 0)
            grid.addWidget(values, line, 1)
            grid.addWidget(target, line, 2)
        grid.setRowStretch(len(columns) + 1, 1)
        self._scroll.setWidget(inside)

    def _decide(self, name: str) -> None:
        """Let go of a field in other columns where a contact has one of it only."""
        place = self._boxes[name].place()
        if place is not None and not place.is_joined and place.group not in _SEVERAL:
            for other, box in self._boxes.items():
                if other != name and box.place() == place:
                    box.choose(None)
        self._tell()

    def _tell(self) -> None:
        self.reset_button.setVisible(any(box.is_changed for box in self._boxes.values()))
        self.changed.emit()


class TargetBox(QComboBox):
    """Where one column goes; arrow keys and typing change it, the wheel only scrolls the columns."""

    def __init__(
        self, name: str, proposed: Place | None, samples: str, own: Sequence[str] = ()
    ) -> None:
        super().__init__()
        self._proposed = proposed
        self._places: list[Place | None] = []
        choices = (CHOICES[0], tuple(f"{CUSTOM}.{field}" for field in own), *CHOICES[1:])
        offered = [read_target(choice) for group in choices for choice in group]
        if not any(_is_same(one, proposed) for one in offered):
            self._offer(proposed)
        self.setAccessibleName(name)
        self.setAccessibleDescription(samples)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedWidth(236)
        self.setMaxVisibleItems(16)
        for group in filter(None, choices):
            if self._places:
                self.insertSeparator(self.count())
                self._places.append(None)
            for choice in group:
                self._offer(read_target(choice))
        self.view().setAccessibleName(name)
        self._home = self._index_of(proposed)
        self.setCurrentIndex(self._home)

    def place(self) -> Place | None:
        """Return what the column becomes."""
        if self.currentIndex() == self._home:
            return self._proposed
        return self._places[self.currentIndex()]

    @property
    def is_changed(self) -> bool:
        """Say whether something else is chosen than what was proposed."""
        return self.currentIndex() != self._home

    def choose(self, place: Place | None) -> None:
        """Choose what the column becomes."""
        self.setCurrentIndex(self._index_of(place))

    def propose(self) -> None:
        """Choose what was proposed."""
        self.setCurrentIndex(self._home)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the columns: turning it must not change one by chance."""
        event.ignore()

    def _offer(self, place: Place | None) -> None:
        self.addItem(words_of(place))
        self._places.append(place)

    def _index_of(self, place: Place | None) -> int:
        """Return where a place stands among the choices, offering it if it does not."""
        for number, offered in enumerate(self._places):
            if self.itemText(number) and _is_same(offered, place):
                return number
        self._offer(place)
        return self.count() - 1


def _is_same(offered: Place | None, place: Place | None) -> bool:
    """Say whether two places are one to the user: entries are told apart by their labels alone."""
    if offered is None or place is None:
        return offered is place
    if place.group == "tags":
        return offered.group == "tags"
    if place.group in _SEVERAL and place.part == "value" == offered.part:
        return (offered.group, offered.label) == (place.group, place.label)
    return offered == place
