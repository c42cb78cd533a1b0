"""What a page is given: the records, the window's services, the clock."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, Generic, ParamSpec, Protocol, TypeVar

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QWidget

from deskcrm.errors import CrmError
from deskcrm.kit.changes import ChangeFeed
from deskcrm.kit.jobs import Jobs
from deskcrm.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from deskcrm.crm import Crm
    from deskcrm.kit.feature import Command, PanelSpec
    from deskcrm.kit.page import Page

P = ParamSpec("P")
R = TypeVar("R")
PageT = TypeVar("PageT", bound="Page")


class Shell(Protocol):
    """What the window does for its pages."""

    def run(self, command_id: str) -> None:
        """Run a command by its id, if it is enabled."""

    def open_record(self, kind: str, record_id: int) -> None:
        """Open a record where its feature shows it."""

    def show_page(self, page_id: str) -> "Page":
        """Go to a page and return it."""

    def page(self, page_id: str) -> "Page":
        """Return a page, made if need be, without going there."""

    def current_page(self) -> "Page | None":
        """Return the page that is shown."""

    def command(self, command_id: str) -> "Command":
        """Return a command's record by its id."""

    def commands_on(self, kind: str) -> "tuple[Command, ...]":
        """Return the commands that act on a kind of record, in order."""

    def panels(self, entity: str) -> "tuple[PanelSpec, ...]":
        """Return the panels that features add to a kind of record, in order."""

    def toast(self, text: str, *, undo: bool = False) -> None:
        """Say briefly what happened, with an offer to undo it."""

    def show_error(self, error: Exception) -> None:
        """Show what went wrong: a rule's sentence, or the dialog for a mistake of the program."""

    def set_status(self, key: str, text: str) -> None:
        """Show a text in the status bar; an empty one takes it away."""

    def set_business(self, name: str) -> None:
        """Show the name of the business above the pages."""

    def show_record_menu(self, kind: str, at: QPoint) -> None:
        """Open the menu of the selected record of a kind at a point of the screen."""


@dataclass(frozen=True, slots=True)
class Done(Generic[R]):
    """A use case that went well, with what it returned."""

    result: R


class Context(QObject):
    """What a page is given to work with."""

    def __init__(
        self,
        shell: Shell,
        settings: Settings,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.shell = shell
        self.settings = settings
        self.changes = ChangeFeed(self)
        self.jobs = Jobs(self.report_error, self)
        self._now = now
        self._crm: Crm | None = None
        self._target: tuple[str, int] | None = None
        self.files: Sequence[Path] = ()
        """The files that a command is to act on: those that were dropped; none if it is to ask."""

    @property
    def crm(self) -> "Crm":
        """The records; opened after the window's first paint, before any page is made."""
        if self._crm is None:
            raise RuntimeError("the records are not open yet")
        return self._crm

    @property
    def is_open(self) -> bool:
        """Say whether the records are open."""
        return self._crm is not None

    def use(self, crm: "Crm") -> None:
        """Work with these records from now on."""
        self._crm = crm
        self.changes.follow(crm)

    def now(self) -> datetime:
        """Return the local time with its zone."""
        return self._now()

    def today(self) -> date:
        """Return the local date."""
        return self._now().date()

    def do(
        self,
        said: str,
        use_case: "Callable[Concatenate[Session, P], R]",
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Done[R] | None:
        """Run a use case; say `said` in a toast with Undo, or show its error and return None.

        With `said` empty nothing is said.
        """
        try:
            result = self.crm.do(use_case, *args, **kwargs)
        except CrmError as error:
            self.report_error(error)
            return None
        if said:
            self.toast(said, undo=True)
        return Done(result)

    def run(
        self,
        command_id: str,
        target: tuple[str, int] | None = None,
        *,
        files: Sequence[Path] = (),
    ) -> None:
        """Run a command by its id; on `target`, such as ("contact", 7), instead of the selection."""
        self._target, self.files = target, files
        try:
            self.shell.run(command_id)
        finally:
            self._target, self.files = None, ()

    def target(self, kind: str) -> int | None:
        """Return the id of the record of this kind that a command is to act on."""
        if self._target is not None and self._target[0] == kind:
            return self._target[1]
        page = self.shell.current_page()
        return page.target(kind) if page is not None else None

    def open(self, kind: str, record_id: int) -> None:
        """Open a record where its feature shows it."""
        self.shell.open_record(kind, record_id)

    def show_page(self, page_id: str, kind: type[PageT]) -> PageT:
        """Go to a page and return it, which is of class `kind`."""
        page = self.shell.show_page(page_id)
        assert isinstance(page, kind)
        return page

    def page(self, page_id: str, kind: type[PageT]) -> PageT:
        """Return a page of class `kind` without going there."""
        page = self.shell.page(page_id)
        assert isinstance(page, kind)
        return page

    def toast(self, text: str, *, undo: bool = False) -> None:
        """Say briefly what happened, with an offer to undo it."""
        self.shell.toast(text, undo=undo)

    def report_error(self, error: Exception) -> None:
        """Show what went wrong; a form marks its own field instead."""
        self.shell.show_error(error)
