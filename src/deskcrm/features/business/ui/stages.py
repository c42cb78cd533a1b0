"""The stages of the pipeline: their names, chances and how long a deal may be quiet in them."""

from decimal import Decimal
from typing import Any

from deskcrm import formats
from deskcrm.domain.deals import StageKind
from deskcrm.features.business.form import StageForm
from deskcrm.features.business.queries import StageRow, stages
from deskcrm.features.business.ui.whole_number import WholeNumberField
from deskcrm.features.business.usecases import edit_stage
from deskcrm.i18n import _, mark, ngettext
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.fields import AnyField, TextField
from deskcrm.kit.form import Form, FormDialog
from deskcrm.kit.records import RecordsSection
from deskcrm.kit.table import Column
from deskcrm.kit.text import Text

_KINDS = {
    StageKind.LEAD: mark("Lead"),
    StageKind.OPEN: mark("Open deal"),
    StageKind.WON: mark("Won"),
    StageKind.LOST: mark("Lost"),
}


class StageSection(RecordsSection):
    """The stages in the order of the board."""

    kinds = frozenset({"stage"})

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            _("Pipeline stages"),
            [
                Column[StageRow](_("Name"), lambda stage: stage.name, stretch=True, strong=True),
                Column[StageRow](
                    _("Kind"), lambda stage: _(_KINDS[stage.kind]), width=120, muted=True
                ),
                Column[StageRow](_("Probability"), _chance, width=140, number=True),
                Column[StageRow](_("Quiet after"), _patience, width=120, number=True),
            ],
            lambda: context.crm.ask(stages),
        )
        self.add_button(_("Edit"), self.edit_current, name=_("Edit stage"))
        note = Text(
            _("A new probability holds for deals that enter the stage from now on."),
            tone="muted",
            size=theme.LABEL,
            wrap=True,
        )
        self.buttons.addWidget(note, 1)

    def edit(self, record_id: int) -> None:
        """Open the form of a stage; a closed one has but a name."""
        stage: StageRow = self.row(record_id)
        fields: list[AnyField | tuple[AnyField, ...]] = [
            TextField("name", _("Name"), stage.name, hint=_("Empty gives it its usual name back"))
        ]
        if stage.kind.is_open:
            chance, quiet = Decimal(stage.probability), Decimal(stage.quiet_days)
            fields.append(
                (
                    WholeNumberField(
                        "probability", _("Probability"), chance, required=True, suffix="%"
                    ),
                    WholeNumberField(
                        "quiet_days", _("Quiet after"), quiet, required=True, suffix=_("days")
                    ),
                )
            )

        def save(values: dict[str, Any]) -> None:
            form = StageForm(
                values["name"],
                int(values.get("probability", stage.probability)),
                int(values.get("quiet_days", stage.quiet_days)),
            )
            self.context.crm.do(edit_stage, record_id, form)

        FormDialog(self.context, _("Edit stage"), Form(fields), save).open()


def _chance(stage: StageRow) -> str:
    return formats.percent(stage.probability)


def _patience(stage: StageRow) -> str:
    if not stage.kind.is_open:
        return "—"
    words = ngettext("{n} day", "{n} days", stage.quiet_days)
    return words.format(n=formats.number(stage.quiet_days))
