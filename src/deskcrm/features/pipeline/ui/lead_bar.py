"""A new lead in one line: Enter adds it and waits for the next."""

from decimal import Decimal
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from deskcrm.domain.business import own_currency
from deskcrm.domain.numbers import read_decimal
from deskcrm.errors import CrmError
from deskcrm.features.pipeline.queries import sources
from deskcrm.features.pipeline.ui.contact_field import ContactEdit
from deskcrm.features.pipeline.usecases import add_lead
from deskcrm.i18n import _, language
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.controls import Button, IconButton
from deskcrm.kit.parts import Line, column, row
from deskcrm.kit.text import Text, tooltip_text

FieldT = TypeVar("FieldT", bound=QLineEdit)


class LeadBar(QWidget):
    """Title, contact, value, currency, source; what cannot be read stays and is marked."""

    added = Signal(int)
    closed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("New lead"))
        box = column(self)
        line = row(gap=theme.SMALL)
        line.setContentsMargins(16, 10, 16, 10)
        self.title = _field(QLineEdit(), _("What is it about?"), _("Title"))
        self.contact = _field(ContactEdit(context), _("Person or company"), _("Contact"))
        self.value = _field(QLineEdit(), _("Value"), _("Value"))
        self.value.setFont(theme.font(tabular=True))
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.value.setFixedWidth(96)
        self.currency = _field(QLineEdit(), "", _("Currency"))
        self.currency.setMaxLength(3)
        self.currency.setFixedWidth(58)
        self.source = _field(QLineEdit(), _("Source"), _("Source"))
        for field, share in (
            (self.title, 4),
            (self.contact, 3),
            (self.value, 0),
            (self.currency, 0),
            (self.source, 2),
        ):
            line.addWidget(field, share)
        line.addWidget(Button(_("Add lead"), self.add, kind="primary"))
        line.addWidget(IconButton("close", _("Close"), self.close_bar))
        box.addLayout(line)
        self._sentence = Text(tone="bad", size=theme.LABEL, wrap=True)
        self._sentence.setContentsMargins(16, 0, 16, 10)
        self._sentence.hide()
        box.addWidget(self._sentence)
        box.addWidget(Line())
        self._by_name = {
            "title": self.title,
            "value": self.value,
            "currency": self.currency,
        }
        for field in (self.title, self.value, self.currency):
            field.textEdited.connect(lambda _text: self._mark("", ""))

    def open_bar(self) -> None:
        """Show the line and put the keyboard into it."""
        if not self.currency.text():
            self.currency.setText(self._context.crm.ask(own_currency))
        offers = QCompleter(self._context.crm.ask(sources), self.source)
        offers.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.source.setCompleter(offers)
        self.show()
        self.title.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_bar(self) -> None:
        """Put the line away; what was typed stays for the next time."""
        self.hide()
        self._mark("", "")
        self.closed.emit()

    @property
    def wrong(self) -> str:
        """The sentence that says what is wrong, or ""."""
        return self._sentence.text()

    def add(self) -> None:
        """Add the lead and make room for the next, or say what is wrong."""
        self._mark("", "")
        typed = self.value.text().strip()
        try:
            worth = read_decimal(typed, language()) if typed else Decimal(0)
        except CrmError as error:
            self._mark("value", str(error))
            return
        contact_id, name = self.contact.chosen()
        try:
            deal_id = self._context.crm.do(
                add_lead,
                self.title.text(),
                at=self._context.now(),
                contact_id=contact_id,
                contact_name=name,
                value=worth,
                currency=self.currency.text(),
                source=self.source.text(),
            )
        except CrmError as error:
            self._mark(str(error.facts.get("field", "title")), str(error))
            return
        said = _("Added “{title}”").format(title=self.title.text().strip())
        self._context.toast(said, undo=True)
        for field in (self.title, self.contact, self.value):
            field.clear()
        self.title.setFocus(Qt.FocusReason.OtherFocusReason)
        self.added.emit(deal_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Add with Enter, close with Esc."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.add()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)

    def _mark(self, name: str, sentence: str) -> None:
        for key, field in self._by_name.items():
            wrong = key == name
            if field.property("wrong") != wrong:
                field.setProperty("wrong", wrong)
                field.style().unpolish(field)
                field.style().polish(field)
            field.setAccessibleDescription(sentence if wrong else "")
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        if name:
            self._by_name.get(name, self.title).setFocus(Qt.FocusReason.OtherFocusReason)


def _field(field: FieldT, placeholder: str, name: str) -> FieldT:
    field.setPlaceholderText(placeholder)
    field.setToolTip(tooltip_text(placeholder))
    field.setAccessibleName(name)
    return field
