"""Finds the vCards in a ZIP or a folder: nothing is unpacked to the disk, and other files are only counted."""

import lzma
import zipfile
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Final

from deskcrm.errors import CrmError, FileProblem
from deskcrm.features.exchange.csv_file import MOST_BYTES, TooLarge, file_bytes
from deskcrm.features.exchange.vcard_file import looks_like_cards
from deskcrm.i18n import mark

_MOST_TIMES: Final = 200
"""A card that is packed smaller than this is no card but a bomb."""
_UNPACKING: Final = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, RuntimeError, EOFError, OSError, ValueError,
)  # fmt: skip
"""What unpacking raises at bytes that are damaged, protected or made to deceive."""
_SUFFIXES: Final = (".vcf", ".vcard")


class BrokenArchive(CrmError):
    """A ZIP that cannot be unpacked."""

    sentence = mark("{name} is damaged or protected and cannot be unpacked. Nothing was changed.")


class NoCards(CrmError):
    """A folder without vCards."""

    sentence = mark(
        "{name} holds no vCards. Nothing was changed; choose the file or folder that your contacts were saved to."
    )


@dataclass(slots=True)
class Pack:
    """The files of vCards that were found together."""

    name: str
    files: list[bytes] = field(default_factory=list)
    others: int = 0
    """How many other files lay beside them."""
    room: int = MOST_BYTES

    def add(self, data: bytes) -> None:
        """Take a file; one that only says it is a vCard counts as another. Raise TooLarge."""
        self.room -= len(data)
        if self.room < 0:
            raise TooLarge(name=self.name, most=MOST_BYTES // 1024**2)
        if looks_like_cards(data):
            self.files.append(data)
        else:
            self.others += 1


def zip_of_cards(data: bytes, *, name: str) -> Pack:
    """Return the vCards in a ZIP. Names in it lead nowhere. Raise BrokenArchive or TooLarge."""
    pack = Pack(name)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for entry in archive.infolist():
                # Not is_dir(), which breaks on an entry without a name.
                if entry.filename.endswith("/"):
                    continue
                if not entry.filename.lower().endswith(_SUFFIXES):
                    pack.others += 1
                    continue
                # The size an entry says it has may be a lie: what counts is what comes out.
                most = 1000 + entry.compress_size * _MOST_TIMES
                with archive.open(entry) as packed:
                    content = packed.read(min(pack.room, most) + 1)
                if len(content) > most:
                    raise TooLarge(name=name, most=MOST_BYTES // 1024**2)
                pack.add(content)
    except _UNPACKING as error:
        raise BrokenArchive(name=name) from error
    return pack


def folder_of_cards(path: Path) -> Pack:
    """Return the vCards in a folder, by their names. Raise FileProblem, TooLarge or NoCards."""
    pack = Pack(path.resolve().name or str(path))
    try:
        entries = sorted(each for each in path.iterdir() if each.is_file())
    except OSError as error:
        raise FileProblem(name=path, reason=error.strerror or error) from error
    for each in entries:
        if each.name.lower().endswith(_SUFFIXES):
            pack.add(file_bytes(each))
        else:
            pack.others += 1
    if not pack.files:
        raise NoCards(name=pack.name)
    return pack
