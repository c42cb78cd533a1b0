"""What every page is built on: its header, its body, its empty state, its foldable details."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from deskcrm.i18n import _
from deskcrm.kit import theme
from deskcrm.kit.controls import Button, FilterChips
from deskcrm.kit.live import Live, Panel
from deskcrm.kit.parts import EmptyState, Line, ScrollColumn, column, row
from deskcrm.kit.text import ElidedText

if TYPE_CHECKING:
    from deskcrm.kit.context import Context

_TITLE_ROOM = 240
"""So much of a title is shown before the search field and the chips have their room."""


class Page(Live):
    """A page: subclasses fill `body`, set `kinds` and write `reload`.

    The window shows `header_start` (title, chips) and `header_end` (buttons) around its search field.
    """

    def __init__(self, context: "Context", title: str, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.body = column(self)
        self.header_start = QWidget(self)
        self.header_end = QWidget(self)
        self._start_row = row(self.header_start, gap=theme.SMALL)
        self._end_row = row(self.header_end, gap=theme.SMALL)
        self._title = ElidedText(size=theme.PAGE_TITLE, strong=True)
        self._start_row.addWidget(self._title)
        self._empty: EmptyState | None = None
        self._dropped_on = ""
        self.list: QWidget | None = None
        """The widget that Space, F2, Delete and Enter of this page's commands belong to."""
        self.set_title(title)

    def set_title(self, title: str) -> None:
        """Show another title in the header."""
        self._title.setText(title)
        self._title.setMinimumWidth(0)  # a label's hint is never below it
        self._title.setMinimumWidth(min(self._title.sizeHint().width(), _TITLE_ROOM))
        self._title.updateGeometry()
        self.setAccessibleName(title)

    @property
    def title(self) -> str:
        """The title in the header."""
        return self._title.text()

    def add_chips(self, chips: FilterChips) -> FilterChips:
        """Show a row of filters behind the title."""
        self._start_row.addWidget(chips)
        return chips

    def add_to_title(self, widget: QWidget) -> None:
        """Show a pill or a note behind the title."""
        self._start_row.addWidget(widget)

    def add_button(
        self, text: str, clicked: Callable[[], object], *, primary: bool = False
    ) -> Button:
        """Show a button at the end of the header: at most two, the primary one last."""
        button = Button(text, clicked, kind="primary" if primary else "")
        self._end_row.addWidget(button)
        return button

    def add_command(self, command_id: str, *, primary: bool = False) -> Button:
        """Show a command as a button of the header."""
        command = self.context.shell.command(command_id)
        return self.add_button(
            _(command.text), lambda: self.context.run(command_id), primary=primary
        )

    def take_files(self, command_id: str) -> None:
        """Run a command on a file that is dropped on this page, if it is one that the command takes."""
        self._dropped_on = command_id
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept a file of the kinds that the page's command takes."""
        if self._dropped(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Run the page's command on the file that was dropped."""
        file = self._dropped(event.mimeData())
        if file is not None:
            event.acceptProposedAction()
            self.window().activateWindow()
            self.context.run(self._dropped_on, files=[file])

    def _dropped(self, data: QMimeData) -> Path | None:
        """Return the one file or folder that is dragged here, None if the command takes no such."""
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if not self._dropped_on or len(files) != 1:
            return None
        takes = self.context.shell.command(self._dropped_on).takes
        (file,) = files
        is_taken = file.suffix.lower() in takes or ("/" in takes and file.is_dir())
        return file if is_taken else None

    def show_empty(self, state: EmptyState | None) -> None:
        """Show this in place of the body; None shows the body."""
        if self._empty is not None:
            self.body.removeWidget(self._empty)
            self._empty.deleteLater()
        self._empty = state
        for at in range(self.body.count()):
            item = self.body.itemAt(at)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setVisible(state is None)
        if state is not None:
            self.body.addWidget(state, 1)

    def target(self, kind: str) -> int | None:  # noqa: ARG002 - answered by pages with a selection
        """Return the id of the selected record of this kind, for commands that act on it."""
        return None

    def choices(self, kind: str) -> "Mapping[str, Callable[[], Sequence[int]]]":  # noqa: ARG002 - see target
        """Return the groups of records of a kind that are chosen here: what asks for their ids, by words."""
        return {}

    def focus_filter(self) -> None:
        """Go to the page's own filter field (Ctrl+F); a page without one opens the palette."""
        self.context.run("palette")

    def print_or_save(self) -> None:
        """Print or save the page's document (Ctrl+P); a page without one says so."""
        self.context.toast(_("There is nothing to print on this page."))

    def opened(self) -> None:
        """Put the keyboard where the page's work begins."""
        (self.list or self).setFocus(Qt.FocusReason.OtherFocusReason)


class DetailPane(QWidget):
    """The details beside a list; folds away in a narrow window until `reveal` is called."""

    def __init__(self, width: int = 400, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted = width
        self.setMinimumWidth(min(width, 280))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        across = row(self)
        across.addWidget(Line(upright=True))
        self._scroll = ScrollColumn(gap=theme.SMALL)
        across.addWidget(self._scroll, 1)
        self.body = self._scroll.body
        self._panels: list[Panel] = []

    def sizeHint(self) -> QSize:
        """Ask for the width of the design."""
        return QSize(self._wanted, 400)

    def add_panels(self, context: "Context", entity: str) -> Sequence[Panel]:
        """Append what other features add to a record of this kind."""
        self._panels = [spec.create(context) for spec in context.shell.panels(entity)]
        for panel in self._panels:
            self.body.addWidget(panel)
        return self._panels

    def show_record(self, record_id: int) -> None:
        """Show what the panels hold for this record."""
        for panel in self._panels:
            panel.show_record(record_id)


class ListAndDetail(QWidget):
    """A list with its details at the end side; narrow windows show one at a time."""

    def __init__(self, main: QWidget, detail: DetailPane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.main, self.detail = main, detail
        self._revealed = False
        line = row(self)
        line.addWidget(main, 1)
        line.addWidget(detail)
        self._back = Button(_("Back to the list"), self.fold, icon="arrow-left")
        detail.body.insertWidget(0, self._back)
        detail.setFixedWidth(detail.sizeHint().width())
        self._lay_out()

    @property
    def is_narrow(self) -> bool:
        """Say whether the window is too narrow to show both."""
        return self.window().width() < theme.FOLD_WIDTH

    def reveal(self) -> None:
        """Show the details, in a narrow window instead of the list."""
        self._revealed = True
        self._lay_out()

    def fold(self) -> None:
        """Go back from the details to the list."""
        self._revealed = False
        self._lay_out()
        self.main.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold or unfold as the window's width allows."""
        super().resizeEvent(event)
        self._lay_out()

    def showEvent(self, event: QShowEvent) -> None:
        """Fold or unfold for a width that changed while this was hidden."""
        super().showEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        narrow = self.is_narrow
        self.main.setVisible(not (narrow and self._revealed))
        self.detail.setVisible(not narrow or self._revealed)
        self._back.setVisible(narrow)
        if narrow:
            self.detail.setMinimumWidth(0)
            self.detail.setMaximumWidth(16_777_215)
        else:
            self.detail.setFixedWidth(self.detail.sizeHint().width())
