"""Keeps the files that are attached to records: each content once, by its hash, beside the business's file.

Contents are written before the row that names them, and never removed with it: undo finds them again.
"""

import errno
import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deskcrm.errors import CrmError, FileProblem
from deskcrm.files import replacing
from deskcrm.i18n import mark

MOST_BYTES: Final = 200 * 1024 * 1024
_BLOCK: Final = 1024 * 1024


class ContentTooLarge(CrmError):
    """A file too large to be kept with every backup."""

    sentence = mark(
        "{name} is larger than {most} MB and was not attached. Keep such a file in a folder of your own."
    )


class ContentGone(CrmError):
    """A content that is no longer where it was kept, or not what it was."""

    sentence = mark("The content of {name} is missing or damaged. A backup may still have it.")


@dataclass(frozen=True, slots=True)
class Content:
    """A content that is kept: its hash, and its size in bytes."""

    sha256: str
    size: int


def folder_beside(database: Path) -> Path:
    """Return where the contents of a business, or of the backups in one folder, are kept."""
    return database.parent / "deskcrm-files"


def place_of(folder: Path, sha256: str) -> Path:
    """Return where a content lies in a folder of contents."""
    return folder / sha256[:2] / sha256


def keep(folder: Path, source: Path) -> Content:
    """Keep a file's content, whole or not at all; raise FileProblem or ContentTooLarge."""
    try:
        if not source.is_file():
            wrong = errno.EISDIR if source.is_dir() else errno.ENOENT
            raise FileProblem(name=source, reason=os.strerror(wrong))
        if source.stat().st_size > MOST_BYTES:
            raise ContentTooLarge(name=source.name, most=MOST_BYTES // 1024**2)
        content = _hashed(source)
        _copy(source, place_of(folder, content.sha256), content.sha256)
    except OSError as error:
        raise FileProblem(name=source, reason=error.strerror or error) from error
    return content


def whole(folder: Path, sha256: str, *, name: str) -> Path:
    """Return where a content lies, once it was seen to be what it was; raise ContentGone."""
    if not is_whole(folder, sha256):
        raise ContentGone(name=name)
    return place_of(folder, sha256)


def is_whole(folder: Path, sha256: str) -> bool:
    """Say whether a content is there, and is what it was."""
    try:
        return _hashed(place_of(folder, sha256)).sha256 == sha256
    except OSError:
        return False


def carry(hashes: Iterable[str], source: Path, target: Path) -> int:
    """Copy contents that are missing from one folder of contents to another; return how many are gone.

    Raise FileProblem where the target cannot be written.
    """
    gone = 0
    for sha256 in hashes:
        if place_of(target, sha256).exists():
            continue
        origin = place_of(source, sha256)
        if not origin.exists():
            gone += 1
            continue
        try:
            _copy(origin, place_of(target, sha256), sha256)
        except OSError as error:
            raise FileProblem(name=target, reason=error.strerror or error) from error
    return gone


def _copy(source: Path, place: Path, sha256: str) -> None:
    """Write a content to its place, if it is not there; what changed meanwhile is not kept."""
    if place.exists():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with source.open("rb") as origin, replacing(place) as fresh, fresh.open("wb") as copy:
        while block := origin.read(_BLOCK):
            digest.update(block)
            copy.write(block)
        if digest.hexdigest() != sha256:
            raise OSError(errno.EIO, "the file changed while it was read")


def _hashed(path: Path) -> Content:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return Content(digest.hexdigest(), size)
