"""What an import would do, before it is done: a line per row, and what becomes of each column."""

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtWidgets import QStackedWidget, QWidget

from deskcrm import formats
from deskcrm.features.exchange.dates import Order
from deskcrm.features.exchange.incoming import Columns
from deskcrm.features.exchange.plan import Decision, ImportPlan, OnMatch, Verdict
from deskcrm.features.exchange.report import likeness, summary
from deskcrm.features.exchange.ui.field_words import words_of
from deskcrm.features.exchange.ui.refused_rows import RefusedRows
from deskcrm.i18n import _, mark
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.controls import FilterChips, PillTone
from deskcrm.kit.fields import ChoiceField
from deskcrm.kit.parts import column, row
from deskcrm.kit.record_table import RecordTable
from deskcrm.kit.table import Column, WindowedTableModel
from deskcrm.kit.text import Text

_WORDS: Final[dict[Verdict, tuple[str, PillTone]]] = {
    Verdict.NEW: (mark("new"), "good"),
    Verdict.UPDATE: (mark("update"), "accent"),
    Verdict.SAME: (mark("already there"), "neutral"),
    Verdict.DUPLICATE: (mark("twice in the file"), "neutral"),
    Verdict.LEFT: (mark("left as it is"), "neutral"),
    Verdict.REFUSED: (mark("refused"), "bad"),
}
_LIKELY: Final[tuple[str, PillTone]] = (mark("new, look twice"), "warn")


@dataclass(frozen=True, slots=True)
class RowLine:
    """What happens to one row."""

    id: int
    name: str
    verdict: str
    tone: PillTone
    remark: str


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """What becomes of one column."""

    id: int
    name: str
    becomes: str
    remark: str


