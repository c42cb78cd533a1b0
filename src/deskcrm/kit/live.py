"""Widgets that show records and ask again when those change: at once if seen, else when shown."""

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from deskcrm.crm import Changes
    from deskcrm.kit.context import Context


class Live(QWidget):
    """A widget that shows records of some `kinds`; `reload` asks for them anew."""

    kinds: ClassVar[frozenset[str]] = frozenset()
    """The tables it shows, such as {"contact", "tag"}."""

    def __init__(self, context: "Context", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._stale = True
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._reload_if_seen)
        context.changes.changed.connect(self._hear)

    def reload(self) -> None:
        """Ask for the records again and show them."""
        raise NotImplementedError

    def mark_stale(self) -> None:
        """Ask again: soon, if this is seen, else when it is shown."""
        self._stale = True
        if self.isVisible():
            self._soon.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for what went stale while this was hidden."""
        super().showEvent(event)
        self.reload_now_if_stale()

    def reload_now_if_stale(self) -> None:
        """Ask again without waiting for the event loop, if something has changed since."""
        if self._stale:
            self._stale = False
            self._soon.stop()
            self.reload()

    def _hear(self, changes: "Changes") -> None:
        if changes.touches(*self.kinds):
            self.mark_stale()

    def _reload_if_seen(self) -> None:
        if self.isVisible():
            self.reload_now_if_stale()


class Panel(Live):
    """A part that one feature adds to the details of another feature's record."""

    def __init__(self, context: "Context", parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.record_id: int | None = None

    def show_record(self, record_id: int) -> None:
        """Show what belongs to this record; a panel with nothing to show hides itself."""
        self.record_id = record_id
        self._stale = False
        self.reload()

    def reload_now_if_stale(self) -> None:
        """Ask again, once a record is known."""
        if self.record_id is not None:
            super().reload_now_if_stale()

    def _hear(self, changes: "Changes") -> None:
        # A panel hides itself while it has nothing to show, so being hidden is no reason to wait.
        if changes.touches(*self.kinds):
            self._stale = True
            parent = self.parentWidget()
            if parent is None or parent.isVisible():
                QTimer.singleShot(0, self, self.reload_now_if_stale)
