"""Fields for decimal numbers and amounts of money."""

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QLineEdit,
    QWidget,
)

from deskcrm import formats
from deskcrm.i18n import language
from deskcrm.kit import theme
from deskcrm.kit.fields import Field
from deskcrm.kit.parts import row
from deskcrm.kit.text import Text


class NumberField(Field[Decimal | None]):
    """A decimal number as the window's language writes it; `suffix` is a unit such as "%"."""

    def __init__(
        self,
        name: str,
        label: str,
        value: Decimal | None = None,
        *,
        required: bool = False,
        hint: str = "",
        suffix: str = "",
        placeholder: str = "",
    ) -> None:
        super().__init__(name, label, required=required, hint=hint)
        self.edit = QLineEdit()
        self.edit.setFont(theme.font(tabular=True))
        self.edit.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.edit.setPlaceholderText(placeholder)
        holder = QWidget()
        line = row(holder, gap=theme.SMALL)
        line.addWidget(self.edit, 1)
        self.unit = Text(suffix, tone="muted")
        line.addWidget(self.unit)
        self.unit.setVisible(bool(suffix))
        self.take(self.edit, holder)
        self.set_value(value)
        self.edit.textChanged.connect(self._touched)

    def value(self) -> Decimal | None:
        """Return the number, None for an empty field; raise Unreadable rather than guess."""
        from deskcrm.domain.numbers import read_decimal

        text = self.edit.text().strip()
        if not text:
            if self.required:
                raise self._missing()
            return None
        return read_decimal(text, language())

    def set_value(self, value: Decimal | None) -> None:
        """Show a number with the language's decimal sign, without groups."""
        self.edit.setText("" if value is None else shown_decimal(value))


class MoneyField(NumberField):
    """An amount in one currency, whose code stands behind it."""

    def __init__(
        self,
        name: str,
        label: str,
        value: Decimal | None = None,
        *,
        currency: str,
        required: bool = False,
        hint: str = "",
    ) -> None:
        super().__init__(name, label, value, required=required, hint=hint, suffix=currency)


def shown_decimal(number: Decimal) -> str:
    """Return a number for a field: the language's decimal sign, no groups, no zeros at the end."""
    from deskcrm.domain.numbers import plain

    return plain(number).replace(".", formats.decimal_sign())
