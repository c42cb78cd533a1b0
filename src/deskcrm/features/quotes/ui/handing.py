"""Hands a PDF to other programs: on the clipboard, or dragged out of the window."""

import contextlib
from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl

from deskcrm.errors import FileProblem
from deskcrm.files import write_whole
from deskcrm.kit.context import Context
from deskcrm.paths import profile_in

PDF_TYPE = "application/pdf"


def hand_out(context: Context, name: str, pdf: bytes) -> QMimeData:
    """Put a PDF into a file of the profile and return both for another program to take.

    The file stays until the next one is handed out, for a mail program may read it late.
    """
    folder = _folder(context)
    clear_handed(context)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileProblem(name=folder, reason=error.strerror or error) from error
    place = folder / name
    write_whole(place, pdf)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(place))])
    data.setData(PDF_TYPE, pdf)
    return data


def clear_handed(context: Context) -> None:
    """Remove what was handed out before; what another program holds open stays till next time."""
    folder = _folder(context)
    with contextlib.suppress(OSError):
        for place in folder.iterdir():
            with contextlib.suppress(OSError):
                place.unlink()
        folder.rmdir()


def _folder(context: Context) -> Path:
    return profile_in(context.crm.path.parent).handed
