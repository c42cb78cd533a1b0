"""Who the business is: the letterhead of its quotes."""

from deskcrm.features.business.ui.accent import AccentField
from deskcrm.features.business.ui.logo import LogoPicker
from deskcrm.features.business.ui.saved_fields import SavedFields
from deskcrm.features.business.ui.words import countries
from deskcrm.i18n import _
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.fields import LongTextField, TextField
from deskcrm.kit.fitting_choice import FittingChoice


class OwnSection(SavedFields):
    """Name, address and how to reach the business; its logo and its color."""

    def __init__(self, context: Context) -> None:
        accent = AccentField("accent", _("Accent color"), hint=_("For titles and lines on quotes"))
        super().__init__(
            context,
            [
                (TextField("name", _("Business name")), TextField("person", _("Your name"))),
                LongTextField("address", _("Address"), lines=4),
                (
                    FittingChoice("country", _("Country"), countries(), ""),
                    TextField("tax_id", _("Tax number")),
                ),
                TextField(
                    "registration",
                    _("Company registration"),
                    hint=_("Court and number, as your country wants it on documents"),
                ),
                (TextField("email", _("E-mail")), TextField("phone", _("Phone"))),
                (TextField("website", _("Website")), accent),
                LongTextField(
                    "bank", _("Bank details"), hint=_("Printed at the foot of a quote"), lines=2
                ),
            ],
        )
        accent.picked.connect(lambda: self.save("accent"))
        self.box.setSpacing(theme.MEDIUM)
        self.box.addWidget(LogoPicker(context))