class Preview(QWidget):
    """The dry run of an import."""

    def __init__(
        self,
        context: Context,
        decide_order: Callable[[Order | None], None],
        decide_match: Callable[[OnMatch], None],
    ) -> None:
        """Take what to do when the user says how dates are read, and what becomes of those who are there."""
        super().__init__()
        self.rows: Sequence[RowLine] = ()
        self.columns: Sequence[ColumnLine] = ()
        self._shown_order: Order | None = None
        self._shown_match = OnMatch.UPDATE
        self._summary = Text(strong=True, wrap=True)
        self._chips = FilterChips([("rows", _("Contacts")), ("columns", _("Columns"))], _("Show"))
        self._chips.chosen.connect(self._turn)
        self.order = ChoiceField[Order | None](
            "order",
            _("Some dates may be day/month or month/day"),
            [
                (None, _("Keep them as text")),
                (Order.DAY_FIRST, _("The day comes first: 31/12")),
                (Order.MONTH_FIRST, _("The month comes first: 12/31")),
            ],
        )
        self.order.changed.connect(lambda: self._decide_order(decide_order))
        self.match = ChoiceField[OnMatch](
            "match",
            _("Contacts who are there already"),
            [
                (OnMatch.UPDATE, _("Update them")),
                (OnMatch.SKIP, _("Leave them as they are")),
                (OnMatch.ADD, _("Add them a second time")),
            ],
        )
        self.match.changed.connect(lambda: self._decide_match(decide_match))
        self.refused = RefusedRows(context)
        self._row_model = WindowedTableModel(
            [
                Column[RowLine](
                    _("Row"), lambda r: formats.number(r.id), id="row", width=56, number=True
                ),
                Column[RowLine](_("Name"), lambda r: r.name, id="name", width=180, strong=True),
                Column[RowLine](
                    _("What happens"),
                    lambda r: r.verdict,
                    id="verdict",
                    width=124,
                    tone=lambda r: r.tone,
                ),
                Column[RowLine](_("Remark"), lambda r: r.remark, id="remark", stretch=True),
            ],
            count=lambda: len(self.rows),
            rows=lambda offset, limit, _sort: self.rows[offset : offset + limit],
        )
        self._column_model = WindowedTableModel(
            [
                Column[ColumnLine](_("Column"), lambda c: c.name, id="column", width=230),
                Column[ColumnLine](_("Becomes"), lambda c: c.becomes, id="becomes", width=230),
                Column[ColumnLine](_("Remark"), lambda c: c.remark, id="remark", stretch=True),
            ],
            count=lambda: len(self.columns),
            rows=lambda offset, limit, _sort: self.columns[offset : offset + limit],
        )
        self._tables = QStackedWidget(self)
        self._tables.addWidget(RecordTable(self._row_model, _("What happens to each row")))
        self._tables.addWidget(RecordTable(self._column_model, _("What becomes of each column")))
        box = column(self, gap=theme.MEDIUM)
        head = row(gap=theme.SMALL)
        head.addWidget(self._summary, 1)
        head.addWidget(self._chips)
        box.addLayout(head)
        questions = row(gap=theme.MEDIUM)
        questions.addWidget(self.match, 1)
        questions.addWidget(self.order, 1)
        box.addLayout(questions)
        box.addWidget(self.refused)
        box.addWidget(self._tables, 1)

    def show_plan(self, plan: ImportPlan, order: Order | None, on_match: OnMatch) -> None:
        """Show what a plan does with what the user said of its dates and of those who are there."""
        self._summary.setText(summary(plan, dry_run=True))
        self.show_answers(order, on_match)
        self.order.setVisible(bool(plan.incoming.undecided) or order is not None)
        is_known = any(decision.contact_id is not None for decision in plan.decisions)
        self.match.setVisible(is_known or on_match is not OnMatch.UPDATE)
        self.refused.show_plan(plan)
        remarks: dict[int, list[str]] = {}
        for remark in plan.incoming.remarks:
            remarks.setdefault(remark.row, []).append(remark.text)
        self.rows = [
            _row_line(one, remarks.get(one.row, []))
            for one in sorted(plan.decisions, key=lambda one: _urgency(one, remarks))
        ]
        self.columns = list(_column_lines(plan.incoming.columns))
        self._chips.set_words(
            "rows", _("Contacts {count}").format(count=formats.number(len(self.rows)))
        )
        self._chips.set_words(
            "columns", _("Columns {count}").format(count=formats.number(len(self.columns)))
        )
        self._row_model.reload()
        self._column_model.reload()

    def show_answers(self, order: Order | None, on_match: OnMatch) -> None:
        """Show what was said of dates and of those who are there, as the rows are shown for it."""
        self._shown_order, self._shown_match = order, on_match
        self.order.set_value(order)
        self.match.set_value(on_match)

    def _turn(self, key: str) -> None:
        self._tables.setCurrentIndex(0 if key == "rows" else 1)

    def _decide_order(self, decide: Callable[[Order | None], None]) -> None:
        if self.order.value() is not self._shown_order:
            decide(self.order.value())

    def _decide_match(self, decide: Callable[[OnMatch], None]) -> None:
        if self.match.value() is not self._shown_match:
            decide(self.match.value())


def _urgency(decision: Decision, remarked: Container[int]) -> int:
    """Return a number by which the rows that deserve a look come first."""
    if decision.verdict is Verdict.REFUSED:
        return 0
    if decision.verdict is Verdict.NEW and decision.like is not None:
        return 1
    return 2 if decision.row in remarked or decision.verdict is Verdict.UPDATE else 3


def _row_line(decision: Decision, remarks: Sequence[str]) -> RowLine:
    likely = decision.verdict is Verdict.NEW and decision.like is not None
    words, tone = _LIKELY if likely else _WORDS[decision.verdict]
    said = [decision.reason, likeness(decision), ", ".join(decision.changed), *remarks]
    return RowLine(
        decision.row, decision.name, _(words), tone, " ".join(text for text in said if text)
    )


def _column_lines(columns: Columns) -> Iterator[ColumnLine]:
    left_out = {
        one.column: _("Left out: “{value}”. {reason}").format(value=one.value, reason=one.reason)
        for one in columns.left_out
    }
    lines = [
        *(
            (name, words_of(place), left_out.get(name, ""))
            for name, place in columns.mapped.items()
        ),
        *((name, field, _("A field of your own.")) for name, field in columns.own.items()),
        *(
            (name, _("Other fields"), _("Kept under its own name."))
            for name in columns.kept
            if name not in columns.own
        ),
        *((name, "–", _("It has no values.")) for name in columns.empty),
        *((name, "–", remark) for name, remark in left_out.items() if name not in columns.mapped),
    ]
    for number, (name, becomes, remark) in enumerate(lines, 1):
        yield ColumnLine(number, name, becomes, remark)
