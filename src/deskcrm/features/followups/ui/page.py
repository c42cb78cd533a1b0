"""Today: what to do now, what to decide, and what the month has brought."""

from decimal import Decimal
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from deskcrm import formats
from deskcrm.features.followups.queries import (
    DayAhead,
    EndingQuote,
    FollowUpRow,
    TodayView,
    today_view,
)
from deskcrm.features.followups.ui.bars import MonthBars
from deskcrm.features.followups.ui.card import FollowUpCard
from deskcrm.features.followups.ui.form import open_edit, open_new
from deskcrm.features.revenue.queries.months import ThisMonth
from deskcrm.i18n import _, ngettext
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.controls import Button
from deskcrm.kit.page import DetailPane, ListAndDetail, Page
from deskcrm.kit.parts import (
    EmptyState,
    FactRow,
    ScrollColumn,
    SectionLabel,
    TaskCard,
    clear,
    column,
)
from deskcrm.kit.text import Text


class TodayPage(Page):
    """The page a day begins on."""

    kinds = frozenset({"follow_up", "deal", "quote", "activity", "contact", "business", "stage"})

    def __init__(self, context: Context) -> None:
        super().__init__(context, formats.full_day(context.today()))
        self.add_command("followups.new", primary=True)
        self._current: int | None = None
        self._tasks = self.list = _Tasks()
        self._decisions = column(gap=theme.SMALL)
        scroll = ScrollColumn(margin=20, gap=theme.SMALL)
        scroll.body.addWidget(self._tasks)
        scroll.body.addLayout(self._decisions)
        self._month = _MonthPane(context)
        self.body.addWidget(ListAndDetail(scroll, self._month), 1)

    def reload(self) -> None:
        """Ask for the day anew; the keyboard stays where it was."""
        today = self.context.today()
        self.set_title(formats.full_day(today))
        view = self.context.crm.ask(today_view, today)
        again, place = self._tasks.place_of(self._current), self._tasks.has_keyboard()
        self._tasks.clear()
        self._add_follow_ups(_("Overdue"), view.overdue)
        self._add_follow_ups(_("Today"), view.today)
        if not (view.overdue or view.today):
            self._tasks.add(self._all_done() if view.begun else self._welcome())
        self._add_decisions(view)
        self._tasks.go_to(again, focus=place)
        self._month.show_view(view)

    def target(self, kind: str) -> int | None:
        """Return the follow-up that has, or last had, the keyboard."""
        return self._current if kind == "follow_up" else None

    def _add_follow_ups(self, title: str, rows: tuple[FollowUpRow, ...]) -> None:
        if not rows:
            return
        self._tasks.box.addWidget(SectionLabel(title))
        for row in rows:
            card = FollowUpCard(
                self.context, row, self.context.today(), partial(open_edit, self.context, row.id)
            )
            card.focused.connect(self._take)
            card.menu_wanted.connect(self._open_menu)
            self._tasks.add_card(card)

    def _add_decisions(self, view: TodayView) -> None:
        cards = [self._ending(quote) for quote in view.ending]
        if view.stuck:
            cards.insert(0, self._stuck(view.stuck))
        if view.quiet:
            cards.insert(0, self._quiet(view.quiet))
        clear(self._decisions)
        if cards:
            self._decisions.addWidget(SectionLabel(_("Needs a decision")))
        for card in cards:
            self._decisions.addWidget(card)

    def _quiet(self, count: int) -> TaskCard:
        words = ngettext("{n} deal has gone quiet", "{n} deals have gone quiet", count)
        return self._review_card(
            words.format(n=formats.number(count)),
            _("Nothing logged for longer than their stage allows"),
        )

    def _stuck(self, count: int) -> TaskCard:
        words = ngettext("{n} deal is not moving", "{n} deals are not moving", count)
        return self._review_card(
            words.format(n=formats.number(count)),
            _("Past their expected close, or without a next step"),
        )

    def _review_card(self, title: str, text: str) -> TaskCard:
        review = Button(_("Open weekly review"), lambda: self.context.run("pipeline.review"))
        return TaskCard(title, text, after=[review])

    def _ending(self, quote: EndingQuote) -> TaskCard:
        today = self.context.today()
        title = _("{number} runs out {day}").format(
            number=quote.number, day=formats.near_day(quote.valid_until, today)
        )
        sent = _("sent {day}").format(day=formats.day(quote.sent_on, today=today))
        money = formats.money(quote.payable, quote.currency, exact=True)
        text = formats.beside(quote.who, money, sent)
        ask = _("Ask about {number}").format(number=quote.number)
        follow = Button(
            _("Follow up"), lambda: open_new(self.context, quote_id=quote.id, title=ask)
        )
        return TaskCard(
            title, text, after=[follow], opens=partial(self.context.open, "quote", quote.id)
        )

    def _all_done(self) -> QWidget:
        return EmptyState(
            "check",
            _("Nothing is due"),
            _("Follow-ups that are due today show up here, so that nobody is forgotten."),
            Button(_("New follow-up"), lambda: self.context.run("followups.new")),
        )

    def _welcome(self) -> QWidget:
        return EmptyState(
            "contacts",
            _("Begin with the people you work with"),
            _(
                "Bring in your contacts from a file; the page “Contacts” takes the first one by hand."
            ),
            Button(
                _("Import contacts"), lambda: self.context.run("exchange.import"), kind="primary"
            ),
        )

    def _take(self, follow_up_id: int) -> None:
        self._current = follow_up_id

    def _open_menu(self, follow_up_id: int, at: QPoint) -> None:
        self._take(follow_up_id)
        self.context.shell.show_record_menu("follow_up", at)


