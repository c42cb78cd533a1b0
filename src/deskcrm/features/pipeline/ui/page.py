"""The page of the pipeline: measures, board or table, one deal, the weekly review."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from deskcrm import formats
from deskcrm.domain.custom import FieldKind, FieldOwner, FieldSpec
from deskcrm.domain.deals import StageKind
from deskcrm.features.fields.queries import fields_of
from deskcrm.features.fields.shown import shown
from deskcrm.features.pipeline.measures import Measures, measures
from deskcrm.features.pipeline.queries import Board, board, count_deals, deal_rows
from deskcrm.features.pipeline.rows import DealRow, StageChoice
from deskcrm.features.pipeline.ui import words
from deskcrm.features.pipeline.ui.board import BoardView
from deskcrm.features.pipeline.ui.deal import DealPane
from deskcrm.features.pipeline.ui.dialogs import ask_why_lost
from deskcrm.features.pipeline.ui.lead_bar import LeadBar
from deskcrm.features.pipeline.ui.review import ReviewPane
from deskcrm.features.pipeline.usecases import move_deal
from deskcrm.i18n import _, ngettext
from deskcrm.kit.context import Context
from deskcrm.kit.controls import Button, FilterChips, Pill
from deskcrm.kit.page import Page
from deskcrm.kit.parts import EmptyState, Measure, MeasureStrip, column
from deskcrm.kit.record_table import RecordTable
from deskcrm.kit.table import Column, Sort, WindowedTableModel
from deskcrm.kit.text import tooltip_text


class PipelinePage(Page):
    """Answers what moves: the board, the table, a deal, or the review."""

    kinds = frozenset(
        {"deal", "stage", "contact", "role", "activity", "follow_up", "business", "custom_field"}
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Pipeline"))
        kept = str(context.settings.get("pipeline/view", "board"))
        self.chips = self.add_chips(
            FilterChips([("board", _("Board")), ("table", _("Table"))], _("Show deals as"), kept)
        )
        self.chips.chosen.connect(self._choose_view)
        self._review_button = self.add_command("pipeline.review")
        self.add_command("pipeline.new_lead", primary=True)
        self.strip = _Strip()
        self.lead_bar = LeadBar(context)
        self.lead_bar.hide()
        self.lead_bar.added.connect(self._show_added)
        self.board = BoardView(context)
        self.table = _table(context)
        self.deal = DealPane(context)
        self.review = ReviewPane(context)
        self._deals = QStackedWidget()
        self._deals.addWidget(self.board)
        self._deals.addWidget(self.table)
        self.list = self._deals
        self._overview = QWidget()
        inside = column(self._overview)
        inside.addWidget(self.strip)
        inside.addWidget(self.lead_bar)
        inside.addWidget(self._deals, 1)
        self._empty_state: EmptyState | None = None
        self._inside = inside
        self._stack = QStackedWidget()
        for part in (self._overview, self.deal, self.review):
            self._stack.addWidget(part)
        self.body.addWidget(self._stack, 1)
        self._connect()
        self._choose_view(self.chips.key)

    # What is shown.

    def reload(self) -> None:
        """Ask for the measures and for the deals of the board or the table."""
        today = self.context.today()
        shown = self.context.crm.ask(board, today)
        self.strip.show_measures(self.context.crm.ask(measures, today), shown)
        self.board.show_board(shown)
        columns = _columns(self.context)
        if [each.id for each in columns] != [each.id for each in self.table.model().columns]:
            self.table.show_columns(columns)  # a field of the user's own came or went
        if self.chips.key == "table":
            self.table.model().reload()
        self._show_emptiness(shown.deals == 0)

    def target(self, kind: str) -> int | None:
        """Return the deal that is open, under review, or current on the board or in the table."""
        if kind != "deal":
            return None
        if self._stack.currentWidget() is self.deal:
            return self.deal.deal_id
        if self._stack.currentWidget() is self.review:
            return self.review.deal_id
        if self.chips.key == "table":
            return self.table.current_id()
        return self.board.current_id()

    def selected(self) -> tuple[int, ...]:
        """Return the deals that Delete deletes."""
        if self._stack.currentWidget() is self._overview and self.chips.key == "table":
            return self.table.selected_ids()
        deal_id = self.target("deal")
        return () if deal_id is None else (deal_id,)

    def opened(self) -> None:
        """Put the keyboard on the cards, or where the page was left."""
        here = self._stack.currentWidget()
        if here is not None and here is not self._overview:
            here.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.chips.key == "table":
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.board.focus_cards()

    def show_deal(self, deal_id: int) -> None:
        """Open a deal; raise NotFound if it is gone."""
        if not self._is_settled():
            return
        self.deal.show_deal(deal_id)
        self.board.select(deal_id, focus=False)
        self._turn_to(self.deal)
        self.deal.form.field("title").setFocus(Qt.FocusReason.OtherFocusReason)

    def show_overview(self) -> None:
        """Go back to the board or the table."""
        self.reload_now_if_stale()
        self._turn_to(self._overview)
        self.opened()

    def new_lead(self) -> None:
        """Open the line for a new lead."""
        if self._is_settled():
            self._turn_to(self._overview)
            self.lead_bar.open_bar()

    def begin_review(self) -> None:
        """Begin the weekly review."""
        if not self._is_settled():
            return
        self.review.begin()
        self._turn_to(self.review)
        self.review.setFocus(Qt.FocusReason.OtherFocusReason)

    def _is_settled(self) -> bool:
        """Save what was typed about the open deal; show what is wrong with it if that fails."""
        settled = self.deal.settle()
        if not settled:
            self._turn_to(self.deal)
        return settled

    def _turn_to(self, part: QWidget) -> None:
        self._stack.setCurrentWidget(part)
        overview = part is self._overview
        self.chips.setVisible(overview)
        self._review_button.setVisible(part is not self.review)
        self.set_title(_("Weekly review") if part is self.review else _("Pipeline"))

    def _choose_view(self, key: str) -> None:
        self.context.settings.set("pipeline/view", key)
        is_table = key == "table"
        if is_table:
            self.table.model().reload()
        self._deals.setCurrentWidget(self.table if is_table else self.board)

    def _show_emptiness(self, is_empty: bool) -> None:
        self._deals.setVisible(not is_empty)
        self.strip.setVisible(not is_empty)
        if is_empty and self._empty_state is None:
            self._empty_state = EmptyState(
                "pipeline",
                _("No deals yet"),
                _("A lead is one line: what it is about, who asked, what it may bring."),
                Button(_("New lead"), self.new_lead, kind="primary"),
            )
            self._inside.addWidget(self._empty_state, 1)
        if self._empty_state is not None:
            self._empty_state.setVisible(is_empty)

    def _show_added(self, deal_id: int) -> None:
        self.reload_now_if_stale()
        self.board.select(deal_id, focus=False)

    # What is done.

    def _connect(self) -> None:
        ask_menu = self.context.shell.show_record_menu
        self.board.move_wanted.connect(self.put)
        self.board.lose_wanted.connect(lambda deal_id: ask_why_lost(self.context, deal_id))
        for part in (self.board, self.table):
            part.opened.connect(lambda deal_id: self.context.open("deal", deal_id))
            part.menu_asked.connect(lambda at: ask_menu("deal", at))
        self.lead_bar.closed.connect(self.opened)
        self.deal.left.connect(self.show_overview)
        self.review.left.connect(self.show_overview)

    def put(self, deal_id: int, stage: StageChoice, place: int) -> None:
        """Put a deal at a place of a stage and say so if the stage is another."""
        shown = next((each for each in self.board.columns if each.stage == stage), None)
        stays = shown is not None and shown.list.cards.row_of(deal_id) >= 0
        said = "" if stays else _("Moved to {stage}").format(stage=stage.name)
        if stage.kind is StageKind.WON:
            said = _("Won. Well done!")
        self.context.do(said, move_deal, deal_id, stage.id, place, at=self.context.now())
        self.reload_now_if_stale()


class _Strip(MeasureStrip):
    """The figures of the pipeline."""

    def __init__(self) -> None:
        super().__init__()
        self._open = self.add(Measure(_("Open")))
        self._weighted = self.add(Measure(_("Weighted forecast")))
        self._won = self.add(Measure(_("Won this quarter")))
        self._rate = self.add(Measure(_("Win rate, 12 months")))
        self._days = self.add(Measure(_("Median days to win")))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the last figure out where there is no room for all."""
        super().resizeEvent(event)
        layout = self.layout()
        self._days.show()
        self._days.setVisible(layout is None or layout.sizeHint().width() <= self.width())

    def show_measures(self, found: Measures, shown: Board) -> None:
        """Show the figures, and how many deals are quiet or overdue."""
        own = found.currency
        self._open.set_value(formats.amounts(found.open, own))
        rounded = {code: value.quantize(1) for code, value in found.weighted.items()}
        self._weighted.set_value(formats.amounts(rounded, own))
        self._weighted.setToolTip(
            tooltip_text(
                _("Value times probability of the open deals: {sum}").format(
                    sum=formats.amounts(found.weighted, own, exact=True)
                )
            )
        )
        self._won.set_value(
            formats.amounts(found.won_this_quarter, own), "good" if found.won_this_quarter else ""
        )
        rate = found.win_rate
        self._rate.set_value("—" if rate is None else formats.percent(rate))
        self._rate.setToolTip(
            tooltip_text(
                ngettext(
                    "{won} won of {n} deal decided in twelve months",
                    "{won} won of {n} deals decided in twelve months",
                    found.closed,
                ).format(won=formats.number(found.won), n=formats.number(found.closed))
            )
        )
        days = found.days_to_win
        self._days.set_value("—" if days is None else formats.number(days))
        self._days.setToolTip(
            tooltip_text(
                ngettext(
                    "Of {n} deal won in twelve months",
                    "Of {n} deals won in twelve months",
                    found.won,
                ).format(n=formats.number(found.won))
            )
        )
        pills = []
        if shown.quiet:
            text = ngettext("{n} quiet", "{n} quiet", shown.quiet)
            pills.append(Pill(text.format(n=formats.number(shown.quiet)), "warn"))
        if shown.overdue:
            text = ngettext("{n} overdue", "{n} overdue", shown.overdue)
            pills.append(Pill(text.format(n=formats.number(shown.overdue)), "bad"))
        self.set_end(pills)


