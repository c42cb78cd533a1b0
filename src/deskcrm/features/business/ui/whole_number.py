"""A field for a number without decimals."""

from decimal import Decimal

from deskcrm.errors import Unreadable
from deskcrm.i18n import _
from deskcrm.kit.number_field import NumberField


class WholeNumberField(NumberField):
    """A number of days, or of percent."""

    def value(self) -> Decimal | None:
        """Return the number; raise Unreadable for one with decimals."""
        number = super().value()
        if number is not None and number != number.to_integral_value():
            raise Unreadable(
                field=self.name, text=self.edit.text()[:40], expected=_("a whole number")
            )
        return number
