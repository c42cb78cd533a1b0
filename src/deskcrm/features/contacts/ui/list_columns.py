"""The columns of the list of contacts: all there can be, which are shown, and how that is changed."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QMenu, QWidget

from deskcrm import formats
from deskcrm.domain.custom import FieldKind, FieldSpec, texts
from deskcrm.domain.days import local_day
from deskcrm.domain.matching import Needle, excerpt
from deskcrm.features.contacts.conditions import OWN
from deskcrm.features.contacts.queries.rows import ContactRow
from deskcrm.features.contacts.ui import words
from deskcrm.features.contacts.ui.cells import EDITABLE, SIMPLE
from deskcrm.features.fields.queries import contact_fields
from deskcrm.features.fields.shown import shown
from deskcrm.i18n import _, mark, pgettext
from deskcrm.kit.context import Context
from deskcrm.kit.controls import Button
from deskcrm.kit.form import Sheet
from deskcrm.kit.table import Column
from deskcrm.kit.text import Text
from deskcrm.settings import Value

USUAL: Final = ("name", "company", "city", "last", "won")
"""What is shown until somebody chooses."""
_KEY: Final = "contacts/columns"
_TEXTS: Final = {
    "title": mark("Job title"),
    "email": mark("E-mail"),
    "phone": mark("Phone"),
    "link": mark("Link"),
    "street": mark("Street"),
    "postal_code": mark("Postal code"),
    "country": mark("Country"),
    "tags": mark("Tags"),
    "language": mark("Language"),
    "source": mark("Source"),
    "kind": mark("Kind"),
    "nickname": mark("Nickname"),
    "tax_id": mark("Tax number"),
    "birthday": mark("Birthday"),
    "created": mark("Added"),
    "updated": mark("Changed"),
}
_ELSEWHERE: Final = {
    **_TEXTS,
    "name": mark("Name"),
    "company": mark("Company"),
    "department": mark("Department"),
    "address": mark("Address"),
    "file_as": mark("File as"),
    "note": mark("Note"),
    "activity": mark("Timeline"),
}
"""Where a search can find what no column shows."""
_NOT_SEARCHED: Final = frozenset({"language", "source", "kind", "birthday", "created", "updated"})
_NUMBERS: Final = frozenset({FieldKind.NUMBER, FieldKind.MONEY})


class ListColumns:
    """Which columns the list shows, kept for each segment by itself."""

    def __init__(
        self, context: Context, home: Callable[[], str], needle: Callable[[], Needle]
    ) -> None:
        """Take what asks for the currency that is shown first, and for what is searched for."""
        self._context = context
        self._home = home
        self._needle = needle
        self.segment = 0

    def all(self) -> dict[str, Column[ContactRow]]:
        """Return every column there can be, by its id, in the order in which they are offered."""
        found = {column.id: column for column in (*self._usual(), *self._more())}
        for spec in self._context.crm.ask(contact_fields):
            column = _own_column(spec)
            found[column.id] = column
        return found

    def chosen(self) -> tuple[Column[ContactRow], ...]:
        """Return the columns that are shown, in order; the name is always among them."""
        every = self.all()
        kept = self._context.settings.get(self._place) or self._context.settings.get(_KEY)
        ids = [str(key) for key in kept] if isinstance(kept, list) else list(USUAL)
        known = [key for key in ids if key in every]
        if "name" not in known:
            known.insert(0, "name")
        return tuple(every[key] for key in known)

    def choose(self, ids: Sequence[str]) -> None:
        """Show these columns from now on, in this order."""
        usual = list(ids) == list(USUAL) and not self.segment
        self._context.settings.set(self._place, None if usual else list[Value](ids))

    @property
    def _place(self) -> str:
        return f"{_KEY}/{self.segment}" if self.segment else _KEY

    def _usual(self) -> tuple[Column[ContactRow], ...]:
        today, needle = self._context.today, self._needle
        return (
            Column(
                _("Name"),
                lambda row: row.name,
                id="name",
                width=186,
                avatar=True,
                subtitle=lambda row: _told(row, needle()),
                quoted=lambda row: _quoted(row, needle()),
                searched=True,
                sort="name",
            ),
            Column(
                _("Company"),
                lambda row: row.organization or "—",
                id="company",
                stretch=True,
                searched=True,
                editable=True,
                sort="company",
            ),
            Column(
                _("City"), lambda row: row.city, id="city", width=101, searched=True, sort="city"
            ),
            Column(
                _("Last contact"),
                lambda row: (
                    formats.days_ago((today() - row.last_contact).days) if row.last_contact else ""
                ),
                id="last",
                width=118,
                muted=True,
                sort="last",
            ),
            Column(
                pgettext("money", "Won"),
                lambda row: formats.amounts(row.won, self._home()) if row.won else "",
                id="won",
                width=100,
                number=True,
                sort="won",
            ),
        )

    def _more(self) -> tuple[Column[ContactRow], ...]:
        return tuple(
            Column(
                _(title),
                _text_of(key),
                id=key,
                width=140,
                searched=key not in _NOT_SEARCHED,
                editable=key in EDITABLE,
                sort=key,
            )
            for key, title in _TEXTS.items()
        )


def more_wanted(columns: Sequence[Column[ContactRow]]) -> tuple[str, ...]:
    """Return what has to be asked for beside what each line has anyway."""
    return tuple(column.id for column in columns if column.id not in USUAL)


def searched(columns: Sequence[Column[ContactRow]], row: ContactRow) -> list[str]:
    """Return what is shown of a contact where a search looks, as it is said and as it is kept."""
    looked_at = [column for column in columns if column.searched]
    kept = [text for column in looked_at for text in texts(row.more.get(column.id))]
    return [*(column.text(row) for column in looked_at), *kept]


def _quoted(row: ContactRow, needle: Needle) -> str:
    return excerpt(row.matched.text, needle) if row.matched is not None else ""


def _told(row: ContactRow, needle: Needle) -> str:
    """Say what a search found in a contact that no column shows."""
    if row.matched is None:
        return ""
    where = row.matched.where
    what = where.removeprefix(OWN) if where.startswith(OWN) else _(_ELSEWHERE[where])
    return _("{what}: {text}").format(what=what, text=_quoted(row, needle))


def _text_of(key: str) -> Callable[[ContactRow], str]:
    say = _SAID.get(key, str)

    def text(row: ContactRow) -> str:
        value = row.more.get(key)
        return say(value) if value else ""

    return text


def _own_column(spec: FieldSpec) -> Column[ContactRow]:
    key = f"{OWN}{spec.name}"

    def text(row: ContactRow) -> str:
        value: Any = row.more.get(key)
        if value is None:
            return ""
        if spec.kind is FieldKind.YES_NO and isinstance(value, int):
            value = bool(value)
        if spec.kind is FieldKind.CHOICES and isinstance(value, str):
            import json

            value = json.loads(value) if value.startswith("[") else value
        return shown(spec, value)

    return Column(
        spec.name,
        text,
        id=key,
        width=130,
        number=spec.kind in _NUMBERS,
        searched=True,
        editable=spec.kind in SIMPLE,
        sort=key,
    )


def _kind(value: str) -> str:
    return _("Person") if value == "person" else _("Organization")


def _moment(value: str) -> str:
    return formats.day(local_day(dt.datetime.fromisoformat(value)))


_SAID: Final[dict[str, Callable[[str], str]]] = {
    "language": words.language_name,
    "kind": _kind,
    "birthday": lambda value: formats.day(dt.date.fromisoformat(value)),
    "created": _moment,
    "updated": _moment,
    "street": lambda value: ", ".join(value.splitlines()),
}


def offer_columns(
    parent: QWidget, columns: ListColumns, at: QPoint, changed: Callable[[], object]
) -> None:
    """Open a menu of all columns; a choice shows or hides one."""
    menu = QMenu(parent)
    ids = [column.id for column in columns.chosen()]

    def toggle(key: str) -> None:
        columns.choose([one for one in ids if one != key] if key in ids else [*ids, key])
        changed()

    for key, column in columns.all().items():
        action = menu.addAction(column.title.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(key in ids)
        action.setEnabled(key != "name")
        action.triggered.connect(lambda _on, key=key: toggle(key))
    menu.addSeparator()

    def reset() -> None:
        columns.choose(USUAL)
        changed()

    menu.addAction(_("As at first")).triggered.connect(reset)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(at)


class ColumnsSheet(Sheet):
    """Chooses columns and their order: Space shows or hides one, Alt+Up and Alt+Down move it."""

    def __init__(
        self, parent: QWidget | None, columns: ListColumns, changed: Callable[[], object]
    ) -> None:
        super().__init__(_("Choose columns"), parent, width=380)
        self._columns = columns
        self._changed = changed
        hint = _("Space shows or hides a column, Alt+Up and Alt+Down move it.")
        self.body.addWidget(Text(hint, tone="muted", wrap=True))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Columns"))
        self.list.setProperty("framed", True)
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setMinimumHeight(340)
        self.list.installEventFilter(self)
        every = columns.all()
        ids = [column.id for column in columns.chosen()]
        for key in (*ids, *(key for key in every if key not in ids)):
            item = QListWidgetItem(every[key].title)
            item.setData(Qt.ItemDataRole.UserRole, key)
            flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
            flags |= Qt.ItemFlag.ItemIsDragEnabled
            if key != "name":
                flags |= Qt.ItemFlag.ItemIsUserCheckable
            item.setFlags(flags)
            item.setCheckState(Qt.CheckState.Checked if key in ids else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.body.addWidget(self.list, 1)
        self.add_button(Button(_("Cancel"), self.reject))
        self.add_button(Button(_("Save"), self.save, kind="primary"))
        self.list.setFocus()

    def save(self) -> None:
        """Show the columns that are checked, in their order."""
        items = [self.list.item(number) for number in range(self.list.count())]
        self._columns.choose(
            [
                item.data(Qt.ItemDataRole.UserRole)
                for item in items
                if item.checkState() is Qt.CheckState.Checked
            ]
        )
        self._changed()
        self.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move the current column with Alt+Up and Alt+Down; save with Enter."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
            step = steps.get(Qt.Key(event.key()), 0)
            if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self._move(step)
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.save()
                return True
        return super().eventFilter(watched, event)

    def _move(self, step: int) -> None:
        place = self.list.currentRow()
        if 0 <= place + step < self.list.count():
            item = self.list.takeItem(place)
            self.list.insertItem(place + step, item)
            self.list.setCurrentRow(place + step)
