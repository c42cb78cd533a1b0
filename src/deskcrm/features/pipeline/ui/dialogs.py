"""The small sheets of the pipeline: why a deal is lost, what comes next."""

from typing import Any

from deskcrm.features.pipeline.queries import deal_view, lost_reasons
from deskcrm.features.pipeline.usecases import lose_deal, set_next_step
from deskcrm.i18n import _
from deskcrm.kit.context import Context
from deskcrm.kit.date_field import DateField
from deskcrm.kit.fields import TextField
from deskcrm.kit.form import Form, FormDialog


def ask_why_lost(context: Context, deal_id: int) -> FormDialog:
    """Ask why a deal is lost, and lose it."""
    title = context.crm.ask(deal_view, deal_id, context.today()).row.title
    form = Form(
        [
            TextField(
                "reason",
                _("Why?"),
                hint=_("May be left empty. It helps to see later what deals are lost by."),
                suggestions=context.crm.ask(lost_reasons),
            )
        ]
    )

    def save(values: dict[str, Any]) -> None:
        context.crm.do(lose_deal, deal_id, values["reason"], at=context.now())
        context.toast(_("Lost “{title}”").format(title=title), undo=True)

    sheet = FormDialog(
        context, _("Lose “{title}”").format(title=title[:60]), form, save, save_text=_("Lose deal")
    )
    sheet.open()
    form.field("reason").setFocus()
    return sheet


def ask_next_step(context: Context, deal_id: int) -> FormDialog:
    """Ask what comes next with a deal, and when, and plan it."""
    title = context.crm.ask(deal_view, deal_id, context.today()).row.title
    form = Form(
        [
            TextField("step", _("Next step"), placeholder=_("Call, send, meet …"), required=True),
            DateField("on", _("When"), context.today(), required=True),
        ]
    )

    def save(values: dict[str, Any]) -> None:
        context.crm.do(set_next_step, deal_id, values["step"], values["on"], at=context.now())
        context.toast(_("Next step planned for “{title}”").format(title=title), undo=True)

    sheet = FormDialog(context, _("Next step"), form, save, save_text=_("Plan"))
    sheet.open()
    form.field("step").setFocus()
    return sheet
