"""Offers to save the rows that an import refuses, with the reason beside each, to be mended."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from deskcrm import formats
from deskcrm.errors import CrmError
from deskcrm.features.exchange.plan import ImportPlan, Verdict
from deskcrm.features.exchange.refused import write_refused
from deskcrm.i18n import _, ngettext
from deskcrm.jobs import Progress
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.controls import Button
from deskcrm.kit.files import choose_place
from deskcrm.kit.parts import row
from deskcrm.kit.text import ElidedText, Tone


class RefusedRows(QWidget):
    """A button that saves them, and what became of it; hidden where no row is refused."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._plan: ImportPlan | None = None
        self.save_button = Button(_("Save refused rows…"), self._ask_place, kind="link")
        self.said = ElidedText(tone="muted")
        line = row(self, gap=theme.SMALL)
        line.addWidget(self.save_button)
        line.addWidget(self.said, 1)
        self.hide()

    def show_plan(self, plan: ImportPlan) -> None:
        """Offer the rows that a plan refuses."""
        self._plan = plan
        self.said.setText("")
        self.setVisible(plan.count(Verdict.REFUSED) > 0)

    def write(self, place: Path) -> None:
        """Write the rows behind the window and say so, or what is wrong with the place."""
        if self._plan is None:
            return
        plan = self._plan

        def work(_progress: Progress) -> int:
            return write_refused(place, plan)

        def done(count: int) -> None:
            words = ngettext("Wrote {count} row to {file}.", "Wrote {count} rows to {file}.", count)
            self._say(plan, words.format(count=formats.number(count), file=place.name))

        title = _("Saving {name}").format(name=place.name)
        self._context.jobs.run(title, work, done, partial(self._fail, plan))

    def _ask_place(self) -> None:
        if self._plan is not None:
            stem = Path(self._plan.incoming.name).stem
            name = _("{name} refused").format(name=stem) + ".csv"
            kinds = _("CSV files (*.csv)")
            choose_place(_("Save refused rows"), kinds, name, self.write, parent=self.window())

    def _fail(self, plan: ImportPlan, error: Exception) -> None:
        if isinstance(error, CrmError):
            self._say(plan, str(error), tone="bad")
        else:
            self._context.report_error(error)

    def _say(self, plan: ImportPlan, text: str, *, tone: Tone = "muted") -> None:
        """Say what became of the rows, unless others are offered by now."""
        if plan is self._plan:
            self.said.set_tone(tone)
            self.said.setText(text)
