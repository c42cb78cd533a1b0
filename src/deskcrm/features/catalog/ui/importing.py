"""The sheet that brings items in: a file, what it would do row by row, and then the import."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from deskcrm import formats
from deskcrm.errors import CrmError
from deskcrm.features.catalog.bringing import import_catalog
from deskcrm.features.catalog.incoming import CatalogFile, read_catalog
from deskcrm.features.catalog.plan import CatalogPlan, RowPlan, Verdict, plan_catalog
from deskcrm.features.catalog.report import left_out, summary
from deskcrm.i18n import _, mark
from deskcrm.jobs import Progress
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.controls import Button, PillTone
from deskcrm.kit.files import choose_file
from deskcrm.kit.form import Sheet
from deskcrm.kit.jobs import Job
from deskcrm.kit.parts import EmptyState, column
from deskcrm.kit.record_table import RecordTable
from deskcrm.kit.table import Column, WindowedTableModel
from deskcrm.kit.text import Text

T = TypeVar("T")

_WORDS: Final[dict[Verdict, tuple[str, PillTone]]] = {
    Verdict.NEW: (mark("new"), "good"),
    Verdict.CHANGED: (mark("changed"), "accent"),
    Verdict.SAME: (mark("already there"), "neutral"),
    Verdict.REFUSED: (mark("refused"), "bad"),
}


@dataclass(frozen=True, slots=True)
class RowLine:
    """What happens to one row, as it is shown."""

    id: int
    name: str
    verdict: str
    tone: PillTone
    remark: str


_URGENCY: Final = (Verdict.REFUSED, Verdict.CHANGED, Verdict.NEW, Verdict.SAME)
_SUFFIXES: Final = frozenset({".csv", ".tsv", ".txt", ".xlsx"})


class ImportItemsSheet(Sheet):
    """Shows what a file would do with the catalog before it is done."""

    def __init__(self, context: Context, parent: QWidget | None) -> None:
        super().__init__(_("Import items"), parent, width=760)
        self._context = context
        self._file: CatalogFile | None = None
        self._job: Job | None = None
        self._closed = False
        self.rows: Sequence[RowLine] = ()
        self.plan: CatalogPlan | None = None
        self.setAcceptDrops(True)
        self._sentence = Text(tone="bad", wrap=True)
        self._sentence.hide()
        choose = EmptyState(
            "import",
            _("Choose a CSV or Excel file"),
            _(
                "Each row is an item. Its columns are called name, description, unit, category, cost, tax, price EUR, name [es] and so on. Or drop the file here."
            ),
            Button(_("Choose file…"), self.ask_file, kind="primary"),
        )
        self._summary = Text(strong=True, wrap=True)
        self._left_out = Text(tone="muted", wrap=True)
        self._model = WindowedTableModel(
            _columns(),
            count=lambda: len(self.rows),
            rows=lambda offset, limit, _sort: self.rows[offset : offset + limit],
        )
        self.table = RecordTable(self._model, _("What happens to each row"))
        preview = QWidget()
        box = column(preview, gap=theme.SMALL)
        box.addWidget(self._summary)
        box.addWidget(self._left_out)
        box.addWidget(self.table, 1)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(choose)
        self._stack.addWidget(preview)
        self._stack.setMinimumHeight(360)
        self.body.addWidget(self._sentence)
        self.body.addWidget(self._stack, 1)
        self._other = self.add_button(Button(_("Other file…"), self.ask_file))
        self.add_button(Button(_("Cancel"), self.reject))
        self.import_button = self.add_button(Button(_("Import"), self.start, kind="primary"))
        self._show()

    @property
    def sentence(self) -> str:
        """What is wrong with the file, or ""."""
        return self._sentence.text() if not self._sentence.isHidden() else ""

    @property
    def is_working(self) -> bool:
        """Say whether it reads or imports."""
        return self._job is not None

    def ask_file(self) -> None:
        """Ask for a file."""
        kinds = _("Tables (*.csv *.tsv *.txt *.xlsx)")
        choose_file(_("Import items"), kinds, self.read, parent=self)

    def read(self, path: Path) -> None:
        """Read a file behind the window and show what it would do."""
        crm = self._context.crm

        def work(progress: Progress) -> tuple[CatalogFile, CatalogPlan]:
            file = read_catalog(path)
            return file, crm.ask(plan_catalog, file, progress)

        def done(found: tuple[CatalogFile, CatalogPlan]) -> None:
            self._job = None
            self._file, self.plan = found
            order = sorted(found[1].rows, key=lambda row: _URGENCY.index(row.verdict))
            self.rows = [_line(row) for row in order]
            self._show()

        self._begin(_("Reading {name}").format(name=path.name), work, done)

    def start(self) -> None:
        """Import what was shown, as one step that can be undone."""
        file, crm = self._file, self._context.crm
        if file is None or self.is_working:
            return

        def work(progress: Progress) -> CatalogPlan:
            return crm.do(import_catalog, file, progress)

        def done(plan: CatalogPlan) -> None:
            self._job = None
            wrote = plan.count(Verdict.NEW) + plan.count(Verdict.CHANGED)
            self._context.toast(summary(plan), undo=wrote > 0)
            if not self._closed:
                self.accept()

        self._begin(_("Importing items"), work, done)

    def done(self, result: int) -> None:
        """Stop what is still going on when the sheet is closed."""
        self._closed = True
        if self._job is not None:
            self._job.cancel()
            self._job = None
        super().done(result)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept a table that is dragged here."""
        if _dropped(event) is not None and not self.is_working:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the table that was dropped."""
        file = _dropped(event)
        if file is not None and not self.is_working:
            event.acceptProposedAction()
            self.read(file)

    def _begin(self, title: str, work: Callable[[Progress], T], done: Callable[[T], None]) -> None:
        self._sentence.hide()
        self._job = self._context.jobs.run(title, work, done, self._fail)
        self._show()

    def _fail(self, error: Exception) -> None:
        self._job = None
        if not isinstance(error, CrmError) or self._closed:
            self._context.shell.show_error(error)
            return
        self._sentence.setText(str(error))
        self._sentence.show()
        self._show()

    def _show(self) -> None:
        plan = self.plan
        self._stack.setCurrentIndex(0 if plan is None else 1)
        self._other.setVisible(plan is not None)
        self.import_button.setVisible(plan is not None)
        wrote = plan is not None and plan.count(Verdict.NEW) + plan.count(Verdict.CHANGED) > 0
        self.import_button.setEnabled(wrote and not self.is_working)
        self._other.setEnabled(not self.is_working)
        if plan is not None:
            self._summary.setText(summary(plan, dry_run=True))
            self._left_out.setText(left_out(plan))
            self._left_out.setVisible(bool(plan.left_out))
            self._model.reload()
            if wrote:
                self.import_button.setFocus()
        self.fit()


def _line(row: RowPlan) -> RowLine:
    words, tone = _WORDS[row.verdict]
    return RowLine(row.row, row.name, _(words), tone, row.reason or ", ".join(row.changed))


def _columns() -> list[Column[RowLine]]:
    return [
        Column(_("Row"), lambda r: formats.number(r.id), id="row", width=56, number=True),
        Column(_("Name"), lambda r: r.name or "–", id="name", width=220, strong=True),
        Column(
            _("What happens"), lambda r: r.verdict, id="verdict", width=124, tone=lambda r: r.tone
        ),
        Column(_("Remark"), lambda r: r.remark, id="remark", stretch=True),
    ]


def _dropped(event: QDragEnterEvent | QDropEvent) -> Path | None:
    files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    if len(files) == 1 and files[0].suffix.lower() in _SUFFIXES:
        return files[0]
    return None
