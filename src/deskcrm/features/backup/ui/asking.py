"""Asks where a backup goes or which one comes back, and does it."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from deskcrm.crm import Changes, Crm
from deskcrm.errors import CrmError
from deskcrm.i18n import _
from deskcrm.jobs import Progress
from deskcrm.kit.context import Context
from deskcrm.kit.files import choose_file, choose_place
from deskcrm.kit.form import Question
from deskcrm.storage.backup import back_up, restore


def ask_backup(context: Context) -> None:
    """Ask for a place and copy the business there."""
    name = f"deskcrm-{context.today().isoformat()}.sqlite"
    choose_place(
        _("Back up"),
        _("Backups (*.sqlite)"),
        name,
        lambda place: make_backup(context, place),
        parent=_window(context),
    )


def make_backup(context: Context, place: Path) -> None:
    """Copy the business behind the window and say so once the copy has passed its check."""
    path = context.crm.path

    def work(_progress: Progress) -> Path:
        return back_up(path, place)

    def done(made: Path) -> None:
        context.toast(_("Backed up to {file} and checked.").format(file=made.name))

    context.jobs.run(_("Backing up"), work, done)


def ask_restore(context: Context) -> None:
    """Ask for a backup and whether it is to take the place of what is there."""
    choose_file(
        _("Restore a backup"),
        _("Backups (*.sqlite)"),
        lambda file: ask_whether(context, file),
        parent=_window(context),
    )


def ask_whether(context: Context, file: Path) -> Question:
    """Ask before a restore: it cannot be undone, though what it replaces is kept."""
    question = Question(
        _("Restore a backup?"),
        _(
            "Everything becomes as it was in {file}. What is there now is kept in a file beside it, but undo does not bring it back."
        ).format(file=file.name),
        _("Restore"),
        lambda: restore_backup(context, file),
        danger=True,
        parent=_window(context),
    )
    question.open()
    return question


def restore_backup(context: Context, file: Path) -> None:
    """Put a backup in the place of the business and show it; if that fails nothing has changed."""
    path = context.crm.path
    context.crm.close()
    try:
        replaced = restore(file, path)
    except CrmError as error:
        context.report_error(error)
        return
    finally:
        context.use(Crm.open(path))
        context.changes.changed.emit(Changes(None))
    kept = replaced.name if replaced is not None else ""
    context.toast(
        _("Restored from {file}. What was there is kept in {kept}.").format(
            file=file.name, kept=kept
        )
    )


def _window(context: Context) -> QWidget | None:
    page = context.shell.current_page()
    return page.window() if page is not None else None
