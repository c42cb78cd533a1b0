"""What happened with a contact, in its details: all of it or one strand, loaded as it is scrolled."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from deskcrm.features.contacts.queries.timeline import Event, Place, Strand, timeline
from deskcrm.features.contacts.ui import words
from deskcrm.i18n import _, mark
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.controls import Button
from deskcrm.kit.parts import SectionLabel, column, row
from deskcrm.kit.text import Text
from deskcrm.kit.timeline import Happening, TimelineView

_AT_ONCE: Final = 20
"""So many happenings are asked for at a time."""

_STRANDS: Final = {
    Strand.ALL: mark("Everything"),
    Strand.NOTES: mark("Notes"),
    Strand.TALKS: mark("Calls and meetings"),
    Strand.MAILS: mark("Mails"),
    Strand.DOCUMENTS: mark("Documents"),
    Strand.DEALS: mark("Deals"),
    Strand.QUOTES: mark("Quotes"),
    Strand.FOLLOW_UPS: mark("Follow-ups done"),
}


class ContactHistory(QWidget):
    """The timeline of one contact; `show_contact` shows another's, or the same as it is now."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._contact_id: int | None = None
        self._next: Place | None = None
        self.events: list[Event] = []
        self.strand = Strand.ALL
        self._choose = Button(_(_STRANDS[self.strand]), self._show_menu, kind="link")
        self._nothing = Text(_("Nothing of this kind has happened yet."), tone="muted", wrap=True)
        self.view = TimelineView()
        head = row(gap=theme.SMALL)
        head.addWidget(SectionLabel(_("Timeline")), 1)
        head.addWidget(self._choose)
        box = column(self, gap=theme.SMALL)
        box.setContentsMargins(0, theme.TINY, 0, 0)
        box.addLayout(head)
        box.addWidget(self._nothing)
        box.addWidget(self.view)
        self._name_choice()

    def show_contact(self, contact_id: int) -> None:
        """Show what happened with a contact; of the one that is shown, as much as was loaded."""
        is_other = contact_id != self._contact_id
        many = max(_AT_ONCE, 0 if is_other else len(self.events))
        self._contact_id = contact_id
        self._begin(many)

    def choose(self, strand: Strand) -> None:
        """Show one strand only, or everything."""
        self.strand = strand
        self._name_choice()
        self._begin(_AT_ONCE)

    def load_more(self) -> None:
        """Show the happenings before the last that is shown, if there are any."""
        if self._next is not None:
            self._load(_AT_ONCE)

    def _begin(self, many: int) -> None:
        self.events, self._next = [], None
        self.view.show_happenings(())
        self._load(many)

    def _load(self, many: int) -> None:
        if self._contact_id is None:
            return
        more: Sequence[Event] = self._context.crm.ask(
            timeline, self._contact_id, strand=self.strand, before=self._next, limit=many
        )
        self.events.extend(more)
        self._next = more[-1].place if len(more) == many else None
        self.view.add_happenings([self._happening(event) for event in more])
        self._nothing.setVisible(not self.events)

    def _happening(self, event: Event) -> Happening:
        said, strong = words.event_words(event)
        opens = partial(self._context.open, *event.record) if event.record else None
        when = words.event_when(event, self._context.today())
        return Happening(said, when, strong, opens)

    def _name_choice(self) -> None:
        said = _(_STRANDS[self.strand])
        self._choose.setText(f"{said} ▾")
        self._choose.setAccessibleName(_("Timeline shows: {what}").format(what=said))

    def _show_menu(self) -> None:
        menu = QMenu(self)
        group = QActionGroup(menu)
        for strand, text in _STRANDS.items():
            action = QAction(_(text), group)
            action.setCheckable(True)
            action.setChecked(strand is self.strand)
            action.triggered.connect(lambda _checked, strand=strand: self.choose(strand))
            menu.addAction(action)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._choose.mapToGlobal(QPoint(0, self._choose.height() + 2)))
