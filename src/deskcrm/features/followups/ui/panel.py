"""What is planned with a contact or about a deal, shown among its details."""

from functools import partial

from deskcrm import formats
from deskcrm.features.followups.queries import FollowUpRow, follow_ups_of
from deskcrm.features.followups.ui.actions import mark_done
from deskcrm.features.followups.ui.card import when_pill
from deskcrm.features.followups.ui.form import open_edit
from deskcrm.i18n import _
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.controls import DoneRing
from deskcrm.kit.live import Panel
from deskcrm.kit.parts import SectionLabel, TaskCard, clear, column


class FollowUpsPanel(Panel):
    """The open follow-ups of one record; hidden where there are none."""

    kinds = frozenset({"follow_up"})

    def __init__(self, context: Context, kind: str) -> None:
        super().__init__(context)
        self._kind = kind
        self._box = column(self, gap=theme.SMALL)

    def reload(self) -> None:
        """Ask what is planned."""
        clear(self._box)
        rows = (
            self.context.crm.ask(follow_ups_of, self._kind, self.record_id)
            if self.record_id is not None
            else ()
        )
        self.setVisible(bool(rows))
        if rows:
            self._box.addWidget(SectionLabel(_("Planned")))
        for row in rows:
            self._box.addWidget(self._card(row))

    def _card(self, row: FollowUpRow) -> TaskCard:
        today = self.context.today()
        ring = DoneRing(_("Mark “{title}” as done").format(title=row.title))
        ring.toggled.connect(lambda _checked: mark_done(self.context, row.id))
        return TaskCard(
            row.title,
            # The pill tells a day to come; how late it is, or the time today, it tells without.
            "" if row.due_on > today else formats.near_day(row.due_on, today),
            before=[ring],
            after=[when_pill(row, today)],
            opens=partial(open_edit, self.context, row.id),
        )
