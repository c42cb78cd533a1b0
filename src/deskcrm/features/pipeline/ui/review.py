"""The weekly review: one open deal after the other, the worst first, then what changed in the week."""

from collections import Counter
from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from deskcrm import formats
from deskcrm.domain.business import own_currency
from deskcrm.errors import NotFound
from deskcrm.features.pipeline.bridge import week_bridge
from deskcrm.features.pipeline.queries import DealView, deal_view, review_queue
from deskcrm.features.pipeline.rows import StageChoice, stages
from deskcrm.features.pipeline.ui import words
from deskcrm.features.pipeline.ui.bridge_table import BridgeTable
from deskcrm.features.pipeline.ui.dialogs import ask_next_step, ask_why_lost
from deskcrm.features.pipeline.usecases import move_deal
from deskcrm.i18n import _, ngettext
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.controls import Button, Pill
from deskcrm.kit.live import Live
from deskcrm.kit.parts import Card, FactRow, ScrollColumn, clear, column, row
from deskcrm.kit.text import Text

_WIDTH = 720


class ReviewPane(Live):
    """Shows the deal that most needs a decision, and takes it by one key."""

    kinds = frozenset({"deal", "follow_up", "activity", "contact"})
    left = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.deal_id: int | None = None
        """The deal that is being looked at; None at the end."""
        self._queue: list[int] = []
        self._at = 0
        self._done: Counter[str] = Counter()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Weekly review"))
        box = column(self)
        scroll = ScrollColumn(margin=theme.WIDE, ground="background")
        box.addWidget(scroll)
        line = row()
        line.addStretch(1)
        middle = QWidget()
        middle.setMaximumWidth(_WIDTH)
        middle.setMinimumWidth(min(_WIDTH, 480))
        self._body = column(middle, gap=theme.LARGE)
        line.addWidget(middle, 10)
        line.addStretch(1)
        scroll.body.addLayout(line)

    def begin(self) -> None:
        """Line the open deals up and show the first."""
        queue = self.context.crm.ask(review_queue, self.context.today())
        self._queue = [row.id for row in queue]
        self._at = 0
        self._done.clear()
        self._show()

    def reload(self) -> None:
        """Show the current deal, or the end, as it is now."""
        if self._queue or self._done:
            self._show()

    @property
    def progress(self) -> str:
        """How far the review has come: "3 of 12"."""
        return _("{n} of {total}").format(
            n=formats.number(min(self._at + 1, len(self._queue))),
            total=formats.number(len(self._queue)),
        )

    def keep(self) -> None:
        """Leave the deal as it is and go on."""
        self._go_on("keep")

    def skip(self) -> None:
        """Decide nothing and go on."""
        self._go_on("skip")

    def move_on(self) -> None:
        """Move the deal to the next stage and go on."""
        target = self._next_stage()
        if self.deal_id is None or target is None:
            return
        said = _("Moved to {stage}").format(stage=target.name)
        deal_id = self.deal_id
        if self.context.do(said, move_deal, deal_id, target.id, at=self.context.now()):
            self._go_on("move")

    def lose(self) -> None:
        """Ask why the deal is lost, lose it and go on."""
        if self.deal_id is not None:
            sheet = ask_why_lost(self.context, self.deal_id)
            sheet.accepted.connect(lambda: self._go_on("lose"))

    def plan(self) -> None:
        """Ask for the next step; the deal stays in view with it."""
        if self.deal_id is not None:
            ask_next_step(self.context, self.deal_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Decide with one key."""
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        ahead = Qt.Key.Key_Left if rtl else Qt.Key.Key_Right
        doings: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_K: self.keep,
            Qt.Key.Key_M: self.move_on,
            Qt.Key.Key_L: self.lose,
            Qt.Key.Key_N: self.plan,
            ahead: self.skip,
        }
        doing = doings.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif doing is not None and self.deal_id is not None and not event.modifiers():
            doing()
        else:
            super().keyPressEvent(event)

    def _go_on(self, doing: str) -> None:
        self._done[doing] += 1
        self._at += 1
        # Once, though what was done has already said that this is stale.
        self.mark_stale()
        self.reload_now_if_stale()

    def _show(self) -> None:
        view = self._current()
        clear(self._body)
        if view is None:
            self.deal_id = None
            self._show_end()
        else:
            self.deal_id = view.row.id
            self._show_deal(view)
        self._body.addStretch(1)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _current(self) -> DealView | None:
        """Return the deal to look at, passing over those that are gone."""
        while self._at < len(self._queue):
            try:
                return self.context.crm.ask(deal_view, self._queue[self._at], self.context.today())
            except NotFound:
                del self._queue[self._at]
        return None

    def _next_stage(self) -> StageChoice | None:
        """Return the stage after the current deal's, as far as that is not a lost one."""
        view = self._current()
        all_stages = self.context.crm.ask(stages)
        if view is None:
            return None
        at = [each.id for each in all_stages].index(view.row.stage.id) + 1
        follows = all_stages[at] if at < len(all_stages) else None
        return follows if follows is not None and follows.kind.value != "lost" else None

    def _show_deal(self, view: DealView) -> None:
        today = self.context.today()
        head = row(gap=theme.MEDIUM)
        head.addWidget(Text(self.progress, tone="muted", tabular=True))
        bar = QProgressBar()
        bar.setTextVisible(False)
        bar.setRange(0, len(self._queue))
        bar.setValue(self._at)
        bar.setAccessibleName(_("Progress of the review"))
        head.addWidget(bar, 1)
        self._body.addLayout(head)
        card = Card()
        card.body.setContentsMargins(24, 20, 24, 20)
        card.body.setSpacing(theme.TINY)
        why = row(gap=theme.SMALL)
        why.addWidget(Pill(*words.pill(view.row, today)))
        why.addWidget(Text(words.why(view.row, today), tone="muted"))
        why.addStretch(1)
        card.body.addLayout(why)
        card.body.addSpacing(theme.SMALL)
        card.body.addWidget(Text(view.row.title, size=theme.PAGE_TITLE, strong=True, wrap=True))
        if view.row.who:
            card.body.addWidget(Text(view.row.who, tone="muted", wrap=True))
        card.body.addSpacing(theme.SMALL)
        facts = self._facts(view)
        for number, (label, fact) in enumerate(facts, 1):
            card.body.addWidget(FactRow(label, fact, last=number == len(facts)))
        self._body.addWidget(card)
        self._body.addLayout(self._buttons())

    def _facts(self, view: DealView) -> list[tuple[str, str]]:
        shown, today = view.row, self.context.today()
        step = view.steps[0] if view.steps else None
        last = next((event for event in view.events if event.kind is not None), None)
        ago = formats.days_ago((today - shown.last_activity).days) if shown.last_activity else ""
        return [
            (_("Value"), words.value(shown)),
            (_("Stage"), formats.beside(shown.stage.name, words.chance(shown))),
            (
                _("Expected close"),
                formats.day(shown.expected_close, today=today) if shown.expected_close else "—",
            ),
            (
                _("Last activity"),
                formats.beside(ago, last.text if last else "") or "—",
            ),
            (
                _("Next step"),
                formats.beside(formats.near_day(step.due_on, today), step.title) if step else "—",
            ),
        ]

    def _buttons(self) -> QHBoxLayout:
        target = self._next_stage()
        line = row(gap=theme.SMALL)
        choices: list[tuple[str, str, Callable[[], None], Literal["", "primary", "danger"]]] = [
            (_("Keep"), "K", self.keep, "primary"),
            (
                _("Move to {stage}").format(stage=target.name) if target else "",
                "M",
                self.move_on,
                "",
            ),
            (_("Next step"), "N", self.plan, ""),
            (_("Lose"), "L", self.lose, "danger"),
        ]
        for text, key, doing, kind in choices:
            if text:
                button = Button(f"{text}   {key}", doing, kind=kind, name=text)
                line.addWidget(button)
        line.addStretch(1)
        arrow = "←" if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else "→"
        line.addWidget(Button(f"{_('Skip')}   {arrow}", self.skip, name=_("Skip")))
        return line

    def _show_end(self) -> None:
        self._body.addWidget(
            Text(_("What changed in seven days"), size=theme.PAGE_TITLE, strong=True)
        )
        self._body.addWidget(Text(self._summary(), tone="muted", wrap=True))
        bridge = self.context.crm.ask(week_bridge, self.context.now())
        card = Card()
        card.body.setContentsMargins(20, 8, 20, 8)
        card.body.addWidget(BridgeTable(bridge, self.context.crm.ask(own_currency)))
        self._body.addWidget(card)
        if bridge.redated:
            text = ngettext(
                "{n} open deal got another expected close; that moves the forecast, not the sum.",
                "{n} open deals got another expected close; that moves the forecast, not the sum.",
                bridge.redated,
            )
            shown = text.format(n=formats.number(bridge.redated))
            self._body.addWidget(Text(shown, tone="muted", wrap=True))
        line = row()
        line.addWidget(Button(_("Back to the pipeline"), self.left.emit, kind="primary"))
        line.addStretch(1)
        self._body.addLayout(line)

    def _summary(self) -> str:
        """Say what was decided in the review."""
        if not self._done:
            return _("There is no open deal to review.")
        words_of = {
            "keep": _("kept {n}"),
            "move": _("moved {n}"),
            "lose": _("lost {n}"),
            "skip": _("skipped {n}"),
        }
        told = [
            text.format(n=formats.number(self._done[doing]))
            for doing, text in words_of.items()
            if self._done[doing]
        ]
        return _("Reviewed: {decisions}.").format(decisions=", ".join(told))
