"""The sheet of a quote's payment plan: its parts, what each comes to, and what is wrong with them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from deskcrm import formats
from deskcrm.domain.payments import Part, plan
from deskcrm.domain.totals import totals
from deskcrm.errors import CrmError, Required, Unreadable
from deskcrm.features.quotes.drafts import QuoteDraft
from deskcrm.features.quotes.ui.cells import plainly, read_adjustment
from deskcrm.i18n import _, texts
from deskcrm.kit import theme
from deskcrm.kit.controls import Button, IconButton
from deskcrm.kit.date_field import read_date, shown_date
from deskcrm.kit.form import Sheet
from deskcrm.kit.parts import clear, column, row
from deskcrm.kit.text import Text

Save = Callable[[QuoteDraft], None]

_WIDTH = 620


class PartRow:
    """One part: what it is for, how much, on which day, and what that comes to."""

    def __init__(self, part: Part, currency: str, number: int) -> None:
        self._currency = currency
        n = formats.number(number)
        self.label = _edit(part.label, _("Part {n}: when").format(n=n))
        self.label.setPlaceholderText(_("Such as “on delivery”"))
        self.share = _edit(_share_words(part, currency), _("Part {n}: how much").format(n=n))
        self.share.setPlaceholderText(_("the rest"))
        self.due = _edit(
            "" if part.due_on is None else shown_date(part.due_on),
            _("Part {n}: due on").format(n=n),
        )
        self.due.setPlaceholderText(_("no date"))
        self.amount = Text("—", tabular=True)

    def part(self) -> Part:
        """Return what is typed; raise a CrmError that says what cannot be read."""
        label, share, due = (each.text().strip() for each in (self.label, self.share, self.due))
        if not label:
            raise Required(field="label", label=_("When"))
        due_on = read_date(due) if due else None
        if due and due_on is None:
            raise Unreadable(text=due[:40], expected=_("a date"))
        if not share:
            return Part(label, due_on=due_on)
        read = read_adjustment(share, self._currency)
        return Part(label, read.percent, read.amount, due_on)


class PaymentSheet(Sheet):
    """Edits the payment plan; amounts follow each keystroke, and nothing that does not add up is kept."""

    def __init__(self, draft: QuoteDraft, save: Save, parent: QWidget | None) -> None:
        """Take a quote and what keeps it; raise a CrmError if its figures are wrong."""
        super().__init__(_("Payment plan"), parent, width=_WIDTH)
        self._draft, self._keep = draft, save
        self._payable = totals(draft.figures).payable
        whole = formats.money(self._payable, draft.currency, exact=True)
        self.body.addWidget(
            Text(_("{amount} is to be paid.").format(amount=whole), tone="muted", wrap=True)
        )
        presets = row(gap=theme.MEDIUM)
        for words, parts in _presets(draft.language):
            presets.addWidget(Button(words, self._setter(parts), kind="link"))
        presets.addStretch(1)
        self.body.addLayout(presets)
        self.rows: list[PartRow] = []
        self._place = column()
        self.body.addLayout(self._place)
        self._add = Button(_("Add a part"), self.add_part, kind="link", icon="")
        self.body.addWidget(self._add)
        self.sentence = Text(tone="bad", wrap=True)
        self.sentence.setAccessibleName(_("What is wrong"))
        self.body.addWidget(self.sentence)
        self.body.addStretch(1)
        self.add_button(Button(_("Cancel"), self.reject))
        self.save_button = self.add_button(Button(_("Save"), self.save, kind="primary"))
        self.set_parts(draft.payments)

    def set_parts(self, parts: Sequence[Part]) -> None:
        """Show these parts."""
        clear(self._place)
        self.rows = []
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SMALL)
        grid.setVerticalSpacing(theme.SMALL)
        grid.setColumnStretch(0, 5)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 3)
        if parts:
            for place, words in enumerate((_("When"), _("How much"), _("Due on"))):
                grid.addWidget(Text(words, tone="muted", size=theme.LABEL), 0, place)
        for number, part in enumerate(parts, start=1):
            made = PartRow(part, self._draft.currency, number)
            for place, edit in enumerate((made.label, made.share, made.due)):
                grid.addWidget(edit, number, place)
                edit.textChanged.connect(self.show_amounts)
            grid.addWidget(
                made.amount, number, 3, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            )
            words = _("Remove part {n}").format(n=formats.number(number))
            grid.addWidget(IconButton("close", words, self._remover(made)), number, 4)
            self.rows.append(made)
        self._place.addLayout(grid)
        self.show_amounts()
        if self.isVisible():
            self.fit()

    def add_part(self) -> None:
        """Add a part at the end and go there."""
        try:
            parts = self._typed()
        except CrmError as error:
            self._say(error)
            return
        self.set_parts([*parts, Part("")])
        self.rows[-1].label.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_amounts(self) -> None:
        """Show what each part comes to, or why the plan does not add up."""
        try:
            amounts: Sequence[Decimal | None] = plan(
                self._typed(), self._payable, self._draft.currency
            )
        except CrmError as error:
            amounts = [None] * len(self.rows)
            self._say(error)
        else:
            self._say(None)
        for each, amount in zip(self.rows, amounts, strict=True):
            shown = "—" if amount is None else formats.money(
                amount, self._draft.currency, exact=True
            )  # fmt: skip
            each.amount.setText(shown)
            each.amount.setAccessibleName(f"{each.label.text()}: {shown}")

    def save(self) -> None:
        """Keep the plan and close; stay open with what is wrong said if that is not possible."""
        try:
            parts = tuple(self._typed())
            plan(parts, self._payable, self._draft.currency)
            self._keep(replace(self._draft, payments=parts))
        except CrmError as error:
            self._say(error)
            self.fit()
            return
        self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Save with Enter."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.save()
        else:
            super().keyPressEvent(event)

    def _typed(self) -> list[Part]:
        return [each.part() for each in self.rows]

    def _say(self, error: CrmError | None) -> None:
        self.sentence.setText("" if error is None else str(error))
        self.sentence.setVisible(error is not None)
        self.save_button.setEnabled(error is None)

    def _setter(self, parts: Sequence[Part]) -> Callable[[], None]:
        return lambda: self.set_parts(parts)

    def _remover(self, gone: PartRow) -> Callable[[], None]:
        def remove() -> None:
            kept = [each for each in self.rows if each is not gone]
            try:
                self.set_parts([each.part() for each in kept])
            except CrmError as error:
                self._say(error)

        return remove


def open_payments(draft: QuoteDraft, save: Save, parent: QWidget | None) -> PaymentSheet:
    """Open the payment plan of a quote; raise a CrmError if its figures are wrong."""
    sheet = PaymentSheet(draft, save, parent)
    sheet.open()
    if sheet.rows:
        sheet.rows[0].label.setFocus(Qt.FocusReason.OtherFocusReason)
    return sheet


def _presets(code: str) -> list[tuple[str, tuple[Part, ...]]]:
    """Return the usual plans; what is printed of them is in the language of the quote."""
    from deskcrm.features.quotes.document import plan_words as called  # It brings reportlab along.

    say = texts(code).gettext
    deposit, on_acceptance, halfway, on_delivery = (
        say(each)
        for each in (called.DEPOSIT, called.ON_ACCEPTANCE, called.HALFWAY, called.ON_DELIVERY)
    )
    return [
        (
            _("30% deposit, the rest on delivery"),
            (Part(deposit, percent=Decimal(30)), Part(on_delivery)),
        ),
        (_("Three equal parts"), (Part(on_acceptance), Part(halfway), Part(on_delivery))),
        (_("All at once"), ()),
    ]


def _share_words(part: Part, currency: str) -> str:
    if part.percent is not None:
        return f"{plainly(part.percent)} %"
    return "" if part.amount is None else f"{plainly(part.amount)} {currency}"


def _edit(text: str, name: str) -> QLineEdit:
    edit = QLineEdit(text)
    edit.setCursorPosition(0)
    edit.setAccessibleName(name)
    return edit
