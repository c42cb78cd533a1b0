"""What one does with a follow-up where it stands: done, snooze, delete."""

import datetime as dt
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QMenu

from deskcrm import formats
from deskcrm.features.followups.usecases import complete, delete_follow_ups, snooze
from deskcrm.i18n import _
from deskcrm.kit.context import Context


def mark_done(context: Context, follow_up_id: int) -> None:
    """Mark a follow-up done, and say when it comes back."""
    done = context.do("", complete, follow_up_id, today=context.today(), now=context.now())
    if done is None:
        return
    said = _("Done.")
    if done.result is not None:
        said = _("Done; due again on {day}.").format(day=formats.day(done.result))
    context.toast(said, undo=True)


def delete(context: Context, follow_up_id: int) -> None:
    """Delete a follow-up."""
    context.do(_("Follow-up deleted."), delete_follow_ups, [follow_up_id])


def put_off(context: Context, follow_up_id: int, until: dt.date, at: dt.time | None = None) -> None:
    """Put a follow-up off and say until when."""
    day = formats.near_day(until, context.today())
    when = f"{day}, {formats.time(at)}" if at is not None else day
    context.do(_("Snoozed until {day}.").format(day=when), snooze, follow_up_id, until=until, at=at)


def snoozes(now: dt.datetime) -> list[tuple[str, dt.date, dt.time | None]]:
    """Return what a follow-up is usually put off to: the words, the day, the time if it matters."""
    today = now.date()
    later = (now + dt.timedelta(hours=3)).replace(minute=0, second=0, microsecond=0)
    monday = today + dt.timedelta(days=7 - today.weekday())
    choices: list[tuple[str, dt.date, dt.time | None]] = []
    if later.date() == today:
        choices.append((_("Later today"), today, later.time()))
    choices += [
        (_("Tomorrow"), today + dt.timedelta(days=1), None),
        (_("In three days"), today + dt.timedelta(days=3), None),
        (_("Next week"), monday, None),
        (_("In a month"), today + dt.timedelta(days=30), None),
    ]
    return choices


def open_snooze_menu(context: Context, follow_up_id: int, at: QPoint | None = None) -> QMenu:
    """Offer the usual days to put a follow-up off to."""
    from deskcrm.features.followups.ui.form import open_edit

    focused = QApplication.focusWidget()
    menu = QMenu(focused)
    menu.setAccessibleName(_("Snooze"))
    today = context.today()
    for words, day, time in snoozes(context.now()):
        when = formats.time(time) if time is not None else formats.day(day, today=today)
        action = menu.addAction(f"{words}\t{when}")
        action.triggered.connect(partial(put_off, context, follow_up_id, day, time))
    menu.addSeparator()
    menu.addAction(_("Another day…")).triggered.connect(
        lambda _checked: open_edit(context, follow_up_id)
    )
    menu.aboutToHide.connect(menu.deleteLater)
    if at is None and focused is not None:
        at = focused.mapToGlobal(QPoint(focused.width() // 2, focused.height()))
    menu.popup(at or QPoint())
    return menu