class _Tasks(QWidget):
    """The cards of what is due; the arrow keys move between them."""

    def __init__(self) -> None:
        super().__init__()
        self.box = column(self, gap=theme.SMALL)
        self._cards: list[FollowUpCard] = []

    def clear(self) -> None:
        """Take everything out."""
        self._cards = []
        clear(self.box)

    def add(self, widget: QWidget) -> None:
        """Add something under the last, shown at once: what is hidden cannot take the keyboard."""
        self.box.addWidget(widget)
        widget.show()

    def add_card(self, card: FollowUpCard) -> None:
        """Add a follow-up under the last one."""
        self._cards.append(card)
        self.add(card)

    def place_of(self, follow_up_id: int | None) -> int:
        """Return the place of a follow-up among the cards; 0 if it is not there."""
        return next(
            (at for at, card in enumerate(self._cards) if card.follow_up_id == follow_up_id), 0
        )

    def has_keyboard(self) -> bool:
        """Say whether a card has the keyboard, or what stands in place of the cards."""
        # The window's own: the program's is elsewhere while a dialog closes or the window opens.
        holder: QWidget | None = self.window().focusWidget()
        return holder is not None and self.isAncestorOf(holder)

    def go_to(self, place: int, *, focus: bool) -> None:
        """Choose the card at `place`, or the last one; with `focus` give it the keyboard."""
        if self._cards:
            card = self._cards[min(place, len(self._cards) - 1)]
            if focus:
                card.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                card.focused.emit(card.follow_up_id)
        elif focus:
            for button in self.findChildren(Button):
                button.setFocus(Qt.FocusReason.OtherFocusReason)

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Give the keyboard to the first card."""
        if self._cards:
            self._cards[0].setFocus(reason)
        else:
            super().setFocus(reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go up and down among the cards."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if not step or not self._cards:
            super().keyPressEvent(event)
            return
        at = next((at for at, card in enumerate(self._cards) if card.hasFocus()), -step)
        card = self._cards[max(0, min(len(self._cards) - 1, at + step))]
        card.setFocus(Qt.FocusReason.TabFocusReason)


class _MonthPane(DetailPane):
    """What the month has brought, and the days ahead."""

    def __init__(self, context: Context) -> None:
        super().__init__(width=360)
        self._context = context
        self.body.addWidget(SectionLabel(_("This month")))
        self._won = Text(size=24, strong=True, tabular=True)
        self.body.addWidget(self._won)
        self._beside = Text(tone="muted", wrap=True)
        self.body.addWidget(self._beside)
        self.body.addSpacing(theme.MEDIUM)
        self._bars = MonthBars(self._open_revenue)
        self.body.addWidget(self._bars)
        self.body.addSpacing(theme.SMALL)
        self.body.addWidget(SectionLabel(_("Next seven days")))
        holder = QWidget()
        self._days = column(holder)
        self.body.addWidget(holder)

    def show_view(self, view: TodayView) -> None:
        """Show the month's income and the days ahead."""
        month, own = view.month, view.month.currency
        self._won.setText(formats.money(month.won.get(own, Decimal(0)), own))
        self._beside.setText(_beside(month))
        self._bars.show_months(
            [(day, sums.get(own, Decimal(0))) for day, sums in month.months], own
        )
        clear(self._days)
        for ahead in view.ahead:
            words = _holds(ahead)
            fact = FactRow(formats.weekday(ahead.day), words or "—", label_width=64)
            self._days.addWidget(fact)

    def _open_revenue(self) -> None:
        self._context.shell.show_page("revenue")


def _beside(month: ThisMonth) -> str:
    """Return how the month compares, and what came in other currencies."""
    words = _("won")
    if month.share is not None:
        share = formats.percent(month.share)
        words = _("won, {share} of the month before").format(share=share)
    others = [
        formats.money(amount, currency)
        for currency, amount in month.won.items()
        if currency != month.currency
    ]
    return formats.beside(words, *others)


def _holds(ahead: DayAhead) -> str:
    """Return what a day holds in few words."""
    parts = []
    count = len(ahead.follow_ups)
    if count == 1:
        parts.append(ahead.follow_ups[0].title)
    elif count:
        words = ngettext("{n} follow-up", "{n} follow-ups", count)
        parts.append(words.format(n=formats.number(count)))
    if ahead.quotes_ending:
        words = ngettext("{n} quote runs out", "{n} quotes run out", ahead.quotes_ending)
        parts.append(words.format(n=formats.number(ahead.quotes_ending)))
    parts += [_("{title}: decision").format(title=title) for title in ahead.deals_closing[:2]]
    return formats.beside(*parts)