class DealTable(RecordTable):
    """All deals, open and closed, in rows."""

    def __init__(self, model: WindowedTableModel[DealRow], context: Context) -> None:
        super().__init__(model, _("Deals"), settings=context.settings, key="deals")
        self._deals = model

    def model(self) -> WindowedTableModel[DealRow]:
        """Return the deals."""
        return self._deals


def _table(context: Context) -> DealTable:
    def rows(offset: int, limit: int, sort: Sort) -> tuple[DealRow, ...]:
        return context.crm.ask(
            deal_rows,
            context.today(),
            offset=offset,
            limit=limit,
            sort=sort.key,
            descending=sort.descending,
        )

    model = WindowedTableModel(_columns(context), lambda: context.crm.ask(count_deals), rows)
    return DealTable(model, context)


def _columns(context: Context) -> tuple[Column[DealRow], ...]:
    """Return the columns of the table: what every deal has, then the user's own fields."""

    def close(row: DealRow) -> str:
        day = row.expected_close
        return "—" if day is None else formats.day(day, today=context.today())

    own = context.crm.ask(fields_of, FieldOwner.DEAL)
    return (
        Column[DealRow](_("Deal"), lambda row: row.title, "title", stretch=True, strong=True, sort="title"),
        Column[DealRow](_("Contact"), lambda row: row.who or "—", "who", 190, sort="who"),
        Column[DealRow](_("Stage"), lambda row: row.stage.name, "stage", 110, sort="stage"),
        Column[DealRow](_("Value"), words.value, "value", 110, number=True, sort="value"),
        Column[DealRow](_("Chance"), words.chance, "chance", 110, number=True, muted=True, sort="probability"),
        Column[DealRow](_("Expected close"), close, "close", 130, number=True, sort="close"),
        Column[DealRow](
            _("Next"),
            lambda row: words.pill(row, context.today())[0],
            "next",
            150,
            tone=lambda row: words.pill(row, context.today())[1],
            sort="step",
        ),
        *map(_own_column, own),
    )  # fmt: skip


def _own_column(spec: FieldSpec) -> Column[DealRow]:
    def text(row: DealRow) -> str:
        value = row.custom.get(spec.name)
        return "" if value is None else shown(spec, value)

    is_figure = spec.kind in {FieldKind.NUMBER, FieldKind.MONEY}
    return Column(spec.name, text, id=f"own.{spec.name}", width=120, number=is_figure)
