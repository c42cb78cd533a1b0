"""The fields above a quote's lines: for whom, from when, how long, in which currency and language."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QLineEdit,
    QSizePolicy,
    QStyle,
    QStyleOptionFrame,
    QStylePainter,
    QWidget,
)

from deskcrm import formats
from deskcrm.domain.money import CURRENCIES
from deskcrm.domain.numbers import read_decimal
from deskcrm.errors import CrmError, Unreadable
from deskcrm.features.quotes.drafts import QuoteDraft
from deskcrm.features.quotes.queries import ContactChoice, QuoteHead, contact_choices
from deskcrm.i18n import DOCUMENT_LANGUAGES, _, base, language, mark, ngettext
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.date_field import read_date
from deskcrm.kit.parts import row
from deskcrm.kit.text import draw_line, is_mirrored, tooltip_text

_MOST_DAYS = 36_500


class NobodyOfThisName(CrmError):
    """A customer's name that no contact has."""

    sentence = mark(
        "There is no contact called “{text}”. Choose one from the list, or add it first."
    )


class MetaField(QLineEdit):
    """A field that hands its text to be saved when it is left, and is marked if it cannot be."""

    finished = Signal()

    def __init__(self, name: str, letters: str = "") -> None:
        """Take the name, and a text that the field is as wide as at least; "" lets it stretch."""
        super().__init__()
        self.setAccessibleName(name)
        self.setToolTip(tooltip_text(name))
        self._name = name
        self._shown = ""
        self._letters = letters
        self.editingFinished.connect(self._finish)

    def show_text(self, text: str) -> None:
        """Show a text that is saved; while something else is being typed, that stays."""
        if self.hasFocus() and self.text() != self._shown:
            return
        self._shown = text
        if self.text() != text:
            self.setText(text)
            self.setCursorPosition(0)
        if self._letters:
            measure = self.fontMetrics().horizontalAdvance
            self.setFixedWidth(max(measure(self._letters), measure(text[:40])) + 26)
        self.mark_wrong("")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text shortened where it does not fit, unless it is being typed."""
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        room = (
            self.style()
            .subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
            .adjusted(2, 0, -2, 0)
        )
        if self.hasFocus() or self.fontMetrics().horizontalAdvance(self.text()) <= room.width():
            super().paintEvent(event)
            return
        painter = QStylePainter(self)
        painter.drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option)
        draw_line(painter, room, self.text(), mirrored=is_mirrored(self))

    def mark_wrong(self, sentence: str) -> None:
        """Mark the field with what is wrong; "" takes the mark away."""
        known = f"{self._name}: {self._shown}" if self._shown else self._name
        self.setToolTip(tooltip_text(sentence or known))
        self.setAccessibleDescription(sentence)
        if bool(self.property("wrong")) != bool(sentence):
            self.setProperty("wrong", bool(sentence))
            self.style().unpolish(self)
            self.style().polish(self)

    @property
    def is_wrong(self) -> bool:
        """Say whether the text could not be read."""
        return bool(self.property("wrong"))

    def finish(self) -> None:
        """Hand over what was typed, if it was."""
        self._finish()

    def keep(self) -> None:
        """Take the text that is there as saved."""
        self._shown = self.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give up with Esc what was typed."""
        if event.key() == Qt.Key.Key_Escape and self.text() != self._shown:
            self.setText(self._shown)
            self.mark_wrong("")
        else:
            super().keyPressEvent(event)

    def _finish(self) -> None:
        if self.text() != self._shown and not self.isReadOnly():
            self.finished.emit()


class CustomerField(MetaField):
    """The customer, found by typing any part of a name."""

    chosen = Signal(object)
    """A ContactChoice."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Customer"))
        self._context = context
        self._choices: dict[str, ContactChoice] = {}
        self._words = QStringListModel(self)
        self.setPlaceholderText(_("Customer: type a name"))
        self.setMinimumWidth(140)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        completer = QCompleter(self._words, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(8)
        completer.activated.connect(self._take)
        self.setCompleter(completer)
        self.textEdited.connect(self._look_up)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select the name, so that typing looks for another."""
        super().focusInEvent(event)
        QTimer.singleShot(0, self, self.selectAll)

    def customer(self) -> ContactChoice | None:
        """Return the contact that is typed, None for nobody; raise NobodyOfThisName."""
        text = self.text().strip()
        if not text:
            return None
        if text in self._choices:
            return self._choices[text]
        found = self._context.crm.ask(contact_choices, text, limit=8)
        same = [c for c in found if text.casefold() in {c.name.casefold(), words(c).casefold()}]
        if len(same) == 1 or len(found) == 1:
            return (same or list(found))[0]
        raise NobodyOfThisName(text=text[:60])

    def _look_up(self, text: str) -> None:
        found = self._context.crm.ask(contact_choices, text, limit=8)
        self._choices = {words(choice): choice for choice in found}
        self._words.setStringList(list(self._choices))
        self.completer().complete()

    def _take(self) -> None:
        # After the completer has put its words into the field.
        QTimer.singleShot(0, self, self.finish)


def words(choice: ContactChoice) -> str:
    """Return a contact as the field shows it: "Lucía Fernández · Ola Surf"."""
    return " · ".join(part for part in (choice.name, choice.organization) if part)


