"""The page of contacts: the list, its filters, and the details of one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout

from deskcrm import formats
from deskcrm.domain.business import own_currency
from deskcrm.domain.matching import Needle
from deskcrm.features.contacts.queries.columns import more_of, ordered_ids
from deskcrm.features.contacts.queries.matched import matched
from deskcrm.features.contacts.queries.rows import (
    ContactFilter,
    ContactRow,
    Group,
    all_ids,
    contact_count,
    contact_ids,
    group_counts,
    listed_count,
    place_beginning,
    place_of,
    rows_of,
)
from deskcrm.features.contacts.queries.segments import SegmentView
from deskcrm.features.contacts.ui.cells import edit_in_cells
from deskcrm.features.contacts.ui.detail import ContactDetails
from deskcrm.features.contacts.ui.filter_bar import FilterBar
from deskcrm.features.contacts.ui.list_columns import (
    ListColumns,
    more_wanted,
    offer_columns,
    searched,
)
from deskcrm.features.contacts.ui.segment_chip import SegmentChip
from deskcrm.i18n import _, ngettext
from deskcrm.kit.context import Context
from deskcrm.kit.controls import Button, FilterChips
from deskcrm.kit.jump import JumpByTyping
from deskcrm.kit.page import ListAndDetail, Page
from deskcrm.kit.parts import EmptyState
from deskcrm.kit.record_table import RecordTable
from deskcrm.kit.table import Sort, WindowedTableModel

_IMPORT = "exchange.import"
"""Another feature's command, offered where it is there."""
_FEW = 100
"""So many selected rows are looked up one by one."""


