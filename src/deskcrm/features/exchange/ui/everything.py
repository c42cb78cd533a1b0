"""Asks where everything about a contact goes, and writes it there."""

from pathlib import Path

from deskcrm.features.exchange.dossier import write_dossier
from deskcrm.i18n import _
from deskcrm.jobs import Progress
from deskcrm.kit.context import Context
from deskcrm.kit.files import choose_folder
from deskcrm.storage.contents import folder_beside


def ask_place(context: Context) -> None:
    """Ask for a folder; the contact's own folder is made in it."""
    contact_id = context.target("contact")
    assert contact_id is not None, "the command is disabled without a contact"
    choose_folder(
        _("Save everything about the contact"), lambda place: write(context, place, contact_id)
    )


def write(context: Context, place: Path, contact_id: int) -> None:
    """Write the folder behind the window and say so."""

    def work(_progress: Progress) -> Path:
        return context.crm.ask(
            write_dossier, place, contact_id, files=folder_beside(context.crm.path)
        )

    def done(written: Path) -> None:
        context.toast(_("Saved everything in {folder}").format(folder=written.name))

    context.jobs.run(_("Saving everything about the contact"), work, done)