class MetaRow(QWidget):
    """The row; emits `changed(draft)` with what a field says, and marks what cannot be read."""

    changed = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft: QuoteDraft | None = None
        self._quiet = False
        self.customer = CustomerField(context)
        self.date = MetaField(_("Date"), "00 Mmm 0000")
        self.valid = MetaField(_("Valid for days, or until a date"), "valid 00 days")
        self.currency = MetaField(_("Currency"), "EURO")
        self.language = QComboBox()
        self.language.setAccessibleName(_("Language of the document"))
        self.language.setToolTip(tooltip_text(_("Language of the document")))
        self.language.setFixedWidth(112)
        for code, name in DOCUMENT_LANGUAGES.items():
            self.language.addItem(name, code)
        codes = QCompleter(sorted(CURRENCIES), self.currency)
        codes.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        codes.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
        self.currency.setCompleter(codes)
        self._line = row(self, gap=theme.SMALL)
        for widget in (self.customer, self.date, self.valid, self.currency, self.language):
            self._line.addWidget(widget)
        self.customer.finished.connect(self._read_customer)
        self.date.finished.connect(self._read_date)
        self.valid.finished.connect(self._read_valid)
        self.currency.finished.connect(self._read_currency)
        self.language.activated.connect(self._read_language)

    def add(self, widget: QWidget) -> None:
        """Add a control at the end of the row."""
        self._line.addWidget(widget)

    @property
    def fields(self) -> Sequence[MetaField]:
        """The fields of text, in order."""
        return (self.customer, self.date, self.valid, self.currency)

    def show_draft(self, draft: QuoteDraft, head: QuoteHead, *, read_only: bool) -> None:
        """Show what is saved."""
        self._draft = draft
        for field in self.fields:
            field.setReadOnly(read_only)
        self.language.setEnabled(not read_only)
        self.customer.show_text(
            " · ".join(part for part in (head.customer, head.organization) if part)
        )
        self.date.show_text(formats.day(draft.date))
        self.valid.show_text(valid_words(draft, read_only=read_only))
        self.currency.show_text(draft.currency)
        self.language.setCurrentIndex(self._place_of(draft.language))

    def finish(self) -> None:
        """Save what is still being typed."""
        for field in self.fields:
            if field.hasFocus():
                field.finish()

    def _read_customer(self) -> None:
        assert self._draft is not None
        try:
            found = self.customer.customer()
        except CrmError as error:
            self.customer.mark_wrong(str(error))
            return
        draft = replace(self._draft, contact_id=found.id if found else None)
        if found is not None and base(found.language) in DOCUMENT_LANGUAGES:
            draft = replace(draft, language=found.language)
        self.customer.keep()
        self._tell(draft, self.customer)

    def _read_date(self) -> None:
        assert self._draft is not None
        found = read_date(self.date.text())
        if found is None:
            self.date.mark_wrong(str(Unreadable(text=self.date.text()[:40], expected=_("a date"))))
            return
        days = self._draft.valid_until - self._draft.date
        self._tell(replace(self._draft, date=found, valid_until=found + days), self.date)

    def _read_valid(self) -> None:
        assert self._draft is not None
        try:
            until = read_valid(self.valid.text(), self._draft.date)
        except CrmError as error:
            self.valid.mark_wrong(str(error))
            return
        self._tell(replace(self._draft, valid_until=until), self.valid)

    def _read_currency(self) -> None:
        assert self._draft is not None
        code = self.currency.text().strip().upper()
        if code not in CURRENCIES:
            expected = _("a currency's code, such as EUR")
            self.currency.mark_wrong(str(Unreadable(text=code[:40], expected=expected)))
            return
        self._tell(replace(self._draft, currency=code), self.currency)

    def _read_language(self) -> None:
        assert self._draft is not None
        code = str(self.language.currentData())
        if self.language.currentIndex() != self._place_of(self._draft.language):
            self._tell(replace(self._draft, language=code), None)

    def _place_of(self, code: str) -> int:
        """Return where a language stands in the choice: as it is, else without its region."""
        exact = self.language.findData(code)
        return exact if exact >= 0 else self.language.findData(base(code))

    def _tell(self, draft: QuoteDraft, field: MetaField | None) -> None:
        if field is not None:
            field.keep()
            field.mark_wrong("")
        if draft != self._draft:
            self.changed.emit(draft)
        elif field is self.valid:
            self.valid.show_text(valid_words(draft, read_only=False))


def valid_words(draft: QuoteDraft, *, read_only: bool) -> str:
    """Return "valid 30 days", or of a sent quote "until 21 Dec 2026"."""
    days = (draft.valid_until - draft.date).days
    if read_only:
        return _("until {date}").format(date=formats.day(draft.valid_until))
    return ngettext("valid {n} day", "valid {n} days", days).format(n=formats.number(days))


def read_valid(text: str, begins: dt.date) -> dt.date:
    """Read "30", "valid 30 days" or a date; raise Unreadable for anything else, such as "5 Jan"."""
    found = read_date(text)
    if found is not None:
        return found
    forms = [ngettext("valid {n} day", "valid {n} days", n) for n in (1, 2, 5)]
    known = {word.casefold() for form in forms for word in form.split()}
    rest = [word for word in text.split() if word.casefold() not in known]
    if len(rest) == 1 and rest[0].isdecimal():
        days = read_decimal(rest[0], language())
        if days <= _MOST_DAYS:
            return begins + dt.timedelta(days=int(days))
    raise Unreadable(text=text[:40], expected=_("a number of days, or a date"))
