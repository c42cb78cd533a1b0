"""How follow-ups and the day appear in the window."""

from typing import TYPE_CHECKING

from deskcrm.i18n import mark
from deskcrm.kit.feature import Command, Feature, PageSpec, PanelSpec

if TYPE_CHECKING:
    from deskcrm.kit.context import Context
    from deskcrm.kit.live import Panel
    from deskcrm.kit.page import Page


def _page(context: "Context") -> "Page":
    from deskcrm.features.followups.ui.page import TodayPage

    return TodayPage(context)


def _count(context: "Context") -> int:
    from deskcrm.features.followups.queries import count_due

    return context.crm.ask(count_due, context.today())


def _contact_panel(context: "Context") -> "Panel":
    from deskcrm.features.followups.ui.panel import FollowUpsPanel

    return FollowUpsPanel(context, "contact")


def _deal_panel(context: "Context") -> "Panel":
    from deskcrm.features.followups.ui.panel import FollowUpsPanel

    return FollowUpsPanel(context, "deal")


def _new(context: "Context") -> None:
    from deskcrm.features.followups.ui.form import open_new

    open_new(context)


def _new_for(kind: str) -> Command:
    def run(context: "Context") -> None:
        from deskcrm.features.followups.ui.form import open_new_for

        target = context.target(kind)
        if target is not None:
            open_new_for(context, kind, target)

    return Command(
        f"followups.new_for_{kind}", mark("Follow up"), run, icon="clock", menu="record", on=kind
    )


def _edit(context: "Context") -> None:
    from deskcrm.features.followups.ui.form import open_edit

    target = context.target("follow_up")
    if target is not None:
        open_edit(context, target)


def _complete(context: "Context") -> None:
    from deskcrm.features.followups.ui.actions import mark_done

    target = context.target("follow_up")
    if target is not None:
        mark_done(context, target)


def _snooze(context: "Context") -> None:
    from deskcrm.features.followups.ui.actions import open_snooze_menu

    target = context.target("follow_up")
    if target is not None:
        open_snooze_menu(context, target)


def _delete(context: "Context") -> None:
    from deskcrm.features.followups.ui.actions import delete

    target = context.target("follow_up")
    if target is not None:
        delete(context, target)


def _open(context: "Context", follow_up_id: int) -> None:
    from deskcrm.features.followups.ui.form import open_edit

    open_edit(context, follow_up_id)


def _started(context: "Context") -> None:
    from deskcrm.features.followups.ui.reminder import Reminder

    Reminder(context).start()


FEATURE = Feature(
    "followups",
    pages=(
        PageSpec(
            "today",
            mark("Today"),
            "today",
            _page,
            count=_count,
            kinds=frozenset({"follow_up"}),
        ),
    ),
    panels=(PanelSpec("contact", 10, _contact_panel), PanelSpec("deal", 10, _deal_panel)),
    commands=(
        Command(
            "followups.new",
            mark("New follow-up"),
            _new,
            icon="plus",
            shortcut="Ctrl+N",
            menu="record",
            page="today",
        ),
        _new_for("contact"),
        _new_for("deal"),
        _new_for("quote"),
        Command(
            "followups.complete",
            mark("Mark as done"),
            _complete,
            icon="check",
            shortcut="Space",
            page="today",
            on="follow_up",
        ),
        Command(
            "followups.edit",
            mark("Edit follow-up"),
            _edit,
            icon="edit",
            shortcut="F2",
            page="today",
            on="follow_up",
        ),
        Command(
            "followups.snooze",
            mark("Snooze"),
            _snooze,
            icon="snooze",
            shortcut="S",
            page="today",
            on="follow_up",
        ),
        Command(
            "followups.delete",
            mark("Delete follow-up"),
            _delete,
            icon="trash",
            shortcut="Del",
            page="today",
            on="follow_up",
            order=200,
        ),
    ),
    opens={"follow_up": _open},
    started=_started,
)
