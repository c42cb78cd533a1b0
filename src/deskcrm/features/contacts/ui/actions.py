"""What the commands on contacts do in the window."""

from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication

from deskcrm import formats
from deskcrm.domain.activities import ActivityKind
from deskcrm.features.contacts import belongings
from deskcrm.features.contacts.form import ContactForm
from deskcrm.features.contacts.queries.view import contact_view
from deskcrm.features.contacts.ui.attachments import ask_file, ask_photo
from deskcrm.features.contacts.ui.dialogs import (
    open_consent,
    open_log,
    open_rename,
    open_tags,
)
from deskcrm.features.contacts.ui.duplicates import DuplicatesSheet, MergeSheet
from deskcrm.features.contacts.ui.edit_several import EditSeveral
from deskcrm.features.contacts.ui.form import ContactDialog
from deskcrm.features.contacts.ui.list_columns import ColumnsSheet
from deskcrm.features.contacts.ui.page import ContactsPage
from deskcrm.features.contacts.usecases import delete_contacts
from deskcrm.i18n import _, ngettext
from deskcrm.kit.context import Context

_MOST_MERGED = 8
"""So many contacts can be compared beside each other."""


def new(context: Context) -> None:
    """Ask for a new contact."""
    ContactDialog(context, None, ContactForm()).open()


def edit(context: Context) -> None:
    """Edit the contact, or what all selected contacts are to have in common."""
    ids = _targets(context)
    if len(ids) > 1:
        EditSeveral(context, ids).open()
    else:
        ContactDialog(context, ids[0], ContactForm()).open()


def add_condition(context: Context) -> None:
    """Offer all that the list can be filtered by."""
    context.show_page("contacts", ContactsPage).filter_bar.offer()


def choose_columns(context: Context) -> None:
    """Choose what the list shows."""
    page = context.show_page("contacts", ContactsPage)
    ColumnsSheet(page.window(), page.columns, page.show_columns).open()


def choose_segment(context: Context) -> None:
    """Offer the filters that are kept by name."""
    context.show_page("contacts", ContactsPage).segment.offer()


def save_segment(context: Context) -> None:
    """Keep the filter of the list by a name."""
    context.show_page("contacts", ContactsPage).segment.keep()


def attach(context: Context) -> None:
    """Ask for a file to keep with the contact."""
    ask_file(context, _target(context))


def choose_photo(context: Context) -> None:
    """Ask for a picture of the contact."""
    ask_photo(context, _target(context))


def remove_photo(context: Context) -> None:
    """Show the contact by its initials again."""
    context.do(_("Removed the photo"), belongings.remove_photo, _target(context))


def record_consent(context: Context) -> None:
    """Note what all selected contacts said about being written to."""
    open_consent(context, _targets(context))


def rename(context: Context) -> None:
    """Ask for another name of the contact."""
    open_rename(context, _target(context))


def tag(context: Context) -> None:
    """Ask for the tags of all selected contacts."""
    open_tags(context, _targets(context))


def merge(context: Context) -> None:
    """Make one contact of all that are selected."""
    ids = _targets(context)
    if not 2 <= len(ids) <= _MOST_MERGED:
        context.toast(
            _("Select 2 to 8 contacts to merge first: Shift or Ctrl with a click or an arrow.")
        )
        return
    page = context.shell.current_page()
    MergeSheet(context, page.window() if page is not None else None, ids).open()


def find_duplicates(context: Context) -> None:
    """Go through the contacts that are likely the same."""
    page = context.shell.current_page()
    DuplicatesSheet(context, page.window() if page is not None else None).open()


def delete(context: Context) -> None:
    """Delete all selected contacts; undo brings them back."""
    ids = _targets(context)
    if len(ids) == 1:
        view = context.crm.ask(contact_view, ids[0], today=context.today())
        said = _("Deleted {name}").format(name=view.name)
    else:
        words = ngettext("Deleted {n} contact", "Deleted {n} contacts", len(ids))
        said = words.format(n=formats.number(len(ids)))
    context.do(said, delete_contacts, ids)


def log_call(context: Context) -> None:
    """Log a call."""
    open_log(context, _target(context), ActivityKind.CALL)


def log_note(context: Context) -> None:
    """Add a note."""
    open_log(context, _target(context), ActivityKind.NOTE)


def log_meeting(context: Context) -> None:
    """Log a meeting."""
    open_log(context, _target(context), ActivityKind.MEETING)


def log_mail(context: Context) -> None:
    """Log a mail."""
    open_log(context, _target(context), ActivityKind.MAIL)


def copy_email(context: Context) -> None:
    """Put the first e-mail address on the clipboard."""
    form = context.crm.ask(contact_view, _target(context), today=context.today()).form
    _copy(context, [email.value for email in form.emails], _("There is no e-mail address to copy."))


def copy_phone(context: Context) -> None:
    """Put the first phone number on the clipboard."""
    form = context.crm.ask(contact_view, _target(context), today=context.today()).form
    _copy(context, [phone.value for phone in form.phones], _("There is no phone number to copy."))


def _copy(context: Context, values: Sequence[str], otherwise: str) -> None:
    if not values:
        context.toast(otherwise)
        return
    QGuiApplication.clipboard().setText(values[0])
    context.toast(_("Copied {text}").format(text=values[0]))


def _target(context: Context) -> int:
    contact_id = context.target("contact")
    assert contact_id is not None, "the command is disabled without a contact"
    return contact_id


def _targets(context: Context) -> tuple[int, ...]:
    """Return all selected contacts, if the one to act on is among them, else that one."""
    contact_id = _target(context)
    page = context.shell.current_page()
    selected = tuple(page.selected_ids()) if isinstance(page, ContactsPage) else ()
    return selected if contact_id in selected else (contact_id,)
