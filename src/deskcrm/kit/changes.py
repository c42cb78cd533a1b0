"""Brings the news of what changed from whichever thread wrote it to the window's thread."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from deskcrm.crm import Changes, Crm


class ChangeFeed(QObject):
    """Emits `changed(Changes)` in the window's thread after each write."""

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._leave: Callable[[], None] | None = None

    def follow(self, crm: "Crm") -> None:
        """Hear of what `crm` writes from now on."""
        self.stop()
        self._leave = crm.subscribe(self._pass_on)

    def stop(self) -> None:
        """Hear no more."""
        if self._leave is not None:
            self._leave()
            self._leave = None

    def _pass_on(self, changes: "Changes") -> None:
        self.changed.emit(changes)
