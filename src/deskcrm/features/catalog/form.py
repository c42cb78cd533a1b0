"""What can be said about an item of the catalog at once, and what may be wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from deskcrm.domain.money import digits
from deskcrm.domain.totals import Tax, TaxCategory
from deskcrm.errors import Required
from deskcrm.features.business.form import at_field, check_price
from deskcrm.i18n import _


@dataclass(frozen=True, slots=True)
class ItemForm:
    """Something the business sells again and again."""

    name: str
    description: str
    unit: str
    unit_price: Decimal
    currency: str
    tax_rate_id: int | None = None
    custom: Mapping[str, Any] | None = None
    """The values of the user's own fields; None leaves them as they are."""

    def require_sound(self) -> None:
        """Raise what is wrong with the form, naming the field, if anything is."""
        if not self.name.strip():
            raise Required(field="name", label=_("Name"))
        with at_field("currency"):
            digits(self.currency)
        with at_field("unit_price"):
            check_price(self.currency, self.unit_price, Tax(TaxCategory.O, Decimal(0)))
