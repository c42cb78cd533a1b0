"""What a quote comes to: each figure on its line, the total last, discounts to be changed here."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from deskcrm import formats
from deskcrm.domain.margins import Margin, margin, whole_margin
from deskcrm.domain.payments import plan
from deskcrm.domain.totals import Adjustment, Period, TaxCategory, Totals
from deskcrm.errors import CrmError
from deskcrm.features.quotes.drafts import QuoteDraft
from deskcrm.features.quotes.ui.words import amount
from deskcrm.i18n import _
from deskcrm.kit import theme
from deskcrm.kit.controls import Button
from deskcrm.kit.parts import Line, clear, column, row
from deskcrm.kit.text import ElidedText, Text

PAYMENT = "payment"
"""The kind of a figure that a part of the payment plan comes to."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the totals; `change` names the discount or charge that a click changes."""

    label: str
    words: str
    change: tuple[str, int] | None = None
    muted: bool = False


_Shown = tuple[tuple[Figure, ...], tuple[Figure, ...], tuple[str, ...], bool]


class TotalsBox(QWidget):
    """The live totals of a quote."""

    change_asked = Signal(str, int)
    """A discount or charge of the document is to be changed: its kind and its place."""
    payments_asked = Signal()
    """The payment plan is to be changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Totals"))
        box = column(self, gap=0)
        self._figures = column(gap=6)
        box.addLayout(self._figures)
        box.addSpacing(6)
        box.addWidget(Line())
        line = row(gap=theme.SMALL)
        line.setContentsMargins(0, 8, 0, 4)
        self._label = Text(_("Total"), size=theme.RECORD_TITLE, strong=True)
        self._total = Text(size=theme.RECORD_TITLE, strong=True, tabular=True, selectable=True)
        self._total.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        line.addWidget(self._label)
        line.addStretch(1)
        line.addWidget(self._total)
        box.addLayout(line)
        self._below = column(gap=4)
        box.addLayout(self._below)
        self._notes = column(gap=2)
        self._notes.setContentsMargins(0, theme.TINY, 0, 0)
        box.addLayout(self._notes)
        self._shown: _Shown | None = None
        self._places: list[tuple[Button | ElidedText, Text]] = []
        self._note_texts: list[Text] = []

    @property
    def total(self) -> str:
        """The total as it is shown."""
        return self._total.text()

    @property
    def words(self) -> tuple[str, ...]:
        """Every figure above the total as "label: amount"."""
        return tuple(f"{f.label}: {f.words}" for f in self._shown[0]) if self._shown else ()

    @property
    def words_below(self) -> tuple[str, ...]:
        """Every figure below the total as "label: amount", then the notes."""
        if self._shown is None:
            return ()
        _above, below, notes, _read_only = self._shown
        return (*(f"{f.label}: {f.words}" for f in below), *notes)

    def show_totals(
        self,
        draft: QuoteDraft,
        totals: Totals | None,
        *,
        read_only: bool,
        with_margin: bool = False,
    ) -> None:
        """Show the totals of a draft, with its margin if wanted; None if they cannot be computed."""
        if totals is None:
            self._total.setText("—")
            return
        self._label.setText(_("Amount due") if totals.prepaid else _("Total"))
        self._total.setText(formats.money(totals.payable, draft.currency, exact=True))
        self._label.setAccessibleName(f"{self._label.text()}: {self._total.text()}")
        below = figures_below(draft, totals, with_margin=with_margin)
        shown = (figures_of(draft, totals), below, notes_of(draft, totals), read_only)
        if shown != self._shown:
            before, self._shown = self._shown, shown
            if before is not None and _shape(before) == _shape(shown):
                self._write(before, shown)
            else:
                self._lay_out(*shown)

    def _write(self, before: _Shown, shown: _Shown) -> None:
        """Write other figures into the same places: a key changes their words, not what there is."""
        figures = zip((*before[0], *before[1]), (*shown[0], *shown[1]), strict=True)
        for (label, words), (old, new) in zip(self._places, figures, strict=True):
            if old.label != new.label:
                label.setText(new.label)
            if old != new:
                words.setText(new.words)
                words.setAccessibleName(f"{new.label}: {new.words}")
        for text, old_note, new_note in zip(self._note_texts, before[2], shown[2], strict=True):
            if old_note != new_note:
                text.setText(new_note)

    def _lay_out(
        self,
        figures: tuple[Figure, ...],
        below: tuple[Figure, ...],
        notes: tuple[str, ...],
        read_only: bool,
    ) -> None:
        self._places = []
        for place, shown in ((self._figures, figures), (self._below, below)):
            clear(place)
            for figure in shown:
                place.addLayout(self._row(figure, read_only=read_only))
        clear(self._notes)
        self._note_texts = [Text(n, tone="muted", size=theme.LABEL, wrap=True) for n in notes]
        for text in self._note_texts:
            self._notes.addWidget(text)

    def _row(self, figure: Figure, *, read_only: bool) -> QHBoxLayout:
        line = row(gap=theme.SMALL)
        label: Button | ElidedText
        if figure.change is not None and not read_only:
            label = Button(figure.label, self._asker(*figure.change), kind="link")
            line.addWidget(label)
            line.addStretch(1)
        else:
            label = ElidedText(figure.label, tone="muted")
            line.addWidget(label, 1)
        words = Text(figure.words, tabular=True, tone="muted" if figure.muted else "")
        words.setAccessibleName(f"{figure.label}: {figure.words}")
        line.addWidget(words)
        self._places.append((label, words))
        return line

    def _asker(self, kind: str, place: int) -> Callable[[], None]:
        if kind == PAYMENT:
            return self.payments_asked.emit
        return lambda: self.change_asked.emit(kind, place)


def _shape(shown: _Shown) -> tuple[object, ...]:
    """Return what there is to be seen, whatever the words."""
    above, below, notes, read_only = shown
    places = [[(each.change, each.muted) for each in figures] for figures in (above, below)]
    return (*places, len(notes), read_only)


def figures_of(draft: QuoteDraft, totals: Totals) -> tuple[Figure, ...]:
    """Return the lines above the total, as they stand on the document."""
    currency = draft.currency
    found: list[Figure] = []
    if totals.discounts or totals.charges:
        found.append(Figure(_("Lines"), amount(totals.lines_entered, currency)))
        for place, (entry, total) in enumerate(zip(draft.discounts, totals.discounts, strict=True)):
            label = _adjustment_label(_("Discount"), entry)
            found.append(Figure(label, f"−{amount(total.entered, currency)}", ("discount", place)))
        for place, (entry, total) in enumerate(zip(draft.charges, totals.charges, strict=True)):
            label = _adjustment_label(_("Surcharge"), entry)
            found.append(Figure(label, amount(total.entered, currency), ("charge", place)))
    found.append(Figure(_("Net"), amount(totals.net, currency)))
    several = len(totals.tax) > 1
    for group in totals.tax:
        if group.category.charges_tax or group.category is TaxCategory.Z:
            label = _("Tax {rate}").format(rate=formats.percent(group.rate))
        else:
            label = _("No tax ({category})").format(category=group.category.value)
        if several:
            base = amount(group.base, currency)
            label = _("{tax} on {base}").format(tax=label, base=base)
        found.append(Figure(label, amount(group.tax, currency)))
    if totals.prepaid:
        found.append(Figure(_("Gross"), amount(totals.gross, currency)))
        found.append(Figure(_("Already paid"), f"−{amount(totals.prepaid, currency)}"))
    if totals.rounding:
        found.append(Figure(_("Rounding"), amount(totals.rounding, currency)))
    return tuple(found)


def figures_below(
    draft: QuoteDraft, totals: Totals, *, with_margin: bool = False
) -> tuple[Figure, ...]:
    """Return what stands below the total: what comes back, the payment plan, what is left of it all."""
    currency = draft.currency
    found = []
    for each in totals.recurring:
        label = _("Then each month") if each.period is Period.MONTH else _("Then each year")
        found.append(Figure(label, amount(each.gross, currency)))
    try:
        parts = plan(draft.payments, totals.payable, currency)
    except CrmError:
        parts = ()
    for place, (part, value) in enumerate(zip(draft.payments, parts, strict=False)):
        label = part.label
        if part.due_on is not None:
            label = formats.beside(label, formats.day(part.due_on))
        found.append(Figure(label, amount(value, currency), (PAYMENT, place)))
    left = margin_of(draft, totals) if with_margin else None
    if left is not None:
        words = amount(left.amount, currency)
        if left.percent is not None:
            words = f"{words} · {formats.percent(left.percent)}"
        found.append(Figure(_("Margin"), words, muted=True))
    return tuple(found)


def margin_of(draft: QuoteDraft, totals: Totals) -> Margin | None:
    """Return what is left of the lines that count and have a known cost; None if none has."""
    return whole_margin(
        margin(total.net, line.quantity, line.cost, draft.currency)
        for line, total in zip(draft.items, totals.lines, strict=True)
        if line.figures.counts
    )


def notes_of(draft: QuoteDraft, totals: Totals) -> tuple[str, ...]:
    """Return what stands in small letters below the total."""
    notes = []
    try:
        plan(draft.payments, totals.payable, draft.currency)
    except CrmError as error:
        notes.append(str(error))
    if any(line.period is not Period.ONCE for line in draft.items):
        first = formats.money(totals.first_year_net, draft.currency, exact=True)
        notes.append(_("In the first year {amount} without tax").format(amount=first))
    if any(line.optional and line.period is Period.ONCE for line in draft.items):
        everything = formats.money(totals.with_options, draft.currency, exact=True)
        notes.append(_("With all options {amount}").format(amount=everything))
    if draft.prices_include_tax:
        notes.append(_("Prices include tax"))
    return tuple(notes)


def _adjustment_label(kind: str, entry: Adjustment) -> str:
    words = entry.reason or kind
    if entry.percent is not None:
        return f"{words} {formats.percent(entry.percent)}"
    return words
