"""The sheet of contacts that are likely the same: compare, merge, or say that they are not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QStackedWidget, QWidget

from deskcrm import formats
from deskcrm.errors import CrmError
from deskcrm.features.contacts.merging import mark_distinct, merge_contacts
from deskcrm.features.contacts.queries.alike import Alike, alike
from deskcrm.features.contacts.queries.duplicates import Same
from deskcrm.features.contacts.queries.view import contact_view
from deskcrm.features.contacts.ui.compare import CompareView
from deskcrm.i18n import _, mark, ngettext
from deskcrm.jobs import Progress
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.controls import Button
from deskcrm.kit.form import Sheet
from deskcrm.kit.jobs import Job
from deskcrm.kit.parts import EmptyState, ScrollColumn, column, row
from deskcrm.kit.record_table import RecordTable
from deskcrm.kit.table import Column, WindowedTableModel
from deskcrm.kit.text import Text

_WIDTH: Final = 940
_HEIGHT: Final = 470
_REASONS: Final = {
    Same.EMAIL: mark("same e-mail"),
    Same.PHONE: mark("same phone"),
    Same.NAME: mark("same name"),
    Same.SIMILAR: mark("similar name, same company"),
}


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group as a line of the list."""

    id: int
    names: str
    reasons: str
    ids: tuple[int, ...]


class MergeSheet(Sheet):
    """Compares the contacts that were selected and makes one of them."""

    def __init__(self, context: Context, parent: QWidget | None, ids: Sequence[int]) -> None:
        title = ngettext("Merge {n} contact", "Merge {n} contacts", len(ids))
        super().__init__(title.format(n=formats.number(len(ids))), parent, width=_WIDTH)
        self._context = context
        self.compare = CompareView()
        self._sentence = Text(tone="bad", wrap=True)
        self._sentence.hide()
        self.body.addWidget(Text(_(_KEEPS), tone="muted", wrap=True))
        self.body.addWidget(self.compare)
        self.body.addWidget(self._sentence)
        self.body.addStretch(1)
        self.add_button(Button(_("Cancel"), self.reject))
        self.merge_button = self.add_button(Button(_("Merge"), self.merge, kind="primary"))
        self.compare.show_contacts(
            [context.crm.ask(contact_view, key, today=context.today()) for key in ids]
        )
        self.compare.changed.connect(self._enable)

    def merge(self) -> None:
        """Merge as it is shown, and open what came of it."""
        kept = self.compare.kept()
        try:
            name = _merge(self._context, self.compare)
        except CrmError as error:
            self._sentence.setText(str(error))
            self._sentence.show()
            return
        self._context.toast(_("Merged into {name}").format(name=name), undo=True)
        self.accept()
        self._context.open("contact", kept)

    def _enable(self) -> None:
        self.merge_button.setEnabled(bool(self.compare.others()))


