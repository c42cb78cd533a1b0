"""Opens mails in the user's own mail program: a draft with a quote, or an empty one."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from deskcrm import formats
from deskcrm.errors import CrmError, FileProblem
from deskcrm.features.mail.eml import eml_name, mailto, quote_eml
from deskcrm.features.mail.queries import contact_mailbox, quote_letter, refused_on
from deskcrm.features.mail.usecases import note_mail
from deskcrm.files import write_whole
from deskcrm.i18n import _, mark
from deskcrm.kit.context import Context
from deskcrm.paths import profile_in


class NoMailProgram(CrmError):
    """A draft that no program took."""

    sentence = mark("No mail program opened the draft. It is kept in {path}; open it from there.")


class NoMailLink(CrmError):
    """A link to an address that no program took."""

    sentence = mark("No mail program opened. Set one up in your system, then try again.")


def open_quote_mail(context: Context, quote_id: int) -> None:
    """Open the draft of a mail with a sent quote, and note it in the customer's history."""
    try:
        letter = context.crm.ask(quote_letter, quote_id, today=context.today())
        draft = quote_eml(letter, now=context.now())
        path = _keep(profile_in(context.crm.path.parent).drafts / eml_name(letter), draft)
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            raise NoMailProgram(path=path)
    except CrmError as problem:
        context.report_error(problem)
        return
    context.do(
        _("Mail to {name} opened").format(name=letter.recipient.name),
        note_mail,
        quote_id,
        address=letter.recipient.address,
        now=context.now(),
    )


def open_empty_mail(context: Context, contact_id: int) -> None:
    """Open an empty mail to a contact, and say so if it wanted none."""
    try:
        mailbox = context.crm.ask(contact_mailbox, contact_id)
        link = mailto(mailbox)
        if not QDesktopServices.openUrl(QUrl(link, QUrl.ParsingMode.StrictMode)):
            raise NoMailLink
    except CrmError as problem:
        context.report_error(problem)
        return
    refused = context.crm.ask(refused_on, contact_id)
    if refused is not None:
        said = _("{name} said on {day} not to be written to.")
        context.toast(said.format(name=mailbox.name, day=formats.day(refused)))


def _keep(path: Path, draft: bytes) -> Path:
    """Write a draft where the mail program finds it, and return where."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileProblem(name=path.parent, reason=error.strerror or error) from error
    write_whole(path, draft)
    return path
