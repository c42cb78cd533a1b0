"""The habits of the business's quotes."""

from deskcrm.domain.business import WrongNumberPattern
from deskcrm.features.business.queries import preview_number
from deskcrm.features.business.ui.saved_fields import SavedFields
from deskcrm.features.business.ui.whole_number import WholeNumberField
from deskcrm.features.quotes.looks import DESIGNS, PAPERS
from deskcrm.i18n import DOCUMENT_LANGUAGES, _
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.currencies import currencies
from deskcrm.kit.fields import ChoiceField, LongTextField, TextField
from deskcrm.kit.fitting_choice import FittingChoice
from deskcrm.kit.text import Text


class QuotesSection(SavedFields):
    """What a new quote begins with, and how quotes are numbered."""

    kinds = frozenset({"business", "number_series", "quote"})

    def __init__(self, context: Context) -> None:
        self._pattern = TextField(
            "number_pattern",
            _("Numbering pattern"),
            hint=_("{{number:04}} counts with four digits, {{year}} is the year.").format(),
        )
        super().__init__(
            context,
            [
                (
                    FittingChoice("currency", _("Currency"), currencies(), "EUR"),
                    FittingChoice(
                        "language", _("Language"), list(DOCUMENT_LANGUAGES.items()), "en"
                    ),
                ),
                (
                    self._pattern,
                    WholeNumberField("valid_days", _("Valid for"), required=True, suffix=_("days")),
                ),
                (
                    ChoiceField("design", _("Design"), [(k, _(w)) for k, w in DESIGNS.items()]),
                    ChoiceField(
                        "paper",
                        _("Paper"),
                        [
                            ("", _("As usual in your country")),
                            *((k, _(w)) for k, w in PAPERS.items()),
                        ],
                    ),
                ),
                (
                    WholeNumberField(
                        "follow_up_days", _("Follow up after"), required=True, suffix=_("days")
                    ),
                    FittingChoice(
                        "electronic",
                        _("What a sent PDF holds"),
                        [
                            (False, _("What is printed")),
                            (True, _("Add the data as an electronic order")),
                        ],
                    ),
                ),
                LongTextField("terms", _("Terms"), lines=5),
            ],
        )
        self.preview = Text(tone="accent", size=theme.LABEL, wrap=True)
        self._pattern.box.insertWidget(2, self.preview)
        self._pattern.changed.connect(self._show_preview)

    def reload(self) -> None:
        """Show the business, and the number that would come next."""
        super().reload()
        self._show_preview()

    def _show_preview(self) -> None:
        year = self.context.today().year
        try:
            preview = self.context.crm.ask(preview_number, self._pattern.value(), year=year)
        except WrongNumberPattern:
            # What is wrong is said when the field is left; half a pattern is no mistake yet.
            self.preview.hide()
            return
        self.preview.show()
        if preview.taken_by:
            words = _("The next number would be {number}, which “{title}” already has.")
            self.preview.setText(words.format(number=preview.number, title=preview.taken_by))
            self.preview.set_tone("warn")
        else:
            words = _("The next quote will be {number}")
            self.preview.setText(words.format(number=preview.number))
            self.preview.set_tone("accent")