class ContactsPage(Page):
    """Everybody in a list, and all about one of them beside it."""

    kinds = frozenset({
        "contact", "email", "phone", "address", "link", "role", "tag", "contact_tag",
        "activity", "deal", "stage", "quote", "follow_up", "business", "segment", "custom_field",
        "consent", "attachment", "photo", "important_date",
    })  # fmt: skip

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Contacts"))
        self.chips = self.add_chips(
            FilterChips(
                [(group.value, words) for group, words in _group_words().items()],
                _("Which contacts"),
                str(context.settings.get("contacts/group", Group.ALL.value)),
            )
        )
        self.segment = SegmentChip(context)
        self.add_to_title(self.segment)
        if _is_known(context, _IMPORT):
            self.add_button(_("Import"), lambda: context.run(_IMPORT))
            self.take_files(_IMPORT)
        self.add_command("contacts.new", primary=True)
        self._home = ""
        self._has_begun = False
        self._is_choosing = False
        """Several parts of the filter are set, and it is not whole before the last."""
        self.filter_bar = FilterBar(context)
        self._ordered: list[int] | None = None
        self.columns = ListColumns(context, lambda: self._home, lambda: self._model.needle)
        self._model = WindowedTableModel(self.columns.chosen(), self._count, self._rows)
        self.table = RecordTable(
            self._model, _("Contacts"), settings=context.settings, key="contacts"
        )
        self.table.let_columns_move()
        self.list = self.table
        self.details = ContactDetails(context)
        self._both = ListAndDetail(self.table, self.details)
        self.body.addWidget(self.filter_bar)
        self.body.addWidget(self._both, 1)
        self._later = QTimer(self, interval=150, singleShot=True)
        self._later.timeout.connect(self._say_how_many)
        self._connect()

    @property
    def wanted(self) -> ContactFilter:
        """Which contacts are listed now."""
        return ContactFilter(
            today=self.context.today(),
            text=self.filter_bar.text,
            group=Group(self.chips.key),
            conditions=self.filter_bar.conditions,
        )

    def reload(self) -> None:
        """Ask for everything anew; the selected contact stays selected."""
        self._home = self.context.crm.ask(own_currency)
        counts = self.context.crm.ask(group_counts, self.context.today())
        for group, words in _group_words().items():
            said = _("{group} {count}").format(group=words, count=formats.number(counts[group]))
            self.chips.set_words(group.value, said)
        if not self._has_begun:
            self._has_begun = True
            self.segment.begin()
        self.segment.refresh()
        before = self.table.current_id()
        self._model.reload()
        if before is not None and self.table.current_id() != before:
            self._select(before)
        if self.table.current_id() is None:
            self.table.select_row(0)
        self.details.show_contact(self.table.current_id())
        self._later.start()
        self.show_empty(None if counts[Group.ALL] else self._empty_state())
        if tuple(c.id for c in self.columns.chosen()) != tuple(c.id for c in self._model.columns):
            self.show_columns()  # a field of the user's own came or went
        self.filter_bar.setVisible(bool(counts[Group.ALL]) and self.filter_bar.is_wanted)

    def show_contact(self, contact_id: int) -> None:
        """Select a contact and show all about it, though the filters would hide it."""
        self.reload_now_if_stale()
        if not self._select(contact_id):
            self.filter_bar.clear()
            self.chips.choose(Group.ALL.value)
            self._model.reload()
            self._select(contact_id)
        self._both.reveal()

    def selected_ids(self) -> Sequence[int]:
        """Return the ids of all selected contacts, in the order shown."""
        chosen = self.table.selectionModel().selection()
        parts = [chosen.at(number) for number in range(chosen.count())]
        rows = sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)})
        if len(rows) <= _FEW:
            return self.table.selected_ids()
        # Asked for at once: the rows themselves are not needed, and may be a hundred thousand.
        ids = self._ids(0, rows[-1] + 1, self._model.sorting)
        return tuple(ids[row] for row in rows if row < len(ids))

    def target(self, kind: str) -> int | None:
        """Return the current contact."""
        return self.table.current_id() if kind == "contact" else None

    def choices(self, kind: str) -> Mapping[str, Callable[[], Sequence[int]]]:
        """Return those who are selected, if they are several, and those who are listed, if not all are."""
        found: dict[str, Callable[[], Sequence[int]]] = {}
        if kind != "contact":
            return found
        selected, wanted = self.selected_ids(), self.wanted
        if len(selected) > 1:
            words = ngettext("The {n} selected contact", "The {n} selected contacts", len(selected))
            found[words.format(n=formats.number(len(selected)))] = lambda: selected
        if wanted.as_json():
            found[_("The contacts listed now")] = lambda: self.context.crm.ask(all_ids, wanted)
        return found

    def focus_filter(self) -> None:
        """Go to the filter above the list, back from the details in a narrow window."""
        self._both.fold()
        self.filter_bar.ask()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Esc in the list show all contacts again."""
        if (
            watched is self.table
            and isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
            and self.filter_bar.is_wanted
        ):
            self.filter_bar.clear()
            return True
        return super().eventFilter(watched, event)

    def _connect(self) -> None:
        self.table.installEventFilter(self)
        self.jump = JumpByTyping(self.table, self._place_beginning)
        self.cells = edit_in_cells(self.context, self.table)
        self.table.current_changed.connect(self.details.show_contact)
        self.table.opened.connect(self._reveal)
        self.table.menu_asked.connect(self._show_menu)
        self.table.columns_asked.connect(self._offer_columns)
        self.table.columns_moved.connect(self._keep_order)
        self.chips.chosen.connect(self._choose_group)
        self.segment.chosen.connect(self._show_segment)
        self.filter_bar.changed.connect(self._filter)
        self.filter_bar.keep_asked.connect(self.segment.keep)
        self.filter_bar.left.connect(lambda: self.table.setFocus(Qt.FocusReason.OtherFocusReason))

    def _choose_group(self, key: str) -> None:
        self.context.settings.set("contacts/group", key)
        self._filter()

    def _show_segment(self, segment: SegmentView | None) -> None:
        wanted = segment.wanted if segment else ContactFilter(self.context.today())
        self._is_choosing = True
        self.columns.segment = segment.id if segment else 0
        self.show_columns()
        self.chips.choose(wanted.group.value)
        self.filter_bar.set_filter(wanted.text, wanted.conditions)
        self._is_choosing = False
        self._filter()

    def _filter(self) -> None:
        if self._is_choosing:
            return
        self.segment.show_filter(self.wanted)
        self._model.reload()
        self.table.scrollToTop()
        self.table.select_row(0)
        self._later.start()

    def _say_how_many(self) -> None:
        if self.filter_bar.is_wanted:
            self.filter_bar.say_found(self.context.crm.ask(contact_count, self.wanted))

    def _select(self, contact_id: int) -> bool:
        sort = self._model.sorting
        if sort.key in {"", "name"}:
            place = self.context.crm.ask(
                place_of, self.wanted, contact_id, descending=sort.descending
            )
        else:
            listed = self._ids(0, self._model.rowCount(), sort)
            place = listed.index(contact_id) if contact_id in listed else None
        if place is not None:
            self.table.select_row(place)
        return place is not None

    def _place_beginning(self, text: str) -> int | None:
        sort = self._model.sorting
        if sort.key not in {"", "name"}:
            return None
        return self.context.crm.ask(place_beginning, self.wanted, text, descending=sort.descending)

    def _reveal(self, _contact_id: int) -> None:
        self._both.reveal()
        self.details.focusNextChild()

    def _show_menu(self, at: QPoint) -> None:
        self.context.shell.show_record_menu("contact", at)

    def _count(self) -> int:
        self._ordered = None
        self._model.needle = Needle.of(self.filter_bar.text)
        return self.context.crm.ask(listed_count, self.wanted)

    def _rows(self, offset: int, limit: int, sort: Sort) -> Sequence[ContactRow]:
        ids = self._ids(offset, limit, sort)
        rows: Sequence[ContactRow] = self.context.crm.ask(rows_of, ids)
        more = self.context.crm.ask(more_of, ids, more_wanted(self._model.columns))
        rows = [replace(row, more=more[row.id]) if row.id in more else row for row in rows]
        needle = self._model.needle
        if not needle:
            return rows
        # What the columns show is marked there; what else was found is told below the name.
        unseen = {row.id: needle.beyond(searched(self._model.columns, row)) for row in rows}
        found = self.context.crm.ask(matched, unseen)
        return [replace(row, matched=found.get(row.id)) for row in rows]

    def _ids(self, offset: int, limit: int, sort: Sort) -> Sequence[int]:
        """Return a part of the list; an order by anything but the name is made once and kept."""
        ask, wanted = self.context.crm.ask, self.wanted
        if sort.key in {"", "name"}:
            return ask(contact_ids, wanted, offset, limit, descending=sort.descending)
        if self._ordered is None:
            self._ordered = ask(ordered_ids, wanted, sort.key, descending=sort.descending)
        return self._ordered[offset : offset + limit]

    def show_columns(self) -> None:
        """Show the columns that are chosen."""
        self.table.show_columns(self.columns.chosen())
        self._model.reload()

    def _offer_columns(self, at: QPoint) -> None:
        offer_columns(self, self.columns, at, self.show_columns)

    def _keep_order(self, ids: list[str]) -> None:
        self.columns.choose(ids)
        self.show_columns()

    def _empty_state(self) -> EmptyState:
        state = EmptyState(
            "contacts",
            _("No contacts yet"),
            _("Everybody you work with lives here: who they are, what is open, what happened."),
            Button(
                _("Add the first contact"),
                lambda: self.context.run("contacts.new"),
                kind="primary",
            ),
        )
        if _is_known(self.context, _IMPORT):
            bring = Button(_("Import"), lambda: self.context.run(_IMPORT))
            box = state.layout()
            assert isinstance(box, QVBoxLayout)
            box.insertWidget(box.count() - 1, bring, 0, Qt.AlignmentFlag.AlignHCenter)
        return state


def _group_words() -> dict[Group, str]:
    return {
        Group.ALL: _("All"),
        Group.CLIENTS: _("Clients"),
        Group.LEADS: _("Leads"),
        Group.QUIET: _("No contact in 60 days"),
    }


def _is_known(context: Context, command_id: str) -> bool:
    try:
        context.shell.command(command_id)
    except KeyError:
        return False
    return True
