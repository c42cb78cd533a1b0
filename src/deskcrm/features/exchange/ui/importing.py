"""The sheet that imports contacts: choose or drop a file, see what would happen, do it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QProgressBar, QStackedWidget, QWidget

from deskcrm.errors import CrmError
from deskcrm.features.exchange.dates import Order
from deskcrm.features.exchange.opening import read_file
from deskcrm.features.exchange.plan import ImportPlan, Verdict, plan_import
from deskcrm.features.exchange.queries import home_country
from deskcrm.features.exchange.report import summary
from deskcrm.features.exchange.ui.preview import Preview
from deskcrm.features.exchange.usecases import import_contacts
from deskcrm.i18n import _
from deskcrm.jobs import Progress
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.controls import Button
from deskcrm.kit.files import choose_file
from deskcrm.kit.form import Sheet
from deskcrm.kit.jobs import Job
from deskcrm.kit.parts import EmptyState, column, row
from deskcrm.kit.text import ElidedText, Text


class ImportSheet(Sheet):
    """Shows the dry run of a file and, if the user wants it so, imports it."""

    def __init__(self, context: Context, parent: QWidget | None) -> None:
        super().__init__(_("Import contacts"), parent, width=820)
        self._context = context
        self._file: Path | None = None
        self._order: Order | None = None
        self._job: Job | None = None
        self._closed = False
        self.plan: ImportPlan | None = None
        """What would happen with the file that was chosen."""
        self.setAcceptDrops(True)
        self._sentence = Text(tone="bad", wrap=True)
        self._sentence.hide()
        self._choose = EmptyState(
            "import",
            _("Choose a CSV, Excel or vCard file"),
            _(
                "Most programs and phones can save contacts as CSV, XLSX or vCard. Or drop the file, or a folder of vCards, here."
            ),
            Button(_("Choose file…"), self._ask_file, kind="primary"),
        )
        self._work = _Work()
        self._preview = Preview(self._set_order)
        self._stack = QStackedWidget(self)
        for part in (self._choose, self._work, self._preview):
            self._stack.addWidget(part)
        self._stack.setMinimumHeight(420)
        self.body.addWidget(self._sentence)
        self.body.addWidget(self._stack, 1)
        self._other = self.add_button(Button(_("Other file…"), self._ask_file))
        self.cancel_button = self.add_button(Button(_("Cancel"), self._cancel))
        self.import_button = self.add_button(Button(_("Import"), self.start, kind="primary"))
        self._show(self._choose)

    @property
    def sentence(self) -> str:
        """What is wrong with the file, or ""."""
        return self._sentence.text() if not self._sentence.isHidden() else ""

    def read(self, file: Path) -> None:
        """Read a file and show what importing it would do; nothing is written."""
        self._file, order = file, self._order

        def work(progress: Progress) -> ImportPlan:
            crm = self._context.crm
            country = crm.ask(home_country)
            incoming = read_file(file, country=country, order=order, progress=progress)
            return crm.ask(plan_import, incoming, progress=progress)

        self._sentence.hide()
        self._run(_("Reading {name}").format(name=file.name), work, self._show_plan)

    def start(self) -> None:
        """Import what is shown."""
        if self.plan is None:
            return
        incoming, now = self.plan.incoming, self._context.now()

        def work(progress: Progress) -> ImportPlan:
            return self._context.crm.do(import_contacts, incoming, now=now, progress=progress)

        title = _("Importing {name}").format(name=incoming.name)
        self._run(title, work, self._finish)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept a file or a folder."""
        if self._job is None and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the file or folder that was dropped."""
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self._order = None
            self.read(files[0])

    def reject(self) -> None:
        """Close; what is running stops and leaves nothing behind."""
        self._closed = True
        if self._job is not None:
            self._job.cancel()
            self._job = None
        super().reject()

    def _run(
        self, title: str, work: Callable[[Progress], ImportPlan], done: Callable[[ImportPlan], None]
    ) -> None:
        job = self._context.jobs.run(title, work, done=done, failed=self._fail)
        self._job = job
        job.progressed.connect(self._work.advance)
        job.ended.connect(lambda: self._ended(job))
        self._work.begin(title)
        self._show(self._work)

    def _ended(self, job: Job) -> None:
        if self._job is job:
            self._job = None
            self._show(self._choose if self.plan is None else self._preview)

    def _show_plan(self, plan: ImportPlan) -> None:
        if self._closed:
            return
        self.plan = plan
        self._preview.show_plan(plan, self._order)
        self._show(self._preview)

    def _fail(self, error: Exception) -> None:
        if self._closed or not isinstance(error, CrmError):
            self._context.report_error(error)
            return
        self.plan = None
        self._sentence.setText(str(error))
        self._sentence.show()
        self._show(self._choose)
        self.fit()

    def _finish(self, plan: ImportPlan) -> None:
        written = plan.count(Verdict.NEW) + plan.count(Verdict.UPDATE)
        self._context.toast(summary(plan), undo=written > 0)
        if not self._closed:
            self.accept()
            page = self._context.shell.current_page()
            if page is not None and page.list is not None:
                page.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_order(self, order: Order | None) -> None:
        """Read the file again with another order of day and month."""
        self._order = order
        if self._file is not None:
            self.read(self._file)

    def _ask_file(self) -> None:
        def chosen(file: Path) -> None:
            self._order = None
            self.read(file)

        choose_file(
            _("Import contacts"),
            _("Contacts (*.csv *.txt *.tsv *.xlsx *.vcf *.vcard *.zip)"),
            chosen,
            parent=self,
        )

    def _cancel(self) -> None:
        """Stop what is running; with nothing running, close."""
        if self._job is not None:
            self._job.cancel()
        else:
            self.reject()

    def _show(self, part: QWidget) -> None:
        self._stack.setCurrentWidget(part)
        at_rest = part is not self._work
        self._other.setVisible(part is self._preview)
        plan = self.plan
        writes = plan is not None and plan.count(Verdict.NEW) + plan.count(Verdict.UPDATE) > 0
        self.import_button.setVisible(part is not self._choose)
        self.import_button.setEnabled(at_rest and writes)
        if part is self._preview:
            self.import_button.setFocus()


class _Work(QFrame):
    """How far reading or importing has come."""

    def __init__(self) -> None:
        super().__init__()
        box = column(self, gap=theme.SMALL)
        box.addStretch(1)
        self._title = ElidedText(strong=True)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        line = row(gap=0)
        line.addStretch(1)
        inner = column(gap=theme.SMALL)
        inner.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addWidget(self._bar)
        self._bar.setFixedWidth(320)
        line.addLayout(inner)
        line.addStretch(1)
        box.addLayout(line)
        box.addStretch(1)

    def begin(self, title: str) -> None:
        """Show another work, of which nothing is done yet."""
        self._title.setText(title)
        self._bar.setAccessibleName(title)
        self._bar.setRange(0, 0)

    def advance(self, done: int, total: int) -> None:
        """Show how far it has come."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
