"""How the pipeline appears in the window."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from deskcrm.i18n import _, is_rtl, language, mark, ngettext
from deskcrm.kit.feature import Command, Feature, Found, PageSpec

if TYPE_CHECKING:
    from deskcrm.features.pipeline.ui.page import PipelinePage
    from deskcrm.kit.context import Context
    from deskcrm.kit.page import Page


def _page(context: "Context") -> "Page":
    from deskcrm.features.pipeline.ui.page import PipelinePage

    return PipelinePage(context)


def _show(context: "Context") -> "PipelinePage":
    """Go to the page."""
    from deskcrm.features.pipeline.ui.page import PipelinePage

    return context.show_page("pipeline", PipelinePage)


def _pipeline(context: "Context") -> "PipelinePage":
    """Return the page without going there."""
    from deskcrm.features.pipeline.ui.page import PipelinePage

    return context.page("pipeline", PipelinePage)


def _count(context: "Context") -> int:
    from deskcrm.features.pipeline.measures import count_open

    return context.crm.ask(count_open)


def _find(context: "Context", text: str) -> Sequence[Found]:
    from deskcrm import formats
    from deskcrm.features.pipeline.queries import find_deals
    from deskcrm.features.pipeline.ui import words

    found = context.crm.ask(find_deals, text, context.today())
    return [
        Found(
            "deal",
            row.id,
            row.title,
            formats.beside(row.who, row.stage.name, words.value(row)),
            "pipeline",
        )
        for row in found
    ]


def _open(context: "Context", deal_id: int) -> None:
    _show(context).show_deal(deal_id)


def _new_lead(context: "Context") -> None:
    _show(context).new_lead()


def _review(context: "Context") -> None:
    _show(context).begin_review()


def _push(stages: int, places: int) -> "Callable[[Context], None]":
    def run(context: "Context") -> None:
        _pipeline(context).board.push(stages, places)

    return run


def _has_card(context: "Context") -> bool:
    """Say whether a card of the board can be moved."""
    page = _pipeline(context)
    return page.chips.key == "board" and page.board.current_id() is not None


def _state(context: "Context") -> str:
    """Return the kind of the stage that the chosen deal stands in, or ""."""
    from deskcrm.errors import NotFound
    from deskcrm.features.pipeline.queries import deal_view

    deal_id = context.target("deal")
    if deal_id is None:
        return ""
    try:
        return context.crm.ask(deal_view, deal_id, context.today()).row.stage.kind.value
    except NotFound:
        return ""


def _win(context: "Context") -> None:
    from deskcrm.features.pipeline.usecases import win_deal

    deal_id = context.target("deal")
    if deal_id is not None:
        context.do(_("Won. Well done!"), win_deal, deal_id, at=context.now())


def _lose(context: "Context") -> None:
    from deskcrm.features.pipeline.ui.dialogs import ask_why_lost

    deal_id = context.target("deal")
    if deal_id is not None:
        ask_why_lost(context, deal_id)


def _reopen(context: "Context") -> None:
    from deskcrm.features.pipeline.usecases import reopen_deal

    deal_id = context.target("deal")
    if deal_id is not None:
        context.do(_("Opened again"), reopen_deal, deal_id, at=context.now())


def _plan(context: "Context") -> None:
    from deskcrm.features.pipeline.ui.dialogs import ask_next_step

    deal_id = context.target("deal")
    if deal_id is not None:
        ask_next_step(context, deal_id)


def _edit(context: "Context") -> None:
    deal_id = context.target("deal")
    if deal_id is not None:
        context.open("deal", deal_id)


def _delete(context: "Context") -> None:
    from deskcrm import formats
    from deskcrm.features.pipeline.queries import deal_view
    from deskcrm.features.pipeline.usecases import delete_deals

    chosen = context.target("deal")
    if chosen is None:
        return
    several = _pipeline(context).selected()
    deal_ids = several if chosen in several else (chosen,)
    if len(deal_ids) == 1:
        title = context.crm.ask(deal_view, chosen, context.today()).row.title
        said = _("Deleted “{title}”").format(title=title)
    else:
        said = ngettext("Deleted {n} deal", "Deleted {n} deals", len(deal_ids)).format(
            n=formats.number(len(deal_ids))
        )
    context.do(said, delete_deals, deal_ids)


# On a window from right to left the next stage is to the left.
_AHEAD, _BACK = ("Ctrl+Left", "Ctrl+Right") if is_rtl(language()) else ("Ctrl+Right", "Ctrl+Left")


def _command(
    id: str,  # noqa: A002 - the record's own word
    text: str,
    run: "Callable[[Context], None]",
    *,
    icon: str = "",
    shortcut: str = "",
    on: str = "",
    enabled: "Callable[[Context], bool] | None" = None,
    order: int = 100,
) -> Command:
    return Command(
        f"pipeline.{id}",
        text,
        run,
        icon=icon,
        shortcut=shortcut,
        menu="record",
        enabled=enabled,
        page="pipeline" if shortcut else "",
        on=on,
        order=order,
    )


def _may(kinds: set[str]) -> "Callable[[Context], bool]":
    return lambda context: _state(context) in kinds


_OPEN = {"lead", "open"}

FEATURE = Feature(
    "pipeline",
    pages=(
        PageSpec(
            "pipeline",
            mark("Pipeline"),
            "pipeline",
            _page,
            count=_count,
            kinds=frozenset({"deal", "stage"}),
        ),
    ),
    commands=(
        _command("new_lead", mark("New lead"), _new_lead, icon="plus", shortcut="Ctrl+N"),
        _command("review", mark("Weekly review"), _review, icon="circle-check", order=110),
        _command(
            "open", mark("Edit deal"), _edit, icon="edit", shortcut="F2", on="deal", order=200
        ),
        _command(
            "next_step", mark("Plan next step"), _plan, icon="calendar", shortcut="N", on="deal",
            enabled=_may(_OPEN), order=210,
        ),
        _command(
            "win", mark("Win deal"), _win, icon="trophy", shortcut="W", on="deal",
            enabled=_may(_OPEN | {"lost"}), order=300,
        ),
        _command(
            "lose", mark("Lose deal"), _lose, icon="close", shortcut="L", on="deal",
            enabled=_may(_OPEN | {"won"}), order=310,
        ),
        _command(
            "reopen", mark("Reopen deal"), _reopen, icon="undo", on="deal",
            enabled=_may({"won", "lost"}), order=320,
        ),
        _command(
            "move_forward", mark("Move to the next stage"), _push(1, 0), icon="arrow-right",
            shortcut=_AHEAD, on="deal", enabled=_has_card, order=400,
        ),
        _command(
            "move_back", mark("Move to the stage before"), _push(-1, 0), icon="arrow-left",
            shortcut=_BACK, on="deal", enabled=_has_card, order=410,
        ),
        _command(
            "move_up", mark("Move up in its stage"), _push(0, -1), icon="chevron-up",
            shortcut="Ctrl+Up", on="deal", enabled=_has_card, order=420,
        ),
        _command(
            "move_down", mark("Move down in its stage"), _push(0, 1), icon="chevron-down",
            shortcut="Ctrl+Down", on="deal", enabled=_has_card, order=430,
        ),
        _command(
            "delete", mark("Delete deal"), _delete, icon="trash", shortcut="Del", on="deal",
            order=500,
        ),
    ),
    opens={"deal": _open},
    find=_find,
)  # fmt: skip
