"""How a deal's state is said in the window."""

import datetime as dt

from deskcrm import formats
from deskcrm.domain.deals import StageKind
from deskcrm.features.pipeline.rows import Attention, DealRow, StageChoice
from deskcrm.i18n import _, ngettext
from deskcrm.kit.controls import PillTone


def pill(row: DealRow, today: dt.date) -> tuple[str, PillTone]:
    """Return the one word on a deal's card, and its tone: what is wrong, or when it goes on."""
    if row.stage.kind is StageKind.WON:
        return _("won {day}").format(day=_near(row.closed, today)), "good"
    if row.stage.kind is StageKind.LOST:
        return _("lost {day}").format(day=_near(row.closed, today)), "neutral"
    if row.attention is Attention.OVERDUE:
        words = ngettext("overdue {n} day", "overdue {n} days", row.days)
        return words.format(n=formats.number(row.days)), "bad"
    if row.attention is Attention.NO_STEP:
        return _("no next step"), "warn"
    if row.attention is Attention.QUIET:
        words = ngettext("quiet {n} day", "quiet {n} days", row.days)
        return words.format(n=formats.number(row.days)), "warn"
    return formats.near_day(row.step_on or today, today), "accent"


def why(row: DealRow, today: dt.date) -> str:
    """Return in a sentence why a deal wants to be looked at."""
    if row.attention is Attention.OVERDUE:
        day = formats.day(today - dt.timedelta(days=row.days), today=today)
        if row.expected_close == today - dt.timedelta(days=row.days):
            return _("It was expected to close on {day}.").format(day=day)
        return _("Its next step was due on {day}.").format(day=day)
    if row.attention is Attention.NO_STEP:
        return _("Nothing is planned for it, so it is not moving.")
    if row.attention is Attention.QUIET:
        return _("Nothing has happened with it for longer than its stage allows.")
    return _("It is on its way.")


def value(row: DealRow) -> str:
    """Return what a deal may bring; a dash where nobody has guessed yet."""
    return formats.money(row.value, row.currency) if row.value else "—"


def chance(row: DealRow) -> str:
    """Return a deal's probability, and whether it was set by hand."""
    share = formats.percent(row.probability)
    return _("{share} by hand").format(share=share) if row.by_hand else share


def column_title(stage: StageChoice) -> str:
    """Return what stands above a column of the board."""
    if stage.kind is not StageKind.WON:
        return stage.name
    if stage.key == "won" and stage.name == _("Won"):
        return _("Won this month")
    return _("{stage}, this month").format(stage=stage.name)


def _near(day: dt.date | None, today: dt.date) -> str:
    return formats.day(day or today, today=today)