class DuplicatesSheet(Sheet):
    """Goes through the groups of contacts that are likely the same."""

    def __init__(self, context: Context, parent: QWidget | None) -> None:
        super().__init__(_("Find duplicates"), parent, width=_WIDTH)
        self._context = context
        self._job: Job | None = None
        self.groups: list[GroupLine] = []
        self._wait = _Comparing()
        self._none = EmptyState(
            "contacts",
            _("No duplicates found"),
            _("Nobody shares an e-mail address, a phone number or a name with somebody else."),
        )
        self._model = WindowedTableModel[GroupLine](
            [
                Column(
                    _("Likely the same"),
                    lambda line: line.names,
                    stretch=True,
                    subtitle=lambda line: line.reasons,
                )
            ],
            count=lambda: len(self.groups),
            rows=lambda offset, limit, _sort: self.groups[offset : offset + limit],
        )
        self.table = RecordTable(self._model, _("Likely the same"))
        self.table.setFixedWidth(270)
        self.table.current_changed.connect(self._show_group)
        self.compare = CompareView()
        self._both = QWidget()
        sides = row(self._both, gap=theme.LARGE)
        sides.addWidget(self.table)
        right = column(gap=theme.SMALL)
        right.addWidget(Text(_(_KEEPS), tone="muted", wrap=True))
        scroll = ScrollColumn(margin=0)
        scroll.body.addWidget(self.compare)
        right.addWidget(scroll, 1)
        sides.addLayout(right, 1)
        self._stack = QStackedWidget()
        for part in (self._wait, self._none, self._both):
            self._stack.addWidget(part)
        self._stack.setMinimumHeight(_HEIGHT)
        self.body.addWidget(self._stack, 1)
        foot = row(gap=theme.SMALL)
        self.said = Text(tone="muted", wrap=True)
        self.undo_button = Button(_("Undo"), self._undo, kind="link")
        foot.addWidget(self.said, 1)
        foot.addWidget(self.undo_button)
        self.body.addLayout(foot)
        self.add_button(Button(_("Close"), self.reject))
        self.apart_button = self.add_button(Button(_("Not the same"), self.set_apart))
        self.merge_button = self.add_button(Button(_("Merge"), self.merge, kind="primary"))
        self.compare.changed.connect(self._enable)
        self._say("")
        self.compare_all()

    def compare_all(self) -> None:
        """Compare all contacts anew, behind the window."""

        def work(progress: Progress) -> tuple[Alike, ...]:
            return self._context.crm.ask(alike, progress)

        self._show(self._wait)
        self._job = self._context.jobs.run(_("Comparing contacts"), work, self._found)

    def merge(self) -> None:
        """Merge the group that is shown, and go on to the next."""
        try:
            name = _merge(self._context, self.compare)
        except CrmError as error:
            self._say(str(error))
            return
        self._next(_("Merged into {name}").format(name=name))

    def set_apart(self) -> None:
        """Say that those who are shown are not the same, and go on to the next."""
        ids = [self.compare.kept(), *self.compare.others()]
        self._context.crm.do(mark_distinct, ids)
        self._next(_("They will not be named together again."))

    def reject(self) -> None:
        """Close; what is being compared stops."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        super().reject()

    def _found(self, groups: tuple[Alike, ...]) -> None:
        if self._job is None:
            return
        self._job = None
        self.groups = [
            GroupLine(
                number,
                ", ".join(dict.fromkeys(one.name for one in group.contacts)),
                ", ".join(_(_REASONS[same]) for same in group.reasons),
                tuple(one.id for one in group.contacts),
            )
            for number, group in enumerate(groups, 1)
        ]
        self._show_groups(0)

    def _show_groups(self, place: int) -> None:
        self._model.reload()
        if not self.groups:
            self._show(self._none)
            return
        self._show(self._both)
        self.table.select_row(min(place, len(self.groups) - 1))
        self._show_group(self.table.current_id())
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_group(self, number: int | None) -> None:
        line = next((one for one in self.groups if one.id == number), None)
        if line is None:
            return
        crm, today = self._context.crm, self._context.today()
        self.compare.show_contacts([crm.ask(contact_view, key, today=today) for key in line.ids])

    def _next(self, said: str) -> None:
        """Take the group that is shown off the list, and show the one that takes its place."""
        current = self.table.current_id()
        place = next((n for n, line in enumerate(self.groups) if line.id == current), 0)
        gone = set(self.groups[place].ids)
        self.groups = [line for line in self.groups if not gone & set(line.ids)]
        self._say(said, undo=True)
        self._show_groups(place)

    def _undo(self) -> None:
        self._context.run("undo")
        self._say("")
        self.compare_all()

    def _say(self, text: str, *, undo: bool = False) -> None:
        self.said.setText(text)
        self.undo_button.setVisible(undo)

    def _show(self, part: QWidget) -> None:
        self._stack.setCurrentWidget(part)
        for button in (self.apart_button, self.merge_button):
            button.setVisible(part is self._both)

    def _enable(self) -> None:
        for button in (self.apart_button, self.merge_button):
            button.setEnabled(bool(self.compare.others()))


_KEEPS = mark(
    "What there can be several of is kept of all. Where they differ, choose whose value stays."
)


class _Comparing(QWidget):
    """Says that the contacts are being compared."""

    def __init__(self) -> None:
        super().__init__()
        box = column(self, gap=theme.SMALL)
        box.addStretch(1)
        box.addWidget(Text(_("Comparing contacts"), strong=True), 0, Qt.AlignmentFlag.AlignHCenter)
        bar = QProgressBar(self)
        bar.setAccessibleName(_("Comparing contacts"))
        bar.setTextVisible(False)
        bar.setRange(0, 0)
        bar.setFixedWidth(320)
        box.addWidget(bar, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(1)


def _merge(context: Context, compare: CompareView) -> str:
    """Merge as it is compared; return the name of what came of it. Raise what is wrong."""
    kept = compare.kept()
    context.crm.do(
        merge_contacts, kept, compare.others(), now=context.now(), choices=compare.choices()
    )
    return context.crm.ask(contact_view, kept, today=context.today()).name
