"""The chip of segments: which one is shown, and a menu to choose, keep, rename and delete them."""

from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu

from deskcrm import formats
from deskcrm.features.contacts.queries.rows import ContactFilter
from deskcrm.features.contacts.queries.segments import SegmentView, segments
from deskcrm.features.contacts.segments import (
    NothingFiltered,
    add_segment,
    change_segment,
    delete_segment,
    rename_segment,
)
from deskcrm.i18n import _
from deskcrm.kit.context import Context
from deskcrm.kit.controls import Chip
from deskcrm.kit.fields import TextField
from deskcrm.kit.form import Form, FormDialog

_KEY = "contacts/segment"


class SegmentChip(Chip):
    """Says which segment is shown; the page tells it what is filtered and hears what is chosen."""

    chosen = Signal(object)
    """The segment to show, or None for no segment any more."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Segments"))
        self._context = context
        self._wanted = ContactFilter(context.today())
        self.current: SegmentView | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(lambda _checked: self.offer())

    def nextCheckState(self) -> None:
        """Stay as it is: what is chosen is said by the menu."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the menu with Enter and Down as well."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down}:
            self.offer()
        else:
            super().keyPressEvent(event)

    def begin(self) -> None:
        """Show the segment that was shown when the window was closed."""
        kept = self._context.settings.get(_KEY)
        found = [segment for segment in self._segments() if segment.id == kept]
        if found:
            self._choose(found[0])

    def show_filter(self, wanted: ContactFilter) -> None:
        """Hear what is filtered now, and say whose filter that is."""
        self._wanted = wanted
        if self.current is not None and not wanted.as_json():
            self.current = None
            self._context.settings.set(_KEY, None)
        self.setChecked(self.current is not None)
        self.set_text(self._words())

    def refresh(self) -> None:
        """Ask for the segment shown anew: it may have been renamed, changed or deleted."""
        if self.current is not None:
            known = [one for one in self._segments() if one.id == self.current.id]
            self.current = known[0] if known else None
        self.show_filter(self._wanted)

    @property
    def is_changed(self) -> bool:
        """Whether the filter is no longer what the segment shown says."""
        current = self.current
        return current is not None and current.wanted.as_json() != self._wanted.as_json()

    def offer(self) -> None:
        """Open the menu of segments."""
        menu = QMenu(self)
        known = self._segments()
        for segment in known:
            text = _("{name} ({count})").format(
                name=segment.name, count=formats.number(segment.count)
            )
            action = menu.addAction(text.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(self.current is not None and segment.id == self.current.id)
            action.triggered.connect(partial(self._choose, segment))
        if not known:
            menu.addAction(_("No segments yet")).setEnabled(False)
        menu.addSeparator()
        if self.current is not None:
            current = self.current
            if self.is_changed:
                keep = menu.addAction(_("Keep the changed filter"))
                keep.triggered.connect(partial(self._change, current))
            menu.addAction(_("Show all contacts")).triggered.connect(partial(self._choose, None))
            menu.addAction(_("Rename segment")).triggered.connect(partial(self._rename, current))
            menu.addAction(_("Delete segment")).triggered.connect(partial(self._delete, current))
            menu.addSeparator()
        keep = menu.addAction(_("Save this filter as a segment"))
        keep.setEnabled(bool(self._wanted.as_json()))
        keep.triggered.connect(self.keep)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def keep(self) -> None:
        """Ask for a name and keep the filter by it."""
        wanted = self._wanted
        if not wanted.as_json():
            self._context.toast(str(NothingFiltered()))
            return

        def save(values: dict[str, Any]) -> None:
            key = self._context.crm.do(add_segment, values["name"], wanted)
            self._context.toast(_("Saved {name}").format(name=values["name"]), undo=True)
            self._choose(next(one for one in self._segments() if one.id == key))

        form = Form([TextField("name", _("Name"), required=True)])
        FormDialog(self._context, _("Save as segment"), form, save).open()

    def _segments(self) -> tuple[SegmentView, ...]:
        return self._context.crm.ask(segments, self._context.today())

    def _choose(self, segment: SegmentView | None, *_checked: bool) -> None:
        self.current = segment
        self._context.settings.set(_KEY, segment.id if segment else None)
        self.chosen.emit(segment)

    def _change(self, segment: SegmentView, *_checked: bool) -> None:
        said = _("Saved {name}").format(name=segment.name)
        self._context.do(said, change_segment, segment.id, self._wanted)

    def _rename(self, segment: SegmentView, *_checked: bool) -> None:
        def save(values: dict[str, Any]) -> None:
            self._context.crm.do(rename_segment, segment.id, values["name"])
            self._context.toast(_("Renamed to {name}").format(name=values["name"]), undo=True)

        form = Form([TextField("name", _("Name"), segment.name, required=True)])
        FormDialog(self._context, _("Rename segment"), form, save, save_text=_("Rename")).open()

    def _delete(self, segment: SegmentView, *_checked: bool) -> None:
        said = _("Deleted {name}").format(name=segment.name)
        self._choose(None)
        self._context.do(said, delete_segment, segment.id)

    def _words(self) -> str:
        if self.current is None:
            return _("Segments")
        count = formats.number(self.current.count)
        name = self.current.name
        if self.is_changed:
            return _("{name}, changed").format(name=name)
        return _("{group} {count}").format(group=name, count=count)
