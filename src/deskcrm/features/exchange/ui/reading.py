"""Reads a file behind the window: as it is understood, as it was decided for the last such file, or as it is now."""

from dataclasses import dataclass, replace
from pathlib import Path

from deskcrm.features.exchange.dates import Order
from deskcrm.features.exchange.incoming import Incoming, Table
from deskcrm.features.exchange.opening import read_file
from deskcrm.features.exchange.own_fields import own_fields
from deskcrm.features.exchange.place import Place
from deskcrm.features.exchange.plan import ImportPlan, OnMatch, plan_import
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
    order: Order | None = None
    """Which number is the day, where the file leaves it open and somebody said it."""
    on_match: OnMatch = OnMatch.UPDATE


def read_as_decided(context: Context, file: Path, progress: Progress) -> Reading:
    """Read a file for the first time; raise a CrmError that says what is wrong with it."""
    first = Reading(None, None, {})
    try:
        incoming = _read(context, file, first, progress)
    except NoContacts as error:
        if error.table is None:
            raise
        table, understood = error.table, None
    else:
        if incoming.table is None or Place("contact", "uid") in incoming.table.places:
            return _planned(context, first, incoming, progress)
        table, understood = incoming.table, incoming
    kept = remembered(context.settings, table.names)
    found = replace(first, proposed=table, chosen=kept or {}, kept=kept is not None)
    if kept is not None:
        understood = _read(context, file, found, progress)
    return found if understood is None else _planned(context, found, understood, progress)


def read_again(context: Context, file: Path, wanted: Reading, progress: Progress) -> Reading:
    """Read a file once more with what is decided on its columns and its dates now."""
    incoming = _read(context, file, wanted, progress)
    return _planned(context, replace(wanted, kept=False), incoming, progress)


def plan_again(context: Context, wanted: Reading, progress: Progress) -> Reading:
    """Decide once more on the rows that were read, with what is to become of those who are there."""
    assert wanted.plan is not None, "the rows are shown"
    return _planned(context, wanted, wanted.plan.incoming, progress)


def _read(context: Context, file: Path, wanted: Reading, progress: Progress) -> Incoming:
    return read_file(
        file,
        country=context.crm.ask(home_country),
        order=wanted.order,
        chosen=wanted.chosen or None,
        own=context.crm.ask(own_fields),
        progress=progress,
    )


def _planned(context: Context, wanted: Reading, incoming: Incoming, progress: Progress) -> Reading:
    plan = context.crm.ask(plan_import, incoming, progress=progress, on_match=wanted.on_match)
    return replace(wanted, plan=plan)
