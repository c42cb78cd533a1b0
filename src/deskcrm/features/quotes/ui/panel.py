"""The quotes of a contact or a deal, in its details."""

from functools import partial
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from deskcrm import formats
from deskcrm.domain.quotes import QuoteState
from deskcrm.features.quotes.queries import QuoteRow, quotes_of
from deskcrm.features.quotes.ui.words import last_day, state_tone, state_word
from deskcrm.i18n import _
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.controls import Button, Pill
from deskcrm.kit.live import Panel
from deskcrm.kit.parts import Card, SectionLabel, clear, column, row
from deskcrm.kit.text import ElidedText, Text

_MOST = 2
"""So many quotes are shown at once."""


class QuotesPanel(Panel):
    """Rows with state and amount, and a way to begin another quote."""

    kinds = frozenset({"quote", "sent_quote"})

    def __init__(
        self, context: Context, entity: Literal["contact", "deal"], parent: QWidget | None = None
    ) -> None:
        super().__init__(context, parent)
        self._entity = entity
        self._all = False
        self._box = column(self, gap=theme.SMALL)

    def show_record(self, record_id: int) -> None:
        """Show what belongs to this record, the latest few at first."""
        if record_id != self.record_id:
            self._all = False
        super().show_record(record_id)

    def reload(self) -> None:
        """Ask for the quotes anew."""
        if self.record_id is None:
            return
        today = self.context.today()
        rows = self.context.crm.ask(quotes_of, self._entity, self.record_id, today=today)
        clear(self._box)
        head = row()
        head.addWidget(SectionLabel(_("Quotes")))
        head.addStretch(1)
        bottom = Qt.AlignmentFlag.AlignBottom
        head.addWidget(Button(_("New quote"), self._new, kind="link"), 0, bottom)
        self._box.addLayout(head)
        for quote in rows if self._all else rows[:_MOST]:
            self._box.addWidget(self._card(quote))
        if len(rows) > _MOST and not self._all:
            self._box.addWidget(
                Button(
                    _("Show all {n}").format(n=formats.number(len(rows))),
                    self._show_all,
                    kind="link",
                )
            )
        # A contact has a button for its first quote; a deal has only this.
        self.setVisible(bool(rows) or self._entity == "deal")

    def _card(self, quote: QuoteRow) -> Card:
        title = quote.title or quote.number or _("Without a title")
        card = Card(opens=partial(self.context.open, "quote", quote.id), name=title)
        card.body.addWidget(ElidedText(title, strong=True))
        foot = row(gap=theme.SMALL)
        foot.addWidget(Pill(state_word(quote.state), state_tone(quote.state)))
        known = formats.beside(quote.number or "", self._until(quote))
        foot.addWidget(ElidedText(known, tone="muted", size=theme.LABEL), 1)
        foot.addWidget(Text(formats.money(quote.payable, quote.currency), tabular=True))
        card.body.addLayout(foot)
        return card

    def _until(self, quote: QuoteRow) -> str:
        """Return the last day of a quote that still waits for an answer, or for being sent."""
        if quote.state not in {QuoteState.DRAFT, QuoteState.SENT}:
            return ""
        return last_day(quote.valid_until, quote.state, self.context.today())

    def _new(self) -> None:
        if self.record_id is not None:
            self.context.run(f"quotes.new_for_{self._entity}", (self._entity, self.record_id))

    def _show_all(self) -> None:
        self._all = True
        self.reload()
