"""The sheet that imports contacts, step by step: a file, its columns, a dry run, and then the import."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from deskcrm import formats
from deskcrm.errors import CrmError
from deskcrm.features.exchange.dates import Order
from deskcrm.features.exchange.own_fields import own_fields
from deskcrm.features.exchange.plan import ImportPlan, OnMatch, Verdict
from deskcrm.features.exchange.reader import NoContacts
from deskcrm.features.exchange.remembered import remember
from deskcrm.features.exchange.report import summary
from deskcrm.features.exchange.ui.columns import ColumnsStep
from deskcrm.features.exchange.ui.preview import Preview
from deskcrm.features.exchange.ui.reading import (
    Reading,
    plan_again,
    read_again,
    read_as_decided,
)
from deskcrm.features.exchange.ui.working import Working
from deskcrm.features.exchange.usecases import import_contacts
from deskcrm.i18n import _
from deskcrm.jobs import Progress
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.controls import Button
from deskcrm.kit.files import choose_file
from deskcrm.kit.form import Sheet
from deskcrm.kit.jobs import Job
from deskcrm.kit.parts import EmptyState
from deskcrm.kit.text import Text

T = TypeVar("T")


class ImportSheet(Sheet):
    """Leads from a file over its columns and a dry run to the import, and back."""

    def __init__(self, context: Context, parent: QWidget | None) -> None:
        super().__init__(_("Import contacts"), parent, width=820)
        self._context = context
        self._file: Path | None = None
        self._reading: Reading | None = None
        self._job: Job | None = None
        self._closed = False
        self.setAcceptDrops(True)
        self._step = Text(tone="muted", size=theme.LABEL)
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
        self._work = Working()
        self.columns = ColumnsStep()
        self._preview = Preview(context, self._set_order, self._set_match)
        self._stack = QStackedWidget(self)
        for part in (self._choose, self._work, self.columns, self._preview):
            self._stack.addWidget(part)
        self._stack.setMinimumHeight(440)
        self.body.setSpacing(theme.SMALL)
        self.body.addWidget(self._step)
        self.body.addWidget(self._sentence)
        self.body.addWidget(self._stack, 1)
        self._other = self.add_button(Button(_("Other file…"), self._ask_file))
        self.cancel_button = self.add_button(Button(_("Cancel"), self._cancel))
        self.back_button = self.add_button(Button(_("Back"), self.go_back))
        self.next_button = self.add_button(Button(_("Continue"), self.go_on, kind="primary"))
        self.import_button = self.add_button(Button(_("Import"), self.start, kind="primary"))
        self._show(self._choose)

    @property
    def plan(self) -> ImportPlan | None:
        """What would happen with the file that was chosen."""
        return self._reading.plan if self._reading is not None else None

    @property
    def is_working(self) -> bool:
        """Say whether it reads or imports."""
        return self._job is not None

    @property
    def sentence(self) -> str:
        """What is wrong with the file, or ""."""
        return self._sentence.text() if not self._sentence.isHidden() else ""

    @property
    def step(self) -> str:
        """The words that say which step is shown."""
        return self._step.text()

    def read(self, file: Path) -> None:
        """Read a file and ask about its columns, if it has some; nothing is written."""
        self._file, self._reading = file, None

        def then(reading: Reading) -> None:
            self._take(reading, self.columns if reading.proposed else self._preview)
            if reading.plan is None and not self._closed:
                self._say(_("No column was recognized. Say what the columns are."))

        context = self._context
        self._read(file, lambda progress: read_as_decided(context, file, progress), then)

    def _own_names(self) -> list[str]:
        """Return the names of the user's own fields of contacts, each once."""
        return list(dict.fromkeys(s.name for s in self._context.crm.ask(own_fields).specs))

    def go_on(self) -> None:
        """Show the dry run; what was decided on the columns is remembered for the next such file."""
        reading, file = self._reading, self._file
        if reading is None or reading.proposed is None or file is None:
            return
        if not self.columns.makes_contacts():
            self._say(str(NoContacts(name=file.name)))
            return
        chosen = self.columns.chosen()
        remember(self._context.settings, reading.proposed.names, chosen)
        if chosen == reading.chosen and reading.plan is not None:
            self._show(self._preview)
        else:
            self._read_again(replace(reading, chosen=chosen))

    def go_back(self) -> None:
        """Show the columns again."""
        self._show(self.columns)

    def start(self) -> None:
        """Import what is shown."""
        if self._reading is None or self.plan is None:
            return
        incoming, now, on_match = self.plan.incoming, self._context.now(), self._reading.on_match

        def work(progress: Progress) -> ImportPlan:
            return self._context.crm.do(
                import_contacts, incoming, now=now, on_match=on_match, progress=progress
            )

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
            self.read(files[0])

    def reject(self) -> None:
        """Close; what is running stops and leaves nothing behind."""
        self._closed = True
        if self._job is not None:
            self._job.cancel()
            self._job = None
        super().reject()

    def _read(
        self, file: Path, work: Callable[[Progress], Reading], then: Callable[[Reading], None]
    ) -> None:
        self._sentence.setText("")
        self._sentence.hide()
        self._run(_("Reading {name}").format(name=file.name), work, then)

    def _read_again(self, wanted: Reading, asked: QWidget | None = None) -> None:
        """Read the file with what is decided now, and show its dry run; `asked` keeps the keyboard."""
        context, file = self._context, self._file
        if file is not None:
            self._read(
                file,
                lambda progress: read_again(context, file, wanted, progress),
                lambda again: self._take(again, self._preview, asked),
            )

    def _run(self, title: str, work: Callable[[Progress], T], done: Callable[[T], None]) -> None:
        shown = self._stack.currentWidget() or self._choose
        job = self._context.jobs.run(title, work, done=done, failed=self._fail)
        self._job = job
        job.progressed.connect(self._work.advance)
        job.ended.connect(lambda: self._ended(job, shown))
        self._work.begin(title)
        self._show(self._work)

    def _ended(self, job: Job, shown: QWidget) -> None:
        """Show what was there before; what the work brought is shown after."""
        if self._job is job:
            self._job = None
            if self._reading is not None:
                self._preview.show_answers(self._reading.order, self._reading.on_match)
            self._show(self._choose if self._reading is None else shown)

    def _take(self, reading: Reading, part: QWidget, asked: QWidget | None = None) -> None:
        if self._closed:
            return
        self._reading = reading
        if reading.proposed is not None:
            self.columns.show_table(
                reading.proposed, reading.chosen, kept=reading.kept, own=self._own_names()
            )
        if reading.plan is not None:
            self._preview.show_plan(reading.plan, reading.order, reading.on_match)
        self._show(part)
        if asked is not None:
            asked.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, sentence: str) -> None:
        self._sentence.setText(sentence)
        self._sentence.show()
        self.fit()

    def _fail(self, error: Exception) -> None:
        if self._closed or not isinstance(error, CrmError):
            self._context.report_error(error)
            return
        self._say(str(error))

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
        if self._reading is not None:
            self._read_again(replace(self._reading, order=order), self._preview.order)

    def _set_match(self, on_match: OnMatch) -> None:
        """Decide again on the rows with what is to become of those who are there."""
        if self._reading is None:
            return
        wanted, context = replace(self._reading, on_match=on_match), self._context
        self._run(
            _("Comparing contacts"),
            lambda progress: plan_again(context, wanted, progress),
            lambda again: self._take(again, self._preview, self._preview.match),
        )

    def _ask_file(self) -> None:
        choose_file(
            _("Import contacts"),
            _("Contacts (*.csv *.txt *.tsv *.xlsx *.vcf *.vcard *.zip)"),
            self.read,
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
        if part is not self.columns:
            self._sentence.setVisible(part is self._choose and bool(self._sentence.text()))
        has_columns = self._reading is not None and self._reading.proposed is not None
        self._tell_step(part, has_columns=has_columns)
        plan = self.plan
        writes = plan is not None and plan.count(Verdict.NEW) + plan.count(Verdict.UPDATE) > 0
        self._other.setVisible(part in {self.columns, self._preview})
        self.back_button.setVisible(part is self._preview and has_columns)
        self.next_button.setVisible(part is self.columns)
        self.import_button.setVisible(part in {self._work, self._preview})
        self.import_button.setEnabled(part is self._preview and writes)
        if part is self.columns:
            self.next_button.setFocus()
        elif part is self._preview:
            (self.import_button if writes else self.cancel_button).setFocus()

    def _tell_step(self, part: QWidget, *, has_columns: bool) -> None:
        names = [_("File"), *([_("Columns")] if has_columns else []), _("Dry run")]
        number = {self._choose: 1, self.columns: 2, self._preview: len(names)}.get(part, 0)
        if number:
            said = _("Step {number} of {count}: {name}").format(
                number=formats.number(number),
                count=formats.number(len(names)),
                name=names[number - 1],
            )
            self._step.setText(said)
        shown = bool(number) and self._reading is not None
        if shown is self._step.isHidden():
            self._step.setVisible(shown)
            self.fit()
