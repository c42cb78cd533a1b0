"""Undo and redo: a text field that is being written in goes first, then what was done to records."""

from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit

from deskcrm.errors import CrmError
from deskcrm.i18n import _, mark
from deskcrm.kit.context import Context
from deskcrm.kit.feature import Command


def undo(context: Context) -> None:
    """Take back what was typed in the focused field, else the last thing that was done."""
    if _in_field(redo=False):
        return
    try:
        what = context.crm.undo()
    except CrmError as error:
        context.report_error(error)
        return
    context.toast(_("Nothing to undo.") if what is None else _("Undone: {what}").format(what=what))


def redo(context: Context) -> None:
    """Do again what was taken back, in the focused field or among the records."""
    if _in_field(redo=True):
        return
    try:
        what = context.crm.redo()
    except CrmError as error:
        context.report_error(error)
        return
    context.toast(
        _("Nothing to redo.") if what is None else _("Done again: {what}").format(what=what)
    )


def undo_text(context: Context) -> str:
    """Return the words of the Edit menu, such as “Undo add contact”."""
    label = context.crm.undo_label if context.is_open else None
    return _("Undo {what}").format(what=label) if label else _("Undo")


def redo_text(context: Context) -> str:
    """Return the words of the Edit menu, such as “Redo add contact”."""
    label = context.crm.redo_label if context.is_open else None
    return _("Redo {what}").format(what=label) if label else _("Redo")


COMMANDS = (
    Command("undo", mark("Undo"), undo, icon="undo", shortcut="Ctrl+Z", menu="edit", order=0),
    Command("redo", mark("Redo"), redo, icon="redo", shortcut="Ctrl+Shift+Z", menu="edit", order=1),
)


def _in_field(*, redo: bool) -> bool:
    """Undo or redo in the focused text field; say whether it had anything to."""
    field = QApplication.focusWidget()
    if isinstance(field, QLineEdit):
        possible = field.isRedoAvailable() if redo else field.isUndoAvailable()
    elif isinstance(field, QPlainTextEdit | QTextEdit):
        document = field.document()
        possible = document.isRedoAvailable() if redo else document.isUndoAvailable()
    else:
        return False
    if possible:
        if redo:
            field.redo()
        else:
            field.undo()
    return possible
