"""The sheet that shows how every total of a quote comes about."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from deskcrm import formats
from deskcrm.features.quotes.drafts import QuoteDraft
from deskcrm.features.quotes.explain import Section, explanation, step_amount
from deskcrm.i18n import _, ngettext
from deskcrm.kit import theme
from deskcrm.kit.controls import Button
from deskcrm.kit.form import Sheet
from deskcrm.kit.parts import SectionLabel
from deskcrm.kit.text import Text

_WIDTH = 640
_AMOUNT = 96
"""The width of an amount, so that the columns of all sections stand below each other."""
_MOST_STEPS = 400
"""So many steps are shown at most: a quote of a thousand lines is read on the command line."""


class ExplainSheet(Sheet):
    """Every step under the title of its section: what it is, how it is worked out, the amount."""

    def __init__(self, draft: QuoteDraft, parent: QWidget | None) -> None:
        """Take a quote; raise a CrmError if its figures are wrong."""
        self.sections = explanation(draft.figures, draft.payments)
        super().__init__(_("How the totals come about"), parent, width=_WIDTH)
        self._currency = draft.currency
        shown, left = [], _MOST_STEPS
        for section in self.sections:
            shown.append(Section(section.title, section.steps[: max(0, left)]))
            left -= len(section.steps)
        self._lay_out([section for section in shown if section.steps])
        if left < 0:
            words = ngettext(
                "There is {n} step more; “deskcrm quotes explain” prints them all.",
                "There are {n} steps more; “deskcrm quotes explain” prints them all.",
                -left,
            )
            more = words.format(n=formats.number(-left))
            self.body.addWidget(Text(more, tone="muted", wrap=True))
        self.body.addStretch(1)
        self.add_note(Text(_("All amounts in {currency}").format(currency=draft.currency),
                           tone="muted", size=theme.LABEL))  # fmt: skip
        self.add_button(Button(_("Close"), self.accept, kind="primary")).setFocus()

    def _lay_out(self, sections: Sequence[Section]) -> None:
        for section in sections:
            self.body.addWidget(SectionLabel(section.title))
            grid = QGridLayout()
            grid.setContentsMargins(0, 0, 0, 0)
            grid.setHorizontalSpacing(theme.MEDIUM)
            grid.setVerticalSpacing(theme.SMALL)
            grid.setColumnStretch(0, 5)
            grid.setColumnStretch(1, 7)
            grid.setColumnMinimumWidth(2, _AMOUNT)
            for place, step in enumerate(section.steps):
                label = Text(step.label, wrap=True, strong=step.is_result)
                working = Text(step.working, tone="muted", wrap=True, tabular=True)
                amount = Text(step_amount(step, self._currency), tabular=True, selectable=True)
                amount.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
                amount.setAccessibleName(f"{step.label}: {amount.text()}")
                top = Qt.AlignmentFlag.AlignTop
                grid.addWidget(label, place, 0, top)
                grid.addWidget(working, place, 1, top)
                grid.addWidget(amount, place, 2, top | Qt.AlignmentFlag.AlignRight)
            self.body.addLayout(grid)
