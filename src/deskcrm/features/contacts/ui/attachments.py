"""The files of a contact in its details: opened, saved elsewhere, removed; and how they are attached."""

import shutil
import tempfile
from collections.abc import Sequence
from decimal import Decimal
from functools import cache, partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from deskcrm import formats
from deskcrm.domain.days import local_day
from deskcrm.errors import FileProblem
from deskcrm.features.contacts.belongings import attach_file, detach_file, set_photo
from deskcrm.features.contacts.photos import fitted
from deskcrm.features.contacts.queries.view import AttachmentView
from deskcrm.files import replacing, safe_name
from deskcrm.i18n import _, ngettext
from deskcrm.jobs import Progress
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.controls import Button, IconButton
from deskcrm.kit.files import choose_file, choose_place
from deskcrm.kit.parts import column, row
from deskcrm.kit.text import Text
from deskcrm.storage.contents import Content, folder_beside, keep, whole


class AttachmentRow(QWidget):
    """One file: its name opens it; it can be saved elsewhere or removed."""

    def __init__(self, context: Context, attachment: AttachmentView) -> None:
        super().__init__()
        line = row(self, gap=theme.SMALL)
        words = column(gap=0)
        name = Button(
            attachment.name if len(attachment.name) <= 36 else attachment.name[:35] + "…",
            partial(open_file, context, attachment),
            kind="link",
            icon="document",
            name=_("Open {name}").format(name=attachment.name),
        )
        words.addWidget(name)
        told = formats.beside(size(attachment.size), formats.day(local_day(attachment.added)))
        words.addWidget(Text(told, tone="muted", size=theme.LABEL))
        line.addLayout(words, 1)
        line.addWidget(
            IconButton(
                "export",
                _("Save {name} as…").format(name=attachment.name),
                partial(save_elsewhere, context, attachment),
            )
        )
        line.addWidget(
            IconButton(
                "trash",
                _("Remove {name}").format(name=attachment.name),
                partial(
                    context.do,
                    _("Removed {name}").format(name=attachment.name),
                    detach_file,
                    attachment.id,
                ),
            )
        )


def attach(context: Context, contact_id: int, files: Sequence[Path]) -> None:
    """Keep files with a contact; what is wrong with one is said, and the others are kept."""
    folder = folder_beside(context.crm.path)

    def done(file: Path, content: Content) -> None:
        context.do(
            _("Attached {name}").format(name=file.name),
            attach_file,
            contact_id,
            name=safe_name(file.name, otherwise=_("file")),
            sha256=content.sha256,
            size=content.size,
            now=context.now(),
        )

    for file in files:
        context.jobs.run(
            _("Attaching {name}").format(name=file.name),
            partial(_keep, folder, file),
            done=partial(done, file),
        )


def _keep(folder: Path, file: Path, _progress: Progress) -> Content:
    return keep(folder, file)


def ask_file(context: Context, contact_id: int) -> None:
    """Ask for a file and keep it with a contact."""
    choose_file(
        _("Attach file"), _("All files (*)"), lambda file: attach(context, contact_id, [file])
    )


def ask_photo(context: Context, contact_id: int) -> None:
    """Ask for a picture and show a contact by it."""
    choose_file(
        _("Choose photo"),
        _("Pictures (*.png *.jpg *.jpeg *.webp *.gif *.bmp)"),
        lambda file: set_photo_of(context, contact_id, file),
    )


def set_photo_of(context: Context, contact_id: int, file: Path) -> None:
    """Show a contact by a picture, or say what is wrong with it."""

    def work(_progress: Progress) -> tuple[str, bytes]:
        try:
            return fitted(file.read_bytes(), name=file.name)
        except OSError as error:
            raise FileProblem(name=file, reason=error.strerror or error) from error

    def done(made: tuple[str, bytes]) -> None:
        media_type, data = made
        context.do(_("Changed the photo"), set_photo, contact_id, media_type=media_type, data=data)

    context.jobs.run(_("Reading {name}").format(name=file.name), work, done=done)


def open_file(context: Context, attachment: AttachmentView) -> None:
    """Open a file in the user's program: a copy under its own name, so that the kept one stays."""

    def work(_progress: Progress) -> Path:
        content = whole(folder_beside(context.crm.path), attachment.sha256, name=attachment.name)
        copy = Path(tempfile.mkdtemp(dir=_opened().name)) / _name(attachment)
        try:
            shutil.copyfile(content, copy)
            copy.chmod(0o444)
        except OSError as error:
            raise FileProblem(name=copy, reason=error.strerror or error) from error
        return copy

    def show(copy: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy))):
            said = _("No program opens {name}. Save it elsewhere instead.")
            context.toast(said.format(name=attachment.name))

    context.jobs.run(_("Opening {name}").format(name=attachment.name), work, done=show)


def save_elsewhere(context: Context, attachment: AttachmentView) -> None:
    """Ask for a place and write the file there."""

    def write(place: Path) -> Path:
        content = whole(folder_beside(context.crm.path), attachment.sha256, name=attachment.name)
        try:
            with replacing(place) as fresh:
                shutil.copyfile(content, fresh)
        except OSError as error:
            raise FileProblem(name=place, reason=error.strerror or error) from error
        return place

    def start(place: Path) -> None:
        context.jobs.run(
            _("Saving {name}").format(name=place.name),
            lambda _progress: write(place),
            done=lambda place: context.toast(_("Saved {name}").format(name=place.name)),
        )

    choose_place(_("Save file"), _("All files (*)"), _name(attachment), start)


def _name(attachment: AttachmentView) -> str:
    return safe_name(attachment.name, otherwise=_("file"))


@cache
def _opened() -> tempfile.TemporaryDirectory[str]:
    """Return the folder of the copies that were opened; it goes when the program ends."""
    return tempfile.TemporaryDirectory(prefix="deskcrm-", ignore_cleanup_errors=True)


def size(number: int) -> str:
    """Return how large a file is, in the unit that fits."""
    if number < 1000:
        return ngettext("{n} byte", "{n} bytes", number).format(n=formats.number(number))
    if number < 1_000_000:
        return _("{n} KB").format(n=formats.number(round(number / 1000)))
    megabytes = Decimal(number) / 1_000_000
    return _("{n} MB").format(n=formats.number(megabytes, places=0 if megabytes >= 10 else 1))
