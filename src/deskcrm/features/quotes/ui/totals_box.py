"""What a quote comes to: each figure on its line, the total last, discounts to be changed here."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from deskcrm import formats
from deskcrm.domain.totals import Adjustment, TaxCategory, Totals
from deskcrm.features.quotes.drafts import QuoteDraft
from deskcrm.features.quotes.ui.words import amount
from deskcrm.i18n import _
from deskcrm.kit import theme
from deskcrm.kit.controls import Button
from deskcrm.kit.parts import Line, clear, column, row
from deskcrm.kit.text import ElidedText, Text


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the totals; `change` names the discount or charge that a click changes."""

    label: str
    words: str
    change: tuple[str, int] | None = None
    muted: bool = False


class TotalsBox(QWidget):
    """The live totals of a quote."""

    change_asked = Signal(str, int)
    """A discount or charge of the document is to be changed: its kind and its place."""

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
        self._notes = column(gap=2)
        box.addLayout(self._notes)
        self._shown: tuple[tuple[Figure, ...], tuple[str, ...], bool] | None = None

    @property
    def total(self) -> str:
        """The total as it is shown."""
        return self._total.text()

    @property
    def words(self) -> tuple[str, ...]:
        """Every figure above the total as "label: amount"."""
        return tuple(f"{f.label}: {f.words}" for f in self._shown[0]) if self._shown else ()

    def show_totals(self, draft: QuoteDraft, totals: Totals | None, *, read_only: bool) -> None:
        """Show the totals of a draft; None if they cannot be computed."""
        if totals is None:
            self._total.setText("—")
            return
        self._label.setText(_("Amount due") if totals.prepaid else _("Total"))
        self._total.setText(formats.money(totals.payable, draft.currency, exact=True))
        self._label.setAccessibleName(f"{self._label.text()}: {self._total.text()}")
        shown = (figures_of(draft, totals), notes_of(draft, totals), read_only)
        if shown != self._shown:
            self._shown = shown
            self._lay_out(*shown)

    def _lay_out(
        self, figures: tuple[Figure, ...], notes: tuple[str, ...], read_only: bool
    ) -> None:
        clear(self._figures)
        clear(self._notes)
        for figure in figures:
            line = row(gap=theme.SMALL)
            if figure.change is not None and not read_only:
                line.addWidget(Button(figure.label, self._asker(*figure.change), kind="link"))
            else:
                line.addWidget(ElidedText(figure.label, tone="muted"), 1)
            line.addStretch(0)
            line.addStretch(1)
            words = Text(figure.words, tabular=True, tone="muted" if figure.muted else "")
            words.setAccessibleName(f"{figure.label}: {figure.words}")
            line.addWidget(words)
            self._figures.addLayout(line)
        for note in notes:
            self._notes.addWidget(Text(note, tone="muted", size=theme.LABEL, wrap=True))

    def _asker(self, kind: str, place: int) -> Callable[[], None]:
        return lambda: self.change_asked.emit(kind, place)


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


def notes_of(draft: QuoteDraft, totals: Totals) -> tuple[str, ...]:
    """Return what stands in small letters below the total."""
    notes = []
    if any(line.optional for line in draft.lines):
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
