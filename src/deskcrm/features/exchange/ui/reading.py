"""Reads a file behind the window: as it is understood, as it was decided for the last such file, or as it is now."""

from dataclasses import dataclass
from pathlib import Path

from deskcrm.features.exchange.dates import Order
from deskcrm.features.exchange.incoming import Incoming, Table
from deskcrm.features.exchange.opening import read_file
from deskcrm.features.exchange.own_fields import own_fields
from deskcrm.features.exchange.place import Place
from deskcrm.features.exchange.plan import ImportPlan, plan_import
from deskcrm.features.exchange.queries import home_country
from deskcrm.features.exchange.reader import NoContacts
from deskcrm.features.exchange.remembered import remembered
from deskcrm.jobs import Progress
from deskcrm.kit.context import Context

Chosen = dict[str, Place | None]
"""The columns that become something else than what was proposed."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as it was read, with what would happen to it."""

    plan: ImportPlan | None
    """None if no column was recognized, so that somebody must say what they are."""
    proposed: Table | None
    """The columns as they are understood without anybody's help; None for a file that has none to ask about."""
    chosen: Chosen
    kept: bool = False
    """The choice is an earlier file's."""


def read_as_decided(
    context: Context, file: Path, order: Order | None, progress: Progress
) -> Reading:
    """Read a file for the first time; raise a CrmError that says what is wrong with it."""
    try:
        incoming = _read(context, file, order, None, progress)
    except NoContacts as error:
        if error.table is None:
            raise
        table, understood = error.table, None
    else:
        if incoming.table is None or Place("contact", "uid") in incoming.table.places:
            return Reading(_plan(context, incoming, progress), None, {})
        table, understood = incoming.table, incoming
    kept = remembered(context.settings, table.names)
    if kept is not None:
        understood = _read(context, file, order, kept, progress)
    plan = _plan(context, understood, progress) if understood is not None else None
    return Reading(plan, table, kept or {}, kept=kept is not None)


def read_again(
    context: Context,
    file: Path,
    order: Order | None,
    before: Reading,
    chosen: Chosen,
    progress: Progress,
) -> Reading:
    """Read a file once more with what is decided on its columns now."""
    incoming = _read(context, file, order, chosen, progress)
    return Reading(_plan(context, incoming, progress), before.proposed, chosen)


def _read(
    context: Context, file: Path, order: Order | None, chosen: Chosen | None, progress: Progress
) -> Incoming:
    return read_file(
        file,
        country=context.crm.ask(home_country),
        order=order,
        chosen=chosen,
        own=context.crm.ask(own_fields),
        progress=progress,
    )


def _plan(context: Context, incoming: Incoming, progress: Progress) -> ImportPlan:
    return context.crm.ask(plan_import, incoming, progress=progress)
